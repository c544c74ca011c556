"""What is seen inside, in sentences of HTML; words and labels of other people's are made harmless."""

import html
from collections.abc import Mapping, Sequence

from playground.jobs import Snapshot
from playground.look import Look
from playground.messages import as_text, percent
from playground.settings import Settings
from rnn_core import EpochRecord
from rnn_core.config import GradientRule
from rnn_core.inside.behaviour import Outcome
from rnn_core.inside.memory import MemoryProbe
from rnn_core.inside.microscope import Blind, GradientCheck
from rnn_core.inside.plane import Plane
from rnn_core.inside.saliency import Saliency
from rnn_core.inside.steps import Gate

NO_WORDS = "There is no word to look at. Type a sentence with words that it knows."


def present_weights(shown: int) -> str:
    """Which weights are looked at, after so many epochs."""
    return f"The weights of this moment, after epoch {shown}."


def earlier_weights(epoch: int, record: EpochRecord | None, accuracies: Sequence[float]) -> str:
    """Which earlier weights are looked at, and that their accuracy is that of the curve.

    Args:
        record: of that epoch; None for epoch 0.
        accuracies: recomputed from the weights: train, and test where there is one.
    """
    parts = [f"{name} {percent(value)}" for name, value in zip(("train", "test"), accuracies, strict=False)]
    said = f"The weights at the end of epoch {epoch}: recomputed now, {', '.join(parts)} right."
    if record is None:
        return f"{said} Nothing was learned yet."
    curve = [value for value in (record.train_accuracy, record.test_accuracy) if value is not None]
    agrees = curve == list(accuracies)
    return f"{said} {'The curve says the same.' if agrees else 'The curve says otherwise: this is a bug.'}"


def one_hot(look: Look, t: int) -> str:
    """What the word picks."""
    column, rows = look.read.ids[t - 1] + 1, look.dataset.vocabulary.rows
    word = as_text(look.read.words[t - 1])
    return (
        f"x<sub>{t}</sub> is a list of {rows:,} numbers, all 0 but a single 1 for {word}, in place {column:,}. "
        f"So W<sub>xh</sub> x<sub>{t}</sub> is simply column {column:,} of W<sub>xh</sub>."
    )


def unit_sum(gate: Gate, unit: int) -> str:
    """One unit's sum in numbers."""
    word, bias = gate.from_input[unit], gate.bias[unit]
    state = gate.before[unit]
    return (
        f"Unit {unit + 1}: {word:+.4f} from the word {state:+.4f} from the state before {bias:+.4f} bias = "
        f"{gate.z[unit]:+.4f}, and tanh of that is <b>{gate.value[unit]:+.4f}</b>, its new state."
    )


def plane(found: Plane) -> str:
    """What the plane is."""
    if not found.projected:
        return (
            "With two units the state is a point, and nothing is left out. Colour is the answer in each place: the "
            "last arrow's tip decides. Small dots are where training sentences end."
        )
    return (
        f"A projection: of the {len(found.mean)} units only the two directions in which states differ most, "
        f"{percent(sum(found.shares))} of their variance. Small dots are where training sentences end, in the colour "
        "of their answer."
    )


def through_time(look: Look, lengths: Sequence[float]) -> str:
    """What the gradient does on its way back."""
    name = as_text(look.dataset.classes[look.label])
    held = f"its label, {name}" if look.known else f"{name}, which is what it answers"
    first, last = lengths[1], lengths[-1]
    if len(lengths) < 3:
        fate = "With one word there is no way back to go."
    elif not last:
        fate = "The gradient is 0: there is nothing to learn from this sentence."
    else:
        ratio = first / last
        way = "It vanishes" if ratio < 0.1 else "It explodes" if ratio > 10 else "It neither vanishes nor explodes"
        times = f"{ratio:.2g}" if ratio < 99.5 else f"{ratio:,.0f}"
        fate = f"At the first word it is {times} times as long as at the last. {way}."
    return f"The loss is held against {held}. {fate}"


_BLIND: dict[Blind, str] = {
    "symmetric Whh": "<b>This check is blind:</b> Whh is its own transpose here, so both rules are the same.",
    "one word": "<b>This check is blind:</b> with one word nothing goes back through time, and a wrong rule gives "
    "the same gradient. Take a sentence of three words or more.",
    "tiny Whh": "<b>This check is nearly blind:</b> Whh is so small that hardly anything goes back through time, and a "
    "wrong rule differs by almost nothing. Train for a while, or start with scaled weights.",
    "no gradient": "<b>This check is blind:</b> the loss is almost 0, so there is no gradient to compare. Take a "
    "sentence that it gets wrong.",
}


def gradient_check(found: GradientCheck) -> str:
    """What the microscope tells."""
    worst = max(matrix.correct for matrix in found.matrices)
    published = max(matrix.published for matrix in found.matrices if matrix.published is not None)
    verdict = (
        f"The gradient that trains this network is right: its largest relative error is {worst:.1e}. "
        if worst < 1e-6
        else f"The gradient is wrong: its largest relative error is {worst:.1e}. "
    )
    return (_BLIND[found.blind] + "<br>" if found.blind else "") + (
        f"{verdict}The published rule, without the transpose, is off by {percent(published)} at worst here."
        if published >= 0.005
        else f"{verdict}The published rule's is {published:.1e} here."
    )


def norms(records: Sequence[EpochRecord], left: int | None) -> str:
    """The plateau, explained where it happens."""
    if not records:
        return "Press Play: lengths appear with the first epoch."
    first = records[0].gradient_norm
    highest = max(records, key=lambda record: record.gradient_norm)
    if left is None:
        return (
            f"On the plateau. Nothing is wrong: the error signal is a product of small numbers, Why, Whh and Wxh, "
            f"and as long as they are small so is every step. The gradient's length began at {first:.2g} and is "
            f"{records[-1].gradient_norm:.2g} now: watch it grow before the loss falls."
        )
    waited = (
        f"It took {left} epochs to leave the plateau. Nothing was wrong: the error signal is a product of small "
        "numbers, and they grew together."
        if left > 5
        else f"It left the plateau in epoch {left}: its first weights let the error signal through at once."
    )
    return (
        f"{waited} The gradient was longest in epoch {highest.epoch}, {highest.gradient_norm:.2g}; it began at "
        f"{first:.2g}."
    )


def saliency(found: Saliency, words: Sequence[str]) -> str:
    """How far the two ways agree, and which to believe where they do not."""
    if found.agreement is None:
        return "One of the two ways finds nothing at all, so they cannot be compared."
    degree = f"their cosine is {found.agreement:+.2f} (1 is the same story, 0 nothing in common)"
    if found.agreement >= 0.7 and found.same_strongest:
        return f"The two ways agree: {degree}, and the same word is strongest in both."
    return (
        f"<b>The two ways do not agree:</b> {degree}"
        f"{', though' if found.same_strongest else ', and not even'} the same word is strongest in both. Leaving a "
        "word out is what the network really does without it. Gradient × input only asks about a change too small to "
        "see; where tanh is saturated or words work together, it says little."
    )


def race(looks: Mapping[GradientRule, Snapshot], settings: Settings) -> str:
    """How far both are."""
    parts = []
    for rule, now in looks.items():
        if now.problem:
            parts.append(f"<b>{rule}</b>: {html.escape(now.problem.rstrip('.'))}")
            continue
        if not now.records:
            parts.append(f"<b>{rule}</b>: at epoch 0")
            continue
        last = now.records[-1]
        right = next((record.epoch for record in now.records if record.train_accuracy == 1), None)
        test = "" if last.test_accuracy is None else f", test {percent(last.test_accuracy)} right"
        first = "not every training sentence right yet"
        if right is not None:
            first = f"every training sentence right at epoch {right}"
        parts.append(f"<b>{rule}</b>: epoch {last.epoch}, loss {last.train_loss:.3f}, {first}{test}")
    return f"Seed {settings.seed}. {'; '.join(parts)}."


def memory(found: MemoryProbe, classes: Sequence[str]) -> str:
    """How long the cue makes a difference."""
    answers = found.probabilities.argmax(axis=1)
    changed = next((k for k, answer in enumerate(answers) if answer != found.label), None)
    name = as_text(classes[found.label])
    if changed is None:
        return f"It answers {name}, however many fillers stand between (up to {len(answers) - 1})."
    return (
        f"It answers {name} without fillers; with {changed} of them it changes to {as_text(classes[answers[changed]])}."
    )


def behaviour(outcomes: Sequence[Outcome], test_accuracy: float | None) -> str:
    """How many tests it passes, next to its test accuracy."""
    passed = sum(outcome.passed for outcome in outcomes)
    said = f"It passes {passed} of {len(outcomes)} behaviour tests."
    if test_accuracy == 1 and passed < len(outcomes):
        return f"<b>{said}</b> All test sentences are right, and still: 100 % is not the end."
    return said
