"""What an export is: a way to take a network along."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rnn_core.errors import InvalidModel
from rnn_core.model_files import SavedModel


def _nothing() -> str:
    return ""


@dataclass(frozen=True)
class Export:
    """A file that a network can be taken away as.

    Attributes:
        title: what it is called in a menu.
        about: one sentence on what it is good for.
        file_name: what the file is called: "rnn", and what tells it from the others.
        mime: its media type.
        write: the file's bytes, of a model and of the sentences whose probabilities the file shows that it gives;
            raises InvalidModel with one line if this model cannot be taken along in this way.
        missing: why no such file can be made on this computer (a package that is not installed); "" if it can.
    """

    title: str
    about: str
    file_name: str
    mime: str
    write: Callable[[SavedModel, Sequence[str]], bytes]
    missing: Callable[[], str] = _nothing


def require_words(model: SavedModel) -> None:
    """Refuse a model that knows no word: other libraries have no layer that reads nothing.

    Raises:
        InvalidModel: it knows none.
    """
    if not model.vocabulary.rows:
        raise InvalidModel("vocabulary: the model knows no word, so that there is nothing for other libraries to read.")
