"""Labels as other people write them: several in a cell, none in the test part, too many, numbers and "nan"."""

import json
from collections import Counter

import pytest

from rnn_core import InvalidDataset, ReadOptions, Repairs, limits, read, read_draft, to_csv
from rnn_core.reading import finish, understand
from rnn_core.reading.draft import Draft
from rnn_core.reading.labels import examine
from rnn_core.reading.several_labels import split
from rnn_core.reading.table import Row, Table

WORDS = "rain wind snow frost hail cloud sun fog storm heat".split()


def drafted(text: str, **repairs) -> Draft:
    return read_draft(text.encode(), "mine.csv", ReadOptions(repairs=Repairs(**repairs)))


def rows(*labels: str, delimiter: str = ",", header: str = "text,mood", end: str = "\n") -> str:
    """A sentence for each label, quoted where it must be."""
    lines = [header.replace(",", delimiter)] if header else []
    for i, label in enumerate(labels):
        quoted = '"{}"'.format(label.replace('"', '""')) if delimiter in label or '"' in label else label
        lines.append(f"we saw {WORDS[i % 10]} on day {i}{delimiter}{quoted}")
    return end.join(lines)


def labels(draft: Draft) -> list[str]:
    return [example.label for example in draft.examples]


# Several labels in a cell.

SEVERAL = {
    "commas": rows("joy", "joy, love", "love", "anger", "anger, joy", "love"),
    "numbers": rows("3", "0", "3,0", "0", "1", "3", delimiter="\t", header=""),
    "numbers of which one never stands alone": rows(
        "27", "0", "2,27", "3", "27", "10,2", "2", "0", delimiter="\t", header=""
    ),
    "bars, few rows": rows("a|b", "a", "b", "c", end="\r\n"),
    "semicolons": rows("work", "home;work", "home", "home", delimiter="\t"),
    "no label of one": rows("red;blue", "blue;green", "red;green", "green;blue;red"),
    "lists as Python writes them": rows("['joy']", "['joy', 'love']", "['love']", '["it\'s"]'),
    "lists without quotation marks": rows("[4]", "[4, 7]", "[7]", "[9]", delimiter=";"),
    "sets and tuples": rows("('x',)", "('x', 'y')", "{'y'}", "('z',)", delimiter="|"),
    "doccano": rows("toxic#rude", "rude", "toxic", "fine"),
}


def test_what_a_format_says_of_one_column_is_not_said_of_another_that_is_chosen():
    records = [{"text": f"day {i}", "moods": ["a", "b"][: 1 + i % 2], "kind": "xy"[i % 2]} for i in range(8)]
    data = json.dumps(records).encode()
    of_moods, of_kind = (finish(understand(data, ReadOptions(sentence=0, label=i, split=-1))) for i in (1, 2))
    assert of_moods.draft and of_moods.draft.several == 4
    assert of_kind.draft and not of_kind.draft.several and not of_kind.draft.problems
    assert not any("taken out" in notice for notice in of_kind.notices)


@pytest.mark.parametrize("text", SEVERAL.values(), ids=SEVERAL)
def test_several_labels_in_a_cell_are_a_problem_with_three_ways_out(text):
    draft = drafted(text)
    (problem,) = draft.problems
    assert (
        "several labels in column" in problem
        and ", as in “" in problem
        and "Take the first of each, keep them together" in problem
    )
    assert draft.several == draft.unusable and not any("as numbers" in notice for notice in draft.notices)
    with pytest.raises(InvalidDataset, match="several labels"):
        draft.dataset()
    first, together, left = (
        drafted(text, **asked) for asked in ({"several": "first"}, {"several": "together"}, {"leave_out": True})
    )
    for done in (first, together, left):
        assert not done.problems and done.several == draft.several
        assert any("several labels" in notice for notice in done.notices), "what is done is told"
        assert not any("as numbers" in notice for notice in done.notices)
    assert len(first.examples) == len(together.examples) == len(draft.examples) + draft.several
    assert len(left.examples) == len(draft.examples)
    assert not any(mark in label for label in labels(first) for mark in ",;|#[]()")


def test_the_column_of_several_labels_is_named():
    named, nameless = (drafted(SEVERAL[name]).problems[0] for name in ("commas", "numbers"))
    assert named.startswith("lines 3 and 6: several labels in column “mood”, as in “joy, love”.")
    assert nameless.startswith("line 3: several labels in column 2, as in “3,0”.")


def test_the_first_label_is_the_first_that_is_written():
    assert labels(drafted(SEVERAL["commas"], several="first")) == ["joy", "joy", "love", "anger", "anger", "love"]
    assert labels(drafted(SEVERAL["numbers"], several="first")) == ["3", "0", "3", "0", "1", "3"]
    lists = drafted(SEVERAL["lists as Python writes them"], several="first")
    assert labels(lists) == ["joy", "joy", "love", "it's"]
    assert labels(drafted(SEVERAL["commas"], several="together"))[1] == "joy, love"


ONE = {
    "places": ["New York, USA", "Boston, USA", "Paris, France", "USA"],
    "a degree and a kind": ["very, good", "very, bad", "good", "bad"],
    "two questions in one": ["urgent, bill", "urgent, line", "low, bill", "low, line"],
    "one that could be several beside one that could not": ["a, b", "Rome, IT", "a", "b"],
    "coarse and fine": ["NUM/date", "NUM/count", "LOC/city", "NUM", "LOC"],
    "decimal commas": ["1,0", "2,0", "0,5", "3,0"],
    "half stars": ["1", "1,5", "2", "2,5", "3", "4,5", "4", "5"],
    "quarters": ["0", "1", "2", "0,25", "0,75", "1", "1,5", "0"],
    "any decimals": ["1,7", "2,3", "3,1", "2", "3", "1,3", "3,2", "2,1"],
    "the same number twice": ["0", "1", "0,0"],
    "one-hot": ["[0, 1, 0]", "[1, 0, 0]", "[0, 0, 1]"],
    "one-hot of two": ["[0, 1]", "[1, 0]"],
    "marks in names": ["C", "C++", "C#", "AT&T", "R&D"],
    "brackets in names": ["[NEG]", "[POS]", "[very good]"],
    "missing": ["N/A", "n", "y"],
}


@pytest.mark.parametrize("cells", ONE.values(), ids=ONE)
def test_a_label_with_a_mark_in_it_stays_one(cells):
    draft = drafted(rows(*cells * 3, delimiter="\t", header="text,mood"))
    assert not draft.several and not draft.problems and labels(draft) == cells * 3


def test_a_list_of_one_label_is_that_label_and_an_empty_list_is_none():
    draft = drafted(rows("['up']", "['down']", "['up']", '["down"]'))
    assert labels(draft) == ["up", "down", "up", "down"] and not draft.problems
    assert draft.notices == ("lines 2, 3, 4 and 5: the label is taken out of its brackets, as “up” out of “['up']”.",)
    (problem,) = drafted(rows("['up']", "['down']", "[]", "['up']")).problems
    assert problem.startswith("line 4: the label column “mood” is empty")


def test_rows_that_a_format_marks_have_several_labels_whatever_they_are():
    table = Table(
        "fasttext",
        "line",
        2,
        tuple(Row(i, cells) for i, cells in enumerate([("a b", "x"), ("c d", "x, q"), ("e f", "y")], 1)),
        names=("sentence", "label"),
        several=(2,),
    )
    draft = finish(understand(table)).draft
    assert draft.problems[0].startswith("line 2: several labels in column “label”, as in “x, q”.")
    first = finish(understand(table, ReadOptions(repairs=Repairs(several="first")))).draft
    assert labels(first) == ["x", "x", "y"]


def test_taking_the_first_goes_on_until_one_label_is_left():
    cells = ["a;b|c", "c", "a;b", "a", "b", "a;b|c"]
    draft = drafted(rows(*cells), several="first")
    assert labels(draft) == ["a", "c", "a", "a", "b", "a"]


def test_what_was_kept_together_is_written_and_reads_back():
    kept = drafted(SEVERAL["commas"], several="together").dataset()
    back = read(to_csv(kept.examples), "back.csv")
    assert back.dataset.examples == kept.examples
    assert any("several labels are kept together as one, as in “joy, love”." in notice for notice in back.notices)


def test_words_of_a_tagged_sentence_are_not_several_labels():
    text = "sentence\ttags\nsun\tN\nit rains\tP,V V\nthe sun\tP N\nrains\tV\n"
    draft = read_draft(text.encode(), "t.tsv", ReadOptions(tags=True))
    assert not draft.several and not draft.problems


def test_many_different_cells_are_looked_at_once():
    cells = {f"{i},{i + 1};{i}|{i}": 1 for i in range(50_000)}
    assert split(Counter(cells)) == {}


# No label in the test part.


def parted(train: str, *test: str, validation: str = "") -> str:
    """Rows of which each letter is a label; those for testing after those for training."""
    made = [(label, "train") for label in train] + [(label, "dev") for label in validation]
    made += [(label, "test") for label in test]
    lines = [f"{i},we saw {WORDS[i % 10]} today,{label},{part}" for i, (label, part) in enumerate(made)]
    return "nr,text,mark,split\n" + "\n".join(lines) + "\n"


@pytest.mark.parametrize("mark", ["-1", "", "?", "None", "hidden"])
def test_a_test_part_without_labels_is_named_and_left_out_if_wanted(mark):
    text = parted("0101010101", mark, mark, mark)
    draft = drafted(text)
    (problem,) = draft.problems
    said = f"each of its rows has “{mark}”, which no training row has" if mark else "each is empty"
    assert problem == (
        f"lines 12, 13 and 14: the test part has no labels: {said}. Leave these rows out, and a share of the others "
        "takes their place."
    )
    assert draft.unusable == 3 and len(draft.examples) == 10
    left = drafted(text, leave_out=True)
    dataset = left.dataset(0.2)
    assert not left.has_split and dataset.classes == ("0", "1")
    assert len(dataset.indices("train")) == 8 and len(dataset.indices("test")) == 2
    assert f"Left out: {problem}" in left.notices


def test_a_validation_part_with_labels_stays_and_one_without_goes():
    left = drafted(parted("01010101", "-1", "-1", "-1", validation="01"), leave_out=True)
    assert [len(left.dataset(0.25).indices(part)) for part in ("train", "validation", "test")] == [6, 2, 2]
    other = drafted(parted("01010101", "0", "1", validation="???"))
    assert other.problems[0].startswith("lines 10, 11 and 12: the validation part has no labels")
    left = drafted(parted("01010101", "0", "1", validation="???"), leave_out=True)
    assert left.has_split and len(left.dataset(0.25).indices("test")) == 2


def test_single_test_rows_without_a_label_are_problems_of_their_own():
    text = parted("010101", "0", "-1", "1", "-1")
    assert drafted(text).problems == (
        "lines 9 and 11: no label: “-1” stands in no training row. Correct it, or leave the row out.",
    )
    left = drafted(text, leave_out=True)
    assert left.has_split and labels(left) == [*"010101", "0", "1"]


def test_a_label_that_training_rows_have_is_one():
    for text in (
        parted("+-+-", "-", "-", "-"),
        parted(["1", "-1", "1", "-1"], "-1", "-1", "-1", "-1"),
        parted("1010", "1.0", "1.0", "1.0"),
        parted("xyxy", "X ", "X", "X"),
    ):
        assert not drafted(text).problems


def test_a_class_that_stands_only_in_test_is_refused_as_before():
    with pytest.raises(InvalidDataset, match="“z” occurs only outside the training sentences"):
        drafted(parted("xyxy", "z", "x", "y", "x")).dataset()
    with pytest.raises(InvalidDataset, match="“z” occurs only outside the training sentences"):
        drafted(parted("xyxy", "z", "z")).dataset()


# Words for nothing, equal numbers, many classes.


def test_labels_and_sentences_that_may_mean_nothing_are_kept_and_told():
    text = "text,mood\nfine day,nan\nbad day,NONE\nnull,good\nso so,nan\nn/a,good\nnone of it,good\n"
    draft = drafted(text)
    assert [(e.sentence, e.label) for e in draft.examples][2:4] == [("null", "good"), ("so so", "nan")]
    assert draft.notices == (
        "line 4: the sentence is “null”: it may mean that there was none. It is kept.",
        "line 6: the sentence is “n/a”: it may mean that there was none. It is kept.",
        "The label “NONE” stands in 1 row: it may mean that there was none. It is kept.",
        "The label “nan” stands in 2 rows: it may mean that there was none. It is kept.",
    )


def test_labels_that_are_the_same_number_are_told_and_merged_if_wanted():
    text = rows("1", "1.0", "0", "1", "01", "0", "1,00", delimiter="\t")
    draft = drafted(text)
    assert set(draft.labels.same) == {("1", "01", "1,00", "1.0")} and len(set(labels(draft))) == 5
    assert "are kept apart, though as numbers some are equal" in draft.notices[0]
    merged = drafted(text, merge_labels=True)
    assert set(labels(merged)) == {"0", "1"} and not merged.notices


def test_numbers_are_compared_to_the_last_digit():
    long = "1" + "0" * 30
    assert examine([long, long[:-1] + "1", "x"], merge=False, coarse=False).same == ()


def classes(*sizes: int) -> str:
    """So many sentences of each class, the largest last."""
    lines = [f"we saw {WORDS[i % 10]} on day {i},kind{c:03}" for c, size in enumerate(sizes) for i in range(size)]
    return "text,mood\n" + "\n".join(lines)


def test_of_too_many_classes_the_most_frequent_are_used_if_wanted():
    text = classes(*[1] * 20, *[4] * 60)
    draft = drafted(text)
    assert draft.labels.refusal.endswith("Otherwise merge some, or use the 60 most frequent, with 92% of the rows.")
    used = drafted(text, largest_classes=True)
    assert not used.labels.refusal and used.notices == (
        "Of 80 labels the 60 most frequent are used, with 92% of the rows; the others (“kind000”, “kind001”, "
        "“kind002”, “kind003”, “kind004” and 15 more) are left out.",
    )
    dataset = used.dataset(0.25)
    assert len(dataset.classes) == 60 and len(dataset.examples) == 240
    assert [" ".join(words) for words in sentences(dataset)] == [e.sentence for e in dataset.examples]


def sentences(dataset):
    """The sentences as their words were kept."""
    cut = dataset.tokenised
    return [
        [cut.words[i] for i in cut.ids[start:stop]]
        for start, stop in zip(cut.offsets[:-1], cut.offsets[1:], strict=True)
    ]


def test_of_a_test_file_the_classes_that_are_not_used_are_left_out_too():
    used = drafted(classes(*[1] * 20, *[4] * 60), largest_classes=True)
    tests = drafted("text,mood\nwe saw fog,kind001\nwe saw rain,kind050\nwe saw sun,kind070\n")
    dataset = used.dataset(test_file=tests)
    assert [e.label for e in dataset.examples_of("test")] == ["kind050", "kind070"]
    assert [" ".join(words) for words in sentences(dataset)[-2:]] == ["we saw rain", "we saw sun"]


def test_merging_comes_before_counting_classes():
    names = [f"{case}{i}" for i in range(40) for case in ("k", "K")]
    draft = drafted(rows(*names, *names), merge_labels=True, largest_classes=True)
    assert draft.labels.share is None and len(set(labels(draft))) == 40 and len(draft.examples) == 160


def test_sixty_classes_are_no_less_possible_than_before():
    assert drafted(classes(*[2] * limits.MAX_CLASSES)).labels.share is None


@pytest.mark.parametrize(
    ("mark", "others"), [("-", "wet dry"), ("?", "1 0"), ("-1", "wet dry"), ("unknown", "wet dry")]
)
def test_a_label_that_may_stand_for_none_is_told(mark, others):
    told = examine([mark, *others.split() * 2], merge=False, coarse=False).notices
    assert told == (f"The label “{mark}” stands in 1 row: it may mean that there was none. It is kept.",)


@pytest.mark.parametrize("labels", ["+ -", "1 -1", "1 0 -1", "wet dry"])
def test_signs_and_numbers_among_their_like_are_labels(labels):
    assert examine(labels.split() * 2, merge=False, coarse=False).notices == ()


@pytest.mark.parametrize("shape", ["{}|", "{};", "#{}", ",{},"])
def test_a_separator_at_the_ends_of_all_labels_is_no_part_of_them(shape):
    mark = shape.replace("{}", "")[0]
    cells = [
        shape.format(mark.join(held)) for held in (["joy"], ["joy", "love"], ["love"], ["anger"], ["anger", "joy"])
    ]
    text = rows(*cells, *cells, delimiter="\t")
    assert "several labels in column “mood”" in drafted(text).problems[0]
    first = drafted(text, several="first")
    assert labels(first) == ["joy", "joy", "love", "anger", "anger"] * 2
    assert any(f"out of the marks around it, as “joy” out of “{cells[0]}”" in told for told in first.notices)
