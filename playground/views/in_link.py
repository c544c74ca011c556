"""Whether one's own sentences travel in the link."""

import streamlit as st

from playground import link_messages
from playground.state import AppState
from playground.views.show import remark


def toggle(app: AppState) -> None:
    """Draw the switch, where the chosen sentences are the visitor's; off as long as nobody has said otherwise."""
    chosen = app.chosen
    if not chosen.own:
        return
    st.toggle(
        "Put my sentences into the link", app.carried.carries(chosen.link_name), key=f"in_link-{chosen.link_name}",
        on_change=app.carried.switch, args=(chosen,), disabled=not chosen.fits_into_link,
        help="Whoever gets the link can read them. They are seen first there, and used by a click.",
    )  # fmt: skip
    remark(link_messages.whether_in_link(chosen, app.carried.carries(chosen.link_name)))
