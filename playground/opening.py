"""A page is opened from its link, drawn again and again, and its link is kept true."""

import streamlit as st

from playground import links, luck
from playground.carried import Brought, Carried
from playground.lessons import tour
from playground.loading import Loading
from playground.needs import INSIDE
from playground.presets import BUNDLED, PRESETS, SUGGESTED, presets_for
from playground.runs import Run
from playground.sentences import SENTIMENT
from playground.settings import facts_of, fitted
from playground.shared import bundled_sentences
from playground.shown import Shown
from playground.state import AppState
from playground.widgets import Widgets
from rnn_core import RnnCoreError

_KEY = "app"


def _opened() -> AppState:
    """The state of a page that was just opened, as its link has it."""
    link, ignored = links.from_query({name: st.query_params.get_all(name) for name in st.query_params})
    missing = None if link.sentences in BUNDLED else link.sentences
    sentences = bundled_sentences() if missing else bundled_sentences(link.sentences)
    preset = presets_for(sentences.link_name)[0] if link.preset == SUGGESTED else link.preset
    told = "sentence" in st.query_params or sentences.link_name == SENTIMENT
    kept = {
        "dataset": sentences.link_name,
        "preset": preset,
        **link.values,
        "pace": link.pace,
        "sentence": link.sentence if told or missing else sentences.first_sentence,
        "tabs": "Curves",
        "gates": False,
        "part": None,
        "inside_group": next(iter(INSIDE)),
        **{f"inside_{group}": views[0] for group, views in INSIDE.items()},
        "pairs": "",
        **luck.at_first(),
        "lesson": next(iter(tour())),
        "keep": "Model",
        "taken": "metrics",
        "classify_by": "run",
        **sentences.beside,
    }
    wished = fitted(link.values, facts_of(link.values, sentences.dataset))
    refused: RnnCoreError | None = None
    shown = Shown(sentences, Widgets(kept))
    try:
        run = Run.begin(sentences, wished, given=shown.pretrained.of(wished.vectors, sentences.dataset))
    except RnnCoreError as error:  # too many weights, or no vectors
        refused = error
        run = Run.begin(sentences, PRESETS[preset].settings)
    carried = Carried(Brought(missing, link.packed) if missing and link.packed else None)
    loading = Loading(open=carried.brought is not None)  # they are seen first, and used only by a click
    app = AppState(run, shown, ignored, missing, shown.awaits_vectors, loading, carried)
    if refused:
        app.refuse(refused)
    return app


def current() -> AppState:
    """This visitor's state; the first time it is made from the link that was opened."""
    app = st.session_state.get(_KEY)
    if not isinstance(app, AppState):
        app = st.session_state[_KEY] = _opened()
    app.kept.set(app.clicks.awaited)
    app.clicks.awaited = {}
    app.follow_widgets()
    app.kept.before_drawing()
    return app


def write_link(app: AppState) -> None:
    """Let the address bar hold what the page shows."""
    sentences, shown = app.missing_sentences or app.chosen.link_name, app.shown
    packed = app.carried.packed(sentences)
    link = links.Link(sentences, app.kept["preset"], shown.values, app.kept["pace"], shown.sentence, packed)
    query = links.to_query(link)
    if st.query_params.to_dict() != query:
        st.query_params.from_dict(query)
