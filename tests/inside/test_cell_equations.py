"""The equations that everything inside is compared with, themselves worked by hand."""

from math import exp, log, tanh

import numpy as np
import pytest

from rnn_core import Layout, ModelConfig, Params
from tests.inside.cell_equations import Equations
from tests.inside.equations import equations, network


def one_unit(cell, **weights):
    """A network of one unit that reads two words, with weights gate by gate."""
    layout = Layout(ModelConfig(1, cell=cell, directions=2 if "Wxh_back" in weights else 1), 2, 2)
    params = Params(np.zeros(layout.size), layout)
    for name, values in weights.items():
        params[name][...] = values
    return Equations.of(params)


def sigmoid(z):
    return 1 / (1 + exp(-z))


def test_the_lstm_of_two_words_worked_by_hand():
    # Gates i, f, g, o; words 0 and 1.
    apart = one_unit(
        "lstm", Wxh=[[0.1, 0.2, 0.3, 0.4], [-0.5, 0.6, -0.7, 0.8]], Whh=[[0.9, -1.0, 1.1, -1.2]],
        bh=[0.01, 1.0, -0.02, 0.03],
    )  # fmt: skip
    (held,) = apart.read([0, 1]).held[0]
    c1 = sigmoid(0.1 + 0.01) * tanh(0.3 - 0.02)
    h1 = sigmoid(0.4 + 0.03) * tanh(c1)
    i, f = sigmoid(-0.5 + 0.9 * h1 + 0.01), sigmoid(0.6 - 1.0 * h1 + 1.0)
    g, o = tanh(-0.7 + 1.1 * h1 - 0.02), sigmoid(0.8 - 1.2 * h1 + 0.03)
    c2 = f * c1 + i * g
    assert [float(c[0]) for c in held.c] == pytest.approx([0.0, c1, c2], abs=1e-15)
    assert [float(h[0]) for h in held.h] == pytest.approx([0.0, h1, o * tanh(c2)], abs=1e-15)
    assert {gate: float(value[0]) for gate, value in held.gates[1].items()} == pytest.approx(
        {"i": i, "f": f, "g": g, "o": o}, abs=1e-15
    )


def test_the_gru_of_two_words_worked_by_hand():
    # Gates r, z, n; the second bias bn stands inside of what the reset gate lets through.
    apart = one_unit(
        "gru", Wxh=[[0.1, 0.2, 0.3], [-0.4, 0.5, -0.6]], Whh=[[0.7, -0.8, 0.9]], bh=[0.01, -0.02, 0.03], bn=[0.5]
    )
    (held,) = apart.read([0, 1]).held[0]
    h1 = (1 - sigmoid(0.2 - 0.02)) * tanh(0.3 + 0.03 + sigmoid(0.1 + 0.01) * 0.5)
    r, z = sigmoid(-0.4 + 0.7 * h1 + 0.01), sigmoid(0.5 - 0.8 * h1 - 0.02)
    n = tanh(-0.6 + 0.03 + r * (0.9 * h1 + 0.5))
    assert [float(h[0]) for h in held.h] == pytest.approx([0.0, h1, (1 - z) * n + z * h1], abs=1e-15)
    assert {gate: float(value[0]) for gate, value in held.gates[1].items()} == pytest.approx(
        {"r": r, "z": z, "n": n}, abs=1e-15
    )


def test_the_relu_in_two_directions_worked_by_hand():
    apart = one_unit(
        "relu", Wxh=[[1.0], [-3.0]], Whh=[[2.0]], bh=[0.5], Wxh_back=[[-1.0], [4.0]], Whh_back=[[0.5]], bh_back=[0.25]
    )
    read = apart.read([0, 1, 0])
    forwards, backwards = read.held[0]
    assert [float(h[0]) for h in forwards.h] == [0.0, 1.5, 0.5, 2.5]
    assert [float(h[0]) for h in backwards.h] == [0.0, 0.0, 4.25, 1.375]
    assert [word.tolist() for word in read.words] == [[1.5, 1.375], [0.5, 4.25], [2.5, 0.0]]
    assert read.end.tolist() == [2.5, 1.375]


@pytest.mark.parametrize(
    ("readout", "end"), [("last", [3.0, 1.0]), ("mean", [2.0, 1.0]), ("max", [3.0, 2.0]), ("words", [3.0, 0.0])]
)
def test_what_is_read_out_worked_by_hand(readout, end):
    """Without a recurrence the states are what the words push: 1, 2, 3 forwards and 1, 2, 0 backwards."""
    layout = Layout(ModelConfig(1, cell="relu", directions=2, readout=readout), 3, 2)
    params = Params(np.zeros(layout.size), layout)
    params["Wxh"][:, 0], params["Wxh_back"][:, 0] = (1.0, 2.0, 3.0), (1.0, 2.0, -1.0)
    params.Why[...] = [[1.0, 0.0], [0.0, 1.0]]
    apart = Equations.of(params)
    assert apart.end([0, 1, 2]).tolist() == end
    assert apart.end([]).tolist() == [0.0, 0.0]
    assert apart.loss(np.array([1.0, 0.0]), 0) == pytest.approx(-log(exp(1) / (exp(1) + 1)), abs=1e-15)


def test_of_the_plain_network_they_are_the_plain_equations():
    for seed in range(5):
        params = network(seed)
        (held,) = Equations.of(params).read([3, 1, 4, 1]).held[0]
        np.testing.assert_allclose(held.h, equations(params).states([3, 1, 4, 1]), rtol=0, atol=1e-15)
