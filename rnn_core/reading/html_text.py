"""HTML in sentences, as in what was taken from a page: whether there is any, and the text without it.

Only tags of elements that HTML has and characters that it names count, so that "a < b > c", <3 and <unk> stay text.
"""

import html
import re
from html.entities import html5
from typing import NamedTuple

from rnn_core.wording import counted, shown

_ELEMENTS = frozenset(
    "a abbr article b big blockquote body br button center cite code dd del div dl dt em font footer form h1 h2 h3 h4 "
    "h5 h6 head header hr html i iframe img input ins li main meta nav ol option p pre script section select small "
    "span strike strong style sub sup svg table tbody td textarea tfoot th thead tr tt u ul video wbr".split()
)
_TAG = re.compile(r"<(?:(/?)([A-Za-z][A-Za-z0-9]*)(\s[^<>]*)?/?>|!(?:--|[A-Za-z])[^<>]*>)")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_TWICE = 2  # "&amp;quot;" and "&lt;br&gt;" were written as HTML twice


class Seen(NamedTuple):
    """Sentences with HTML.

    Attributes:
        sentences: how many.
        before, after: the first of them, as it is and without.
    """

    sentences: int
    before: str
    after: str


class Search:
    """Looks at sentences, one at a time, for HTML: a tag in one, or a named character in two."""

    def __init__(self) -> None:
        self._sentences = 0
        self._first: tuple[str, Mark] | None = None  # the first with a tag, else the first

    def look(self, sentence: str) -> None:
        """One more sentence."""
        mark = find(sentence)
        if mark:
            self._sentences += 1
            if self._first is None or mark.is_tag > self._first[1].is_tag:
                self._first = sentence, mark

    @property
    def seen(self) -> Seen | None:
        """What there is, if that is clear."""
        if self._first is None or not (self._first[1].is_tag or self._sentences > 1):
            return None
        return Seen(self._sentences, self._first[0], stripped(self._first[0]))

    def told(self, taken_out: bool) -> list[str]:
        """What is said about it."""
        if self._first is None:
            return []
        number, mark = counted(self._sentences, "sentence"), shown(self._first[1].text)
        if taken_out:
            return [
                f"HTML was taken out of {number} (as in “{mark}”): each tag is a blank, each named character itself."
            ]
        contain = "contains" if self._sentences == 1 else "contain"
        return [] if self.seen is None else [f"{number} {contain} HTML (as in “{mark}”). It can be taken out."]


class Mark(NamedTuple):
    """The first piece of HTML in a sentence."""

    text: str
    is_tag: bool  # or a character by its name or number


def find(sentence: str) -> Mark | None:
    """The first tag in a sentence, or else the first named character; None if there is no HTML."""
    if "<" in sentence:
        for match in _TAG.finditer(sentence):
            if _is_tag(match):
                return Mark(match[0], True)
    if "&" in sentence:
        for match in _ENTITY.finditer(sentence):
            if _character(match) != match[0]:
                return Mark(match[0], False)
    return None


def stripped(sentence: str) -> str:
    """A sentence with a blank for each tag, with the characters that are named, and with single blanks."""
    if find(sentence) is None:
        return sentence
    for _ in range(_TWICE):
        without = _TAG.sub(lambda match: " " if _is_tag(match) else match[0], sentence)
        sentence = _ENTITY.sub(_character, without)
    return " ".join(sentence.split())


def _is_tag(match: re.Match[str]) -> bool:
    closing, name, rest = match.groups()
    if name is None:  # a comment
        return True
    attributes = (rest or "").strip(" \t\r\n/")
    return name.lower() in _ELEMENTS and (not attributes or ("=" in attributes and not closing))


def _character(match: re.Match[str]) -> str:
    name = match[0][1:]
    return html.unescape(match[0]) if name.startswith("#") or name in html5 else match[0]
