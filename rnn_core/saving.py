"""``--save MODEL``: where a run is written when it ends; whether it can be is asked before it begins."""

from collections.abc import Iterable
from pathlib import Path

from rnn_core.errors import InvalidSetting
from rnn_core.model_files import SavedModel, save
from rnn_core.wording import shown


def require_place(target: str, read: Iterable[str | None]) -> None:
    """Raise InvalidSetting if a model cannot be written there, or would take the place of a file that is read."""
    path = Path(target)
    if path.is_dir() or not path.parent.is_dir():
        missing = "it is a folder" if path.is_dir() else "there is no such folder"
        raise InvalidSetting(f"The model cannot be saved as {shown(target, 200)}: {missing}. Name a file.")
    for file in read:
        if file is not None and path.exists() and Path(file).exists() and path.samefile(file):
            raise InvalidSetting(f"The model would take the place of {shown(target, 200)}, which is read.")


def write(model: SavedModel, target: str) -> None:
    """Write a model; an older one of that name is replaced once all of the new one is there."""
    replace(Path(target), save(model))


def replace(path: Path, data: bytes) -> None:
    """Write a file; what was there before is replaced once all of the new one is there."""
    part = path.with_name(f"{path.name}.part")
    try:
        part.write_bytes(data)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
