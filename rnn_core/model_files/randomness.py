"""Random generators as JSON: numpy's PCG64, whose two numbers have 128 bits and are written as text."""

from typing import Any

import numpy as np

from rnn_core.errors import InvalidModel
from rnn_core.model_files.fields import Fields
from rnn_core.seeds import Stream
from rnn_core.wording import shown


def as_json(random: dict[Stream, np.random.Generator]) -> dict[str, Any]:
    """What every stream would draw next."""
    return {stream.name: _state(random[stream]) for stream in Stream}


def _state(generator: np.random.Generator) -> dict[str, Any]:
    held = generator.bit_generator.state
    numbers = {name: str(value) for name, value in held["state"].items()}
    return {**numbers, "has_uint32": held["has_uint32"], "uinteger": held["uinteger"]}


def of_json(fields: Fields) -> dict[Stream, np.random.Generator]:
    """Generators that draw what the written ones would have drawn.

    Raises:
        InvalidModel: a stream is missing, or a number is none that PCG64 can have.
    """
    states = fields.named([stream.name for stream in Stream])
    return {Stream[name]: _generator(Fields(state, fields.name(name))) for name, state in states.items()}


def _generator(fields: Fields) -> np.random.Generator:
    numbers: dict[str, Any] = {}
    for name in ("state", "inc"):
        text = fields.take(name, str)
        # An even increment would halve what it draws.
        right = len(text) <= 39 and text.isascii() and text.isdecimal() and int(text) < 2**128
        if not right or (name == "inc" and int(text) % 2 == 0):
            raise InvalidModel(f"{fields.name(name)}: {shown(text)} is none that PCG64 can have.")
        numbers[name] = int(text)
    bits = np.random.PCG64(0)
    state: Any = {
        "bit_generator": "PCG64",
        "state": numbers,
        "has_uint32": fields.count("has_uint32", high=1),
        "uinteger": fields.count("uinteger", high=2**32 - 1),
    }
    fields.done()
    bits.state = state
    return np.random.Generator(bits)
