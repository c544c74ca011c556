"""Where to start from: settings for a bundled set of sentences, and what will happen with them and why."""

from dataclasses import dataclass

from playground.settings import Settings


@dataclass(frozen=True)
class Preset:
    """A starting point.

    Attributes:
        story: what will happen with these settings, and why.
        sentences: the bundled set that it is for.
    """

    title: str
    settings: Settings
    story: str
    sentences: str = "sentiment"


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
BUNDLED = tuple(dict.fromkeys(preset.sentences for preset in PRESETS.values()))  # sentences that come with the page
SUGGESTED = "suggested"  # not a preset: settings that fit a visitor's own sentences


def presets_for(sentences: str) -> list[str]:
    """The presets for a bundled set, the first one to begin with; none for sentences of one's own."""
    return [name for name, preset in PRESETS.items() if preset.sentences == sentences]
