"""Charts of the opened network: their frames hold the numbers they were given, their specifications stand still."""

import json
import math
import re
from itertools import pairwise
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.abilities import Abilities
from playground.charts.abilities import abilities_frame, abilities_spec
from playground.charts.memory import answers_frame, answers_spec, signal_frame, signal_spec
from playground.charts.norms import NAMES, PANELS, left_plateau, norms_frame, norms_spec
from playground.charts.plane import LATTICE, plane_frame, plane_spec, regions_frame, words_frame, words_spec
from playground.charts.saliency import WAYS, saliency_frame, saliency_spec
from playground.charts.states import states_frame, states_spec, weights_frame, weights_spec
from playground.charts.terms import terms_frame, terms_spec
from playground.charts.through_time import through_time_frame, through_time_spec
from playground.colours import ANSWER_COLOUR, PALETTE, ClassColours
from playground.look import look, nearest, record_of
from playground.sentences import Sentences
from rnn_core import EpochRecord, ModelConfig, TrainConfig, bundled, trace, train
from rnn_core.inside.behaviour import YOURS, parse_pairs
from rnn_core.inside.memory import MemoryProbe, memory_probe
from rnn_core.inside.plane import best_plane, lattice
from tests.datasets import TREACHEROUS, drawn, rows
from tests.inside.equations import equations, network
from tests.specs import anywhere


def record(epoch, **values):
    """A record of an epoch on the plateau, of which only what is drawn matters."""
    norms = dict(zip(NAMES, values.pop("norms", (1.0, 2.0, 0.0, 4.0, 5.0)), strict=True))
    held = {"train_loss": 0.7, "gradient_norm": 0.1, "clipped_share": 0.0, "on_plateau": True} | values
    missing = dict.fromkeys(("validation_loss", "validation_accuracy", "test_loss", "test_accuracy"))
    return EpochRecord(epoch=epoch, train_accuracy=0.5, weight_norms=norms, seconds=0.0, **missing, **held)


# The sum behind one number.

numbers = st.floats(-1e3, 1e3) | st.just(0.0)


@settings(deadline=None, max_examples=60)
@given(st.lists(numbers, min_size=1, max_size=80))
def test_bars_add_up_to_the_sum_whatever_is_folded_and_stand_in_the_order_of_the_terms(values):
    terms = [(f"term {i}", value) for i, value in enumerate(values)]
    frame = terms_frame(terms)
    assert frame["value"].sum() == pytest.approx(sum(values), rel=0, abs=1e-12 * max(1, np.abs(values).sum()))
    assert frame["order"].tolist() == list(range(len(frame))) and frame["term"].is_unique
    own = [row for row in frame.itertuples() if row.term.startswith("term ")]
    assert len(own) == min(14, max(1, np.count_nonzero(values))) and len(frame) - len(own) <= 1
    assert [(row.term, row.value) for row in own] == [term for term in terms if term[0] in set(frame["term"])]
    folded = [value for name, value in terms if name not in set(frame["term"])]
    assert max(map(abs, folded), default=0) <= min(abs(row.value) for row in own)


def test_a_folded_bar_says_of_how_many_terms_it_is_and_whether_they_are_anything():
    large, small = [("a", 3.0), ("b", -2.0)], [(f"s{i}", -0.5) for i in range(20)]
    folded = terms_frame([*large, *small])
    assert folded["term"].tolist() == ["a", "b", *(f"s{i}" for i in range(12)), "8 smaller terms"]
    assert folded["value"].iloc[-1] == -4.0
    silent = terms_frame([*large, ("n", 0.0), ("m", 0.0)])
    assert silent["term"].tolist() == ["a", "b", "2 zeros"] and silent["value"].tolist() == [3.0, -2.0, 0.0]


# Hidden states and weights.


def test_every_unit_after_every_word_is_in_the_picture_in_the_order_that_was_asked_for():
    states = np.array([[0.1, 0.2, 0.3], [-0.4, 0.5, -0.6]])
    frame = states_frame(states, ["no", "no"], np.array([2, 0, 1]))
    assert frame["word"].tolist() == ["1 no"] * 3 + ["2 no"] * 3
    for row in frame.itertuples():
        assert row.value == states[row.step - 1, row.unit - 1]
    tops = frame.drop_duplicates("unit").sort_values("rank")
    assert tops["unit"].tolist() == [3, 1, 2] and tops["rank"].tolist() == [0, 1, 2]


def test_a_matrix_is_drawn_as_the_equations_have_it():
    frame = weights_frame(np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), ["up", "down"], ["x", "y", "z"])
    told = list(zip(frame["row_name"], frame["column_name"], frame["value"], strict=True))
    assert told == [
        ("up", "x", 1),
        ("up", "y", 2),
        ("up", "z", 3),
        ("down", "x", 4),
        ("down", "y", 5),
        ("down", "z", 6),
    ]
    assert frame["row"].tolist() == [0, 0, 0, 1, 1, 1] and frame["column"].tolist() == [0, 1, 2] * 2


def test_of_a_large_matrix_only_the_first_rows_and_columns_are_drawn():
    weights = np.arange(100.0 * 70).reshape(100, 70)
    frame = weights_frame(weights, [f"r{i}" for i in range(100)], [f"c{i}" for i in range(70)])
    assert len(frame) == 64**2
    for row in frame.sample(50, random_state=0).itertuples():
        assert row.value == weights[row.row, row.column]
        assert (row.row_name, row.column_name) == (f"r{row.row}", f"c{row.column}")


# The plane.


def test_a_sentence_is_a_chain_of_arrows_from_its_start():
    path = np.array([[0, 0], [0, 0.5], [0.7, 0.5], [0.7, -1], [-1, -1], [-1, -1]], dtype=float)
    frame = plane_frame(path, ["up", "right", "down", "left", "stay"], np.array([[0.1, 0.2]]), np.array([1]))
    arrows = frame[frame["kind"] == "word"]
    assert arrows["word"].tolist() == ["up", "right", "down", "left", "stay"]
    assert arrows["step"].tolist() == [1, 2, 3, 4, 5]
    assert arrows[["x0", "y0"]].to_numpy().tolist() == path[:-1].tolist()
    assert arrows[["x", "y"]].to_numpy().tolist() == path[1:].tolist()
    for one, after in pairwise(arrows.itertuples()):
        assert (one.x, one.y) == (after.x0, after.y0)
    start = frame[frame["kind"] == "start"]
    assert start[["x", "y"]].to_numpy().tolist() == [[0, 0]]
    ends = frame[frame["kind"] == "end"]
    assert ends[["x", "y", "slot"]].to_numpy().tolist() == [[0.1, 0.2, 1]]


# Where each arrow goes on a page where a unit to the right is 300 pixels, and a unit up only 100.
@pytest.mark.parametrize(
    ("x", "y", "clockwise"),
    [(0, 1, 0), (1, 0, 90), (0, -1, 180), (-1, 0, 270), (1, 3, 45), (1, -3, 135), (-1, -3, 225), (-1, 3, 315)],
)
@pytest.mark.parametrize("projected", [True, False])
def test_the_tip_of_an_arrow_points_where_it_goes_on_the_page_whatever_the_axes_are(x, y, clockwise, projected):
    marks = [mark for mark in anywhere(plane_spec(PALETTE, projected, False), "mark") if "angle" in mark]
    assert [mark["shape"] for mark in marks] == ["triangle-up"]
    arrow = SimpleNamespace(x0=0.5, y0=-0.5, x=0.5 + x, y=-0.5 + y)
    pixels = {"x": lambda value: 300 * value, "y": lambda value: 380 - 100 * value}
    known = {"atan2": math.atan2, "PI": math.pi, "datum": arrow, "scale": lambda axis, value: pixels[axis](value)}
    assert eval(marks[0]["angle"]["expr"], known) % 360 == pytest.approx(clockwise)


def test_without_words_there_is_a_start_and_no_arrow():
    frame = plane_frame(np.zeros((1, 2)), [], np.array([[0.1, 0.2]]), np.array([0]))
    assert frame["kind"].tolist() == ["end", "start"]


@pytest.mark.parametrize("classes", [2, 3, 9])
def test_regions_tile_the_square_and_say_the_softmax_at_their_middles(classes):
    params = network(classes, hidden=2, classes=classes, scale=2.0)
    colours = ClassColours(tuple(f"class {i}" for i in range(classes)), tuple(range(classes))[::-1][:6])
    frame = regions_frame(*lattice(params, LATTICE), colours)
    assert len(frame) == LATTICE**2
    edges = np.linspace(-1, 1, LATTICE + 1)
    cells = {(round(row.x, 9), round(row.y, 9), round(row.x0, 9), round(row.y0, 9)) for row in frame.itertuples()}
    sides = [(round(a, 9), round(b, 9)) for a, b in pairwise(edges)]
    assert cells == {(left, low, right, high) for left, right in sides for low, high in sides}
    for row in frame.itertuples():
        middle = np.array([row.x + row.x0, row.y + row.y0]) / 2
        expected = equations(params).probabilities(middle)
        assert row.probability == pytest.approx(expected.max(), rel=0, abs=1e-9)
        answer = colours.classes.index(row.label)
        assert expected[answer] == pytest.approx(expected.max(), rel=0, abs=1e-9)
        assert row.slot == colours.slot(answer)


def test_words_lie_where_they_were_put_in_the_colour_of_their_answer():
    colours = ClassColours(("a", "b", "c"), (2, 0))
    points, answers = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]), np.eye(3) * 0.4 + 0.2
    frame = words_frame(points, ["x", "y", "z"], answers, colours)
    assert frame[["x", "y"]].to_numpy().tolist() == points.tolist()
    assert frame["word"].tolist() == ["x", "y", "z"] and frame["label"].tolist() == ["a", "b", "c"]
    assert frame["slot"].tolist() == [1, 2, 0] and frame["probability"].tolist() == pytest.approx([0.6] * 3)


def test_a_class_is_drawn_in_its_own_colour_everywhere_and_the_rare_ones_in_one():
    colours = ClassColours.of(rows(*(f"{i} | {name}" for i, name in enumerate("aabbbccddeefgh"))))
    names, shades = colours.legend
    for class_id, name in enumerate(colours.classes):
        slot = colours.slot(class_id)
        assert shades[slot] == colours.colour(class_id)
        assert names[slot] == (name if class_id in colours.shown else "its answer, if another")
    assert [colours.slot(i) for i in colours.shown] == list(range(6))
    few = ClassColours.of(rows("1 | a", "2 | b", "3 | b"))
    assert [few.slot(i) for i in range(2)] == [1, 0] and few.legend[1] == PALETTE[:2]
    assert shades[6] == ANSWER_COLOUR


@pytest.mark.parametrize("dark", [True, False])
def test_with_many_classes_the_unsure_answers_are_pale_and_small_and_never_less_than_nothing(dark):
    """One of 60 classes can win with 2 %, which lies below where the scales of size and opacity begin."""
    for spec in (plane_spec(PALETTE, False, dark), words_spec(PALETTE, True, True, dark)):
        scales = [c["scale"] for key in ("opacity", "size") for c in anywhere(spec, key) if isinstance(c, dict)]
        assert scales and all(scale["clamp"] for scale in scales)
        assert all(min(scale["range"]) > 0 for scale in scales)


# The gradient through time.


def test_lengths_of_gradients_stand_at_their_words_and_zeros_are_left_out():
    correct, published = np.array([0.0, 0.5, 1.0]), np.array([2.0, 0.0, 1.0], dtype=np.float32)
    frame = through_time_frame(correct, published, ["a", "b", "a"])
    assert frame["word"].tolist() == ["1 a", "2 b", "3 a"] * 2
    assert frame["rule"].tolist() == ["correct"] * 3 + ["published"] * 3
    assert frame["length"].tolist() == pytest.approx([np.nan, 0.5, 1.0, 2.0, np.nan, 1.0], nan_ok=True)
    for layer in through_time_spec(False)["layer"]:
        assert layer["transform"] == [{"filter": "isValid(datum.length)"}]


# Norms over the epochs.


def test_each_panel_holds_the_numbers_of_the_records():
    records = [record(1, train_loss=0.7), record(2, train_loss=0.6, gradient_norm=0.3, clipped_share=0.25)]
    loss, length, clipped = (norms_frame(records, panel) for panel in PANELS)
    assert loss[["epoch", "line", "value"]].to_numpy().tolist() == [[1, "train", 0.7], [2, "train", 0.6]]
    assert clipped["value"].tolist() == [0.0, 0.25]
    second = length[length["epoch"] == 2]
    assert dict(zip(second["line"], second["value"], strict=True)) == pytest.approx(
        {"gradient": 0.3, "Wxh": 1.0, "Whh": 2.0, "bh": np.nan, "Why": 4.0, "by": 5.0}, nan_ok=True
    )


def test_what_is_zero_has_no_place_on_a_log_scale_but_one_on_the_others():
    records = [record(1, gradient_norm=0.0, norms=(0.0,) * 5, train_loss=0.0)]
    loss, length, clipped = (norms_frame(records, panel) for panel in PANELS)
    assert length["value"].isna().all()
    assert loss["value"].tolist() == clipped["value"].tolist() == [0.0]


def test_the_plateau_ends_with_the_first_epoch_that_is_off_it():
    on, off = record(1), [record(2, on_plateau=False), record(3, on_plateau=False)]
    assert left_plateau([]) is None and left_plateau([on]) is None
    assert left_plateau([on, *off]) == 2
    for panel in PANELS:
        assert norms_frame([on], panel)["left"].isna().all()
        assert norms_frame([on, *off], panel)["left"].unique().tolist() == [2.0]


def test_thousands_of_epochs_are_thinned_to_real_ones_with_the_ends_and_the_extremes():
    random = np.random.default_rng(0)
    losses = random.uniform(0, 1, 5000)
    norms = random.uniform(0.1, 1, (5000, 5))
    records = [record(i + 1, train_loss=losses[i], norms=norms[i]) for i in range(5000)]
    loss, length, _ = (norms_frame(records, panel) for panel in PANELS)
    assert len(loss) <= 300 and length["epoch"].nunique() <= 300
    assert loss["epoch"].iloc[[0, -1]].tolist() == [1, 5000]
    assert loss["value"].tolist() == losses[loss["epoch"] - 1].tolist()
    assert loss["value"].min() == losses.min() and loss["value"].max() == losses.max()
    for column, name in enumerate(NAMES):
        line = length[length["line"] == name]
        assert line["value"].tolist() == norms[line["epoch"] - 1, column].tolist()
        assert line["value"].max() == norms[:, column].max()


# Saliency, abilities, memory.


def test_both_ways_to_ask_stand_at_each_word():
    frame = saliency_frame(np.array([1.0, -2.0]), np.array([0.5, 0.25]), ["not", "not"])
    assert frame[["step", "word", "way", "value"]].to_numpy().tolist() == [
        [1, "1 not", WAYS[0], 1.0],
        [2, "2 not", WAYS[0], -2.0],
        [1, "1 not", WAYS[1], 0.5],
        [2, "2 not", WAYS[1], 0.25],
    ]


def test_the_strip_of_an_epoch_reaches_to_the_next_one_and_the_last_as_far_as_the_one_before():
    frame = abilities_frame({0: {"a": 0.1, "b": 0.2}, 4: {"a": 0.3, "b": 0.4}, 10: {"a": 0.5, "b": 0.6}})
    assert frame.to_numpy().tolist() == [
        [0, 4, "a", 0.1],
        [0, 4, "b", 0.2],
        [4, 10, "a", 0.3],
        [4, 10, "b", 0.4],
        [10, 16, "a", 0.5],
        [10, 16, "b", 0.6],
    ]
    assert abilities_frame({0: {"a": 1.0}})[["epoch", "until"]].to_numpy().tolist() == [[0, 1]]
    assert list(abilities_frame({0: {}}).columns) == ["epoch", "until", "ability", "share"]


def probe(at_cue, at_end, probabilities=None):
    K = len(at_cue)
    p = np.tile([0.25, 0.75], (K, 1)) if probabilities is None else np.array(probabilities)
    return MemoryProbe(1, p, np.array(at_cue), np.array(at_end))


@pytest.mark.filterwarnings("error")
def test_a_share_of_the_signal_that_is_nothing_or_undefined_is_left_out_without_a_warning():
    found = probe([1.0, 0.5, 0.0, 0.0, 1e-300, 1.0], [2.0, 0.5, 1.0, 0.0, 1e300, 0.0])
    #                          half, all, nothing, 0 / 0, underflow, infinite
    expected = [0.5, 1.0, np.nan, np.nan, np.nan, np.nan]
    assert signal_frame(found)["value"].tolist() == pytest.approx(expected, nan_ok=True)
    assert signal_frame(found)["fillers"].tolist() == list(range(6))


def test_answers_to_more_and_more_fillers_have_a_line_for_each_class_that_has_a_colour():
    random = np.random.default_rng(0)
    colours = ClassColours(tuple("abcdefghi"), (8, 7, 6, 5, 4, 3))
    p = random.dirichlet(np.ones(9), size=5)
    frame = answers_frame(MemoryProbe(1, p, np.ones(5), np.ones(5)), colours)
    assert frame["label"].drop_duplicates().tolist() == [*"ihgfed", "b"]  # and the one that it answered at first
    for row in frame.itertuples():
        class_id = colours.classes.index(row.label)
        assert row.value == p[row.fillers, class_id] and row.slot == colours.slot(class_id)


# A look, and abilities over the epochs.


@pytest.fixture(scope="module")
def run():
    dataset = bundled()
    history = {}
    training = train(dataset, ModelConfig(), TrainConfig(epochs=3))
    history[0] = training.params.copy()
    for event in training:
        if isinstance(event, EpochRecord):
            history[event.epoch] = training.params.copy()
    return dataset, history


def test_a_sentence_of_the_dataset_is_held_against_its_label_and_another_against_its_answer(run):
    dataset, history = run
    sentences = Sentences(dataset, "bundled", own=False)
    example = next(e for e in dataset.examples if e.label == "negative")
    seen = look(sentences, history[3], 3, example.sentence, True)
    assert seen.known and dataset.classes[seen.label] == "negative" and seen.dark and seen.epoch == 3
    other = look(sentences, history[3], None, "good good good", False)
    read = trace(history[3], dataset.vocabulary, "good good good")
    assert not other.known and other.label == other.answer == read.probabilities[-1].argmax()


def test_every_sentence_of_the_dataset_has_its_class():
    sentences = Sentences(rows("a b | x", "c | y", "<b> | x | test"), "mine", own=True)
    assert sentences.labels == {"a b": 0, "c": 1, "<b>": 0}


def test_what_to_look_at_beside_is_taken_from_the_sentences_themselves():
    mine = Sentences(rows("a b | x", "h | y", "c d e f | y | test", "g | x | test"), "mine", own=True)
    assert mine.beside == {"second_sentence": "g", "cue": "c", "filler": "e", "target": "f"}
    one_word = Sentences(rows("a | x", "a | y"), "mine", own=True)
    assert one_word.beside == {"second_sentence": "", "cue": "a", "filler": "a", "target": "a"}
    beside = Sentences(bundled(), "bundled", own=False).beside
    assert all(word in bundled().vocabulary for text in beside.values() for word in text.split())


def test_the_weights_of_an_epoch_that_were_not_kept_are_those_of_the_latest_before(run):
    history = dict.fromkeys((0, 4, 8))
    assert [nearest(history, epoch) for epoch in (0, 3, 4, 7, 8, 99)] == [0, 0, 4, 4, 8, 8]
    records = (record(1), record(2))
    assert record_of(records, 0) is None and record_of(records, 2) is records[1]


def test_abilities_are_worked_out_once_for_each_weights_and_anew_for_others(run):
    dataset, history = run
    abilities = Abilities(dataset, own=False)
    first = abilities.over(history)
    assert {epoch: abilities.rates(params) for epoch, params in history.items()} == first
    again = abilities.over(history)
    assert all(again[epoch] is first[epoch] for epoch in history)
    other = {epoch: history[3 - epoch] for epoch in history}
    assert abilities.over(other) == {epoch: first[3 - epoch] for epoch in history}


def test_weights_that_the_run_no_longer_keeps_are_let_go(run):
    dataset, history = run
    abilities = Abilities(dataset, own=False)
    abilities.over(history)
    abilities.over({0: history[0], 2: history[2]})
    assert set(abilities._known) == {0, 2}


def test_of_many_epochs_at_most_forty_are_asked_evenly_spaced(run):
    dataset, history = run
    asked = list(Abilities(dataset, own=True).over(dict.fromkeys(range(0, 500, 2), history[0])))
    assert len(asked) <= 40 and len({b - a for a, b in pairwise(asked)}) == 1 and asked[0] == 0
    for kept, every in ((40, 1), (41, 2), (80, 2), (81, 3)):
        asked = list(Abilities(dataset, own=True).over(dict.fromkeys(range(kept), history[0])))
        assert asked == list(range(0, kept, every))


def test_the_suite_of_own_sentences_holds_only_the_pairs_that_were_written():
    pairs = parse_pairs("w1 | w2 | same")
    own = drawn(40, 3)
    assert Abilities(own, own=True).suite.tests == () and Abilities(own, own=True, pairs=pairs).suite.tests == pairs
    made = Abilities(bundled(), own=False).suite.tests
    assert Abilities(bundled(), own=False, pairs=pairs).suite.tests == (*made, *pairs)


def test_the_pairs_that_were_written_are_told_over_the_epochs_too(run):
    dataset, history = run
    for own in (False, True):
        measured = Abilities(dataset, own, parse_pairs("a | a | same\na | a | flip")).over(history)
        assert [shares[YOURS] for shares in measured.values()] == [0.5] * len(history)


# Specifications.


def pictures(dataset, words, dark):
    """Every chart of the opened network, for a sentence of these words: its specification and its frame."""
    training = train(dataset, ModelConfig(hidden_size=4), TrainConfig(epochs=2))
    records = [event for event in training if isinstance(event, EpochRecord)]
    params, colours = training.params, ClassColours.of(dataset)
    n, T, shades = len(words), len(words) + 1, colours.legend[1]
    random = np.random.default_rng(0)
    path = best_plane(random.standard_normal((T, 4))).of(random.standard_normal((T, 4)))
    answers = random.dirichlet(np.ones(len(colours.classes)), n)
    regions = regions_frame(random.uniform(-1, 1, (n, 2)), answers, colours)
    arrows = plane_frame(path, words, path, np.zeros(T, dtype=int))
    found = memory_probe(params, dataset.vocabulary, *words[:3])
    both = {column: regions.get(column, arrows.get(column)) for column in {*regions.columns, *arrows.columns}}
    abilities = abilities_frame({0: {word: 0.5 for word in words}})
    return {
        "terms": (terms_spec(dark), terms_frame([(f"word “{word}”", 1.0) for word in words])),
        "states": (states_spec(4, dark), states_frame(random.standard_normal((n, 4)), words, np.arange(4))),
        "weights": (weights_spec(n, dark), weights_frame(random.standard_normal((n, n)), words, words)),
        "plane": (plane_spec(shades, True, dark), arrows),
        "regions": (plane_spec(shades, False, dark), both),
        "words": (words_spec(shades, True, True, dark), words_frame(path[1:], words, answers, colours)),
        "unnamed": (words_spec(shades, False, False, dark), words_frame(path[1:], words, answers, colours)),
        "time": (through_time_spec(dark), through_time_frame(np.ones(n), np.ones(n), words)),
        **{f"norms {p.title}": (norms_spec(p, 100, dark), norms_frame(records, p)) for p in PANELS},
        "saliency": (saliency_spec(dark), saliency_frame(np.ones(n), np.ones(n), words)),
        "abilities": (abilities_spec(n, dark), abilities),
        "answers": (answers_spec(shades, dark), answers_frame(found, colours)),
        "signal": (signal_spec(dark), signal_frame(found)),
    }


@pytest.fixture(scope="module")
def treacherous():
    lines = [f"{word} {word} | {label}" for word, label in zip(TREACHEROUS, TREACHEROUS, strict=True)]
    return {dark: pictures(rows(*lines), TREACHEROUS, dark) for dark in (True, False)}


@pytest.fixture(scope="module")
def harmless():
    words = [f"word{i}" for i in range(len(TREACHEROUS))]
    return {dark: pictures(rows(*(f"{w} {w} | class {w}" for w in words)), words, dark) for dark in (True, False)}


def test_specifications_are_made_once_and_no_words_or_labels_are_in_them(treacherous, harmless):
    for dark in (True, False):
        for name, (spec, _) in treacherous[dark].items():
            assert spec is harmless[dark][name][0], name
            assert "word0" not in json.dumps(spec) and "__proto__" not in json.dumps(spec)


def test_specifications_hold_a_description_no_data_and_no_url(treacherous):
    for name, (spec, _) in (treacherous[True] | treacherous[False]).items():
        assert spec["description"] and isinstance(spec["description"], str), name
        assert "data" not in spec and not anywhere(spec, "datasets") and not anywhere(spec, "url"), name
        assert not any("values" in data for data in anywhere(spec, "data")), name
        assert "://" not in json.dumps({key: value for key, value in spec.items() if key != "$schema"}), name


def test_every_field_that_is_drawn_is_a_column_and_words_are_only_ever_values(treacherous):
    for name, (spec, frame) in treacherous[False].items():
        fields = {field for field in anywhere(spec, "field") if isinstance(field, str)}
        columns = set(frame)
        assert fields and fields <= columns, (name, fields - columns)
        assert not columns & set(TREACHEROUS) - {"slot"}, name


def test_filters_and_conditions_ask_for_columns_that_exist(treacherous):
    for name, (spec, frame) in treacherous[False].items():
        asked = set(re.findall(r"datum\.(\w+)", json.dumps(spec)))
        assert asked <= set(frame), (name, asked - set(frame))


def test_dark_and_light_differ_in_colours_only(treacherous):
    def without_colours(spec):
        return re.sub(r"#[0-9A-Fa-f]{6}", "#", json.dumps(spec))

    for name, (spec, _) in treacherous[True].items():
        light = treacherous[False][name][0]
        assert spec is not light and without_colours(spec) == without_colours(light), name
    inked = [name for name, (spec, _) in treacherous[True].items() if spec != treacherous[False][name][0]]
    assert set(treacherous[True]) - set(inked) == {"answers"}  # which has only the colours of classes


def test_a_log_scale_is_where_a_panel_says_so():
    for panel in PANELS:
        kinds = {e["scale"].get("type") for e in anywhere(norms_spec(panel, 50, False), "y") if "scale" in e}
        assert kinds == ({"log"} if panel.log else {None})
        domains = [e["scale"]["domain"] for e in anywhere(norms_spec(panel, 50, False), "x") if "scale" in e]
        assert domains and all(domain == [0, 50] for domain in domains)
