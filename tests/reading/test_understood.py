"""What was understood of a file, as one value: how far it came, what was asked, and nothing found out twice."""

from dataclasses import replace

import pytest

from playground.loading import as_table
from rnn_core import InvalidDataset, ReadOptions, Repairs, TextConfig, read_draft
from rnn_core.reading import Understood, finish, understand
from rnn_core.reading import understood as stages
from rnn_core.reading.drafting import PROGRESS_EVERY
from tests.reading.corpus import corpus
from tests.reading.mutation import drawn

FILE = b"text,mark,other\n" + b"a b,x,1\nc d,y,2\n" * 5


def understood(data: bytes, earlier: Understood | None = None, **asked) -> Understood:
    return finish(understand(data, ReadOptions(**asked), earlier))


def told(found: Understood) -> tuple:
    """All that can be compared: a draft holds arrays."""
    draft = found.draft and (
        found.draft.examples,
        found.draft.problems,
        found.draft.labels,
        found.draft.tokenised.words,
    )
    return replace(found, draft=None), draft, found.notices


# How far it came.


@pytest.mark.parametrize(
    ("data", "known"),
    [
        (b"", []),
        (b'sentence,label\nfine,x\n"open,y\n', ["encoding", "format"]),
        (b"a line\nand another\n", ["encoding", "format", "table", "header"]),
        (b"sentence,tags\nthe dog,x\nit runs,y\n", ["encoding", "format", "table", "header", "columns", "tags"]),
        (FILE, ["encoding", "format", "table", "header", "columns", "tags", "draft"]),
    ],
    ids=["no text", "no rows", "no columns", "no tags", "all"],
)
def test_what_was_found_out_before_a_refusal_is_there(data, known):
    found = understood(data, tags=True) if b"tags" in data else understood(data)
    parts = ("encoding", "format", "table", "header", "columns", "tags", "draft")
    assert [part for part in parts if getattr(found, part) is not None] in (known, [*known, "tags"])
    assert (found.refusal is None) == (found.draft is not None)


def test_every_file_is_refused_in_the_words_of_the_terminal_or_not_at_all():
    for name, data in corpus().items():
        found = finish(understand(data))
        try:
            draft = read_draft(data, name)
        except InvalidDataset as error:
            assert found.refusal and str(error).endswith(f": {found.refusal}"), name
        else:
            assert found.draft and draft.examples == found.draft.examples and draft.notices == found.notices, name


def test_rows_that_were_typed_are_understood_like_those_of_a_file():
    found = finish(understand(as_table((("a b", "x", "train"), ("c", "y", "test")))))
    assert (found.encoding, found.format, found.roles) == (None, "table", {"sentence": 0, "label": 1, "split": 2})
    assert found.draft and [e.split for e in found.draft.examples] == ["train", "test"]
    assert finish(understand(as_table(()))).refusal == "there are no rows."


def test_all_but_the_draft_is_known_before_the_rows_are_read_and_then_how_many_are():
    seen = list(understand(b"sentence,label\n" + b"a,x\nb,y\n" * (2 * PROGRESS_EVERY)))
    assert [found.share for found in seen] == [0, 0.25, 0.5, 0.75]
    for found in seen:
        assert found.draft is None and found.refusal is None
        assert found.columns and found.names == ("sentence", "label") and len(found.rows) == 4 * PROGRESS_EVERY


# What is asked.


def test_one_thing_said_otherwise_lets_what_depends_on_it_be_found_out_anew():
    repairs = Repairs(leave_out=True)
    asked = ReadOptions("utf-8", "comma", True, 0, 1, -1, True, repairs, TextConfig("words"))
    found = Understood(asked)
    anew = {"sentence": None, "label": None, "split": None}
    assert found.asking("encoding", "big5") == replace(asked, encoding="big5", format=None, header=None, **anew)
    assert found.asking("format", "tab") == replace(asked, format="tab", header=None, **anew)
    assert found.asking("tags", False) == replace(asked, tags=False, **anew)


def test_beside_a_column_that_is_named_the_others_stay_as_they_are_shown():
    found = understood(FILE, tags=None)
    assert found.roles == {"sentence": 0, "label": 1, "split": -1}
    assert found.asking("label", 2) == ReadOptions(sentence=0, label=2, split=-1, tags=None)
    assert found.asking("header", False) == ReadOptions(header=False, sentence=0, label=1, split=-1, tags=None)
    assert understood(TAGGED.encode(), tags=None).asking("label", 0) == ReadOptions(None, None, None, 0, 0, -1, True)
    same = understood(FILE, sentence=1, label=1)
    assert same.refusal == "the sentence and the label are the same column. Choose two."
    assert same.roles == {"sentence": 1, "label": 1, "split": -1}  # as they were asked for


def test_tags_after_slashes_are_not_asked_for_where_no_word_has_a_label():
    assert Understood(ReadOptions(format="tagged")).asking("tags", False) == ReadOptions(tags=False)
    assert Understood(ReadOptions(format="tab")).asking("tags", False) == ReadOptions(format="tab", tags=False)


def test_what_can_be_mended_is_told_also_when_it_is_mended():
    data = b"sentence,label\n" + b"long " * 500 + b",x\na,x\nb,y\n"
    for mended in (Repairs(), Repairs(leave_out=True), Repairs(truncate="first"), Repairs(True, "last")):
        draft = understood(data, repairs=mended).draft
        assert draft and draft.too_long and bool(draft.problems) == (mended == Repairs())
        assert draft.unusable == (mended.truncate is None)  # one that is cut can be used
    fine = understood(FILE).draft
    assert fine and not fine.too_long and not fine.unusable


# Nothing is found out twice.


def test_with_what_was_understood_before_a_file_is_understood_as_without():
    for index in range(150):
        data, ways = drawn(11, index)
        earlier = None
        for _, asked, *_ in [*ways, ways[0]]:
            fresh = finish(understand(data, asked))
            found = finish(understand(data, asked, earlier))
            assert told(found) == told(fresh), index
            earlier = found


@pytest.mark.parametrize(
    ("change", "again"),
    [
        ({"encoding": "cp1252"}, ["decode", "detect", "parse", "guess_header", "choose"]),
        ({"format": "comma"}, ["decode", "parse", "guess_header", "choose"]),
        ({"delimiter": ","}, ["decode", "parse", "guess_header", "choose"]),
        ({"quoting": "none"}, ["decode", "detect", "parse", "guess_header", "choose"]),
        ({"tags": None}, ["decode", "detect", "parse", "guess_header", "choose"]),
        ({"header": True}, ["choose"]),
        ({"label": 2}, ["guess_header", "choose"]),
        ({"split": -1}, ["guess_header", "choose"]),
        ({"text": TextConfig("words")}, []),
        ({"repairs": Repairs(merge_labels=True)}, []),
    ],
    ids=lambda value: "".join(value) if isinstance(value, dict) else "",
)
def test_only_what_depends_on_what_is_asked_is_found_out_again(monkeypatch, change, again):
    calls = []

    def count(name, real):
        def counted(*args):
            calls.append(name)
            return real(*args)

        monkeypatch.setattr(stages, name, counted)

    for name in ("decode", "detect", "parse", "guess_header", "choose"):
        count(name, getattr(stages, name))
    earlier = understood(FILE)
    calls.clear()
    found = understood(FILE, earlier, **change)
    assert calls == again and found.draft is not None and found.draft is not earlier.draft


# Whether every word has a label.

TAGGED = "the/DET dog/N sleeps/V\na/DET cat/N\nit/DET runs/V\n"


@pytest.mark.parametrize(
    ("text", "clearly"),
    [
        (TAGGED, True),
        (TAGGED.replace("/V", "/V\n\n"), True),
        (TAGGED + "again it/DET rains/V\n", False),  # one word without
        ("http://a.b/c http://a.b/d\nhttp://e.f/g\n", False),  # no tag occurs twice
        ("a/X b/X\nc/X\n", False),  # one tag alone
        ("1/2\n3/4\n5/6\n", False),
        ("sentence,tags\nthe dog sleeps,DET N V\na cat,DET N\nhe,N\n", True),
        ("DET N V,the dog sleeps\nDET N,a cat\nN,he\n", True),
        ("sentence,tags\nthe dog sleeps,DET N V\na cat,DET N\nhe is,N\n", False),  # a word without
        ("sentence,label\nthe dog,very good\na cat,very bad\nit runs,very good\n", False),  # as it happens
        ("sentence,label\nthe dog sleeps,a b c\na cat,d e\nit,f\n", False),  # no tag occurs twice
        ("sentence,label\nyes,good\nno,bad\nyes,good\nno,bad\n", False),
        ("sentence,label\na dog,x\na cat,y\n", False),
        ('[{"text": "the dog sleeps", "tags": "D N N"}, {"text": "a cat", "tags": "D N"}]', True),
    ],
)
def test_a_file_is_taken_for_tagged_where_it_clearly_is(text, clearly):
    assert bool(understood(text.encode(), tags=None).tags) == clearly
    assert not understood(text.encode()).tags  # where nobody asks, it is not


def test_words_with_their_tags_are_a_format_that_can_be_asked_for():
    found = understood(b"the/DET dog/N\nit/PRON runs/V\n", format="tagged")
    assert found.tags and found.draft and found.draft.tagged
    assert [(e.sentence, e.label) for e in found.draft.examples] == [("the dog", "DET N"), ("it runs", "PRON V")]
    assert understood(TAGGED.encode(), tags=None).format == "tagged"
