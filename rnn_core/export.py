"""A dataset as a CSV file that spreadsheets do not calculate and that reads back exactly."""

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


def to_csv(examples: Iterable[Example]) -> bytes:
    """Sentences, labels and parts as CSV, in UTF-8 with the mark by which spreadsheets know it.

    A cell that a spreadsheet would take for a formula gets an apostrophe before it; reading takes it off.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(OWN_HEADER)
    writer.writerows(map(protect, (e.sentence, e.label, e.split)) for e in examples)
    return text.getvalue().encode("utf-8-sig")
