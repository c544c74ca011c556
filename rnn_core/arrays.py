"""What the core calls its arrays, and where large ones begin."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]  # float32 or float64; complex128 under the complex-step check
IntArray = NDArray[np.intp]

_CACHE_LINE = 64  # bytes


def empty_aligned(size: int, dtype: Any) -> Array:
    """(size,) uninitialised numbers that begin at the beginning of a cache line.

    Where they do not, every load of a full vector register touches two lines: a state of 256 units then takes
    twice as long to be multiplied (benchmarks/speed.py).
    """
    itemsize = np.dtype(dtype).itemsize
    room = np.empty(size + _CACHE_LINE // itemsize, dtype)
    skipped = -room.ctypes.data % _CACHE_LINE // itemsize
    return room[skipped : skipped + size]
