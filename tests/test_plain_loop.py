"""What the speed of ours is measured against does the same work: same weights after the same sentences."""

from dataclasses import replace
from itertools import islice

import numpy as np
import pytest

from benchmarks.contestants import plain_loop, word_ids
from benchmarks.plain_loop import PlainLoop
from rnn_core import (
    EpochRecord,
    ModelConfig,
    Params,
    TrainConfig,
    Update,
    bundled,
    evaluate,
    initial_params,
    train,
)
from rnn_core.seeds import Stream, generator

DATASET = bundled()
MODELS = pytest.mark.parametrize(
    "model", [ModelConfig(8), ModelConfig(64, initialisation="blog")], ids=["scaled", "blog"]
)


def clipped_while_learning_the_same(model: ModelConfig, config: TrainConfig, plain: PlainLoop) -> list[float]:
    """Train both on the same sentences and compare them epoch by epoch; the share that ours clipped in each."""
    run = train(DATASET, model, config)
    clipped, order, losses = [], [], []
    for event in run:
        if isinstance(event, Update):
            order += event.sentences.tolist()
            losses.append(event.loss)
        elif isinstance(event, EpochRecord):
            loss, _ = plain.epoch(order)
            assert loss == pytest.approx(np.mean(losses), rel=1e-9)
            assert plain.evaluate(DATASET.indices("test")) == pytest.approx(evaluate(DATASET, "test", run.params))
            clipped.append(event.clipped_share)
            order, losses = [], []
    assert_same_weights(plain, run.params)
    return clipped


def assert_same_weights(plain: PlainLoop, params: Params) -> None:
    for name, weights in params.named().items():
        theirs = getattr(plain, name)
        np.testing.assert_allclose(theirs.T.reshape(weights.shape), weights, rtol=1e-9, atol=1e-12)


@MODELS
@pytest.mark.parametrize(("learning_rate", "epochs"), [(0.02, 5), (0.1, 1)])
def test_the_plain_loop_and_ours_with_the_published_rule_learn_the_same(model, learning_rate, epochs):
    config = TrainConfig(learning_rate, epochs, gradient="published")
    clipped_while_learning_the_same(model, config, plain_loop(DATASET, model, 0, learning_rate))


def test_they_clip_at_the_same_threshold_unless_another_is_asked_for():
    model, config = ModelConfig(8), TrainConfig(1.0, epochs=1, gradient="published")
    run, unclipped = train(DATASET, model, config), train(DATASET, model, replace(config, clip_by="none"))
    plain = plain_loop(DATASET, model, 0, config.learning_rate)
    for event in islice(run, 8):  # with steps as large as these rounding errors grow fast
        plain.epoch(event.sentences.tolist())
        next(unclipped)
    assert_same_weights(plain, run.params)
    assert np.abs(run.params.flat - unclipped.params.flat).max() > 0.1, "nothing was clipped, so nothing was compared"


@MODELS
@pytest.mark.parametrize("threshold", [0.02, 0.1])
def test_they_clip_the_same_where_the_threshold_is_so_low_that_every_epoch_passes_it(model, threshold):
    config = TrainConfig(0.1, epochs=5, clip=threshold, gradient="published")
    weights = generator(config.seed, Stream.WEIGHTS)
    first = initial_params(model, DATASET.vocabulary.rows, len(DATASET.classes), weights)
    labels = DATASET.corpus.labels.tolist()
    plain = PlainLoop(first, word_ids(DATASET), labels, config.learning_rate, threshold)
    clipped = clipped_while_learning_the_same(model, config, plain)
    assert min(clipped) > 0, "nothing was clipped, so nothing was compared"


def test_the_correct_rule_learns_something_else():
    run = train(DATASET, ModelConfig(8), TrainConfig(0.02, epochs=1))
    plain = plain_loop(DATASET, ModelConfig(8), 0, 0.02)
    plain.epoch(int(event.sentences[0]) for event in run if isinstance(event, Update))
    assert np.abs(plain.Whh.T - run.params["Whh"]).max() > 1e-3
