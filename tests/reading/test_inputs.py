"""Every bad or odd file of the input contract, by its id there: what is read from it, or what its refusal says."""

import gzip
import io
import json
import zipfile

import pytest

from rnn_core import (
    Dataset,
    Example,
    InvalidDataset,
    ReadOptions,
    Repairs,
    TextConfig,
    Vocabulary,
    limits,
    read,
    read_draft,
    to_csv,
    tokenise,
)
from rnn_core import report as report_on
from rnn_core.reading.dialect import DELIMITERS
from rnn_core.reading.draft import Draft
from rnn_core.reading.formats import FORMATS, detect, parse

HEADER = "sentence,label\n"
SHAPES = (
    'Possible are a list of records, [{"sentence": …, "label": …}, …], in an object too, {"train": […], "test": […]}; '
    'columns, {"sentence": […], "label": […]}; one object, {"sentence": "label", …}; sentences below their '
    'labels, {"positive": […], "negative": […]}; or JSON Lines with a record in each line.'
)
BESIDE = "Put a label beside each sentence, as in “well done,positive”."
NO_LABELS = f"no labels were found: each line is one piece of text. {BESIDE}"
QUOTE_IT = "A sentence with “,” in it must stand in quotation marks: quote it, or let its pieces be joined."
OPEN_QUOTE = (
    "a quotation mark is left open or stands amid a cell. Put a cell with quotation marks in quotation marks and "
    'double those inside: "well, a ""test"""; or choose that quotation marks are text.'
)
TOO_LONG = "longer than 400 words or 4,000 characters. Cut it to the first or the last 400 words, or leave the row out."
EMPTY_LABEL = "the label is empty. Fill it in, or leave the row out."
TAKEN_OFF = "The apostrophe before = + - @ that keeps a spreadsheet from calculating was taken off."


def drafted(data: str | bytes, **asked) -> Draft:
    return read_draft(data.encode() if isinstance(data, str) else data, "my.csv", ReadOptions(**asked))


def dataset_of(data: str | bytes, **asked) -> Dataset:
    return read(data.encode() if isinstance(data, str) else data, "my.csv", ReadOptions(**asked), test_share=0).dataset


def rows(data: str | bytes, **asked) -> list[tuple[str, str]]:
    """The sentences and labels of a file that is read without a remark."""
    draft = drafted(data, **asked)
    assert not draft.notices and not draft.problems
    return pairs(draft)


def pairs(draft: Draft) -> list[tuple[str, str]]:
    return [(example.sentence, example.label) for example in draft.examples]


def refusal(data: str | bytes, **asked) -> str:
    """What the refusal of a file says after its name; always one line."""
    with pytest.raises(InvalidDataset) as caught:
        dataset_of(data, **asked)
    name, _, message = str(caught.value).partition(": ")
    assert name == "my.csv" and message.isprintable()
    return message


def findings(text: str) -> tuple[str, ...]:
    reading = read(text.encode(), "my.csv", test_share=0)
    return report_on(reading.dataset, reading.unit).findings


def jsonl(*records: object) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


# Nothing, and what is no text


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "the file is empty, 0 bytes. Needed: one sentence and its label in each line."),
        (b"sentence,label\n", "there is a header but no sentence below it."),
        (b"label\tsentence\r\n\r\n", "there is a header but no sentence below it."),
        (b"\n \n\r\n\t\n", "the file has only blank lines. Needed: one sentence and its label in each line."),
        (b"\xef\xbb\xbf", "the file has only blank lines. Needed: one sentence and its label in each line."),
        (b",\n,\n", "all cells are empty. Needed: one sentence and its label in each line."),
    ],
)
def test_d01_each_way_of_being_empty_has_its_own_words(data, message):
    assert refusal(data) == message


@pytest.mark.parametrize("marks", ["\ufeff", "\ufeff\ufeff"])
def test_d02_byte_order_marks_are_removed(marks):
    assert rows(marks + HEADER + "good day,x\nbad day,y\n") == [("good day", "x"), ("bad day", "y")]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"])
def test_d03_utf_16_and_utf_32_are_read_with_and_without_a_mark(encoding):
    text = HEADER + "un café,x\nbad day,y\n"
    assert rows(text.encode(encoding)) == [("un café", "x"), ("bad day", "y")]


def test_d03_damaged_utf_16_is_refused_with_the_line():
    data = "\ufeffsentence,label\ngood day,x\nbad day,y".encode("utf-16-le")[:-1]
    assert refusal(data) == "line 3: the file is UTF-16 (little-endian), but damaged here. Save it again as UTF-8."


WESTERN = (
    "The file is not UTF-8. It was read as Western European (cp1252); from line {}: “{}”. If that looks wrong, choose "
)
WESTERN += "its encoding."


@pytest.mark.parametrize(
    ("rows_", "encoding", "chosen", "line", "sample"),
    [
        (("fine,x", "café au lait,y"), "cp1252", "cp1252", 3, "café au lait,y"),
        (("fine,x", "电影很好看,好"), "gbk", "gb18030", 3, "µçÓ°ºÜºÃ¿´,ºÃ"),
        (("fine,x", "楽しい,良い"), "shift_jis", "shift_jis", 3, "Šy‚µ‚¢,—Ç‚¢"),
    ],
)
def test_d04_other_encodings_are_read_with_a_warning_and_rightly_once_chosen(rows_, encoding, chosen, line, sample):
    data = (HEADER + "\n".join(rows_)).encode(encoding)
    expected = [tuple(row.split(",")) for row in rows_]
    guessed = drafted(data)
    assert guessed.notices == (WESTERN.format(line, sample),)
    assert (pairs(guessed) == expected) == (encoding == "cp1252")
    assert pairs(drafted(data, encoding=chosen, text=TextConfig(tokeniser="characters"))) == expected


def test_d04_a_chosen_encoding_that_does_not_fit_is_said_with_the_line():
    draft = drafted((HEADER + "fine,x\ncafé,y\nthé,x\n").encode("cp1252"), encoding="utf-8")
    assert draft.notices == (
        "Not everything is UTF-8: 2 places became �, the first in line 3. If that looks wrong, choose another "
        "encoding.",
    )
    assert pairs(draft) == [("fine", "x"), ("caf�", "y"), ("th�", "x")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_d05_mixed_encodings_are_refused_with_the_line(end):
    lines = ["sentence,label"] + ["un café,x"] * 38
    data = end.join(lines).encode() + end.encode() + "du thé,y".encode("latin-1") + end.encode()
    assert refusal(data) == (
        "line 40: from here on not everything is UTF-8, though the rest of the file is. Mend that line, or save the "
        "whole file as UTF-8."
    )


@pytest.mark.parametrize("before", ["so so", "un café", "un café, un thé, déjà vu"])
def test_d05_utf_8_cut_off_amid_a_character_is_refused_with_the_line(before):
    data = f'{HEADER}good,x\n"{before}",y\nbad 你'.encode()[:-1]
    assert refusal(data) == (
        "line 4: the file ends amid a character, so it seems to be cut off. Save it again as UTF-8."
    )


def test_d06_control_characters_are_taken_out_and_the_lines_named():
    draft = drafted(HEADER + "a\x00b c,x\nd,y\nring\x07 \x1b[0mit,y\x00\ne\x9b f\x80,x\n")
    assert pairs(draft) == [("ab c", "x"), ("d", "y"), ("ring [0mit", "y"), ("e f", "x")]
    assert draft.notices == ("lines 2, 4 and 5: control characters were taken out.",)


def test_d07_half_a_character_in_json_is_a_row_that_can_be_left_out():
    text = jsonl(
        {"sentence": "good \ud83d", "label": "x"},
        {"sentence": "fine \U0001f600", "label": "x"},
        {"sentence": "so so", "label": "\udfff"},
        {"sentence": "bad", "label": "y"},
    )
    problem = "lines 1 and 3: half a character (a lone surrogate), which is no text. Mend it, or leave the row out."
    assert refusal(text) == problem
    draft = drafted(text, repairs=Repairs(leave_out=True))
    assert pairs(draft) == [("fine 😀", "x"), ("bad", "y")]
    assert draft.notices == (f"Left out: {problem}",)


@pytest.mark.parametrize("a", ["\r", "\n", "\r\n"])
@pytest.mark.parametrize("b", ["\r", "\n", "\r\n"])
def test_d08_line_ends_of_every_kind_may_be_mixed(a, b):
    last = f"c,x{a}d,y"
    draft = drafted(f"sentence,label{a}a,x{b}b,y{a}{a}{b}{last}")
    assert pairs(draft) == [("a", "x"), ("b", "y"), ("c", "x"), ("d", "y")]
    assert pairs(drafted(f'{{"sentence": "a", "label": "x"}}{a}{{"sentence": "b", "label": "y"}}{b}')) == [
        ("a", "x"),
        ("b", "y"),
    ]


def test_d08_lines_are_counted_alike_whatever_ends_them():
    assert [example.at for example in drafted("sentence,label\ra,x\r\nb,y\n\nc,x\r").examples] == ["2", "3", "5"]


@pytest.mark.parametrize("odd", ["\x85", "\u2028", "\u2029", "\x0b", "\x0c"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_d09_only_cr_and_lf_end_a_line(odd, end):
    said = f"this{odd}that"
    assert rows(f"sentence,label{end}{said},x{end}other,y{end}") == [(said, "x"), ("other", "y")]
    assert rows(f"x\t{said}{end}y\tother one{end}x\tmore of it{end}y\tless{end}")[0] == (said, "x")
    assert rows(f"POS {said}{end}NEG other{end}POS more{end}NEG less{end}", format="label_first")[0] == (said, "POS")
    assert rows(f"__label__x {said}{end}__label__y other{end}") == [(said, "x"), ("other", "y")]
    record = (
        f'{{"sentence": "{said}", "label": "x"}}' if odd in "\x85\u2028\u2029" else '{"sentence": "a", "label": "x"}'
    )
    assert len(rows(record + end + '{"sentence": "other", "label": "y"}' + end)) == 2


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"a" * 20_000_001, "the file has 20,000,001 bytes; at most 20,000,000 are possible. Leave some rows out."),
        (
            b"a " * 2_400_000,
            "line 1 has 4,800,000 characters; at most 131,072 are possible. Does every sentence stand in a line of its "
            "own?",
        ),
        (
            b"sentence,label\nfine,x\n" + b"a" * 200_000 + b",y\n",
            "line 3 has 200,002 characters; at most 131,072 are possible. Does every sentence stand in a line of its "
            "own?",
        ),
        (b'sentence,label\nfine,x\n"' + b"a b\n" * 50_000 + b'",y\n', f"line 3: {OPEN_QUOTE}"),
    ],
)
def test_d10_lines_and_cells_that_are_huge_are_refused_before_they_are_parsed(data, message):
    assert refusal(data) == message


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (HEADER + 'fine,x\n"not closed,y\nmore,x\n', 3),
        (HEADER + '"two\nlines",x\n\n"not closed,y\n', 5),
        ('"never closed,x\nfine,y\n', 1),
        (HEADER + 'fine,x\n"so" they say,y\n', 3),
        (HEADER + 'fine,x\n"not closed,y\n"fine, too",x\n', 3),
    ],
)
def test_d11_an_open_quotation_mark_is_refused_with_the_row_that_opens_it(text, line):
    assert refusal(text) == f"line {line}: {OPEN_QUOTE}"


def test_d11_in_a_tab_separated_file_quotation_marks_are_text():
    text = '"hello you\t1\nsay "no" now\t0\n"all of it"\t1\nit\'s 5" long\t0\n'
    assert rows(text) == [('"hello you', "1"), ('say "no" now', "0"), ('"all of it"', "1"), ("it's 5\" long", "0")]
    assert rows('label\tsentence\nx\t"so\ny\tno"\n') == [('"so', "x"), ('no"', "y")]


def test_d12_a_quoted_line_break_is_one_row_and_later_rows_keep_their_lines():
    draft = drafted(HEADER + '"one\ntwo\r\nthree",x\nfour,y\n')
    assert [(e.sentence, e.label, e.at) for e in draft.examples] == [
        ("one\ntwo\r\nthree", "x", "2"),
        ("four", "y", "5"),
    ]


@pytest.mark.parametrize(
    ("text", "problem", "rest"),
    [
        (
            HEADER + "so, so,z\ngood,x\nbad,y\n",
            f"line 2: more than 2 cells. {QUOTE_IT}",
            [("good", "x"), ("bad", "y")],
        ),
        (
            "so, so,z\ngood one,x\nbad one,y\nbad two,y\n",
            f"line 1: more than 2 cells. {QUOTE_IT}",
            [("good one", "x"), ("bad one", "y"), ("bad two", "y")],
        ),
        (
            HEADER + "good\nfine,x\nbad,y\n\nworse\n",
            "lines 2 and 6: fewer than 2 cells. Is the label missing?",
            [("fine", "x"), ("bad", "y")],
        ),
        (
            "sentence\tlabel\nso\tso\tx\ngood\tx\nbad\ty\n",
            "line 2: more than 2 cells. Is there a tab in a sentence? Then let its pieces be joined.",
            [("good", "x"), ("bad", "y")],
        ),
        (
            HEADER + "".join(f"a,b,z{i}\n" for i in range(7)) + "good,x\nbad\nfine,y\n",
            f"lines 2, 3, 4, 5, 6 and 2 more: more than 2 cells. {QUOTE_IT} "
            "line 10: fewer than 2 cells. Is the label missing?",
            [("good", "x"), ("fine", "y")],
        ),
    ],
)
def test_d13_a_row_with_other_cells_is_named_and_can_be_left_out_be_it_the_first(text, problem, rest):
    assert refusal(text) == problem
    draft = drafted(text, repairs=Repairs(leave_out=True))
    assert pairs(draft) == rest
    assert " ".join(draft.notices) == " ".join("Left out: " + p for p in drafted(text).problems)


def test_d13_rows_that_all_disagree_with_the_header_are_named_too():
    assert refusal(HEADER + "so, so,x\noh, no,y\n") == f"lines 2 and 3: more than 2 cells. {QUOTE_IT}"


@pytest.mark.parametrize("name", DELIMITERS)
@pytest.mark.parametrize("header", ["sentence{}label\n", ""])
def test_d14_every_delimiter_is_detected_and_can_be_chosen(name, header):
    mark = DELIMITERS[name]
    others = " ".join(set(",;|") - {mark})
    text = header.format(mark) + f"well {others} yes{mark}x\noh no{mark}y\nmore of it{mark}x\nless{mark}y\n"
    assert detect(text).value == name
    expected = [(f"well {others} yes", "x"), ("oh no", "y"), ("more of it", "x"), ("less", "y")]
    assert rows(text) == rows(text, format=name) == expected


def test_d14_another_delimiter_than_the_detected_one_can_be_chosen():
    text = "well, yes;x\noh, no;y\n"
    assert rows(text, format="semicolon") == [("well, yes", "x"), ("oh, no", "y")]
    assert rows(text, format="comma", sentence=1, label=0) == [("yes;x", "well"), ("no;y", "oh")]


# What the rows mean


def test_d15_label_first_with_tabs_with_and_without_a_header():
    text = 'x\ta "good" one\ny\tit\'s, well, bad\nx\tfine by me\ny\tnever again\n'
    expected = [('a "good" one', "x"), ("it's, well, bad", "y"), ("fine by me", "x"), ("never again", "y")]
    assert rows(text) == rows("label\tsentence\n" + text) == expected


def test_d15_sentence_first_with_tabs_keeps_quotes_and_stray_marks():
    text = '"a good one\t1\nit\'s, well; "bad"|\t0\nfine """ by me\t1\nnever\' again"\t0\n'
    assert detect(text).value == "tab"
    assert rows(text) == [
        ('"a good one', "1"),
        ('it\'s, well; "bad"|', "0"),
        ('fine """ by me', "1"),
        ("never' again\"", "0"),
    ]


def test_d15_a_label_and_a_space_before_each_sentence():
    text = "POS what a day !\nNEG oh , no .\nPOS all is well\nNEG it rains\n"
    assert detect(text).value == "label_first"
    assert rows(text)[:2] == [("what a day !", "POS"), ("oh , no .", "NEG")]
    assert rows("1 good\n0 bad\n1 fine\n0 poor\n") == [("good", "1"), ("bad", "0"), ("fine", "1"), ("poor", "0")]


def test_d15_coarse_and_fine_labels_are_kept_and_the_coarse_ones_offered():
    text = "ASK:when At what hour ?\nTELL:plain It is noon .\nASK:who Who came ?\nTELL:loud Noon !\n"
    draft = drafted(text)
    assert pairs(draft) == [
        ("At what hour ?", "ASK:when"),
        ("It is noon .", "TELL:plain"),
        ("Who came ?", "ASK:who"),
        ("Noon !", "TELL:loud"),
    ]
    assert draft.labels.coarse == ("ASK", "TELL") and not draft.notices
    coarse = drafted(text, repairs=Repairs(coarse_labels=True))
    assert [label for _, label in pairs(coarse)] == ["ASK", "TELL", "ASK", "TELL"]


def test_d15_fasttext_labels_lose_their_prefix_and_two_of_them_are_told_apart():
    text = "__label__x what a day\n__label__y oh no , never\n__label__x __label__y mixed\n  __label__y bad\n"
    assert detect(text).value == "fasttext"
    table = parse(text, "fasttext")
    assert [row.cells for row in table.rows] == [
        ("what a day", "x"),
        ("oh no , never", "y"),
        ("mixed", "x, y"),
        ("bad", "y"),
    ]
    assert table.several == (3,)


def test_d15_every_detected_format_can_be_overruled():
    named = {"label_first", "fasttext", "json", "jsonl", "tagged", "conll", "trees", "rasa"}
    assert set(FORMATS) == {*DELIMITERS, "other", *named}
    text = "x good, better\ny bad, worse\n"
    assert rows(text, format="label_first") == [("good, better", "x"), ("bad, worse", "y")]
    assert rows(text, format="comma", sentence=0, label=1) == [("x good", "better"), ("y bad", "worse")]


@pytest.mark.parametrize(
    "header",
    ["text,sentiment", "Review,Y", "内容,标签", "TEXT , Label", "phrase,whatever", "whatever,category", "wort,art"],
)
def test_d16_headers_in_many_words_are_recognised(header):
    body = [(f"this is number {i}", "good" if i % 3 else "bad") for i in range(8)]
    text = "".join(",".join(row) + "\n" for row in body)
    assert rows(f"{header}\n{text}") == rows(text) == body


def test_d16_a_first_row_that_could_be_a_header_is_taken_as_it_is_told():
    text = "good,bad\n" + "fine,x\npoor,y\n" * 3
    assert rows(text, header=True, sentence=0, label=1)[0] == ("fine", "x")
    assert rows(text, header=False, sentence=0, label=1)[0] == ("good", "bad")


def test_d16_a_first_sentence_with_a_rare_label_is_not_taken_for_a_header():
    text = "it was neither here nor there,mixed\n" + "fine by me,x\npoor show,y\n" * 4
    assert rows(text)[0] == ("it was neither here nor there", "mixed")


def test_d16_a_header_is_not_looked_for_where_the_format_names_the_columns():
    text = '[{"sentence": "good", "label": "x"}, {"sentence": "bad", "label": "y"}]'
    assert rows(text, header=True) == rows(text) == [("good", "x"), ("bad", "y")]


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("sentence,label,label", "2 columns are called “label”. Choose which one is the label."),
        ("text,Text,label", "2 columns are called “text”. Choose which one is the sentence."),
        ("split,sentence,split", "two columns are called “split”. Choose which one is the split."),
    ],
)
def test_d17_a_header_that_stands_twice_asks_for_a_choice(header, message):
    text = f"{header}\ngood,x,y\nbad,y,x\n"
    assert refusal(text) == message
    assert rows(text, header=True, sentence=0, label=2, split=-1) == [("good", "y"), ("bad", "x")]


@pytest.mark.parametrize("header", ["sentence,", ",label", ","])
def test_d17_an_empty_header_is_found_out_by_what_stands_below_it(header):
    text = f"{header}\ngood one,x\nbad one,y\nfine one,x\n"
    assert rows(text) == [("good one", "x"), ("bad one", "y"), ("fine one", "x")]


def test_d17_three_hundred_columns_ask_for_two_and_one_more_is_refused():
    def wide(columns: int) -> str:
        lines = [",".join(f"{row}{i}" for i in range(columns)) for row in "cdef"]
        return "\n".join(lines)

    assert refusal(wide(300), header=True) == (
        "there is no label column, only “c0”, “c1”, “c2”, “c3”, “c4” and 295 more. Choose the two columns."
    )
    assert rows(wide(300), header=True, sentence=7, label=299) == [("d7", "d299"), ("e7", "e299"), ("f7", "f299")]
    assert refusal(wide(301)) == ("there are 301 columns; at most 300 are possible. Keep the sentence and the label.")
    keys = [{f"key {row} {i}": "a" for i in range(101)} for row in range(3)]
    assert refusal(json.dumps(keys)) == (
        "the records have 303 different keys; at most 300 are possible. Keep the sentence and the label."
    )


def test_d17_chosen_columns_must_be_there_and_differ():
    text = HEADER + "good,x\nbad,y\n"
    assert refusal(text, label=2) == "there is no column 3 for the label: there are 2."
    assert refusal(text, sentence=1, label=1) == "the sentence and the label are the same column. Choose two."


def test_d18_a_missing_column_is_said_with_the_ones_there_are():
    three = "sentence,from,to\n" + "".join(f"a {i},b {i},c {i}\n" for i in range(5))
    assert refusal(three) == "there is no label column, only “sentence”, “from” and “to”. Choose the two columns."
    assert refusal("sentence\ngood\nbad\n") == f"there is no label column, only “sentence”. {BESIDE}"
    assert refusal("label\nx\ny\nx\n") == f"there is no sentence column, only “label”. {BESIDE}"
    assert refusal(jsonl({"text": "a"}, {"text": "b"})) == f"there is no label column, only “text”. {BESIDE}"


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        (HEADER + "good,x\n" * 5 + "bad,\nbad,y\nworse, \n", "line"),
        ("sentence\tlabel\n" + "good\tx\n" * 5 + "bad\t\nbad\ty\nworse\t\x00\n", "line"),
        (
            json.dumps(
                [{"sentence": "good", "label": "x"}] * 6
                + [{"sentence": "bad"}, {"sentence": "bad", "label": "y"}, {"sentence": "worse", "label": None}]
            ),
            "record",
        ),
    ],
)
def test_d18_a_missing_label_is_refused_with_its_row_which_can_be_left_out(text, unit):
    problem = f"{unit}s 7 and 9: {EMPTY_LABEL}"
    assert refusal(text) == problem
    draft = drafted(text, repairs=Repairs(leave_out=True))
    assert set(pairs(draft)) == {("good", "x"), ("bad", "y")}
    assert f"Left out: {problem}" in draft.notices


def test_d18_a_split_that_is_none_is_refused_with_its_row():
    text = "sentence,label,split\ngood,x,train\nbad,y,later\nfine,x,Test\npoor,y,DEV\nsad,y,training\n"
    problem = "line 3: the split is none of train, validation and test. Correct it, or choose no split column."
    assert refusal(text) == problem
    draft = drafted(text, repairs=Repairs(leave_out=True))
    assert [e.split for e in draft.examples] == ["train", "test", "validation", "train"]
    assert pairs(drafted(text, split=-1))[1] == ("bad", "y")


def test_d19_rows_without_a_sentence_are_dropped_and_named():
    draft = drafted(HEADER + "good,x\n,y\n \t ,y\n\u200b\u00ad,x\n\x07,x\nbad,y\n")
    assert pairs(draft) == [("good", "x"), ("bad", "y")]
    assert draft.notices == (
        "lines 3, 4, 5 and 6: no sentence, so the row is dropped.",
        "line 6: control characters were taken out.",
    )


MISSING = ["NA", "None", "null", "n/a", "nan", "NaN", "N/A", "NULL", "<NA>", "#N/A", "-nan", "nil"]


@pytest.mark.parametrize("delimiter", DELIMITERS.values())
def test_d20_words_that_others_take_for_a_missing_value_are_text(delimiter):
    expected = list(zip(MISSING, MISSING[1:] + MISSING[:1], strict=True)) * 2
    text = f"sentence{delimiter}label\n" + "".join(f"{a}{delimiter}{b}\n" for a, b in expected)
    draft = drafted(text)
    assert pairs(draft) == expected and not draft.problems
    assert "The label “NA” stands in 2 rows: it may mean that there was none. It is kept." in draft.notices
    assert sum("it may mean that there was none. It is kept." in notice for notice in draft.notices) == 2 * len(MISSING)
    assert {word.casefold() for word in MISSING} == set(dataset_of(text).vocabulary.words)


def test_d20_in_json_quoted_words_are_text_and_null_is_none():
    draft = drafted(jsonl({"sentence": "null", "label": "NaN"}, {"sentence": "nan", "label": "None"}))
    assert pairs(draft) == [("null", "NaN"), ("nan", "None")] and not draft.problems
    assert draft.notices[0] == "line 1: the sentence is “null”: it may mean that there was none. It is kept."
    assert refusal(jsonl({"sentence": "a", "label": None}, {"sentence": "b", "label": "x"})) == f"line 1: {EMPTY_LABEL}"


@pytest.mark.parametrize(
    "text",
    [
        HEADER + "a,01\nb,1\nc,1.0\nd,2\n",
        '[{"sentence": "a", "label": "01"}, {"sentence": "b", "label": 1}, {"sentence": "c", "label": 1.0}, '
        '{"sentence": "d", "label": 2}]',
    ],
)
def test_d21_equal_numbers_written_in_several_ways_stay_apart_with_a_warning(text):
    draft = drafted(text)
    assert pairs(draft) == [("a", "01"), ("b", "1"), ("c", "1.0"), ("d", "2")]
    assert draft.notices == ("The labels “01”, “1” and “1.0” are kept apart, though as numbers some are equal.",)


@pytest.mark.parametrize(
    ("labels", "same", "merged"),
    [
        ("Pos|pos | POS|Pos|neg", [("Pos", "POS", "pos")], "Pos Pos Pos Pos neg"),
        ("pos|pos |neg", [("pos", "pos ")], "pos pos neg"),
        (
            "true|TRUE|yes|1|1|no|0|no",
            [("1", "TRUE", "true", "yes"), ("no", "0")],
            "1 1 1 1 1 no no no",
        ),
        ("yes|no|yes", [], "yes no yes"),
        ("STRASSE|straße|weg", [("STRASSE", "straße")], "STRASSE STRASSE weg"),
    ],
)
def test_d22_labels_that_look_like_one_are_offered_to_be_merged(labels, same, merged):
    written = labels.split("|")
    text = HEADER + "".join(f"word {i},{label}\n" for i, label in enumerate(written))
    draft = drafted(text)
    assert sorted(draft.labels.same) == sorted(same)
    assert len({e.label for e in draft.examples}) == len(set(written)) and not draft.notices
    assert [e.label for e in drafted(text, repairs=Repairs(merge_labels=True)).examples] == merged.split()


@pytest.mark.parametrize("header", [HEADER, ""])
def test_d23_numbers_as_labels_are_refused(header):
    text = header + "".join(f"word number {i},0.{i}\n" for i in range(10, 98))
    assert refusal(text) == (
        "These labels look like numbers (“0.10”, “0.11”, “0.12”, “0.13”, “0.14” and 83 more), and this network tells "
        "classes apart. Replace them by a few classes, such as low and high, or choose another label column."
    )


def test_d23_a_few_numbers_that_recur_are_classes():
    assert rows(HEADER + "a,0.5\nb,1\nc,0.5\nd,1\n") == [("a", "0.5"), ("b", "1"), ("c", "0.5"), ("d", "1")]


def _with_classes(count: int, rows_: int) -> str:
    return HEADER + "".join(f"word {i},l{i % count:05}\n" for i in range(rows_))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            _with_classes(12, 12),
            "Every row has a label of its own (“l00000”, “l00001”, “l00002”, “l00003”, “l00004” and 7 more). Is "
            "another column the label?",
        ),
        (
            _with_classes(10_000, 10_000),
            "Every row has a label of its own (“l00000”, “l00001”, “l00002”, “l00003”, “l00004” and 9,995 more). Is "
            "another column the label?",
        ),
        (
            _with_classes(61, 130),
            "There are 61 different labels (“l00000”, “l00001”, “l00002”, “l00003”, “l00004” and 56 more); at most 60 "
            "are possible. Is another column the label? Otherwise merge some, or use the 60 most frequent, with 98% of "
            "the rows.",
        ),
        (_with_classes(1, 9), "Every sentence has the label “l00000”. At least two different labels are needed."),
    ],
)
def test_d24_too_many_classes_or_one_are_refused(text, message):
    assert refusal(text) == message


def test_d24_sixty_classes_are_possible():
    assert len(dataset_of(_with_classes(60, 130)).classes) == 60


@pytest.mark.parametrize("text", [HEADER + "good day,x\n", "good day,x\n", '{"sentence": "a", "label": "x"}'])
def test_d25_one_row_is_refused(text):
    assert refusal(text) == "There is only one sentence. At least two with different labels are needed."


def test_d25_two_rows_are_used_without_a_split():
    dataset = read((HEADER + "good,x\nbad,y\n").encode(), "my.csv").dataset
    assert [e.split for e in dataset.examples] == ["train", "train"]


@pytest.mark.parametrize(("times", "few"), [(2, 2), (9, 5)])
def test_d25_a_class_with_one_sentence_stays_in_train_with_a_warning(times, few):
    text = HEADER + "alone,z\n" + "".join(f"good {i},x\nbad {i},y\n" for i in range(times))
    reading = read(text.encode(), "my.csv")
    assert reading.dataset.examples[0] == Example("alone", "z", "train")
    assert (
        f"1 class with fewer than {few} training sentences: “z” (1). That is hardly enough to learn from; a class with "
        "a single sentence stays in train."
    ) in report_on(reading.dataset).findings


def test_d26_repeated_sentences_are_named_with_their_rows():
    assert findings(HEADER + "so good,x\nbad,y\nSo  good,x\nfine,x\nworse,y\n") == (
        "1 repeated sentence with the same label (line 4): each repetition counts as one more.",
        "60% of the training sentences are “x”: always answering that is right as often. Compare with it.",
    )


def test_d26_contradictory_labels_are_named_with_their_rows():
    assert findings(HEADER + "so good,x\nbad,y\nSO GOOD,y\nfine,x\n")[0] == (
        "1 sentence with contradictory labels, such as “so good” (lines 2 and 4: “x” and “y”). It cannot get all of "
        "them right."
    )


def test_d26_test_sentences_that_are_also_in_train_are_named_with_their_rows():
    text = "sentence,label,split\nso good,x,train\nbad,y,train\nso good,x,test\nbad,y,test\nnot bad,y,test\n"
    assert findings(text)[0] == (
        "2 test sentences also among the training sentences (lines 4 and 5): the test looks better than it is."
    )


LONG = {"ten thousand words": " ".join(f"w{i}" for i in range(10_000)), "one long word": "b" + "a" * 99_998 + "e"}


@pytest.mark.parametrize("sentence", LONG.values(), ids=LONG)
def test_d27_a_long_sentence_is_refused_with_its_row_which_can_be_left_out(sentence):
    text = HEADER + f"good,x\n{sentence},x\nbad,y\n"
    draft = drafted(text)
    assert refusal(text) == f"line 3: {TOO_LONG}" and draft.too_long
    left = drafted(text, repairs=Repairs(leave_out=True))
    assert pairs(left) == [("good", "x"), ("bad", "y")]
    assert left.notices == (f"Left out: line 3: {TOO_LONG}",)


@pytest.mark.parametrize("end", ["first", "last"])
def test_d27_a_long_sentence_can_be_cut_to_its_first_or_last_words(end):
    words = [f"w{i}" for i in range(10_000)]
    draft = drafted(HEADER + f"good,x\n{' '.join(words)},x\nbad,y\n", repairs=Repairs(truncate=end))
    assert pairs(draft)[1] == (" ".join(words[:400] if end == "first" else words[-400:]), "x")
    assert draft.notices == (f"line 3: cut to its {end} 400 words or 4,000 characters.",) and not draft.problems


@pytest.mark.parametrize("end", ["first", "last"])
def test_d27_a_long_word_can_be_cut_to_its_first_or_last_characters(end):
    word = LONG["one long word"]
    draft = drafted(HEADER + f"good,x\n{word},x\nbad,y\n", repairs=Repairs(truncate=end))
    assert pairs(draft)[1] == (word[:4000] if end == "first" else word[-4000:], "x")
    assert draft.notices == (f"line 3: cut to its {end} 400 words or 4,000 characters.",) and not draft.problems


@pytest.mark.parametrize(("sentence", "over"), [("a " * 399 + "a", " a"), ("ab " * 100 + "c" * 3700, "c")])
def test_d27_the_cap_of_words_and_characters_is_exact(sentence, over):
    text = HEADER + "good,x\nbad,y\n"
    assert rows(f"{text}{sentence},x\n")[2] == (sentence, "x")
    assert refusal(f"{text}{sentence}{over},x\n") == f"line 4: {TOO_LONG}"


# How much


def _padded(text: str, size: int) -> bytes:
    data = text.encode()
    return data + b" " * (size - len(data))


def test_d28_the_cap_of_bytes_is_exact():
    body = HEADER + f"{'word ' * 90}good,x\n{'word ' * 90}bad,y\n" * 1000
    assert len(drafted(body + "\n" * (20_000_000 - len(body))).examples) == 2000
    assert refusal(body + "\n" * (20_000_001 - len(body))) == (
        "the file has 20,000,001 bytes; at most 20,000,000 are possible. Leave some rows out."
    )


def test_d28_the_cap_of_json_bytes_is_exact():
    text = '{"good day": "x", "bad day": "y"}'
    assert rows(_padded(text, 7_000_000)) == [("good day", "x"), ("bad day", "y")]
    assert refusal(_padded(text, 7_000_001)) == (
        "the JSON has 7,000,001 bytes; at most 7,000,000 are possible. JSON Lines and CSV may be larger."
    )


TOO_MANY = (
    "There are {} rows; at most 50,000 are possible. Leave some out, or let as many be chosen at random by class."
)


@pytest.mark.parametrize("header", [HEADER, ""])
def test_d28_the_cap_of_rows_is_exact(header):
    text = header + "good,x\nbad,y\n" * 25_000
    assert len(drafted(text).examples) == 50_000
    assert refusal(text + "fine,x\n") == TOO_MANY.format("50,001") and drafted(text + "fine,x\n").too_many == 50_001


RECORD = '{"sentence": "a", "label": "x"}'
IN_EVERY_FORMAT = {
    "comma": lambda rows: "a,x\n" * rows,
    "label first": lambda rows: "POS a\nNEG b\n" * (rows // 2) + "POS c\n" * (rows % 2),
    "fastText": lambda rows: "__label__x a\n" * rows,
    "JSON Lines": lambda rows: f"{RECORD}\n" * rows,
    "JSON": lambda rows: f"[{','.join([RECORD] * rows)}]",
    "JSON object": lambda rows: f"{{{','.join(f'{chr(34)}{i}{chr(34)}:1' for i in range(rows))}}}",
}


@pytest.mark.parametrize("written", IN_EVERY_FORMAT.values(), ids=IN_EVERY_FORMAT)
def test_d28_the_cap_of_rows_holds_in_every_format_and_five_times_as_many_are_not_even_chosen_from(
    written, monkeypatch
):
    monkeypatch.setattr(limits, "MAX_SENTENCES", 1000)
    monkeypatch.setattr(limits, "MAX_ROWS", 5000)
    assert drafted(written(5000)).too_many == 5000 and not drafted(written(1000)).too_many
    assert refusal(written(5002)) == "there are more than 5,000 rows, which is the most possible. Leave some out."


def test_d28_a_million_tiny_rows_are_refused_early():
    assert refusal("a,x\n" * 1_000_000) == (
        "there are more than 250,000 rows, which is the most possible. Leave some out."
    )


@pytest.mark.parametrize("text", ["[" + "{}," * 2_000_000 + "{}]", '{"a": [' + "{}," * 2_000_000 + "{}]}"])
def test_d28_json_of_millions_of_objects_is_refused_before_all_of_them_are_made(text):
    assert refusal(text) == "there are more than 250,000 rows, which is the most possible. Leave some out."


def test_d28_a_line_may_be_as_long_as_the_cap():
    cell = "a" * (limits.MAX_LINE_CHARACTERS - 2)
    assert refusal(f"{HEADER}good,x\n{cell},y\n") == f"line 3: {TOO_LONG}"
    assert refusal(f"{HEADER}good,x\n{cell}a,y\n").startswith("line 3 has 131,073 characters; at most 131,072")


def test_d28_the_cap_of_different_words_is_exact():
    def many(words: int) -> str:
        cells = [" ".join(f"w{i}" for i in range(start, min(start + 200, words))) for start in range(0, words, 200)]
        return HEADER + "".join(f"{cell},{'xy'[i % 2]}\n" for i, cell in enumerate(cells))

    assert len(dataset_of(many(30_000)).vocabulary) == 30_000 and dataset_of(many(30_000)).text.min_count == 1
    assert refusal(many(30_001)) == (  # each occurs once, so that none would be left with a higher count
        "The training sentences have 30,001 different words; at most 30,000 are possible. Raise the smallest count for "
        "a word to be kept."
    )


def _zipped(size: int) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("sentences.csv", b"a" * size)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (_zipped(30_000_000), "an Excel workbook or another zip archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel or Word file"),
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a PNG picture"),
        (gzip.compress(b"sentence,label\ngood,x\n"), "a gzip archive"),
        (b"MZ\x90\x00\x03\x00\x00\x00", "a Windows program"),
        (b"\x7fELF\x02\x01\x01\x00", "a program"),
    ],
)
@pytest.mark.parametrize("encoding", [None, "cp1252"])
def test_d29_a_file_that_is_no_text_is_refused_by_its_first_bytes(data, what, encoding):
    assert refusal(data, encoding=encoding) == (
        f"this is {what}, whatever its name says. Open it with the program it belongs to and save it as CSV."
    )


def test_d29_unknown_binary_data_is_refused_too():
    assert refusal(bytes(range(256)) * 20) == (
        "this does not look like text: 224 of its first 2,000 characters are control characters. Save it as CSV in "
        "UTF-8; if it is text, choose its encoding."
    )


def test_d29_a_sentence_may_begin_like_a_program():
    assert rows("MZ is short for something,x\nBZh is not,y\n") == [
        ("MZ is short for something", "x"),
        ("BZh is not", "y"),
    ]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("../../x.csv", "../../x.csv"),
        ("<img onerror>.csv", "<img onerror>.csv"),
        ("nosuffix", "nosuffix"),
        ("a\nb\u202e.csv", "a�b�.csv"),
        ("x" * 300, "x" * 40 + "…"),
        ("", ""),
    ],
)
def test_d30_the_name_is_text_and_nothing_depends_on_it(name, said):
    reading = read((HEADER + "good,x\nbad,y\n").encode(), name)
    assert [e.sentence for e in reading.dataset.examples] == ["good", "bad"]
    with pytest.raises(InvalidDataset, match="the file is empty") as caught:
        read(b"", name)
    assert str(caught.value).startswith(f"{said}: the file is empty, 0 bytes.")


# JSON


@pytest.mark.parametrize(
    "text", ["[" * 100_000, "[" * 100_000 + "]" * 100_000, '{"a":' * 100_000 + "1" + "}" * 100_000]
)
def test_d31_deep_json_is_refused(text):
    assert refusal(text) == f"the JSON is nested too deeply. {SHAPES}"


def test_d31_deep_json_lines_are_refused_with_the_line():
    text = jsonl({"sentence": "a", "label": "x"}) + '{"sentence":' * 10_000
    assert refusal(text) == f"line 2: the JSON is nested too deeply. {SHAPES}"


@pytest.mark.parametrize("label", ["NaN", "Infinity", "-Infinity"])
def test_d31_what_is_no_json_number_is_refused_with_the_record(label):
    record, bad = '{"sentence": "NaN", "label": "x"}', f'{{"sentence": "a", "label": {label}}}'
    why = f"“label” is {label}, which is not JSON. Put it in quotation marks if it is meant as text."
    assert refusal(f"[{record}, {bad}, {record}, {bad}]") == f"records 2 and 4: {why}"
    assert refusal(f"{record}\n\n{bad}\n{record}\n") == f"line 3: {why}"
    assert refusal(f'{{"good": "x", "bad": {label}}}') == f"record 2: {why}"


def test_d31_a_key_that_stands_twice_is_refused_with_the_record():
    record, bad = '{"sentence": "a", "label": "x"}', '{"sentence": "a", "label": "x", "label": "y"}'
    why = "“label” stands twice. Keep one, or use a list of records."
    assert refusal(f"[{record}, {bad}]") == f"record 2: {why}"
    assert refusal(f"{record}\n{bad}\n") == f"line 2: {why}"
    assert refusal('{"good": "x", "bad": "y", "bad": "y"}') == (
        "record 2: “bad” stands twice. Keep one, or use a list of records."
    )


def test_d31_a_number_of_five_thousand_digits_is_refused_with_the_record():
    text = f'[{{"sentence": "a", "label": 1}}, {{"sentence": "b", "label": {"9" * 5000}}}]'
    assert refusal(text) == (
        "record 2: “label” is a number of more than 100 digits. Put it in quotation marks if it is meant as text."
    )
    assert rows(f'[{{"sentence": "a", "label": 1}}, {{"sentence": "b", "label": {"9" * 100}}}]')[1] == ("b", "9" * 100)


@pytest.mark.parametrize(
    "text",
    [
        '{"good day": "x", "bad day": "y"}',
        '{\n  "good day": "x",\n  "bad day": "y"\n}\n',
        '[{"sentence": "good day", "label": "x"}, {"sentence": "bad day", "label": "y"}]',
        '[\n{"y": "x", "text": "good day"},\n{"text": "bad day", "y": "y"}\n]',
        '{"sentence": "good day", "label": "x"}\n{"label": "y", "sentence": "bad day"}',
    ],
)
def test_d32_the_documented_shapes_of_json_are_read(text):
    assert rows(text) == [("good day", "x"), ("bad day", "y")]


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        (
            '{"good": {"label": "x"}, "bad": {"label": "y"}}',
            "an object with the keys “good” and “bad”, “good” an object",
        ),
        ('{"good": ["x", "y"]}', "an object with the key “good”, “good” a list of 2 values"),
        ("[1, 2]", "a list of 2 values, the first text or a number"),
        ('[["a"], ["b"]]', "a list of 2 values, the first a list of 1 value"),
        ("[]", "a list of 0 values"),
        ("{}", "an empty object"),
        (
            '[{"sentence": "good", "label": "x"}, null]',
            "a list of 2 values, the first an object, number 2 null",
        ),
    ],
)
def test_d32_other_shapes_of_json_are_refused_with_what_was_seen_and_the_ones_that_are_read(text, seen):
    assert refusal(text) == f"the JSON has another shape than the ones that are read: {seen}. {SHAPES}"


@pytest.mark.parametrize(
    ("text", "seen"), [('"abc"', "text or a number"), ("42", "text or a number"), ("null", "null")]
)
def test_d32_a_json_scalar_is_refused(text, seen):
    assert refusal(text) == NO_LABELS
    assert refusal(text, format="json") == f"the JSON has another shape than the ones that are read: {seen}. {SHAPES}"


def test_d32_a_value_that_is_no_text_is_refused_with_its_record_and_its_key():
    text = '[{"sentence": "a", "label": "x"}, {"sentence": ["b c", "d"], "label": "y"}, {"sentence": "c", "label": {}}]'
    right = "Text is needed: put it there, or choose another column."
    assert refusal(text) == (
        f"record 2: “sentence” is a list of 2 values. {right} record 3: “label” is an object. {right}"
    )


def test_d32_json_that_is_none_is_refused_with_the_place():
    text = '[\r{"sentence": "a", "label": "x"},\r\n{"sentence": "b" "label": "y"}]'
    assert refusal(text) == "line 3, character 18: this is not JSON: Expecting ',' delimiter. Mend that place."


def test_d33_blank_lines_between_json_lines_are_left_out():
    draft = drafted('\n{"sentence": "a", "label": "x"}\n\n \n{"sentence": "b", "label": "y"}\n\n')
    assert [(e.sentence, e.at) for e in draft.examples] == [("a", "2"), ("b", "5")]


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ('{"sentence": "b", "label": "y"},', "this is not JSON: Extra data. Remove the comma at its end."),
        ('{"sentence": "b" "label": "y"}', "this is not JSON: Expecting ',' delimiter. Mend or remove that line."),
        ('{"sentence": "b", "label', "this is not JSON: Unterminated string starting at. Mend or remove that line."),
        (
            '["b", "y"]',
            'this is not a record, {"sentence": …, "label": …}, but a list of 2 values, the first text or a number. '
            + SHAPES,
        ),
        ("good", "this is not JSON: Expecting value. Mend or remove that line."),
    ],
)
def test_d33_a_bad_json_line_is_refused_with_its_number(bad, message):
    good = '{"sentence": "a", "label": "x"}\n'
    assert refusal(good * 7 + "\n" + bad + "\n" + good) == f"line 9: {message}"


@pytest.mark.parametrize(
    "text", ["what a day\nit rains\n", "just one line", "so\n\nso\n", "a good day\n1, 2, 3\nb\nc\n"]
)
def test_d34_text_without_labels_is_refused_with_what_to_add(text):
    assert refusal(text) == NO_LABELS


def test_d34_tab_separated_text_is_detected_whatever_its_name():
    reading = read(b"what a day, yes\tx\nit rains\ty\n", "notes.txt")
    assert [e.sentence for e in reading.dataset.examples] == ["what a day, yes", "it rains"]


# The text of sentences


def test_d35_sentences_without_spaces_are_read_with_the_offer_of_characters():
    text = "句子,标签\n今天的天气很好,好\n我不喜欢下雨,坏\n"
    draft = drafted(text)
    assert pairs(draft) == [("今天的天气很好", "好"), ("我不喜欢下雨", "坏")]
    assert draft.notices == ("These sentences have hardly any spaces. Cut them into single characters.",)
    assert "天" in dataset_of(text, text=TextConfig(tokeniser="characters")).vocabulary
    assert rows(text, text=TextConfig(tokeniser="characters")) == pairs(draft)


def test_d36_odd_spaces_are_spaces():
    sentence = "a\u00a0b\u3000c\u200bd"
    assert tokenise(sentence) == ("a", "b", "c", "d")
    assert rows(HEADER + f"\u3000{sentence}\u00a0,\u00a0x\u3000\ne,y\n") == [(sentence, "x"), ("e", "y")]


@pytest.mark.parametrize(
    ("one", "other", "word"),
    [
        ("ＧＯＯＤ１", "good1", "good1"),
        ("caf\u00e9", "cafe\u0301", "caf\u00e9"),
        ("Straße", "STRASSE", "strasse"),
        ("İ", "i\u0307", "i\u0307"),
        ("ﬁne", "FINE", "fine"),
        ("ΣΟΦΌΣ", "σοφός", "σοφόσ"),
    ],
)
def test_d37_letters_that_look_alike_make_one_word(one, other, word):
    assert tokenise(one) == tokenise(other) == (word,)


def test_d37_case_is_kept_where_that_is_wanted():
    assert tokenise("Ｇood GOOD", TextConfig(fold_case=False)) == ("Good", "GOOD")


EMOJI = ["👨‍👩‍👧‍👦", "👍🏽", "🇨🇭", "🧑🏽‍💻", "🏳️‍🌈", "❤️", "1️⃣"]


@pytest.mark.parametrize("cut", ["whitespace", "words", "characters"])
@pytest.mark.parametrize("emoji", EMOJI)
def test_d38_an_emoji_is_one_word(cut, emoji):
    seen = emoji.replace("\ufe0f", "")  # the mark that only asks for colour
    assert tokenise(f"a {emoji} b", TextConfig(tokeniser=cut)) == ("a", seen, "b")


@pytest.mark.parametrize("cut", ["whitespace", "characters"])
def test_d38_a_letter_with_a_thousand_marks_is_one_word_up_to_the_cap(cut):
    letter = "x" + "\u0301" * 3000
    assert tokenise(letter, TextConfig(tokeniser=cut)) == (letter,)
    assert rows(HEADER + f"{letter},x\nb,y\n", text=TextConfig(tokeniser=cut)) == [(letter, "x"), ("b", "y")]
    assert refusal(HEADER + f"b,y\n{letter * 2},x\n", text=TextConfig(tokeniser=cut)) == f"line 3: {TOO_LONG}"


LITERAL = {
    "d39": ["שלום וברכה", "مرحبا بكم", "a\u202eb\u202cc", "\u2067d\u2069"],
    "d40": ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</style>", "&lt;b&gt; &amp;"],
    "d41": [
        "![](http://x/p.png)",
        "[a](javascript:alert(1))",
        "$x$",
        ":red[a]",
        ":material/home:",
        "**bold**",
        "`code`",
        "_a_ ~b~ #c",
        "{{x}} {x} %s \\n \\",
    ],
}


@pytest.mark.parametrize("text", [text for texts in LITERAL.values() for text in texts])
def test_d39_d40_d41_markup_and_directions_pass_through_as_they_are(text):
    expected = [(text, "x"), ("good", text)]
    for data in (
        f'{HEADER}"{text}",x\ngood,"{text}"\n',
        f"sentence\tlabel\n{text}\tx\ngood\t{text}\n",
        jsonl(*({"sentence": a, "label": b} for a, b in expected)),
    ):
        draft = drafted(data)
        assert pairs(draft) == expected and not draft.problems
        assert all("HTML" in notice for notice in draft.notices)


FORMULAS = ["=cmd|' /C calc'!A0", "+1", "-1", "@sum", "=", "'=a", "''=a", "'+", "'plain", "'", "''"]


def test_d42_our_csv_is_safe_from_formulas_and_reads_back_exactly():
    odd = ['a "b", c', "two\nlines", "cr\rlf\r\n.", "tab\there", "U+0085\x85here", "\u2028".join("ab"), "ﬁ é"]
    examples = [Example(text, f"{'xy'[i % 2]}") for i, text in enumerate([*FORMULAS, *odd])]
    examples += [Example("label", text, "test") for text in FORMULAS] + [Example("b", text) for text in FORMULAS]
    written = to_csv(examples)
    assert written.startswith(b"\xef\xbb\xbfsentence,label,split\r\n")
    draft = read_draft(written, "our.csv")
    assert list(draft.examples) == examples and draft.has_split
    assert draft.notices == (TAKEN_OFF,)
    assert to_csv(draft.examples) == written


def test_d42_no_cell_of_our_csv_begins_like_a_formula():
    starts = [start + "a" for start in ("=", "+", "-", "@", "\t", "\r")]
    written = to_csv([Example(text, text) for text in starts]).decode("utf-8-sig")
    assert [row.split(",")[0].strip('"')[:2] for row in written.split("\r\n")[1:-1]] == [f"'{s[0]}" for s in starts]


def test_d42_someone_elses_apostrophes_and_formulas_are_text():
    assert rows(HEADER + "=a,x\n'=b,y\n") == [("=a", "x"), ("'=b", "y")]
    assert rows("sentence,label,split\n=a,x,train\n'=b,y,train\n") == [("=a", "x"), ("'=b", "y")]


def test_d42_what_was_read_from_any_format_reads_back_exactly():
    text = jsonl(
        {"sentence": " =a\t", "label": "pos"},
        {"sentence": "\rb\x85 c\x07", "label": "pos "},
        {"sentence": "-", "label": " pos"},
        {"sentence": "d", "label": "-neg"},
    )
    examples = drafted(text).examples
    again = read_draft(to_csv(examples), "our.csv")
    assert (
        again.examples
        == examples
        == (
            Example("=a", "pos"),
            Example("b\x85 c", "pos "),
            Example("-", " pos"),
            Example("d", "-neg"),
        )
    )


RESERVED = ["__proto__", "constructor", "index", "<unk>", "<pad>", "unknown", "none", "0"]


@pytest.mark.parametrize("unknown", ["skip", "vector"])
def test_d43_words_that_mean_something_to_programs_are_words(unknown):
    text = TextConfig(unknown=unknown)
    dataset = dataset_of(HEADER + f"{' '.join(RESERVED)},x\nfine,y\n", text=text)
    assert dataset.vocabulary == Vocabulary(tuple(sorted([*RESERVED, "fine"])), text)
    ids = dataset.vocabulary.encode(RESERVED)
    assert [dataset.vocabulary.words[i] for i in ids] == RESERVED
    assert dataset.vocabulary.encode(["never seen", ""]) == ([] if unknown == "skip" else [9, 9])
    assert dataset.vocabulary.unknown_id not in ids


def test_d43_such_words_are_labels_as_well():
    assert dataset_of(HEADER + "".join(f"word {i},{word}\n" for i, word in enumerate(RESERVED))).classes == tuple(
        sorted(RESERVED)
    )


def test_d44_a_word_that_stands_twice_has_two_places():
    dataset = dataset_of(HEADER + "very very good,x\nso very bad,y\n")
    assert tokenise("very very good") == ("very", "very", "good")
    assert dataset.vocabulary.words == ("bad", "good", "so", "very")
    assert dataset.corpus.words.tolist() == [3, 3, 1, 2, 3, 0]
    assert dataset.corpus.lengths.tolist() == [3, 3]


# Formats as a whole


def test_a_csv_with_quoted_commas_and_doubled_quotes_is_read():
    text = 'label,sentence\nx,"well, a ""good"" one"\ny,plain\nx,""\n'
    draft = drafted(text)
    assert pairs(draft) == [('well, a "good" one', "x"), ("plain", "y")]
    assert draft.notices == ("line 4: no sentence, so the row is dropped.",)


def test_a_list_of_records_keeps_numbers_as_they_are_written():
    text = '[{"sentence": 3.10, "label": true}, {"sentence": "b", "label": false}, {"sentence": 1e5, "label": true}]'
    assert rows(text) == [("3.10", "true"), ("b", "false"), ("1e5", "true")]


def test_a_split_column_tells_the_parts_and_places_are_kept():
    text = "text,id,part,label\na good day,1,train,x\nit rains,2,test,y\nit pours,3,train,y\n"
    assert [(e.sentence, e.label, e.split, e.at) for e in drafted(text).examples] == [
        ("a good day", "x", "train", "2"),
        ("it rains", "y", "test", "3"),
        ("it pours", "y", "train", "4"),
    ]
