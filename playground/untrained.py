"""What the first weights of every cell do with a sentence: the gradient through time before anything is learned."""

from dataclasses import replace
from typing import get_args
from weakref import ReferenceType, ref

from rnn_core import InvalidSetting, Params, initial_params, trace
from rnn_core.arrays import Array
from rnn_core.config import CellName
from rnn_core.inside.backwards import gradient_lengths
from rnn_core.seeds import Stream, generator
from rnn_core.text import Vocabulary

_Asked = tuple[ReferenceType[Params], int, str, int, int, int]


class Untrained:
    """Networks like that of a run but for their cell. Only the last answer is kept, for weights take room."""

    def __init__(self) -> None:
        self._known: tuple[_Asked, dict[CellName, Array]] | None = None

    def lengths(
        self, first: Params, seed: int, vocabulary: Vocabulary, sentence: str, label: int, layer: int, direction: int
    ) -> dict[CellName, Array]:
        """(1 + T,) the length of the gradient after each word, for each cell that makes a network of a possible size.

        Args:
            first: the run's first weights: of an embedding the others take the same.
            seed: the run's, for the other weights.
            label: the class that the sentence is held against.
            layer, direction: where, both from 0.
        """
        asked = (ref(first), seed, sentence, label, layer, direction)
        if self._known is None or self._known[0] != asked:
            found = {}
            for cell in get_args(CellName):
                try:
                    params = _first_weights(first, cell, seed)
                except InvalidSetting:  # too many weights
                    continue
                found[cell] = gradient_lengths(
                    params, trace(params, vocabulary, sentence), label, layer=layer, direction=direction
                )
            self._known = (asked, found)
        return self._known[1]


def _first_weights(first: Params, cell: CellName, seed: int) -> Params:
    layout = first.layout
    config = replace(layout.config, cell=cell, frozen=False)  # (a frozen embedding would have to be given)
    params = initial_params(config, layout.words, layout.classes, generator(seed, Stream.WEIGHTS))
    if not layout.one_hot:
        params.table[...] = first.table
    return params
