"""One word's step, term by term: each gate's sum z = Wx x + Wh h_{t-1} + b, and the state that the gates make.

Here the code's rows become the equations' columns: a matrix of terms has a row for each unit of the new state.
"""

from dataclasses import dataclass

from rnn_core.arrays import Array
from rnn_core.params import Params
from rnn_core.trace import Trace


@dataclass(frozen=True)
class Gate:
    """One gate's sum, term by term; for tanh and ReLU the only one, whose value is the new state.

    Attributes:
        name: as in ``Cell.gates``.
        from_input: (H,) Wx x_t: for one-hot words the column of Wxh that the word picks.
        input_terms: (H, inputs) its terms, Wx_ij x_j; None for one-hot words, of which there is one.
        from_state: (H, H) the terms of Wh h_{t-1}: row i holds Wh_ij h_{t-1,j}.
        bias: (H,) b.
        second_bias: (H,) the GRU's bn; None for other gates.
        reset: (H,) the reset gate, which multiplies what comes from the state, second bias included; None for others.
        value: (H,) the gate's value as the network holds it.
    """

    name: str
    from_input: Array
    input_terms: Array | None
    from_state: Array
    bias: Array
    second_bias: Array | None
    reset: Array | None
    value: Array

    @property
    def before(self) -> Array:
        """(H,) what the state before the word adds."""
        before: Array = self.from_state.sum(axis=1)
        if self.second_bias is not None:
            before = before + self.second_bias
        return before if self.reset is None else self.reset * before

    @property
    def z(self) -> Array:
        """(H,) the sums before the non-linearity."""
        z: Array = self.from_input + self.before + self.bias
        return z


@dataclass(frozen=True)
class Step:
    """How one word turned one state into the next, in one layer and direction.

    Attributes:
        word: what was read.
        previous: (H,) h_{t-1}, the state before it in the order of reading.
        gates: every gate, in the order of ``Cell.gates``.
        state: (H,) h_t, as the trace holds it. With float32 weights the terms add up to it within float32.
        previous_cell, cell: (H,) c_{t-1} and c_t of the LSTM, else None.
    """

    word: str
    previous: Array
    gates: tuple[Gate, ...]
    state: Array
    previous_cell: Array | None = None
    cell: Array | None = None


def step(params: Params, read: Trace, t: int, layer: int = 0, direction: int = 0) -> Step:
    """The step of word t of a sentence.

    Args:
        t: 1 to T.
        layer, direction: both from 0; direction 1 is backwards.

    Raises:
        ValueError: the sentence has no such word, or the network no such layer or direction.
    """
    T = len(read.words)
    if not 1 <= t <= T:
        raise ValueError(f"word {t} of {T}")
    layout = params.layout
    layout.require(layer, direction)
    opened, H = read.layers[layer][direction], layout.hidden
    row = T + 1 - t if direction else t  # in the order of reading
    previous = opened.states[row - 1]
    suffix = layout.suffix(layer, direction)
    Wx, Wh, b = (params[f"{name}{suffix}"] for name in ("Wxh", "Whh", "bh"))
    x = read.inputs[layer]
    gates = []
    for k, name in enumerate(layout.cell.gates):
        block = slice(k * H, (k + 1) * H)
        terms = None if x is None else Wx[:, block].T * x[t - 1]
        second = layout.cell.second_bias and k == layout.cell.candidate
        gates.append(
            Gate(
                name=name,
                from_input=Wx[read.ids[t - 1], block] if terms is None else terms.sum(axis=1),
                input_terms=terms,
                from_state=Wh[:, block].T * previous,
                bias=b[block],
                second_bias=params[f"bn{suffix}"] if second else None,
                reset=opened.gates["r"][row - 1] if second else None,
                value=opened.gates[name][row - 1],
            )
        )
    cells = opened.cells
    return Step(
        word=read.words[t - 1],
        previous=previous,
        gates=tuple(gates),
        state=opened.states[row],
        previous_cell=None if cells is None else cells[row - 1],
        cell=None if cells is None else cells[row],
    )


def score_terms(params: Params, r: Array) -> Array:
    """(C, W) the terms of Why r: row c holds Why_ci r_i; with by_c they add up to the score of class c.

    Args:
        r: (W,) what is read out; of the plain network the last state.
    """
    terms: Array = params.Why.T * r
    return terms
