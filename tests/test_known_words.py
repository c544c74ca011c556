"""Words that are offered to somebody whose words the network does not know."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from playground.known_words import frequent_words, wants_words
from rnn_core import bundled
from tests.datasets import rows

APP = str(Path(__file__).resolve().parent.parent / "app.py")


def test_the_most_frequent_known_words_come_first():
    dataset = rows("b a b | x", "c b a | y", "new new new new | x | test")
    assert frequent_words(dataset, 10) == ["b", "a", "c"]
    assert frequent_words(dataset, 2) == ["b", "a"]


def test_words_that_are_too_rare_to_be_known_are_not_offered():
    assert frequent_words(rows("b a b | x", "c b a | y", min_count=2), 10) == ["b", "a"]


@pytest.mark.parametrize(
    "word", ["**a**", "[x](http://y)", ":smile:", "$x$", "`x`", "a_b", "1.", "#", "\u202ea", "<b>", "a\\b"]
)
def test_words_that_would_mean_something_on_a_button_are_not_offered(word):
    dataset = rows(f"{word} don't café | x", "不 don't | y")
    assert set(frequent_words(dataset, 10)) <= {"don't", "café", "不", "a"}
    assert frequent_words(dataset, 10)[0] == "don't"


@pytest.mark.parametrize(
    ("sentence", "wants"),
    [
        ("", True),
        ("  ", True),
        ("i am sad", False),
        ("i am terrible", True),
        ("terrible", True),
        ("i am terrible sad", True),
        ("i am goo", False),  # it may become good
        ("i am goo ", True),
        ("goo sad", True),
    ],
)
def test_words_are_offered_where_some_are_skipped_unless_the_last_is_still_being_typed(sentence, wants):
    assert wants_words(sentence, bundled().vocabulary) == wants


def test_words_that_are_read_as_the_unknown_word_are_not_skipped():
    vocabulary = rows("a b | x", "b | y", unknown="vector").vocabulary
    assert not wants_words("a quux b", vocabulary) and wants_words("", vocabulary)


def offered(page):
    return [group for group in page.button_group if group.key == "known_word"]


def test_a_click_on_a_word_puts_it_at_the_end_of_the_sentence():
    page = AppTest.from_file(APP, default_timeout=60).run()
    assert not offered(page)
    page.text_input(key="sentence").set_value("quux").run()
    (words,) = offered(page)
    assert len(words.options) == 12
    words.select("not").run()
    assert page.text_input(key="sentence").value == "quux not"
    (words,) = offered(page)
    assert words.value in (None, [])
    words.select("not").run()
    assert page.text_input(key="sentence").value == "quux not not" and not page.exception
