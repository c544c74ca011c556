"""Files of labelled sentences: what is read, and what each refusal says."""

import pytest

from rnn_core import Dataset, Example, InvalidDataset, limits, read_csv, split_off_test


def read(text: str | bytes) -> Dataset:
    return read_csv(text.encode() if isinstance(text, str) else text, "my.csv", seed=0)


def test_a_split_column_is_followed():
    dataset = read("sentence,label,split\na,x,train\nb,y,train\na b,x,test\n")
    assert [example.sentence for example in dataset.part("test")] == ["a b"]
    assert dataset.classes == ("x", "y")


def test_without_a_split_column_a_fifth_of_each_class_is_for_testing():
    dataset = read("label,sentence\n" + "".join(f"{'xy'[i % 2]},w{i % 5} w\n" for i in range(40)))
    test = [example.label for example in dataset.part("test")]
    assert sorted(test) == ["x"] * 4 + ["y"] * 4


def test_the_seed_chooses_the_test_sentences():
    examples = [Example(f"w{i}", "xy"[i % 2]) for i in range(40)]
    assert split_off_test(examples, 1) == split_off_test(examples, 1) != split_off_test(examples, 2)


def test_a_class_with_one_example_stays_in_train():
    dataset = split_off_test([Example("a", "x")] + [Example("b", "y")] * 10, 0)
    assert [e.label for e in dataset.part("train")].count("x") == 1


def test_byte_order_mark_crlf_quotes_and_odd_spaces_are_understood():
    dataset = read('\ufeffSentence, Label\r\n"well, a ""b""",x\r\n"two\nlines",y\r\n\r\nc\x85d,x\r\n')
    assert {e.sentence for e in dataset.examples} == {'well, a "b"', "two\nlines", "c\x85d"}


def test_words_that_look_like_missing_values_are_words():
    dataset = read("sentence,label\nNA,None\nnull,nan\n")
    assert dataset.classes == ("None", "nan") and "na" in dataset.vocabulary


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "my.csv: the file is empty"),
        (" \n\n", "the file is empty"),
        ("sentence,label\n", "a header but no sentence"),
        ("text,y\na,x\n", "line 1: there must be one column “sentence”, found: “text”, “y”"),
        ("sentence,label,label\na,x,x\n", "line 1: there must be one column “label”"),
        ("sentence,label\na,x\nb,y,z\n", "line 3: 3 cells where the header has 2"),
        ("sentence,label\na,x\nb, \n", "line 3: the label is empty"),
        ("sentence,label\na,x\n ,y\n", "line 3: the sentence is empty"),
        ('sentence,label\na,x\n"b,y\nc,z\n', "line 3: .*quotation mark left open"),
        ("sentence,label,split\na,x,dev\n", "line 2: the split is “dev”"),
        ("sentence,label\na,x\nb,x\n", "1 different labels .*; 2 to 60"),
        ("sentence,label,split\na,x,train\nb,y,train\nb,z,test\n", "“z” occurs only outside"),
        ("sentence,label,split\na,x,test\nb,y,test\n", "no training sentences"),
        (b"sentence,label\na,x\ncaf\xe9,y\n", "line 3: this is not UTF-8"),
        ("sentence,label\na,x\nb\0,y\n", "line 3: there is a NUL"),
        (f"sentence,label\n{'a ' * 201},x\n", "line 2: the sentence has 201 words"),
        (f"sentence,label\n{'a' * 2001},x\n", "line 2: .* 2,001 characters"),
        (f"sentence,label\n{'a' * 200_000},x\n", "line 2: "),
        ("sentence,label\n" + "".join(f"a,{i}\n" for i in range(61)), "61 different labels"),
        ("sentence,label\n" + "a,x\nb,y\n" * 5001, "10,002 sentences; at most 10,000"),
    ],
)
def test_a_bad_file_is_refused_with_the_place_and_the_remedy(text, message):
    with pytest.raises(InvalidDataset, match=message) as refusal:
        read(text)
    assert "\n" not in str(refusal.value)


def test_a_file_over_the_cap_is_refused_before_it_is_read():
    with pytest.raises(InvalidDataset, match="5,000,001 bytes"):
        read(b"x" * (limits.MAX_FILE_BYTES + 1))


def test_a_file_name_is_shown_as_plain_text():
    with pytest.raises(InvalidDataset, match="a�b: the file is empty"):
        read_csv(b"", "a\nb", 0)
