"""A model out of a file, on the page: what it is, and whether training can go on from it."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Any

from playground.presets import BUNDLED
from playground.room import NoRoom
from playground.saved_runs import require_going_on
from playground.sentences import Sentences
from playground.shared import bundled_sentences, room
from rnn_core import InvalidModel
from rnn_core.model_files import SavedModel, load, memory_to_load


@dataclass(frozen=True, eq=False)
class Loaded:
    """A model that was loaded.

    Attributes:
        name: of the file, which is other people's text.
        sentences: those that it was trained on; None if they are not here.
        stuck: why training cannot go on from it though they are here; empty if it can.
    """

    name: str
    model: SavedModel
    sentences: Sentences | None
    stuck: str


@dataclass
class Models:
    """One visitor's loaded model.

    Attributes:
        loaded: the last that could be read.
        refused: why the last file could not be; empty if it could.
    """

    loaded: Loaded | None = None
    refused: str = ""

    def load(self, uploaded: Any, present: Iterable[Sentences]) -> None:
        """Load a file that was uploaded, if there is room; without one forget the model.

        Args:
            uploaded: what an uploader holds.
            present: sentences of the visitor's own that are here.
        """
        if uploaded is None:
            self.loaded, self.refused = None, ""
            return
        data = uploaded.getvalue()
        try:
            room().admit(len(data) + memory_to_load(data))
        except (NoRoom, InvalidModel) as error:
            self.refused = str(error)
        else:
            self.take(uploaded.name, data, present)

    def take(self, name: str, data: bytes, present: Iterable[Sentences]) -> None:
        """Load a file; if it cannot be read, the model before stays.

        Args:
            name: of the file.
            present: sentences of the visitor's own that are here.
        """
        try:
            model = load(data)
        except InvalidModel as error:
            self.refused = str(error)
            return
        self.refused, self.loaded = "", found(name, model, present)

    def look_again(self, present: Iterable[Sentences]) -> None:
        """See whether the sentences of the model are here by now."""
        if self.loaded and self.loaded.sentences is None:
            self.loaded = found(self.loaded.name, self.loaded.model, present)


def found(name: str, model: SavedModel, present: Iterable[Sentences]) -> Loaded:
    """A model, with its sentences if they are here: among those, in the file, or a set that comes with the page."""
    stuck = ""
    try:
        require_going_on(model)
    except InvalidModel as error:
        stuck = str(error)
    return Loaded(name, model, _sentences_of(name, model, present), stuck)


def _sentences_of(name: str, model: SavedModel, present: Iterable[Sentences]) -> Sentences | None:
    bundled = map(bundled_sentences, BUNDLED)
    for sentences in chain(present, bundled):  # a bundled set is read only if it may be the one
        if sentences.dataset.fingerprint == model.fingerprint:
            return sentences
    return Sentences(model.dataset, name, own=True) if model.dataset else None
