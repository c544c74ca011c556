"""The operators and constants of an ONNX graph, collected one after the other."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray


class Nodes:
    """A graph while it is made. Arrays are known by names.

    Args:
        within: the graph of which this one is a part; it sees the arrays of that.

    Attributes:
        operators: onnx.NodeProto, in the order in which they were added.
        constants: onnx.TensorProto, those of the outermost graph.
    """

    def __init__(self, within: "Nodes | None" = None) -> None:
        self.operators: list[Any] = []
        self.constants: list[Any] = within.constants if within else []
        self._prefix: str = f"{within._prefix}{len(within.operators)}_" if within else ""

    def add(self, operator: str, *inputs: str, **attributes: Any) -> str:
        """One operator more; the name of its result."""
        return self.add_several(operator, inputs, 1, **attributes)[0]

    def add_several(self, operator: str, inputs: Sequence[str], results: int, **attributes: Any) -> list[str]:
        """One operator more; the names of its results."""
        from onnx import helper

        name = self.name(f"{operator}_{len(self.operators)}")
        outputs = [f"{name}_{number}" if number else name for number in range(results)]
        self.operators.append(helper.make_node(operator, inputs, outputs, name, **attributes))
        return outputs

    def name(self, name: str) -> str:
        """A name for something in this graph, which is none of another part's."""
        return self._prefix + name

    def numbers(self, values: Any) -> str:
        """A constant array of float64."""
        return self._constant(np.array(values, np.float64, order="C"))

    def whole(self, *values: int) -> str:
        """(n,) constant whole numbers."""
        return self._constant(np.array(values, np.int64))

    def scalar(self, value: int) -> str:
        """A constant whole number without a dimension."""
        return self._constant(np.array(value, np.int64))

    def _constant(self, array: NDArray[Any]) -> str:
        from onnx import numpy_helper

        name = f"constant_{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(array, name))
        return name
