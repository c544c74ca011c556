"""How quickly training is let run."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Pace:
    """How quickly training is let run; ``per_second`` is None for as fast as it goes."""

    title: str
    unit: str  # "update" or "epoch"
    per_second: float | None


PACES: dict[str, Pace] = {
    "slow": Pace("Slow", "update", 1.5),  # seldom enough that a page sees each
    "5": Pace("5 epochs/s", "epoch", 5.0),
    "20": Pace("20/s", "epoch", 20.0),
    "full": Pace("Full speed", "epoch", None),
}
DEFAULT_PACE = "20"
