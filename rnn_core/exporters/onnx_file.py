"""An ONNX file (opset 17): a model for ONNX Runtime and whatever else reads that format.

Inputs are "words" (B, T), the rows of the vocabulary, padded behind, and "lengths" (B,), both int64. The output is
"probabilities" (B, C), or (B, T, C) of a model that gives each word a label. Words, labels and how sentences are cut
are in the file's metadata.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict
from importlib.util import find_spec

from rnn_core.exporters.export import Export, require_words
from rnn_core.exporters.onnx_network import LENGTHS, WORDS, Sentences, add_network
from rnn_core.exporters.onnx_nodes import Nodes
from rnn_core.exporters.proof import proved
from rnn_core.model_files import SavedModel

_OPSET, _IR_VERSION = 17, 8  # what came with ONNX 1.12, so that older runtimes can read the file
_PROBABILITIES = "probabilities"


def _write(model: SavedModel, sentences: Sequence[str]) -> bytes:
    from onnx import TensorProto, checker, helper

    require_words(model)
    nodes = Nodes()
    read = Sentences(nodes)
    answers = [add_network(nodes, params, read, model.tagged) for params in model.kept]
    mean = nodes.add("Div", nodes.add("Sum", *answers), nodes.numbers(len(answers)))
    nodes.operators.append(helper.make_node("Identity", [mean], [_PROBABILITIES], _PROBABILITIES))
    shape: list[str | int] = ["sentences", *(["longest"] if model.tagged else []), len(model.classes)]
    graph = helper.make_graph(
        nodes.operators,
        "rnn",
        [
            helper.make_tensor_value_info(WORDS, TensorProto.INT64, ["sentences", "longest"]),
            helper.make_tensor_value_info(LENGTHS, TensorProto.INT64, ["sentences"]),
        ],
        [helper.make_tensor_value_info(_PROBABILITIES, TensorProto.DOUBLE, shape)],
        nodes.constants,
    )
    made = helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", _OPSET)], ir_version=_IR_VERSION, producer_name="rnn_core"
    )
    helper.set_model_props(made, _metadata(model, sentences))
    checker.check_model(made, full_check=True)
    return bytes(made.SerializeToString())


def _metadata(model: SavedModel, sentences: Sequence[str]) -> dict[str, str]:
    """What a program needs that is given sentences, each value as JSON in ASCII: people's words may be anything."""
    text = model.vocabulary.text
    told = {
        "vocabulary": model.vocabulary.words,
        "labels": model.classes,
        "text": {"tokeniser": text.tokeniser, "fold_case": text.fold_case},
        "unknown_row": model.vocabulary.unknown_id,
        "proof": [{**asdict(row), "probabilities": row.probabilities.tolist()} for row in proved(model, sentences)],
    }
    return {name: json.dumps(value) for name, value in told.items()}


def _missing() -> str:
    return "" if find_spec("onnx") else "ONNX files are made by the package onnx, which is not here: pip install onnx"


ONNX = Export(
    "ONNX (for other programs)",
    "The network for ONNX Runtime, in float64, with words and labels in its metadata: for programs in any language.",
    "rnn.onnx",
    "application/octet-stream",
    _write,
    _missing,
)
