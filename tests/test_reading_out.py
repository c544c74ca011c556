"""Reading a sentence out: a clock decides how far it is, and the page begins, follows and ends it."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from playground.reader import Reader

APP = str(Path(__file__).resolve().parent.parent / "app.py")


def lit_at(reader: Reader, *seconds: float) -> list[int | None]:
    return [reader.lit(now) for now in seconds]


def test_two_steps_are_made_a_second_and_after_the_last_it_is_over():
    reader = Reader()
    reader.start(100.0, 3)
    assert lit_at(reader, 100, 100.49, 100.5, 100.99, 101.0, 101.49) == [1, 1, 2, 2, 3, 3]
    assert lit_at(reader, 101.5, 102, 1e9) == [None] * 3


def test_nothing_is_read_before_it_starts_nor_when_it_was_stopped_nor_of_a_sentence_without_words():
    reader = Reader()
    assert lit_at(reader, 0, 100) == [None, None] and reader.steps == 0
    reader.start(100.0, 3)
    reader.stop()
    assert lit_at(reader, 100, 101) == [None, None] and reader.steps == 0
    reader.start(100.0, 0)
    assert lit_at(reader, 100, 101) == [None, None]


def test_starting_again_begins_anew():
    reader = Reader()
    reader.start(100.0, 3)
    reader.start(101.0, 5)
    assert lit_at(reader, 101.0, 102.9, 103.5) == [1, 4, None]


@pytest.fixture
def page(monkeypatch):
    """The page, and a clock that stands unless it is moved."""
    now = [100.0]
    monkeypatch.setattr("playground.views.sentence.monotonic", lambda: now[0])
    opened = AppTest.from_file(APP, default_timeout=60).run()
    assert not opened.exception
    return opened, now


def answer(page: AppTest) -> str:
    return next(html.proto.body for html in page.get("html") if "rnn-answer" in html.proto.body)


def test_the_page_reads_word_by_word_shows_the_answer_so_far_and_ends_by_itself(page):
    page, now = page
    page.button(key="read_out").click().run()
    assert "so far, after “<bdi>i</bdi>”" in answer(page) and page.button(key="stop_reading")
    now[0] += 1.0
    page.run()
    assert "so far, after “<bdi>not</bdi>”" in answer(page)
    now[0] += 2.0
    page.run()
    assert "so far" not in answer(page) and page.button(key="read_out")
    assert not page.exception


def test_the_button_stops_it(page):
    page, _ = page
    page.button(key="read_out").click().run()
    page.button(key="stop_reading").click().run()
    assert "so far" not in answer(page) and page.button(key="read_out")


def test_another_sentence_ends_it(page):
    page, _ = page
    page.button(key="read_out").click().run()
    page.text_input(key="sentence").set_value("i am sad").run()
    assert "so far" not in answer(page) and page.button(key="read_out")


@pytest.mark.parametrize("sentence", ["", "quux"])
def test_a_sentence_without_known_words_is_not_read(page, sentence):
    page, _ = page
    page.text_input(key="sentence").set_value(sentence).run()
    page.button(key="read_out").click().run()
    assert page.button(key="read_out") and not page.exception
