"""The end of a run on sentences of one's own, in a real Chromium."""

import pytest

from benchmarks.question_file import lines

pytestmark = pytest.mark.browser

QUESTIONS = "\n".join(lines(300)).encode()
TOP = "() => document.querySelector('.rnn-answer').getBoundingClientRect().top"


@pytest.mark.parametrize("width", [1280, 390])
def test_the_result_and_the_baselines_come_by_themselves_whatever_tab_is_open_and_nothing_jumps(visit, width):
    one = visit("?pace=full", viewport={"width": 1280, "height": 844})
    one.use("questions.tsv", QUESTIONS)
    one.tab("Data")
    one.page.set_viewport_size({"width": width, "height": 844})
    one.press("Play")
    one.wait_for_epoch(1)
    before = one.page.evaluate(TOP)
    one.wait_for_status("it has never seen, ")
    one.wait_for_status("counting words")
    one.page.get_by_role("button", name="Again").wait_for()
    one.settle()
    assert one.status().count("Fingerprint of the weights") == 1 and "Simple methods are being" not in one.status()
    assert one.page.evaluate(TOP) == before
    one.tab("Scores")
    one.page.get_by_text("Does it earn its keep?").wait_for()
    assert one.page.get_by_role("button", name="Compare with baselines").count() == 0
