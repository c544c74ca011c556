"""How long does it remember? A cue, k filler words, and a target that should be read in the light of the cue."""

from dataclasses import dataclass

import numpy as np

from rnn_core.batch import Corpus, pack
from rnn_core.bptt import backpropagate, unroll
from rnn_core.model import log_softmax
from rnn_core.params import Array, Gradients, Params
from rnn_core.text import Vocabulary, tokenise

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
    cut = [vocabulary.encode(tokenise(text, vocabulary.text)) for text in (cue, filler, target)]
    encoded = [[*cut[0], *cut[1] * k, *cut[2]] for k in range(MOST_FILLERS + 1)]
    batch = pack(Corpus.of(encoded, [0] * len(encoded)), range(len(encoded)))
    states = unroll(params, batch)
    p = np.exp(log_softmax(states[batch.last] @ params.Why + params.by))  # (K, C), in packed order
    label = int(p[batch.order == 0].argmax())
    dy = p.copy()
    dy[:, label] -= 1.0
    at_end = dy @ params.Why.T  # (K, H) each sentence's own dL/dh_n, not that of a mean
    scratch = Gradients(params.shape, batch.vocabulary_rows, params.flat.dtype)
    dz = backpropagate(params, batch, states, at_end.copy(), scratch, "correct")
    at_cue = at_end.copy()  # of a sentence that ends with the cue
    if len(cut[0]) < len(batch.counts):
        first = sum(batch.counts[: len(cut[0])])  # the words after the cue, of the sentences that have one
        n = batch.counts[len(cut[0])]
        at_cue[:n] = dz[first : first + n] @ params.Whh.T
    by_fillers = np.argsort(batch.order)
    return MemoryProbe(
        label=label,
        probabilities=p[by_fillers],
        at_cue=np.linalg.norm(at_cue[by_fillers], axis=1),
        at_end=np.linalg.norm(at_end[by_fillers], axis=1),
    )
