"""What a link for others opens and hides, as it is chosen under Share."""

from typing import Any

from playground.place import TABS, Place
from playground.widgets import Widgets


def at_first() -> dict[str, Any]:
    """What the widgets hold when a page is opened."""
    return {"share_tab": TABS[0], "share_hides": [], "share_reached": True}


def opens_at(kept: Widgets) -> Place:
    """Where the link opens."""
    return Place.of(kept, frozenset(kept["share_hides"]), kept["share_tab"])
