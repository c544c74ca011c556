"""From a sentence to word ids: cut at white space, fold case, look each word up."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field


def tokenise(sentence: str) -> tuple[str, ...]:
    """The words of a sentence, in order; an empty or blank sentence has none.

    Unicode forms that look alike are made alike first (NFKC), then case is folded ("Ｇood" and "GOOD"
    both become "good"), then the sentence is cut at white space.
    """
    folded = unicodedata.normalize("NFKC", sentence).casefold()
    return tuple(unicodedata.normalize("NFKC", folded).split())


@dataclass(frozen=True)
class Vocabulary:
    """The words a network knows, sorted, so that every process numbers them alike.

    (A list made from a Python set changes its order from process to process with the hash seed:
    then no random seed can reproduce a run.)

    Attributes:
        words: (V,) the known words in code-point order; a word's id is its position.
    """

    words: tuple[str, ...]
    _ids: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_ids", {word: i for i, word in enumerate(self.words)})

    @classmethod
    def of(cls, sentences: Iterable[str]) -> "Vocabulary":
        """The vocabulary of some sentences, whatever their order."""
        return cls(tuple(sorted({word for sentence in sentences for word in tokenise(sentence)})))

    def __len__(self) -> int:
        return len(self.words)

    def __contains__(self, word: str) -> bool:
        return word in self._ids

    def encode(self, words: Iterable[str]) -> list[int]:
        """The ids of the known words among ``words``, in order; unknown ones are skipped."""
        return [self._ids[word] for word in words if word in self._ids]
