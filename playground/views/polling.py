"""Parts of the page that draw themselves again while training goes on."""

from collections.abc import Callable

import streamlit as st

from playground.state import scheduler


def polled(part: Callable[..., None], every: float | None, *arguments: object) -> None:
    """Draw a part, and again every so many seconds; None for only once.

    It stands alone in a container. A tick that follows a run of the whole page at once makes the server drop what that
    run has drawn of the part but not sent; the browser (Streamlit 1.67) then takes the part away, moves up what stood
    below it, and draws the tick over that. In a container of its own there is nothing below it.
    """
    with st.container(gap=None):
        st.fragment(part, run_every=every)(*arguments)


def tick_seconds() -> float:
    """How often a page asks for news: the more visitors play, the more seldom."""
    playing: int = scheduler().playing()
    return min(2.0, max(0.5, 0.06 * playing))
