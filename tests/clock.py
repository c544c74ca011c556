"""Clocks for the tests: how long something takes on this machine at this moment must decide nothing."""


class Clock:
    """Seconds that pass when told to, and a little with every look."""

    def __init__(self, per_look: float = 0.0) -> None:
        self.now = 100.0
        self.per_look = per_look

    def __call__(self) -> float:
        self.now += self.per_look
        return self.now
