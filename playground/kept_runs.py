"""The runs of a session: those that were replaced by others are kept by themselves, within a budget of memory.

What takes most of the room are the weights. They are let go first, those of the oldest run before all others; a run
that was pinned as the reference is the last to go. The run that was deleted last can be had back, and counts with the
others: it goes before them all.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from playground.kept_run import KeptRun
from rnn_core.wording import shown

BUDGET = 60_000_000  # bytes of all kept runs of a session
MOST_RUNS = 40  # beside the present one
MOST_DRAWN = 8  # over each other in one chart: so many colours can be told apart
MOST_CHARACTERS = 60  # of a name

_BYTES_A_WORD = 150  # of a vocabulary
_BYTES_A_RUN = 4_000  # its settings, and what else is small


def at_first() -> dict[str, Any]:
    """What the widgets hold when a page is opened."""
    return {"measure": "accuracy", "drawn_runs": [1], "picked_run": 1, "run_name": ""}


def held(runs: Iterable[KeptRun]) -> int:
    """About how many bytes runs take; what several of them share counts once."""
    sizes: dict[int, int] = {}
    for run in runs:
        sizes[id(run)] = run.numbers.nbytes + _BYTES_A_RUN
        if run.model:
            sizes |= {id(params): params.flat.nbytes for params in run.model.kept}
            sizes[id(run.model.vocabulary)] = _BYTES_A_WORD * len(run.model.vocabulary)
    return sum(sizes.values())


def _how_far(run: KeptRun) -> tuple[int, bool, int]:
    """What tells which of two equal runs went farther; the figures of several networks are the first one's."""
    return run.epochs, run.finished, len(run.model.networks) if run.model else 0


@dataclass(frozen=True)
class Deleted:
    """A run that was deleted, and what the visitor had said of it.

    Attributes:
        name: what it was called; empty if it was called nothing.
        pinned, drawn: whether it was the reference, and whether it was in the chart.
    """

    run: KeptRun
    name: str
    pinned: bool
    drawn: bool


class KeptRuns:
    """The kept runs of one visitor, and how they are looked at. Orders may be given twice.

    Args:
        budget: bytes that they may take.

    Attributes:
        runs: the kept ones, the oldest first; the present run is not among them.
        present: the number of the present run.
        names: what the visitor calls runs, by number, the present one included.
        reference: the number of the one that is pinned; None if none is.
        drawn: the numbers of those that are in the chart, in the order in which they came into it.
        gone: the numbers of those that were let go altogether.
        deleted: the one that ``undo`` would bring back; None if there is none.
        same: the number of the one that the last run which was to be kept is the same as; None if it is another.
        too_many: whether more were asked for in the chart than it can hold.
    """

    def __init__(self, budget: int = BUDGET) -> None:
        self._budget = budget
        self.runs: tuple[KeptRun, ...] = ()
        self.present = 1
        self.names: dict[int, str] = {}
        self.reference: int | None = None
        self.drawn: tuple[int, ...] = (1,)
        self.gone: tuple[int, ...] = ()
        self.deleted: Deleted | None = None
        self.same: int | None = None
        self.too_many = False
        self._colours: dict[int, int] = {1: 0}

    @property
    def numbers(self) -> list[int]:
        """Of all, that of the present run last."""
        return [*(run.number for run in self.runs), self.present]

    @property
    def weights_gone(self) -> frozenset[int]:
        """The numbers of those whose weights were let go."""
        return frozenset(run.number for run in self.runs if run.weights_gone)

    @property
    def _held(self) -> tuple[KeptRun, ...]:
        """All that are in memory."""
        return (*self.runs, self.deleted.run) if self.deleted else self.runs

    def keep(self, new: KeptRun, spare: Callable[[], int]) -> None:
        """Keep the present run, which is being replaced, if it has finished an epoch.

        The same run once more is no further one: of two that are equal to the bit as far as they both go, the one
        that went farther is kept, under the number of the earlier. If that was deleted it is back.

        Args:
            spare: gives the bytes that the process has left; below 0 what is kept has to become less.
        """
        if not new.epochs:
            return
        most = min(self._budget, held(self._held) + spare())
        same = next((old for old in self._held if old.begins_as(new) or new.begins_as(old)), None)
        if self.deleted and same is self.deleted.run:
            self.undo()
        self.same = same.number if same else None
        if same is None:
            self.runs = (*self.runs, new.alone())
            self.present += 1
            self._draw([*self.drawn, self.present])
        else:
            farthest = max(new, same, key=_how_far)
            merged = replace(farthest.alone(), number=same.number)
            self.runs = tuple(merged if old is same else old for old in self.runs)
            self._merge_into(same.number)
        self._fit(most)

    def _merge_into(self, number: int) -> None:
        """What the visitor has said of the present run now holds for the one of this number."""
        if self.present in self.names:
            self.names[number] = self.names.pop(self.present)
        if self.reference == self.present:
            self.reference = number
        if self.present in self.drawn:
            self._draw([*self.drawn, number])

    def _fit(self, most: int) -> None:
        """Let go of weights that are more than so many bytes, and of runs that are too many."""
        if held(self._held) > most or len(self._held) > MOST_RUNS:
            self.deleted = None
        for run in self._first_to_go(most):
            if held(self.runs) <= most:
                break
            self._let_go_of_weights(run.number)
        for run in self._first_to_go(self._budget):
            if held(self.runs) <= self._budget and len(self.runs) <= MOST_RUNS:
                break
            self._take_out(run.number)
            self.gone = (*self.gone, run.number)

    def let_go_of_weights(self) -> bool:
        """Let go of those of all runs: the process needs the memory. Whether there were any."""
        having = [run.number for run in self._held if run.model]
        if self.deleted and self.deleted.run.number in having:
            self.deleted = None
        for number in having:
            self._let_go_of_weights(number)
        return bool(having)

    def _let_go_of_weights(self, number: int) -> None:
        for run in self.runs:
            if run.number == number and run.model:
                self.runs = tuple(replace(one, model=None) if one is run else one for one in self.runs)

    def _first_to_go(self, most: int) -> list[KeptRun]:
        """The oldest first, the reference last; what is too large by itself before all: it would take them along."""
        return sorted(self.runs, key=lambda run: (held([run]) <= most, run.number == self.reference))

    # What the visitor does.

    def rename(self, number: int, name: str) -> None:
        """Call a run something; nothing to call it by its settings again."""
        self.names[number] = shown(" ".join(name.split()), MOST_CHARACTERS)
        if not self.names[number]:
            del self.names[number]

    def delete(self, number: int) -> None:
        """Take a kept run out, so that ``undo`` brings it back until another is deleted; the present one stays."""
        for run in self.runs:
            if run.number == number:
                pinned, drawn = number == self.reference, number in self.drawn
                self.deleted = Deleted(run, self.names.get(number, ""), pinned, drawn)
                self._take_out(number)

    def undo(self) -> None:
        """Bring back the run that was deleted last, as it was; what has been pinned or drawn since then stays so."""
        back, self.deleted = self.deleted, None
        if back is None:
            return
        number = back.run.number
        self.runs = tuple(sorted((*self.runs, back.run), key=lambda run: run.number))
        if back.name:
            self.names[number] = back.name
        if back.pinned and self.reference is None:
            self.reference = number
        if back.drawn and len(self.drawn) < MOST_DRAWN:
            self._draw([*self.drawn, number])

    def _take_out(self, number: int) -> None:
        """Let there be no kept run of this number; nothing is remembered of it but its colour."""
        self.runs = tuple(run for run in self.runs if run.number != number)
        self.names.pop(number, None)
        self.reference = None if self.reference == number else self.reference
        self._draw(self.drawn)

    def pin(self, number: int) -> None:
        """Let a run be the reference, and in the chart."""
        if number in self.numbers:
            self.reference = number
            self._draw([*self.drawn, number])

    def unpin(self) -> None:
        """Let no run be the reference."""
        self.reference = None
        self._draw(self.drawn)

    def draw(self, numbers: Iterable[int]) -> None:
        """Let these runs be in the chart, and no others; if they are too many it stays as it is."""
        wanted = [number for number in numbers if number in self.numbers]
        self.too_many = len(wanted) > MOST_DRAWN
        if not self.too_many:
            self._draw([number for number in self.drawn if number in wanted] + wanted)

    def colour(self, number: int) -> int | None:
        """Which of the MOST_DRAWN colours a run in the chart has; None for the reference's."""
        return None if number == self.reference else self._colours[number]

    def _draw(self, numbers: Iterable[int]) -> None:
        """Let these be in the chart; of too many those that came into it first are taken out, but for the reference.

        A run keeps its colour, also while it is out of the chart, unless another one has taken it meanwhile.
        """
        there = self.numbers
        drawn = [number for number in dict.fromkeys(numbers) if number in there]
        too_many = len(drawn) - MOST_DRAWN
        if too_many > 0:
            out = [number for number in drawn if number != self.reference][:too_many]
            drawn = [number for number in drawn if number not in out]
        self.drawn = tuple(drawn)
        taken: set[int] = set()
        for number in drawn:  # the reference too: it needs one again once it is none
            wish = self._colours.get(number, (number - 1) % MOST_DRAWN)
            free = [wish, *range(MOST_DRAWN)]
            self._colours[number] = next(colour for colour in free if colour not in taken)
            taken.add(self._colours[number])
