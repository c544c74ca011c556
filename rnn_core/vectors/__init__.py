"""Pretrained word vectors: those of the words that a data set has, and nothing else of a large file.

Reading order: lines.py (a file, line by line, within bounds), layout.py (header, width, and a line taken apart),
matches.py (whose vector a line holds), files.py (a whole file), package.py (GloVe from a package that can be
installed), coverage.py (how much of a data set has a vector), __main__.py (``python -m rnn_core.vectors``: a large
file cut down).
"""

from collections.abc import Collection
from pathlib import Path

from rnn_core.vectors.coverage import Coverage, coverage
from rnn_core.vectors.files import read_vector_stream, read_vectors
from rnn_core.vectors.lines import MAX_VECTOR_FILE_BYTES
from rnn_core.vectors.matches import Vectors
from rnn_core.vectors.package import GLOVE, PACKAGE, glove, installed

__all__ = [
    "GLOVE",
    "MAX_VECTOR_FILE_BYTES",
    "PACKAGE",
    "Coverage",
    "Vectors",
    "coverage",
    "glove",
    "installed",
    "load_vectors",
    "read_vector_stream",
    "read_vectors",
]


def load_vectors(source: str, wanted: Collection[str]) -> Vectors:
    """The vectors of the wanted words, from the package ("glove") or from a file.

    Raises:
        InvalidDataset, InvalidSetting, OSError: as ``glove`` and ``read_vectors``.
    """
    return glove(wanted) if source == GLOVE else read_vectors(Path(source), wanted)
