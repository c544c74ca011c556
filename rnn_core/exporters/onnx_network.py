"""A network as ONNX operators, in float32: ONNX Runtime's recurrent operators know no float64.

    words -> Gather -> RNN, GRU or LSTM, layer upon layer -> readout -> scores -> Softmax

Letters: B sentences, T words of the longest, D directions, G gates, H hidden units, W = D * H, C classes.
"""

import numpy as np

from rnn_core.arrays import Array
from rnn_core.config import CellName
from rnn_core.exporters.onnx_nodes import Nodes
from rnn_core.params import Params

WORDS, LENGTHS = "words", "lengths"

_OPERATORS: dict[CellName, str] = {"tanh": "RNN", "relu": "RNN", "gru": "GRU", "lstm": "LSTM"}
_ATTRIBUTES: dict[CellName, dict[str, int]] = {"gru": {"linear_before_reset": 1}}
_GATES: dict[CellName, str] = {"tanh": "h", "relu": "h", "gru": "zrn", "lstm": "iofg"}  # ONNX's order, our letters
_LOWEST = float(np.finfo(np.float32).min)
_FLOAT, _INT32 = 1, 6  # onnx.TensorProto's codes of types


class Sentences:
    """What all networks of a graph read: its inputs "words" (B, T) and "lengths" (B,), both int64.

    A column of padding is put behind the words, and each sentence is read for one word at least: recurrent operators
    need not know how to read none. The readout leaves out what they read then.

    Attributes:
        words: (T + 1, B) time first.
        steps: (B,) int32, how far each sentence is read.
        step: (T + 1, 1, 1) the steps, counted from 0.
        lengths: (B, 1).
        divisor: (B, 1) float32, the lengths, but 1 for a sentence without words.
    """

    def __init__(self, nodes: Nodes) -> None:
        add, whole = nodes.add, nodes.whole
        self.words = add("Transpose", add("Pad", WORDS, whole(0, 0, 0, 1)), perm=[1, 0])
        number = add("Squeeze", add("Shape", self.words, end=1), whole(0))
        self.step = add("Unsqueeze", add("Range", nodes.scalar(0), number, nodes.scalar(1)), whole(1, 2))
        self.lengths = add("Unsqueeze", LENGTHS, whole(1))
        at_least_one = add("Max", LENGTHS, whole(1))
        self.steps = add("Cast", at_least_one, to=_INT32)
        self.divisor = add("Unsqueeze", add("Cast", at_least_one, to=_FLOAT), whole(1))


def add_network(nodes: Nodes, params: Params, sentences: Sentences, tagged: bool) -> str:
    """Add one network.

    Args:
        tagged: whether it answers at every word.

    Returns:
        The name of its probabilities: (B, C), or (B, T, C) if it is tagged, 0 behind the end of a sentence.
    """
    add = nodes.add
    states, last = _add_layers(nodes, params, sentences)
    r = states if tagged else _add_readout(nodes, params, sentences, states, last)
    scores = add("Add", add("MatMul", r, nodes.numbers(params.Why)), nodes.numbers(params.by))
    answers = add("Softmax", scores, axis=-1)
    if not tagged:
        return answers
    within = add("Less", sentences.step, sentences.lengths)
    answers = add("Transpose", add("Where", within, answers, nodes.numbers(0)), perm=[1, 0, 2])
    return add("Slice", answers, nodes.whole(0), nodes.whole(-1), nodes.whole(1))  # without the column of padding


def _add_layers(nodes: Nodes, params: Params, sentences: Sentences) -> tuple[str, str]:
    """Add the layers; the names of the top one's states at every word (T + 1, B, W) and at the ends (B, W)."""
    layout = params.layout
    config, add = layout.config, nodes.add
    attributes: dict[str, object] = {"hidden_size": layout.hidden, **_ATTRIBUTES.get(config.cell, {})}
    attributes["direction"] = "bidirectional" if config.directions == 2 else "forward"
    if config.cell in ("tanh", "relu"):
        attributes["activations"] = [config.cell.capitalize()] * config.directions
    states, last = add("Gather", nodes.numbers(params.table), sentences.words), ""
    for number in range(config.layers):
        weights = [nodes.numbers(each) for each in _weights(params, number)]
        at_words, ends = nodes.add_recurrent(
            _OPERATORS[config.cell], states, *weights, sentences.steps, **attributes
        )  # (T + 1, D, B, H) and (D, B, H)
        states = add("Reshape", add("Transpose", at_words, perm=[0, 2, 1, 3]), nodes.whole(0, 0, -1))
        last = add("Reshape", add("Transpose", ends, perm=[1, 0, 2]), nodes.whole(0, -1))
    return states, last


def _weights(params: Params, layer: int) -> list[Array]:
    """A layer's weights as ONNX has them: (D, G * H, inputs), (D, G * H, H) and (D, 2 * G * H) both biases.

    For one-hot words the layer is given their rows of the table, which are its sums already: its own matrix, of ones
    and zeros, picks those of each direction. That is the same product, without a column for every word.
    """
    layout, of_layer = params.layout, params.layers[layer]
    Wx = np.eye(layout.width) if layout.one_hot and layer == 0 else of_layer.Wx
    parts: list[tuple[Array, Array, Array]] = []
    for direction, (Wh, b, bn) in enumerate(of_layer.directions):
        second = np.zeros_like(b)
        if bn is not None:
            second[layout.cell.candidate * layout.hidden :] = bn
        columns = Wx[:, direction * layout.sums : (direction + 1) * layout.sums]
        biases = np.concatenate([_reordered(params, b), _reordered(params, second)])
        parts.append((_reordered(params, columns.T), _reordered(params, Wh.T), biases))
    return [np.stack(part) for part in zip(*parts, strict=True)]


def _reordered(params: Params, rows: Array) -> Array:
    """(G * H, ...) the gates' rows in ONNX's order."""
    gates = params.layout.cell.gates
    blocks = dict(zip(gates, np.split(rows, len(gates)), strict=True))
    return np.concatenate([blocks[gate] for gate in _GATES[params.layout.config.cell]])


def _add_readout(nodes: Nodes, params: Params, sentences: Sentences, states: str, last: str) -> str:
    """Add the readout of whole sentences; the name of (B, W) what is read out, 0 of a sentence without words."""
    add, numbers, whole = nodes.add, nodes.numbers, nodes.whole
    step, lengths = sentences.step, sentences.lengths
    match params.layout.config.readout:
        case "last":
            return add("Where", add("Greater", lengths, whole(0)), last, numbers(0))
        case "mean":
            read = add("Where", add("Less", step, lengths), states, numbers(0))
            return add("Div", add("ReduceSum", read, whole(0), keepdims=0), sentences.divisor)
        case "max":
            read = add("Where", add("Less", step, lengths), states, numbers(_LOWEST))
            largest = add("ReduceMax", read, axes=[0], keepdims=0)
            return add("Where", add("Greater", lengths, whole(0)), largest, numbers(0))
        case "words":  # the answer at the last word stands for the sentence's
            end = add("Where", add("Equal", step, add("Sub", lengths, whole(1))), states, numbers(0))
            return add("ReduceSum", end, whole(0), keepdims=0)
