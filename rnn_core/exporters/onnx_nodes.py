"""The operators and constants of an ONNX graph, collected one after the other."""

from typing import Any

import numpy as np
from numpy.typing import NDArray


class Nodes:
    """A graph while it is made. Arrays are known by names.

    Attributes:
        operators, constants: onnx.NodeProto and onnx.TensorProto, in the order in which they were added.
    """

    def __init__(self) -> None:
        self.operators: list[Any] = []
        self.constants: list[Any] = []

    def add(self, operator: str, *inputs: str, **attributes: Any) -> str:
        """One operator more; the name of its result."""
        return self._add(operator, inputs, ("",), attributes)[0]

    def add_recurrent(self, operator: str, *inputs: str, **attributes: Any) -> tuple[str, str]:
        """One recurrent operator more; the names of the states at every word and of the last ones."""
        at_words, last = self._add(operator, inputs, ("", "_last"), attributes)
        return at_words, last

    def numbers(self, values: Any) -> str:
        """A constant array of float32."""
        return self._constant(np.array(values, np.float32, order="C"))

    def whole(self, *values: int) -> str:
        """(n,) constant whole numbers."""
        return self._constant(np.array(values, np.int64))

    def scalar(self, value: int) -> str:
        """A constant whole number without a dimension."""
        return self._constant(np.array(value, np.int64))

    def _add(
        self, operator: str, inputs: tuple[str, ...], results: tuple[str, ...], attributes: dict[str, Any]
    ) -> list[str]:
        from onnx import helper

        name = f"{operator}_{len(self.operators)}"
        outputs = [name + result for result in results]
        self.operators.append(helper.make_node(operator, inputs, outputs, name, **attributes))
        return outputs

    def _constant(self, array: NDArray[Any]) -> str:
        from onnx import numpy_helper

        name = f"constant_{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(array, name))
        return name
