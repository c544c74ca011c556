"""What one hidden unit is for: which words push it, and what it says about a class."""

from dataclasses import dataclass

import numpy as np

from rnn_core.arrays import Array
from rnn_core.inside.steps import score_terms
from rnn_core.params import Params
from rnn_core.text import Vocabulary

UNKNOWN_WORD = "(any unknown word)"


def row_names(vocabulary: Vocabulary) -> tuple[str, ...]:
    """What each row of the table stands for: the words, and the unknown word if there is one."""
    return vocabulary.words + ((UNKNOWN_WORD,) if vocabulary.unknown_id is not None else ())


def effects(params: Params, r: Array, class_id: int) -> Array:
    """(W,) how much each unit that is read out speaks for a class, in score against the mean of all classes.

    (Why_ci - mean over classes of Why_ki) r_i. Only differences of scores count in a softmax; together with
    the biases' part, by_c minus the mean of by, they add up to y_c minus the mean of y.

    Args:
        r: (W,) what is read out; of the plain network the last state.
        class_id: c.
    """
    terms = score_terms(params, r)
    against_mean: Array = terms[class_id] - terms.mean(axis=0)
    return against_mean


@dataclass(frozen=True)
class Pushes:
    """The words that move a unit most: each with what it adds to the unit's sum, the strongest first."""

    up: tuple[tuple[str, float], ...]
    down: tuple[tuple[str, float], ...]


def pushes(
    params: Params, vocabulary: Vocabulary, unit: int, most: int = 3, gate: str | None = None, direction: int = 0
) -> Pushes:
    """Which words push a unit of the first layer up and which down: Wxh_iw, or (Wxh E)_iw with an embedding.

    Args:
        unit: i, from 0.
        most: how many words of each kind at most.
        gate: of which sum; if it is not said, of what would be written into the state.
        direction: 0 forwards, 1 backwards.

    Raises:
        ValueError: the network has no such gate or direction.
    """
    layout, names = params.layout, row_names(vocabulary)
    layout.require(0, direction)
    if gate is not None and gate not in layout.cell.gates:
        raise ValueError(f"no gate {gate} among {', '.join(layout.cell.gates)}")
    number = layout.cell.candidate if gate is None else layout.cell.gates.index(gate)
    column = number * layout.hidden + unit
    weights = params[f"Wxh{layout.suffix(0, direction)}"][:, column]
    if not layout.one_hot:
        weights = params["E"] @ weights
    order = np.argsort(weights, kind="stable")
    down = tuple((names[i], float(weights[i])) for i in order[:most] if weights[i] < 0)
    up = tuple((names[i], float(weights[i])) for i in order[::-1][:most] if weights[i] > 0)
    return Pushes(up, down)
