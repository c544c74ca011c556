"""Suggested settings: they go together with any sentences, keep within the caps, and learn what they are for."""

from dataclasses import replace
from itertools import pairwise
from statistics import median

import numpy as np
import pytest

from rnn_core import Dataset, Example, Layout, TextConfig, bundled, evaluate, initial_params, limits, split_off, train
from rnn_core.combinations import require_fitting
from rnn_core.dataset import VALIDATION_SHARE
from rnn_core.recipes import suggest
from tests.datasets import tagged

SIZES = [2, 200, 201, 2000, 2001, 10_000]


def learning_from(size, classes=2, words=2, validation=1):
    """Training sentences, each with a word or two of its own until the words run out, and some for validation."""
    examples = [Example(f"a{2 * i % words} a{(2 * i + 1) % words}", f"c{i % classes}") for i in range(size)]
    return Dataset((*examples, *[replace(examples[0], split="validation")] * validation))


@pytest.mark.parametrize("pretrained", [False, True])
@pytest.mark.parametrize("validation", [0, 5])
@pytest.mark.parametrize("size", SIZES)
def test_for_every_size_it_can_be_trained(size, validation, pretrained):
    dataset = learning_from(size, validation=validation)
    recipe = suggest(dataset, pretrained)
    require_fitting(dataset, recipe.model, recipe.training)
    assert bool(recipe.training.early_stopping) == bool(validation)


def test_the_more_sentences_the_more_an_update_reads_and_the_fewer_epochs():
    for smaller, larger in pairwise(suggest(learning_from(size)).training for size in SIZES):
        assert smaller.batch_size <= larger.batch_size and smaller.epochs >= larger.epochs


@pytest.mark.parametrize("size", SIZES)
def test_the_embedding_begins_by_counts_or_with_the_vectors_that_are_given(size):
    assert [suggest(learning_from(size), given).model.counts_words for given in (False, True)] == [True, False]


def test_without_a_validation_part_a_run_has_half_the_epochs():
    with_it, without = (suggest(learning_from(500, validation=n)).training for n in (5, 0))
    assert without == replace(with_it, early_stopping=0, epochs=with_it.epochs // 2)


def test_only_sentences_to_learn_from_count():
    few = learning_from(150)
    tests = tuple(Example("a0", "c0", "test") for _ in range(5000))
    assert suggest(Dataset((*few.examples, *tests))) == suggest(few)


def test_words_with_tags_get_an_answer_each():
    dataset = tagged("the/D dog/N runs/V", "a/D cat/N sleeps/V")
    recipe = suggest(dataset)
    assert recipe.model.readout == "words"
    require_fitting(dataset, recipe.model, recipe.training)


@pytest.mark.parametrize("most", [limits.MAX_WEIGHTS, 600_000, 100_000])
@pytest.mark.parametrize("pretrained", [False, True])
def test_where_a_network_would_be_too_large_its_embedding_becomes_narrower(monkeypatch, most, pretrained):
    monkeypatch.setattr(limits, "MAX_WEIGHTS", most)
    dataset = learning_from(20_000, limits.MAX_CLASSES, limits.MAX_VOCABULARY)
    model = suggest(dataset, pretrained).model
    rows, classes = dataset.vocabulary.rows, len(dataset.classes)
    assert Layout(model, rows, classes).size <= most
    initial_params(model, rows, classes, np.random.default_rng(0))


def accuracies(dataset, seeds=3):
    recipe = suggest(dataset)
    for seed in range(seeds):
        run = train(dataset, recipe.model, replace(recipe.training, seed=seed))
        list(run)
        yield evaluate(dataset, "test", run.kept[1])[1]


def opinions(sentences, seed=0):
    """Sentences of 12 to 24 words: mostly fillers, and three words that lean to the label, of a hundred for each."""
    random = np.random.default_rng(seed)
    examples = []
    for i in range(sentences):
        label = ("bad", "good")[i % 2]
        words = [f"w{word}" for word in random.zipf(1.3, random.integers(9, 22)) if word < 5000]
        leaning = [f"{label if random.random() < 0.85 else 'good'}{random.integers(100)}" for _ in range(3)]
        examples.append(Example(" ".join(random.permutation([*words, *leaning])), label, "test" if i % 3 else "train"))
    examples = split_off(examples, "validation", VALIDATION_SHARE, seed)
    return Dataset(examples, TextConfig("words", unknown="vector"))


def test_hundreds_of_long_sentences_are_learned_and_not_by_heart():
    assert median(accuracies(opinions(1800))) > 0.85


def test_a_few_sentences_in_which_order_decides_are_learned():
    examples = split_off(bundled().examples, "validation", VALIDATION_SHARE, 0)
    assert median(accuracies(Dataset(examples))) > 0.85
