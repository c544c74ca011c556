"""Where everything of an unrolled network stands: the words, below them the blocks of states, below them the answers.

x runs from 0 at the left of the first word's place to 1 at the right of the last one's, y in pixels from the top.
Whatever is here stays as it is while the network learns. A *block* is what one layer holds in one direction after one
word: columns of cells side by side, a cell for each unit that is drawn.
"""

from dataclasses import dataclass
from functools import cached_property

from rnn_core import Layout, Trace
from rnn_core.config import ReadoutName

MOST_UNITS = 16
WORDS_IN_A_ROW = 8
FEWEST_PLACES = 4  # in a row: the states of a sentence of one word are not as wide as the page
BETWEEN_ROWS = 16
OVERVIEW, OVERVIEW_BAR = 46, 28  # the height that all the words' answers take above those drawn, and theirs


@dataclass(frozen=True)
class Drawing:
    """What of a network and a sentence is drawn.

    Attributes:
        read: for each word that is drawn, whether the network reads it; one that it skips keeps its place.
        before, after: whether it reads words before the first that is drawn, and after the last.
        columns: of a block, by the names of their numbers in made.py; the last is the state.
        units: cells of a column.
        told: names of the numbers that a cell tells when it is pointed at.
        bounded: whether no state is larger than 1.
        overview: whether all the words' answers are drawn above, since the words have not all room.
    """

    read: tuple[bool, ...]
    before: bool
    after: bool
    layers: int
    directions: int
    readout: ReadoutName
    columns: tuple[str, ...]
    units: int
    told: tuple[str, ...]
    bounded: bool
    overview: bool

    @cached_property
    def blocks(self) -> list[tuple[int, int]]:
        """(layer, direction) of each, from above, both counted from 0."""
        return [(layer, direction) for layer in range(self.layers) for direction in range(self.directions)]

    @cached_property
    def words(self) -> list[int]:
        """Which of the drawn words are read."""
        return [i for i, read in enumerate(self.read) if read]

    @cached_property
    def rows(self) -> int:
        """Rows of words."""
        return -(-len(self.read) // WORDS_IN_A_ROW)

    @cached_property
    def pooled(self) -> bool:
        """Whether what is read out of several states is brought together before it becomes an answer."""
        return self.readout in ("mean", "max") or (self.readout == "last" and self.directions == 2)

    # Across.

    @cached_property
    def slot(self) -> float:
        """Width of a word's place."""
        return 1 / max(FEWEST_PLACES, min(len(self.read), WORDS_IN_A_ROW))

    @cached_property
    def block_width(self) -> float:
        """Width of a block; the rest of the place is for arrows."""
        return self.slot * {1: 0.36, 2: 0.46}.get(len(self.columns), 0.7)

    @cached_property
    def cell_width(self) -> float:
        """Width of a column."""
        return self.block_width / len(self.columns)

    @cached_property
    def bar_width(self) -> float:
        """Width of an answer."""
        return self.slot * 0.62

    def middle(self, i: int) -> float:
        """The middle of the place of drawn word i, counted from 0."""
        return (i % WORDS_IN_A_ROW + 0.5) * self.slot

    # Down. Everything but ``row_top`` and ``height`` is counted from the top of a row.

    @cached_property
    def word_height(self) -> int:
        """Height of the words' line."""
        return 26 if self.rows == 1 else 20

    @cached_property
    def gap(self) -> int:
        """Height of an arrow downwards, and of the columns' names below it."""
        height = 16 if self.rows > 1 else 22 if len(self.blocks) < 3 else 18
        return height + (10 if len(self.columns) > 1 else 0)

    @cached_property
    def block_height(self) -> int:
        """Height of a block's place."""
        if self.rows > 1:
            return 64 if len(self.blocks) == 1 else 52
        return {1: 144, 2: 96, 3: 68, 4: 56}.get(len(self.blocks), 48)

    @cached_property
    def cell_height(self) -> float:
        """Height of a cell; few of them do not fill the block's place."""
        return min(24.0, self.block_height / self.units)

    @cached_property
    def cells_height(self) -> float:
        """Height of a column."""
        return self.units * self.cell_height

    @cached_property
    def block_tops(self) -> list[float]:
        """Where the cells of each block begin."""
        first = self.word_height + self.gap + (self.block_height - self.cells_height) / 2
        return [first + number * (self.block_height + self.gap) for number in range(len(self.blocks))]

    @cached_property
    def bar_top(self) -> float:
        """Where a probability of 1 ends."""
        blocks = len(self.blocks) * (self.block_height + self.gap)
        return self.word_height + blocks + (34 if self.pooled else 22 if self.rows == 1 else 16)

    @cached_property
    def pool(self) -> float:
        """Where what is read out of several states is brought together."""
        return self.bar_top - 18

    @cached_property
    def bar_height(self) -> int:
        """Height of a probability of 1."""
        if self.rows > 1:
            return 44
        return 80 if len(self.blocks) < 3 else 64

    @cached_property
    def row_height(self) -> float:
        """Height of a row."""
        return self.bar_top + self.bar_height

    def row_top(self, row: int) -> float:
        """Where a row begins."""
        return 2 + OVERVIEW * self.overview + row * (self.row_height + BETWEEN_ROWS)

    def top(self, i: int) -> float:
        """Where the row of drawn word i begins."""
        return self.row_top(i // WORDS_IN_A_ROW)

    @cached_property
    def height(self) -> float:
        """Height of the picture."""
        return self.row_top(self.rows - 1) + self.row_height + 8


def most_words(layout: Layout) -> int:
    """How many words have room at once: two rows, of a network of many blocks one."""
    return WORDS_IN_A_ROW * (2 if layout.config.layers * layout.config.directions <= 2 else 1)


def drawing(layout: Layout, read: Trace, gates: bool, first: int = 0) -> Drawing:
    """What is drawn of a sentence; without any word, the places of a few.

    Args:
        gates: whether they are, where there are any.
        first: the word to begin with, where not all have room.
    """
    config, cell = layout.config, layout.cell
    is_read = tokens_read(read)
    end = first + most_words(layout)
    gated = len(cell.gates) > 1
    cells = ("c",) if cell.carries > 1 else ()
    if gated:
        told = (*cell.gates, *(("c_before", "c") if cells else ("h_before",)), "h")
    else:
        told = ("from_input", "from_state", "bias", "sum", "h")
    return Drawing(
        read=is_read[first:end] or (False,) * FEWEST_PLACES,
        before=any(is_read[:first]),
        after=any(is_read[end:]),
        layers=config.layers,
        directions=config.directions,
        readout=config.readout,
        columns=(*(cell.gates if gates and gated else ()), *cells, "h"),
        units=min(layout.hidden, MOST_UNITS),
        told=told,
        bounded=cell.within_one,
        overview=len(is_read) > most_words(layout),
    )


def tokens_read(read: Trace) -> tuple[bool, ...]:
    """Whether each word of a sentence is read: all of them, if there is an unknown word to read for those not known."""
    return (True,) * len(read.tokens) if len(read.words) == len(read.tokens) else read.known
