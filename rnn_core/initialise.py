"""The first weights."""

import math

import numpy as np

from rnn_core import limits
from rnn_core.arrays import Array
from rnn_core.config import ModelConfig
from rnn_core.errors import InvalidSetting
from rnn_core.layout import Layout
from rnn_core.params import Params

EMBEDDING_SCALE = 0.1  # standard deviation of a first embedding's numbers: small, so that it can be learned from
COUNTS_SCALE = 0.2  # by how much a log-count ratio of 1 moves a first embedding: found by benchmarks/recipes.py


def initial_params(
    config: ModelConfig,
    words: int,
    classes: int,
    random: np.random.Generator,
    vectors: Array | None = None,
    ratios: Array | None = None,
) -> Params:
    """Draw the first weights; the biases begin at 0, but for the LSTM's forget gate.

    Scaled: N(0, 1/n) where a sum has n inputs; a one-hot word counts as H of them, so that all three weights of the
    plain network are N(0, 1/H). Blog: N(0, 1) / 1000. Orthogonal: each gate's block of Whh is an orthogonal matrix
    (Saxe et al. 2013), the rest is scaled. A first embedding is N(0, EMBEDDING_SCALE^2), but for the blog.

    Args:
        words: V, the rows of the vocabulary.
        classes: C.
        random: the stream for weights (seeds.py).
        vectors: (V, embedding size) what the embedding starts from; rows of NaN are drawn.
        ratios: (V, C) how much more often each word stands in each class (label_counts.py), if the embedding is to
            begin with that: every class then has a random direction, in which its words are moved.

    Raises:
        InvalidSetting: the network would be larger than the cap on weights, or the vectors do not fit.
    """
    layout = Layout(config, words, classes)
    require_size(layout, pretrained=vectors is not None)
    _require_fitting(config, words, vectors)
    params = Params.zeros(layout, config.dtype)
    H, blog = config.hidden_size, config.initialisation == "blog"

    def draw(weights: Array, inputs: int) -> None:
        weights[...] = random.standard_normal(weights.shape) * (1 / 1000 if blog else 1 / math.sqrt(inputs))

    if not layout.one_hot:
        scale = 1 / 1000 if blog else EMBEDDING_SCALE
        params.table[...] = random.standard_normal(params.table.shape) * scale
        if vectors is not None:
            given = ~np.isnan(vectors).any(axis=1)
            params.table[given] = vectors[given]
    for number, layer in enumerate(params.layers):
        for direction, (Wh, b, _) in enumerate(layer.directions):
            suffix = layout.suffix(number, direction)
            draw(params[f"Wxh{suffix}"], layout.inputs(number) or H)
            if config.initialisation == "orthogonal":
                for block in range(0, layout.sums, H):
                    Wh[:, block : block + H] = _orthogonal(H, random)
            else:
                draw(Wh, H)
            if "f" in layout.cell.gates:
                forget = layout.cell.gates.index("f") * H
                b[forget : forget + H] = config.forget_bias
    draw(params.Why, layout.read_out)
    if ratios is not None:  # last, so that all else is drawn as without
        params.table += COUNTS_SCALE * (ratios @ random.standard_normal((classes, config.embedding_size)))
    return params


def require_size(layout: Layout, pretrained: bool = False) -> None:
    """Raise InvalidSetting if a network would be larger than the cap on weights.

    Args:
        pretrained: whether the embedding begins with vectors, so that its size is theirs.
    """
    if layout.size <= limits.MAX_WEIGHTS:
        return
    config = layout.config
    if pretrained:
        given = f" with vectors of {layout.width:,} numbers"
        each = layout.words + config.directions * layout.sums  # weights that one number of every vector brings along
        narrower = layout.width + (limits.MAX_WEIGHTS - layout.size) // each
        choose = f"vectors of at most {narrower:,} numbers" if narrower > 0 else "a smaller hidden size"
    else:
        given = ""
        smaller = ["hidden size"] if layout.dense > layout.words * layout.width or layout.one_hot else []
        smaller += [] if layout.one_hot else ["embedding size"]
        choose = f"a smaller {' or '.join(smaller)}"
    fewer = ", fewer layers" if config.layers > 1 else ""
    raise InvalidSetting(
        f"{layout.words:,} words{given} and a hidden size of {config.hidden_size} make {layout.size:,} weights; "
        f"at most {limits.MAX_WEIGHTS:,} are possible. Choose {choose}{fewer}, or drop rare words."
    )


def _orthogonal(size: int, random: np.random.Generator) -> Array:
    """A random orthogonal matrix, evenly distributed: QR with the signs made positive (Mezzadri 2007)."""
    q, r = np.linalg.qr(random.standard_normal((size, size)))
    return np.asarray(q * np.sign(np.diag(r)))


def _require_fitting(config: ModelConfig, words: int, vectors: Array | None) -> None:
    if vectors is None:
        if config.frozen:
            raise InvalidSetting("A frozen embedding needs vectors to start from. Give some, or let it be trained.")
        return
    if config.input != "embedding":
        raise InvalidSetting("Vectors need an embedding as input. Choose it, or leave the vectors out.")
    if vectors.shape[1] != config.embedding_size:
        raise InvalidSetting(
            f"The vectors have a width of {vectors.shape[1]} and the embedding one of {config.embedding_size}. "
            f"Set the embedding size to {vectors.shape[1]}."
        )
    if len(vectors) != words:
        raise ValueError(f"{len(vectors)} vectors for {words} words")
