"""Whether this process has memory left: better one large run is refused in time than everybody's page is gone."""

import gc
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from playground.jobs import HISTORY_BYTES
from playground.settings import Settings
from rnn_core import Dataset, Layout, RnnCoreError, limits
from rnn_core.history import FEWEST
from rnn_core.initialise import require_size
from rnn_core.optim import OPTIMISERS

try:
    import psutil
except ImportError:  # Python in the browser
    psutil = None  # type: ignore[assignment]  # a module, or none: its users ask

BUDGET_VARIABLE = "RNN_PLAYGROUND_MEMORY_MB"
SHARE = 0.25  # of the machine's memory, if its owner says nothing, but within these bounds:
LEAST_BUDGET, MOST_BUDGET = 500_000_000, 4_000_000_000
RESERVE = 0.2  # of the budget, on top of it, is for what is not large
LARGE = 4_000_000  # bytes: a run of the bundled sentences needs less

# To read a file and keep its sentences, beside the file: benchmarks/own_sentences.py.
_BYTES_A_FILE_BYTE = 7
_BYTES_A_SENTENCE = 1_100
_BYTES_A_ROW = 350  # also of those that are not chosen

_SKLEARN_BYTES = 100_000_000
_BASELINES_BYTES_A_WORD = 170  # for pairs of words, mostly, while they are fitted; of one visitor at a time

_COPIES = 5  # of the weights: the present, the best and the last good ones, those of the last look, a gradient
_BYTES_A_WORD = 40  # of the sentences as they are packed for evaluation

# Streamlit Community Cloud gives 690 MB at least, whatever the machine has; it is known by where it keeps an app.
_CLOUD = Path("/mount/src")
_CONTAINER = Path("/sys/fs/cgroup/memory.max")  # a number of bytes, or "max"


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
    if asked.isdecimal():
        return 1_000_000 * int(asked)
    if psutil is None or _CLOUD.exists():
        return LEAST_BUDGET
    memory = [psutil.virtual_memory().total]
    with suppress(OSError, ValueError):
        memory.append(int(_CONTAINER.read_text()))
    return min(max(int(SHARE * min(memory)), LEAST_BUDGET), MOST_BUDGET)


def reading_bytes(content: bytes | tuple[object, ...]) -> int:
    """About how much it takes to read a file, at most; an edited table is small.

    Args:
        content: its bytes, or the rows of the table.
    """
    if not isinstance(content, bytes):
        return 0
    rows = min(max(content.count(b"\n"), content.count(b"\r")) + 1, limits.MAX_ROWS)
    sentences = min(rows, limits.MAX_SENTENCES)
    return _BYTES_A_FILE_BYTE * len(content) + _BYTES_A_SENTENCE * sentences + _BYTES_A_ROW * rows


def run_bytes(dataset: Dataset, settings: Settings, history_bytes: int = HISTORY_BYTES) -> int:
    """About how much a run will hold beside its sentences, at most.

    Args:
        settings: with an embedding as wide as the vectors that it begins with.
        history_bytes: what the weights of earlier epochs may take.

    Raises:
        InvalidSetting: the network is larger than any may be, however much room there is.
    """
    layout = Layout(settings.model, dataset.vocabulary.rows, len(dataset.classes))
    require_size(layout, settings.vectors != "none")
    weights = layout.size * (4 if settings.dtype == "float32" else 8)
    history = max(history_bytes, FEWEST * weights)
    # Of several networks the weights of those that have finished are kept, and the vectors that all begin with.
    kept = settings.networks - 1 + (settings.networks > 1 and settings.vectors != "none")
    remembered = OPTIMISERS[settings.optimiser].slots  # numbers for each weight, from one update to the next
    return (_COPIES + kept + remembered) * weights + history + _BYTES_A_WORD * len(dataset.corpus.words)


def baselines_bytes(dataset: Dataset) -> int:
    """About how much the fitting of the baselines will need, at most."""
    words = _BASELINES_BYTES_A_WORD * len(dataset.corpus.words)
    return words + (0 if dataset.tagged or "sklearn" in sys.modules else _SKLEARN_BYTES)


class Room:
    """The memory of one process.

    Args:
        budget: bytes that it should hold at most.
        used: how many it holds.
    """

    def __init__(self, budget: int, used: Callable[[], int] = used) -> None:
        self._budget = budget
        self._used = used

    def spare(self) -> int:
        """Bytes of the budget that are left; below 0 if it holds more."""
        return self._budget - self._used()

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
