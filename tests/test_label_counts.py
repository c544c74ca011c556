"""What counting words knows, and an embedding that begins with it."""

import math

import numpy as np
import pytest

from rnn_core import Dataset, Example, ModelConfig, TextConfig, TrainConfig, train
from rnn_core.initialise import COUNTS_SCALE
from rnn_core.label_counts import log_count_ratios

ROWS = (
    ("good good film", "yes", "train"),
    ("good plot", "yes", "train"),
    ("bad film", "no", "train"),
    ("bad bad bad", "no", "test"),  # not learned from
    ("good", "no", "validation"),
)


def dataset(rows=ROWS, tagged=False) -> Dataset:
    return Dataset(
        tuple(Example(*row, str(i)) for i, row in enumerate(rows)), TextConfig(unknown="vector"), tagged=tagged
    )


def test_ratios_are_those_worked_out_by_hand():
    # Vocabulary: bad, film, good, plot, the unknown word. Classes: no, yes. A word counts once in a sentence.
    no, yes = np.array([2, 2, 1, 1, 1]) / 7, np.array([1, 2, 3, 2, 1]) / 9
    half = np.log(yes / no) / 2
    np.testing.assert_allclose(log_count_ratios(dataset()), np.stack([-half, half], axis=1), rtol=1e-12)


def test_where_words_are_tagged_a_word_counts_with_its_own_tag():
    tagged = dataset((("a run", "D N", "train"), ("run run", "V N", "train")), tagged=True)
    assert tagged.classes == ("D", "N", "V") and tagged.vocabulary.words == ("a", "run")
    p = np.array([[2, 1, 1], [1, 3, 2], [1, 1, 1]]) / np.array([4, 5, 4])
    np.testing.assert_allclose(log_count_ratios(tagged), np.log(p) - np.log(p).mean(axis=1, keepdims=True), rtol=1e-12)


def test_each_row_sums_to_0_and_words_of_one_class_alone_point_its_way():
    ratios = log_count_ratios(dataset())
    np.testing.assert_allclose(ratios.sum(axis=1), 0, atol=1e-12)
    assert ratios[2, 1] > 0 > ratios[0, 1]


@pytest.mark.parametrize("vectors", [None, np.arange(30.0).reshape(5, 6)], ids=["random", "vectors"])
def test_an_embedding_by_counts_is_the_other_one_moved_by_the_ratios(vectors):
    data, network = dataset(), dict(hidden_size=4, input="embedding", embedding_size=6)
    without, by_counts = (
        train(data, ModelConfig(**network, first_embedding=first), TrainConfig(seed=3), vectors=vectors).params
        for first in ("random", "counts")
    )
    ratios, moved = log_count_ratios(data), by_counts.table - without.table
    U, *_ = np.linalg.lstsq(ratios, moved, rcond=None)
    np.testing.assert_allclose(ratios @ U, moved, atol=1e-12)
    assert np.linalg.matrix_rank(moved, tol=1e-9) == 1  # of two classes: along one direction, there and back
    assert 0.2 * COUNTS_SCALE < np.abs(moved).max() / np.abs(ratios).max() < 6 * COUNTS_SCALE
    by_counts.table[...] = without.table
    np.testing.assert_array_equal(by_counts.flat, without.flat)


def test_words_that_are_one_hot_begin_as_ever():
    first, second = (
        train(dataset(), ModelConfig(4, first_embedding=first), TrainConfig()).params.flat
        for first in ("random", "counts")
    )
    np.testing.assert_array_equal(first, second)


def test_what_is_for_validation_and_testing_is_not_counted():
    without = tuple(row for row in ROWS if row[2] == "train")
    np.testing.assert_array_equal(log_count_ratios(dataset()), log_count_ratios(dataset(without)))


def test_a_network_that_begins_by_counts_tells_held_out_words_of_both_classes_after_one_epoch():
    words = [f"w{i}" for i in range(60)]
    rows = [(f"{words[i]} {words[(i + 7) % 30]} x", "left", "train") for i in range(30)]
    rows += [(f"{words[30 + i]} {words[30 + (i + 7) % 30]} x", "right", "train") for i in range(30)]
    rows += [
        (f"{words[i]} {words[i + 1]}", "left" if i < 29 else "right", "test") for i in (*range(29), *range(30, 59))
    ]
    network = ModelConfig(16, readout="mean", input="embedding", embedding_size=16, first_embedding="counts")
    run = train(dataset(rows), network, TrainConfig(learning_rate=0.01, epochs=2, optimiser="adam", clip_by="norm"))
    records = [event for event in run if hasattr(event, "test_accuracy")]
    assert records[-1].test_accuracy == 1.0 and not math.isnan(records[-1].test_loss)
