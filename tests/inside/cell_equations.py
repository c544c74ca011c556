"""Every cell, layer, direction and readout as the papers write them, in plain loops apart from the engine.

tanh: Elman 1990; ReLU: Le et al. 2015; LSTM: Hochreiter and Schmidhuber 1997 with the forget gate of Gers et al. 2000;
GRU: Cho et al. 2014 with the reset gate after the product, as in cuDNN; two directions: Schuster and Paliwal 1997.
Weights are taken by their names and turned, so that columns are what is multiplied. All of it runs with complex
numbers too: a number that is longer by i STEP leaves its derivative in the imaginary part of what depends on it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from rnn_core import ModelConfig, Params, Trace, trace
from tests.inside.equations import STEP, WORDS, Head, sentence
from tests.networks import random_params

GATES = {"tanh": ("h",), "relu": ("h",), "gru": ("r", "z", "n"), "lstm": ("i", "f", "g", "o")}
WRITES = {"tanh": "h", "relu": "h", "gru": "n", "lstm": "g"}  # the gate that would be written into the state


def sigmoid(z: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-z))


def relu(z: np.ndarray) -> np.ndarray:
    return np.where(z.real > 0, z, 0.0)


def bend(cell: str, gate: str) -> Callable[[np.ndarray], np.ndarray]:
    """The non-linearity of a gate."""
    if cell == "relu":
        return relu
    return np.tanh if gate in ("h", "n", "g") else sigmoid


def made_of(cell: str, gates: dict[str, np.ndarray], h: np.ndarray, c: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The new h and c that the gates make of those before; only the LSTM changes c."""
    if cell == "lstm":
        c = gates["f"] * c + gates["i"] * gates["g"]
        return gates["o"] * np.tanh(c), c
    if cell == "gru":
        return (1 - gates["z"]) * gates["n"] + gates["z"] * h, c
    return gates["h"], c


class Nudge(NamedTuple):
    """Which number of a reading is made longer by i STEP.

    Attributes:
        row: in the order of reading: 0 is before any word.
        what: "h" or "c" as it is handed on from there (h stays what the c without the nudge made of it), or "sum i":
            what the gate i adds up to make it.
    """

    layer: int
    direction: int
    row: int
    unit: int
    what: str = "h"


class Weights(NamedTuple):
    """What one layer reads with in one direction: by gate Wx (H, inputs), Wh (H, H), b (H,); the GRU's bn (H,)."""

    Wx: dict[str, np.ndarray]
    Wh: dict[str, np.ndarray]
    b: dict[str, np.ndarray]
    bn: np.ndarray | None


@dataclass
class Held:
    """What one layer holds in one direction, in the order of reading: h and c before any word and after each.

    Attributes:
        sums, gates: of each word, the first that is read first.
    """

    h: list[np.ndarray]
    c: list[np.ndarray]
    sums: list[dict[str, np.ndarray]]
    gates: list[dict[str, np.ndarray]]


class Read(NamedTuple):
    """A sentence that was read.

    Attributes:
        held: by layer and direction.
        inputs: by layer, what it is given for each word.
        words: the top layer's states at each word, forwards and backwards one after the other.
        end: what is read out at the end.
    """

    held: list[list[Held]]
    inputs: list[list[np.ndarray]]
    words: list[np.ndarray]
    end: np.ndarray


@dataclass(frozen=True)
class Equations(Head):
    """A network of any kind.

    Attributes:
        columns: (inputs, V) what each word is to the first layer: a one-hot, or its column of E.
        layers: the weights by layer and direction.
    """

    cell: str
    readout: str
    hidden: int
    columns: np.ndarray
    layers: list[list[Weights]]

    @classmethod
    def of(cls, params: Params) -> "Equations":
        config = params.layout.config
        exact = complex if np.iscomplexobj(params.flat) else float
        W = {name: weights.T.astype(exact) for name, weights in params.named().items()}
        layers = [
            [_weights(config, W, f"{layer or ''}{way}") for way in ("", "_back")[: config.directions]]
            for layer in (None, 2, 3)[: config.layers]
        ]
        columns = W["E"] if config.input == "embedding" else np.eye(params.layout.words)
        return cls(W["Why"], W["by"], config.cell, config.readout, config.hidden_size, columns, layers)

    def read(self, ids: Iterable[int], nudge: Nudge | None = None, longer: int | None = None) -> Read:
        """Read a sentence word by word.

        Args:
            nudge: a number that is made longer on the way; what comes after it goes on from there.
            longer: a word, from 0, whose column is longer by the factor 1 + i STEP there and nowhere else.
        """
        xs = [self.columns[:, i] * (1 + 1j * STEP if t == longer else 1) for t, i in enumerate(ids)]
        T, held, inputs = len(xs), [], []
        for layer, directions in enumerate(self.layers):
            inputs.append(xs)
            held.append([])
            for direction, weights in enumerate(directions):
                here = nudge if nudge is not None and nudge[:2] == (layer, direction) else None
                held[-1].append(self._walk(weights, xs[::-1] if direction else xs, here))
            xs = []
            for t in range(1, T + 1):
                # Read from its end, a sentence has word t in row T + 1 - t.
                rows = [t, T + 1 - t][: len(directions)]
                xs.append(np.concatenate([one.h[row] for one, row in zip(held[-1], rows, strict=True)]))
        return Read(held, inputs, xs, self._end(held[-1], xs))

    def end(self, ids: Iterable[int], nudge: Nudge | None = None, longer: int | None = None) -> np.ndarray:
        """What is read out at the end of a sentence."""
        return self.read(ids, nudge, longer).end

    def loss(self, r: np.ndarray, class_id: int) -> complex:
        """-ln p_c."""
        return -np.log(self.probabilities(r)[class_id])

    def training_loss(self, ids: Iterable[int], class_id: int) -> complex:
        """What training makes smaller: the loss at the end or, where every word is asked, the mean of all."""
        read = self.read(ids)
        if self.readout == "words":
            return sum(self.loss(r, class_id) for r in read.words) / len(read.words)
        return self.loss(read.end, class_id)

    def _walk(self, W: Weights, xs: Sequence[np.ndarray], nudge: Nudge | None) -> Held:
        def nudged(what: str, row: int, values: np.ndarray) -> np.ndarray:
            if nudge is None or (nudge.what, nudge.row) != (what, row):
                return values
            values = values.astype(complex)
            values[nudge.unit] += 1j * STEP
            return values

        nothing = np.zeros(self.hidden)
        held = Held([nudged("h", 0, nothing)], [nudged("c", 0, nothing)], [], [])
        for row, x in enumerate(xs, 1):
            h, c = held.h[-1], held.c[-1]
            sums, gates = {}, {}
            for gate in GATES[self.cell]:
                from_input = nudged(f"sum {gate}", row, W.Wx[gate] @ x + W.b[gate])
                if gate == "n":
                    sums[gate] = from_input + gates["r"] * (W.Wh[gate] @ h + W.bn)
                else:
                    sums[gate] = from_input + W.Wh[gate] @ h
                gates[gate] = bend(self.cell, gate)(sums[gate])
            h, c = made_of(self.cell, gates, h, c)
            held.h.append(nudged("h", row, h))
            held.c.append(nudged("c", row, c))
            held.sums.append(sums)
            held.gates.append(gates)
        return held

    def _end(self, top: list[Held], words: list[np.ndarray]) -> np.ndarray:
        if self.readout == "last":
            return np.concatenate([one.h[-1] for one in top])
        if not words:
            return np.zeros(len(top) * self.hidden)
        if self.readout == "words":
            return words[-1]
        if self.readout == "mean":
            return sum(words) / len(words)
        largest = list(words[0])
        for word in words[1:]:
            for i, value in enumerate(word):
                if value.real > largest[i].real:  # of several that are as large, the first
                    largest[i] = value
        return np.array(largest)


def _weights(config: ModelConfig, W: dict[str, np.ndarray], suffix: str) -> Weights:
    H = config.hidden_size

    def by_gate(name: str) -> dict[str, np.ndarray]:
        rows = W[f"{name}{suffix}"]
        return {gate: rows[k * H : (k + 1) * H] for k, gate in enumerate(GATES[config.cell])}

    return Weights(by_gate("Wxh"), by_gate("Whh"), by_gate("bh"), W.get(f"bn{suffix}"))


def read_with(config: ModelConfig, seed: int, length: int) -> tuple[Params, Trace, Equations]:
    """Random weights for WORDS, a random sentence read with them, and the equations of the network."""
    params = random_params(config, np.random.default_rng(seed))
    return params, trace(params, WORDS, sentence(seed, length)), Equations.of(params)


def undecided(params: Params, sentences: Iterable[Iterable[int]]) -> Equations:
    """The equations of a network after its by was set so that none of its classes is ahead over these sentences."""
    apart = Equations.of(params)
    params.by -= np.mean([apart.scores(apart.end(ids)) for ids in sentences], axis=0)
    return Equations.of(params)


def ways(config: ModelConfig) -> list[tuple[int, int]]:
    """Every layer and direction of a network, from 0."""
    return [(layer, direction) for layer in range(config.layers) for direction in range(config.directions)]


def carries(config: ModelConfig) -> tuple[str, ...]:
    """What a cell hands on from word to word."""
    return ("h", "c") if config.cell == "lstm" else ("h",)
