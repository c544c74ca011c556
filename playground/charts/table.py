"""Columns of numbers and words as Streamlit takes them, for a chart or a table.

pyarrow, which comes with Streamlit, makes one in a twentieth of the time that pandas and its conversion take, on every
tick of every visitor. Where it is not (Python in the browser) pandas does.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

try:
    import pyarrow
except ImportError:
    pyarrow = None

Columns = Mapping[str, np.ndarray[Any, Any] | Sequence[object]]  # by name, all of one length


def table(columns: Columns) -> Any:
    """The columns together."""
    return pyarrow.table(dict(columns)) if pyarrow else pd.DataFrame(columns)
