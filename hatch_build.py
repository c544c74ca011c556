"""What a built package depends on: the lines of requirements.txt, so that they stand once."""

from pathlib import Path

from hatchling.metadata.plugin.interface import MetadataHookInterface


class Requirements(MetadataHookInterface):
    """Called by hatchling, which finds it by its base class."""

    def update(self, metadata: dict[str, object]) -> None:
        metadata["dependencies"] = Path(self.root, "requirements.txt").read_text(encoding="utf-8").splitlines()
