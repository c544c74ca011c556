"""A run in one file: weights, words, settings, and all that it takes to go on training to the bit.

The file is one of the safetensors library (Apache-2.0): tensors with names, and one JSON value that describes them.
There is no code in it, and no name of any.

Reading order: saved.py (what is saved), size.py and header.py (the outside of a file) with strict_json.py, write.py and
read.py (there and back) with fields.py, weights.py, randomness.py, curves.py, sentences.py and digest.py (each a part
of it).
"""

from rnn_core.model_files.curves import Curves
from rnn_core.model_files.read import load
from rnn_core.model_files.saved import SavedModel, SavedNetwork
from rnn_core.model_files.size import memory_to_load, refuse_too_large
from rnn_core.model_files.write import FORMAT, save

__all__ = ["FORMAT", "Curves", "SavedModel", "SavedNetwork", "load", "memory_to_load", "refuse_too_large", "save"]
