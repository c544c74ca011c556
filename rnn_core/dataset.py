"""Labelled sentences: what a network is trained and tested on."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal, get_args

import numpy as np

from rnn_core import limits
from rnn_core.arrays import IntArray
from rnn_core.batch import Batch, Corpus, pack_all
from rnn_core.errors import InvalidDataset
from rnn_core.seeds import Stream, generator
from rnn_core.text import DEFAULT, Collector, TextConfig, Tokenised, Vocabulary, tokenise
from rnn_core.wording import counted, quoted, shown

Split = Literal["train", "validation", "test"]
SPLITS: tuple[Split, ...] = get_args(Split)

TEST_SHARE = 0.2
VALIDATION_SHARE = 1 / 8  # of what is left to learn from, where a run is to choose its best weights


@dataclass(frozen=True)
class Example:
    """One labelled sentence and the split it belongs to.

    Attributes:
        at: where it comes from ("7" for line 7 of a file), for messages; it makes no difference otherwise.
    """

    sentence: str
    label: str
    split: Split = "train"
    at: str = field(default="", compare=False)


@dataclass(frozen=True)
class Dataset:
    """Labelled sentences in three splits, of which only train must not be empty.

    The network learns from "train" alone: its words are the vocabulary and its labels the classes.
    "validation", where there is one, chooses the best weights. "test" is only looked at.

    Args:
        examples: the sentences, S of them.
        text: how they become words.
        tokenised: the same sentences cut already, where that has been done.
        tagged: whether every word has a label (a tag) of its own; then ``Example.label`` holds as many tags as the
            sentence has words, with blanks between them, and the classes are the different tags.

    Raises:
        InvalidDataset: fewer than two classes, a label that train does not have, another number of tags than words,
            or a cap passed.
    """

    examples: tuple[Example, ...]
    text: TextConfig = DEFAULT
    tokenised: Tokenised = field(default=None, repr=False, compare=False)  # type: ignore[assignment]  # set below
    tagged: bool = False

    def __post_init__(self) -> None:
        if len(self.examples) > limits.MAX_SENTENCES:
            raise InvalidDataset(
                f"There are {len(self.examples):,} sentences; at most {limits.MAX_SENTENCES:,} are possible."
            )
        if not self.examples_of("train"):
            raise InvalidDataset("There are no training sentences. At least two are needed.")
        if not 2 <= len(self.classes) <= limits.MAX_CLASSES:
            raise InvalidDataset(
                f"The training sentences have {len(self.classes):,} different labels ({quoted(self.classes)}); "
                f"2 to {limits.MAX_CLASSES} are possible."
            )
        for example in self.examples:
            for label in self.labels_of(example):
                if label not in self._class_ids:
                    raise InvalidDataset(
                        f"The label “{shown(label)}” occurs only outside the training sentences. "
                        "Move a sentence with this label to train."
                    )
        if self.tokenised is None:
            collector = Collector()
            for example in self.examples:
                collector.add(tokenise(example.sentence, self.text))
            object.__setattr__(self, "tokenised", collector.finished())
        if self.tagged:
            for example, words in zip(self.examples, self.tokenised.lengths, strict=True):
                if len(self.labels_of(example)) != words:
                    raise InvalidDataset(
                        f"“{shown(example.sentence)}” has {counted(int(words), 'word')} and "
                        f"{counted(len(self.labels_of(example)), 'tag')}; every word needs one."
                    )
        if len(self.vocabulary) > limits.MAX_VOCABULARY:
            raise InvalidDataset(
                f"The training sentences have {len(self.vocabulary):,} different words; at most "
                f"{limits.MAX_VOCABULARY:,} are possible. Raise the smallest count for a word to be kept."
            )

    @cached_property
    def _indices(self) -> dict[Split, IntArray]:
        splits = np.array([SPLITS.index(example.split) for example in self.examples])
        return {split: np.flatnonzero(splits == i) for i, split in enumerate(SPLITS)}

    def indices(self, split: Split) -> IntArray:
        """Which of the examples belong to a split, in order."""
        return self._indices[split]

    def examples_of(self, split: Split) -> tuple[Example, ...]:
        """The examples of one split, in order."""
        return tuple(self.examples[i] for i in self._indices[split])

    def labels_of(self, example: Example) -> tuple[str, ...]:
        """The label of a sentence, or those of its words."""
        return tuple(example.label.split()) if self.tagged else (example.label,)

    def label_counts(self, split: Split) -> Counter[str]:
        """How often each label occurs in a split: on sentences or, where these are tagged, on words."""
        return Counter(label for example in self.examples_of(split) for label in self.labels_of(example))

    @cached_property
    def classes(self) -> tuple[str, ...]:
        """(C,) the labels of the train split, sorted; a class's id is its position."""
        return tuple(sorted(self.label_counts("train")))

    @cached_property
    def _class_ids(self) -> dict[str, int]:
        return {label: i for i, label in enumerate(self.classes)}

    @cached_property
    def word_counts(self) -> IntArray:
        """How often each of ``tokenised.words`` occurs in the train split."""
        in_train = np.zeros(len(self.examples), dtype=bool)
        in_train[self.indices("train")] = True
        ids = self.tokenised.ids[np.repeat(in_train, self.tokenised.lengths)]
        return np.bincount(ids, minlength=len(self.tokenised.words))

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words of the train split that occur often enough."""
        kept = np.flatnonzero(self.word_counts >= self.text.min_count)
        return Vocabulary(tuple(sorted(self.tokenised.words[i] for i in kept)), self.text)

    @cached_property
    def corpus(self) -> Corpus:
        """All sentences as word and class ids, in order; see ``indices`` for its splits."""
        vocabulary, tokenised = self.vocabulary, self.tokenised
        unknown = -1 if vocabulary.unknown_id is None else vocabulary.unknown_id
        row = dict(zip(vocabulary.words, range(len(vocabulary)), strict=True))
        rows = np.array([row.get(word, unknown) for word in tokenised.words], dtype=np.intp)
        words = rows[tokenised.ids] if len(rows) else np.empty(0, dtype=np.intp)
        skipped = words < 0
        before = np.concatenate([[0], np.cumsum(skipped)])
        labels = np.array(
            [self._class_ids[label] for example in self.examples for label in self.labels_of(example)], dtype=np.intp
        )
        return Corpus(
            words[~skipped],
            tokenised.offsets - before[tokenised.offsets],
            labels=None if self.tagged else labels,
            tags=labels[~skipped] if self.tagged else None,
        )

    @property
    def label_ids(self) -> IntArray:
        """(S,) the class id of each sentence.

        Raises:
            ValueError: the sentences are tagged, so they have none.
        """
        if self.corpus.labels is None:
            raise ValueError("tagged sentences have no label of their own")
        return self.corpus.labels

    @cached_property
    def batches(self) -> dict[Split, list[Batch]]:
        """Every split that has sentences, packed for evaluation."""
        indices = ((split, self.indices(split)) for split in SPLITS)
        return {split: pack_all(self.corpus, chosen) for split, chosen in indices if len(chosen)}

    @cached_property
    def label_entropy(self) -> float:
        """Entropy of the training labels in nats: the loss of always answering their shares."""
        counts = np.array(list(self.label_counts("train").values()))
        shares = counts / counts.sum()
        return float(-(shares * np.log(shares)).sum())

    @cached_property
    def fingerprint(self) -> str:
        """Eight hex characters that two datasets share only if their examples and their words are the same."""
        # (The names are those of an earlier version: links and files know sentences by this.)
        text = (
            f"TextConfig(cut={self.text.tokeniser!r}, fold_case={self.text.fold_case!r}, "
            f"min_count={self.text.min_count!r}, unknown={self.text.unknown!r})"
        )
        digest = hashlib.sha256(text.encode() + b"tagged" * self.tagged)
        for example in self.examples:
            row = (example.sentence, example.label, example.split)
            digest.update(repr(row).encode())  # repr: unlike a join, it tells where a cell ends
        return digest.hexdigest()[:8]


def split_off(
    examples: Iterable[Example], to: Split, share: float, seed: int, tagged: bool = False
) -> tuple[Example, ...]:
    """Move a share of the training sentences of each class to another split, chosen by the seed.

    Every class keeps at least one training sentence, every tag one that it occurs in.

    Args:
        to: "test" or "validation"; each has a random stream of its own.
        tagged: whether words have labels instead, so that there are no classes of sentences.
    """
    random = generator(seed, Stream.SPLIT if to == "test" else Stream.VALIDATION)
    split = list(examples)
    members: dict[str, list[int]] = {}
    for i, example in enumerate(split):
        if example.split == "train":
            members.setdefault("" if tagged else example.label, []).append(i)
    labels = [set(example.label.split()) if tagged else {example.label} for example in split]
    left = Counter(label for group in members.values() for i in group for label in labels[i])
    for group in (members[label] for label in sorted(members)):
        wanted = min(round(share * len(group)), len(group) - 1)
        for i in random.permutation(group):
            if wanted and all(left[label] > 1 for label in labels[i]):
                split[i] = replace(split[i], split=to)
                left.subtract(labels[i])
                wanted -= 1
    return tuple(split)
