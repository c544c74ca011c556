"""How long runs on some sentences will take, known before they start; each kind of network is tried once."""

from collections.abc import Callable
from dataclasses import replace

from playground.room import NoRoom, run_bytes
from playground.settings import Settings
from playground.trial import LONG, seconds, surely_short
from rnn_core import Dataset


class Forecast:
    """What is known about the time that networks take on one dataset."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._an_epoch: dict[Settings, float] = {}  # seconds, of one network

    def long(self, settings: Settings, admit: Callable[[int], None]) -> float | None:
        """Seconds that a run takes at full speed while nobody else trains, if that is long; None if it is not.

        Args:
            settings: those of the run, which fit the sentences.
            admit: lets a trial begin that needs so many bytes, or raises NoRoom; then nothing is known.
        """
        if surely_short(self._dataset, settings):
            return None
        # What makes no difference to the time of an epoch is left out.
        one = replace(settings, epochs=1, networks=1, seed=0, early_stopping=0, schedule="constant", learning_rate=0.05)
        if one not in self._an_epoch:
            try:
                admit(run_bytes(self._dataset, one, history_bytes=0))
            except NoRoom:
                return None
            self._an_epoch[one] = seconds(self._dataset, one)
        needed = self._an_epoch[one] * settings.epochs * settings.networks
        return needed if needed > LONG else None
