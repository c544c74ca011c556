"""The runs of this session over each other, in a chart and in a table, and what can be done with one of them."""

from typing import cast

import streamlit as st

from playground import kept_runs_in_words as words
from playground import settings_in_words
from playground.charts.overlay import Curves, overlay_columns, overlay_spec, shade
from playground.charts.table import table
from playground.kept_run import KeptRun, Measure, with_before
from playground.kept_runs import MOST_DRAWN
from playground.markup import Html, Part, bdi, joined, small, tag
from playground.settings import differing
from playground.state import AppState
from playground.views.polling import polled, tick_seconds
from playground.views.show import show
from rnn_core.dataset import Split
from rnn_core.wording import shown

_PARTS: tuple[Split, ...] = ("train", "test")
_BEST = "Best: on validation, else on train, and the first epoch with it."
_PIN_WIDTH = 162  # pixels, pinned or not, so that the buttons after it stay where they are


def draw(app: AppState, playing: bool) -> None:
    """Draw all; the chart and the table again on every second tick if the present run plays."""
    kept = app.kept_runs
    st.segmented_control(
        "What the curves show", ["accuracy", "loss"], required=True, label_visibility="collapsed",
        **app.kept.held("measure"),
    )  # fmt: skip
    app.kept.set({"drawn_runs": list(kept.drawn)})
    st.pills(
        "In the chart",
        kept.numbers,
        selection_mode="multi",
        **app.kept.held("drawn_runs", lambda: kept.draw(app.kept["drawn_runs"])),
    )
    polled(_runs, 2 * tick_seconds() if playing else None, app)
    _one(app)


def _runs(app: AppState) -> None:
    """The chart and the table."""
    kept, measure, dark = app.kept_runs, cast(Measure, app.kept["measure"]), st.context.theme.type == "dark"
    runs = _all(app)
    names = {run.number: words.name(run, before, kept.names) for before, run in with_before(runs)}
    drawn = [run for run in runs if run.number in kept.drawn]
    # The present run will have all its epochs: the axis stands still while it trains.
    epochs = max((run.settings.epochs if run is runs[-1] else run.epochs for run in drawn), default=1)
    st.vega_lite_chart(
        table(
            overlay_columns(
                [Curves(f"{run.number}: {names[run.number]}", kept.colour(run.number), run.numbers) for run in drawn],
                measure,
            )
        ),
        overlay_spec(
            measure,
            epochs,
            dark,
            tuple(kept.colour(run.number) for run in drawn),
            empty=not any(run.epochs for run in drawn),
            validation=any(run.has_validation for run in drawn),
        ),
        width="stretch",
    )
    too_many = f"At most {MOST_DRAWN} runs are drawn at a time: take one out first." if kept.too_many else ""
    by_itself = words.CLEARED if kept.runs else "A run is kept by itself when Reset or Again begins the next one."
    than = "In small print: how far from the reference, on the same sentences." if kept.reference else ""
    told = [too_many, _BEST, than, words.same(kept), words.let_go(kept), words.deleted(kept)]
    note = " ".join(filter(None, told))
    lines = small(by_itself), tag("div", note, class_="rnn-small rnn-note")  # (the first has a line of its own, always)
    show(joined(_table(app, runs, measure, dark), *lines))


def _all(app: AppState) -> tuple[KeptRun, ...]:
    """The kept runs, and the present one as it is now."""
    return (*app.kept_runs.runs, app.run.as_kept(app.kept_runs.present))


def _table(app: AppState, runs: tuple[KeptRun, ...], measure: Measure, dark: bool) -> Html:
    """All runs, the oldest first: the colour in the chart, what is new about each, and its figures."""
    kept = app.kept_runs
    reference = next((run for run in runs if run.number == kept.reference), None)
    heads = ("", "run", "epochs", "train", "test", "best")
    rows = [tag("tr", *(tag("th", head, scope="col") for head in heads))]
    for before, run in with_before(runs):
        cells: list[Part] = [joined(_swatch(app, run, dark), str(run.number)), _about(app, run, before, runs[-1])]
        cells.append(words.epochs(run))
        for part in _PARTS:
            beside = small(words.beside(run, reference, part, measure))
            cells.append(joined(words.figure(run.figure(part, measure), measure), beside))
        best, where = words.best(run, measure)
        cells.append(joined(best, small(where)))
        rows.append(tag("tr", *(tag("td", cell) for cell in cells)))
    return tag("div", tag("table", *rows), class_="rnn-runs")


def _swatch(app: AppState, run: KeptRun, dark: bool) -> Html:
    """The colour that the run has in the chart; an empty one where it is not there."""
    if run.number not in app.kept_runs.drawn:
        return tag("i", title="not in the chart")
    return tag("i", style=f"background:{shade(app.kept_runs.colour(run.number), dark)}")


def _about(app: AppState, run: KeptRun, before: KeptRun | None, present: KeptRun) -> Html:
    """What a run is called, what is new about it, and which one it is."""
    name, found = app.kept_runs.names.get(run.number), words.changes(run, before)
    marks = ["reference"] if run.number == app.kept_runs.reference else []
    marks += ["now"] if run is present else []
    marks += [run.fingerprint] if run.fingerprint else []
    new = tag("span", bdi(words.in_short(found)), class_="rnn-new" if before else "")
    called = tag("div", tag("b", bdi(name))) if name else ""
    return joined(called, tag("div", new), small(" · ".join(marks)))


def _one(app: AppState) -> None:
    """What can be done with one of the runs. Nothing here is redrawn while training goes on."""
    kept, runs = app.kept_runs, _all(app)
    if app.kept["picked_run"] not in kept.numbers:
        app.kept.set({"picked_run": kept.present})
    number = int(app.kept["picked_run"])
    app.kept.set({"run_name": kept.names.get(number, "")})
    before, run = next(pair for pair in with_before(runs) if pair[1].number == number)
    here = app.sentences_called(run.link_name) is not None
    which, called = st.columns(2)
    which.selectbox(
        "Run",
        kept.numbers,
        format_func=lambda n: f"Run {n}",  # and not its name: a browser goes on showing the one that it had
        **app.kept.held("picked_run", possible=kept.numbers),
    )
    called.text_input(
        "Its name",
        placeholder=words.in_short(words.changes(run, before)),
        **app.kept.held("run_name", lambda: kept.rename(number, app.kept["run_name"])),
    )
    with st.container(horizontal=True, gap="xsmall"):
        # What is done is done to the run that is picked when it is clicked, which can be before this is drawn for it.
        # Keys are of one run, so that a second click which comes late does nothing to another. Below Delete nothing can
        # be clicked: when a run is gone from the table, what stands below moves up to where that was.
        st.button(
            "Set the controls like this run", key=f"set_like_{number}", on_click=lambda: _set_like(app),
            icon=":material/tune:", disabled=not here,
            help="Its settings, and its sentences. Nothing starts." if here else
            "Its sentences are not here any more: load them again first.",
        )  # fmt: skip
        if kept.reference == number:
            st.button("Unpin", key=f"unpin_{number}", on_click=kept.unpin, icon=":material/keep_off:", width=_PIN_WIDTH)
        else:
            st.button(
                "Pin as reference", key=f"pin_{number}", on_click=lambda: kept.pin(_picked(app)),
                icon=":material/keep:",
                width=_PIN_WIDTH,
                help="Compares the others with this one: beside their figures stands how much they differ from its. "
                "Its curves are drawn in the colour of the text, and it is the last to be let go.",
            )  # fmt: skip
        st.button(
            "Delete", key=f"delete_{number}", on_click=lambda: kept.delete(_picked(app)), icon=":material/delete:",
            disabled=number == kept.present,
            help="The present run cannot be deleted: Reset begins another." if number == kept.present else None,
        )  # fmt: skip
        st.button(
            "Undo", key="undo_delete", on_click=_undo, args=(app,), icon=":material/undo:",
            disabled=kept.deleted is None,
            help="The run that was deleted last comes back as it was. One at most: another that is deleted takes its "
            "place, and it is the first to be let go when memory is short.",
        )  # fmt: skip
    show(_details(app, run, before))


def _picked(app: AppState) -> int:
    """The number of the run that is picked."""
    return int(app.kept.said("picked_run"))


def _undo(app: AppState) -> None:
    """Bring back the run that was deleted last, and pick it again."""
    if app.kept_runs.deleted:
        app.kept.set({"picked_run": app.kept_runs.deleted.run.number})
        app.kept_runs.undo()


def _set_like(app: AppState) -> None:
    for run in _all(app):
        if run.number == _picked(app):
            app.set_like(run)


def _details(app: AppState, run: KeptRun, before: KeptRun | None) -> Html:
    """All settings of a run, those that are new in bold, and what it answers now."""
    new = differing(run.settings, before.settings) if before else []
    told = [
        tag("b" if name in new else "span", settings_in_words.setting(name, getattr(run.settings, name)))
        for name in settings_in_words.meant(run.settings)
    ]
    sentences = tag("b" if before and before.link_name != run.link_name else "span", bdi(shown(run.title)))
    here = app.sentences_called(run.link_name) is not None
    missing = "" if here else " (not here any more: load them again before its settings are of use)"
    if run.number == app.kept_runs.present:
        answer: list[Part] = ["It is the present run: its answers are in the picture."]
    else:
        answer = words.answer(run, app.shown.sentence)
    return tag(
        "div",
        tag("p", "Sentences ", sentences, missing, "; ", joined(*told, between=", "), "."),
        tag("p", *answer),
        class_="rnn-small rnn-run",
    )
