"""From rows to labelled sentences: what is cleaned, what is left out, what has to be mended first."""

from collections.abc import Generator, Sequence
from dataclasses import replace

from rnn_core import limits
from rnn_core.errors import InvalidDataset
from rnn_core.reading import cleaning, html_text, labels, names, one_label, sampling, tagged, unlabelled
from rnn_core.reading.columns import Columns
from rnn_core.reading.draft import OWN_HEADER, Draft, without
from rnn_core.reading.examples import CUT, TOO_LONG, usable
from rnn_core.reading.repairs import Repairs
from rnn_core.reading.table import Row, Table
from rnn_core.text import DEFAULT, Collector, TextConfig
from rnn_core.wording import places

PROGRESS_EVERY = 20  # rows


def with_progress(
    table: Table, columns: Columns, repairs: Repairs | None = None, text: TextConfig = DEFAULT, tags: bool = False
) -> Generator[float, None, Draft]:
    """Make a draft; yields the share that is done, so that a caller can show it and stop.

    Args:
        tags: whether the label column holds a label for each word.

    Raises:
        InvalidDataset: labels of sentences where each word needs one.
    """
    repairs = repairs or Repairs()
    rows: Sequence[Row] = columns.rows(table)
    begun = []
    if len(rows) > limits.MAX_SENTENCES:
        if not repairs.sample:
            return _too_many(len(rows), columns, text, table.unit, tags)
        begun.append(
            f"{limits.MAX_SENTENCES:,} of {len(rows):,} rows are used, chosen at random"
            f"{', with every tag.' if tags else ' by class.'}"
        )
        rows = _some(rows, columns, tags)
    rows, unfit = _fit(rows, table, columns)
    own = set(OWN_HEADER) <= set(columns.names)
    protected = own and cleaning.are_protected(cell for row in rows for cell in row.cells)
    several, apart = _with_one_label(rows, table, columns, repairs, tags)
    noticed: dict[str, list[int]] = {what: list(at) for what, at in several.done.items()}
    problems = {
        what: list(at)
        for found in (table.problems, unfit, several.problems, apart.problems)
        for what, at in found.items()
    }
    examples, collector, html = [], Collector(), html_text.Search()
    for done, row in enumerate(apart.rows):
        if done % PROGRESS_EVERY == 0:
            yield done / len(apart.rows)
        if not tags:
            html.look(row.cells[columns.sentence])
        example, words, problem, notices = usable(row, columns, repairs, text, protected, tags)
        for notice in notices:
            noticed.setdefault(notice, []).append(row.at)
        if problem:
            problems.setdefault(problem, []).append(row.at)
        elif example:
            examples.append(example)
            collector.add(words)
    of_each = [e.label.split() if tags else [e.label] for e in examples]
    found = labels.examine(
        [label for each in of_each for label in each],
        merge=repairs.merge_labels,
        coarse=repairs.coarse_labels,
        largest=repairs.largest_classes,
        together=several.together,
        tagged=tags,
    )
    refused = _sentences(table.unit, problems)
    too_long = TOO_LONG in problems or not noticed.keys().isdisjoint(CUT.values())
    notices = [*begun, *_sentences(table.unit, noticed), *html.told(repairs.strip_html), *found.notices]
    if protected:
        notices.append(cleaning.UNPROTECTED)
    if repairs.leave_out:
        notices += [f"Left out: {sentence}" for sentence in refused]
    renamed = [
        replace(e, label=" ".join(found.renamed.get(label, label) for label in each))
        for e, each in zip(examples, of_each, strict=True)
    ]
    kept, tokenised = without(found.left_out, renamed, collector.finished())
    return Draft(
        examples=tuple(kept),
        has_split=columns.split is not None and "test" not in apart.without,
        text=text,
        tokenised=tokenised,
        unit=table.unit,
        notices=tuple(notices),
        problems=() if repairs.leave_out else refused,
        too_long=too_long,
        unusable=len({at for places in problems.values() for at in places}),
        labels=found,
        tagged=tags,
        several=several.count,
        html=html.seen,
    )


def _with_one_label(
    rows: Sequence[Row], table: Table, columns: Columns, repairs: Repairs, tags: bool
) -> tuple[one_label.Settled, unlabelled.Labelled]:
    """What is taken of cells with several labels, and the rows of parts that have labels; with tags all as it is."""
    if tags:
        tagged.refuse_labels_of_sentences([(row.cells[columns.sentence], row.cells[columns.label]) for row in rows])
        return one_label.Settled(rows), unlabelled.Labelled(rows)
    # What was written from here has one label in each row, also if that is made of several.
    take = repairs.several or ("together" if columns.names == OWN_HEADER else None)
    several = one_label.settle(rows, columns, table.several, take)
    return several, unlabelled.set_apart(several.rows, columns)


def _too_many(rows: int, columns: Columns, text: TextConfig, unit: str, tags: bool) -> Draft:
    """What is told before somebody says that only some of the rows are to be used."""
    problem = (
        f"There are {rows:,} rows; at most {limits.MAX_SENTENCES:,} are possible. Leave some out, or let as many be "
        "chosen at random by class."
    )
    has_split, nothing = columns.split is not None, Collector().finished()
    return Draft((), has_split, text, nothing, unit, (), (problem,), False, 0, labels.Labels(), tags, too_many=rows)


def _some(rows: Sequence[Row], columns: Columns, tags: bool) -> list[Row]:
    """As many rows as are possible, at random: of each class the same share, or with every tag."""
    parts = ["" if columns.split is None else names.folded(row.cells[columns.split]) for row in rows]
    labelled = [row.cells[columns.label].strip() for row in rows]
    if tags:
        kept = [[(part, tag) for tag in label.split()] for part, label in zip(parts, labelled, strict=True)]
        indices = sampling.chosen(parts, kept, limits.MAX_SENTENCES)
    else:
        pairs = list(zip(parts, labelled, strict=True))
        indices = sampling.chosen(pairs, [[pair] for pair in pairs], limits.MAX_SENTENCES)
    return [rows[i] for i in indices]


def _fit(rows: Sequence[Row], table: Table, columns: Columns) -> tuple[Sequence[Row], dict[str, list[int]]]:
    """The rows without those that cannot be used with these columns; what is wrong with which of these.

    Raises:
        InvalidDataset: none can: leaving them out would be no way out.
    """
    unfit = table.unfit((columns.sentence, columns.label, columns.split))
    found: dict[str, list[int]] = {}
    for row in rows:
        if row.at in unfit:
            found.setdefault(unfit[row.at], []).append(row.at)
    if found and all(row.at in unfit for row in rows):
        raise InvalidDataset(" ".join(_sentences(table.unit, found)))
    return [row for row in rows if row.at not in unfit] if found else rows, found


def _sentences(unit: str, found: dict[str, list[int]]) -> tuple[str, ...]:
    return tuple(f"{places(unit, sorted(at))}: {what}" for what, at in found.items())
