"""What all visitors of this process share; nothing of any one of them is in it."""

import streamlit as st

from playground.room import Room, budget, give_back_after_collections
from playground.scheduler import Scheduler
from playground.sentences import Sentences
from playground.ticks import Ticks
from rnn_core import bundled


@st.cache_resource(show_spinner=False)
def scheduler() -> Scheduler:
    """The one scheduler of this process."""
    made = Scheduler()
    made.start()
    return made


@st.cache_resource(show_spinner=False)
def ticks() -> Ticks:
    """How often pages ask for news, in this process."""
    return Ticks(scheduler().playing)


@st.cache_resource(show_spinner=False)
def room() -> Room:
    """The memory of this process."""
    give_back_after_collections()
    return Room(budget())


@st.cache_resource(show_spinner=False)
def bundled_sentences(name: str = "sentiment") -> Sentences:
    """A bundled set, read once and shared; nothing of a visitor's is in it."""
    return Sentences(bundled(), "Bundled sentences", own=False)
