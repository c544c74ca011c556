"""The options of the terminal, and the settings that they mean. The same names and defaults as in config.py."""

import argparse
from collections.abc import Callable
from typing import Any, NoReturn, get_args

from rnn_core.config import (
    CellName,
    Dtype,
    GradientRule,
    Initialisation,
    InputName,
    ModelConfig,
    OptimiserName,
    ReadoutName,
    Schedule,
    TrainConfig,
    WordLabels,
)
from rnn_core.dataset import TEST_SHARE
from rnn_core.reading import ReadOptions, Repairs
from rnn_core.reading.cleaning import End
from rnn_core.reading.decoding import ENCODINGS
from rnn_core.reading.tables import FORMATS
from rnn_core.text import TextConfig, Tokeniser, Unknown


class OneLineParser(argparse.ArgumentParser):
    """A parser that refuses in one line."""

    def error(self, message: str) -> NoReturn:
        """One line on stderr, without the usage that argparse puts before it."""
        self.exit(2, f"{self.prog}: {' '.join(message.split())}\n")


def parser() -> argparse.ArgumentParser:
    """What can be asked for."""
    made = OneLineParser(prog="python -m rnn_core", description="Train a recurrent network in the terminal.")
    made.add_argument(
        "file",
        nargs="?",
        metavar="FILE",
        help="labelled sentences: CSV, TSV, JSON, JSON Lines or text; tagged: word/TAG word/TAG, or a column of tags",
    )
    made.add_argument("--json", action="store_true", help="JSON Lines: one object per epoch, then a summary")
    _add_network(made.add_argument_group("network").add_argument)
    _add_training(made.add_argument_group("training").add_argument)
    _add_file(made.add_argument_group("of FILE; what is not given is found out").add_argument)
    return made


def _add_network(add: Callable[..., Any]) -> None:
    model = ModelConfig()
    add("--cell", choices=get_args(CellName), default=model.cell, help="(default %(default)s)")
    add("--hidden-size", type=int, default=model.hidden_size, help="hidden units (default %(default)s)")
    add("--layers", type=int, default=model.layers, help="1 to 3 (default %(default)s)")
    add("--directions", type=int, default=model.directions, help="2: also from the end (default %(default)s)")
    add("--input", choices=get_args(InputName), default=model.input, help="(default %(default)s)")
    add("--embedding-size", type=int, help=f"default that of the vectors, else {model.embedding_size}")
    add("--vectors", metavar="FILE", help='start the embedding from these; "glove" is the package')
    add("--frozen", action="store_true", help="the embedding stays as the vectors are")
    add("--readout", choices=get_args(ReadoutName), default=model.readout, help="(default %(default)s)")
    add(
        "--initialisation",
        choices=get_args(Initialisation),
        default=model.initialisation,
        help="of the weights (default %(default)s)",
    )
    add("--forget-bias", type=float, default=model.forget_bias, help="of the LSTM (default %(default)s)")
    add("--dtype", choices=get_args(Dtype), default=model.dtype, help="(default %(default)s)")


def _add_training(add: Callable[..., Any]) -> None:
    training = TrainConfig()
    add("--learning-rate", type=float, default=training.learning_rate, help="(default %(default)s)")
    add("--epochs", type=int, default=training.epochs, help="(default %(default)s)")
    add("--optimiser", choices=get_args(OptimiserName), default=training.optimiser, help="(default %(default)s)")
    add(
        "--schedule",
        choices=get_args(Schedule),
        default=training.schedule,
        help="of the learning rate (default %(default)s)",
    )
    add("--weight-decay", type=float, default=training.weight_decay, help="(default %(default)s)")
    add("--clip", type=float, default=training.clip, help="threshold, 0 = no clipping (default %(default)s)")
    add("--clip-by", choices=("value", "norm"), default=training.clip_by, help="(default %(default)s)")
    add("--batch-size", type=int, default=training.batch_size, help="(default %(default)s)")
    add(
        "--dropout",
        type=float,
        default=training.dropout,
        help="share of inputs and of what is read out (default %(default)s)",
    )
    add(
        "--word-dropout",
        type=float,
        default=training.word_dropout,
        help="share of words read as unknown, or skipped as those are",
    )
    add("--early-stopping", type=int, default=training.early_stopping, metavar="N",
        help="stop N epochs after the best validation loss, keep the best weights (default 0: never)")  # fmt: skip
    add("--word-labels", choices=get_args(WordLabels), default=training.word_labels,
        help="what --readout words learns for each word: its tag, or the sentence's label")  # fmt: skip
    add("--gradient", choices=get_args(GradientRule), default=training.gradient, help="(default %(default)s)")
    add("--seed", type=int, default=training.seed, help="(default %(default)s)")


def _add_file(add: Callable[..., Any]) -> None:
    text = TextConfig()
    add("--encoding", choices=ENCODINGS, metavar="NAME", help=", ".join(ENCODINGS))
    add("--format", choices=FORMATS, help="how each line is built")
    add("--no-header", dest="header", action="store_false", default=None, help="the first row is data")
    add("--sentence-column", type=int, metavar="N", help="counted from 1")
    add("--label-column", type=int, metavar="N", help="counted from 1; for --readout words that of the tags")
    add("--split-column", type=int, metavar="N", help="counted from 1; 0 for none")
    add("--test-file", metavar="FILE", help="a second file, for testing only")
    add("--test-share", type=float, default=TEST_SHARE, help="where FILE has no split (default %(default)s)")
    add("--validation-share", type=float, default=0.0, help="of the training sentences (default %(default)s)")
    add("--split-seed", type=int, default=0, help="chooses those sentences (default %(default)s)")
    add("--leave-out", action="store_true", help="leave out the rows that have a problem")
    add("--cut", choices=get_args(End), help="cut long sentences to their first or last 200 words")
    add("--merge-labels", action="store_true", help="labels that differ only in case or spaces become one")
    add("--coarse-labels", action="store_true", help="of labels COARSE:fine use the coarse half")
    add("--words", dest="tokeniser", choices=get_args(Tokeniser), default=text.tokeniser, help="(default %(default)s)")
    add("--keep-case", dest="fold_case", action="store_false", help="GOOD and good are two words")
    add(
        "--min-count",
        type=int,
        default=text.min_count,
        help="how often a word must occur to be kept (default %(default)s)",
    )
    add("--unknown", choices=get_args(Unknown), help="unknown words (default vector; skip for the bundled ones)")


def model_config(options: argparse.Namespace, vectors_width: int | None) -> ModelConfig:
    """The network that is asked for.

    Args:
        vectors_width: that of the vectors, if there are any.
    """
    size = options.embedding_size
    return ModelConfig(
        hidden_size=options.hidden_size,
        initialisation=options.initialisation,
        dtype=options.dtype,
        cell=options.cell,
        layers=options.layers,
        directions=options.directions,
        input=options.input,
        embedding_size=(vectors_width or ModelConfig.embedding_size) if size is None else size,
        frozen=options.frozen,
        readout=options.readout,
        forget_bias=options.forget_bias,
    )


def train_config(options: argparse.Namespace) -> TrainConfig:
    """How it is to be trained."""
    no_clip = options.clip == 0
    return TrainConfig(
        learning_rate=options.learning_rate,
        epochs=options.epochs,
        clip_by="none" if no_clip else options.clip_by,
        clip=TrainConfig.clip if no_clip else options.clip,
        batch_size=options.batch_size,
        gradient=options.gradient,
        seed=options.seed,
        optimiser=options.optimiser,
        weight_decay=options.weight_decay,
        schedule=options.schedule,
        dropout=options.dropout,
        word_dropout=options.word_dropout,
        early_stopping=options.early_stopping,
        word_labels=options.word_labels,
    )


def read_options(options: argparse.Namespace) -> ReadOptions:
    """What is known about the file."""

    def column(number: int | None) -> int | None:
        return None if number is None else number - 1

    default: Unknown = "skip" if options.file is None else "vector"
    return ReadOptions(
        encoding=options.encoding,
        format=options.format,
        header=options.header,
        sentence=column(options.sentence_column),
        label=column(options.label_column),
        split=column(options.split_column),
        tags=options.readout == "words" and options.word_labels == "tags",
        repairs=Repairs(options.leave_out, options.cut, options.merge_labels, options.coarse_labels),
        text=TextConfig(options.tokeniser, options.fold_case, options.min_count, options.unknown or default),
    )
