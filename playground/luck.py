"""Luck or skill: the shown settings with many seeds, or over a grid, as one visitor has asked for them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from weakref import ref

from playground.judged import Judge, judge
from playground.plans import GRID_SETTINGS, MOST, Plan, Vary, of_grid, of_seeds, suggested
from playground.pretrained import begun, sized
from playground.room import NoRoom, run_bytes
from playground.settings import differing, offered
from playground.shared import room, scheduler
from playground.shown import Shown
from playground.snapshot import Status
from playground.sweep import Sweep
from playground.tried import Try, tried
from rnn_core import Dataset, InvalidSetting, RnnCoreError

SIDE_BY_SIDE_BYTES = 40_000_000  # that the networks of one visitor may take which train at a time


def at_first() -> dict[str, Any]:
    """What the widgets hold when a page is opened."""
    return {
        "luck_kind": "seeds",
        "luck_seeds": 10,
        "luck_vary": "all",
        "luck_axis_1": "hidden_size",
        "luck_axis_2": "",
        "luck_each": 1,
        **{f"luck_values_{name}": suggested(name) for name in GRID_SETTINGS},
    }


@dataclass
class Luck:
    """Trainings side by side: the last that were begun, and what is known of the same settings.

    Attributes:
        plan, sweep, judge: what is trained, what trains it, and what it is judged by; None before the first.
        refused: why the last could not begin; empty if it could.
        apart: what has come out for the settings of the plan, by what was drawn anew.
    """

    plan: Plan | None = None
    sweep: Sweep | None = None
    judge: Judge | None = None
    refused: str = ""
    apart: dict[Vary, tuple[Try, ...]] = field(default_factory=dict)
    _dataset: Callable[[], Dataset | None] = field(default=lambda: None, repr=False)  # while it is used
    _upload: str = ""  # which file of vectors the networks begin with

    @property
    def playing(self) -> bool:
        """Whether it trains."""
        return self.sweep is not None and self.sweep.status == "playing"

    def look(self) -> Status:
        """What it does, "ready" for nothing; it pauses by itself when nobody has looked for a while."""
        if self.sweep is None or self.plan is None:
            return "ready"
        status = self.sweep.look()
        if status == "finished" and not self.plan.axes and self.plan.vary not in self.apart:
            self.apart[self.plan.vary] = tried(self.plan, self.sweep)
        return status

    def asked(self, shown: Shown) -> Plan:
        """What the controls ask for.

        Raises:
            InvalidSetting: there is nothing to train, or too much.
            InvalidDataset: the vectors cannot be used.
        """
        kept, settings = shown.kept, shown.settings
        if kept["luck_kind"] == "seeds":
            return of_seeds(settings, kept["luck_seeds"], kept["luck_vary"])
        axes = {name: kept[f"luck_values_{name}"] for name in (kept["luck_axis_1"], kept["luck_axis_2"]) if name}
        if not all(axes.values()):
            raise InvalidSetting("Choose at least one value of each setting.")
        plan = of_grid(settings, axes, kept["luck_each"], shown.chosen.dataset, shown.given)
        if not plan.entries:
            raise InvalidSetting("None of these values goes together with the other settings and the sentences.")
        if len(plan.entries) > MOST:
            raise InvalidSetting(f"These are {len(plan.entries)} trainings; at most {MOST} are possible at once.")
        return plan

    def start(self, shown: Shown) -> None:
        """Begin what the controls ask for, in the place of what was begun before; while that trains, nothing."""
        if self.playing:
            return
        dataset = shown.chosen.dataset
        try:
            plan, given = self.asked(shown), shown.given
            side_by_side = _fitting(plan, dataset, shown)
        except RnnCoreError as error:
            self.refused = str(error)
            return
        if self.plan is None or self.plan.settings != plan.settings or self._dataset() is not dataset:
            self.apart.clear()
        self.apart.pop(plan.vary, None)
        begins = [partial(begun, dataset, entry.settings, given, entry.weights_seed) for entry in plan.entries]
        self.plan, self.refused, self._dataset = plan, "", ref(dataset)
        self.judge = judge(dataset, choosing=bool(plan.axes))
        self._upload = given.upload.key if given and given.upload else ""
        self.sweep = Sweep(begins, plan.settings.epochs, side_by_side)
        self.go_on()

    def go_on(self) -> None:
        """Train, or train on."""
        if self.sweep:
            self.sweep.play()
            scheduler().add(self.sweep)

    def pause(self) -> None:
        """Hold it."""
        if self.sweep:
            self.sweep.pause()

    def show(self, shown: Shown, number: int) -> None:
        """Let the controls show all settings of one of the trainings, for the next run on the same sentences."""
        if self.plan and self._dataset() is shown.chosen.dataset:
            shown.kept.set(offered(self.plan.entries[number].settings))

    def older(self, shown: Shown) -> tuple[str, ...]:
        """In what the page has changed since it was begun: names of settings, "dataset" for other sentences.

        A seed or a value of the grid that was tried is no change, nor is the number of networks: here each is alone.
        """
        if self.plan is None:
            return ()
        if self._dataset() is not shown.chosen.dataset:
            return ("dataset",)
        now, upload = shown.settings, shown.pretrained.upload
        names = differing(now, self.plan.settings)
        if self.plan.settings.vectors == "own" and upload and upload.key != self._upload:
            names.append("vectors")
        may = [*self.plan.axes, *(["seed"] if self.plan.vary == "all" else [])]
        entries = [entry.settings for entry in self.plan.entries]
        free = {name for name in may if any(getattr(one, name) == getattr(now, name) for one in entries)}
        return tuple(name for name in names if name not in free | {"networks"})


def _fitting(plan: Plan, dataset: Dataset, shown: Shown) -> int:
    """How many of the trainings may be in memory at once.

    Raises:
        NoRoom: there is no room for one.
        InvalidSetting: a network is larger than any may be.
    """
    each = max(run_bytes(dataset, sized(one, shown.given), history_bytes=0)
               for one in {entry.settings for entry in plan.entries})  # fmt: skip
    wanted = max(1, min(len(plan.entries), SIDE_BY_SIDE_BYTES // each))
    while True:
        try:
            room().admit(wanted * each)
        except NoRoom:
            if wanted == 1:
                raise
            wanted //= 2
        else:
            return wanted
