"""A hand-in, made of a run: whether there can be one, and what is in it."""

import hashlib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

import numpy as np

from playground.epochs import COLUMNS
from playground.links import Link, to_query
from playground.presets import SUGGESTED, presets_for
from playground.runs import Run
from playground.snapshot import Member, Snapshot
from rnn_core import EnsembleConfig
from rnn_core.hand_in import Answer, HandedNetwork, HandIn, Point, write_hand_in
from rnn_core.hand_in.values import Vectors, thinned
from rnn_core.settings import written
from rnn_core.wording import counted

_MOST_LETTERS = 40  # of a name, in the name of a file


@dataclass(frozen=True, eq=False)
class Made:
    """A hand-in as a file.

    Attributes:
        run: what it is of.
        written: the name and the answers in it, as the form had them.
        about: how far that was, in a line.
        file_name: of whose it is; no two that differ are called the same, in whatever folder they come together.
    """

    run: Run
    written: tuple[str, tuple[Answer, ...]]
    about: str
    file_name: str
    content: bytes


def why_not(run: Run, now: Snapshot) -> str:
    """Why there can be no hand-in of a run as it is; empty if there can be one."""
    if run.loaded:
        return "This run goes on from a file, and a hand-in is of a run that was begun here. Train one."
    if now.status == "failed":
        return "This run came to no good end, so there is nothing to hand in. Reset, and train another."
    if not np.isfinite(now.numbers[:, COLUMNS.index("train_loss")]).all():
        return "The loss of this run is no number any more, so there is nothing to hand in. Reset, and train another."
    if not now.epoch:
        return "Train at least one epoch; then there is something to hand in."
    if run.given and run.given.upload:
        return (
            "This run began with vectors of your own. They do not fit into a hand-in, so nobody could train it again "
            "to check it. Choose other vectors, or none, and train once more."
        )
    if run.sentences.own and not run.sentences.packed:
        return "These sentences are too many for a hand-in. Train on fewer of them."
    return ""


def of_run(run: Run, now: Snapshot, name: str, answers: Iterable[Answer]) -> HandIn:
    """What is handed in.

    Args:
        now: a look at the run, of which ``why_not`` has nothing to say.
        name: of the person; it may be empty.
    """
    settings, sentences = run.settings, run.sentences
    vectors: Vectors = "glove" if run.given else "none"
    return HandIn(
        name=name.strip(),
        link=link_of(run),
        model=settings.model,
        training=settings.training,
        ensemble=EnsembleConfig(settings.networks),
        vectors=vectors,
        dataset=sentences.link_name,
        packed=sentences.packed if sentences.own else "",
        fingerprint=sentences.dataset.fingerprint,
        networks=_networks(now),
        answers=tuple(answers),
    )


def made(run: Run, now: Snapshot, name: str, answers: Sequence[Answer]) -> Made:
    """The same as a file."""
    handed = of_run(run, now, name, answers)
    answered = counted(sum(bool(answer.found) for answer in handed.answers), "answer")
    about = f"Made at epoch {now.epoch} with {answered}. Fingerprint of the weights: {handed.weights}"
    content = write_hand_in(handed)
    return Made(run, (name, tuple(answers)), about, _file_name(handed.name, content), content)


def _file_name(name: str, content: bytes) -> str:
    """The letters and digits of somebody's name, and some of the file's own digest."""
    letters = "".join(c if c.isalnum() else " " for c in unicodedata.normalize("NFKC", name)[:_MOST_LETTERS])
    return "-".join(["hand-in", *letters.split(), hashlib.sha256(content).hexdigest()[:8]]) + ".json"


def link_of(run: Run) -> str:
    """The query of an address that sets the page up for a run, with every setting, also those that links leave out."""
    sentences = run.sentences
    preset = SUGGESTED if sentences.own else presets_for(sentences.link_name)[0]
    query = to_query(Link(sentences.link_name, preset, run.settings.values))
    query |= {name: written(value) for name, value in run.settings.values.items()}
    if sentences.fits_into_link:
        query["sentences"] = sentences.packed
    return f"?{urlencode(query)}"


def _networks(now: Snapshot) -> tuple[HandedNetwork, ...]:
    """Those that have come to their end; before there is one, the first as far as it is."""
    kept = next((epoch for epoch in now.history if epoch), None)
    first = None if kept is None else (kept, now.history[kept].fingerprint())
    curve = thinned(now.records)
    if not now.members:
        updates = now.update.number if now.update else 0
        return (HandedNetwork(now.epoch, updates, False, now.params.fingerprint(), first, curve),)
    ended, *others = now.members
    return (
        HandedNetwork(ended.epochs, 0, True, ended.params.fingerprint(), first, curve),
        *(_ended(member) for member in others),
    )


def _ended(member: Member) -> HandedNetwork:
    """A further network, of which only the epoch is known whose weights it keeps."""
    curve = (Point.of(member.record),) if member.record else ()
    return HandedNetwork(member.epochs, 0, True, member.params.fingerprint(), None, curve)
