"""The address bar: what it holds, and that nothing unchecked comes out of it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.links import Link, from_query, to_query
from playground.settings import (
    BATCH_SIZES,
    CHOICES,
    CLIPS,
    EPOCHS,
    LEARNING_RATES,
    MAX_HIDDEN_SIZE,
    MAX_SEED,
    PACES,
    PRESETS,
    SUGGESTED,
    Settings,
)
from rnn_core import limits


def opened(**query: str) -> tuple[Link, list[str]]:
    return from_query({name: [value] for name, value in query.items()})


links = st.builds(
    Link,
    sentences=st.just("sentiment") | st.from_regex(r"own-[0-9a-f]{8}", fullmatch=True),
    preset=st.sampled_from([*PRESETS, SUGGESTED]),
    pace=st.sampled_from(list(PACES)),
    sentence=st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=50),
    settings=st.builds(
        Settings,
        hidden_size=st.integers(2, MAX_HIDDEN_SIZE),
        learning_rate=st.sampled_from(LEARNING_RATES),
        epochs=st.sampled_from(EPOCHS),
        clip=st.sampled_from(CLIPS),
        batch_size=st.sampled_from(BATCH_SIZES),
        seed=st.integers(0, MAX_SEED),
        **{name: st.sampled_from(choices) for name, choices in CHOICES.items()},
    ),
)


@given(links)
def test_every_link_that_the_page_writes_is_read_back_exactly(link):
    assert from_query({name: [value] for name, value in to_query(link).items()}) == (link, [])


def test_no_query_is_the_default_preset():
    assert from_query({}) == (Link(), [])


def test_a_preset_alone_brings_its_settings_and_what_is_given_goes_first():
    link, ignored = opened(preset="blog", hidden_size="8")
    assert not ignored
    assert link.settings == Settings(hidden_size=8, learning_rate=0.02, epochs=1000, initialisation="blog")


@pytest.mark.parametrize(
    "value",
    [
        "",
        "nan",
        "inf",
        "-1",
        "1_000",
        "１２",
        " 7\n",
        "7 ",
        "0x10",
        "9" * 5000,
        "x" * 65536,
        "\0",
        "1e999",
        "<b>",
        "1.5",
    ],
)
def test_a_number_that_is_not_plainly_written_becomes_the_presets(value):
    link, ignored = opened(hidden_size=value)
    assert (link, ignored) == (Link(), ["hidden_size"])


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"hidden_size": "0"}, Settings(hidden_size=2)),
        ({"hidden_size": "257"}, Settings(hidden_size=256)),
        ({"epochs": "99999"}, Settings(epochs=5000)),
        ({"epochs": "0"}, Settings(epochs=10)),
        ({"learning_rate": "7"}, Settings(learning_rate=1.0)),
        ({"learning_rate": "1e-9"}, Settings(learning_rate=0.0001)),
        ({"clip": "0"}, Settings(clip=0.01)),
        ({"batch_size": "100"}, Settings(batch_size=128)),
    ],
)
def test_a_number_out_of_range_becomes_the_nearest_possible_one_and_is_named(query, expected):
    link, ignored = opened(**query)
    assert link.settings == expected
    assert ignored == list(query)


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ({"seed": str(2**64)}, "seed"),
        ({"preset": "../../etc/passwd"}, "preset"),
        ({"pace": "warp"}, "pace"),
        ({"gradient": "magic"}, "gradient"),
        ({"<img onerror>": "1"}, "�img�onerror� (unknown)"),
        ({"": "1"}, "(empty) (unknown)"),
        ({"x" * 30: "1"}, "x" * 30 + " (unknown)"),
        ({"x" * 31: "1"}, "x" * 30 + " (unknown)"),
    ],
)
def test_what_is_not_known_is_ignored_and_named_harmlessly(query, named):
    assert from_query({name: [value] for name, value in query.items()}) == (Link(), [named])


@pytest.mark.parametrize("name", ["sentiment", "own-0123abcd", "own-00000000"])
def test_a_link_names_the_sentences_that_it_was_made_with(name):
    assert opened(dataset=name) == (Link(sentences=name), [])
    assert to_query(Link(sentences=name))["dataset"] == name


@pytest.mark.parametrize(
    "value",
    [
        "",
        "../../etc/passwd",
        "/etc/passwd",
        "http://x/y",
        "https://x/sentiment",
        "file:///etc/passwd",
        "data:text/csv,a",
        "<script>alert(1)</script>",
        "own-0123abcd<b>",
        "own-0123ABCD",
        "own-0123abc",
        "own-0123abcde",
        "own-0123abcg",
        "own-０１２３abcd",
        "own-0123abcd\n",
        " own-0123abcd",
        "own-",
        "own-../../x",
        "OWN-0123abcd",
        "Sentiment",
        "sentiment.csv",
        "sentiment\0",
        "x" * 65536,
    ],
)
def test_anything_else_is_ignored_named_and_never_written_back(value):
    link, ignored = opened(dataset=value)
    assert (link, ignored) == (Link(), ["dataset"])
    assert to_query(link)["dataset"] == "sentiment"


def test_sentences_given_twice_are_not_followed():
    assert from_query({"dataset": ["own-0123abcd", "sentiment"]}) == (Link(), ["dataset (given 2 times)"])


def test_suggested_settings_are_written_out_and_need_no_preset():
    settings = Settings(hidden_size=48, learning_rate=0.2, epochs=40, clip_by="norm", batch_size=16)
    link = Link("own-0123abcd", SUGGESTED, settings)
    assert from_query({name: [value] for name, value in to_query(link).items()}) == (link, [])
    assert opened(preset=SUGGESTED)[0].settings == Settings()  # alone it says nothing


def test_a_repeated_parameter_is_not_followed():
    assert from_query({"seed": ["1", "2"]}) == (Link(), ["seed (given 2 times)"])


def test_a_sentence_is_any_text_up_to_the_cap():
    hostile = "<script>alert(1)</script> $x$ ![](http://x/p.png)"
    assert opened(sentence=hostile) == (Link(sentence=hostile), [])
    link, ignored = opened(sentence="a" * 65536)
    assert len(link.sentence) == limits.MAX_SENTENCE_CHARACTERS and ignored == ["sentence (cut)"]


@given(st.dictionaries(st.sampled_from(list(to_query(Link()))) | st.text(), st.lists(st.text(), max_size=3)))
def test_any_query_whatever_gives_a_valid_link(query):
    link, _ = from_query(query)
    assert link.settings.model and link.settings.training
    assert re.fullmatch(r"sentiment|own-[0-9a-f]{8}", link.sentences)
    assert from_query({name: [value] for name, value in to_query(link).items()})[0].settings == link.settings
