"""``--save MODEL``: where a run is written when it ends; whether it can be is asked before it begins."""

from collections.abc import Iterable
from pathlib import Path

from rnn_core.errors import InvalidSetting
from rnn_core.model_files import SavedModel, save
from rnn_core.wording import shown


def require_place(target: str, read: Iterable[str | None]) -> None:
    """Find out whether a model can be written there, before time is spent on training it.

    Raises:
        InvalidSetting: there is no such place, or a file that is read stands there.
        OSError: nothing may be written there.
    """
    path = Path(target)
    if path.is_dir() or not path.parent.is_dir():
        missing = "it is a folder" if path.is_dir() else "there is no such folder"
        raise InvalidSetting(f"The model cannot be saved as {shown(target, 200)}: {missing}. Name a file.")
    for file in read:
        if file is not None and path.exists() and Path(file).exists() and path.samefile(file):
            raise InvalidSetting(f"The model would take the place of {shown(target, 200)}, which is read.")
    part = _part(path)
    part.touch()  # permissions alone do not tell whether a file can be made
    part.unlink()


def write(model: SavedModel, target: str) -> None:
    """Write a model; an older one of that name is replaced once all of the new one is there."""
    replace(Path(target), save(model))


def replace(path: Path, data: bytes) -> None:
    """Write a file; what was there before is replaced once all of the new one is there."""
    part = _part(path)
    try:
        part.write_bytes(data)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _part(path: Path) -> Path:
    """Where a file is written before it takes its name."""
    return path.with_name(f"{path.name}.part")
