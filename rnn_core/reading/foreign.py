"""Text of which no rows are read here: which kind of file is it?"""

import re

from rnn_core.errors import InvalidDataset

_STRING = r"""(?:"[^"\n]*"|'[^'\n]*')"""
_REMARKS = r"(?:--[^\n]*\n|/\*[^*]*\*/;?|\s)*+"
_MARKS: dict[str, re.Pattern[str]] = {
    "an SQL dump": re.compile(
        _REMARKS
        + r"(?:INSERT INTO \S+ ?(?:\(|VALUES)|CREATE TABLE (?:IF NOT EXISTS )?\S+ ?\(|DROP TABLE IF EXISTS \S+;|"
        r"COPY \S+ ?\(|SET \w+ ?= ?\S+;)",
        re.IGNORECASE,
    ),
    "an ARFF file": re.compile(r"(?:%[^\n]*\n|\s)*+@relation\s", re.IGNORECASE),
    "Python source": re.compile(rf"\s*+(?:\w+ ?= ?)?+\[?\s*+\({_STRING}, ?(?:{_STRING}|\d+)\)[,\s]"),
    "an RTF document": re.compile(r"\{\\rtf"),
    "LaTeX": re.compile(r"(?:%[^\n]*\n|\s)*+\\(?:documentclass|begin|usepackage)\b"),
}
_MARKUP: dict[str, re.Pattern[str]] = {  # which end with a tag
    "XML": re.compile(r"\s*<\?xml\s"),
    "an HTML page": re.compile(r"\s*<(?:!doctype html|html|table)\b", re.IGNORECASE),
}
_BEGINNING = 5_000  # characters


def refuse(text: str) -> None:
    """Refuse a file that another program writes and that has no rows of cells.

    Raises:
        InvalidDataset: it is one; the message says which.
    """
    for what, mark in (_MARKS | _MARKUP if text[-_BEGINNING:].rstrip().endswith(">") else _MARKS).items():
        if mark.match(text[:_BEGINNING]):
            raise InvalidDataset(
                f"this is {what}, which is not read here. Open it with a program that does, and save the rows as CSV: "
                "a sentence and its label in each."
            )
