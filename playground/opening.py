"""A page is opened from its link, drawn again and again, and its link is kept true."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from playground import classifying, kept_runs, links, luck, place, saved_runs, sharing, take_away
from playground.carried import Brought, Carried
from playground.earlier import EarlierRun
from playground.loading import Loading
from playground.place import Place
from playground.presets import BUNDLED, PRESETS, SUGGESTED, presets_for
from playground.reached import START, Reached
from playground.runs import Run
from playground.sentences import SENTIMENT
from playground.settings import facts_of, fitted
from playground.shared import bundled_sentences
from playground.shown import Shown
from playground.state import AppState
from playground.widgets import Widgets
from rnn_core import RnnCoreError

_KEY = "app"


def read(query: Mapping[str, Sequence[str]]) -> tuple[links.Link, Place, list[str]]:
    """Read the parameters of a link: what it sets, where it opens, and what is not followed of it."""
    where, nowhere = place.from_query(query)
    link, ignored = links.from_query({name: given for name, given in query.items() if name not in place.NAMES})
    return link, where, ignored + nowhere


def _query() -> dict[str, list[str]]:
    """The parameters in the address bar."""
    return {name: st.query_params.get_all(name) for name in st.query_params}


def _opened() -> AppState:
    """The state of a page that was just opened, as its link has it."""
    link, where, ignored = read(_query())
    missing = None if link.sentences in BUNDLED else link.sentences
    sentences = bundled_sentences() if missing else bundled_sentences(link.sentences)
    preset = presets_for(sentences.link_name)[0] if link.preset == SUGGESTED else link.preset
    told = "sentence" in st.query_params or sentences.link_name == SENTIMENT
    kept: dict[str, Any] = {
        "dataset": sentences.link_name,
        "preset": preset,
        **link.values,
        "pace": link.pace,
        "sentence": link.sentence if told or missing else sentences.first_sentence,
        **where.held,
        "gates": False,
        "part": None,
        "pairs": "",
        **luck.at_first(),
        **kept_runs.at_first(),
        **saved_runs.at_first(),
        **take_away.at_first(),
        **classifying.at_first(),
        **sharing.at_first(),
        **sentences.beside,
    }
    wished = fitted(link.values, facts_of(link.values, sentences.dataset))
    refused: RnnCoreError | None = None
    shown = Shown(sentences, Widgets(kept), missing=missing)
    try:
        run = Run.begin(sentences, wished, given=shown.pretrained.of(wished.vectors, sentences.dataset))
    except RnnCoreError as error:  # too many weights, or no vectors
        refused = error
        run = Run.begin(sentences, PRESETS[preset].settings)
    carried = Carried(Brought(missing, link.packed) if missing and link.packed else None)
    loading = Loading(open=carried.brought is not None)  # they are seen first, and used only by a click
    app = AppState(run, shown, ignored, shown.awaits_vectors, loading, carried, hidden=where.hidden)
    if link.reached or link.from_file:
        app.earlier = EarlierRun(link.sentences, link.values, link.reached, link.from_file)
    if refused:
        app.refuse(refused)
    return app


def current() -> AppState:
    """This visitor's state; the first time it is made from the link that was opened."""
    app = st.session_state.get(_KEY)
    if not isinstance(app, AppState):
        app = st.session_state[_KEY] = _opened()
    elif _went_through_history():
        _follow(app)
    app.kept.set(app.clicks.awaited)
    app.clicks.awaited = {}
    app.follow_widgets()
    app.kept.before_drawing()
    return app


def _went_through_history() -> bool:
    """Whether the page is drawn because somebody pressed Back or Forward.

    Streamlit (1.67) knows that of a drawing, and has no public name for it; a version that does not know it draws the
    page as it was, and writes its address anew.
    """
    return bool(getattr(get_script_run_ctx(), "is_history_navigation", False))


def _follow(app: AppState) -> None:
    """Go to the place that the address tells of now. All else in it is of an earlier time, and is written anew."""
    where, _ = place.from_query(_query())
    app.kept.set(where.moves_from(Place.of(app.kept, app.hidden)))
    app.hidden = where.hidden


def write_link(app: AppState) -> None:
    """Let the address bar hold what the page shows; to be called when all of it is drawn."""
    app.tellings.page_drawn()
    app.kept.all_drawn()
    if app.earlier and app.earlier.left_by(app.run):
        app.earlier = None  # from now on the address tells of this run
    _write(app)


def tell_how_far(app: AppState) -> None:
    """Write the address anew while training goes on, if it is time: the rest of it is as it was."""
    if app.tellings.due():
        _write(app)


def _write(app: AppState) -> None:
    query = query_of(app, Place.of(app.kept, app.hidden))
    if st.query_params.to_dict() != query:
        st.query_params.from_dict(query)


def query_of(app: AppState, where: Place, offers: bool = True) -> dict[str, str]:
    """The parameters of a link to what the page shows.

    Args:
        where: on the page it opens.
        offers: whether it tells how far the run is, so that it is offered to go there.
    """
    sentences, shown = app.shown.link_name, app.shown
    link = links.Link(
        sentences,
        app.kept["preset"],
        shown.values,
        app.kept["pace"],
        # Other sentences bring their own one to read: it comes into the box once the run is one on them.
        app.chosen.first_sentence if app.waits else shown.sentence,
        reached(app) if offers else START,
        offers and _from_file(app),
        app.carried.packed(sentences),
    )
    return links.to_query(link, place.to_query(where))


def reached(app: AppState) -> Reached:
    """How far the run is that the address tells of, which has the settings and the sentences that are shown.

    Nothing of a run that keeps others until the next Reset, nor of one that has something from a file: vectors, or
    all that was trained before. (Of one that can be trained longer the link can have more epochs: it stays the same.)
    """
    if _told(app):
        return START if app.run.loaded or app.run.own_vectors else app.job.snapshot().reached
    return app.earlier.reached if app.earlier and _shows(app, app.earlier) else START


def _from_file(app: AppState) -> bool:
    """Whether the run that the address tells of went on from a file."""
    if _told(app):
        return app.run.loaded
    return bool(app.earlier and app.earlier.from_file and _shows(app, app.earlier))


def _told(app: AppState) -> bool:
    """Whether the run that is there is the one that the address tells of."""
    waiting = app.shown.missing or app.waits or (app.changed and not app.trains_longer)
    return not waiting and app.job.status != "ready" and not app.job.goal


def _shows(app: AppState, earlier: EarlierRun) -> bool:
    return earlier.is_shown_by(app.shown.link_name, app.shown.values)
