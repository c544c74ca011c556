"""Words for links: the run that one tells of, what is in one that is sent to others, what was made of one."""

from collections.abc import Collection, Sequence

from playground.markup import Html, Part, small, tag
from playground.messages import reached
from playground.reached import Reached
from playground.sentences import Sentences
from playground.settings import SETTINGS
from rnn_core.packed import MOST_IN_LINK


def was_at(place: Reached, networks: int) -> str:
    """What a link tells of a run."""
    return f"This run was at {reached(place, networks)}."


def on_its_way(goal: Reached, networks: int) -> str:
    """While it trains to where it was."""
    return f"Training again to {reached(goal, networks)}, at full speed; then it pauses."


def is_back(place: Reached, networks: int, over: bool) -> str:
    """Once it is there.

    Args:
        over: whether the run has come to its end there.
    """
    return f"Back at {reached(place, networks)}{', where the run ended.' if over else ': Play goes on from here.'}"


def waits_for_sentences(place: Reached, networks: int) -> str:
    """Where its sentences are not here."""
    return f"{was_at(place, networks)} It can be trained again to there once its sentences are here."


WENT_ON_FROM_FILE = "This run went on from a file, which no link holds: load its model again, under Keep, Model."


def lost_by_reload(loaded: bool, own_vectors: bool) -> str:
    """That the address does not tell of the run that is there, though no other settings wait, and why not.

    Args:
        loaded: whether it goes on from a file.
        own_vectors: whether it began with vectors of the visitor's file.
    """
    why = "From a file: a" if loaded else "With your vectors: a" if own_vectors else "A"
    return f"{why} reload loses this run, Keep saves it."


def what_it_holds(own_sentences: bool, carried: bool, own_vectors: bool, waiting: bool) -> str:
    """What is in a link, and what is not.

    Args:
        own_sentences: whether it names others than bundled ones.
        carried: whether these are in it.
        own_vectors: whether embeddings begin with vectors of the visitor's file.
        waiting: whether the present run keeps other settings or sentences than those that are shown.
    """
    told = ["Whoever opens this link has the settings, the seed and the sentence in the box as they are shown here"]
    told[0] += " (not those of the present run)." if waiting else "."
    if carried:
        told.append("The sentences themselves are in it: whoever has it can read them, and uses them by a click.")
    elif own_sentences:
        told.append("The sentences are not in it, only a number to know them by: each person loads the same file.")
    else:
        told.append("The data are chosen by name, so the same network is trained, with the same figures.")
    if own_vectors:
        told.append("Your file of vectors is not in it either.")
    told.append("What was learned is never in a link. A link sets the page up; it starts nothing.")
    return " ".join(told)


def what_it_hides(panels: Collection[str]) -> Part:
    """What is left of a page that hides these panels."""
    if {"sentence", "tabs"} <= {*panels}:
        return tag("b", "Only Play and the progress of the run are left.")
    return "Play and the progress of the run always stay."


def whether_in_link(own: Sentences, carried: bool) -> str:
    """Whether the visitor's own sentences are in the address, or why they cannot be.

    Args:
        carried: whether they are.
    """
    if not own.fits_into_link:
        size = f"{len(own.packed):,} characters, and" if own.packed else "too much:"
        return (
            f"These sentences do not fit into a link: they would take {size} at most {MOST_IN_LINK:,} characters do. "
            "Others load the same file; the link then names them."
        )
    if carried:
        return f"They are in the address now, packed into {len(own.packed):,} characters."
    return f"They would take {len(own.packed):,} characters of at most {MOST_IN_LINK:,}."


NOT_USED_YET = "The sentences of this link are not used yet: Play trains on the bundled ones."


def missing_sentences(name: str) -> str:
    """What to do about a link that was made with sentences that are not here."""
    return (
        f"This link was made with other sentences ({name}), and it does not carry them. Load the same file, read, "
        "cut and split in the same way, under “Use your own sentences”; until then the bundled ones are used."
    )


def not_those_of_the_link(named: str, read: str) -> Html:
    """What is told of sentences that a link brought and that became others when they were read."""
    return small(
        f"These are not the sentences that the link names ({named}), but {read}: they were read, cut or split in "
        "another way than when it was made. What others have trained with it cannot be compared."
    )


def ignored_in_link(names: Sequence[str]) -> str:
    """The one notice about a link that was not followed as written; empty if it was."""
    if not names:
        return ""
    more = f" and {len(names) - 5} more" if len(names) > 5 else ""
    nearest = " Settings have the nearest value that is possible." if not SETTINGS.keys().isdisjoint(names) else ""
    return f"Not followed in this link: {', '.join(names[:5])}{more}.{nearest}"
