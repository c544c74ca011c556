"""Every cell explained: what its gates are called, what they do, and how they make the new state.

A further cell of the core needs an entry here; nothing else on the page names a cell.
"""

from collections.abc import Callable
from dataclasses import dataclass

from rnn_core.config import CellName
from rnn_core.inside.steps import Step


@dataclass(frozen=True)
class GateText:
    """One gate in words.

    Attributes:
        name: "forget gate f"; its last letter is that of the equations.
        function: what is made of its sum; "max(0, ·)" has the sum in the place of the dot.
        does: what it is for; empty where it is all that there is.
    """

    name: str
    function: str
    does: str = ""


@dataclass(frozen=True)
class CellText:
    """One cell in words.

    Attributes:
        one: with an article, "a GRU".
        gates: by their names in the core.
        equation: how the gates make the new state, as HTML; empty where the one gate is the new state.
        in_numbers: the same of one unit, counted from 0, in its numbers.
    """

    one: str
    gates: dict[str, GateText]
    equation: str = ""
    in_numbers: Callable[[Step, int], str] = lambda step, unit: ""


def _value(step: Step, gate: str, unit: int) -> float:
    return next(float(found.value[unit]) for found in step.gates if found.name == gate)


def _gru(step: Step, unit: int) -> str:
    z, n = _value(step, "z", unit), _value(step, "n", unit)
    return (
        f"(1 - {z:.4f}) × {n:+.4f} + {z:.4f} × {step.previous[unit]:+.4f} = <b>{step.state[unit]:+.4f}</b>, its new "
        "state."
    )


def _lstm(step: Step, unit: int) -> str:
    assert step.cell is not None and step.previous_cell is not None
    i, f, g, o = (_value(step, gate, unit) for gate in "ifgo")
    return (
        f"{f:.4f} × {step.previous_cell[unit]:+.4f} + {i:.4f} × {g:+.4f} = <b>{step.cell[unit]:+.4f}</b>, its new cell "
        f"state; {o:.4f} × tanh({step.cell[unit]:+.4f}) = <b>{step.state[unit]:+.4f}</b>, its new state."
    )


EXPLAINED: dict[CellName, CellText] = {
    "tanh": CellText("a tanh cell", {"h": GateText("new state h", "tanh")}),
    "relu": CellText(
        "a ReLU cell",
        {"h": GateText("new state h", "max(0, ·)")},
    ),
    "gru": CellText(
        "a GRU",
        {
            "r": GateText("reset gate r", "sigmoid", "how much of the state before goes into the candidate."),
            "z": GateText("update gate z", "sigmoid", "how much of the state before is kept."),
            "n": GateText("candidate n", "tanh", "what would be written into the state."),
        },
        "The new state is <i>h</i> = (1 - <i>z</i>) × <i>n</i> + <i>z</i> × <i>h</i> before.",
        _gru,
    ),
    "lstm": CellText(
        "an LSTM",
        {
            "i": GateText("input gate i", "sigmoid", "how much of the candidate is added to the cell state."),
            "f": GateText("forget gate f", "sigmoid", "how much of the cell state before is kept."),
            "g": GateText("candidate g", "tanh", "what would be added to the cell state."),
            "o": GateText("output gate o", "sigmoid", "how much of the cell state is shown as the new state."),
        },
        "The new cell state is <i>c</i> = <i>f</i> × <i>c</i> before + <i>i</i> × <i>g</i>, the new state "
        "<i>h</i> = <i>o</i> × tanh(<i>c</i>).",
        _lstm,
    ),
}
