"""A separate test file: read as the first file is, with the columns of the same names; all of it is for testing."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass, fields, replace

from rnn_core import limits
from rnn_core.errors import InvalidDataset
from rnn_core.reading import names, tagged
from rnn_core.reading.columns import choose, column_names
from rnn_core.reading.contents import Contents
from rnn_core.reading.dialect import OTHER
from rnn_core.reading.formats import FORMATS
from rnn_core.reading.header import guess_header
from rnn_core.reading.table import Row, Table
from rnn_core.reading.test_labels import Known, with_labels_of
from rnn_core.reading.understood import ReadOptions, Understood, understand
from rnn_core.wording import quoted, shown

UNLABELLED = "it has no labels, so it can be classified but not tested with."
OTHERWISE = "it is not built like the first file, so its format was found out anew."

_NAMING = ("json", "jsonl")  # formats in which the file itself names its columns, without a header
_NO_SPLIT = -1
_SAMPLE = 1000  # rows in which another label column is looked for


def like(first: Understood) -> ReadOptions:
    """What is taken for granted about a test file: all that was said about the first file, and how that was read.

    But for the columns, which have places of their own, and the encoding where nobody has said it: a file in another
    one would be read as nonsense without a word. Classes are not counted anew: those of the first file are kept.
    """
    taken = {option.name: getattr(first, option.name, None) for option in fields(ReadOptions)}
    given = {name: value for name, value in vars(first.asked).items() if value is not None}
    asked = ReadOptions(**{**taken, "encoding": None, "header": None, **given, "text": first.text, "tags": first.tags})
    form = asked.format if asked.format in FORMATS else None
    if form == OTHER and first.dialect is not None:
        asked = replace(asked, delimiter=first.dialect.delimiter)
    repairs = replace(asked.repairs, largest_classes=False)
    return replace(asked, format=form, sentence=None, label=None, split=_NO_SPLIT, repairs=repairs)


def understand_tests(content: bytes, first: Understood) -> Generator[Understood, None, Understood]:
    """Understand a test file as the first file was understood; where that does not go, as it is.

    Like ``understand`` it yields while the rows are read and tells in the refusal what is not understood: a file
    without labels among that. Its labels are those of the first file, also where they are written a little otherwise;
    rows with others have a problem.

    Args:
        first: with a draft.

    Yields:
        All but the draft.
    """
    assert first.draft is not None
    known = Known.of(first.draft, first.rows, first.columns.label if first.columns else 0)
    told: tuple[str, ...] = ()
    same = like(first)
    seen = _looked(content, same)
    roles = _columns(seen, first, known)
    if roles is None:
        anew = ReadOptions(split=_NO_SPLIT, tags=same.tags, repairs=same.repairs, text=same.text)
        seen, told = _looked(content, anew), (OTHERWISE,)
        roles = _columns(seen, first, known, last=True)
    if roles is None:
        return replace(seen, draft=None, refusal=UNLABELLED if seen.table and seen.rows else seen.refusal)
    if isinstance(roles, str):
        return replace(seen, draft=None, refusal=roles)
    found = yield from understand(content, replace(seen.asked, **vars(roles)), seen)
    if found.draft is None:
        return found
    draft = with_labels_of(first.draft, found.draft, found.asked.repairs.leave_out)
    if not draft.examples and not draft.problems:
        return replace(found, draft=None, refusal="none of its rows can be used.")
    return replace(found, draft=replace(draft, notices=(*told, *draft.notices)))


def of_test_file(name: str) -> str:
    """How a sentence about the test file begins."""
    return f"In the test file {shown(name)}: "


@dataclass(frozen=True)
class _Roles:
    header: bool
    sentence: int
    label: int


def _looked(content: bytes, asked: ReadOptions) -> Understood:
    """What is understood before the rows are read."""
    try:
        return next(understand(content, asked))
    except StopIteration as done:
        found: Understood = done.value
        return found


def _columns(seen: Understood, first: Understood, known: Known, last: bool = False) -> _Roles | str | None:
    """What the columns mean, as in the first file; a refusal, or None where it is to be read otherwise.

    Args:
        last: whether there is no other way to read it.
    """
    table, columns = seen.table, first.columns
    if table is None or columns is None or not table.rows:
        return None
    named = first.header or first.format not in FORMATS or first.format in _NAMING
    wanted = [columns.names[columns.sentence], columns.names[columns.label]]
    header = seen.asked.header
    if header is None:
        header = _has_header(table, first, known, wanted if named else [])
    header = header and table.names is None
    rows = table.rows[1:] if header else table.rows
    if not rows:
        return "there is a header but no sentence below it."
    called = column_names(table, header)
    by_name = bool(named and (header or table.format in _NAMING))
    sentence, label = _same(called, columns.names, (columns.sentence, columns.label), by_name)

    def cells(column: int) -> list[str]:
        return [row.cells[column] for row in rows]

    if label is not None:
        share = known.share(cells(label))
        if share >= 0.5 or (by_name and share):
            return _with_sentence(table, header, sentence, label)
    guessed = _guessed(called, rows[:_SAMPLE], sentence if by_name else None, known)
    if guessed is not None:
        return _with_sentence(table, header, sentence if by_name else None, guessed)
    if not by_name or sentence is None:
        return _told_of_labels(cells(label), known) if last and label is not None else None
    if label is None:
        return f"there is no column “{shown(wanted[1])}”, only {quoted(called)}: {UNLABELLED}"
    return _told_of_labels(cells(label), known) or UNLABELLED


def _has_header(table: Table, first: Understood, known: Known, wanted: Sequence[str]) -> bool:
    """Whether the first row names the columns: it has the names that are wanted, or looks like it and has no label."""
    if table.names is not None:
        return False
    cells = [names.folded(cell) for cell in table.rows[0].cells]
    if any(names.folded(name) in cells for name in wanted):
        return True
    place = first.columns.label if first.columns else 0
    if place < table.width and known.share([table.rows[0].cells[place]]):
        return False
    return guess_header(table).value


def _same(
    called: Sequence[str], first: Sequence[str], roles: tuple[int, int], by_name: bool
) -> tuple[int | None, int | None]:
    """The sentence and the label column: of the same name, or in the same place."""
    own, wanted = [names.folded(name) for name in called], [names.folded(name) for name in first]
    if not by_name or own == wanted:  # (then also where two have one name)
        sentence, label = (role if role < len(own) else None for role in roles)
    else:
        sentence, label = (own.index(wanted[role]) if wanted[role] in own else None for role in roles)
    return sentence, label


def _guessed(called: Sequence[str], rows: Sequence[Row], sentence: int | None, known: Known) -> int | None:
    """The column that holds nothing but labels of the first file: numbers are labels only if they recur."""
    if known.tagged:
        return tagged.column(called, [row.cells for row in rows])
    for i in range(len(called)):
        cells = [row.cells[i] for row in rows]
        found = known.pieces(cells)
        may_count = all(map(str.isdecimal, found)) and len(set(found)) == len(found)
        if i != sentence and known.share(cells) == 1 and not may_count:
            return i
    return None


def _with_sentence(table: Table, header: bool, sentence: int | None, label: int) -> _Roles | str | None:
    if sentence is None or sentence == label:
        try:
            columns = choose(table, header, None, label, _NO_SPLIT)
        except InvalidDataset:
            return None
        sentence = columns.sentence
        if Contents([row.cells for row in columns.rows(table)[:_SAMPLE]], sentence).are_figures:
            return f"it has no sentences, only the columns {quoted(columns.names)}."
    return _Roles(header, sentence, label)


def _told_of_labels(cells: Sequence[str], known: Known) -> str | None:
    """What is to be said of labels of which the first file has none, or few; None if they are no labels at all."""
    found = known.pieces(cells)
    if not found:
        return f"every label is empty: {UNLABELLED}"
    different = sorted(set(found))
    if len(different) == 1:
        return f"“{shown(different[0])}” stands in the place of every label: {UNLABELLED}"
    if len(different) > min(limits.MAX_CLASSES, len(found) / 2):
        return None
    return f"its labels ({quoted(different)}) are not those of the first file ({quoted(sorted(known.labels))})."
