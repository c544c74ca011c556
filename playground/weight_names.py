"""What the weights of a network are called, and what each is, in words."""

from typing import NamedTuple

from rnn_core import Layout

_KINDS = {
    "Wxh": "from the words",
    "Whh": "from the state before",
    "bh": "bias",
    "bn": "bias of the part from the state",
    "Why": "from what is read out to the classes",
    "by": "bias of the classes",
    "E": "the embedding",
}


class Place(NamedTuple):
    """Which weights these are; layer and direction from 0, None for weights that are of none."""

    kind: str
    layer: int | None = None
    direction: int | None = None


def places(layout: Layout) -> dict[str, Place]:
    """What each name of ``Params.named`` stands for, in the order of the layers."""
    config = layout.config
    found = {} if layout.one_hot else {"E": Place("E")}
    kinds = ("Wxh", "Whh", "bh", *(("bn",) if layout.cell.second_bias else ()))
    for layer in range(config.layers):
        for direction in range(config.directions):
            suffix = layout.suffix(layer, direction)
            found |= {f"{kind}{suffix}": Place(kind, layer, direction) for kind in kinds}
    return {**found, "Why": Place("Why"), "by": Place("by")}


def described(name: str, layout: Layout) -> str:
    """A name and what it is: "Whh2_back: from the state before, layer 2, backwards"."""
    kind, layer, direction = places(layout)[name]
    said = _KINDS[kind]
    if kind == "Wxh" and layer:
        said = f"from layer {layer} to layer {layer + 1}"
    elif kind == "Wxh" and not layout.one_hot:
        said = "from the embedding"
    if layer is not None and layout.config.layers > 1 and not (kind == "Wxh" and layer):
        said += f", layer {layer + 1}"
    if layout.config.directions > 1 and direction is not None:
        said += ", backwards" if direction else ", forwards"
    return f"{name}: {said}"
