"""Our networks in PyTorch, and a table of what they come to there, for the tests to hold ours against.

python benchmarks/pytorch_values.py                 writes tests/pytorch_values.json

Only what makes the values needs PyTorch, and imports it when it is called; what they are asked for is read without it.

Ours and theirs: a matrix of ours is (inputs, G * H), theirs (G * H, inputs), both with the gates in the same order. We
have one bias where PyTorch has two; ours is its bias_ih, and its bias_hh stays 0, but for the block of the GRU's n,
which is our bn.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # run as a file, it has to find the packages

import json
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

import numpy as np

from rnn_core import Batch, Corpus, Layout, ModelConfig, Params, TrainConfig, pack
from rnn_core.arrays import Array, IntArray
from rnn_core.config import CellName, ClipBy, InputName, OptimiserName, ReadoutName, Schedule
from rnn_core.dropout import Masks, mask
from rnn_core.model import NO_MASKS

if TYPE_CHECKING:
    import torch

TABLE = Path(__file__).resolve().parent.parent / "tests" / "pytorch_values.json"
WORDS, CLASSES, HIDDEN, EMBEDDING = 7, 3, 4, 5  # all different, so that no two sides of a matrix can be mistaken
SCALE = 0.5  # standard deviation of the weights
DECIMALS = 12  # of every number in the table
NO_EPS = 1e-30  # what the two kinds of Adam divide by besides the moment, where they place it differently


class Sentences(NamedTuple):
    """Sentences to read.

    Attributes:
        words: the word ids of each.
        labels: the class id of each.
        tags: the class ids of its words; None if words have none.
    """

    words: Sequence[Sequence[int]]
    labels: Sequence[int]
    tags: Sequence[Sequence[int]] | None

    @property
    def corpus(self) -> Corpus:
        """The same for our network."""
        corpus = Corpus.of(self.words, self.labels)
        if self.tags is None:
            return corpus
        return Corpus(
            corpus.words, corpus.offsets, corpus.labels, np.array([tag for tags in self.tags for tag in tags])
        )

    @property
    def batch(self) -> Batch:
        """The same, packed."""
        return pack(self.corpus, range(len(self.words)))


BATCHES = {
    "ragged": Sentences(
        [[3, 0, 5, 3, 1], [2], [6, 5, 0], [1, 1, 4], [0, 6]],
        [2, 0, 1, 1, 0],
        [[0, 2, 1, 1, 0], [2], [1, 0, 0], [2, 2, 1], [0, 1]],
    ),
    "one sentence": Sentences([[4, 2, 2, 0]], [1], [[0, 1, 2, 1]]),
    "repeated words": Sentences([[2, 2, 2], [1, 1]], [0, 1], [[0, 1, 0], [2, 2]]),
    # Batches with every word, so that an optimiser that looks at the words that occur looks at all.
    "all a": Sentences([[0, 1, 2, 3], [4], [5, 6, 0]], [0, 1, 2], [[1, 0, 2, 2], [1], [0, 0, 1]]),
    "all b": Sentences([[6, 5], [4, 3, 2, 1, 0], [2]], [2, 2, 1], [[0, 1], [2, 2, 0, 1, 0], [1]]),
    "all c": Sentences([[1, 3, 5], [0, 2, 4, 6], [3, 3]], [1, 0, 0], [[2, 1, 0], [0, 0, 1, 2], [2, 1]]),
    # Word 2 does not occur in the second of these, 3 and 4 occur in it only, 5 in the last only, 6 in none.
    "few a": Sentences([[0, 1, 1], [2]], [0, 2], [[0, 1, 2], [1]]),
    "few b": Sentences([[3, 1], [3, 4, 0]], [1, 2], [[2, 0], [1, 1, 0]]),
    "few c": Sentences([[1, 5], [2, 2, 0]], [2, 0], [[1, 2], [0, 2, 1]]),
}
ALL, FEW = ["all a", "all b", "all c"], ["few a", "few b", "few c"]


def network(
    cell: CellName, layers: int = 1, directions: int = 1, input: InputName = "one-hot", readout: ReadoutName = "last"
) -> dict[str, Any]:
    """A network's settings, as the table has them."""
    return {"cell": cell, "layers": layers, "directions": directions, "input": input, "readout": readout}


EVERY_NETWORK = [
    network(*choices)
    for choices in product(get_args(CellName), (1, 2, 3), (1, 2), get_args(InputName), get_args(ReadoutName))
]
VARIED_NETWORKS = [
    network("tanh"),
    network("lstm", 1, 2, "embedding", "mean"),
    network("gru", 2, 1, "one-hot", "words"),
    network("relu", 1, 1, "embedding", "max"),
    network("gru", 1, 2, "embedding", "last"),
    network("lstm", 2, 1, "one-hot", "max"),
    network("tanh", 1, 2, "embedding", "words"),
]


def asked_readings() -> Iterator[dict[str, Any]]:
    """The batches that are read for the table: by every network, and of each kind by a few."""
    for seed, config in enumerate(EVERY_NETWORK):
        yield {"network": config, "seed": seed, "batch": "ragged"}
    for seed, config in enumerate(VARIED_NETWORKS):
        yield {"network": config, "seed": seed, "batch": "one sentence"}
        yield {"network": config, "seed": seed, "batch": "ragged", "dropout": 0.4}
    yield {"network": {**network("gru", 1, 1, "embedding"), "frozen": True}, "seed": 0, "batch": "ragged"}
    for seed, cell in enumerate(get_args(CellName)):
        config = network(cell, readout="max")
        yield {"network": config, "seed": seed, "batch": "repeated words", "forgetful": True}


def asked_steps() -> Iterator[dict[str, Any]]:
    """The updates that are made for the table: of every optimiser, with and without clipping and decay."""
    # Thresholds that cut something.
    clips: list[dict[str, ClipBy | float]] = [
        {"clip_by": "none"},
        {"clip_by": "value", "clip": 0.05},
        {"clip_by": "norm", "clip": 0.1},
    ]
    ways = product(get_args(OptimiserName), clips, (0.0, 0.3))
    for seed, (optimiser, clip, decay) in enumerate(ways):
        training = {"optimiser": optimiser, "learning_rate": 0.05, **clip, "weight_decay": decay}
        config = VARIED_NETWORKS[seed % len(VARIED_NETWORKS)]
        yield {"network": config, "seed": seed, "batches": ALL, "training": training}
    for seed, optimiser in enumerate(get_args(OptimiserName)):
        config = {**network("lstm", 1, 1, "embedding"), "frozen": True}
        training = {"optimiser": optimiser, "learning_rate": 0.05, **clips[2], "weight_decay": 0.3}
        yield {"network": config, "seed": seed, "batches": FEW, "training": training}
    for seed, cell in enumerate(get_args(CellName)):
        training = {"optimiser": "adam", "learning_rate": 0.05, "clip_by": "none"}
        config = network(cell, 1, 1, "embedding")
        yield {"network": config, "seed": seed, "batches": FEW, "training": training, "sparse": True}


def asked_rates() -> Iterator[dict[str, Any]]:
    """The schedules of which the table has the learning rates."""
    for schedule in get_args(Schedule):
        yield {"schedule": schedule, "updates": 30}


def config_of(asked: dict[str, Any]) -> ModelConfig:
    """The network that is asked for."""
    return ModelConfig(HIDDEN, embedding_size=EMBEDDING, **asked["network"])


def training_of(asked: dict[str, Any]) -> TrainConfig:
    """How it is to be trained."""
    return TrainConfig(**asked["training"])


def random_params(config: ModelConfig, seed: int, words: int = WORDS) -> Params:
    """Random weights and biases; drawn name by name, so that it makes no difference where each has its place."""
    layout = Layout(config, words, CLASSES)
    params = Params(np.zeros(layout.size), layout)
    random = np.random.default_rng(seed)
    for _, weights in sorted(params.named().items()):
        weights[...] = random.standard_normal(weights.shape) * SCALE
    return params


def forget(params: Params) -> None:
    """Make the first layer forget what it has read, so that a word has the same state wherever it stands."""
    H = params.layout.hidden
    params["Whh"][...] = 0.0
    if len(params.layout.cell.gates) > 1:
        params["bh"][H : 2 * H] = -800.0  # f of the LSTM, z of the GRU


def drawn(params: Params) -> float:
    """The sum of all weights: whether another numpy draws the same ones."""
    return float(sum(weights.sum() for weights in params.named().values()))


def random_masks(layout: Layout, sentences: Sentences, share: float, seed: int) -> Masks:
    """What dropout leaves out, sentence after sentence as they stand here, not in packed order."""
    random = np.random.default_rng(seed)
    N = sum(map(len, sentences.words))
    answers = N if layout.config.readout == "words" else len(sentences.words)
    return Masks(
        mask((N, 1 if layout.one_hot else layout.width), share, np.dtype(np.float64), random),
        mask((answers, layout.read_out), share, np.dtype(np.float64), random),
    )


def places(batch: Batch, of_words: bool) -> IntArray:
    """Where a packed batch has its sentences, or their words, in the order in which the corpus has them."""
    if not of_words:
        return np.argsort(batch.order)
    by_sentence: IntArray = batch.by_sentence
    return by_sentence[np.argsort(batch.order[batch.sentence[by_sentence]], kind="stable")]


class Values(NamedTuple):
    """What a batch comes to.

    Attributes:
        loss: the mean over sentences of the mean over a sentence's answers.
        log_p: (R, C) log-probabilities, sentence after sentence.
        gradients: by our names and in our shapes.
    """

    loss: float
    log_p: Array
    gradients: dict[str, Array]

    def digests(self) -> dict[str, Any]:
        """The same for the table."""
        gradients = {name: digest(values) for name, values in self.gradients.items()}
        return {"loss": rounded(self.loss), "log_p": digest(self.log_p), "gradients": gradients}


class InPyTorch:
    """One of our networks, of PyTorch's own modules.

    Args:
        params: its weights; copied.
        sparse: whether the gradient of an embedding has rows for the words that occur only.
    """

    def __init__(self, params: Params, sparse: bool = False) -> None:
        import torch
        from torch import nn

        torch.set_num_threads(1)
        layout, config = params.layout, params.layout.config
        kinds: dict[str, Any] = {
            "tanh": partial(nn.RNN, nonlinearity="tanh"),
            "relu": partial(nn.RNN, nonlinearity="relu"),
            "gru": nn.GRU,
            "lstm": nn.LSTM,
        }
        H, both, exact = config.hidden_size, config.directions == 2, torch.float64
        inputs = layout.words if layout.one_hot else config.embedding_size
        self.layout = layout
        self.rnn = kinds[config.cell](inputs, H, config.layers, bidirectional=both, dtype=exact)
        self.head = nn.Linear(layout.read_out, layout.classes, dtype=exact)
        self.embedding = None
        # Where each of our weights is: a parameter, and which rows of it.
        whole = slice(None)
        self._places: dict[str, tuple[torch.Tensor, slice]] = {
            "Why": (self.head.weight, whole),
            "by": (self.head.bias, whole),
        }
        self.parameters = [*self.head.parameters()]  # those that are trained
        if not layout.one_hot:
            self.embedding = nn.Embedding(layout.words, config.embedding_size, sparse=sparse, dtype=exact)
            self.embedding.weight.requires_grad_(not config.frozen)
            self._places["E"] = self.embedding.weight, whole
            if not config.frozen:
                self.parameters.append(self.embedding.weight)
        for layer, direction in product(range(config.layers), range(config.directions)):
            suffix = layout.suffix(layer, direction)
            Wx, Wh, b, second = (
                getattr(self.rnn, f"{name}_l{layer}{'_reverse' if direction else ''}")
                for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
            )
            nn.init.zeros_(second)
            self._places |= {f"Wxh{suffix}": (Wx, whole), f"Whh{suffix}": (Wh, whole), f"bh{suffix}": (b, whole)}
            self.parameters += [Wx, Wh, b]
            if config.cell == "gru":
                of_n = slice(2 * H, None)
                self._places[f"bn{suffix}"] = second, of_n
                second.register_hook(partial(_only, of_n))
                self.parameters.append(second)
            else:
                second.requires_grad_(False)
        assert set(self._places) == set(params.named())
        with torch.no_grad():
            for name, values in params.named().items():
                self._ours(name, self._places[name][0]).copy_(torch.from_numpy(values.copy()))

    def _ours(self, name: str, parameter: "torch.Tensor") -> "torch.Tensor":
        """The part of a parameter, or of its gradient, that is a weight of ours, in our shape."""
        part = parameter[self._places[name][1]]
        return part.T if name.startswith("W") else part

    def weights(self) -> dict[str, Array]:
        """The weights by our names and in our shapes."""
        return {
            name: self._ours(name, parameter.detach()).numpy().copy() for name, (parameter, _) in self._places.items()
        }

    def gradients(self) -> dict[str, Array]:
        """The gradients, likewise; 0 for what is not trained."""
        found = {}
        for name, (parameter, _) in self._places.items():
            gradient = parameter.grad
            if gradient is None:
                assert not parameter.requires_grad
                gradient = parameter.detach() * 0
            found[name] = self._ours(name, gradient.to_dense()).numpy().copy()
        return found

    def scores(self, words: Sequence[Sequence[int]], masks: Masks = NO_MASKS) -> "torch.Tensor":
        """(R, C) the scores of every sentence or of every word, sentence after sentence.

        Args:
            masks: what dropout leaves out, in the same order.
        """
        import torch
        from torch.nn.utils.rnn import pack_sequence, pad_packed_sequence

        lengths = list(map(len, words))
        ids = torch.tensor([word for sentence in words for word in sentence])
        if self.embedding is None:
            inputs = torch.nn.functional.one_hot(ids, self.layout.words).to(torch.float64)
        else:
            inputs = self.embedding(ids)
        if masks.input is not None:
            inputs = inputs * torch.from_numpy(masks.input)
        states, last = self.rnn(pack_sequence(inputs.split(lengths), enforce_sorted=False))
        if self.layout.config.readout == "last":
            h = last[0] if self.layout.config.cell == "lstm" else last
            r = torch.cat(tuple(h[-self.layout.config.directions :]), dim=1)
        else:
            padded, _ = pad_packed_sequence(states, batch_first=True)
            by_sentence = [padded[i, :length] for i, length in enumerate(lengths)]
            if self.layout.config.readout == "words":
                r = torch.cat(by_sentence)
            elif self.layout.config.readout == "mean":
                r = torch.stack([states.mean(dim=0) for states in by_sentence])
            else:
                r = torch.stack([states.max(dim=0).values for states in by_sentence])
        if masks.readout is not None:
            r = r * torch.from_numpy(masks.readout)
        result: torch.Tensor = self.head(r)
        return result

    def loss(self, scores: "torch.Tensor", sentences: Sentences) -> "torch.Tensor":
        """The mean over sentences of the mean over a sentence's answers, of the cross entropy."""
        import torch

        cross_entropy = torch.nn.functional.cross_entropy
        if self.layout.config.readout != "words":
            return cross_entropy(scores, torch.tensor(sentences.labels))
        tags = sentences.tags
        if tags is None:  # every word has its sentence's label
            tags = [[label] * len(words) for words, label in zip(sentences.words, sentences.labels, strict=True)]
        parts = scores.split(list(map(len, sentences.words)))
        return torch.stack([cross_entropy(y, torch.tensor(c)) for y, c in zip(parts, tags, strict=True)]).mean()

    def backward(self, sentences: Sentences, masks: Masks = NO_MASKS) -> Values:
        """Read a batch and walk back from its loss."""
        import torch

        for parameter, _ in self._places.values():
            parameter.grad = None
        scores = self.scores(sentences.words, masks)
        loss = self.loss(scores, sentences)
        loss.backward()
        log_p = torch.log_softmax(scores.detach(), dim=1).numpy()
        return Values(loss.item(), log_p, self.gradients())


def _only(rows: slice, gradient: "torch.Tensor") -> "torch.Tensor":
    """A gradient with 0 in all other rows."""
    kept = gradient * 0
    kept[rows] = gradient[rows]
    return kept


class Descent:
    """The updates of a network in PyTorch, by PyTorch's own optimisers.

    Args:
        net: what is trained; an embedding with sparse gradients is, by SparseAdam.
        training: how. Dropout and the schedule are left to the caller.
    """

    def __init__(self, net: InPyTorch, training: TrainConfig) -> None:
        from torch import optim

        self.net, self._training = net, training
        rate, decay = training.learning_rate, training.weight_decay
        self._decays = decay > 0 and training.optimiser != "adam"  # by hand: PyTorch's other optimisers add it to g
        if net.embedding is not None and net.embedding.sparse:
            assert training.optimiser == "adam" and training.clip_by == "none" and not decay
            table = net.embedding.weight
            rest = [parameter for parameter in net.parameters if parameter is not table]
            self.optimisers: list[optim.Optimizer] = [
                optim.SparseAdam([table], rate, eps=NO_EPS),
                optim.Adam(rest, rate, eps=NO_EPS),
            ]
        elif training.optimiser == "sgd":
            self.optimisers = [optim.SGD(net.parameters, rate)]
        elif training.optimiser == "momentum":
            self.optimisers = [optim.SGD(net.parameters, rate, momentum=0.9)]
        elif training.optimiser == "rmsprop":
            self.optimisers = [optim.RMSprop(net.parameters, rate)]
        elif decay:
            self.optimisers = [optim.AdamW(net.parameters, rate, weight_decay=decay)]
        else:
            self.optimisers = [optim.Adam(net.parameters, rate)]

    def step(self, sentences: Sentences) -> None:
        """One update."""
        import torch
        from torch.nn import utils

        parameters, training = self.net.parameters, self._training
        self.net.backward(sentences)
        if training.clip_by == "value":
            utils.clip_grad_value_(parameters, training.clip)
        elif training.clip_by == "norm":
            # PyTorch divides by norm + 1e-6; with this threshold that comes to threshold / norm.
            norm = float(utils.get_total_norm([parameter.grad for parameter in parameters]))
            utils.clip_grad_norm_(parameters, training.clip * (norm + 1e-6) / norm)
        if self._decays:
            rate = self.optimisers[0].param_groups[0]["lr"]
            with torch.no_grad():
                for parameter in parameters:
                    parameter *= 1 - rate * training.weight_decay
        for optimiser in self.optimisers:
            optimiser.step()


def rates(schedule: Schedule, updates: int) -> list[float]:
    """The share of the learning rate for each update, by PyTorch's own schedulers.

    PyTorch counts the updates made before. Our cosine counts the present one as well, so it begins one later.

    Args:
        updates: how many there are; a multiple of 10 from 20 on, so that the first tenth can be a way up.
    """
    import torch
    from torch.optim import lr_scheduler as schedulers

    optimiser = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
    scheduler: schedulers.LRScheduler = schedulers.ConstantLR(optimiser, factor=1.0)
    if schedule == "step":
        scheduler = schedulers.MultiStepLR(optimiser, [updates // 2, updates * 3 // 4], gamma=0.1)
    elif schedule == "cosine":
        scheduler = schedulers.CosineAnnealingLR(optimiser, T_max=updates)
    elif schedule == "warm-up":
        up = updates // 10
        scheduler = schedulers.LinearLR(optimiser, start_factor=1 / up, total_iters=up - 1)
    found = []
    for _ in range(updates + 1):
        found.append(float(optimiser.param_groups[0]["lr"]))
        optimiser.step()
        scheduler.step()
    return found[1:] if schedule == "cosine" else found[:-1]


def digest(values: Array) -> list[float]:
    """Of n elements x_i the sum of x_i * (i + 1) / n, which tells where each is; that of x_i^2; and three of them."""
    x = values.ravel()
    n = len(x)
    places = np.arange(1, n + 1) / n
    return [rounded(value) for value in (x.dot(places), x.dot(x), x[n // 5], x[n // 2], x[4 * n // 5])]


def rounded(value: float) -> float:
    """A number with as many decimals as the table has."""
    return round(float(value), DECIMALS) + 0.0  # (no -0.0)


def recorded_reading(asked: dict[str, Any]) -> dict[str, Any]:
    """What a network in PyTorch makes of a batch, for the table."""
    params, sentences = random_params(config_of(asked), asked["seed"]), BATCHES[asked["batch"]]
    sum_of_weights, masks = rounded(drawn(params)), NO_MASKS
    if "dropout" in asked:
        masks = random_masks(params.layout, sentences, asked["dropout"], asked["seed"])
    if "forgetful" in asked:
        forget(params)
    values = InPyTorch(params).backward(sentences, masks)
    return {**asked, "drawn": sum_of_weights, **values.digests()}


def recorded_steps(asked: dict[str, Any]) -> dict[str, Any]:
    """What a network's weights are in PyTorch after three updates, for the table."""
    params = random_params(config_of(asked), asked["seed"])
    descent = Descent(InPyTorch(params, asked.get("sparse", False)), training_of(asked))
    for name in asked["batches"]:
        descent.step(BATCHES[name])
    weights = {name: digest(values) for name, values in descent.net.weights().items()}
    return {**asked, "drawn": rounded(drawn(params)), "weights": weights}


def recorded() -> dict[str, list[dict[str, Any]]]:
    """The table, but for what stands at its head."""
    return {
        "readings": [recorded_reading(asked) for asked in asked_readings()],
        "steps": [recorded_steps(asked) for asked in asked_steps()],
        "rates": [{**asked, "rates": [rounded(rate) for rate in rates(**asked)]} for asked in asked_rates()],
    }


def main() -> None:
    """Write the table: an entry on each line."""
    import torch

    head = {
        "made_by": "benchmarks/pytorch_values.py",
        "torch": torch.__version__.partition("+")[0],
        "digests": "of n elements x_i: sum x_i (i + 1) / n, sum x_i^2, x at n // 5, at n // 2 and at 4 n // 5",
        "batches": {name: batch._asdict() for name, batch in BATCHES.items()},
    }
    compact = partial(json.dumps, separators=(",", ":"))
    parts = [f'"{name}":{compact(value)}' for name, value in head.items()]
    for name, entries in recorded().items():
        parts.append(f'"{name}":[\n' + ",\n".join(map(compact, entries)) + "\n]")
    TABLE.write_text("{" + ",\n".join(parts) + "}\n", encoding="utf-8")
    print(f"{TABLE.name}: {TABLE.stat().st_size:,} bytes, PyTorch {torch.__version__}")


if __name__ == "__main__":
    main()
