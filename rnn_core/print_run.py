"""What a training in the terminal prints: its epochs as they end, and what its networks came to."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any, NamedTuple

from rnn_core.config import ModelConfig, TrainConfig
from rnn_core.dataset import SPLITS, Dataset, Split
from rnn_core.ensemble import fingerprint_of_all
from rnn_core.errors import TrainingDiverged
from rnn_core.evaluation import evaluate
from rnn_core.model_files import SavedNetwork
from rnn_core.params import Params
from rnn_core.records import EpochRecord
from rnn_core.train import Training
from rnn_core.unfinished import Stopped, until_stopped

REPORT_EVERY = 100  # epochs


def tell(notices: Iterable[str]) -> None:
    """What is to be known beside that, on stderr."""
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


class Member(NamedTuple):
    """A network that is trained, and of which epoch the weights are that it keeps."""

    seed: int
    epoch: int
    params: Params
    saved: SavedNetwork

    @classmethod
    def of(cls, training: Training, records: Sequence[EpochRecord], first: Params | None) -> "Member":
        """A network that has been trained.

        Args:
            first: its first weights, if they began with vectors.
        """
        return cls(training.config.seed, *training.kept, SavedNetwork.of(training, records, first))


Trainings = Iterable[tuple[Training, Params | None]]  # with the first weights where these began with vectors


def _epochs(training: Training, records: list[EpochRecord]) -> Iterator[EpochRecord]:
    """The epochs of a training as they end; each is among the records then."""
    for event in until_stopped(training):
        if isinstance(event, EpochRecord):
            records.append(event)
            yield event


def run_one(dataset: Dataset, trainings: Trainings, as_json: bool, members: list[Member]) -> None:
    """Train to the end, and print epochs as they end. The network is among the members also if it was broken off."""
    ((training, first),) = trainings
    records: list[EpochRecord] = []
    try:
        for record in _epochs(training, records):
            if as_json:
                print(json.dumps(_as_json(record)), flush=True)
            elif record.epoch % REPORT_EVERY == 0:
                print(_as_line(record), flush=True)
    finally:
        members.append(Member.of(training, records, first))
    if records and records[-1].epoch % REPORT_EVERY and not as_json:
        print(_as_line(records[-1]), flush=True)


def run_several(dataset: Dataset, trainings: Trainings, as_json: bool, members: list[Member]) -> None:
    """Train networks one after another and print what each comes to; a later one that blows up is left out.

    One that was stopped, or the first if it blew up, is the last of the members.
    """
    for number, (training, first) in enumerate(trainings, 1):
        records: list[EpochRecord] = []
        try:
            for record in _epochs(training, records):
                if as_json:
                    print(json.dumps({"network": number, **_as_json(record)}), flush=True)
        except (TrainingDiverged, Stopped, BrokenPipeError) as error:
            if members and isinstance(error, TrainingDiverged):
                tell([f"Network {number} is left out. {error}"])
                continue
            members.append(Member.of(training, records, first))
            raise
        members.append(Member.of(training, records, first))
        if not as_json:
            figures = _figures_of(dataset, members[-1:])
            print(f"network {number}  seed {training.config.seed}  epoch {members[-1].epoch:>5}{figures}", flush=True)
    if not as_json:
        print(f"mean of {len(members)} networks{_figures_of(dataset, members)}")


def _figures_of(dataset: Dataset, members: Sequence[Member]) -> str:
    weights = [member.params for member in members]
    return _figures({split: evaluate(dataset, split, *weights) for split in SPLITS if split in dataset.batches})


def _test_accuracy(dataset: Dataset, weights: Sequence[Params]) -> float | None:
    """Of the mean answer of networks with these weights."""
    return evaluate(dataset, "test", *weights)[1] if "test" in dataset.batches else None


def _of_each(dataset: Dataset, member: Member) -> dict[str, Any]:
    """What one of several networks came to."""
    return {
        "seed": member.seed,
        "best_epoch": member.epoch,
        "test_accuracy": _test_accuracy(dataset, [member.params]),
        "fingerprint": member.params.fingerprint(),
    }


def summary(
    dataset: Dataset, members: Sequence[Member], model: ModelConfig, config: TrainConfig, networks: int
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
