"""The sentences that an export is tried on, and what the network says to them: whoever runs the file sees it agree."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rnn_core.answers import require_sentences
from rnn_core.arrays import Array
from rnn_core.batch import pack_unlabelled
from rnn_core.ensemble import predict_words_mean
from rnn_core.model_files import SavedModel
from rnn_core.seeds import Stream, generator
from rnn_core.text import tokenise

MOST = 20  # sentences in a file
TOLERANCE = {"float64": 1e-12, "float32": 1e-5}  # how far two probabilities may lie apart, by the weights' precision

_WORDS = 6  # of a sentence that is made up


@dataclass(frozen=True, eq=False)
class Proved:
    """One sentence, and what the network says to it.

    Attributes:
        words: those that are read, without what the network skips.
        rows: (n,) their rows of the table.
        probabilities: (C,) of each class; of a model that gives each word a label (n, C).
    """

    sentence: str
    words: tuple[str, ...]
    rows: tuple[int, ...]
    probabilities: Array


def proved(model: SavedModel, sentences: Sequence[str]) -> list[Proved]:
    """What a model says to the first few of these sentences; to some of its own where there are none.

    Raises:
        TypeError: it is one sentence, or something in it is no str.
    """
    chosen = require_sentences(sentences)[:MOST] or _own_sentences(model)
    vocabulary = model.vocabulary
    answers = model.predict(chosen)[0]
    made = []
    for sentence, answer in zip(chosen, answers, strict=True):
        words = tokenise(sentence, vocabulary.text)
        read = tuple(word for word in words if vocabulary.unknown_id is not None or word in vocabulary)
        rows = vocabulary.encode(words)
        said = predict_words_mean(model.kept, pack_unlabelled([rows])) if model.tagged else answer
        made.append(Proved(sentence, read, tuple(rows), said))
    return made


def _own_sentences(model: SavedModel) -> list[str]:
    """Sentences to try a model on: some that it was tested on if the file holds them, else words of it at random."""
    if model.dataset is not None:
        tested = model.dataset.examples_of("test") or model.dataset.examples_of("train")
        return [example.sentence for example in tested[:MOST]]
    random = generator(0, Stream.SAMPLE)
    words = np.array(model.vocabulary.words, dtype=object)
    return [" ".join(random.choice(words, n)) for n in range(1, _WORDS + 1)] if len(words) else [""]
