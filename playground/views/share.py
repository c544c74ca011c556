"""The link to this page for others, and the piece of HTML that puts the page into a page of theirs."""

import streamlit as st

from playground import link_messages, links, messages, opening, place, sharing
from playground.markup import Html, tag
from playground.state import AppState
from playground.views import in_link
from playground.views.show import remark

_BOX = 150  # pixels, so that nothing moves as a link grows
_FRAME = 900  # pixels: what stands side by side at 1280


def draw(app: AppState) -> None:
    """Draw what can be chosen about the link, the link, and the piece of HTML."""
    missing = app.shown.missing is not None  # what another link named goes on in this one
    waiting = bool(app.changed or app.waits or missing)
    own, own_vectors = app.chosen.own or missing, app.shown.settings.vectors == "own"
    carried = own and app.carried.carries(app.shown.link_name)
    remark(link_messages.what_it_holds(own, carried, own_vectors, waiting))
    in_link.toggle(app)
    st.selectbox("The link opens", list(sharing.OPENINGS), **app.kept.held("share_tab"))
    st.pills(
        "The link hides",
        list(place.PANELS),
        selection_mode="multi",
        format_func=place.PANELS.__getitem__,
        help="For a page of a course. A button there shows everything again.",
        **app.kept.held("share_hides"),
    )
    remark(link_messages.what_it_hides(app.kept["share_hides"]))
    reached = opening.reached(app)
    st.toggle(
        f"The link offers to train to {messages.reached(reached, app.shown.settings.networks)}" if reached else
        "The link offers to train to where the run is", disabled=not reached, **app.kept.held("share_reached"),
    )  # fmt: skip
    query = opening.query_of(app, sharing.opens_at(app.kept), bool(app.kept["share_reached"]))
    link = links.address(st.context.url or "", query)
    boxes = {"Copy link, to send it": link, "Copy HTML, to show it within a page of yours": snippet(link).source}
    with st.container(key="share"):
        for title, copied in boxes.items():
            st.markdown(f"**{title}**")
            st.code(copied, language=None, wrap_lines=True, height=_BOX)
    remark(
        "The button at the top right of each box copies all of it. Within another site's page, files can only be "
        "uploaded if this server allows that; pasted lines always work."
    )


def snippet(link: str) -> Html:
    """What shows the page within another one."""
    return tag(
        "iframe", src=f"{link}&embed=true", title="RNN playground", width="100%", height=_FRAME, style="border: 0",
        allow="clipboard-write; fullscreen", loading="lazy",
    )  # fmt: skip
