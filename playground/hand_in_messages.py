"""Words for the form of a hand-in; why there can be none of a run: hand_in.py."""

from playground.markup import Html, joined, tag

NO_ANSWERS = joined(
    "Your answers to lessons appear here. First choose what you expect, under ", tag("b", "Lessons"), "."
)

NOT_KEPT = "A reload clears what you write here. Download it first."
CHANGED = "Changed since it was made: press Make the hand-in again."


def will_hold(own_sentences: bool) -> Html:
    """What will be in it, before it is made.

    Args:
        own_sentences: whether the run has read the visitor's own.
    """
    own = " your sentences," if own_sentences else ""
    return joined(
        f"It will hold the settings of this run, how far it is,{own} the fingerprint of its weights, and what stands "
        "above. Your teacher can check it by training once more: ", tag("code", "python -m rnn_core check"), ".",
    )  # fmt: skip
