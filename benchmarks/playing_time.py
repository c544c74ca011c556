"""How fast a visitor's run goes while it plays, from what the page shows."""


class PlayingTime:
    """Adds up epochs and seconds of playing; pauses, and waiting in the queue, are left out."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.epochs = 0
        self.watched = 0.0  # seconds during which the button read Pause, those in the queue included
        self.waited = False  # whether it ever stood in the queue
        self._last: tuple[float, int] | None = None
        self._since: float | None = None
        self._stopped: float | None = None

    def restart(self, now: float) -> None:
        """Count from now on; whether it ever waited is kept."""
        self.seconds, self.epochs, self.watched = 0.0, 0, 0.0
        self._last = self._stopped = None
        self._since = now if self._since is not None else None

    def stop(self, now: float) -> None:
        """Count no longer."""
        if self._since is not None:
            self.watched += now - self._since
        self._last = self._since = None

    def button(self, now: float, playing: bool) -> None:
        """The button was drawn."""
        if self._since is not None:
            self.watched += now - self._since
        self._since = now if playing else None
        # Streamlit draws the button before the status line: this is when it stopped, and the line tells where.
        self._stopped = now if not playing and self._last else None

    def status(self, now: float, epoch: int, playing: bool, place: int) -> None:
        """The status line was drawn."""
        self.waited |= place > 0
        until = now if playing else self._stopped
        if self._last and until and epoch >= self._last[1]:  # else it was reset
            self.seconds += until - self._last[0]
            self.epochs += epoch - self._last[1]
        self._last = (now, epoch) if playing and not place else None
        self._stopped = None

    @property
    def epochs_a_second(self) -> float:
        """Of the time in which it played and had a place."""
        return self.epochs / self.seconds if self.seconds else 0.0
