"""Files of the terminal: where a model is written, and whether it can be is asked before it is made; one is read."""

import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rnn_core.errors import InvalidModel, InvalidSetting
from rnn_core.model_files import SavedModel, load, refuse_too_large, save
from rnn_core.wording import shown


def read_model(path: Path) -> SavedModel:
    """The model in a file.

    Raises:
        InvalidModel: it cannot be used.
        OSError: the file cannot be read.
    """
    try:
        refuse_too_large(path.stat().st_size)  # before it is in memory
        return load(path.read_bytes())
    except InvalidModel as error:
        raise InvalidModel(f"{shown(path.name)}: {error}") from None


def no_place(target: str) -> str:
    """Why no file can be written there, in a few words; empty if one can."""
    path = Path(target)
    if not target:
        return "that is no name"
    if path.is_dir():
        return "it is a folder"
    if path.exists() and not path.is_file():
        return "it is no file but a device or a pipe"
    return "" if path.resolve().parent.is_dir() else "there is no such folder"


def require_place(target: str, read: Iterable[str | None]) -> None:
    """Find out whether a model can be written there, before time is spent on training it.

    Raises:
        InvalidSetting: there is no such place, or a file that is read stands there.
        OSError: nothing may be written there.
    """
    path = Path(target)
    if why := no_place(target):
        raise InvalidSetting(f"The model cannot be saved as “{shown(target, 200)}”: {why}. Name a file.")
    for file in read:
        if file is not None and path.exists() and Path(file).exists() and path.samefile(file):
            raise InvalidSetting(f"The model would take the place of {shown(target, 200)}, which is read.")
    with _part(path):  # permissions alone do not tell whether a file can be made
        pass


def write(model: SavedModel, target: str) -> None:
    """Write a model; an older one of that name is replaced once all of the new one is there."""
    replace(Path(target), save(model))


def replace(path: Path, data: bytes) -> None:
    """Write a file; what was there before is replaced once all of the new one is there. Links are followed."""
    with _part(path) as part:
        part.write_bytes(data)
        part.replace(path.resolve())


@contextmanager
def _part(path: Path) -> Iterator[Path]:
    """An empty file in the folder of another, under a name that nobody has; gone at the end, unless it was renamed."""
    part = path.resolve().with_name(f".{secrets.token_hex(8)}.part")
    try:
        part.touch(exist_ok=False)
        yield part
    except OSError as error:
        error.filename = str(path)  # the name that was asked for
        raise
    finally:
        part.unlink(missing_ok=True)
