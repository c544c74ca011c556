"""The same bits in every process, however many threads numpy was given there.

How a product is divided among threads changes its last bits. The environment says "one" when rnn_core is imported
before numpy (rnn_core/__init__.py); but joblib's and Dask's processes, and whoever imports scikit-learn first, have
loaded numpy by then.
"""

from threading import Lock
from types import TracebackType

from threadpoolctl import threadpool_limits  # scikit-learn needs it, so it is there


class _OneThread:
    """A context in which matrices are multiplied on one thread; afterwards on as many as before.

    Several threads may be in it at once: the last that leaves gives the number back.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._inside = 0

    def __enter__(self) -> None:
        with self._lock:
            if not self._inside:
                self._limits = threadpool_limits(1, user_api="blas")
            self._inside += 1

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._lock:
            self._inside -= 1
            if not self._inside:
                self._limits.restore_original_limits()


one_thread = _OneThread()
