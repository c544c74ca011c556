"""Whether anybody still looks: a closed or hidden tab says nothing, it only stops asking."""

from collections.abc import Callable

LEASE = 10.0  # seconds without anybody looking until what plays pauses itself


class Lease:
    """Renewed by every look.

    Args:
        clock: seconds that never go back.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._looked = clock()

    def renew(self) -> None:
        """Somebody looks."""
        self._looked = self._clock()

    @property
    def over(self) -> bool:
        """Whether nobody has looked for LEASE seconds."""
        return self._clock() - self._looked > LEASE
