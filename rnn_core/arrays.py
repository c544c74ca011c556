"""What the core calls its arrays."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]  # float32 or float64; complex128 under the complex-step check
IntArray = NDArray[np.intp]
