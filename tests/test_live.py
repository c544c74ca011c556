"""When the part that moves has the whole page drawn anew; the ticks themselves only a browser can show."""

from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from playground.views.live import _MISSED


def redrawn(
    monkeypatch, every: float | None, drawn_ago: float, playing: bool, fits: bool = True,
    drawn_as: tuple[bool, bool] = (True, False), fitting: bool = False,
) -> int:  # fmt: skip
    """How often it asks for that on a tick.

    Args:
        every: seconds between ticks as the page was drawn; None if it was drawn as one that stands.
        drawn_ago: seconds since then.
        playing: whether the run plays now.
        fits: whether so many ticks still fit the number of visitors.
        drawn_as: whether it was drawn as one that plays, and as one that fits baselines.
        fitting: whether these are fitted now.
    """

    def page():
        import streamlit as st

        from playground import opening
        from playground.views import live

        app = opening.current()
        if st.session_state["playing"]:
            app.job.play()
        if st.session_state["fitting"]:
            app.results.comparison.start()
        live._live(app, st.session_state["every"], 0.0, st.session_state["drawn_as"])

    asked: list[None] = []
    monkeypatch.setattr("playground.views.live.time", SimpleNamespace(monotonic=lambda: drawn_ago))  # drawn at 0
    monkeypatch.setattr("streamlit.rerun", lambda: asked.append(None))
    monkeypatch.setattr("playground.ticks.Ticks.fit", lambda self, seconds: fits)
    opened = AppTest.from_function(page, default_timeout=30)
    for name, value in (("every", every), ("playing", playing), ("drawn_as", drawn_as), ("fitting", fitting)):
        opened.session_state[name] = value
    assert not opened.run().exception
    return len(asked)


def test_a_run_that_plays_and_a_page_that_stands_are_left_alone(monkeypatch):
    assert redrawn(monkeypatch, every=0.5, drawn_ago=100, playing=True) == 0
    assert redrawn(monkeypatch, every=None, drawn_ago=0, playing=False) == 0


def test_the_end_of_a_run_has_the_buttons_drawn_anew(monkeypatch):
    assert redrawn(monkeypatch, every=0.5, drawn_ago=1, playing=False) == 1


@pytest.mark.parametrize(("fitting", "drawn_as_fitting"), [(True, False), (False, True)])
def test_baselines_that_have_begun_or_ended_by_themselves_have_the_page_drawn_anew(
    monkeypatch, fitting, drawn_as_fitting
):
    page = {"every": 0.5, "drawn_ago": 1, "playing": False, "fitting": fitting}
    assert redrawn(monkeypatch, **page, drawn_as=(False, drawn_as_fitting)) == 1
    assert redrawn(monkeypatch, **page, drawn_as=(False, fitting)) == 0


def test_a_page_that_asks_too_often_for_so_many_visitors_is_drawn_anew(monkeypatch):
    assert redrawn(monkeypatch, every=0.5, drawn_ago=1, playing=True, fits=False) == 1


@pytest.mark.parametrize(("since", "times"), [(_MISSED, 0), (_MISSED + 0.1, 1)])
def test_ticks_of_a_page_that_should_stand_have_it_drawn_anew_once_none_can_be_an_old_one(monkeypatch, since, times):
    assert redrawn(monkeypatch, every=None, drawn_ago=since, playing=False) == times
