"""What is told of an error that ended a piece of work, and nothing else; what is a mistake of ours is logged."""

import logging

from rnn_core import RnnCoreError

log = logging.getLogger(__name__)


def in_words(error: Exception, work: str, no_memory: str) -> str:
    """Why work came to no good end, for a person to read. Called where the error is caught.

    Args:
        work: what stopped, as the first word of a sentence: "Training".
        no_memory: what is said where memory ran out.
    """
    if isinstance(error, RnnCoreError):
        return str(error)
    if isinstance(error, MemoryError):
        return no_memory
    log.exception("%s stopped on an unexpected error", work)
    return f"{work} stopped on an error in this program, which was logged. It can be begun anew."
