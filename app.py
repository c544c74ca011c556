"""The page: `streamlit run app.py`. Configuration and the order of the parts, nothing else."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy is loaded: see rnn_core/__init__.py

import streamlit as st

from playground import controls, opening, place, style
from playground.views import (
    about,
    cross_validation,
    curves,
    data,
    handed_out,
    inside,
    keep,
    lessons,
    live,
    loading,
    luck,
    runs,
    save_charts,
    scores,
    sentence,
    sentences,
    transport,
)

# Inside the page: an emoji or a named icon would be fetched from another host.
ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><circle cx="9" cy="16" r="7" fill="#E69F00"/>'
    '<circle cx="23" cy="16" r="7" fill="#0072B2"/><path d="M9 16h14" stroke="#fff" stroke-width="3"/></svg>'
)
st.set_page_config(page_title="RNN playground", page_icon=ICON, layout="wide")
style.apply()
handed_out.keep_files_a_while()
app = opening.current()
playing = app.job.status == "playing"  # asked once, so that all parts agree
transport.title(app)
loading.draw(app)
# What is left of the two has the whole width: a run without its picture is a few lines.
if {"sentence", "tabs"} & app.hidden:
    stage, looks = st.container(), None if "tabs" in app.hidden else st.container()
else:
    stage, looks = st.columns(2, gap="medium")
with stage.container(key="stage", gap="small"):
    transport.draw(app, playing)
    if "sentence" not in app.hidden:
        sentence.words_it_knows(app)
    live.draw(app, playing)
    if "sentence" not in app.hidden:
        sentence.options(app)
    cross_validation.draw(app)
if "controls" not in app.hidden:
    controls.draw(app)
DRAWN = {
    "Curves": lambda: curves.draw(app, playing),
    "Inside": lambda: inside.draw(app, playing),
    "Lessons": lambda: lessons.draw(app, playing),
    "Sentences": lambda: sentences.draw(app, playing),
    "Scores": lambda: scores.draw(app, playing),
    "Runs": lambda: runs.draw(app, playing),
    "Keep": lambda: keep.draw(app),
    "Data": lambda: data.draw(app),
    "About": lambda: about.draw(app),
}
if looks:
    with looks:
        transport.way_down_ends()
    for name, tab in zip(place.TABS, looks.tabs(place.TABS, **app.kept.held("tabs")), strict=True):
        if tab.open:
            with tab:
                DRAWN[name]()
    with looks:
        save_charts.draw()
luck.keep_going(app)
opening.write_link(app)
