"""Pieces of messages: someone's text made fit for one line, and lists of rows cut short."""

from collections.abc import Sequence


def shown(text: str, most: int = 40) -> str:
    """A piece of someone's text fit for one line of a message: printable and short."""
    printable = "".join(c if c.isprintable() else "�" for c in text[: most + 1])
    return printable if len(printable) <= most else printable[:most] + "…"


def both_ends(text: str, most: int) -> str:
    """A piece of someone's text that is told apart by either end, fit for one line: the middle of a long one is out."""
    begins = (most - 1) // 2
    cut = text if len(text) <= most else f"{text[:begins]}…{text[begins + 1 - most :]}"
    return shown(cut, most)


def quoted(texts: Sequence[str], most: int = 5) -> str:
    """The first few texts in quotation marks, and how many more there are."""
    return listed([f"“{shown(text)}”" for text in texts[:most]], len(texts) - most)


def places(unit: str, numbers: Sequence[int | str]) -> str:
    """Where something is: "line 7", or "lines 3, 7, 9, 12, 20 and 5 more"."""
    return f"{unit}{'s' if len(numbers) > 1 else ''} {listed([str(n) for n in numbers[:5]], len(numbers) - 5)}"


def counted(number: int, unit: str, units: str | None = None) -> str:
    """A number and what it counts: "1 sentence", "2,300 sentences"."""
    return f"{number:,} {unit if number == 1 else units or unit + 's'}"


def listed(items: Sequence[str], more: int = 0) -> str:
    """Items as a sentence lists them: "a", "a and b", "a, b and c", "a, b and 3 more"."""
    if more > 0:
        return f"{', '.join(items)} and {more:,} more"
    return " and ".join(filter(None, [", ".join(items[:-1]), *items[-1:]]))
