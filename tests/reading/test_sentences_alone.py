"""Sentences without labels: a column of them where there is one, else a line each."""

import pytest

from rnn_core import Example, InvalidDataset, TextConfig, limits, to_csv
from rnn_core.reading.sentences_alone import read_alone


def read(text: str | bytes, **known) -> tuple[str, ...]:
    data = text if isinstance(text, bytes) else text.encode()
    return read_alone(data, TextConfig(), **known).sentences


@pytest.mark.parametrize(
    "text",
    [
        "a fine day\nrain, again\n",
        "a fine day\r\n\r\nrain, again",
        "\ufeffa fine day\n  rain, again  \n",
        "sentence\na fine day\nrain, again\n",
        "Text\na fine day\nrain, again\n",
        'text\na fine day\n"rain, again"\n',
        'text,label\na fine day,\n"rain, again",good\n',
        "id;review\n1;a fine day\n2;rain, again\n",
        "stars\tcomment\tdate\n3\ta fine day\t1999\n1\train, again\t2000\n",
        "label^sentence\nx^a fine day\ny^rain, again\n",
        '[{"text": "a fine day"}, {"text": "rain, again", "label": 3}]',
        '["a fine day", "rain, again"]',
        '{"sentence": "a fine day"}\n{"sentence": "rain, again"}\n',
        "__label__x a fine day\n__label__y rain, again\n",
    ],
)
def test_the_column_of_sentences_is_found_or_each_line_is_one(text):
    assert read(text) == ("a fine day", "rain, again")


@pytest.mark.parametrize(
    "lines",
    [
        ('he said "no', "then, he left"),
        ("good: yes", "bad: no"),
        ("x\ty", "z"),
        ("1,2", "3,4"),
        ("[verse] la la", "b"),
        ("the title of it, and more", "a text"),
        ("=1+1", "-3"),
        ("ok", "ok", "ok", "no"),
        ("one",),
        ("the same again",) * 300,
    ],
)
def test_a_line_is_a_sentence_whatever_signs_are_in_it(lines):
    assert read("\n".join(lines)) == lines


def test_how_it_was_read_is_told():
    assert read_alone(b"a\nb\n", TextConfig()).told == ("Each line is taken for a sentence.",)
    assert read_alone(b"id,text\n1,b\n", TextConfig()).told == ("The column “text” has the sentences.",)
    assert read_alone(b'["a", "b"]', TextConfig()).told == ("Each text of the list is taken for a sentence.",)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a\n\nb\n\n", ["1 blank line is left out."]),
        ("\na\n \n\nb", ["3 blank lines are left out."]),
        ("a\nb\n\n\n", []),  # behind the last one nothing is shifted
        ("text\na, b\n\nb\n", ["1 blank line is left out."]),
        ("text\na\n\nb\n", ["1 blank line is left out."]),
        ('text\n"a\n\nb"\nc\n', []),  # it is a part of a sentence
        ("text,n\na,1\n,2\nb,3\n", []),
    ],
)
def test_blank_lines_by_which_answers_stand_in_other_lines_are_counted(text, told):
    assert [one for one in read_alone(text.encode(), TextConfig()).told if "blank" in one] == told


def test_a_column_without_a_name_is_told_by_its_number():
    assert read_alone(b"1,good\n2,bad\n", TextConfig(), column=1).told == ("Column 2 has the sentences.",)


def test_no_choice_is_named_that_is_not_asked_for_and_no_file_where_lines_were_pasted():
    with pytest.raises(InvalidDataset) as refused:
        read('id,text\n1,fine\n2,"so it goes\n')
    assert str(refused.value).startswith("line 3: a quotation mark is left open")
    assert str(refused.value).endswith('double those inside: "well, a ""test""".')
    with pytest.raises(InvalidDataset, match=r"Divide it, or leave it out\.$"):
        read("good " * 1_000)


def test_a_column_can_be_asked_for():
    assert read("x,good day\ny,bad day\n", column=1) == ("good day", "bad day")
    assert read("a,b,c\n1,2,good\n3,4,bad\n5,6,worse\n7,8,best\n", column=2) == ("good", "bad", "worse", "best")
    assert read("x^^good day\ny^^bad day\n", column=1, delimiter="^^") == ("good day", "bad day")
    for column in (2, -1):
        with pytest.raises(InvalidDataset, match=rf"no column {column + 1}: there are 2"):
            read("x,good day\ny,bad day\n", column=column)


def test_another_encoding_can_be_said():
    assert read("caf\xe9\n".encode("latin-1"), encoding="cp1252") == ("café",)


def test_what_was_downloaded_here_is_read_without_its_apostrophes():
    examples = (Example("=1+1 is two", "x"), Example("-3 is not", "y"))
    assert read(to_csv(examples)) == ("=1+1 is two", "-3 is not")


def test_a_row_without_a_sentence_keeps_its_place():
    assert read("text,n\na,1\n,2\nb,3\n") == ("a", "", "b")


def test_sentences_that_are_all_the_same_are_sentences():
    assert read("id,text\n1,ok\n2,ok\n3,ok\n4,ok\n") == ("ok",) * 4
    assert read("text\n" + "ok\n" * 4) == ("ok",) * 4


def test_control_characters_are_taken_out():
    assert read("a\x00b c\n") == ("ab c",)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the file is empty"),
        ("\n \n", "only blank lines"),
        ("id,text\n1,a,b\n2,c\n3,d\n", "line 2: more than 2 cells"),
        ("id,text\n", "there are no|no sentence"),
        ('[{"a": "x"}, {"a": "y"}]', r"no column is called sentence or text\. Say which one"),
        (
            '{"sentence": "x"}\n{"text": "y"}\n',
            "the columns “sentence” and “text” may each have the sentences. Say which one",
        ),
        ("{", "not JSON"),
        ('["a", null]', "another shape than the ones that are read: a list of 2 values"),
        ("w " * (limits.MAX_SENTENCE_WORDS + 1) + "\nb\n", "line 1: longer than 400 words"),
        ("a\n" + "x" * (limits.MAX_SENTENCE_CHARACTERS + 1), "line 2: longer than 400 words"),
        ('[{"text": "\\ud800"}]', "record 1: half a character"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_its_place(text, message):
    with pytest.raises(InvalidDataset, match=message):
        read(text)
