"""Task sets: sentences made and labelled by a known rule, each a thing that some networks can do and others cannot.

    python -m rnn_core.task_sets [FOLDER]      writes all of them, the same bytes each time; into data/ if none is named

The rules stand in data/README.md; tests/test_task_sets.py labels every sentence once more, on its own. Marked recall is
a relative of the adding problem (Hochreiter and Schmidhuber 1997), in which marks say what to keep; the latch is that
of Bengio, Simard and Frasconi (1994), parity that of Minsky and Papert (1969); brackets and majority want counting
(Weiss, Goldberg and Yahav 2018); a negation reaches as far as in data/sentiment.csv.
"""

import argparse
import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from rnn_core.bundled import DATA
from rnn_core.dataset import Example
from rnn_core.errors import InvalidSetting, require_choice
from rnn_core.limits import MAX_SENTENCE_WORDS

ANIMALS = ("cat", "cow", "dog", "hen")
RECALL_FILLERS = "we walk on and see the old road a tree some rain then home by noon".split()
LATCH_FILLERS = "then we walk on past the old mill".split()
GRAMMAR = {  # a name stands for any one of its texts
    "CLAUSE": ("SOMEONE_IS NO HOW", "WHO DOES WHAT"),
    "SOMEONE_IS": ("i am", "you are", "we are", "they are"),
    "NO": ("", "not", "never"),
    "HOW": ("MOOD", "BODY", "very MOOD", "very BODY", "MOOD and BODY", "MOOD or BODY"),
    "MOOD": ("happy", "sad"),
    "BODY": ("hungry", "tired"),
    "WHO": ("i", "you", "we", "they"),
    "DOES": ("VERB", "do not VERB", "never VERB"),
    "VERB": ("see", "like", "hear"),
    "WHAT": ("ANIMAL", "WEATHER", "ANIMAL and WEATHER", "ANIMAL or WEATHER"),
    "ANIMAL": ("the dog", "the bird"),
    "WEATHER": ("the rain", "the wind"),
}
MOST_DRAWS = 100  # for one sentence of each label, on average
_END = MAX_SENTENCE_WORDS + 1

Draw = Callable[[np.random.Generator, int, str], list[str]]
Tag = Callable[[Sequence[str]], list[str]]


@dataclass(frozen=True)
class Task:
    """A rule, and how many sentences of which lengths are made by it if nothing else is said.

    Attributes:
        name, title, shows: its file without ".csv"; a word or two for a person; one line on what it is for.
        labels: the C classes; a single empty one where words are tagged.
        lengths: those that there are, in words.
        draw: (random, length, label) -> a sentence with that label, a list of ``length`` words.
        tag: n words -> n tags, where words are tagged.
    """

    name: str
    title: str
    shows: str
    labels: tuple[str, ...]
    lengths: range
    sentences: int
    shortest: int
    longest: int
    draw: Draw
    tag: Tag | None = None

    @property
    def tagged(self) -> bool:
        """Whether each word has a tag, instead of each sentence a label."""
        return self.tag is not None


TASKS: dict[str, Task] = {}


def _task(
    title: str, shows: str, labels: tuple[str, ...], lengths: range, made: tuple[int, int, int], tag: Tag | None = None
) -> Callable[[Draw], Draw]:
    """Enter the function below as the ``draw`` of a task of its name; ``made`` is sentences, shortest, longest."""

    def enter(draw: Draw) -> Draw:
        TASKS[draw.__name__] = Task(draw.__name__, title, shows, labels, lengths, *made, draw, tag)
        return draw

    return enter


def _some(random: np.random.Generator, words: Sequence[str], number: int) -> list[str]:
    """(number,) words drawn independently."""
    return [words[i] for i in random.integers(len(words), size=number)]


@_task(
    "Marked recall", "Choosing what to keep: which animal is to be remembered?", ANIMALS, range(6, _END), (500, 8, 20)
)
def marked_recall(random: np.random.Generator, length: int, label: str) -> list[str]:
    """Every animal as often as any other, with fillers, in any order; "remember" before one that is ``label``."""
    animals = ANIMALS * ((length - 1) // 5)
    others = [*animals, *_some(random, RECALL_FILLERS, length - 1 - len(animals))]
    words = [others[i] for i in random.permutation(len(others))]
    places = [i for i, word in enumerate(words) if word == label]
    words.insert(places[random.integers(len(places))], "remember")
    return words


def _balanced(random: np.random.Generator, length: int) -> list[str]:
    """Brackets that match; wherever either kind is possible a coin decides."""
    words: list[str] = []
    for i in range(length):
        depth = words.count("(") - words.count(")")
        words.append("(" if depth == 0 or (depth < length - i and random.integers(2)) else ")")
    return words


@_task(
    "Brackets",
    "Counting up and down: does every bracket match?",
    ("balanced", "unbalanced"),
    range(2, _END, 2),
    (500, 2, 16),
)
def brackets(random: np.random.Generator, length: int, label: str) -> list[str]:
    """Balanced; or a near miss, made of a balanced one: two brackets are exchanged or one is turned round."""
    exchange, (low, high) = random.integers(2), (1, length - 1) if length > 4 else (0, length)  # the ends stay right
    while True:
        words = _balanced(random, length)
        if label == "balanced":
            return words
        i, j = random.integers(low, high, size=2)
        if exchange:
            words[i], words[j] = words[j], words[i]
        else:
            words[i] = "(" if words[i] == ")" else ")"
        depths = np.cumsum([1 if word == "(" else -1 for word in words])
        if depths[-1] != 0 or depths.min() < 0:
            return words


@_task(
    "Parity",
    "Every flip counts: is the lamp, off at first, on in the end?",
    ("off", "on"),
    range(1, _END),
    (600, 1, 10),
)
def parity(random: np.random.Generator, length: int, label: str) -> list[str]:
    """A coin for each word but the last, which makes the label true."""
    words = _some(random, ("flip", "stay"), length - 1)
    odd = words.count("flip") % 2 == 1
    return [*words, "stay" if odd == (label == "on") else "flip"]


@_task("Latch", "Holding one bit: what was the first word?", ("left", "right"), range(2, _END), (500, 21, 21))
def latch(random: np.random.Generator, length: int, label: str) -> list[str]:
    """The label, then fillers."""
    return [label, *_some(random, LATCH_FILLERS, length - 1)]


@_task("Majority", "Counting votes: which word comes more often?", ("no", "yes"), range(1, _END, 2), (500, 1, 25))
def majority(random: np.random.Generator, length: int, label: str) -> list[str]:
    """A coin for each vote; where the other side has won, every vote is turned round."""
    votes = _some(random, ("no", "yes"), length)
    return votes if 2 * votes.count(label) > length else ["no" if vote == "yes" else "yes" for vote in votes]


def _tags(words: Sequence[str]) -> list[str]:
    """n words -> n tags: after "not" or "never" all are negated, up to the next "and" or "but" or the end."""
    tags, negated = [], False
    for word in words:
        negated = negated and word not in ("and", "but")
        tags.append("negated" if negated else "plain")
        negated = negated or word in ("not", "never")
    return tags


def _expand(random: np.random.Generator, word: str) -> list[str]:
    """The words that a name of the grammar stands for; any other word stands for itself."""
    if word not in GRAMMAR:
        return [word]
    (text,) = _some(random, GRAMMAR[word], 1)
    return [leaf for part in text.split() for leaf in _expand(random, part)]


@_task("Negation", "An answer for each word: does a negation reach it?", ("",), range(3, _END), (500, 3, 16), _tags)
def negation_tags(random: np.random.Generator, length: int, label: str) -> list[str]:
    """Clauses with "and" or "but" between them, begun anew whenever they get too long."""
    words = _expand(random, "CLAUSE")
    while len(words) != length:
        longer = [*words, *_some(random, ("and", "but"), 1), *_expand(random, "CLAUSE")]
        words = longer if len(longer) <= length else _expand(random, "CLAUSE")
    return words


def make(
    name: str, seed: int = 0, sentences: int | None = None, longest: int | None = None, shortest: int | None = None
) -> tuple[Example, ...]:
    """Different sentences of one task, first those to learn from, then a fifth to be tested on.

    For each sentence there is one of every other label and the same length in the same part: C of them are a group.

    Args:
        name: which of ``TASKS``.
        seed: 0 is that of the files in data/. Where a task has few short sentences, other seeds give them too.
        sentences: how many; whole groups if it is a multiple of C, and a fifth of them to be tested on if of 5 C.
        longest, shortest: in words. Each of the task's lengths between them is as likely as any other, as long as
            there are sentences left. ``shortest`` is at most ``longest`` where it is not given.

    Returns:
        Sentences with their labels. Where words are tagged, the label is the tags with single blanks between.

    Raises:
        InvalidSetting: there is no such task or length, or there are hardly as many different sentences.
    """
    require_choice("task", name, tuple(TASKS))
    task, random = TASKS[name], np.random.default_rng(seed)  # not one of the streams that seeds.py spawns
    sentences = task.sentences if sentences is None else sentences
    longest = task.longest if longest is None else longest
    shortest = min(task.shortest, longest) if shortest is None else shortest
    lengths = [length for length in task.lengths if shortest <= length <= longest]
    if not lengths:
        raise InvalidSetting(f"The task {name} has no sentences of {shortest} to {longest} words.")
    groups: list[list[str]] = []
    seen: set[str] = set()
    wanted, draws = -(-sentences // len(task.labels)), 0
    while len(groups) < wanted:
        if draws == MOST_DRAWS * wanted:
            raise InvalidSetting(f"The task {name} has not {sentences} sentences of {shortest} to {longest} words.")
        draws += 1
        length = lengths[random.integers(len(lengths))]
        group = [" ".join(task.draw(random, length, label)) for label in task.labels]
        if seen.isdisjoint(group):
            groups.append(group)
            seen.update(group)
    examples = []
    for i, k in enumerate(random.permutation(wanted)):  # drawn last are longer ones: the short were used up
        for sentence, label in zip(groups[k], task.labels, strict=True):
            answer = " ".join(task.tag(sentence.split())) if task.tag else label
            examples.append(Example(sentence, answer, "train" if i < wanted - wanted // 5 else "test"))
    return tuple(examples[:sentences])


def as_csv(task: Task, examples: Sequence[Example]) -> bytes:
    """The bytes of a file: a heading, then a row for each sentence; every line ends with a line feed alone."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("sentence", "tags" if task.tagged else "label", "split"))
    writer.writerows((example.sentence, example.label, example.split) for example in examples)
    return text.getvalue().encode()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m rnn_core.task_sets", description="Write all task sets as CSV.")
    parser.add_argument("folder", nargs="?", type=Path, default=DATA, metavar="FOLDER", help="data/ if none is named")
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    for task in TASKS.values():
        (folder / f"{task.name}.csv").write_bytes(as_csv(task, make(task.name)))
