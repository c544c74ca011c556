"""Settings that fit a dataset's size, and how long a run with them will take."""

import math
import time
from dataclasses import replace

from playground.settings import Settings, bounds, facts_of, fitted, stops
from rnn_core import Dataset, Layout, limits, train

_TRIAL_SECONDS = 0.1
_LONGEST = 180  # seconds of a suggested run

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


def seconds(dataset: Dataset, settings: Settings) -> float:
    """About how long a run takes at full speed while nobody else trains: a short trial, extrapolated.

    Raises:
        InvalidSetting: these settings do not fit the dataset.
    """
    training = train(dataset, settings.model, replace(settings.training, epochs=1))
    started = time.perf_counter()
    read = 0
    for _ in training:  # what is read for updates costs about three times what is read for evaluation
        read += 1
        if time.perf_counter() - started > _TRIAL_SECONDS:
            break
    updates = training.updates_per_epoch
    if read > updates:  # the whole epoch was done
        return settings.epochs * (time.perf_counter() - started)
    return settings.epochs * updates * (time.perf_counter() - started) / read * 4 / 3


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
    shorter = fewer_epochs(settings, needed, _LONGEST)
    return shorter, needed * shorter.epochs / settings.epochs
