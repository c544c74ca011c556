"""Files of word vectors as nobody would write them, by a seed and an index, and what the page says to one."""

import bz2
import codecs
import gzip
import io
import lzma
import pickle
import zipfile
from collections.abc import Callable, Sequence
from functools import cache

import numpy as np

from playground import vector_messages
from playground.pretrained import Pretrained, Upload, begun, sized
from playground.settings import Settings
from rnn_core import Dataset, Example, RnnCoreError, TextConfig, limits

HOSTILE = (
    "<script>alert(1)</script>",
    "](javascript:0)",
    "**bold**",
    "$x$",
    "\u202eltr",
    "__proto__",
    "=1+1",
    "👩\u200d🔬",
)
KNOWN = ("good", "bad", "straße", "naïve", "n't", ".", "!", "的", "11", "1.5", "nan", "new york", *HOSTILE)
SETTINGS = Settings(input="embedding", vectors="own", hidden_size=4, frozen=True)

Rng = np.random.Generator


@cache
def words_of_hell() -> Dataset:
    """Sentences whose words are common, odd and hostile."""
    words = [*KNOWN, *(f"word{i}" for i in range(2_000))]
    lines = (" ".join(words[i::50]) for i in range(50))
    text = TextConfig(unknown="vector")
    return Dataset(tuple(Example(line, "ab"[i % 2], "train") for i, line in enumerate(lines)), text=text)


def drawn(seed: int, index: int, largest: int = limits.MAX_FILE_BYTES) -> tuple[str, bytes]:
    """What kind of file it is, and its content.

    Args:
        largest: bytes of those that are as large as an upload may be, and a byte larger.
    """
    rng = np.random.default_rng([seed, index])
    name, make = _pick(list(KINDS.items()), rng)
    data = make(rng)
    for _ in range(_pick((0, 0, 1, 1, 2, 4), rng)):
        data = _mutated(data, rng)[:200_000]
    if rng.random() < 0.02:
        name, data = _large(rng, largest)
    return name, data


def _pick(choices: Sequence, rng: Rng):  # type: ignore[no-untyped-def, type-arg]
    return choices[rng.integers(len(choices))]


def _rows(rng: Rng, number: Callable[[float], str] = "{:.4f}".format, most: int = 60) -> list[str]:
    """Lines with a word and its numbers each, of one width."""
    width, count = int(_pick((1, 2, 3, 25, 50, 300), rng)), int(rng.integers(1, most))
    words = [str(_pick((*KNOWN, *(f"word{i}" for i in range(50)), "Good", "GOOD", "else"), rng)) for _ in range(count)]
    return [f"{word} {' '.join(map(number, rng.normal(size=width)))}" for word in words]


def _text(lines: Sequence[str], end: str = "\n") -> bytes:
    return "".join(line + end for line in lines).encode()


def _headed(rng: Rng) -> bytes:
    claim = _pick(
        ("999999999 300", "1000000000 1000000000", "0 0", "3 5", "9" * 5_000 + " 3", "-1 3", "400000 50"), rng
    )
    return _text([str(claim), *_rows(rng)])


def _odd_numbers(rng: Rng) -> bytes:
    odd = ("nan", "NaN", "inf", "-Infinity", "1e999", "-1e39", "1_0", "0x10", "1,5", "１２", "", "1e-999", "+.5", "5.")
    return _text(_rows(rng, lambda value: str(_pick(odd, rng)) if rng.random() < 0.002 else f"{value:.3f}"))


def _widths(rng: Rng) -> bytes:
    lines = _rows(rng)
    for i in rng.integers(len(lines), size=3):
        lines[i] += " 0.5" * int(rng.integers(1, 400)) if rng.random() < 0.5 else ""
        lines[i] = lines[i].rsplit(" ", int(rng.integers(1, 3)))[0]
    return _text(lines)


def _blanks(rng: Rng) -> bytes:
    inside = (". . .", "new york", "apollo 11", "a\xa0b", "\u3000", "to\tme@example.org", "", " ", "1 2 3")
    lines = _rows(rng)
    for i in rng.integers(len(lines), size=2):
        lines[i] = f"{_pick(inside, rng)} {lines[i].split(' ', 1)[-1]}"
    return _text(lines)


def _wide_tokens(rng: Rng) -> bytes:
    token = str(_pick(("x", "é", "İ", "ﷺ", "\u0301", "a b "), rng)) * int(rng.integers(100, 60_000))
    return _text([*_rows(rng), f"{token} 0.5 0.5 0.5", *_rows(rng)])


def _binary(rng: Rng) -> bytes:
    rows = rng.normal(size=(40, 8)).astype("<f4")
    lines = (f"word{i} ".encode() + row.tobytes() + b"\n" for i, row in enumerate(rows))
    return b"40 8\n" + b"".join(lines)


def _packed(rng: Rng) -> bytes:
    data, buffer = _text(_rows(rng)), io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("vectors.txt", data)
    made: Sequence[bytes] = (gzip.compress(data), buffer.getvalue(), bz2.compress(data), lzma.compress(data))
    return bytes(_pick(made, rng))


def _arrays(rng: Rng) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, rng.normal(size=(9, 4)))
    return bytes(_pick((buffer.getvalue(), pickle.dumps({"good": [0.5]}), b"PAR1" * 9, b"\x89HDF\r\n", b""), rng))


def _noise(rng: Rng) -> bytes:
    return rng.bytes(int(rng.integers(1, 50_000)))


def _encoded(rng: Rng) -> bytes:
    mark, name = _pick(
        (
            (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"), (b"", "utf-16-le"),
            (b"", "utf-16-be"), (codecs.BOM_UTF32_LE, "utf-32-le"), (b"", "utf-32-be"), (codecs.BOM_UTF8, "utf-8"),
        ),
        rng,
    )  # fmt: skip
    return bytes(mark) + _text(_rows(rng)).decode().encode(str(name))


KINDS: dict[str, Callable[[Rng], bytes]] = {
    "GloVe": lambda rng: _text(_rows(rng)),
    "written out": lambda rng: _text(_rows(rng, "{:.17e}".format)),
    "whole numbers": lambda rng: _text(_rows(rng, "{:.0f}".format)),
    "CRLF": lambda rng: _text(_rows(rng), "\r\n"),
    "CR": lambda rng: _text(_rows(rng), "\r"),
    "tabs": lambda rng: _text(_rows(rng)).replace(b" ", b"\t"),
    "blanks at the end": lambda rng: _text(_rows(rng), " \n"),
    "a header": _headed,
    "twice": lambda rng: _text([*(lines := _rows(rng)), *lines]),
    "odd numbers": _odd_numbers,
    "other widths": _widths,
    "words with blanks": _blanks,
    "wide words": _wide_tokens,
    "binary": _binary,
    "an archive": _packed,
    "an array": _arrays,
    "noise": _noise,
    "another encoding": _encoded,
    "no word in common": lambda rng: _text([f"zz{i}{line[1:]}" for i, line in enumerate(_rows(rng))]),
    "a picture": lambda rng: b"\x89PNG\r\n\x1a\n" + _noise(rng),
    "a table": lambda rng: _text(_rows(rng)).replace(b" ", b","),
}


def _large(rng: Rng, size: int) -> tuple[str, bytes]:
    """A file as large as an upload may be, a byte larger, or cut after its last whole line."""
    row = b" 0.12345" * 300
    many = b"".join(b"word%d%b\n" % (i, row) for i in range(2_000))
    wide = b"".join(b"word%d%b\n" % (i, b" 0" * limits.MAX_EMBEDDING_SIZE) for i in range(2_000))
    name, piece = _pick(
        (
            ("large: one line", b"1 "), ("large: no line feed", b"x"), ("large: narrow", b"a 1\n"),
            ("large: narrow, wanted", b"good 1\n"), ("large: nothing but lines", b"\n"), ("large: GloVe", many),
            ("large: as wide as may be", wide), ("large: tabs", b"a\t1\n"), ("large: zeros", b"\0"),
            ("large: lines of numbers", b"1 " * 90_000 + b"\n"), ("large: wide words", "é".encode() * 90_000 + b" 1\n"),
        ),
        rng,
    )  # fmt: skip
    data = (b"good 1\n" * bool(rng.random() < 0.3) + bytes(piece) * (size // len(piece) + 1))[: size + 1]
    return str(name), _pick((data, data[:size], data[: data.rfind(b"\n", 0, size) + 1]), rng)


def _mutated(data: bytes, rng: Rng) -> bytes:
    """One thing done to a file."""
    start, stop = sorted(rng.integers(len(data) + 1, size=2).tolist())
    match rng.integers(7):
        case 0 if data:
            flipped = bytearray(data)
            for at in rng.integers(len(data), size=rng.integers(1, 9)):
                flipped[at] ^= 1 << int(rng.integers(8))
            return bytes(flipped)
        case 1:
            return data[:stop]
        case 2:
            return data[:start] + data[stop:]
        case 3:  # the beginning of this file, the end of another
            other = _pick(list(KINDS.values()), rng)(rng)
            return data[:start] + bytes(other[rng.integers(len(other) + 1) :])
        case 4 if data:  # lines in another order, some of them twice
            lines = data.splitlines(keepends=True)
            return b"".join(_pick(lines, rng) for _ in range(len(lines) + 2))
        case 5:
            odd = (b"\0", b"\r", b"\n\n", b"\xff", b"\x85", b"\xe2\x80\xa8", b"\x1f", b" nan", b"9" * 400, b" " * 999)
            return data[:start] + bytes(_pick(odd, rng)) + data[start:]
        case _:
            return data


def taken(data: bytes) -> str:
    """Let the page have a file: why it was refused, or "" if it was not.

    Raises:
        AssertionError: something is not as it should be for whoever uploads it; any other error is one as well.
    """
    dataset, pretrained = words_of_hell(), Pretrained()
    before = Upload("before", "before.txt", b"good 1 2\nbad 3 4\n")
    pretrained.take(before, dataset)
    upload = Upload("odd", "<b>odd</b>.txt", data)
    pretrained.take(upload, dataset)
    if pretrained.refused:
        assert pretrained.refused.isprintable() and len(pretrained.refused) < 400, pretrained.refused
        assert pretrained.upload is before
        return pretrained.refused
    assert pretrained.upload is upload
    given = pretrained.of("own", dataset)
    assert given and given.upload is upload and given.vectors.words
    assert np.isfinite(given.vectors.rows).all() and set(given.vectors.words) <= set(dataset.vocabulary.words)
    assert given.vectors.rows.shape == (len(given.vectors.words), given.vectors.width)
    told = vector_messages.coverage(given).source
    assert "<script" not in told and "\u202e" not in told
    try:
        training = begun(dataset, SETTINGS, given)
    except RnnCoreError as error:
        assert "weights; at most" in str(error), error
    else:
        assert training.params["E"].shape == (dataset.vocabulary.rows, sized(SETTINGS, given).embedding_size)
    return ""
