"""Train in the terminal: ``python -m rnn_core [FILE]``; its commands are classify.py, exporting.py and check.py.

FILE holds labelled sentences in any format that the page reads; what was assumed about it is told on stderr. Without
FILE the bundled sentences are used. What can be set stands in options.py.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, NamedTuple

from rnn_core import check, classify, exporting, remedies, saving, unfinished
from rnn_core.bundled import SENTIMENT
from rnn_core.config import EnsembleConfig, ModelConfig, TrainConfig
from rnn_core.dataset import SPLITS, Dataset, Split
from rnn_core.ensemble import fingerprint_of_all, member_seeds
from rnn_core.errors import InvalidDataset, InvalidSetting, RnnCoreError, TrainingDiverged
from rnn_core.evaluation import evaluate
from rnn_core.folds import deal
from rnn_core.model_files import SavedModel, SavedNetwork
from rnn_core.options import is_meant, parser, read_options, recipe, validation_share, what_failed
from rnn_core.params import Params
from rnn_core.print_folds import print_folds
from rnn_core.reading import Draft, Understood, finish, telling, understand
from rnn_core.reading.test_files import of_test_file, understand_tests
from rnn_core.recipes import PLAIN, suggest
from rnn_core.records import EpochRecord
from rnn_core.report import report
from rnn_core.train import Training, train
from rnn_core.unfinished import Stopped, until_stopped
from rnn_core.vectors import Vectors, load_vectors
from rnn_core.wording import shown

REPORT_EVERY = 100  # epochs


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
        _tell((f"It is {telling.how_read(found)}", *remedies.offered(found)))
    _tell((*draft.told(dataset), *(tests.notices if tests else ()), *report(dataset, draft.unit).findings))
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
    figures = {split: (getattr(record, f"{split}_loss"), getattr(record, f"{split}_accuracy")) for split in SPLITS}
    return f"epoch {record.epoch:>5}{_figures(figures)}"


def _figures(figures: Mapping[Split, tuple[float | None, float | None]]) -> str:
    """Loss and accuracy of each part that there is."""
    return "".join(
        f"  {split} loss {loss:.3f} accuracy {accuracy:.3f}"
        for split, (loss, accuracy) in figures.items()
        if loss is not None
    )


class _Member(NamedTuple):
    """A network that is trained, and of which epoch the weights are that it keeps."""

    seed: int
    epoch: int
    params: Params
    saved: SavedNetwork

    @classmethod
    def of(cls, training: Training, records: Sequence[EpochRecord], first: Params | None) -> "_Member":
        """A network that has been trained.

        Args:
            first: its first weights, if they began with vectors.
        """
        return cls(training.config.seed, *training.kept, SavedNetwork.of(training, records, first))


Trainings = Iterable[tuple[Training, Params | None]]  # with the first weights where these began with vectors


def _run_one(dataset: Dataset, trainings: Trainings, as_json: bool, members: list[_Member]) -> None:
    """Train to the end, and print epochs as they end. The network is among the members also if it was broken off."""
    ((training, first),) = trainings
    records: list[EpochRecord] = []
    try:
        for event in until_stopped(training):
            if not isinstance(event, EpochRecord):
                continue
            records.append(event)
            if as_json:
                print(json.dumps(_as_json(event)), flush=True)
            elif event.epoch % REPORT_EVERY == 0:
                print(_as_line(event), flush=True)
    finally:
        members.append(_Member.of(training, records, first))
    if records and records[-1].epoch % REPORT_EVERY and not as_json:
        print(_as_line(records[-1]), flush=True)


def _run_several(dataset: Dataset, trainings: Trainings, as_json: bool, members: list[_Member]) -> None:
    """Train networks one after another and print what each comes to; a later one that blows up is left out.

    One that was stopped, or the first if it blew up, is the last of the members.
    """
    for number, (training, first) in enumerate(trainings, 1):
        records: list[EpochRecord] = []
        try:
            for event in until_stopped(training):
                if not isinstance(event, EpochRecord):
                    continue
                records.append(event)
                if as_json:
                    print(json.dumps({"network": number, **_as_json(event)}), flush=True)
        except (TrainingDiverged, Stopped, BrokenPipeError) as error:
            if members and isinstance(error, TrainingDiverged):
                _tell([f"Network {number} is left out. {error}"])
                continue
            members.append(_Member.of(training, records, first))
            raise
        members.append(_Member.of(training, records, first))
        if not as_json:
            figures = _figures_of(dataset, members[-1:])
            print(f"network {number}  seed {training.config.seed}  epoch {members[-1].epoch:>5}{figures}", flush=True)
    if not as_json:
        print(f"mean of {len(members)} networks{_figures_of(dataset, members)}")


def _figures_of(dataset: Dataset, members: Sequence[_Member]) -> str:
    weights = [member.params for member in members]
    return _figures({split: evaluate(dataset, split, *weights) for split in SPLITS if split in dataset.batches})


def _test_accuracy(dataset: Dataset, weights: Sequence[Params]) -> float | None:
    """Of the mean answer of networks with these weights."""
    return evaluate(dataset, "test", *weights)[1] if "test" in dataset.batches else None


def _of_each(dataset: Dataset, member: _Member) -> dict[str, Any]:
    """What one of several networks came to."""
    return {
        "seed": member.seed,
        "best_epoch": member.epoch,
        "test_accuracy": _test_accuracy(dataset, [member.params]),
        "fingerprint": member.params.fingerprint(),
    }


def _summary(
    dataset: Dataset, members: Sequence[_Member], model: ModelConfig, config: TrainConfig, networks: int
) -> dict[str, Any]:
    """What the run came to: figures of the weights that are kept."""
    weights = [member.params for member in members]
    several: dict[str, Any] = {} if networks == 1 else {"members": [_of_each(dataset, member) for member in members]}
    return {
        "train_sentences": len(dataset.examples_of("train")),
        "validation_sentences": len(dataset.examples_of("validation")),
        "test_sentences": len(dataset.examples_of("test")),
        "words": len(dataset.vocabulary),
        "classes": list(dataset.classes),
        **(several or {"best_epoch": members[0].epoch}),
        "test_accuracy": _test_accuracy(dataset, weights),
        "settings": {**asdict(model), **asdict(config), **({"networks": networks} if several else {})},
        "fingerprint": fingerprint_of_all(weights),
    }


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
        run = _run_one if networks == 1 else _run_several
        members: list[_Member] = []

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
        summary = _summary(dataset, members, model, config, networks)
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
        print(json.dumps(summary))
        return 0
    if config.early_stopping and networks == 1:
        tested = "" if summary["test_accuracy"] is None else f"  test accuracy {summary['test_accuracy']:.3f}"
        print(f"kept: epoch {summary['best_epoch']:>4}{tested}")
    print(f"fingerprint {summary['fingerprint']}")
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
