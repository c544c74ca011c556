"""Words for trainings side by side: what they do, what they stand in the way of, and what a grid has come to."""

from collections.abc import Sequence

from playground.judged import Judge
from playground.markup import Html, joined, small, text
from playground.messages import duration, percent
from playground.plans import Plan, point_in_words
from playground.settings import SETTINGS
from playground.settings_in_words import value_in_words
from playground.snapshot import Status
from playground.sweep import Sweep
from playground.tried import Point, Try
from rnn_core.wording import counted, listed

_TRUST: dict[str, str] = {
    "test": "They were compared on the test part, and the best of many looks a little better than it is.",
    "train": "There is no part to test on: this tells what was learned, not what it is worth on new sentences.",
    "validation": "They were compared on the validation part; what the best is worth, the test part tells.",
}


def doing(sweep: Sweep | None, status: Status, tries: Sequence[Try]) -> str:
    """The line at the progress bar."""
    if sweep is None:
        return "Not started"
    ended = sum(one.ended for one in tries)
    line = f"{ended} of {counted(len(tries), 'training')} done"
    if status == "playing":
        left = sweep.seconds_left
        turns = f", {sweep.side_by_side} at a time, for memory" if sweep.side_by_side < len(tries) else ""
        return f"{line}{turns}" + (f", {duration(left)} left" if left is not None else "")
    if status == "unwatched":
        return f"{line}. Paused by itself: nobody was looking"
    return f"{line}. Paused" if status == "paused" else line


def before(plan: Plan, judge: Judge) -> str:
    """What will be told, and how the first step is made."""
    if plan.axes:
        return (
            "Each cell of the grid is a network, and all are trained side by side. Each cell then shows how many "
            f"{judge.split} {judge.unit}s are right."
        )
    seed = plan.settings.seed
    return (
        f"The seed decides every random draw. The settings as they are shown are trained side by side with seed {seed} "
        f"and {len(plan.entries) - 1} others. If most of "
        f"them get every training {judge.unit} right, it is the settings, not luck."
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


def found_on_grid(plan: Plan, points: Sequence[Point], judge: Judge) -> Html:
    """Which point of a grid is best, and how far that can be trusted."""
    known = [one for one in points if one.share is not None]
    if not known:
        return text("None of these came to a good end.")
    share = max(one.share or 0.0 for one in known)
    best = [one for one in known if one.share == share]
    seeds = counted(best[0].seeds, "seed")
    weak = f"{seeds} for each {'is' if best[0].seeds == 1 else 'are'} weak evidence."
    if len(best) == len(points) > 1:
        alike = f"All {len(best)} are alike: {percent(share)} of the {judge.split} {judge.unit}s are right in each."
        return joined(f"{alike} These values make no difference to that here.", small(weak))
    where = listed([point_in_words(plan.axes, one.point) for one in best[:2]], len(best) - 2)
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
    right = "never had all of train right" if one.right is None else f"all of train right at epoch {one.right}"
    which = ", ".join(f"{title} {values[at]}" for title, values in names(plan, tries).items())
    return f"{which}: {'failed' if one.problem else right}"


def so_many(plan: Plan | None) -> str:
    """What would be trained."""
    if plan is None:
        return "them"
    return counted(len(plan.entries), "network" if plan.axes else "seed")
