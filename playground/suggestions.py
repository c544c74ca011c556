"""Settings that fit a dataset's size, and how long a run with them will take."""

import time
from dataclasses import replace

from playground.settings import Settings, VectorsName, stops
from rnn_core import Dataset, recipes, train

_TRIAL_SECONDS = 0.1
_LONGEST = 180  # seconds of a suggested run


def suggest(dataset: Dataset, vectors: VectorsName = "none") -> Settings:
    """Settings to begin with: they learn people's sentences and keep within the caps (rnn_core/recipes.py).

    Args:
        vectors: what the embedding is to begin with.
    """
    recipe = recipes.suggest(dataset, pretrained=vectors != "none")
    return Settings(**vars(recipe.model), **vars(recipe.training), vectors=vectors)


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
