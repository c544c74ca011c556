"""What embeddings begin with: GloVe's vectors or those of a visitor's file, for the words of the chosen sentences."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from functools import cached_property
from io import BytesIO

from playground.settings import Settings, VectorsName
from rnn_core import Dataset, Layout, RnnCoreError, Training, limits, train
from rnn_core.initialise import require_size
from rnn_core.vectors import Coverage, Vectors, coverage, glove, read_vector_stream

MOST_LINES = 250_000  # of an upload: more would be vectors of a few numbers, and take long to read


@dataclass(frozen=True, eq=False)
class Upload:
    """A file of vectors as it came.

    Attributes:
        key: tells one upload from another.
        name: other people's text.
    """

    key: str
    name: str
    content: bytes = field(repr=False)

    def read(self, wanted: Collection[str]) -> Vectors:
        """The vectors of the wanted words.

        Raises:
            InvalidDataset: they cannot be read, or there are none; the message says where and how to mend it.
        """
        return read_vector_stream(BytesIO(self.content), self.name, wanted, limits.MAX_FILE_BYTES, MOST_LINES)


@dataclass(frozen=True, eq=False)
class Given:
    """What an embedding begins with.

    Attributes:
        vectors: those of a data set's words.
        upload: where they come from; None for GloVe's.
    """

    vectors: Vectors
    dataset: Dataset
    upload: Upload | None = None

    def read(self, wanted: Collection[str]) -> Vectors:
        """Vectors of other words, from the same place.

        Raises:
            InvalidDataset, InvalidSetting: there are none.
        """
        return self.upload.read(wanted) if self.upload else glove(wanted)

    @cached_property
    def coverage(self) -> Coverage:
        """How much of the data set has a vector."""
        return coverage(self.vectors, self.dataset)


class Pretrained:
    """One visitor's vectors. Those of the chosen sentences are looked up once, and anew when others are chosen.

    Attributes:
        upload: the visitor's own file, kept whole, for other sentences have other words; None if there is none.
        refused: why the last file was refused; empty if it was not.
        removed: what the file was called that was removed last; empty if there is one again.
    """

    def __init__(self) -> None:
        self.upload: Upload | None = None
        self.refused = ""
        self.removed = ""
        self._found: dict[VectorsName, tuple[Dataset, Given | RnnCoreError]] = {}

    def take(self, upload: Upload, dataset: Dataset) -> None:
        """Have a file in the place of the one before, if it can be read and has vectors for the words."""
        try:
            given = Given(upload.read(dataset.vocabulary.words), dataset, upload)
        except RnnCoreError as error:
            self.refused = str(error)
            return
        self.upload, self.refused, self.removed = upload, "", ""
        self._found["own"] = (dataset, given)

    def remove(self) -> None:
        """Have no file any more."""
        self.removed = self.upload.name if self.upload else ""
        self.upload, self.refused = None, ""
        self.forget()

    def forget(self) -> None:
        """Drop what was looked up: other sentences have been chosen."""
        self._found.clear()

    def of(self, name: VectorsName, dataset: Dataset) -> Given | None:
        """The vectors of a data set's words; None if an embedding is to begin with random numbers.

        Raises:
            InvalidDataset, InvalidSetting: there are no vectors, or none of these words.
        """
        if name == "none":
            return None
        known, found = self._found.get(name, (None, None))
        if known is not dataset or found is None:
            try:
                found = self._look_up(name, dataset)
            except RnnCoreError as error:
                found = error
            self._found[name] = (dataset, found)
        if isinstance(found, RnnCoreError):
            raise found.with_traceback(None)
        return found

    def _look_up(self, name: VectorsName, dataset: Dataset) -> Given:
        if name == "glove":
            return Given(glove(dataset.vocabulary.words), dataset)
        assert self.upload, "settings say so only if there is one"
        return Given(self.upload.read(dataset.vocabulary.words), dataset, self.upload)


def sized(settings: Settings, given: Given | None) -> Settings:
    """Settings in which the embedding is as wide as the vectors that it begins with."""
    return replace(settings, embedding_size=given.vectors.width) if given and _takes(settings) else settings


def begun(dataset: Dataset, settings: Settings, given: Given | None, weights_seed: int | None = None) -> Training:
    """A training at its first weights.

    Args:
        given: what the embedding begins with, if the settings say so.
        weights_seed: of these weights alone; None for the seed of the settings.

    Raises:
        InvalidSetting: the settings do not go together, or not with the sentences or the vectors.
    """
    settings, rows = sized(settings, given), None
    if given and _takes(settings):
        layout = Layout(settings.model, dataset.vocabulary.rows, len(dataset.classes))
        require_size(layout, pretrained=True)  # before there are rows of that size
        rows = given.vectors.rows_of(dataset.vocabulary)
    return train(dataset, settings.model, settings.training, vectors=rows, weights_seed=weights_seed)


def _takes(settings: Settings) -> bool:
    return settings.input == "embedding" and settings.vectors != "none"
