"""Sentences that travel in the link itself: those that a link brought, and those that a visitor puts into one."""

from dataclasses import dataclass

from playground.sentences import Sentences


@dataclass(frozen=True)
class Brought:
    """Packed sentences, and what the link calls them."""

    link_name: str
    packed: str


class Carried:
    """What of one visitor's sentences the link carries: an upload only once the visitor has said so.

    Attributes:
        brought: what the link that was opened carried; None if it carried nothing.
    """

    def __init__(self, brought: Brought | None = None) -> None:
        self.brought = brought
        self._carried = brought  # never of other sentences than those that were asked for

    def carries(self, link_name: str) -> bool:
        """Whether the link carries the sentences that it calls so."""
        return self._carried is not None and self._carried.link_name == link_name

    def packed(self, link_name: str) -> str:
        """What the link holds beside the name of its sentences; empty if it carries none."""
        return self._carried.packed if self._carried and self.carries(link_name) else ""

    def switch(self, sentences: Sentences) -> None:
        """Let the link carry these, or no longer."""
        put = not self.carries(sentences.link_name) and sentences.fits_into_link
        self._carried = Brought(sentences.link_name, sentences.packed) if put else None
