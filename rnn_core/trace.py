"""One sentence, every step: what the network holds and what it would answer after each word."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from rnn_core.arrays import Array
from rnn_core.batch import Batch, Corpus, pack, pack_all_unlabelled, pack_unlabelled
from rnn_core.bptt import Unrolled
from rnn_core.layout import Layout
from rnn_core.model import LayerRead, read_layers, read_out, read_out_at_end
from rnn_core.params import Params
from rnn_core.readout import READOUTS, log_softmax, scores
from rnn_core.text import Vocabulary, tokenise


@dataclass(frozen=True)
class DirectionTrace:
    """What one layer holds while it reads a sentence in one direction.

    Rows are in the order of reading: row 0 is before any word; backwards, row 1 is after the last word.

    Attributes:
        states: (1 + T, H) the hidden states, h_0 = 0 first.
        cells: (1 + T, H) the LSTM's cell states, c_0 = 0 first; None for other cells.
        gates: (T, H) each gate's value at every word, by its name; for tanh and ReLU the new state itself, "h".
    """

    states: Array
    cells: Array | None
    gates: Mapping[str, Array]


@dataclass(frozen=True)
class Trace:
    """A sentence read word by word. Step 0 is before any word, where h_0 = 0.

    Attributes:
        tokens: every word of the sentence as the tokeniser cut it.
        known: for each token, whether the network knows it.
        words: (T,) those that were read: the known ones, and the others too if there is an unknown word.
        ids: (T,) their rows of the table, which are the columns of the equations' Wxh or E.
        layers: what each layer holds, forwards and, if there are two directions, backwards.
        inputs: (T, inputs) what each layer is given for every word; None for one-hot words.
        read_out: (1 + T, W) what is read out if the sentence ends after each word. (With two directions that is read
            anew for each beginning of the sentence; with a readout at every word it is what is read out at each word of
            the whole sentence.)
        scores: (1 + T, C) y_t = Why r_t + by.
        probabilities: (1 + T, C) softmax(y_t): the answer if the sentence ended there. Unless every word is asked,
            only the one at the last step is what training optimises.
    """

    tokens: tuple[str, ...]
    known: tuple[bool, ...]
    words: tuple[str, ...]
    ids: tuple[int, ...]
    layers: tuple[tuple[DirectionTrace, ...], ...]
    inputs: tuple[Array | None, ...]
    read_out: Array
    scores: Array
    probabilities: Array

    @property
    def states(self) -> Array:
        """(1 + T, H) h_0 .. h_T of the top layer, forwards."""
        return self.layers[-1][0].states

    def batch(self, label: int | None = None) -> Batch:
        """The sentence alone in a batch, for the engine.

        Args:
            label: the class that it is held against, if it is.
        """
        return pack(Corpus.of([self.ids], None if label is None else [label]), [0])

    @property
    def unknown(self) -> tuple[str, ...]:
        """The words it does not know, each once, in the order of the sentence."""
        missing = (token for token, known in zip(self.tokens, self.known, strict=True) if not known)
        return tuple(dict.fromkeys(missing))


def trace(params: Params, vocabulary: Vocabulary, sentence: str) -> Trace:
    """Read a sentence with a network; any text will do, unknown words and no words at all included.

    Raises:
        ValueError: the vocabulary is not the one that the weights belong to.
    """
    layout = params.layout
    if vocabulary.rows != layout.words:
        raise ValueError(f"{vocabulary.rows} words, but weights for {layout.words}")
    tokens = tokenise(sentence, vocabulary.text)
    known = tuple(token in vocabulary for token in tokens)
    words = tokens if vocabulary.unknown_id is not None else tuple(t for t in tokens if t in vocabulary)
    ids = vocabulary.encode(words)
    batch = pack_unlabelled([ids])  # a batch of one: its packed order is the sentence's own
    layers = read_layers(params, batch)
    r = _read_out_after_each_word(params, batch, layers)
    y = scores(params, r)
    return Trace(
        tokens=tokens,
        known=known,
        words=words,
        ids=tuple(ids),
        layers=tuple(tuple(_opened(layout, read) for read in layer.directions) for layer in layers),
        inputs=tuple(layer.x for layer in layers),
        read_out=r,
        scores=y,
        probabilities=np.exp(log_softmax(y)),
    )


def _opened(layout: Layout, read: Unrolled) -> DirectionTrace:
    H, cell = layout.hidden, layout.cell
    return DirectionTrace(
        states=read.states(H),
        cells=read.carry[:, H:] if cell.carries > 1 else None,
        gates={name: read.saved[:, k * H : (k + 1) * H] for k, name in enumerate(cell.gates)},
    )


def _read_out_after_each_word(params: Params, batch: Batch, layers: list[LayerRead]) -> Array:
    """(1 + T, W)."""
    layout = params.layout
    readout = READOUTS[layout.config.readout]
    if layout.config.directions == 1:
        return readout.after_each_word(layers[-1].directions[0].states(layout.hidden))
    if layout.config.readout == "words":
        r = read_out(params, batch, layers)
        return np.vstack([np.zeros_like(r[:1]) if len(r) else np.zeros((1, layout.read_out), r.dtype), r])
    words = batch.words.tolist()
    r = np.empty((1 + len(words), layout.read_out), params.flat.dtype)
    for beginnings in pack_all_unlabelled([words[:t] for t in range(1 + len(words))]):
        r[beginnings.order] = read_out_at_end(params, beginnings)
    return r
