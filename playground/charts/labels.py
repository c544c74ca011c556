"""Labels beside points, so that none covers another or a point; what has no room is left out."""

from collections.abc import Sequence
from typing import NamedTuple
from unicodedata import east_asian_width

import numpy as np
from numpy.typing import NDArray

from playground.charts.spec import LETTER
from rnn_core.arrays import Array

HEIGHT = 15  # pixels of a label
_POINT = 5  # pixels from the middle of a point to its edge
_CORNER = 2  # points of a line that a label may cover, half its height from each other
MOST_LETTERS = 14  # of a label


class Labels(NamedTuple):
    """Where labels stand.

    Attributes:
        texts: (n,) each label, cut to MOST_LETTERS; empty where there is no room.
        dx, dy: (n,) from the point to the middle of its label, in pixels to the right and down.
    """

    texts: list[str]
    dx: NDArray[np.float64]
    dy: NDArray[np.float64]


def placed(
    points: Array, choices: Sequence[Sequence[str]], size: tuple[float, float], lines: Array | None = None
) -> Labels:
    """Place a label beside each point, the first ones first.

    Args:
        points: (n, 2) in pixels, to the right and down.
        choices: (n,) the texts to try for each point, the best first.
        size: of the area that no label may leave.
        lines: (m, 4) lines from (x, y) to (x, y) that labels should not lie on, in pixels; with a corner at most, if
            nothing else is left.
    """
    n = len(points)
    taken = np.empty((2 * n, 4))  # left, top, right, bottom: of every point, then of every label so far
    taken[:n] = np.hstack([points - _POINT, points + _POINT])
    count = n
    crossed = np.empty((0, 2)) if lines is None or not len(lines) else _along(lines)
    texts, shifts = [""] * n, np.zeros((n, 2))
    for i, (x, y) in enumerate(points):
        best: tuple[int, str, float, float, tuple[float, float, float, float]] | None = None
        for text in (cut(choice) for choice in choices[i]):
            half = width(text) / 2
            for dx, dy in _around(half):
                box = (x + dx - half, y + dy - HEIGHT / 2, x + dx + half, y + dy + HEIGHT / 2)
                if min(box[:2]) < 0 or box[2] > size[0] or box[3] > size[1] or _overlaps(box, taken[:count], skip=i):
                    continue
                on_lines = int(_inside(box, crossed))
                if on_lines <= _CORNER and (best is None or on_lines < best[0]):
                    best = (on_lines, text, dx, dy, box)
                if not on_lines:
                    break
            if best is not None:
                break
        if best is not None:
            _, texts[i], shifts[i, 0], shifts[i, 1], taken[count] = best
            count += 1
    return Labels(texts, shifts[:, 0], shifts[:, 1])


def width(text: str) -> float:
    """About how wide a label is, in pixels."""
    return LETTER * sum(1.8 if east_asian_width(letter) in "WF" else 1 for letter in text) + 4


def cut(text: str) -> str:
    """A text that is short enough for a label."""
    return text if len(text) <= MOST_LETTERS else text[: MOST_LETTERS - 1] + "…"


def _around(half: float) -> list[tuple[float, float]]:
    """Where the middle of a label can be: right, left, above, below and at the corners."""
    side, up = half + _POINT + 2, HEIGHT / 2 + _POINT + 1
    return [(side, 0), (-side, 0), (0, -up), (0, up), (side, -up), (-side, -up), (side, up), (-side, up)]


def _overlaps(box: tuple[float, float, float, float], others: Array, skip: int) -> bool:
    left, top, right, bottom = box
    hit = (others[:, 0] < right) & (others[:, 2] > left) & (others[:, 1] < bottom) & (others[:, 3] > top)
    hit[skip] = False
    return bool(hit.any())


def _along(lines: Array) -> Array:
    """(k, 2) points along every line, closer together than a label is high."""
    longest = float(np.abs(lines[:, 2:] - lines[:, :2]).max())
    steps = np.linspace(0, 1, 2 + int(longest / (HEIGHT / 2)))[:, None, None]
    along: Array = lines[:, :2] + steps * (lines[:, 2:] - lines[:, :2])
    return along.reshape(-1, 2)


def _inside(box: tuple[float, float, float, float], points: Array) -> int:
    """How many points lie in a box."""
    left, top, right, bottom = box
    x, y = points[:, 0], points[:, 1]
    return int(((x > left) & (x < right) & (y > top) & (y < bottom)).sum())
