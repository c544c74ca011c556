"""What came of checking hand-ins: rows of a table with what belongs to them below, or one object each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from rnn_core.hand_in import Answer, HandIn
from rnn_core.hand_in.lesson_key import right_answers
from rnn_core.hand_in.several import Checked
from rnn_core.model_name import model_name
from rnn_core.wording import both_ends, shown

_NAME, _MOST_FILE = 24, 60  # characters, as the next
_MOST_EXPECTED, _MOST_FOUND, _MOST_PATH = 60, 400, 400


def table(checked: Sequence[Checked]) -> Iterator[str]:
    """A row for each file, with what belongs to it in lines below."""
    width = max(4, *(min(len(one.file), _MOST_FILE) for one in checked))
    columns = f"{{:{_NAME}}}  {{:{width}}}  {{:>7}}  {{:>6}}  {{:>6}}  {{}}"
    yield columns.format("name", "file", "lessons", "epochs", "test", "verdict")
    for one in checked:
        yield columns.format(*_row(one)).rstrip()
        yield from _below(one)


def _row(checked: Checked) -> tuple[str, ...]:
    hand_in = checked.hand_in
    return (
        shown(hand_in.name, _NAME - 1) if hand_in else "",
        both_ends(checked.file, _MOST_FILE),
        _right(hand_in, right_answers()) if hand_in else "",
        str(hand_in.networks[0].epochs) if hand_in else "",
        "" if checked.test_accuracy is None else f"{checked.test_accuracy:.1%}",
        checked.verdict.outcome,
    )


def _below(checked: Checked) -> Iterator[str]:
    hand_in, key = checked.hand_in, right_answers()
    below = [checked.verdict.why, checked.note]
    if len(checked.file) > _MOST_FILE:
        below = [shown(checked.file, _MOST_PATH), *below]
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
