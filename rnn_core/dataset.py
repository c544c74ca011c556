"""Labelled sentences: what a network is trained and tested on, and how a file becomes one."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Literal, get_args

import numpy as np

from rnn_core import limits
from rnn_core.batch import Corpus
from rnn_core.errors import InvalidDataset
from rnn_core.seeds import Stream, generator
from rnn_core.text import Vocabulary, tokenise

Split = Literal["train", "validation", "test"]

BUNDLED = Path(__file__).resolve().parent.parent / "data" / "sentiment.csv"
TEST_SHARE = 0.2


@dataclass(frozen=True)
class Example:
    """One labelled sentence and the part of the dataset it belongs to."""

    sentence: str
    label: str
    split: Split = "train"


@dataclass(frozen=True)
class Dataset:
    """Labelled sentences in three parts, of which only train must not be empty.

    The network learns from "train" alone: its words are the vocabulary and its labels the classes.
    "validation", where there is one, chooses the best weights. "test" is only looked at.

    Raises:
        InvalidDataset: fewer than two classes, a label that train does not have, or a cap passed.
    """

    examples: tuple[Example, ...]

    def __post_init__(self) -> None:
        train = self.part("train")
        if not train:
            raise InvalidDataset("There are no training sentences. At least two are needed.")
        if not 2 <= len(self.classes) <= limits.MAX_CLASSES:
            found = ", ".join(f"“{shown(label)}”" for label in self.classes[:5])
            raise InvalidDataset(
                f"The training sentences have {len(self.classes):,} different labels ({found}"
                f"{', …' if len(self.classes) > 5 else ''}); 2 to {limits.MAX_CLASSES} are possible."
            )
        for example in self.examples:
            if example.label not in self.classes:
                raise InvalidDataset(
                    f"The label “{shown(example.label)}” occurs only outside the training sentences. "
                    "Move a sentence with this label to train."
                )
        if len(self.examples) > limits.MAX_SENTENCES:
            raise InvalidDataset(
                f"There are {len(self.examples):,} sentences; at most {limits.MAX_SENTENCES:,} are possible."
            )
        if len(self.vocabulary) > limits.MAX_VOCABULARY:
            raise InvalidDataset(
                f"The training sentences have {len(self.vocabulary):,} different words; at most "
                f"{limits.MAX_VOCABULARY:,} are possible."
            )

    def part(self, split: Split) -> tuple[Example, ...]:
        """The examples of one part, in file order."""
        return tuple(example for example in self.examples if example.split == split)

    @cached_property
    def classes(self) -> tuple[str, ...]:
        """(C,) the labels of the train part, sorted; a class's id is its position."""
        return tuple(sorted({example.label for example in self.part("train")}))

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words of the train part."""
        return Vocabulary.of(example.sentence for example in self.part("train"))

    def corpus(self, split: Split) -> Corpus:
        """The encoded sentences of one part; words outside the vocabulary are skipped."""
        return self.encode(self.part(split))

    def encode(self, examples: Sequence[Example]) -> Corpus:
        """Examples as word and class ids; words outside the vocabulary are skipped."""
        class_ids = {label: i for i, label in enumerate(self.classes)}
        return Corpus.of(
            [self.vocabulary.encode(tokenise(example.sentence)) for example in examples],
            (class_ids[example.label] for example in examples),
        )

    @cached_property
    def label_entropy(self) -> float:
        """Entropy of the training labels in nats: the loss of always answering their shares."""
        counts = np.array(list(Counter(example.label for example in self.part("train")).values()))
        shares = counts / counts.sum()
        return float(-(shares * np.log(shares)).sum())


def split_off_test(examples: Iterable[Example], seed: int, share: float = TEST_SHARE) -> Dataset:
    """Move a share of each class to the test part, chosen by the seed.

    Every class keeps at least one training sentence.
    """
    random = generator(seed, Stream.SPLIT)
    split = [replace(example, split="train") for example in examples]
    for label in sorted({example.label for example in split}):
        members = [i for i, example in enumerate(split) if example.label == label]
        size = min(round(share * len(members)), len(members) - 1)
        for i in random.permutation(members)[:size]:
            split[i] = replace(split[i], split="test")
    return Dataset(tuple(split))


def bundled() -> Dataset:
    """The bundled sentences, `data/sentiment.csv`."""
    return read_csv(BUNDLED.read_bytes(), BUNDLED.name, seed=0)


def read_csv(data: bytes, name: str, seed: int) -> Dataset:
    """Read a CSV file with a header: columns sentence, label and, if wanted, split.

    Split is train, validation or test. Without that column 20 % are split off for testing.

    Args:
        data: the bytes of the file, UTF-8.
        name: what messages call the file.
        seed: chooses the test sentences where the file does not.

    Raises:
        InvalidDataset: the file cannot be used; the message says where and how to mend it.
    """
    name = shown(name)
    try:
        examples, has_split = _read_rows(_decode(data))
        return Dataset(tuple(examples)) if has_split else split_off_test(examples, seed)
    except InvalidDataset as error:
        raise InvalidDataset(f"{name}: {error}") from None


def _decode(data: bytes) -> str:
    if len(data) > limits.MAX_FILE_BYTES:
        raise InvalidDataset(f"the file has {len(data):,} bytes; at most {limits.MAX_FILE_BYTES:,} are possible.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise InvalidDataset(f"line {line}: this is not UTF-8 text. Save the file as UTF-8 CSV.") from None
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise InvalidDataset(f"line {line}: there is a NUL character; this is not a text file.")
    if not text.strip():
        raise InvalidDataset("the file is empty. Needed: a header line “sentence,label”, then one row each.")
    return text


def _read_rows(text: str) -> tuple[list[Example], bool]:
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    examples: list[Example] = []
    first_line = 1  # where the row begins; a quoted sentence may span several lines
    try:
        header = [column.strip().casefold() for column in next(rows)]
        for column in ("sentence", "label"):
            if header.count(column) != 1:
                raise InvalidDataset(
                    f"line 1: there must be one column “{column}”, found: "
                    f"{', '.join(f'“{shown(c)}”' for c in header[:5])}. The header is “sentence,label”."
                )
        has_split = "split" in header
        first_line = rows.line_num + 1
        for row in rows:
            if row and any(cell.strip() for cell in row):
                examples.append(_example(header, row, first_line))
            first_line = rows.line_num + 1
    except csv.Error as error:
        raise InvalidDataset(
            f"line {first_line}: {error}. Is a quotation mark left open? Put a cell with commas or "
            "quotation marks in quotation marks and double those inside."
        ) from None
    if not examples:
        raise InvalidDataset("there is a header but no sentence below it.")
    return examples, has_split


def _example(header: list[str], row: list[str], line: int) -> Example:
    if len(row) != len(header):
        raise InvalidDataset(
            f"line {line}: {len(row)} cells where the header has {len(header)}. "
            "A sentence with a comma must stand in quotation marks."
        )
    cells = dict(zip(header, row, strict=True))
    sentence, label = cells["sentence"].strip(), cells["label"].strip()
    split = cells.get("split", "train").strip().casefold()
    if not label:
        raise InvalidDataset(f"line {line}: the label is empty. Every row needs a sentence and a label.")
    if split not in get_args(Split):
        raise InvalidDataset(f"line {line}: the split is “{shown(split)}”; it must be train, validation or test.")
    words = len(tokenise(sentence))
    if not words:
        raise InvalidDataset(f"line {line}: the sentence is empty. Write one or remove the row.")
    if words > limits.MAX_SENTENCE_WORDS or len(sentence) > limits.MAX_SENTENCE_CHARACTERS:
        raise InvalidDataset(
            f"line {line}: the sentence has {words:,} words and {len(sentence):,} characters; at most "
            f"{limits.MAX_SENTENCE_WORDS} words and {limits.MAX_SENTENCE_CHARACTERS:,} characters "
            "are possible."
        )
    return Example(sentence, label, split)  # type: ignore[arg-type]  # checked against Split above


def shown(text: str, most: int = 40) -> str:
    """A piece of someone's text fit for one line of a message: printable and short."""
    printable = "".join(c if c.isprintable() else "�" for c in text[: most + 1])
    return printable if len(printable) <= most else printable[:most] + "…"
