"""How far a run is, of one network or of several that train one after another."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Reached:
    """So many finished epochs of the network that trains; those before it have come to their end."""

    network: int = 1  # from 1
    epoch: int = 0

    def __bool__(self) -> bool:
        """Whether anything has been trained."""
        return self != START


START = Reached()
