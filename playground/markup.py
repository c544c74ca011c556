"""HTML as a type. A text becomes HTML only here, and here it is escaped, so that it can never be more than text.

    tag("div", "5 < 6, says ", bdi(word), tag("br"), class_="rnn-small")     -> Html

Strings among the parts are text; what is HTML already stays as it is. The views put it on the page with
``playground.views.show.show``, which takes nothing else.
"""

import html
from dataclasses import dataclass
from typing import TypeAlias

_VOID = frozenset(("br", "hr", "wbr"))


@dataclass(frozen=True)
class Html:
    """A piece of HTML. Only the functions of this file make one."""

    source: str

    def __bool__(self) -> bool:
        return bool(self.source)


Part: TypeAlias = Html | str


def text(part: Part) -> Html:
    """A text as it is written; HTML stays what it is."""
    return part if isinstance(part, Html) else Html(html.escape(part))


def joined(*parts: Part, between: Part = "") -> Html:
    """Parts one after another."""
    return Html(text(between).source.join(text(part).source for part in parts))


def tag(name: str, *parts: Part, **attributes: str | float) -> Html:
    """An element, of HTML or of SVG.

    Args:
        name: what it is: "div".
        parts: what stands in it.
        attributes: ``class_`` stands for class, ``stroke_width`` for stroke-width; values are text.
    """
    named = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{html.escape(str(value))}"' for key, value in attributes.items()
    )
    return Html(f"<{name}{named}>" if name in _VOID else f"<{name}{named}>{joined(*parts).source}</{name}>")


def bdi(other: str) -> Html:
    """Other people's text, in its own direction."""
    return tag("bdi", other)


def small(*parts: Part) -> Html:
    """What stands beside something larger, or below it."""
    return tag("div", *parts, class_="rnn-small")
