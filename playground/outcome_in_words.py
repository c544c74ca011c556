"""What a run has come to, in one honest sentence and a few beside it."""

from playground.markup import Html, joined, small
from playground.messages import percent
from playground.outcome import Outcome, Rival, can_be_told
from playground.overfitting import Overfitting
from playground.settings import Settings
from playground.several import spread
from rnn_core import Dataset
from rnn_core.wording import counted, listed

_MANY = 1000  # answers: "so few" is not said of more
_NARROW = 0.02  # an interval that whole percents would hide


def told(outcome: Outcome, comparing: bool, testable: bool) -> Html:
    """What a run has come to that has ended.

    Args:
        comparing: whether the baselines are being fitted.
        testable: whether every sentence can be tested once.
    """
    learned = _each(outcome) if outcome.settings.networks > 1 else f"{_learned(outcome)} {_parts(outcome)}"
    beside = [_advice(outcome), _trying(comparing), learned]
    beside.append(f"Fingerprint of the weights: {outcome.fingerprint}")
    more = " Below the picture every sentence can be tested once." if testable and outcome.interval is None else ""
    return joined("Done. ", _result(outcome), more, small(" ".join(filter(None, beside))))


def promised(dataset: Dataset) -> str:
    """What will be told at the end of a run; empty if there is too little to tell it by."""
    if not can_be_told(dataset):
        return ""
    return "At the end this says how good it is on sentences that it has never seen, next to simple methods."


def _result(outcome: Outcome) -> str:
    """The sentence."""
    if not outcome.sentences:
        return "No sentences were kept for testing, so nothing tells how it does on new ones."
    things = f"{outcome.unit}s"
    if not outcome.answers:
        return f"None of the {things} to test is known to it, so it has no answer that could be judged."
    if outcome.interval is None:
        of = counted(outcome.answers, f"test {outcome.unit}")
        are = "is" if outcome.right == 1 else "are"
        return f"{outcome.right} of {of} {are} right, which says next to nothing."
    low, high = outcome.interval
    decimals = 1 if high - low < _NARROW else 0
    likely = f"{percent(low, decimals).removesuffix('%')} to {percent(high, decimals)}"
    few = " with so few" if outcome.answers < _MANY else ""
    share = percent(outcome.right / outcome.answers, decimals)
    end = _next_to(outcome.rival, decimals) if outcome.rival else "."
    return f"On {_seen(outcome, things)}, {share} are right ({likely} is likely{few}){end}"


def _seen(outcome: Outcome, things: str) -> str:
    """What it was tested on, and whether that was new to it."""
    words = outcome.unit == "word"
    number = f"{outcome.answers:,} {things}" + (f" of {counted(outcome.sentences, 'sentence')}" if words else "")
    if outcome.leaked:
        return f"{number} ({outcome.leaked:,} of {'these' if words else 'them'} in train as well)"
    return f"{number} it has never seen"


def _next_to(rival: Rival, decimals: int) -> str:
    """How the best of the baselines does on the same."""
    standing = {
        1: "clearly less",
        0: "about the same: the network earns nothing that shows",
        -1: "clearly more: the network earns nothing",
    }[rival.standing]
    return f"; {rival.doing} gets {percent(rival.share, decimals)}, {standing}."


def _advice(outcome: Outcome) -> str:
    """What could help a network that earns nothing, of what it does not have yet."""
    if outcome.rival is None or outcome.rival.standing > 0 or outcome.right == outcome.answers:
        return ""
    return f"What could help: {listed(_could_help(outcome.settings))}."


def _could_help(settings: Settings) -> list[str]:
    helps = ["more sentences"]
    if settings.readout == "last":
        helps.append("a mean or maximum as readout")
    if settings.cell in ("tanh", "relu"):
        helps.append("a GRU or LSTM as cell")
    if settings.vectors == "none":
        helps.append("pretrained vectors")
    if settings.networks == 1:
        helps.append("several networks")
    return helps


def _trying(comparing: bool) -> str:
    return "Simple methods are being tried on the same sentences, to compare." if comparing else ""


def _each(outcome: Outcome) -> str:
    """What the networks do by themselves that answer together."""
    alone = spread(outcome.alone)
    together = f"The mean of {outcome.networks} networks answered; one alone: {alone} right." if alone else ""
    return " ".join(filter(None, [together, *outcome.left_out]))


def _learned(outcome: Outcome) -> str:
    """Whose weights these are, and whether it learned by heart after the best of its epochs."""
    stops, seen = outcome.settings.early_stopping > 0, outcome.overfitting
    kept = f"Kept: epoch {outcome.epoch} of {outcome.epochs}, lowest validation loss." if stops else ""
    if seen is None:
        part = "train" if outcome.validation is None else "validation"
        return kept or f"Lowest {part} loss: epoch {outcome.lowest}."
    return f"{kept} {_by_heart(seen, outcome)}".strip()


def _by_heart(seen: Overfitting, outcome: Outcome) -> str:
    """What has happened after the best epoch, and what would have kept that."""
    stops = outcome.settings.early_stopping > 0
    after = "After that" if stops else f"After epoch {seen.epoch}"
    before, end = seen.loss
    said = f"{after} it only learned its training sentences by heart: {seen.part} loss {before:.2f} to {end:.2f}."
    if stops:
        return said
    missing = "Early stopping" if seen.part == "validation" else "A validation part with early stopping"
    return f"{said} {missing} would have ended it in time."


def _parts(outcome: Outcome) -> str:
    """How much of the other parts is right."""
    train, validation = percent(outcome.train), outcome.validation
    return f"Train {train} right." if validation is None else f"Train {train}, validation {percent(validation)} right."
