"""What is seen of gradients inside, in sentences: on their way back, checked, while it learns, at the words."""

from collections.abc import Sequence

from playground.look import Look
from playground.markup import Html, Part, bdi, joined, tag, text
from playground.messages import percent
from rnn_core import EpochRecord
from rnn_core.inside.microscope import Blind, GradientCheck
from rnn_core.inside.saliency import Saliency


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
