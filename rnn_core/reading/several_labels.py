"""Which cells hold several labels, as "joy, anger", "3,0" or "['joy', 'anger']"?"""

import re
from collections import Counter
from collections.abc import Collection, Mapping

from rnn_core import limits

_SEPARATORS = ",;|/+&#\n"
_LONGEST = 10 * limits.MAX_LABEL_CHARACTERS  # of a cell that is looked at
_MOST = 0.8  # of the rows that could hold several labels: in so many each part must be one
_CLOSING = {"[": "]", "(": ")", "{": "}"}
_ITEM = re.compile(r"""'([^']*)'|"([^"]*)\"""")
_NO_BARE_LIST = re.compile(r"""["'()\[\]{}]""")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


def split(cells: Counter[str]) -> dict[str, tuple[str, ...]]:
    """The labels in each cell that holds several, or that is a list, of one or of none.

    A separator counts only if what it separates are labels otherwise too: "New York, USA" is one.

    Args:
        cells: the different ones, and how often each occurs.
    """
    found = {cell: items for cell in cells if (items := _quoted_list(cell)) is not None}
    if found and "[]" in cells:
        found["[]"] = ()
    plain = Counter({cell: count for cell, count in cells.items() if cell not in found and len(cell) <= _LONGEST})
    alone = {item.casefold() for items in found.values() for item in items}
    bare = {cell: items for cell in plain if (items := _bare_list(cell)) is not None}
    if bare and not _are_vectors(bare):
        several = {cell: items for cell, items in bare.items() if len(items) > 1}
        ones = {items[0].casefold() for items in bare.values() if len(items) == 1}
        if several and _are_labels(several, plain, alone | ones | {cell.casefold() for cell in plain}):
            found |= bare
            alone |= ones
    for separator in _SEPARATORS:
        divided = {cell: cell.split(separator) for cell in plain if separator in cell and cell not in found}
        pieces = {cell: tuple(filter(None, map(str.strip, held))) for cell, held in divided.items()}
        combined = {cell: held for cell, held in pieces.items() if len(held) > 1}
        if not combined:
            continue
        ended = {cell: held for cell, held in pieces.items() if len(held) == 1}  # "joy;" beside "joy;love;"
        single = alone | {cell.casefold() for cell in plain if separator not in cell}
        single |= {held[0].casefold() for held in ended.values()}
        pairs = separator == "," and all(map(_is_pair, combined.values()))
        if pairs and _are_decimals(combined, plain):
            continue
        if _are_labels(combined, plain, single, 0.5 if pairs else _MOST):  # (of few rows some labels never stand alone)
            found |= combined | ended
    return found


def _quoted_list(cell: str) -> tuple[str, ...] | None:
    """The items of "['joy', 'anger']" and the like, of one or of none; None for a cell that is none."""
    if not cell or _CLOSING.get(cell[0]) != cell[-1] or len(cell) > _LONGEST:
        return None
    inner = cell[1:-1]
    if _ITEM.sub("", inner).strip(", \t\r\n") or not _ITEM.search(inner):
        return None
    items = [(single or double).strip() for single, double in _ITEM.findall(inner)]
    if any(_NO_BARE_LIST.search(item) for item in items if item[:1] in _CLOSING):
        return None  # a list in a list
    return tuple(dict.fromkeys(filter(None, items)))


def _bare_list(cell: str) -> tuple[str, ...] | None:
    """The items of "[joy, anger]" or "[3 0]"; None for a cell that is none."""
    if cell[:1] != "[" or cell[-1:] != "]" or _NO_BARE_LIST.search(cell[1:-1]):
        return None
    inner = cell[1:-1]
    pieces = inner.split(",") if "," in inner or not all(map(_NUMBER.fullmatch, inner.split())) else inner.split()
    return tuple(filter(None, map(str.strip, pieces)))


def _are_labels(
    combined: Mapping[str, tuple[str, ...]], counts: Counter[str], alone: Collection[str], most: float = _MOST
) -> bool:
    """Whether the parts of cells are labels: they occur alone, or in several combinations and at several places.

    Args:
        most: of the rows with such cells, in how many all parts must be labels.
    """
    folded = {cell: [part.casefold() for part in parts] for cell, parts in combined.items()}
    times, places = Counter(part for parts in folded.values() for part in set(parts)), set[tuple[str, bool]]()
    known = by_themselves = rows = 0
    for cell, parts in folded.items():
        rows += counts[cell]
        if len(set(parts)) == len(parts) and all(part in alone or times[part] > 1 for part in parts):
            known += counts[cell]
            by_themselves += counts[cell] if all(part in alone for part in parts) else 0
            places |= {(part, i == 0) for i, part in enumerate(parts)}
    moving = any((part, not first) in places for part, first in places)
    return known >= most * rows and (2 * by_themselves >= rows or moving)


def _are_vectors(lists: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether lists are rather numbers of a row than its labels: always as many."""
    numeric = all(_NUMBER.fullmatch(item) for items in lists.values() for item in items)
    return numeric and len(set(map(len, lists.values()))) == 1


def _is_pair(items: tuple[str, ...]) -> bool:
    """Whether a cell can be a number with a comma in it."""
    return len(items) == 2 and all(map(str.isdecimal, items))


def _are_decimals(pairs: Mapping[str, tuple[str, ...]], counts: Counter[str]) -> bool:
    """Whether "3,5" is rather one number: in half steps, or where most labels have a comma."""
    halves = len(pairs) > 1 and all(second == "5" for _, second in pairs.values())
    return halves or 2 * sum(counts[cell] for cell in pairs) > counts.total()
