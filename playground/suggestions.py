"""Settings that fit a dataset's size, and how long a run with them will take."""

import math
from dataclasses import replace

from playground.settings import Settings, bounds, facts_of, fitted, stops
from playground.trial import LONG, seconds
from rnn_core import Dataset, Layout, limits

# The larger the dataset, the more sentences an update reads and the larger its step: (up to so many training
# sentences, settings). Tried on files of such sizes: benchmarks/own_sentences.py.
_BY_SIZE: tuple[tuple[float, Settings], ...] = (
    (200, Settings()),
    (1000, Settings(hidden_size=32, learning_rate=0.1, epochs=60, clip_by="norm", batch_size=4)),
    (3000, Settings(hidden_size=48, learning_rate=0.2, epochs=40, clip_by="norm", batch_size=16)),
    (math.inf, Settings(hidden_size=64, learning_rate=0.2, epochs=20, clip_by="norm", batch_size=32, dtype="float32")),
)


def suggest(dataset: Dataset) -> Settings:
    """Settings to begin with: they learn something in reasonable time and keep within the caps."""
    size = len(dataset.indices("train"))
    settings = next(settings for most, settings in _BY_SIZE if size <= most)
    settings = fitted(settings.values, facts_of(settings.values, dataset))
    rows, classes = dataset.vocabulary.rows, len(dataset.classes)
    while Layout(settings.model, rows, classes).size > limits.MAX_WEIGHTS:
        settings = replace(settings, hidden_size=max(bounds("hidden_size")[0], settings.hidden_size * 3 // 4))
    return settings


def fewer_epochs(settings: Settings, seconds: float, most: float) -> Settings:
    """The same, with no more epochs than fit into a time."""
    fitting = [epochs for epochs in stops("epochs") if epochs <= settings.epochs * most / max(seconds, 1e-9)]
    return replace(settings, epochs=min(settings.epochs, max(fitting, default=stops("epochs")[0])))


def plan(dataset: Dataset) -> tuple[Settings, float]:
    """Suggested settings and the seconds they take; fewer epochs where it would be long.

    Raises:
        InvalidSetting: no settings fit the dataset.
    """
    settings = suggest(dataset)
    needed = seconds(dataset, settings)
    shorter = fewer_epochs(settings, needed, LONG)
    return shorter, needed * shorter.epochs / settings.epochs
