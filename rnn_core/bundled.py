"""The sentences that come with the playground."""

from pathlib import Path

from rnn_core.dataset import Dataset
from rnn_core.reading import read

SENTIMENT = Path(__file__).resolve().parent.parent / "data" / "sentiment.csv"


def bundled() -> Dataset:
    """The bundled sentences, `data/sentiment.csv`."""
    return read(SENTIMENT.read_bytes(), SENTIMENT.name).dataset
