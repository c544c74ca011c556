"""The box in which a visitor sees how sentences are cut into words, and says otherwise."""

import streamlit as st

from rnn_core import TextConfig
from rnn_core.text import Tokeniser, Unknown

_CUTS: dict[Tokeniser, str] = {
    "whitespace": "at white space",
    "words": "words and punctuation",
    "characters": "single characters",
}
_UNKNOWN: dict[Unknown, str] = {"vector": "read as one unknown word", "skip": "skipped"}
_MOST_COUNT = 100


def ask(now: TextConfig, key: str) -> TextConfig:
    """Show how sentences are cut, and give what the visitor wants instead.

    Args:
        now: how, as long as the visitor has not said otherwise.
        key: tells these boxes from those about other sentences, which begin anew.
    """
    left, right = st.columns(2)
    cut = left.segmented_control(
        "Cut sentences", list(_CUTS), format_func=_CUTS.__getitem__, key=f"cut-{key}", default=now.tokeniser,
        required=True,
        help="At white space, as in the tutorial; into words and punctuation marks; or into single characters, for "
        "writing without spaces.",
    )  # fmt: skip
    fold = left.toggle("GOOD and good are one word", value=now.fold_case, key=f"fold_case-{key}")
    count = right.number_input(
        "Smallest count for a word to be kept", 1, max(_MOST_COUNT, now.min_count), now.min_count,
        key=f"min_count-{key}",
        help="Words that occur less often in the training sentences count as unknown. With too many different "
        "words it is raised by itself.",
    )  # fmt: skip
    unknown = right.segmented_control(
        "Unknown words are", list(_UNKNOWN), format_func=_UNKNOWN.__getitem__, key=f"unknown-{key}",
        default=now.unknown, required=True,
        help="One unknown word stands for all of them. It is learned by word dropout: now and then a training "
        "word, the rarer the likelier, is read as unknown. Skipping pretends that they are not there.",
    )  # fmt: skip
    return TextConfig(cut, fold, int(count), unknown)
