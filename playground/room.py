"""Whether this process has memory left: better one large run is refused in time than everybody's page is gone."""

import gc
import os
from collections.abc import Callable

from playground.jobs import HISTORY_BYTES
from playground.settings import Settings
from rnn_core import Dataset, Layout, RnnCoreError
from rnn_core.history import FEWEST

try:
    import psutil
except ImportError:  # Python in the browser
    psutil = None  # type: ignore[assignment]  # a module, or none: its users ask

BUDGET_VARIABLE = "RNN_PLAYGROUND_MEMORY_MB"
DEFAULT_BUDGET = 500  # MB
RESERVE = 0.2  # of the budget, on top of it, is for what is not large
LARGE = 4_000_000  # bytes: a run of the bundled sentences needs less

BYTES_A_FILE_BYTE = 12  # to read a file and keep its sentences; 57 MB of 5 MB: benchmarks/own_sentences.py
BASELINES_BYTES = 100_000_000  # scikit-learn, mostly

_COPIES = 5  # of the weights: the present, the best and the last good ones, those of the last look, a gradient
_BYTES_A_WORD = 40  # of the sentences as they are packed for evaluation


class NoRoom(RnnCoreError):
    """There is not enough memory left for something that was asked for."""


def give_back() -> None:
    """Hand memory that is free back to the machine.

    What visitors who have left took up is free, but the C library keeps much of it in reserve
    (benchmarks/own_sentences.py).
    """
    if hasattr(psutil, "heap_trim"):  # not for every C library
        psutil.heap_trim()


def give_back_after_collections() -> None:
    """From now on do that after every full garbage collection: closed sessions have just become free."""
    gc.callbacks.append(_collected)


def _collected(phase: str, info: dict[str, int]) -> None:
    if phase == "stop" and info["generation"] == 2:
        give_back()


def used() -> int:
    """Bytes of memory that this process needs; 0 where that cannot be known."""
    give_back()
    held: int = psutil.Process().memory_info().rss if psutil else 0
    return held


def budget() -> int:
    """Bytes that this process should hold at most; the machine's owner may say how many MB."""
    asked = os.environ.get(BUDGET_VARIABLE, "")
    return 1_000_000 * (int(asked) if asked.isdecimal() else DEFAULT_BUDGET)


def run_bytes(dataset: Dataset, settings: Settings, history_bytes: int = HISTORY_BYTES) -> int:
    """About how much a run will hold beside its sentences, at most.

    Args:
        history_bytes: what the weights of earlier epochs may take.
    """
    layout = Layout(settings.model, dataset.vocabulary.rows, len(dataset.classes))
    weights = layout.size * (4 if settings.dtype == "float32" else 8)
    history = max(history_bytes, FEWEST * weights)
    # Of several networks the weights of those that have finished are kept, and the vectors that all begin with.
    kept = settings.networks - 1 + (settings.networks > 1 and settings.vectors != "none")
    return (_COPIES + kept) * weights + history + _BYTES_A_WORD * len(dataset.corpus.words)


class Room:
    """The memory of one process.

    Args:
        budget: bytes that it should hold at most.
        used: how many it holds.
    """

    def __init__(self, budget: int, used: Callable[[], int] = used) -> None:
        self._budget = budget
        self._used = used

    def admit(self, needed: int) -> None:
        """Let something begin that will hold so many bytes.

        Raises:
            NoRoom: something large does not fit into the budget, or memory is so short that nothing may begin.
        """
        used = self._used()
        state = f"it holds {used / 1e6:.0f} MB of memory, {self._budget / 1e6:.0f} are meant"
        if needed > LARGE and used + needed > self._budget:
            raise NoRoom(
                f"There is no room for this at the moment: the playground is shared, {state}, and this would take up "
                f"to {needed / 1e6:.0f} more. Try again when others have left, or with fewer sentences or a smaller "
                "hidden size."
            )
        if used > (1 + RESERVE) * self._budget:
            raise NoRoom(
                f"There is no room for new runs at the moment: the playground is shared, and {state}. Runs that have "
                "begun go on. Try again in a few minutes."
            )
