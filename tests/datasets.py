"""Labelled sentences for the tests: a few written as rows, or many of any size."""

import numpy as np

from rnn_core import Dataset, Example, TextConfig

# Labels and words that something on the way might take for its own: a key, a path into a record, a tag, a formula.
TREACHEROUS = ("__proto__", "index", "a.b", "<b>", "count()", "constructor", "names", "slot", "datum['x']", "[0]")


def rows(*lines: str, **text) -> Dataset:
    """Rows "sentence | label" or "sentence | label | part"; row 1 stands in line 1."""
    examples = []
    for number, line in enumerate(lines, 1):
        sentence, label, part = (*(cell.strip() for cell in line.split("|")), "train")[:3]
        examples.append(Example(sentence, label, part, str(number)))
    return Dataset(tuple(examples), TextConfig(**text))


def tagged(*lines: str, **text) -> Dataset:
    """Sentences "word/TAG word/TAG" or "word/TAG word/TAG | part"; row 1 stands in line 1."""
    examples = []
    for number, line in enumerate(lines, 1):
        pairs, part = (*(cell.strip() for cell in line.split("|")), "train")[:2]
        words, tags = ([pair.rpartition("/")[i] for pair in pairs.split()] for i in (0, 2))
        examples.append(Example(" ".join(words), " ".join(tags), part, str(number)))
    return Dataset(tuple(examples), TextConfig(**text), tagged=True)


def drawn(sentences: int, classes: int, words: int = 120, seed: int = 0, test_every: int = 4) -> Dataset:
    """Sentences of 3 to 12 words, every so many of them for testing.

    Each class has words that it likes more than the others do, and one label in eight is not what the words say.
    """
    random = np.random.default_rng(seed)
    likes = random.dirichlet(np.full(words, 0.4), size=classes)
    examples = []
    for i in range(sentences):
        # The first ones go through all classes, so that train has each.
        label = i % classes if i < 2 * classes else int(random.integers(classes))
        meant = int(random.integers(classes)) if random.random() < 1 / 8 else label
        ids = random.choice(words, size=random.integers(3, 13), p=likes[meant])
        part = "test" if i >= 2 * classes and i % test_every == 0 else "train"
        examples.append(Example(" ".join(f"w{word}" for word in ids), f"class {label}", part, str(i + 1)))
    return Dataset(tuple(examples))
