"""Several hand-ins, as of a class: the same run is trained once, and what is the same in two of them is noticed."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

from rnn_core.errors import RnnCoreError
from rnn_core.hand_in.judge import Verdict, held_against, require_consistent, run_of
from rnn_core.hand_in.read import read_hand_in
from rnn_core.hand_in.recompute import Again, NotChecked, recompute
from rnn_core.hand_in.values import HandIn
from rnn_core.vectors import installed
from rnn_core.wording import both_ends, listed

_MOST_NAMED, _MOST_FILE = 3, 100  # files, and characters of each
_TELLING = 4  # words that two people hardly find by themselves

_Trained = tuple[list[Again], float | None]  # of a run: its networks, and their test accuracy


@dataclass(frozen=True)
class Checked:
    """A file and what came of it.

    Attributes:
        hand_in: what it holds; None if it is none.
        test_accuracy: of the run, trained again; None where that is not known.
        note: which others it has something in common with; empty if there are none.
    """

    file: str
    hand_in: HandIn | None
    verdict: Verdict
    test_accuracy: float | None = None
    note: str = ""


def check(files: Iterable[tuple[str, bytes | str]], limit: float) -> list[Checked]:
    """The verdict on each of some files.

    Args:
        files: names and contents, or why one cannot be read; one is asked for after the other.
        limit: seconds that training one again may take.
    """
    trained: dict[Hashable, _Trained] = {}
    checked = [_checked(file, content, limit, trained) for file, content in files]
    return [
        Checked(c.file, c.hand_in, c.verdict, c.test_accuracy, note)
        for c, note in zip(checked, _in_common(checked), strict=True)
    ]


def _checked(file: str, content: bytes | str, limit: float, before: dict[Hashable, _Trained]) -> Checked:
    hand_in = None
    if isinstance(content, str):
        return Checked(file, hand_in, Verdict("not read", content))
    try:
        hand_in = read_hand_in(content)
        again, accuracy = _trained(hand_in, limit, before)
    except NotChecked as error:
        return Checked(file, hand_in, Verdict("not checked", str(error)))
    except RnnCoreError as error:
        return Checked(file, hand_in, Verdict("refused", str(error)))
    return Checked(file, hand_in, held_against(hand_in.networks, again), accuracy)


def _trained(hand_in: HandIn, limit: float, before: dict[Hashable, _Trained]) -> _Trained:
    """The run of a hand-in, trained again unless another one had the same."""
    dataset = require_consistent(hand_in)
    if hand_in.vectors == "glove" and not installed():
        raise NotChecked("Its embedding begins with GloVe's vectors, which are not installed here.")
    run = run_of(hand_in)
    if run not in before:
        before[run] = recompute(hand_in, dataset, limit)
    return before[run]


def _in_common(checked: Sequence[Checked]) -> list[str]:
    """Of each hand-in which others have the same run, or say what was found out in the same words."""
    of = [c.hand_in for c in checked]
    runs = [h and (run_of(h), h.weights) for h in of]
    words = [h and [w for a in h.answers if len(w := a.found.split()) >= _TELLING] for h in of]

    def as_others(keys: Sequence[object], at: int) -> str:
        names = [
            both_ends(checked[i].file, _MOST_FILE)
            for i, key in enumerate(keys)
            if keys[at] and key == keys[at] and i != at
        ]
        return listed(names[:_MOST_NAMED], len(names) - _MOST_NAMED)

    notes = []
    for at in range(len(checked)):
        found = (("run", as_others(runs, at)), ("words", as_others(words, at)))
        notes.append(" ".join(f"The same {what} as {names}." for what, names in found if names))
    return notes
