"""The settings, each described once: what network to build, how to train it, and how many of them answer together."""

from dataclasses import dataclass
from typing import Literal

from rnn_core import limits
from rnn_core.errors import InvalidSetting
from rnn_core.settings import Choice, choices, number, require_all, whole

CellName = Literal["tanh", "relu", "gru", "lstm"]
InputName = Literal["one-hot", "embedding"]
ReadoutName = Literal["last", "mean", "max", "words"]
Initialisation = Literal["scaled", "blog", "orthogonal"]
FirstEmbedding = Literal["random", "counts"]
Dtype = Literal["float64", "float32"]
OptimiserName = Literal["sgd", "momentum", "rmsprop", "adam"]
Schedule = Literal["constant", "step", "cosine", "warm-up"]
ClipBy = Literal["none", "value", "norm"]
GradientRule = Literal["correct", "published"]

EMBEDDING_SIZES = (2, 4, 8, 16, 25, 32, 50, 64, 100, 128, 200, 256, 300)  # that are offered

_TUTORIAL: dict[str, tuple[str | int, ...]] = {"cell": ("tanh",), "layers": (1,), "directions": (1,)}

# Facts of the data that settings need: "tagged", whether each word has a label; "validation", whether a part is set
# aside to choose the best weights; "pretrained", whether vectors for its words are given.
_OF_SENTENCES: dict[str, tuple[bool, ...]] = {"tagged": (False,)}


@dataclass(frozen=True)
class ModelConfig:
    """What network to build. The default is the tutorial's: one layer of tanh, one-hot words, the last state read out.

    Raises:
        InvalidSetting: a value is out of its range.
    """

    hidden_size: int = whole(
        16,
        "Hidden size",
        "How many numbers each layer may use to remember what it has read so far.",
        1,
        limits.MAX_HIDDEN_SIZE,
        offered=(2, limits.MAX_HIDDEN_SIZE),
        common=True,
    )
    cell: CellName = choices(
        "tanh",
        "Cell",
        "What makes the next hidden state out of a word and the state before it.",
        {
            "tanh": Choice(
                "vanilla",
                "one sum per unit, squeezed between -1 and 1 (Elman's network, the tutorial's).",
                r"h_t = \tanh(W_{xh} x_t + W_{hh} h_{t-1} + b_h)",
            ),
            "relu": Choice(
                "ReLU",
                "one sum per unit, and 0 in place of what is negative.",
                r"h_t = \max(0,\ W_{xh} x_t + W_{hh} h_{t-1} + b_h)",
            ),
            "gru": Choice(
                "GRU",
                "two gates decide how much of the state is kept and how much is written anew.",
                r"""\begin{aligned}
                r_t, z_t &= \sigma(W_{xh} x_t + W_{hh} h_{t-1} + b_h) \\
                n_t &= \tanh(W_{xh} x_t + b_h + r_t \odot (W_{hh} h_{t-1} + b_n)) \\
                h_t &= (1 - z_t) \odot n_t + z_t \odot h_{t-1}
                \end{aligned}""",
            ),
            "lstm": Choice(
                "LSTM",
                "three gates guard a second memory, the cell state: what to write, keep and show.",
                r"""\begin{aligned}
                i_t, f_t, o_t &= \sigma(W_{xh} x_t + W_{hh} h_{t-1} + b_h) \\
                g_t &= \tanh(W_{xh} x_t + W_{hh} h_{t-1} + b_h) \\
                c_t &= f_t \odot c_{t-1} + i_t \odot g_t \\
                h_t &= o_t \odot \tanh(c_t)
                \end{aligned}""",
            ),
        },
        common=True,
    )
    layers: int = whole(
        1,
        "Layers",
        "Networks on top of each other: each reads the states of the one below.",
        1,
        limits.MAX_LAYERS,
        stops=tuple(range(1, limits.MAX_LAYERS + 1)),
        called="number of layers",
    )
    directions: int = choices(
        1,
        "Directions",
        "Which way each sentence is read.",
        {
            1: Choice("forwards", "from the first word to the last."),
            2: Choice("both", "a second network reads from the last word to the first, and both are read out."),
        },
        called="number of directions",
    )
    readout: ReadoutName = choices(
        "last",
        "Readout",
        "Which hidden states the answer is made from.",
        {
            "last": Choice(
                "last",
                "the state after the last word: whatever is to count has to be carried there.",
                "r = h_n",
                _OF_SENTENCES,
            ),
            "mean": Choice(
                "mean",
                "the mean of all states: nothing has to be carried.",
                r"r = \tfrac{1}{n} \textstyle\sum_t h_t",
                _OF_SENTENCES,
            ),
            "max": Choice(
                "max", "of each unit its largest value over the words.", r"r = \textstyle\max_t h_t", _OF_SENTENCES
            ),
            "words": Choice("every", "an answer at every word, from its own state.", "r_t = h_t"),
        },
    )
    input: InputName = choices(
        "one-hot",
        "Input",
        "What a word is to the network.",
        {
            "one-hot": Choice("one-hot", "its place in the list of words: every word has weights of its own."),
            "embedding": Choice("embedding", "a short list of numbers for each word, learned along with the rest."),
        },
    )
    embedding_size: int = whole(
        64,
        "Embedding size",
        "How many numbers stand for a word.",
        1,
        limits.MAX_EMBEDDING_SIZE,
        stops=EMBEDDING_SIZES,
        needs={"input": ("embedding",), "pretrained": (False,)},
    )
    frozen: bool = choices(
        False,
        "Embedding learns",
        "Whether the words' numbers change in training, or stay as they were given.",
        {True: Choice("no", "they stay."), False: Choice("yes", "they are trained like all other weights.")},
        needs={"input": ("embedding",), "pretrained": (True,)},
        called="switch for a frozen embedding",
    )
    first_embedding: FirstEmbedding = choices(
        "random",
        "First embedding",
        "What stands for a word before anything is learned.",
        {
            "random": Choice("random", "small random numbers."),
            "counts": Choice(
                "by counts",
                "beside them, how much more often it stands in training sentences of each class than of the others: "
                "what counting words knows is there from the start.",
                r"E_v = \mathcal N(0, 0.1^2) + 0.2\, r_v U, \qquad r_{vc} = \ln p_{vc} - \tfrac1C \textstyle\sum_{c'} "
                r"\ln p_{vc'}",
            ),
        },
        needs={"input": ("embedding",)},
    )
    forget_bias: float = number(
        1.0,
        "Forget bias",
        "The first bias of the LSTM's forget gate: above 0 it begins by keeping what it has (Gers et al. 2000).",
        (-2.0, -1.0, 0.0, 1.0, 2.0, 3.0, 5.0),
        needs={"cell": ("lstm",)},
    )
    initialisation: Initialisation = choices(
        "scaled",
        "Initialisation",
        "How the random first weights are drawn.",
        {
            "scaled": Choice("scaled", "as large as lets a signal through: variance 1 over the number of inputs."),
            "blog": Choice("tiny", "a thousandth, as in the tutorial: the loss stays flat for a long time."),
            "orthogonal": Choice("orthogonal", "Whh turns the state without changing its length; the rest is scaled."),
        },
    )
    dtype: Dtype = choices(
        "float64",
        "Precision",
        "How many bits each number has.",
        {
            "float64": Choice("64 bits", "the more exact."),
            "float32": Choice("32 bits", "half the memory, and quicker where networks are large."),
        },
    )

    def __post_init__(self) -> None:
        require_all(self)
        if self.frozen and self.input != "embedding":
            raise InvalidSetting("Only an embedding can be frozen. Choose an embedding as input, or do not freeze it.")

    @property
    def counts_words(self) -> bool:
        """Whether its embedding begins with how often words stand in each class."""
        return self.input == "embedding" and self.first_embedding == "counts"

    @property
    def of_the_tutorial(self) -> bool:
        """Whether the published gradient rule is defined for this network: one layer of tanh, read forwards."""
        return self.cell == "tanh" and self.layers == self.directions == 1


@dataclass(frozen=True)
class TrainConfig:
    """How to train.

    Raises:
        InvalidSetting: a value is out of its range.
    """

    learning_rate: float = number(
        0.05,
        "Learning rate",
        "How far each update moves the weights: too small learns slowly, too large never settles.",
        (*(m / d for d in (10_000, 1_000, 100, 10) for m in (1, 1.5, 2, 3, 5, 7)), 1.0),
        low=0.0,
        common=True,
    )
    epochs: int = whole(
        100,
        "Epochs",
        "How many times it reads all the training sentences before the run ends.",
        1,
        stops=(*range(10, 61, 10), 80, 100, 150, 200, 300, 400, 500, 600, 800, 1000, 1500, 2000, 3000, 4000, 5000),
        called="number of epochs",
        common=True,
    )
    clip_by: ClipBy = choices(
        "value",
        "Clipping",
        "Keeps one surprising sentence from throwing the weights far off.",
        {
            "none": Choice("off", "gradients are taken as they are."),
            "value": Choice("by value", "each element of the gradient is cut at the threshold."),
            "norm": Choice("by norm", "the whole gradient is shortened to the threshold."),
        },
        common=True,
    )
    clip: float = number(
        1.0,
        "Clipping threshold",
        "The largest element (by value) or length (by norm) that a gradient may have.",
        (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0),
        low=0.0,
        needs={"clip_by": ("value", "norm")},
        common=True,
    )
    optimiser: OptimiserName = choices(
        "sgd",
        "Optimiser",
        "What a step is made of.",
        {
            "sgd": Choice("SGD", "the gradient times the learning rate, nothing else.", r"w \leftarrow w - \eta\, g"),
            "momentum": Choice(
                "momentum",
                "steps in the same direction add up (0.9 of the last one is kept).",
                r"v \leftarrow 0.9\, v + g, \qquad w \leftarrow w - \eta\, v",
            ),
            "rmsprop": Choice(
                "RMSprop",
                "each weight's step is divided by how large its gradients usually are.",
                r"s \leftarrow 0.99\, s + 0.01\, g^2, \qquad w \leftarrow w - \eta\, g / \sqrt{s}",
            ),
            "adam": Choice(
                "Adam",
                "momentum and RMSprop in one. It wants a learning rate of a hundredth or less.",
                r"""\begin{aligned}
                m &\leftarrow 0.9\, m + 0.1\, g, \qquad v \leftarrow 0.999\, v + 0.001\, g^2 \\
                w &\leftarrow w - \eta\, \hat m / \sqrt{\hat v}
                \end{aligned}""",
            ),
        },
    )
    batch_size: int = whole(
        1,
        "Batch size",
        "How many sentences are read before each update of the weights.",
        1,
        stops=(1, 2, 4, 8, 16, 32, 64, 128),
    )
    schedule: Schedule = choices(
        "constant",
        "Schedule",
        "What becomes of the learning rate during a run.",
        {
            "constant": Choice("constant", "it stays."),
            "step": Choice("steps", "a tenth of it after half of the updates, a hundredth after three quarters."),
            "cosine": Choice("cosine", "down to nothing along half a wave."),
            "warm-up": Choice("warm-up", "evenly up over the first tenth of the updates, then it stays."),
        },
    )
    weight_decay: float = number(
        0.0,
        "Weight decay",
        "Each step takes this share, times the learning rate, off every weight: it keeps weights small.",
        (0.0, 1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.1, 0.3, 1.0, 3.0, 10.0),
        low=0.0,
        from_low=True,
    )
    dropout: float = number(
        0.0,
        "Dropout",
        "The share of the inputs, and of what is read out, that an update leaves out at random, so that it cannot rely "
        "on any one of them.",
        (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8),
        low=0.0,
        from_low=True,
        below=1.0,
    )
    word_dropout: float = number(
        0.0,
        "Word dropout",
        "The share of the words that an update reads as unknown ones, so that it learns to do without any of them.",
        (0.0, 0.05, 0.1, 0.2, 0.3, 0.5),
        low=0.0,
        from_low=True,
        below=1.0,
    )
    early_stopping: int = whole(
        0,
        "Early stopping",
        "End after so many epochs without a better validation loss, and keep the best weights; 0 for never.",
        0,
        stops=(0, 2, 3, 4, 6, 8, 12, 20, 30),
        needs={"validation": (True,)},
        called="number of epochs to wait before stopping early",
    )
    gradient: GradientRule = choices(
        "correct",
        "Gradient rule",
        "The tutorial's published code leaves out a transpose when it goes back through time.",
        {
            "correct": Choice("correct", "as the derivative is."),
            "published": Choice(
                "published", "a wrong gradient: it learns more slowly and less surely.", needs=_TUTORIAL
            ),
        },
    )
    seed: int = whole(
        0,
        "Seed",
        "Decides all chance: the first weights, the order of the sentences, what is dropped. Same seed, same run.",
        0,
        offered=(0, 999_999_999),
        common=True,
    )

    def __post_init__(self) -> None:
        require_all(self)


@dataclass(frozen=True)
class EnsembleConfig:
    """How many networks answer together.

    Raises:
        InvalidSetting: the number is out of its range.
    """

    networks: int = whole(
        1,
        "Networks",
        "Train several networks that differ by their seed, and answer with the mean of their probabilities.",
        1,
        limits.MAX_NETWORKS,
        offered=(1, limits.MAX_NETWORKS),
        called="number of networks",
    )

    def __post_init__(self) -> None:
        require_all(self)
