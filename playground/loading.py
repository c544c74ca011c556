"""What is being loaded: a file, pasted lines or an edited table, on its way to a dataset.

Each stage is worked out once for each input, so that a click elsewhere on the page costs nothing; a stage that was
interrupted goes on where it was.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, TypeVar

from rnn_core import Example, ReadOptions
from rnn_core.reading import Understood, understand
from rnn_core.reading.draft import OWN_HEADER
from rnn_core.reading.table import Row, Table

TableRow = tuple[str, str, str]  # sentence, label, split

_MOST_UNDO = 30

_Step = TypeVar("_Step")
_Result = TypeVar("_Result")


@dataclass(frozen=True)
class Source:
    """Where sentences come from.

    Attributes:
        key: tells one source from another.
        name: of the file, or what stands for it.
        content: the bytes of a file or of pasted lines, or the rows of the edited table.
        known: what is taken for granted about it as long as nobody says otherwise.
        of_link: whether the link that was opened brought it: somebody else has decided all about it.
    """

    key: str
    name: str = field(compare=False)
    content: bytes | tuple[TableRow, ...] = field(compare=False, repr=False)
    known: ReadOptions = field(default=ReadOptions(tags=None, text=None), compare=False, repr=False)
    of_link: bool = field(default=False, compare=False)

    @property
    def is_table(self) -> bool:
        """Whether it was edited here, not read."""
        return not isinstance(self.content, bytes)

    @property
    def tells_parts(self) -> bool:
        """Whether it is known to say of each sentence which part it is for."""
        return self.is_table or self.known.split is not None


class Edits:
    """A table of sentences as a person edits it, with undo.

    Attributes:
        base: the rows that the editor on the page started from.
        revision: grows whenever the editor has to start anew.
    """

    def __init__(self) -> None:
        self.base: tuple[TableRow, ...] = ()
        self.revision = 0
        self._history: list[tuple[TableRow, ...]] = []

    @property
    def rows(self) -> tuple[TableRow, ...]:
        """The rows as they are now."""
        return self._history[-1] if self._history else self.base

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to take back."""
        return len(self._history) > 1

    @property
    def begun(self) -> bool:
        """Whether there is a table to edit."""
        return bool(self._history)

    def start(self, examples: tuple[Example, ...]) -> None:
        """Edit these sentences."""
        self._restart([tuple((e.sentence, e.label, e.split) for e in examples)])

    def change(self, rows: tuple[TableRow, ...]) -> None:
        """Remember the rows after a change."""
        if rows != self.rows:
            self._history = [*self._history[-_MOST_UNDO:], rows]

    def undo(self) -> None:
        """Take back the last change."""
        if self.can_undo:
            self._restart(self._history[:-1])

    def _restart(self, history: list[tuple[TableRow, ...]]) -> None:
        self._history = history
        self.base = history[-1]
        self.revision += 1


def as_table(rows: tuple[TableRow, ...]) -> Table:
    """The edited rows, as if they had been read from a file."""
    numbered = tuple(Row(at, row) for at, row in enumerate(rows, 1))
    return Table("table", "row", len(OWN_HEADER), numbered, names=OWN_HEADER)


@dataclass
class Loading:
    """The state of the panel in which sentences are loaded."""

    open: bool = False
    pasted: str = ""
    edits: Edits = field(default_factory=Edits)
    stopped: object = None  # the key of the reading that was stopped
    without: str = ""  # the test file that is not used, though it was chosen
    _done: dict[str, tuple[object, Any]] = field(default_factory=dict)
    _running: tuple[object, Generator[Any, None, Any]] | None = None
    _asked: tuple[Source, ReadOptions] | None = None
    _found: tuple[Source, Understood] | None = None  # the last that was looked at
    _reads: Lock = field(default_factory=Lock)  # a rerun begins while the one before it is still reading

    def once(self, stage: str, key: object, make: Callable[[], _Result]) -> _Result:
        """What a stage gives for an input, worked out again only if the input has changed."""
        if stage not in self._done or self._done[stage][0] != key:
            self._done[stage] = (key, make())
        result: _Result = self._done[stage][1]
        return result

    def reading(
        self, stage: str, key: object, start: Callable[[], Generator[_Step, None, _Result]]
    ) -> Generator[_Step, None, _Result]:
        """Read rows, from where an earlier call for the same input was interrupted; yields what reading them does."""
        while True:
            with self._reads:
                if stage in self._done and self._done[stage][0] == key:
                    result: _Result = self._done[stage][1]
                    return result
                if self._running is None or self._running[0] != key:
                    self._running = (key, start())
                try:
                    step = next(self._running[1])
                except StopIteration as done:
                    self._done[stage], self._running = (key, done.value), None
                    continue
                except Exception:
                    self._running = None  # it cannot go on; the next call begins anew and is refused likewise
                    raise
            yield step  # "yield from" would end the reading along with a caller that is interrupted

    def asked(self, source: Source, first: ReadOptions | None = None) -> ReadOptions:
        """What is taken for granted about a source.

        Args:
            first: as long as nobody has said otherwise; what is known about it if this is left out.
        """
        return self._asked[1] if self._asked and self._asked[0] == source else first or source.known

    def ask(self, source: Source, asked: ReadOptions) -> None:
        """Take this for granted about a source, until another is looked at."""
        self._asked = (source, asked)

    def understanding(self, source: Source, asked: ReadOptions) -> Generator[Understood, None, Understood]:
        """Understand a source, from where that was interrupted, with what was found out about it before."""

        def start() -> Generator[Understood, None, Understood]:
            content = source.content if isinstance(source.content, bytes) else as_table(source.content)
            earlier = self._found[1] if self._found and self._found[0] == source else None
            return understand(content, asked, earlier)

        return self.reading("understood", (source, asked), start)

    def look(self, source: Source, asked: ReadOptions) -> Understood:
        """What is understood of a source before all of its rows are read."""
        try:
            found = next(self.understanding(source, asked))
        except StopIteration as done:
            found = done.value
        self._found = (source, found)
        return found

    def show(self) -> None:
        """Open the panel."""
        self.open = True

    def stop(self, key: object) -> None:
        """Stop reading; what has been read stays, so that it can go on."""
        self.stopped = key

    def go_on(self) -> None:
        """Read on where it was stopped."""
        self.stopped = None

    def go_without(self, test_file: str) -> None:
        """Go on without this test file, until another is chosen."""
        self.without = test_file

    def drop(self) -> None:
        """Drop what was worked out, and what is being read."""
        self._done.clear()
        self._running = self._found = None

    def forget(self) -> None:
        """Close the panel and drop what was worked out; pasted lines and edits stay for the next time."""
        self.open = False
        self.drop()
        self._asked = None
