"""Files as nobody would write them, and settings for reading them: both follow from a seed and an index."""

from functools import cache
from typing import Any, get_args

import numpy as np

from rnn_core import ReadOptions, Repairs, TextConfig
from rnn_core.reading.decoding import ENCODINGS
from rnn_core.reading.dialect import QUOTINGS
from rnn_core.reading.formats import FORMATS
from rnn_core.text import Tokeniser, Unknown
from tests.reading.corpus import corpus

LONGEST = 200_000  # bytes

NAMES = ("my.csv", "", "../../etc/passwd", "two\nlines\r\x1b[0m.csv", "\ud800.txt", "<img onerror=x>.csv", "long" * 999)

NASTY = (
    # Characters that mean something to a reader of tables or of JSON, by themselves and where they do not belong.
    b'"', b'""', b'"\n', b"'", b"''=", b"=", b",", b";", b"|", b"\t", b",,,", b"{", b"}", b"[", b"]", b":", b"\\", b" ",
    b"\r", b"\r\n", b"\n", b"\n\n", b"\x0c", b"\x1f", b"\\u0000", b"\\ud800", b"\\udc00\\ud800", b"\\n",
    # Bytes that are no text, marks, and letters that are not seen.
    b"\0", b"\x01", b"\x1a", b"\x1b[31m", b"\x7f", b"\x85", b"\xe9", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe",
    b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xc0\x80", "\x85".encode(), "\u2028".encode(), "\u200b".encode(),
    "\u202e".encode(), "\u200d".encode(), "\ufdfa".encode(), ("\u0301" * 500).encode(), ("👩\u200d" * 50).encode(),
    # Numbers, and words that mean something somewhere.
    b"9" * 400, b"-1e999", b"0.5", b"1,5", b"NaN", b"null", b"true", b"&#xD800;", b"&#0;", b"&amp;#10;", b"&#x200B;",
    b"sentence", b"label", b"split", b"sentence,label,split\n", b"train", b"test", b"dev", b"__label__", b"__label__ ",
    b"A:b ", b'{"text": "a", "label": "b"}\n', b'{"text": "", "label": []},', b" x", b"x ", b"X",
    # Too much of something.
    b"word " * 250, b"x" * 2_100, b"a." * 300, b"," * 310, b"[" * 3_000, b'"' * 3_001, b"x" * 132_000,
)  # fmt: skip


@cache
def _files() -> tuple[bytes, ...]:
    return tuple(corpus().values())


def drawn(seed: int, index: int) -> tuple[bytes, list[tuple[str, ReadOptions, float, int]]]:
    """A file, and what to read it with: names, settings, test shares and split seeds; the first settings are none."""
    rng = np.random.default_rng([seed, index])
    data = _pick(_files(), rng)
    for _ in range(_pick((0, 0, 1, 1, 1, 2, 2, 5), rng)):
        data = _mutated(data, rng)[:LONGEST]
    ways = [("my.csv", ReadOptions(), 0.2, 0)]
    ways += [(_pick(NAMES, rng), _asked(rng), _pick((0.0, 0.2, 0.5), rng), int(rng.integers(9))) for _ in range(2)]
    return data, ways


def _pick(choices: Any, rng: np.random.Generator) -> Any:
    return choices[rng.integers(len(choices))]


def _mutated(data: bytes, rng: np.random.Generator) -> bytes:
    """One thing done to a file."""
    start, stop = sorted(rng.integers(len(data) + 1, size=2).tolist())
    match rng.integers(9):
        case 0 if data:
            flipped = bytearray(data)
            for at in rng.integers(len(data), size=rng.integers(1, 9)):
                flipped[at] ^= int(rng.integers(1, 256))
            return bytes(flipped)
        case 1:
            return data[:start] + data[stop:]
        case 2:
            return data[:stop]
        case 3:  # the beginning of this file, the end of another
            other = _pick(_files(), rng)
            return data[:start] + other[rng.integers(len(other) + 1) :]
        case 4:
            times = _pick((1, 2, 10, 1_000), rng)
            return data[:start] + data[start:stop][: LONGEST // times] * times + data[start:]
        case 5 if data:  # lines in another order, some of them twice
            lines = data.splitlines(keepends=True)
            return b"".join(_pick(lines, rng) for _ in range(len(lines) + 2))
        case _:
            return data[:start] + _pick(NASTY, rng) + data[start:]


def _asked(rng: np.random.Generator) -> ReadOptions:
    """Some settings, of which not all fit the file."""

    def maybe(*values: Any) -> Any:
        return _pick(values, rng) if rng.random() < 0.15 else None

    return ReadOptions(
        encoding=maybe(*ENCODINGS),
        format=maybe(*FORMATS),
        header=maybe(True, False),
        sentence=maybe(-1, 0, 0, 0, 1, 1, 1, 2, 2, 300),
        label=maybe(-1, 0, 0, 0, 1, 1, 1, 2, 2, 300),
        split=maybe(-1, -1, -1, -1, 0, 1, 2, 2, 300),
        repairs=Repairs(
            leave_out=_pick((True, True, False), rng),
            truncate=maybe("first", "last"),
            merge_labels=_pick((True, False), rng),
            coarse_labels=_pick((True, False), rng),
            several=maybe("first", "together"),
            largest_classes=_pick((True, False), rng),
            strip_html=_pick((True, False), rng),
        ),
        text=TextConfig(
            tokeniser=_pick((*("whitespace", "characters") * 4, *get_args(Tokeniser)), rng),  # "words" is slow
            fold_case=_pick((True, False), rng),
            min_count=_pick((1, 1, 2, 3), rng),
            unknown=_pick(get_args(Unknown), rng),
        ),
        tags=_pick((False, False, False, None, True), rng),
        delimiter=maybe(",", ";", "^", "::", " ", "\\", "\\t", '"', "", "a"),
        quoting=maybe(*QUOTINGS),
    )
