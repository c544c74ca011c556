"""Does it hold beyond the test sentences? Pass rates, now and over the epochs, and what fails."""

import streamlit as st

from playground import findings
from playground.abilities import Abilities
from playground.charts.abilities import abilities_columns, abilities_spec
from playground.charts.table import table
from playground.look import Look
from playground.markup import Part, joined, tag
from playground.state import AppState
from playground.views.inside.tables import draw_table, number, text
from playground.views.show import remark, show
from rnn_core import InvalidSetting
from rnn_core.inside.behaviour import EVEN, MOST_PAIRS, Outcome, parse_pairs

_MOST_FAILURES = 100


def pairs(app: AppState) -> None:
    """Tests that the visitor writes."""
    with st.expander("Your own pairs"):
        st.text_area(
            f"One pair in a line, at most {MOST_PAIRS}", placeholder="i am good | i am not good | flip",
            help="One sentence, a bar, another sentence, a bar, and “same” or “flip”: whether both must get the same "
            "answer or two different ones.", **app.kept.held("pairs"),
        )  # fmt: skip
        try:
            parse_pairs(app.kept["pairs"])
        except InvalidSetting as error:
            show(tag("div", str(error), class_="rnn-refusal"))


def draw(app: AppState, look: Look) -> None:
    """Every ability over the epochs, then the tests that fail."""
    try:
        written = parse_pairs(app.kept["pairs"])
    except InvalidSetting:
        written = ()  # the box says what is wrong
    now, abilities = app.job.snapshot(), app.results.abilities(written)
    rates = abilities.rates(look.params)
    remark(_about(abilities))
    if rates:
        columns = abilities_columns(abilities.over(now.history))
        st.vega_lite_chart(table(columns), abilities_spec(len(rates), look.dark), width="stretch")
        draw_table(
            {"ability": list(rates), "share": [100 * share for share in rates.values()]},
            share=number("answer changes" if abilities.sensitivity else "passed", format="%.0f%%"),
        )
    outcomes = abilities.suite.outcomes(look.params)
    if outcomes:
        shown = (now.kept_epoch or now.epoch) if look.epoch is None else look.epoch
        accuracy = now.records[shown - 1].test_accuracy if shown else None
        show(tag("div", findings.behaviour(outcomes, accuracy)))
        _failures([outcome for outcome in outcomes if not outcome.passed], look.dataset.classes)


def _about(abilities: Abilities) -> Part:
    if abilities.sensitivity:
        return (
            "Which share of the sentences gets another answer when they are read backwards, and when some one word is "
            "left out. Nothing here is right or wrong: but answers that never hang on order come from counting words."
        )
    return joined(
        "Made from the vocabulary: ", tag("i", "not"), " must flip the answer; ", tag("i", "very"),
        " and fillers such as ", tag("i", "right now"), " must change nothing; the same words in another order must "
        "flip it; words that mean nothing on their own must leave the odds near even (no class above "
        f"{EVEN:.0%}). The stronger the colour, the more tests it passes.",
    )  # fmt: skip


def _failures(failed: list[Outcome], classes: tuple[str, ...]) -> None:
    shown = failed[:_MOST_FAILURES]
    if not shown:
        return
    draw_table(
        {
            "ability": [outcome.test.ability for outcome in shown],
            "expected": [outcome.test.expected for outcome in shown],
            "first": [outcome.test.sentence for outcome in shown],
            "answer": [classes[outcome.answers[0]] for outcome in shown],
            "p": [100 * outcome.probabilities[0] for outcome in shown],
            "second": [outcome.test.other for outcome in shown],
            "other": [classes[outcome.answers[1]] if outcome.test.other else "" for outcome in shown],
            "q": [100 * outcome.probabilities[1] if outcome.test.other else None for outcome in shown],
        },
        expected=text("expected", width=60),
        first=text("sentence"),
        p=number("", format="%.0f%%", width=50),
        second=text("and"),
        other=text("answer"),
        q=number("", format="%.0f%%", width=50),
    )
    more = f", of which {len(shown)} are shown" if len(failed) > len(shown) else ""
    st.caption(f"{len(failed)} fail{more}.")
