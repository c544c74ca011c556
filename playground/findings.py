"""What is seen inside, in sentences; as HTML where words are marked or are other people's.

Of gradients: gradient_findings.py.
"""

from collections.abc import Sequence

from playground.explained import GateText
from playground.look import Look
from playground.markup import Html, Part, bdi, joined, tag
from playground.messages import percent
from rnn_core import EpochRecord
from rnn_core.inside.behaviour import Outcome
from rnn_core.inside.memory import MemoryProbe
from rnn_core.inside.plane import Plane
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
