"""Runs laid over each other, in a real Chromium: while the second one trains, and what a visitor may do to them."""

import pytest
from playwright.sync_api import expect

from tests.browser.driving import Visitor
from tests.browser.test_contrast import SCHEMES, failing

pytestmark = pytest.mark.browser

MARKUP = "<img src=x onerror=alert(1)> **bold** [a](//b)"

# The solid, dashed and dotted lines of the chart that are drawn, by their colours.
LINES = """() => [...document.querySelectorAll('[data-testid=stVegaLiteChart]')].at(-1)
    .querySelectorAll('.mark-line path[stroke]').values().filter(line => line.getAttribute('d')?.includes('L'))
    .map(line => line.getAttribute('stroke')).toArray()"""
# How far to the right the line of a colour reaches.
REACH = """colour => Math.max(...[...document.querySelectorAll(`.mark-line path[stroke="${colour}"]`)]
    .map(line => line.getBoundingClientRect().width))"""
OVERFLOW = "() => { const m = document.querySelector('[data-testid=stMain]'); return m.scrollWidth - m.clientWidth }"


def rows(one: Visitor) -> list[str]:
    return one.page.locator(".rnn-runs tr").all_inner_texts()[1:]


def train_and_change_the_cell(one: Visitor) -> None:
    """A vanilla network comes to its end; an LSTM is about to begin."""
    one.tab("Runs")
    one.press("Play")
    one.wait_for_status("Done")
    one.settle()
    one.choose("LSTM")
    one.press("Reset")
    one.page.locator(".rnn-runs .rnn-new", has_text="LSTM").wait_for()
    one.settle()


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_both_curves_are_there_while_the_second_run_still_trains(visit, width, scheme):
    one = visit("?epochs=60&pace=full", color_scheme=scheme)
    train_and_change_the_cell(one)
    one.page.set_viewport_size({"width": width, "height": 844})
    first = set(one.page.evaluate(LINES))
    assert len(first) == 1
    svg = one.page.locator("[data-testid=stVegaLiteChart] svg").last.element_handle()
    one.page.get_by_text("5 epochs/s").click()
    one.press("Play")
    one.page.wait_for_function(f"before => new Set(({LINES})()).size > before", arg=1, timeout=60_000)
    (second,) = set(one.page.evaluate(LINES)) - first
    reach = one.page.evaluate(REACH, second)
    one.page.wait_for_function(f"([colour, reach]) => ({REACH})(colour) > reach", arg=[second, reach], timeout=60_000)
    assert one.page.get_by_role("button", name="Pause").is_visible(), "it still trains"
    assert first < set(one.page.evaluate(LINES)), "and the first one is still there"
    assert one.page.evaluate(OVERFLOW) <= 0
    one.page.get_by_text("Full speed").click()
    one.wait_for_status("Done")
    one.settle()
    assert [row.split()[0] for row in rows(one)] == ["1", "2"]
    assert one.page.evaluate("svg => svg.isConnected", svg), "only its lines were drawn anew, so nothing flickers"


@SCHEMES
def test_everything_can_be_read(visit, scheme):
    one = visit("?epochs=10&pace=full", color_scheme=scheme)
    one.tab("Runs")
    failed = failing(one)
    one.press("Play")
    one.wait_for_status("Done")
    one.settle()
    one.press("Pin as reference")
    one.page.locator(".rnn-runs", has_text="reference ·").wait_for()
    one.choose("LSTM")
    one.press("Reset")
    one.page.locator(".rnn-runs .rnn-new", has_text="LSTM").wait_for()
    assert not failed + failing(one)


def test_a_name_with_markup_stays_text_and_a_long_one_is_shortened(visit):
    one = visit("?epochs=10&pace=full")
    train_and_change_the_cell(one)
    one.page.get_by_label("Its name").fill("long " * 60)
    one.page.get_by_label("Its name").press("Enter")
    one.page.locator(".rnn-runs b", has_text="long long").wait_for()
    expect(one.page.get_by_label("Its name")).to_have_value(("long " * 60)[:60] + "…")
    one.page.get_by_label("Its name").fill(MARKUP)
    one.page.get_by_label("Its name").press("Enter")
    one.page.locator(".rnn-runs b", has_text=MARKUP).wait_for()
    one.settle()
    assert not one.page.locator(".rnn-runs img, .rnn-runs a, .rnn-runs strong").count()
    chart = one.page.locator("[data-testid=stVegaLiteChart]").last
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    one.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    tip = one.page.locator("#vg-tooltip-element.visible")
    tip.wait_for()
    assert MARKUP in tip.inner_text() and not tip.locator("img, a, strong").count()


def test_a_run_is_deleted_and_is_back_once_however_often_it_is_clicked(visit):
    one = visit("?epochs=10&pace=full")
    train_and_change_the_cell(one)
    one.press("Play")
    one.wait_for_status("Done")
    one.settle()
    one.choose("GRU")
    one.page.get_by_role("button", name="Reset").dblclick()
    one.page.locator(".rnn-runs .rnn-new", has_text="GRU").wait_for()
    one.settle()
    assert [row.split()[0] for row in rows(one)] == ["1", "2", "3"], "a second Reset keeps nothing more"
    delete = one.page.get_by_role("button", name="Delete")
    delete.scroll_into_view_if_needed()
    one.settle()
    delete.dblclick()
    one.page.locator(".rnn-runs tr").nth(2).wait_for()
    one.page.wait_for_function("() => document.querySelectorAll('.rnn-runs tr').length == 3")
    one.settle()
    assert [row.split()[0] for row in rows(one)] == ["2", "3"]
    one.page.get_by_role("button", name="Undo").dblclick()
    one.page.wait_for_function("() => document.querySelectorAll('.rnn-runs tr').length == 4")
    one.settle()
    assert [row.split()[0] for row in rows(one)] == ["1", "2", "3"]
    assert one.page.get_by_role("button", name="Undo").is_disabled()


def test_a_pinned_run_is_the_reference_and_the_controls_can_be_set_like_it(visit):
    one = visit("?epochs=10&pace=full")
    train_and_change_the_cell(one)
    one.page.get_by_role("button", name="Pin as reference").dblclick()
    one.page.locator(".rnn-runs", has_text="reference ·").wait_for()
    one.settle()
    assert one.page.get_by_role("button", name="Unpin").is_visible()
    one.press("Set the controls like this run")
    one.page.get_by_role("button", name="Set the controls").wait_for()
    one.settle()
    one.page.locator(".rnn-runs tr", has_text="now").get_by_text("the same settings").wait_for()
    assert one.epoch() == 0, "nothing starts"
    one.press("Play")
    one.wait_for_status("Done")
    one.settle()
    first, second = rows(one)
    assert first.split("reference · ")[1].split()[0] == one.fingerprint(), "the same bits again"
    assert "+0.0" in second


def places(one: Visitor, *names: str) -> list[tuple[float, float]]:
    """Where buttons stand, measured from the first one."""
    boxes = [one.page.get_by_role("button", name=name).bounding_box() for name in names]
    return [(box["x"] - boxes[0]["x"], box["y"] - boxes[0]["y"]) for box in boxes]


@pytest.mark.parametrize("width", [1280, 390])
def test_pinning_a_run_moves_no_other_button_and_its_best_takes_two_lines(visit, width):
    one = visit("?epochs=10&pace=full")
    train_and_change_the_cell(one)
    one.page.set_viewport_size({"width": width, "height": 2400})
    others = ("Set the controls like this run", "Delete", "Undo")
    before, top = places(one, *others), one.page.get_by_role("button", name="Delete").bounding_box()["y"]
    one.press("Pin as reference")
    one.page.get_by_role("button", name="Unpin").wait_for()
    one.page.locator(".rnn-runs", has_text="reference ·").wait_for()
    one.settle()
    assert places(one, *others) == before
    if width == 1280:
        assert one.page.get_by_role("button", name="Delete").bounding_box()["y"] == top
    best = one.page.locator(".rnn-runs tr").nth(1).locator("td").last
    assert best.inner_text().splitlines()[-1].startswith("epoch")
    assert best.locator(".rnn-small").bounding_box()["height"] < 30


def test_a_run_leaves_the_chart_and_comes_back(visit):
    one = visit("?epochs=10&pace=full")
    train_and_change_the_cell(one)
    assert len(set(one.page.evaluate(LINES))) == 1
    one.page.get_by_role("button", name="1", exact=True).click()
    one.page.wait_for_function(f"() => ({LINES})().length == 0")
    one.settle()
    one.page.get_by_role("button", name="1", exact=True).click()
    one.page.wait_for_function(f"() => ({LINES})().length > 0")
