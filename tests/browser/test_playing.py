"""What a person does: play, pause, step, reset, type, share; in a real Chromium."""

import json
import subprocess
import sys
import time
from urllib.parse import parse_qs, urlparse

import pytest

from tests.browser.driving import Visitor
from tests.running import ROOT

pytestmark = pytest.mark.browser

LONG = "?epochs=5000&hidden_size=4"
WORDS = ".st-key-picture svg.marks .mark-text text[font-weight=bold]"


def curve_length(visitor) -> int:
    """How many points the train loss curve is drawn with."""
    path = visitor.page.locator('[data-testid="stVegaLiteChart"]').nth(1).locator(".mark-line path").first
    return path.get_attribute("d").count("L") + 1


def test_play_raises_the_epoch_and_the_curves_and_pause_stands_still(visit):
    one = visit("?epochs=200")
    assert one.epoch() == 0
    one.press("Play")
    one.wait_for_epoch(8)
    first = curve_length(one)
    one.wait_for_epoch(20)
    for _ in range(300):  # the curve is drawn after the number
        if curve_length(one) > first:
            break
        one.page.wait_for_timeout(100)
    assert curve_length(one) > first
    one.press("Pause")
    one.page.get_by_role("button", name="Play").wait_for()
    one.settle()
    stood = one.epoch(), curve_length(one)
    time.sleep(1.5)
    assert (one.epoch(), curve_length(one)) == stood
    assert "Paused" in one.status()


def test_step_is_one_epoch_and_reset_gives_the_same_first_epoch_again(visit):
    one = visit(LONG)
    one.tab("Sentences")
    table = '[data-testid="stCaptionContainer"] >> text=sentences right'
    one.press("Step")
    one.wait_for_epoch(1)
    one.settle()
    first = one.status(), one.page.inner_text(table)
    one.press("Step")
    one.wait_for_epoch(2)
    time.sleep(0.7)
    assert one.epoch() == 2
    one.press("Reset")
    one.wait_for_status("Press Play")
    assert one.epoch() == 0
    one.press("Step")
    one.wait_for_epoch(1)
    one.settle()
    assert (one.status(), one.page.inner_text(table)) == first


def test_keyboard_shortcuts_play_pause_step_and_reset(visit):
    one = visit(LONG)
    one.page.keyboard.press("s")
    one.wait_for_epoch(1)
    one.page.get_by_role("button", name="Play").wait_for()
    one.settle()
    one.page.keyboard.press("p")
    one.wait_for_epoch(3)
    one.page.keyboard.press("p")
    one.wait_for_status("Paused")
    one.settle()
    one.page.keyboard.press("0")
    one.wait_for_status("Press Play")
    assert one.epoch() == 0


def test_typing_while_training_loses_no_character_and_the_bars_follow(visit):
    one = visit(LONG)
    one.press("Play")
    one.wait_for_epoch(2)
    box = one.page.get_by_label("A sentence for it to read")
    box.fill("")
    text = "this was not at all good earlier but quux"
    box.press_sequentially(text, delay=60)
    assert box.input_value() == text
    one.page.get_by_text("“but” and “quux” are not in its training sentences: they are skipped.").wait_for()
    one.page.wait_for_function(f"() => document.querySelectorAll('{WORDS}').length === 9")
    assert one.page.locator(WORDS).all_text_contents() == text.split()
    assert box.input_value() == text
    assert one.page.get_by_role("button", name="Pause").is_visible()


def test_charts_are_the_same_elements_after_ten_ticks(visit):
    one = visit(LONG)
    one.press("Play")
    curves = '[data-testid="stVegaLiteChart"]:has(.mark-line path)'
    one.page.wait_for_function(f"() => document.querySelectorAll('{curves}').length === 4")
    mark = "() => document.querySelectorAll('[data-testid=stVegaLiteChart] svg').forEach((svg, i) => svg.mark = i)"
    one.page.evaluate(mark)
    ticks = 0
    last = one.status()
    while ticks < 10:
        one.page.wait_for_function(
            "last => document.querySelector('.rnn-status').innerText.replaceAll('\\u00a0', ' ') !== last", arg=last
        )
        last = one.status()
        ticks += 1
    marks = one.page.evaluate(
        "() => [...document.querySelectorAll('[data-testid=stVegaLiteChart] svg')].map(svg => svg.mark)"
    )
    assert marks == [0, 1, 2, 3, 4]


def test_hovering_snaps_to_an_epoch_and_shows_its_exact_values(visit):
    one = visit("?epochs=20&pace=full")
    one.press("Play")
    one.wait_for_status("Done")
    one.settle()
    box = one.page.locator('[data-testid="stVegaLiteChart"]').nth(1).bounding_box()
    one.page.mouse.move(box["x"] + box["width"] * 0.62, box["y"] + 50)
    one.page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + 52)
    tip = one.page.locator("#vg-tooltip-element")
    tip.wait_for(state="visible")
    cells = tip.locator("td").all_inner_texts()
    assert cells[0].startswith("epoch") and "train loss" in cells[2]
    records = run_terminal("--epochs", "20")
    expected = records[int(cells[1]) - 1]
    assert cells[3] == f"{expected['train_loss']:.3f}" and cells[5] == f"{expected['test_loss']:.3f}"


def run_terminal(*options: str) -> list[dict]:
    result = subprocess.run(
        [sys.executable, "-m", "rnn_core", "--json", *options], capture_output=True, text=True, check=True
    )
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_link_opened_elsewhere_ends_in_the_same_fingerprint_as_here_and_in_the_terminal(visit):
    here = visit("?epochs=30&seed=7&pace=full")
    here.page.get_by_label("A sentence for it to read").fill("i was not happy")
    here.page.wait_for_url("**sentence=i+was+not+happy**")
    query = parse_qs(urlparse(here.page.url).query)
    assert query["seed"] == ["7"] and query["epochs"] == ["30"] and query["preset"] == ["alive"]
    here.press("Play")
    there = visit("?" + urlparse(here.page.url).query)
    assert there.epoch() == 0
    assert there.page.get_by_label("A sentence for it to read").input_value() == "i was not happy"
    there.press("Play")
    terminal = run_terminal("--epochs", "30", "--seed", "7")[-1]["fingerprint"]
    assert here.fingerprint() == there.fingerprint() == terminal


def test_a_double_click_on_play_is_one_run(visit):
    one = visit("?epochs=30&pace=full")
    one.page.get_by_role("button", name="Play").dblclick()
    if "Paused" in one.status():
        one.press("Play")
    terminal = run_terminal("--epochs", "30")[-1]["fingerprint"]
    assert one.fingerprint() == terminal


def test_two_windows_train_independently(visit):
    one, two = visit(LONG + "&seed=1"), visit(LONG + "&seed=2")
    one.press("Play")
    one.wait_for_epoch(3)
    assert two.epoch() == 0
    two.press("Play")
    two.wait_for_epoch(3)
    one.press("Pause")
    one.wait_for_status("Paused")
    stood, moved = one.epoch(), two.epoch()
    two.wait_for_epoch(moved + 5)
    assert one.epoch() == stood


def test_closed_windows_stop_within_15_seconds_and_leave_no_thread(server, browser):
    leaving = [Visitor(browser, server, LONG + "&pace=full") for _ in range(3)]
    for visitor in leaving:
        visitor.press("Play")
    for visitor in leaving:
        visitor.wait_for_epoch(5)
    assert server.held().threads_in("scheduler.py") == 1, "one thread trains for all"
    for visitor in leaving:
        visitor.leave()
    time.sleep(15)
    before = server.cpu_seconds()
    time.sleep(2)
    assert server.cpu_seconds() - before < 0.5, "something still trains"
    left = server.held()
    assert left.threads_in("script_runner.py") == 0, "a page is still being drawn"
    assert left.threads_in(f"{ROOT}/playground/") == left.threads_in("scheduler.py") == 1


def test_settings_changed_while_it_plays_wait_for_reset(visit):
    one = visit(LONG)
    one.press("Play")
    one.wait_for_epoch(2)
    one.page.get_by_text("by norm").click()
    one.wait_for_status("Changed, for the next Reset: Clipping.")
    one.wait_for_epoch(one.epoch() + 3)
    one.press("Reset")
    one.wait_for_status("Press Play")
    assert "Changed" not in one.status()


def test_slow_motion_shows_every_update(visit):
    one = visit(LONG + "&pace=slow")
    one.press("Play")
    one.wait_for_status("of 58")
    assert "It has read “" in one.status() and "Its answer before: " in one.status()
    first = int(one.status().split("update ")[1].split()[0])
    one.wait_for_status(f"update {first + 1} of 58")
    one.wait_for_status(f"update {first + 2} of 58")
    assert one.epoch() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_is_wider_than_the_screen_not_even_200_words(visit, width, scheme):
    one = visit("", viewport={"width": width, "height": 844}, color_scheme=scheme)
    one.page.get_by_label("A sentence for it to read").fill("very " * 199 + "good")
    one.page.wait_for_function(f"() => document.querySelectorAll('{WORDS}').length === 16")
    overflow = (
        "() => { const m = document.querySelector('[data-testid=stMain]'); return m.scrollWidth - m.clientWidth }"
    )
    assert one.page.evaluate(overflow) <= 0


PLACES = """() => { window.places = new Set(); const look = () => {
  const row = document.querySelector('.st-key-transport'), verdict = document.querySelector('.rnn-verdict');
  if (row && verdict) window.places.add([row.offsetHeight, Math.round(verdict.getBoundingClientRect().top)].join());
  requestAnimationFrame(look) }; look() }"""


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_moves_when_play_becomes_pause_and_when_a_run_ends(visit, width):
    """The button row and the answer keep their places; two runs, so that the first cannot end before it is paused."""
    looks = {"viewport": {"width": width, "height": 900}}
    one = visit("?pace=5&epochs=600", **looks)
    one.page.evaluate(PLACES)
    one.press("Play")
    one.wait_for_epoch(3)
    one.press("Pause")
    one.settle()
    places = one.page.evaluate("() => [...window.places]")
    assert len(places) == 1, places
    other = visit("?pace=full&epochs=60", **looks)
    other.page.evaluate(PLACES)
    other.press("Play")
    other.fingerprint()
    other.settle()
    places = other.page.evaluate("() => [...window.places]")
    assert len(places) == 1, places


def test_a_run_that_has_ended_goes_on_once_epochs_are_raised_to_the_same_fingerprint(visit):
    one = visit("?pace=full&epochs=30")
    one.press("Play")
    ended = one.fingerprint()
    one.page.get_by_role("button", name="Again").wait_for()
    one.page.get_by_role("slider", name="Epochs").press("ArrowRight")
    one.wait_for_status("Go on trains this run until epoch 40; Reset begins anew.")
    one.press("Go on")
    one.wait_for_status("Epoch 40 of 40")
    longer = one.fingerprint()
    whole = visit("?pace=full&epochs=40")
    whole.press("Play")
    assert longer == whole.fingerprint() != ended
    one.tab("Runs")
    one.page.locator(".rnn-runs tr", has_text="now").wait_for()
    assert one.page.locator(".rnn-runs tr").count() == 2  # its head, and the one run
