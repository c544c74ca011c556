"""What stands still around the states and answers of an unrolled network: names, the answers' scale, empty places."""

from typing import Any

from playground.charts.unrolled import WORDS_IN_A_ROW, Drawing

Rows = list[dict[str, Any]]


def scale_lines(drawing: Drawing) -> Rows:
    """Across each row at probabilities of 1, 1/2 and 0."""
    ys = [drawing.row_top(row) + drawing.bar_top for row in range(drawing.rows)]
    return [{"x": 0, "x2": 1, "y": y + share * drawing.bar_height} for y in ys for share in (0, 0.5, 1)]


def empty_places(drawing: Drawing) -> Rows:
    """Where the states of words would be that are not read."""
    skipped = [i for i, read in enumerate(drawing.read) if not read]
    half, high = drawing.block_width / 2, drawing.cells_height
    corners = [(drawing.middle(i), drawing.top(i) + top) for i in skipped for top in drawing.block_tops]
    return [{"x": round(x - half, 4), "x2": round(x + half, 4), "y": y, "y2": y + high} for x, y in corners]


def texts(drawing: Drawing) -> Rows:
    """Names, each at x and so many pixels beside it."""
    return [*_beside_the_rows(drawing), *_columns(drawing), *_weights(drawing), *_beginnings(drawing)]


def _text(x: float, px: float, y: float, text: str, align: str = "center", angle: int = 0) -> dict[str, Any]:
    return {"x": round(x, 4), "px": px, "y": round(y, 1), "text": text, "align": align, "angle": angle}


def _beside_the_rows(drawing: Drawing) -> Rows:
    rows = []
    for row in range(drawing.rows):
        top = drawing.row_top(row)
        for share, text in ((0, "100%"), (0.5, "50%"), (1, "0%")):
            rows.append(_text(0, -8, top + drawing.bar_top + share * drawing.bar_height, text, "right"))
        if drawing.readout in ("mean", "max"):
            rows.append(_text(0, -8, top + drawing.pool, drawing.readout, "right"))
        for (layer, direction), block in zip(drawing.blocks, drawing.block_tops, strict=True):
            way = "" if drawing.directions == 1 else ("forwards", "backwards")[direction]
            if drawing.layers > 1:
                name = f"layer {layer + 1}" + (("", f" {'→←'[direction]}")[drawing.directions - 1])
            else:
                name = way or "hidden state"
            rows.append(_text(0, -31, top + block + drawing.cells_height / 2, name, angle=270))
    return rows


def _columns(drawing: Drawing) -> Rows:
    """The name of each column above it, where there are several."""
    if len(drawing.columns) == 1:
        return []
    return [
        _text(
            drawing.middle(i) - drawing.block_width / 2 + (j + 0.48) * drawing.cell_width,
            0,
            drawing.top(i) + top - 6,
            name,
        )
        for i in drawing.words
        for top in drawing.block_tops
        for j, name in enumerate(drawing.columns)
    ]


def _weights(drawing: Drawing) -> Rows:
    """The names of the matrices beside the first arrows of each kind, in the plainest picture."""
    if drawing.layers > 1 or drawing.directions > 1 or not drawing.words:
        return []
    i = drawing.words[0]
    x, top, (block,) = drawing.middle(i), drawing.top(i), drawing.block_tops
    rows = [
        _text(x, 5, top + drawing.word_height + 6, "Wxh", "left"),
        _text(x, 5, top + drawing.block_height + drawing.word_height + drawing.gap + 8, "Why", "left"),
    ]
    if len(drawing.columns) < 3 and len(drawing.words) > 1 and drawing.words[1] == i + 1 and (i + 1) % WORDS_IN_A_ROW:
        height = 1 / 3 if "c" in drawing.columns else 1 / 2
        rows.append(_text(x + drawing.slot / 2, 0, top + block + height * drawing.cells_height - 8, "Whh"))
    return rows


def _beginnings(drawing: Drawing) -> Rows:
    """h_0 = 0, where each direction begins."""
    if not drawing.words:
        return []
    short = (drawing.slot - drawing.block_width) * 0.45 + drawing.block_width / 2
    rows = []
    for (_, direction), top in zip(drawing.blocks, drawing.block_tops, strict=True):
        if not (drawing.after if direction else drawing.before):
            i = drawing.words[-1 if direction else 0]
            x = drawing.middle(i) + (short if direction else -short)
            for height in (1 / 3, 2 / 3) if "c" in drawing.columns else (1 / 2,):
                rows.append(_text(x, 6 if direction else -6, drawing.top(i) + top + height * drawing.cells_height, "0"))
    return rows
