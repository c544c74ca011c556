"""What a person does with sentences of their own, in a real Chromium."""

import contextlib
import random
import time

import pytest
from playwright.sync_api import TimeoutError, expect

from playground import place

pytestmark = pytest.mark.browser

GOOD = b"sentence,label\n" + b"".join(
    b"%s %s day,%s\n" % (w, x, label)
    for label, w in ((b"up", b"good"), (b"down", b"bad"))
    for x in b"a b c d e f".split()
)
BROKEN = b'sentence,label\nfine,up\n"never closed,down\nlast,up\n'


def wait_for_data(visitor, name: str) -> None:
    """Wait until the box of data shows what the sentences in use are called: it does so a moment after they are."""
    expect(visitor.page.get_by_role("combobox", name="Data")).to_have_value(name, timeout=20_000)


def test_a_broken_file_after_a_good_one_names_the_line_and_the_run_goes_on(visit):
    one = visit("?pace=5")
    one.use("mine.csv", GOOD)
    one.press("Play")
    one.wait_for_epoch(2)
    one.open_panel()
    one.upload("broken.csv", BROKEN)
    refusal = one.page.locator(".rnn-refusal")
    refusal.wait_for()
    assert refusal.inner_text().startswith("Line 3: a quotation mark is left open")
    one.wait_for_epoch(one.epoch() + 3)
    assert one.page.get_by_role("button", name="Use this dataset").count() == 0
    one.upload("mended.csv", GOOD.replace(b"day", b"night"))
    one.press("Use this dataset")
    one.wait_for_status("Sentences (mended.csv). A reload loses this run.")
    one.wait_for_epoch(one.epoch() + 2)
    one.press("Reset")
    one.wait_for_status("Press Play")
    one.page.wait_for_url("**sentence=*night")
    one.settle()
    assert one.page.get_by_label("A sentence for it to read").input_value().endswith("night")
    wait_for_data(one, "mended.csv")


def test_sentences_that_are_called_like_a_file_elsewhere_are_not_looked_for_there(visit):
    """The box of data holds what they are called, and may send that when they are called otherwise by now."""
    one = visit()
    one.use("../docs/sentences.csv", GOOD)
    one.use("../README.csv", GOOD.replace(b"day", b"night"))
    one.press("Step")
    one.wait_for_epoch(1)
    wait_for_data(one, "../README.csv")


def test_the_template_can_be_trained_on(visit):
    one = visit()
    one.open_panel()
    with one.page.expect_download() as downloading:
        one.press("Template")
    one.upload("template.csv", downloading.value.path().read_bytes())
    one.press("Use this dataset")
    one.page.locator(".st-key-upload").wait_for(state="detached")
    one.press("Step")
    one.wait_for_epoch(1)


def test_d45_a_table_can_be_edited_and_a_change_taken_back(visit):
    one = visit()
    one.open_panel()
    one.page.get_by_text("Edit a table").click()
    grid = one.page.locator('[data-testid="stDataFrame"]').first
    grid.wait_for()
    assert one.page.get_by_role("button", name="Undo").is_disabled()
    one.settle()
    cell = one.page.locator("textarea.gdg-input")
    for _ in range(10):  # it is drawn on a canvas, and nothing tells when it listens: a person tries again
        grid.click(position={"x": 250, "y": 55})
        one.page.keyboard.press("Enter")
        with contextlib.suppress(TimeoutError):
            cell.wait_for(timeout=2_000)
            break
    cell.fill("bad indeed")
    assert cell.input_value() == "bad indeed"
    cell.press("Enter")
    cell.wait_for(state="detached")
    one.page.get_by_role("button", name="Use this dataset").wait_for()
    one.press("Undo")
    one.page.get_by_text("These are the sentences in use already.").wait_for()
    assert one.page.get_by_role("button", name="Undo").is_disabled()


def test_d47_two_windows_have_sentences_of_their_own(visit):
    one, two = visit(), visit()
    one.use("mine.csv", GOOD)
    two.press("Step")
    two.wait_for_epoch(1)
    wait_for_data(one, "mine.csv")
    wait_for_data(two, "Sentiment")


def test_reading_a_large_file_shows_how_far_it_is_and_can_be_stopped(visit):
    one = visit()
    one.open_panel()
    line = " ".join(f"word{i}," for i in range(50))
    rows = "".join(f"{line} {i}\t{'xy'[i % 2]}\n" for i in range(9_900))
    one.upload("large.tsv", rows.encode())  # it is cut into words and punctuation, which takes seconds
    one.press("Stop reading")
    one.page.get_by_text("Reading was stopped.").wait_for()
    one.press("Read on")
    one.page.get_by_role("button", name="Use this dataset").wait_for(timeout=60_000)


def test_baselines_are_fitted_beside_the_network(visit):
    one = visit("?epochs=40&pace=full")
    one.press("Play")
    one.tab("Scores")
    one.press("Compare with baselines")
    one.page.get_by_text("What this tells about word order").wait_for(timeout=60_000)


def test_fitting_the_baselines_can_be_stopped_and_begun_again(visit):
    one, chance = visit(), random.Random(0)
    rows = (" ".join(f"w{chance.randrange(400)}" for _ in range(20)) + f"\t{i % 10}\n" for i in range(10_000))
    one.use("chance.tsv", "".join(rows).encode())  # nothing to be learnt: fitting takes long
    one.tab("Scores")
    for _ in range(2):
        one.press("Compare with baselines")
        one.page.get_by_role("button", name="Stop", exact=True).click()
        one.page.get_by_role("button", name="Compare with baselines").wait_for()


def test_every_tab_outlives_the_end_of_a_run(visit):
    """A tick right after a run of the whole page once took the tabs away: see views/polling.py."""
    one = visit("?epochs=60&pace=full")
    for tab in ("Scores", "Sentences", "Scores"):
        one.press("Play" if tab == "Scores" and one.epoch() == 0 else "Again")
        one.tab(tab)
        one.wait_for_status("Done")
        time.sleep(1.2)
        assert one.page.get_by_role("tab").count() == len(place.TABS)


def test_on_a_phone_a_long_sentence_and_its_label_are_seen_side_by_side(visit):
    one = visit()
    one.open_panel()
    one.page.set_viewport_size({"width": 390, "height": 844})
    one.upload(
        "mine.csv", b"mark,note\n" + b"".join(b"%c,%d %s\n" % (b"xy"[i % 2], i, b"long " * 40) for i in range(9))
    )
    label = one.page.locator(".rnn-preview td", has_text="x").first
    label.wait_for()
    assert label.bounding_box()["x"] < 330


def test_a_survey_is_mended_and_trained_on_by_what_the_panel_offers(visit):
    rows = [
        b"%s %d,%s\n" % (said, i, label)
        for i in range(20)
        for said, label in ((b"too dear", b"Price"), (b"rude", b"Staff"))
    ]
    survey = (
        b"Our survey\nWhat do you say?,What is it about?\n" + b"".join(rows) + b'"dear and rude","Price, Staff"\nno,\n'
    )
    one = visit()
    one.open_panel()
    one.upload("survey.csv", survey)
    one.choose("take the first")
    one.press("Leave out this row and use the other 41")
    one.page.get_by_role("button", name="Use this dataset").dblclick()
    one.page.locator(".st-key-upload").wait_for(state="detached")
    one.press("Step")
    one.wait_for_epoch(1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_of_the_panel_is_wider_than_the_screen(visit, width, scheme):
    one = visit("", viewport={"width": 1280, "height": 844}, color_scheme=scheme)
    one.open_panel()
    one.page.set_viewport_size({"width": width, "height": 844})
    one.upload("mine.csv", GOOD + b"a very " * 40 + b"long one,up\n" + b"w" * 300 + b",down\n")
    one.page.get_by_role("button", name="Use this dataset").wait_for()
    overflow = (
        "() => { const m = document.querySelector('[data-testid=stMain]'); return m.scrollWidth - m.clientWidth }"
    )
    assert one.page.evaluate(overflow) <= 0
    for tab in ("Scores", "Data", "Sentences"):
        one.tab(tab)
        assert one.page.evaluate(overflow) <= 0, tab
