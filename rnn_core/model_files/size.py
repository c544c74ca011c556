"""How large a model file may be, so large that none which is right is refused; and what it takes to read one."""

from rnn_core import limits
from rnn_core.errors import InvalidModel
from rnn_core.model_files.header import open_file
from rnn_core.model_files.sentences import NAME

# Six times the weights (now, best, last good, first, two of an optimiser), and what sentences and words may take.
MOST_BYTES = 6 * 8 * limits.MAX_WEIGHTS * limits.MAX_NETWORKS + 8 * limits.MAX_FILE_BYTES

PARTS = 5_000_000  # bytes that words, names and settings take as objects, if there are as many as there can be
_BYTES_A_SIGN = 40  # of the header, at most: "a":1, makes a text, a number and a place in a table
_BYTES_A_BYTE, _BYTES_A_SENTENCE = 8, 600  # of sentences; a character beside an emoji takes four bytes, twice


def refuse_too_large(size: int) -> None:
    """Raise InvalidModel if no model file has so many bytes."""
    if size > MOST_BYTES:
        raise InvalidModel(f"The file has {size:,} bytes; no model has more than {MOST_BYTES:,}.")


def memory_to_load(data: bytes) -> int:
    """Bytes that ``load`` takes at most beside the file itself.

    (Of sentences in it that is what usual ones take: words that all differ take more.)

    Raises:
        InvalidModel: its header cannot be used.
    """
    sentences = open_file(data).tensors.get(NAME)
    needed = 2 * len(data) + min(PARTS, _BYTES_A_SIGN * int.from_bytes(data[:8], "little"))
    if sentences is not None:
        needed += _BYTES_A_BYTE * sentences.nbytes + _BYTES_A_SENTENCE * sentences.tobytes().count(b"[")
    return needed
