"""What made each state: the numbers that a cell of the picture tells when it is pointed at."""

import numpy as np

from playground.charts.unrolled import MOST_UNITS
from rnn_core import Params, Trace
from rnn_core.arrays import Array, IntArray
from rnn_core.inside.backwards import gradients_from_end


def units_drawn(params: Params, read: Trace) -> list[list[IntArray]]:
    """Which units, by layer and direction: all, or those that matter most for the answer, in the order of the units.

    A unit matters by the sum over the words of |gradient x state|, the gradient being that of the answer's score
    against the mean of all scores: how far that would fall at once if the unit's states were a little smaller.
    """
    H, config = params.layout.hidden, params.layout.config
    if H <= MOST_UNITS or not read.words:
        return [[np.arange(min(H, MOST_UNITS))] * config.directions] * config.layers
    answer = read.probabilities[-1].argmax()
    dr = params.Why[:, answer] - params.Why.mean(axis=1)
    carries = gradients_from_end(params, read.batch(), dr).carries
    return [
        [
            np.sort(np.argsort(-np.abs(dcarry[:, :H] * opened.states).sum(axis=0), kind="stable")[:MOST_UNITS])
            for dcarry, opened in zip(dcarries, directions, strict=True)
        ]
        for dcarries, directions in zip(carries, read.layers, strict=True)
    ]


def numbers(
    params: Params, read: Trace, steps: IntArray, layer: int, direction: int, units: IntArray
) -> dict[str, Array]:
    """What states are made of, each number by its name: (n, u) after n words of u units.

    "h" is the state and "h_before" the one before it in the order of reading, of an LSTM "c" and "c_before" its cell
    state. Where there are gates, each gate's value by its letter; else "from_input", "from_state" and "bias", and their
    "sum".

    Args:
        steps: (n,) the words, 1 to T.
        layer, direction: both from 0.
        units: (u,) from 0.
    """
    opened, layout = read.layers[layer][direction], params.layout
    after = len(read.words) + 1 - steps if direction else steps  # the row of each state, in the order of reading
    found = {"h": opened.states[after][:, units], "h_before": opened.states[after - 1][:, units]}
    if opened.cells is not None:
        found |= {"c": opened.cells[after][:, units], "c_before": opened.cells[after - 1][:, units]}
    if len(layout.cell.gates) > 1:
        return found | {name: gate[after - 1][:, units] for name, gate in opened.gates.items()}
    weights, x = params.layers[layer], read.inputs[layer]
    recurrent, columns = weights.directions[direction], direction * layout.sums + units
    if x is None:
        from_input = weights.Wx[np.array(read.ids)[steps - 1]][:, columns]
    else:
        from_input = x[steps - 1] @ weights.Wx[:, columns]
    from_state = opened.states[after - 1] @ recurrent.Wh[:, units]
    bias = np.broadcast_to(recurrent.b[units], from_state.shape)
    return found | {
        "from_input": from_input,
        "from_state": from_state,
        "bias": bias,
        "sum": from_input + from_state + bias,
    }
