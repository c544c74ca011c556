"""The options of the terminal, and the settings that they mean. The same names and defaults as in config.py."""

import argparse
import io
import sys
from argparse import SUPPRESS, BooleanOptionalAction
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn, get_args

from rnn_core import limits
from rnn_core.config import EnsembleConfig, ModelConfig, TrainConfig
from rnn_core.dataset import TEST_SHARE, VALIDATION_SHARE
from rnn_core.reading import ReadOptions, Repairs
from rnn_core.reading.cleaning import End
from rnn_core.reading.decoding import ENCODINGS
from rnn_core.reading.dialect import QUOTINGS
from rnn_core.reading.formats import FORMATS
from rnn_core.reading.one_label import Take
from rnn_core.recipes import Recipe
from rnn_core.settings import Choices, Declares, Whole, settings_of
from rnn_core.text import TextConfig, Tokeniser, Unknown
from rnn_core.wording import shown


class OneLineParser(argparse.ArgumentParser):
    """A parser that refuses in one line."""

    def error(self, message: str) -> NoReturn:
        """One line on stderr, without the usage that argparse puts before it."""
        self.exit(2, f"{self.prog}: {' '.join(message.split())}\n")


def print_in_utf_8() -> None:
    """From now on print in UTF-8, whatever the code page: on Windows a file would lack most of the world's letters."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")


def what_failed(error: OSError) -> str:
    """Which file could not be read or written, and why; an error without a file is of what is printed."""
    place = "the output" if error.filename is None else shown(str(error.filename), 200)
    return f"{place}: {error.strerror or error}"


def is_meant(command: str, arguments: Sequence[str]) -> bool:
    """Whether a command is asked for by its name, and not that a file that is called so is trained on.

    Training takes one file, so that two names are always the command.
    """
    if list(arguments[:1]) != [command]:
        return False
    return not Path(command).exists() or (len(arguments) > 1 and not arguments[1].startswith("-"))


def parser() -> argparse.ArgumentParser:
    """What can be asked for."""
    made = OneLineParser(prog="python -m rnn_core", description="Train a recurrent network in the terminal.")
    made.add_argument(
        "file",
        nargs="?",
        metavar="FILE",
        help="labelled sentences: CSV, TSV, JSON, JSON Lines or text; tagged: word/TAG word/TAG, or a column of tags",
    )
    made.add_argument("--json", action="store_true", help="JSON Lines: one object per epoch or fold, then a summary")
    made.add_argument(
        "--save", metavar="MODEL", help="write the network to a file when training ends, with all it takes to go on"
    )
    made.add_argument(
        "--save-sentences", action="store_true", help="into that file too; whoever gets it can read them then"
    )
    made.add_argument(
        "--folds",
        type=int,
        metavar="K",
        help="cross-validation: the sentences of all parts are dealt into K folds, each tested by a network trained on "
        "the others",
    )
    made.add_argument(
        "--suggested",
        action="store_true",
        help="settings that learn people's sentences, by how many there are; words cut as fits; a validation "
        "part. What is given beside it counts",
    )
    network = made.add_argument_group("network")
    _add_settings(network.add_argument, ModelConfig)
    network.add_argument("--vectors", metavar="FILE", help='start the embedding from these; "glove" is the package')
    training = made.add_argument_group("training", "--clip 0 is no clipping")
    _add_settings(training.add_argument, TrainConfig)
    _add_settings(training.add_argument, EnsembleConfig)
    _add_file(made.add_argument_group("of FILE; what is not given is found out").add_argument)
    return made


def _add_settings(add: Callable[..., Any], declaring: type[Declares]) -> None:
    """An option for each setting, as it is described; what is not given is not among the options."""
    for name, setting in settings_of(declaring).items():
        about = f"{setting.help.replace('%', '%%')} (default {setting.default})"
        option = f"--{name.replace('_', '-')}"
        if not isinstance(setting, Choices):
            add(option, type=int if isinstance(setting, Whole) else float, default=SUPPRESS, help=about)
        elif isinstance(setting.default, bool):
            add(option, action="store_true", default=SUPPRESS, help=setting.help)
        else:
            kind = type(setting.default)
            add(option, type=kind, choices=tuple(setting.choices), default=SUPPRESS, help=about)


def _add_file(add: Callable[..., Any]) -> None:
    text = TextConfig()
    add("--encoding", choices=ENCODINGS, metavar="NAME", help=", ".join(ENCODINGS))
    add("--format", choices=FORMATS, help="how each line is built")
    add(
        "--delimiter", metavar="CHARACTER", help="what stands between columns, such as ^ or :: or \\t; for any --format"
    )
    add(
        "--quoting",
        choices=QUOTINGS,
        help=f"what quotation marks are: {'; '.join(f'{name}: {about}' for name, about in QUOTINGS.items())}",
    )
    add("--join-cells", action="store_true", help="cells that are too many in a row belong to the sentence")
    add("--tags", action="store_true", help="every word has a label: word/TAG, or a column of as many tags")
    add("--header", action=BooleanOptionalAction, help="the first row names the columns, or is data")
    add("--sentence-column", type=int, metavar="N", help="counted from 1")
    add("--label-column", type=int, metavar="N", help="counted from 1; with --tags that of the tags")
    add("--split-column", type=int, metavar="N", help="counted from 1; 0 for none")
    add("--test-file", metavar="FILE", help="a second file, for testing only: read as FILE is, columns by name")
    add("--test-share", type=float, default=TEST_SHARE, help="where FILE has no split (default %(default)s)")
    add("--validation-share", type=float, help=f"of the training sentences (default 0; suggested {VALIDATION_SHARE})")
    add("--split-seed", type=int, default=0, help="chooses those sentences (default %(default)s)")
    add("--leave-out", action="store_true", help="leave out the rows that have a problem")
    add(
        "--cut",
        choices=get_args(End),
        help=f"cut long sentences to their first or last {limits.MAX_SENTENCE_WORDS} words",
    )
    add(
        "--sample",
        action="store_true",
        help=f"of more than {limits.MAX_SENTENCES:,} rows use as many, chosen at random by class",
    )
    add(
        "--several-labels",
        choices=get_args(Take),
        help="of several labels in a cell take the first, or keep them together as one",
    )
    add(
        "--merge-labels",
        action="store_true",
        help="labels that differ only in case or spaces, or are the same number, become one",
    )
    add("--coarse-labels", action="store_true", help="of labels COARSE:fine use the coarse half")
    add(
        "--largest-classes",
        action="store_true",
        help=f"of more than {limits.MAX_CLASSES} classes use as many, the most frequent",
    )
    add("--strip-html", action="store_true", help="take HTML out of the sentences: a blank for each tag")
    add("--words", dest="tokeniser", choices=get_args(Tokeniser), help=f"(default {text.tokeniser}; suggested as fits)")
    add("--keep-case", dest="fold_case", action="store_false", help="GOOD and good are two words")
    add(
        "--min-count",
        type=int,
        default=text.min_count,
        help="how often a word must occur to be kept (default %(default)s)",
    )
    add("--unknown", choices=get_args(Unknown), help="unknown words (default vector; skip for the bundled ones)")


def recipe(options: argparse.Namespace, base: Recipe, vectors_width: int | None) -> Recipe:
    """The network that is asked for and how it is to be trained.

    Args:
        base: what is not given.
        vectors_width: that of the vectors, if there are any.
    """
    model, training = _given(options, ModelConfig), _given(options, TrainConfig)
    if vectors_width is not None:
        model.setdefault("embedding_size", vectors_width)
    if training.get("clip") == 0:
        training |= {"clip_by": "none", "clip": TrainConfig.clip}
    return Recipe(replace(base.model, **model), replace(base.training, **training))


def _given(options: argparse.Namespace, declaring: type[Declares]) -> dict[str, Any]:
    """The settings that were given."""
    return {name: getattr(options, name) for name in settings_of(declaring) if name in options}


def validation_share(options: argparse.Namespace) -> float:
    """How much of the training sentences chooses the best weights."""
    if options.validation_share is None:
        return VALIDATION_SHARE if options.suggested else 0.0
    share: float = options.validation_share
    return share


def read_options(options: argparse.Namespace) -> ReadOptions:
    """What is known about the file."""

    def column(number: int | None) -> int | None:
        return None if number is None else number - 1

    return ReadOptions(
        encoding=options.encoding,
        format=options.format,
        header=options.header,
        sentence=column(options.sentence_column),
        label=column(options.label_column),
        split=column(options.split_column),
        tags=options.tags,
        repairs=Repairs(
            options.leave_out,
            options.cut,
            options.merge_labels,
            options.coarse_labels,
            options.sample,
            options.several_labels,
            options.largest_classes,
            options.strip_html,
        ),
        text=_text(options),
        delimiter=options.delimiter,
        quoting=options.quoting,
        join=options.join_cells,
    )


def _text(options: argparse.Namespace) -> TextConfig | None:
    """How sentences are cut; None, to be found out, for a file where nothing is said and settings are suggested."""
    default: Unknown = "skip" if options.file is None else "vector"
    cut: Tokeniser = "words" if options.suggested else TextConfig.tokeniser
    asked = TextConfig(options.tokeniser or cut, options.fold_case, options.min_count, options.unknown or default)
    unsaid = options.tokeniser is None and asked == TextConfig(cut, unknown=default)
    return None if options.suggested and options.file is not None and unsaid else asked
