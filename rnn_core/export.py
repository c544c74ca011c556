"""CSV files that spreadsheets do not calculate: of any rows, and of a dataset, which reads back exactly."""

import csv
import io
from collections.abc import Iterable

from rnn_core.dataset import Example
from rnn_core.reading.cleaning import protect
from rnn_core.reading.draft import OWN_HEADER

TEMPLATE = (
    Example("i liked every minute of it", "positive", "train"),
    Example("what a waste of an evening", "negative", "train"),
    Example("well, it was not bad at all", "positive", "test"),
    Example("i would not see it again", "negative", "test"),
)


def protected(row: Iterable[object]) -> list[object]:
    """A row of cells of which no text is a formula to a spreadsheet: see ``protect``. Numbers stay as they are."""
    return [protect(cell) if isinstance(cell, str) else cell for cell in row]


def csv_file(header: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    """Rows as CSV, in UTF-8 with the mark by which spreadsheets know it; numbers in full, None as an empty cell.

    A cell that a spreadsheet would take for a formula gets an apostrophe before it.

    Args:
        header: none of these begins with other people's text.
    """
    file = io.BytesIO()
    with io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True) as text:
        writer = csv.writer(text)
        writer.writerow(header)
        writer.writerows(map(protected, rows))
        return file.getvalue()


def to_csv(examples: Iterable[Example]) -> bytes:
    """Sentences, labels and parts as ``csv_file`` writes them; reading takes the apostrophes off."""
    return csv_file(OWN_HEADER, ((e.sentence, e.label, e.split) for e in examples))
