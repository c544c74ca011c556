"""How large a model file may be: so large that none which is right is refused."""

from rnn_core import limits
from rnn_core.errors import InvalidModel

# Six times the weights (now, best, last good, first, two of an optimiser), and what sentences and words may take.
MOST_BYTES = 6 * 8 * limits.MAX_WEIGHTS * limits.MAX_NETWORKS + 8 * limits.MAX_FILE_BYTES


def refuse_too_large(size: int) -> None:
    """Raise InvalidModel if no model file has so many bytes."""
    if size > MOST_BYTES:
        raise InvalidModel(f"The file has {size:,} bytes; no model has more than {MOST_BYTES:,}.")
