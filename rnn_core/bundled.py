"""The sentences that come with the playground, and what their words are for."""

import csv
from pathlib import Path

from rnn_core.dataset import Dataset
from rnn_core.reading import read

_HERE = Path(__file__).resolve().parent
# Beside the packages in the repository, inside this one where it was installed: see pyproject.toml.
DATA = next(folder for folder in (_HERE / "data", _HERE.parent / "data") if folder.is_dir())
SENTIMENT = DATA / "sentiment.csv"
PHRASE_ROLES = DATA / "phrase_roles.csv"


def bundled() -> Dataset:
    """The bundled sentences, `data/sentiment.csv`."""
    return read(SENTIMENT.read_bytes(), SENTIMENT.name).dataset


def bundled_roles() -> dict[str, tuple[str, ...]]:
    """What the bundled words are for, `data/phrase_roles.csv`: the phrases of each role."""
    roles: dict[str, tuple[str, ...]] = {}
    with PHRASE_ROLES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            roles[row["role"]] = (*roles.get(row["role"], ()), row["phrase"])
    return roles
