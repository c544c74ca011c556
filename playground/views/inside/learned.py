"""What it has learned: behaviour beyond the test sentences, and how long it remembers."""

import html

import pandas as pd
import streamlit as st

from playground import findings
from playground.charts.abilities import abilities_frame, abilities_spec
from playground.charts.memory import answers_frame, answers_spec, signal_frame, signal_spec
from playground.look import Look
from playground.sentences import MOST_CHARACTERS
from playground.state import AppState
from playground.views.inside.tables import table_height
from rnn_core import InvalidSetting
from rnn_core.inside.behaviour import EVEN, MOST_PAIRS, parse_pairs
from rnn_core.inside.memory import memory_probe

_MOST_FAILURES = 100
_NUMBER = st.column_config.NumberColumn


def behaviour(app: AppState, look: Look) -> None:
    """Pass rates, now and over the epochs, and what fails."""
    try:
        written = parse_pairs(app.kept["pairs"])
    except InvalidSetting:
        written = ()  # the box says what is wrong
    now, abilities = app.job.snapshot(), app.results.abilities(written)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        frame = abilities_frame(abilities.over(now.history))
        st.vega_lite_chart(frame, abilities_spec(frame["ability"].nunique(), look.dark), width="stretch")
        st.html(f'<div class="rnn-small">{_about(look)}</div>')
    rates = abilities.rates(look.params)
    right.dataframe(
        pd.DataFrame({"ability": list(rates), "share": [100 * share for share in rates.values()]}),
        hide_index=True,
        column_config={
            "share": _NUMBER("answer changes" if look.sentences.own else "passed", format="%.0f %%"),
        },
    )
    outcomes = abilities.suite.outcomes(look.params)
    if not outcomes:
        return
    accuracy = now.records[-1].test_accuracy if now.records and look.epoch is None else None
    st.html(f"<div>{findings.behaviour(outcomes, accuracy)}</div>")
    failed = [outcome for outcome in outcomes if not outcome.passed]
    classes = look.dataset.classes
    st.dataframe(
        pd.DataFrame(
            [
                {
                    "ability": outcome.test.ability,
                    "expected": outcome.test.expected,
                    "first": outcome.test.sentence,
                    "answer": classes[outcome.answers[0]],
                    "p": 100 * outcome.probabilities[0],
                    "second": outcome.test.other,
                    "other": classes[outcome.answers[1]] if outcome.test.other else "",
                    "q": 100 * outcome.probabilities[1] if outcome.test.other else None,
                }
                for outcome in failed[:_MOST_FAILURES]
            ],
            columns=["ability", "expected", "first", "answer", "p", "second", "other", "q"],
        ),
        hide_index=True,
        height=table_height(len(failed)),
        column_config={
            "expected": st.column_config.TextColumn("expected", width=60),
            "first": st.column_config.TextColumn("sentence"),
            "p": _NUMBER("", format="%.0f %%", width=50),
            "second": st.column_config.TextColumn("and"),
            "other": st.column_config.TextColumn("answer"),
            "q": _NUMBER("", format="%.0f %%", width=50),
        },
    )
    st.caption(f"What fails: {len(failed)} of {len(outcomes)}.")


def _about(look: Look) -> str:
    if look.sentences.own:
        return (
            "Which share of your sentences gets another answer when they are read backwards, and when some one word is "
            "left out. Nothing here is right or wrong: but answers that never hang on order come from counting words."
        )
    return (
        "Made from the vocabulary: <i>not</i> must flip the answer; <i>very</i> and fillers such as <i>right now</i> "
        "must change nothing; the same words in another order must flip it; words that mean nothing on their own "
        f"must leave the odds near even (no class above {EVEN:.0%}). The fuller the colour, the better."
    )


def pairs(app: AppState) -> None:
    """Tests that the visitor writes."""
    with st.expander("Your own pairs"):
        st.text_area(
            f"One pair in a line, at most {MOST_PAIRS}", placeholder="i am good | i am not good | flip",
            help="One sentence, a bar, another sentence, a bar, and “same” or “flip”: whether both must get the same "
            "answer or two different ones.", **app.held("pairs"),
        )  # fmt: skip
        try:
            parse_pairs(app.kept["pairs"])
        except InvalidSetting as error:
            st.html(f'<div class="rnn-refusal">{html.escape(str(error))}</div>')


def memory_words(app: AppState) -> None:
    """The words of the memory probe."""
    cue, filler, target = st.columns(3)
    for box, key, title, about in (
        (cue, "cue", "Cue", "What is to be remembered"),
        (filler, "filler", "Filler", "What comes between, again and again"),
        (target, "target", "Target", "What is to be read in the light of the cue"),
    ):
        box.text_input(title, max_chars=MOST_CHARACTERS, live=True, help=about, **app.held(key))


def memory(app: AppState, look: Look) -> None:
    """A cue, more and more fillers, a target."""
    texts = [app.kept[key] for key in ("cue", "filler", "target")]
    probe = memory_probe(look.params, look.dataset.vocabulary, *texts)
    st.html(f"<div>{findings.memory(probe, look.dataset.classes)}</div>")
    left, right = st.columns(2, gap="medium")
    left.vega_lite_chart(
        answers_frame(probe, look.colours), answers_spec(look.colours.legend[1], look.dark), width="stretch"
    )
    frame = signal_frame(probe)
    right.vega_lite_chart(frame, signal_spec(look.dark), width="stretch")
    right.html(
        '<div class="rnn-small">How much of the error signal at the end (the length of dL/dh) is left at the cue. What '
        "does not get back to it cannot teach it anything.</div>"
    )
    with left:
        st.dataframe(
            pd.DataFrame(
                {
                    "fillers": frame["fillers"],
                    "probability": 100 * probe.probabilities[:, probe.label].astype(float),
                    "signal": [f"{value:.2e}" for value in frame["value"]],
                }
            ),
            hide_index=True,
            height=table_height(len(frame)),
            column_config={
                "probability": _NUMBER("probability of its first answer", format="%.1f %%"),
                "signal": st.column_config.TextColumn("share of the signal"),
            },
        )
