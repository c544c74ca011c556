"""Everything of a run that can be taken away as a file, in the order of the menu."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from playground import judged
from playground.csv_files import metrics_csv, predictions_csv
from playground.runs import Run
from playground.saved_runs import saved
from rnn_core.exporters import EXPORTS, export

_CSV = "text/csv"


def at_first() -> dict[str, str]:
    """What the widgets hold when a page is opened."""
    return {"taken": "metrics"}


@dataclass(frozen=True)
class Taken:
    """A file of a run.

    Attributes:
        title: what it is called in the menu.
        about: what it is good for, in a sentence or two.
        file_name: what the file is called.
        mime: its media type.
        make: gives its bytes, of the run as it is then; raises InvalidModel if this run has no such file.
        missing: why it cannot be made on this computer; "" if it can.
    """

    title: str
    about: str
    file_name: str
    mime: str
    make: Callable[[], bytes]
    missing: str = ""


def menu(run: Run) -> dict[str, Taken]:
    """What there is of a run, by name."""
    dataset, job = run.dataset, run.job
    unit = judged.unit(dataset)
    tables = {
        "metrics": Taken(
            "Figures of every epoch (CSV)",
            "Losses, accuracies, lengths of gradient and weights: a row for each epoch.",
            "epochs.csv",
            _CSV,
            lambda: metrics_csv(job.snapshot()),
        ),
        "predictions": Taken(
            f"Answers to every {unit} (CSV)",
            f"A row for each {unit}: its label, the answer, whether that is right, and the probability of each class.",
            "predictions.csv",
            _CSV,
            lambda: predictions_csv(dataset, job.snapshot()),
        ),
    }
    sentences = run.sentences.to_pick
    networks = {
        name: Taken(
            one.title, one.about, one.file_name, one.mime, partial(_exported, run, name, sentences), one.missing()
        )
        for name, one in EXPORTS.items()
    }
    return tables | networks


def _exported(run: Run, name: str, sentences: list[str]) -> bytes:
    # A notebook trains the run again, for which it needs the sentences.
    return export(saved(run, with_sentences=run.sentences.own and name == "notebook"), name, sentences)
