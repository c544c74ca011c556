"""Text in formats that are known but not read: which one is it, and what is the way out?

Only what cannot be meant as labelled lines counts; everything else is left to the formats that are read.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from rnn_core.errors import InvalidDataset

_AS_CSV = "Write it as CSV, a row for each sentence with its label beside it."
_TABLE = "Open it in a spreadsheet program and save the table as CSV."
_DUMPED = "Write the list with json.dump and use that file."
_NUMBERS = "Needed are the sentences that these numbers of features were made of."
_STRING = r"""(?:"[^"\n]*"|'[^'\n]*')"""
_KNOWN = (
    ("ARFF", _AS_CSV, re.compile(r"(?:%.*\n)*@relation\s.*\n(?:.*\n){0,150}@data\b", re.I)),
    (
        "SQL",
        _AS_CSV,
        re.compile(
            r"(?:(?:--.*|/\*[^*\n]*\*/;?)\n)*(?:(?:insert into [^\n(]+(?:\([^)\n]*\)\s*)?values|create table [^\n(]+)"
            r"\s*\([^;]*\);|drop table if exists \S+;|set \w+ ?= ?\S+;|copy \S+ ?\()",
            re.I,
        ),
    ),
    ("LaTeX", _AS_CSV, re.compile(r"(?:%.*\n)*\\(?:begin|documentclass|usepackage)\b")),
    ("a file of subtitles", _AS_CSV, re.compile(r"WEBVTT\b|\d+\n\d[\d:,.]+ --> \d")),
    ("a file of translations", _AS_CSV, re.compile(r'(?:#.*\n)*msgid ".*\n(?:".*\n)*msgstr "')),
    (
        "Python",
        _DUMPED,
        re.compile(
            r"(?:(?:#|import |from ).*\n)*(?:[A-Za-z_]\w* = [\[({]+\n"
            rf"|(?:\w+ ?= ?)?\[?\s*\({_STRING}, ?(?:{_STRING}|\d+)\)[,\s])"
        ),
    ),
    ("an RTF document", "Save it as CSV or as plain text.", re.compile(r"\{\\rtf")),
)
_MOST = 0.9  # of the lines
_BEGINNING = 10_000  # characters in which the first element of a page is, and the end of its last

_MARKUP = re.compile(r"(?:<\?xml[^>]*>\s*)?(?:<!(?P<type>DOCTYPE)[^>]*>\s*)?<(?P<root>[A-Za-z][\w.-]*)[^<>]*>", re.I)
_PAGES = ("html", "table", "body", "div")
_FEATURES = re.compile(r"[+-]?[0-9.]+(?:\s+(?:[0-9]+:){1,2}[-+0-9.eE]+)+\s*(?:#.*)?")

_YAML = "YAML", f"Only Rasa’s nlu.yml is. {_AS_CSV}"
_YAML_LINE = re.compile(r"\s*(?:#.*|---|(?:- )*[\w./-]+:(?: .*)?|-(?: .*)?)")
_YAML_KEY = re.compile(r"( *)(?:- )*[\w./-]+:(?: [|>][+-]?)?")
_YAML_BLOCK = re.compile(r" *(?:- )*[\w./-]+: [|>][+-]?")
_YAML_FLOW = re.compile(r" *- \{ *[\w./-]+: .*\} *")
_YAML_ITEM = re.compile(r"( *)- [\w./-]+: .*")


def refuse(text: str, lines: Sequence[str]) -> None:
    """Refuse what is in one of these formats.

    Args:
        text: a whole file.
        lines: those of its first ones that are not blank.

    Raises:
        InvalidDataset: it is; the message says which and what to do.
    """
    found = _markup(text) or _yaml(lines) or _features(lines)
    if found is None:
        beginning = "\n".join(lines)
        found = next(((name, remedy) for name, remedy, pattern in _KNOWN if pattern.match(beginning)), None)
    if found:
        raise InvalidDataset(f"this is {found[0]}, which is not read. {found[1]}")


def _markup(text: str) -> tuple[str, str] | None:
    """XML or HTML: one element around everything, or several of a name, each begun in a line of its own."""
    beginning = text[:_BEGINNING].lstrip()
    found = _MARKUP.match(beginning)
    if not found:
        return None
    closing = f"</{found['root']}>"
    if not text[-_BEGINNING:].rstrip().endswith(closing):
        return None
    if text.count(closing) > 1 and beginning[found.end() : found.end() + 1] not in ("\n", "\r"):
        return None
    is_page = found["root"].casefold() in _PAGES
    return ("HTML", _TABLE) if is_page else ("XML", _AS_CSV)


def _yaml(lines: Sequence[str]) -> tuple[str, str] | None:
    """YAML: nearly all lines are keys or items, and what belongs to one of them is below it."""
    has_blocks = any(map(_YAML_BLOCK.fullmatch, lines))
    shaped = [line for line in lines if _YAML_LINE.fullmatch(line) or (has_blocks and line.startswith("  "))]
    if len(shaped) < _MOST * len(lines):
        return None
    if all(map(_YAML_FLOW.fullmatch, shaped)) and shaped:
        return _YAML
    for line, below in pairwise(lines):
        key, item = _YAML_KEY.fullmatch(line.rstrip()), _YAML_ITEM.fullmatch(line)
        indent = len(below) - len(below.lstrip(" "))
        if (key and (below.lstrip().startswith("- ") or indent > len(key[1]))) or (
            item and indent == len(item[1]) + 2 and _YAML_LINE.fullmatch(below) and ":" in below
        ):
            return _YAML
    return None


def _features(lines: Sequence[str]) -> tuple[str, str] | None:
    """Numbers of features, as svmlight and libffm have them."""
    many = sum(map(bool, map(_FEATURES.fullmatch, map(str.strip, lines)))) >= _MOST * len(lines)
    return ("svmlight", _NUMBERS) if many and lines else None
