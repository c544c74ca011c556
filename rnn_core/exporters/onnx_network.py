"""A network as ONNX operators, in float64.

    words -> Gather -> a Scan for each direction, layer upon layer -> readout -> scores -> Softmax

Letters: B sentences, T words of the longest, D directions, G gates, H hidden units, W = D * H, C classes.
"""

import numpy as np

from rnn_core.exporters.onnx_layer import Reads, add_layer
from rnn_core.exporters.onnx_nodes import Nodes
from rnn_core.params import Params

WORDS, LENGTHS = "words", "lengths"

_LOWEST = float(np.finfo(np.float64).min)
_DOUBLE = 11  # onnx.TensorProto's code of the type


class Sentences:
    """What all networks of a graph read: its inputs "words" (B, T) and "lengths" (B,), both int64.

    A column of padding is put behind the words: sentences may all have none, and some operators must be given one.

    Attributes:
        words: (T + 1, B) time first.
        within: (T + 1, B, 1) whether a sentence has this word.
        at_end: (T + 1, B, 1) whether this is its last word.
        any: (B, 1) whether it has words.
        divisor: (B, 1) float64, the lengths, but 1 for a sentence without words.
        size: (1,) B.
    """

    def __init__(self, nodes: Nodes) -> None:
        add, whole = nodes.add, nodes.whole
        self.words = add("Transpose", add("Pad", WORDS, whole(0, 0, 0, 1)), perm=[1, 0])
        number = add("Squeeze", add("Shape", self.words, end=1), whole(0))
        step = add("Unsqueeze", add("Range", nodes.scalar(0), number, nodes.scalar(1)), whole(1, 2))
        lengths = add("Unsqueeze", LENGTHS, whole(1))
        self.within = add("Less", step, lengths)
        self.at_end = add("Equal", step, add("Sub", lengths, whole(1)))
        self.any = add("Greater", lengths, whole(0))
        self.divisor = add("Cast", add("Max", lengths, whole(1)), to=_DOUBLE)
        self.size = add("Shape", LENGTHS)


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
    answers = add("Transpose", add("Where", sentences.within, answers, nodes.numbers(0)), perm=[1, 0, 2])
    return add("Slice", answers, nodes.whole(0), nodes.whole(-1), nodes.whole(1))  # without the column of padding


def _add_layers(nodes: Nodes, params: Params, sentences: Sentences) -> tuple[str, str]:
    """Add the layers; the names of the top one's states at every word (T + 1, B, W) and at the ends (B, W)."""
    layout, add, whole = params.layout, nodes.add, nodes.whole
    start = add("Expand", nodes.numbers(np.zeros((1, layout.hidden))), add("Concat", sentences.size, whole(1), axis=0))
    reads = Reads(layout.config.cell, layout.hidden, start, sentences.within)
    states, last = add("Gather", nodes.numbers(params.table), sentences.words), ""
    for number, layer in enumerate(params.layers):
        one_hot = number == 0 and layout.one_hot  # then the rows of the table are the sums already
        sums = states if one_hot else add("MatMul", states, nodes.numbers(layer.Wx))
        read = []
        for direction, weights in enumerate(layer.directions):
            first, behind = direction * layout.sums, (direction + 1) * layout.sums
            own = add("Slice", sums, whole(first), whole(behind), whole(2))
            biased = add("Add", own, nodes.numbers(weights.b))
            read.append(add_layer(nodes, reads, weights, biased, backwards=direction == 1))
        at_words, ends = zip(*read, strict=True)
        states, last = add("Concat", *at_words, axis=2), add("Concat", *ends, axis=1)
    return states, last


def _add_readout(nodes: Nodes, params: Params, sentences: Sentences, states: str, last: str) -> str:
    """Add the readout of whole sentences; the name of (B, W) what is read out, 0 of a sentence without words."""
    add, numbers, whole = nodes.add, nodes.numbers, nodes.whole
    match params.layout.config.readout:
        case "last":
            return last
        case "mean":
            read = add("Where", sentences.within, states, numbers(0))
            return add("Div", add("ReduceSum", read, whole(0), keepdims=0), sentences.divisor)
        case "max":
            read = add("Where", sentences.within, states, numbers(_LOWEST))
            return add("Where", sentences.any, add("ReduceMax", read, axes=[0], keepdims=0), numbers(0))
        case "words":  # the answer at the last word stands for the sentence's
            end = add("Where", sentences.at_end, states, numbers(0))
            return add("ReduceSum", end, whole(0), keepdims=0)
