"""Readouts: what is read out of the states, by hand on sentences of different lengths, how it is judged."""

import math

import numpy as np
import pytest

from rnn_core import (
    Batch,
    Corpus,
    Dataset,
    EpochRecord,
    Example,
    Layout,
    ModelConfig,
    Params,
    TextConfig,
    TrainConfig,
    evaluate,
    loss_and_gradients,
    pack,
    pack_unlabelled,
    predict,
    predict_words,
    trace,
    train,
)
from rnn_core.model import read_layers, read_out, read_out_at_end
from rnn_core.readout import READOUTS
from tests.datasets import rows, tagged

# A state for each of four words that does not depend on what came before: Whh is 0, so h = tanh(Wxh).
STATES = np.array([[0.5, -0.25], [-0.5, 0.75], [0.25, -0.75], [-0.125, -0.5]])
SENTENCES = [[3, 2], [], [0, 1, 2, 0], [1], []]


def still(readout: str, directions: int = 1, **changed) -> Params:
    """A network whose state is the word's own. Backwards it holds the same with the signs turned round."""
    layout = Layout(ModelConfig(2, readout=readout, directions=directions, **changed), 4, 2)
    params = Params(np.zeros(layout.size), layout)
    params["Wxh"][...] = np.arctanh(STATES)
    if directions == 2:
        params["Wxh_back"][...] = -np.arctanh(STATES)
    return params


def in_order(batch: Batch, values: np.ndarray) -> np.ndarray:
    """The rows of packed sentences in the order of SENTENCES."""
    back = np.empty_like(values)
    back[batch.order] = values
    return back


def read(params: Params) -> tuple[Batch, np.ndarray]:
    batch = pack(Corpus.of(SENTENCES, [0] * len(SENTENCES)), range(len(SENTENCES)))
    return batch, read_out(params, batch, read_layers(params, batch))


BY_HAND = {
    # [3, 2]                 []      [0, 1, 2, 0]         [1]            []
    "last": [(0.25, -0.75), (0, 0), (0.5, -0.25), (-0.5, 0.75), (0, 0)],
    # (-0.125 + 0.25) / 2 ...        (0.5 - 0.5 + 0.25 + 0.5) / 4, (-0.25 + 0.75 - 0.75 - 0.25) / 4
    "mean": [(0.0625, -0.625), (0, 0), (0.1875, -0.125), (-0.5, 0.75), (0, 0)],
    # of the first sentence the largest of two negative numbers, not 0
    "max": [(0.25, -0.5), (0, 0), (0.5, 0.75), (-0.5, 0.75), (0, 0)],
}


@pytest.mark.parametrize("readout", BY_HAND)
def test_what_is_read_out_of_sentences_of_different_lengths_by_hand(readout):
    batch, r = read(still(readout))
    np.testing.assert_allclose(in_order(batch, r), BY_HAND[readout], atol=1e-15)


def test_of_two_directions_the_states_stand_side_by_side():
    # Backwards the last state is that after the first word; the signs are turned round.
    first_words = [(0.125, 0.5), (0, 0), (-0.5, 0.25), (0.5, -0.75), (0, 0)]
    smallest = [(-0.125, -0.75), (0, 0), (-0.5, -0.75), (-0.5, 0.75), (0, 0)]
    backwards = {"last": first_words, "mean": -np.array(BY_HAND["mean"]), "max": -np.array(smallest)}
    for readout, expected in backwards.items():
        batch, r = read(still(readout, 2))
        np.testing.assert_allclose(in_order(batch, r), np.hstack([BY_HAND[readout], expected]), atol=1e-15)


@pytest.mark.parametrize("directions", [1, 2])
def test_at_every_word_its_own_states_are_read_out(directions):
    batch, r = read(still("words", directions))
    assert sorted(batch.words) == sorted(word for sentence in SENTENCES for word in sentence)
    np.testing.assert_allclose(r[:, :2], STATES[batch.words], atol=1e-15)
    if directions == 2:
        np.testing.assert_allclose(r[:, 2:], -STATES[batch.words], atol=1e-15)


def random_params(readout: str, seed: int = 0, **changed) -> Params:
    layout = Layout(ModelConfig(**{"hidden_size": 3, "readout": readout, **changed}), 5, 3)
    return Params(np.random.default_rng(seed).standard_normal(layout.size) * 0.8, layout)


def slow_states(params: Params, sentence: list[int]) -> np.ndarray:
    """(T, D * H) the states at every word of one layer of tanh, in plain loops."""
    columns = []
    for suffix, words in (("", sentence), ("_back", sentence[::-1]))[: params.layout.config.directions]:
        h, seen = np.zeros(params.layout.hidden), []
        for word in words:
            h = np.tanh(params[f"Wxh{suffix}"][word] + h @ params[f"Whh{suffix}"] + params[f"bh{suffix}"])
            seen.append(h)
        columns.append(np.array(seen[::-1] if suffix else seen).reshape(len(words), params.layout.hidden))
    return np.hstack(columns)


@pytest.mark.parametrize("directions", [1, 2])
@pytest.mark.parametrize("readout", READOUTS)
def test_what_is_read_out_is_what_loops_over_single_words_find(readout, directions):
    params = random_params(readout, directions=directions)
    random = np.random.default_rng(1)
    sentences = [random.integers(0, 5, length).tolist() for length in (3, 0, 7, 1, 3, 2)]
    batch = pack_unlabelled(sentences)
    r = read_out(params, batch, read_layers(params, batch))
    H = params.layout.hidden
    for place, which in enumerate(batch.order):
        states = slow_states(params, sentences[which])
        if readout == "words":
            np.testing.assert_allclose(r[batch.sentence == place], states, atol=1e-14)
            continue
        expected = np.zeros(directions * H)
        if len(states):
            ends = np.concatenate([states[-1, :H], states[0, H:]])  # backwards the first word comes last
            expected = {"last": ends, "mean": states.mean(axis=0), "max": states.max(axis=0)}[readout]
        np.testing.assert_allclose(r[place], expected, atol=1e-14)


@pytest.mark.parametrize("directions", [1, 2])
@pytest.mark.parametrize("readout", READOUTS)
def test_a_trace_shows_after_each_word_what_is_read_out_of_a_sentence_that_ends_there(readout, directions):
    data = Dataset((Example("a b c d e", "x"), Example("b", "y"), Example("c", "z")))
    params = random_params(readout, directions=directions)
    opened = trace(params, data.vocabulary, "c a b e a")
    ids = list(opened.ids)
    for t in range(1 + len(ids)):
        expected = read_out_at_end(params, pack_unlabelled([ids[:t]]))[0]
        if readout == "words" and directions == 2 and t:  # there the whole sentence is behind every word
            expected = slow_states(params, ids)[t - 1]
        np.testing.assert_allclose(opened.read_out[t], expected, atol=1e-14)


# Ties of the maximum.


def word_gradients(params: Params, sentence: list[int]) -> np.ndarray:
    """(T, W) dL/d(the states at every word), where dL/dr is 1."""
    batch = pack(Corpus.of([sentence], [0]), [0])
    top = read_layers(params, batch)[-1].directions
    readout = READOUTS[params.layout.config.readout]
    r = readout.read(batch, top, params.layout.hidden)
    dlast, dwords = readout.backward(batch, top, r, np.ones_like(r))
    assert dlast is None
    return dwords


@pytest.mark.parametrize("directions", [1, 2])
def test_ties_of_the_maximum_go_to_the_earliest_word(directions):
    # Word 0 has the largest first number and occurs three times, word 2 has the smallest second one.
    expected = np.zeros((5, 2 * directions))
    expected[1, 0] = expected[2, 1] = 1
    if directions == 2:  # signs turned round: the smallest of the other way; still the earliest in the sentence
        expected[2, 2] = expected[0, 3] = 1
    assert word_gradients(still("max", directions), [2, 0, 1, 0, 0]).tolist() == expected.tolist()


def test_where_all_states_are_equal_the_first_word_of_every_sentence_takes_the_gradient():
    params = still("max", cell="relu")
    params["Wxh"][...] = -1.0  # so that every state is 0
    batch = pack(Corpus.of([[0, 1], [2, 3, 0], []], [0, 0, 0]), range(3))
    top = read_layers(params, batch)[-1].directions
    r = READOUTS["max"].read(batch, top, 2)
    dr = np.array([[1.0, 2], [3, 4], [5, 6]])
    _, dwords = READOUTS["max"].backward(batch, top, r, dr.copy())
    assert dwords[:2].tolist() == dr[:2].tolist() and not dwords[2:].any()


def test_a_word_that_stands_twice_learns_from_the_maximum_once():
    once, twice = (
        loss_and_gradients(params, pack(Corpus.of([words], [0]), [0]))[1].whole()["Wxh"]
        for params, words in ((still("max"), [0]), (still("max"), [0, 0, 0]))
    )
    assert np.array_equal(once, twice)
    params = still("mean")
    params.Why[...] = 1.0, -1.0
    assert loss_and_gradients(params, pack(Corpus.of([[0, 0]], [0]), [0]))[1].whole()["Wxh"][0].all()


def test_the_mean_gives_every_word_an_equal_part_of_the_gradient():
    assert word_gradients(still("mean"), [2, 0, 1, 0]).tolist() == np.full((4, 2), 0.25).tolist()


# How answers are judged.


def answering(layout: Layout, shares: np.ndarray) -> Params:
    """A network that answers every word (V, C) with these probabilities.

    The state is 0.5 where the word stands and 0 elsewhere (H = V), and Why turns that into the logarithms.
    """
    params = Params(np.zeros(layout.size), layout)
    params["Wxh"][...] = np.arctanh(np.eye(layout.words) / 2)
    params.Why[...] = 2 * np.log(shares)
    return params


SHARES = np.array([[0.5, 0.5], [0.8, 0.2], [0.9, 0.1], [0.25, 0.75]])  # of the tags X and Y; Y for d, else X or a tie
TAGGED = tagged("a/X b/X b/Y d/Y", "c/Y", "d/X d/Y", "d/Y c/X b/X | test", "c/Y | test")
AT_WORDS = Layout(ModelConfig(4, readout="words"), 4, 2)


def test_the_loss_at_every_word_is_the_mean_over_sentences_of_the_mean_over_their_words():
    params = answering(AT_WORDS, SHARES)
    np.testing.assert_allclose(predict_words(params, pack(TAGGED.corpus, [0]))[[0, 3]], SHARES[[0, 3]], atol=1e-14)
    first = -(math.log(0.5) + math.log(0.8) + math.log(0.2) + math.log(0.75)) / 4
    second, third = -math.log(0.1), -(math.log(0.25) + math.log(0.75)) / 2
    expected = (first + second + third) / 3
    loss, _ = loss_and_gradients(params, pack(TAGGED.corpus, range(3)))
    assert loss == pytest.approx(expected, rel=1e-14)
    assert evaluate(TAGGED, "train", params)[0] == pytest.approx(expected, rel=1e-14)
    over_all_words = (4 * first + second + 2 * third) / 7
    assert abs(over_all_words - expected) > 0.1


def test_accuracy_on_tags_is_over_the_words():
    params = answering(AT_WORDS, SHARES)
    # a is a tie, which goes to X. Right are a, b, d of the first, none of the second, one d of the third: 4 of 7.
    assert evaluate(TAGGED, "train", params)[1] == pytest.approx(4 / 7)
    assert evaluate(TAGGED, "test", params)[1] == pytest.approx(3 / 4)
    *_, record = train(TAGGED, AT_WORDS.config, TrainConfig(1e-9, epochs=1, seed=2))
    assert record.train_accuracy * 7 == pytest.approx(round(record.train_accuracy * 7))


def test_a_sentence_without_words_adds_nothing_to_the_loss_at_every_word_but_is_one_of_the_sentences():
    data = tagged("a/X b/Y", "a/Y", "rare/X", min_count=2)  # b and rare are not kept
    assert data.corpus.lengths.tolist() == [1, 1, 0] and data.vocabulary.words == ("a",)
    layout = Layout(ModelConfig(1, readout="words"), 1, 2)
    params = answering(layout, np.array([[0.8, 0.2]]))
    loss, accuracy = evaluate(data, "train", params)
    assert loss == pytest.approx(-(math.log(0.8) + math.log(0.2)) / 3, rel=1e-14) and accuracy == 0.5
    assert loss_and_gradients(params, pack(data.corpus, range(3)))[0] == pytest.approx(loss, rel=1e-14)


@pytest.mark.parametrize("known", [1, 2])
def test_so_it_is_where_there_is_but_one_word_or_two_in_the_whole_batch(known):
    data = tagged(*["a/X", "a/Y"][:known], "rare/Y", "rarer/X", "a/X a/Y", min_count=2)
    params = answering(Layout(ModelConfig(1, readout="words"), 1, 2), np.array([[0.8, 0.2]]))
    batch = pack(data.corpus, range(known + 2))
    assert len(batch.words) == known
    expected = -(math.log(0.8) + (known - 1) * math.log(0.2)) / (known + 2)
    loss, gradients = loss_and_gradients(params, batch)
    assert loss == pytest.approx(expected, rel=1e-14)
    dy = np.array([0.8 - 1, 0.2]) + (known - 1) * np.array([0.8, 0.2 - 1])  # p - onehot(c) of each word
    np.testing.assert_allclose(gradients.by, dy / (known + 2), rtol=1e-12)


LABELLED = rows("a b b d | Y", "c | X", "d d | X", "d c b | X | test", "c d | Y | test")


def test_a_sentence_whose_label_is_asked_at_every_word_is_judged_by_its_last_answer():
    params = answering(AT_WORDS, SHARES)
    # last words: d (Y) is right, c (X) is right, d (Y) is wrong
    assert evaluate(LABELLED, "train", params)[1] == pytest.approx(2 / 3)
    assert evaluate(LABELLED, "test", params)[1] == 1.0
    # and its loss is that of the label at every word
    first = -(math.log(0.5) + 2 * math.log(0.2) + math.log(0.75)) / 4
    expected = (first - math.log(0.9) - math.log(0.25)) / 3
    assert evaluate(LABELLED, "train", params)[0] == pytest.approx(expected, rel=1e-14)
    assert loss_and_gradients(params, pack(LABELLED.corpus, range(3)))[0] == pytest.approx(expected, rel=1e-14)
    at_the_end = predict(params, pack(LABELLED.corpus, [0]))
    np.testing.assert_allclose(at_the_end, SHARES[[3]], atol=1e-14)


def test_of_sentences_whose_label_is_asked_at_every_word_those_without_words_are_not_judged():
    data = rows("a b | Y", "rare | X", "b b | Y", "rarer | Y", "b a | Y", min_count=2)
    assert data.corpus.lengths.tolist() == [2, 0, 2, 0, 2]
    layout = Layout(ModelConfig(2, readout="words"), 2, 2)
    params = answering(layout, np.array([[0.9, 0.1], [0.2, 0.8]]))  # X for a, Y for b
    assert evaluate(data, "train", params)[1] == pytest.approx(2 / 3)


@pytest.mark.parametrize("readout", ["last", "mean", "max"])
def test_other_readouts_judge_every_sentence_once(readout):
    config = ModelConfig(4, readout=readout)
    params = answering(Layout(config, 4, 2), SHARES)
    hits = [
        predict(params, pack(LABELLED.corpus, [i])).argmax() == LABELLED.label_ids[i] for i in LABELLED.indices("train")
    ]
    assert evaluate(LABELLED, "train", params)[1] == pytest.approx(np.mean(hits))


@pytest.mark.parametrize("text", [TextConfig(), TextConfig(unknown="vector")])
@pytest.mark.parametrize("cell", ["tanh", "relu", "gru", "lstm"])
@pytest.mark.parametrize("directions", [1, 2])
def test_records_at_every_word_are_what_a_trace_of_each_sentence_says(cell, directions, text):
    data = Dataset(TAGGED.examples, text, tagged=True)
    run = train(data, ModelConfig(3, cell=cell, directions=directions, readout="words"), TrainConfig(0.3, epochs=4))
    *_, record = run
    assert isinstance(record, EpochRecord)
    for part in ("train", "test"):
        losses, hits = [], []
        for example in data.examples_of(part):
            answers = trace(run.params, data.vocabulary, example.sentence).probabilities[1:]
            right = [data.classes.index(tag) for tag in example.label.split()]
            losses.append(np.mean([-math.log(p[c]) for p, c in zip(answers, right, strict=True)]))
            hits += [p.argmax() == c for p, c in zip(answers, right, strict=True)]
        assert getattr(record, f"{part}_loss") == pytest.approx(np.mean(losses), abs=1e-12)
        assert getattr(record, f"{part}_accuracy") == pytest.approx(np.mean(hits), abs=1e-12)


# What only some readouts can learn.


def test_the_maximum_finds_one_word_anywhere_in_a_long_sentence():
    random = np.random.default_rng(0)
    examples = []
    for i in range(80):
        words = [f"w{w}" for w in random.integers(0, 8, 30)]
        if i % 2:
            words[int(random.integers(30))] = "here"
        examples.append(Example(" ".join(words), "yes" if i % 2 else "no", "test" if i >= 60 else "train"))
    run = train(Dataset(tuple(examples)), ModelConfig(8, readout="max"), TrainConfig(0.1, epochs=15))
    *_, last = run
    assert last.train_accuracy == last.test_accuracy == 1.0
