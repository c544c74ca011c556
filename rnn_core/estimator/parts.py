"""The sentences of one call as a dataset, for a network whose classes, and perhaps words, are settled before."""

from dataclasses import dataclass
from functools import cached_property

from rnn_core.arrays import IntArray
from rnn_core.dataset import Dataset, Example, split_off
from rnn_core.text import TextConfig, Vocabulary


@dataclass(frozen=True)
class Part(Dataset):
    """A dataset that need not have sentences of every class.

    Args:
        all_classes: the labels that there are, sorted.
        known: the words of the network; without it those of the training sentences.
    """

    all_classes: tuple[str, ...] = ()
    known: Vocabulary | None = None

    @cached_property
    def classes(self) -> tuple[str, ...]:
        """(C,) all of them."""
        return self.all_classes

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words that the network knows."""
        return super().vocabulary if self.known is None else self.known


def part(
    sentences: list[str],
    ids: IntArray,
    classes: int,
    text: TextConfig,
    known: Vocabulary | None = None,
    validation_share: float = 0.0,
    seed: int = 0,
) -> Part:
    """Sentences and their class ids as a dataset, a share of each class set aside for validation.

    Raises:
        InvalidDataset: too many sentences, or too many different words.
    """
    width = len(str(classes))
    labels = [f"{i:0{width}}" for i in range(classes)]  # their order is that of the ids
    examples = tuple(Example(sentence, labels[i]) for sentence, i in zip(sentences, ids, strict=True))
    if validation_share:
        examples = split_off(examples, "validation", validation_share, seed)
    return Part(examples, text, all_classes=tuple(labels), known=known)
