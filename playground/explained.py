"""Every cell explained: what its gates are called, what they do, and how they make the new state.

A further cell of the core needs an entry here; nothing else on the page names a cell.
"""

from collections.abc import Callable
from dataclasses import dataclass

from playground.markup import Html, Part, joined, tag
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
        equation: how the gates make the new state; empty where the one gate is the new state.
        in_numbers: the same of one unit, counted from 0, in its numbers.
    """

    one: str
    gates: dict[str, GateText]
    equation: Part = ""
    in_numbers: Callable[[Step, int], Part] = lambda step, unit: ""


def _value(step: Step, gate: str, unit: int) -> float:
    return next(float(found.value[unit]) for found in step.gates if found.name == gate)


def _gru(step: Step, unit: int) -> Html:
    z, n = _value(step, "z", unit), _value(step, "n", unit)
    made = f"(1 - {z:.4f}) × {n:+.4f} + {z:.4f} × {step.previous[unit]:+.4f} = "
    return joined(made, tag("b", f"{step.state[unit]:+.4f}"), ", its new state.")


def _lstm(step: Step, unit: int) -> Html:
    assert step.cell is not None and step.previous_cell is not None
    i, f, g, o = (_value(step, gate, unit) for gate in "ifgo")
    cell, state = f"{step.cell[unit]:+.4f}", f"{step.state[unit]:+.4f}"
    return joined(
        f"{f:.4f} × {step.previous_cell[unit]:+.4f} + {i:.4f} × {g:+.4f} = ", tag("b", cell),
        f", its new cell state; {o:.4f} × tanh({cell}) = ", tag("b", state), ", its new state.",
    )  # fmt: skip


def _equation(written: str) -> Html:
    """An equation; what stands between underscores is slanted."""
    return joined(*(tag("i", part) if i % 2 else part for i, part in enumerate(written.split("_"))))


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
        _equation("The new state is _h_ = (1 - _z_) × _n_ + _z_ × _h_ before."),
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
        _equation("The new cell state is _c_ = _f_ × _c_ before + _i_ × _g_, the new state _h_ = _o_ × tanh(_c_)."),
        _lstm,
    ),
}
