"""The training loop: reproducible to the bit, honest in its records, safe when it blows up."""

import importlib
import math
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from os import environ

import numpy as np
import pytest

from rnn_core import (
    Dataset,
    EpochRecord,
    EvaluatedChunk,
    Example,
    InvalidSetting,
    ModelConfig,
    Params,
    TextConfig,
    TrainConfig,
    Training,
    TrainingDiverged,
    Update,
    bundled,
    dropout,
    evaluate,
    initial_params,
    trace,
    train,
)
from rnn_core.seeds import Stream, generator
from tests.datasets import rows

loop = importlib.import_module("rnn_core.train")  # the module; `rnn_core.train` is the function


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return bundled()


def records(dataset, model=None, **settings) -> list[EpochRecord]:
    run = train(dataset, model or ModelConfig(), TrainConfig(**settings))
    return [event for event in run if isinstance(event, EpochRecord)]


def finished(dataset, model=None, **settings):
    run = train(dataset, model or ModelConfig(), TrainConfig(**settings))
    for _ in run:
        pass
    return run


def test_the_default_preset_learns_the_bundled_sentences(dataset):
    last = records(dataset)[-1]
    assert last.epoch == 100
    assert last.train_accuracy == last.test_accuracy == 1.0
    assert last.train_loss < 0.05


def test_sentences_are_told_by_their_place_among_the_examples_and_only_train_is_read(dataset):
    tests_first = Dataset(tuple(sorted(dataset.examples, key=lambda example: example.split)))
    assert tests_first.indices("train").tolist() == list(range(20, 78))
    updates = list(islice(train(tests_first, ModelConfig(4), TrainConfig(epochs=1)), 58))
    assert sorted(int(event.sentences[0]) for event in updates) == list(range(20, 78))
    train_only = Dataset(dataset.examples_of("train"))
    fingerprints = {finished(d, epochs=2).params.fingerprint() for d in (dataset, tests_first, train_only)}
    assert len(fingerprints) == 1


def test_an_epoch_is_its_updates_then_its_evaluation_then_one_record(dataset):
    events = list(train(dataset, ModelConfig(4), TrainConfig(epochs=2)))
    kinds = [type(event) for event in events]
    assert kinds == ([Update] * 58 + [EvaluatedChunk] * 2 + [EpochRecord]) * 2
    assert [event.number for event in events[:58]] == list(range(1, 59))
    read = np.concatenate([event.sentences for event in events[:58]])
    assert sorted(read) == list(range(58))
    again = np.concatenate([event.sentences for event in events[61:119]])
    assert sorted(again) == list(range(58)) and not np.array_equal(read, again)


def test_the_last_batch_may_be_smaller(dataset):
    updates = [e for e in train(dataset, ModelConfig(4), TrainConfig(epochs=1, batch_size=16))][:4]
    assert [len(event.sentences) for event in updates] == [16, 16, 16, 10]
    assert updates[-1].total == 4


def test_records_hold_the_loss_of_the_weights_at_the_end_of_the_epoch(dataset):
    run = train(dataset, ModelConfig(), TrainConfig(epochs=3))
    for event in run:
        if isinstance(event, EpochRecord):
            assert (event.train_loss, event.train_accuracy) == evaluate(dataset, "train", run.params)
            assert (event.test_loss, event.test_accuracy) == evaluate(dataset, "test", run.params)


def test_statistics_of_an_epoch_add_up(dataset, monkeypatch):
    seen = []
    clip = loop.clip

    def watched(gradients, clip_by, threshold):
        whole = gradients.whole().flat.copy()
        seen.append((np.linalg.norm(whole), int((np.abs(whole) > threshold).sum()), whole.size))
        return clip(gradients, clip_by, threshold)

    monkeypatch.setattr(loop, "clip", watched)
    run = train(dataset, ModelConfig(), TrainConfig(epochs=1, clip=0.1))
    record = next(event for event in run if isinstance(event, EpochRecord))
    assert record.gradient_norm == pytest.approx(np.median([norm for norm, _, _ in seen]), rel=1e-12)
    assert record.clipped_share == sum(n for _, n, _ in seen) / sum(size for _, _, size in seen) > 0
    assert record.weight_norms["Whh"] == pytest.approx(np.linalg.norm(run.params["Whh"]))


def test_same_seed_same_bits_other_seed_other_bits(dataset):
    one = finished(dataset, epochs=3).params.fingerprint()
    assert finished(dataset, epochs=3).params.fingerprint() == one
    assert finished(dataset, epochs=3, seed=1).params.fingerprint() != one


def test_network_size_does_not_change_the_order_of_sentences(dataset):
    def order(hidden):
        run = train(dataset, ModelConfig(hidden), TrainConfig(epochs=1))
        return [int(event.sentences[0]) for event in islice(run, 58)]

    assert order(2) == order(32)


def test_ten_hash_seeds_give_one_fingerprint():
    code = (
        "from rnn_core import *\n"
        "run = train(bundled(), ModelConfig(), TrainConfig(epochs=5))\n"
        "list(run); print(run.params.fingerprint())"
    )
    prints = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**environ, "PYTHONHASHSEED": str(seed)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in range(10)
    }
    print(f"\nfingerprints over ten values of PYTHONHASHSEED: {sorted(prints)}")
    assert len(prints) == 1


@pytest.mark.parametrize("batch_size", [1, 7])
def test_pause_and_resume_at_random_updates_is_equal_to_the_bit(dataset, batch_size):
    config = TrainConfig(epochs=6, batch_size=batch_size)
    whole = list(train(dataset, ModelConfig(), config))
    expected = [event for event in whole if isinstance(event, EpochRecord)]
    random = np.random.default_rng(1)
    for _ in range(5):
        state, got, fingerprint = None, [], ""
        while True:
            run = train(dataset, ModelConfig(), config, state)
            part = list(islice(run, int(random.integers(1, 90))))
            got += [event for event in part if isinstance(event, EpochRecord)]
            state, fingerprint = run.state(), run.params.fingerprint()
            if not part:
                break
        assert got == expected
        assert fingerprint == finished(dataset, epochs=6, batch_size=batch_size).params.fingerprint()


def test_a_state_is_a_copy_that_later_training_does_not_touch(dataset):
    run = train(dataset, ModelConfig(), TrainConfig(epochs=2))
    next(run)
    state = run.state()
    before = state.params.fingerprint()
    for _ in run:
        pass
    assert state.params.fingerprint() == before != run.params.fingerprint()


def test_more_epochs_go_on_where_the_run_ended(dataset):
    run = finished(dataset, epochs=3)
    longer = train(dataset, ModelConfig(), TrainConfig(epochs=5), run.state())
    assert [event.epoch for event in longer if isinstance(event, EpochRecord)] == [4, 5]
    assert longer.params.fingerprint() == finished(dataset, epochs=5).params.fingerprint()


def test_a_loss_far_above_chance_for_three_epochs_stops_with_the_weights_from_before(dataset):
    start = train(dataset, ModelConfig(), TrainConfig(learning_rate=1e6)).params.fingerprint()
    run = train(dataset, ModelConfig(), TrainConfig(learning_rate=1e6))
    with pytest.raises(TrainingDiverged, match=r"end of epoch 3 .*learning rate of 1e\+05 or less") as stop:
        for _ in run:
            pass
    assert stop.value.epoch == 3
    assert run.params.fingerprint() == start


def test_a_loss_that_is_not_a_number_stops_with_the_last_good_weights(dataset, monkeypatch):
    run = train(dataset, ModelConfig(), TrainConfig(epochs=5, clip_by="none"))
    for event in run:
        if isinstance(event, EpochRecord) and event.epoch == 2:
            break
    good = run.params.fingerprint()
    next(run)
    assert run.params.fingerprint() != good
    honest = loop.loss_and_gradients
    monkeypatch.setattr(loop, "loss_and_gradients", lambda *a: (math.nan, honest(*a)[1]))
    with pytest.raises(TrainingDiverged, match=r"In epoch 3 .*clipping on") as stop:
        next(run)
    assert stop.value.epoch == 3
    assert run.params.fingerprint() == good


def test_plateau_is_left_once_and_not_re_entered_by_a_dip(dataset):
    seen = records(dataset)
    entropy = math.log(2)
    assert dataset.label_entropy == pytest.approx(entropy)
    left = [record.on_plateau for record in seen].index(False)
    assert 0 < left < 20
    assert seen[left].train_loss < 0.87 * entropy <= seen[left - 1].train_loss
    assert not any(record.on_plateau for record in seen[left:])


# Losses made to measure: steps so small that they change nothing, from weights that give the wanted loss.

TWO = rows("a | x", "b | y")
LOPSIDED = rows(*["a | x"] * 9, "b | y")
FOUR = rows("a | w", "b | x", "c | y", "d | z")  # each class has a word of its own


def answering(params: Params, loss: float) -> Params:
    """Weights with this loss for each of those sentences: a word moves one unit, and that speaks for its class."""
    made = params.copy()
    for weights in made.named().values():
        weights[...] = 0.0
    classes = len(made.named()["by"])
    wrong = math.log(math.expm1(loss) / (classes - 1))  # p of the right class is 1 / (1 + (C - 1) e^wrong)
    np.fill_diagonal(made.named()["Wxh"], 1.0)
    np.fill_diagonal(made.named()["Why"], -wrong / math.tanh(1.0))
    return made


def led(dataset: Dataset, losses: Sequence[float]) -> Iterator[tuple[Training, EpochRecord]]:
    """The run after every epoch, each of which ends with the next of these losses; and its record."""
    model = ModelConfig(len(dataset.classes))
    run = train(dataset, model, TrainConfig(learning_rate=1e-12))
    for epoch, loss in enumerate(losses, 1):
        state = run.state()
        state = replace(state, params=answering(state.params, loss))
        run = train(dataset, model, TrainConfig(learning_rate=1e-12, epochs=epoch), state)
        (record,) = (event for event in run if isinstance(event, EpochRecord))
        assert record.epoch == epoch and record.train_loss == pytest.approx(loss, rel=1e-9)
        yield run, record


@pytest.mark.parametrize("dataset", [TWO, LOPSIDED, FOUR], ids=["two", "lopsided", "four"])
def test_the_plateau_is_left_at_87_percent_of_the_entropy_and_entered_again_at_97(dataset):
    shares = [1.0, 0.871, 0.869, 0.969, 0.5, 0.969, 0.971, 0.871, 0.869, 1.5, 0.869]
    on_plateau = [record.on_plateau for _, record in led(dataset, [s * dataset.label_entropy for s in shares])]
    assert on_plateau == [True, True, False, False, False, False, True, True, False, True, False]


@pytest.mark.parametrize("dataset", [TWO, LOPSIDED, FOUR], ids=["two", "lopsided", "four"])
def test_a_loss_of_five_times_that_of_even_odds_is_borne_and_three_epochs_in_a_row_above_it_are_not(dataset):
    borne, above = (share * 5 * math.log(len(dataset.classes)) for share in (0.999, 1.001))
    assert len(list(led(dataset, [borne] * 5))) == 5
    assert len(list(led(dataset, [above, above, borne, above, above, borne]))) == 6
    told = led(dataset, [borne, above, above, above])
    with pytest.raises(TrainingDiverged, match=f"end of epoch 4 it is {above:.3g}, and guessing"):
        while True:
            next(told)


def test_best_weights_are_those_of_the_lowest_train_loss(dataset):
    run = train(dataset, ModelConfig(4), TrainConfig(epochs=60, learning_rate=0.3, seed=3))
    losses = [event.train_loss for event in run if isinstance(event, EpochRecord)]
    assert run.best.epoch == int(np.argmin(losses)) + 1
    assert evaluate(dataset, "train", run.best.params)[0] == min(losses)
    *_, (run, _) = led(TWO, [0.6, 0.3, 0.5])  # where the last weights are certainly not the best
    assert run.best.epoch == 2
    assert evaluate(TWO, "train", run.best.params)[0] == pytest.approx(0.3)


@pytest.mark.parametrize(("part", "best"), [("validation", 2), ("test", 1)])
def test_a_validation_part_chooses_the_best_weights_and_the_test_part_never_does(part, best):
    dataset = rows("a | x", "b | y", f"a | y | {part}")  # the surer of train, the worse here
    runs, told = zip(*led(dataset, [0.3, 0.6, 0.5]), strict=True)
    losses = {"validation": [record.validation_loss for record in told], "test": [record.test_loss for record in told]}
    here = losses.pop(part)
    assert here == pytest.approx([-math.log(-math.expm1(-loss)) for loss in (0.3, 0.6, 0.5)]) and here[1] == min(here)
    assert [*losses.values()] == [[None] * 3]
    assert runs[-1].best.epoch == best


def test_the_blog_initialisation_sits_on_the_plateau(dataset):
    seen = records(dataset, ModelConfig(64, initialisation="blog"), learning_rate=0.02, epochs=60)
    assert all(record.on_plateau for record in seen)


def test_any_number_of_classes_learns_by_norm_in_batches_and_in_float32():
    words = [f"w{i}" for i in range(12)]
    examples = tuple(Example(f"{a} {b}", f"class {i % 4}") for i, a in enumerate(words) for b in words[:3])
    run = train(
        Dataset(examples),
        ModelConfig(12, dtype="float32"),
        TrainConfig(epochs=60, batch_size=4, learning_rate=0.5, clip_by="norm"),
    )
    last = [event for event in run if isinstance(event, EpochRecord)][-1]
    assert last.train_accuracy == 1.0 and last.test_accuracy is None
    assert run.params.flat.dtype == np.float32


@pytest.mark.parametrize(
    "settings",
    [
        {"learning_rate": 0},
        {"learning_rate": -1},
        {"learning_rate": math.inf},
        {"learning_rate": math.nan},
        {"clip": 0},
        {"epochs": 0},
        {"batch_size": 0},
        {"seed": -1},
        {"seed": 1.5},
        {"clip_by": "length"},
        {"gradient": "guess"},
    ],
)
def test_settings_out_of_range_are_refused(settings):
    with pytest.raises(InvalidSetting, match=r"must be"):
        TrainConfig(**settings)


def test_evaluate_refuses_weights_of_another_dataset(dataset):
    other = Dataset((Example("a", "x"), Example("b", "y")))
    with pytest.raises(InvalidSetting):
        evaluate(other, "train", finished(dataset, epochs=1).params)


# An unknown word.

RARE = tuple(f"rare{i}" for i in range(24))
OFTEN = ("a", "b", "c")


def with_rare_words(**settings) -> Dataset:
    """Sentences of a few frequent words and many that occur once or twice; test has words that train has not."""
    examples = [
        Example(f"{OFTEN[i % 3]} {RARE[i]} {OFTEN[i // 2 % 3]} {RARE[i // 2]}", "xy"[i % 2]) for i in range(len(RARE))
    ]
    examples.append(Example("a", "x"))
    examples += [Example("a never c seen", "x", "test"), Example("b rare1 <unk>", "y", "test")]
    return Dataset(tuple(examples), TextConfig(unknown="vector", **settings))


@pytest.fixture
def batches(monkeypatch):
    """Every batch that an update reads, in order."""
    seen = []
    honest = loop.loss_and_gradients

    def watched(params, batch, *more):
        seen.append(batch)
        return honest(params, batch, *more)

    monkeypatch.setattr(loop, "loss_and_gradients", watched)
    return seen


def first_weights(dataset, model, seed=0):
    random = generator(seed, Stream.WEIGHTS)
    return initial_params(model, dataset.vocabulary.rows, len(dataset.classes), random)


@pytest.mark.parametrize("batch_size", [1, 4])
def test_word_dropout_trains_the_row_of_the_unknown_word(monkeypatch, batch_size):
    dataset = with_rare_words()
    assert dataset.vocabulary.unknown_id not in dataset.batches["train"][0].words  # nothing else would
    first = first_weights(dataset, ModelConfig(4))["Wxh"][-1]
    trained = finished(dataset, ModelConfig(4), epochs=1, batch_size=batch_size).params
    assert trained.layout.words == len(dataset.vocabulary) + 1
    assert (trained["Wxh"][-1] != first).all()
    monkeypatch.setattr(dropout, "RARE_WORDS", 1e-300)
    without = finished(dataset, ModelConfig(4), epochs=1, batch_size=batch_size).params
    assert np.array_equal(without["Wxh"][-1], first)


def test_the_row_of_the_unknown_word_learns_also_from_words_too_rare_to_be_kept(monkeypatch):
    monkeypatch.setattr(dropout, "RARE_WORDS", 1e-300)
    dataset = with_rare_words(min_count=2)
    trained = finished(dataset, ModelConfig(4), epochs=1).params
    assert (trained["Wxh"][-1] != first_weights(dataset, ModelConfig(4))["Wxh"][-1]).all()


def drawn_from(random):
    return random.bit_generator.state


def word_dropout(state):
    return drawn_from(state.random[Stream.WORD_DROPOUT])


def test_no_dropout_number_is_drawn_where_unknown_words_are_skipped(dataset):
    run = train(dataset, ModelConfig(), TrainConfig(epochs=2))
    before = word_dropout(run.state())
    assert before == drawn_from(generator(0, Stream.WORD_DROPOUT))
    for _ in run:
        pass
    assert word_dropout(run.state()) == before
    vector = train(with_rare_words(), ModelConfig(), TrainConfig(epochs=1))
    next(vector)
    assert word_dropout(vector.state()) != before


@pytest.mark.parametrize("batch_size", [1, 5])
@pytest.mark.parametrize("min_count", [1, 2])
def test_a_word_seen_n_times_is_dropped_in_a_quarter_of_an_nth(batches, batch_size, min_count):
    dataset = with_rare_words(min_count=min_count)
    unknown, epochs = dataset.vocabulary.unknown_id, 400
    finished(dataset, ModelConfig(1), epochs=epochs, batch_size=batch_size, learning_rate=1e-9)
    read, dropped = np.zeros(unknown + 1), np.zeros(unknown + 1)
    corpus = dataset.corpus
    for batch in batches:
        meant = loop.pack(corpus, batch.order).words
        assert ((batch.words == meant) | (batch.words == unknown)).all()
        np.add.at(read, meant, 1)
        np.add.at(dropped, meant, batch.words != meant)
    counts = np.array([dataset.word_counts[dataset.tokenised.words.index(word)] for word in dataset.vocabulary.words])
    assert set(counts) == ({1, 3, 16, 17} if min_count == 1 else {3, 16, 17})
    assert np.array_equal(read[:-1], epochs * counts)
    for count in set(counts):
        alike = np.flatnonzero(counts == count)
        expected = 0.25 / (0.25 + count)
        deviation = math.sqrt(expected * (1 - expected) / read[alike].sum())
        assert abs(dropped[alike].sum() / read[alike].sum() - expected) < 4 * deviation


def test_dropout_is_drawn_anew_in_every_epoch_and_leaves_the_order_and_the_sentences_alone(batches):
    dataset = with_rare_words()
    events = [e for e in train(dataset, ModelConfig(2), TrainConfig(epochs=2)) if isinstance(e, Update)]
    skip = Dataset(dataset.examples)
    expected = [e for e in train(skip, ModelConfig(2), TrainConfig(epochs=2)) if isinstance(e, Update)]
    assert [int(e.sentences[0]) for e in events] == [int(e.sentences[0]) for e in expected]
    epochs = [{int(batch.order[0]): batch.words.tolist() for batch in part} for part in (batches[:25], batches[25:50])]
    assert epochs[0] != epochs[1]
    assert dataset.vocabulary.unknown_id not in np.concatenate([b.words for b in dataset.batches["train"]])


@pytest.mark.parametrize("batch_size", [1, 4])
@pytest.mark.parametrize("min_count", [1, 2])
def test_a_run_with_an_unknown_word_paused_and_resumed_is_equal_to_the_bit(batch_size, min_count):
    dataset = with_rare_words(min_count=min_count)
    config = TrainConfig(epochs=6, batch_size=batch_size, seed=2)
    whole = list(train(dataset, ModelConfig(), config))
    expected = [event for event in whole if isinstance(event, EpochRecord)]
    losses = [event.loss for event in whole if isinstance(event, Update)]
    fingerprint = finished(dataset, epochs=6, batch_size=batch_size, seed=2).params.fingerprint()
    random = np.random.default_rng(1)
    for _ in range(5):
        state, got = None, []
        while True:
            run = train(dataset, ModelConfig(), config, state)
            part = list(islice(run, int(random.integers(1, 30))))
            got += part
            state = run.state()
            if not part:
                break
        assert [event for event in got if isinstance(event, EpochRecord)] == expected
        assert [event.loss for event in got if isinstance(event, Update)] == losses
        assert run.params.fingerprint() == fingerprint


def slow_evaluation(dataset, part, params):
    """Loss and accuracy, one sentence opened up at a time."""
    losses, hits = [], []
    for example in dataset.examples_of(part):
        answer = trace(params, dataset.vocabulary, example.sentence).probabilities[-1]
        right = dataset.classes.index(example.label)
        losses.append(-math.log(answer[right]))
        hits.append(int(answer.argmax()) == right)
    return np.mean(losses), np.mean(hits)


@pytest.mark.parametrize("unknown", ["vector", "skip"])
@pytest.mark.parametrize("min_count", [1, 2])
def test_evaluation_drops_no_word_and_reads_unknown_ones_as_a_trace_does(unknown, min_count):
    dataset = replace(with_rare_words(), text=TextConfig(unknown=unknown, min_count=min_count), tokenised=None)
    run = train(dataset, ModelConfig(), TrainConfig(epochs=4, batch_size=3, learning_rate=0.3))
    seen = 0
    for event in run:
        if isinstance(event, EpochRecord):
            seen += 1
            state = run.state()
            for part, got in (
                ("train", (event.train_loss, event.train_accuracy)),
                ("test", (event.test_loss, event.test_accuracy)),
            ):
                assert got == evaluate(dataset, part, run.params)
                assert got == pytest.approx(slow_evaluation(dataset, part, run.params), abs=1e-12)
            assert word_dropout(run.state()) == word_dropout(state)
    assert seen == 4


def test_unknown_test_words_are_read_through_the_row_of_the_unknown_word():
    dataset = with_rare_words()
    params = finished(dataset, epochs=2).params
    other = params.copy()
    other["Wxh"][-1] += 1.0
    assert evaluate(dataset, "test", other) != evaluate(dataset, "test", params)
    assert evaluate(dataset, "train", other) == evaluate(dataset, "train", params)


def test_it_learns_that_an_unknown_word_means_nothing():
    words = [f"w{i}" for i in range(40)]
    examples = [Example(f"{word} {sign}", label) for word in words for sign, label in (("good", "x"), ("bad", "y"))]
    examples += [Example(f"new{i} {s}", c, "test") for i in range(9) for s, c in (("good", "x"), ("bad", "y"))]
    dataset = Dataset(tuple(examples), TextConfig(unknown="vector"))
    last = records(dataset, epochs=30)[-1]
    assert last.train_accuracy == last.test_accuracy == 1.0


def test_weights_fit_the_unknown_word_or_are_refused():
    vector = with_rare_words()
    skip = Dataset(vector.examples)
    with pytest.raises(InvalidSetting, match="cannot be evaluated"):
        evaluate(skip, "train", finished(vector, epochs=1).params)
    with pytest.raises(InvalidSetting, match="cannot be evaluated"):
        evaluate(vector, "train", finished(skip, epochs=1).params)


@pytest.mark.parametrize("unknown", ["vector", "skip"])
def test_sentences_of_which_no_word_is_known_train_all_the_same(unknown):
    examples = (Example("a", "x"), Example("b", "y"), Example("c", "y"), Example("d", "x", "test"))
    dataset = Dataset(examples, TextConfig(min_count=2, unknown=unknown))
    assert len(dataset.vocabulary) == 0
    last = records(dataset, epochs=50)[-1]
    assert last.train_loss == pytest.approx(dataset.label_entropy, abs=0.05) and last.train_accuracy == 2 / 3
