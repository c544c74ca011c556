"""Train in the terminal: ``python -m rnn_core [FILE]``.

FILE holds labelled sentences in any format that the page reads; what was assumed about it is told on stderr. Without
FILE the bundled sentences are used. What can be set stands in options.py.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from rnn_core.bundled import SENTIMENT
from rnn_core.config import ModelConfig, TrainConfig
from rnn_core.dataset import Dataset
from rnn_core.errors import InvalidDataset, InvalidSetting, RnnCoreError
from rnn_core.evaluation import evaluate
from rnn_core.folds import deal
from rnn_core.options import parser, read_options, recipe, validation_share
from rnn_core.print_folds import print_folds
from rnn_core.reading import read_draft
from rnn_core.recipes import PLAIN, suggest
from rnn_core.records import EpochRecord
from rnn_core.report import report
from rnn_core.train import Training, train
from rnn_core.vectors import Vectors, load_vectors
from rnn_core.wording import shown

REPORT_EVERY = 100  # epochs


def _dataset(options: argparse.Namespace) -> Dataset:
    """The sentences of FILE or the bundled ones, with what is to be known about them on stderr."""
    known = read_options(options)
    file = SENTIMENT if options.file is None else Path(options.file)
    if known.tags and options.file is None:
        raise InvalidSetting("--tags is about a file whose words have labels, and there is none. Name it.")
    draft = read_draft(file.read_bytes(), file.name, known)
    tests = None
    if options.test_file is not None:
        tests = read_draft(
            Path(options.test_file).read_bytes(), Path(options.test_file).name, replace(known, text=draft.text)
        )
    try:
        dataset = draft.dataset(options.test_share, options.split_seed, tests, validation_share(options))
    except InvalidDataset as error:
        raise InvalidDataset(f"{shown(file.name)}: {error}") from None
    _tell((*draft.told(dataset), *(tests.notices if tests else ()), *report(dataset, draft.unit).findings))
    return dataset


def _vectors(options: argparse.Namespace, dataset: Dataset) -> Vectors | None:
    """The vectors that the embedding is to start from, with what is to be known about them on stderr."""
    if options.vectors is None:
        return None
    # Each fold has other words in its training part.
    words = dataset.vocabulary.words if options.folds is None else dataset.tokenised.words
    vectors = load_vectors(options.vectors, words)
    _tell(vectors.notices)
    return vectors


def _tell(notices: Iterable[str]) -> None:
    for notice in notices:
        print(f"note: {' '.join(notice.split())}", file=sys.stderr)


def _as_json(record: EpochRecord) -> dict[str, Any]:
    names = ["epoch", "train_loss", "train_accuracy", "test_loss", "test_accuracy"]
    if record.validation_loss is not None:
        names += ["validation_loss", "validation_accuracy"]
    return {name: getattr(record, name) for name in names}


def _as_line(record: EpochRecord) -> str:
    line = f"epoch {record.epoch:>5}  train loss {record.train_loss:.3f} accuracy {record.train_accuracy:.3f}"
    if record.validation_loss is not None:
        line += f"  validation loss {record.validation_loss:.3f} accuracy {record.validation_accuracy:.3f}"
    if record.test_loss is not None:
        line += f"  test loss {record.test_loss:.3f} accuracy {record.test_accuracy:.3f}"
    return line


def _run(training: Training, every: int, as_json: bool) -> None:
    """Train to the end, and print epochs as they end."""
    last = None
    for event in training:
        if not isinstance(event, EpochRecord):
            continue
        last = event
        if as_json:
            print(json.dumps(_as_json(event)), flush=True)
        elif event.epoch % every == 0:
            print(_as_line(event), flush=True)
    if last is not None and last.epoch % every and not as_json:
        print(_as_line(last), flush=True)


def _summary(dataset: Dataset, training: Training, model: ModelConfig, config: TrainConfig) -> dict[str, Any]:
    """What the run came to: figures of the weights that are kept."""
    epoch, params = training.kept
    return {
        "train_sentences": len(dataset.examples_of("train")),
        "validation_sentences": len(dataset.examples_of("validation")),
        "test_sentences": len(dataset.examples_of("test")),
        "words": len(dataset.vocabulary),
        "classes": list(dataset.classes),
        "best_epoch": epoch,
        "test_accuracy": evaluate(dataset, "test", params)[1] if dataset.examples_of("test") else None,
        "settings": {**asdict(model), **asdict(config)},
        "fingerprint": params.fingerprint(),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Train and report on stdout; 0 if the run finished, 2 with one line on stderr if it did not."""
    options = parser().parse_args(arguments)
    try:
        recipe(options, PLAIN, None)  # what is out of its range is told before a file is read
        dataset = _dataset(options)
        vectors = _vectors(options, dataset)
        base = suggest(dataset, pretrained=vectors is not None) if options.suggested else PLAIN
        chosen = recipe(options, base, vectors.width if vectors else None)
        model, config = chosen.model, chosen.training

        def begin(sentences: Dataset, seed: int) -> Training:
            rows = None if vectors is None else vectors.rows_of(sentences.vocabulary)
            return train(sentences, model, replace(config, seed=seed), vectors=rows)

        if options.folds is not None:
            settings = {**asdict(model), **asdict(config)}
            print_folds(deal(dataset, config.seed, options.folds), begin, settings, options.json)
            return 0
        training = begin(dataset, config.seed)
        _run(training, REPORT_EVERY, options.json)
        summary = _summary(dataset, training, model, config)
    except BrokenPipeError:  # the reader (head, say) has seen enough
        sys.stderr.close()
        return 0
    except OSError as error:
        return _refuse(f"{shown(str(error.filename), 200)}: {error.strerror or error}")
    except (RnnCoreError, ValueError) as error:
        return _refuse(str(error))
    if options.json:
        print(json.dumps(summary))
        return 0
    if config.early_stopping:
        tested = "" if summary["test_accuracy"] is None else f"  test accuracy {summary['test_accuracy']:.3f}"
        print(f"kept: epoch {summary['best_epoch']:>4}{tested}")
    print(f"fingerprint {summary['fingerprint']}")
    return 0


def _refuse(message: str) -> int:
    print(f"python -m rnn_core: {' '.join(message.split())}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
