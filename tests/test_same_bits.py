"""Plain networks learn to the same bits as in the version that knew no other: links of then give the network of then.

That version's arithmetic stands here, operation by operation, as it was fused for the one network. Fingerprints
themselves are no test: the last bits of a product depend on the processor for which the BLAS was built.
"""

import math

import numpy as np
import pytest

from rnn_core import Dataset, ModelConfig, TextConfig, TrainConfig, Update, bundled, initial_params, pack, train
from rnn_core.seeds import Stream, generator
from tests.datasets import drawn

OWN = drawn(80, 3)
UNKNOWN = Dataset(drawn(80, 3, seed=1).examples, TextConfig(min_count=2))


class FusedNetwork:
    """One layer of tanh, one-hot words and the last state; weights and gradients as five arrays."""

    def __init__(self, dataset: Dataset, model: ModelConfig, config: TrainConfig) -> None:
        V, C, H = dataset.vocabulary.rows, len(dataset.classes), model.hidden_size
        random = generator(config.seed, Stream.WEIGHTS)
        scale = 1 / np.sqrt(H) if model.initialisation == "scaled" else 1 / 1000
        self.Wxh, self.Whh, self.Why = (
            (random.standard_normal(shape) * scale).astype(model.dtype) for shape in ((V, H), (H, H), (H, C))
        )
        self.bh, self.by = np.zeros(H, model.dtype), np.zeros(C, model.dtype)
        self.config = config

    def update(self, batch) -> float:
        states = np.empty((1 + len(batch.words), len(self.bh)), self.Wxh.dtype)
        states[0] = 0.0
        np.add(self.Wxh.take(batch.words, axis=0), self.bh, states[1:])
        steps = [slice(end - n, end) for n, end in zip(batch.counts, 1 + np.cumsum(batch.counts), strict=True)]
        h = states[:1]
        for step in steps:
            z, h = states[step], h[: step.stop - step.start]
            np.add(z, h.dot(self.Whh) if step.start > 1 else h, z)
            h = np.tanh(z, z)

        final = states.take(batch.last, axis=0)
        y = final.dot(self.Why) + self.by
        log_p = y - y.max(axis=1, keepdims=True)
        log_p -= np.log(np.add.reduce(np.exp(log_p), axis=-1, keepdims=True))
        places = np.arange(len(batch)) * len(self.by) + batch.labels
        loss = -float(np.add.reduce(log_p.take(places))) / len(batch)
        dy = np.exp(log_p)
        dy.ravel()[places] -= 1.0
        dy /= len(batch)
        dWhy, dby, dh = final.T.dot(dy), np.add.reduce(dy, axis=0), dy.dot(self.Why.T)

        back = self.Whh.T if self.config.gradient == "correct" else self.Whh
        dz, alive = 1.0 - states * states, dh[:0]
        for step in reversed(steps):
            alive = dh[: max(step.stop - step.start, len(alive))]
            dz[step] *= alive
            if step.start > 1:
                dz[step].dot(back, alive)
        dz = dz[1:]
        dWhh, dbh = states.take(batch.previous, axis=0).T.dot(dz), np.add.reduce(dz, axis=0)
        rows, by_word = batch.vocabulary_rows, dz.take(batch.by_word, axis=0)
        dWxh = by_word if len(rows) == len(dz) else np.add.reduceat(by_word, batch.word_starts, axis=0)

        flat = np.concatenate([part.ravel() for part in (dWhh, dbh, dWhy, dby, dWxh)])
        norm, clip = math.sqrt(np.dot(flat, flat)), self.config.clip
        if self.config.clip_by == "norm" and norm > clip:
            flat *= clip / norm
        elif self.config.clip_by == "value":
            np.clip(flat, -clip, clip, out=flat)
        flat *= self.config.learning_rate
        ends = np.cumsum([dWhh.size, dbh.size, dWhy.size, dby.size])
        for weights, step in zip((self.Whh, self.bh, self.Why, self.by), np.split(flat, ends), strict=False):
            weights -= step.reshape(weights.shape)
        self.Wxh[rows] -= flat[ends[-1] :].reshape(dWxh.shape)
        return loss


@pytest.mark.parametrize(
    ("dataset", "model", "config"),
    [
        (bundled(), ModelConfig(), TrainConfig(epochs=6)),
        (bundled(), ModelConfig(64, initialisation="blog"), TrainConfig(0.02, 3)),
        (bundled(), ModelConfig(2), TrainConfig(epochs=6, seed=5)),
        (bundled(), ModelConfig(16), TrainConfig(epochs=4, gradient="published")),
        (bundled(), ModelConfig(128), TrainConfig(epochs=2, clip=0.1)),
        (bundled(), ModelConfig(32, dtype="float32"), TrainConfig(epochs=4, batch_size=8, clip_by="norm", clip=0.5)),
        (bundled(), ModelConfig(8), TrainConfig(epochs=4, batch_size=3, clip_by="none")),
        (OWN, ModelConfig(24), TrainConfig(0.1, 3, batch_size=7, clip_by="norm")),
        (OWN, ModelConfig(24, dtype="float32"), TrainConfig(0.1, 3, batch_size=16)),
        (UNKNOWN, ModelConfig(8), TrainConfig(epochs=3, seed=3)),
    ],
    ids=lambda value: None,
)
def test_every_update_is_to_the_bit_that_of_the_fused_network(dataset, model, config):
    first = initial_params(model, dataset.vocabulary.rows, len(dataset.classes), generator(config.seed, Stream.WEIGHTS))
    fused = FusedNetwork(dataset, model, config)
    assert all(np.array_equal(getattr(fused, name), weights) for name, weights in first.named().items())
    run, updates = train(dataset, model, config), 0
    for event in run:
        if isinstance(event, Update):
            assert fused.update(pack(dataset.corpus, event.sentences)) == event.loss
            updates += 1
    assert updates == config.epochs * run.updates_per_epoch
    for name, weights in run.params.named().items():
        assert np.array_equal(getattr(fused, name), weights), name
