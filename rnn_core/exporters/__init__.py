"""Networks taken along: files that answer as the network does, without the playground, and show that they do.

Reading order: export.py (what an export is), proof.py (the sentences that one is tried on, and what the network says to
them), script.py with cutting_code.py (the frame of a script), numpy_script.py with numpy_code.py (one for numpy alone),
torch_script.py and keras_script.py with frameworks.py (those for PyTorch and Keras), onnx_file.py with onnx_network.py,
onnx_layer.py and onnx_nodes.py (ONNX), notebook.py with notebook_code.py (the run once more).
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from rnn_core.errors import InvalidModel
from rnn_core.exporters.export import Export
from rnn_core.exporters.keras_script import KERAS
from rnn_core.exporters.notebook import NOTEBOOK
from rnn_core.exporters.numpy_script import NUMPY
from rnn_core.exporters.onnx_file import ONNX
from rnn_core.exporters.torch_script import PYTORCH
from rnn_core.model_files import SavedModel
from rnn_core.wording import shown

__all__ = ["EXPORTS", "Export", "export"]

EXPORTS: Mapping[str, Export] = MappingProxyType(
    {"numpy": NUMPY, "pytorch": PYTORCH, "keras": KERAS, "onnx": ONNX, "notebook": NOTEBOOK}
)


def export(model: SavedModel, name: str, sentences: Sequence[str]) -> bytes:
    """A file of a model.

    Args:
        name: which of EXPORTS.
        sentences: the file shows that it gives the probabilities of the first few of them; without any, of some of the
            model's own.

    Raises:
        InvalidModel: there is none of this name, or it cannot be made here or of this model; the message is one line.
    """
    if name not in EXPORTS:
        raise InvalidModel(f"There is no export “{shown(name)}”; there are {', '.join(EXPORTS)}.")
    chosen = EXPORTS[name]
    reason = chosen.missing()
    if reason:
        raise InvalidModel(reason)
    return chosen.write(model, sentences)
