"""A separate test file: read as the first file is, by the names of its columns, or refused as what it is."""

import json
from dataclasses import fields, replace

import numpy as np
import pytest

from playground.loading import as_table
from rnn_core import ReadOptions, Repairs, TextConfig, limits
from rnn_core.reading import Understood, finish, understand
from rnn_core.reading.telling import how_read
from rnn_core.reading.test_files import OTHERWISE, UNLABELLED, like, understand_tests
from tests.reading.corpus import corpus

NAMED = "nr,remark,mood\n" + "".join(
    f"{i},the soup was {word},{mood}\n"
    for i, (word, mood) in enumerate([("hot", "glad"), ("cold", "sad"), ("rich", "glad"), ("thin", "sad")] * 3)
)
BARE = "".join(f"the soup was {word},{mood}\n" for word, mood in [("hot", "glad"), ("cold", "sad")] * 4)
FIRST_PLACE = "".join(f"{mood}\t{i}\tsoup {i}\n" for i, mood in enumerate(("glad", "sad") * 4))
FASTTEXT = "".join(f"__label__glad soup {i}\n__label__sad soup\n" for i in range(5))
RECORDS = '{"text": "soup", "label": "a"}\n{"text": "stew", "label": "b"}\n' * 3
NUMBERED = "id,text,label\n" + "".join(f"{i},soup {i} is what we had,{i % 2}\n" for i in range(8))


def first(file: str | bytes, **asked) -> Understood:
    content = file if isinstance(file, bytes) else file.encode()
    return finish(understand(content, ReadOptions(**asked)))


def read_tests(text: str | bytes, beside: Understood) -> Understood:
    content = text if isinstance(text, bytes) else text.encode()
    return finish(understand_tests(content, beside))


def pairs(found: Understood) -> list[tuple[str, str]]:
    assert found.draft is not None, found.refusal
    assert not found.draft.problems
    return [(e.sentence, e.label) for e in found.draft.examples]


WANTED = [("warm bread", "glad"), ("stale bread", "sad")]


@pytest.mark.parametrize(
    "text",
    [
        "nr,remark,mood\n1,warm bread,glad\n2,stale bread,sad\n",
        "mood,remark,nr\nglad,warm bread,1\nsad,stale bread,2",
        "day,text,Mood,title, REMARK \nmo,sad,glad,glad,warm bread\r\ntu,glad,sad,glad,stale bread\r\n",
        "\ufeffremark,mood\nwarm bread,glad\nstale bread,sad\n",
    ],
    ids=["the same", "another order", "more columns, one with a better name", "fewer columns"],
)
def test_columns_go_by_their_names(text):
    assert pairs(read_tests(text, first(NAMED))) == WANTED


@pytest.mark.parametrize("form", ["tab", "semicolon", "jsonl"])
def test_columns_go_by_their_names_in_every_format_with_names(form):
    def written(names, *rows):
        if form == "jsonl":
            return "\n".join(json.dumps(dict(zip(names, row, strict=True))) for row in rows)
        return "\n".join({"tab": "\t", "semicolon": ";"}[form].join(row) for row in (names, *rows))

    own = written(("remark", "mood"), *[(f"soup {i}", ("glad", "sad")[i % 2]) for i in range(8)])
    tests = written(("mood", "label", "remark"), *[(mood, "x", remark) for remark, mood in WANTED])
    beside = first(own)
    found = read_tests(tests, beside)
    assert beside.format == found.format == form and pairs(found) == WANTED


@pytest.mark.parametrize(
    ("own", "text"),
    [
        (BARE, "warm bread,glad\nstale bread,sad\n"),
        (FIRST_PLACE, "glad\t1\twarm bread\nsad\t2\tstale bread"),
        ("".join(f"GLAD soup {i}\nSAD soup {i}\n" for i in range(5)), "GLAD warm bread\nSAD stale bread\n"),
        (FASTTEXT, "__label__glad warm bread\n__label__sad stale bread"),
        ("soup|glad\nstew|sad\nbroth|glad\nstock|sad\n", "warm bread|glad|mo\nstale bread|sad|tu\n"),
    ],
    ids=["comma", "tab, label first", "label first", "fastText", "one column more"],
)  # fmt: skip
def test_without_names_columns_go_by_their_places(own, text):
    found = read_tests(text, first(own))
    assert [(s, label.lower()) for s, label in pairs(found)] == WANTED and OTHERWISE not in found.notices


def test_a_header_that_only_one_of_both_files_has_is_no_sentence():
    longer = "remark,mood\n" + "warm bread,glad\nstale bread,sad\n" * 3
    assert pairs(read_tests(longer, first(BARE)))[:2] == WANTED
    assert pairs(read_tests("text,label\nwarm bread,glad\nstale bread,sad\n", first(BARE))) == WANTED
    once = "cold bread,sad\n" + "".join(f"warm bread {i},glad\n" for i in range(8))  # alone it seems to have a header
    assert pairs(read_tests(once, first(BARE)))[0] == ("cold bread", "sad")
    with_names = "remark,mood\n" + BARE
    assert pairs(read_tests("warm bread,glad\nstale bread,sad\n", first(with_names))) == WANTED


# What was said about the first file.


def test_what_was_said_by_hand_reaches_the_test_file():
    own = "".join(f"glad;x;soup {i} хорошо\nsad;x;soup {i} плохо\n" for i in range(4)).encode("cp1251")
    text = TextConfig("characters", unknown="vector")
    beside = first(
        own, encoding="cp1251", format="semicolon", header=False, sentence=1, label=0, split=-1, text=text,
        repairs=Repairs(leave_out=True),
    )  # fmt: skip
    found = read_tests("glad;хлеб;x\nsad;;x\n;суп;x\nsad;чай;x\n".encode("cp1251"), beside)
    assert pairs(found) == [("хлеб", "glad"), ("чай", "sad")]
    assert found.draft.text == text and any(n.startswith("Left out: line 3") for n in found.notices)


def test_a_column_that_was_chosen_by_hand_is_chosen_in_the_test_file_by_its_name():
    own = "text,other,label,mark\n" + "".join(f"soup {i},stew {i},x{i % 2},y{i % 2}\n" for i in range(6))
    found = read_tests(
        "label,mark,other,text\nx1,y1,warm bread,no\nx0,y0,stale bread,no\n", first(own, sentence=1, label=3)
    )
    assert pairs(found) == [("warm bread", "y1"), ("stale bread", "y0")]


def test_a_header_that_was_said_by_hand_holds_for_the_test_file():
    own, tests = "soup 0,glad\n" + BARE, "odd words,glad\nwarm bread,glad\nstale bread,sad\n"
    assert pairs(read_tests(tests, first(own, header=False)))[0] == ("odd words", "glad")
    with_names = read_tests("soup 0,glad\nwarm bread,glad\nstale bread,sad\n", first(own, header=True))
    assert pairs(with_names) == WANTED


def test_every_option_that_was_said_is_taken_for_granted_but_for_the_places_of_columns():
    said = ReadOptions(
        encoding="cp1251", format="pipe", header=True, sentence=1, label=0, split=2, tags=False,
        repairs=Repairs(True, "last", True, True, True), text=TextConfig("words", False, 3, "skip"),
    )  # fmt: skip
    beside = replace(first(BARE), asked=said, text=said.text)
    taken = like(beside)
    apart = {"sentence": None, "label": None, "split": -1}
    for option in fields(ReadOptions):
        assert getattr(taken, option.name) == apart.get(option.name, getattr(said, option.name)), option.name


def test_words_are_cut_as_in_the_first_file_and_long_sentences_too():
    long = " ".join(f"w{i}" for i in range(500))
    beside = first(BARE + f"{long},glad\n", repairs=Repairs(truncate="last"), text=None)
    assert beside.text.tokeniser == "words"
    found = read_tests(f"great!,glad\n{long},sad\n", beside)
    assert "great" in found.draft.tokenised.words and found.draft.tokenised.lengths[1] == 400
    assert any("line 2: cut to its last 400 words" in notice for notice in found.notices)


@pytest.mark.parametrize(("said", "mark"), [(None, "^"), ("::", "::"), (" % ", " % ")])
def test_another_separator_reaches_the_test_file(said, mark):
    own = "".join(f"soup {i}{mark}glad\nstew {i}{mark}sad\n" for i in range(5))
    found = read_tests(f"warm bread{mark}glad\n", first(own, delimiter=said))
    assert pairs(found) == WANTED[:1] and f"columns, “{mark}” between" in how_read(found)


def test_quotation_marks_are_what_somebody_said_also_in_the_test_file():
    own = "".join(f"glad,soup {i}\nsad,stew\n" for i in range(5))
    text = 'glad,"warm bread"\n'
    assert pairs(read_tests(text, first(own, quoting="none"))) == [('"warm bread"', "glad")]
    assert pairs(read_tests(text, first(own))) == WANTED[:1]


def test_cells_that_are_joined_in_the_first_file_are_joined_in_the_test_file():
    own = "text,label\n" + "".join(f"soup {i},glad\nstew {i},sad\n" for i in range(9))
    assert read_tests("text,label\nwarm, soft bread,glad\nrye,sad\nbun,sad\n", first(own)).draft.problems
    joined = read_tests("text,label\nwarm, soft bread,glad\nrye,sad\nbun,sad\n", first(own, join=True))
    assert pairs(joined)[0] == ("warm, soft bread", "glad")


def test_an_encoding_that_nobody_said_is_found_out_for_each_file():
    own = BARE.replace("soup", "café").encode("cp1252")
    found = read_tests("thé,glad\nlait,sad\n", first(own))
    assert first(own).encoding == "cp1252" and pairs(found)[0] == ("thé", "glad")


def test_words_with_tags():
    own = "the/DET soup/N boils/V\nit/PRON boils/V\na/DET pot/N\n" * 3
    found = read_tests("the/DET pan/N\nit/PRON sings/V\n", first(own, tags=None))
    assert pairs(found) == [("the pan", "DET N"), ("it sings", "PRON V")]
    odd = read_tests("the/DET pan/N\nit/X sings/V\n", first(own, tags=None))
    assert odd.draft.problems[0].startswith("line 2: the tag “X” occurs only outside the training sentences")


# Where that does not go.


@pytest.mark.parametrize(
    "text",
    [
        "mood\tnr\tremark\nglad\t1\twarm bread\nsad\t2\tstale bread\n",
        json.dumps([{"mood": mood, "remark": remark} for remark, mood in WANTED]),
        "warm bread;glad\nstale bread;sad\nwarm bread;glad\nstale bread;sad\n",
        "__label__glad warm bread\n__label__sad stale bread\n",
    ],
    ids=["tab", "JSON", "semicolon without a header", "fastText"],
)
def test_another_format_is_found_out_and_told(text):
    found = read_tests(text, first(NAMED))
    assert pairs(found)[:2] == WANTED and found.notices[0] == OTHERWISE
    assert found.format != "comma" and how_read(found).startswith("read as ")


def test_a_label_column_of_another_name_is_taken_only_if_it_holds_the_labels_of_the_first_file():
    text = "nr,remark,feeling\n0,warm bread,glad\n1,stale bread,sad\n2,rye bread,sad\n"
    assert pairs(read_tests(text, first(NAMED)))[:2] == WANTED
    other = read_tests(text.replace("glad", "good").replace("sad", "bad"), first(NAMED))
    assert other.refusal and "there is no column “mood”, only “nr”, “remark” and “feeling”" in other.refusal


def test_a_sentence_column_of_another_name_is_found_out():
    assert pairs(read_tests("mood,nr,words\nglad,1,warm bread\nsad,2,stale bread\n", first(NAMED))) == WANTED


@pytest.mark.parametrize(
    ("own", "text", "said"),
    [
        (NAMED, "nr,remark\n1,warm bread\n2,stale bread\n", "there is no column “mood”, only “nr” and “remark”: "),
        (NUMBERED, "id,text\n0,warm bread\n1,stale bread\n2,rye bread\n", "there is no column “label”"),
        (NUMBERED, "id,text,label\n0,warm bread,\n1,stale bread,\n", "every label is empty: "),
        (NUMBERED, "id,text,label\n0,warm bread,-1\n1,stale bread,-1\n", "“-1” stands in the place of every label: "),
        (NAMED, "nr,remark,mood\n0,warm bread,?\n1,stale bread,?\n", "“?” stands in the place of every label: "),
        (NAMED, "remark\nwarm bread\nstale bread\n", "there is no column “mood”, only “remark”: "),
        (BARE, "warm bread\nstale bread\n", ""),
        (BARE, "warm bread,-1\nstale bread,-1\n", "“-1” stands in the place of every label: "),
        (BARE, "warm bread, soft\nstale, alas\nrye, oats, corn\n", ""),
        (BARE, "1,warm bread\n2,stale bread\n3,rye bread\n", ""),
        ("".join(f"{i % 2},soup {i}\n" for i in range(8)), "0,warm bread\n1,rye bread\n2,buns\n3,rolls\n4,scones", ""),
        ("".join(f"NUM how many {i}\nLOC where is {i}\n" for i in range(5)), "how many buns\nwhere is it\nwho\n", ""),
        (FASTTEXT, "warm bread\nstale bread\n", ""),
        (RECORDS, '{"text": "warm bread"}\n{"text": "rye"}\n', ""),
        (RECORDS, '{"id": 1, "text": "warm bread"}\n{"id": 2, "text": "rye"}\n', ""),
    ],
)
def test_a_file_without_labels_is_no_test_file(own, text, said):
    beside = first(own)
    assert beside.draft is not None
    found = read_tests(text, beside)
    assert found.draft is None and found.refusal and found.refusal.endswith(UNLABELLED)
    assert found.refusal.startswith(said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the file is empty"),
        ("nr,remark,mood\n", "there is a header but no sentence below it"),
        ("PK\x03\x04\x00\x00", "zip"),
        ('nr,remark,mood\n1,"open,glad\n2,so,sad\n', "a quotation mark is left open"),
        ("nr,remark,mood\n1,warm bread,0\n2,rye,1\n3,so,0\n4,oh,1\n", "its labels (“0” and “1”) are not those of"),
        ("nr,remark,mood\n1,,glad\n2,,sad\n", "none of its rows can be used."),
    ],
)  # fmt: skip
def test_a_test_file_that_cannot_be_read_is_refused_in_its_own_words(text, said):
    found = read_tests(text, first(NAMED))
    assert found.draft is None and found.refusal and said in found.refusal


# Labels.


def test_rows_with_a_label_that_training_does_not_have_are_named_and_left_out_if_wanted():
    text = "nr,remark,mood\n1,warm bread,glad\n2,odd bread,cross\n3,stale bread,sad\n4,no bread,shy\n"
    found = read_tests(text, first(NAMED))
    (problem,) = found.draft.problems
    assert problem.startswith("lines 3 and 5: the labels “cross” and “shy” occur only outside the training sentences.")
    left = read_tests(text, first(NAMED, repairs=Repairs(leave_out=True)))
    assert pairs(left) == WANTED and left.draft.unusable == 2 and f"Left out: {problem}" in left.notices
    words = left.draft.tokenised
    assert [words.words[i] for i in words.ids] == ["warm", "bread", "stale", "bread"]
    assert np.array_equal(words.offsets, [0, 2, 4])


def test_labels_written_a_little_otherwise_are_those_of_the_first_file_and_that_is_told():
    found = read_tests("warm bread,Glad\nstale bread, SAD \nstale bread,sad \n", first(BARE))
    assert pairs(found) == [*WANTED, WANTED[1]]
    assert "“Glad” is taken for the label “glad” of the first file." in found.notices


@pytest.mark.parametrize("yes_and_no", [("true", "false"), ("Yes", "No"), ("1.0", "0.0"), ("01", "0,0")])
def test_other_words_for_yes_and_no_and_equal_numbers_are_those_of_the_first_file(yes_and_no):
    yes, no = yes_and_no
    found = read_tests(f'id,text,label\n1,warm bread,"{yes}"\n2,stale bread,"{no}"\n', first(NUMBERED))
    assert pairs(found) == [("warm bread", "1"), ("stale bread", "0")]
    assert f"“{yes}” is taken for the label “1” of the first file." in found.notices


def test_of_several_labels_the_same_is_taken_as_in_the_first_file():
    own = "text,label\n" + "".join(
        f'soup {i},"glad, shy"\nstew {i},sad\nrye {i},glad\noats {i},shy\n' for i in range(3)
    )
    text = 'text,label\nwarm bread,"glad, shy"\nstale bread,sad\nrye,shy\noats,glad\n'
    taken = read_tests(text, first(own, repairs=Repairs(several="first")))
    assert pairs(taken)[:2] == WANTED
    together = read_tests(text, first(own, repairs=Repairs(several="together")))
    assert pairs(together)[0] == ("warm bread", "glad, shy")


def test_of_the_largest_classes_those_are_kept_that_the_first_file_keeps(monkeypatch):
    monkeypatch.setattr(limits, "MAX_CLASSES", 2)
    own = BARE + "".join(f"oats {i},{mood}\n" for i, mood in enumerate(("shy", "shy", "cross")))
    beside = first(own, repairs=Repairs(largest_classes=True))
    found = read_tests("warm bread,glad\nrye,shy\nrye,shy\nstale bread,sad\n", beside)
    assert found.draft and not found.draft.problems
    tests = beside.draft.dataset(test_file=found.draft).examples_of("test")
    assert [(e.sentence, e.label) for e in tests] == WANTED


def test_a_label_that_could_be_two_of_the_first_file_is_neither():
    beside = first(BARE + "".join(f"oats {i},SAD\nrye {i},Glad\n" for i in range(3)))
    (problem,) = read_tests("warm bread,glad\nrye,SaD\n", beside).draft.problems
    assert problem.startswith("line 2: the label “SaD” occurs only outside")


def test_merged_and_halved_labels_are_those_of_the_first_file():
    own = "warm soup,Glad\ncold soup,glad\nmy soup,glad\nstew,sad\nrye,sad\n"
    merged = first(own, repairs=Repairs(merge_labels=True))
    assert (
        pairs(read_tests("warm bread,Glad\nwarm bread,Glad\nwarm bread,glad\nstale bread,sad\n", merged))[::3] == WANTED
    )
    apart = first(own + "oats,SAD\n")
    assert pairs(read_tests("warm bread,Glad\nstale bread,SAD\n", apart)) == [
        ("warm bread", "Glad"),
        ("stale bread", "SAD"),
    ]
    halves = "".join(f"soup {i},A:one\nsoup {i},A:two\nstew {i},B:one\nstew {i},B:two\n" for i in range(3))
    coarse = first(halves, repairs=Repairs(coarse_labels=True))
    assert [label for _, label in pairs(read_tests("bread,A:one\nrye,B:three\n", coarse))] == ["A", "B"]


def test_sentences_for_testing_may_all_have_one_label():
    assert pairs(read_tests("nr,remark,mood\n1,warm bread,glad\n", first(NAMED))) == WANTED[:1]


def test_a_split_column_in_the_test_file_makes_no_difference():
    text = "nr,remark,mood,split\n1,warm bread,glad,train\n2,stale bread,sad,holdout\n"
    assert pairs(read_tests(text, first(NAMED))) == WANTED


def test_beside_an_edited_table_it_is_read_on_its_own():
    table = as_table((("soup", "glad", "train"), ("stew", "sad", "train"), ("broth", "sad", "train")))
    beside = finish(understand(table))
    for text in (
        "nr,sentence,label\n1,warm bread,glad\n2,stale bread,sad\n",
        "warm bread\tglad\nstale bread\tsad\n",
        "glad;warm bread\nsad;stale bread\nsad;stale bread\n",
    ):
        assert pairs(read_tests(text, beside))[:2] == WANTED


# Any file.


def test_every_file_can_be_its_own_test_file():
    tried = 0
    for name, data in corpus().items():
        beside = first(data, tags=None, text=None)
        if beside.draft is None or beside.draft.problems or not beside.draft.examples:
            continue
        assert pairs(read_tests(data, beside)) == [(e.sentence, e.label) for e in beside.draft.examples], name
        tried += 1
    assert tried > 20


def test_any_file_beside_any_other_is_understood_or_refused():
    files = list(corpus().values())
    every_fourth = [beside for beside in map(first, files[::4]) if beside.draft is not None]
    for beside in [*every_fourth, first(NAMED), first(BARE)]:
        for data in files:
            found = read_tests(data, beside)
            assert (found.draft is None) == bool(found.refusal)
