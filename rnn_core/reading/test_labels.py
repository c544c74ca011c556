"""Are the labels of a test file those of the first file, and what becomes of others?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rnn_core import limits
from rnn_core.reading import labels
from rnn_core.reading.draft import Draft
from rnn_core.reading.table import Row
from rnn_core.wording import places, quoted

STRANGE = "only outside the training sentences. Correct it, or leave the row out."


@dataclass(frozen=True)
class Known:
    """The labels of the first file, as they are used and as they are written, in small letters."""

    labels: frozenset[str]
    tagged: bool

    @classmethod
    def of(cls, first: Draft, rows: Iterable[Row], column: int) -> "Known":
        """Those of a draft and of the label column of its rows."""
        cells = (row.cells[column] for row in rows)
        written = {*_classes(first), *(label for cell in cells for label in _labels_of(cell, first))}
        return cls(frozenset(label.strip().casefold() for label in written if label.strip()), first.tagged)

    def pieces(self, cells: Iterable[str]) -> list[str]:
        """The labels in cells, without the empty ones."""
        stripped = (cell.strip().casefold() for cell in cells)
        return [label for cell in stripped for label in (cell.split() if self.tagged else [cell]) if label]

    def share(self, cells: Iterable[str]) -> float:
        """How many of the labels in these cells the first file has."""
        found = self.pieces(cells)
        known = self.labels | self._alike(set(found) - self.labels)
        return sum(label in known for label in found) / len(found) if found else 0.0

    def _alike(self, others: set[str]) -> set[str]:
        """Which of these look like labels of the first file; of very many, as numbers of rows, none are asked about."""
        if len(others) > limits.MAX_CLASSES:
            return set()
        groups = labels.examine(sorted(self.labels | others), merge=False, coarse=False).same
        return {label for group in groups if self.labels.intersection(group) for label in group}


def _classes(draft: Draft) -> set[str]:
    return {label for example in draft.examples for label in _labels_of(example.label, draft)}


def _labels_of(label: str, draft: Draft) -> Sequence[str]:
    return label.split() if draft.tagged else (label,)


def with_labels_of(first: Draft, tests: Draft, leave_out: bool) -> Draft:
    """The draft with the labels of the first file; rows with others are a problem, or left out."""
    becomes, notices = _alike(first, _classes(tests), _classes(first))
    relabelled = tuple(
        replace(e, label=" ".join(becomes.get(label, label) for label in _labels_of(e.label, tests)))
        for e in tests.examples
    )
    classes = _classes(first) | first.labels.left_out  # (sentences with these are left out of both)
    strange = [i for i, e in enumerate(relabelled) if not classes.issuperset(_labels_of(e.label, tests))]
    tests = replace(tests, examples=relabelled, notices=(*tests.notices, *notices))
    if not strange:
        return tests
    which = sorted({label for i in strange for label in _labels_of(relabelled[i].label, tests)} - classes)
    label = "tag" if tests.tagged else "label"
    where = places(tests.unit, [relabelled[i].at for i in strange])
    occurs = f"the {label} {quoted(which)} occurs" if len(which) == 1 else f"the {label}s {quoted(which)} occur"
    problem = f"{where}: {occurs} {STRANGE}"
    unusable = tests.unusable + len(strange)
    kept = sorted(set(range(len(relabelled))).difference(strange))
    tests = replace(
        tests,
        examples=tuple(relabelled[i] for i in kept),
        tokenised=tests.tokenised.only(kept),
        unusable=unusable,
    )
    if leave_out:
        return replace(tests, notices=(*tests.notices, f"Left out: {problem}"))
    return replace(tests, problems=(*tests.problems, problem))


def _alike(first: Draft, found: set[str], classes: set[str]) -> tuple[dict[str, str], list[str]]:
    """Which of the labels found are labels of the first file, written otherwise; and what is to be said of that."""
    becomes = {}
    for label in found - classes:
        half = label.partition(":")[0]
        if label.strip() in classes:
            becomes[label] = label.strip()
        elif half in classes and half in first.labels.coarse:
            becomes[label] = half
    groups = labels.examine(sorted({*found, *classes} - becomes.keys()), merge=False, coarse=False).same
    notices = []
    for group in groups:
        of_first = [label for label in group if label in classes]
        if len(of_first) == 1:
            others = [label for label in group if label in found - classes]
            becomes |= dict.fromkeys(others, of_first[0])
            if others:
                read = f"{quoted(sorted(others))} {'is' if len(others) == 1 else 'are'} taken for"
                notices.append(f"{read} the label {quoted(of_first)} of the first file.")
    return becomes, notices
