"""What is saved comes back to the bit: training goes on, predictions are the same, and so is a second file."""

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from safetensors import numpy as library

from rnn_core import (
    Dataset,
    Example,
    InvalidModel,
    ModelConfig,
    TextConfig,
    TrainConfig,
    bundled,
    limits,
    pack_all,
    predict_mean,
    train,
)
from rnn_core.model_files import SavedModel, SavedNetwork, load, save
from rnn_core.model_files.curves import Curves
from tests.datasets import rows
from tests.model_files.going_on import became
from tests.model_files.making import any_settings, apart, ended, model_file, stopped
from tests.running import ROOT
from tests.test_resume import DATASETS, held

POINTS, PROCESSES = 50, 2


def test_a_run_goes_on_from_fifty_files_in_another_process_as_if_it_had_never_stopped(tmp_path):
    expected, files, stops = [], [], set()
    for i in range(POINTS):
        dataset, model, config = any_settings(i)
        events = int(np.random.default_rng(i).integers(0, 60 if config.batch_size == 1 else 20))
        training, records = stopped(dataset, model, config, events)
        files.append(tmp_path / f"{i}.safetensors")
        files[-1].write_bytes(save(SavedModel.of(dataset, model, config, [SavedNetwork.of(training, records)], True)))
        stops.add((training.epoch, training.state().position > 0))
        expected.append(became(training, training))
    assert len(stops) > 6  # in several epochs, amid them and between them
    got = []
    for first in range(PROCESSES):
        command = [sys.executable, "-m", "tests.model_files.going_on", *map(str, files[first::PROCESSES])]
        got.append(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split())
    assert [got[i % PROCESSES][i // PROCESSES] for i in range(POINTS)] == expected


@pytest.mark.parametrize("i", range(16))
def test_all_of_a_state_comes_back(i):
    dataset, model, config = any_settings(i)
    training, records = stopped(dataset, model, config, 25)
    saved = SavedModel.of(dataset, model, config, [SavedNetwork.of(training, records)], with_sentences=True)
    back = load(save(saved))
    (network,) = back.networks
    assert held(network.state) == held(training.state())
    assert network.state.seconds == training.state().seconds
    assert (network.seed, network.kept_epoch) == (config.seed, training.kept[0])
    found = list(network.curves.records())
    assert found == records and [r.seconds for r in found] == [r.seconds for r in records]
    assert (back.model, back.training, back.vocabulary, back.classes) == (
        model, config, dataset.vocabulary, dataset.classes
    )  # fmt: skip
    assert (back.tagged, back.fingerprint, back.dataset) == (dataset.tagged, dataset.fingerprint, dataset)
    assert save(back) == save(saved)


def test_answers_after_a_load_are_equal_to_the_bit():
    for i in range(16):
        dataset, model, config = any_settings(i)
        training, records = stopped(dataset, model, config, 70)
        back = load(save(SavedModel.of(dataset, model, config, [SavedNetwork.of(training, records)])))
        assert back.dataset is None
        expected = np.empty((len(dataset.examples), len(dataset.classes)))
        for batch in pack_all(dataset.corpus, np.arange(len(dataset.examples))):
            expected[batch.order] = predict_mean([training.kept[1]], batch)
        probabilities, words = back.predict([example.sentence for example in dataset.examples])
        assert np.array_equal(probabilities, expected)
        assert np.array_equal(words, dataset.corpus.lengths)


def test_several_networks_answer_together_and_each_goes_on():
    dataset, model = DATASETS["skip"], ModelConfig(3)
    config = TrainConfig(epochs=3, early_stopping=2)
    runs = [stopped(dataset, model, replace(config, seed=seed), 40) for seed in (5, 6, 9)]
    back = load(save(SavedModel.of(dataset, model, config, [SavedNetwork.of(*run) for run in runs])))
    assert [network.seed for network in back.networks] == [5, 6, 9]
    assert [p.fingerprint() for p in back.kept] == [training.best.params.fingerprint() for training, _ in runs]
    for i, (training, _) in enumerate(runs):
        again = back.go_on(dataset, network=i)
        assert again.config.seed == training.config.seed
        assert became(again, again) == became(training, training)


def test_a_network_that_has_ended_answers_and_does_not_go_on():
    dataset, model, config = DATASETS["skip"], ModelConfig(3), TrainConfig(epochs=3)
    one, other = ended(dataset, model, replace(config, seed=5)), SavedNetwork.of(*stopped(dataset, model, config, 9))
    back = load(save(SavedModel.of(dataset, model, config, [one, other], of_networks=4)))
    assert back.of_networks == 4 and back.networks[0].state is None
    assert (back.networks[0].epoch, back.networks[0].kept_epoch) == (3, 3)
    assert [p.fingerprint() for p in back.kept] == [one.kept.fingerprint(), other.kept.fingerprint()]
    with pytest.raises(InvalidModel, match="networks/1: it has ended, and only what it answers with was kept"):
        back.go_on(dataset)
    back.go_on(dataset, network=1)
    assert len(save(SavedModel.of(dataset, model, config, [one]))) < len(
        save(SavedModel.of(dataset, model, config, [other]))
    )


def test_weights_that_are_equal_are_written_once():
    between, within = model_file(events=999, config=TrainConfig(epochs=1)), model_file(config=TrainConfig(epochs=3))
    for data, written in ((between, {"now"}), (within, {"now", "best"})):
        network = load(data).networks[0]
        assert {name.split("/")[1] for name in apart(data)[1] if name.endswith("/Wxh")} == written
        assert network.state.last_good is network.state.best.params
        assert (network.state.params is network.state.best.params) == (written == {"now"})


def test_first_weights_that_its_seed_does_not_give_are_in_the_file():
    dataset, model, config = (
        DATASETS["vector"],
        ModelConfig(2, input="embedding", embedding_size=3),
        TrainConfig(epochs=2),
    )
    vectors = np.full((dataset.vocabulary.rows, 3), 0.25)
    training = train(dataset, model, config, vectors=vectors)
    first = training.params.copy()
    list(training)
    back = load(save(SavedModel.of(dataset, model, config, [SavedNetwork.of(training, [], first)])))
    assert back.networks[0].first.fingerprint() == first.fingerprint() != back.kept[0].fingerprint()
    assert load(model_file()).networks[0].first is None


def test_the_largest_number_of_tensors_that_a_model_can_have_is_read():
    model = ModelConfig(1, cell="gru", layers=3, directions=2, input="embedding", embedding_size=1)
    dataset, config = DATASETS["vector"], TrainConfig(epochs=1, optimiser="adam")
    network = SavedNetwork.of(*stopped(dataset, model, config, 1))
    back = load(save(SavedModel.of(dataset, model, config, [network] * limits.MAX_NETWORKS)))
    assert len(back.networks) == limits.MAX_NETWORKS


def test_words_that_would_not_be_read_back_are_not_written():
    long = Dataset(tuple(Example("x" * 300_000 + str(i), "ab"[i % 2]) for i in range(60)))
    with pytest.raises(InvalidModel, match=r"^vocabulary: its words take 18,"):
        model_file(long, ModelConfig(1), TrainConfig(epochs=1), 0)


def test_more_epochs_can_be_asked_for():
    dataset, model, config = DATASETS["skip"], ModelConfig(3), TrainConfig(epochs=2, optimiser="rmsprop")
    longer = train(dataset, model, replace(config, epochs=4))
    first = train(dataset, model, config)
    list(first)
    back = load(save(SavedModel.of(dataset, model, config, [SavedNetwork.of(first, [])])))
    again = back.go_on(dataset, epochs=4)
    list(longer), list(again)
    assert held(again.state()) == held(longer.state())


def test_a_saved_network_is_not_touched_by_later_training():
    dataset, model, config = DATASETS["skip"], ModelConfig(3), TrainConfig(epochs=3)
    training, records = stopped(dataset, model, config, 20)
    saved = SavedModel.of(dataset, model, config, [SavedNetwork.of(training, records)])
    before = save(saved)
    list(training)
    assert save(saved) == before


def test_the_library_reads_the_same_weights_by_their_names():
    """Wxh of each direction is a part of a wider array: the library would write the bytes that lie there."""
    dataset, model, config = DATASETS["vector"], ModelConfig(3, cell="lstm", directions=2), TrainConfig(epochs=1)
    training, records = stopped(dataset, model, config, 9)
    assert not training.params["Wxh"].flags.c_contiguous
    found = library.load(save(SavedModel.of(dataset, model, config, [SavedNetwork.of(training, records)])))
    for name, weights in training.params.named().items():
        assert np.array_equal(found[f"1/now/{name}"], weights), name


def test_a_transposed_view_is_written_as_it_is_read():
    dataset, model, config = DATASETS["skip"], ModelConfig(3), TrainConfig(epochs=2)
    training, records = stopped(dataset, model, config, 60)
    network = SavedNetwork.of(training, records)
    figures = np.ascontiguousarray(network.curves.figures.T).T
    assert len(figures) > 1 and not figures.flags.c_contiguous
    odd = replace(network, curves=Curves(network.curves.columns, figures))
    back = load(save(SavedModel.of(dataset, model, config, [odd])))
    assert np.array_equal(back.networks[0].curves.figures, figures)
    assert list(back.networks[0].curves.records()) == records


def test_a_word_or_a_label_is_any_text():
    dataset = rows('“naïve” 好 a\\b c"d | =1+1', "🙂 \u202e x | __metadata__", "ß | =1+1")
    training, records = stopped(dataset, ModelConfig(2), TrainConfig(epochs=1), 9)
    saved = SavedModel.of(dataset, ModelConfig(2), TrainConfig(epochs=1), [SavedNetwork.of(training, records)], True)
    back = load(save(saved))
    assert (back.vocabulary, back.classes, back.dataset) == (dataset.vocabulary, dataset.classes, dataset)


@pytest.mark.parametrize(
    ("half", "field"), [("\ud800 b | x", "vocabulary: number 3"), ("b | \ud800", "classes: number 3")]
)
def test_half_a_character_is_not_saved_as_it_could_not_be_read(half, field):
    dataset = rows("a | x", "a | y", half)
    network = SavedNetwork.of(*stopped(dataset, ModelConfig(2), TrainConfig(epochs=1), 9))
    with pytest.raises(InvalidModel, match=f"^{field}.*holds half a character"):
        save(SavedModel.of(dataset, ModelConfig(2), TrainConfig(epochs=1), [network]))


def test_the_bundled_sentences_come_back_with_their_places():
    dataset = bundled()
    back = load(model_file(dataset, ModelConfig(2), TrainConfig(epochs=1), 3, with_sentences=True))
    assert back.dataset == dataset
    assert [e.at for e in back.dataset.examples] == [e.at for e in dataset.examples]


def test_a_run_whose_loss_is_infinite_is_written_and_read():
    dataset, model, config = DATASETS["skip"], ModelConfig(2), TrainConfig(epochs=2)
    training, records = stopped(dataset, model, config, 40)
    records = [replace(record, train_loss=float("inf"), test_loss=float("nan")) for record in records]
    back = load(
        save(SavedModel.of(dataset, ModelConfig(2), TrainConfig(epochs=2), [SavedNetwork.of(training, records)]))
    )
    assert [str(r.train_loss) + str(r.test_loss) for r in back.networks[0].curves.records()] == ["infnan"] * len(
        records
    )


def other(dataset: Dataset, **changed) -> Dataset:
    return replace(dataset, tokenised=None, **changed)


def test_a_model_answers_sentences_of_another_set_and_does_not_go_on_with_them():
    dataset = DATASETS["skip"]
    model = load(model_file(dataset))
    examples = list(dataset.examples)
    relabelled = tuple(replace(e, label={"x": "x", "y": "z"}[e.label]) for e in examples)
    for field, others in (
        ("classes", other(dataset, examples=relabelled)),
        ("vocabulary", other(dataset, examples=(*examples, replace(examples[0], sentence="new", split="train")))),
        ("vocabulary", other(dataset, text=TextConfig(fold_case=False))),
        ("fingerprint", other(dataset, examples=tuple(reversed(examples)))),
    ):
        probabilities, _ = model.predict([example.sentence for example in others.examples])
        assert np.allclose(probabilities.sum(axis=1), 1)
        with pytest.raises(InvalidModel, match=rf"^{field}: .* training cannot go on") as refused:
            model.go_on(others)
        assert str(refused.value).isprintable()
    assert model.go_on(dataset)
