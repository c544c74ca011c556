"""Where pretrained vectors are chosen: a file of one's own, and which words have a vector."""

import streamlit as st

from playground import vector_messages
from playground.markup import tag
from playground.state import AppState
from playground.views.show import remark, show
from playground.views.sources import UPLOAD_MB
from rnn_core import RnnCoreError
from rnn_core.vectors import installed


def draw(app: AppState) -> None:
    """Draw what belongs to the choice of vectors."""
    pretrained, chosen = app.shown.pretrained, app.kept["vectors"]
    if chosen == "own":
        _upload(app)
    elif chosen == "none" and pretrained.removed:
        remark(vector_messages.removed(pretrained.removed))
    try:
        given = app.shown.given
    except RnnCoreError as error:
        _refusal(str(error))
    else:
        if given:
            remark(vector_messages.coverage(given))
    if chosen == "own":
        _more(app)


def _upload(app: AppState) -> None:
    pretrained = app.shown.pretrained
    st.file_uploader(
        "A file of vectors",
        key="vectors_file",
        max_upload_size=UPLOAD_MB,
        on_change=app.shown.take_vectors,
        help="Text, in each line a word and its numbers: GloVe, word2vec with or without a header, fastText's .vec. It "
        "stays in this session's memory on the machine that runs the page, and is never written to disk or to a log.",
    )
    if pretrained.refused:
        _refusal(pretrained.refused)
    if pretrained.upload is None:
        remark("No vectors yet: until then words begin with random numbers.")
    else:
        with st.container(horizontal=True, vertical_alignment="center"):
            remark(vector_messages.held(pretrained.upload.name))
            st.button("Remove", key="remove_vectors", on_click=app.shown.remove_vectors)


def _more(app: AppState) -> None:
    to_install = [] if installed() else [vector_messages.TO_INSTALL]
    for what, command in (vector_messages.to_cut_down(app.chosen.dataset), *to_install):
        remark(what)
        st.code(command, language=None, wrap_lines=True)


def _refusal(message: str) -> None:
    show(tag("div", message, class_="rnn-refusal"))
