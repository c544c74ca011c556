"""The form of a hand-in: a name, what was found out in the lessons, and the file."""

import streamlit as st

from playground import hand_in, hand_in_messages
from playground.lessons import tour
from playground.state import AppState
from playground.views.show import remark
from rnn_core.hand_in import Answer
from rnn_core.hand_in.read import MOST_FOUND, MOST_NAME


def draw(app: AppState) -> None:
    """Draw it."""
    st.markdown("**Hand in** this run, with what you found out")
    refused = hand_in.why_not(app.run, app.job.snapshot())
    if refused:
        remark(refused)
    remark(hand_in_messages.NOT_KEPT)
    name = st.text_input(
        "Your name (if your teacher wants it)", max_chars=MOST_NAME, live=True, **app.kept.held("hand_in_name")
    )
    answers = _answers(app)
    if not answers:
        remark(hand_in_messages.NO_ANSWERS)
    with st.container(horizontal=True):
        # Two clicks: the first one brings along what was typed right before it, which a download would not.
        if st.button("Make the hand-in", key="make_hand_in", disabled=bool(refused), icon=":material/edit_document:"):
            app.hand_in = hand_in.made(app.run, app.job.snapshot(), name, answers)
        made = app.hand_in if app.hand_in and app.hand_in.run is app.run else None
        changed = made is not None and made.written != (name, tuple(answers))
        st.download_button(
            "Download it", data=made.content if made else b"", file_name=made.file_name if made else "hand-in.json",
            mime="application/json", on_click="ignore", icon=":material/download:", disabled=made is None or changed,
            key="download_hand_in",
        )  # fmt: skip
    if made:
        remark(hand_in_messages.CHANGED if changed else made.about)
    else:
        remark(hand_in_messages.will_hold(app.sentences.own))


def _answers(app: AppState) -> list[Answer]:
    """What is said to each lesson that was begun; what was found out is asked for here."""
    answers = []
    for title, lesson in tour().items():
        expected = app.kept.get(f"expected: {title}")
        if expected is None:
            continue
        st.markdown(f"**{title}.** {lesson.question}")
        found = st.text_area(
            f"Answer to lesson {title}", max_chars=MOST_FOUND, height=68, label_visibility="collapsed",
            placeholder="What did you find out?", **app.kept.held(f"found: {title}"),
        )  # fmt: skip
        answers.append(Answer(lesson.title, expected, found.strip()))
    return answers
