"""Sentences without labels that a visitor lets a network answer: read at once, answered a slice at a time."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal
from unicodedata import bidirectional

import numpy as np

from playground import trouble
from playground.charts.table import Columns
from playground.csv_files import MOST_PROBABILITIES
from playground.lease import Lease
from playground.loading import Source
from playground.room import Room, reading_bytes
from playground.scheduler import Scheduler
from rnn_core import InvalidDataset, RnnCoreError, limits
from rnn_core.answers import Answers, Cell, Classifier, header
from rnn_core.arrays import IntArray
from rnn_core.export import csv_file
from rnn_core.reading.sentences_alone import Alone, read_alone
from rnn_core.wording import quoted, shown

MAX_TABLE_ROWS = 1_000  # a browser gets no more of them at once
NO_ANSWER = "–"
STRANGE = "no known word"  # in place of the other labels
_AT_ONCE = 0.25  # seconds of answering before the page is drawn again
_MOST_OTHERS = 3  # labels that the table tells beside the answer
_BYTES_A_NUMBER = 8
_MOST_OF_NAME = 60  # characters of a file's name, in that of its answers
_ISOLATE, _ISOLATED = "\u200e\u2068", "\u2069"  # as <bdi>: LRM, so that the cell itself is not turned, FSI; PDI
_TURNING = ("R", "AL", "AN", "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")

Status = Literal["playing", "unwatched", "finished", "stopped"]


def at_first() -> dict[str, str | None]:
    """What the widgets hold when a page is opened."""
    return {"classify_by": "run", "classify_from": "paste", "classify_column": None}


class Task:
    """The answering of some sentences by one consistent set of weights: heavy work for the scheduler.

    Args:
        source: where the sentences come from.
        found: they, and how they were found.
        classifier: what answers. It is let go at the end.
        by: what that is, for a person to read.
        clock: seconds that never go back; tests give their own.

    Attributes:
        status: what it does. It is "unwatched" if nobody has looked for LEASE seconds, and goes on with the next look.
        pieces: the answers so far, in order.
        done, total: how many sentences have been answered, of how many.
        problem: why it came to no good end; empty if it did, or may.
    """

    def __init__(
        self, source: Source, found: Alone, classifier: Classifier, by: str, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.key, self.told, self.by = source.key, found.told, by
        self._name = source.name
        self.classes, self.tagged = classifier.classes, classifier.tagged
        self.status: Status = "playing"
        self.pieces: tuple[Answers, ...] = ()
        self.done, self.total = 0, len(found.sentences)
        self.problem = ""
        self._answering: Iterator[Answers] = classifier.answers(found.sentences)
        self._clock = clock
        self._lease = Lease(clock)

    @property
    def running(self) -> bool:
        """Whether it has not come to its end."""
        return self.status in ("playing", "unwatched")

    def look(self) -> None:
        """Somebody looks at it: if it paused because nobody did, it goes on, and has to be given to the scheduler."""
        self._lease.renew()
        if self.status == "unwatched":
            self.status = "playing"

    def stop(self) -> None:
        """Give it up; what has been answered stays."""
        self._end("stopped")

    def due_in(self) -> float | None:
        """0 while there is something to answer and somebody who looks, else None."""
        if self.status == "playing" and self._lease.over:
            self.status = "unwatched"
        return 0.0 if self.status == "playing" else None

    def run_slice(self, seconds: float) -> None:
        """Answer for about this long; errors end it and nothing else."""
        end = self._clock() + seconds
        while self.status == "playing":
            self._step()
            if self._clock() >= end:
                break

    def _step(self) -> None:
        try:
            piece = next(self._answering)
        except StopIteration:
            self._end("finished")
        except Exception as error:
            lack = "There is not enough memory for the answers."
            self._end("stopped", trouble.in_words(error, "Answering", lack))
        else:
            self.pieces = (*self.pieces, piece)
            self.done += len(piece.sentences)
            if sum(piece.probabilities.size for piece in self.pieces) > MOST_PROBABILITIES:
                self._end("stopped", f"These are too many words with too many tags to be kept here: {_TERMINAL}")

    def _end(self, status: Status, problem: str = "") -> None:
        if self.running:
            self.status, self.problem = status, problem
            self._answering = iter(())

    # What is shown and taken away.

    @property
    def asked(self) -> str:
        """What is answered, by its name."""
        return quoted([self._name]) if self._name else "the pasted lines"

    @property
    def file_name(self) -> str:
        """Of the file with all answers: it tells whose they are, in letters and digits that every system takes."""
        stem = PurePath(self._name).stem if self._name else "pasted lines"
        plain = "".join(c if c.isalnum() or c in "-." else "_" for c in stem[:_MOST_OF_NAME])
        return f"answers_{plain}.csv"

    @property
    def silent(self) -> int:
        """How many sentences have no answer: no word of them is known."""
        return sum(piece.silent for piece in self.pieces)

    @property
    def strange(self) -> int:
        """How many sentences have an answer though no word of them is known."""
        return sum(int(piece.strange.sum()) for piece in self.pieces)

    @property
    def counts(self) -> IntArray:
        """(C,) how many sentences, or words, are given each label."""
        every: IntArray = np.zeros(len(self.classes), dtype=np.intp)
        for piece in self.pieces:
            every += piece.counts
        return every

    def table(self) -> Columns:
        """The first MAX_TABLE_ROWS sentences with their answers, as columns; probabilities in percent."""
        rows: list[tuple[str, str, float | None, str]] = []
        for piece in self.pieces:
            of_each = _tagged_rows(piece) if self.tagged else _rows(piece)
            rows += [(sentence, *answer) for sentence, answer in zip(piece.sentences, of_each, strict=True)]
            if len(rows) >= MAX_TABLE_ROWS:
                break
        names = ("sentence", "answer", "probability", "others")
        return {name: [row[i] for row in rows[:MAX_TABLE_ROWS]] for i, name in enumerate(names)}

    def to_csv(self) -> bytes:
        """All answers, as the terminal's ``classify`` writes them."""
        return csv_file(header(self.classes, self.tagged), self._lines())

    def _lines(self) -> Iterator[list[Cell]]:
        first = 1
        for piece in self.pieces:
            yield from piece.rows(first)
            first += len(piece.sentences)


_TERMINAL = "python -m rnn_core classify answers as many as you like."


def _rows(piece: Answers) -> Iterator[tuple[str, float | None, str]]:
    for (label, row), strange in zip(piece.labels(), piece.strange, strict=True):
        if label is None:
            yield NO_ANSWER, None, ""
        else:
            order = sorted(range(len(row)), key=row.__getitem__, reverse=True)
            others = [f"{_isolated(piece.classes[i])} {100 * row[i]:.1f}%" for i in order[1 : 1 + _MOST_OTHERS]]
            yield label, 100 * row[order[0]], STRANGE if strange else ", ".join(others)


def _isolated(other: str) -> str:
    """Other people's text beside ours, in a cell that takes no <bdi>: what is read from the right turns itself only."""
    turns = any(bidirectional(character) in _TURNING for character in other)
    return f"{_ISOLATE}{shown(other)}{_ISOLATED}" if turns else other


def _tagged_rows(piece: Answers) -> Iterator[tuple[str, float | None, str]]:
    for words in piece.tags():
        answer = " ".join(f"{_isolated(word)}/{_isolated(tag or NO_ANSWER)}" for word, tag, _ in words)
        surest = [(max(row), word) for word, _, row in words if row]
        least, word = min(surest, default=(None, ""))
        yield answer, None if least is None else 100 * least, word


@dataclass
class Classifying:
    """What a visitor lets be answered.

    Attributes:
        pasted: the lines in the box.
        file: the file that was chosen last, also after its uploader was away and shows it no more.
        task: the one that was begun last.
        refused: why no other has begun since; empty if nothing is in the way.
    """

    pasted: str = ""
    file: Source | None = None
    task: Task | None = None
    refused: str = ""

    def take(self, file: Source | None, room: Room) -> None:
        """Have the file that was chosen, or none."""
        try:
            if file and isinstance(file.content, bytes):
                room.admit(len(file.content))
        except RnnCoreError as error:
            self.refused = str(error)
        else:
            self.file = file

    def start(
        self, source: Source, column: int | None, classifier: Classifier, by: str, room: Room, scheduler: Scheduler
    ) -> None:
        """Read sentences and begin to answer them; if they cannot be used, what was answered before stays.

        Args:
            column: of a table, in which they stand, from 0; None for the one whose name says so.
            by: what answers, for a person to read.
        """
        assert isinstance(source.content, bytes)
        try:
            room.admit(reading_bytes(source.content))
            found = read_alone(source.content, classifier.vocabulary.text, column=column)
            many = len(found.sentences)
            if many > limits.MAX_SENTENCES:
                raise InvalidDataset(
                    f"there are {many:,} sentences; at most {limits.MAX_SENTENCES:,} are possible here. {_TERMINAL}"
                )
            room.admit(_BYTES_A_NUMBER * many * len(classifier.classes))
        except RnnCoreError as error:
            self.refused = str(error)
            return
        self.stop()
        self.task, self.refused = Task(source, found, classifier, by), ""
        self.task.run_slice(_AT_ONCE)
        self.play(scheduler)

    def play(self, scheduler: Scheduler) -> None:
        """Somebody looks: what has begun goes on."""
        if self.task:
            self.task.look()
            if self.task.status == "playing":
                scheduler.add_heavy(self.task)

    def stop(self) -> None:
        """Give up what is being answered."""
        if self.task:
            self.task.stop()
