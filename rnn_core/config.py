"""The settings: what network to build (ModelConfig) and how to train it (TrainConfig)."""

import math
from dataclasses import dataclass
from typing import Literal, get_args

from rnn_core import limits
from rnn_core.errors import InvalidSetting, require_choice, require_number, require_whole
from rnn_core.seeds import Stream, generator

CellName = Literal["tanh", "relu", "gru", "lstm"]
InputName = Literal["one-hot", "embedding"]
ReadoutName = Literal["last", "mean", "max", "words"]
Initialisation = Literal["scaled", "blog", "orthogonal"]
Dtype = Literal["float64", "float32"]
OptimiserName = Literal["sgd", "momentum", "rmsprop", "adam"]
Schedule = Literal["constant", "step", "cosine", "warm-up"]
ClipBy = Literal["value", "norm", "none"]
GradientRule = Literal["correct", "published"]
WordLabels = Literal["tags", "sentence"]


@dataclass(frozen=True)
class ModelConfig:
    """What network to build. The default is the tutorial's: one layer of tanh, one-hot words, the last state read out.

    Raises:
        InvalidSetting: a value is out of its range.
    """

    hidden_size: int = 16  # H, 1 to 256, in each layer and direction
    initialisation: Initialisation = "scaled"  # N(0, 1/inputs); N(0, 1) / 1000; or orthogonal Whh, the rest scaled
    dtype: Dtype = "float64"
    cell: CellName = "tanh"
    layers: int = 1  # 1 to 3, each reads the states of the one below
    directions: int = 1  # 2: every layer also reads each sentence from its end
    input: InputName = "one-hot"
    embedding_size: int = 64  # numbers a word; without meaning where words are one-hot
    frozen: bool = False  # an embedding that stays as it was given
    readout: ReadoutName = "last"  # the last state; mean or maximum over the words; a softmax at every word
    forget_bias: float = 1.0  # first bias of the LSTM's forget gate (Gers et al. 2000)

    def __post_init__(self) -> None:
        require_whole("hidden size", self.hidden_size, 1, limits.MAX_HIDDEN_SIZE)
        require_whole("number of layers", self.layers, 1, limits.MAX_LAYERS)
        require_whole("number of directions", self.directions, 1, 2)
        require_whole("embedding size", self.embedding_size, 1, limits.MAX_EMBEDDING_SIZE)
        require_choice("initialisation", self.initialisation, get_args(Initialisation))
        require_choice("dtype", self.dtype, get_args(Dtype))
        require_choice("cell", self.cell, get_args(CellName))
        require_choice("input", self.input, get_args(InputName))
        require_choice("readout", self.readout, get_args(ReadoutName))
        require_number("forget bias", self.forget_bias, -math.inf, math.inf, "must be a number")
        if self.frozen and self.input != "embedding":
            raise InvalidSetting("Only an embedding can be frozen. Choose an embedding as input, or do not freeze it.")

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

    learning_rate: float = 0.05  # above 0; the highest, where there is a schedule
    epochs: int = 100  # passes over the training sentences, 1 or more
    clip_by: ClipBy = "value"  # applied to the mean gradient of a batch
    clip: float = 1.0  # the threshold, above 0; without meaning where clip_by is "none"
    batch_size: int = 1  # sentences per update
    gradient: GradientRule = "correct"  # "published" leaves out the transpose, as the tutorial does
    seed: int = 0  # decides the first weights, the order of the sentences, and what is dropped
    optimiser: OptimiserName = "sgd"
    weight_decay: float = 0.0  # share of every weight taken off in a step, times the learning rate
    schedule: Schedule = "constant"  # of the learning rate: schedules.py
    dropout: float = 0.0  # share of the inputs, and of what is read out, that an update leaves out; below 1
    word_dropout: float = 0.0  # share of the words that an update reads as unknown ones; below 1
    early_stopping: int = 0  # end after so many epochs without a better validation loss, keep the best; 0: never
    word_labels: WordLabels = "tags"  # what a readout at every word learns: its tag, or its sentence's label

    def __post_init__(self) -> None:
        require_number("learning rate", self.learning_rate, 0, math.inf, "must be a number above 0")
        require_number("clipping threshold", self.clip, 0, math.inf, "must be a number above 0")
        require_whole("number of epochs", self.epochs, 1)
        require_whole("batch size", self.batch_size, 1)
        require_whole("number of epochs to wait before stopping early", self.early_stopping, 0)
        for name in ("dropout", "word_dropout"):
            require_number(
                name.replace("_", " "), getattr(self, name), 0, 1, "must be a number from 0 to below 1", from_low=True
            )
        require_number("weight decay", self.weight_decay, 0, math.inf, "must be a number, 0 or larger", from_low=True)
        require_choice("clipping", self.clip_by, get_args(ClipBy))
        require_choice("gradient rule", self.gradient, get_args(GradientRule))
        require_choice("optimiser", self.optimiser, get_args(OptimiserName))
        require_choice("schedule", self.schedule, get_args(Schedule))
        require_choice("label of each word", self.word_labels, get_args(WordLabels))
        generator(self.seed, Stream.ORDER)
