"""A dataset as a visitor knows it: what a link calls it, and what there is to pick."""

import pytest

from playground.links import Link, from_query, to_query
from playground.sentences import Sentences
from rnn_core import Dataset, Example, bundled
from tests.datasets import rows

MOST_TO_PICK = 200


def own(dataset, **more):
    return Sentences(dataset, "mine.csv", own=True, **more)


def test_a_link_calls_the_bundled_sentences_by_name_and_a_visitors_by_a_fingerprint():
    assert Sentences(bundled(), "sentiment", own=False).link_name == "sentiment"
    dataset = rows("a | x", "b | y")
    assert own(dataset).link_name == f"own-{dataset.fingerprint}"


def test_what_a_link_calls_sentences_tells_nothing_of_them_and_is_read_back():
    name = own(rows("my secret | x", "b | y")).link_name
    link, ignored = from_query({key: [value] for key, value in to_query(Link(sentences=name)).items()})
    assert link.sentences == name and not ignored
    assert "secret" not in name and "mine" not in name


def test_other_sentences_or_another_way_to_cut_them_have_another_name():
    names = {
        own(rows(*lines, **text)).link_name
        for lines, text in [
            (("a | x", "b | y"), {}),
            (("a | x", "b | y", "b | y | test"), {}),
            (("a | y", "b | x"), {}),
            (("a | x", "b | y"), {"unknown": "vector"}),
            (("a | x", "b | y"), {"fold_case": False}),
        ]
    }
    assert len(names) == 5


def test_the_file_s_name_makes_no_difference():
    dataset = rows("a | x", "b | y")
    assert Sentences(dataset, "one.csv", True).link_name == Sentences(dataset, "two.csv", True).link_name


def test_the_first_to_look_at_is_one_to_test_if_there_is_any():
    assert own(rows("a | x", "b | y", "c | x | test", "d | y | test")).first_sentence == "c"
    assert own(rows("a | x", "b | y")).first_sentence == "a"


def test_sentences_to_pick_are_there_once_those_for_testing_first():
    dataset = rows("a | x", "b | y", "c | x | validation", "d | y | test", "a | x | test", "b | x", "c | x")
    assert own(dataset).to_pick == ["d", "a", "c", "b"]


@pytest.mark.parametrize("size", [2, MOST_TO_PICK, 5000])
def test_of_a_large_dataset_only_some_can_be_picked(size):
    dataset = Dataset(tuple(Example(f"w{i}", "xy"[i % 2]) for i in range(size)))
    assert own(dataset).to_pick == [f"w{i}" for i in range(min(size, MOST_TO_PICK))]


def test_of_a_long_word_forty_characters_stand_in_the_boxes_of_the_memory_view():
    beside = own(rows(f"{'a' * 41} {'b' * 40} {'c' * 99} | x", "d | y")).beside
    assert (beside["cue"], beside["filler"], beside["target"]) == ("a" * 40, "b" * 40, "c" * 40)


def test_findings_name_places_by_the_unit_of_the_file():
    dataset = rows("a | x", "a | y", "b | y", "c | x")
    assert "(rows 1 and 2: “x” and “y”)" in own(dataset, unit="row").report.findings[0]


def test_colours_and_findings_are_worked_out_once():
    sentences = own(rows("a | x", "b | y"))
    assert sentences.report is sentences.report and sentences.colours is sentences.colours
    assert sentences.colours.classes == ("x", "y")
