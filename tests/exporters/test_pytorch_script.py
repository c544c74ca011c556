"""Scripts for PyTorch answer as the networks that they were made of, where PyTorch is installed."""

import pytest

from tests.exporters.framework_scripts import FrameworkScripts

torch = pytest.importorskip("torch")


class TestPyTorch(FrameworkScripts):
    """The scripts for PyTorch."""

    name = "pytorch"

    def precision(self, network):
        return str(network.head.weight.dtype).removeprefix("torch.")

    @pytest.mark.parametrize("cell", ["gru", "lstm"])
    def test_gates_in_another_order_are_noticed_by_the_script_itself(self, cell):
        self.assert_noticed(cell, b'W["Wxh" + ours].T', b'np.roll(W["Wxh" + ours], 3, axis=1).T')
