"""What a report says about odd sentences, word for word, and that it never stands in the way of training."""

import pytest

from rnn_core import Dataset, EpochRecord, Example, ModelConfig, TextConfig, TrainConfig, bundled, report, train


def dataset(*rows: str, **text) -> Dataset:
    """Rows "sentence | label" or "sentence | label | part"; row 1 stands in line 1."""
    examples = []
    for number, row in enumerate(rows, 1):
        sentence, label, part = (*(cell.strip() for cell in row.split("|")), "train")[:3]
        examples.append(Example(sentence, label, part, str(number)))
    return Dataset(tuple(examples), TextConfig(**text))


def findings(*rows: str, unit: str = "line", **text) -> tuple[str, ...]:
    return report(dataset(*rows, **text), unit).findings


def sentences(label: str, number: int, start: int = 0) -> list[str]:
    """Clean rows of a class."""
    return [f"so {label} w{label}{i} | {label}" for i in range(start, start + number)]


CLEAN = (*sentences("x", 5), *sentences("y", 5), "so x | x | test", "so y | y | test")  # 12 rows


def test_clean_sentences_have_no_findings():
    looked = report(dataset(*CLEAN))
    assert looked.findings == ()
    assert looked.words == 13
    assert looked.counts == {"x": {"train": 5, "test": 1}, "y": {"train": 5, "test": 1}}
    assert looked.longest == (
        "Longest: 3 words (line 1), 3 words (line 2) and 3 words (line 3). Half of the sentences have at most 3 words."
    )


def test_the_bundled_sentences_are_clean():
    looked = report(bundled())
    assert looked.findings == ()
    assert looked.words == 18
    assert looked.counts == {"negative": {"train": 29, "test": 10}, "positive": {"train": 29, "test": 10}}
    assert looked.longest == (
        "Longest: 10 words (line 58), 10 words (line 59) and 8 words (line 54). "
        "Half of the sentences have at most 6 words."
    )


def test_counts_name_the_largest_class_first_and_only_the_parts_that_there_are():
    looked = report(dataset("a | x", *sentences("z", 3), "b | y", *sentences("y", 2), "c | x | validation"))
    assert list(looked.counts.items()) == [
        ("y", {"train": 3, "validation": 0}),
        ("z", {"train": 3, "validation": 0}),
        ("x", {"train": 1, "validation": 1}),
    ]


def test_contradictory_labels_are_named_with_their_rows():
    assert findings(*CLEAN, "So X wx0 | y") == (
        "1 sentence with contradictory labels, such as “so x wx0” (lines 1 and 13: “x” and “y”). It cannot get all of "
        "them right.",
    )


def test_several_contradictory_sentences_are_counted_and_the_first_is_shown_with_all_its_rows():
    more = ("so x wx1 | y", "so y wy4 | x", "so x wx1 | x", "so x wx1 | y | test")
    first, leaked, twice = findings(*CLEAN, *more, unit="record")
    assert first == (
        "2 sentences with contradictory labels, such as “so x wx1” (records 2, 13, 15 and 16: “x” and “y”). It cannot "
        "get all of them right."
    )
    assert leaked == (
        "1 test sentence also among the training sentences (record 16): the test looks better than it is."
    )
    assert twice == "1 repeated sentence with the same label (record 15): each repetition counts as one more."


def test_a_long_contradictory_sentence_is_cut_short_and_made_printable():
    long = "odd\twords " * 30
    (found,) = findings(*CLEAN, f"{long} | x", f"{long} | y")
    assert "such as “odd�words odd�words odd�words odd�words …” (lines 13 and 14: “x” and “y”)" in found


def test_repeated_sentences_are_named_with_their_rows_from_the_second_on():
    assert findings(*CLEAN, "so x wx0 | x", "SO  x wx0 | x", "so y wy3 | y", unit="row") == (
        "3 repeated sentences with the same label (rows 13, 14 and 15): each repetition counts as one more.",
    )


def test_many_rows_are_cut_short():
    (found,) = findings(*CLEAN, *["so x wx0 | x", "so y wy0 | y"] * 4)
    assert found == (
        "8 repeated sentences with the same label (lines 13, 14, 15, 16, 17 and 3 more): each repetition counts as "
        "one more."
    )


def test_a_repetition_in_the_test_part_counts_as_one_too():
    assert findings(*CLEAN, "so x | x | test") == (
        "1 repeated sentence with the same label (line 13): each repetition counts as one more.",
    )


def test_test_sentences_that_are_also_in_train_are_named_with_the_rows_in_test():
    assert findings(*CLEAN, "so x wx0 | x | test", "so y wy0 | y | test", "so x wx4 | x | validation") == (
        "2 test sentences also among the training sentences (lines 13 and 14): the test looks better than it is.",
    )


def test_whether_sentences_are_the_same_is_decided_by_their_words():
    rows = (*CLEAN, "SO x, wx0! | x")
    assert findings(*rows) == ()
    assert findings(*rows, "so x , WX0 ! | x", tokeniser="words") == (
        "1 repeated sentence with the same label (line 14): each repetition counts as one more.",
    )
    assert findings(*CLEAN, "So x wx0 | x", fold_case=False) == ()


def test_a_lopsided_class_is_named_with_its_share():
    (found,) = findings(*sentences("x", 30), *sentences("y", 10))
    assert found == ("75% of the training sentences are “x”: always answering that is right as often. Compare with it.")
    assert findings(*sentences("x", 12), *sentences("y", 8))[0].startswith("60% of the training sentences are “x”")
    assert findings(*sentences("x", 59), *sentences("y", 41)) == ()


def test_only_train_decides_what_is_lopsided():
    tests = [f"so y wy{i} wy{i} | y | test" for i in range(10)]
    assert findings(*sentences("x", 10), *sentences("y", 10), *tests) == ()


def test_rare_classes_are_named_with_their_sizes_the_rarest_first():
    (found,) = findings(*sentences("x", 20), *sentences("y", 20), *sentences("w", 4), *sentences("z", 1))
    assert found == (
        "2 classes with fewer than 5 training sentences: “z” (1) and “w” (4). That is hardly enough to learn from; "
        "a class with a single sentence stays in train."
    )
    (found,) = findings(*sentences("x", 7), *sentences("y", 6), *sentences("z", 3))
    assert found.startswith("1 class with fewer than 5 training sentences: “z” (3). ")
    rows = [row for label in "abcdefg" for row in sentences(label, 2)]
    (found,) = findings(*rows, *sentences("x", 7), *sentences("y", 7))
    assert (
        "7 classes with fewer than 5 training sentences: “a” (2), “b” (2), “c” (2), “d” (2), “e” (2) and 2 more."
        in (found)
    )


def test_of_a_handful_of_sentences_only_a_class_with_a_single_one_is_rare():
    assert findings(*sentences("x", 5), *sentences("y", 4)) == ()
    (found,) = findings(*sentences("x", 2), *sentences("y", 2), *sentences("z", 1))
    assert found == (
        "1 class with fewer than 2 training sentences: “z” (1). That is hardly enough to learn from; a class with a "
        "single sentence stays in train."
    )


def test_up_to_ten_training_sentences_are_a_handful_and_eleven_are_not():
    assert findings(*sentences("x", 4), *sentences("y", 3), *sentences("z", 3)) == ()
    (found,) = findings(*sentences("x", 4), *sentences("y", 4), *sentences("z", 3))
    assert found.startswith("3 classes with fewer than 5 training sentences: “z” (3), “x” (4) and “y” (4). ")


def test_words_only_in_test_are_counted_named_and_their_fate_told():
    rows = (*CLEAN, "so never y heard | y | test")
    assert findings(*rows) == (
        "2 of 5 different words in test never occur in train and are skipped: “never” and “heard”.",
    )
    assert findings(*rows, unknown="vector") == (
        "2 of 5 different words in test never occur in train and are read as the unknown word: “never” and “heard”.",
    )
    (found,) = findings(*CLEAN, "so a b c d e f g | y | test")
    assert found.endswith(": “a”, “b”, “c”, “d”, “e” and 2 more.")


def test_words_only_in_validation_are_nobodys_worry():
    assert findings(*CLEAN, "so never y heard | y | validation") == ()


def test_words_too_rare_to_be_kept_are_counted():
    assert findings(*CLEAN, min_count=2) == ("10 different words of train, seen fewer than 2 times: skipped.",)
    assert findings(*CLEAN, min_count=2, unknown="vector") == (
        "10 different words of train, seen fewer than 2 times: read as the unknown word.",
    )
    assert findings(*CLEAN, *sentences("x", 5), *sentences("y", 5), "so q | y", min_count=2)[1:] == (
        "1 different word of train, seen fewer than 2 times: skipped.",
    )


def test_sentences_without_a_known_word_are_named_unless_they_are_read_as_unknown_words():
    rows = (*CLEAN, "never heard | y | test", "q | x")
    assert findings(*rows, min_count=2) == (
        "2 of 5 different words in test never occur in train and are skipped: “never” and “heard”.",
        "11 different words of train, seen fewer than 2 times: skipped.",
        "2 sentences without any known word (lines 13 and 14): the network sees nothing there.",
    )
    assert len(findings(*rows, min_count=2, unknown="vector")) == 2
    assert findings(*CLEAN, "never | y | test")[-1] == (
        "1 sentence without any known word (line 13): the network sees nothing there."
    )


def test_the_longest_sentences_are_told_with_their_rows():
    looked = report(dataset("a | x", "b b b b | y", "c c | x", "d | y", "e e e e e | x | test"), "record")
    assert looked.longest == (
        "Longest: 5 words (record 5), 4 words (record 2) and 2 words (record 3). "
        "Half of the sentences have at most 2 words."
    )
    assert report(dataset("a | x", "b | y")).longest == (
        "Longest: 1 word (line 1) and 1 word (line 2). Half of the sentences have at most 1 word."
    )


ODD = {
    "everything": (
        *["so x wx0 | x"] * 20,
        "so x wx0 | y",
        "so x wx0 | y | test",
        "never heard | z | test",
        "q | z",
        "q | z | validation",
    ),
    "two sentences": ("a | x", "a | y"),
    "no words": (" | x", " | y", " | x | test"),
}


@pytest.mark.parametrize("rows", ODD.values(), ids=ODD)
@pytest.mark.parametrize("unknown", ["skip", "vector"])
@pytest.mark.parametrize("min_count", [1, 2, 99])
def test_nothing_in_a_report_stands_in_the_way_of_training(rows, unknown, min_count):
    odd = dataset(*rows, unknown=unknown, min_count=min_count)
    found = report(odd).findings
    assert found and all("\n" not in finding and finding.endswith(".") for finding in found)
    run = train(odd, ModelConfig(3), TrainConfig(epochs=2, batch_size=3))
    assert [event.epoch for event in run if isinstance(event, EpochRecord)] == [1, 2]


def test_findings_come_the_gravest_first():
    starts = [
        "1 sentence with contradictory labels",
        "1 test sentence also among",
        "19 repeated sentences",
        "91% of the training sentences are “x”",
        "2 classes with fewer than 5 training sentences",
        "2 of 5 different words in test",
    ]
    found = findings(*ODD["everything"])
    assert len(found) == len(starts) + 1
    for finding, start in zip(found, starts, strict=False):
        assert finding.startswith(start), finding
    assert found[-1].startswith("1 sentence without any known word (line 23)")
