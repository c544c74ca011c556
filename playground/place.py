"""Where one is on the page, as far as a link tells it: the open tab, part, view and lesson, and what is hidden.

A link has of it only what is not as on a page that was opened without any.
"""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from playground.lessons import tour
from playground.needs import INSIDE
from playground.widgets import Widgets


class Parts(NamedTuple):
    """The parts of a tab, of which one is open.

    Attributes:
        key: of the widget that holds the title of the open one.
        names: those that a link has for them, by title; no two tabs have one in common. The first is open at first.
    """

    key: str
    names: Mapping[str, str]


# The only lists; app.py and views/ draw.
TABS = ("Curves", "Inside", "Lessons", "Sentences", "Scores", "Runs", "Keep", "Data", "About")
PARTS = {
    "Runs": Parts("runs_view", {"Kept runs": "kept", "Luck or skill": "luck"}),
    "Keep": Parts(
        "keep",
        {"Model": "model", "Take away": "take_away", "Classify": "classify", "Share": "share", "Hand in": "hand_in"},
    ),
}
PANELS = {  # what can be hidden, and what it is called; Play and all beside it always stays
    "controls": "Controls",
    "sentence": "Sentence",
    "tabs": "Tabs",
}
_VIEWS = {view: group for group, views in INSIDE.items() for view in views}
_LESSONS = {lesson.name: title for title, lesson in tour().items()}
_TABS = {title.lower(): title for title in TABS}
_TABS_OF_PARTS = {name: tab.lower() for tab, parts in PARTS.items() for name in parts.names.values()}
_FIRST_PARTS = {next(iter(parts.names.values())) for parts in PARTS.values()}
NAMES = ("tab", "part", "view", "lesson", "hide")  # the parameters of a link


def told(part: str) -> str:
    """What a link tells of a part: its name, and nothing of a first one."""
    return "" if part in _FIRST_PARTS else part


@dataclass(frozen=True)
class Place:
    """Where one is on the page, by the names that a link has for it.

    Attributes:
        part: of the tab; empty for its first, and where it has none.
        hidden: of PANELS.
    """

    tab: str = next(iter(_TABS))
    part: str = ""
    view: str = next(iter(_VIEWS))
    lesson: str = next(iter(_LESSONS))
    hidden: frozenset[str] = frozenset()

    @classmethod
    def of(cls, kept: Widgets, hidden: frozenset[str]) -> "Place":
        """That of a page whose widgets hold this."""
        tab, view = kept["tabs"], kept[f"inside_{kept['inside_group']}"]
        parts = PARTS.get(tab)
        part = told(parts.names[kept[parts.key]]) if parts else ""
        return cls(tab.lower(), part, view, tour()[kept["lesson"]].name, hidden)

    @property
    def held(self) -> dict[str, str]:
        """What widgets hold there, by key."""
        first = {f"inside_{group}": views[0] for group, views in INSIDE.items()}
        group = _VIEWS[self.view]
        chosen = {"tabs": _TABS[self.tab], "inside_group": group, f"inside_{group}": self.view}
        for key, names in PARTS.values():
            chosen[key] = next((title for title, name in names.items() if name == self.part), next(iter(names)))
        return {**first, **chosen, "lesson": _LESSONS[self.lesson]}

    def moves_from(self, before: "Place") -> dict[str, str]:
        """What widgets hold otherwise than at a place before, by key: what no link tells of stays, as closed parts."""
        held = self.held
        parts = PARTS.get(_TABS[self.tab])
        moved = {"tabs": self.tab != before.tab, "lesson": self.lesson != before.lesson}
        moved |= dict.fromkeys(("inside_group", f"inside_{_VIEWS[self.view]}"), self.view != before.view)
        if parts:
            moved[parts.key] = (self.tab, self.part) != (before.tab, before.part)
        return {key: held[key] for key, other in moved.items() if other}


def to_query(place: Place) -> dict[str, str]:
    """The query parameters that tell of a place."""
    hidden = ",".join(panel for panel in PANELS if panel in place.hidden)
    values = dict(zip(NAMES, (place.tab, place.part, place.view, place.lesson, hidden), strict=True))
    usual = dict(zip(NAMES, (Place.tab, Place.part, Place.view, Place.lesson, ""), strict=True))
    return {name: value for name, value in values.items() if value != usual[name]}


def from_query(query: Mapping[str, Sequence[str]]) -> tuple[Place, list[str]]:
    """Read query parameters, of which all but NAMES are somebody else's.

    Returns:
        The place, and the names of the parameters that were not followed as written, for a person to read.
    """
    ignored = [f"{name} (given {len(query[name])} times)" for name in NAMES if len(query.get(name, [""])) != 1]
    given = {name: query[name][0] for name in NAMES if len(query.get(name, [])) == 1}

    def choice(name: str, possible: Container[str], usual: str) -> str:
        if name in given and given[name] not in possible:
            ignored.append(name)
            return usual
        return given.get(name, usual)

    hidden = [panel for panel in given.get("hide", "").split(",") if panel]
    if not set(hidden) <= set(PANELS):
        ignored.append("hide")
    tab = choice("tab", _TABS, _TABS_OF_PARTS.get(given.get("part", ""), Place.tab))
    parts = PARTS.get(_TABS[tab])
    place = Place(
        tab,
        told(choice("part", parts.names.values() if parts else (), "")),
        choice("view", _VIEWS, Place.view),
        choice("lesson", _LESSONS, Place.lesson),
        frozenset(hidden) & frozenset(PANELS),
    )
    return place, ignored
