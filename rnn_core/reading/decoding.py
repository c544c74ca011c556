"""From bytes to text: is it text at all, and in which encoding?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rnn_core import limits
from rnn_core.errors import InvalidDataset
from rnn_core.reading.cleaning import CONTROLS
from rnn_core.wording import counted, shown

ENCODINGS: dict[str, str] = {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16 (little-endian)",
    "utf-16-be": "UTF-16 (big-endian)",
    "utf-32-le": "UTF-32 (little-endian)",
    "utf-32-be": "UTF-32 (big-endian)",
    "cp1252": "Western European (cp1252)",
    "iso8859-2": "Central European (ISO 8859-2)",
    "cp1251": "Cyrillic (cp1251)",
    "cp1253": "Greek (cp1253)",
    "cp1254": "Turkish (cp1254)",
    "cp1255": "Hebrew (cp1255)",
    "cp1256": "Arabic (cp1256)",
    "gb18030": "Chinese (GB 18030, GBK)",
    "big5": "Chinese (Big5)",
    "shift_jis": "Japanese (Shift JIS)",
    "euc_jp": "Japanese (EUC-JP)",
    "euc_kr": "Korean (EUC-KR)",
}

_MARKS = {  # the longer first: UTF-32's mark begins with UTF-16's
    b"\xff\xfe\x00\x00": "utf-32-le",
    b"\x00\x00\xfe\xff": "utf-32-be",
    b"\xff\xfe": "utf-16-le",
    b"\xfe\xff": "utf-16-be",
    b"\xef\xbb\xbf": "utf-8",
}

_NOT_TEXT = {
    b"PK\x03\x04": "an Excel workbook or another zip archive",
    b"PK\x05\x06": "an empty zip archive",
    b"\xd0\xcf\x11\xe0": "an old Excel or Word file",
    b"%PDF-": "a PDF",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"\x1f\x8b": "a gzip archive",
    b"BZh": "a bzip2 archive",
    b"\xfd7zXZ": "an xz archive",
    b"7z\xbc\xaf": "a 7-Zip archive",
    b"Rar!": "a RAR archive",
    b"\x28\xb5\x2f\xfd": "a Zstandard archive",
    b"MZ": "a Windows program",
    b"\x7fELF": "a program",
    b"SQLite format 3\x00": "an SQLite database",
    b"PAR1": "a Parquet file",
    b"\x93NUMPY": "a numpy array",
    b"\x80\x04": "a Python pickle",
}
_MAYBE_TEXT = (b"MZ", b"BZh", b"PAR1", b"GIF8", b"Rar!")  # a sentence could begin like this; see _is_text
_SAMPLE = 2000  # characters
_MANY_CONTROLS = 20  # more than this in the sample, and than a twentieth of it: then it is no text

LINE_END = re.compile(r"\r\n|\n|\r")  # not U+0085 or U+2028: those stand inside of sentences


@dataclass(frozen=True)
class Decoded:
    """A file as text.

    Attributes:
        text: without byte order marks.
        encoding: one of ENCODINGS.
        notices: what had to be assumed, as sentences.
    """

    text: str
    encoding: str
    notices: tuple[str, ...] = ()


def decode(
    data: bytes,
    encoding: str | None = None,
    needed: str = "one sentence and its label in each line",
    choice: str = "choose its encoding",
) -> Decoded:
    """Decode a file.

    Args:
        data: its bytes.
        encoding: one of ENCODINGS, or None to find out.
        needed: what it should have in it; told where it has nothing.
        choice: how an encoding can be said, told where this may help; empty where there is no way.

    Raises:
        InvalidDataset: too large, empty, not text, or damaged; the message names the line where there is one.
    """
    if len(data) > limits.MAX_FILE_BYTES:
        raise InvalidDataset(
            f"the file has {len(data):,} bytes; at most {limits.MAX_FILE_BYTES:,} are possible. Leave some rows out."
        )
    if not data:
        raise InvalidDataset(f"the file is empty, 0 bytes. Needed: {needed}.")
    _refuse_what_is_not_text(data)
    decoded = _decode_as(data, encoding) if encoding else _detect(data, choice)
    text = decoded.text.lstrip("\ufeff").removesuffix("\x1a")  # with which old programs end a file
    if encoding is None:
        _refuse_many_controls(text[:_SAMPLE], choice)
    if not text.strip():
        raise InvalidDataset(f"the file has only blank lines. Needed: {needed}.")
    return Decoded(text, decoded.encoding, decoded.notices)


def _refuse_what_is_not_text(data: bytes) -> None:
    for magic, what in _NOT_TEXT.items():
        if data.startswith(magic) and not (magic in _MAYBE_TEXT and _is_text(data[:512])):
            raise InvalidDataset(
                f"this is {what}, whatever its name says. Open it with the program it belongs to and save it as CSV."
            )


def _is_text(beginning: bytes) -> bool:
    return not any(byte < 9 or 13 < byte < 27 for byte in beginning)


def _refuse_many_controls(sample: str, choice: str) -> None:
    """Refuse data that decodes by chance, such as an archive or a picture that _NOT_TEXT does not have."""
    found = len(CONTROLS.findall(sample))
    if found > max(_MANY_CONTROLS, len(sample) / 20):
        raise InvalidDataset(
            f"this does not look like text: {found:,} of its first {len(sample):,} characters are control characters. "
            f"Save it as CSV in UTF-8{f'; if it is text, {choice}' if choice else ''}."
        )


def _decode_as(data: bytes, encoding: str) -> Decoded:
    """Decode as someone wants it, and say what does not fit."""
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError:
        text = data.decode(encoding, errors="replace")
    misfits, line = text.count("\ufffd"), _line_of(text, text.index("\ufffd"))
    notice = (
        f"Not everything is {ENCODINGS[encoding]}: {counted(misfits, 'place')} became �, the first in line {line}. "
        "If that looks wrong, choose another encoding."
    )
    return Decoded(text, encoding, (notice,))


def _detect(data: bytes, choice: str) -> Decoded:
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return _decode_strictly(data[len(mark) :], encoding)
    wide = _wide_encoding(data)
    if wide:
        return _decode_strictly(data, wide)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        line, cut_off = _line_of(before, len(before)), error.reason == "unexpected end of data"
    # Bytes that are no UTF-8, in a file that otherwise shows valid UTF-8 beyond ASCII: damaged, not another encoding.
    marked = data.decode("utf-8", errors="surrogateescape")
    bad = len(re.findall("[\udc80-\udcff]", marked))
    good = len(re.findall("[^\x00-\x7f\udc80-\udcff]", marked))
    if cut_off and (good or bad > 1):  # a single byte could as well be a last letter in another encoding
        raise InvalidDataset(
            f"line {line}: the file ends amid a character, so it seems to be cut off. Save it again as UTF-8."
        )
    if good >= bad:
        raise InvalidDataset(
            f"line {line}: from here on not everything is UTF-8, though the rest of the file is. Mend that line, or "
            "save the whole file as UTF-8."
        )
    text = data.decode("cp1252", errors="replace")
    strange = re.search(r"[^\x00-\x7f]", text)
    assert strange  # UTF-8 failed, so there is a byte beyond ASCII
    at = strange.start()
    sample = shown(LINE_END.split(text[max(0, at - 15) : at])[-1] + LINE_END.split(text[at : at + 25])[0])
    notice = (
        f"The file is not UTF-8. It was read as {ENCODINGS['cp1252']}; from line {_line_of(text, at)}: “{sample}”. "
        f"If that looks wrong, {choice or 'save it as UTF-8'}."
    )
    return Decoded(text, "cp1252", (notice,))


def _decode_strictly(data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(encoding, errors="replace")
        raise InvalidDataset(
            f"line {_line_of(before, len(before))}: the file is {ENCODINGS[encoding]}, but damaged here. "
            "Save it again as UTF-8."
        ) from None


def _wide_encoding(data: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark: among the first characters, most have the same zero bytes."""
    start = data[:2000]
    zeros = [sum(byte == 0 for byte in start[i::4]) / max(1, len(start[i::4])) for i in range(4)]
    high = [share > 0.5 for share in zeros]
    patterns = {
        (False, True, True, True): "utf-32-le",
        (True, True, True, False): "utf-32-be",
        (False, True, False, True): "utf-16-le",
        (True, False, True, False): "utf-16-be",
    }
    return patterns.get((high[0], high[1], high[2], high[3])) if len(start) >= 4 else None


def lines(text: str) -> Iterator[str]:
    """The lines of a text with their ends, one at a time: of a large text a list of all would be as large again."""
    start = 0
    for end in LINE_END.finditer(text):
        yield text[start : end.end()]
        start = end.end()
    if start < len(text):
        yield text[start:]


def _line_of(text: str, position: int) -> int:
    return len(LINE_END.split(text[:position]))
