"""What a person allows to be done to rows that cannot be used as they are: asked, never done by itself."""

from dataclasses import dataclass

from rnn_core.reading.cleaning import End


@dataclass(frozen=True)
class Repairs:
    """What is allowed; without anything said, nothing."""

    leave_out: bool = False  # rows with a problem
    truncate: End | None = None  # sentences that are too long, to their first or last words
    merge_labels: bool = False  # labels that differ only in case or spaces, or say yes and no in several words
    coarse_labels: bool = False  # of COARSE:fine only the coarse half
    sample: bool = False  # of more rows than are possible as many as are, at random by class
