"""Cells of a file made fit to use: what is taken out of them, and how a sentence that is too long is cut."""

import re
from collections.abc import Iterable
from typing import Literal

from rnn_core import limits
from rnn_core.text import TextConfig, tokenise

End = Literal["first", "last"]

CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")  # tab, line feed, U+0085 and so on are white space
SURROGATES = re.compile("[\ud800-\udfff]")
UNPROTECTED = "The apostrophe before = + - @ that keeps a spreadsheet from calculating was taken off."
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]")
_LONGEST_WORDS = 7  # characters a word on average, of words that are cut already, also in Thai
_FORMULA = re.compile(r"[=+\-@\t\r]")
_PROTECTED = re.compile(r"'+[=+\-@\t\r]")


def protect(cell: str) -> str:
    """A cell that a spreadsheet shows as text: one that looks like a formula gets an apostrophe before it."""
    return f"'{cell}" if _FORMULA.match(cell) or _PROTECTED.match(cell) else cell


def unprotect(cell: str) -> str:
    """The opposite of ``protect``."""
    return cell[1:] if _PROTECTED.match(cell) else cell


def are_protected(cells: Iterable[str]) -> bool:
    """Whether cells seem to have gone through ``protect``: some have the apostrophe, none would need it."""
    some = False
    for cell in cells:
        if _FORMULA.match(cell):
            return False
        some = some or bool(_PROTECTED.match(cell))
    return some


def has_no_spaces(sentence: str) -> bool:
    """Whether a sentence is in a writing that puts no spaces between words; some put them between clauses."""
    if sentence.isascii() or len(sentence) < 4 or 2 * len(_UNSPACED.findall(sentence)) <= len(sentence):
        return False
    pieces = len(sentence.replace("\u200b", " ").split())  # that one is made for the ends of words
    return pieces <= 2 or len(sentence) > _LONGEST_WORDS * pieces


def is_usually_unspaced(sentence: str) -> bool:
    """Whether a sentence is in a writing that usually puts no spaces between words, wherever it has some."""
    return 2 * len(_UNSPACED.findall(sentence)) > len(sentence.replace(" ", ""))


def fits(sentence: str, text: TextConfig) -> bool:
    """Whether a sentence is within the caps."""
    return (
        len(sentence) <= limits.MAX_SENTENCE_CHARACTERS and len(tokenise(sentence, text)) <= limits.MAX_SENTENCE_WORDS
    )


def truncate(sentence: str, text: TextConfig, end: End) -> str:
    """As much of the first or last part of a sentence as the caps allow, cut between words if it has spaces."""
    pieces = sentence.split(" ") if " " in sentence and text.tokeniser != "characters" else list(sentence)
    joint = " " if len(pieces) < len(sentence) else ""
    low, high = 0, min(len(pieces), limits.MAX_SENTENCE_CHARACTERS)  # low pieces fit
    while low < high:
        middle = (low + high + 1) // 2
        part = pieces[:middle] if end == "first" else pieces[-middle:]
        low, high = (middle, high) if fits(joint.join(part), text) else (low, middle - 1)
    if not low and joint:  # not even its first word fits
        return truncate(pieces[0] if end == "first" else pieces[-1], text, end)
    return joint.join(pieces[:low] if end == "first" else pieces[len(pieces) - low :]).strip()
