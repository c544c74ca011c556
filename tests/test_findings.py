"""What is said of the opened network: each sentence word for word, and nobody's words as markup."""

import re
from dataclasses import replace
from typing import get_args

import numpy as np
import pytest

from playground import findings, gradient_findings, markup
from playground.explained import EXPLAINED
from playground.look import Look, look
from playground.markup import Part, bdi
from playground.sentences import Sentences
from rnn_core import EpochRecord, Layout, ModelConfig, Params, trace
from rnn_core.cells import CELLS
from rnn_core.config import CellName
from rnn_core.inside.behaviour import BehaviourTest, Outcome
from rnn_core.inside.memory import MemoryProbe
from rnn_core.inside.microscope import GradientCheck, MatrixCheck
from rnn_core.inside.plane import Plane
from rnn_core.inside.saliency import Saliency
from rnn_core.inside.steps import Gate, step
from tests.datasets import TREACHEROUS, rows, tagged
from tests.networks import plain, random_params

MARKUP = ("<script>alert(1)</script>", "<b>", "a&b", "<!--", '"><img/src=x>')


def record(epoch, train=0.5, test=None, gradient=0.1, on_plateau=True):
    return EpochRecord(
        epoch, 0.7, train, None, None, None if test is None else 0.7, test, gradient, 0.0,
        dict.fromkeys(("Wxh", "Whh", "bh", "Why", "by"), 1.0), on_plateau, 0.0,
    )  # fmt: skip


def looked(dataset, sentence, known=True, label=0, config=None):
    """A look with weights that are all 0."""
    layout = Layout(config or ModelConfig(2), dataset.vocabulary.rows, len(dataset.classes))
    params = Params(np.zeros(layout.size), layout)
    read = trace(params, dataset.vocabulary, sentence)
    return Look(Sentences(dataset, "mine", own=True), params, None, read, label, known, False, True)


ANIMALS = rows("a bad cat | cats", "the dog | dogs")


def source(told: Part) -> str:
    """A sentence as HTML, its apostrophes as they are read."""
    return markup.text(told).source.replace("&#x27;", "'")


def harmless(told: str) -> bool:
    """Whether no markup is left of what others wrote: the page's own tags are taken away first."""
    for own in ("<bdi>", "</bdi>", "<b>", "</b>", "<br>", "<sub>t</sub>", *(f"<sub>{i}</sub>" for i in (1, "xh"))):
        told = told.replace(own, "")
    return "<" not in told and ">" not in told


# Whose weights.


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (
            (0, None, (0.5, 0.25)),
            "The weights at the end of epoch 0: recomputed now, train 50%, test 25% right. Nothing was learned yet.",
        ),
        (
            (3, record(3, 0.75, 0.5), (0.75, 0.5)),
            "The weights at the end of epoch 3: recomputed now, train 75%, test 50% right. The curve says the same.",
        ),
        (
            (3, record(3, 0.75), (0.75,)),
            "The weights at the end of epoch 3: recomputed now, train 75% right. The curve says the same.",
        ),
        (
            (3, record(3, 0.75, 0.5), (0.75, 0.51)),
            "The weights at the end of epoch 3: recomputed now, train 75%, test 51% right. "
            "The curve says otherwise: this is a bug.",
        ),
        (
            (3, record(3, 0.75, 0.5), (0.75,)),
            "The weights at the end of epoch 3: recomputed now, train 75% right. "
            "The curve says otherwise: this is a bug.",
        ),
    ],
)
def test_which_earlier_weights_are_looked_at_is_said_and_whether_the_curve_agrees(arguments, told):
    assert findings.earlier_weights(*arguments) == told


def test_present_weights_tell_how_many_epochs_they_have_seen():
    assert findings.present_weights(7, None) == "The weights as they are now, after epoch 7."
    assert findings.present_weights(7, 4) == "The weights that this run keeps, those of epoch 4."


# Step by step.


def test_the_column_that_a_word_picks_is_counted_from_one():
    assert ANIMALS.vocabulary.words == ("a", "bad", "cat", "dog", "the")
    assert source(findings.word_input(looked(ANIMALS, "the bad dog"), 2, 0, 0)) == (
        "x<sub>2</sub> is a list of 5 numbers, all 0 but a single 1 for <bdi>bad</bdi>, in place 2. So Wxh "
        "x<sub>2</sub> is simply column 2 of Wxh."
    )


def test_what_a_layer_is_given_is_told_for_every_input():
    both = ModelConfig(3, layers=2, directions=2, input="embedding", embedding_size=1)
    assert source(findings.word_input(looked(ANIMALS, "the bad dog", config=both), 2, 0, 1)) == (
        "x<sub>2</sub> is the row of E for <bdi>bad</bdi>: 1 number. Each is multiplied by its weight in Wxh_back."
    )
    assert source(findings.word_input(looked(ANIMALS, "the bad dog", config=both), 1, 1, 1)) == (
        "x<sub>1</sub> is what layer 1 holds at <bdi>the</bdi>: 6 numbers, forwards and backwards side by side. Each "
        "is multiplied by its weight in Wxh2_back."
    )
    two = looked(ANIMALS, "bad", config=ModelConfig(3, layers=2))
    assert source(findings.word_input(two, 1, 1, 0)) == (
        "x<sub>1</sub> is what layer 1 holds at <bdi>bad</bdi>: 3 numbers. Each is multiplied by its weight in Wxh2."
    )


def summed(gate, cell, unit=0, layer=0):
    return source(findings.gate_sum(gate, EXPLAINED[cell].gates[gate.name], unit, layer))


def test_one_units_sum_is_told_in_numbers_that_add_up():
    params = Params(np.zeros(plain(5, 2, 2).size), plain(5, 2, 2))
    params["Wxh"][0], params["Wxh"][1], params["bh"][:] = [0.5, 0.25], [0.125, -1.0], [0.0, 0.5]
    params["Whh"].T[1] = [2.0, -0.5]  # what unit 2 makes of the state before
    read = trace(params, ANIMALS.vocabulary, "a bad")
    before = 2.0 * np.tanh(0.5) - 0.5 * np.tanh(0.75)
    z = -1.0 + before + 0.5
    assert summed(step(params, read, 2).gates[0], "tanh", unit=1) == (
        f"Unit 2: -1.0000 (word) + {before:.4f} (state before) + 0.5000 (bias) = {z:+.4f}; tanh of that is "
        f"<b>{np.tanh(z):+.4f}</b>, its new state h."
    )


def by_hand(name, value, second=None, reset=None):
    return Gate(
        name, np.array([0.25]), None, np.array([[-0.5]]), np.array([-0.125]),
        None if second is None else np.array([second]), None if reset is None else np.array([reset]), np.array([value]),
    )  # fmt: skip


def test_each_gate_tells_what_is_made_of_its_sum():
    assert summed(by_hand("h", 0.0), "relu", layer=1) == (
        "Unit 1: +0.2500 (layer 1) - 0.5000 (state before) - 0.1250 (bias) = -0.3750; max(0, -0.3750) is "
        "<b>+0.0000</b>, its new state h."
    )
    assert summed(by_hand("f", 0.4073), "lstm").endswith(
        "= -0.3750; sigmoid of that is <b>0.4073</b>, its forget gate f."
    )
    assert summed(by_hand("n", 0.1, second=0.25, reset=0.5), "gru") == (
        "Unit 1: +0.2500 (word) + 0.5000 (reset gate) × [-0.5000 (state before) + 0.2500 (its bias)] - 0.1250 (bias) = "
        "+0.0000; tanh of that is <b>+0.1000</b>, its candidate n."
    )


@pytest.mark.parametrize("cell", get_args(CellName))
def test_every_cell_is_explained_with_all_of_its_gates_and_in_numbers_that_are_right(cell):
    text, config = EXPLAINED[cell], ModelConfig(3, cell=cell)
    assert tuple(text.gates) == CELLS[cell].gates
    functions = [gate.function for gate in text.gates.values()]
    assert all((function == "sigmoid") == (k != CELLS[cell].candidate) for k, function in enumerate(functions))
    params = random_params(config, np.random.default_rng(3), words=5, classes=2)
    now = step(params, trace(params, ANIMALS.vocabulary, "the bad dog"), 2)
    assert all(bool(gate.does) == (len(text.gates) > 1) for gate in text.gates.values())
    told = source(text.in_numbers(now, 1))
    assert bool(told) == bool(text.equation) == (len(text.gates) > 1)
    for part in told.replace("its new cell state; ", "its new cell state;\n").splitlines():
        sum_, made = re.match(r"(.+) = <b>([-+.\d]+)</b>", part).groups()
        assert eval(sum_.replace("×", "*"), {"tanh": np.tanh}) == pytest.approx(float(made), rel=0, abs=3e-4)
    if told:
        assert f"<b>{now.state[1]:+.4f}</b>, its new state." in told


def test_what_a_gate_does_is_said_where_there_are_several():
    assert findings.gate_does(EXPLAINED["tanh"].gates["h"]) == ""
    forget = findings.gate_does(EXPLAINED["lstm"].gates["f"])
    assert forget == "Forget gate f: how much of the cell state before is kept. "


# What units are for.


def test_the_order_of_the_units_is_explained():
    seen = looked(ANIMALS, "a bad cat")
    assert source(findings.units(seen, 0, 1)) == (
        "The units on top speak most for <bdi>dogs</bdi>, those at the bottom most against it."
    )
    assert source(findings.units(seen, 1, None)) == (
        "The units of layer 2 in their own order: it is the top layer that is read out, so what a unit here says about "
        "a class depends on the layers above."
    )


# The plane.


def test_two_units_leave_nothing_out_and_more_are_projected():
    flat = Plane(np.zeros(2), np.eye(2), (0.5, 0.5), projected=False)
    dots = "Small dots are where training sentences end"
    assert findings.plane(flat, regions=True) == (
        "With two units the state is a point, and nothing is left out. Colour is the answer in each place: the tip of "
        f"the last arrow decides. {dots}."
    )
    dots += ", in the colour of their answer."
    assert findings.plane(flat, regions=False) == f"With two units the state is a point. {dots}"
    for units, told in ((16, "16 units"), (1, "1 unit")):
        many = Plane(np.zeros(units), np.zeros((units, 2)), (0.5, 0.25), projected=True)
        assert findings.plane(many, regions=False) == (
            f"A projection: of {told} only the two directions in which states differ most; they hold 75% of the "
            f"variance. {dots}"
        )


# Through time.

NEITHER = "it neither vanishes nor explodes."


@pytest.mark.parametrize(
    ("lengths", "fate"),
    [
        ([0.1, 0.5], "With one word there is no way back to go."),
        ([0.0, 0.0, 0.0], "The gradient is 0: there is nothing to learn from this sentence."),
        ([0.1, 0.5, 0.0], "At the word that is read last the gradient is 0."),
        ([9, 0.02, 7, 1.0], "At the first word the gradient is 0.02 times as long as at the last: it vanishes."),
        ([9, 0.05, 7, 0.5], f"At the first word the gradient is 0.1 times as long as at the last: {NEITHER}"),
        ([9, 2.0, 7, 0.2], f"At the first word the gradient is 10 times as long as at the last: {NEITHER}"),
        ([9, 2.5, 7, 0.2], "At the first word the gradient is 12 times as long as at the last: it explodes."),
        ([9, 0.0, 7, 0.2], "At the first word the gradient is 0 times as long as at the last: it vanishes."),
        ([9, 0.099, 7, 1.0], "At the first word the gradient is 0.099 times as long as at the last: it vanishes."),
        ([9, 10.1, 7, 1.0], "At the first word the gradient is 10 times as long as at the last: it explodes."),
        ([9, 99.0, 7, 1.0], "At the first word the gradient is 99 times as long as at the last: it explodes."),
        ([9, 120.0, 7, 1.0], "At the first word the gradient is 120 times as long as at the last: it explodes."),
        ([9, 1234.5, 7, 1.0], "At the first word the gradient is 1,234 times as long as at the last: it explodes."),
    ],
)  # fmt: skip
def test_the_way_back_is_told_from_the_first_and_the_last_word(lengths, fate):
    own = source(gradient_findings.through_time(looked(ANIMALS, "a bad cat", label=1), lengths, 0))
    assert own == f"The loss is held against its label, <bdi>dogs</bdi>. {fate}"
    answered = source(gradient_findings.through_time(looked(ANIMALS, "cat cat", known=False), lengths, 0))
    assert answered == f"The loss is held against <bdi>cats</bdi>, which is what it answers. {fate}"


def test_backwards_the_last_word_is_the_first_that_is_read():
    told = source(gradient_findings.through_time(looked(ANIMALS, "a bad cat"), [9, 0.5, 7, 1.0], 1))
    assert (
        f"At the last word, which is read first, the gradient is 0.5 times as long as at the first: {NEITHER}" in told
    )


def test_the_way_back_tells_what_else_carries_and_brings_the_signal():
    def told(**settings):
        return source(
            gradient_findings.through_time(
                looked(ANIMALS, "a bad cat", config=ModelConfig(2, **settings)), [9, 1, 1, 1], 0
            )
        )

    cell_state = " It is the gradient of the hidden state and of the cell state together."
    assert told().endswith(f"at the last: {NEITHER}") and told(cell="gru").endswith(NEITHER)
    assert told(cell="lstm").endswith(NEITHER + cell_state)
    directly = "of all states is read out, so every word also gets its part directly."
    assert told(readout="max").endswith(f"{NEITHER} The maximum {directly}")
    assert told(cell="lstm", readout="mean").endswith(f"{cell_state} The mean {directly}")


def test_of_tagged_words_the_last_ones_label_is_taken():
    dataset = tagged("a/N b/V", "b/V a/N", "a/N c/D")
    sentences = Sentences(dataset, "mine", own=True)
    params = Params(np.zeros(plain(3, 2, 3).size), Layout(ModelConfig(2, readout="words"), 3, 3))

    def against(sentence):
        return source(gradient_findings.held_against(look(sentences, params, None, sentence, False, True)))

    assert against("a b") == "the label of its last word, <bdi>V</bdi>"
    assert against("a c") == "the label of its last word, <bdi>D</bdi>"
    assert against("b b") == "<bdi>D</bdi>, which is what it answers"


def test_of_tagged_words_that_are_skipped_none_is_the_last():
    dataset = tagged("a/N b/V", "b/V a/N c/D", "b/V a/N", "b/V a/N c/D", min_count=3)
    params = Params(np.zeros(plain(2, 2, 3).size), Layout(ModelConfig(2, readout="words"), 2, 3))
    seen = look(Sentences(dataset, "mine", own=True), params, None, "b a c", False, True)
    assert seen.read.words == ("b", "a") and dataset.classes[seen.label] == "N" and seen.known


@pytest.mark.parametrize(
    ("answers", "word"),
    [((0, 0, 0, 0), 1), ((0, 1, 1, 1), 1), ((0, 1, 0, 0), 2), ((0, 1, 0, 1), 3), ((1, 1, 1, 0), 3), ((0,), 1)],
)
def test_the_last_turn_of_the_answer_is_at_the_word_that_turned_it(answers, word):
    seen = looked(ANIMALS, "a bad cat")
    read = replace(seen.read, probabilities=np.eye(2)[list(answers)])
    assert replace(seen, read=read).turn == word


# The gradient check.


def checked(correct, published, blind=None):
    matrices = [
        MatrixCheck("Wxh", 9, 9, 1.0, correct / 10, published and published / 10),
        MatrixCheck("by", 2, 2, 1.0, correct, published),
    ]
    return GradientCheck(tuple(matrices), blind, 1.0)  # fmt: skip


RIGHT = "The gradient that trains this network is right: its largest relative error is 2.0e-14. "


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (
            checked(2e-14, 0.35),
            f"{RIGHT}The published rule, without the transpose, is off by 35% at worst here.",
        ),
        (checked(2e-14, 2.4), f"{RIGHT}The published rule, without the transpose, is off by 240% at worst here."),
        (checked(2e-14, 0.0049), f"{RIGHT}The published rule's is 4.9e-03 here."),
        (
            checked(2e-14, 0.005),
            f"{RIGHT}The published rule, without the transpose, is off by under 1% at worst here.",
        ),
        (checked(2e-14, None), RIGHT.strip()),
        (
            checked(9.9e-7, 1e-5),
            "The gradient that trains this network is right: its largest relative error is 9.9e-07. The published "
            "rule's is 1.0e-05 here.",
        ),
        (
            checked(1.01e-6, 1e-5),
            "The gradient is wrong: its largest relative error is 1.0e-06. The published rule's is 1.0e-05 here.",
        ),
        (
            checked(0.5, 0.35),
            "The gradient is wrong: its largest relative error is 5.0e-01. The published rule, without the transpose, "
            "is off by 35% at worst here.",
        ),
        (
            checked(2e-14, 2e-14, "one word"),
            "<b>This check is blind:</b> with one word nothing goes back through time, and a wrong rule gives the same "
            f"gradient. Take a sentence of three words or more.<br>{RIGHT}The published rule's is 2.0e-14 here.",
        ),
        (
            checked(2e-14, 1e-5, "tiny Whh"),
            "<b>This check is nearly blind:</b> Whh is so small that hardly anything goes back through time, and a "
            "wrong rule differs by almost nothing. Train for a while, or start with scaled weights."
            f"<br>{RIGHT}The published rule's is 1.0e-05 here.",
        ),
        (
            checked(2e-14, 1e-5, "no gradient"),
            "<b>This check is blind:</b> the loss is almost 0, so there is no gradient to compare. Take a sentence "
            f"that it gets wrong.<br>{RIGHT}The published rule's is 1.0e-05 here.",
        ),
        (
            checked(2e-14, 2e-14, "symmetric Whh"),
            "<b>This check is blind:</b> Whh is its own transpose here, so both rules are the same."
            f"<br>{RIGHT}The published rule's is 2.0e-14 here.",
        ),
    ],
)
def test_the_gradient_check_gives_a_verdict_and_says_when_it_is_blind(found, told):
    assert source(gradient_findings.gradient_check(found)) == told


# The plateau.


def test_the_plateau_is_explained_while_it_lasts_and_afterwards():
    assert gradient_findings.norms([], None) == "Press Play: norms appear with the first epoch."
    records = [record(1, gradient=0.01), record(2, gradient=0.5), record(3, gradient=0.02)]
    signal = "on its way back the error signal is multiplied by weights, and"
    assert gradient_findings.norms(records, None) == (
        f"On the plateau. Nothing is wrong: {signal} as long as they are small, so is every update. The norm of the "
        "gradient was 0.01 in epoch 1 and is 0.02 now: watch it grow before the loss falls."
    )
    largest = "The norm of the gradient was 0.01 in epoch 1 and largest in epoch 2, with 0.5."
    assert gradient_findings.norms(records, 6) == (
        f"It took 6 epochs to leave the plateau. Nothing was wrong: {signal} they grew together. {largest}"
    )
    assert gradient_findings.norms(records, 5) == (
        f"It left the plateau in epoch 5: its first weights let the error signal through at once. {largest}"
    )


# Which words decide.


def decided(agreement, same):
    return source(gradient_findings.saliency(Saliency(np.zeros(2), np.zeros(2), np.zeros(2), agreement, same)))


def test_how_far_the_two_ways_agree_is_said_and_which_to_believe():
    assert decided(None, True) == "One of the two ways finds nothing at all, so they cannot be compared."
    degree = "their cosine is {} (1 is the same story, 0 nothing in common)"
    assert decided(0.7, True) == (
        f"The two ways agree: {degree.format('+0.70')}, and the same word is strongest in both."
    )
    believe = (
        "Leaving a word out is what the network really does without it. Gradient × input only asks about a change too "
        "small to see; where units are saturated or words work together, it says little."
    )
    assert decided(0.69, True) == (
        f"<b>The two ways do not agree:</b> {degree.format('+0.69')}, though the same word is strongest in both. "
        f"{believe}"
    )
    assert decided(0.9, False) == (
        f"<b>The two ways do not agree:</b> {degree.format('+0.90')}, and not even the same word is strongest in both. "
        f"{believe}"
    )


# Memory and behaviour.


def remembered(*answers, label=0):
    p = np.eye(3)[list(answers)] * 0.4 + 0.2
    return source(findings.memory(MemoryProbe(label, p, np.ones(len(p)), np.ones(len(p))), ("cats", "dogs", "fish")))


def test_how_many_fillers_the_answer_survives():
    assert remembered(0, 0, 0) == "It answers <bdi>cats</bdi>, however many fillers stand between (up to 2)."
    assert remembered(0, 0, 2, 0, 1) == (
        "It answers <bdi>cats</bdi> without fillers; with 2 of them it changes to <bdi>fish</bdi>."
    )


def passing(passed, failed):
    test = BehaviourTest("negation", "good", "not good", "flip")
    return [Outcome(test, (0, 1), (0.9, 0.9), i < passed) for i in range(passed + failed)]


@pytest.mark.parametrize(
    ("passed", "failed", "accuracy", "told"),
    [
        (3, 2, 0.95, "It passes 3 of 5 behaviour tests."),
        (3, 2, None, "It passes 3 of 5 behaviour tests."),
        (5, 0, 1.0, "It passes 5 of 5 behaviour tests."),
        (
            3,
            2,
            1.0,
            "<b>It passes 3 of 5 behaviour tests.</b> All test sentences are right, and still: 100% is not the end.",
        ),
    ],
)
def test_passed_tests_are_counted_and_a_perfect_score_is_not_the_end(passed, failed, accuracy, told):
    assert source(findings.behaviour(passing(passed, failed), accuracy)) == told


# Words and labels of other people's.


@pytest.mark.parametrize("text", [*MARKUP, *TREACHEROUS])
def test_words_and_labels_come_out_as_text(text):
    dataset = rows(f"{text} | {text}", "other | z")
    label = dataset.classes.index(text)
    told = [
        findings.word_input(looked(dataset, text), 1, 0, 0),
        gradient_findings.through_time(looked(dataset, text, True, label), [1.0, 1.0, 1.0], 0),
        gradient_findings.through_time(looked(dataset, text, False, label), [1.0, 1.0, 1.0], 0),
        findings.units(looked(dataset, text), 0, label),
        findings.memory(MemoryProbe(label, np.eye(2)[[label, label]], np.ones(2), np.ones(2)), dataset.classes),
        findings.memory(MemoryProbe(1 - label, np.eye(2)[[1 - label, label]], np.ones(2), np.ones(2)), dataset.classes),
    ]
    word = looked(dataset, text).read.words[0]
    assert source(bdi(word)) in source(told[0])
    assert all(source(bdi(text)) in source(sentence) for sentence in told[1:])
    assert all(harmless(source(sentence)) for sentence in told)
