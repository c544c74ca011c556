"""Scripts for Keras answer as the networks that they were made of, where Keras 3 is installed with a backend.

KERAS_BACKEND=torch (or jax, tensorflow) chooses it. Only TensorFlow makes Keras reckon in float64.
"""

import pytest

from tests.exporters.framework_scripts import FrameworkScripts

keras = pytest.importorskip("keras", exc_type=ImportError)


class TestKeras(FrameworkScripts):
    """The scripts for Keras."""

    name = "keras"
    tolerance = 1e-12 if keras.backend.backend() == "tensorflow" else 1e-6

    def precision(self, network):
        return network.dtype

    @pytest.mark.parametrize(
        ("cell", "ours", "others"),
        [
            ("gru", b"each[:, 3:6], each[:, :3], each[:, 6:]", b"each"),
            ("lstm", b'[W["Wxh" + suffix],', b'[np.roll(W["Wxh" + suffix], 3, axis=1),'),
        ],
    )
    def test_gates_in_another_order_are_noticed_by_the_script_itself(self, cell, ours, others):
        self.assert_noticed(cell, ours, others)
