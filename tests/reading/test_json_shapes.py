"""JSON as tools export it: where the records are, which values count, and what is said of those that cannot be read."""

import json
from typing import Any

import pytest

from rnn_core import InvalidDataset, ReadOptions, Repairs, limits
from rnn_core.reading import Understood, finish, understand
from rnn_core.reading.formats import detect, parse
from rnn_core.reading.table import Table

ROWS = [
    ("a warm room", "fine"),
    ("the lift is broken", "poor"),
    ("kind people at the desk", "fine"),
    ("no towels", "poor"),
]
RECORDS = [{"text": sentence, "label": label} for sentence, label in ROWS]
SENTENCES, LABELS = (list(column) for column in zip(*ROWS, strict=True))


def found(value: Any, **asked) -> Understood:
    """What the page finds out by itself about a value, or about a text, unless told otherwise."""
    text = value if isinstance(value, str) else json.dumps(value)
    return finish(understand(text.encode(), ReadOptions(**{"tags": None, "text": None, **asked})))


def pairs(value: Any, **asked) -> list[tuple[str, str]]:
    read = found(value, **asked)
    assert read.draft is not None and not read.draft.problems, (read.refusal, read.draft)
    return [(example.sentence, example.label) for example in read.draft.examples]


def problems(value: Any, **asked) -> tuple[str, ...]:
    read = found(value, **asked)
    assert read.draft is not None, read.refusal
    return read.draft.problems


def refusal(value: Any) -> str:
    read = found(value)
    assert read.refusal is not None and read.refusal.isprintable()
    return read.refusal


def lines(*records: Any) -> str:
    return "\n".join(map(json.dumps, records))


def table(value: Any) -> Table:
    return parse(json.dumps(value), "json")


# Where the records are


def named(text: str, label: str) -> list[dict[str, str]]:
    return [{text: sentence, label: value} for sentence, value in ROWS]


SHAPES = {
    "columns": {"text": SENTENCES, "label": LABELS},
    "columns, other names, other order": {"id": [1, 2, 3, 4], "mood": LABELS, "said by guests": SENTENCES},
    "columns, beside facts": {"version": 2, "review": SENTENCES, "rating": LABELS},
    "pandas": {"text": dict(enumerate(SENTENCES)), "label": dict(enumerate(LABELS))},
    "pandas, unknown names": {"said": dict(enumerate(SENTENCES)), "mood": dict(enumerate(LABELS))},
    "pandas, index in another order": {
        "text": {"9": "a warm room", "3": "no towels"}, "label": {"3": "poor", "9": "fine"}
    },
    "pandas, index": dict(enumerate(RECORDS)),
    "pandas, index, unknown names": dict(enumerate(named("said", "mood"))),
    "pandas, split": {"columns": ["text", "label"], "index": [0, 1, 2, 3], "data": ROWS},
    "pandas, split, label first": {"columns": ["y", "review"], "data": [(label, said) for said, label in ROWS]},
    "pandas, values": ROWS,
    "pandas, table": {
        "schema": {"fields": [{"name": "text", "type": "string"}], "primaryKey": ["index"]},
        "data": [{"index": i, **record} for i, record in enumerate(RECORDS)],
    },
    "pairs with their names": [["text", "label"], *ROWS],
    "pairs, label first": [(label, sentence) for sentence, label in ROWS],
    "one list": {"version": "1.0", "data": RECORDS},
    "one list, other names": {"examples": named("review", "stars"), "count": 4, "licence": None},
    "one list of pairs": {"items": ROWS, "author": {"name": "someone", "year": 1999}},
    "two objects around it": {"rasa_nlu_data": {"common_examples": named("text", "intent"), "regex_features": []}},
    "lists beside it": {"synonyms": [{"value": "a", "of": ["b"]}], "common_examples": named("text", "intent")},
    "rows of a viewer": {
        "features": [{"feature_idx": 0, "name": "text"}],
        "rows": [{"row_idx": i, "row": record, "truncated_cells": []} for i, record in enumerate(RECORDS)],
        "num_rows_total": 4,
    },
    "columns in an object": {"info": "ours", "set": {"text": SENTENCES, "label": LABELS}},
    "hits of a search": {"hits": {"total": 4, "hits": [{"_id": "a", "_source": record} for record in RECORDS]}},
    "fields of models": [{"model": "inn.stay", "pk": i, "fields": record} for i, record in enumerate(RECORDS)],
    "beside a description of it": {"features": {"text": "string", "label": {"names": ["a"]}}, "data": RECORDS},
    "fields beside the sentence": [{**record, "fields": {"text": "no", "label": "x"}} for record in RECORDS],
    "attributes": {"data": [{"type": "stay", "attributes": record} for record in named("review", "stars")]},
    "numbers with their types": [{"_id": {"$oid": "5f"}, "text": s, "label": {"$numberInt": n}} for s, n in ROWS],
    "choices": [{"text": said, "sentiment": {"choices": [label]}, "lead_time": 1.5} for said, label in ROWS],
    "pairs of text and classes": [[said, {"cats": {label: 1, "other": 0}}] for said, label in ROWS],
    "pairs with more beside classes": [[s, {"entities": [], "cats": {"other": 0.0, label: 0.9}}] for s, label in ROWS],
}  # fmt: skip


@pytest.mark.parametrize("value", SHAPES.values(), ids=SHAPES)
@pytest.mark.parametrize("indent", [None, 1])
def test_records_are_found_wherever_they_are(value, indent):
    text = json.dumps(value, indent=indent)
    assert detect(text).value == "json"
    assert pairs(text) in (ROWS, [ROWS[0], ROWS[3]])


PARTS = {
    "records": {"train": RECORDS[:2], "test": RECORDS[2:]},
    "records, beside facts": {"name": "ours", "train": RECORDS[:2], "dev": [], "eval": RECORDS[2:]},
    "pairs": {"Train": ROWS[:2], "Test": ROWS[2:]},
    "columns": {
        "training": {"text": SENTENCES[:2], "label": LABELS[:2]},
        "testing": {"text": SENTENCES[2:], "label": LABELS[2:]},
    },
    "in lists": {"train": {"data": RECORDS[:2]}, "test": {"data": RECORDS[2:]}},
    "in an object": {"corpus": {"train": RECORDS[:2], "test": RECORDS[2:]}},
    "beside an object": {"info": {"version": "1.0"}, "train": RECORDS[:2], "test": RECORDS[2:]},
    "more words in their names": {"oos_train": ROWS[:1], "trainData": ROWS[1:2], "test matched": ROWS[2:]},
}


@pytest.mark.parametrize("value", PARTS.values(), ids=PARTS)
def test_what_is_called_train_and_test_are_the_parts(value):
    assert pairs(value) == ROWS
    draft = found(value).draft
    assert draft is not None and draft.has_split
    assert [(e.split, e.at) for e in draft.examples] == [("train", "1"), ("train", "2"), ("test", "3"), ("test", "4")]


def test_one_part_alone_is_split_as_any_file_and_a_split_of_the_records_is_kept():
    draft = found({"train": RECORDS}).draft
    assert draft is not None and not draft.has_split and pairs({"train": RECORDS}) == ROWS
    own = {"train": [{**record, "split": "test"} for record in RECORDS[:2]], "test": RECORDS[2:]}
    draft = found(own).draft
    assert draft is not None and [e.split for e in draft.examples] == ["test"] * 4


def test_records_beside_parts_that_name_none_are_not_dropped_but_refused():
    assert refusal({"train": ROWS, "oos": [["what", "oos"], ["so", "oos"]]}) == (
        "“oos” stands beside “train”, but names no part. Call it train, validation or test, or leave it out."
    )


def test_columns_of_unlike_lengths_are_refused_with_their_lengths():
    assert refusal({"text": SENTENCES, "label": LABELS[:3]}) == (
        "the columns have unlike numbers of values: “text” 4 and “label” 3. Give each as many."
    )


def test_a_list_that_is_not_as_long_as_the_others_is_named():
    value = [*ROWS, ["alone"], ["a", "b", "c"]]
    assert problems(value) == ("records 5 and 6: more or fewer values than the other lists. Mend it, or leave it out.",)
    assert pairs(value, repairs=Repairs(leave_out=True)) == ROWS


@pytest.mark.parametrize(
    ("value", "seen"),
    [
        (
            {"fine": ["warm", "kind"], "poor": ["cold"]},
            "an object with the keys “fine” and “poor”, “fine” a list of 2 values",
        ),
        ({"a": {"b": {"c": {"d": RECORDS}}}}, "an object with the key “a”, “a” an object"),
        ({"one": RECORDS, "two": RECORDS}, "an object with the keys “one” and “two”, “one” a list of 4 values"),
        ([[RECORDS[0]], [RECORDS[1]]], "a list of 2 values, the first a list of 1 value"),
        (["a", "b"], "a list of 2 values, the first text or a number"),
        ([*RECORDS, ["c", "d"]], "a list of 5 values, the first an object, number 5 a list of 2 values"),
    ],
)  # fmt: skip
def test_another_shape_is_refused_with_what_was_seen(value, seen):
    assert refusal(value).startswith(f"the JSON has another shape than the ones that are read: {seen}. Possible are ")


def test_columns_are_bounded_as_records_are(monkeypatch):
    monkeypatch.setattr(limits, "MAX_ROWS", 3)
    for value in (SHAPES["columns"], SHAPES["pandas, unknown names"], SHAPES["pandas, split"], ROWS, PARTS["pairs"]):
        assert refusal(value) == "there are more than 3 rows, which is the most possible. Leave some out."


# Many sentences below one label


GROUPS = {
    "keys": {"fine": SENTENCES[::2], "poor": [*SENTENCES[1::2]]},
    "keys, in an object": {"version": 2, "moods": {"fine": SENTENCES[::2], "poor": SENTENCES[1::2]}},
    "keys, sentences in objects": {
        "fine": [{"q": s} for s in SENTENCES[::2]], "poor": [{"q": s} for s in SENTENCES[1::2]]
    },
    "keys, sentences in pieces": {
        "fine": [{"data": [{"text": s[:5]}, {"text": s[5:], "entity": "place"}]} for s in SENTENCES[::2]],
        "poor": [{"data": [{"text": s}]} for s in SENTENCES[1::2]],
    },
    "keys, lists in objects": {
        "fine": {"examples": SENTENCES[::2], "responses": ["thank you"]}, "poor": {"examples": SENTENCES[1::2]}
    },
    "records": {
        "intents": [
            {"tag": "fine", "patterns": SENTENCES[::2], "responses": ["thank you", "how kind"], "context": [""]},
            {"tag": "poor", "patterns": SENTENCES[1::2], "responses": ["we are sorry"]},
            {"tag": "none", "patterns": [], "responses": ["pardon?"]},
        ]
    },
    "records, sentences in objects": [
        {"intent": "fine", "examples": [{"text": s} for s in SENTENCES[::2]], "description": ""},
        {"intent": "poor", "examples": [{"text": s} for s in SENTENCES[1::2]]},
    ],
}  # fmt: skip
GROUPED = [*ROWS[::2], *ROWS[1::2]]


@pytest.mark.parametrize("value", GROUPS.values(), ids=GROUPS)
def test_each_of_many_sentences_below_a_label_has_it(value):
    assert pairs(value) == GROUPED


def test_sentences_in_a_script_without_blanks_are_sentences_too():
    assert pairs({"好": ["这里很安静", "很好吃的面"], "坏": ["房间太冷了"]})[2] == ("房间太冷了", "坏")


def test_that_keys_are_taken_for_labels_is_told():
    told = "The keys “fine” and “poor” are taken as the labels of the sentences in them."
    assert told in found(GROUPS["keys"]).notices and told in found(GROUPS["keys, in an object"]).notices
    assert told not in found(GROUPS["records"]).notices


@pytest.mark.parametrize(
    "value",
    [
        {"nouns": ["cup", "lamp"], "verbs": ["go", "sit", "run"]},  # words
        {"question": SENTENCES[:2], "other": SENTENCES[2:]},  # columns
        {"train": SENTENCES[:2], "other": SENTENCES[2:]},
        {"fine": SENTENCES},
        {"fine": SENTENCES[:2], "poor": 3},
        {"fine": SENTENCES[:2], "poor": [1, 2, 3]},
        [{"label": "fine", "text": SENTENCES[:2]}, {"label": "fine", "text": SENTENCES[2:]}],  # paragraphs
    ],
)
def test_other_lists_of_texts_are_not_taken_for_sentences_of_a_label(value):
    assert refusal(value)


def test_groups_are_bounded_as_records_are(monkeypatch):
    monkeypatch.setattr(limits, "MAX_ROWS", 3)
    for value in (GROUPS["keys"], GROUPS["records, sentences in objects"]):
        assert refusal(value) == "there are more than 3 rows, which is the most possible. Leave some out."


# Proposals


def proposals(key: str) -> list[dict[str, Any]]:
    return [
        {"text": said, key: [label], "_input_hash": 5_000 + i, "answer": "accept"}
        for i, (said, label) in enumerate(ROWS * 3)
    ]


@pytest.mark.parametrize(("key", "answer"), [("label", "reject"), ("label", "ignore"), ("accept", "reject")])
def test_that_a_proposed_label_was_not_accepted_is_told(key, answer):
    records = proposals(key)
    assert pairs(records) == ROWS * 3 and not any("accepted" in told for told in found(records).notices)
    records[4]["answer"] = records[6]["answer"] = answer
    assert pairs(lines(*records)) == ROWS * 3
    told = "lines 5 and 7: “answer” says that the label was not accepted. It is kept."
    assert told in found(lines(*records)).notices


def test_the_answers_to_one_proposal_are_labels_if_they_are_chosen():
    records = proposals("label")
    records[1]["answer"] = "reject"
    assert [label for _, label in pairs(records, label=3)][:3] == ["accept", "reject", "accept"]


def test_that_labels_were_chosen_is_not_the_label():
    records = [{**record, "accept": [f"rather {record['accept'][0]}"]} for record in proposals("accept")]
    records[4] |= {"accept": [], "answer": "ignore"}
    assert pairs(records, repairs=Repairs(leave_out=True))[0] == ("a warm room", "rather fine")


def test_an_answer_that_belongs_to_no_proposal_is_any_column():
    assert pairs([{**record, "answer": "reject"} for record in RECORDS]) == ROWS


# What is nearly JSON


@pytest.mark.parametrize("indent", [1, None])
def test_objects_one_after_another_are_records(indent):
    text = "\n".join(json.dumps({**record, "seen": {"by": [1]}}, indent=indent) for record in RECORDS)
    assert pairs(text) == pairs(f"\n{text}\n\n") == ROWS


def test_another_value_behind_an_object_is_refused_where_it_stands():
    text = json.dumps(RECORDS[0], indent=1)
    assert refusal(f"{text}\n[1]") == "line 5, character 1: this is not JSON: Extra data. Mend that place."
    assert refusal(f"[\n{text}\n]\n{text}").startswith("line 7, character 1: this is not JSON: Extra data.")


@pytest.mark.parametrize("text", ['[{"text": "a", "label": "x"},\n]', '[{"text": "a", "label": "x",}]', '["a", ]'])
def test_a_comma_before_a_bracket_is_to_be_removed(text):
    assert refusal(text).endswith(". Remove the comma before the bracket.")


@pytest.mark.parametrize("text", [repr(RECORDS), repr(ROWS), repr([{**RECORDS[0], "n": None}]).replace("'", '"')])
def test_what_python_shows_is_told_from_json(text):
    assert refusal(text).endswith(
        ". It is written as Python shows it; write it with json.dump, and true, false and null."
    )
    shown = repr(RECORDS[0])
    assert refusal(f"{shown}\n{shown}").startswith("line 1: this is not JSON: ") and "as Python" in refusal(
        f"{shown}\n{shown}"
    )


# JSON Lines


def test_lines_may_be_pairs_or_rows_of_a_viewer():
    assert detect(lines(*ROWS)).value == "jsonl" and pairs(lines(*ROWS)) == ROWS
    assert pairs(lines(*({"row_idx": i, "row": record} for i, record in enumerate(RECORDS)))) == ROWS


def test_a_line_unlike_the_first_is_named():
    assert refusal(lines(RECORDS[0], ROWS[1])).startswith("line 2: this is not a record, ")
    assert refusal(lines(ROWS[0], ROWS[1], RECORDS[2])).startswith("line 3: this is not a record, ")


def test_one_object_may_be_broken_into_lines_anywhere():
    text = '{"text": {"0": "a warm room", "1": "no towels"},\n"label": {"0": "fine", "1": "poor"}}'
    assert detect(text).value == "json" and pairs(text) == [ROWS[0], ROWS[3]]


# Which values count

ODD = {
    "object": '{"source": {"name": "web"}}',
    "empty object": "{}",
    "list of objects": '[{"start": 0, "end": 4}]',
    "list of lists": "[[0, 4, 5]]",
    "several texts": '["seen", "sent"]',
    "NaN": "NaN",
    "infinity": "-Infinity",
    "long number": "7" * 500,
}


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
@pytest.mark.parametrize("first", [True, False])
def test_a_value_that_is_not_chosen_may_be_anything(odd, first):
    records = [f'"text": "{sentence}", "label": "{label}"' for sentence, label in ROWS]
    text = "\n".join(
        f'{{"extra": {odd}, {record}}}' if first else f'{{{record}, "extra": {odd}}}' for record in records
    )
    assert pairs(text) == ROWS
    assert pairs(f"[{text.replace(chr(10), ',')}]") == ROWS
    assert not parse(text, "jsonl").several


def test_a_key_that_stands_twice_and_is_not_chosen_does_no_harm():
    assert pairs('{"text": "a", "label": "x", "id": 1, "id": 2}\n{"text": "b", "label": "y", "id": 1}') == [
        ("a", "x"),
        ("b", "y"),
    ]


RIGHT = "Text is needed: put it there, or choose another column."


@pytest.mark.parametrize(
    ("odd", "why"),
    [
        ('{"name": "x", "id": 3}', f"is an object with the keys “name” and “id”. {RIGHT}"),
        ("{}", f"is an object. {RIGHT}"),
        ('[{"name": "x"}]', f"is a list of 1 object. {RIGHT}"),
        ("[[1], [2]]", f"is a list of 2 lists. {RIGHT}"),
        ('["x", [2]]', f"is a list. {RIGHT}"),
        ("NaN", "is NaN, which is not JSON. Put it in quotation marks if it is meant as text."),
        ("7" * 101, "is a number of more than 100 digits. Put it in quotation marks if it is meant as text."),
    ],
)
def test_a_chosen_value_that_cannot_be_read_is_told_by_its_key_and_its_records_and_can_be_left_out(odd, why):
    good = lines(*RECORDS)
    text = f'{good}\n{{"text": "so", "label": {odd}}}\n{{"text": "on", "label": {odd}}}'
    assert problems(text) == (f"lines 5 and 6: “label” {why}",)
    assert pairs(text, repairs=Repairs(leave_out=True)) == ROWS
    assert (
        refusal(f'{{"text": "so", "label": {odd}}}\n{{"text": "on", "label": {odd}}}')
        == f"lines 1 and 2: “label” {why}"
    )


def test_a_column_of_objects_is_told_when_it_is_chosen():
    records = [{"meta": {"a": i}, **record} for i, record in enumerate(RECORDS)]
    assert pairs(records) == ROWS
    assert found(records, label=0).refusal == f"records 1, 2, 3 and 4: “meta” is an object with the key “a”. {RIGHT}"
    assert found(records, split=0).refusal == f"records 1, 2, 3 and 4: “meta” is an object with the key “a”. {RIGHT}"


def test_objects_are_told_as_one_whatever_keys_they_have():
    text = lines(*RECORDS, *({"text": "so", "label": {f"key {i}": "x"}} for i in range(9)))
    assert problems(text) == (f"lines 5, 6, 7, 8, 9 and 4 more: “label” is an object with the key “key 0”. {RIGHT}",)


# Lists of labels


def test_a_list_of_one_is_its_element_and_an_empty_one_is_empty():
    assert pairs([{"text": [said], "label": [label], "notes": []} for said, label in ROWS]) == ROWS
    assert problems([*RECORDS, {"text": "so", "label": []}]) == (
        "record 5: the label is empty. Fill it in, or leave the row out.",
    )


@pytest.mark.parametrize("key", ["label", "labels", "Category", "genres"])
def test_several_labels_stand_in_their_cell_and_the_table_names_the_records(key):
    made = table([{"text": "a", key: ["x", "y"]}, {"text": "b", key: ["x"]}, {"text": "c", key: ["y", None, "z", "y"]}])
    assert [row.cells for row in made.rows] == [("a", "x, y"), ("b", "x"), ("c", "y, z")]
    assert made.several == (1, 3) and not made.misfits


def test_a_list_beside_the_label_is_not_taken_for_labels():
    made = table([{"text": "a", "label": "x", "seen_by": ["me", "you"]}, {"text": "b", "label": "y", "seen_by": []}])
    assert made.several == () and list(made.misfits) == [2]
    two = table([{"text": "a", "one": ["x", "y"], "two": ["p q", "r", "s"]}])
    assert two.several == () and set(two.misfits) == {1, 2}


# Lists of words


@pytest.mark.parametrize(
    ("words", "tags"), [("tokens", "tags"), ("words", "labels"), ("sentence", "pos"), ("Tokens", "ner_tags")]
)
def test_lists_of_words_and_their_tags_are_read_as_such(words, tags):
    records = [{words: said.split(), tags: ["N"] * (len(said.split()) - 1) + ["V"]} for said in SENTENCES]
    wanted = [(said, " ".join("N" * (len(said.split()) - 1) + "V")) for said in SENTENCES]
    assert pairs(records, tags=True) == wanted
    assert not table(records).several


def test_lists_of_words_with_one_label_are_sentences():
    assert pairs([{"tokens": said.split(), "label": label} for said, label in ROWS]) == ROWS


def test_columns_of_lists_of_words_too():
    value = {"tokens": [["the", "dog"], ["it", "runs", "on"]], "tags": [["D", "N"], ["P", "V", "V"]]}
    assert pairs(value, tags=True) == [("the dog", "D N"), ("it runs on", "P V V")]


# Classes with numbers


@pytest.mark.parametrize("key", ["cats", "label", "Category"])
def test_of_classes_with_numbers_the_highest_is_the_label(key):
    scores = {"fine": {"fine": 1.0, "poor": 0.0}, "poor": {"fine": 0.25, "poor": 7e-1}}
    assert (
        pairs([{"text": said, key: scores[label], "meta": {"a": 1}, "id": i} for i, (said, label) in enumerate(ROWS)])
        == ROWS
    )
    flags = {"fine": {"fine": True, "poor": False}, "poor": {"fine": False, "poor": True}}
    assert [row.cells[1] for row in table([{"text": said, key: flags[label]} for said, label in ROWS]).rows] == LABELS


def test_classes_with_the_same_highest_number_are_several_and_with_none_there_is_no_label():
    made = table([{"text": "a", "cats": {"X": 1, "Y": 1, "Z": 0}}, {"text": "b", "cats": {"X": 0, "Y": 0}}])
    assert [row.cells[1] for row in made.rows] == ["X, Y", ""] and made.several == (1,)


def test_other_objects_are_not_taken_for_classes():
    assert list(table([{"text": "a", "label": "x", "meta": {"score": 0.5, "rank": 2}}]).misfits) == [2]
    assert list(table([{"text": "a", "label": {"name": "x", "id": 3}}]).misfits) == [1]


def test_what_was_asked_for_as_json_and_has_too_many_keys_is_refused():
    with pytest.raises(InvalidDataset, match="the records have 301 different keys; at most 300 are possible"):
        table([{f"key {i}": {} for i in range(301)}])
