"""The lines of an unrolled network: from each word to its states, from state to state, and to the answers."""

from collections.abc import Iterator

from playground.charts.unrolled import WORDS_IN_A_ROW, Drawing

Line = dict[str, float]  # from (x, y) to (x2, y2), how strong, and the angle of the head at its end if it has one
Point = tuple[float, float]
DOWN, RIGHTWARDS, LEFTWARDS = 180, 90, 270  # degrees, clockwise from upwards
FAINT, PLAIN, STRONG = 0, 1, 2  # what would be if the sentence ended there; the network; its way through time
EDGE = 0.012  # how far beyond the words' places lines go that go on elsewhere


def lines(drawing: Drawing) -> list[Line]:
    """Every line of the picture."""
    made = [*_inwards(drawing), *_through_time(drawing), *_outwards(drawing)]
    return [{name: round(value, 4) for name, value in line.items()} for line in made]


def _line(start: Point, end: Point, head: int | None = None, strength: int = PLAIN) -> Line:
    line: Line = {"x": start[0], "y": start[1], "x2": end[0], "y2": end[1], "strength": strength}
    return line if head is None else {**line, "angle": head}


def _path(points: list[Point], head: int | None = None, strength: int = PLAIN) -> Iterator[Line]:
    """Lines from point to point, the last one with the head."""
    for i in range(1, len(points)):
        yield _line(points[i - 1], points[i], head if i == len(points) - 1 else None, strength)


def _around(drawing: Drawing) -> float:
    """How far from the middle of a block a line passes that leads around it."""
    return drawing.block_width / 2 + (drawing.slot - drawing.block_width) * 0.2


def _bottom(drawing: Drawing, block: int) -> float:
    return drawing.block_tops[block] + drawing.cells_height + 1


def _arrival(drawing: Drawing, block: int) -> float:
    """Where arrows into a block end: above the names of its columns."""
    return drawing.block_tops[block] - (11 if len(drawing.columns) > 1 else 1)


def _together(drawing: Drawing, layer: int) -> float:
    """Where what a layer gives is together."""
    return _bottom(drawing, (layer + 1) * drawing.directions - 1) + (6 if drawing.directions == 2 else 0)


def _inwards(drawing: Drawing) -> Iterator[Line]:
    """From the word into the first layer, and from each layer into the next."""
    for i in drawing.words:
        x, top = drawing.middle(i), drawing.top(i)
        for layer in range(drawing.layers):
            begin = top + (_together(drawing, layer - 1) if layer else drawing.word_height)
            block = layer * drawing.directions
            yield _line((x, begin), (x, top + _arrival(drawing, block)), DOWN)
            if drawing.directions == 2:
                end, beside = top + _arrival(drawing, block + 1), x - _around(drawing)
                corners = [(x, begin + 3), (beside, begin + 3), (beside, end - 9), (x, end - 9), (x, end)]
                yield from _path(corners, DOWN)
                if layer < drawing.layers - 1 or drawing.readout != "last":
                    together = top + _together(drawing, layer)
                    yield from _past(drawing, i, block, together)
                    yield _line((x, top + _bottom(drawing, block + 1)), (x, together))


def _past(drawing: Drawing, i: int, block: int, end: float) -> Iterator[Line]:
    """From the state forwards, past the block backwards below it."""
    x, below = drawing.middle(i), drawing.top(i) + _bottom(drawing, block)
    beside = x + _around(drawing)
    yield from _path([(x, below), (x, below + 4), (beside, below + 4), (beside, end), (x, end)])


def _through_time(drawing: Drawing) -> Iterator[Line]:
    """From state to state; where there is a cell state, from that to the next one too."""
    neighbours = list(zip((None, *drawing.words), (*drawing.words, None), strict=True)) if drawing.words else []
    for block, (_, direction) in enumerate(drawing.blocks):
        for height in (1 / 3, 2 / 3) if "c" in drawing.columns else (1 / 2,):
            y = drawing.block_tops[block] + height * drawing.cells_height
            for i, j in neighbours:
                ends_here = i is None and not drawing.before if direction else j is None and not drawing.after
                if not ends_here:
                    way = _way(drawing, i, j, y, block)
                    yield from _path(way[::-1], LEFTWARDS, STRONG) if direction else _path(way, RIGHTWARDS, STRONG)


def _way(drawing: Drawing, i: int | None, j: int | None, y: float, block: int) -> list[Point]:
    """From left to right between the blocks of two neighbours; None is h_0 or a word that is not drawn."""
    half, short = drawing.block_width / 2, (drawing.slot - drawing.block_width) * 0.45
    out = None if i is None else (drawing.middle(i) + half, drawing.top(i) + y)
    into = None if j is None else (drawing.middle(j) - half, drawing.top(j) + y)
    if into is None:
        assert out is not None
        return [out, (1 + EDGE if drawing.after else out[0] + short, out[1])]
    if out is None:
        return [(-EDGE if drawing.before else into[0] - short, into[1]), into]
    if out[1] == into[1]:
        return [out, into]
    edge, between = EDGE + 0.008 * block, into[1] - y - 9 + 4 * block
    return [out, (1 + edge, out[1]), (1 + edge, between), (-edge, between), (-edge, into[1]), into]


def _outwards(drawing: Drawing) -> Iterator[Line]:
    """From the states to the answers, by what the readout does."""
    top_layer = drawing.layers - 1
    forwards, backwards = top_layer * drawing.directions, len(drawing.blocks) - 1
    first, last = (None, None) if not drawing.words else (drawing.words[0], drawing.words[-1])
    for i in drawing.words:
        x, top = drawing.middle(i), drawing.top(i)
        bar, pool, out = top + drawing.bar_top - 1, top + drawing.pool, top + _together(drawing, top_layer)
        answers = i == last and not drawing.after
        if not drawing.pooled:
            yield _line((x, out), (x, bar), DOWN, PLAIN if answers or drawing.readout == "words" else FAINT)
        elif drawing.readout != "last":
            yield _line((x, out), (x, pool))
        else:
            if answers:
                yield from _past(drawing, i, forwards, pool)
            if i == first and not drawing.before:
                yield _line((x, top + _bottom(drawing, backwards)), (x, pool))
        if drawing.pooled and (answers or drawing.directions == 1):
            yield _line((x, pool), (x, bar), DOWN, PLAIN if answers else FAINT)
    if drawing.pooled:
        for row in range(drawing.rows):
            here = [i for i in drawing.words if i // WORDS_IN_A_ROW == row]
            if here:
                y = drawing.row_top(row) + drawing.pool
                left = -EDGE if drawing.before or here[0] != first else drawing.middle(here[0])
                right = 1 + EDGE if drawing.after or here[-1] != last else drawing.middle(here[-1])
                yield _line((left, y), (right, y))
