"""What may come of reading a file: a dataset that can be used and written, or a refusal of one line."""

import csv
import locale
import random
import sys
import warnings
from dataclasses import replace

import numpy as np

from rnn_core import Dataset, ReadOptions, RnnCoreError, read, report, to_csv

LONGEST_MESSAGE = 2_000  # characters


def outcome(data: bytes, name: str, asked: ReadOptions, test_share: float = 0.2, split_seed: int = 0) -> Dataset | None:
    """Read a file, look at it, write it and read that; None if it is refused as it may be.

    Raises:
        AssertionError: something that a visitor would see is not right.
        Exception: whatever reading, reporting or writing must not raise.
    """
    try:
        reading = read(data, name, asked, test_share, split_seed)
    except RnnCoreError as refusal:
        require_one_line(str(refusal))
        return None
    dataset = reading.dataset
    found = report(dataset, reading.unit)
    for text in (*reading.notices, *found.findings, found.longest):
        require_one_line(text)
    for word in dataset.tokenised.words:
        require_word(word)
    back = read(to_csv(dataset.examples), "back.csv", ReadOptions(text=asked.text, tags=dataset.tagged)).dataset
    for own, other in zip(dataset.examples, back.examples, strict=True):
        assert own == other, f"what was written reads back otherwise: {own!r} became {other!r}"
    return dataset


def require_one_line(text: str) -> None:
    """Fit for a screen: something, in one line, nothing in it that is not printed, and not a page long."""
    assert text.strip() and text.isprintable() and len(text) < LONGEST_MESSAGE, f"no plain line: {text[:300]!r}"


def require_word(word: str) -> None:
    """Something that is seen, and that can be written to a file."""
    assert word.strip(), f"no word: {word!r}"
    assert not any(c < " " or "\x7f" <= c < "\xa0" or "\ud800" <= c < "\ue000" for c in word), f"no text: {word!r}"


def surroundings(earlier: Dataset) -> dict[str, object]:
    """What reading a file must leave as it is, a dataset that was read before among it."""
    return {
        "csv.field_size_limit": csv.field_size_limit(),
        "recursion limit": sys.getrecursionlimit(),
        "numpy's errors": np.geterr(),
        "filters of warnings": list(warnings.filters),
        "locale": locale.setlocale(locale.LC_ALL),
        "random": random.getstate(),
        "fingerprint of an earlier dataset": replace(earlier).fingerprint,  # a copy has to take it anew
        "examples of an earlier dataset": repr(earlier.examples),
        "words of an earlier dataset": (earlier.tokenised.words, earlier.tokenised.ids.tobytes()),
    }
