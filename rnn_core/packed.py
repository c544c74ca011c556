"""Small datasets as a piece of text that an address can hold: sentences that travel in a link or a hand-in themselves.

    DATA.1      DATA: base64 (URL-safe, without padding) of zlib of JSON in UTF-8; 1: the version of all this
    JSON: [[tokeniser, fold_case, min_count, unknown, tagged], [sentence, ...], [label, ...], "00102..."]

The last string has a digit for each sentence: which of SPLITS it belongs to. (The version stands at the end, for
programs that make links of text leave out signs such as "_" there; what was cut off lacks it.) It is all that the
fingerprint of a dataset depends on. Other people may have written it: nothing is believed, and it is read as a file is.
"""

import base64
import binascii
import json
import re
import zlib
from dataclasses import dataclass
from functools import cached_property

from rnn_core.dataset import SPLITS, Dataset, Example
from rnn_core.errors import InvalidDataset, InvalidSetting
from rnn_core.export import to_csv
from rnn_core.reading import ReadOptions, read_draft
from rnn_core.reading.cleaning import SURROGATES
from rnn_core.reading.draft import OWN_HEADER
from rnn_core.text import TextConfig

MOST_IN_LINK = 6_000  # characters: see docs/hosting.md
MOST_BYTES = 1_000_000  # before compression: what it inflates to

_VERSION = "1"
_MOST_PACKED = 2 * MOST_BYTES  # characters; base64 makes 4 of 3 bytes
_PACKED = re.compile(r"([A-Za-z0-9_-]+)\.([0-9]{1,9})")
_NOT_OURS = "These are no sentences that the playground has packed."
_CUT_OFF = "The sentences are damaged or cut off. Copy the whole link, or ask for it again."


@dataclass(frozen=True)
class Unpacked:
    """Sentences as somebody has packed them, of whatever kind they may be.

    Attributes:
        examples: sentences, labels and parts.
        text: how they are to be cut into words.
        tagged: whether every word has a label.
    """

    examples: tuple[Example, ...]
    text: TextConfig
    tagged: bool

    @cached_property
    def csv(self) -> bytes:
        """The same as the file that a download of them is."""
        return to_csv(self.examples)

    @property
    def options(self) -> ReadOptions:
        """What is known about that file."""
        sentence, label, split = range(len(OWN_HEADER))
        return ReadOptions(
            "utf-8", "comma", True, sentence, label, split, tags=self.tagged, text=self.text, quoting="doubled"
        )

    def dataset(self) -> Dataset:
        """The dataset, read as a file is, with every cap.

        Raises:
            InvalidDataset: it cannot be used; the message says where.
        """
        return read_draft(self.csv, "The sentences", self.options).dataset(test_share=0.0)


def pack(dataset: Dataset) -> str:
    """A dataset as text, the same for the same dataset.

    Raises:
        InvalidDataset: it is too large for that, or has half a character.
    """
    text, examples = dataset.text, dataset.examples
    size = sum(len(e.sentence) + len(e.label) for e in examples)
    if size <= MOST_BYTES:
        how = [text.tokeniser, text.fold_case, text.min_count, text.unknown, dataset.tagged]
        splits = "".join(str(SPLITS.index(e.split)) for e in examples)
        columns = [how, [e.sentence for e in examples], [e.label for e in examples], splits]
        try:
            written = json.dumps(columns, ensure_ascii=False, separators=(",", ":")).encode()
        except UnicodeEncodeError:
            raise InvalidDataset("A sentence or a label has half a character, which cannot travel.") from None
        size = len(written)
    if size > MOST_BYTES:
        raise InvalidDataset(f"These sentences are too many to travel: {size:,} bytes, and at most {MOST_BYTES:,} do.")
    data = base64.urlsafe_b64encode(zlib.compress(written, 9)).decode().rstrip("=")
    return f"{data}.{_VERSION}"


def unpack(packed: str) -> Unpacked:
    """What ``pack`` has made, or what somebody passes off as that.

    Raises:
        InvalidDataset: it is not; the message is one line. It never inflates to more than MOST_BYTES.
    """
    if len(packed) > _MOST_PACKED:
        raise InvalidDataset(f"The packed sentences have {len(packed):,} characters; at most {_MOST_PACKED:,} do.")
    parts = _PACKED.fullmatch(packed)
    if not parts:
        raise InvalidDataset(_CUT_OFF)
    if parts[2] != _VERSION:
        raise InvalidDataset(
            f"The sentences are packed in version {parts[2]}; this program reads version {_VERSION}. Pack them anew."
        )
    try:
        columns = json.loads(_inflated(parts[1]).decode())
    except (ValueError, RecursionError):
        raise InvalidDataset(_NOT_OURS) from None
    return _checked(columns)


def _inflated(data: str) -> bytes:
    """The bytes behind base64 and compression, as far as they are within the bound."""
    inflating = zlib.decompressobj()
    try:
        compressed = base64.urlsafe_b64decode(data + "=" * (-len(data) % 4))
        written = inflating.decompress(compressed, MOST_BYTES + 1)
    except (binascii.Error, zlib.error):
        raise InvalidDataset(_CUT_OFF) from None
    if len(written) > MOST_BYTES:
        raise InvalidDataset(f"The packed sentences inflate to more than the {MOST_BYTES:,} bytes that are possible.")
    if not inflating.eof or inflating.unused_data:
        raise InvalidDataset(_CUT_OFF)
    return written


def _checked(columns: object) -> Unpacked:
    """The same, if everything is of its kind."""
    if not isinstance(columns, list) or len(columns) != 4:
        raise InvalidDataset(_NOT_OURS)
    how, sentences, labels, splits = columns
    if not (isinstance(how, list) and len(how) == 5 and isinstance(how[1], bool) and isinstance(how[4], bool)):
        raise InvalidDataset(_NOT_OURS)
    if not (_are_texts(sentences) and _are_texts(labels) and isinstance(splits, str)):
        raise InvalidDataset(_NOT_OURS)
    if not len(sentences) == len(labels) == len(splits) or splits.strip("012"):
        raise InvalidDataset(_NOT_OURS)
    try:
        text = TextConfig(*how[:4])
    except InvalidSetting:
        raise InvalidDataset(_NOT_OURS) from None
    rows = zip(sentences, labels, splits, strict=True)
    return Unpacked(tuple(Example(s, label, SPLITS[int(at)]) for s, label, at in rows), text, how[4])


def _are_texts(cells: object) -> bool:
    return isinstance(cells, list) and all(isinstance(cell, str) and not SURROGATES.search(cell) for cell in cells)
