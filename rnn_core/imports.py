"""To import a library without the larger ones that it would bring along if they are installed."""

import sys
from collections.abc import Generator
from contextlib import contextmanager
from threading import get_ident


class _Hidden:
    """A finder that finds some packages to be missing, in one thread: another may want them at the same time."""

    def __init__(self, packages: tuple[str, ...]) -> None:
        self._packages, self._thread = packages, get_ident()

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        """Leave everything else to the finders that come after."""
        if name in self._packages and get_ident() == self._thread:
            raise ModuleNotFoundError(f"{name} is left out here", name=name)


@contextmanager
def without(*packages: str) -> Generator[None]:
    """Let imports in the body find that these packages, as far as they are not loaded yet, are not installed."""
    hidden = _Hidden(packages)
    sys.meta_path.insert(0, hidden)
    try:
        yield
    finally:
        sys.meta_path.remove(hidden)
