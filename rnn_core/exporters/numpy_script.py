"""A Python script that needs numpy alone: it answers as the network does, and shows that it does when it is run."""

from collections.abc import Sequence

from rnn_core.exporters.export import Export
from rnn_core.exporters.numpy_code import network
from rnn_core.exporters.script import script
from rnn_core.model_files import SavedModel


def _write(model: SavedModel, sentences: Sequence[str]) -> bytes:
    code = network(model.kept[0].layout, model.tagged)
    return script(model, sentences, code, "numpy and nothing else")


NUMPY = Export(
    "numpy script",
    "A Python script that reads sentences with numpy alone, and shows when it is run that it answers as the network "
    "does here.",
    "rnn_numpy.py",
    "text/x-python",
    _write,
)
