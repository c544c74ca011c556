"""The one way onto the page for HTML, so that no plain text gets there by accident."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from playground.markup import Html, Part, small


def show(piece: Html, place: DeltaGenerator | None = None) -> None:
    """Put a piece of HTML on the page.

    Args:
        place: where; the present container if it is left out.
    """
    (place or st).html(piece.source)


def remark(*parts: Part) -> None:
    """Put a line in small letters on the page."""
    show(small(*parts))
