"""What all visitors of a process share, replaced for a test wherever it is used."""

import sys
from collections.abc import Callable

import pytest

from playground import shared


def replace_shared(monkeypatch: pytest.MonkeyPatch, name: str, give: Callable[[], object]) -> None:
    """Let every file of the page that asks for a shared part by its name be given this."""
    present = getattr(shared, name)
    users = [m for m in list(sys.modules.values()) if m.__name__.startswith("playground.") and m is not shared]
    using = [module for module in users if getattr(module, name, None) is present]
    assert using, f"nothing asks for {name}"
    for module in using:
        monkeypatch.setattr(module, name, give)
