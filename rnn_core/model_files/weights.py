"""Weights as tensors with names, and back: what a network of some settings must have, and whether it has it."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from rnn_core.errors import InvalidModel
from rnn_core.layout import Layout
from rnn_core.model_files.header import TYPES
from rnn_core.params import Params
from rnn_core.wording import shown


class Needed(NamedTuple):
    """What a tensor must be.

    Attributes:
        dtype: one of header.TYPES.
        shape: None stands for any number.
        why: what its shape follows from.
    """

    dtype: str
    shape: tuple[int | None, ...]
    why: str


def named(params: Params, prefix: str) -> dict[str, NDArray[Any]]:
    """Every weight by its name, with what stands before it."""
    return {f"{prefix}/{name}": weights for name, weights in params.named().items()}


def needed(layout: Layout, prefix: str) -> dict[str, Needed]:
    """What the weights of a network must be; nothing is allocated for it."""
    dtype = layout.config.dtype
    nothing = np.broadcast_to(np.zeros((), dtype), (layout.size,))
    code = next(code for code, name in TYPES.items() if np.dtype(name) == np.dtype(dtype))
    why = f"{layout.words:,} rows of the vocabulary, {layout.classes} labels and these settings"
    return {name: Needed(code, weights.shape, why) for name, weights in named(Params(nothing, layout), prefix).items()}


def require(tensors: Mapping[str, NDArray[Any]], wanted: Mapping[str, Needed]) -> None:
    """Raise InvalidModel unless a file has what is needed, and nothing else."""
    for name, (dtype, shape, why) in wanted.items():
        if name not in tensors:
            raise InvalidModel(f"{name}: it is missing.")
        found = tensors[name]
        if found.dtype != np.dtype(TYPES[dtype]):
            raise InvalidModel(f"{name}: its type is {found.dtype.name}; with these settings it is {dtype}.")
        fits = len(found.shape) == len(shape) and all(n in (None, m) for n, m in zip(shape, found.shape, strict=True))
        if not fits:
            means = " x ".join("any" if n is None else f"{n:,}" for n in shape)
            has = " x ".join(f"{n:,}" for n in found.shape)
            raise InvalidModel(f"{name}: its shape is {has}; with {why} it must be {means}.")
    for name in tensors:
        if name not in wanted:
            raise InvalidModel(f"{shown(name)}: there is no such tensor in a model with these settings.")


def of_tensors(tensors: Mapping[str, NDArray[Any]], prefix: str, layout: Layout) -> Params:
    """The weights, in memory of their own.

    Raises:
        InvalidModel: a number is not finite.
    """
    params = Params.zeros(layout, layout.config.dtype)
    for name, weights in params.named().items():
        found = tensors[f"{prefix}/{name}"]
        if not np.isfinite(found).all():
            raise InvalidModel(f"{prefix}/{name}: it holds a number that is not finite (NaN or infinite).")
        weights[...] = found
    return params
