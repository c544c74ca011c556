"""What was understood of a file, shown before anything is replaced; every part of it can be changed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from playground.loading import Source
from playground.markup import Html, bdi, joined, small, tag
from playground.views import cutting
from playground.views.show import remark, show
from rnn_core import ReadOptions
from rnn_core.reading import Understood
from rnn_core.reading.cleaning import unprotect
from rnn_core.reading.decoding import ENCODINGS
from rnn_core.reading.dialect import OTHER, QUOTINGS
from rnn_core.reading.formats import FORMATS
from rnn_core.reading.telling import taken
from rnn_core.wording import shown

_FIRST_ROW = {True: "names of the columns", False: "a sentence"}
_PREVIEW_ROWS, _PREVIEW_COLUMNS, _PREVIEW_CHARACTERS = 5, 8, 100


@dataclass
class _Boxes:
    """Widgets that show what was found out about a file, and ask for what the visitor says instead.

    Attributes:
        found: what is understood with all that was said so far.
        ask: gives what is understood with other options.
    """

    source: Source
    found: Understood
    ask: Callable[[ReadOptions], Understood]

    def choose(self, place: Any, title: str, option: str, value: Any, titles: Mapping[Any, str], *depends: Any) -> None:
        """A choice that begins with the value found, and begins anew when what it depends on is another."""
        index = list(titles).index(value) if value in titles else None
        said = place.selectbox(
            title, list(titles), index=index, format_func=titles.__getitem__, placeholder="Choose",
            key=self._key(title, *depends, index is None),
        )  # fmt: skip
        self._say(option, said, value)

    def tick(self, title: str, option: str, value: bool, help: str, *depends: Any) -> None:
        """The same for yes or no."""
        self._say(option, st.checkbox(title, value, key=self._key(title, *depends), help=help), value)

    def write(self, place: Any, title: str, option: str, value: str, help: str, *depends: Any) -> None:
        """The same for a few characters."""
        said = place.text_input(title, value, key=self._key(title, *depends), help=help)
        self._say(option, said or None, value or None)

    def cut(self) -> None:
        """How sentences are cut, once that is known."""
        text = self.found.text
        if text is not None:
            depends = (*_written(self.found), self.found.tags, self.found.roles["sentence"])
            boxes = st.expander("How words are cut")
            with boxes:
                said = cutting.ask(text, self._key("cut", *depends))
            self._say("text", said, text)
            show(small(*self.found.cutting), boxes)

    def _say(self, option: str, said: Any, value: Any) -> None:
        if said != value:
            self.found = self.ask(self.found.asking(option, said))

    def _key(self, title: str, *depends: Any) -> str:
        return "-".join([title, self.source.key, *map(str, depends)])


def draw(
    source: Source,
    found: Understood,
    ask: Callable[[ReadOptions], Understood],
    place: DeltaGenerator,
    rows: DeltaGenerator,
    open: bool,
) -> Understood:
    """Show what was found out about a file, as far as it could be: rows and columns first, the rest folded away.

    Of what a link brings the columns are folded away too: whoever has made the link has chosen them.

    Args:
        found: that, before its rows are read.
        ask: gives the same with other options.
        place: where ways out of what is wrong with rows stand.
        rows: where the first rows stand.
        open: whether the rest is not folded away.

    Returns:
        What is understood with what the visitor says.
    """
    boxes = _Boxes(source, found, ask)
    roles = st.container()  # which they may be depends on what stands below
    with st.expander(
        "How they were read" if source.of_link else "How the file was read", open, key=f"how-{source.key}"
    ):
        if source.of_link:
            roles = st.container()
        _written_how(boxes)
        if boxes.found.table:
            boxes.tick(
                "Every word has a label", "tags", bool(boxes.found.tags),
                "As in the/DET dog/NOUN, or in a column with as many labels as the sentence has words.",
                *_written(boxes.found),
            )  # fmt: skip
        reasons = st.container()
    if boxes.found.table:
        with place:
            _join(boxes)
        with roles:
            _roles(boxes)
    if boxes.found.table:
        with rows:
            if source.of_link:
                st.markdown("Look at them, then press **Use these sentences**.")
            else:
                st.markdown("**What was understood.** Change what is not right.")
            _preview(boxes.found, source.of_link)
        with reasons:
            _why(boxes.found)
    boxes.cut()
    return boxes.found


def _written_how(boxes: _Boxes) -> None:
    """How the file is written, but for what its columns mean."""
    places = st.columns(3)
    boxes.choose(places[0], "Encoding", "encoding", boxes.found.encoding, ENCODINGS)
    if boxes.found.decoded:
        boxes.choose(places[1], "Each line", "format", boxes.found.format, FORMATS, boxes.found.encoding)
    _dialect(boxes)
    if boxes.found.table and boxes.found.table.names is None:
        depends = _written(boxes.found)
        boxes.choose(places[2], "The first row is", "header", boxes.found.header, _FIRST_ROW, *depends)


def _join(boxes: _Boxes) -> None:
    """A way out for rows with too many cells, if there are any."""
    if boxes.found.table and boxes.found.table.wide:
        boxes.tick(
            "Join the cells that are too many to the sentence", "join", boxes.found.asked.join,
            "Where the sentence has the separator in it and is not quoted.", *_written(boxes.found),
        )  # fmt: skip


def _dialect(boxes: _Boxes) -> None:
    """How columns are written, as far as somebody may have to say it."""
    found = boxes.found
    if found.format != OTHER and not (found.dialect and found.has_quotes):
        return
    places = st.columns(3)
    if found.format == OTHER:
        separator = found.dialect.delimiter if found.dialect else found.asked.delimiter or ""
        boxes.write(
            places[0], "Separator", "delimiter", separator, "One character, or a few: what stands between the columns.",
            found.encoding,
        )  # fmt: skip
    dialect = boxes.found.dialect
    if dialect and boxes.found.has_quotes:
        depends = (found.encoding, found.format, dialect.delimiter)
        place = places[found.format == OTHER]
        boxes.choose(place, "Quotation marks are", "quoting", dialect.quoting, QUOTINGS, *depends)


def _written(found: Understood) -> tuple[Any, ...]:
    """How the file is written: on that depends what the rows are."""
    return found.encoding, found.format, found.dialect


def _roles(boxes: _Boxes) -> None:
    """Which column is which; asked for where it could not be found out."""
    if boxes.found.table is None or boxes.found.table.width == 1:
        return
    titles = {i: f"{i + 1}: {shown(name)}" for i, name in enumerate(boxes.found.names)}
    depends = (*_written(boxes.found), boxes.found.tags)
    for place, role in zip(st.columns(3), boxes.found.roles, strict=True):
        possible = {-1: "none", **titles} if role == "split" else titles
        boxes.choose(place, f"{role.capitalize()} column", role, boxes.found.roles[role], possible, *depends)


def _why(found: Understood) -> None:
    """Why it was taken for that, as far as nobody has said so."""
    whys = [f"{what}: {why}" for what, why in taken(found) if why]
    if whys:
        remark("Why?", tag("ul", *(tag("li", bdi(why)) for why in whys)))


def _head(name: str, role: str | None) -> str:
    """What stands above a column."""
    return name if role in (None, name) else f"{role}: {name}"


def _preview(found: Understood, of_link: bool) -> None:
    """The first rows: first the columns that are used, then of the others as many as there is room for.

    Those that a link brings are in no file that anybody has, so they are counted from one and not by its lines, and
    stand without the apostrophes that a file has for spreadsheets.
    """
    roles = {column: role for role, column in found.roles.items()}

    def cell(name: str, i: int, written: str) -> Html:
        unused = {} if i in roles else {"class_": "rnn-unused"}
        written = unprotect(written) if of_link else written
        return tag(name, bdi(shown(written, _PREVIEW_CHARACTERS)), **unused)

    width = len(found.names)
    others = (i for i in range(width) if i not in roles)
    used = [i for i in roles if i is not None and i >= 0]
    columns = [*used, *islice(others, _PREVIEW_COLUMNS - len(used))]
    more = f" Only {len(columns)} of {width} columns are shown." if width > len(columns) else ""
    heads = [cell("th", i, _head(found.names[i], roles.get(i))) for i in columns]
    head = tag("tr", tag("th", found.table.unit if found.table and not of_link else ""), *heads)
    lines = [
        tag("tr", tag("td", str(number if of_link else row.at)), *(cell("td", i, row.cells[i]) for i in columns))
        for number, row in enumerate(found.rows[:_PREVIEW_ROWS], 1)
    ]
    preview = tag("div", tag("table", head, *lines), class_="rnn-preview")
    unit, first = "sentences" if of_link else "rows", len(lines) < len(found.rows)
    number = f"{len(found.rows):,} {unit}"
    show(joined(preview, small(f"The first {len(lines)} of {number}.{more}" if first else f"{number}.{more}")))
