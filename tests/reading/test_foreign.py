"""Formats that are known but not read: each is refused by its name, and nothing else is."""

import pytest

from rnn_core import ReadOptions
from rnn_core.reading import finish, understand

ROWS = [("the ferry was late", "grim"), ("a calm crossing", "glad"), ("no seats left", "grim"), ("kind crew", "glad")]


def refusal(text: str) -> str | None:
    found = finish(understand(text.encode(), ReadOptions(tags=None, text=None)))
    assert found.refusal is None or found.refusal.isprintable()
    return found.refusal


def lines(shape: str) -> str:
    return "".join(shape.format(said=said, mood=mood, i=i) for i, (said, mood) in enumerate(ROWS))


FOREIGN = {
    "XML": [
        "<?xml version='1.0'?>\n<all>\n" + lines("  <one mood='{mood}'>{said}</one>\n") + "</all>\n",
        "<trips>" + lines("<trip><said>{said}</said><mood>{mood}</mood></trip>") + "</trips>",
        lines("<trip>\n<said>\n{said}\n</said>\n<mood>\n{mood}\n</mood>\n</trip>\n"),
        "<!DOCTYPE notes SYSTEM 'notes.dtd'>\n<notes>\n" + lines("<n>{said}</n>\n") + "</notes>",
    ],
    "HTML": [
        "<!doctype html>\n<html><body><table>\n"
        + lines("<tr><td>{said}</td><td>{mood}</td></tr>\n")
        + "</table></body></html>",
        "\n<table border='1'>\n" + lines("<tr>\n<td>{said}</td>\n<td>{mood}</td></tr>\n") + "</table>\n",
    ],
    "YAML": [
        lines("- said: {said}\n  mood: {mood}\n"),
        "---\n# ours\ntrips:\n" + lines("  - mood: {mood}\n    said: '{said}'\n"),
        "glad:\n- a calm crossing\n- kind crew\ngrim:\n- no seats left\n",
        lines("- mood: {mood}\n  said: >\n    {said}\n    or so\n"),
        lines("- {{said: {said}, mood: {mood}}}\n"),
        "version: '3.1'\nintents:\n  - ask\n  - leave\nactions:\n  - utter_time\n",
    ],
    "svmlight": [lines("{i} 1:0.5 7:1 12:-3e-2\n"), lines("+1 3:1 4:2 # {said}\n"), lines("0 1:{i}:1 2:5:1\n")],
    "SQL": [
        "CREATE TABLE trips (said TEXT, mood TEXT);\n" + lines("INSERT INTO trips VALUES ('{said}', '{mood}');\n"),
        "-- a dump\n" + lines("insert into trips (said, mood) values ('{said}', '{mood}');\n"),
    ],
    "ARFF": [
        "% ours\n@RELATION trips\n@attribute said string\n@attribute mood {glad,grim}\n@data\n"
        + lines("'{said}',{mood}\n"),
    ],
    "LaTeX": ["\\begin{tabular}{ll}\n" + lines("{said} & {mood} \\\\\n") + "\\end{tabular}\n"],
    "a file of subtitles": [
        lines("{i}\n00:00:0{i},500 --> 00:00:0{i},900\n{said}\n\n"),
        "WEBVTT\n\n" + lines("00:0{i}.000 --> 00:0{i}.900\n{said}\n\n"),
    ],
    "a file of translations": [lines('msgid "{said}"\nmsgstr "{mood}"\n\n')],
    "Python": [
        "TRAIN = [\n" + lines('    ("{said}", "{mood}"),\n') + "]\n",
        "import os\n\ndata = {\n" + lines('"{said}": "{mood}",\n') + "}\n",
    ],
}  # fmt: skip


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in FOREIGN.items() for text in texts])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_format_that_is_not_read_is_refused_by_its_name_with_the_way_out(name, text, end):
    told = refusal(text.replace("\n", end))
    assert told is not None and told.startswith(f"this is {name}, which is not read. ") and len(told) < 140


READ = {
    "sentences with HTML": lines("<p>{said}</p>,{mood}\n"),
    "HTML behind the label": lines("{mood}\t<p>{said}</p>\n"),
    "labels before a colon": lines("{mood}: {said}\n"),
    "labels, and times": lines("{mood} 10:30 {said}\n").replace("grim", "neg").replace("glad", "pos"),
    "words of SQL": "said,mood\n" + lines("insert into the slot {said},{mood}\n"),
    "words of SQL and brackets": lines('"create table {i} (two); {said}",{mood}\n'),
    "arrows": lines("{said} --> {mood}\n"),
    "a placeholder first": lines("<unk> {said}\t{mood}\n"),
    "HTML in both": lines("<b>{said}</b>\t<b>{mood}</b>\n"),
    "items": "said;mood\n" + lines("- {said};{mood}\n"),
    "numbers first": lines("{i};{said};{mood}\n"),
}


@pytest.mark.parametrize("text", READ.values(), ids=READ)
def test_what_only_resembles_one_is_read_as_before(text):
    assert refusal(text) is None


def test_who_says_which_format_it_is_gets_it():
    text = FOREIGN["YAML"][0]
    found = finish(understand(text.encode(), ReadOptions(format="label_first")))
    assert found.table is not None and len(found.table.rows) == 8
