"""Some of the files that ``python -m tests.model_files.fuzzing`` reads by the thousand."""

from collections import Counter

import pytest

from tests.model_files.fuzzing import KINDS, bases, drawn, taken


@pytest.mark.parametrize("part", range(4))
def test_a_file_with_something_wrong_in_it_is_read_or_refused_in_one_line(part):
    became = Counter(
        (kind, bool(taken(data)[0])) for kind, data in (drawn(1, i) for i in range(60 * part, 60 * part + 60))
    )
    assert {kind for kind, refused in became if refused} == set(KINDS)


def test_the_files_that_are_changed_are_right_and_always_the_same():
    assert not any(taken(data)[0] for data in bases())
    assert drawn(3, 14) == drawn(3, 14) != drawn(3, 15)
