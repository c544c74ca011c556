"""Trees of phrases, "(3 (2 The) (4 (3 best) (2 day)))", as the Stanford Sentiment Treebank has them.

Source: Socher et al. 2013. The label of the whole sentence stands at the root; those of its phrases are not used.
"""

import re
from collections.abc import Sequence

from rnn_core.reading.table import Row, Table, rows_of_lines

_ROOT = re.compile(r"\(\s*(?P<label>[^\s()]+)\s*(?:(?P<phrase>\()|(?<=\s)[^\s()]+\s*\))")
_NUMBER = re.compile(r"[+-]?[0-9]{1,2}")
_LEAF = re.compile(r"\(\s*[^\s()]+\s+([^\s()]+)\s*\)")
_ESCAPED = {"-LRB-": "(", "-RRB-": ")", r"\/": "/", r"\*": "*"}  # as in the Penn Treebank
_ESCAPES = re.compile("|".join(map(re.escape, _ESCAPED)))
_NO_TREE = "no tree, (3 (2 The) (4 …)), or its brackets do not match. Mend it, or leave the row out."


def fits(lines: Sequence[str]) -> bool:
    """Whether more than half of the lines are trees, and not just words in brackets: of phrases, or with a number."""
    roots = [_ROOT.match(line.strip()) for line in lines if _is_closed(line.strip())]
    return sum(bool(root and (root["phrase"] or _NUMBER.fullmatch(root["label"]))) for root in roots) > len(lines) / 2


def parse(text: str) -> Table:
    """The words of each tree with blanks between, and the label of its root."""
    rows, broken = [], []
    for row in rows_of_lines(text, lambda line: (line.strip(),)):
        tree = row.cells[0]
        root = _ROOT.match(tree)
        if root and _is_closed(tree):
            words = " ".join(_LEAF.findall(tree))
            sentence = _ESCAPES.sub(lambda found: _ESCAPED[found[0]], words)
            rows.append(Row(row.at, (sentence, root["label"])))
        else:
            broken.append(row.at)
    problems = {_NO_TREE: broken} if broken else {}
    return Table("trees", "line", 2, tuple(rows), names=("sentence", "label"), problems=problems)


def _is_closed(tree: str) -> bool:
    """Whether the first bracket is closed by the last one, and no other."""
    depth = 0
    for at, mark in enumerate(tree):
        depth += (mark == "(") - (mark == ")")
        if depth <= 0:
            return at == len(tree) - 1 and depth == 0
    return False
