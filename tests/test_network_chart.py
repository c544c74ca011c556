"""The network, drawn: its numbers are the network's, its lines how the network is connected, and it stands still."""

import json
from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.charts.arrows import DOWN, FAINT, LEFTWARDS, PLAIN, RIGHTWARDS, STRONG, lines
from playground.charts.made import numbers, units_drawn
from playground.charts.network import TITLES, network_spec
from playground.charts.network_data import network_columns, reading_steps
from playground.charts.scaffold import texts
from playground.charts.unrolled import MOST_UNITS, Drawing, drawing, most_words
from playground.colours import ANSWER_COLOUR, OTHER_COLOUR, PALETTE, ClassColours
from rnn_core import Dataset, Example, Layout, ModelConfig, Params, Trace, Vocabulary, trace
from rnn_core.inside.steps import step
from tests.datasets import TREACHEROUS
from tests.networks import every_network, random_params, sized
from tests.specs import anywhere

WORDS = Vocabulary(tuple("abcdefg"))
CLASSES = ClassColours(("north", "east", "south", "west"), (2, 0, 1, 3))


def opened(config: ModelConfig, sentence: str, seed: int = 0) -> tuple[Params, Trace]:
    params = random_params(config, np.random.default_rng(seed))
    return params, trace(params, WORDS, sentence)


def table(params: Params, read: Trace, *, gates: bool = False, first: int = 0, **more) -> pd.DataFrame:
    picture = drawing(params.layout, read, gates, first)
    return pd.DataFrame(network_columns(picture, params, read, more.pop("colours", CLASSES), first, **more))


def close(a, b) -> bool:
    return np.allclose(np.asarray(a, dtype=float), b, rtol=0, atol=1e-12)


# The numbers.


@every_network
def test_every_cell_tells_the_numbers_that_made_it(config):
    params, read = opened(config, "c a x g b")  # x is not known
    frame = table(params, read, gates=True)
    cells = frame[frame["kind"] == "cell"]
    assert len(cells) == 4 * 3 * config.layers * config.directions
    for (layer, way, t), cell in cells.groupby(["layer", "way", "step"]):
        found = step(params, read, int(t), int(layer) - 1, int(way == "backwards"))
        assert cell["unit"].tolist() == [1, 2, 3] and set(cell["word"]) == {found.word}
        assert close(cell["h"], found.state) and close(cell["h_before"], found.previous)
        if found.cell is not None:
            assert close(cell["c"], found.cell) and close(cell["c_before"], found.previous_cell)
            assert close(cell["c_shade"], np.tanh(found.cell))
        if len(found.gates) > 1:
            for gate in found.gates:
                assert close(cell[gate.name], gate.value)
        else:
            (gate,) = found.gates
            assert close(cell["from_input"], gate.from_input) and close(cell["from_state"], gate.before)
            assert close(cell["bias"], gate.bias) and close(cell["sum"], gate.z)


@every_network
def test_every_answer_is_the_traces(config):
    params, read = opened(config, "c a x g b")
    frame = table(params, read)
    answers = frame[frame["kind"] == "answer"]
    for t, bar in answers.groupby("step"):
        by_class = dict(zip(bar["label"], bar["probability"], strict=True))
        assert close([by_class[name] for name in CLASSES.classes], read.probabilities[int(t)])
    assert sorted(answers["step"].unique()) == [1, 2, 3, 4]


def test_a_network_in_single_precision_tells_its_own_numbers():
    params, read = opened(ModelConfig(3), "c a b")
    single = Params(params.flat.astype("float32"), Layout(ModelConfig(3, dtype="float32"), 7, 4))
    read = trace(single, WORDS, "c a b")
    cells = table(single, read).query("kind == 'cell'")
    assert cells["h"].tolist() == read.states[1:].ravel().astype(float).tolist()


def test_the_terms_are_those_of_the_drawn_units_where_not_all_are_drawn():
    params, read = opened(sized(ModelConfig(directions=2, input="embedding", embedding_size=5), 20), "a b c d")
    units = np.array([1, 4, 19])
    for direction in (0, 1):
        found = numbers(params, read, np.array([2, 4]), 0, direction, units)
        for row, t in enumerate((2, 4)):
            (gate,) = step(params, read, t, 0, direction).gates
            assert close(found["sum"][row], gate.z[units]) and close(found["from_state"][row], gate.before[units])


def test_the_units_that_matter_most_are_drawn_in_their_order():
    """|gradient x state|, the gradient of the answer's score worked out backwards in a plain loop."""
    params, read = opened(sized(ModelConfig(), 40), "a b c d e", seed=3)
    answer = int(read.probabilities[-1].argmax())
    gradient = params.Why[:, answer] - params.Why.mean(axis=1)
    matters = np.zeros(40)
    for h in read.states[:0:-1]:
        matters += np.abs(gradient * h)
        gradient = params["Whh"] @ ((1 - h**2) * gradient)
    expected = sorted(np.argsort(-matters)[:MOST_UNITS].tolist())
    assert units_drawn(params, read)[0][0].tolist() == expected != list(range(16))
    cells = table(params, read).query("kind == 'cell'")
    assert (cells["unit"].to_numpy().reshape(5, 16) - 1).tolist() == [expected] * 5
    assert close(cells["h"].to_numpy().reshape(5, 16), read.states[1:, expected])


@every_network
def test_of_every_large_network_sixteen_units_of_each_block_are_drawn(config):
    params = random_params(sized(config, 17), np.random.default_rng(1))
    read = trace(params, WORDS, "a b c")
    drawn = units_drawn(params, read)
    assert [len(directions) for directions in drawn] == [config.directions] * config.layers
    for units in (units for directions in drawn for units in directions):
        assert len(units) == 16 and (np.diff(units) > 0).all() and units.max() <= 16


def test_states_without_a_bound_have_colours_within_one():
    config = ModelConfig(3, cell="relu")
    params, read = opened(config, "a b c")
    cells = table(params, read).query("kind == 'cell'")
    assert close(cells["h_shade"], np.tanh(cells["h"]))
    spec = network_spec(drawing(params.layout, read, False), PALETTE[:4], False)
    assert "h_shade" in anywhere(spec, "field") and "c_shade" not in anywhere(spec, "field")


# The answers.


def classes_of_sizes(**sizes):
    """Colours of a dataset with so many training sentences of each class."""
    examples = [Example(f"{name}{i}", name) for name, size in sizes.items() for i in range(size)]
    return ClassColours.of(Dataset(tuple(examples)))


def answered(colours: ClassColours, *probabilities) -> pd.DataFrame:
    """The bars of a network that says this after each of some words."""
    params = random_params(ModelConfig(2), np.random.default_rng(0))
    read = trace(params, WORDS, " ".join("abcdefg"[i % 7] for i in range(len(probabilities))))
    nothing = np.full(len(probabilities[0]), 1 / len(probabilities[0]))
    frame = table(params, replace(read, probabilities=np.array([nothing, *probabilities])), colours=colours)
    return frame[frame["kind"] == "answer"]


# Of eight classes c and f are the rarest; d and e are larger than a, b, g and h.
EIGHT = {"a": 2, "b": 2, "c": 1, "d": 4, "e": 3, "f": 1, "g": 2, "h": 2}


def segments(frame, t):
    """The segments of one bar, from below: (slot, class, probability)."""
    bar = frame[frame["step"] == t]
    return list(zip(bar["slot"], bar["label"], bar["probability"].round(12), strict=True))


def test_with_more_than_six_classes_an_answer_without_a_colour_has_a_segment_and_the_rest_shares_one():
    #                  a    b    c    d    e    f    g    h
    shown_wins = [0.05, 0.05, 0.2, 0.4, 0.1, 0.1, 0.05, 0.05]
    other_wins = [0.1, 0.1, 0.15, 0.05, 0.05, 0.3, 0.05, 0.2]
    frame = answered(classes_of_sizes(**EIGHT), shown_wins, other_wins)
    assert segments(frame, 1) == [
        (0, "d", 0.4), (1, "e", 0.1), (2, "a", 0.05), (3, "b", 0.05), (4, "g", 0.05), (5, "h", 0.05),
        (6, "d", 0.0),  # the answer has its own already
        (7, "all others", 0.3),  # c and f
    ]  # fmt: skip
    assert segments(frame, 2) == [
        (0, "d", 0.05), (1, "e", 0.05), (2, "a", 0.1), (3, "b", 0.1), (4, "g", 0.05), (5, "h", 0.2),
        (6, "f", 0.3),  # the answer, by its true name
        (7, "all others", 0.15),  # c
    ]  # fmt: skip


@settings(deadline=None)
@given(st.integers(2, 60), st.integers(1, 16), st.floats(0.05, 5), st.integers(0, 999))
def test_shares_add_up_to_one_and_the_answer_always_has_its_own_segment(classes, words, evenness, seed):
    random = np.random.default_rng(seed)
    colours = ClassColours(tuple(f"class {i}" for i in range(classes)), tuple(random.permutation(classes)[:6].tolist()))
    given_ = random.dirichlet(np.full(classes, evenness), size=words)
    frame = answered(colours, *given_)
    assert np.allclose(frame.groupby("step")["probability"].sum(), 1) and frame["probability"].min() >= 0
    assert set(frame["slot"]) == set(range(len(colours.legend[0])))
    whole = (frame["y2"] - frame["y"]).groupby(frame["step"]).sum()
    assert np.allclose(frame["y2"] - frame["y"], frame["probability"] * whole.iloc[0])
    for t, probabilities in enumerate(given_, 1):
        best = int(probabilities.argmax())
        bar = frame[(frame["step"] == t) & (frame["label"] == colours.classes[best])]
        assert bar["probability"].max() == probabilities[best]
        slot = int(bar.loc[bar["probability"].idxmax(), "slot"])
        assert colours.legend[1][slot] == colours.colour(best)


def test_a_class_that_is_called_like_the_rest_is_not_mixed_up_with_it():
    frame = answered(classes_of_sizes(**{"all others": 3, **EIGHT}), [0.02] * 6 + [0.5, 0.2, 0.18])
    others = frame[frame["label"] == "all others"]
    assert others["slot"].nunique() == 2 and len(frame["slot"].unique()) == 8
    assert np.isclose(frame["probability"].sum(), 1)


@pytest.mark.parametrize("readout", ["last", "mean", "max"])
def test_only_the_last_bar_is_the_answer(readout):
    params, read = opened(ModelConfig(3, readout=readout), "c a b")
    answers = table(params, read).query("kind == 'answer'")
    told = answers.drop_duplicates("step").set_index("step")["reading"].to_dict()
    assert told == {1: "if the sentence ended here", 2: "if the sentence ended here", 3: "the answer"}
    assert (answers["opacity"] < 1).tolist() == (answers["step"] < 3).tolist()


def test_where_every_word_has_an_answer_each_bar_is_one():
    params, read = opened(ModelConfig(3, readout="words"), "c a b")
    answers = table(params, read).query("kind == 'answer'")
    assert set(answers["reading"]) == {"the answer"} and set(answers["opacity"]) == {1}


# Words that are not known.


def test_a_word_that_is_skipped_keeps_its_place_without_states_and_the_way_leads_past_it():
    params, read = opened(ModelConfig(3), "a x b")
    frame = table(params, read)
    words = frame[frame["kind"] == "word"]
    assert words["word"].tolist() == ["a", "x", "b"] and words["step"].tolist() == [1, 0, 2]
    assert words["reading"].tolist() == ["word 1", "skipped: it is not in its training sentences", "word 2"]
    picture = drawing(params.layout, read, False)
    there = picture.middle(2) - picture.block_width / 2
    assert any(close(line["x2"], round(there, 4)) and line["x"] < picture.middle(1) for line in through_time(picture))
    assert set(frame.query("kind == 'cell'")["x"].round(6)) == {
        round(picture.middle(i) - picture.block_width / 2, 6) for i in (0, 2)
    }


def test_a_word_that_is_read_as_the_unknown_word_says_so():
    vocabulary = Vocabulary(WORDS.words, replace(WORDS.text, unknown="vector"))
    params = random_params(ModelConfig(3), np.random.default_rng(0), words=8)
    read = trace(params, vocabulary, "a x")
    words = table(params, read).query("kind == 'word'")
    assert words["reading"].tolist() == ["word 1", "word 2, read as the unknown word"]
    assert words["known"].tolist() == [1, 0]


@pytest.mark.parametrize("sentence", ["", "x y z"])
@pytest.mark.parametrize("lit", [None, 1])
def test_without_a_known_word_there_is_no_answer_and_no_bar(sentence, lit):
    params, read = opened(ModelConfig(3), sentence)
    frame = table(params, read, lit=lit)
    assert set(frame["kind"]) <= {"word"} and frame["word"].tolist() == sentence.split()
    picture = drawing(params.layout, read, False)
    assert not through_time(picture) and not [line for line in lines(picture) if line.get("angle")]
    spec = network_spec(picture, PALETTE[:4], False)
    assert (
        spec["height"]
        == network_spec(drawing(params.layout, opened(ModelConfig(3), "a")[1], False), PALETTE[:4], False)["height"]
    )


# The lines.


def through_time(picture: Drawing) -> list[dict[str, float]]:
    return [line for line in lines(picture) if line["strength"] == STRONG and "angle" in line]


def heads(picture: Drawing, angle: int, strength: int) -> int:
    return sum(line.get("angle") == angle and line["strength"] == strength for line in lines(picture))


@every_network
def test_every_state_has_its_arrows_from_the_word_or_layer_below_and_from_the_state_before(config):
    params, read = opened(config, "a b c d e")
    picture = drawing(params.layout, read, False)
    carried = 2 if config.cell == "lstm" else 1  # the cell state has an arrow of its own
    assert heads(picture, RIGHTWARDS, STRONG) == 5 * config.layers * carried
    assert heads(picture, LEFTWARDS, STRONG) == (5 * config.layers * carried if config.directions == 2 else 0)
    bars, hypothetical = {
        ("last", 1): (1, 4), ("mean", 1): (1, 4), ("max", 1): (1, 4), ("words", 1): (5, 0),
        ("last", 2): (1, 0), ("mean", 2): (1, 0), ("max", 2): (1, 0), ("words", 2): (5, 0),
    }[config.readout, config.directions]  # fmt: skip
    assert heads(picture, DOWN, PLAIN) == 5 * config.layers * config.directions + bars
    assert heads(picture, DOWN, FAINT) == hypothetical


def test_both_ends_lead_into_the_answer_of_two_directions():
    params, read = opened(ModelConfig(3, directions=2), "a b c")
    picture = drawing(params.layout, read, False)
    across = [line for line in lines(picture) if line["y"] == line["y2"] == picture.row_top(0) + picture.pool]
    left, right = (round(picture.middle(i), 4) for i in (0, 2))
    assert {(left, right)} <= {(line["x"], line["x2"]) for line in across}


def test_from_the_end_of_a_row_the_way_leads_to_the_beginning_of_the_next():
    params, read = opened(ModelConfig(3), " ".join("abcdefg" * 2))
    picture = drawing(params.layout, read, False)
    assert picture.rows == 2
    assert heads(picture, RIGHTWARDS, STRONG) == 14
    between = picture.row_top(0) + picture.row_height
    assert any(line["y"] == line["y2"] and line["y"] > between and line["x"] > line["x2"] for line in lines(picture))


def test_gates_and_the_cell_state_have_columns_that_are_named():
    for cell, gates, columns in (
        ("tanh", True, ("h",)), ("gru", False, ("h",)), ("gru", True, ("r", "z", "n", "h")),
        ("lstm", False, ("c", "h")), ("lstm", True, ("i", "f", "g", "o", "c", "h")),
    ):  # fmt: skip
        params, read = opened(ModelConfig(3, cell=cell), "a b")
        picture = drawing(params.layout, read, gates)
        assert picture.columns == columns and set(picture.told) <= set(TITLES)
        named = [text["text"] for text in texts(picture) if text["text"] in columns]
        assert named == (list(columns) * 2 if len(columns) > 1 else [])


# Long sentences.


@pytest.mark.parametrize(("layers", "directions", "most"), [(1, 1, 16), (1, 2, 16), (2, 1, 16), (2, 2, 8), (3, 1, 8)])
def test_however_long_a_sentence_is_the_picture_is_as_high_as_of_as_many_words_as_have_room(layers, directions, most):
    config = ModelConfig(3, layers=layers, directions=directions)
    params, read = opened(config, "a " * most)
    assert most_words(params.layout) == most
    full = drawing(params.layout, read, False)
    long = drawing(params.layout, trace(params, WORDS, "a " * 250), False, 100)
    assert len(long.read) == most and long.before and long.after
    assert long.height - full.height == 46  # of the answers to all words


def test_a_long_sentence_is_drawn_in_part_with_the_answers_to_all_of_it_above():
    params, read = opened(ModelConfig(3), "a b c d e f g x " * 30)  # 240 words, of which 210 are read
    frame = table(params, read, first=40)
    assert frame.query("kind == 'word'")["word"].tolist() == list("abcdefgx" * 2)
    assert sorted(frame.query("kind == 'cell'")["step"].unique()) == list(range(36, 50))
    above = frame[frame["kind"] == "overview"]
    assert len(above) == 120 * 4 and above["part"].min() == 1 and above["part"].max() == 210
    drawn = above.loc[above["opacity"] == 1, "part"]
    assert 36 <= drawn.min() and drawn.max() <= 49
    for t in (1, 210):
        by_class = above[above["part"] == t].set_index("label")["probability"]
        assert close([by_class[name] for name in CLASSES.classes], read.probabilities[t])
    assert len(frame) < 1000


@given(st.lists(st.booleans(), min_size=1, max_size=16), st.sampled_from(["tanh", "lstm"]))
def test_the_height_depends_on_the_network_and_the_number_of_rows_only(known, cell):
    params, read = opened(ModelConfig(3, cell=cell), " ".join("a" if k else "x" for k in known))
    picture = drawing(params.layout, read, False)
    plain = drawing(params.layout, opened(ModelConfig(3, cell=cell), "a " * (8 if len(known) <= 8 else 16))[1], False)
    assert picture.height == plain.height <= (320 if picture.rows == 1 else 400)


@every_network
def test_nothing_is_drawn_outside_of_the_picture(config):
    params, read = opened(config, "a x b c d e f g a b c d")
    for gates in (False, True):
        picture = drawing(params.layout, read, gates)
        frame = table(params, read, gates=gates)
        ys = [line[name] for line in lines(picture) for name in ("y", "y2")] + [text["y"] for text in texts(picture)]
        ys += frame["y"].tolist() + frame["y2"].dropna().tolist()
        assert -1e-9 < min(ys) and max(ys) <= picture.height
        xs = [line[name] for line in lines(picture) for name in ("x", "x2")] + frame["x"].tolist()
        assert -0.05 < min(xs) and max(xs) < 1.05


# Reading out.


@every_network
def test_every_state_lights_up_when_it_is_made_and_at_the_end_all_is_as_it_was(config):
    params, read = opened(config, "c a x g b")
    end, frames = reading_steps(config, read), []
    for lit in range(1, end + 1):
        frames.append(table(params, read, lit=lit))
        cells = frames[-1].query("kind == 'cell'")
        made = cells.loc[cells["opacity"] == 1].groupby(["layer", "way"])["step"].agg(["min", "max"])
        for (layer, way), (first, last) in made.iterrows():
            done = lit - (layer - 1) * 4 if config.directions == 2 else lit
            assert (first, last) == ((1, min(done, 4)) if way == "forwards" else (5 - min(done, 4), 4))
        assert len(made) == (config.layers if config.directions == 1 else 2 * -(-lit // 4))
    shown = [frame.query("kind == 'answer' and opacity > 0")["step"].nunique() for frame in frames]
    assert shown == sorted(shown) and shown[-1] == 4
    last = frames[-1]
    without = table(params, read)
    for kind in ("word", "cell"):
        assert set(last.loc[last["kind"] == kind, "opacity"]) == {1}
    assert last[last["kind"] != "now"].shape[0] == without.shape[0]


def test_what_is_made_now_has_a_frame():
    params, read = opened(ModelConfig(3, layers=2, directions=2), "a b c")
    picture = drawing(params.layout, read, False)
    now = table(params, read, lit=4).query("kind == 'now'")  # the first step of the second layer
    half = picture.block_width / 2
    assert close(now["x"], [picture.middle(0) - half, picture.middle(2) - half])
    assert close(now["y"], [picture.row_top(0) + top for top in picture.block_tops[2:]])


def test_words_that_are_not_read_yet_are_dim():
    params, read = opened(ModelConfig(3), "a x b c")
    dim = table(params, read, lit=1).query("kind == 'word'")["opacity"] < 1
    assert dim.tolist() == [False, False, True, True]


# It stands still.


@cache
def spec_of(config: ModelConfig, sentence: str, gates: bool = False, dark: bool = False):
    params, read = opened(config, sentence)
    return network_spec(drawing(params.layout, read, gates), PALETTE[:4], dark)


def test_the_specification_is_the_same_from_tick_to_tick():
    first, later = opened(ModelConfig(20), "a b c", seed=1), opened(ModelConfig(20), "a b c", seed=2)
    one, two = (
        network_spec(drawing(params.layout, read, False), PALETTE[:4], False) for params, read in (first, later)
    )
    assert one is two
    assert set(table(*first).columns) == set(table(*later).columns) == set(table(*first, lit=2).columns)


@every_network
def test_the_specification_names_only_what_the_table_has_and_holds_nothing_else(config):
    params, read = opened(config, "a x b")
    frame = table(params, read, gates=True)
    spec = network_spec(drawing(params.layout, read, True), PALETTE[:4], True)
    still = {key for layer in spec["layer"] for row in layer.get("data", {}).get("values", []) for key in row}
    calculated = {name for layer in spec["layer"] for name in anywhere(layer, "as")}
    assert set(anywhere(spec, "field")) <= set(frame.columns) | still | calculated | {"y2", "wide"}
    assert spec["description"] and "data" not in spec
    assert "http" not in json.dumps({key: value for key, value in spec.items() if key != "$schema"})


def test_colours_of_classes_stand_in_the_order_of_the_legend():
    colours = classes_of_sizes(**EIGHT).legend[1]
    params, read = opened(ModelConfig(3), "a b")
    spec = network_spec(drawing(params.layout, read, False), colours, True)
    scales = [
        layer["encoding"]["color"]["scale"]
        for layer in spec["layer"]
        if layer["encoding"].get("color", {}).get("field") == "slot"
    ]
    assert scales == [{"domain": list(range(8)), "range": [*PALETTE, ANSWER_COLOUR, OTHER_COLOUR]}] * 2


def test_treacherous_words_and_labels_are_only_ever_values():
    colours = ClassColours(TREACHEROUS[:4], (0, 1, 2, 3))
    vocabulary = Vocabulary(TREACHEROUS[:7])
    params = random_params(ModelConfig(3), np.random.default_rng(0))
    read = trace(params, vocabulary, " ".join(TREACHEROUS))
    frame = table(params, read, colours=colours)
    assert frame.query("kind == 'word'")["word"].tolist() == list(TREACHEROUS)
    assert set(colours.classes) <= set(frame["label"])
    spec = json.dumps(network_spec(drawing(params.layout, read, False), colours.legend[1], False))
    assert not [text for text in ("__proto__", "<b>", "count()", "constructor", "datum['x']") if text in spec]
