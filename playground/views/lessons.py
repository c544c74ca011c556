"""The guided tour: a lesson's text, its set-up, what one expects, and what there is to see."""

import streamlit as st

from playground.lessons import Lesson, tour
from playground.state import AppState
from playground.views import inside, race, scores


def draw(app: AppState, playing: bool) -> None:
    """Draw the chosen lesson and the view it is about."""
    titles = list(tour())
    _choice(app, titles)
    title = app.kept["lesson"]
    lesson = tour()[title]
    with st.container(border=True):
        if app.chosen.own:
            st.caption("Lessons are about sentences that come with the page: choose some under **Data** first.")
        st.markdown(lesson.text)
        expected = st.radio(
            lesson.prediction.question, lesson.prediction.choices, index=None, **app.kept.held(f"expected: {title}")
        )
        _buttons(app, lesson, playing)
        st.markdown(f"**Find out:** {lesson.question}")
        _reveal(app, lesson, title, expected)
    if lesson.view in inside.VIEWS:
        inside.draw_view(app, playing, lesson.view)
        return
    st.container()  # in the place of a view's inputs, so that what is polled has the same place in each lesson
    if lesson.view == "race":
        race.draw(app, lesson.variants)
    else:
        scores.draw_baselines(app, playing)


def _choice(app: AppState, titles: list[str]) -> None:
    """The list of lessons, and the way to the next."""
    st.selectbox("Lesson", titles, label_visibility="collapsed", **app.kept.held("lesson"))
    at = titles.index(app.kept["lesson"])
    with st.container(horizontal=True):
        for name, other in (("Previous", at - 1), ("Next", at + 1)):
            there = 0 <= other < len(titles)
            to = {"lesson": titles[other]} if there else {}
            st.button(f"{name} lesson", key=f"lesson_{name}", on_click=app.kept.set, args=(to,), disabled=not there)


def _buttons(app: AppState, lesson: Lesson, playing: bool) -> None:
    """Where one reads, one can do it: set up, play, race."""
    if lesson.takes:
        st.caption(f"Takes {lesson.takes}.")
    with st.container(horizontal=True):
        st.button(
            "Set the page up", key="set_up", on_click=app.set_up, args=(lesson,), disabled=app.chosen.own,
            icon=":material/tune:", help="Sets the data, the controls and the sentence, and begins a run at epoch 0.",
        )  # fmt: skip
        if lesson.view == "race":
            race.button(app, lesson.variants)
        elif playing:
            st.button("Pause", key="lesson_pause", on_click=app.pause, icon=":material/pause:")
        else:
            st.button("Play", key="lesson_play", on_click=app.play, icon=":material/play_arrow:")


def _reveal(app: AppState, lesson: Lesson, title: str, expected: str | None) -> None:
    """What to see, for those who have said what they expect; each lesson is opened for itself."""
    if expected is None:
        st.caption("Say first what you expect; then you can open here what to see.")
        return
    opened = st.expander("What to see", **app.kept.held(f"revealed: {title}"))
    if opened.open:
        right = lesson.prediction.right
        met = "As you expected" if expected == right else "Not as you expected"
        opened.markdown(f"{met}: **{right}** {lesson.answer}")
