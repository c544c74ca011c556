"""Charts of the opened network: their frames hold the numbers they were given, their specifications stand still."""

import json
import math
import re
from itertools import pairwise
from types import SimpleNamespace

import altair as alt
import numpy as np
import pytest
import vl_convert
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas import DataFrame

from playground.abilities import Abilities
from playground.charts.abilities import abilities_columns, abilities_spec
from playground.charts.labels import HEIGHT, MOST_LETTERS, cut, placed, width
from playground.charts.memory import answers_columns, answers_spec, shares, signal_columns, signal_spec
from playground.charts.norms import (
    CLIPPED,
    GRADIENT,
    LOSS,
    NORMS,
    PANELS,
    left_plateau,
    lines,
    norms_columns,
    norms_spec,
    together,
)  # fmt: skip
from playground.charts.plane import (
    LATTICE,
    Path,
    Window,
    plane_columns,
    plane_spec,
    regions_columns,
)  # fmt: skip
from playground.charts.saliency import MOST_WORDS, WAYS, saliency_columns, saliency_spec
from playground.charts.spec import LETTER, NARROW, fits, log_axis, positions, round_bound
from playground.charts.states import MOST_NAMED, states_columns, states_spec
from playground.charts.terms import MOST_TERMS, bars, terms_columns, terms_spec
from playground.charts.through_time import PUBLISHED, RUN, through_time_columns, through_time_spec
from playground.charts.weights import weights_columns, weights_spec
from playground.charts.words import words_columns, words_spec
from playground.colours import ANSWER_COLOUR, PALETTE, ClassColours
from playground.epochs import COLUMNS, Epochs
from playground.look import look, nearest, record_of
from playground.sentences import Sentences
from playground.weight_names import described
from playground.weight_names import places as named_places
from playground.weight_norms import WeightNorms
from rnn_core import EpochRecord, Layout, ModelConfig, TrainConfig, bundled, trace, train
from rnn_core.inside.behaviour import YOURS, parse_pairs
from rnn_core.inside.memory import MemoryProbe, memory_probe
from rnn_core.inside.plane import best_plane, lattice
from tests.datasets import TREACHEROUS, drawn, rows
from tests.inside.equations import equations, network
from tests.networks import every_network, plain, random_params
from tests.specs import anywhere

TITLES = ("one way", "another")


def record(epoch, **values):
    """A record of an epoch on the plateau, of which only what is drawn matters."""
    norms = dict(zip(("Wxh", "Whh", "bh", "Why", "by"), values.pop("norms", (1.0, 2.0, 0.0, 4.0, 5.0)), strict=True))
    held = {"train_loss": 0.7, "gradient_norm": 0.1, "clipped_share": 0.0, "on_plateau": True} | values
    missing = dict.fromkeys(("validation_loss", "validation_accuracy", "test_loss", "test_accuracy"))
    return EpochRecord(epoch=epoch, train_accuracy=0.5, weight_norms=norms, seconds=0.0, **missing, **held)


# The sum behind one number.

numbers = st.floats(-1e3, 1e3) | st.just(0.0)


@settings(deadline=None, max_examples=60)
@given(st.lists(numbers, min_size=1, max_size=80))
def test_bars_add_up_to_the_sum_whatever_is_folded_and_stand_in_the_order_of_the_terms(values):
    terms = [(f"term {i}", value) for i, value in enumerate(values)]
    frame = DataFrame(terms_columns(terms))
    assert frame["value"].sum() == pytest.approx(sum(values), rel=0, abs=1e-12 * max(1, np.abs(values).sum()))
    assert frame["order"].tolist() == list(range(len(frame))) and frame["term"].is_unique
    assert len(frame) == bars(len(values)), "the height of the chart hangs on how many terms there are, on nothing else"
    own = [row for row in frame.itertuples() if row.term.startswith("term ")]
    assert len(own) == min(MOST_TERMS, len(values)) and len(frame) - len(own) <= 1
    assert [(row.term, row.value) for row in own] == [term for term in terms if term[0] in set(frame["term"])]
    folded = [value for name, value in terms if name not in set(frame["term"])]
    assert max(map(abs, folded), default=0) <= min(abs(row.value) for row in own)


def test_a_folded_bar_says_of_how_many_terms_it_is():
    large, small = [("a", 3.0), ("b", -2.0)], [(f"s{i}", -0.5) for i in range(20)]
    folded = terms_columns([*large, *small])
    assert folded["term"] == ["a", "b", *(f"s{i}" for i in range(12)), "8 smaller terms"]
    assert folded["value"][-1] == -4.0


# Hidden states and weights.


def test_every_unit_after_every_word_is_in_the_picture_in_the_order_that_was_asked_for():
    states = np.array([[0.1, 0.2, 0.3], [-0.4, 0.5, -0.6]])
    frame = DataFrame(states_columns(states, ["no", "no"], np.array([2, 0, 1])))
    assert frame["word"].tolist() == ["1 no"] * 3 + ["2 no"] * 3
    for row in frame.itertuples():
        assert row.value == states[row.step - 1, row.unit - 1]
    tops = frame.drop_duplicates("unit").sort_values("rank")
    assert tops["unit"].tolist() == [3, 1, 2] and tops["rank"].tolist() == [0, 1, 2]


def test_every_unit_is_named_up_to_24_and_words_are_turned_only_where_they_do_not_fit():
    def axes(hidden, words):
        encoding = states_spec(hidden, -1, 1, fits(positions(words)), False)["encoding"]
        return encoding["y"]["axis"]["labelOverlap"], encoding["x"]["axis"]["labelAngle"]

    assert axes(MOST_NAMED, ["i", "am", "not", "at", "all", "sad"]) == (False, 0)
    assert axes(MOST_NAMED + 1, ["i", "am", "extraordinarily", "sad"]) == ("parity", -40)
    assert not fits(positions(["no"] * 40)) and fits([])
    longest = max(range(1, 40), key=lambda n: n * fits(["x" * n] * 4))
    assert 4 * longest * LETTER < NARROW <= 4 * (longest + 3) * LETTER


def test_gates_have_one_hue_and_states_two_that_meet_at_nothing():
    def scale(low, high):
        return states_spec(4, low, high, True, False)["encoding"]["color"]["scale"]

    assert scale(-5.0, 5.0)["domain"] == [-5.0, 0, 5.0] and len(scale(-5.0, 5.0)["range"]) == 3
    assert scale(0.0, 1.0)["domain"] == [0, 1.0] and len(scale(0.0, 1.0)["range"]) == 2


@settings(deadline=None, max_examples=200)
@given(st.lists(st.floats(allow_nan=True, allow_infinity=True, width=32), max_size=8))
def test_a_scale_ends_at_the_next_round_number(values):
    bound = round_bound(np.array(values))
    largest = max((abs(value) for value in values if math.isfinite(value)), default=0)
    assert f"{bound:e}"[0] in "125" and float(f"{bound:.0e}") == bound
    assert bound == 1 if largest == 0 else largest <= bound <= 2.5 * largest


def test_a_scale_stands_still_while_values_move_a_little():
    assert [round_bound(np.array([value])) for value in (0.11, 0.15, -0.2, 0.21, 1.0, 1.01, 48.0)] == [
        0.2, 0.2, 0.2, 0.5, 1.0, 2.0, 50.0,
    ]  # fmt: skip


def test_a_matrix_is_drawn_as_the_equations_have_it():
    columns = weights_columns(np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), ["up", "down"], ["x", "y", "z"])
    told = list(zip(columns["row_name"], columns["column_name"], columns["value"], strict=True))
    assert told == [
        ("up", "x", 1),
        ("up", "y", 2),
        ("up", "z", 3),
        ("down", "x", 4),
        ("down", "y", 5),
        ("down", "z", 6),
    ]
    assert columns["row"].tolist() == [0, 0, 0, 1, 1, 1] and columns["column"].tolist() == [0, 1, 2] * 2


def test_of_a_large_matrix_only_the_first_rows_and_columns_are_drawn():
    weights = np.arange(100.0 * 70).reshape(100, 70)
    frame = DataFrame(weights_columns(weights, [f"r{i}" for i in range(100)], [f"c{i}" for i in range(70)]))
    assert len(frame) == 64**2
    for row in frame.sample(50, random_state=0).itertuples():
        assert row.value == weights[row.row, row.column]
        assert (row.row_name, row.column_name) == (f"r{row.row}", f"c{row.column}")


# Labels.


def boxes(points, labels):
    """Where labels lie: left, top, right, bottom."""
    for (x, y), text, dx, dy in zip(points, labels.texts, labels.dx, labels.dy, strict=True):
        if text:
            half = width(text) / 2
            yield x + dx - half, y + dy - HEIGHT / 2, x + dx + half, y + dy + HEIGHT / 2


places = st.tuples(st.floats(0, 200), st.floats(0, 200))


@settings(deadline=None, max_examples=100)
@given(st.lists(places, min_size=1, max_size=30), st.data())
def test_no_label_covers_another_or_another_point_or_leaves_the_picture(points, data):
    texts = data.draw(st.lists(st.text(max_size=20), min_size=len(points), max_size=len(points)))
    labels = placed(np.array(points), [(text, "1") for text in texts], (200, 200))
    found = list(boxes(points, labels))
    for i, (left, top, right, bottom) in enumerate(found):
        assert left >= 0 and top >= 0 and right <= 200 and bottom <= 200
        for one in found[i + 1 :]:
            assert right <= one[0] or one[2] <= left or bottom <= one[1] or one[3] <= top
        assert not any(left < x < right and top < y < bottom for x, y in points)


def test_a_label_is_left_out_where_there_is_no_room_and_the_first_ones_have_it_first():
    crowd = np.full((40, 2), 100.0) + np.arange(40)[:, None] % 7
    texts = placed(crowd, [(f"word {i}",) for i in range(40)], (200, 200)).texts
    assert texts[0] == "word 0" and "" in texts
    assert placed(np.array([[100.0, 100.0]]), [("a",)], (10, 10)).texts == [""]
    assert placed(np.array([[10.0, 10.0]]), [("a long name", "7")], (40, 40)).texts == ["7"]


def test_labels_keep_off_lines_and_long_ones_are_cut():
    to_the_right = np.array([[100.0, 100.0, 200.0, 100.0]])
    free, beside = (
        placed(np.array([[100.0, 100.0]]), [("name",)], (200, 200), lines) for lines in (None, to_the_right)
    )
    assert free.dx[0] > 0 and free.dy[0] == 0
    assert not (beside.dx[0] > 0 and beside.dy[0] == 0)
    assert cut("x" * MOST_LETTERS) == "x" * MOST_LETTERS
    assert cut("x" * (MOST_LETTERS + 1)) == "x" * (MOST_LETTERS - 1) + "…"
    assert width("漢字") > width("ab")


# The plane.


WINDOW = Window((-2.0, 2.0), (-1.0, 1.0))
CHAIN = np.array([[0, 0], [0, 0.5], [0.7, 0.5], [0.7, -1], [-1, -1], [-1, -1]], dtype=float)
WAYS_TO_GO = ("up", "right", "down", "left", "stay")


def test_a_sentence_is_a_chain_of_arrows_from_its_start():
    path = Path(CHAIN, WAYS_TO_GO, range(1, 6))
    frame = DataFrame(plane_columns(path, np.array([[0.1, 0.2]]), np.array([1]), WINDOW))
    arrows = frame[frame["kind"] == "word"]
    assert arrows["word"].tolist() == list(WAYS_TO_GO)
    assert arrows["step"].tolist() == [1, 2, 3, 4, 5]
    assert arrows[["x0", "y0"]].to_numpy().tolist() == CHAIN[:-1].tolist()
    assert arrows[["x", "y"]].to_numpy().tolist() == CHAIN[1:].tolist()
    for one, after in pairwise(arrows.itertuples()):
        assert (one.x, one.y) == (after.x0, after.y0)
    start = frame[frame["kind"] == "start"]
    assert start[["x", "y"]].to_numpy().tolist() == [[0, 0]]
    ends = frame[frame["kind"] == "end"]
    assert ends[["x", "y", "slot"]].to_numpy().tolist() == [[0.1, 0.2, 1]]
    corners = frame[frame["kind"] == "corner"]
    assert corners[["x", "y"]].to_numpy().tolist() == [[-2, -1], [2, 1]]


def test_an_arrow_is_labelled_with_its_number_and_word_or_the_number_alone_or_not_at_all():
    named = Path(CHAIN, WAYS_TO_GO, range(1, 6)).labels(WINDOW).texts
    assert named == ["1 up", "2 right", "3 down", "", "5 stay"]  # the fifth stays where the fourth has led, in a corner
    long = Path(np.zeros((61, 2)), ["word"] * 60, range(1, 61)).labels(WINDOW)
    assert len(long.texts) == len(long.dx) == len(long.dy) == 60
    assert long.texts[-1] == "60 word" and long.texts[:20] == [""] * 20
    assert set(long.texts) <= {"", *(f"{t}" for t in range(1, 61)), *(f"{t} word" for t in range(1, 61))}


@settings(deadline=None, max_examples=100)
@given(st.lists(st.tuples(st.floats(-1e3, 1e3), st.floats(-1e-3, 1e-3)), min_size=1, max_size=20))
def test_a_window_has_room_for_all_points_with_round_ends(points):
    window = Window.around(np.array(points))
    pixels = window.pixels(np.array(points))
    assert (pixels >= 0).all() and (pixels[:, 0] <= NARROW).all()
    for (low, high), values in zip((window.x, window.y), np.array(points).T, strict=True):
        span = np.ptp(values) if np.ptp(values) > 1e-9 else 1.0
        assert low < values.min() and values.max() < high and high - low <= 2 * span


# Where each arrow goes on a page where a unit to the right is 300 pixels, and a unit up only 100.
@pytest.mark.parametrize(
    ("x", "y", "clockwise"),
    [(0, 1, 0), (1, 0, 90), (0, -1, 180), (-1, 0, 270), (1, 3, 45), (1, -3, 135), (-1, -3, 225), (-1, 3, 315)],
)
@pytest.mark.parametrize("regions", [True, False])
def test_the_tip_of_an_arrow_points_where_it_goes_on_the_page_whatever_the_axes_are(x, y, clockwise, regions):
    marks = [mark for mark in anywhere(plane_spec(PALETTE, TITLES, regions, False), "mark") if "angle" in mark]
    assert [mark["shape"] for mark in marks] == ["triangle-up"]
    arrow = SimpleNamespace(x0=0.5, y0=-0.5, x=0.5 + x, y=-0.5 + y)
    pixels = {"x": lambda value: 300 * value, "y": lambda value: 380 - 100 * value}
    known = {"atan2": math.atan2, "PI": math.pi, "datum": arrow, "scale": lambda axis, value: pixels[axis](value)}
    assert eval(marks[0]["angle"]["expr"], known) % 360 == pytest.approx(clockwise)


def test_without_words_there_is_a_start_and_no_arrow():
    columns = plane_columns(Path(np.zeros((1, 2)), [], []), np.array([[0.1, 0.2]]), np.array([0]), WINDOW)
    assert columns["kind"] == ["end", "start", "corner", "corner"]


@pytest.mark.parametrize("classes", [2, 3, 9])
def test_regions_tile_the_square_and_say_the_softmax_at_their_middles(classes):
    params = network(classes, hidden=2, classes=classes, scale=2.0)
    colours = ClassColours(tuple(f"class {i}" for i in range(classes)), tuple(range(classes))[::-1][:6])
    frame = DataFrame(regions_columns(*lattice(params, LATTICE), colours))
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
    frame = DataFrame(words_columns(points, ["x", "y", "z"], answers, colours))
    assert frame[["x", "y"]].to_numpy().tolist() == points.tolist()
    assert frame["word"].tolist() == ["x", "y", "z"] and frame["label"].tolist() == ["a", "b", "c"]
    assert frame["slot"].tolist() == [1, 2, 0] and frame["probability"].tolist() == pytest.approx([0.6] * 3)
    assert frame["note"].tolist() == ["x", "y", "z"]
    one = words_columns(points[:1], ["x"], answers[:1], colours)
    assert one["note"] == ["x"] and len(one["word"]) == 1
    crowded = words_columns(np.zeros((50, 2)), ["word"] * 50, np.tile(answers[0], (50, 1)), colours)
    assert 1 <= sum(map(bool, crowded["note"])) < 50


@pytest.mark.parametrize("dark", [True, False])
def test_a_line_leads_to_a_word_from_where_it_lay_before_training(dark):
    colours, answers = ClassColours(("a", "b"), (0, 1)), np.eye(2)
    points, began = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[5.0, 6.0], [-7.0, 8.0]])
    frame = DataFrame(words_columns(points, ["x", "y"], answers, colours, began))
    assert frame[["x", "y"]].to_numpy().tolist() == points.tolist()
    assert frame[["x_began", "y_began"]].to_numpy().tolist() == began.tolist()
    still = DataFrame(words_columns(points, ["x", "y"], answers, colours))
    assert still[["x_began", "y_began"]].to_numpy().tolist() == points.tolist()
    ways = words_spec(PALETTE, TITLES, dark, moved=True)["layer"][0]
    fields = {channel: ways["encoding"][channel]["field"] for channel in ("x", "y", "x2", "y2")}
    assert ways["mark"]["type"] == "rule" and fields == {"x": "x", "y": "y", "x2": "x_began", "y2": "y_began"}
    assert "rule" not in [layer["mark"]["type"] for layer in words_spec(PALETTE, TITLES, dark)["layer"]]


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
    for spec in (plane_spec(PALETTE, TITLES, True, dark), words_spec(PALETTE, TITLES, dark)):
        scales = [c["scale"] for key in ("opacity", "size") for c in anywhere(spec, key) if isinstance(c, dict)]
        assert scales and all(scale["clamp"] for scale in scales)
        assert all(min(scale["range"]) > 0 for scale in scales)


# The gradient through time.


def test_lengths_of_gradients_stand_at_their_words_and_zeros_are_left_out():
    lengths = {RUN: np.array([0.0, 0.5, 1.0]), "GRU, untrained": np.array([2.0, 0.0, np.inf], dtype=np.float32)}
    columns = through_time_columns(lengths, ["a", "b", "a"])
    assert columns["word"] == ["1 a", "2 b", "3 a"] * 2 and columns["step"].tolist() == [1, 2, 3] * 2
    assert columns["line"] == [RUN] * 3 + ["GRU, untrained"] * 3
    assert columns["length"].tolist() == pytest.approx([np.nan, 0.5, 1.0, 2.0, np.nan, np.nan], nan_ok=True)
    for layer in through_time_spec([*lengths], ["a"], False)["layer"]:
        assert layer["transform"] == [{"filter": "isValid(datum.length)"}]


def test_the_networks_own_line_is_bold_and_every_line_has_a_dash_of_its_own_kind():
    names = [RUN, PUBLISHED, "vanilla, untrained", "ReLU, untrained", "GRU, untrained", "LSTM, untrained"]
    spec = through_time_spec(names, ["a"], False)
    (scale,) = {json.dumps(dash["scale"]) for dash in anywhere(spec, "strokeDash") if "scale" in dash}
    scale = json.loads(scale)
    assert scale["domain"] == names and scale["range"][0] == [1, 0]
    untrained = [tuple(dash) for dash in scale["range"][2:]]
    assert len(set(untrained)) == 4 and (1, 0) not in untrained
    widths = next(layer["encoding"]["strokeWidth"] for layer in spec["layer"] if "strokeWidth" in layer["encoding"])
    assert widths["condition"]["test"] == f"datum.line === '{RUN}'" and widths["condition"]["value"] > widths["value"]
    assert through_time_spec(names, ["b"], False) is spec, "which words they are makes no difference"


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [
        (0.02, 30.0, ["0.01", "0.1", "1", "10", "100"]),
        (3e-7, 0.5, ["10⁻⁷", "10⁻⁵", "0.001", "0.1"]),
        (2e-41, 1.0, ["10⁻⁴¹", "10⁻²⁵", "10⁻⁹"]),
        (1e-205, 1e-3, ["10⁻²⁰⁵", "10⁻¹⁴¹", "10⁻⁷⁷", "10⁻¹³"]),
        (2e3, 8e7, ["1000", "10⁵", "10⁷"]),
    ],
)
def test_a_log_axis_is_written_in_powers_of_ten(low, high, told):
    chart = alt.Chart(alt.Data(values=[{"x": low}, {"x": high}])).mark_point()
    axis = log_axis("x").copy()
    svg = vl_convert.vegalite_to_svg(
        chart.encode(x=alt.X("x:Q", scale=alt.Scale(type="log"), axis=axis)).properties(width=400).to_json()
    )
    labels = re.findall(r">([^<>]*)</text>", svg)
    assert set(told) <= set(labels), labels
    assert not any("e" in label for label in labels) and len(labels) <= 7


# Norms over the epochs.


def norms_of(records, layout=None):
    """Every panel's lines, as the view puts them together."""
    numbers, norms = Epochs(), WeightNorms()
    for one in records:
        numbers.add(one)
    train, gradient, clipped = (
        numbers.numbers[:, COLUMNS.index(name)] for name in ("train_loss", "gradient_norm", "clipped_share")
    )
    weights = together(norms.of(records), lines(layout or plain(5, 3, 2)))
    shown = {LOSS: {"train": train}, NORMS: {GRADIENT: gradient, **weights}, CLIPPED: {"clipped": clipped}}
    return [DataFrame(norms_columns(shown[panel], panel.log, left_plateau(records))) for panel in PANELS]


def test_each_panel_holds_the_numbers_of_the_records():
    records = [record(1, train_loss=0.7), record(2, train_loss=0.6, gradient_norm=0.3, clipped_share=0.25)]
    loss, length, clipped = norms_of(records)
    assert loss[["epoch", "line", "value"]].to_numpy().tolist() == [[1, "train", 0.7], [2, "train", 0.6]]
    assert clipped["value"].tolist() == [0.0, 0.25]
    second = length[length["epoch"] == 2]
    assert dict(zip(second["line"], second["value"], strict=True)) == pytest.approx(
        {"gradient": 0.3, "Wxh": 1.0, "Whh": 2.0, "bh": np.nan, "Why": 4.0, "by": 5.0}, nan_ok=True
    )


def test_what_is_zero_has_no_place_on_a_log_scale_but_one_on_the_others():
    loss, length, clipped = norms_of([record(1, gradient_norm=0.0, norms=(0.0,) * 5, train_loss=0.0)])
    assert length["value"].isna().all()
    assert loss["value"].tolist() == clipped["value"].tolist() == [0.0]


def test_the_plateau_ends_with_the_first_epoch_that_is_off_it():
    on, off = record(1), [record(2, on_plateau=False), record(3, on_plateau=False)]
    assert left_plateau([]) is None and left_plateau([on]) is None
    assert left_plateau([on, *off]) == 2
    assert all(frame["left"].isna().all() for frame in norms_of([on]))
    assert all(frame["left"].unique().tolist() == [2.0] for frame in norms_of([on, *off]))


def test_thousands_of_epochs_are_thinned_to_real_ones_with_the_ends_and_the_extremes():
    random = np.random.default_rng(0)
    losses = random.uniform(0, 1, 5000)
    norms = random.uniform(0.1, 1, (5000, 5))
    records = [record(i + 1, train_loss=losses[i], norms=norms[i]) for i in range(5000)]
    loss, length, _ = norms_of(records)
    assert len(loss) <= 300 and length["epoch"].nunique() <= 300
    assert loss["epoch"].iloc[[0, -1]].tolist() == [1, 5000]
    assert loss["value"].tolist() == losses[loss["epoch"] - 1].tolist()
    assert loss["value"].min() == losses.min() and loss["value"].max() == losses.max()
    for column, name in enumerate(records[0].weight_norms):
        line = length[length["line"] == name]
        assert line["value"].tolist() == norms[line["epoch"] - 1, column].tolist()
        assert line["value"].max() == norms[:, column].max()


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, ["Wxh", "Whh", "bh", "Why", "by"]),
        ({"cell": "gru", "input": "embedding"}, ["E", "Wxh", "Whh", "bh", "bn", "Why", "by"]),
        ({"cell": "lstm", "directions": 2}, ["layer 1", "layer 1 back", "Why", "by"]),
        (
            {"layers": 2, "directions": 2, "input": "embedding"},
            ["E", "layer 1", "layer 1 back", "layer 2", "layer 2 back", "Why", "by"],
        ),
        ({"layers": 3, "directions": 2}, ["layer 1", "layer 2", "layer 3", "Why", "by"]),
    ],
)
def test_many_weights_are_drawn_layer_by_layer(settings, expected):
    assert [*lines(Layout(ModelConfig(3, **settings), 5, 2))] == expected


@every_network
def test_every_weight_is_in_one_line_and_no_chart_has_more_than_eight(config):
    params = random_params(config, np.random.default_rng(0))
    found = lines(params.layout)
    assert len(found) + 1 <= 8 and sorted(sum(found.values(), ())) == sorted(params.named())
    norms = {name: np.array([np.linalg.norm(weights)]) for name, weights in params.named().items()}
    squares = sum(float(norm[0]) ** 2 for norm in together(norms, found).values())
    assert squares == pytest.approx(float(params.flat @ params.flat))


def test_norms_are_taken_over_once_and_another_run_begins_anew():
    norms = WeightNorms()
    first = [record(epoch, norms=(epoch, 2, 3, 4, 5)) for epoch in (1, 2, 3)]
    assert norms.of(first[:1])["Wxh"].tolist() == [1]
    assert norms.of(first)["Wxh"].tolist() == [1, 2, 3] and norms.of(first)["by"].tolist() == [5, 5, 5]
    other = [record(1, norms=(7, 0, 0, 0, 0)), *first[1:]]
    assert norms.of(other)["Wxh"].tolist() == [7, 2, 3]
    assert norms.of(other[:2])["Wxh"].tolist() == [7, 2]


# What weights are called.


@every_network
def test_every_weight_has_a_name_and_a_place_in_the_order_of_the_layers(config):
    params = random_params(config, np.random.default_rng(0))
    assert list(named_places(params.layout)) == list(params.named())
    told = [described(name, params.layout) for name in params.named()]
    assert len(set(told)) == len(told) and all(told[i].startswith(f"{name}: ") for i, name in enumerate(params.named()))


def test_a_weight_is_described_as_far_as_there_are_others_of_its_kind():
    def told(name, **settings):
        return described(name, Layout(ModelConfig(3, **settings), 5, 2))

    assert told("Whh") == "Whh: from the state before" and told("Wxh") == "Wxh: from the words"
    assert told("Wxh", input="embedding") == "Wxh: from the embedding"
    assert told("Wxh2_back", layers=2, directions=2) == "Wxh2_back: from layer 1 to layer 2, backwards"
    assert told("bn", cell="gru") == "bn: bias of the part from the state"


# Saliency, abilities, memory.


def test_both_ways_to_ask_stand_at_each_word():
    frame = DataFrame(saliency_columns(np.array([1.0, -2.0]), np.array([0.5, 0.25]), ["not", "not"]))
    assert frame[["step", "word", "way", "value"]].to_numpy().tolist() == [
        [1, "1 not", WAYS[0], 1.0],
        [2, "2 not", WAYS[0], -2.0],
        [1, "1 not", WAYS[1], 0.5],
        [2, "2 not", WAYS[1], 0.25],
    ]


def test_of_a_long_sentence_the_words_that_say_most_have_bars_in_their_order():
    random = np.random.default_rng(0)
    dropped, gradient = random.standard_normal((2, 60))
    frame = DataFrame(saliency_columns(dropped, gradient, ["w"] * 60))
    kept = frame["step"].unique() - 1
    assert len(kept) == MOST_WORDS and (np.diff(kept) > 0).all()
    says = np.maximum(np.abs(dropped), np.abs(gradient))
    assert says[kept].min() >= np.delete(says, kept).max()


def test_the_strip_of_an_epoch_reaches_to_the_next_one_and_the_last_as_far_as_the_one_before():
    frame = DataFrame(abilities_columns({0: {"a": 0.1, "b": 0.2}, 4: {"a": 0.3, "b": 0.4}, 10: {"a": 0.5, "b": 0.6}}))
    assert frame.to_numpy().tolist() == [
        [0, 4, "a", 0.1],
        [0, 4, "b", 0.2],
        [4, 10, "a", 0.3],
        [4, 10, "b", 0.4],
        [10, 16, "a", 0.5],
        [10, 16, "b", 0.6],
    ]
    assert abilities_columns({0: {"a": 1.0}}) == {"epoch": [0], "until": [1], "ability": ["a"], "share": [1.0]}
    assert abilities_columns({0: {}}) == {"epoch": [], "until": [], "ability": [], "share": []}


def probe(at_cue, at_end, probabilities=None):
    K = len(at_cue)
    p = np.tile([0.25, 0.75], (K, 1)) if probabilities is None else np.array(probabilities)
    return MemoryProbe(1, p, np.array(at_cue), np.array(at_end))


@pytest.mark.filterwarnings("error")
def test_a_share_of_the_signal_that_is_nothing_or_undefined_is_left_out_without_a_warning():
    found = probe([1.0, 0.5, 0.0, 0.0, 1e-300, 1.0], [2.0, 0.5, 1.0, 0.0, 1e300, 0.0])
    #                          half, all, nothing, 0 / 0, underflow, infinite
    expected = [0.5, 1.0, np.nan, np.nan, np.nan, np.nan]
    columns = signal_columns(shares(found))
    assert columns["value"].tolist() == pytest.approx(expected, nan_ok=True)
    assert columns["fillers"].tolist() == list(range(6))


def test_answers_to_more_and_more_fillers_have_a_line_for_each_class_that_has_a_colour():
    random = np.random.default_rng(0)
    colours = ClassColours(tuple("abcdefghi"), (8, 7, 6, 5, 4, 3))
    p = random.dirichlet(np.ones(9), size=5)
    frame = DataFrame(answers_columns(MemoryProbe(1, p, np.ones(5), np.ones(5)), colours))
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
    seen = look(sentences, history[3], 3, example.sentence, True, True)
    assert seen.known and dataset.classes[seen.label] == "negative" and seen.dark and seen.epoch == 3
    other = look(sentences, history[3], None, "good good good", False, True)
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
    regions = regions_columns(random.uniform(-1, 1, (n, 2)), answers, colours)
    way, slots = Path(path, words, range(1, T)), np.zeros(T, dtype=int)
    found = memory_probe(params, dataset.vocabulary, *words[:3])
    norms = {"train": np.array([record.train_loss for record in records]), "other": np.array([1.0, 0.0])}
    return {
        "terms": (terms_spec(9, dark), terms_columns([(f"word “{word}”", 1.0) for word in words])),
        "states": (states_spec(4, -1, 1, True, dark), states_columns(random.random((n, 4)), words, np.arange(4))),
        "gates": (states_spec(4, 0, 1, False, dark), states_columns(random.random((n, 4)), words, np.arange(4))),
        "weights": (weights_spec(n, 2.0, dark), weights_columns(random.standard_normal((n, n)), words, words)),
        "plane": (plane_spec(shades, TITLES, False, dark), plane_columns(way, path, slots, WINDOW)),
        "regions": (plane_spec(shades, TITLES, True, dark), plane_columns(way, path, slots, WINDOW, regions)),
        "words": (words_spec(shades, TITLES, dark), words_columns(path[1:], words, answers, colours)),
        "moved": (words_spec(shades, TITLES, dark, True), words_columns(path[1:], words, answers, colours, path[:-1])),
        "time": (through_time_spec([RUN], words[:1], dark), through_time_columns({RUN: np.ones(n)}, words)),
        **{
            f"norms {p.title}": (norms_spec(p, tuple(norms), 100, dark), norms_columns(norms, p.log, 1)) for p in PANELS
        },
        "saliency": (saliency_spec(n, dark), saliency_columns(np.ones(n), np.ones(n), words)),
        "abilities": (abilities_spec(n, dark), abilities_columns({0: {word: 0.5 for word in words}})),
        "answers": (answers_spec(shades, dark), answers_columns(found, colours)),
        "signal": (signal_spec(dark), signal_columns(shares(found))),
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
        # (A label of an axis has a datum of its own.)
        asked = set(re.findall(r"datum\.(\w+)", re.sub(r'"labelExpr": "[^"]*"', "", json.dumps(spec))))
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
        spec = norms_spec(panel, ("one", "other"), 50, False)
        kinds = {e["scale"].get("type") for e in anywhere(spec, "y") if "scale" in e}
        assert kinds == ({"log"} if panel.log else {None})
        domains = [e["scale"]["domain"] for e in anywhere(spec, "x") if "scale" in e]
        assert domains and all(domain == [0, 50] for domain in domains)
