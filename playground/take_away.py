"""Everything of a run that can be taken away as a file, in the order of the menu."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import PurePath
from typing import Any

from playground.csv_files import kept_metrics_csv, metrics_csv, predictions_csv
from playground.judged import unit
from playground.kept_run import KeptRun
from playground.runs import Run
from playground.saved_runs import saved
from playground.sentences import Sentences
from rnn_core.exporters import EXPORTS, export
from rnn_core.model_files import SavedModel, save

_CSV = "text/csv"
_SENTENCES_GONE = "Its sentences are not here any more: load them again first."

PRESENT = 0  # stands for the present run where kept ones are known by their numbers


def at_first() -> dict[str, Any]:
    """What the widgets hold when a page is opened."""
    return {"taken": "metrics", "taken_of": PRESENT}


@dataclass(frozen=True)
class Taken:
    """A file of a run.

    Attributes:
        title: what it is called in the menu.
        about: what it is good for, in a sentence or two.
        file_name: what the file is called.
        mime: its media type.
        make: gives its bytes, of the run as it is then; raises InvalidModel if this run has no such file.
        missing: why it cannot be made of this run or on this computer; "" if it can.
    """

    title: str
    about: str
    file_name: str
    mime: str
    make: Callable[[], bytes]
    missing: str = ""


def menu(run: Run) -> dict[str, Taken]:
    """What there is of a run, by name."""
    dataset, job, sentences = run.dataset, run.job, run.sentences
    metrics = _metrics("lengths of gradient and weights", lambda: metrics_csv(job.snapshot()))
    predictions = _predictions(unit(dataset), lambda: predictions_csv(dataset, job.snapshot().answering))

    def exported(name: str) -> bytes:
        # A notebook trains the run again, for which it needs the sentences.
        return export(saved(run, with_sentences=sentences.own and name == "notebook"), name, sentences.to_pick)

    return {"metrics": metrics, "predictions": predictions, **_networks(exported)}


def menu_of_kept(run: KeptRun, sentences: Sentences | None, no_weights: str) -> dict[str, Taken]:
    """What there is of a run that was replaced, by name; each file's name has the number of the run.

    Args:
        sentences: those that it was trained on; None if they are not here any more.
        no_weights: why it has none; "" if it has.
    """

    def model() -> SavedModel:
        assert run.model
        return run.model

    def predicted() -> bytes:
        assert sentences
        return predictions_csv(sentences.dataset, model().kept)

    def exported(name: str) -> bytes:
        taken = replace(model(), dataset=sentences.dataset if sentences and name == "notebook" else None)
        return export(taken, name, sentences.to_pick if sentences else [])

    answered = unit(sentences.dataset) if sentences else "sentence"
    files = {
        "metrics": _metrics("length of the gradient", lambda: kept_metrics_csv(run.numbers)),
        "predictions": _predictions(answered, predicted),
        **_networks(exported),
        "model": Taken(
            "Model file that answers",
            "Under Classify, here or in the terminal, it answers as this run did. Training cannot go on from it.",
            "network.safetensors",
            "application/octet-stream",
            lambda: save(model()),
        ),
    }
    reasons = {
        **dict.fromkeys(files, no_weights),
        "metrics": "",
        "predictions": no_weights or ("" if sentences else _SENTENCES_GONE),
        "notebook": no_weights or _no_notebook(run, sentences),
    }
    return {
        name: replace(one, file_name=_numbered(one.file_name, run.number), missing=reasons[name] or one.missing)
        for name, one in files.items()
    }


def _no_notebook(run: KeptRun, sentences: Sentences | None) -> str:
    """Why there is nothing that trains it again; "" if there is."""
    if not run.finished:
        return "A notebook trains a run to its end, which this one did not come to."
    if run.settings.vectors != "none":
        return "A notebook would need the vectors that it began with, which are not kept."
    return "" if sentences else _SENTENCES_GONE


def _numbered(file_name: str, number: int) -> str:
    path = PurePath(file_name)
    return f"{path.stem}_run{number}{path.suffix}"


def _metrics(others: str, make: Callable[[], bytes]) -> Taken:
    about = f"Losses, accuracies, {others}: a row for each epoch."
    return Taken("Loss and accuracy by epoch (CSV)", about, "epochs.csv", _CSV, make)


def _predictions(answered: str, make: Callable[[], bytes]) -> Taken:
    about = (
        f"A row for each {answered}: its label, the answer, whether that is right, and the probability of each class."
    )
    return Taken(f"Answers to every {answered} (CSV)", about, "predictions.csv", _CSV, make)


def _networks(exported: Callable[[str], bytes]) -> Mapping[str, Taken]:
    return {
        name: Taken(one.title, one.about, one.file_name, one.mime, partial(exported, name), one.missing())
        for name, one in EXPORTS.items()
    }
