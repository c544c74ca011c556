"""What the parameters of an estimator ask for: each that is not given is as suggested, or as by default."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from numbers import Integral
from typing import Any

import numpy as np
from sklearn.utils import check_random_state

from rnn_core.config import EnsembleConfig, ModelConfig, TrainConfig
from rnn_core.dataset import VALIDATION_SHARE, Dataset
from rnn_core.ensemble import member_seeds
from rnn_core.errors import InvalidSetting, require_choice
from rnn_core.reading.cutting import settle
from rnn_core.recipes import PLAIN, Recipe, suggest
from rnn_core.settings import Whole, settings_of
from rnn_core.text import TextConfig
from rnn_core.wording import listed

SETTINGS = ("suggested", "plain")


def seed_of(random_state: Any) -> int:
    """A whole number is the seed itself; else one is drawn.

    Raises:
        InvalidSetting: the number is negative.
        ValueError: it is neither a number nor a RandomState.
    """
    seed = settings_of(TrainConfig)["seed"]
    assert isinstance(seed, Whole)
    if isinstance(random_state, Integral):
        seed.require(_plain(random_state))
        return int(random_state)
    return int(check_random_state(random_state).randint(seed.offered[1] + 1))


@dataclass(frozen=True)
class Asked:
    """The parameters by name; None is not given.

    Raises:
        InvalidSetting: ``settings`` is neither of the two; from the methods, a value is out of its range.
    """

    parameters: Mapping[str, Any]

    def __post_init__(self) -> None:
        require_choice("value of settings", self.parameters["settings"], SETTINGS)

    @property
    def _suggested(self) -> bool:
        return bool(self.parameters["settings"] == "suggested")

    def _given(self, names: Iterable[str]) -> dict[str, Any]:
        values = {name: _plain(self.parameters.get(name)) for name in names}
        return {name: value for name, value in values.items() if value is not None}

    def text(self, sentences: list[str]) -> TextConfig:
        """How these sentences are cut."""
        base = settle(sentences, tagged=False)[0] if self._suggested else TextConfig()
        return replace(base, **self._given(field.name for field in fields(TextConfig)))

    def recipe(self, dataset: Dataset) -> Recipe:
        """The network for a dataset, and how it is trained."""
        return self._beside(suggest(dataset) if self._suggested else PLAIN)

    def recipe_to_go_on(self, before: Recipe, text: TextConfig, networks: int, settings: str) -> Recipe:
        """The same for networks that there are: how they are trained may have been changed, but not what they are.

        Args:
            before, text, networks, settings: what they were made with.
        """
        now, given = self._beside(before), self._given(("networks", "settings"))
        settled = {**asdict(before.model), "optimiser": before.training.optimiser, **asdict(text)}
        settled |= {"networks": networks, "settings": settings}
        asked = {**asdict(now.model), "optimiser": now.training.optimiser, **self._given(asdict(text)), **given}
        changed = [name for name, value in asked.items() if value != settled[name]]
        if changed:
            raise InvalidSetting(
                f"partial_fit goes on with what the first call has settled, and {listed(changed)} changed. Fit anew."
            )
        return now

    def _beside(self, base: Recipe) -> Recipe:
        model, training = self._given(settings_of(ModelConfig)), self._given(settings_of(TrainConfig))
        return Recipe(replace(base.model, **model), replace(base.training, **training))

    @property
    def validation_share(self) -> float:
        """How much of each class is set aside."""
        share = _plain(self.parameters["validation_fraction"])
        if share is None:
            return VALIDATION_SHARE if self._suggested else 0.0
        if isinstance(share, bool) or not isinstance(share, int | float) or not 0 <= share < 1:
            raise InvalidSetting(f"The validation fraction is {share!r}; it must be a number from 0 to below 1.")
        return float(share)

    def seeds(self, seed: int) -> list[int]:
        """The seed of each network."""
        return member_seeds(seed, EnsembleConfig(**self._given(settings_of(EnsembleConfig))).networks)


def _plain(value: Any) -> Any:
    """A setting as Python writes it: grids are often arrays, and numpy's 8 is no int."""
    return value.item() if isinstance(value, np.generic) else value
