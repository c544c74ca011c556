"""What came of checking hand-ins: rows of a table with what belongs to them below, or one object each."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from rnn_core.hand_in import Answer, HandIn
from rnn_core.hand_in.lesson_key import right_answers
from rnn_core.hand_in.several import Checked
from rnn_core.model_name import model_name
from rnn_core.wording import shown

_WIDTH = 24  # characters of a name and of a file
_COLUMNS = f"{{:{_WIDTH}}}  {{:{_WIDTH}}}  {{:>7}}  {{:>6}}  {{:>6}}  {{}}"
_MOST_EXPECTED, _MOST_FOUND = 60, 400  # characters


def head() -> str:
    """The names of the columns."""
    return _COLUMNS.format("name", "file", "lessons", "epochs", "test", "verdict")


def rows(checked: Checked) -> Iterator[str]:
    """The row of a hand-in, and the lines below it."""
    hand_in, verdict, key = checked.hand_in, checked.verdict, right_answers()
    yield _COLUMNS.format(
        shown(hand_in.name, _WIDTH - 1) if hand_in else "",
        shown(checked.file, _WIDTH - 1),
        _right(hand_in, key) if hand_in else "",
        hand_in.networks[0].epochs if hand_in else "",
        "" if checked.test_accuracy is None else f"{checked.test_accuracy:.1%}",
        verdict.outcome,
    ).rstrip()
    below = [verdict.why, checked.note]
    if hand_in:
        below = [in_short(hand_in), *below, *(_answered(answer, key) for answer in hand_in.answers)]
    for line in below:
        if line:
            yield f"    {' '.join(line.split())}"


def as_json(checked: Checked) -> dict[str, Any]:
    """The same for a program."""
    hand_in, key = checked.hand_in, right_answers()
    found = {"file": checked.file, "verdict": checked.verdict.outcome, "why": checked.verdict.why}
    if hand_in is None:
        return found
    return {
        **found,
        "note": checked.note,
        "name": hand_in.name,
        "answers": [{**answer._asdict(), "right": _is_right(answer, key)} for answer in hand_in.answers],
        "settings": {**asdict(hand_in.model), **asdict(hand_in.training), **asdict(hand_in.ensemble)},
        "vectors": hand_in.vectors,
        "dataset": hand_in.dataset,
        "epochs": [network.epochs for network in hand_in.networks],
        "fingerprint": hand_in.weights,
        "test_accuracy": checked.test_accuracy,
    }


def in_short(hand_in: HandIn) -> str:
    """Its settings: what network, how it learned, its seed, and on what."""
    model, training = hand_in.model, hand_in.training
    parts = [model_name(model)]
    if hand_in.ensemble.networks > 1:
        parts.append(f"{len(hand_in.networks)} of {hand_in.ensemble.networks} networks")
    parts += [f"{training.optimiser} {training.learning_rate:g}", f"seed {training.seed}"]
    return f"{', '.join(parts)}; sentences: {hand_in.dataset}; fingerprint {hand_in.weights}"


def _is_right(answer: Answer, key: Mapping[str, str]) -> bool | None:
    """Whether what was expected was right; None where that is not known."""
    return answer.expected == key[answer.lesson] if answer.expected and answer.lesson in key else None


def _right(hand_in: HandIn, key: Mapping[str, str]) -> str:
    """How many expectations were right, of how many."""
    known = [right for answer in hand_in.answers if (right := _is_right(answer, key)) is not None]
    return f"{sum(known)} of {len(known)}" if known else "-"


def _answered(answer: Answer, key: Mapping[str, str]) -> str:
    """An answer as a line."""
    right = {True: ", right", False: ", wrong", None: ""}[_is_right(answer, key)]
    said = f"expected “{shown(answer.expected, _MOST_EXPECTED)}”{right}." if answer.expected else ""
    found = f"Found out: {shown(' '.join(answer.found.split()), _MOST_FOUND)}" if answer.found.strip() else ""
    return f"{shown(answer.lesson, _MOST_EXPECTED)}: {said} {found}"
