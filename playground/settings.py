"""What a visitor can set: the settings of a run, their ranges, and the presets to start from."""

from dataclasses import dataclass, replace
from typing import get_args

from rnn_core import ModelConfig, TrainConfig, limits
from rnn_core.config import ClipBy, Dtype, GradientRule, Initialisation

_MODEL, _TRAIN = ModelConfig(), TrainConfig()


@dataclass(frozen=True)
class Settings:
    """The settings of one run, as flat as the controls that set them."""

    hidden_size: int = _MODEL.hidden_size
    learning_rate: float = _TRAIN.learning_rate
    epochs: int = _TRAIN.epochs
    clip_by: ClipBy = _TRAIN.clip_by
    clip: float = _TRAIN.clip
    batch_size: int = _TRAIN.batch_size
    initialisation: Initialisation = _MODEL.initialisation
    gradient: GradientRule = _TRAIN.gradient
    dtype: Dtype = _MODEL.dtype
    seed: int = _TRAIN.seed

    @property
    def model(self) -> ModelConfig:
        """The network to build."""
        return ModelConfig(self.hidden_size, self.initialisation, self.dtype)

    @property
    def training(self) -> TrainConfig:
        """How to train it."""
        return TrainConfig(
            learning_rate=self.learning_rate,
            epochs=self.epochs,
            clip_by=self.clip_by,
            clip=self.clip,
            batch_size=self.batch_size,
            gradient=self.gradient,
            seed=self.seed,
        )


MIN_HIDDEN_SIZE, MAX_HIDDEN_SIZE = 2, limits.MAX_HIDDEN_SIZE
MAX_SEED = 999_999_999

# Sliders over several powers of ten have stops: round numbers, evenly spread on a log scale.
LEARNING_RATES = (*(m / d for d in (10_000, 1_000, 100, 10) for m in (1, 1.5, 2, 3, 5, 7)), 1.0)
EPOCHS = (
    10,
    20,
    30,
    40,
    50,
    60,
    80,
    100,
    150,
    200,
    300,
    400,
    500,
    600,
    800,
    1000,
    1500,
    2000,
    3000,
    4000,
    5000,
)
CLIPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)
BATCH_SIZES = (1, 2, 4, 8, 16, 32, 64, 128)

STOPS: dict[str, tuple[float, ...]] = {
    "learning_rate": LEARNING_RATES,
    "epochs": EPOCHS,
    "clip": CLIPS,
    "batch_size": BATCH_SIZES,
}
RANGES: dict[str, tuple[int, int]] = {
    "hidden_size": (MIN_HIDDEN_SIZE, MAX_HIDDEN_SIZE),
    "seed": (0, MAX_SEED),
}
CHOICES: dict[str, tuple[str, ...]] = {
    "clip_by": get_args(ClipBy),
    "initialisation": ("scaled", "blog"),  # of those that there are, the two that the lessons are about
    "gradient": get_args(GradientRule),
    "dtype": get_args(Dtype),
}

NAMES: dict[str, str] = {
    "hidden_size": "Hidden size",
    "learning_rate": "Learning rate",
    "epochs": "Epochs",
    "clip_by": "Clipping",
    "clip": "Clipping threshold",
    "batch_size": "Batch size",
    "initialisation": "Initialisation",
    "gradient": "Gradient rule",
    "dtype": "Precision",
    "seed": "Seed",
}


@dataclass(frozen=True)
class Preset:
    """A starting point: settings, and what will happen with them and why."""

    title: str
    settings: Settings
    story: str


PRESETS: dict[str, Preset] = {
    "alive": Preset(
        "Alive in a second",
        Settings(),
        "First weights of a sensible size let the error signal through from the first update: after some 25 of "
        "100 epochs most seeds get every sentence right.",
    ),
    "blog": Preset(
        "Exactly the blog",
        Settings(hidden_size=64, learning_rate=0.02, epochs=1000, initialisation="blog"),
        "The tutorial's settings, with its gradient corrected. First weights of a thousandth let almost no error "
        "signal through: the loss stays flat for some 150 epochs and everything is right around epoch 400. Choose "
        "full speed.",
    ),
    "two_units": Preset(
        "Two units",
        Settings(hidden_size=2, epochs=300, seed=5),
        "All it can remember of a sentence is two numbers. With seed 5 that is enough from about epoch 80; with "
        "most other seeds it gets stuck: try New seed.",
    ),
    "too_fast": Preset(
        "Too fast to learn",
        Settings(learning_rate=0.5),
        "Fails on purpose: steps ten times as long. The units saturate, hardly any gradient gets through them, and "
        "the loss climbs far above guessing until the run stops itself.",
    ),
}
DEFAULT_PRESET = "alive"
SUGGESTED = "suggested"  # not a preset: settings that fit a visitor's own sentences


@dataclass(frozen=True)
class Pace:
    """How quickly training is let run; ``per_second`` is None for as fast as it goes."""

    title: str
    unit: str  # "update" or "epoch"
    per_second: float | None


PACES: dict[str, Pace] = {
    "slow": Pace("Slow", "update", 1.5),  # seldom enough that a page sees each
    "5": Pace("5 epochs/s", "epoch", 5.0),
    "20": Pace("20/s", "epoch", 20.0),
    "full": Pace("Full speed", "epoch", None),
}
DEFAULT_PACE = "20"
DEFAULT_SENTENCE = "i am not at all sad"


def differing(one: Settings, other: Settings) -> list[str]:
    """The names of the settings in which two differ; a threshold nobody uses does not count."""
    if one.clip_by == other.clip_by == "none":
        other = replace(other, clip=one.clip)
    return [name for name in NAMES if getattr(one, name) != getattr(other, name)]
