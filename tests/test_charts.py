"""Charts are functions: their frames hold the network's numbers, their specifications stand still."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.charts import OTHER, ClassColours, predictions_frame, sentence_frame, sentence_spec
from playground.curves import CURVES, MAX_POINTS, curve_frame, curve_spec, thin
from rnn_core import Dataset, EpochRecord, Example, ModelConfig, TrainConfig, bundled, evaluate, trace, train


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return bundled()


@pytest.fixture(scope="module")
def trained(dataset):
    run = train(dataset, ModelConfig(), TrainConfig(epochs=12))
    records = [event for event in run if isinstance(event, EpochRecord)]
    return run.params, records


def test_bars_are_the_probabilities_of_the_trace_in_the_order_of_the_words(dataset, trained):
    read = trace(trained[0], dataset.vocabulary, "very very sad")
    frame = sentence_frame(read, ClassColours.of(dataset))
    positive = frame[frame["label"] == "positive"]
    assert positive["word"].tolist() == ["very", "very", "sad"]
    assert positive["step"].tolist() == [1, 2, 3]
    assert positive["probability"].tolist() == read.probabilities[1:, 1].tolist()
    assert positive["reading"].tolist() == ["if the sentence ended here"] * 2 + ["the answer"]
    assert np.allclose(frame["high"] - frame["low"], frame["probability"])


def test_a_long_sentence_goes_into_rows_of_eight(dataset, trained):
    read = trace(trained[0], dataset.vocabulary, "good " * 200)
    frame = sentence_frame(read, ClassColours.of(dataset))
    assert frame["column"].max() == 7 and len(frame) == 400
    assert sentence_spec(200, ClassColours.of(dataset).legend, False)["height"] > 2000


def test_no_words_show_what_is_said_before_the_first(dataset, trained):
    read = trace(trained[0], dataset.vocabulary, "")
    frame = sentence_frame(read, ClassColours.of(dataset))
    assert frame["probability"].tolist() == read.probabilities[0].tolist()


def test_many_classes_share_one_colour_beyond_six():
    examples = [Example(f"w{i}", f"class {i}") for i in range(9)] + [Example("x", "class 8")]
    dataset = Dataset(tuple(examples))
    colours = ClassColours.of(dataset)
    names, shades = colours.legend
    assert names[0] == "class 8" and names[-1] == OTHER and len(names) == len(shades) == 7
    assert len(set(colours.all)) == 7
    run = train(dataset, ModelConfig(4), TrainConfig(epochs=1))
    frame = sentence_frame(trace(run.params, dataset.vocabulary, "w1 w2"), colours)
    assert np.allclose(frame.groupby("step")["probability"].sum(), 1)


def test_curves_hold_the_records_numbers(trained):
    records = trained[1]
    frame = curve_frame(records, CURVES[0], 100)
    assert frame["epoch"].tolist() == list(range(1, 13))
    assert frame["first"].tolist() == [record.train_loss for record in records]
    assert frame["second"].tolist() == [record.test_loss for record in records]
    assert frame["last"].tolist() == [False] * 11 + [True]


def test_specifications_do_not_change_while_training_goes_on():
    for curve in CURVES:
        assert curve_spec(curve, 100, False, False) is curve_spec(curve, 100, False, False)
        assert curve_spec(curve, 100, False, True)["height"] == curve_spec(curve, 100, False, False)["height"]


def test_specifications_hold_no_data_no_url_and_a_description(dataset):
    specs = [curve_spec(curve, 100, True, empty) for curve in CURVES for empty in (True, False)]
    for spec in [*specs, sentence_spec(6, ClassColours.of(dataset).legend, True)]:
        assert spec["description"]
        assert "data" not in spec and "http" not in json.dumps({k: v for k, v in spec.items() if k != "$schema"})


@given(st.integers(1, 3000), st.integers(1, 2), st.integers(0, 99))
def test_thinning_keeps_real_epochs_the_ends_and_the_extremes(n, k, seed):
    values = np.random.default_rng(seed).standard_normal((n, k))
    kept = thin(values)
    assert len(kept) <= MAX_POINTS
    assert list(kept) == sorted(set(kept)) and 0 <= kept[0] and kept[-1] < n
    assert kept[0] == 0 and kept[-1] == n - 1
    for column in range(k):
        assert values[kept, column].min() == values[:, column].min()
        assert values[kept, column].max() == values[:, column].max()


def test_thinning_does_without_a_test_set():
    values = np.column_stack([np.arange(1000.0), np.full(1000, np.nan)])
    assert len(thin(values)) <= MAX_POINTS


def test_the_table_has_every_sentence_wrong_ones_first_and_adds_up_to_the_accuracy(dataset, trained):
    frame = predictions_frame(dataset, trained[0])
    assert sorted(frame["sentence"]) == sorted(example.sentence for example in dataset.examples)
    wrong = (frame["right"] == "✗").tolist()
    assert any(wrong) and wrong == sorted(wrong, reverse=True)
    for part in ("train", "test"):
        rows = frame[frame["part"] == part]
        assert (rows["label"] == rows["prediction"]).mean() == evaluate(dataset, part, trained[0])[1]
    read = trace(trained[0], dataset.vocabulary, frame["sentence"].iloc[0])
    assert frame["probability"].iloc[0] == pytest.approx(read.probabilities[-1].max(), abs=1e-12)
