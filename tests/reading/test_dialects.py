"""How columns are written: delimiters, quotation marks, and the lines and cells that are no rows."""

import pytest

from rnn_core import ReadOptions
from rnn_core.options import parser, read_options
from rnn_core.reading import Understood, finish, understand
from rnn_core.reading.dialect import OTHERS, QUOTINGS, Dialect
from rnn_core.reading.quoting import guess_dialect
from tests.test_own_sentences import box, panel, refusal, upload
from tests.test_page import shown

ROWS = [
    ("the tea is hot and I like it", "glad"),
    ("my coat is wet again", "cross"),
    ("we sang and ate cake", "glad"),
    ("the bus was late and full", "cross"),
    ("a dog ran through the sunny park", "glad"),
    ("nobody came to the door", "cross"),
]
WITH_COMMAS = [
    ("the tea is hot and I like it", "glad"),
    ("my coat, of all things, is wet", "cross"),
    ("we sang, danced and ate cake", "glad"),
    ("the bus was late", "cross"),
    ("a dog ran through the park", "glad"),
    ("nobody came", "cross"),
]


def understood(text: str, **asked) -> Understood:
    return finish(understand(text.encode(), ReadOptions(**{"tags": None, "text": None, **asked})))


def pairs(found: Understood) -> list[tuple[str, str]]:
    assert found.draft and not found.draft.problems, found.refusal or found.draft
    return [(example.sentence, example.label) for example in found.draft.examples]


def told(found: Understood) -> list[str]:
    """What was done to make rows of the file."""
    return list(found.table.told) if found.table else []


def refused(found: Understood) -> str:
    return found.refusal or " ".join(found.draft.problems if found.draft else ())


def lines(rows, delimiter=",", header="", end="\n") -> str:
    """Rows as they are, without a quotation mark."""
    return end.join([*([header] if header else []), *map(delimiter.join, rows)]) + end


def swapped(rows):
    return [(label, sentence) for sentence, label in rows]


# Quotation marks (D).


def test_a_tab_separated_file_with_quoted_cells_is_read_as_a_comma_separated_one_is():
    text = 'text\tlabel\n"she said ""so""\nand went"\tglad\nmy coat\tcross\n"tea\twith milk"\tglad\n'
    found = understood(text)
    assert pairs(found) == [('she said "so"\nand went', "glad"), ("my coat", "cross"), ("tea\twith milk", "glad")]
    assert found.dialect == Dialect("\t", "doubled")
    assert found.why["quoting"] == "so more rows have as many cells"
    assert told(found) == ['Quotation marks around cells were taken off; "" in them is a quotation mark.']


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_quoted_line_breaks_and_marks_in_a_tab_separated_file_without_a_header(end):
    text = f'1\t"well ""that"" is{end}two lines"{end}0\tone line{end}1\tone more{end}0\t"the ""last"" one"{end}'
    assert pairs(understood("\ufeff" + text)) == [
        (f'well "that" is{end}two lines', "1"),
        ("one line", "0"),
        ("one more", "1"),
        ('the "last" one', "0"),
    ]


def test_a_whole_column_in_quotation_marks_loses_them_in_a_tab_separated_file_too():
    text = "id\tmood\ttext\n" + "".join(f'{i}\t{label}\t"{text}"\n' for i, (text, label) in enumerate(ROWS))
    found = understood(text)
    assert pairs(found) == ROWS and found.why["quoting"] == "they stand around whole cells"


@pytest.mark.parametrize(
    "sentences",
    [
        ['"so it begins', 'he said "no" and left', 'it is 5" long', 'and so it ends"'],
        ['"so it begins', "nothing here", "nothing there", 'it ends"'],
        ['"all of it"', "none of it", 'a "part" of it', "none again"],
        ['"all of it"', "none of it", "nothing", "none again"],
        ['"Yes" she said', '"No" he said', '"Yes" again', '"No" again'],
        ['"""', '""', '"', 'x""'],
    ],
)
@pytest.mark.parametrize("header", ["", "label\ttext"])
def test_stray_quotation_marks_in_a_tab_separated_file_are_text(sentences, header):
    rows = [(sentence, "xy"[i % 2]) for i, sentence in enumerate(sentences)] * 2
    found = understood(lines(swapped(rows), "\t", header))
    assert pairs(found) == rows and found.dialect == Dialect("\t", "none") and not told(found)


def test_marks_around_what_looks_like_rows_or_around_two_cells_are_text():
    found = understood('glad\t"so\na line by itself\ncross\tno"\nglad\tfine\ncross\tpoor\n')
    assert refused(found) == "line 2: fewer than 2 cells. Is the label missing?"
    assert pairs(understood('text\tlabel\n"all of it"\tglad\n"none"\tcross\n'))[0] == ('"all of it"', "glad")


def test_a_late_stray_mark_makes_all_marks_of_a_tab_separated_file_text():
    rows = [('"a ""word"" here"', "x"), ("plain", "y")] * 300 + [('"Yes" she said', "x")]
    assert pairs(understood(lines(rows, "\t"))) == rows
    quoted = understood(lines(rows[:-1], "\t"))
    assert pairs(quoted)[0] == ('a "word" here', "x")


def test_the_first_quoted_cell_may_stand_far_below():
    rows = ROWS * 100 + [('"two\nlines, ""quoted"""', "glad")]
    assert pairs(understood(lines(rows, "\t", "text\tlabel")))[-1] == ('two\nlines, "quoted"', "glad")
    rows[-1] = ('"it is \\"so\\", yes"', "glad")
    assert pairs(understood(lines(rows, ",", "text,label")))[-1] == ('it is "so", yes', "glad")


@pytest.mark.parametrize("delimiter", [",", ";", "|", "\t", "^"])
@pytest.mark.parametrize("header", ["label{}text", ""])
def test_quotation_marks_after_a_backslash_are_read(delimiter, header):
    rows = [(f'{text}{delimiter} \\"so\\" it is', label) for text, label in ROWS]
    text = lines([(label, f'"{text}"') for text, label in rows], delimiter, header.format(delimiter))
    found = understood(text)
    assert pairs(found) == [(f'{text}{delimiter} "so" it is', label) for text, label in ROWS]
    assert found.dialect == Dialect(delimiter, "backslash")
    assert told(found) == ['Quotation marks around cells were taken off; \\" in them is a quotation mark.']


def test_only_a_backslash_before_a_quotation_mark_is_taken_out():
    text = (
        'text,label\n"C:\\new \\"a\\" ""b"" \\\\x",glad\n"ends with \\\\",cross\n"\\\\\\"so\\\\\\"",glad\n\\d+,cross\n'
    )
    assert pairs(understood(text)) == [
        ('C:\\new "a" "b" \\\\x', "glad"),
        ("ends with \\", "cross"),
        ('\\"so\\"', "glad"),
        ("\\d+", "cross"),
    ]


@pytest.mark.parametrize("delimiter", [", ", ";  ", "\t "])
def test_a_blank_behind_the_delimiter_does_not_make_quotation_marks_text(delimiter):
    rows = [(f"{text}{delimiter}as it is", label) for text, label in ROWS]
    quoted = [tuple(f'"{cell}"' for cell in row) for row in rows]
    assert pairs(understood(lines(quoted, delimiter, f"text{delimiter}label"))) == rows
    assert pairs(understood(lines(swapped(quoted), delimiter))) == rows
    some = [(label, f'"{text}"') for text, label in rows]
    assert pairs(understood(lines(some, delimiter))) == rows


def test_a_blank_behind_a_tab_may_stand_before_the_header_alone():
    text = '"text"\t "label"\n' + "".join(f'"{text}"\t {i % 2}\n' for i, (text, _) in enumerate(ROWS))
    assert pairs(understood(text)) == [(text, str(i % 2)) for i, (text, _) in enumerate(ROWS)]


def test_a_blank_behind_the_delimiter_and_stray_marks_stay():
    rows = [('he said, "no", twice', "glad"), ('"so", she said, "it is"', "cross")]
    text = "text,label\n" + "".join(f'"{a.replace(chr(34), chr(34) * 2)}",{b}\n' for a, b in rows * 3)
    assert pairs(understood(text)) == rows * 3
    text = "glad, it is fine\ncross, it is not\nglad, I am\ncross, I am not\n"
    assert {label for _, label in pairs(understood(text))} == {"glad", "cross"}


def test_an_open_quotation_mark_is_refused_and_the_way_out_is_named_and_there():
    text = 'text,label\nfine,glad\n"so it goes,cross\nmore,glad\n'
    found = understood(text)
    assert found.refusal and found.refusal.startswith("line 3: a quotation mark is left open")
    assert found.refusal.endswith("or choose that quotation marks are text.") and found.has_quotes
    assert found.dialect == Dialect(",")
    text_marks = found.asking("quoting", "none")
    assert pairs(finish(understand(text.encode(), text_marks))) == [
        ("fine", "glad"),
        ('"so it goes', "cross"),
        ("more", "glad"),
    ]


@pytest.mark.parametrize("quoting", QUOTINGS)
def test_what_quotation_marks_mean_can_be_said(quoting):
    text = 'label\ttext\nx\t"a ""b"""\ny\t"c"\nx\td\ny\te\n'
    expected = {"doubled": 'a "b"', "backslash": 'a "b"', "single": '"a ""b"""', "none": '"a ""b"""'}
    found = understood(text, quoting=quoting)
    assert pairs(found)[0][0] == expected[quoting]
    assert found.dialect and found.dialect.quoting == quoting and "quoting" not in found.why


def test_cells_of_a_sample_are_cut_as_the_whole_file_is():
    assert guess_dialect("a,b\n", ",").value == Dialect(",")
    for text in ('"', '""', '"\n', '"a', 'a"', '"a"b', '"a""', '"a"\r"b"', '\\"', '"\\"', '"\\\\"', ', "', '"",""'):
        for delimiter in (",", "\t", "::"):
            assert guess_dialect(text, delimiter).value.delimiter == delimiter


# Delimiters (E).


@pytest.mark.parametrize(
    ("declared", "delimiter"),
    [("sep=;", ";"), ('"sep=|"', "|"), ("SEP=\\t", "\t"), ("sep=\t", "\t"), ("sep=,", ","), ("sep=^", "^")],
)
@pytest.mark.parametrize("header", ["text{}label", ""])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_first_line_that_names_the_separator_is_obeyed_and_told(declared, delimiter, header, end):
    text = declared + end + lines(ROWS, delimiter, header.format(delimiter), end)
    found = understood("\ufeff" + text)
    assert pairs(found) == ROWS and found.dialect and found.dialect.delimiter == delimiter
    visible = delimiter.replace("\t", "\\t")
    assert told(found) == [f"line 1: “sep={visible}” is no row; it names the separator."]
    assert found.why["format"] == f"its first line is sep={visible}" or header
    first = found.draft.examples[0] if found.draft else None
    assert first and first.at == ("3" if header else "2")


def test_a_first_line_that_names_another_separator_than_there_is_is_only_left_out():
    assert pairs(understood("sep=;\n" + lines(ROWS, ",", "text,label"))) == ROWS
    assert pairs(understood(lines([("sep=;", "glad"), *ROWS]))) == [("sep=;", "glad"), *ROWS]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize(
    ("header", "behind"), [("text{}label", 1), ("text{}label{}", 0), ("text{}label{}", 1), ("", 1), ("text{}label", 2)]
)
def test_a_separator_at_the_end_makes_no_column(delimiter, header, behind):
    rows = [(*row, *[""] * behind) for row in ROWS]
    found = understood(lines(rows, delimiter, header.replace("{}", delimiter)))
    assert pairs(found) == ROWS and found.table and not found.table.problems
    if header.count("{}") != 1 + behind and header:  # of rows that are all as wide columns.py tells
        visible = delimiter.replace("\t", "\\t")
        assert found.table.width == 2
        assert told(found) == [f"The lines end with an empty cell behind “{visible}”, which was left out."]


def test_an_empty_cell_is_left_out_only_where_it_is_too_much():
    assert pairs(understood(lines([*ROWS[:3], (*ROWS[3], "")], ",", "text,label"))) == ROWS[:4]
    some = [(*row, *[""] * (i % 3 > 0)) for i, row in enumerate(ROWS)]
    for delimiter in (",", "\t"):
        assert pairs(understood(lines(some, delimiter))) == ROWS
    assert pairs(understood(lines([*some[:4], ("my dog", " my ball", "glad")]))) == [
        *ROWS[:4],
        ("my dog, my ball", "glad"),
    ]
    unlabelled = understood("id,text,label\n1,good,\n2,bad,\n3,fine,\n")
    assert refused(unlabelled) == "lines 2, 3 and 4: the label is empty. Fill it in, or leave the row out."


@pytest.mark.parametrize("delimiter", [",", ";", "|", "^"])
@pytest.mark.parametrize(
    ("header", "order"),
    [
        ("text{}label", lambda i, a, b: (a, b)),
        ("label{}text", lambda i, a, b: (b, a)),
        ("", lambda i, a, b: (a, b)),
        ("", lambda i, a, b: (b, a)),
        ("id{}text{}label", lambda i, a, b: (str(i), a, b)),
        ("", lambda i, a, b: (str(i), a, b)),
        ("", lambda i, a, b: (str(i), b, a)),
        ("text{}label{}", lambda i, a, b: (a, b)),
        ("text{}label", lambda i, a, b: (a, b, "")),
    ],
)
def test_a_sentence_in_pieces_is_joined_again_and_told(delimiter, header, order):
    rows = [(a.replace(",", delimiter), b) for a, b in WITH_COMMAS]
    written = [order(i, *row) for i, row in enumerate(rows)]
    found = understood(lines(written, delimiter, header.replace("{}", delimiter)), delimiter=delimiter)
    assert pairs(found) == rows
    at = "lines 3 and 4" if header else "lines 2 and 3"
    assert f"{at}: unquoted “{delimiter}” in the sentence, whose pieces were joined again." in told(found)


def test_most_sentences_may_be_in_pieces():
    rows = [(f"well, {a}, yes{', really' * (i % 3)}" if i % 6 else a, b) for i, (a, b) in enumerate(ROWS * 4)]
    for whole in (rows, rows[1:] + rows[:1]):
        for text in (lines(whole), lines(swapped(whole)), lines(swapped(whole), header="label,text")):
            found = understood(text)
            assert found.format == "comma" and pairs(found) == whole and "joined" in told(found)[0]
    rows = [(f"well, {a}", b) for a, b in ROWS]  # all of them, under a header that tells how many columns there are
    assert pairs(understood(lines(rows, header="text,label"))) == rows
    rows = [
        ("so", "in agreement"),
        *((f"{a}, yes", ("in agreement", "not at all")[i % 2]) for i, (a, _) in enumerate(ROWS)),
    ]
    assert pairs(understood(lines(rows, header="text,label"))) == rows  # beside the label it is, be it short


@pytest.mark.parametrize(
    "text",
    [
        lines([*ROWS, ("one", "two", "three")], header="text,label"),  # a label that stands nowhere else
        lines([*ROWS, ("so", "so", "glad")], "\t", "text\tlabel"),  # a tab in a sentence is rare, a column more is not
        lines([(a, f"{a} too", b) for a, b in ROWS] + [("so", "so", "so", "glad")], header="title,text,label"),
        lines([(f"so, {i}", f"x{i}") for i in range(4)], header="text,label"),
    ],
)
def test_pieces_that_could_belong_elsewhere_are_not_joined(text):
    assert "more than" in refused(understood(text))
    assert not told(understood(text))


def test_pieces_are_joined_to_the_sentence_if_somebody_says_so():
    rows = [(a[:20], f"{a} too", b) for a, b in ROWS]
    text = lines([*rows[:3], ("so", "so", " he said", "glad"), *rows[3:]], header="title,text,label")
    found = understood(text)
    assert refused(found).endswith("quote it, or let its pieces be joined.")
    joined = finish(understand(text.encode(), found.asking("join", True), found))
    assert pairs(joined)[3] == ("so, he said", "glad") and len(pairs(joined)) == 7
    assert "line 5: unquoted “,” in the sentence, whose pieces were joined again." in joined.notices
    assert joined.draft and joined.draft.examples[3].at == "5"
    again = finish(understand(text.encode(), joined.asking("join", False), joined))
    assert refused(again) == refused(found)
    other = finish(understand(text.encode(), joined.asking("sentence", 0), joined))
    assert pairs(other)[3] == ("so,so", "glad")
    tabs = lines([*ROWS, ("so", "so", "glad")], "\t", "text\tlabel")
    assert pairs(understood(tabs, join=True))[-1] == ("so\tso", "glad")
    assert understood(lines([("so", "so", "x"), *ROWS]), join=True).draft


def test_a_row_with_too_few_cells_is_refused_with_its_line():
    rows = [(label, text, str(i)) for i, (text, label) in enumerate(ROWS)]
    rows[3] = (rows[3][0], " ".join(rows[3][1:]))
    for delimiter in ("\t", ",", ";"):
        for header in ("Label{0}Text{0}batch", ""):
            found = understood(lines(rows, delimiter, header.format(delimiter)))
            line = 5 if header else 4
            assert refused(found) == f"line {line}: fewer than 3 cells. Is the label missing?"


def test_a_first_column_of_row_numbers_needs_no_name():
    found = understood(lines([(str(i), *row) for i, row in enumerate(ROWS)], ",", "text,label"))
    assert pairs(found) == ROWS and found.names == ("column 1", "text", "label")
    assert told(found) == ["The header has no name for the first column, in which the rows are numbered."]
    rows = [("this is it", "other"), *ROWS * 2]
    assert pairs(understood(lines([(str(i), *row) for i, row in enumerate(rows)], ",", "text,label"))) == rows
    twice = understood(lines([("1", *row) for row in ROWS], ",", "text,label"))
    assert twice.names == ("text", "label")


@pytest.mark.parametrize("lead", ["well, ", "so, then, "])
def test_of_several_delimiters_the_one_with_a_recurring_column_is_taken(lead):
    rows = [(lead + text, label) for text, label in ROWS]
    for delimiter in (";", "|", "^"):
        for order in (list, swapped):
            found = understood(lines(order(rows), delimiter))
            assert pairs(found) == rows and found.dialect and found.dialect.delimiter == delimiter
    rows = [(f"{text}; yes", label) for text, label in ROWS]
    assert pairs(understood(lines(rows))) == rows


@pytest.mark.parametrize("delimiter", ["^", "~", "::", ";;", " - ", "@", "||", "->", "x"])
def test_any_separator_can_be_given(delimiter):
    rows = [(text.replace("x", ""), label) for text, label in ROWS]
    text = lines(rows, delimiter, f"te{delimiter}label")
    found = understood(text, delimiter=delimiter)
    assert pairs(found) == rows and found.format == "other" and found.dialect == Dialect(delimiter)
    quoted = [(f'"{text}{delimiter}"', label) for text, label in rows]
    first, *_ = pairs(understood(lines(quoted, delimiter), delimiter=delimiter))
    assert first == (f"{rows[0][0]}{delimiter}".strip(), "glad")


@pytest.mark.parametrize("delimiter", OTHERS)
def test_some_separators_are_found_where_a_column_recurs(delimiter):
    assert pairs(understood(lines(ROWS, delimiter))) == ROWS
    assert pairs(understood(lines(ROWS, delimiter), format="other")) == ROWS
    unclear = [(text, f"{label} {i}") for i, (text, label) in enumerate(ROWS)]
    assert understood(lines(unclear, delimiter)).format != "other"


def test_a_given_separator_implies_columns():
    text = lines(ROWS, ";")
    for asked in ({}, {"format": "json"}, {"format": "comma"}):
        found = understood(text, delimiter=";", **asked)
        assert pairs(found) == ROWS and found.format == "semicolon"
    assert understood(text, delimiter=";", format="other").format == "other"
    assert pairs(understood(lines(ROWS, "\t"), delimiter="\\t")) == ROWS


def test_a_separator_that_is_none_or_not_known_is_refused():
    for wrong in ('"', "", "a\n", "1234567890"):
        assert (understood(lines(ROWS), delimiter=wrong).refusal or "").startswith(
            "a separator has one to 9 characters"
        )
    unknown = understood(lines(ROWS, " zz "), format="other")
    assert unknown.refusal == "which separator stands between the columns? Give it: one character, or a few."


# Drawn tables and titles (E, K).


def drawn(rows, rule: str, outer: str = "|", header=("text", "label")) -> str:
    written = [f"{outer} {' | '.join(row)} {outer}".strip() for row in (header, *rows)]
    return "\n".join([written[0], rule, *written[1:]]) + "\n"


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        (drawn(ROWS, "|------|-------|"), "line 2"),
        (drawn(ROWS, "| :--- | :-: |"), "line 2"),
        (drawn(ROWS, "|-|-|"), "line 2"),
        (drawn(ROWS, "--- | ---:", outer=""), "line 2"),
        ("+---+---+\n" + drawn(ROWS, "+===+===+") + "+---+---+\n", "lines 1, 3 and 10"),
        (drawn(ROWS, "-----+-----", outer="") + "(6 rows)\n", "lines 2 and 9"),
        ("text\tlabel\n----\t-----\n" + lines(ROWS, "\t"), "line 2"),
        ("text;label\n==========\n" + lines(ROWS, ";"), "line 2"),
    ],
)
def test_the_rules_of_a_drawn_table_are_no_rows_and_its_frame_no_columns(text, rules):
    found = understood(text)
    assert pairs(found) == ROWS and found.names == ("text", "label")
    assert told(found) == [f"{rules}: a ruler and no row, so left out."]


def test_a_drawn_table_may_have_its_label_first_and_commas_in_its_sentences():
    text = drawn(swapped(WITH_COMMAS), "|:--|:--|", header=("mood", "words"))
    assert pairs(understood(text, header=True)) == WITH_COMMAS


def test_a_sentence_of_dashes_is_a_sentence():
    rows = [*ROWS, ("-----", "glad"), ("--", "cross")]
    for delimiter in (",", "|", "\t"):
        assert pairs(understood(lines(rows, delimiter))) == rows
    for rows, delimiter in (([*ROWS, ("--", "-")], "|"), ([*ROWS, ("--", "==")], ",")):
        assert pairs(understood(lines(rows, delimiter))) == rows
    assert pairs(understood('text,label\n"well\n-----\nso",glad\nno,cross\n'))[0] == ("well\n-----\nso", "glad")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize(
    ("titles", "said"),
    [
        ("What our guests wrote\n\n", "line 1: above the header, so left out: “What our guests wrote”."),
        ("Guests\n2031-02-03\n", "lines 1 and 2: above the header, so left out: “Guests” and “2031-02-03”."),
        ("Guests{0}{0}\n", "line 1: above the header, so left out: “Guests”."),
        (
            "Guests{0}of May{0}of June{0}of July\n\n",
            "line 1: above the header, so left out: “Guests of May of June of July”.",
        ),
    ],
)
@pytest.mark.parametrize("header", ["id{0}text{0}label", "nr{0}wort{0}art"])
def test_titles_above_the_header_are_left_out_and_told(delimiter, titles, said, header):
    rows = [(str(i), *row) for i, row in enumerate(ROWS * 3)]
    text = titles.format(delimiter) + lines(rows, delimiter, header.format(delimiter))
    found = understood(text)
    assert pairs(found) == ROWS * 3 and found.header and told(found) == [said]
    assert found.rows[0].at == 2 + titles.count("\n")


def test_a_title_above_two_columns_and_few_rows():
    assert pairs(understood("Our guests\n" + lines(ROWS[:4], ",", "text,label"))) == ROWS[:4]
    assert pairs(understood("Our guests, in May, in Rome\n" + lines(ROWS[:4], ",", "label,text"))) != ROWS[:4]
    assert pairs(understood("sep=;\nOur guests;\n" + lines(ROWS, ";", "Text;Label"))) == ROWS


def test_a_first_row_of_another_width_above_data_is_no_title():
    found = understood(lines([("alone",), *ROWS]))
    assert refused(found) == "line 1: fewer than 2 cells. Is the label missing?"


# What is shown and can be said.


def test_a_sentence_above_a_header_is_no_title():
    found = understood("tea, with milk,glad\n" + lines(ROWS, ",", "text,label"))
    assert not any("above the header" in said for said in told(found))


def test_what_depends_on_the_dialect_is_found_out_anew():
    asked = ReadOptions(format="other", delimiter="^", quoting="none", header=True, sentence=1, label=0)
    found = Understood(asked)
    assert found.asking("quoting", "doubled") == ReadOptions(format="other", delimiter="^", quoting="doubled")
    assert found.asking("delimiter", "~") == ReadOptions(format="other", delimiter="~")
    assert found.asking("format", "tab") == ReadOptions(format="tab")
    assert found.asking("encoding", "big5") == ReadOptions(encoding="big5")


def test_the_terminal_takes_a_separator_and_what_quotation_marks_mean():
    asked = read_options(parser().parse_args(["f.csv", "--delimiter", "^", "--quoting", "backslash"]))
    assert (asked.delimiter, asked.quoting) == ("^", "backslash")
    assert read_options(parser().parse_args(["f.csv"])).delimiter is None
    assert read_options(parser().parse_args(["f.csv", "--join-cells"])).join


def titles(page) -> list[str]:
    return [box.label for box in page.selectbox]


def test_the_page_asks_for_a_separator_only_where_it_is_another_one():
    page = upload(panel(), lines(ROWS, " zz ").encode())
    assert not [written for written in page.text_input if written.label == "Separator"]
    page = box(page, "Each line").set_value("other").run()
    assert "which separator" in refusal(page).casefold()
    separator = next(written for written in page.text_input if written.label == "Separator")
    page = separator.set_value(" zz ").run()
    assert not page.exception and not refusal(page)
    assert (box(page, "Each line").value, box(page, "Label column").value) == ("other", 1)
    page = box(page, "Each line").set_value("comma").run()
    assert not [written for written in page.text_input if written.label == "Separator"]


def test_the_page_asks_what_quotation_marks_mean_only_where_there_are_some():
    assert "Quotation marks are" not in titles(upload(panel(), lines(ROWS).encode()))
    page = upload(panel(), b'text,label\nfine,glad\n"so it goes,cross\nmore,glad\nless,cross\n')
    assert "quotation mark is left open" in refusal(page)
    page = box(page, "Quotation marks are").set_value("none").run()
    assert not page.exception and not refusal(page) and "<bdi>&quot;so it goes</bdi>" in shown(page)


def test_the_page_offers_to_join_pieces_only_where_there_are_some():
    def offered(page):
        return [tick for tick in page.checkbox if tick.label.startswith("Join the cells")]

    assert not offered(upload(panel(), lines(ROWS).encode()))
    page = upload(panel(), lines([*ROWS, ("so", "so", "else")]).encode())
    assert "more than 2 cells" in refusal(page)
    page = offered(page)[0].check().run()
    assert not page.exception and not refusal(page)
