"""A visitor's races: one begins on the sentences and with the settings that the page shows."""

from playground.pretrained import sized
from playground.race import Race, Variants, runners
from playground.room import run_bytes
from playground.shared import room, scheduler
from playground.shown import Shown


class Races:
    """Of all races the one that was begun last.

    Args:
        shown: what the page shows.

    Attributes:
        last: that one; None before there is any.
    """

    def __init__(self, shown: Shown) -> None:
        self.last: Race | None = None
        self._shown = shown

    def of(self, variants: Variants) -> Race | None:
        """The race of these that was begun last; None if another one was, or none."""
        return self.last if self.last and self.last.variants == variants else None

    def start(self, variants: Variants) -> None:
        """Let networks race, or go on with it.

        Raises:
            InvalidSetting, InvalidDataset: that is not possible.
            NoRoom: there is no memory for it.
        """
        dataset, settings, given = self._shown.chosen.dataset, self._shown.settings, self._shown.given
        race = self.of(variants)
        if race is None or race.over or race.dataset is not dataset or (race.settings, race.given) != (settings, given):
            self.pause()
            own = runners(settings, variants).values()
            room().admit(sum(run_bytes(dataset, sized(one, given), history_bytes=0) for one in own))
            race = self.last = Race(dataset, settings, variants, given)
        race.play(scheduler())

    def pause(self) -> None:
        """Hold the race."""
        if self.last:
            self.last.pause()
