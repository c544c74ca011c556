"""The guided tour: a lesson's text, its set-up, its question, and what there is to see."""

import streamlit as st

from playground.lessons import lessons
from playground.state import AppState
from playground.views import inside, race, scores


def draw(app: AppState, playing: bool) -> None:
    """Draw the chosen lesson and the view it is about."""
    tour = lessons()
    titles = [f"{number} {lesson.title}" for number, lesson in enumerate(tour, 1)]
    chosen = st.pills("Lessons", titles, required=True, label_visibility="collapsed", **app.held("lesson"))
    lesson = tour[titles.index(chosen)]
    with st.container(border=True):
        st.markdown(f"**{lesson.title}**\n\n{lesson.text}")
        st.button(
            "Set the page up", key="set_up", on_click=app.set_up, args=(lesson,), disabled=app.chosen.own,
            icon=":material/tune:", help="Sets the controls and the sentence, and begins a new run at epoch 0.",
        )  # fmt: skip
        if app.chosen.own:
            st.caption("The lessons are about the bundled sentences: choose “Bundled ones” at the side first.")
        st.markdown(f"**Find out:** {lesson.question}")
        with st.expander("What there was to see"):
            st.markdown(lesson.answer)
    if lesson.view == "race":
        race.draw(app)
    elif lesson.view == "baselines":
        scores.draw_baselines(app, playing)
    else:
        inside.draw_view(app, playing, lesson.view)
