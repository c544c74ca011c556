"""Sentences that travel in the link: whether one's own do, and the way to those that it brought."""

import streamlit as st

from playground import link_messages
from playground.markup import tag
from playground.state import AppState
from playground.views.show import remark, show


def missing(app: AppState) -> None:
    """Say what to do about a link that names sentences that are not here; the panel that shows some speaks itself."""
    named = app.shown.missing
    if named is None or app.asks_to_use:
        return
    if not app.carried.brought:
        show(tag("div", link_messages.missing_sentences(named), class_="rnn-notice"))
        return
    with st.container(horizontal=True, vertical_alignment="center", key="brought"):
        show(tag("div", link_messages.NOT_USED_YET))
        st.button("Look at them", key="look_at_brought", on_click=app.loading.show, icon=":material/visibility:")


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
