"""The gradient under the microscope: the engine's, and the tutorial's, against complex-step derivatives."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from rnn_core.config import GradientRule
from rnn_core.gradcheck import complex_step_derivatives
from rnn_core.model import loss_and_gradients
from rnn_core.params import Params
from rnn_core.trace import Trace

MOST_ELEMENTS = 200  # of each matrix
_STEPS = 4_000  # words that are read for each matrix at most: a long sentence gets fewer elements
TINY_RECURRENCE = 0.01  # root mean square of Whh, times the square root of H
NO_GRADIENT = 1e-9  # a gradient that is shorter is not worth a comparison

SAME = 1e-9  # relative error below which the published rule is the correct one

Blind = Literal["one word", "tiny Whh", "no gradient", "symmetric Whh"]


@dataclass(frozen=True)
class MatrixCheck:
    """One matrix of the gradient.

    Attributes:
        elements, size: how many elements were checked, of how many that the sentence touches.
        norm: the length of the true gradient over those elements.
        correct, published: the relative error of each rule: norm of the difference over norm of the true gradient;
            None for the published rule where that is not defined (ModelConfig.of_the_tutorial).
    """

    name: str
    elements: int
    size: int
    norm: float
    correct: float
    published: float | None


@dataclass(frozen=True)
class GradientCheck:
    """What the microscope saw.

    Attributes:
        blind: why the check could not tell a wrong rule from the right one; None if it could.
        recurrence: root mean square of the first layer's Whh times the square root of H: about how much of a state's
            length one step passes on.
    """

    matrices: tuple[MatrixCheck, ...]
    blind: Blind | None
    recurrence: float


def check_gradient(params: Params, read: Trace, label: int, seed: int = 0) -> GradientCheck:
    """Check the gradient of one sentence's loss, for some elements of every weight.

    The arithmetic is float64 whatever the weights are. Of the table only the rows of the sentence's words are looked
    at: the others have no gradient; a frozen one has none at all.

    Args:
        label: the class the sentence is held against.
        seed: which elements; the same seed takes the same.

    Raises:
        ValueError: the sentence has no words.
    """
    if not read.words:
        raise ValueError("a sentence without words")
    layout = params.layout
    exact = Params(params.flat.astype(np.float64), layout)
    batch = read.batch(label)
    rules: tuple[GradientRule, ...] = ("correct", "published") if layout.config.of_the_tutorial else ("correct",)
    gradients = [loss_and_gradients(exact, batch, rule)[1].whole().flat for rule in rules]
    random = np.random.default_rng(seed)
    most = min(MOST_ELEMENTS, max(10, _STEPS // len(read.words)))
    touched = np.ones(layout.size, dtype=bool)
    of_table = Params(touched, layout).table
    of_table[:] = False
    if not layout.config.frozen:
        of_table[batch.vocabulary_rows] = True
    matrices = []
    for name, places in Params(np.arange(layout.size), layout).named().items():
        elements = places[touched[places]]
        if not len(elements):
            continue
        chosen = np.sort(random.choice(elements, min(most, len(elements)), replace=False))
        true = complex_step_derivatives(exact, batch, chosen)
        norm = float(np.linalg.norm(true))
        errors = [float(np.linalg.norm(gradient[chosen] - true)) / (norm or 1.0) for gradient in gradients]
        matrices.append(MatrixCheck(name, len(chosen), len(elements), norm, errors[0], (*errors, None)[1]))
    Whh = exact["Whh"]
    recurrence = float(np.linalg.norm(Whh)) / np.sqrt(Whh.shape[1])
    return GradientCheck(tuple(matrices), _blind(len(read.words), recurrence, matrices), float(recurrence))


def _blind(words: int, recurrence: float, matrices: list[MatrixCheck]) -> Blind | None:
    if words == 1:
        return "one word"
    if recurrence < TINY_RECURRENCE:
        return "tiny Whh"
    if sum(matrix.norm for matrix in matrices) < NO_GRADIENT:
        return "no gradient"
    published = [matrix.published for matrix in matrices if matrix.published is not None]
    return "symmetric Whh" if published and max(published) < SAME else None  # one unit, for example
