"""What all visitors of this process share; nothing of any one of them is in it."""

import streamlit as st

from playground.room import Room, budget, give_back_after_collections
from playground.scheduler import Scheduler
from playground.sentences import SENTIMENT, Sentences
from playground.ticks import Ticks
from rnn_core.bundled_sets import bundled_set


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


def bundled_sentences(name: str = SENTIMENT) -> Sentences:
    """One of the sets that come with the page, read once and shared; nothing of a visitor's is in it.

    Their words are all in training, so that no word stands for unknown ones: those that somebody types are skipped.

    Args:
        name: "sentiment" or that of a task.

    Raises:
        ValueError: it is neither; so no other file is ever read.
    """
    found: Sentences = _bundled(name)  # (a cache tells a default from the same name that is given: it would read twice)
    return found


@st.cache_resource(show_spinner=False)
def _bundled(name: str) -> Sentences:
    return Sentences(bundled_set(name), name, own=False)
