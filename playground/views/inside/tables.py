"""How high the tables beside the charts are."""

from typing import Literal

_MOST_ROWS, _HEIGHT = 9, 380


def table_height(rows: int) -> int | Literal["content"]:
    """As high as its rows, or so high that it scrolls."""
    return "content" if rows <= _MOST_ROWS else _HEIGHT
