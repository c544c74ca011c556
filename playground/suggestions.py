"""Settings that fit a dataset's size, and how long a run with them will take."""

from dataclasses import replace

from playground.settings import Settings, VectorsName, stops
from playground.trial import LONG, seconds
from rnn_core import Dataset, recipes


def suggest(dataset: Dataset, vectors: VectorsName = "none") -> Settings:
    """Settings to begin with: they learn people's sentences and keep within the caps (rnn_core/recipes.py).

    Args:
        vectors: what the embedding is to begin with.
    """
    recipe = recipes.suggest(dataset, pretrained=vectors != "none")
    return Settings(**vars(recipe.model), **vars(recipe.training), vectors=vectors)


def fewer_epochs(settings: Settings, seconds: float, most: float) -> Settings:
    """The same, with no more epochs than fit into a time."""
    fitting = [epochs for epochs in stops("epochs") if epochs <= settings.epochs * most / max(seconds, 1e-9)]
    return replace(settings, epochs=min(settings.epochs, max(fitting, default=stops("epochs")[0])))


def plan(dataset: Dataset, vectors: VectorsName = "none") -> tuple[Settings, float]:
    """Suggested settings and the seconds they take; fewer epochs where it would be long.

    Args:
        vectors: what the embedding is to begin with.

    Raises:
        InvalidSetting: no settings fit the dataset.
    """
    settings = suggest(dataset, vectors)
    needed = seconds(dataset, settings)
    shorter = fewer_epochs(settings, needed, LONG)
    return shorter, needed * shorter.epochs / settings.epochs
