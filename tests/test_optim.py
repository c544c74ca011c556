"""Clipping and the step of SGD."""

import math

import numpy as np
import pytest

from rnn_core import Gradients, Params
from rnn_core.optim import OPTIMISERS, clip, descend
from tests.networks import plain

SHAPE = plain(3, 2, 2)


def gradients(values: float, rows: list[int]) -> Gradients:
    result = Gradients(SHAPE, np.array(rows), np.float64)
    result.flat[...] = values
    return result


def test_clip_by_value_cuts_elements_and_counts_them():
    g = gradients(0.5, [0])
    g.flat[:3] = 2.0, -3.0, 1.0
    norm, clipped = clip(g, "value", 1.0)
    assert norm == pytest.approx(math.sqrt(4 + 9 + 1 + 0.25 * (g.flat.size - 3)))
    assert clipped == 2
    assert g.flat[:4].tolist() == [1.0, -1.0, 1.0, 0.5]


def test_a_bound_above_the_threshold_is_no_proof_and_elements_are_looked_at():
    g = gradients(0.5, [0])
    g.flat[0], g.dz = 1.5, [np.array([[-1.2, 0.5], [0.9, 0.5]])]
    assert g.bound() == pytest.approx(2.1)
    assert clip(g, "value", 1.0)[1] == 1
    assert g.flat[0] == 1.0


def test_a_threshold_below_1_does_not_trust_the_bound_of_the_output_weights():
    g = gradients(0.1, [0])
    g.by[0], g.dz = 0.9, [np.full((1, 2), 0.1)]
    assert clip(g, "value", 0.5)[1] == 1 and g.by[0] == 0.5


def test_clip_by_norm_shortens_and_keeps_the_direction():
    g = gradients(2.0, [0, 2])
    direction = g.flat / np.linalg.norm(g.flat)
    _, clipped = clip(g, "norm", 0.5)
    np.testing.assert_allclose(g.flat, 0.5 * direction, atol=1e-15)
    assert clipped == SHAPE.size


@pytest.mark.parametrize("clip_by", ["value", "norm", "none"])
def test_a_gradient_within_the_threshold_stays_as_it_is(clip_by):
    g = gradients(0.01, [1])
    before = g.flat.copy()
    assert clip(g, clip_by, 1.0)[1] == 0
    assert np.array_equal(g.flat, before)


def test_no_clipping_leaves_a_large_gradient_alone():
    g = gradients(100.0, [1])
    assert clip(g, "none", 1.0) == (pytest.approx(100 * math.sqrt(g.flat.size)), 0)
    assert (g.flat == 100).all()


def test_sgd_goes_down_the_gradient_and_touches_only_the_words_that_occurred():
    params = Params(np.ones(SHAPE.size), SHAPE)
    descend(OPTIMISERS["sgd"], params, gradients(2.0, [0, 2]), (), 0.25, 0.0, 1)
    assert (params["Wxh"] == [[0.5, 0.5], [1, 1], [0.5, 0.5]]).all()
    assert (params["Whh"] == 0.5).all() and (params.by == 0.5).all()
