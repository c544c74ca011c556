"""Dropout: what an update leaves out, how often, and from which random numbers; nothing else leaves anything out."""

import importlib
import math
from collections import Counter
from itertools import product

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
    Update,
    evaluate,
    loss_and_gradients,
    pack,
    trace,
    train,
)
from rnn_core.dropout import Masks, drop_words, mask, word_probabilities
from rnn_core.seeds import Stream, generator
from tests.datasets import tagged

loop = importlib.import_module("rnn_core.train")  # the module; `rnn_core.train` is the function

DROPOUT_STREAMS = (Stream.WORD_DROPOUT, Stream.INPUT_DROPOUT, Stream.READOUT_DROPOUT)


def dataset(unknown: str) -> Dataset:
    """A dozen training sentences of 1 to 6 words, one of none, and a few for validation and testing."""
    random = np.random.default_rng(5)
    lengths = [3, 0, 5, 1, 2, 6, 4, 1, 5, 3, 2, 6, 4, 3, 5, 2]
    parts = ["train"] * 12 + ["validation", "test", "validation", "test"]
    examples = [
        Example(" ".join(f"w{w}" for w in random.integers(0, 6, length)), "xyz"[i % 3], part)
        for i, (length, part) in enumerate(zip(lengths, parts, strict=True))
    ]
    return Dataset(tuple(examples), TextConfig(unknown=unknown))


SKIP, VECTOR = dataset("skip"), dataset("vector")
TAGGED = tagged(
    "a/A b/B c/C d/D", "b/B", "c/C a/A b/B", "d/D d/D | validation", "c/C b/B | test", "a/A d/D c/C a/A b/B"
)


@pytest.fixture
def read(monkeypatch):
    """The batch and the masks of every update, in order."""
    seen: list[tuple[Batch, Masks]] = []

    def watched(*arguments):
        seen.append((arguments[1], arguments[-1]))
        return loss_and_gradients(*arguments)

    monkeypatch.setattr(loop, "loss_and_gradients", watched)
    return seen


def finished(dataset, model=None, **settings):
    run = train(dataset, model or ModelConfig(3), TrainConfig(**{"epochs": 3, **settings}))
    for _ in run:
        pass
    return run


# Masks.


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_mask_leaves_out_its_share_and_keeps_the_mean(share, dtype):
    factors = mask((400, 500), share, np.dtype(dtype), np.random.default_rng(1))
    assert factors.dtype == dtype
    assert set(np.unique(factors)) == {0, dtype(1 / (1 - share))}
    deviation = math.sqrt(share * (1 - share) / factors.size)
    assert abs((factors == 0).mean() - share) < 4 * deviation
    assert abs(factors.mean(dtype=np.float64) - 1) < 4 * deviation / (1 - share)
    # one by one: neither whole rows nor whole columns
    for axis in (0, 1):
        assert abs((factors == 0).mean(axis=axis) - share).max() < 0.15


MODELS = {
    "plain": ModelConfig(3),
    "embedding": ModelConfig(3, input="embedding", embedding_size=5),
    "both ways": ModelConfig(3, cell="gru", directions=2, layers=2, input="embedding", embedding_size=4, readout="max"),
}


@pytest.mark.parametrize(("name", "numbers", "width"), [("plain", 1, 3), ("embedding", 5, 3), ("both ways", 4, 6)])
@pytest.mark.parametrize("batch_size", [1, 5])
def test_masks_are_over_the_numbers_of_every_word_and_over_what_is_read_out(read, name, numbers, width, batch_size):
    finished(SKIP, MODELS[name], dropout=0.4, batch_size=batch_size)
    for batch, masks in read:
        assert masks.input.shape == (len(batch.words), numbers)
        assert masks.readout.shape == (len(batch), width)
        assert all(set(np.unique(part)) <= {0.0, 1 / 0.6} for part in masks)
    for part in zip(*(masks for _, masks in read), strict=True):
        factors = np.concatenate([one.ravel() for one in part])
        assert abs((factors == 0).mean() - 0.4) < 4 * math.sqrt(0.24 / len(factors))


def test_a_readout_at_every_word_has_a_mask_for_every_word(read):
    finished(TAGGED, ModelConfig(3, directions=2, readout="words"), dropout=0.4, batch_size=2)
    assert all(masks.readout.shape == (len(batch.words), 6) for batch, masks in read)


def test_what_a_mask_leaves_out_is_not_there_and_the_rest_counts_more():
    layout = Layout(ModelConfig(2, input="embedding", embedding_size=3), 2, 2)
    params = Params(np.random.default_rng(0).standard_normal(layout.size), layout)
    batch = pack(Corpus.of([[0, 1]], [1]), [0])
    by_hand = params.copy()
    by_hand["E"][:] = params["E"] * [[2, 0, 2], [0, 0, 2]]  # of the input: half is left out, the rest doubled
    by_hand["Why"][:] = params["Why"] * [[0], [2]]  # of what is read out: its first number
    masks = Masks(np.array([[2.0, 0, 2], [0, 0, 2]]), np.array([[0.0, 2]]))
    dropped = loss_and_gradients(params, batch, masks=masks)
    expected = loss_and_gradients(by_hand, batch)
    assert dropped[0] == pytest.approx(expected[0], rel=1e-14)
    # what was left out learns nothing from the update, what was doubled twice as much
    whole, theirs = dropped[1].whole(), expected[1].whole()
    np.testing.assert_allclose(whole["E"], theirs["E"] * [[2, 0, 2], [0, 0, 2]], rtol=1e-12)
    np.testing.assert_allclose(whole["Why"], theirs["Why"] * [[0], [2]], rtol=1e-12)
    np.testing.assert_allclose(whole["Whh"], theirs["Whh"], rtol=1e-12)


def test_of_a_one_hot_word_the_whole_row_is_left_out():
    layout = Layout(ModelConfig(2), 2, 2)
    params = Params(np.random.default_rng(0).standard_normal(layout.size), layout)
    masks = Masks(np.array([[0.0], [2.0]]), np.ones((1, 2)))
    dropped = loss_and_gradients(params, pack(Corpus.of([[0, 1]], [1]), [0]), masks=masks)
    by_hand = params.copy()
    by_hand["Wxh"][:] = params["Wxh"] * [[0], [2]]
    expected = loss_and_gradients(by_hand, pack(Corpus.of([[0, 1]], [1]), [0]))
    assert dropped[0] == pytest.approx(expected[0], rel=1e-14)
    np.testing.assert_allclose(dropped[1].whole()["Wxh"], expected[1].whole()["Wxh"] * [[0], [2]], rtol=1e-12)


def test_clipping_does_not_trust_a_bound_that_what_is_doubled_can_pass(monkeypatch):
    """States and inputs are within 1, but not once they are divided by 1 - p."""
    honest, cut = loop.clip, 0

    def watched(gradients, clip_by, threshold):
        nonlocal cut
        larger = int((np.abs(gradients.flat) > threshold).sum())
        assert honest(gradients, clip_by, threshold)[1] == larger
        cut += larger
        return 0.0, 0

    monkeypatch.setattr(loop, "clip", watched)
    finished(SKIP, ModelConfig(3), dropout=0.8, clip=1.0, epochs=20)
    assert cut > 100


# Streams of random numbers.


def states(run) -> dict[Stream, str]:
    """How far every stream has been drawn from."""
    return {stream: repr(random.bit_generator.state) for stream, random in run.state().random.items()}


FRESH = {stream: repr(generator(0, stream).bit_generator.state) for stream in Stream}


@pytest.mark.parametrize("batch_size", [1, 5])
@pytest.mark.parametrize("model", MODELS.values(), ids=MODELS)
@pytest.mark.parametrize(
    ("data", "dropout", "word_dropout", "drawn"),
    [
        (SKIP, 0.0, 0.0, set()),
        (SKIP, 0.3, 0.0, {Stream.INPUT_DROPOUT, Stream.READOUT_DROPOUT}),
        (SKIP, 0.0, 0.3, {Stream.WORD_DROPOUT}),
        (SKIP, 0.3, 0.3, set(DROPOUT_STREAMS)),
        (VECTOR, 0.0, 0.0, {Stream.WORD_DROPOUT}),  # rare words are read as unknown now and then
        (VECTOR, 0.3, 0.0, set(DROPOUT_STREAMS)),
    ],
    ids=["nothing", "dropout", "words", "both", "rare words", "dropout and rare words"],
)
def test_a_stream_is_drawn_from_only_by_what_is_switched_on(data, dropout, word_dropout, drawn, model, batch_size):
    after = states(finished(data, model, dropout=dropout, word_dropout=word_dropout, batch_size=batch_size))
    assert {stream for stream in DROPOUT_STREAMS if after[stream] != FRESH[stream]} == drawn


def order_and_first_weights(data, model, **settings) -> tuple[list, str]:
    run = train(data, model, TrainConfig(epochs=2, **settings))
    first = run.params.fingerprint()
    return [event.sentences.tolist() for event in run if isinstance(event, Update)], first


@pytest.mark.parametrize("data", [SKIP, VECTOR], ids=["skip", "vector"])
@pytest.mark.parametrize("model", MODELS.values(), ids=MODELS)
def test_dropout_changes_neither_the_order_of_the_sentences_nor_the_first_weights(data, model):
    expected = order_and_first_weights(data, model, batch_size=3)
    for dropout, word_dropout in ((0.5, 0.0), (0.0, 0.5), (0.5, 0.5)):
        seen = order_and_first_weights(data, model, batch_size=3, dropout=dropout, word_dropout=word_dropout)
        assert seen == expected


def test_word_dropout_does_not_change_what_else_is_left_out_nor_the_other_way_round(read):
    finished(VECTOR, MODELS["embedding"], dropout=0.4)
    units = [masks for _, masks in read]
    read.clear()
    finished(VECTOR, MODELS["embedding"], word_dropout=0.4)
    words = [batch.words.tolist() for batch, _ in read]
    read.clear()
    finished(VECTOR, MODELS["embedding"], dropout=0.4, word_dropout=0.4)
    assert [batch.words.tolist() for batch, _ in read] == words
    for (_, masks), expected in zip(read, units, strict=True):
        assert all(np.array_equal(one, other) for one, other in zip(masks, expected, strict=True))


def test_skipped_words_do_not_change_what_is_left_out_of_what_is_read_out(read):
    finished(SKIP, dropout=0.4)
    alone = [masks.readout for _, masks in read]
    read.clear()
    finished(SKIP, dropout=0.4, word_dropout=0.4)
    for (_, masks), expected in zip(read, alone, strict=True):
        assert np.array_equal(masks.readout, expected)


def test_what_is_left_out_of_the_input_does_not_depend_on_the_readout_nor_the_other_way_round(read):
    def both(model, data=SKIP, **settings):
        read.clear()
        finished(data, model, dropout=0.4, **settings)
        return [masks.input for _, masks in read], [masks.readout for _, masks in read]

    same_input = [both(ModelConfig(3))[0], both(ModelConfig(7, readout="mean"))[0]]
    same_input.append(both(ModelConfig(3, readout="words"))[0])
    same_readout = [both(ModelConfig(3))[1], both(ModelConfig(3, input="embedding", embedding_size=9))[1]]
    for first, *others in (same_input, same_readout):
        for other in others:
            assert all(np.array_equal(a, b) for a, b in zip(first, other, strict=True))


def test_the_seed_decides_what_is_left_out():
    one, same, other = (finished(VECTOR, dropout=0.3, word_dropout=0.3, seed=seed) for seed in (1, 1, 2))
    assert one.params.fingerprint() == same.params.fingerprint() != other.params.fingerprint()
    assert finished(VECTOR, dropout=0.3, seed=1).params.fingerprint() != one.params.fingerprint()


# Nothing is left out where nothing is learned.


def slow_evaluation(data, part, params):
    """Loss and accuracy, one sentence opened up at a time."""
    losses, hits = [], []
    for example in data.examples_of(part):
        answer = trace(params, data.vocabulary, example.sentence).probabilities[-1]
        right = data.classes.index(example.label)
        losses.append(-math.log(answer[right]))
        hits.append(int(answer.argmax()) == right)
    return np.mean(losses), np.mean(hits)


@pytest.mark.parametrize("data", [SKIP, VECTOR], ids=["skip", "vector"])
@pytest.mark.parametrize("model", MODELS.values(), ids=MODELS)
def test_evaluation_and_traces_leave_nothing_out(data, model):
    run = train(data, model, TrainConfig(epochs=3, batch_size=2, dropout=0.5, word_dropout=0.5))
    at_the_end, seen = None, 0
    for event in run:
        if isinstance(event, Update):
            at_the_end = states(run)
        elif isinstance(event, EpochRecord):
            seen += 1
            for part in ("train", "validation", "test"):
                got = getattr(event, f"{part}_loss"), getattr(event, f"{part}_accuracy")
                assert got == evaluate(data, part, run.params)
                assert got == pytest.approx(slow_evaluation(data, part, run.params), abs=1e-12)
            assert states(run) == at_the_end
    assert seen == 3


# Words.


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9])
def test_with_an_unknown_word_rare_words_are_read_as_unknown_more_often(share):
    data = Dataset(
        (Example("a a a b", "x"), Example("a b c", "y"), Example("c d", "x", "test")), TextConfig(unknown="vector")
    )
    # of train: a 4 times, b 2, c 1; the last one is the unknown word itself
    a, b, c, _ = word_probabilities(data, share)
    assert a == pytest.approx(share + (1 - share) * 0.25 / 4.25, rel=1e-15)
    assert b == pytest.approx(share + (1 - share) * 0.25 / 2.25, rel=1e-15)
    assert c == pytest.approx(share + (1 - share) * 0.25 / 1.25, rel=1e-15)


def test_without_an_unknown_word_all_words_are_skipped_equally_often():
    assert word_probabilities(SKIP, 0.3).tolist() == [0.3] * 6


@pytest.mark.parametrize("batch_size", [1, 5])
@pytest.mark.parametrize("share", [0.1, 0.4])
def test_words_are_read_as_unknown_with_the_probability_of_their_count(read, share, batch_size):
    unknown, epochs = VECTOR.vocabulary.unknown_id, 250
    finished(VECTOR, ModelConfig(1), epochs=epochs, batch_size=batch_size, word_dropout=share, learning_rate=1e-9)
    times, dropped = Counter(), Counter()
    for batch, _ in read:
        meant = pack(VECTOR.corpus, batch.order).words
        assert ((batch.words == meant) | (batch.words == unknown)).all()
        times.update(meant.tolist())
        dropped.update(meant[batch.words != meant].tolist())
    for word, n in zip(VECTOR.tokenised.words, VECTOR.word_counts, strict=True):
        (i,) = VECTOR.vocabulary.encode([word])
        assert times[i] == epochs * n
        expected = share + (1 - share) * 0.25 / (0.25 + n)
        assert abs(dropped[i] / times[i] - expected) < 4 * math.sqrt(expected * (1 - expected) / times[i])


def by_sentence(batch: Batch, values: np.ndarray) -> list[list[int]]:
    """What belongs to the words of each packed sentence, in their order."""
    return [values[batch.sentence == i].tolist() for i in range(len(batch))]


def test_skipped_words_leave_shorter_sentences_with_their_labels_and_tags():
    random = np.random.default_rng(0)
    lengths = [4, 0, 7, 2, 1, 5, 5]
    offsets = np.cumsum([0, *lengths])
    # Every word and every tag is another, so that none can be taken for its neighbour; word i has the tag 100 + i.
    words = np.arange(offsets[-1])
    corpus = Corpus(words, offsets, labels=np.arange(7) + 50, tags=words + 100)
    indices = [6, 3, 2, 1, 0, 4]
    batch = pack(corpus, indices)
    empty = 0
    for _ in range(50):
        fewer = drop_words(batch, np.full(len(words), 0.5), None, random)
        assert sorted(fewer.order) == sorted(indices)
        assert len(fewer.words) == sum(fewer.counts) == len(fewer.tags) < len(batch.words)
        assert fewer.lengths.tolist() == sorted(fewer.lengths, reverse=True)
        assert (fewer.tags == fewer.words + 100).all()
        for sentence, label, left in zip(fewer.order, fewer.labels, by_sentence(fewer, fewer.words), strict=True):
            assert label == sentence + 50
            mine = words[offsets[sentence] : offsets[sentence + 1]].tolist()
            assert left == [word for word in mine if word in left]  # its own, in the order they had
            empty += bool(mine) and not left
        # the same as if they had never been in the sentences
        afresh = pack(Corpus.of(by_sentence(fewer, fewer.words), fewer.labels), range(len(fewer)))
        assert np.array_equal(afresh.words, fewer.words) and np.array_equal(afresh.last, fewer.last)
    assert empty > 10


def test_where_no_word_is_dropped_the_batch_is_the_one_it_was():
    batch = pack(SKIP.corpus, range(5))
    assert drop_words(batch, np.zeros(6), None, np.random.default_rng(0)) is batch


@pytest.mark.parametrize("batch_size", [1, 3])
def test_words_that_are_skipped_keep_their_tags_in_training(read, batch_size):
    finished(TAGGED, ModelConfig(2, readout="words"), epochs=20, word_dropout=0.4, batch_size=batch_size)
    # each word has a tag of its own, sorted alike, so that ids are equal
    assert all(np.array_equal(batch.words, batch.tags) for batch, _ in read)
    lengths = Counter(len(batch.words) for batch, _ in read)
    assert len(lengths) > 3 and (batch_size > 1 or lengths[0] > 0)


def test_words_that_are_skipped_are_not_touched_by_the_update(read):
    run = train(SKIP, ModelConfig(2), TrainConfig(epochs=5, word_dropout=0.5))
    before, skipped = run.params.copy(), 0
    for event in run:
        if isinstance(event, Update):
            batch, meant = read[-1][0], pack(SKIP.corpus, event.sentences)
            changed = np.flatnonzero((run.params["Wxh"] != before["Wxh"]).any(axis=1))
            assert changed.tolist() == sorted(set(batch.words.tolist()))
            skipped += len(meant.words) - len(batch.words)
            before = run.params.copy()
    assert skipped > 20


@pytest.mark.parametrize("cell", ["tanh", "relu", "gru", "lstm"])
@pytest.mark.parametrize("readout", ["last", "mean", "max", "words"])
def test_sentences_all_of_whose_words_are_dropped_train_all_the_same(read, cell, readout):
    empty = 0
    for source, directions, layers, batch_size in product(("one-hot", "embedding"), (1, 2), (1, 2), (1, 4)):
        read.clear()
        model = ModelConfig(2, cell=cell, input=source, embedding_size=3, readout=readout, directions=directions,
                            layers=layers)  # fmt: skip
        run = train(
            SKIP, model, TrainConfig(epochs=2, word_dropout=0.95, dropout=0.3, batch_size=batch_size, optimiser="adam"),
        )  # fmt: skip
        events = list(run)
        assert all(math.isfinite(event.loss) for event in events if isinstance(event, Update))
        assert np.isfinite(run.params.flat).all() and isinstance(events[-1], EpochRecord)
        empty += sum(len(batch.words) == 0 for batch, _ in read)
    assert empty > 50


def test_an_update_on_a_sentence_without_words_moves_the_last_bias_only(read):
    """Of the plain network: h_0 = 0 is read out."""
    run = train(SKIP, ModelConfig(2), TrainConfig(epochs=3, word_dropout=0.95))
    before, seen = run.params.copy(), 0
    for event in run:
        if isinstance(event, Update) and not len(read[-1][0].words):
            seen += 1
            moved = {name for name, weights in run.params.named().items() if (weights != before[name]).any()}
            assert moved == {"by"}
        before = run.params.copy()
    assert seen > 15
