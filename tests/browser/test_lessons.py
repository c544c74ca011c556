"""Lessons in a real Chromium: done where they are read, and changed while training goes on."""

import re
import time

import pytest

from playground.lessons import tour
from tests.browser.driving import Visitor

pytestmark = pytest.mark.browser

# What the server says reaches the page ``late`` milliseconds late, as on a busy machine or a slow line.
LATE = """
window.late = 0;
window.WebSocket = class extends window.WebSocket {
  addEventListener(kind, heard, ...more) {
    const later = event => setTimeout(() => heard(event), window.late);
    super.addEventListener(kind, kind === "message" ? later : heard, ...more);
  }
};
"""


def shows(one: Visitor, title: str) -> None:
    """Wait until a lesson is there."""
    one.page.get_by_text(tour()[title].question.replace("*", "")).wait_for()


def open_lessons(one: Visitor) -> None:
    one.tab("Lessons")
    shows(one, "1 One word at a time")


def test_a_tick_on_its_way_to_the_lesson_before_draws_the_one_that_has_come(visit):
    """Else the server has nothing to draw, and its log says that a fragment does not exist anymore."""
    one = visit("?epochs=5000&hidden_size=4&pace=5")
    one.page.add_init_script(LATE)
    one.page.reload()
    one.page.locator(".rnn-status").wait_for()
    one.settle()
    open_lessons(one)
    one.page.locator(".st-key-play button").click()
    one.wait_for_epoch(2)
    one.page.evaluate("() => { window.late = 800 }")  # longer than a tick
    for title in list(tour())[1:7]:
        one.page.get_by_role("button", name="Next lesson").click()
        shows(one, title)
        one.wait_for_epoch(one.epoch() + 3)


def test_a_lesson_is_predicted_set_up_played_and_revealed_where_it_is_read(visit):
    one = visit()
    open_lessons(one)
    lesson = tour()["1 One word at a time"]
    assert not one.page.get_by_text("What to see", exact=True).count()
    one.page.get_by_text(lesson.prediction.right, exact=True).last.click()
    one.press("Set the page up")
    one.page.locator(".st-key-lesson_play button").click()
    one.page.locator(".st-key-lesson_pause button").wait_for()
    one.wait_for_status("Done")
    one.page.locator(".st-key-lesson_play button").wait_for()
    one.page.get_by_text("What to see", exact=True).click()
    one.page.get_by_text("As you expected:").wait_for()
    one.press("Next lesson")
    shows(one, "2 Why order matters")
    assert not one.page.get_by_text("As you expected:").count()
    one.press("Previous lesson")
    one.page.get_by_text("As you expected:").wait_for()


def test_marked_recall_by_hand_vanilla_is_at_chance_and_an_lstm_gets_everything(visit):
    one, seconds = visit(), {}
    one.select("Data", "Marked recall")
    for cell in ("vanilla", "LSTM"):
        one.choose(cell)
        one.press("Reset")
        one.wait_for_status("Epoch 0 of 20")
        began = time.monotonic()
        one.page.locator(".st-key-play button").click()
        one.wait_for_status("Done")
        seconds[cell] = time.monotonic() - began
        in_train, in_test = (
            int(re.search(share, one.status())[1]) for share in (r"Train (\d+)%", r", (\d+)(?:\.\d)?% are right")
        )
        if cell == "vanilla":
            assert in_test < 40, "chance is one of four"
        else:
            assert in_train == in_test == 100
    print("\nMarked recall, from Play to Done:", ", ".join(f"{cell} {took:.1f} s" for cell, took in seconds.items()))
