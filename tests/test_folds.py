"""The folds of a dataset: each sentence tested exactly once, each class learned in every one."""

from collections import Counter

import numpy as np
import pytest

from rnn_core import Dataset, Example, InvalidDataset, InvalidSetting, TextConfig, bundled, deal, split_off
from tests.datasets import TREACHEROUS, drawn, rows, tagged

TEN = rows(*(f"w{i} {'ab'[i % 2]} | {'ab'[i % 2]} | {'test' if i > 7 else 'train'}" for i in range(10)))


def distinct(*sizes: int, **text) -> Dataset:
    """So many different sentences of each class."""
    return rows(*(f"c{c} s{i} | class {c}" for c, size in enumerate(sizes) for i in range(size)), **text)


def datasets(folds) -> list[Dataset]:
    return [folds.dataset(fold) for fold in range(len(folds))]


def parts_of(folds) -> list[list[int]]:
    return [fold.indices("test").tolist() for fold in datasets(folds)]


def with_all_parts(dataset: Dataset) -> Dataset:
    """With a test part of a fifth, and a validation part of an eighth of the rest."""
    examples = split_off(split_off(dataset.examples, "test", 0.2, 0), "validation", 0.125, 0)
    return Dataset(examples, dataset.text)


@pytest.mark.parametrize("dataset", [TEN, bundled(), drawn(300, 3), with_all_parts(distinct(40, 25, 9))])
def test_every_sentence_of_every_part_is_tested_exactly_once(dataset):
    folds = deal(dataset, seed=0)
    assert sorted(i for tested in parts_of(folds) for i in tested) == list(range(len(dataset.examples)))
    assert not folds.untested
    for fold in datasets(folds):
        assert [(e.sentence, e.label, e.at) for e in fold.examples] == [
            (e.sentence, e.label, e.at) for e in dataset.examples
        ]


def test_each_fold_has_its_share_of_each_class_and_of_all():
    folds = deal(distinct(53, 31, 12), seed=3)
    counts = [fold.label_counts("test") for fold in datasets(folds)]
    assert len(counts) == 10
    for label in ("class 0", "class 1", "class 2"):
        assert max(count[label] for count in counts) - min(count[label] for count in counts) <= 1
    assert max(count.total() for count in counts) - min(count.total() for count in counts) <= 1


def test_the_seed_decides_who_is_tested_together():
    dataset = distinct(20, 20)
    assert parts_of(deal(dataset, 1)) == parts_of(deal(dataset, 1)) != parts_of(deal(dataset, 2))
    assert not np.array_equal(deal(dataset, 1).of_each, np.arange(40) % 10), "they are not dealt as they stand"


def test_as_many_folds_as_suit():
    assert len(deal(TEN, 0)) == 5, "a fold with one of each class"
    assert len(deal(distinct(6, 4), 0)) == 6
    assert len(deal(distinct(500, 500), 0)) == 10
    assert len(deal(distinct(501, 500), 0)) == 5
    assert len(deal(distinct(501, 500), 0, k=20)) == 20
    assert len(deal(TEN, 0, k=10)) == 10, "one sentence each"
    assert len(deal(distinct(2, 1), 0)) == 2
    assert len(deal(tagged(*(f"the/A w{i}/B" for i in range(7))), 0)) == 7


@pytest.mark.parametrize("k", [-1, 0, 1, 11, 1000])
def test_more_folds_than_sentences_or_less_than_two_are_refused(k):
    with pytest.raises(InvalidSetting, match="2 to 10 are possible"):
        deal(TEN, 0, k)


def test_a_class_with_one_sentence_is_only_learned_from():
    folds = deal(distinct(6, 6, 1, 1), seed=0)
    assert [example.label for example in folds.untested] == ["class 2", "class 3"]
    assert sorted(i for tested in parts_of(folds) for i in tested) == list(range(12))
    for fold in datasets(folds):
        assert fold.classes == ("class 0", "class 1", "class 2", "class 3")


def test_a_class_of_the_same_sentence_again_and_again_is_only_learned_from():
    folds = deal(rows("a x | a", "a y | a", "same | b", "same | b", "same | b"), seed=0)
    assert [example.sentence for example in folds.untested] == ["same"] * 3


def test_where_nothing_can_be_tested_that_is_said():
    with pytest.raises(InvalidDataset, match="No two sentences can be tested"):
        deal(distinct(1, 1, 1), seed=0)


def test_the_same_sentence_is_never_learned_and_tested():
    """Also where its label is another, and where it is written otherwise but read as the same."""
    lines = [f"{w} thing | {'ab'[i % 2]}" for i, w in enumerate("one two three one two One four five six ONE".split())]
    for seed in range(5):
        folds = deal(rows(*lines), seed)
        for fold in datasets(folds):
            learned = {e.sentence.casefold() for e in fold.examples if e.split != "test"}
            assert not learned & {e.sentence.casefold() for e in fold.examples_of("test")}


def test_the_validation_part_has_the_same_share_as_before():
    dataset = with_all_parts(distinct(80, 40))
    assert len(dataset.indices("validation")) == 12  # of 96 that are not tested: an eighth
    for fold in datasets(deal(dataset, 0)):
        assert len(fold.indices("test")) == 12
        assert fold.label_counts("validation") == {"class 0": 9, "class 1": 4}  # an eighth of 72 and of 36
    assert not any(len(fold.indices("validation")) for fold in datasets(deal(distinct(80, 40), 0)))
    small = rows(*(f"s{i} | {'ab'[i % 2]} | {'validation' if i == 29 else 'train'}" for i in range(30)))
    assert not any(len(fold.indices("validation")) for fold in datasets(deal(small, 0))), "a thirtieth of 13 is none"


def test_words_are_cut_as_before_and_a_fold_knows_those_of_its_own_training_part():
    dataset = rows(*(f"Say w{i} | {'ab'[i % 2]}" for i in range(12)), fold_case=False, unknown="vector")
    for fold in datasets(deal(dataset, 0)):
        assert fold.text == dataset.text and fold.tokenised is dataset.tokenised
        tested = {f"w{i}" for i in fold.indices("test")}
        assert set(fold.vocabulary.words) == {"Say"} | {f"w{i}" for i in range(12)} - tested


def test_a_training_part_over_a_cap_is_refused(monkeypatch):
    from rnn_core import limits

    dataset = rows(*(f"w{i} | {'ab'[i % 2]} | {'train' if i < 4 else 'test'}" for i in range(12)), unknown="vector")
    folds = deal(dataset, 0)
    monkeypatch.setattr(limits, "MAX_VOCABULARY", 5)
    with pytest.raises(InvalidDataset, match="different words"):
        folds.dataset(0)


def test_of_tagged_sentences_every_tag_is_learned_in_every_fold():
    dataset = tagged("the/D cat/N", "a/D dog/N", "it/P runs/V", "they/P run/V", "run/V cat/N", "odd/X cat/N")
    folds = deal(dataset, seed=0)
    assert [example.sentence for example in folds.untested] == ["odd cat"], "no other one has the tag X"
    assert sorted(i for tested in parts_of(folds) for i in tested) == [0, 1, 2, 3, 4]
    for fold in datasets(folds):
        assert fold.tagged and fold.classes == dataset.classes


def test_whatever_the_labels_every_fold_is_a_dataset_with_all_classes():
    """Making it would fail with a label that only its test part has."""
    random = np.random.default_rng(0)
    for case in range(150):
        S, C, words = (int(random.integers(low, high)) for low, high in ((2, 40), (2, 8), (1, 30)))
        is_tagged = case % 3 == 0
        examples = []
        for _ in range(S):
            length = int(random.integers(1, 4))
            sentence = " ".join(f"w{random.integers(words)}" for _ in range(length))
            names = [TREACHEROUS[random.integers(C)] for _ in range(length if is_tagged else 1)]
            examples.append(Example(sentence, " ".join(names)))
        if len({label for e in examples for label in (e.label.split() if is_tagged else [e.label])}) < 2:
            continue
        dataset = Dataset(tuple(examples), TextConfig(unknown="vector"), tagged=is_tagged)
        try:
            folds = deal(dataset, case)
        except InvalidDataset:
            continue
        seen = Counter(i for tested in parts_of(folds) for i in tested)
        assert all(len(tested) for tested in parts_of(folds))
        assert len(seen) + len(folds.untested) == S and set(seen.values()) == {1}
        assert all(fold.classes == dataset.classes for fold in datasets(folds))
