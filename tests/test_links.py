"""The address bar: what it holds, and that nothing unchecked comes out of it."""

import re
from urllib.parse import parse_qsl

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground import place
from playground.lessons import tour
from playground.links import NAMES, Link, address, from_query, to_query
from playground.needs import INSIDE
from playground.opening import read
from playground.paces import PACES
from playground.place import PANELS, PARTS, TABS, Place
from playground.presets import BUNDLED, DEFAULT_PRESET, PRESETS, SUGGESTED, presets_for
from playground.reached import START, Reached
from playground.settings import SETTINGS, Settings, bounds, facts, fitted
from rnn_core import limits
from rnn_core.settings import Choices, mended
from rnn_core.task_sets import TASKS


def opened(**query: str) -> tuple[Link, list[str]]:
    return from_query({name: [value] for name, value in query.items()})


def of(name):
    """What a control can hold."""
    setting = SETTINGS[name]
    if isinstance(setting, Choices):
        return st.sampled_from(list(setting.choices))
    return st.sampled_from(setting.stops) if setting.stops else st.integers(*bounds(name))


@st.composite
def links(draw):
    """Any link that a page can write: a choice is one of those that are offered beside the others."""
    sentences = draw(st.sampled_from(BUNDLED) | st.from_regex(r"own-[0-9a-f]{8}", fullmatch=True))
    own, presets = sentences not in BUNDLED, [SUGGESTED, *(presets_for(sentences) or PRESETS)]
    values = draw(st.fixed_dictionaries({name: of(name) for name in SETTINGS}))
    known = facts(values, sentences in TASKS and TASKS[sentences].tagged, own)
    together = mended(SETTINGS, values | known)
    of_a_file = (together["input"], together["vectors"]) == ("embedding", "own")
    reached = st.builds(Reached, st.integers(1, together["networks"]), st.integers(0, together["epochs"]))
    from_file = draw(st.booleans())
    return Link(
        sentences,
        draw(st.sampled_from(presets)),
        {name: together[name] for name in SETTINGS},
        draw(st.sampled_from(list(PACES))),
        draw(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=50)),
        START if of_a_file or from_file else draw(reached),
        from_file,
    )


@settings(deadline=None)
@given(links())
def test_every_link_that_the_page_writes_is_read_back_exactly(link):
    assert from_query({name: [value] for name, value in to_query(link).items()}) == (link, [])


def test_the_sentences_are_the_last_parameter_where_a_program_that_cuts_a_long_link_cuts():
    query = to_query(Link("own-0123abcd", packed="a-b", reached=Reached(epoch=3)), {"tab": "keep"})
    assert list(query)[-1] == "sentences" and len(query) > 5


def test_no_query_is_the_default_preset():
    assert from_query({}) == (Link(), [])


def test_a_preset_alone_brings_its_settings_and_what_is_given_goes_first():
    link, ignored = opened(preset="blog", hidden_size="8")
    assert not ignored
    assert link.values == Settings(hidden_size=8, learning_rate=0.02, epochs=1000, initialisation="blog").values


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
    assert link.values == expected.values
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
    link = Link("own-0123abcd", SUGGESTED, settings.values)
    assert from_query({name: [value] for name, value in to_query(link).items()}) == (link, [])
    assert opened(preset=SUGGESTED)[0].values == Settings().values  # alone it says nothing


def test_a_repeated_parameter_is_not_followed():
    assert from_query({"seed": ["1", "2"]}) == (Link(), ["seed (given 2 times)"])


def test_a_sentence_is_any_text_up_to_the_cap():
    hostile = "<script>alert(1)</script> $x$ ![](http://x/p.png)"
    assert opened(sentence=hostile) == (Link(sentence=hostile), [])
    link, ignored = opened(sentence="a" * 65536)
    assert len(link.sentence) == limits.MAX_SENTENCE_CHARACTERS and ignored == ["sentence (cut)"]


SPELLED = [str(value) for setting in SETTINGS.values() if isinstance(setting, Choices) for value in setting.choices]
ANYTHING = st.text() | st.sampled_from(SPELLED) | st.floats().map(str) | st.integers().map(str)


@settings(max_examples=1000, deadline=None)
@given(st.dictionaries(st.sampled_from(NAMES) | st.text(), st.lists(ANYTHING, min_size=1, max_size=2)))
def test_any_query_whatever_gives_a_valid_link_and_names_what_it_ignores_once(query):
    link, ignored = from_query(query)
    assert fitted(link.values, facts(link.values, False, False)).model
    assert re.fullmatch(rf"{'|'.join(BUNDLED)}|own-[0-9a-f]{{8}}", link.sentences)
    assert len(set(ignored)) == len(ignored)
    assert START <= link.reached <= Reached(link.values["networks"], link.values["epochs"])
    again, nothing = from_query({name: [value] for name, value in to_query(link).items()})
    assert (again, nothing) == (link, [])


# Written by the page before there was more than the tutorial's network.
BEFORE = [
    "dataset=sentiment&preset=alive&hidden_size=16&learning_rate=0.05&epochs=100&clip_by=value&clip=1&batch_size=1"
    "&initialisation=scaled&gradient=correct&dtype=float64&seed=0&pace=20&sentence=i+am+not+at+all+sad",
    "dataset=sentiment&preset=blog&hidden_size=64&learning_rate=0.02&epochs=1000&clip_by=none&clip=0.5&batch_size=8"
    "&initialisation=blog&gradient=published&dtype=float32&seed=7&pace=full&sentence=",
    "dataset=own-0123abcd&preset=suggested&hidden_size=48&learning_rate=0.2&epochs=40&clip_by=norm&clip=1"
    "&batch_size=16&initialisation=scaled&gradient=correct&dtype=float64&seed=0&pace=slow&sentence=a",
]


@pytest.mark.parametrize("query", BEFORE)
def test_a_link_of_before_means_what_it_meant_and_is_written_as_it_was(query):
    given = dict(parse_qsl(query, keep_blank_values=True))
    link, ignored = opened(**given)
    assert not ignored and to_query(link) == given
    assert (link.values["cell"], link.values["layers"], link.values["optimiser"]) == ("tanh", 1, "sgd")


def test_a_setting_of_after_is_written_where_it_or_the_presets_is_not_as_before():
    values = Settings(cell="lstm", dropout=0.5).values
    assert {name: to_query(Link(values=values)).get(name) for name in ("cell", "dropout", "layers")} == {
        "cell": "lstm", "dropout": "0.5", "layers": None
    }  # fmt: skip


@pytest.mark.parametrize(
    ("query", "named", "instead"),
    [
        ({"cell": "lstm", "gradient": "published"}, ["gradient"], {"cell": "lstm", "gradient": "correct"}),
        ({"layers": "2", "gradient": "published"}, ["gradient"], {"layers": 2, "gradient": "correct"}),
        ({"dataset": "negation_tags", "readout": "mean"}, ["readout"], {"readout": "words"}),
        ({"dataset": "negation_tags"}, [], {"readout": "words"}),
        ({"layers": "9"}, ["layers"], {"layers": 3}),
        ({"directions": "9"}, ["directions"], {"directions": 1}),
        ({"frozen": "True"}, [], {"frozen": True}),  # means nothing without vectors, and waits for them
        ({"weight_decay": "-1"}, ["weight_decay"], {"weight_decay": 0.0}),
        ({"forget_bias": "-1.2", "cell": "lstm"}, ["forget_bias"], {"forget_bias": -1.0}),
    ],
)
def test_what_does_not_go_together_in_a_link_is_mended_and_named(query, named, instead):
    link, ignored = opened(**query)
    assert ignored == named
    assert {name: link.values[name] for name in instead} == instead


def test_a_preset_belongs_to_its_sentences():
    for name, preset in PRESETS.items():
        assert opened(dataset=preset.sentences, preset=name)[1] == []
    assert opened(dataset="latch", preset=DEFAULT_PRESET)[1] == ["preset"]


# How far the run was.


@pytest.mark.parametrize(
    ("query", "reached"),
    [
        ({}, START),
        ({"epoch": "0"}, START),
        ({"epoch": "23"}, Reached(epoch=23)),
        ({"epoch": "100"}, Reached(epoch=100)),
        ({"epoch": "200", "epochs": "200"}, Reached(epoch=200)),
        ({"networks": "3", "network": "2"}, Reached(2, 0)),
        ({"networks": "3", "network": "2", "epoch": "4"}, Reached(2, 4)),
    ],
)
def test_a_link_tells_how_far_the_run_was(query, reached):
    assert opened(**query)[0].reached == reached and opened(**query)[1] == []


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ({"epoch": "101"}, ["epoch"]),
        ({"epoch": "1000000000"}, ["epoch"]),
        ({"epoch": "1e9"}, ["epoch"]),
        ({"epoch": "-1"}, ["epoch"]),
        ({"epoch": ""}, ["epoch"]),
        ({"epoch": "2.5"}, ["epoch"]),
        ({"epoch": "２"}, ["epoch"]),
        ({"epoch": "3", "network": "2"}, ["network", "epoch"]),
        ({"epoch": "3", "network": "0"}, ["network", "epoch"]),
        ({"epoch": "x", "network": "2", "networks": "3"}, ["network", "epoch"]),
        # It would be another run.
        ({"epoch": "3", "hidden_size": "9999"}, ["hidden_size", "epoch"]),
        ({"epoch": "3", "dataset": "mine"}, ["dataset", "epoch"]),
        ({"epoch": "3", "preset": "none"}, ["preset", "epoch"]),
        ({"epoch": "3", "input": "embedding", "vectors": "own"}, ["epoch"]),
    ],
)
def test_an_epoch_that_cannot_be_had_is_named_and_claims_nothing(query, named):
    link, ignored = opened(**query)
    assert (link.reached, ignored) == (START, named)


def test_a_setting_or_an_epoch_that_is_given_twice_claims_nothing():
    assert from_query({"epoch": ["3"], "seed": ["1", "2"]})[1] == ["seed (given 2 times)", "epoch"]
    assert from_query({"epoch": ["3", "4"], "network": ["2"], "networks": ["3"]})[1] == [
        "epoch (given 2 times)", "network"
    ]  # fmt: skip


def test_what_does_not_make_another_run_leaves_the_epoch_as_it_is():
    link, ignored = opened(epoch="3", pace="warp", sentence="a" * 99_999, quux="1")
    assert link.reached == Reached(epoch=3) and "epoch" not in ignored


# Where it opens.

OPEN = [(tab.lower(), "") for tab in TABS] + [
    (tab.lower(), name) for tab, parts in PARTS.items() for name in list(parts.names.values())[1:]
]
PLACES = st.builds(
    lambda tab_and_part, *others: Place(*tab_and_part, *others),
    st.sampled_from(OPEN),
    st.sampled_from([view for views in INSIDE.values() for view in views]),
    st.sampled_from([lesson.name for lesson in tour().values()]),
    st.frozensets(st.sampled_from(list(PANELS))),
)


@settings(deadline=None)
@given(PLACES)
def test_every_place_that_the_page_writes_is_read_back_exactly(where):
    assert place.from_query({name: [value] for name, value in place.to_query(where).items()}) == (where, [])


@settings(deadline=None)
@given(PLACES)
def test_what_widgets_hold_at_a_place_is_that_place(where):
    held = {f"inside_{group}": views[0] for group, views in INSIDE.items()} | where.held
    assert Place.of(held, where.hidden) == where


def test_a_page_as_it_is_at_first_adds_nothing_to_a_link():
    assert place.to_query(Place()) == {}
    held = Place().held
    assert (held["tabs"], held["lesson"], held["inside_group"]) == (TABS[0], next(iter(tour())), next(iter(INSIDE)))
    assert (held["runs_view"], held["keep"]) == ("Kept runs", "Model")


def test_a_part_is_told_only_of_the_open_tab_and_only_if_it_is_not_the_first():
    held = Place().held | {"runs_view": "Luck or skill", "keep": "Take away"}
    for tab, told in {"Runs": "luck", "Keep": "take_away", "Curves": None}.items():
        assert place.to_query(Place.of(held | {"tabs": tab}, frozenset())).get("part") == told
    assert place.to_query(Place.of(held | {"tabs": "Keep", "keep": "Model"}, frozenset())) == {"tab": "keep"}


@pytest.mark.parametrize(
    ("query", "named", "where"),
    [
        ({"tab": ["Inside"]}, ["tab"], Place()),
        ({"tab": ["<b>"]}, ["tab"], Place()),
        ({"tab": ["inside", "inside"]}, ["tab (given 2 times)"], Place()),
        ({"tab": ["keep"], "part": ["Share"]}, ["part"], Place("keep")),
        ({"tab": ["keep"], "part": ["luck"]}, ["part"], Place("keep")),
        ({"tab": ["keep"], "part": [""]}, ["part"], Place("keep")),
        ({"tab": ["keep"], "part": ["share", "hand_in"]}, ["part (given 2 times)"], Place("keep")),
        ({"tab": ["inside"], "part": ["share"]}, ["part"], Place("inside")),
        ({"part": ["share"]}, [], Place("keep", "share")),
        ({"part": ["nothing"]}, ["part"], Place()),
        ({"tab": ["Keep"], "part": ["share"]}, ["tab"], Place("keep", "share")),
        ({"tab": ["keep"], "part": ["model"]}, [], Place("keep")),
        ({"view": ["planes"], "tab": ["inside"]}, ["view"], Place(tab="inside")),
        ({"lesson": ["2"]}, ["lesson"], Place()),
        ({"hide": ["controls,play"]}, ["hide"], Place(hidden=frozenset({"controls"}))),
        ({"hide": ["x" * 65536]}, ["hide"], Place()),
        ({"hide": [""]}, [], Place()),
    ],
)
def test_a_place_that_there_is_not_is_named(query, named, where):
    assert place.from_query(query) == (where, named)
    assert read(query) == (Link(), where, named)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(place.NAMES) | st.text(), st.lists(ANYTHING, min_size=1, max_size=2)))
def test_any_query_whatever_opens_at_a_place(query):
    where, ignored = place.from_query(query)
    assert place.from_query({name: [value] for name, value in place.to_query(where).items()}) == (where, [])
    assert set(where.held.values()) and len(set(ignored)) == len(ignored)


def test_no_name_stands_for_two_things():
    assert len({*NAMES, *place.NAMES, "embed", "embed_options"}) == len(NAMES) + len(place.NAMES) + 2
    parts = [name for parts in PARTS.values() for name in parts.names.values()]
    assert len(set(parts)) == len(parts) and set(PARTS) <= set(TABS)
    assert len({tab.lower() for tab in TABS}) == len(TABS) and len({lesson.name for lesson in tour().values()}) == len(
        tour()
    )


def test_an_address_is_that_of_the_page_and_the_parameters_with_other_peoples_text_encoded():
    hostile = Link(sentence='"><script>&epoch=9#')
    for base in ("https://example.org/rnn", "https://example.org/rnn/"):
        whole = address(base, to_query(hostile))
        assert whole.startswith("https://example.org/rnn/?dataset=sentiment&")
        assert not set(whole) & set('"<>#')
        assert dict(parse_qsl(whole.partition("?")[2])) == to_query(hostile)
