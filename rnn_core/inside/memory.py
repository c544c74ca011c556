"""How long does it remember? A cue, k filler words, and a target that should be read in the light of the cue."""

from dataclasses import dataclass

import numpy as np

from rnn_core.arrays import Array
from rnn_core.batch import pack_unlabelled
from rnn_core.errors import NotApplicable
from rnn_core.inside.backwards import gradients_from_end
from rnn_core.model import predict
from rnn_core.params import Params
from rnn_core.text import Vocabulary, tokenise

MOST_FILLERS = 40


@dataclass(frozen=True)
class MemoryProbe:
    """The answers to one sentence with more and more fillers in its middle.

    Attributes:
        label: c, the class that it answers without any filler; the loss is that of c.
        probabilities: (K, C) the answer with k = 0 .. K - 1 fillers.
        at_cue: (K,) the length of dL/dh after the cue, in the top layer: how much of the error signal reaches back to
            it. (Of an LSTM, of dL/dh and dL/dc together.)
        at_end: (K,) the same after the last word.
    """

    label: int
    probabilities: Array
    at_cue: Array
    at_end: Array


def memory_probe(params: Params, vocabulary: Vocabulary, cue: str, filler: str, target: str) -> MemoryProbe:
    """Read "cue target", "cue filler target", "cue filler filler target" and so on.

    Args:
        cue, filler, target: any text; unknown words are treated as in any sentence.

    Raises:
        NotApplicable: the network reads in two directions.
    """
    if params.layout.config.directions > 1:
        raise NotApplicable(
            "This asks how far back the end of a sentence reaches. A network that reads in both directions has the cue "
            "near the end of one of them, so it needs one that reads forwards only."
        )
    encoded = [vocabulary.encode(tokenise(text, vocabulary.text)) for text in (cue, filler, target)]
    batch = pack_unlabelled([[*encoded[0], *encoded[1] * k, *encoded[2]] for k in range(MOST_FILLERS + 1)])
    B, p = len(batch), predict(params, batch)  # (K, C), in packed order
    label = int(p[batch.order == 0].argmax())
    dy = p.copy()
    dy[:, label] -= 1.0
    carries = gradients_from_end(params, batch, dy @ params.Why.T).carries[-1][0]
    lengths = np.linalg.norm(carries, axis=1)  # before each sentence's first word, then after every word
    sentences, cue_words = np.arange(B), len(encoded[0])
    after_cue = sentences + (B + sum(batch.counts[: cue_words - 1]) if cue_words else 0)
    after_last = np.where(batch.last > 0, B + batch.last - 1, sentences)
    by_fillers = np.argsort(batch.order)
    return MemoryProbe(
        label=label,
        probabilities=p[by_fillers],
        at_cue=lengths[after_cue][by_fillers],
        at_end=lengths[after_last][by_fillers],
    )
