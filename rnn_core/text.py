"""From a sentence to word ids: make letters alike, cut into words, look each word up."""

import re
import unicodedata
from array import array
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from rnn_core.errors import InvalidSetting, require_choice
from rnn_core.imports import without

Tokeniser = Literal["whitespace", "words", "characters"]
Unknown = Literal["skip", "vector"]


@dataclass(frozen=True)
class TextConfig:
    """How a sentence becomes words.

    Raises:
        InvalidSetting: a value is out of its range.
    """

    tokeniser: Tokeniser = "whitespace"  # at white space; into words and punctuation; into single characters
    fold_case: bool = True  # "GOOD" and "good" are one word
    min_count: int = 1  # how often a word must occur in training to be kept
    unknown: Unknown = "skip"  # a word that is not kept: skipped, or read as one shared unknown word

    def __post_init__(self) -> None:
        require_choice("way to cut words", self.tokeniser, get_args(Tokeniser))
        require_choice("treatment of unknown words", self.unknown, get_args(Unknown))
        if not isinstance(self.fold_case, bool):
            raise InvalidSetting(f"Whether case is folded is {self.fold_case!r}; it must be True or False.")
        if isinstance(self.min_count, bool) or not isinstance(self.min_count, int) or self.min_count < 1:
            raise InvalidSetting(
                f"The smallest count of a word is {self.min_count!r}; it must be a whole number, 1 or larger."
            )


DEFAULT = TextConfig()

# Characters that are not seen: a zero-width space is a space between words; soft hyphens, byte order marks, the
# marks that turn the direction of writing and those that ask for a heart in colour or in black are nothing.
# Joiners stay: they hold emoji and Persian words together.
INVISIBLE = {0x200B: " ", **dict.fromkeys([0xAD, 0xFEFF, 0x200E, 0x200F, *range(0x202A, 0x202F)], "")}
INVISIBLE |= dict.fromkeys([*range(0x2066, 0x206A), 0xFE0E, 0xFE0F], "")
_HAS_INVISIBLE = re.compile("[" + "".join(map(chr, INVISIBLE)) + "]")


def tokenise(sentence: str, config: TextConfig = DEFAULT) -> tuple[str, ...]:
    """The words of a sentence, in order; an empty or blank sentence has none.

    Unicode forms that look alike are made alike first (NFKC: "Ｇood" is "Good", e + accent is é), invisible
    characters are dropped, then case is folded if wanted ("GOOD" becomes "good", "ß" "ss"), then the sentence
    is cut.
    """
    if not sentence.isascii():
        if _HAS_INVISIBLE.search(sentence):
            sentence = sentence.translate(INVISIBLE)
        sentence = unicodedata.normalize("NFKC", sentence)
    if config.fold_case:
        sentence = sentence.casefold()
        if not sentence.isascii():
            sentence = unicodedata.normalize("NFKC", sentence)
    return tuple(_tokeniser(config.tokeniser)(sentence))


@lru_cache
def tweet_patterns() -> tuple[Any, Any]:
    """NLTK's patterns of signs that hang on ("!!!!!!!!"), and of a word of a tweet; compiled by the package regex.

    The second keeps "don't", ":-)" and emoji whole, in any language that puts spaces between words. The steps of
    ``_tokeniser`` are those of NLTK's tokenize(), which would also turn "&#xD800;" into half a character.
    """
    with without("scipy", "sklearn", "matplotlib"):  # 16 MB instead of 97, 0.2 s instead of 1.1
        from nltk.tokenize.casual import HANG_RE, TweetTokenizer

    return HANG_RE, TweetTokenizer().WORD_RE


@lru_cache
def _tokeniser(name: Tokeniser) -> Callable[[str], Iterable[str]]:
    """What cuts a sentence; libraries are imported only when they are needed, for they are large."""
    if name == "words":
        hanging, tweets = tweet_patterns()

        def words(sentence: str) -> Iterable[str]:
            sentence = hanging.sub(r"\1\1\1", sentence.replace("’", "'"))  # "!!!!!!!!" is "!!!"
            return (word for word in tweets.findall(sentence) if not word.isspace())

        return words
    if name == "characters":
        import regex

        # A character as a reader sees it: a letter with its accents, an emoji with its joiners.
        clusters = regex.compile(r"\X")
        return lambda sentence: (c for c in clusters.findall(sentence) if not c.isspace())
    return str.split


@dataclass(frozen=True)
class Tokenised:
    """Sentences cut into words, each different word kept once.

    Attributes:
        words: every different word, in order of first appearance.
        ids: (N,) the words of all sentences, one after the other, as positions in ``words``.
        offsets: (S + 1,) sentence i is ``ids[offsets[i]:offsets[i + 1]]``.
    """

    words: tuple[str, ...]
    ids: NDArray[np.int32]
    offsets: NDArray[np.intp]

    @property
    def lengths(self) -> NDArray[np.intp]:
        """(S,) words in each sentence."""
        return np.diff(self.offsets)

    def alike(self) -> list[list[int]]:
        """Which sentences are the same, word for word: a group for each different one, in order of appearance."""
        groups: dict[bytes, list[int]] = {}
        for i, (start, stop) in enumerate(pairwise(self.offsets)):
            groups.setdefault(self.ids[start:stop].tobytes(), []).append(i)
        return list(groups.values())

    def only(self, sentences: Iterable[int]) -> "Tokenised":
        """Some of these sentences."""
        collector = Collector()
        for i in sentences:
            ids = self.ids[self.offsets[i] : self.offsets[i + 1]]
            collector.add([self.words[word] for word in ids.tolist()])
        return collector.finished()

    def followed_by(self, other: "Tokenised") -> "Tokenised":
        """These sentences and then the others, which were cut in the same way."""
        words = tuple(dict.fromkeys((*self.words, *other.words)))
        known = {word: i for i, word in enumerate(words)}
        ids = np.array([known[word] for word in other.words], dtype=np.int32)[other.ids]
        return Tokenised(
            words, np.concatenate([self.ids, ids]), np.concatenate([self.offsets, len(self.ids) + other.offsets[1:]])
        )


class Collector:
    """Collects sentences that are cut, one at a time, into a Tokenised."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {}
        self._ids = array("i")
        self._offsets = [0]

    def add(self, words: Iterable[str]) -> None:
        """One more sentence."""
        known = self._known
        self._ids.extend([known.setdefault(word, len(known)) for word in words])
        self._offsets.append(len(self._ids))

    def finished(self) -> Tokenised:
        """All of them."""
        ids, offsets = np.array(self._ids, dtype=np.int32), np.array(self._offsets, dtype=np.intp)
        return Tokenised(tuple(self._known), ids, offsets)


@dataclass(frozen=True)
class Vocabulary:
    """The words a network knows, sorted, so that every process numbers them alike.

    (A list made from a Python set changes its order from process to process with the hash seed:
    then no random seed can reproduce a run.)

    Attributes:
        words: (V,) the known words in code-point order; a word's id is its position.
        text: how a sentence is cut, and what becomes of a word that is not known.
    """

    words: tuple[str, ...]
    text: TextConfig = DEFAULT
    _ids: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_ids", {word: i for i, word in enumerate(self.words)})

    def __len__(self) -> int:
        return len(self.words)

    def __contains__(self, word: str) -> bool:
        return word in self._ids

    @property
    def unknown_id(self) -> int | None:
        """The row of the unknown word, after all known ones; it has no name, so no word can clash with it."""
        return len(self.words) if self.text.unknown == "vector" else None

    @property
    def rows(self) -> int:
        """How many rows Wxh needs: the known words and, if there is one, the unknown word."""
        return len(self.words) + (self.unknown_id is not None)

    def encode(self, words: Iterable[str]) -> list[int]:
        """The ids of ``words``, in order; an unknown one is skipped or becomes the unknown word."""
        ids = (self._ids.get(word, self.unknown_id) for word in words)
        return [i for i in ids if i is not None]
