"""What a network answers for every sentence: the same as sentence by sentence, told as a table and as a matrix."""

import json
from typing import get_args

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import confusion_matrix

from playground.charts.confusion import confusion_frame, confusion_spec
from playground.judged import judged
from playground.predictions import Predictions
from rnn_core import (
    Dataset,
    Example,
    ModelConfig,
    Params,
    TrainConfig,
    bundled,
    evaluate,
    initial_params,
    trace,
    train,
)
from rnn_core.config import ReadoutName
from rnn_core.task_sets import make
from tests.datasets import TREACHEROUS, drawn, rows, tagged
from tests.specs import anywhere

WORDS = ModelConfig(8, readout="words")


def network(dataset, config=ModelConfig(8), seed=0):  # noqa: B008  # it is frozen
    """First weights: as good as any others, and different for every sentence."""
    return initial_params(config, dataset.vocabulary.rows, len(dataset.classes), np.random.default_rng(seed))


def tagging(dataset, *tags):
    """Predicted tags that are written down, those of one sentence after those of the other."""
    answers = [dataset.classes.index(tag) for sentence in tags for tag in sentence.split()]
    return Predictions(dataset, np.array(answers), np.full(len(answers), 0.9))


def answering(dataset, labels, confidence):
    """Predictions that are written down."""
    return Predictions(dataset, np.array([dataset.classes.index(label) for label in labels]), np.array(confidence))


@pytest.mark.parametrize(
    "dataset", [drawn(90, 3, words=30), tagged("a/X b/Y", "b/X a/Y new/Y | test", "c/X b/Y", "b/Y | test")]
)
def test_of_one_part_only_that_is_read(dataset):
    params = network(dataset, WORDS if dataset.tagged else ModelConfig(8))
    every, test = Predictions.of(dataset, params), Predictions.of(dataset, params, splits=("test",))
    part = judged(dataset, "test")
    assert test.answers[part].tolist() == every.answers[part].tolist() and len(part)
    assert test.confidence[part].tolist() == every.confidence[part].tolist()
    others = np.delete(test.answers, part)
    assert len(others) and set(others) == {-1} and not np.delete(test.right, part).any()


@pytest.fixture(scope="module")
def bundled_after_12_epochs():
    run = train(bundled(), ModelConfig(), TrainConfig(epochs=12))
    list(run)
    return run.params


@pytest.mark.parametrize(
    "dataset",
    [
        drawn(90, 3, words=30),
        drawn(600, 7),  # more words than one batch holds
        rows("a b | x", "c | y", "a | y | validation", "new words only | x | test", "c b a | y | test"),
        rows("a b | x", "c | y", "new words only | x | test", unknown="vector"),
    ],
)
def test_every_sentence_gets_the_answer_that_it_gets_when_it_is_read_alone(dataset):
    params = network(dataset)
    predictions = Predictions.of(dataset, params)
    for example, answer, confidence in zip(dataset.examples, predictions.answers, predictions.confidence, strict=True):
        alone = trace(params, dataset.vocabulary, example.sentence).probabilities[-1]
        assert answer == alone.argmax()
        assert confidence == pytest.approx(alone.max(), abs=1e-12)


@pytest.mark.parametrize("directions", [1, 2])
@pytest.mark.parametrize("readout", get_args(ReadoutName))
@pytest.mark.parametrize("cell", ["tanh", "lstm"])
def test_whatever_is_read_out_the_answer_of_a_sentence_is_that_after_its_last_word(cell, readout, directions):
    dataset = drawn(90, 6, words=30)
    params = network(dataset, ModelConfig(8, cell=cell, readout=readout, directions=directions, layers=2))
    predictions = Predictions.of(dataset, params)
    last = [trace(params, dataset.vocabulary, example.sentence).probabilities[-1] for example in dataset.examples]
    assert predictions.answers.tolist() == [p.argmax() for p in last]
    assert predictions.confidence == pytest.approx([p.max() for p in last], abs=1e-12)


SKIPPING = tagged("a/X b/Y c/X", "b/X", "new/Y a/X unseen/Y c/Z | test", "d/Z", "strange/X | test", "c/Y | validation")


@pytest.mark.parametrize("directions", [1, 2])
@pytest.mark.parametrize(
    "dataset",
    [
        Dataset(make("negation_tags"), tagged=True),  # more words than one batch holds
        SKIPPING,
        Dataset((*SKIPPING.examples, Example("", "")), tagged=True),
        tagged("a/X b/Y", "c/X", "new/Y a/X unseen/Y | test", unknown="vector"),
    ],
    ids=["many", "skipped words", "no words", "unknown word"],
)
def test_every_tagged_word_gets_the_answer_that_it_gets_when_its_sentence_is_read_alone(dataset, directions):
    params = network(dataset, ModelConfig(8, readout="words", directions=directions))
    predictions = Predictions.of(dataset, params)
    alone = np.concatenate(
        [trace(params, dataset.vocabulary, example.sentence).probabilities[1:] for example in dataset.examples]
    )
    assert predictions.answers.tolist() == alone.argmax(axis=1).tolist()
    assert predictions.confidence == pytest.approx(alone.max(axis=1), abs=1e-12)


@pytest.fixture(scope="module", params=[1, 2], ids=["one direction", "both directions"])
def negation(request) -> tuple[Dataset, Params]:
    """The every-word set, and a network that has learned some of it."""
    dataset = Dataset(make("negation_tags"), tagged=True)
    run = train(dataset, ModelConfig(8, readout="words", directions=request.param), TrainConfig(0.01, epochs=2))
    list(run)
    return dataset, run.params


def test_how_many_words_are_right_is_the_accuracy_of_the_run(negation):
    dataset, params = negation
    predictions = Predictions.of(dataset, params)
    for part in ("train", "test"):
        accuracy = evaluate(dataset, part, params)[1]
        words = dataset.label_counts(part).total()
        assert 0.8 < accuracy < 1
        assert predictions.confusion(part).trace() == round(accuracy * words)
        assert predictions.confusion(part).sum() == words


def test_the_table_of_a_trained_tagger_says_what_reading_each_sentence_says(negation):
    dataset, params = negation
    frame, found = table_of(Predictions.of(dataset, params))
    assert found == len(dataset.examples) == len(frame)
    assert {"✓", "✗"} == set(frame["right"])
    wrong = []
    for row in frame.itertuples():
        answered = trace(params, dataset.vocabulary, row.sentence).probabilities[1:].argmax(axis=1)
        tags = [dataset.classes[answer] for answer in answered]
        right = [answer == tag for answer, tag in zip(tags, row.label.split(), strict=True)]
        assert row.prediction.split() == tags
        mistakes = [
            f"{word} → {tag}" for word, tag, hit in zip(row.sentence.split(), tags, right, strict=True) if not hit
        ]
        assert row.mistakes == ", ".join(mistakes)
        assert row.words == f"{sum(right)} of {len(right)}" and (row.right == "✓") == all(right)
        wrong.append(len(right) - sum(right))
    assert wrong == sorted(wrong, reverse=True)


def test_how_many_are_right_is_the_accuracy_of_the_run(bundled_after_12_epochs):
    dataset = bundled()
    predictions = Predictions.of(dataset, bundled_after_12_epochs)
    assert not predictions.right.all()
    for part in ("train", "test"):
        accuracy = evaluate(dataset, part, bundled_after_12_epochs)[1]
        assert predictions.right[dataset.indices(part)].mean() == accuracy
        assert predictions.confusion(part).trace() == round(accuracy * len(dataset.indices(part)))


def table_of(predictions: Predictions, **filters) -> tuple[pd.DataFrame, int]:
    columns, found = predictions.table(**filters)
    return pd.DataFrame(columns), found


SIX = rows("a | x", "b | x", "c | y", "d | y | validation", "e | z", "f | z | test")
#              right    wrong    right    wrong    wrong    right
ANSWERED = answering(SIX, ["x", "y", "y", "x", "x", "z"], [0.9, 0.6, 0.5, 0.8, 0.7, 0.99])


def test_the_table_begins_with_the_surest_mistake_and_ends_with_the_right_ones_in_the_order_of_the_file():
    frame, found = table_of(ANSWERED)
    assert found == 6
    assert frame.to_dict("list") == {
        "right": ["✗", "✗", "✗", "✓", "✓", "✓"],
        "sentence": ["d", "e", "b", "a", "c", "f"],
        "label": ["y", "z", "x", "x", "y", "z"],
        "prediction": ["x", "x", "y", "x", "y", "z"],
        "probability": [0.8, 0.7, 0.6, 0.9, 0.5, 0.99],
        "part": ["validation", "train", "train", "train", "train", "test"],
        "at": ["4", "5", "2", "1", "3", "6"],
    }


TAGGED = tagged("a/X b/Y", "a/X b/Y c/Z", "c/Z | test", "b/Y new/X a/X | test", "a/Y b/Y c/Y", "c/Z | validation")
# The third word of the fourth sentence is skipped, so there is no answer for it.
TAGS = tagging(TAGGED, "X Y", "X Z X", "Z", "Y X", "Y X Y", "X")


def test_a_tagged_sentence_is_right_if_every_word_is_and_most_wrong_words_come_first():
    frame, found = table_of(TAGS)
    assert found == 6
    assert frame.to_dict("list") == {
        "right": ["✗", "✗", "✗", "✗", "✓", "✓"],
        "sentence": ["a b c", "b new a", "a b c", "c", "a b", "c"],
        "label": ["X Y Z", "Y X X", "Y Y Y", "Z", "X Y", "Z"],
        "words": ["1 of 3", "2 of 3", "2 of 3", "0 of 1", "2 of 2", "1 of 1"],
        "mistakes": ["b → Z, c → X", "new → –", "b → X", "c → X", "", ""],
        "prediction": ["X Z X", "Y – X", "Y X Y", "X", "X Y", "Z"],
        "part": ["train", "test", "train", "validation", "train", "test"],
        "at": ["2", "4", "5", "6", "1", "3"],
    }


@pytest.mark.parametrize(
    ("filters", "at"),
    [
        ({"split": "test"}, "43"),
        ({"true": "Z"}, "263"),  # a word has this tag
        ({"predicted": "Z"}, "23"),  # a word gets it
        ({"true": "Y", "predicted": "Z"}, "2"),  # the same word
        ({"true": "Z", "predicted": "Y"}, ""),
        ({"only_wrong": True}, "2456"),  # a word that is skipped is not right
        ({"only_wrong": True, "true": "X"}, ""),  # none of its words is taken for another
        ({"only_wrong": True, "true": "Z"}, "26"),
        ({"only_wrong": True, "true": "Y", "split": "train"}, "25"),
    ],
)
def test_tagged_sentences_are_those_with_a_word_that_fits(filters, at):
    frame, found = table_of(TAGS, **filters)
    assert ("".join(frame["at"]), found) == (at, len(at))


def test_mistakes_that_are_equally_sure_stay_in_the_order_of_the_file():
    predictions = answering(SIX, ["y", "y", "x", "x", "x", "x"], [0.7, 0.8, 0.7, 0.8, 0.7, 0.8])
    assert table_of(predictions)[0]["sentence"].tolist() == ["b", "d", "f", "a", "c", "e"]


@pytest.mark.parametrize(
    ("filters", "sentences"),
    [
        ({"split": "train"}, "ebac"),
        ({"split": "validation"}, "d"),
        ({"split": "test"}, "f"),
        ({"true": "x"}, "ba"),
        ({"true": "z"}, "ef"),
        ({"predicted": "x"}, "dea"),
        ({"true": "y", "predicted": "x"}, "d"),
        ({"true": "x", "predicted": "z"}, ""),
        ({"only_wrong": True}, "deb"),
        ({"only_wrong": True, "split": "train"}, "eb"),
        ({"only_wrong": True, "split": "train", "predicted": "x"}, "e"),
        ({"only_wrong": True, "split": "test"}, ""),
    ],
)
def test_filters_leave_out_the_others_and_keep_the_order(filters, sentences):
    frame, found = table_of(ANSWERED, **filters)
    assert ("".join(frame["sentence"]), found) == (sentences, len(sentences))
    assert list(frame.columns) == list(table_of(ANSWERED)[0].columns)


def test_of_many_sentences_the_table_holds_the_first_after_sorting_and_tells_how_many_there_are():
    size = 1500
    dataset = Dataset(tuple(Example(f"w{i}", "xy"[i % 2], at=str(i)) for i in range(size)))
    answers = dataset.corpus.labels.copy()
    answers[-1] = 1 - answers[-1]  # the one mistake is in the last row
    frame, found = table_of(Predictions(dataset, answers, np.full(size, 0.9)))
    assert (len(frame), found) == (1000, size)
    assert frame["at"].tolist() == [str(size - 1), *map(str, range(999))]
    assert frame["right"].tolist() == ["✗", *["✓"] * 999]


def test_the_matrix_counts_each_pair_of_a_true_and_a_predicted_class():
    assert ANSWERED.confusion("train").tolist() == [
        [1, 1, 0],  # x: a taken for x, b for y
        [0, 1, 0],  # y: c
        [1, 0, 0],  # z: e taken for x
    ]
    assert ANSWERED.confusion("validation").tolist() == [[0, 0, 0], [1, 0, 0], [0, 0, 0]]
    assert ANSWERED.confusion("test").tolist() == [[0, 0, 0], [0, 0, 0], [0, 0, 1]]


def test_the_matrix_of_tags_counts_words_that_were_read():
    assert TAGS.confusion("train").tolist() == [
        [2, 0, 0],  # X: both found
        [1, 3, 1],  # Y: one taken for X, one for Z
        [1, 0, 0],
    ]
    assert TAGS.confusion("test").tolist() == [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    assert TAGS.confusion("validation").tolist() == [[0, 0, 0], [0, 0, 0], [1, 0, 0]]


def test_the_chart_tells_what_it_counts():
    for unit in ("sentence", "word"):
        spec = confusion_spec(("no", "yes"), unit, False)
        assert f"how many {unit}s of each true class" in spec["description"]
        assert f"{unit}s" in [line["title"] for line in spec["layer"][0]["encoding"]["tooltip"]]


def test_the_matrix_of_a_part_without_sentences_is_zero():
    dataset = rows("a | x", "b | y")
    assert not answering(dataset, "xy", [1.0, 1.0]).confusion("test").any()


@pytest.mark.parametrize("classes", [2, 3, 60])
def test_the_matrix_is_that_of_scikit_learn_and_its_rows_add_up_to_the_classes(classes):
    dataset = drawn(400, classes)
    predictions = Predictions.of(dataset, network(dataset))
    for part in ("train", "test"):
        where = dataset.indices(part)
        labels, counts = dataset.corpus.labels[where], predictions.confusion(part)
        expected = confusion_matrix(labels, predictions.answers[where], labels=range(classes))
        assert counts.tolist() == expected.tolist()
        assert counts.sum(axis=1).tolist() == [(labels == i).sum() for i in range(classes)]


def test_each_cell_of_the_chart_tells_two_classes_their_count_and_its_share_of_the_true_class():
    frame = confusion_frame(np.array([[3, 1], [0, 0]]), ("no", "yes"))
    expected = {
        "true": [0, 0, 1, 1],
        "predicted": [0, 1, 0, 1],
        "label": ["no", "no", "yes", "yes"],
        "prediction": ["no", "yes", "no", "yes"],
        "count": [3, 1, 0, 0],
        "share": [0.75, 0.25, 0.0, 0.0],  # a class that does not occur has none
    }
    assert frame.to_dict("list") == expected


@settings(deadline=None)
@given(st.integers(2, 60), st.integers(0, 99))
def test_the_shares_of_every_class_that_occurs_add_up_to_one(classes, seed):
    counts = np.random.default_rng(seed).integers(0, 4, (classes, classes))
    frame = confusion_frame(counts, tuple(f"c{i}" for i in range(classes)))
    occur = counts.sum(axis=1) > 0
    assert frame.groupby("true")["share"].sum().tolist() == pytest.approx(occur.astype(float).tolist())
    assert frame["count"].sum() == counts.sum()


def test_the_chart_is_asked_for_by_class_numbers_and_gets_the_names_as_a_parameter():
    spec = confusion_spec(("no", "yes"), "sentence", False)
    encoding = spec["layer"][0]["encoding"]
    assert (encoding["x"]["field"], encoding["y"]["field"]) == ("predicted", "true")
    for axis in ("x", "y"):
        assert encoding[axis]["scale"]["domain"] == [0, 1]
        assert encoding[axis]["axis"]["labelExpr"] == "names[datum.value]"
    assert spec["params"] == [{"name": "names", "value": ["no", "yes"]}]


@pytest.mark.parametrize("dark", [False, True])
def test_treacherous_labels_are_only_ever_values(dark):
    classes = tuple(sorted(TREACHEROUS))
    spec = confusion_spec(classes, "sentence", dark)
    frame = confusion_frame(np.eye(len(classes), dtype=int), classes)
    assert set(anywhere(spec, "field")) <= set(frame.columns)
    assert frame["label"].tolist()[:: len(classes) + 1] == list(classes)
    assert frame["prediction"].tolist()[: len(classes)] == list(classes)

    harmless = tuple(f"class {i}" for i in range(len(classes)))
    renamed = json.loads(json.dumps(confusion_spec(harmless, "sentence", dark)))
    assert renamed.pop("params") == [{"name": "names", "value": list(harmless)}]
    assert {key: value for key, value in spec.items() if key != "params"} == renamed


def test_treacherous_labels_and_sentences_stand_in_the_table_as_they_are_and_can_be_filtered_by():
    dataset = Dataset(tuple(Example(f"{label} it", label) for label in TREACHEROUS))
    predictions = Predictions.of(dataset, network(dataset))
    assert sorted(table_of(predictions)[0]["label"]) == sorted(TREACHEROUS)
    for label in TREACHEROUS:
        frame, found = table_of(predictions, true=label)
        assert found == 1 and frame["sentence"].tolist() == [f"{label} it"]
        frame, found = table_of(predictions, predicted=label)
        assert found == (predictions.answers == dataset.classes.index(label)).sum()
        assert set(frame["prediction"]) <= {label}


def test_the_chart_of_the_same_classes_stands_still():
    classes = tuple(f"c{i}" for i in range(9))
    assert confusion_spec(classes, "word", True) == confusion_spec((*classes[:4], *classes[4:]), "word", True)


@pytest.mark.parametrize("classes", [2, 16, 17, 60])
def test_the_chart_holds_no_data_and_writes_numbers_only_where_there_is_room(classes):
    spec = confusion_spec(tuple(f"c{i}" for i in range(classes)), "sentence", False)
    assert "data" not in spec and "datasets" not in spec and spec["description"]
    assert len(spec["layer"]) == (2 if classes <= 16 else 1)
    assert 150 < spec["height"] <= 1000
