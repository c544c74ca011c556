"""What many seeds say about luck, once all have ended: in a sentence and a few beside it."""

from collections.abc import Mapping, Sequence
from statistics import median

from playground.judged import Judge
from playground.luck_in_words import names
from playground.markup import Html, joined, small
from playground.messages import percent
from playground.plans import Plan, Vary
from playground.several import spread
from playground.tried import Try
from rnn_core.intervals import wilson
from rnn_core.wording import counted

FEW = 8  # seeds: fewer are weak evidence
_MOSTLY = 0.75  # of the seeds, from which on it is mostly skill; below the rest of it mostly luck
_CLOSE = 0.03  # shares of right answers this near each other are no difference to speak of
_FAR = 0.15
_TIMES = 1.5  # one spread of epochs is clearly wider than another
_DIVIDED = 0.2  # of the seeds
_DRAWN = {"all": "", "weights": " of the first weights alone", "order": " of the order alone"}
_SAYS = {  # if all seeds get there, most, about half, few
    "all": ("skill", "mostly skill", "luck decides", "mostly luck"),
    "weights": (
        "the first weights do not decide it",
        "the first weights seldom decide it",
        "the first weights decide",
        "it takes lucky first weights",
    ),
    "order": (
        "the order does not decide it",
        "the order seldom decides it",
        "the order decides",
        "it takes a lucky order",
    ),
}


def found(plan: Plan, tries: Sequence[Try], judge: Judge, apart: Mapping[Vary, Sequence[Try]]) -> Html:
    """What many seeds have come to, once all have ended.

    Args:
        apart: what has come out for these settings, by what was drawn anew.
    """
    if all(one.problem for one in tries):
        none = f"With none of {len(tries)} seeds it came to a good end, so this tells nothing of luck."
        return joined(none, small(_failed(plan, tries)))
    beside = [_at_the_end(tries, judge), _lost(tries), _failed(plan, tries), _shown(plan, tries), _whose(apart)]
    return joined(_verdict(plan, tries, judge.unit), small(" ".join(filter(None, beside))))


def _verdict(plan: Plan, tries: Sequence[Try], unit: str) -> str:
    """The sentence."""
    there, of = sum(one.there for one in tries), len(tries)
    drawn, right = _DRAWN[plan.vary], f"every training {unit} right"
    if not there:
        return (
            f"With none of {of} seeds{drawn} does it get {right} within {counted(plan.settings.epochs, 'epoch')}: "
            "luck alone does not get it there."
        )
    low, high = (percent(end) for end in wilson(there, of))
    weak = ", and so few seeds are weak evidence" if of < FEW else ""
    return (
        f"With {'all' if there == of else f'{there} of'} {of} seeds{drawn} it gets {right}{_when(tries)}: "
        f"{_skill(there / of, plan.vary)} ({low.removesuffix('%')} to {high} of all seeds is likely{weak})."
    )


def _skill(share: float, vary: Vary) -> str:
    """What the share of the seeds that get there says."""
    always, often, half, seldom = _SAYS[vary]
    if share == 1:
        return f"{always}, as far as these can tell"
    return often if share >= _MOSTLY else half if share > 1 - _MOSTLY else seldom


def _when(tries: Sequence[Try]) -> str:
    """At which epochs."""
    epochs = _epochs(tries)
    if min(epochs) == max(epochs):
        return f" at epoch {epochs[0]}"
    return f" at epoch {min(epochs)} to {max(epochs)} (median {median(epochs):.0f})"


def _at_the_end(tries: Sequence[Try], judge: Judge) -> str:
    """How far the final figures lie apart, and what that says of the seed."""
    shares = [share for one in tries if (share := one.share(judge.split)) is not None]
    if not shares:
        return ""
    said = f"At the end {spread(shares)} of the {judge.split} {judge.unit}s are right"
    if min(shares) == max(shares):
        return f"{said} with each."
    apart = round(max(shares) - min(shares), 6)
    one_answer = 1.5 / judge.answers  # more than one, less than two
    matters = "hardly matters" if apart <= max(_CLOSE, one_answer) else "matters" if apart <= _FAR else "matters much"
    return f"{said} (median {percent(median(shares))}): which seed it is {matters} there."


def _lost(tries: Sequence[Try]) -> str:
    """How many did not keep it."""
    lost = sum(one.lost for one in tries)
    return f"{lost} of them {'has' if lost == 1 else 'have'} lost that again by the end." if lost else ""


def _failed(plan: Plan, tries: Sequence[Try]) -> str:
    """How many came to no good end, and why the first of them: the figures of a reason are of one training."""
    failed = [at for at, one in enumerate(tries) if one.problem]
    if not failed:
        return ""
    seed = names(plan, tries)["seed"][failed[0]]
    return f"{counted(len(failed), 'training')} came to no good end. With seed {seed}: {tries[failed[0]].problem}"


def _shown(plan: Plan, tries: Sequence[Try]) -> str:
    """Whether the seed that was shown, the first of them, is one of the lucky ones."""
    epochs, own = _epochs(tries), tries[0]
    if plan.vary != "all" or not epochs:
        return ""
    seed = f"Seed {plan.settings.seed}, the one shown,"
    if own.right is None or own.problem:
        return f"{seed} does not: {len(epochs)} of the {len(tries) - 1} others do."
    sooner = sum(epoch < own.right for epoch in epochs)
    was = "was" if sooner == 1 else "were"
    return f"{seed} was there at epoch {own.right}; {sooner} of the {len(tries) - 1} others {was} sooner."


def _epochs(tries: Sequence[Try]) -> list[int]:
    """When those were there that got there."""
    return [one.right for one in tries if one.right is not None and not one.problem]


def _whose(apart: Mapping[Vary, Sequence[Try]]) -> str:
    """Whose luck it is, where both were drawn anew, each without the other."""
    missing = {"weights", "order"} - apart.keys()
    if len(missing) == 2:
        return ""
    if missing:
        other = "other first weights" if "weights" in missing else "another order"
        return f"Try it with {other}, too: then this says whose luck it is."
    weights, order = apart["weights"], apart["order"]
    return (
        f"Luck of which? With other first weights {_share_there(weights)}, with another order {_share_there(order)}: "
        f"{_deciding(weights, order)}."
    )


def _share_there(tries: Sequence[Try]) -> str:
    epochs = _epochs(tries)
    return f"{len(epochs)} of {len(tries)} get there{_when(tries) if epochs else ''}"


def _deciding(weights: Sequence[Try], order: Sequence[Try]) -> str:
    """Which of the two makes more of a difference to the seed that is shown, the first of both.

    That is: how many of the others end otherwise; where that is alike, how far their epochs lie apart.
    """
    both = weights, order
    otherwise = [sum(one.there != tries[0].there for one in tries) / len(tries) for tries in both]
    wide = [float(max(epochs) - min(epochs)) if (epochs := _epochs(tries)) else 0.0 for tries in both]
    for measured, least in ((otherwise, _DIVIDED), (wide, 0.0)):
        if max(measured) - min(measured) > least and max(measured) > _TIMES * min(measured):
            return "the first weights decide more" if measured[0] > measured[1] else "the order decides more"
    return "neither clearly decides more"
