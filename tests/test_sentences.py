"""A dataset as a visitor knows it: what a link calls it, and what there is to pick."""

import pytest

from playground.links import Link, from_query, to_query
from playground.sentences import Sentences
from playground.shared import bundled_sentences
from rnn_core import Dataset, Example, ReadOptions, TextConfig, bundled, read, train
from rnn_core.__main__ import main
from rnn_core.bundled import DATA
from rnn_core.options import parser, recipe
from rnn_core.recipes import PLAIN
from rnn_core.task_sets import TASKS, make
from tests.datasets import rows, tagged

MOST_TO_PICK = 200


BUNDLED = ("sentiment", *TASKS)
NETWORK = "--hidden-size 4 --epochs 2 --batch-size 50 --learning-rate 0.01".split()


def own(dataset, **more):
    return Sentences(dataset, "mine.csv", own=True, **more)


def test_a_link_calls_the_bundled_sentences_by_name_and_a_visitors_by_a_fingerprint():
    assert Sentences(bundled(), "sentiment", own=False).link_name == "sentiment"
    dataset = rows("a | x", "b | y")
    assert own(dataset).link_name == f"own-{dataset.fingerprint}"


def test_every_file_of_sentences_that_comes_with_the_page_is_a_bundled_set():
    assert {file.stem for file in DATA.glob("*.csv")} - {"phrase_roles"} == set(BUNDLED)


@pytest.mark.parametrize("name", BUNDLED)
def test_a_bundled_set_is_read_once_and_called_by_its_name(name):
    sentences = bundled_sentences(name)
    assert sentences is bundled_sentences(name)
    assert not sentences.own and sentences.link_name == sentences.name == name
    assert sentences.title and sentences.title[0].isupper() and sentences.about
    if name in TASKS:
        assert (sentences.title, sentences.about) == (TASKS[name].title, TASKS[name].shows)
        assert sentences.dataset == Dataset(make(name), tagged=TASKS[name].tagged)  # those of benchmarks/cells.py
    assert sentences.dataset.tagged == (name == "negation_tags")
    assert sentences.roles_known == (name == "sentiment")


def test_the_sentiment_sentences_are_those_that_are_meant_if_nothing_is_said():
    assert bundled_sentences() is bundled_sentences("sentiment")
    assert bundled_sentences().dataset == bundled()


@pytest.mark.parametrize("name", BUNDLED)
def test_a_bundled_set_trains_as_its_file_does_in_the_terminal(name, capsys):
    """But for unknown words: the terminal reads those of a file as one word, unless it is told to skip them."""
    dataset = bundled_sentences(name).dataset
    asked = [*NETWORK, "--unknown", "skip", *(["--tags", "--readout", "words"] if dataset.tagged else [])]
    assert main([str(DATA / f"{name}.csv"), *asked]) == 0
    options = parser().parse_args(asked)
    asked = recipe(options, PLAIN, None)
    run = train(dataset, asked.model, asked.training)
    list(run)
    assert capsys.readouterr().out.split()[-1] == run.params.fingerprint()


@pytest.mark.parametrize("name", BUNDLED)
def test_a_bundled_set_has_no_unknown_word(name):
    """So it makes no difference but for words that somebody types."""
    file = DATA / f"{name}.csv"
    options = ReadOptions(tags=bundled_sentences(name).dataset.tagged, text=TextConfig(unknown="vector"))
    with_vector = read(file.read_bytes(), file.name, options).dataset
    skipping = bundled_sentences(name).dataset
    assert with_vector.corpus.words.tolist() == skipping.corpus.words.tolist()
    assert with_vector.vocabulary.words == skipping.vocabulary.words and with_vector.examples == skipping.examples


@pytest.mark.parametrize("name", BUNDLED)
def test_of_a_bundled_set_words_that_it_knows_stand_in_the_boxes_beside_its_first_sentence(name):
    sentences = bundled_sentences(name)
    assert sentences.first_sentence in sentences.to_pick
    for text in (sentences.first_sentence, *sentences.beside.values()):
        assert text and all(word in sentences.dataset.vocabulary for word in text.split())


def test_a_visitors_sentences_are_called_by_their_file_and_nobody_knows_what_they_show():
    mine = own(rows("a | x", "b | y"))
    assert (mine.title, mine.about, mine.roles_known) == ("mine.csv", "", False)
    assert not Sentences(bundled(), "sentiment", own=True).roles_known  # that name is a visitor's


def test_every_sentence_has_its_label_or_the_tags_of_its_words():
    labelled = own(rows("a b | x", "c | y", "<b> | x | test"))
    assert labelled.labels == {"a b": 0, "c": 1, "<b>": 0} and labelled.tags == {}
    of_words = own(tagged("a/X b/Y", "b/Z", "b/Z new/X a/Y | test"))
    assert of_words.labels == {} and of_words.tags == {"a b": (0, 1), "b": (2,), "b new a": (2, 0, 1)}


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
