"""What widgets hold, when a browser and the page say different things."""

from types import SimpleNamespace

import pytest

from playground.widgets import Widgets


@pytest.fixture
def page(monkeypatch):
    """What Streamlit holds, and a clock that stands unless it is moved."""
    made = SimpleNamespace(session_state={}, now=100.0)
    monkeypatch.setattr("playground.widgets.st", made)
    monkeypatch.setattr("playground.widgets.monotonic", lambda: made.now)
    return made


def reported(page, widgets: Widgets, key: str, value: object) -> None:
    """A browser says that a widget holds another value than before."""
    page.session_state[key] = value
    held = widgets.held(key)
    held["on_change"](*held["args"])


@pytest.fixture
def widgets(page) -> Widgets:
    made = Widgets({"word": "4", "tabs": "Curves", "pace": "slow"})
    made.before_drawing()
    return made


def test_a_report_that_was_on_its_way_does_not_undo_what_was_set_meanwhile(page, widgets):
    widgets.set({"word": "6"})
    page.now += 0.9
    reported(page, widgets, "word", "4")
    assert widgets["word"] == page.session_state["word"] == "6"


def test_any_other_value_and_a_later_report_are_the_visitors(page, widgets):
    widgets.set({"word": "6"})
    reported(page, widgets, "word", "5")
    assert widgets["word"] == "5"
    widgets.set({"word": "6"})
    page.now += 1.1
    reported(page, widgets, "word", "5")
    assert widgets["word"] == page.session_state["word"] == "5"


def test_once_a_page_has_been_drawn_with_it_the_value_before_is_the_visitors_again(page, widgets):
    widgets.set({"word": "6"})
    widgets.before_drawing()
    reported(page, widgets, "word", "4")  # on its way before the browser heard of it
    widgets.before_drawing()
    reported(page, widgets, "word", "4")  # and still
    assert widgets["word"] == "6"
    widgets.before_drawing()
    widgets.before_drawing()  # a drawing for which nothing else was reported: it has arrived
    reported(page, widgets, "word", "4")
    assert widgets["word"] == "4"


def test_a_value_that_is_told_once_more_while_a_page_is_young_does_not_undo_a_click(page, widgets):
    reported(page, widgets, "pace", "full")
    widgets.before_drawing()
    reported(page, widgets, "pace", "slow")  # the browser was told that after the click
    assert widgets["pace"] == page.session_state["pace"] == "full"


def test_what_a_visitor_sets_may_be_set_back_at_once(page, widgets):
    for _ in range(3):
        widgets.before_drawing()
    reported(page, widgets, "pace", "full")
    reported(page, widgets, "pace", "slow")
    assert widgets["pace"] == "slow"
    widgets.set({"tabs": "Inside"})
    reported(page, widgets, "tabs", "Curves")
    assert widgets["tabs"] == "Curves"


def test_a_choice_that_is_not_offered_any_more_is_nobodys(page, widgets):
    done = []
    page.session_state["pace"] = "Slow, as it was written"
    held = widgets.held("pace", lambda: done.append(1), ["slow", "20"])
    held["on_change"](*held["args"])
    assert widgets["pace"] == page.session_state["pace"] == "slow" and not done
    page.session_state["pace"] = "20"
    held["on_change"](*held["args"])
    assert widgets["pace"] == "20" and done


class Told(dict):
    """A session's state that notes what was set in it: Streamlit tells a browser of that if it is drawn in that run."""

    def __init__(self) -> None:
        super().__init__()
        self.told: set[str] = set()

    def __setitem__(self, key: str, value: object) -> None:
        self.told.add(key)
        super().__setitem__(key, value)


@pytest.mark.parametrize("away", range(5))
def test_a_widget_that_comes_back_is_told_what_it_holds_however_long_it_was_away(page, away):
    page.session_state = Told()
    widgets = Widgets({"pace": "slow", "word": "4"})

    def draw(*keys: str) -> set[str]:
        page.session_state.told.clear()
        widgets.before_drawing()
        for key in keys:
            widgets.held(key)
        widgets.all_drawn()
        return set(page.session_state.told)

    for _ in range(4):
        draw("pace", "word")
    assert not draw("pace", "word")  # nothing is told twice: somebody may be typing
    for _ in range(away):
        draw("pace")
    if away % 2:  # Streamlit forgets it after every other run
        del page.session_state["word"]
    assert draw("pace", "word") == ({"word"} if away else set())
    assert not draw("pace", "word")


def test_what_is_drawn_already_is_not_set_again_when_something_else_is(page):
    page.session_state = Told()
    widgets = Widgets({"pace": "slow", "word": "4"})
    for _ in range(4):
        widgets.before_drawing()
        widgets.all_drawn()
    widgets.before_drawing()
    widgets.held("pace")
    page.session_state.told.clear()
    widgets.set({"word": "5"})
    assert page.session_state.told == {"word"}  # Streamlit would refuse the other one
