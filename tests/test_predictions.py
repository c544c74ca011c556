"""What a network answers for every sentence: the same as sentence by sentence, told as a table and as a matrix."""

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import confusion_matrix

from playground.charts.confusion import confusion_frame, confusion_spec
from playground.predictions import Predictions
from rnn_core import Dataset, Example, ModelConfig, TrainConfig, bundled, evaluate, initial_params, trace, train
from tests.datasets import TREACHEROUS, drawn, rows
from tests.specs import anywhere


def network(dataset, seed=0):
    """First weights: as good as any others, and different for every sentence."""
    return initial_params(ModelConfig(8), dataset.vocabulary.rows, len(dataset.classes), np.random.default_rng(seed))


def answering(dataset, labels, confidence):
    """Predictions that are written down."""
    return Predictions(dataset, np.array([dataset.classes.index(label) for label in labels]), np.array(confidence))


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
        "prediction": ["x", "x", "y", "x", "y", "z"],
        "probability": [0.8, 0.7, 0.6, 0.9, 0.5, 0.99],
        "label": ["y", "z", "x", "x", "y", "z"],
        "part": ["validation", "train", "train", "train", "train", "test"],
        "at": ["4", "5", "2", "1", "3", "6"],
    }


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
