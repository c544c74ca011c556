"""What was understood of a file: one value from its bytes and what is asked. Pages and the terminal show it."""

from collections.abc import Generator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from rnn_core.errors import InvalidDataset
from rnn_core.reading import conll, cutting, drafting, surplus, tagged
from rnn_core.reading.columns import Columns, choose, column_names
from rnn_core.reading.decoding import Decoded, decode
from rnn_core.reading.dialect import COLUMNS, OTHER, Dialect, name_of
from rnn_core.reading.draft import Draft
from rnn_core.reading.formats import TAGGED, detect, dialect_of, parse
from rnn_core.reading.guess import Guess
from rnn_core.reading.header import guess_header
from rnn_core.reading.repairs import Repairs
from rnn_core.reading.table import Row, Table
from rnn_core.reading.wrapped import unwrapped
from rnn_core.text import DEFAULT, TextConfig
from rnn_core.wording import shown


@dataclass(frozen=True)
class ReadOptions:
    """What to take for granted about a file; None is found out."""

    encoding: str | None = None  # one of decoding.ENCODINGS
    format: str | None = None  # one of formats.FORMATS
    header: bool | None = None  # whether the first row names the columns
    sentence: int | None = None  # column, from 0
    label: int | None = None
    split: int | None = None  # column, or -1 for none
    tags: bool | None = False  # every word has a label: word/TAG, or a column of tags
    repairs: Repairs = field(default_factory=Repairs)
    text: TextConfig | None = DEFAULT  # how sentences are cut
    delimiter: str | None = None  # between columns; any one character or a few, with which the format is of columns
    quoting: str | None = None  # what quotation marks mean there, one of dialect.QUOTINGS
    join: bool = False  # cells that are too many belong to the sentence


# The options that decide on the rows of a file, and on what its columns mean.
_FOR_TABLE = ("encoding", "format", "delimiter", "quoting", "tags")
_FOR_COLUMNS = (*_FOR_TABLE, "header", "sentence", "label", "split")

# What is found out anew when somebody says one of these otherwise.
_DEPENDENT = {
    "encoding": ("format", "delimiter", "quoting", "header", "sentence", "label", "split"),
    "format": ("delimiter", "quoting", "header", "sentence", "label", "split"),
    "delimiter": ("quoting", "header", "sentence", "label", "split"),
    "quoting": ("header", "sentence", "label", "split"),
    "tags": ("sentence", "label", "split"),
}


@dataclass(frozen=True)
class Understood:
    """What was understood of a file, in the order in which it is found out: None from where it stopped.

    Attributes:
        asked: what was taken for granted.
        decoded: the file as text, without the text, of which the rows are made; None for rows that were typed.
        format: of that text, one of FORMATS.
        has_quotes: whether there are quotation marks in it that may stand around cells.
        dialect: how its columns are written, where it has some.
        table: its rows.
        header: whether the first of them names the columns.
        columns: which is which.
        tags: whether every word has a label.
        text: how sentences are cut.
        cutting: what is to be said about that.
        why: half a sentence for each of the options that were found out: why it was taken for that.
        share: of the rows that are read.
        draft: labelled sentences; it may still have problems that can be mended.
        refusal: why it cannot be understood any further.
    """

    asked: ReadOptions
    decoded: Decoded | None = None
    format: str | None = None
    has_quotes: bool = False
    dialect: Dialect | None = None
    table: Table | None = None
    header: bool | None = None
    columns: Columns | None = None
    tags: bool | None = None
    text: TextConfig | None = None
    cutting: tuple[str, ...] = ()
    why: Mapping[str, str] = field(default_factory=dict)
    share: float = 0.0
    draft: Draft | None = None
    refusal: str | None = None

    @property
    def encoding(self) -> str | None:
        """The one it was read in; one that was asked for in vain."""
        return self.decoded.encoding if self.decoded else self.asked.encoding

    @property
    def names(self) -> tuple[str, ...]:
        """What the columns are called."""
        return column_names(self.table, bool(self.header)) if self.table else ()

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows below the header."""
        return () if self.table is None else self.table.rows[1:] if self.header else self.table.rows

    @property
    def roles(self) -> dict[str, int | None]:
        """Which column is the sentence, the label and the split, by these names; as they were asked for if refused.

        The split is -1 if there is none.
        """
        taken = self.columns or self.asked
        split = -1 if taken.split is None else taken.split
        return {"sentence": taken.sentence, "label": taken.label, "split": split}

    @property
    def notices(self) -> tuple[str, ...]:
        """What was assumed and cleaned, as sentences."""
        decoded, columns, draft = (part.notices if part else () for part in (self.decoded, self.columns, self.draft))
        table = self.table.told if self.table else ()
        return (*decoded, *table, *columns, *(self.cutting if self.draft else ()), *draft)

    def required(self, name: str) -> Draft:
        """The draft, with all notices.

        Args:
            name: what messages call the file.

        Raises:
            InvalidDataset: there is none.
        """
        if self.draft is None:
            raise InvalidDataset(f"{shown(name)}: {self.refusal}")
        return replace(self.draft, notices=self.notices)

    def asking(self, option: str, value: Any) -> ReadOptions:
        """What to ask for when somebody who sees this says one thing otherwise.

        What they have said stays, but for what depends on the one thing. What the columns mean stays as it is
        shown where only one of them, or the header, is another.

        Args:
            option: which of ReadOptions.
            value: what it is to be.
        """
        anew: dict[str, Any] = dict.fromkeys(_DEPENDENT.get(option, ()))
        if option == "header" or option in self.roles:
            anew = {**self.roles, "tags": self.tags or self.asked.tags}
        if option == "tags" and self.asked.format in TAGGED:
            anew["format"] = None
        return replace(self.asked, **{**anew, option: value})


def understand(
    content: bytes | Table, asked: ReadOptions | None = None, earlier: Understood | None = None
) -> Generator[Understood, None, Understood]:
    """Understand a file of labelled sentences; nothing in it is ever run, unpacked or fetched.

    It yields while the rows are read, so that a caller can show how far it is, and stop. What is not understood is told
    in the refusal and raises nothing.

    Args:
        content: the bytes of a file, or rows that were typed.
        asked: what is known about it.
        earlier: what was understood of the same content before; what depends on nothing else is taken from there.

    Yields:
        All but the draft.
    """
    found = _kept(content, asked or ReadOptions(), earlier)
    asked, table, columns = found.asked, found.table, found.columns
    try:
        if table is None:
            assert isinstance(content, bytes)
            decoded = unwrapped(decode(content, asked.encoding))
            found = replace(found, decoded=replace(decoded, text=""))
            format = _format(decoded.text, asked)
            found = replace(found, format=format.value, why=_with(found, format=format.why))
            found = replace(found, has_quotes='"' in decoded.text)
            if format.value in COLUMNS:
                dialect = dialect_of(decoded.text, format.value, asked.delimiter, asked.quoting)
                quoting = "" if asked.quoting else dialect.why
                found = replace(found, dialect=dialect.value, why=_with(found, quoting=quoting))
                if asked.quoting or dialect.value.quoting == "single":  # (apostrophes alone say nothing)
                    found = replace(found, has_quotes=True)
            table = parse(decoded.text, format.value, found.dialect)
            del decoded  # up to four bytes a character
            found = replace(found, table=table)
        if columns is None:
            header = guess_header(table) if asked.header is None else Guess(asked.header, "")
            tags = True if found.format in TAGGED else asked.tags
            found = replace(found, header=header.value and table.names is None, tags=tags)
            label = _label(found)
            columns = choose(table, found.header, asked.sentence, label, asked.split)
            why = dict(columns.why) if label == asked.label else {**columns.why, "label": tagged.WHY}
            found = replace(found, columns=columns, why=_with(found, header=header.why, **why))
        if found.tags is None:
            cells = ((row.cells[columns.sentence], row.cells[columns.label]) for row in found.rows)
            found = replace(found, tags=tagged.is_column(cells))
        text, told = cutting.settle([row.cells[columns.sentence] for row in found.rows], bool(found.tags), asked.text)
        found = replace(found, text=text, cutting=told)
        joined: list[str] = []
        if asked.join and table.wide and found.dialect:
            table, *joined = surplus.with_joined(table, columns.sentence, found.dialect.delimiter)
        steps = drafting.with_progress(table, columns, asked.repairs, text, bool(found.tags))
        draft = yield from _shares(found, steps)
    except InvalidDataset as error:
        return replace(found, refusal=str(error))
    return replace(found, share=1.0, draft=replace(draft, notices=(*joined, *draft.notices)))


def _kept(content: bytes | Table, asked: ReadOptions, earlier: Understood | None) -> Understood:
    """What need not be found out again."""
    found = Understood(asked)
    if not isinstance(content, bytes):
        found = replace(found, format=content.format, table=content)
    if earlier is None:
        return found
    for options, parts in (
        (_FOR_TABLE, ("decoded", "format", "has_quotes", "dialect", "table")),
        (_FOR_COLUMNS, ("header", "columns", "tags")),
    ):
        if all(getattr(asked, option) == getattr(earlier.asked, option) for option in options):
            found = replace(found, **{part: getattr(earlier, part) for part in parts})
            why = {option: reason for option, reason in earlier.why.items() if option in options}
            found = replace(found, why=why)
    return found


def _format(text: str, asked: ReadOptions) -> Guess[str]:
    if asked.delimiter is not None:
        return Guess(OTHER if asked.format == OTHER else name_of(asked.delimiter), "")
    if asked.format is not None:
        return Guess(asked.format, "")
    slashes = tagged.is_slashed if asked.tags is None else tagged.has_slashes
    if asked.tags is not False and slashes(text):
        return Guess("tagged", "each word has a label behind a slash")
    if conll.fits(text):
        if asked.tags is False:
            raise InvalidDataset(conll.NEEDS_TAGS)
        return Guess("conll", "a word and its tag stand in each line, and sentences between blank lines")
    return detect(text)


def _with(found: Understood, **why: str) -> dict[str, str]:
    """Why options were taken for what they are; nothing of what was asked for."""
    return {**found.why, **{option: reason for option, reason in why.items() if reason}}


def _label(found: Understood) -> int | None:
    """The label column as far as it is known before one looks for it."""
    if found.asked.label is None and found.tags:
        return tagged.column(found.names, [row.cells for row in found.rows])
    return found.asked.label


def _shares(found: Understood, steps: Generator[float, None, Draft]) -> Generator[Understood, None, Draft]:
    while True:
        try:
            share = next(steps)
        except StopIteration as done:
            draft: Draft = done.value
            return draft
        yield replace(found, share=share)
