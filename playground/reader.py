"""Reading a sentence out: how far the page is, from the time that has passed."""

STEPS_A_SECOND = 2.0


class Reader:
    """Where the page is in the sentence that it reads out, if it does."""

    def __init__(self) -> None:
        self.steps = 0  # of the whole reading; 0 while nothing is read
        self._since = 0.0

    def start(self, now: float, steps: int) -> None:
        """Begin with the first step.

        Args:
            now: seconds of a clock that never goes back, here and below.
        """
        self.steps, self._since = steps, now

    def stop(self) -> None:
        """Read no further."""
        self.steps = 0

    def lit(self, now: float) -> int | None:
        """How many steps have been made, the present one included; None where nothing is read any more."""
        done = int((now - self._since) * STEPS_A_SECOND) + 1
        return done if done <= self.steps else None
