"""The tab of runs: those that were kept, over each other."""

from playground.state import AppState
from playground.views import kept_runs


def draw(app: AppState, playing: bool) -> None:
    """Draw what is chosen."""
    kept_runs.draw(app, playing)
