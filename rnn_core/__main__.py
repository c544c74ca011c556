"""Train in the terminal: ``python -m rnn_core [FILE]``.

The same options and defaults as the page. FILE holds labelled sentences in any format that the page reads;
what was assumed about it is told on stderr. Without FILE the bundled sentences are used.
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn, get_args

from rnn_core.bptt import GradientRule
from rnn_core.bundled import SENTIMENT
from rnn_core.dataset import TEST_SHARE, Dataset
from rnn_core.errors import InvalidDataset, RnnCoreError
from rnn_core.model import Dtype, Initialisation, ModelConfig
from rnn_core.reading import Asked, Repairs, read_draft
from rnn_core.reading.cleaning import End
from rnn_core.reading.decoding import ENCODINGS
from rnn_core.reading.tables import FORMATS
from rnn_core.records import EpochRecord
from rnn_core.report import report
from rnn_core.text import Cut, TextConfig, Unknown
from rnn_core.train import TrainConfig, train
from rnn_core.wording import shown

REPORT_EVERY = 100  # epochs


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """One line on stderr, without the usage that argparse puts before it."""
        self.exit(2, f"{self.prog}: {' '.join(message.split())}\n")


def _parser() -> argparse.ArgumentParser:
    model, training = ModelConfig(), TrainConfig()
    parser = _Parser(prog="python -m rnn_core", description="Train the recurrent network in the terminal.")
    add = parser.add_argument
    add("file", nargs="?", metavar="FILE", help="labelled sentences: CSV, TSV, JSON, JSON Lines or text")
    add("--hidden-size", type=int, default=model.hidden_size, help="hidden units (default %(default)s)")
    add("--learning-rate", type=float, default=training.learning_rate, help="(default %(default)s)")
    add("--epochs", type=int, default=training.epochs, help="(default %(default)s)")
    add("--clip", type=float, default=training.clip, help="threshold, 0 = no clipping (default %(default)s)")
    add("--clip-by", choices=("value", "norm"), default=training.clip_by, help="(default %(default)s)")
    add("--batch-size", type=int, default=training.batch_size, help="(default %(default)s)")
    add("--initialisation", choices=get_args(Initialisation), default=model.initialisation)
    add("--gradient", choices=get_args(GradientRule), default=training.gradient)
    add("--dtype", choices=get_args(Dtype), default=model.dtype)
    add("--seed", type=int, default=training.seed, help="(default %(default)s)")
    add("--json", action="store_true", help="JSON Lines: one object per epoch, then a summary")
    _add_file_options(parser.add_argument_group("of FILE; what is not given is found out").add_argument)
    return parser


def _add_file_options(add: Callable[..., Any]) -> None:
    text = TextConfig()
    add("--encoding", choices=ENCODINGS, metavar="NAME", help=", ".join(ENCODINGS))
    add("--format", choices=FORMATS, help="how each line is built")
    add("--no-header", dest="header", action="store_false", default=None, help="the first row is data")
    add("--sentence-column", type=int, metavar="N", help="counted from 1")
    add("--label-column", type=int, metavar="N", help="counted from 1")
    add("--split-column", type=int, metavar="N", help="counted from 1; 0 for none")
    add("--test-file", metavar="FILE", help="a second file, for testing only")
    add("--test-share", type=float, default=TEST_SHARE, help="where FILE has no split (default %(default)s)")
    add("--split-seed", type=int, default=0, help="chooses the test sentences (default %(default)s)")
    add("--leave-out", action="store_true", help="leave out the rows that have a problem")
    add("--cut", choices=get_args(End), help="cut long sentences to their first or last 200 words")
    add("--merge-labels", action="store_true", help="labels that differ only in case or spaces become one")
    add("--coarse-labels", action="store_true", help="of labels COARSE:fine use the coarse half")
    add("--words", dest="cut_words", choices=get_args(Cut), default=text.cut, help="(default %(default)s)")
    add("--keep-case", dest="fold_case", action="store_false", help="GOOD and good are two words")
    add("--min-count", type=int, default=text.min_count, help="how often a word must occur to be kept")
    add("--unknown", choices=get_args(Unknown), help="unknown words (default vector; skip for the bundled ones)")


def _configs(options: argparse.Namespace) -> tuple[ModelConfig, TrainConfig]:
    model = ModelConfig(options.hidden_size, options.initialisation, options.dtype)
    no_clip = options.clip == 0
    training = TrainConfig(
        learning_rate=options.learning_rate,
        epochs=options.epochs,
        clip_by="none" if no_clip else options.clip_by,
        clip=TrainConfig.clip if no_clip else options.clip,
        batch_size=options.batch_size,
        gradient=options.gradient,
        seed=options.seed,
    )
    return model, training


def _asked(options: argparse.Namespace) -> Asked:
    def column(number: int | None) -> int | None:
        return None if number is None else number - 1

    default: Unknown = "skip" if options.file is None else "vector"
    return Asked(
        encoding=options.encoding,
        format=options.format,
        header=options.header,
        sentence=column(options.sentence_column),
        label=column(options.label_column),
        split=column(options.split_column),
        repairs=Repairs(options.leave_out, options.cut, options.merge_labels, options.coarse_labels),
        text=TextConfig(options.cut_words, options.fold_case, options.min_count, options.unknown or default),
    )


def _dataset(options: argparse.Namespace) -> Dataset:
    """The sentences of FILE or the bundled ones, with what is to be known about them on stderr."""
    asked = _asked(options)
    file = SENTIMENT if options.file is None else Path(options.file)
    draft = read_draft(file.read_bytes(), file.name, asked)
    tests = None
    if options.test_file is not None:
        tests = read_draft(Path(options.test_file).read_bytes(), Path(options.test_file).name, asked)
    try:
        dataset = draft.dataset(options.test_share, options.split_seed, tests)
    except InvalidDataset as error:
        raise InvalidDataset(f"{shown(file.name)}: {error}") from None
    looked = report(dataset, draft.unit)
    for notice in (*draft.notices, *(tests.notices if tests else ()), *looked.findings):
        print(f"note: {' '.join(notice.split())}", file=sys.stderr)
    return dataset


def _as_json(record: EpochRecord) -> dict[str, Any]:
    names = ("epoch", "train_loss", "train_accuracy", "test_loss", "test_accuracy")
    return {name: getattr(record, name) for name in names}


def _as_line(record: EpochRecord) -> str:
    line = f"epoch {record.epoch:>5}  train loss {record.train_loss:.3f} accuracy {record.train_accuracy:.3f}"
    if record.test_loss is not None:
        line += f"  test loss {record.test_loss:.3f} accuracy {record.test_accuracy:.3f}"
    return line


def main(arguments: Sequence[str] | None = None) -> int:
    """Train and report on stdout; 0 if the run finished, 2 with one line on stderr if it did not."""
    options = _parser().parse_args(arguments)
    try:
        model_config, train_config = _configs(options)
        dataset = _dataset(options)
        training = train(dataset, model_config, train_config)
        for event in training:
            if not isinstance(event, EpochRecord):
                continue
            if options.json:
                print(json.dumps(_as_json(event)), flush=True)
            elif event.epoch % REPORT_EVERY == 0 or event.epoch == train_config.epochs:
                print(_as_line(event), flush=True)
    except BrokenPipeError:  # the reader (head, say) has seen enough
        sys.stderr.close()
        return 0
    except OSError as error:
        return _refuse(f"{shown(str(error.filename), 200)}: {error.strerror or error}")
    except (RnnCoreError, ValueError) as error:
        return _refuse(str(error))
    fingerprint = training.params.fingerprint()
    if options.json:
        summary = {
            "train_sentences": len(dataset.part("train")),
            "test_sentences": len(dataset.part("test")),
            "words": len(dataset.vocabulary),
            "classes": list(dataset.classes),
            "fingerprint": fingerprint,
        }
        print(json.dumps(summary))
    else:
        print(f"fingerprint {fingerprint}")
    return 0


def _refuse(message: str) -> int:
    print(f"python -m rnn_core: {' '.join(message.split())}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
