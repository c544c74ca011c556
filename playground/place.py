"""Where one is on the page, as far as a link tells it: the open tab, view and lesson, and what is hidden.

A link has of it only what is not as on a page that was opened without any.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from playground.lessons import tour
from playground.needs import INSIDE
from playground.widgets import Widgets

TABS = (
    "Curves",
    "Inside",
    "Lessons",
    "Sentences",
    "Scores",
    "Runs",
    "Keep",
    "Data",
    "About",
)  # the only list; app.py draws
PANELS = {  # what can be hidden, and what it is called; Play and all beside it always stays
    "controls": "Controls",
    "sentence": "Sentence",
    "tabs": "Tabs",
}
_VIEWS = {view: group for group, views in INSIDE.items() for view in views}
_LESSONS = {lesson.name: title for title, lesson in tour().items()}
_TABS = {title.lower(): title for title in TABS}
NAMES = ("tab", "view", "lesson", "hide")  # the parameters of a link


@dataclass(frozen=True)
class Place:
    """Where one is on the page, by the names that a link has for it.

    Attributes:
        hidden: of PANELS.
    """

    tab: str = next(iter(_TABS))
    view: str = next(iter(_VIEWS))
    lesson: str = next(iter(_LESSONS))
    hidden: frozenset[str] = frozenset()

    @classmethod
    def of(cls, kept: Widgets, hidden: frozenset[str], tab: str | None = None) -> "Place":
        """That of a page whose widgets hold this.

        Args:
            tab: the open one, by its title, if it is another.
        """
        view = kept[f"inside_{kept['inside_group']}"]
        return cls((tab or kept["tabs"]).lower(), view, tour()[kept["lesson"]].name, hidden)

    @property
    def held(self) -> dict[str, str]:
        """What widgets hold there, by key."""
        first = {f"inside_{group}": views[0] for group, views in INSIDE.items()}
        group = _VIEWS[self.view]
        chosen = {"tabs": _TABS[self.tab], "inside_group": group, f"inside_{group}": self.view}
        return {**first, **chosen, "lesson": _LESSONS[self.lesson]}


def to_query(place: Place) -> dict[str, str]:
    """The query parameters that tell of a place."""
    hidden = ",".join(panel for panel in PANELS if panel in place.hidden)
    told = dict(zip(NAMES, (place.tab, place.view, place.lesson, hidden), strict=True))
    usual = dict(zip(NAMES, (Place.tab, Place.view, Place.lesson, ""), strict=True))
    return {name: value for name, value in told.items() if value != usual[name]}


def from_query(query: Mapping[str, Sequence[str]]) -> tuple[Place, list[str]]:
    """Read query parameters, of which all but NAMES are somebody else's.

    Returns:
        The place, and the names of the parameters that were not followed as written, for a person to read.
    """
    ignored = [f"{name} (given {len(query[name])} times)" for name in NAMES if len(query.get(name, [""])) != 1]
    given = {name: query[name][0] for name in NAMES if len(query.get(name, [])) == 1}

    def choice(name: str, possible: Mapping[str, str], usual: str) -> str:
        value = given.get(name, usual)
        if value not in possible:
            ignored.append(name)
            return usual
        return value

    hidden = [panel for panel in given.get("hide", "").split(",") if panel]
    if not set(hidden) <= set(PANELS):
        ignored.append("hide")
    place = Place(
        choice("tab", _TABS, Place.tab),
        choice("view", _VIEWS, Place.view),
        choice("lesson", _LESSONS, Place.lesson),
        frozenset(hidden) & frozenset(PANELS),
    )
    return place, ignored
