"""How long does it remember? A cue, k filler words, and a target that should be read in the light of the cue."""

from dataclasses import dataclass

import numpy as np

from rnn_core.inside.backwards import loss_gradients
from rnn_core.params import Array, Params
from rnn_core.text import Vocabulary
from rnn_core.trace import trace

MOST_FILLERS = 40


@dataclass(frozen=True)
class MemoryProbe:
    """The answers to one sentence with more and more fillers in its middle.

    Attributes:
        label: c, the class that it answers without any filler; the loss is that of c.
        probabilities: (K, C) the answer with k = 0 .. K - 1 fillers.
        at_cue: (K,) the length of dL/dh after the cue: how much of the error signal reaches back to it.
        at_end: (K,) the length of dL/dh after the last word.
    """

    label: int
    probabilities: Array
    at_cue: Array
    at_end: Array


def memory_probe(params: Params, vocabulary: Vocabulary, cue: str, filler: str, target: str) -> MemoryProbe:
    """Read "cue target", "cue filler target", "cue filler filler target" and so on.

    Args:
        cue, filler, target: any text; unknown words are treated as in any sentence.
    """
    sentences = [" ".join([cue, *[filler] * k, target]) for k in range(MOST_FILLERS + 1)]
    reads = [trace(params, vocabulary, sentence) for sentence in sentences]
    cue_words = len(trace(params, vocabulary, cue).words)
    label = int(reads[0].probabilities[-1].argmax())
    lengths = [np.linalg.norm(loss_gradients(params, read, label), axis=1) for read in reads]
    return MemoryProbe(
        label=label,
        probabilities=np.array([read.probabilities[-1] for read in reads]),
        at_cue=np.array([along[cue_words] for along in lengths]),
        at_end=np.array([along[-1] for along in lengths]),
    )
