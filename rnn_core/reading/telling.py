"""How a file was read, in words: what was taken for what, and why. Page and terminal say the same."""

from typing import NamedTuple

from rnn_core.reading.decoding import ENCODINGS
from rnn_core.reading.dialect import OTHER, QUOTINGS, visible
from rnn_core.reading.formats import FORMATS
from rnn_core.reading.understood import Understood
from rnn_core.text import Tokeniser
from rnn_core.wording import shown

_CUT: dict[Tokeniser, str] = {
    "whitespace": "cut at white space",
    "words": "cut into words and punctuation",
    "characters": "cut into single characters",
}


class Taken(NamedTuple):
    """One thing that a file was taken for.

    Attributes:
        what: as after "read as".
        why: half a sentence, as after "because"; empty if somebody said so, or nobody asks.
    """

    what: str
    why: str


def taken(found: Understood) -> tuple[Taken, ...]:
    """What was taken for what, in the order in which it was found out."""
    what: dict[str, str] = {}
    if found.format in FORMATS:
        what["format"] = FORMATS[found.format]
    if found.format == OTHER and found.dialect is not None:
        what["format"] = f"columns, “{visible(found.dialect.delimiter)}” between"
    if found.dialect is not None and found.has_quotes:
        what["quoting"] = f"quotation marks are {QUOTINGS[found.dialect.quoting]}"
    if found.encoding not in (None, "utf-8"):
        what["encoding"] = ENCODINGS[found.encoding]
    if found.table is not None and found.table.names is None and found.header is not None:
        what["header"] = "the first row names the columns" if found.header else "the first row is a sentence"
    if found.tags:
        what["tags"] = "every word has a label"
    if found.columns is not None and found.table is not None and found.table.width > 1:
        columns = found.columns
        for role, column in (("sentence", columns.sentence), ("label", columns.label), ("split", columns.split)):
            if column is not None:
                what[role] = f"{role} column “{shown(columns.names[column])}”"
        if found.asked.split is None and columns.split is None:
            what["split"] = "no split column"
    if found.text is not None:
        what["text"] = _CUT[found.text.tokeniser]
    return tuple(Taken(words, found.why.get(option, "")) for option, words in what.items())


def how_read(found: Understood) -> str:
    """The same in one sentence, which begins small."""
    parts = (f"{what}: {why}" if why else what for what, why in taken(found))
    return f"read as {'; '.join(parts)}."
