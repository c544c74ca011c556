"""Which weights a network has: their names, their sizes, and their order in the one flat buffer.

Letters: V words, H hidden units, G gates, C classes.
"""

from dataclasses import dataclass
from functools import cached_property

from rnn_core.cells import CELLS, Cell
from rnn_core.config import ModelConfig


@dataclass(frozen=True)
class Layout:
    """Which weights a network has, what they are called, and where each stands in the flat buffer.

    The weights that every sentence touches come first, in layers from below, then the head, last the *table*, which
    has a row for every word: the embedding "E" or, for one-hot words, the first layer's Wxh.

    Attributes:
        config: the network.
        words: V, the rows of the vocabulary.
        classes: C.
    """

    config: ModelConfig
    words: int
    classes: int

    @cached_property
    def cell(self) -> Cell:
        """The cell of every layer."""
        return CELLS[self.config.cell]

    @cached_property
    def hidden(self) -> int:
        """H."""
        return self.config.hidden_size

    @cached_property
    def read_out(self) -> int:
        """Width of what is read out: the states of all directions side by side."""
        return self.config.directions * self.hidden

    @cached_property
    def sums(self) -> int:
        """G * H: the width of the sums of one layer and direction."""
        return len(self.cell.gates) * self.hidden

    @cached_property
    def one_hot(self) -> bool:
        """Whether words are one-hot, so that the table holds the first layer's Wxh."""
        return self.config.input == "one-hot"

    @cached_property
    def width(self) -> int:
        """Columns of the table."""
        return self.config.directions * self.sums if self.one_hot else self.config.embedding_size

    def inputs(self, layer: int) -> int:
        """How many numbers a layer reads for each word, the layers counted from 0; 0 for one-hot words."""
        if layer:
            return self.read_out
        return 0 if self.one_hot else self.config.embedding_size

    @cached_property
    def dense(self) -> int:
        """Weights outside the table: those that every sentence touches."""
        D, H = self.config.directions, self.hidden
        recurrent = D * ((H + 1) * self.sums + (H if self.cell.second_bias else 0))
        layers = sum(recurrent + self.inputs(layer) * D * self.sums for layer in range(self.config.layers))
        return layers + (self.read_out + 1) * self.classes

    @cached_property
    def size(self) -> int:
        """All weights."""
        return self.dense + self.words * self.width

    @cached_property
    def trained(self) -> int:
        """Weights that training changes: all but a frozen embedding."""
        return self.dense if self.config.frozen else self.size

    @cached_property
    def bounded(self) -> bool:
        """Whether inputs and states are within 1, so that the gradient of every sum bounds those of its weights."""
        return self.one_hot and self.cell.within_one

    def require(self, layer: int, direction: int) -> None:
        """Raise ValueError if the network has no such layer or direction, both counted from 0."""
        if not (0 <= layer < self.config.layers and 0 <= direction < self.config.directions):
            raise ValueError(
                f"layer {layer}, direction {direction} of {self.config.layers} layers and {self.config.directions} "
                "directions, counted from 0"
            )

    @staticmethod
    def suffix(layer: int, direction: int) -> str:
        """What is added to a weight's name, both counted from 0: "", "2", "_back", "2_back"."""
        return (str(layer + 1) if layer else "") + ("_back" if direction else "")
