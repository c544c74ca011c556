"""What a person allows to be done to rows that cannot be used as they are: asked, never done by itself."""

from dataclasses import dataclass

from rnn_core.reading.cleaning import End
from rnn_core.reading.one_label import Take


@dataclass(frozen=True)
class Repairs:
    """What is allowed; without anything said, nothing."""

    leave_out: bool = False  # rows with a problem
    truncate: End | None = None  # sentences that are too long, to their first or last words
    merge_labels: bool = False  # labels that differ only in case or spaces, are the same number, or say yes and no
    coarse_labels: bool = False  # of COARSE:fine only the coarse half
    sample: bool = False  # of more rows than are possible as many as are, at random by class
    several: Take | None = None  # labels in one cell: the first of them, or all together as one
    largest_classes: bool = False  # of more classes than are possible the most frequent, as many as are
    strip_html: bool = False  # a blank for each tag, characters for their names
