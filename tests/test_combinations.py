"""Settings that are out of their range or do not go together: one clear line each, in the core and in the terminal."""

import math
import re
from contextlib import suppress
from dataclasses import fields, replace
from itertools import islice, product
from pathlib import Path
from typing import get_args, get_type_hints

import numpy as np
import pytest

from rnn_core import (
    Dataset,
    EpochRecord,
    InvalidSetting,
    ModelConfig,
    TextConfig,
    TrainConfig,
    TrainingDiverged,
    bundled,
    evaluate,
    initial_params,
    limits,
    read_draft,
    split_off,
    train,
)
from rnn_core import config as settings_of
from rnn_core.__main__ import main
from rnn_core.seeds import Stream, generator
from tests.datasets import rows, tagged

LABELLED = rows("good film | x", "bad film | y", "not good | y", "good | x | validation", "bad | y | test")
TAGGED = tagged("good/A film/N", "bad/A film/N", "not/R good/A", "good/A | validation", "bad/A | test")
VECTORS = np.zeros((4, 3))


def line(refusal: pytest.ExceptionInfo) -> str:
    """What is told: one line, in whole sentences."""
    said = str(refusal.value)
    assert "\n" not in said and "  " not in said and not said[0].islower() and said[-1] == "."
    return said


# One setting out of its range.

RANGES = [
    (ModelConfig, "hidden_size", [0, -1, 257, 1.5, True, "8", None], "The hidden size is {}; .*from 1 to 256."),
    (ModelConfig, "layers", [0, 4, -1, 2.0, True, None], "The number of layers is {}; .*from 1 to 3."),
    (ModelConfig, "directions", [0, 3, True, 1.0], "The number of directions is {}; it must be one of: 1, 2."),
    (ModelConfig, "embedding_size", [0, 1025, True, 3.5], "The embedding size is {}; .*from 1 to 1024."),
    (ModelConfig, "forget_bias", [math.nan, math.inf, -math.inf, True, "1", None], "The forget bias is {}; .*number"),
    (ModelConfig, "cell", ["rnn", "", "LSTM", None, 1], "The cell is {}; it must be one of: tanh, relu, gru, lstm."),
    (ModelConfig, "input", ["words", None], "The input is {}; it must be one of: one-hot, embedding."),
    (ModelConfig, "readout", ["first", None], "The readout is {}; it must be one of: last, mean, max, words."),
    (ModelConfig, "initialisation", ["zero"], "The initialisation is {}; it must be one of: scaled, blog, orthogonal."),
    (ModelConfig, "first_embedding", ["zero", None], "The first embedding is {}; it must be one of: random, counts."),
    (ModelConfig, "dtype", ["float16", float], "The precision is {}; it must be one of: float64, float32."),
    (TrainConfig, "learning_rate", [0, -1, math.inf, math.nan, True, "1", None], "The learning rate is {}; .*above 0."),
    (TrainConfig, "clip", [0, -1, math.inf, math.nan, True, "1"], "The clip.* is {}; it must be a number above 0."),
    (TrainConfig, "epochs", [0, -1, 1.5, True, None], "The .*epochs is {}; it must be a whole number, 1 or larger."),
    (TrainConfig, "batch_size", [0, -1, 1.5, True], "The batch size is {}; it must be a whole number, 1 or larger."),
    (TrainConfig, "early_stopping", [-1, 1.5, True, False], "stopping early is {}; .*a whole number, 0 or larger."),
    (TrainConfig, "dropout", [1, -0.1, 1.5, math.nan, math.inf, True, False, "0", None], "The dropout is {}; .*0 to"),
    (TrainConfig, "word_dropout", [1, -0.1, math.nan, True, False, "0"], "The word dropout is {}; .*from 0 to below"),
    (TrainConfig, "weight_decay", [-1, math.inf, math.nan, True, False, "0"], "The weight decay is {}; .*0 or larger."),
    (TrainConfig, "optimiser", ["adamw", "SGD", None], "The optimiser is {}; .*one of: sgd, momentum, rmsprop, adam."),
    (TrainConfig, "schedule", ["linear"], "The schedule is {}; .*one of: constant, step, cosine, warm-up."),
    (TrainConfig, "clip_by", ["length"], "The clipping is {}; .*one of: none, value, norm."),
    (TrainConfig, "gradient", ["guess"], "The gradient rule is {}; .*one of: correct, published."),
    (TrainConfig, "seed", [-1, 1.5, True, "0"], "The seed is {}; it must be a whole number, 0 or larger."),
]  # fmt: skip


@pytest.mark.parametrize(
    ("config", "name", "value", "message"),
    [
        pytest.param(config, name, value, message, id=f"{name}={value!r}")
        for config, name, values, message in RANGES
        for value in values
    ],
)
def test_a_value_out_of_its_range_is_refused_with_the_range(config, name, value, message):
    extra = {"input": "embedding"} if name == "embedding_size" else {}
    with pytest.raises(InvalidSetting, match=message.format(re.escape(repr(value)))) as refusal:
        config(**{name: value}, **extra)
    line(refusal)


def test_every_setting_has_its_range_tested():
    tested = {(config, name) for config, name, *_ in RANGES} | {(ModelConfig, "frozen")}
    assert tested == {(config, field.name) for config in (ModelConfig, TrainConfig) for field in fields(config)}


@pytest.mark.parametrize(
    ("config", "settings"),
    [
        (ModelConfig, {"hidden_size": 1, "layers": 3, "directions": 2, "embedding_size": 1024, "input": "embedding"}),
        (ModelConfig, {"hidden_size": 256, "layers": 1, "forget_bias": -1e300}),
        (TrainConfig, {"dropout": 0, "word_dropout": 0, "weight_decay": 0, "early_stopping": 0, "seed": 0}),
        (TrainConfig, {"dropout": 0.999, "word_dropout": 0.999, "weight_decay": 1e9, "early_stopping": 10**9}),
        (TrainConfig, {"learning_rate": 1, "clip": 1e-300, "epochs": 1, "batch_size": 10**6}),
    ],
)
def test_values_at_the_ends_of_their_ranges_are_taken(config, settings):
    config(**settings)


@pytest.mark.parametrize("config", [ModelConfig, TrainConfig])
def test_every_name_that_the_types_promise_is_taken(config):
    for name, kind in get_type_hints(config).items():
        for choice in get_args(kind):
            assert getattr(config(**{name: choice}), name) == choice


# Settings that do not go together, or not with the sentences.


@pytest.mark.parametrize(
    ("dataset", "model", "settings", "vectors", "message"),
    [
        *((TAGGED, {"readout": readout}, {}, None,
           "These sentences have a label for each word. Choose the readout at every word.")
          for readout in ("last", "mean", "max")),
        (
            LABELLED, {"input": "embedding", "frozen": True}, {}, None,
            "A frozen embedding needs vectors to start from. Give some, or let it be trained.",
        ),
        (LABELLED, {}, {}, VECTORS, "Vectors need an embedding as input. Choose it, or leave the vectors out."),
        (
            LABELLED, {"input": "embedding", "embedding_size": 5}, {}, VECTORS,
            "The vectors have a width of 3 and the embedding one of 5. Set the embedding size to 3.",
        ),
        (
            Dataset(LABELLED.examples_of("train")), {}, {"early_stopping": 2}, None,
            "Early stopping needs a validation part, and these sentences have none. Set a share aside for it, or do "
            "not stop early.",
        ),
        *((LABELLED, model, {"gradient": "published"}, None,
           "The published gradient rule exists for the tutorial's network only: one layer of tanh, read in one "
           "direction. Choose the correct rule, or that network.")
          for model in ({"cell": "gru"}, {"cell": "lstm"}, {"cell": "relu"}, {"layers": 2}, {"directions": 2})),
    ],
)  # fmt: skip
def test_what_does_not_go_together_is_refused_before_training_with_a_remedy(dataset, model, settings, vectors, message):
    with pytest.raises(InvalidSetting) as refusal:
        train(dataset, ModelConfig(**model), TrainConfig(**settings), vectors=vectors)
    assert line(refusal) == message


def test_one_hot_words_cannot_be_frozen():
    with pytest.raises(InvalidSetting) as refusal:
        ModelConfig(frozen=True)
    assert line(refusal) == "Only an embedding can be frozen. Choose an embedding as input, or do not freeze it."


@pytest.mark.parametrize("share", [0.9, 0.51, -0.1, 1, math.nan, math.inf])
def test_a_validation_share_out_of_range_is_refused(share):
    draft = read_draft(b"sentence,label\n" + b"a,x\nb,y\n" * 10, "mine.csv")
    with pytest.raises(InvalidSetting, match=r"The share for validation is .*; it must be from 0 to 0\.5\.") as refusal:
        draft.dataset(validation_share=share)
    line(refusal)


@pytest.mark.parametrize(
    ("model", "words", "remedies"),
    [
        (ModelConfig(256), 20_000, ["hidden size", "rare words"]),
        (ModelConfig(16, input="embedding", embedding_size=1024), 20_000, ["embedding size", "rare words"]),
        (ModelConfig(256, cell="lstm", layers=3, directions=2), 20, ["hidden size", "layers"]),
    ],
)
def test_too_many_weights_are_refused_with_what_makes_them_fewer(model, words, remedies):
    with pytest.raises(InvalidSetting, match=r"make [0-9,]+ weights; at most 1,500,000 are possible") as refusal:
        initial_params(model, words, 2, generator(0, Stream.WEIGHTS))
    said = line(refusal)
    assert all(remedy in said.rpartition("possible.")[2] for remedy in remedies)


def test_as_many_weights_as_are_possible_are_possible(monkeypatch):
    size = initial_params(ModelConfig(5), 10, 2, generator(0, Stream.WEIGHTS)).layout.size
    monkeypatch.setattr(limits, "MAX_WEIGHTS", size)
    initial_params(ModelConfig(5), 10, 2, generator(0, Stream.WEIGHTS))
    monkeypatch.setattr(limits, "MAX_WEIGHTS", size - 1)
    with pytest.raises(InvalidSetting):
        initial_params(ModelConfig(5), 10, 2, generator(0, Stream.WEIGHTS))


@pytest.mark.parametrize("readout", ["last", "mean", "max"])
def test_weights_that_answer_once_cannot_be_evaluated_on_tags(readout):
    V, C = TAGGED.vocabulary.rows, len(TAGGED.classes)
    at_words, once = (
        initial_params(ModelConfig(2, readout=name), V, C, generator(0, Stream.WEIGHTS)) for name in ("words", readout)
    )
    assert evaluate(TAGGED, "train", at_words)[0] > 0
    with pytest.raises(InvalidSetting, match="cannot be evaluated"):
        evaluate(TAGGED, "train", once)


# What goes together.


def networks():
    for cell, readout in product(get_args(settings_of.CellName), get_args(settings_of.ReadoutName)):
        for source, directions, layers in product(get_args(settings_of.InputName), (1, 2), (1, 2)):
            yield ModelConfig(2, cell=cell, readout=readout, input=source, embedding_size=3, directions=directions,
                              layers=layers, initialisation="orthogonal" if layers == 2 else "scaled",
                              first_embedding="counts" if directions == 2 else "random")  # fmt: skip


@pytest.mark.parametrize("data", [LABELLED, TAGGED], ids=["labels", "tags"])
def test_every_network_trains_with_everything_switched_on(data):
    """All that can be combined, each with another optimiser, schedule and precision than the one before."""
    trained = 0
    for i, model in enumerate(networks()):
        if data.tagged and model.readout != "words":
            continue
        dataset = replace(data, text=TextConfig(unknown=("skip", "vector")[i % 2]), tokenised=None)
        config = TrainConfig(
            epochs=2, batch_size=1 + i % 3, dropout=0.2, word_dropout=0.2, early_stopping=1, weight_decay=0.01,
            optimiser=get_args(settings_of.OptimiserName)[i % 4], schedule=get_args(settings_of.Schedule)[i // 4 % 4],
            clip_by=get_args(settings_of.ClipBy)[i % 3],
        )  # fmt: skip
        *_, last = train(dataset, replace(model, dtype=("float64", "float32")[i // 2 % 2]), config)
        assert isinstance(last, EpochRecord) and math.isfinite(last.train_loss + last.validation_loss + last.test_loss)
        trained += 1
    assert trained == (32 if data.tagged else 128)


@pytest.mark.parametrize("cell", get_args(settings_of.CellName))
@pytest.mark.parametrize("readout", get_args(settings_of.ReadoutName))
@pytest.mark.filterwarnings("error")
def test_a_run_that_blows_up_says_so_in_every_network(cell, readout):
    """Whatever stops being a number on the way, and in which precision: no other error, and no warning of numpy's."""
    dataset = Dataset(split_off(bundled().examples, "validation", 0.2, 0), TextConfig(unknown="vector"))
    diverged = 0
    for i, (rate, optimiser) in enumerate(product((1e6, 1e100, 1e308), get_args(settings_of.OptimiserName))):
        model = ModelConfig(3, cell=cell, readout=readout, directions=1 + i % 2, layers=1 + i // 2 % 2,
                            dtype=("float64", "float32")[i // 3 % 2])  # fmt: skip
        config = TrainConfig(rate, epochs=4, batch_size=(8, 1)[i % 2], optimiser=optimiser,
                             clip_by=("none", "value")[i // 3 % 2], dropout=0.3, word_dropout=0.3)  # fmt: skip
        with pytest.raises(TrainingDiverged, match="Try a learning rate of"):
            for _ in train(dataset, model, config):
                pass
        diverged += 1
    assert diverged == 12


@pytest.mark.parametrize("cell", get_args(settings_of.CellName))
@pytest.mark.parametrize("optimiser", get_args(settings_of.OptimiserName))
@pytest.mark.filterwarnings("error")
def test_an_update_after_a_short_one_may_overflow_all_the_same(cell, optimiser):
    """The gradient of a sentence that is right beyond doubt is 0, however large the weights are; the next is wrong."""
    for rate, seed in product((3e307, 1e308), range(3)):
        run = train(bundled(), ModelConfig(3, cell=cell), TrainConfig(rate, optimiser=optimiser, seed=seed))
        with suppress(TrainingDiverged):
            assert len(list(islice(run, run.updates_per_epoch))) == run.updates_per_epoch


@pytest.mark.filterwarnings("error")
def test_weights_whose_norm_is_too_large_for_a_number_are_no_warning_of_numpys():
    run = train(bundled(), ModelConfig(3), TrainConfig(1e200, epochs=4))
    with pytest.raises(TrainingDiverged, match="Try a learning rate of 1e\\+199 or less"):
        list(run)


@pytest.mark.filterwarnings("error")
def test_losses_whose_sum_is_too_large_for_a_number_are_no_warning_of_numpys():
    params = train(LABELLED, ModelConfig(1), TrainConfig()).params
    params.flat[...] = 0
    params.by[:] = 1.5e308, -1e307  # a loss of 1.6e308 for each of two sentences
    assert evaluate(LABELLED, "train", params)[0] == math.inf


def test_after_a_run_that_blew_up_the_epoch_of_the_weights_that_are_kept_is_theirs():
    run = train(bundled(), ModelConfig(4), TrainConfig(1e6, epochs=9))
    first = run.params.fingerprint()
    with pytest.raises(TrainingDiverged):
        list(run)
    epoch, params = run.kept
    assert params.fingerprint() == first  # no epoch was sane
    assert epoch == 0


# In the terminal.


@pytest.fixture
def refused(capsys, tmp_path, monkeypatch):
    """Runs the terminal's command; gives the one line that is told instead of training."""
    monkeypatch.chdir(tmp_path)
    Path("labels.csv").write_text("sentence,label\n" + "good film,x\nbad film,y\nso so,y\n")
    Path("tags.txt").write_text("good/A film/N\nbad/A film/N\nso/R so/R\n")
    Path("vectors.txt").write_text("good 1 2 3\nbad 3 2 1\n")

    def run(command: str) -> str:
        try:
            status = main(command.split())
        except SystemExit as stop:  # of argparse
            status = stop.code
        told = capsys.readouterr()
        assert status == 2 and not told.out and "Traceback" not in told.err
        lines = [one for one in told.err.splitlines() if not one.startswith("note: ")]
        assert len(lines) == 1 and lines[0].startswith("python -m rnn_core: ")
        return lines[0].removeprefix("python -m rnn_core: ")

    return run


@pytest.mark.parametrize(
    ("command", "message"),
    [
        # of one setting
        ("--layers 0", "The number of layers is 0; it must be a whole number from 1 to 3."),
        ("--layers 4", "The number of layers is 4; it must be a whole number from 1 to 3."),
        ("--layers two", "argument --layers: invalid int value: 'two'"),
        ("--directions 3", "argument --directions: invalid choice: 3"),
        ("--input embedding --embedding-size 0", "The embedding size is 0; it must be a whole number from 1 to 1024."),
        ("--dropout 1", "The dropout is 1.0; it must be"),
        ("--dropout half", "argument --dropout: invalid float value: 'half'"),
        ("--word-dropout -0.1", "The word dropout is -0.1; it must be"),
        ("--weight-decay -1", "The weight decay is -1.0; it must be a number, 0 or larger."),
        ("--weight-decay inf", "The weight decay is inf; it must be a number, 0 or larger."),
        ("--forget-bias nan", "The forget bias is nan; it must be a number."),
        ("--early-stopping -1", "The number of epochs to wait before stopping early is -1; it must be"),
        ("--early-stopping 1.5", "argument --early-stopping: invalid int value: '1.5'"),
        ("--validation-share 0.9", "The share for validation is 0.9; it must be from 0 to 0.5."),
        ("--validation-share nan", "The share for validation is nan; it must be from 0 to 0.5."),
        ("--cell rnn", "argument --cell: invalid choice: 'rnn'"),
        ("--input words", "argument --input: invalid choice: 'words'"),
        ("--readout first", "argument --readout: invalid choice: 'first'"),
        ("--optimiser adamw", "argument --optimiser: invalid choice: 'adamw'"),
        ("--schedule linear", "argument --schedule: invalid choice: 'linear'"),
        ("--initialisation zero", "argument --initialisation: invalid choice: 'zero'"),
        # together
        ("--frozen", "Only an embedding can be frozen. Choose an embedding as input, or do not freeze it."),
        ("--frozen --input embedding", "A frozen embedding needs vectors to start from. Give some, or let it be"),
        ("labels.csv --vectors vectors.txt", "Vectors need an embedding as input. Choose it, or leave the vectors"),
        (
            "labels.csv --vectors vectors.txt --input embedding --embedding-size 5",
            "The vectors have a width of 3 and the embedding one of 5. Set the embedding size to 3.",
        ),
        ("--vectors nowhere.txt --input embedding", "nowhere.txt: No such file or directory"),
        ("--early-stopping 5", "Early stopping needs a validation part, and these sentences have none."),
        *((f"--gradient published {network}", "The published gradient rule exists for the tutorial's network only")
          for network in ("--cell gru", "--cell lstm", "--layers 2", "--directions 2")),
        ("--tags --readout words", "--tags is about a file whose words have labels, and there is none. Name it."),
        ("labels.csv --tags --readout words", "labels.csv: every sentence has one label, and a readout at every word"),
        ("tags.txt --tags", "These sentences have a label for each word. Choose the readout at every word."),
        ("--hidden-size 256 --layers 3 --cell lstm --directions 2", "weights; at most 1,500,000 are possible. Choose"),
        # on the way
        ("--learning-rate 1e6 --readout mean", "The loss blew up"),
    ],
)  # fmt: skip
def test_in_the_terminal_it_is_one_line_on_stderr_and_status_2(refused, command, message):
    assert message in refused(command)


@pytest.mark.parametrize("command", ["tags.txt", "tags.txt --readout words"])
def test_tagged_words_that_are_not_said_to_be_are_refused(refused, command):
    assert refused(command).startswith("tags.txt: no labels were found")


def test_a_setting_out_of_its_range_is_told_before_a_file_is_read(refused):
    assert "number of layers" in refused("nowhere.csv --layers 9")
    assert "dropout" in refused("nowhere.csv --dropout 2")
    assert "nowhere.csv" in refused("nowhere.csv --layers 3 --dropout 0.5")
