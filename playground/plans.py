"""What is trained side by side: one setting's value against another's, or the same settings with many seeds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any, Literal

from playground import settings_in_words
from playground.pretrained import Given, sized
from playground.settings import SETTINGS, Settings, facts_of, fitted
from rnn_core import Dataset, InvalidSetting, Layout, member_seeds
from rnn_core.combinations import require_fitting
from rnn_core.initialise import require_size
from rnn_core.settings import Choices, Value

Vary = Literal["all", "weights", "order"]

MOST = 32  # trainings in all
SEEDS = (3, 5, 8, 10, 16, 20, MOST)  # that are offered
MOST_SEEDS_A_POINT = 5
MOST_VALUES = 8  # of a setting in a grid

_HIDDEN_SIZES = (2, 4, 8, 16, 32, 64, 128)
_SUGGESTED = 4  # values
_OF_NO_GRID = ("vectors", "frozen", "epochs", "seed", "networks")  # a file decides, all have one axis, or seeds do it


@dataclass(frozen=True)
class Entry:
    """One training.

    Attributes:
        weights_seed: of its first weights; all else is drawn by the seed of the settings.
        point: its values of the settings that a grid is over.
    """

    settings: Settings
    weights_seed: int
    point: tuple[Value, ...] = ()


@dataclass(frozen=True)
class Plan:
    """All of them.

    Attributes:
        settings: those that were shown, which the entries have but for what the plan is about.
        axes: the settings of a grid; none for seeds.
        left_out: which points of the grid are not trained: a few words for each.
    """

    settings: Settings
    entries: tuple[Entry, ...]
    vary: Vary = "all"
    axes: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def points(self) -> tuple[tuple[Value, ...], ...]:
        """Those of the grid that are trained, in order."""
        return tuple(dict.fromkeys(entry.point for entry in self.entries))


def of_seeds(settings: Settings, seeds: int, vary: Vary) -> Plan:
    """The same settings with their seed and those that follow it, of everything or of a part of what is drawn."""
    one = replace(settings, networks=1)
    entries = []
    for seed in member_seeds(settings.seed, seeds):
        weights = settings.seed if vary == "order" else seed
        entries.append(Entry(one if vary == "weights" else replace(one, seed=seed), weights))
    return Plan(settings, tuple(entries), vary)


def of_grid(
    settings: Settings, axes: Mapping[str, Sequence[Value]], seeds: int, dataset: Dataset, given: Given | None
) -> Plan:
    """Every value of one setting with every value of another, each with some seeds.

    What does not go together, or not with the sentences, or means nothing there, is left out.

    Args:
        axes: the settings by name, one or two, and their values.
        seeds: of each point.
    """
    entries: list[Entry] = []
    left_out = []
    for point in product(*axes.values()):
        values = {**settings.values, **dict(zip(axes, point, strict=True)), "networks": 1}
        one = fitted(values, facts_of(values, dataset, settings.vectors == "own"))
        if any(getattr(one, name) != value for name, value in zip(axes, point, strict=True)) or not _possible(
            one, dataset, given
        ):
            left_out.append(point_in_words(tuple(axes), point))
            continue
        entries += [Entry(replace(one, seed=s), s, point) for s in member_seeds(settings.seed, seeds)]
    return Plan(settings, tuple(entries), axes=tuple(axes), left_out=tuple(left_out))


def _possible(settings: Settings, dataset: Dataset, given: Given | None) -> bool:
    layout = Layout(sized(settings, given).model, dataset.vocabulary.rows, len(dataset.classes))
    try:
        require_fitting(dataset, settings.model, settings.training)
        require_size(layout)
    except InvalidSetting:
        return False
    return True


def values_of(name: str) -> tuple[Any, ...]:
    """The values of a setting that a grid may have; none if it cannot be over this setting."""
    setting = SETTINGS[name]
    if name in _OF_NO_GRID:
        return ()
    if name == "hidden_size":
        return _HIDDEN_SIZES
    return tuple(setting.choices) if isinstance(setting, Choices) else tuple(getattr(setting, "stops", ()))


GRID_SETTINGS = tuple(name for name in SETTINGS if values_of(name))


def suggested(name: str) -> list[Value]:
    """A few values around the default, spread over what there is."""
    values = values_of(name)
    if isinstance(SETTINGS[name], Choices):
        return list(values)
    middle, step = values.index(SETTINGS[name].default), max(1, len(values) // _SUGGESTED)
    near = sorted(range(middle % step, len(values), step), key=lambda at: abs(at - middle))[:_SUGGESTED]
    return [values[at] for at in sorted(near)]


def point_in_words(axes: Sequence[str], point: Sequence[Value]) -> str:
    """A point of a grid: "LSTM with hidden size 16"."""
    return " with ".join(settings_in_words.setting(name, value) for name, value in zip(axes, point, strict=True))
