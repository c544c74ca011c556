"""What trainings side by side say about luck, in a sentence and a few beside it."""

from collections.abc import Mapping, Sequence
from statistics import median

from playground.judged import Judge
from playground.markup import Html, joined, small, text
from playground.messages import duration, percent
from playground.plans import Plan, Vary, point_in_words
from playground.settings import SETTINGS
from playground.settings_in_words import value_in_words
from playground.several import spread
from playground.snapshot import Status
from playground.sweep import Sweep
from playground.tried import Point, Try
from rnn_core.intervals import wilson
from rnn_core.wording import counted, listed

FEW = 8  # seeds: fewer are weak evidence
_MOSTLY = 0.75  # of the seeds, from which on it is mostly skill; below the rest of it mostly luck
_CLOSE = 0.03  # shares of right answers this near each other are no difference to speak of
_FAR = 0.15
_TIMES = 1.5  # one spread of epochs is clearly wider than another

_DIVIDED = 0.2  # of the seeds
_TRUST: dict[str, str] = {
    "test": "They were compared on the test part, and the best of many looks a little better than it is.",
    "train": "There is no part to test on: this tells what was learned, not what it is worth on new sentences.",
    "validation": "They were compared on the validation part; what the best is worth, the test part tells.",
}
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


def doing(sweep: Sweep | None, status: Status, tries: Sequence[Try]) -> str:
    """The line at the progress bar."""
    if sweep is None:
        return "Not begun"
    ended = sum(one.ended for one in tries)
    line = f"{ended} of {counted(len(tries), 'training')} done"
    if status == "playing":
        left = sweep.seconds_left
        turns = f", {sweep.side_by_side} at a time, for memory" if sweep.side_by_side < len(tries) else ""
        return f"{line}{turns}" + (f", {duration(left)} left" if left is not None else "")
    if status == "unwatched":
        return f"{line}. Paused by itself: nobody was looking"
    return f"{line}. Paused" if status == "paused" else line


def before(plan: Plan) -> str:
    """What will be told, and how the first step is made."""
    if plan.axes:
        return (
            "Each cell of the grid is a network; they are trained side by side. What is right then stands in the cells."
        )
    seed = plan.settings.seed
    return (
        f"A seed decides all chance. Trained side by side: the settings as they are shown, with seed {seed} and "
        f"{len(plan.entries) - 1} others. If most get there, the settings are good, and no lucky seed."
    )


def in_its_place(plan: Plan | None, status: Status, here: bool) -> str:
    """What a click on the button that begins would cost, or why it cannot be clicked; empty if it costs nothing.

    Args:
        plan: what was begun last.
        status: what that does.
        here: whether it stands below.
    """
    if plan is None or (here and status == "playing"):
        return ""
    if status == "playing":
        return (
            f"{so_many(plan).capitalize()} are training: pause them first (under {'Grid' if plan.axes else 'Seeds'})."
        )
    if status == "finished":
        return "Starting replaces the result below." if here else f"Starting replaces the result of {so_many(plan)}."
    return f"Starting gives up the {so_many(plan)} that are paused."


def so_far(plan: Plan, tries: Sequence[Try], judge: Judge) -> str:
    """While they train."""
    there = sum(one.there for one in tries)
    of = f"{len(tries)} {'networks' if plan.axes else 'seeds'}"
    return f"So far {there} of {of} have had every training {judge.unit} right."


def found(plan: Plan, tries: Sequence[Try], judge: Judge, apart: Mapping[Vary, Sequence[Try]]) -> Html:
    """What many seeds have come to, once all have ended.

    Args:
        apart: what has come out for these settings, by what was drawn anew.
    """
    beside = [_at_the_end(tries, judge), _lost(tries), _shown(plan, tries), _whose(apart)]
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
    """What went wrong after all."""
    lost, failed = sum(one.lost for one in tries), [one for one in tries if one.problem]
    said = [f"{lost} of them {'has' if lost == 1 else 'have'} lost that again by the end."] if lost else []
    if failed:
        said.append(f"{counted(len(failed), 'training')} came to no good end: {failed[0].problem}")
    return " ".join(said)


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


def found_on_grid(plan: Plan, points: Sequence[Point], judge: Judge) -> Html:
    """Which point of a grid is best, and how far that can be trusted."""
    known = [one for one in points if one.share is not None]
    if not known:
        return text("None of these came to a good end.")
    share = max(one.share or 0.0 for one in known)
    best = [one for one in known if one.share == share]
    where = listed([point_in_words(plan.axes, one.point) for one in best[:2]], len(best) - 2)
    seeds = counted(best[0].seeds, "seed")
    weak = f"{seeds} for each {'is' if best[0].seeds == 1 else 'are'} weak evidence."
    return joined(
        f"Most {judge.split} {judge.unit}s right: {percent(share)}, by {where}.",
        small(f"{_TRUST[judge.split]} {weak}"),
    )


def left_out(plan: Plan) -> str:
    """Which points of a grid cannot be trained; empty if all can."""
    if not plan.left_out:
        return ""
    return f"Left out, for these do not go together: {listed(plan.left_out[:3], len(plan.left_out) - 3)}."


def older(names: Sequence[str]) -> str:
    """That the page shows something else now; empty if it does not."""
    if not names:
        return ""
    if names == ("dataset",):
        return "This is of other sentences than the page shows now."
    return f"This is of older settings; changed since: {listed([SETTINGS[name].title for name in names])}."


def written(one: Point) -> tuple[str, str, str]:
    """What stands in the cell of a point: the share, when everything was right, and in how many trainings."""
    share = "–" if one.share is None else percent(one.share)
    there = f"{one.there} of {one.seeds}"
    if one.right is None:
        return share, "", there
    return share, f"{'' if one.there == one.seeds else f'{there}, '}ep. {one.right:.0f}", there


def names(plan: Plan, tries: Sequence[Try]) -> dict[str, list[str]]:
    """What tells the trainings from each other, by what it is called: their seeds, or their points of the grid."""
    seeds = [str(one.entry.weights_seed if plan.vary == "weights" else one.entry.settings.seed) for one in tries]
    axes = {
        SETTINGS[axis].title: [value_in_words(axis, one.entry.point[at]) for one in tries]
        for at, axis in enumerate(plan.axes)
    }
    return axes if axes and len(tries) == len(plan.points) else {**axes, "seed": seeds}


def in_short(plan: Plan, tries: Sequence[Try], at: int) -> str:
    """One training in a list to choose from."""
    one = tries[at]
    when = "failed" if one.problem else "not there" if one.right is None else f"there at epoch {one.right}"
    which = ", ".join(f"{title} {values[at]}" for title, values in names(plan, tries).items())
    return f"{which}: {when}"


def so_many(plan: Plan | None) -> str:
    """What would be trained."""
    if plan is None:
        return "them"
    return counted(len(plan.entries), "network" if plan.axes else "seed")
