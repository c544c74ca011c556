"""The cell: what happens between the weighted sums and the new state, forwards and backwards.

Matrix products, time and packing live in bptt.py; a cell is only its non-linearity.
"""

import numpy as np

from rnn_core.params import Array


def forward(zx: Array, zh: Array, out: Array) -> Array:
    """h_t = tanh(zx + zh).

    Args:
        zx: (n, H) the word's part of the sum, bias included.
        zh: (n, H) or (1, H) the previous state's part.
        out: (n, H) where h_t is written; may be ``zx`` itself.
    """
    np.add(zx, zh, out)
    return np.tanh(out, out)


def slope(h: Array) -> Array:
    """1 - h^2: the derivative of tanh in terms of its own output, so that dz_t = slope(h_t) * dh_t.

    Args:
        h: (..., H) states that ``forward`` gave, as many steps at once as there are.
    """
    result: Array = h * h
    return np.subtract(1.0, result, out=result)
