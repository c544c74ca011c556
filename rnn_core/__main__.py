"""Train in the terminal: ``python -m rnn_core [FILE]``; its commands are classify.py, exporting.py and check.py.

FILE holds labelled sentences in any format that the page reads; what was assumed about it is told on stderr. Without
FILE the bundled sentences are used. What can be set stands in options.py.
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

from rnn_core import check, classify, exporting, remedies, saving, unfinished
from rnn_core.bundled import SENTIMENT
from rnn_core.config import EnsembleConfig
from rnn_core.dataset import Dataset
from rnn_core.ensemble import member_seeds
from rnn_core.errors import InvalidDataset, InvalidSetting, RnnCoreError, TrainingDiverged
from rnn_core.folds import deal
from rnn_core.model_files import SavedModel
from rnn_core.options import is_meant, parser, read_options, recipe, validation_share, what_failed
from rnn_core.print_folds import print_folds
from rnn_core.print_run import Member, run_one, run_several, summary, tell
from rnn_core.reading import Draft, Understood, finish, telling, understand
from rnn_core.reading.test_files import of_test_file, understand_tests
from rnn_core.recipes import PLAIN, suggest
from rnn_core.report import report
from rnn_core.train import Training, train
from rnn_core.unfinished import Stopped
from rnn_core.vectors import Vectors, load_vectors
from rnn_core.wording import shown


def _dataset(options: argparse.Namespace) -> Dataset:
    """The sentences of FILE or the bundled ones, with what is to be known about them on stderr."""
    known = read_options(options)
    file = SENTIMENT if options.file is None else Path(options.file)
    if known.tags and options.file is None:
        raise InvalidSetting("--tags is about a file whose words have labels, and there is none. Name it.")
    found = finish(understand(file.read_bytes(), known))
    draft = _required(found, f"{shown(file.name)}: ")
    tests = None if options.test_file is None else _tests(Path(options.test_file), found)
    try:
        dataset = draft.dataset(options.test_share, options.split_seed, tests, validation_share(options))
    except InvalidDataset as error:
        raise InvalidDataset(f"{shown(file.name)}: {error}") from None
    if options.file is not None:
        tell((f"It is {telling.how_read(found)}", *remedies.offered(found)))
    tell((*draft.told(dataset), *(tests.notices if tests else ()), *report(dataset, draft.unit).findings))
    return dataset


def _tests(file: Path, first: Understood) -> Draft:
    """The sentences of the test file."""
    found, beginning = finish(understand_tests(file.read_bytes(), first)), of_test_file(file.name)
    draft = _required(found, beginning, tests=True)
    return replace(draft, notices=tuple(beginning + told for told in (telling.how_read(found), *draft.notices)))


def _required(found: Understood, beginning: str, tests: bool = False) -> Draft:
    """The draft of a file, with all notices.

    Args:
        beginning: of a refusal.
        tests: whether all sentences are for testing; these may have one label.

    Raises:
        InvalidDataset: it cannot be used; the message names the options that may mend it.
    """
    draft = found.draft
    wrong = [*draft.problems, *([] if tests else [draft.labels.refusal])] if draft else [found.refusal]
    if draft is None or any(wrong):
        raise InvalidDataset(remedies.with_options(beginning + " ".join(filter(None, wrong)), found))
    return replace(draft, notices=tuple(remedies.notices(found)))


def _vectors(options: argparse.Namespace, dataset: Dataset) -> Vectors | None:
    """The vectors that the embedding is to start from, with what is to be known about them on stderr."""
    if options.vectors is None:
        return None
    # Each fold has other words in its training part.
    words = dataset.vocabulary.words if options.folds is None else dataset.tokenised.words
    vectors = load_vectors(options.vectors, words)
    tell(vectors.notices)
    return vectors


def main(arguments: Sequence[str] | None = None) -> int:
    """Train and report on stdout; 0 if the run finished, 2 with one line on stderr if it did not."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if is_meant(classify.COMMAND, arguments):
        return classify.main(arguments[1:])
    if is_meant(exporting.COMMAND, arguments):
        return exporting.main(arguments[1:])
    if is_meant(check.COMMAND, arguments):
        return check.main(arguments[1:])
    options = parser().parse_args(arguments)
    try:
        recipe(options, PLAIN, None)  # what is out of its range is told before a file is read
        networks = EnsembleConfig(getattr(options, "networks", 1)).networks
        if options.save_sentences and options.save is None:
            raise InvalidSetting("--save-sentences puts them into the file of --save MODEL. Name it.")
        if options.save is not None:
            if options.folds is not None:
                raise InvalidSetting(
                    "--folds trains a network for each fold, and none of all sentences: --save one run."
                )
            saving.require_place(options.save, (options.file, options.test_file, options.vectors))
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
        begun = (begin(dataset, seed) for seed in member_seeds(config.seed, networks))
        trainings = ((each, each.params.copy() if vectors is not None and options.save else None) for each in begun)
        run = run_one if networks == 1 else run_several
        members: list[Member] = []

        def saved() -> SavedModel:
            each = [member.saved for member in members]
            return SavedModel.of(dataset, model, config, each, options.save_sentences, of_networks=networks)

        try:
            run(dataset, trainings, options.json, members)
        except (Stopped, BrokenPipeError) as error:
            if isinstance(error, BrokenPipeError):
                if options.save is None:
                    raise
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # whoever read it has gone
            raise KeyboardInterrupt(unfinished.save_stopped(saved(), options.save) if options.save else "") from None
        except TrainingDiverged as error:
            return _refuse(f"{error} {unfinished.save_blown_up(saved(), options.save) if options.save else ''}")
        told = summary(dataset, members, model, config, networks)
        if options.save is not None:
            saving.write(saved(), options.save)
    except BrokenPipeError:  # the reader (head, say) has seen enough
        sys.stderr.close()
        return 0
    except OSError as error:
        return _refuse(what_failed(error))
    except (RnnCoreError, ValueError) as error:
        return _refuse(str(error))
    if options.json:
        print(json.dumps(told))
        return 0
    if config.early_stopping and networks == 1:
        tested = "" if told["test_accuracy"] is None else f"  test accuracy {told['test_accuracy']:.3f}"
        print(f"kept: epoch {told['best_epoch']:>4}{tested}")
    print(f"fingerprint {told['fingerprint']}")
    return 0


def _refuse(message: str) -> int:
    print(f"python -m rnn_core: {' '.join(message.split())}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt as stopped:
        print(f"\npython -m rnn_core: stopped. {stopped}".rstrip(), file=sys.stderr)
        sys.exit(130)
