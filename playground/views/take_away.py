"""One menu of all files that can be taken away, of which run they are, and one button."""

import streamlit as st

from playground import kept_runs_in_words as words
from playground.kept_run import with_before
from playground.markup import bdi, joined
from playground.state import AppState
from playground.take_away import PRESENT, Taken, menu, menu_of_kept
from playground.views.show import remark


def draw(app: AppState) -> None:
    """Draw the menu, what the chosen file is good for, and the button."""
    numbers = [PRESENT, *(run.number for run in app.kept_runs.runs)]
    if app.kept["taken_of"] not in numbers:
        app.kept.set({"taken_of": PRESENT})
    files = _files(app, app.kept["taken_of"])
    if app.kept["taken"] not in files:
        app.kept.set({"taken": next(iter(files))})
    what, of = st.columns([3, 2])
    what.selectbox(
        "What to take away", list(files), format_func=lambda name: files[name].title,
        **app.kept.held("taken", possible=files),
    )  # fmt: skip
    of.selectbox(
        "Which run", numbers, format_func=lambda number: f"Run {number}" if number else "The present run",
        disabled=len(numbers) == 1, help="The runs that are kept, and what each came to, are under Runs.",
        **app.kept.held("taken_of", possible=numbers),
    )  # fmt: skip
    _which(app, app.kept["taken_of"])
    chosen = files[app.kept["taken"]]
    remark(chosen.missing or chosen.about)
    st.download_button(
        "Download", data=chosen.make, file_name=chosen.file_name, mime=chosen.mime, on_click="ignore",
        icon=":material/download:", key=f"take-{chosen.file_name}", disabled=bool(chosen.missing),
    )  # fmt: skip
    remark(
        "Charts: the list below the tabs saves each as SVG or PNG. The sentences are under Data; the network with all "
        "that training needs is under Model."
    )


def _files(app: AppState, number: int) -> dict[str, Taken]:
    """What there is of a kept run, or of the present one."""
    for run in app.kept_runs.runs:
        if run.number == number:
            return menu_of_kept(run, app.sentences_called(run.link_name), words.no_weights(run))
    return menu(app.run)


def _which(app: AppState, number: int) -> None:
    """Say which run that is."""
    runs = app.kept_runs.runs
    for before, run in with_before(runs):
        if run.number == number:
            name, came_to = words.name(run, before, app.kept_runs.names), f"epochs: {words.epochs(run)}"
            remark(
                joined(f"Run {number}: ", bdi(name), f" · {came_to}", f" · {run.fingerprint}" * bool(run.fingerprint))
            )
            return
    which = "The present run" if runs else "There is only this run"
    remark(f"{which}, as it is when you press Download.")
