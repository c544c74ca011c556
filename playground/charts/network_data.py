"""The numbers of the picture of a network: of every cell, of every answer, and what is made when it is read out."""

from typing import Any

import numpy as np

from playground.charts.made import numbers, units_drawn
from playground.charts.table import Columns
from playground.charts.unrolled import OVERVIEW_BAR, WORDS_IN_A_ROW, Drawing, tokens_read
from playground.colours import ClassColours
from rnn_core import ModelConfig, Params, Trace
from rnn_core.arrays import Array, IntArray

IF_IT_ENDED, NOT_READ, NOT_MADE = 0.62, 0.35, 0.1  # opacities
_MOST_IN_OVERVIEW = 120
_TEXTS = ("kind", "word", "label", "reading", "way")

Rows = dict[str, Any]  # columns of some rows of the table; a value that all of them share stands alone


class _Places:
    """The words that are drawn and read: which they are, and where they stand."""

    def __init__(self, drawing: Drawing, read: Trace, first: int) -> None:
        self.places = np.array(drawing.words, dtype=np.intp)
        self.steps = np.cumsum(tokens_read(read))[first + self.places] if drawing.words else self.places
        self.x = (self.places % WORDS_IN_A_ROW + 0.5) * drawing.slot
        row_tops = np.array([drawing.row_top(row) for row in range(drawing.rows)])
        self.top = row_tops[self.places // WORDS_IN_A_ROW]
        self.words = [read.words[step - 1] for step in self.steps]


def network_columns(
    drawing: Drawing,
    params: Params,
    read: Trace,
    colours: ClassColours,
    first: int = 0,
    lit: int | None = None,
    clicks: int = 0,
) -> Columns:
    """One row for every word, for every drawn unit of every block, and for every part of an answer.

    ``step`` is the word's number among those that are read, 0 for one that is skipped; ``part`` the same where a click
    shall show other words; ``slot`` the position of a class in the legend: a class's name is never used as a key.

    Args:
        first: the word of the sentence that is drawn first.
        lit: how many steps of the reading have been made; None for all of them.
        clicks: how many there have been on the picture: the browser reports one only if it differs from the last.
    """
    at = _Places(drawing, read, first)
    parts = [_words(drawing, read, first, lit)]
    if drawing.words:
        parts += _blocks(drawing, params, read, at, lit)
        parts.append(_answers(drawing, read, colours, at, lit))
    if drawing.overview and read.words:
        parts.append(_overview(read, colours, at))
    columns = _one_table(parts)
    return {**columns, "click": np.full(len(columns["kind"]), float(clicks))}


def reading_steps(network: ModelConfig | Drawing, read: Trace) -> int:
    """How many steps the reading takes: two directions have to be through with a layer before the next can begin."""
    return len(read.words) * (network.layers if network.directions == 2 else 1)


def _one_table(parts: list[Rows]) -> Columns:
    """What a row does not have is no number, or an empty text."""
    sizes = [len(part["x"]) for part in parts]
    columns: dict[str, Any] = {}
    for name in dict.fromkeys(name for part in parts for name in part):
        if name in _TEXTS:
            texts = [part.get(name, "") for part in parts]
            of_rows = [[text] * n if isinstance(text, str) else text for text, n in zip(texts, sizes, strict=True)]
            columns[name] = [text for some in of_rows for text in some]
        else:
            values = [np.broadcast_to(part.get(name, np.nan), n) for part, n in zip(parts, sizes, strict=True)]
            columns[name] = np.concatenate(values, dtype=np.float64)
    return columns


def _words(drawing: Drawing, read: Trace, first: int, lit: int | None) -> Rows:
    end = first + len(drawing.read)
    words, known = read.tokens[first:end], read.known[first:end]
    places = np.arange(len(words))
    is_read = np.array(drawing.read[: len(words)], dtype=bool)
    steps = np.where(is_read, np.cumsum(tokens_read(read), dtype=np.intp)[first:end], 0)
    waits = is_read & (steps > lit) if lit is not None and drawing.directions == 1 else np.zeros(len(words), dtype=bool)
    return {
        "kind": "word",
        "x": (places % WORDS_IN_A_ROW + 0.5) * drawing.slot,
        "y": np.array([drawing.top(i) for i in range(len(words))]),
        "step": steps,
        "word": list(words),
        "known": np.array(known, dtype=np.float64),
        "reading": [_fate(step, here) for step, here in zip(steps, known, strict=True)],
        "opacity": np.where(waits, NOT_READ, 1.0),
    }


def _fate(step: int, known: bool) -> str:
    """What becomes of a word."""
    if known:
        return f"word {step}"
    return f"word {step}, read as the unknown word" if step else "skipped: it is not in its training sentences"


def _blocks(drawing: Drawing, params: Params, read: Trace, at: _Places, lit: int | None) -> list[Rows]:
    n, T, units = drawing.units, len(read.words), units_drawn(params, read)
    x = at.x - drawing.block_width / 2
    words = [word for word in at.words for _ in range(n)]
    parts: list[Rows] = []
    for (layer, direction), block_top in zip(drawing.blocks, drawing.block_tops, strict=True):
        drawn = units[layer][direction]
        found = numbers(params, read, at.steps, layer, direction, drawn)
        if "c" in found:
            found["c_shade"] = np.tanh(found["c"])
        if not drawing.bounded:
            found["h_shade"] = np.tanh(found["h"])
        parts.append(
            {
                "kind": "cell",
                "x": np.repeat(x, n),
                "y": (at.top[:, None] + block_top + np.arange(n) * drawing.cell_height).ravel(),
                "step": np.repeat(at.steps, n),
                "word": words,
                "unit": np.tile(drawn + 1, len(x)),
                "layer": layer + 1,
                "way": ("forwards", "backwards")[direction],
                "opacity": 1.0,
                **{name: values.ravel() for name, values in found.items()},
            }
        )
        if lit is not None:
            when = T + 1 - at.steps if direction else at.steps
            when = when + (layer * T if drawing.directions == 2 else 0)
            parts[-1]["opacity"] = np.repeat(np.where(when <= lit, 1.0, NOT_MADE), n)
            now = when == lit
            parts.append({"kind": "now", "x": x[now], "y": at.top[now] + block_top})
    return parts


def _shares(read: Trace, colours: ClassColours, steps: IntArray) -> Rows:
    """The parts of the answers after some words: from below, one class after the other, all words of each.

    Where there are more classes than colours, two parts follow: the answer, where it has no colour, and all the rest.
    """
    p = read.probabilities[steps]  # (n, C)
    shares = [p[:, i] for i in colours.shown]
    labels = [[colours.classes[i]] * len(steps) for i in colours.shown]
    if colours.has_others:
        answers = p.argmax(axis=1)
        shares.append(np.where(np.isin(answers, colours.shown), 0.0, p.max(axis=1)))
        labels.append([colours.classes[i] for i in answers])
        shares.append(np.maximum(0.0, 1 - np.sum(shares, axis=0)))
        labels.append(["all others"] * len(steps))
    share = np.concatenate(shares)
    above: Array = np.cumsum(shares, axis=0).ravel()
    return {
        "slot": np.repeat(np.arange(len(shares)), len(steps)),
        "label": [label for of_slot in labels for label in of_slot],
        "probability": share,
        "low": above - share,
        "high": above,
    }


def _answers(drawing: Drawing, read: Trace, colours: ClassColours, at: _Places, lit: int | None) -> Rows:
    shares = _shares(read, colours, at.steps)
    slots = len(shares["slot"]) // len(at.steps)
    real = at.steps == len(read.words)
    if drawing.readout == "words":
        real = np.ones(len(real), dtype=bool)
    opacity = np.where(real, 1.0, IF_IT_ENDED)
    if lit is not None:
        when = _answered(drawing, read, at.steps)
        opacity = np.where(when == lit, 1.0, np.where(when < lit, opacity, 0.0))
    bottom = np.tile(at.top + drawing.row_height, slots)
    return {
        "kind": "answer",
        "x": np.tile(at.x - drawing.bar_width / 2, slots),
        "y": bottom - shares.pop("high") * drawing.bar_height,
        "y2": bottom - shares.pop("low") * drawing.bar_height,
        "step": np.tile(at.steps, slots),
        "word": at.words * slots,
        "reading": ["the answer" if is_real else "if the sentence ended here" for is_real in real] * slots,
        "opacity": np.tile(opacity, slots),
        **shares,
    }


def _answered(drawing: Drawing, read: Trace, steps: IntArray) -> IntArray:
    """(n,) after which step of the reading there is an answer."""
    T, end = len(read.words), reading_steps(drawing, read)
    if drawing.directions == 1:
        return steps
    return end - T + np.maximum(steps, T + 1 - steps) if drawing.readout == "words" else np.full(len(steps), end)


def _overview(read: Trace, colours: ClassColours, at: _Places) -> Rows:
    """The answers after all words, or after so many that each can be seen."""
    T = len(read.words)
    n = min(T, _MOST_IN_OVERVIEW)
    steps = np.linspace(1, T, n).round().astype(np.intp)
    shares = _shares(read, colours, steps)
    slots = len(shares["slot"]) // n
    drawn = np.isin(steps, np.arange(at.steps.min(initial=T), at.steps.max(initial=0) + 1))
    return {
        "kind": "overview",
        "x": np.tile(np.arange(n) / n, slots),
        "wide": 1 / n,
        "y": OVERVIEW_BAR * (1 - shares.pop("high")),
        "y2": OVERVIEW_BAR * (1 - shares.pop("low")),
        "part": np.tile(steps, slots),
        "word": [read.words[step - 1] for step in steps] * slots,
        "reading": "a click shows these words",
        "opacity": np.tile(np.where(drawn, 1.0, NOT_READ), slots),
        **shares,
    }
