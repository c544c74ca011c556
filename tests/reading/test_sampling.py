"""Of more rows than are possible some are used: at random, by class, each time the same, and no class is lost."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnn_core import InvalidDataset, ReadOptions, Repairs, limits, read, read_draft
from rnn_core.reading import finish, understand
from rnn_core.reading.sampling import chosen

SAMPLE = Repairs(sample=True)


def of(labels, most):
    return chosen(labels, [[label] for label in labels], most).tolist()


def test_what_is_not_too_many_is_kept_whole():
    assert of("abab", 4) == of("abab", 9) == [0, 1, 2, 3] and of("", 3) == []


@given(st.lists(st.sampled_from("abcdefg"), max_size=300), st.integers(7, 200))
def test_each_group_keeps_its_share_and_at_least_one(labels, most):
    kept = of(labels, most)
    assert len(kept) == min(most, len(labels)) and kept == sorted(set(kept)) == of(labels, most)
    before, after = Counter(labels), Counter(labels[i] for i in kept)
    for label, count in before.items():
        assert after[label] >= 1
        assert abs(after[label] - count * len(kept) / len(labels)) <= len(before)


def test_they_are_not_the_first_ones_nor_the_last():
    kept = np.array(of(["x", "y"] * 5000, 1000))
    assert np.all(np.histogram(kept, 10, (0, 10_000))[0] > 60)  # about 100 of each tenth
    assert Counter(kept % 2) == {0: 500, 1: 500}


def test_no_tag_of_tagged_sentences_is_lost():
    tags = [["N", "V"]] * 500 + [["N", "X"], ["V", "Y"]] + [["N"]] * 500
    for most in (5, 50):
        kept = chosen(["train"] * len(tags), tags, most)
        assert {tag for i in kept for tag in tags[i]} == {"N", "V", "X", "Y"} and len(kept) == most


# Of a file.


@pytest.fixture(autouse=True)
def few(monkeypatch):
    monkeypatch.setattr(limits, "MAX_SENTENCES", 100)
    monkeypatch.setattr(limits, "MAX_ROWS", 500)


def lines(number: int) -> str:
    """Nine of ten in one class, half of each for testing, one in a third class."""
    labels = ["rare" if i == 245 else "small" if i % 10 == 0 else "large" for i in range(number)]
    return "sentence,label,split\n" + "".join(
        f"sentence {i},{label},{('train', 'test')[i // 10 % 2]}\n" for i, label in enumerate(labels)
    )


def test_of_a_file_that_is_too_long_nothing_is_read_before_somebody_asks_for_some_of_it():
    found = finish(understand(lines(400).encode()))
    assert found.draft.too_many == 400 and not found.draft.examples and found.draft.unusable == 0
    assert found.draft.problems == (
        "There are 400 rows; at most 100 are possible. Leave some out, or let as many be chosen at random by class.",
    )
    with pytest.raises(InvalidDataset, match="There are 400 rows"):
        found.draft.dataset()
    left_out = finish(understand(lines(400).encode(), ReadOptions(repairs=Repairs(leave_out=True))))
    assert left_out.draft.too_many == 400 and left_out.draft.problems  # that is about rows that cannot be used


def test_some_of_it_keeps_every_class_in_every_part_and_says_so():
    read_once, again = (read(lines(400).encode(), "l.csv", ReadOptions(repairs=SAMPLE)) for _ in range(2))
    assert read_once.notices == ("100 of 400 rows are used, chosen at random by class.",)
    assert read_once.dataset.examples == again.dataset.examples and len(again.dataset.examples) == 100
    for part in ("train", "test"):
        counts = again.dataset.label_counts(part)
        assert 43 <= counts["large"] <= 46 and 4 <= counts["small"] <= 6
    assert again.dataset.label_counts("train")["rare"] == 1
    at = [int(example.at) for example in again.dataset.examples]
    assert at == sorted(at) and at[0] < 30 and at[-1] > 370  # "at" is still the line of the file


def test_it_is_not_the_seed_of_the_split_that_chooses():
    draft = read_draft(lines(400).replace(",split", ",other").encode(), "l.csv", ReadOptions(split=-1, repairs=SAMPLE))
    one, other = draft.dataset(split_seed=1), draft.dataset(split_seed=2)
    assert {e.at for e in one.examples} == {e.at for e in other.examples} and one.examples != other.examples


def test_rows_with_a_problem_are_told_also_of_those_that_are_chosen():
    text = lines(400) + "no label,,train\n" * 10
    draft = read_draft(text.encode(), "l.csv", ReadOptions(repairs=SAMPLE))
    assert 1 <= draft.unusable <= 4 and len(draft.examples) == 100 - draft.unusable
    left = read_draft(text.encode(), "l.csv", ReadOptions(repairs=Repairs(leave_out=True, sample=True)))
    assert left.notices[0].startswith("100 of 410 rows") and left.notices[1].startswith("Left out: line")


def test_tagged_sentences_are_chosen_with_every_tag():
    text = "the/DET dog/N runs/V\n" * 200 + "oh/X dog/N\n" + "a/DET cat/N sleeps/V\n" * 200
    reading = read(text.encode(), "t.txt", ReadOptions(tags=True, repairs=SAMPLE), test_share=0)
    assert reading.notices == ("100 of 401 rows are used, chosen at random, with every tag.",)
    assert reading.dataset.classes == ("DET", "N", "V", "X") and len(reading.dataset.examples) == 100
