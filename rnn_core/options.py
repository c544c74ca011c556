"""The options of the terminal, and the settings that they mean. The same names and defaults as in config.py."""

import argparse
from collections.abc import Callable
from typing import Any, NoReturn, get_args

from rnn_core.config import EnsembleConfig, ModelConfig, TrainConfig
from rnn_core.dataset import TEST_SHARE
from rnn_core.reading import ReadOptions, Repairs
from rnn_core.reading.cleaning import End
from rnn_core.reading.decoding import ENCODINGS
from rnn_core.reading.tables import FORMATS
from rnn_core.settings import Choices, Declares, Whole, settings_of
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
    network = made.add_argument_group("network")
    _add_settings(network.add_argument, ModelConfig)
    network.set_defaults(embedding_size=None)  # that of the vectors, where there are any
    network.add_argument("--vectors", metavar="FILE", help='start the embedding from these; "glove" is the package')
    training = made.add_argument_group("training", "--clip 0 is no clipping")
    _add_settings(training.add_argument, TrainConfig)
    _add_settings(training.add_argument, EnsembleConfig)
    _add_file(made.add_argument_group("of FILE; what is not given is found out").add_argument)
    return made


def _add_settings(add: Callable[..., Any], declaring: type[Declares]) -> None:
    """An option for each setting, as it is described."""
    for name, setting in settings_of(declaring).items():
        about = f"{setting.help.replace('%', '%%')} (default {setting.default})"
        option = f"--{name.replace('_', '-')}"
        if not isinstance(setting, Choices):
            add(option, type=int if isinstance(setting, Whole) else float, default=setting.default, help=about)
        elif isinstance(setting.default, bool):
            add(option, action="store_true", help=setting.help)
        else:
            kind = type(setting.default)
            add(option, type=kind, choices=tuple(setting.choices), default=setting.default, help=about)


def _add_file(add: Callable[..., Any]) -> None:
    text = TextConfig()
    add("--encoding", choices=ENCODINGS, metavar="NAME", help=", ".join(ENCODINGS))
    add("--format", choices=FORMATS, help="how each line is built")
    add("--tags", action="store_true", help="every word has a label: word/TAG, or a column of as many tags")
    add("--no-header", dest="header", action="store_false", default=None, help="the first row is data")
    add("--sentence-column", type=int, metavar="N", help="counted from 1")
    add("--label-column", type=int, metavar="N", help="counted from 1; with --tags that of the tags")
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
    asked = {name: getattr(options, name) for name in settings_of(ModelConfig)}
    if asked["embedding_size"] is None:
        asked["embedding_size"] = vectors_width or ModelConfig.embedding_size
    return ModelConfig(**asked)


def train_config(options: argparse.Namespace) -> TrainConfig:
    """How it is to be trained."""
    asked = {name: getattr(options, name) for name in settings_of(TrainConfig)}
    if asked["clip"] == 0:
        asked |= {"clip_by": "none", "clip": TrainConfig.clip}
    return TrainConfig(**asked)


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
        tags=options.tags,
        repairs=Repairs(options.leave_out, options.cut, options.merge_labels, options.coarse_labels),
        text=TextConfig(options.tokeniser, options.fold_case, options.min_count, options.unknown or default),
    )
