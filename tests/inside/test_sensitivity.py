"""How much hangs on word order and on single words: the same as reading every changed sentence by itself."""

import numpy as np
import pytest

from rnn_core import Dataset, Example, Params, bundled, trace
from rnn_core.inside.sensitivity import BACKWARDS, MOST_SENTENCES, MOST_WORDS, ONE_WORD_LESS, Sensitivity
from tests.datasets import rows
from tests.inside.cell_equations import undecided
from tests.inside.equations import network
from tests.networks import every_network, plain, random_params


def by_reading(dataset, params, split):
    """The two shares, sentence by sentence through trace()."""

    def answer(words):
        return trace(params, dataset.vocabulary, " ".join(words)).probabilities[-1].argmax()

    backwards, less = [], []
    for example in dataset.examples_of(split):
        words = trace(params, dataset.vocabulary, example.sentence).words
        if len(words) < 2:
            continue
        backwards.append(answer(words[::-1]) != answer(words))
        less.append(any(answer(words[:t] + words[t + 1 :]) != answer(words) for t in range(len(words))))
    return {BACKWARDS: np.mean(backwards), ONE_WORD_LESS: np.mean(less)}


def one_unit(dataset, recurrence, **pushes):
    """A network of one unit, whose sign is the answer: above 0 is class 0."""
    params = Params(np.zeros(plain(dataset.vocabulary.rows, 1, 2).size), plain(dataset.vocabulary.rows, 1, 2))
    for word, push in pushes.items():
        params["Wxh"][dataset.vocabulary.encode([word])] = push
    params["Whh"][...] = recurrence
    params.Why[0] = 1.0, -1.0
    return params


def test_the_rates_are_those_of_reading_every_changed_sentence():
    dataset = bundled()
    sensitivity = Sensitivity.of(dataset)
    seen = []
    for seed in range(12):
        params = network(seed, hidden=5, classes=2, scale=0.8, words=dataset.vocabulary.rows)
        seen.append(sensitivity.rates(params))
        assert seen[-1] == by_reading(dataset, params, "test")
    assert len({rates[BACKWARDS] for rates in seen}) > 3 and len({rates[ONE_WORD_LESS] for rates in seen}) > 3


def test_without_a_test_part_the_training_sentences_are_read_and_unknown_words_left_out():
    dataset = rows("a b c | x", "c a | y", "b | x", "a a b b c | y")
    params = network(5, hidden=4, classes=2, scale=0.8, words=3)
    assert Sensitivity.of(dataset).sentences.tolist() == [0, 1, 3]
    assert Sensitivity.of(dataset).rates(params) == by_reading(dataset, params, "train")

    tested = rows("a b c | x", "c a | y", "c new a | x | test", "new b | y | test", "b c | x | test")
    assert Sensitivity.of(tested).sentences.tolist() == [2, 4]
    assert Sensitivity.of(tested).rates(params) == by_reading(tested, params, "test")


def test_a_network_that_hears_only_the_last_word_changes_its_answer_with_the_order():
    dataset = rows("up down | x", "down up | y", "up down down | x", "up up | y")
    params = one_unit(dataset, 0.0, up=1.0, down=-1.0)
    # Backwards the first three end in another word. One word less: only "up down" and "down up" can.
    assert Sensitivity.of(dataset).rates(params) == {BACKWARDS: 0.75, ONE_WORD_LESS: 0.5}


def test_a_network_that_adds_words_up_never_minds_their_order():
    dataset = rows("up down down | x", "up up down | y", "down up up up down | x", "down down down | y")
    params = one_unit(dataset, 1.0, up=1e-5, down=-1e-5)  # so little that tanh is straight
    params.by[0] = 5e-6  # a draw is "up"
    # Down wins in the first by one, so that a word less is a draw; in the last nothing helps; in the two others up wins
    # by one, and a draw is still up.
    assert Sensitivity.of(dataset).rates(params) == {BACKWARDS: 0.0, ONE_WORD_LESS: 0.25}


@pytest.mark.parametrize(
    "dataset", [rows("a | x", "b | y"), rows("a b | x", "b a | y", "a | x | test", "b | y | test")]
)
def test_sentences_of_one_word_only_have_nothing_to_change(dataset):
    sensitivity = Sensitivity.of(dataset)
    assert len(sensitivity.sentences) == 0
    assert sensitivity.rates(network(0, classes=2, words=2)) == {}


@pytest.mark.parametrize(("sentences", "every"), [(199, 1), (200, 1), (201, 2), (1000, 5), (1001, 6)])
def test_of_many_sentences_a_few_are_read_evenly_spread(sentences, every):
    dataset = Dataset(tuple(Example("a b", "xy"[i % 2]) for i in range(sentences)))
    chosen = Sensitivity.of(dataset).sentences
    assert chosen.tolist() == list(range(0, sentences, every)) and len(chosen) <= MOST_SENTENCES == 200


def words_read(lengths):
    """Of all changed sentences: each one backwards, and with each of its words left out."""
    return sum(n + n * (n - 1) for n in lengths)


@pytest.mark.parametrize(("length", "every"), [(10, 1), (18, 1), (30, 3), (60, 11), (199, 119)])
def test_of_long_sentences_no_more_are_read_than_the_words_allow_and_evenly_spread_too(length, every):
    dataset = Dataset(tuple(Example(" ".join("abcde"[t % 5] for t in range(length)), "xy"[i % 2]) for i in range(150)))
    chosen = Sensitivity.of(dataset).sentences
    assert 0 < words_read([length] * len(chosen)) <= MOST_WORDS == 50_000
    assert chosen.tolist() == list(range(0, 150, every))[: MOST_WORDS // length**2]
    params = network(1, hidden=3, classes=2, words=5)
    assert set(Sensitivity.of(dataset).rates(params)) == {BACKWARDS, ONE_WORD_LESS}


def test_the_words_allowed_are_not_passed_where_lengths_differ():
    for seed in range(20):
        lengths = np.random.default_rng(seed).geometric(0.02, 300).clip(1, 200)
        dataset = Dataset(tuple(Example("a " * n + "b", "xy"[i % 2]) for i, n in enumerate(lengths)))
        chosen = Sensitivity.of(dataset).sentences
        assert 0 < words_read(lengths[chosen] + 1) <= MOST_WORDS and len(chosen) <= MOST_SENTENCES


TESTED = rows(
    "up down not | x", "not up | y", "up not down | x | test", "new down up down | x | test", "up up | y | test",
    "down not | y | test", "new | x | test", "not down up | x | test",
)  # fmt: skip


@every_network
def test_in_every_network_the_rates_are_those_of_reading_every_changed_sentence(config):
    sensitivity = Sensitivity.of(TESTED)
    assert sensitivity.sentences.tolist() == [2, 3, 4, 5, 7]
    seen = set()
    for seed in range(3):
        params = random_params(config, np.random.default_rng(seed), words=TESTED.vocabulary.rows, classes=2)
        undecided(params, np.split(TESTED.corpus.words, TESTED.corpus.offsets[1:-1]))
        rates = sensitivity.rates(params)
        assert rates == by_reading(TESTED, params, "test")
        seen |= set(rates.values())
    assert len(seen) > 1
