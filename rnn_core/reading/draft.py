"""Labelled sentences as a file has them, and the dataset that is made of them when they are split."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

import numpy as np

from rnn_core import limits
from rnn_core.dataset import TEST_SHARE, Dataset, Example, split_off
from rnn_core.errors import InvalidDataset, InvalidSetting
from rnn_core.reading import html_text, labels
from rnn_core.text import TextConfig, Tokenised

MAX_SHARE = 0.5  # for testing, and for validation
OWN_HEADER = ("sentence", "label", "split")  # of the files that export.py writes


@dataclass(frozen=True)
class Draft:
    """Labelled sentences before the split.

    Attributes:
        examples: the usable ones, in order; all in train unless a column tells the part.
        has_split: whether one does, and the test part has labels.
        text, tokenised: the same sentences, cut into words, and how.
        unit: what ``Example.at`` counts: "line", "record" or "row".
        notices: what was cleaned or assumed, as sentences.
        problems: what is wrong with which rows; while there are any, there is no dataset.
        too_long: whether some rows have sentences that could be cut, or were.
        unusable: how many rows have a problem, or had it before they were left out.
        labels: what is odd about the labels, and what could be done to them.
        tagged: whether every word has a label.
        several: how many rows have several labels.
        html: what sentences there are with HTML; None if that is not clear.
        too_many: how many rows there are, if that is more than possible and none were left out; then none is read.
    """

    examples: tuple[Example, ...]
    has_split: bool
    text: TextConfig
    tokenised: Tokenised
    unit: str
    notices: tuple[str, ...]
    problems: tuple[str, ...]
    too_long: bool
    unusable: int
    labels: labels.Labels
    tagged: bool = False
    several: int = 0
    html: html_text.Seen | None = None
    too_many: int = 0

    def dataset(
        self,
        test_share: float = TEST_SHARE,
        split_seed: int = 0,
        test_file: "Draft | None" = None,
        validation_share: float = 0.0,
    ) -> Dataset:
        """The dataset, split.

        Args:
            test_share: of each class, for testing; without meaning where a column tells the part.
            split_seed: chooses the test sentences.
            test_file: a second file, cut in the same way, whose sentences are all for testing; then nothing else is.
            validation_share: of each class of what is left for training, set aside to choose the best weights by;
                without meaning where a column tells which sentences those are.

        Returns:
            It; with more different words than are possible the rarest are not kept: see ``told``.

        Raises:
            InvalidDataset: rows have problems, or the labels or the words cannot be used.
            InvalidSetting: a share is not from 0 to MAX_SHARE.
        """
        for purpose, share in (("testing", test_share), ("validation", validation_share)):
            if not 0 <= share <= MAX_SHARE:
                raise InvalidSetting(f"The share for {purpose} is {share!r}; it must be from 0 to {MAX_SHARE}.")
        if self.problems:
            raise InvalidDataset(" ".join(self.problems))
        if self.labels.refusal:
            raise InvalidDataset(self.labels.refusal)
        if test_file is not None:
            if test_file.problems:
                raise InvalidDataset(f"In the test file, {' '.join(test_file.problems)}")
            given, cut = without(self.labels.left_out, test_file.examples, test_file.tokenised)
            own = [replace(e, split="train") if e.split == "test" else e for e in self.examples]
            tests = [replace(e, split="test", at=f"{e.at} of the test file") for e in given]
            examples, tokenised = (*own, *tests), self.tokenised.followed_by(cut)
        else:
            examples, tokenised = self.examples, self.tokenised
            if not self.has_split:
                examples = split_off(examples, "test", test_share, split_seed, self.tagged)
        if validation_share and not any(example.split == "validation" for example in examples):
            examples = split_off(examples, "validation", validation_share, split_seed, self.tagged)
        return Dataset(examples, _with_fewer_words(self.text, examples, tokenised), tokenised, self.tagged)

    def told(self, dataset: Dataset) -> tuple[str, ...]:
        """The notices, and what had to be done to make this dataset of it."""
        count = dataset.text.min_count
        if count == self.text.min_count:
            return self.notices
        different = int((dataset.word_counts > 0).sum())
        return (
            *self.notices,
            f"Words that occur fewer than {count:,} times in training are not kept: of {different:,} different ones at "
            f"most {limits.MAX_VOCABULARY:,} are possible.",
        )


def _with_fewer_words(text: TextConfig, examples: Sequence[Example], tokenised: Tokenised) -> TextConfig:
    """The same with the smallest count for a word as high as the most possible words ask for."""
    in_train = np.repeat([example.split == "train" for example in examples], tokenised.lengths)
    counts = np.sort(np.bincount(tokenised.ids[in_train], minlength=len(tokenised.words)))[::-1]
    most = limits.MAX_VOCABULARY
    if len(counts) <= most or counts[most] < text.min_count or counts[0] == counts[most]:  # (then none would be left)
        return text
    return replace(text, min_count=int(counts[most]) + 1)


def without(
    left_out: Set[str], examples: Sequence[Example], tokenised: Tokenised
) -> tuple[Sequence[Example], Tokenised]:
    """Sentences without those of some labels."""
    kept = [i for i, example in enumerate(examples) if example.label not in left_out]
    return (examples, tokenised) if len(kept) == len(examples) else ([examples[i] for i in kept], tokenised.only(kept))
