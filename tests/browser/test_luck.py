"""Many trainings side by side, in a real Chromium: beside a run, paused, from another tab, after settings changed."""

import pytest

from tests.browser.driving import Visitor

pytestmark = pytest.mark.browser

FOUND = ".rnn-found"


def opened(visit, query: str, **context: object) -> Visitor:
    one: Visitor = visit(query, **context)
    one.tab("Runs")
    one.choose("Luck or skill")
    return one


def wait_for_found(one: Visitor, words: str) -> str:
    one.page.locator(FOUND, has_text=words).wait_for(timeout=60_000)
    one.settle()
    return str(one.page.inner_text(FOUND))


def epochs(one: Visitor) -> float:
    """How full the bar above the sentence is, of 100."""
    bar = one.page.locator('.stProgress [role="progressbar"]').last
    return float(bar.get_attribute("aria-valuenow") or 0)


def test_seeds_are_tried_beside_a_run_paused_and_end_in_the_same_words_as_unbroken(visit):
    one = opened(visit, "?epochs=200&hidden_size=4&pace=5")
    one.press("Play")
    one.wait_for_epoch(2)
    one.page.get_by_role("button", name="Try 10 seeds").dblclick()
    pause = one.page.get_by_role("button", name="Pause the trainings")
    pause.or_(one.page.get_by_role("button", name="Go on")).wait_for()
    if pause.count():  # unless the second click came so late that it was this button's
        pause.click()
    one.page.get_by_role("button", name="Go on").wait_for()
    one.page.wait_for_timeout(1000)
    stood = epochs(one)
    one.page.wait_for_timeout(1500)
    assert epochs(one) == stood < 100
    before = one.epoch()
    one.press("Go on")
    broken = wait_for_found(one, "likely")
    one.wait_for_epoch(before + 1)
    other = opened(visit, "?epochs=200&hidden_size=4")
    other.press("Try 10 seeds")
    assert wait_for_found(other, "likely") == broken


def test_they_train_on_while_another_tab_is_looked_at(visit):
    one = opened(visit, "?epochs=1000&hidden_size=32")
    one.press("Try 10 seeds")
    one.page.get_by_role("button", name="Pause the trainings").wait_for()
    one.tab("Curves")
    one.page.wait_for_timeout(12_000)  # longer than a lease
    one.tab("Runs")
    assert not one.page.get_by_text("Paused by itself").count()
    first = epochs(one)
    one.page.wait_for_function(
        "n => +[...document.querySelectorAll('.stProgress [role=progressbar]')].at(-1).ariaValueNow != n",
        arg=first,
    )
    one.press("Pause the trainings")


def test_in_a_tab_that_stops_asking_they_pause_by_themselves_and_go_on(visit):
    one = opened(visit, "?epochs=1000&hidden_size=32")
    one.press("Try 10 seeds")
    one.page.get_by_role("button", name="Pause the trainings").wait_for()
    one.page.evaluate("() => { const end = Date.now() + 12000; while (Date.now() < end); }")  # longer than a lease
    one.page.get_by_text("Paused by itself: nobody was looking").first.wait_for()
    stood = epochs(one)
    one.press("Go on")
    one.page.get_by_role("button", name="Pause the trainings").wait_for()
    one.page.wait_for_function(
        "n => +[...document.querySelectorAll('.stProgress [role=progressbar]')].at(-1).ariaValueNow > n", arg=stood
    )
    one.press("Pause the trainings")


def test_settings_that_change_meanwhile_mark_what_comes_as_of_older_ones(visit):
    one = opened(visit, "?epochs=200&hidden_size=16")
    one.press("Try 10 seeds")
    one.page.get_by_role("button", name="Pause the trainings").wait_for()
    one.choose("GRU")
    wait_for_found(one, "likely")
    assert one.page.get_by_text("This is of older settings; changed since: Cell.").is_visible()


def test_a_grid_waits_for_the_seeds_that_train_and_begins_when_they_are_paused(visit):
    one = opened(visit, "?epochs=1000&hidden_size=32")
    one.press("Try 10 seeds")
    one.page.get_by_role("button", name="Pause the trainings").wait_for()
    one.choose("Grid")
    one.page.get_by_text("10 seeds are training: pause them first").wait_for()
    assert one.page.get_by_role("button", name="Train 4 networks").is_disabled()
    one.choose("Seeds")
    one.press("Pause the trainings")
    one.page.get_by_text("Starting gives up the 10 seeds that are paused.").wait_for()
    one.choose("Grid")
    one.press("Train 4 networks")
    one.press("Pause the trainings")


def test_a_reload_begins_anew_and_leaves_nothing_behind(visit):
    one = opened(visit, "?epochs=5000&hidden_size=16")
    one.press("Try 10 seeds")
    one.page.get_by_role("button", name="Pause the trainings").wait_for()
    one.page.reload()
    one.page.wait_for_selector(".rnn-status")
    one.settle()
    one.tab("Runs")
    one.choose("Luck or skill")
    assert "The seed decides every random draw" in one.page.inner_text(FOUND)


TOP = """() => document.querySelector('.stDataFrame').getBoundingClientRect().top
  + document.querySelector('[data-testid=stMain]').scrollTop"""
WIDER = "() => { const m = document.querySelector('[data-testid=stMain]'); return m.scrollWidth - m.clientWidth }"


def top_of_table(one: Visitor) -> float:
    """Where it is once the page stands: charts above it may still be drawn."""
    one.page.wait_for_selector(".stDataFrame")
    stands = f"() => {{ const before = window.topBefore; return before === (window.topBefore = ({TOP})()) }}"
    one.page.wait_for_function(stands, polling=1000)
    return float(one.page.evaluate(TOP))


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_nothing_is_too_wide_and_nothing_jumps(visit, width, scheme):
    one = opened(visit, "?epochs=30", viewport={"width": width, "height": 900}, color_scheme=scheme)
    before = top_of_table(one)
    one.press("Try 10 seeds")
    wait_for_found(one, "likely")
    assert top_of_table(one) == before and one.page.evaluate(WIDER) <= 0
    look = one.page.locator(".st-key-luck_number")
    assert look.bounding_box()["width"] > 340, "the words of a choice have all the room there is"
    one.choose("Grid")
    box = one.page.get_by_role("combobox", name="and", exact=True)
    box.evaluate("box => box.scrollIntoView({block: 'center'})")  # a list closes when the page scrolls
    one.page.wait_for_timeout(500)
    box.click()
    one.page.get_by_role("option", name="Cell", exact=True).click()
    one.settle()
    before = top_of_table(one)
    one.press("Train 16 networks")
    wait_for_found(one, "Most test sentences right")
    assert top_of_table(one) == before and one.page.evaluate(WIDER) <= 0
