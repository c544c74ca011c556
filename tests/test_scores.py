"""Precision, recall and F1 against numbers worked out by hand."""

import numpy as np
import pytest

from playground.scores import macro_f1, per_class
from tests.datasets import TREACHEROUS, drawn, rows, tagged

# In train one sentence of each class. In test the labels are a a a a b b e; d never occurs there.
DATASET = rows(
    "1 | a", "2 | b", "3 | c", "4 | d", "5 | e",
    "1 | a | test", "2 | a | test", "3 | a | test", "4 | a | test", "5 | b | test", "1 | b | test", "2 | e | test",
)  # fmt: skip
#                            train   test
ANSWERS = np.array(["abcde".index(answer) for answer in "abcde" + "aaabbcb"])


def test_each_class_is_scored_as_by_hand():
    # Answers a a a b b c b for labels a a a a b b e:
    #   a: 3 of its 3 answers are right, 3 of 4 sentences are found:    1, 3/4, F1 = 2 * 3 / (3 + 4)
    #   b: 1 of its 3 answers is right, 1 of 2 sentences is found:    1/3, 1/2, F1 = 2 * 1 / (3 + 2)
    #   e: never answered, so no precision; 0 of 1 is found, F1 = 0 / (0 + 1)
    #   c: answered once, wrongly; it never occurs, so no recall; F1 = 0 / (1 + 0)
    #   d: neither occurs nor is answered: no row
    frame = per_class(DATASET, ANSWERS, "test")
    assert frame["label"].tolist() == ["a", "b", "e", "c"]
    assert frame["true"].tolist() == [4, 2, 1, 0]
    assert frame["predicted"].tolist() == [3, 3, 0, 1]
    assert frame["precision"].tolist() == pytest.approx([1, 1 / 3, np.nan, 0], nan_ok=True)
    assert frame["recall"].tolist() == pytest.approx([3 / 4, 1 / 2, 0, np.nan], nan_ok=True)
    assert frame["f1"].tolist() == pytest.approx([6 / 7, 2 / 5, 0, 0])


def test_each_tag_is_scored_over_the_words_that_were_read():
    # In test the tags are X X Y Z, answered X Y Y X; "new" is skipped, so that its Z is not among them.
    dataset = tagged("a/X b/Y", "c/Z", "a/X a/X new/Z b/Y | test", "c/Z | test")
    answers = np.array(["XYZ".index(answer) for answer in "XYZ" + "XYYX"])
    frame = per_class(dataset, answers, "test")
    assert frame["label"].tolist() == ["X", "Y", "Z"]
    assert frame["true"].tolist() == [2, 1, 1]
    assert frame["predicted"].tolist() == [2, 2, 0]
    assert frame["precision"].tolist() == pytest.approx([1 / 2, 1 / 2, np.nan], nan_ok=True)
    assert frame["recall"].tolist() == [1 / 2, 1, 0]
    assert frame["f1"].tolist() == pytest.approx([1 / 2, 2 / 3, 0])
    assert macro_f1(dataset, answers, "test") == pytest.approx((1 / 2 + 2 / 3 + 0) / 3)
    assert macro_f1(dataset, answers, "train") == 1 and macro_f1(dataset, answers, "validation") is None


def test_what_is_undefined_is_not_a_number_and_never_zero():
    frame = per_class(DATASET, ANSWERS, "test").set_index("label")
    assert np.isnan(frame.loc["e", "precision"]) and np.isnan(frame.loc["c", "recall"])
    assert frame.loc["e", "recall"] == frame.loc["c", "precision"] == 0


def test_each_part_is_scored_by_itself():
    frame = per_class(DATASET, ANSWERS, "train")  # all right, one of each
    assert frame["label"].tolist() == list("abcde")
    assert frame[["precision", "recall", "f1"]].to_numpy().tolist() == [[1, 1, 1]] * 5


def test_the_mean_is_over_the_classes_that_occur_however_small():
    # a, b and e occur in test; c is answered there, but is no class of it.
    assert macro_f1(DATASET, ANSWERS, "test") == pytest.approx((6 / 7 + 2 / 5 + 0) / 3)
    assert macro_f1(DATASET, ANSWERS, "train") == 1


def test_a_part_without_sentences_has_no_mean():
    assert macro_f1(DATASET, ANSWERS, "validation") is None


def test_always_the_same_answer_has_the_recall_of_one_class_and_the_precision_of_its_share():
    # Labels a a a b, always a: precision 3/4, recall 1, F1 = 2 * 3 / (4 + 3); the mean with b's 0 is half of it.
    dataset = rows("1 | a", "2 | a", "3 | a", "4 | b")
    frame = per_class(dataset, np.zeros(4, dtype=int), "train")
    assert frame["precision"].tolist() == pytest.approx([3 / 4, np.nan], nan_ok=True)
    assert frame["recall"].tolist() == [1, 0]
    assert macro_f1(dataset, np.zeros(4, dtype=int), "train") == pytest.approx(6 / 7 / 2)


@pytest.mark.parametrize("seed", range(5))
def test_the_definitions_hold_for_any_answers(seed):
    dataset = drawn(120, 6, seed=seed)
    answers = np.random.default_rng(seed).integers(0, 6, len(dataset.examples))
    part = dataset.indices("test")
    frame = per_class(dataset, answers, "test")
    assert frame["true"].sum() == frame["predicted"].sum() == len(part)
    assert frame["true"].is_monotonic_decreasing
    for row in frame.itertuples():
        labelled = dataset.corpus.labels[part] == dataset.classes.index(row.label)
        answered = answers[part] == dataset.classes.index(row.label)
        both = (labelled & answered).sum()
        assert row.f1 == pytest.approx(2 * both / (labelled.sum() + answered.sum()))
        assert row.recall == pytest.approx(both / labelled.sum() if labelled.any() else np.nan, nan_ok=True)
        assert row.precision == pytest.approx(both / answered.sum() if answered.any() else np.nan, nan_ok=True)


def test_treacherous_labels_are_only_ever_values():
    dataset = rows(*(f"word{i} | {label}" for i, label in enumerate(TREACHEROUS)))
    frame = per_class(dataset, dataset.corpus.labels, "train")
    assert frame["label"].tolist() == sorted(TREACHEROUS)
    assert list(frame.columns) == ["label", "true", "predicted", "precision", "recall", "f1"]
