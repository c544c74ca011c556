"""What is said of the opened network: each sentence word for word, and nobody's words as markup."""

import numpy as np
import pytest

from playground import findings
from playground.look import Look
from playground.messages import as_text
from playground.sentences import Sentences
from rnn_core import EpochRecord, Params, trace
from rnn_core.inside.behaviour import BehaviourTest, Outcome
from rnn_core.inside.memory import MemoryProbe
from rnn_core.inside.microscope import GradientCheck, MatrixCheck
from rnn_core.inside.plane import Plane
from rnn_core.inside.saliency import Saliency
from rnn_core.inside.steps import Gate, step
from tests.datasets import TREACHEROUS, rows
from tests.networks import plain

MARKUP = ("<script>alert(1)</script>", "<b>", "a&b", "<!--", '"><img/src=x>')


def record(epoch, train=0.5, test=None, gradient=0.1, on_plateau=True):
    return EpochRecord(
        epoch, 0.7, train, None, None, None if test is None else 0.7, test, gradient, 0.0,
        dict.fromkeys(("Wxh", "Whh", "bh", "Why", "by"), 1.0), on_plateau, 0.0,
    )  # fmt: skip


def looked(dataset, sentence, known=True, label=0):
    """A look with weights that are all 0."""
    layout = plain(dataset.vocabulary.rows, 2, len(dataset.classes))
    params = Params(np.zeros(layout.size), layout)
    read = trace(params, dataset.vocabulary, sentence)
    return Look(Sentences(dataset, "mine", own=True), params, None, read, label, known, False)


ANIMALS = rows("a bad cat | cats", "the dog | dogs")


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
    assert findings.present_weights(7) == "The weights of this moment, after epoch 7."


# Step by step.


def test_the_column_that_a_word_picks_is_counted_from_one():
    assert ANIMALS.vocabulary.words == ("a", "bad", "cat", "dog", "the")
    assert findings.one_hot(looked(ANIMALS, "the bad dog"), 2) == (
        "x<sub>2</sub> is a list of 5 numbers, all 0 but a single 1 for <bdi>bad</bdi>, in place 2. So "
        "W<sub>xh</sub> x<sub>2</sub> is simply column 2 of W<sub>xh</sub>."
    )


def test_one_units_sum_is_told_in_numbers_that_add_up():
    params = Params(np.zeros(plain(5, 2, 2).size), plain(5, 2, 2))
    params["Wxh"][0], params["Wxh"][1], params["bh"][:] = [0.5, 0.25], [0.125, -1.0], [0.0, 0.5]
    params["Whh"].T[1] = [2.0, -0.5]  # what unit 2 makes of the state before
    read = trace(params, ANIMALS.vocabulary, "a bad")
    before = 2.0 * np.tanh(0.5) - 0.5 * np.tanh(0.75)
    z = -1.0 + before + 0.5
    assert findings.unit_sum(step(params, read, 2).gates[0], 1) == (
        f"Unit 2: -1.0000 from the word {before:+.4f} from the state before +0.5000 bias = {z:+.4f}, and tanh of that "
        f"is <b>{np.tanh(z):+.4f}</b>, its new state."
    )
    by_hand = Gate("h", np.array([0.25]), None, np.array([[0.5]]), np.array([-0.125]), None, None, np.array([0.55]))
    assert "+0.2500 from the word +0.5000 from the state before -0.1250 bias = +0.6250" in findings.unit_sum(by_hand, 0)


# The plane.


def test_two_units_leave_nothing_out_and_more_are_projected():
    two = findings.plane(Plane(np.zeros(2), np.eye(2), (0.5, 0.5), projected=False))
    assert two == (
        "With two units the state is a point, and nothing is left out. Colour is the answer in each place: the last "
        "arrow's tip decides. Small dots are where training sentences end."
    )
    many = findings.plane(Plane(np.zeros(16), np.zeros((16, 2)), (0.5, 0.25), projected=True))
    assert many == (
        "A projection: of the 16 units only the two directions in which states differ most, 75% of their "
        "variance. Small dots are where training sentences end, in the colour of their answer."
    )


# Through time.

NEITHER = "It neither vanishes nor explodes."


@pytest.mark.parametrize(
    ("lengths", "fate"),
    [
        ([0.1, 0.5], "With one word there is no way back to go."),
        ([0.1, 0.5, 0.0], "The gradient is 0: there is nothing to learn from this sentence."),
        ([9, 0.02, 7, 1.0], "At the first word it is 0.02 times as long as at the last. It vanishes."),
        ([9, 0.05, 7, 0.5], f"At the first word it is 0.1 times as long as at the last. {NEITHER}"),
        ([9, 2.0, 7, 0.2], f"At the first word it is 10 times as long as at the last. {NEITHER}"),
        ([9, 2.5, 7, 0.2], "At the first word it is 12 times as long as at the last. It explodes."),
        ([9, 0.0, 7, 0.2], "At the first word it is 0 times as long as at the last. It vanishes."),
        ([9, 0.099, 7, 1.0], "At the first word it is 0.099 times as long as at the last. It vanishes."),
        ([9, 10.1, 7, 1.0], "At the first word it is 10 times as long as at the last. It explodes."),
        ([9, 99.0, 7, 1.0], "At the first word it is 99 times as long as at the last. It explodes."),
        ([9, 120.0, 7, 1.0], "At the first word it is 120 times as long as at the last. It explodes."),
        ([9, 1234.5, 7, 1.0], "At the first word it is 1,234 times as long as at the last. It explodes."),
    ],
)  # fmt: skip
def test_the_way_back_is_told_from_the_first_and_the_last_word(lengths, fate):
    own = findings.through_time(looked(ANIMALS, "a bad cat", label=1), lengths)
    assert own == f"The loss is held against its label, <bdi>dogs</bdi>. {fate}"
    answered = findings.through_time(looked(ANIMALS, "cat cat", known=False), lengths)
    assert answered == f"The loss is held against <bdi>cats</bdi>, which is what it answers. {fate}"


# The gradient check.


def checked(correct, published, blind=None):
    matrices = [
        MatrixCheck("Wxh", 9, 9, 1.0, correct / 10, published / 10),
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
    assert findings.gradient_check(found) == told


# The plateau.


def test_the_plateau_is_explained_while_it_lasts_and_afterwards():
    assert findings.norms([], None) == "Press Play: lengths appear with the first epoch."
    records = [record(1, gradient=0.01), record(2, gradient=0.5), record(3, gradient=0.02)]
    assert findings.norms(records, None) == (
        "On the plateau. Nothing is wrong: the error signal is a product of small numbers, Why, Whh and Wxh, and as "
        "long as they are small so is every step. The gradient's length began at 0.01 and is 0.02 now: watch it grow "
        "before the loss falls."
    )
    longest = "The gradient was longest in epoch 2, 0.5; it began at 0.01."
    assert findings.norms(records, 6) == (
        "It took 6 epochs to leave the plateau. Nothing was wrong: the error signal is a product of small numbers, and "
        f"they grew together. {longest}"
    )
    assert findings.norms(records, 5) == (
        f"It left the plateau in epoch 5: its first weights let the error signal through at once. {longest}"
    )


# Which words decide.


def decided(agreement, same):
    return findings.saliency(Saliency(np.zeros(2), np.zeros(2), np.zeros(2), agreement, same), ["a", "b"])


def test_how_far_the_two_ways_agree_is_said_and_which_to_believe():
    assert decided(None, True) == "One of the two ways finds nothing at all, so they cannot be compared."
    degree = "their cosine is {} (1 is the same story, 0 nothing in common)"
    assert decided(0.7, True) == (
        f"The two ways agree: {degree.format('+0.70')}, and the same word is strongest in both."
    )
    believe = (
        "Leaving a word out is what the network really does without it. Gradient × input only asks about a change too "
        "small to see; where tanh is saturated or words work together, it says little."
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
    return findings.memory(MemoryProbe(label, p, np.ones(len(p)), np.ones(len(p))), ("cats", "dogs", "fish"))


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
            "<b>It passes 3 of 5 behaviour tests.</b> All test sentences are right, and still: 100 % is not the end.",
        ),
    ],
)
def test_passed_tests_are_counted_and_a_perfect_score_is_not_the_end(passed, failed, accuracy, told):
    assert findings.behaviour(passing(passed, failed), accuracy) == told


# Words and labels of other people's.


@pytest.mark.parametrize("text", [*MARKUP, *TREACHEROUS])
def test_words_and_labels_come_out_as_text(text):
    dataset = rows(f"{text} | {text}", "other | z")
    label = dataset.classes.index(text)
    told = [
        findings.one_hot(looked(dataset, text), 1),
        findings.through_time(looked(dataset, text, True, label), [1.0, 1.0, 1.0]),
        findings.through_time(looked(dataset, text, False, label), [1.0, 1.0, 1.0]),
        findings.memory(MemoryProbe(label, np.eye(2)[[label, label]], np.ones(2), np.ones(2)), dataset.classes),
        findings.memory(MemoryProbe(1 - label, np.eye(2)[[1 - label, label]], np.ones(2), np.ones(2)), dataset.classes),
    ]
    word = looked(dataset, text).read.words[0]
    assert as_text(word) in told[0] and all(as_text(text) in sentence for sentence in told[1:])
    assert all(harmless(sentence) for sentence in told)
