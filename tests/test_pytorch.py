"""Equal to PyTorch: outputs, gradients and updates, by a recorded table everywhere and live where it is installed."""

import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, get_args

import numpy as np
import pytest

from benchmarks.pytorch_values import (
    ALL,
    BATCHES,
    EVERY_NETWORK,
    FEW,
    NO_EPS,
    TABLE,
    VARIED_NETWORKS,
    WORDS,
    Descent,
    InPyTorch,
    Sentences,
    Values,
    asked_rates,
    asked_readings,
    asked_steps,
    config_of,
    digest,
    drawn,
    forget,
    network,
    places,
    random_masks,
    random_params,
    rates,
    recorded,
    training_of,
)
from rnn_core import Dataset, Example, ModelConfig, Params, TrainConfig, Update, loss_and_gradients, train
from rnn_core.arrays import Array
from rnn_core.config import CellName, OptimiserName, ReadoutName
from rnn_core.dropout import Masks
from rnn_core.model import NO_MASKS, log_probabilities, read_layers, read_out
from rnn_core.optim import OPTIMISERS, Adam, Optimiser, clip, descend, first_slots
from rnn_core.readout import log_softmax, scores
from rnn_core.schedules import SCHEDULES

CELLS, OPTIMISER_NAMES, READOUTS = get_args(CellName), get_args(OptimiserName), get_args(ReadoutName)

# The recorded table, everywhere.


def table(part: str) -> list[Any]:
    """A part of the recorded table, an entry for each test."""
    entries = json.loads(TABLE.read_text(encoding="utf-8"))[part]
    return [pytest.param(entry, id=title(entry)) for entry in entries]


def title(entry: dict[str, Any]) -> str:
    """What an entry is about, in a few words."""
    parts = [*entry.get("network", {}).values(), *entry.get("training", {}).values()]
    parts += [entry[name] for name in ("batch", "dropout", "sparse", "schedule") if name in entry]
    return " ".join(map(str, parts))


@pytest.fixture
def without_pytorch(monkeypatch):
    """To import PyTorch is an error, as where it is not installed."""
    monkeypatch.setitem(sys.modules, "torch", None)


@pytest.mark.parametrize("entry", table("readings"))
def test_a_batch_comes_to_what_the_table_says(entry, without_pytorch):
    params, sentences = recorded_params(entry), BATCHES[entry["batch"]]
    masks = NO_MASKS
    if "dropout" in entry:
        masks = random_masks(params.layout, sentences, entry["dropout"], entry["seed"])
    if "forgetful" in entry:
        forget(params)
    assert_same(
        ours(params, sentences, masks).digests(), {name: entry[name] for name in ("loss", "log_p", "gradients")}
    )


@pytest.mark.parametrize("entry", table("steps"))
def test_three_updates_come_to_the_weights_in_the_table(entry, without_pytorch):
    params = recorded_params(entry)
    if "sparse" in entry:
        update(params, few(entry["batches"]), training_of(entry), Adam(eps=NO_EPS))
    else:
        update(params, few(entry["batches"]), training_of(entry))
    assert_same({name: digest(values) for name, values in params.named().items()}, entry["weights"])


@pytest.mark.parametrize("entry", table("rates"))
def test_a_schedule_comes_to_the_rates_in_the_table(entry, without_pytorch):
    updates = entry["updates"]
    assert_same([SCHEDULES[entry["schedule"]](t / updates) for t in range(1, updates + 1)], entry["rates"])


def test_the_table_has_every_network_and_every_optimiser_with_every_clipping():
    entries = json.loads(TABLE.read_text(encoding="utf-8"))
    assert entries["batches"] == {name: batch._asdict() for name, batch in BATCHES.items()}
    read = [entry["network"] for entry in entries["readings"]]
    assert len(EVERY_NETWORK) == 4 * 3 * 2 * 2 * 4 and all(config in read for config in EVERY_NETWORK)
    ways = {(entry["training"]["optimiser"], entry["training"]["clip_by"]) for entry in entries["steps"]}
    assert len(ways) == 4 * 3
    assert {entry["schedule"] for entry in entries["rates"]} == set(SCHEDULES)


def recorded_params(entry: dict[str, Any]) -> Params:
    """The weights of an entry, drawn again."""
    params = random_params(config_of(entry), entry["seed"])
    assert drawn(params) == pytest.approx(entry["drawn"], abs=1e-9), "this numpy draws other weights"
    return params


def ours(params: Params, sentences: Sentences, masks: Masks = NO_MASKS) -> Values:
    """What a batch comes to in our network.

    Args:
        masks: of the sentences and words as they stand in ``sentences``.
    """
    batch = sentences.batch
    answers = places(batch, params.layout.config.readout == "words")
    if masks is not NO_MASKS:
        masks = Masks(packed(masks.input, places(batch, True)), packed(masks.readout, answers))
    loss, gradients = loss_and_gradients(params, batch, masks=masks)
    if masks is NO_MASKS:
        log_p = log_probabilities(params, batch)
    else:
        r = read_out(params, batch, read_layers(params, batch, masks))
        log_p = log_softmax(scores(params, r if masks.readout is None else r * masks.readout))
    return Values(loss, log_p[answers], gradients.whole().named())


def packed(rows: Array | None, order: Array) -> Array | None:
    """Rows that stand in the order of the sentences, in that of the batch."""
    if rows is None:
        return None
    result = np.empty_like(rows)
    result[order] = rows
    return result


def few(names: Sequence[str]) -> list[Sentences]:
    return [BATCHES[name] for name in names]


def update(
    params: Params, batches: Sequence[Sentences], training: TrainConfig, optimiser: Optimiser | None = None
) -> tuple[tuple[Params, ...], int]:
    """An update for each batch, in place.

    Returns:
        What the optimiser remembers, and how many gradient elements were clipped.
    """
    optimiser = optimiser or OPTIMISERS[training.optimiser]
    slots, cut = first_slots(optimiser, params), 0
    for t, sentences in enumerate(batches, start=1):
        _, gradients = loss_and_gradients(params, sentences.batch)
        cut += clip(gradients, training.clip_by, training.clip)[1]
        descend(optimiser, params, gradients, slots, training.learning_rate, training.weight_decay, t)
    return slots, cut


def assert_same(here: Any, there: Any, where: str = "") -> None:
    """Numbers, arrays and dictionaries of them are equal to 1e-9 of their size; those around 0 to 1e-12."""
    if isinstance(there, dict):
        assert set(here) == set(there)
        for name in there:
            assert_same(here[name], there[name], f"{where} {name}")
    else:
        np.testing.assert_allclose(here, there, rtol=1e-9, atol=1e-12, err_msg=where)


# PyTorch itself, where it is installed.


@pytest.fixture
def torch():
    return pytest.importorskip("torch")


def test_the_table_is_what_pytorch_gives_now(torch):
    entries, now = json.loads(TABLE.read_text(encoding="utf-8")), recorded()
    asked = {"readings": list(asked_readings()), "steps": list(asked_steps()), "rates": list(asked_rates())}
    for part in asked:
        assert len(entries[part]) == len(asked[part])
        for entry, of_now, what in zip(entries[part], now[part], asked[part], strict=True):
            assert {name: entry[name] for name in what} == what
            values = entry.keys() - what.keys()
            assert_same({name: of_now[name] for name in values}, {name: entry[name] for name in values})


def larger(random: np.random.Generator, words: int) -> Sentences:
    """Sentences of 1 to 12 words, twenty of them."""
    lengths = random.integers(1, 13, 20)
    return Sentences(
        [random.integers(0, words, length).tolist() for length in lengths],
        random.integers(0, 3, 20).tolist(),
        [random.integers(0, 3, length).tolist() for length in lengths],
    )


@pytest.mark.parametrize("config", EVERY_NETWORK, ids=lambda config: " ".join(map(str, config.values())))
def test_outputs_and_gradients_are_those_of_pytorch_for_every_network(torch, config):
    params = random_params(config_of({"network": config}), seed=1000 + EVERY_NETWORK.index(config))
    for sentences in (BATCHES["ragged"], BATCHES["one sentence"], Sentences([[5]], [2], [[0]])):
        assert_same(ours(params, sentences)._asdict(), InPyTorch(params).backward(sentences)._asdict())


@pytest.mark.parametrize("readout", READOUTS)
@pytest.mark.parametrize("cell", CELLS)
def test_a_larger_network_and_batch_too(torch, cell, readout):
    random = np.random.default_rng(11)
    config = ModelConfig(16, cell=cell, layers=2, directions=2, input="embedding", embedding_size=9, readout=readout)
    params = random_params(config, seed=3, words=30)
    sentences = larger(random, 30)
    assert_same(ours(params, sentences)._asdict(), InPyTorch(params).backward(sentences)._asdict())


@pytest.mark.parametrize("cell", CELLS)
def test_a_sentences_label_at_every_word_weighs_as_in_pytorch(torch, cell):
    params = random_params(config_of({"network": network(cell, readout="words")}), seed=4)
    for name in ("ragged", "one sentence"):
        sentences = BATCHES[name]._replace(tags=None)
        assert_same(ours(params, sentences)._asdict(), InPyTorch(params).backward(sentences)._asdict())


@pytest.mark.parametrize("cell", CELLS)
def test_of_several_equal_states_the_maximum_is_the_first_as_in_pytorch(torch, cell):
    params = random_params(config_of({"network": network(cell, readout="max")}), seed=5)
    forget(params)
    sentences = BATCHES["repeated words"]
    states = read_layers(params, sentences.batch)[0].directions[0].states(params.layout.hidden)
    assert np.array_equal(states[1], states[3]) and np.array_equal(states[3], states[5])
    assert_same(ours(params, sentences)._asdict(), InPyTorch(params).backward(sentences)._asdict())


@pytest.mark.parametrize("readout", READOUTS)
@pytest.mark.parametrize("input", ["one-hot", "embedding"])
@pytest.mark.parametrize("cell", CELLS)
def test_with_the_same_numbers_left_out_outputs_and_gradients_are_those_of_pytorch(torch, cell, input, readout):
    params = random_params(config_of({"network": network(cell, 2, 2, input, readout)}), seed=6)
    for seed, name in enumerate(("ragged", "one sentence")):
        masks = random_masks(params.layout, BATCHES[name], 0.4, seed)
        assert not all(values.all() for values in masks)
        found = ours(params, BATCHES[name], masks)
        assert_same(found._asdict(), InPyTorch(params).backward(BATCHES[name], masks)._asdict())
        assert abs(found.loss - ours(params, BATCHES[name]).loss) > 1e-3
        for only in (masks._replace(input=None), masks._replace(readout=None)):
            theirs = InPyTorch(params).backward(BATCHES[name], only)
            assert_same(ours(params, BATCHES[name], only)._asdict(), theirs._asdict())


CLIPPING = {"none": 1.0, "value": 0.05, "norm": 0.1}  # thresholds that cut something


@pytest.mark.parametrize("weight_decay", [0.0, 0.3])
@pytest.mark.parametrize("clip_by", CLIPPING)
@pytest.mark.parametrize("optimiser", OPTIMISER_NAMES)
def test_three_updates_are_those_of_pytorch(torch, optimiser, clip_by, weight_decay):
    training = TrainConfig(
        0.05, clip_by=clip_by, clip=CLIPPING[clip_by], optimiser=optimiser, weight_decay=weight_decay
    )
    for seed, config in enumerate(VARIED_NETWORKS):
        params = random_params(config_of({"network": config}), seed)
        descent = Descent(InPyTorch(params), training)
        before = params.flat.copy()
        _, cut = update(params, few(ALL), training)
        for sentences in few(ALL):
            descent.step(sentences)
        assert_same(params.named(), descent.net.weights())
        assert (params.flat != before).mean() > 0.9 and (cut > 0) == (clip_by != "none")


@pytest.mark.parametrize("clip_by", CLIPPING)
@pytest.mark.parametrize("optimiser", OPTIMISER_NAMES)
def test_a_frozen_embedding_stays_and_the_rest_is_updated_as_in_pytorch(torch, optimiser, clip_by):
    """It does not count for the norm, it does not decay, and words that do not occur make no difference."""
    training = TrainConfig(0.05, clip_by=clip_by, clip=CLIPPING[clip_by], optimiser=optimiser, weight_decay=0.3)
    for cell in CELLS:
        config = replace(config_of({"network": network(cell, 2, 1, "embedding")}), frozen=True)
        params = random_params(config, seed=7)
        descent = Descent(InPyTorch(params), training)
        embedding = params["E"].copy()
        found = ours(params, BATCHES["few a"])
        assert_same(found._asdict(), InPyTorch(params).backward(BATCHES["few a"])._asdict())
        assert not found.gradients["E"].any()
        update(params, few(FEW), training)
        for sentences in few(FEW):
            descent.step(sentences)
        assert_same(params.named(), descent.net.weights())
        assert np.array_equal(params["E"], embedding)


@pytest.mark.parametrize("input", ["one-hot", "embedding"])
@pytest.mark.parametrize("cell", CELLS)
def test_words_that_do_not_occur_make_no_difference_to_descent_without_memory(torch, cell, input):
    """PyTorch takes a step with a gradient of 0 there."""
    training = TrainConfig(0.05, clip_by="norm", clip=0.1)
    params = random_params(config_of({"network": network(cell, 1, 2, input)}), seed=8)
    descent = Descent(InPyTorch(params), training)
    update(params, few(FEW), training)
    for sentences in few(FEW):
        descent.step(sentences)
    assert_same(params.named(), descent.net.weights())


@pytest.mark.parametrize("readout", READOUTS)
@pytest.mark.parametrize("cell", CELLS)
def test_adam_moves_the_rows_of_words_that_occur_as_sparse_adam_does(torch, cell, readout):
    training = TrainConfig(0.05, clip_by="none", optimiser="adam")
    params = random_params(config_of({"network": network(cell, 1, 1, "embedding", readout)}), seed=9)
    descent = Descent(InPyTorch(params, sparse=True), training)
    slots, _ = update(params, few(FEW), training, Adam(eps=NO_EPS))
    for sentences in few(FEW):
        descent.step(sentences)
    assert_same(params.named(), descent.net.weights())
    remembered = descent.optimisers[0].state[descent.net.embedding.weight]
    for slot, theirs in zip(slots, ("exp_avg", "exp_avg_sq"), strict=True):
        assert_same(slot.table, remembered[theirs].numpy())


@pytest.mark.parametrize("weight_decay", [0.0, 0.3])
@pytest.mark.parametrize("optimiser", OPTIMISER_NAMES)
@pytest.mark.parametrize("input", ["one-hot", "embedding"])
def test_rows_and_memory_of_words_that_do_not_occur_are_the_same_to_the_bit(input, optimiser, weight_decay):
    training = TrainConfig(0.05, clip_by="none", optimiser=optimiser, weight_decay=weight_decay)
    params = random_params(config_of({"network": network("gru", 1, 2, input)}), seed=10)
    slots = first_slots(OPTIMISERS[optimiser], params)
    for t, sentences in enumerate([*few(FEW), *few(FEW)], start=1):
        before = [kept.table.copy() for kept in (params, *slots)]
        _, gradients = loss_and_gradients(params, sentences.batch)
        descend(OPTIMISERS[optimiser], params, gradients, slots, 0.05, training.weight_decay, t)
        occur = {word for words in sentences.words for word in words}
        for kept, old in zip((params, *slots), before, strict=True):
            for word in range(WORDS):
                assert np.array_equal(kept.table[word], old[word]) == (word not in occur)


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_schedules_are_those_of_pytorch(torch, schedule):
    for updates in (20, 50, 100, 1000):
        here = [SCHEDULES[schedule](t / updates) for t in range(1, updates + 1)]
        assert_same(here, rates(schedule, updates))


# Each sentence has every word, so that each batch does.
WHOLE = ["a b c d e f g", "g a f b e c d a", "c c b a d g f e", "e f g d c b a a a", "b a g f d e c", "f e g c d b a"]


@pytest.mark.parametrize(
    ("config", "training", "tagged"),
    [
        (
            network("lstm", 2, 2, "embedding"),
            TrainConfig(
                0.05, 2, "norm", 0.1, batch_size=2, optimiser="adam", weight_decay=0.3, schedule="cosine", seed=1
            ),
            False,
        ),
        (
            network("gru", readout="words"),
            TrainConfig(0.05, 2, "value", 0.02, batch_size=2, optimiser="momentum", schedule="step", seed=2),
            True,
        ),
        (
            network("relu", 1, 2, "embedding", "max"),
            TrainConfig(0.02, 2, "none", batch_size=3, optimiser="rmsprop", schedule="warm-up", seed=3),
            False,
        ),
        (
            network("tanh", readout="words"),
            TrainConfig(0.05, 1, batch_size=4, weight_decay=0.3, seed=4),
            False,
        ),
    ],
    ids=["adam", "momentum", "rmsprop", "sgd"],
)
def test_the_whole_loop_of_training_comes_to_the_weights_of_pytorch(torch, config, training, tagged):
    tags = [
        "x y z x y z x",
        "y y y x x z z x",
        "z z x x y y y x",
        "x x x y y y z z z",
        "x z x z x z y",
        "z y x z y x x",
    ]
    labels = tags if tagged else ["x", "y", "z", "x", "y", "z"]
    dataset = Dataset(tuple(map(Example, WHOLE, labels)), tagged=tagged)
    run = train(dataset, config_of({"network": config}), training)
    descent = Descent(InPyTorch(run.params), training)
    updates = training.epochs * run.updates_per_epoch
    assert updates >= 2
    schedulers = [
        torch.optim.lr_scheduler.LambdaLR(
            optimiser, lambda made: SCHEDULES[training.schedule](min(made + 1, updates) / updates)
        )
        for optimiser in descent.optimisers
    ]
    corpus = dataset.corpus
    for event in run:
        if isinstance(event, Update):
            spans = [slice(*corpus.offsets[i : i + 2]) for i in event.sentences]
            descent.step(
                Sentences(
                    [corpus.words[span].tolist() for span in spans],
                    [] if tagged else corpus.labels[event.sentences].tolist(),
                    [corpus.tags[span].tolist() for span in spans] if tagged else None,
                )
            )
            for scheduler in schedulers:
                scheduler.step()
            assert_same(run.params.named(), descent.net.weights())
