"""What leaves the page, and what comes back to it."""

from playground.state import AppState
from playground.views import classify


def draw(app: AppState) -> None:
    """Draw it."""
    classify.draw(app)
