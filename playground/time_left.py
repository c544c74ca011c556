"""How long a run will still take, from what it has done so far. It has no clock of its own: whoever asks brings one.

Work is counted in pieces that are smaller than an epoch: updates, and the chunks of the evaluation at its end.
"""

import math
from collections import deque
from collections.abc import Sequence
from statistics import mean

WINDOW = 5.0  # seconds of playing by whose speed the rest is judged
SETTLING = 0.5  # seconds after Play that do not count: the page is drawn anew then
SOONEST = 0.5  # seconds of playing without which nothing is told
_NEAR = 1.5**2  # between two ends that are no further apart, one number is within a factor of 1.5 of both
_SOON = 1.25  # times the least that is possible
_FORWARDS = 1 / 3  # of an update's time for a word, until it is measured: the evaluation does not go back


class Speed:
    """How fast a run goes.

    Args:
        updates, chunks: how many of each an epoch has.
        words_evaluated: how many words all chunks have, for each word that is in updates.
    """

    def __init__(self, updates: int, chunks: int, words_evaluated: float) -> None:
        self._an_epoch = updates, chunks
        self._guess = _FORWARDS * words_evaluated * updates / chunks  # what a chunk takes, in updates
        self._done, self._seconds = [0, 0], [0.0, 0.0]  # updates and chunks of the whole run
        self._of_epoch = [0, 0]  # those of the running epoch
        self._since = self._last = 0.0
        self._marks: deque[tuple[float, int, int]] = deque()  # when, and how many of each were done

    def restart(self, now: float) -> None:
        """It goes on after a pause, or at another pace: what was measured of the speed says nothing any more."""
        self._since = self._last = now
        self._marks.clear()

    def update_done(self, now: float) -> None:
        """An update was made."""
        self._count(0, now)

    def chunk_done(self, now: float) -> None:
        """A chunk of the evaluation was read."""
        self._count(1, now)

    def _count(self, kind: int, now: float) -> None:
        self._done[kind] += 1
        self._of_epoch[kind] += 1
        self._seconds[kind] += now - self._last  # with what others took of the processor before
        self._last = now

    def epoch_done(self, now: float) -> None:
        """Another epoch begins."""
        self._of_epoch = [0, 0]
        self._last = now

    def look(self, now: float) -> float | None:
        """Seconds that an epoch takes at the speed of the last few seconds; None while that is not known.

        It is to be asked again and again, some times a second: it goes by what was done since it was asked before.
        """
        if now - self._since < SETTLING:
            return None
        marks, done = self._marks, (self._done[0], self._done[1])
        marks.append((now, *done))
        # At least so many seconds, and so many that something was done in them.
        while len(marks) > 2 and now - marks[1][0] >= WINDOW and marks[1][1:] != done:
            marks.popleft()
        began, updates, chunks = marks[0]
        work = self._work(done[0] - updates, done[1] - chunks)
        if now - began < SOONEST or not work:
            return None
        return (now - began) * self._work(*self._an_epoch) / work

    @property
    def share_of_epoch(self) -> float:
        """How much of the running epoch's work is done."""
        return min(1.0, self._work(*self._of_epoch) / self._work(*self._an_epoch))

    def _work(self, updates: int, chunks: int) -> float:
        """So many updates and chunks, in updates."""
        return updates + chunks * self._chunk

    @property
    def _chunk(self) -> float:
        """How long a chunk of the evaluation takes, in updates; what was not read yet is guessed."""
        if not self._seconds[0] or not self._done[1]:
            return self._guess
        measured = (self._seconds[1] / self._done[1]) / (self._seconds[0] / self._done[0])
        read = min(1.0, self._done[1] / self._an_epoch[1])
        return read * measured + (1 - read) * self._guess


def epochs_left(
    done: float, best: int, patience: int, epochs: int, before: Sequence[int] = (), after: int = 0
) -> float:
    """How many epochs a run will still have, those of further networks included.

    With early stopping a network ends somewhere between ``best + patience`` and ``epochs``. Where these are so near
    each other that one number is within a factor of 1.5 of both, it is their geometric mean. Where they are not, the
    run is expected to end a little after the first of them, as most do (benchmarks/time_left.py). Later networks are
    expected to need as many epochs as those before.

    Args:
        done: epochs of the network that trains, with the share of the running one.
        best: its best epoch so far.
        patience: epochs without a better one after which it ends; 0 for never.
        epochs: the most that each network has.
        before: how many each finished network had.
        after: how many networks come after the one that trains.
    """
    most = max(0.0, epochs - done)
    least = min(most, max(0.0, max(best, 1) + patience - done)) if patience else most
    usual = mean(before) if before else None
    if usual is not None:
        present = min(most, max(least, usual - done))
    else:
        present = math.sqrt(least * most) if most <= _NEAR * least else _SOON * least
    return present + after * (done + present if usual is None else usual)
