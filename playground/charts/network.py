"""One sentence in the network that reads it: the words, the states that they make, and the answers, in one picture."""

from functools import lru_cache
from typing import Any

import altair as alt

from playground.charts.arrows import FAINT, STRONG, lines
from playground.charts.scaffold import empty_places, scale_lines, texts
from playground.charts.spec import Spec, diverging, finished, ink
from playground.charts.unrolled import Drawing
from playground.explained import EXPLAINED

_LEFT, _RIGHT = 40, 14  # pixels beside the words
_ROOM = f"slot * (width - {_LEFT + _RIGHT})"  # pixels of a word's place
# As large as the place allows; a long word rather smaller than cut off.
_FONT = f"max(9, min(clamp({_ROOM} / 3.6, 11, 18), {_ROOM} / 0.6 / max(1, length(datum.word))))"

TITLES = {
    "from_input": "from the word",
    "from_state": "from the state before",
    "bias": "bias",
    "sum": "the sum",
    "h_before": "state before",
    "c_before": "cell state before",
    "c": "new cell state c",
    **{letter: gate.name for cell in EXPLAINED.values() for letter, gate in cell.gates.items()},
    "h": "new state",
}


@lru_cache(maxsize=64)
def network_spec(drawing: Drawing, colours: tuple[str, ...], dark: bool) -> Spec:
    """The network unrolled over a sentence. Nothing of the visitor's is in it.

    Args:
        colours: of the classes, as the legend has them.
    """
    marks = _marks(drawing.columns, drawing.told, drawing.bounded, drawing.layers, drawing.directions, colours, dark)
    still = {
        "lines": lines(drawing),
        "texts": texts(drawing),
        "places": empty_places(drawing),
        "scale": scale_lines(drawing),
    }
    sizes = {
        "slot": drawing.slot,
        "block": drawing.block_width,
        "high": drawing.cells_height,
        "cell_wide": drawing.cell_width,
        "cell_high": drawing.cell_height,
        "bar": drawing.bar_width,
        "word_high": drawing.word_height,
        "row_high": drawing.row_height,
    }
    return {
        **marks,
        "height": drawing.height,
        "params": [*marks["params"], *({"name": name, "value": size} for name, size in sizes.items())],
        "layer": [
            {**layer, "data": {"values": still[layer["data"]["name"]]}} if "data" in layer else layer
            for layer in marks["layer"]
        ],
    }


def _x(field: str) -> alt.X:
    place = alt.Scale(domain=[0, 1], range=[_LEFT, alt.ExprRef(f"width - {_RIGHT}")], nice=False, zero=False)
    return alt.X(f"{field}:Q", scale=place, axis=None)


def _y(field: str) -> alt.Y:
    pixels = alt.Scale(domain=[0, 1000], range=[0, 1000], nice=False, zero=False)
    return alt.Y(f"{field}:Q", scale=pixels, axis=None)


def _rectangle(left: str = "x", right: str = "x2", top: str = "y", bottom: str = "y2") -> dict[str, Any]:
    return {"x": _x(left), "x2": right, "y": _y(top), "y2": bottom}


@lru_cache(maxsize=64)
def _marks(
    columns: tuple[str, ...],
    told: tuple[str, ...],
    bounded: bool,
    layers: int,
    directions: int,
    colours: tuple[str, ...],
    dark: bool,
) -> Spec:
    """The picture but for what stands where: to check it takes Altair long, and a visitor types."""
    line = ink(dark)
    made = _states(columns, _tooltip(told, layers, directions), bounded, line, dark)
    parts = [_places_to_click(), *_scaffold(line), *made, *_answers(colours), *_words(line, dark)]
    chart = alt.layer(*parts, data=alt.NamedData("network")).properties(
        padding={"left": 0, "right": 0, "top": 0, "bottom": 0},
        description="The network, unrolled over the sentence: for every word, in order, its hidden state as a column "
        "of cells, which comes from the word and from the state before, and below it the answer.",
    )
    return finished(chart.configure_view(stroke=None))


def _places_to_click() -> alt.Chart:
    """The whole place of each word. (A click on whatever lies over it counts as well.)"""
    clicked = alt.selection_point(name="clicked", fields=["step", "part", "click"], on="click", clear=False)
    places: alt.Chart = (
        _of_kind("word", left="datum.x - slot / 2", right="datum.x + slot / 2", bottom="datum.y + row_high")
        .mark_rect(opacity=0, cursor="pointer", aria=False)
        .encode(
            **_rectangle("left", "right", "y", "bottom"),
            tooltip=[alt.Tooltip("word:N"), alt.Tooltip("reading:N", title="is")],
        )
        .properties(name="clickable")
        .add_params(clicked)
    )
    return places


def _of_kind(kind: str, **calculated: str) -> alt.Chart:
    chart: alt.Chart = alt.Chart().transform_filter(f"datum.kind == '{kind}'")
    if calculated:
        chart = chart.transform_calculate(**calculated)
    return chart


def _scaffold(line: str) -> list[alt.Chart]:
    """What the data of a tick do not change."""
    still = alt.Chart(alt.NamedData("lines"))
    shafts = still.mark_rule(
        color=line, aria=False,
        strokeWidth=alt.ExprRef(f"datum.strength == {STRONG} ? 2 : 1.2"),
        opacity=alt.ExprRef(f"datum.strength == {STRONG} ? 1 : datum.strength == {FAINT} ? 0.35 : 0.6"),
        strokeDash=alt.ExprRef(f"datum.strength == {FAINT} ? [3, 3] : [1, 0]"),
    ).encode(**_rectangle())  # fmt: skip
    heads = still.transform_filter("isValid(datum.angle)").mark_point(
        shape="triangle-up", filled=True, color=line, aria=False,
        size=alt.ExprRef(f"datum.strength == {STRONG} ? 50 : 32"),
        opacity=alt.ExprRef(f"datum.strength == {STRONG} ? 1 : datum.strength == {FAINT} ? 0.45 : 0.75"),
        angle=alt.ExprRef("datum.angle"),
        xOffset=alt.ExprRef("datum.angle == 90 ? -3 : datum.angle == 270 ? 3 : 0"),
        yOffset=alt.ExprRef("datum.angle == 180 ? -2 : 0"),
    ).encode(x=_x("x2"), y=_y("y2"))  # fmt: skip
    return [
        alt.Chart(alt.NamedData("scale"))
        .mark_rule(color=line, opacity=0.16, aria=False)
        .encode(x=_x("x"), x2="x2", y=_y("y")),
        alt.Chart(alt.NamedData("places"))
        .mark_rect(filled=False, stroke=line, strokeDash=[2, 4], opacity=0.4, aria=False)
        .encode(**_rectangle()),
        shafts,
        heads,
        alt.Chart(alt.NamedData("texts"))
        .mark_text(
            fontSize=10, baseline="middle", color=line, opacity=0.85, aria=False,
            xOffset=alt.ExprRef("datum.px"), angle=alt.ExprRef("datum.angle"), align=alt.ExprRef("datum.align"),
        )
        .encode(x=_x("x"), y=_y("y"), text="text:N"),
    ]  # fmt: skip


def _tooltip(told: tuple[str, ...], layers: int, directions: int) -> list[alt.Tooltip]:
    tooltip = [alt.Tooltip("word:N"), alt.Tooltip("unit:Q", format="d")]
    if layers > 1:
        tooltip.append(alt.Tooltip("layer:Q", format="d"))
    if directions > 1:
        tooltip.append(alt.Tooltip("way:N", title="reads"))
    titles = TITLES | ({"from_input": "from word or layer below"} if layers > 1 else {})
    return [*tooltip, *(alt.Tooltip(f"{name}:Q", title=titles[name], format="+.3f") for name in told)]


def _states(
    columns: tuple[str, ...], tooltip: list[alt.Tooltip], bounded: bool, line: str, dark: bool
) -> list[alt.Chart]:
    """Every column of every block, and a frame around what is being made."""
    shades = {"c": "c_shade"} | ({} if bounded else {"h": "h_shade"})
    scale = alt.Scale(domain=[-1, 0, 1], range=diverging(dark), interpolate="lab", clamp=True)
    cells = [
        _of_kind(
            "cell",
            left=f"datum.x + {j} * cell_wide",
            right=f"datum.x + {j + 0.94} * cell_wide",
            bottom="datum.y + cell_high - min(1, cell_high * 0.1)",
        )
        .mark_rect(
            stroke=line,
            strokeWidth=alt.ExprRef("cell_high < 5 ? 0.3 : 0.5"),
            strokeOpacity=0.25 if dark else 0.4,
            cursor="pointer",
            aria=False,
        )
        .encode(
            **_rectangle("left", "right", "y", "bottom"),
            color=alt.Color(f"{shades.get(name, name)}:Q", scale=scale, legend=None),
            opacity=alt.Opacity("opacity:Q", scale=None),
            tooltip=tooltip,
        )
        for j, name in enumerate(columns)
    ]
    sides = {"left": "datum.x - 0.007", "right": "datum.x + block + 0.007"}
    now = (
        _of_kind("now", **sides, top="datum.y - 3", bottom="datum.y + high + 2")
        .mark_rect(filled=False, stroke=line, strokeWidth=2, cornerRadius=3, aria=False)
        .encode(**_rectangle("left", "right", "top", "bottom"))
    )
    return [*cells, now]


def _answers(colours: tuple[str, ...]) -> list[alt.Chart]:
    """The answers after the words that are drawn, and after all."""
    parts = {
        "color": alt.Color(
            "slot:O", scale=alt.Scale(domain=list(range(len(colours))), range=list(colours)), legend=None
        ),
        "opacity": alt.Opacity("opacity:Q", scale=None),
        "tooltip": [
            alt.Tooltip("word:N", title="after the word"),
            alt.Tooltip("label:N", title="class"),
            alt.Tooltip("probability:Q", title="probability", format=".1%"),
            alt.Tooltip("reading:N", title="this is"),
        ],
    }
    return [
        _of_kind(kind, right=right).mark_rect(cursor="pointer").encode(**_rectangle("x", "right"), **parts)
        for kind, right in (("answer", "datum.x + bar"), ("overview", "datum.x + datum.wide"))
    ]


def _words(line: str, dark: bool) -> list[alt.Chart]:
    """The words; those that are skipped struck through, those read as the unknown word underlined."""
    words = _of_kind("word", middle="datum.y + word_high - 12")
    return [
        words.mark_text(
            fontWeight="bold", baseline="middle", color="#F2F2F2" if dark else "#1F2328", cursor="pointer",
            fontSize=alt.ExprRef(_FONT), limit=alt.ExprRef(_ROOM),
        ).encode(x=_x("x"), y=_y("middle"), text="word:N", opacity=alt.Opacity("opacity:Q", scale=None)),
        words.transform_filter("datum.known == 0").mark_point(
            shape="stroke", color=line, strokeWidth=1.5, opacity=1, aria=False,
            yOffset=alt.ExprRef("datum.step == 0 ? 0 : 10"),
            size=alt.ExprRef(f"pow(min({_ROOM}, 0.55 * length(datum.word) * {_FONT}), 2)"),
        ).encode(x=_x("x"), y=_y("middle")),
    ]  # fmt: skip
