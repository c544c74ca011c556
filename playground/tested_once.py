"""Words for cross-validation: what it would be, how far it is, what it found."""

from playground.cross_validation import CrossValidated, EverySentence
from playground.judged import unit
from playground.markup import Html, Part, bdi, joined, tag
from playground.messages import duration, percent
from playground.settings import SETTINGS, Settings, differing
from rnn_core import Dataset
from rnn_core.intervals import wilson
from rnn_core.wording import counted, listed, shown

FEW = 30  # answers: of fewer their number is told, and no share
LONG = 180.0  # seconds
ENOUGH = 400  # sentences for testing, of which the share that is right is known within 5 points


def offer(every: EverySentence, seconds: float) -> tuple[bool, str]:
    """Whether it is worth while to test every sentence, and what that would be, or why not.

    Args:
        seconds: how long it takes, about.
    """
    tests, networks = len(every.dataset.indices("test")), counted(every.folds, "network")
    what = f"Trains {networks} like this one, and simple methods too, each on other sentences than it is tested on "
    what += f"({every.folds}-fold cross-validation): about {duration(max(1.0, seconds))}."
    if seconds > LONG:
        return False, f"It would take long. {what}"
    if tests >= ENOUGH:
        return False, f"Hardly needed: the {tests:,} sentences for testing tell it within 5 points already. {what}"
    return True, what


def doing(fold: int, folds: int) -> str:
    """How far it is."""
    return f"Every sentence is tested once: fold {fold} of {folds}"


def result(tested: CrossValidated, dataset: Dataset, settings: Settings) -> Html:
    """What it found.

    Args:
        settings: of the present run.
    """
    alone, all_of_them = len(tested.untested), len(dataset.examples)
    whom = f"Each of the {all_of_them:,} sentences was tested once"
    if alone:
        whom = f"{all_of_them - alone:,} of the {all_of_them:,} sentences were tested once, each"
    things = f"of the {tested.answers:,} words " if dataset.tagged else ""
    right = f"{things}{_amount(tested.right, tested.answers)} {'is' if tested.right == 1 else 'are'} right"
    by = f"{whom}{'' if alone else ','} by a network that had not seen it: "
    return joined(
        tag("div", by, tag("b", right), _likely(tested, dataset), "."),
        *(tag("div", part, class_="rnn-small") for part in _details(tested, dataset, settings) if part),
    )


def _amount(right: int, answers: int) -> str:
    return f"{right}" if answers < FEW else percent(right / answers)


def _likely(tested: CrossValidated, dataset: Dataset) -> str:
    """The interval. The words of a sentence are alike, so that for tags it would be too narrow."""
    if dataset.tagged:
        return ""
    low, high = wilson(tested.right, tested.answers)
    few = " with so few" if tested.answers < FEW else ""
    return f" ({_between(low, high)} is likely{few})"


def _between(low: float, high: float) -> str:
    return f"{100 * low:.0f} to {100 * high:.0f}%"


def _details(tested: CrossValidated, dataset: Dataset, settings: Settings) -> list[Part]:
    others = " · ".join(f"{name}: {_amount(right, tested.answers)}" for name, right in tested.baselines.items())
    folds = len(tested.scores)
    broken = [done.problem for done in tested.scores if done.problem]
    changed = [SETTINGS[name].title for name in differing(tested.settings, settings)]
    return [
        f"From one fold (about {counted(tested.answers // folds, unit(dataset))}) to another it is "
        f"{_between(min(tested.accuracies), max(tested.accuracies))}."
        if tested.answers >= FEW
        else "",
        f"Tested in the same way: {others}." if others else "",
        _untested(tested, dataset),
        f"In {len(broken)} of {counted(folds, 'fold')} training broke off, and the last good weights were tested. "
        f"The first one: {broken[0]}"
        if broken
        else "",
        f"That was with other settings than the run's: {listed(changed)}." if changed else "",
    ]


def _untested(tested: CrossValidated, dataset: Dataset) -> Part:
    if not tested.untested:
        return ""
    own = "tag" if dataset.tagged else "label"
    labels = list(dict.fromkeys(shown(example.label) for example in tested.untested))
    named = joined(*(joined("“", bdi(label), "”") for label in labels[:5]), between=", ")
    more = f" and {len(labels) - 5:,} more" if len(labels) > 5 else ""
    who = "The other one was" if len(tested.untested) == 1 else f"The other {len(tested.untested):,} were"
    return joined(f"{who} only learned from, else the training part would lack a {own}: ", named, more, ".")
