"""Tables as programs, survey tools and people write them: quotation marks, separators, and lines that are no rows."""

import csv
import io

import pytest

from rnn_core import ReadOptions
from rnn_core.reading import Understood, finish, understand
from rnn_core.reading.dialect import Dialect
from rnn_core.reading.test_files import understand_tests

ROWS = [
    ("it's a kite, and a good one", "glad"),
    ("the string broke", "cross"),
    ("we flew it over the hill", "glad"),
    ("rain, then hail, then rain", "cross"),
    ("my sister's laugh, all day", "glad"),
    ("nobody had brought a towel", "cross"),
    ("ann@kite.org wrote back", "glad"),
]
PLAIN = [(text.replace(",", " and").replace("@", " at "), label) for text, label in ROWS]


def understood(content: str | bytes, **asked) -> Understood:
    data = content if isinstance(content, bytes) else content.encode()
    return finish(understand(data, ReadOptions(**{"tags": None, "text": None, **asked})))


def pairs(found: Understood) -> list[tuple[str, str]]:
    assert found.draft and not found.draft.problems, found.refusal or found.draft
    return [(example.sentence, example.label) for example in found.draft.examples]


def refused(found: Understood) -> str:
    return found.refusal or " ".join(found.draft.problems if found.draft else ())


def told(found: Understood) -> str:
    return " ".join(found.notices)


def lines(rows, delimiter=",", header="", end="\n") -> str:
    return end.join([*([header] if header else []), *map(delimiter.join, rows)]) + end


def table(rows, delimiter=",", **dialect) -> str:
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter, lineterminator="\n", **dialect).writerows(rows)
    return written.getvalue()


def swapped(rows):
    return [(label, text) for text, label in rows]


# Quotation marks.


def single(cell: str) -> str:
    return "'" + cell.replace("'", "''") + "'"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("header", ["", "text{}label"])
@pytest.mark.parametrize("both", [True, False])
def test_single_quotation_marks_around_all_cells_of_a_column_are_taken_off(delimiter, header, both):
    rows = [(single(text), single(label) if both else label) for text, label in ROWS]
    found = understood(lines(rows, delimiter, header.format(delimiter)))
    assert pairs(found) == ROWS and "Single quotation marks" in told(found)
    assert found.dialect == Dialect(delimiter, "single") and found.has_quotes
    kept = finish(
        understand(lines(rows, delimiter, header.format(delimiter)).encode(), found.asking("quoting", "none"))
    )
    assert kept.has_quotes and kept.dialect == Dialect(delimiter, "none")


def test_apostrophes_are_no_quotation_marks():
    rows = [("'tis late", "x"), ("'one' word", "y"), ("the boys' kite", "x"), ("an 'odd' 'kite'", "y"), ("so", "x")]
    assert pairs(understood(lines(rows))) == rows
    assert pairs(understood(lines(rows, "\t"))) == rows


@pytest.mark.parametrize(("before", "after"), [(" ", ""), (" ", " "), ("   ", " "), ("", " ")])
@pytest.mark.parametrize("delimiter", [",", ";", "|"])
@pytest.mark.parametrize("end", ["", "  "])
def test_blanks_between_quotation_marks_and_delimiters_belong_to_these(before, after, delimiter, end):
    rows = [(f'"{text}"', f'"{label}"{end}') for text, label in [("text", "label"), *ROWS, ('a ""b"" , c', "cross")]]
    found = understood(lines(rows, before + delimiter + after))
    assert pairs(found) == [*ROWS, ('a "b" , c', "cross")]
    noted = [('""', f'"{text}"', f'"{label}"{end}') for text, label in [("text", "label"), *ROWS]]
    assert pairs(understood(lines(noted, before + delimiter + after))) == ROWS


@pytest.mark.parametrize("delimiter", [",", ";"])
@pytest.mark.parametrize("header", ["", "text{}label"])
def test_pairs_of_quotation_marks_within_cells_are_text(delimiter, header):
    rows = [(f'"Up" and "away", {text}'.replace(",", "" if delimiter == "," else ","), label) for text, label in PLAIN]
    found = understood(lines(rows, delimiter, header.format(delimiter)))
    assert pairs(found) == rows and found.dialect == Dialect(delimiter, "none")
    for other in ('"so it goes', '"so" "it goes"'):  # left open, or around what may be a cell
        assert refused(understood(lines([*rows, (other, "glad"), ('"a"', "glad")], delimiter)))


def test_in_tabs_a_spreadsheet_quotes_just_the_cells_with_commas():
    rows = [(f'"{text}"' if "," in text else text, label) for text, label in ROWS]
    assert pairs(understood(lines(rows, "\t", "text\tlabel"))) == ROWS
    said = [('"so, so"', "x"), ("well, well", "y"), ('"no, no"', "x"), ("ah", "y")]  # here not just those
    assert pairs(understood(lines(said, "\t"))) == said


@pytest.mark.parametrize("header", ["", "text,label\n", '"text,label"\n'])
@pytest.mark.parametrize("end", ["", ",,"])
def test_quotation_marks_around_whole_lines_are_taken_off(header, end):
    text = header + "".join(f'"{text} ""so"",{label}"{end}\n' for text, label in PLAIN)
    found = understood(text)
    assert pairs(found) == [(f'{text} "so"', label) for text, label in PLAIN]
    assert "Each line stands in quotation marks as a whole" in told(found)


def test_sentences_in_quotation_marks_without_labels_are_still_refused():
    assert "no labels" in refused(understood("".join(f'"{text}"\n' for text, _ in ROWS)))


def test_rows_of_cells_in_quotation_marks_with_a_blank_between():
    for rows, header in (
        (PLAIN, ""),
        ([(str(i), *row) for i, row in enumerate(PLAIN, 1)], '"text" "label"'),
        ([(str(i), *row) for i, row in enumerate(ROWS, 1)], '"text" "label"'),
    ):
        written = [tuple(f'"{cell}"' for cell in row) for row in rows]
        found = understood(lines(written, " ", header))
        assert [text for text, _ in pairs(found)] == [row[-2] for row in rows]
        assert found.dialect and found.dialect.delimiter == " "


# Separators.


@pytest.mark.parametrize("sign", ["@", " --> ", " ### ", "###", " +++$+++ ", " : ", "$", " // ", " = ", "_!_", "§"])
@pytest.mark.parametrize("order", [list, swapped])
@pytest.mark.parametrize("header", [(), (("text", "label"),)])
def test_signs_in_every_line_can_be_the_separator(sign, order, header):
    found = understood(lines(order([*header, *PLAIN]), sign))
    assert pairs(found) == PLAIN and found.format == "other" and found.dialect and found.dialect.delimiter == sign


def test_one_line_shows_no_separator():
    for text in ("up@glad", "up@glad\n", "@", "@\n@\n", "a @ b\n"):
        for found in (understood(text), understood(text, format="other")):
            assert found.refusal or (found.draft and found.draft.labels.refusal)


def test_signs_are_no_separator_where_another_or_a_label_is_first():
    mentions = [(f"@kite {text}", "pos" if label == "glad" else "neg") for text, label in PLAIN]
    assert pairs(understood(lines(swapped(mentions), " "))) == mentions
    assert pairs(understood(lines(mentions))) == mentions
    equal = [(f"n = {text}", "pos" if label == "glad" else "neg") for text, label in PLAIN * 2]
    assert pairs(understood(lines(swapped(equal), " "))) == equal
    by_mail = [(f"{'abc'[i % 3]}@kite.org", text, label) for i, (text, label) in enumerate([*ROWS, *ROWS[:6]])]
    assert pairs(understood(lines(by_mail, "\t"))) == [row[1:] for row in by_mail]


# Lines that are no rows.

SURVEY = [("Q1", "Q2"), ("How was it?", "Why?"), ('{"ImportId":"QID1"}', '{"ImportId":"QID2_TEXT"}')]


@pytest.mark.parametrize("delimiter", [",", "\t"])
@pytest.mark.parametrize("columns", [0, 2])
def test_what_survey_tools_write_below_the_header_is_left_out(delimiter, columns):
    start = [("StartDate", "Finished"), ("Start Date", "Finished"), ('{"ImportId":"start"}', '{"ImportId":"end"}')]
    head = [begun[:columns] + asked for begun, asked in zip(start, SURVEY, strict=True)]
    body = [(f"2031-05-{i + 10} 08:00", "True")[:columns] + row for i, row in enumerate(swapped(ROWS))]
    found = understood(table([*head, *body], delimiter))
    assert pairs(found) == ROWS and "lines 2 and 3: a further header" in told(found)
    assert finish(understand_tests(table([*head, *body[:3]], delimiter).encode(), found)).draft
    short = [("Respondent ID", "Fits best?", "More"), ("", "Response", "Open-Ended Response")]
    numbered = [(str(i + 400), label, text) for i, (text, label) in enumerate(ROWS)]
    assert pairs(understood(table([*short, *numbered], delimiter))) == ROWS


def test_a_header_in_the_midst_is_no_row():
    found = understood(table([("nr", "text", "label"), *((str(i), *row) for i, row in enumerate(ROWS))] * 2))
    assert pairs(found) == ROWS * 2 and "line 9: a further header" in told(found)
    assert pairs(understood(table([("text", "label"), ("Satz", "Klasse"), *ROWS]))) == ROWS
    own = [("sentence", "label", "split"), ("sentence", "label", "train"), *((*row, "test") for row in ROWS)]
    assert pairs(understood(table(own)))[0] == ("sentence", "label")  # as it was written from here


@pytest.mark.parametrize("mark", ["#", "//", "%", "--"])
def test_remarks_above_the_rows_are_left_out(mark):
    numbered = [(str(i), label, text) for i, (text, label) in enumerate(ROWS)]
    remark = f"{mark} collected in May\n"
    for rows, delimiter in ((ROWS, ","), (swapped(ROWS), "\t"), (numbered, "\t"), (numbered, ",")):
        found = understood(remark * 2 + table(rows, delimiter))
        assert pairs(found) == ROWS and "lines 1 and 2: a remark" in told(found)
        assert "line 1: a remark" in told(understood(remark + table(rows, delimiter)))
    named = remark + f"{mark} nr\tlabel\ttext\n" + table(numbered, "\t")
    assert pairs(understood(named)) == ROWS
    begun = [(f"{mark} {text}", label) for text, label in ROWS[:2]] + ROWS[2:]
    assert pairs(understood(table(begun))) == begun


def test_rows_may_end_before_the_header_where_a_third_does():
    rows = [(*row, "see below") if i % 2 else row for i, row in enumerate(PLAIN)]
    found = understood(lines(rows, ",", "text,label,note"))
    assert pairs(found) == PLAIN and "fewer cells than the header has names" in told(found)
    assert pairs(understood(lines(swapped(PLAIN), ";", "label;text;note;more"))) == PLAIN
    few = [(*row, "see below") if i else row for i, row in enumerate(PLAIN)]
    assert refused(understood(lines(few, ",", "text,label,note"))).startswith("line 2: fewer than 3 cells")
    without = [(text,) if i % 2 else (text, label) for i, (text, label) in enumerate(PLAIN)]
    assert "fewer than 2 cells" in refused(understood(lines(without, ",", "text,label")))


def test_what_old_programs_leave_behind_is_no_row():
    assert pairs(understood(table([("text", "label"), *ROWS]) + "\x1a")) == ROWS


# Files of other kinds.


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("INSERT INTO `kites` (`text`, `label`) VALUES\n('up', 'x'),\n('down', 'y');\n", "SQL"),
        ("-- dump\n/*!40101 SET NAMES utf8 */;\ncreate table kites (text varchar(9));\n", "SQL"),
        ("SET client_encoding = 'UTF8';\n\nCOPY public.kites (text, label) FROM stdin;\nup\tx\n", "SQL"),
        ("% made by hand\n\n@RELATION kites\n@attribute text string\n@data\n'up',x\n", "ARFF"),
        ('<?xml version="1.0"?>\n<kites>\n<kite label="x">up</kite>\n</kites>\n', "XML"),
        ("<!DOCTYPE html>\n<html><body><p>up, up</p></body></html>", "HTML"),
        ("<table>\n<tr><td>up</td><td>x</td></tr>\n</table>\n", "HTML"),
        ("rows = [\n    ('it is up', 'x'),\n    ('down', 'y'),\n]\n", "Python"),
        ("{\\rtf1\\ansi up, x\\par\ndown, y\\par}\n", "an RTF document"),
        ("% kites\n\\begin{tabular}{ll}\nup & x \\\\\n\\end{tabular}\n", "LaTeX"),
    ],
)
def test_files_of_other_programs_are_refused_by_name(text, what):
    assert refused(understood(text)).startswith(f"this is {what}, which is not read.")


def test_sentences_that_begin_as_such_files_do_are_read():
    rows = [("Insert into the slot", "x"), ("create table mats", "y"), ("Set the kite down", "x"), ("copy that", "y")]
    assert pairs(understood(table(rows))) == rows
    pages = [(f"<html><b>{text}</b></html>", label) for text, label in ROWS]
    assert pairs(understood(table(pages))) == pages


# Columns.


def chosen(found: Understood) -> tuple[str, str]:
    assert found.columns, found.refusal
    return found.names[found.columns.sentence], found.names[found.columns.label]


def test_a_name_above_known_labels_wins_over_a_usual_name_above_others():
    body = [(text, ["sea", "sky"][i % 2], ["favor", "against"][i // 2 % 2]) for i, (text, _) in enumerate(ROWS)]
    assert chosen(understood(table([("Post", "Target", "Stance"), *body]))) == ("Post", "Stance")
    assert chosen(understood(table([("text", "category", "guest_sentiment"), *body]))) == ("text", "guest_sentiment")
    assert chosen(understood(table([("text", "label", "guest_sentiment"), *body]))) == ("text", "label")


def test_votes_are_no_labels_beside_what_can_be():
    body = [(text, ["-1", "1"][i % 2], str(i // 2 % 2)) for i, (text, _) in enumerate(ROWS)]
    assert chosen(understood(table([("review_text", "review_score", "review_votes"), *body])))[1] == "review_score"


def test_a_column_of_one_value_holds_no_sentences():
    body = [("anonymous", label, text) for text, label in ROWS]
    assert chosen(understood(table([("Email", "mood", "What else?"), *body]))) == ("What else?", "mood")
    assert chosen(understood(table([("question", "mood", "reply"), *body]))) == ("reply", "mood")


@pytest.mark.parametrize(
    ("names", "labels"),
    [
        (("Kommentar", "Stimmung"), ("froh", "böse")),
        (("recensione", "categoria"), ("a", "b")),
        (("recenzja", "etykieta"), ("a", "b")),
        (("yorum", "etiket"), ("olumlu", "olumsuz")),
        (("сообщение", "тональность"), ("1", "0")),
        (("النص", "التصنيف"), ("إيجابي", "سلبي")),
        (("वाक्य", "भावना"), ("सकारात्मक", "नकारात्मक")),
        (("レビュー", "感情"), ("a", "b")),
        (("リンク", "评论内容", "类别"), ("a", "b")),
    ],
)
def test_columns_may_be_named_in_other_languages(names, labels):
    body = [(*(str(i),) * (len(names) - 2), text, labels[i % 2]) for i, (text, _) in enumerate(ROWS[:4])]
    assert chosen(understood(table([names, *body]))) == names[-2:]


def test_a_test_file_of_numbers_and_labels_has_no_sentences():
    first = understood(table([("nr", "text", "label"), *((str(i), *row) for i, row in enumerate(ROWS))]))
    found = finish(
        understand_tests(table([("nr", "label"), *((str(i), row[1]) for i, row in enumerate(ROWS))]).encode(), first)
    )
    assert found.refusal == "it has no sentences, only the columns “nr” and “label”."
