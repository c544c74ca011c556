"""What a link for others opens and hides, as it is chosen under Share."""

from dataclasses import replace
from typing import Any

from playground.place import PARTS, TABS, Place, told
from playground.widgets import Widgets

# What it can open below the run: the tab and its part by the names that a link has for them, by what they are called.
OPENINGS = {
    f"{tab}: {part}" if part else tab: (tab.lower(), told(name))
    for tab in TABS
    for part, name in (PARTS[tab].names.items() if tab in PARTS else [("", "")])
}


def at_first() -> dict[str, Any]:
    """What the widgets hold when a page is opened."""
    return {"share_tab": next(iter(OPENINGS)), "share_hides": [], "share_reached": True}


def opens_at(kept: Widgets) -> Place:
    """Where the link opens."""
    tab, part = OPENINGS[kept["share_tab"]]
    return replace(Place.of(kept, frozenset(kept["share_hides"])), tab=tab, part=part)
