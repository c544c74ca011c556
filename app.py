"""The page: `streamlit run app.py`. Configuration and the order of the parts, nothing else."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy is loaded: see rnn_core/__init__.py

import streamlit as st

from playground import controls, state, style
from playground.views import about, data, inside, lessons, live, loading, scores, sentences, transport

# Inside the page: an emoji or a named icon would be fetched from another host.
ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><circle cx="9" cy="16" r="7" fill="#E69F00"/>'
    '<circle cx="23" cy="16" r="7" fill="#0072B2"/><path d="M9 16h14" stroke="#fff" stroke-width="3"/></svg>'
)
st.set_page_config(page_title="RNN playground", page_icon=ICON, layout="wide")
style.apply()
app = state.current()
playing = app.job.status == "playing"  # asked once, so that all parts agree
transport.draw(app, playing)  # first: a click is answered as soon as its button is drawn anew
loading.draw(app)
live.draw(app, playing)
controls.draw(app)
TABS = ["Sentences", "Inside", "Lessons", "Scores", "Data", "What am I looking at?"]
table, opened, tour, numbers, report, explanation = st.tabs(TABS, on_change="rerun")
if table.open:
    with table:
        sentences.draw(app, playing)
if opened.open:
    with opened:
        inside.draw(app, playing)
if tour.open:
    with tour:
        lessons.draw(app, playing)
if numbers.open:
    with numbers:
        scores.draw(app, playing)
if report.open:
    with report:
        data.draw(app)
if explanation.open:
    with explanation:
        about.draw()
app.write_link()
