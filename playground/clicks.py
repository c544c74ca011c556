"""Clicks in the picture of the network, which draws itself."""

from typing import Any

from playground.widgets import Widgets


class Clicks:
    """What was clicked, and what it shall change.

    Attributes:
        count: how many clicks there have been: the chart's data hold it, for the same click once more is not reported.
        awaited: what widgets shall hold when the page is drawn next. To set it at once is not enough: until they are
            drawn, the browser goes on reporting what they held.
    """

    def __init__(self) -> None:
        self.count = 0
        self.awaited: dict[str, Any] = {}

    def clicked(self, kept: Widgets) -> dict[str, Any]:
        """What was clicked: "step" or "part", as the picture's data have it."""
        self.count += 1
        return kept.selected("picture", "clicked")

    def open_step(self, t: int) -> None:
        """Show how word t made its state, from the next drawing of the page on."""
        self.awaited = {"tabs": "Inside", "inside_group": "Forward", "inside_Forward": "steps", "word": str(t)}

    def show_part(self, first: int) -> None:
        """Draw other words of a long sentence, from this one on, from the next drawing of the page on."""
        self.awaited = {"part": first}
