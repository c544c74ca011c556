"""Parts of the page that draw themselves again while training goes on."""

import time
from collections.abc import Callable

import streamlit as st

from playground.shared import ticks


def polled(part: Callable[..., None], every: float | None, *arguments: object) -> None:
    """Draw a part, and again every so many seconds; None for only once.

    It stands alone in a container. A tick that follows a run of the whole page at once makes the server drop what that
    run has drawn of the part but not sent; the browser (Streamlit 1.67) then takes the part away, moves up what stood
    below it, and draws the tick over that. In a container of its own there is nothing below it.

    Streamlit knows a fragment by its place on the page and by the name of its function, which here is always the same.
    So whatever takes a part's place goes on as the same fragment, and a tick that was on its way to the part before
    draws the one that has come; else the server would have nothing to draw, and say so in its log.
    """

    def measured() -> None:
        began = time.thread_time()
        part(*arguments)
        ticks().took(time.thread_time() - began)

    with st.container(gap=None):
        st.fragment(measured, run_every=every)()


def tick_seconds() -> float:
    """How often a page that is drawn now asks for news."""
    seconds: float = ticks().seconds()
    return seconds
