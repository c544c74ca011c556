"""How often the address bar is told how far a run is, while it trains and nobody clicks.

Each telling is one more entry in the browser's history (Streamlit 1.67 has no other way), of which browsers keep some
fifty. So the pauses grow with the time that has passed: an hour of training makes some twenty-five entries, and a
window that is lost loses the last fifth of that time, or five seconds. (Chromium's Back button passes over those that
came without a click.)
"""

from collections.abc import Callable
from time import monotonic

SOONEST = 5.0  # seconds
GROWTH = 1.25  # each pause is so many times as long as the one before


class Tellings:
    """When to tell it next."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self.page_drawn()

    def page_drawn(self) -> None:
        """The whole page is drawn, and the address told: after a click, a pause, an end."""
        self._pause = SOONEST
        self._last = self._clock()

    def due(self) -> bool:
        """Whether it is time; then the next pause begins."""
        now = self._clock()
        if now - self._last < self._pause:
            return False
        self._last, self._pause = now, self._pause * GROWTH
        return True
