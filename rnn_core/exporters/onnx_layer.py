"""One layer that reads in one direction, as an ONNX Scan: the equations of cells.py, word after word, in float64.

ONNX has operators for whole layers too (RNN, GRU, LSTM), which ONNX Runtime computes in float32 only.

Letters: B sentences, T words of the longest, G gates, H hidden units.
"""

from dataclasses import dataclass

from rnn_core.config import CellName
from rnn_core.exporters.onnx_nodes import Nodes
from rnn_core.params import Recurrent


@dataclass(frozen=True)
class Reads:
    """How a layer reads.

    Attributes:
        start: the name of (B, H) the state before the first word.
        within: of (T, B, 1) whether a sentence has this word; where it has none, the state stays.
    """

    cell: CellName
    hidden: int
    start: str
    within: str


def add_layer(nodes: Nodes, reads: Reads, weights: Recurrent, sums: str, backwards: bool) -> tuple[str, str]:
    """Add one direction of a layer.

    Args:
        sums: the name of (T, B, G * H) what the words add to the sums of the gates, bias included.

    Returns:
        The names of the states at every word (T, B, H) and after the last one that was read (B, H).
    """
    from onnx import TensorProto, helper

    body = Nodes(within=nodes)
    before = [body.name("h"), body.name("c")][: 2 if reads.cell == "lstm" else 1]
    of_word, within = body.name("sums"), body.name("within")
    after = [body.add("Where", within, new, old) for new, old in zip(
        _step(body, reads.cell, weights, of_word, before), before, strict=True
    )]  # fmt: skip
    carried = [helper.make_tensor_value_info(name, TensorProto.DOUBLE, ["sentences", reads.hidden]) for name in before]
    scanned = [
        helper.make_tensor_value_info(of_word, TensorProto.DOUBLE, ["sentences", weights.b.size]),
        helper.make_tensor_value_info(within, TensorProto.BOOL, ["sentences", 1]),
    ]
    results = [
        helper.make_tensor_value_info(name, TensorProto.DOUBLE, ["sentences", reads.hidden])
        for name in (*after, body.add("Identity", after[0]))
    ]
    last, *_, states = nodes.add_several(
        "Scan",
        [*[reads.start] * len(before), sums, reads.within],
        len(results),
        body=helper.make_graph(body.operators, body.name("word"), [*carried, *scanned], results),
        num_scan_inputs=len(scanned),
        scan_input_directions=[int(backwards)] * len(scanned),
        scan_output_directions=[int(backwards)],
    )
    return states, last


def _step(body: Nodes, cell: CellName, weights: Recurrent, sums: str, before: list[str]) -> list[str]:
    """Add one word of every sentence; the names of what is carried on, (B, H) each."""
    add, h = body.add, before[0]
    from_state = add("MatMul", h, body.numbers(weights.Wh))
    match cell:
        case "tanh" | "relu":
            return [add(cell.capitalize(), add("Add", sums, from_state))]
        case "gru":
            xr, xz, xn = body.add_several("Split", [sums], 3, axis=1)
            hr, hz, hn = body.add_several("Split", [from_state], 3, axis=1)
            r, z = add("Sigmoid", add("Add", xr, hr)), add("Sigmoid", add("Add", xz, hz))
            n = add("Tanh", add("Add", xn, add("Mul", r, add("Add", hn, body.numbers(weights.bn)))))
            return [add("Add", n, add("Mul", z, add("Sub", h, n)))]  # (1 - z) * n + z * h
        case "lstm":
            i, f, g, o = body.add_several("Split", [add("Add", sums, from_state)], 4, axis=1)
            kept = add("Mul", add("Sigmoid", f), before[1])
            c = add("Add", kept, add("Mul", add("Sigmoid", i), add("Tanh", g)))
            return [add("Mul", add("Sigmoid", o), add("Tanh", c)), c]
