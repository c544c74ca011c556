"""The same training in PyTorch, as one would write it there; only where PyTorch is installed.

One sentence at a time: the very same network, one-hot words into nn.RNN, nn.GRU or nn.LSTM. Mini-batches: an embedding
of H numbers a word, dense or sparse, and packed sentences; nn.RNN then multiplies what it is given by an H x H matrix
of its own, which ours with one-hot words does not have. Both: cross entropy, every gradient element clipped to [-1, 1],
plain SGD. No statistics.
"""

from collections.abc import Sequence

import torch
from torch import nn
from torch.nn.utils.rnn import pack_sequence

torch.set_num_threads(1)

NETWORKS = {"tanh": nn.RNN, "gru": nn.GRU, "lstm": nn.LSTM}


def _ends(last: "torch.Tensor | tuple[torch.Tensor, torch.Tensor]") -> "torch.Tensor":
    """(B, directions * H) the last states of all directions side by side, of what a network gives (D, B, H)."""
    h = last[0] if isinstance(last, tuple) else last
    return h[0] if len(h) == 1 else torch.cat((h[0], h[1]), dim=-1)


class OneSentence:
    """A network with one-hot words that learns from one sentence at a time."""

    def __init__(
        self, words: int, hidden: int, classes: int, learning_rate: float, cell: str = "tanh", directions: int = 1
    ) -> None:
        self._rnn = NETWORKS[cell](words, hidden, bidirectional=directions == 2, dtype=torch.float64)
        self._head = nn.Linear(directions * hidden, classes, dtype=torch.float64)
        self._parameters = [*self._rnn.parameters(), *self._head.parameters()]
        self._optimiser = torch.optim.SGD(self._parameters, learning_rate)
        self._words = words

    def epoch(self, sentences: Sequence[Sequence[int]], labels: Sequence[int]) -> float:
        """One pass; the mean loss."""
        total = 0.0
        for sentence, label in zip(sentences, labels, strict=True):
            inputs = nn.functional.one_hot(torch.tensor(sentence), self._words).to(torch.float64)
            _, last = self._rnn(inputs)
            ends = (last[0] if isinstance(last, tuple) else last).reshape(1, -1)
            loss = nn.functional.cross_entropy(self._head(ends), torch.tensor([label]))
            self._optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_value_(self._parameters, 1.0)
            self._optimiser.step()
            total += loss.item()
        return total / len(labels)


class MiniBatches:
    """An embedding and a packed network that learn from several sentences at a time, in float32."""

    def __init__(
        self,
        words: int,
        hidden: int,
        classes: int,
        learning_rate: float,
        sparse: bool,
        cell: str = "tanh",
        directions: int = 1,
    ) -> None:
        self._embedding = nn.Embedding(words, hidden, sparse=sparse)
        self._rnn = NETWORKS[cell](hidden, hidden, bidirectional=directions == 2)
        self._head = nn.Linear(directions * hidden, classes)
        self._sparse = sparse
        self._dense = [*self._rnn.parameters(), *self._head.parameters()]
        if not sparse:
            self._dense.append(self._embedding.weight)
        self._optimiser = torch.optim.SGD([*self._dense, *([self._embedding.weight] if sparse else [])], learning_rate)

    def epoch(
        self, sentences: Sequence["torch.Tensor"], labels: "torch.Tensor", batches: Sequence[Sequence[int]]
    ) -> float:
        """One pass; the mean loss.

        Args:
            sentences: word ids of each.
            batches: which sentences each update reads.
        """
        total = 0.0
        for batch in batches:
            packed = pack_sequence([sentences[i] for i in batch], enforce_sorted=False)
            embedded = packed._replace(data=self._embedding(packed.data))
            _, last = self._rnn(embedded)
            loss = nn.functional.cross_entropy(self._head(_ends(last)), labels[list(batch)])
            self._optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_value_(self._dense, 1.0)
            if self._sparse:
                self._embedding.weight.grad = gradient = self._embedding.weight.grad.coalesce()
                gradient.values().clamp_(-1.0, 1.0)
            self._optimiser.step()
            total += loss.item() * len(batch)
        return total / len(labels)
