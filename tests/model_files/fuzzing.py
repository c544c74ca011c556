"""Model files with something wrong in them, by the thousand: read or refused in one line, in bounded memory.

    python -m tests.model_files.fuzzing --files 2000 --seed 0

File i of a seed is always the same: ``--first i --files 1`` reads the one that failed again.
"""

import argparse
import json
import sys
import traceback
import tracemalloc
from collections import Counter
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

from rnn_core import InvalidModel, ModelConfig, TrainConfig
from rnn_core.model_files import load, save
from tests.datasets import drawn as sentences
from tests.model_files.making import (
    LITTLE,
    any_settings,
    apart,
    ended_file,
    framed,
    model_file,
    most_memory,
    together,
)

Rng = np.random.Generator

ODD: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 2**31, 2**63, 10**30, 0.5, -0.0, 1e300, "", " ", "x", "__class__", "\ud800", "\u202e",
    "a" * 5_000, [], {}, [[]], [None], {"a": 1}, ["x", "x"], "1" * 39, list(range(300)),
)  # fmt: skip


@cache
def bases() -> tuple[bytes, ...]:
    """Files that are right: of several settings, with and without sentences, and one of 400 kB."""
    small = [model_file(*any_settings(i), events=25, with_sentences=i % 2 == 0) for i in range(12)]
    large = model_file(sentences(100, 3), ModelConfig(24, cell="lstm"), TrainConfig(epochs=1, optimiser="adam"), 5)
    return (*small, large, ended_file())


def _pick(values: Any, rng: Rng) -> Any:
    return values[int(rng.integers(len(values)))]


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to everything in a value of JSON."""
    items = (
        list(value.items() if isinstance(value, dict) else enumerate(value)) if isinstance(value, dict | list) else []
    )
    return [*([path] if path else []), *(place for name, inner in items for place in _places(inner, (*path, name)))]


def _set(value: Any, rng: Rng) -> None:
    """Change one thing in a value of JSON: another value, one less, one more, two exchanged."""
    *path, last = _pick(_places(value), rng)
    holder = value
    for step in path:
        holder = holder[step]
    match rng.integers(5):
        case 0:
            del holder[last]
        case 1 if isinstance(holder, dict):
            holder[_pick(("more", "", "1/now/by", "__metadata__"), rng)] = _pick(ODD, rng)
        case 2:
            *_, other = _pick(_places(holder), rng)
            if other in (holder if isinstance(holder, dict) else range(len(holder))):
                holder[last], holder[other] = holder[other], holder[last]
        case 3 if isinstance(holder[last], int | float):
            holder[last] = _pick((holder[last] + 1, holder[last] - 1, -holder[last], holder[last] * 10**6), rng)
        case _:
            holder[last] = _pick(ODD, rng)


def _said(data: bytes, rng: Rng) -> bytes:
    described, tensors = apart(data)
    for _ in range(rng.integers(1, 3)):
        _set(described, rng)
    return together(described, tensors)


def _header(data: bytes, rng: Rng) -> bytes:
    size = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + size])
    _set(header, rng)
    return framed(header, data[8 + size :])


def _member(data: bytes, rng: Rng) -> bytes:
    """A tensor with another type, shape or name, other bytes, or that of another model."""
    described, tensors = apart(data)
    name = _pick(sorted(tensors), rng)
    dtype, shape, raw = tensors[name]
    match rng.integers(6):
        case 0:
            tensors[name] = (_pick(("F32", "I64", "F16", "C64", "U64", "BOOL", "x"), rng), shape, raw)
        case 1:
            tensors[name] = (dtype, _pick((shape[::-1], [*shape, 1], [], [0], [*shape[1:], shape[0]]), rng), raw)
        case 2:
            tensors[_pick((name + "2", "", name.upper(), "9/now/Whh", "sentences"), rng)] = tensors.pop(name)
        case 3:
            tensors = {**tensors, **{name: apart(_pick(bases(), rng))[1].get(name, (dtype, shape, raw))}}
        case 4:
            numbers = np.frombuffer(raw, "u1").copy()
            if len(numbers):
                numbers[rng.integers(len(numbers), size=8)] = 255
            tensors[name] = (dtype, shape, numbers.tobytes())
        case _:
            tensors[name] = (dtype, [max(0, *shape, 0) + 1, *shape[1:]], raw + bytes(8))
    return together(described, tensors, sealed=bool(rng.random() < 0.8))


def _bits(data: bytes, rng: Rng) -> bytes:
    flipped = bytearray(data)
    for at in rng.integers(_pick((8, 400, len(data)), rng), size=rng.integers(1, 4)):
        flipped[at] ^= 1 << int(rng.integers(8))
    return bytes(flipped)


def _pieces(data: bytes, rng: Rng) -> bytes:
    """Cut off, cut out, twice, or the beginning of one and the end of another."""
    start, stop = sorted(rng.integers(len(data) + 1, size=2).tolist())
    other = _pick(bases(), rng)
    return bytes(
        _pick((data[:start], data[:start] + data[stop:], data[:stop] + data[start:], data[:start] + other[stop:]), rng)
    )


def _size(data: bytes, rng: Rng) -> bytes:
    """Another length of the header."""
    size = int.from_bytes(data[:8], "little")
    claimed = _pick((0, 1, size - 1, size + 1, len(data) - 8, len(data), 2**31, 2**63, 2**64 - 1), rng)
    return int(claimed).to_bytes(8, "little") + data[8:]


KINDS: dict[str, Callable[[bytes, Rng], bytes]] = {
    "bits": _bits, "header": _header, "member": _member, "metadata": _said, "pieces": _pieces, "size": _size
}  # fmt: skip


def drawn(seed: int, index: int) -> tuple[str, bytes]:
    """What was done to a file, and the file."""
    rng = np.random.default_rng([seed, index])
    kind = _pick(sorted(KINDS), rng)
    return kind, KINDS[kind](_pick(bases(), rng), rng)


def taken(data: bytes) -> tuple[str, int]:
    """Load a file: why it was refused, or "" if it was not, and the most memory that it took beyond its bytes.

    Raises:
        AssertionError: something is not as it should be; any other error is one as well.
    """
    tracemalloc.start()
    try:
        model = load(data)
        message = ""
    except InvalidModel as error:
        message = str(error)
        assert message.isprintable() and 10 < len(message) < 400, message
        assert ": " in message or message.startswith(("The file is empty.", "This is a")), message
    finally:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < most_memory(data), peak
    if not message:
        probabilities, _ = model.predict(["w1 w2 w3", "a b", ""])
        assert np.isfinite(probabilities).all()
        assert [p.fingerprint() for p in load(save(model)).kept] == [p.fingerprint() for p in model.kept]
    return message, peak


def main() -> int:
    """Read them and print what became of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--first", type=int, default=0)
    options = parser.parse_args()
    became = {True: Counter[str](), False: Counter[str]()}
    fields: Counter[str] = Counter()
    failures, most = 0, 0.0
    bases()
    for index in range(options.first, options.first + options.files):
        kind, data = drawn(options.seed, index)
        try:
            message, peak = taken(data)
        except Exception:
            failures += 1
            print(f"--seed {options.seed} --first {index} --files 1 ({kind}): {traceback.format_exc()}", flush=True)
            continue
        became[not message][kind] += 1
        fields[message.partition(":")[0] if message else ""] += 1
        most = max(most, peak / max(1, len(data)) if len(data) > LITTLE else 0.0)
    print("| kind | accepted | refused |\n|---|---|---|")
    for kind in sorted(KINDS):
        print(f"| {kind} | {became[True][kind]:,} | {became[False][kind]:,} |")
    print(
        f"\n{options.files:,} files: {became[True].total():,} accepted, {became[False].total():,} refused, naming "
        f"{len(fields)} fields, {failures:,} failures; those above {LITTLE // 1_000} kB took at most {most:.2f} times "
        "their size beside them"
    )
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
