"""The network and its training as the tutorial describes them: what the speed of ours is measured against.

Dense one-hot columns, a Python loop of matrix products, one sentence at a time, `np.clip` on every gradient, and the
published rule, which leaves out a transpose. Written anew from that description; columns are examples, as there.
Sound programming (sorted vocabulary, stable softmax, an order from outside) changes nothing of what it costs.
"""

from collections.abc import Iterable, Sequence

import numpy as np

from rnn_core import Params
from rnn_core.arrays import Array


class PlainLoop:
    """A many-to-one network that is trained by plain loops.

    Args:
        params: the first weights; copied.
        sentences: word ids of each sentence.
        labels: class id of each sentence.
        learning_rate, clip: as in TrainConfig, clipped by value.
    """

    def __init__(
        self,
        params: Params,
        sentences: Sequence[Sequence[int]],
        labels: Sequence[int],
        learning_rate: float,
        clip: float,
    ) -> None:
        self.Wxh = params["Wxh"].T.copy()  # (H, V)
        self.Whh = params["Whh"].T.copy()  # (H, H)
        self.Why = params.Why.T.copy()  # (C, H)
        self.bh = params["bh"][:, None].copy()  # (H, 1)
        self.by = params.by[:, None].copy()  # (C, 1)
        self._sentences = sentences
        self._labels = labels
        self._learning_rate = learning_rate
        self._clip = clip

    def epoch(self, order: Iterable[int]) -> tuple[float, float]:
        """Train on every sentence of an order once; the running loss and accuracy, as the tutorial prints them."""
        loss, right, number = 0.0, 0, 0
        for i in order:
            inputs = self._one_hots(self._sentences[i])
            p, states = self.forward(inputs)
            loss -= float(np.log(p[self._labels[i], 0]))
            right += int(p.argmax() == self._labels[i])
            number += 1
            dy = p.copy()
            dy[self._labels[i]] -= 1
            self._backward(inputs, states, dy)
        return loss / number, right / number

    def evaluate(self, indices: Iterable[int]) -> tuple[float, float]:
        """Loss and accuracy on some sentences, without learning from them."""
        results = []
        for i in indices:
            p, _ = self.forward(self._one_hots(self._sentences[i]))
            results.append((-float(np.log(p[self._labels[i], 0])), p.argmax() == self._labels[i]))
        losses, hits = zip(*results, strict=True)
        return float(np.mean(losses)), float(np.mean(hits))

    def _one_hots(self, sentence: Sequence[int]) -> list[Array]:
        inputs = []
        for word in sentence:
            x = np.zeros((self.Wxh.shape[1], 1))
            x[word] = 1
            inputs.append(x)
        return inputs

    def forward(self, inputs: Sequence[Array]) -> tuple[Array, list[Array]]:
        """Probabilities (C, 1), and the states (H, 1) from h_0 on."""
        h = np.zeros((self.Whh.shape[0], 1))
        states = [h]
        for x in inputs:
            h = np.tanh(self.Wxh @ x + self.Whh @ h + self.bh)
            states.append(h)
        y = self.Why @ h + self.by
        e = np.exp(y - y.max())
        return e / e.sum(), states

    def _backward(self, inputs: Sequence[Array], states: Sequence[Array], dy: Array) -> None:
        dWhy = dy @ states[-1].T
        dby = dy
        dWxh, dWhh, dbh = np.zeros(self.Wxh.shape), np.zeros(self.Whh.shape), np.zeros(self.bh.shape)
        dh = self.Why.T @ dy
        for t in reversed(range(len(inputs))):
            dz = (1 - states[t + 1] ** 2) * dh
            dbh += dz
            dWhh += dz @ states[t].T
            dWxh += dz @ inputs[t].T
            dh = self.Whh @ dz  # the published rule; the correct one is Whh.T @ dz
        for d in (dWxh, dWhh, dWhy, dbh, dby):
            np.clip(d, -self._clip, self._clip, out=d)
        self.Whh -= self._learning_rate * dWhh
        self.Wxh -= self._learning_rate * dWxh
        self.Why -= self._learning_rate * dWhy
        self.bh -= self._learning_rate * dbh
        self.by -= self._learning_rate * dby
