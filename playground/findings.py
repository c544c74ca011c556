"""What is seen inside, in sentences; as HTML where words are marked or are other people's."""

from collections.abc import Sequence

from playground.explained import GateText
from playground.look import Look
from playground.markup import Html, Part, bdi, joined, tag, text
from playground.messages import percent
from rnn_core import EpochRecord
from rnn_core.inside.behaviour import Outcome
from rnn_core.inside.memory import MemoryProbe
from rnn_core.inside.microscope import Blind, GradientCheck
from rnn_core.inside.plane import Plane
from rnn_core.inside.saliency import Saliency
from rnn_core.inside.steps import Gate
from rnn_core.wording import counted

NO_WORDS = "There is no word to look at. Type a sentence with words that the network knows."


def present_weights(epoch: int, kept: int | None) -> str:
    """Which weights are looked at, after so many epochs.

    Args:
        kept: the epoch whose weights a run that stopped early came to.
    """
    if kept is not None:
        return f"The weights that this run keeps, those of epoch {kept}."
    return f"The weights as they are now, after epoch {epoch}."


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


def word_input(look: Look, t: int, layer: int, direction: int) -> Html:
    """What a layer, counted from 0, is given for word t."""
    layout, word = look.params.layout, bdi(look.read.words[t - 1])
    x, weights = joined("x", tag("sub", str(t))), f"Wxh{layout.suffix(layer, direction)}"
    if layer:
        both = ", forwards and backwards side by side" if layout.config.directions > 1 else ""
        return joined(
            x, f" is what layer {layer} holds at ", word, f": {counted(layout.read_out, 'number')}{both}. Each is "
            f"multiplied by its weight in {weights}.",
        )  # fmt: skip
    if not layout.one_hot:
        return joined(
            x, " is the row of E for ", word,
            f": {counted(layout.width, 'number')}. Each is multiplied by its weight in {weights}.",
        )  # fmt: skip
    column, rows = look.read.ids[t - 1] + 1, look.dataset.vocabulary.rows
    return joined(
        x, f" is a list of {rows:,} numbers, all 0 but a single 1 for ", word, f", in place {column:,}. So {weights} ",
        x, f" is simply column {column:,} of {weights}.",
    )  # fmt: skip


def gate_does(text: GateText) -> str:
    """What a gate is for, to be followed by another sentence; empty for the only one of its cell."""
    return f"{text.name[0].upper()}{text.name[1:]}: {text.does} " if text.does else ""


def gate_sum(gate: Gate, text: GateText, unit: int, layer: int) -> Html:
    """One unit's sum in numbers, and what is made of it.

    Args:
        unit, layer: both from 0.
    """
    state = float(gate.from_state[unit].sum())
    parts = [f"{gate.from_input[unit]:+.4f} ({f'layer {layer}' if layer else 'word'})"]
    if gate.reset is None:
        parts.append(f"{_plus(state)} (state before)")
    else:
        assert gate.second_bias is not None
        inside = f"{state:+.4f} (state before) {_plus(gate.second_bias[unit])} (its bias)"
        parts.append(f"+ {gate.reset[unit]:.4f} (reset gate) × [{inside}]")
    parts.append(f"{_plus(gate.bias[unit])} (bias)")
    z, value = f"{gate.z[unit]:+.4f}", f"{gate.value[unit]:{'.4f' if text.function == 'sigmoid' else '+.4f'}}"
    made = text.function.replace("·", z) + " is" if "·" in text.function else f"{text.function} of that is"
    return joined(f"Unit {unit + 1}: {' '.join(parts)} = {z}; {made} ", tag("b", value), f", its {text.name}.")


def _plus(number: float) -> str:
    """A number that is added to others, its sign apart."""
    return f"{'-' if number < 0 else '+'} {abs(number):.4f}"


def units(look: Look, layer: int, class_id: int | None) -> Part:
    """What the order of the units is.

    Args:
        layer: from 0.
        class_id: the class that those on top speak for; None where the units are not read out.
    """
    if class_id is None:
        return (
            f"The units of layer {layer + 1} in their own order: it is the top layer that is read out, so what a unit "
            "here says about a class depends on the layers above."
        )
    name = bdi(look.dataset.classes[class_id])
    return joined("The units on top speak most for ", name, ", those at the bottom most against it.")


def plane(found: Plane, regions: bool) -> str:
    """What the plane is.

    Args:
        regions: whether the answers are drawn all over it.
    """
    if regions:
        return (
            "With two units the state is a point, and nothing is left out. Colour is the answer in each place: the "
            "tip of the last arrow decides. Small dots are where training sentences end."
        )
    dots = "Small dots are where training sentences end, in the colour of their answer."
    if not found.projected:
        return f"With two units the state is a point. {dots}"
    return (
        f"A projection: of {counted(len(found.mean), 'unit')} only the two directions in which states differ most; "
        f"they hold {percent(sum(found.shares))} of the variance. {dots}"
    )


def held_against(look: Look) -> Html:
    """The class that the loss is taken of."""
    name = bdi(look.dataset.classes[look.label])
    if not look.known:
        return joined(name, ", which is what it answers")
    return joined("the label of its last word, " if look.dataset.tagged else "its label, ", name)


def through_time(look: Look, lengths: Sequence[float], direction: int) -> Html:
    """What the gradient does on its way back.

    Args:
        lengths: before the first word and after each one, in the order of reading.
        direction: 0 forwards, 1 backwards.
    """
    first, last = lengths[1], lengths[-1]
    if len(lengths) < 3:
        fate = "With one word there is no way back to go."
    elif not any(lengths):
        fate = "The gradient is 0: there is nothing to learn from this sentence."
    elif not last:
        fate = "At the word that is read last the gradient is 0."
    else:
        ratio = first / last
        way = "it vanishes" if ratio < 0.1 else "it explodes" if ratio > 10 else "it neither vanishes nor explodes"
        times = f"{ratio:.2g}" if ratio < 99.5 else f"{ratio:,.0f}"
        where = ("last word, which is read first,", "first") if direction else ("first word", "last")
        fate = f"At the {where[0]} the gradient is {times} times as long as at the {where[1]}: {way}."
    return joined("The loss is held against ", held_against(look), f". {fate}{_ways(look)}")


def _ways(look: Look) -> str:
    """Which other ways the error signal has."""
    ways = ""
    if look.params.layout.cell.carries > 1:
        ways += " It is the gradient of the hidden state and of the cell state together."
    if look.model.readout in ("mean", "max"):
        name = "mean" if look.model.readout == "mean" else "maximum"
        ways += f" The {name} of all states is read out, so every word also gets its part directly."
    return ways


_IS_BLIND = tag("b", "This check is blind:")
_BLIND: dict[Blind, Html] = {
    "symmetric Whh": joined(_IS_BLIND, " Whh is its own transpose here, so both rules are the same."),
    "one word": joined(
        _IS_BLIND, " with one word nothing goes back through time, and a wrong rule gives the same gradient. Take a "
        "sentence of three words or more.",
    ),
    "tiny Whh": joined(
        tag("b", "This check is nearly blind:"), " Whh is so small that hardly anything goes back through time, and a "
        "wrong rule differs by almost nothing. Train for a while, or start with scaled weights.",
    ),
    "no gradient": joined(
        _IS_BLIND, " the loss is almost 0, so there is no gradient to compare. Take a sentence that it gets wrong."
    ),
}  # fmt: skip


def gradient_check(found: GradientCheck) -> Html:
    """What the microscope tells."""
    worst = max(matrix.correct for matrix in found.matrices)
    published = [matrix.published for matrix in found.matrices if matrix.published is not None]
    verdict = (
        f"The gradient that trains this network is right: its largest relative error is {worst:.1e}."
        if worst < 1e-6
        else f"The gradient is wrong: its largest relative error is {worst:.1e}."
    )
    if published:
        verdict += (
            f" The published rule, without the transpose, is off by {percent(max(published))} at worst here."
            if max(published) >= 0.005
            else f" The published rule's is {max(published):.1e} here."
        )
    return joined(_BLIND[found.blind], tag("br"), verdict) if found.blind else text(verdict)


def norms(records: Sequence[EpochRecord], left: int | None) -> str:
    """The plateau, explained where it happens."""
    if not records:
        return "Press Play: norms appear with the first epoch."
    first = records[0].gradient_norm
    highest = max(records, key=lambda record: record.gradient_norm)
    if left is None:
        return (
            "On the plateau. Nothing is wrong: on its way back the error signal is multiplied by weights, and as long "
            f"as they are small, so is every update. The norm of the gradient was {first:.2g} in epoch 1 and is "
            f"{records[-1].gradient_norm:.2g} now: watch it grow before the loss falls."
        )
    waited = (
        f"It took {left} epochs to leave the plateau. Nothing was wrong: on its way back the error signal is "
        "multiplied by weights, and they grew together."
        if left > 5
        else f"It left the plateau in epoch {left}: its first weights let the error signal through at once."
    )
    return (
        f"{waited} The norm of the gradient was {first:.2g} in epoch 1 and largest in epoch {highest.epoch}, with "
        f"{highest.gradient_norm:.2g}."
    )


def saliency(found: Saliency) -> Part:
    """How far the two ways agree, and which to believe where they do not."""
    if found.agreement is None:
        return "One of the two ways finds nothing at all, so they cannot be compared."
    degree = f"their cosine is {found.agreement:+.2f} (1 is the same story, 0 nothing in common)"
    if found.agreement >= 0.7 and found.same_strongest:
        return f"The two ways agree: {degree}, and the same word is strongest in both."
    return joined(
        tag("b", "The two ways do not agree:"), f" {degree}"
        f"{', though' if found.same_strongest else ', and not even'} the same word is strongest in both. Leaving a "
        "word out is what the network really does without it. Gradient × input only asks about a change too small to "
        "see; where units are saturated or words work together, it says little.",
    )  # fmt: skip


def memory(found: MemoryProbe, classes: Sequence[str]) -> Html:
    """How long the cue makes a difference."""
    answers = found.probabilities.argmax(axis=1)
    changed = next((k for k, answer in enumerate(answers) if answer != found.label), None)
    name = bdi(classes[found.label])
    if changed is None:
        return joined("It answers ", name, f", however many fillers stand between (up to {len(answers) - 1}).")
    other = bdi(classes[answers[changed]])
    return joined("It answers ", name, f" without fillers; with {changed} of them it changes to ", other, ".")


def behaviour(outcomes: Sequence[Outcome], test_accuracy: float | None) -> Part:
    """How many tests it passes, next to its test accuracy."""
    passed = sum(outcome.passed for outcome in outcomes)
    said = f"It passes {passed} of {len(outcomes)} behaviour tests."
    if test_accuracy == 1 and passed < len(outcomes):
        return joined(tag("b", said), " All test sentences are right, and still: 100% is not the end.")
    return said
