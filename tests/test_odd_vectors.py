"""Some of the files that benchmarks/vectors_from_hell.py uploads by the thousand; none may end in an error."""

from collections import Counter

import pytest

from rnn_core import limits
from tests.odd_vectors import drawn, taken


@pytest.mark.parametrize("tenth", range(10))
def test_a_file_as_nobody_would_write_it_is_read_or_refused_in_one_line(tenth, monkeypatch):
    monkeypatch.setattr(limits, "MAX_FILE_BYTES", 300_000)
    became = Counter(bool(taken(drawn(1, index, largest=300_000)[1])) for index in range(25 * tenth, 25 * tenth + 25))
    assert became[True] and became[False]  # some are refused, some are not
