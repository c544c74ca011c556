"""The tabs Sentences and Scores, through Streamlit's own AppTest: of every kind of data and network."""

import json
from types import SimpleNamespace
from typing import get_args

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from playground.results import Results
from playground.sentences import Sentences
from playground.shared import bundled_sentences
from rnn_core import Dataset, Example, ModelConfig, TrainConfig, initial_params, train
from rnn_core.config import ReadoutName
from tests.datasets import TREACHEROUS, drawn, rows, tagged
from tests.test_page import button, calm, shown


def tabs():
    """A script that draws both tabs."""
    import streamlit as st

    from playground.views import scores, sentences

    app = st.session_state["judged"]
    sentences.draw(app, False)
    scores.draw(app, False)


def drawn_tabs(sentences: Sentences, params) -> AppTest:
    results = Results(sentences)
    app = SimpleNamespace(
        sentences=sentences,
        dataset=sentences.dataset,
        results=results,
        job=SimpleNamespace(snapshot=lambda: SimpleNamespace(status="paused", answering=(params,), members=())),
        run=SimpleNamespace(compare=results.comparison.start),
    )
    page = AppTest.from_function(tabs, default_timeout=60)
    page.session_state["judged"] = app
    return calm(page.run())


def untrained(dataset: Dataset, **model):
    config = ModelConfig(8, **model)
    return initial_params(config, dataset.vocabulary.rows, len(dataset.classes), np.random.default_rng(0))


def captions(page: AppTest) -> str:
    return " ".join(caption.value for caption in page.caption)


def table(page: AppTest) -> pd.DataFrame:
    return page.dataframe[0].value


@pytest.fixture(scope="module", params=[1, 2], ids=["one direction", "both directions"])
def negation(request) -> AppTest:
    """Both tabs after a short run on the every-word set."""
    sentences = bundled_sentences("negation_tags")
    model = ModelConfig(8, readout="words", directions=request.param)
    run = train(sentences.dataset, model, TrainConfig(0.01, epochs=2))
    list(run)
    return drawn_tabs(sentences, run.params)


def test_of_the_every_word_set_words_are_counted_and_mistakes_named(negation):
    assert "of 4,051 train · " in captions(negation) and "of 1,013 test words right, with the present weights." in (
        captions(negation)
    )
    assert "Sentences with a wrong word come first, those with the most on top." in captions(negation)
    assert "Which tag is taken for which, over the test words" in captions(negation)
    first = table(negation).iloc[0]
    assert first["right"] == "✗" and " → " in first["mistakes"]
    assert set(first["prediction"].split()) <= {"negated", "plain"}
    per_tag = negation.dataframe[1].value
    assert set(per_tag["label"]) == {"negated", "plain"} and per_tag["true"].sum() == 1013
    (matrix,) = negation.get("vega_lite_chart")
    assert "how many words" in json.loads(matrix.proto.spec)["description"]


def test_tagged_sentences_are_filtered_by_the_tags_of_their_words(negation):
    calm(negation.selectbox(key="filter_true").set_value("negated").run())
    calm(negation.selectbox(key="filter_predicted").set_value("plain").run())
    assert (table(negation)["mistakes"].str.contains("→ plain")).all() and len(table(negation))
    for key in ("filter_true", "filter_predicted"):
        calm(negation.selectbox(key=key).set_value(None).run())


def test_tags_are_compared_with_the_most_frequent_ones(negation):
    assert "for each word the tag that it has most often" in captions(negation)
    page = calm(button(negation, "compare").click().run())
    page.session_state["judged"].results.comparison.run_slice(60)  # as the scheduler does, which is not here
    page = calm(page.run())
    methods = page.dataframe[-1].value
    assert methods["method"].tolist() == [
        "Most frequent tag, always", "Each word's most frequent tag", "This network, now",
    ]  # fmt: skip
    assert methods["test"].is_monotonic_increasing
    assert "word order" not in captions(page)


@pytest.mark.parametrize("readout", get_args(ReadoutName))
@pytest.mark.parametrize("directions", [1, 2])
def test_labelled_sentences_are_judged_whatever_is_read_out(readout, directions):
    sentences = Sentences(drawn(80, 6), "mine.csv", own=True)
    params = untrained(sentences.dataset, readout=readout, directions=directions, cell="gru")
    page = drawn_tabs(sentences, params)
    answers = sentences.dataset.classes
    assert len(table(page)) == 80 and set(table(page)["prediction"]) <= set(answers)
    right = (table(page)["prediction"] == table(page)["label"]) & (table(page)["part"] == "test")
    assert f"{right.sum()} of {len(sentences.dataset.indices('test'))} test sentences right" in captions(page)
    assert "Wrong ones come first, the surest mistake on top." in captions(page)


def test_no_mistake_is_spoken_of_where_there_is_none():
    dataset = rows("a | x", "b | y", "c | x | test")
    run = train(dataset, ModelConfig(4), TrainConfig(0.1, epochs=60))
    list(run)
    sentences = Sentences(dataset, "mine.csv", own=True)
    page = drawn_tabs(sentences, run.params)
    calm(page.selectbox(key="filter_part").set_value("train").run())
    assert "2 of 2 train" in captions(page) and table(page)["right"].tolist() == ["✓", "✓"]
    assert "mistake" not in captions(page)
    calm(page.toggle(key="filter_wrong").set_value(True).run())
    assert "No sentence is like this." in captions(page) and not len(table(page))


def test_words_that_are_skipped_are_said_to_have_no_answer():
    dataset = tagged("a/X b/Y", "b/X new/Y unseen/Y | test")
    page = drawn_tabs(Sentences(dataset, "mine.txt", own=True), untrained(dataset, readout="words"))
    assert "2 unknown words skipped, so without an answer." in captions(page)
    assert "– –" in table(page)["prediction"].iloc[0] + table(page)["prediction"].iloc[1]
    labelled = rows("a | x", "b | y", "new a | x | test")
    page = drawn_tabs(Sentences(labelled, "mine.txt", own=True), untrained(labelled))
    assert "skipped" not in captions(page)  # the sentence has an answer all the same


@pytest.mark.parametrize("classes", [2, 6, 60])
def test_long_and_hostile_names_of_any_number_of_classes_are_only_text(classes):
    names = [*TREACHEROUS, *(f"**Department** of ${i}$ :red[affairs] and much else" for i in range(60))][:classes]
    dataset = Dataset(tuple(Example(f"w{i} v{i % 7}", names[i % classes]) for i in range(3 * classes)))
    page = drawn_tabs(Sentences(dataset, "mine.csv", own=True), untrained(dataset))
    assert set(table(page)["label"]) == set(names)
    assert set(page.dataframe[1].value["label"]) <= set(names)
    assert not any(name in captions(page) + shown(page) for name in names if len(name) > 8)
