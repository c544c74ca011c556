"""Pretrained vectors on the page: offered where their package is, and what the embedding then begins with."""

import numpy as np
import pytest

from playground import pretrained, settings
from rnn_core import InvalidDataset, bundled
from rnn_core.vectors import Vectors
from tests.test_page import button, calm, opened, shown

WORDS = bundled().vocabulary.words
HALF = tuple(sorted(WORDS[::2]))
ROWS = np.arange(len(HALF) * 5, dtype=np.float32).reshape(-1, 5)


@pytest.fixture
def installed(monkeypatch):
    """As if the package were there, with five numbers for every second word."""
    monkeypatch.setattr(settings, "installed", lambda: True)
    monkeypatch.setattr(pretrained, "glove", lambda wanted: Vectors(HALF, ROWS))


def control(page, key: str):
    return next((element for element in (*page.segmented_control, *page.select_slider) if element.key == key), None)


def test_without_the_package_there_is_nothing_to_choose(monkeypatch):
    monkeypatch.setattr(settings, "installed", lambda: False)
    page = opened(input="embedding")
    assert control(page, "vectors").options == ["none", "own"]
    page = opened(input="embedding", vectors="glove")
    assert "Not followed in this link: vectors." in shown(page)
    assert page.session_state["app"].settings.vectors == "none"


def test_an_embedding_begins_with_them_and_may_stay_as_they_are(installed):
    page = opened(input="embedding", vectors="glove", frozen="True", epochs="10")
    assert control(page, "vectors").value == "glove" and control(page, "embedding_size") is None
    page.session_state["app"].clicks.awaited = {"tabs": "About"}
    assert any("the word's 5 numbers in the embedding" in text.value for text in calm(page.run()).markdown)
    before = page.session_state["app"].job.snapshot().params
    assert before["E"].shape[1] == 5
    for i, word in enumerate(HALF):
        assert before["E"][WORDS.index(word)].tolist() == ROWS[i].tolist()
    calm(button(page, "step").click().run())
    after = page.session_state["app"].job.snapshot().params
    assert np.array_equal(after["E"], before["E"]) and not np.array_equal(after["Whh"], before["Whh"])


def test_one_hot_words_have_none_and_an_embedding_without_them_learns(installed):
    assert control(opened(), "vectors") is None
    page = opened(input="embedding", frozen="True")
    assert control(page, "frozen") is None and not page.session_state["app"].settings.frozen
    assert page.session_state["app"].job.snapshot().params["E"].shape[1] == 64


def test_glove_is_looked_up_once_for_a_vocabulary_and_its_coverage_is_told_before_play(installed, monkeypatch):
    asked = []

    def counting(wanted):
        asked.append(tuple(wanted))
        return Vectors(HALF, ROWS)

    monkeypatch.setattr(pretrained, "glove", counting)
    page = opened(input="embedding", vectors="glove")
    for _ in range(3):
        page = calm(page.run())
    assert asked == [WORDS]
    assert "Of all the words that training reads, " in shown(page)
    missing = [word for word in WORDS if word not in HALF]
    assert all(f"“<bdi>{word}</bdi>” (" in shown(page) for word in missing[:3]) and "and 1 more." in shown(page)
    calm(button(page, "step").click().run())
    calm(button(page, "reset").click().run())
    assert len(asked) == 1


def test_vectors_for_none_of_the_words_are_refused_with_the_reason(installed, monkeypatch):
    page = opened(input="embedding")

    def none(wanted):
        raise InvalidDataset("It has none of the words.")

    monkeypatch.setattr(pretrained, "glove", none)
    page = calm(control(page, "vectors").set_value("glove").run())
    assert "It has none of the words." in shown(page)
    assert page.session_state["app"].settings.vectors == "none"
