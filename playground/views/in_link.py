"""Whether one's own sentences travel in the link."""

import streamlit as st

from playground.state import AppState
from rnn_core.packed import MOST_IN_LINK


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
    if not chosen.fits_into_link:
        size = f"{len(chosen.packed):,} characters, and" if chosen.packed else "too much:"
        st.caption(
            f"These sentences do not fit into a link: they would take {size} at most {MOST_IN_LINK:,} characters do. "
            "Others load the same file; the link then names them."
        )
    elif app.carried.carries(chosen.link_name):
        st.caption(f"They are in the address now, packed into {len(chosen.packed):,} characters.")
    else:
        st.caption("The link only names them; others need the same file.")
