"""What the speed of ours is measured against does the same work: same weights after the same sentences."""

import numpy as np
import pytest

from benchmarks.speed import plain_loop
from rnn_core import EpochRecord, ModelConfig, TrainConfig, Update, bundled, evaluate, train

DATASET = bundled()


@pytest.mark.parametrize("model", [ModelConfig(8), ModelConfig(64, "blog")], ids=["scaled", "blog"])
@pytest.mark.parametrize(("learning_rate", "epochs"), [(0.02, 5), (0.1, 1)])
def test_the_plain_loop_and_ours_with_the_published_rule_learn_the_same(model, learning_rate, epochs):
    run = train(DATASET, model, TrainConfig(learning_rate, epochs, gradient="published"))
    plain = plain_loop(DATASET, model, 0, learning_rate)
    clipped = 0.0
    order, losses = [], []
    for event in run:
        if isinstance(event, Update):
            order += event.sentences.tolist()
            losses.append(event.loss)
        elif isinstance(event, EpochRecord):
            loss, _ = plain.epoch(order)
            assert loss == pytest.approx(np.mean(losses), rel=1e-9)
            assert plain.evaluate(DATASET.indices("test")) == pytest.approx(evaluate(DATASET, "test", run.params))
            clipped += event.clipped_share
            order, losses = [], []
    if model.hidden_size == 8 and learning_rate > 0.1:
        assert clipped > 0  # so that clipping is compared as well
    for name, weights in run.params.named().items():
        theirs = getattr(plain, name)
        np.testing.assert_allclose(theirs.T.reshape(weights.shape), weights, rtol=1e-9, atol=1e-12)


def test_the_correct_rule_learns_something_else():
    run = train(DATASET, ModelConfig(8), TrainConfig(0.02, epochs=1))
    plain = plain_loop(DATASET, ModelConfig(8), 0, 0.02)
    plain.epoch(int(event.sentences[0]) for event in run if isinstance(event, Update))
    assert np.abs(plain.Whh.T - run.params["Whh"]).max() > 1e-3
