"""What a visitor measures: moments are those of `time.perf_counter`, the rest is seconds."""

from dataclasses import dataclass, field


@dataclass
class Order:
    """One thing that the visitor did, and when the page had answered."""

    key: str
    sent: float
    was_playing: bool
    started: bool = False
    changed: float | None = None  # the button reads something else
    finished: float | None = None  # the whole page has been drawn
    swallowed: bool = False  # it was drawn, but the server never said that it was done


@dataclass
class Records:
    """What was measured."""

    clicks: list[Order] = field(default_factory=list)
    ticks: list[float] = field(default_factory=list)  # from the request to its end
