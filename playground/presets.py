"""Where to start from: settings for a bundled set of sentences, and what will happen with them and why."""

from dataclasses import dataclass, replace

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


# The networks of a set are told apart by one choice. Each of these was tried on training sentences and on others made
# by the same rule, never on the test sentences.
_RECALL = Settings(
    hidden_size=8, epochs=20, clip_by="norm", optimiser="adam", batch_size=8, schedule="cosine",
    initialisation="orthogonal",
)  # fmt: skip
_BRACKETS = replace(_RECALL, hidden_size=4, learning_rate=0.02, epochs=30, schedule="constant")
_PARITY = replace(_BRACKETS, hidden_size=16, epochs=60, batch_size=16)
_MAJORITY = replace(_BRACKETS, learning_rate=0.01, epochs=40)
_LATCH = Settings(cell="lstm", hidden_size=8, learning_rate=0.1, epochs=20, batch_size=8, seed=1)
_NEGATION = Settings(hidden_size=4, epochs=20, readout="words")

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
    "recall_vanilla": Preset(
        "Vanilla: cannot choose",
        _RECALL,
        "Fails: it does not learn which animal to remember. It gets some training sentences by heart, and on others it "
        "is hardly better than guessing one of four. Choose LSTM or GRU under Cell, then Reset and Play.",
        "marked_recall",
    ),
    "recall_lstm": Preset(
        "LSTM: keeps what is marked",
        replace(_RECALL, cell="lstm"),
        "The same but for the cell. Gates decide at each word what is written and what is kept: after some 4 epochs "
        "everything is right, in train and in test, in 10 of 10 seeds.",
        "marked_recall",
    ),
    "recall_gru": Preset(
        "GRU: keeps what is marked",
        replace(_RECALL, cell="gru"),
        "The same with two gates and no second memory: everything is right after some 3 epochs, in 10 of 10 seeds.",
        "marked_recall",
    ),
    "brackets_vanilla": Preset(
        "Vanilla: counts roughly",
        _BRACKETS,
        "Fails: it gets most of the sentences right, in none of 10 seeds all. A state between -1 and 1 is a poor "
        "counter. Choose LSTM under Cell, then Reset and Play.",
        "brackets",
    ),
    "brackets_lstm": Preset(
        "LSTM: counts",
        replace(_BRACKETS, cell="lstm"),
        "The same but for the cell. A cell state goes up and down as far as it likes: after some 7 epochs everything "
        "is right, in 10 of 10 seeds.",
        "brackets",
    ),
    "parity_vanilla": Preset(
        "Vanilla: no better than a coin",
        _PARITY,
        "Fails in 8 of 10 seeds: each flip must turn the answer round, and to have learned half of that is worth no "
        "more than a coin. Choose GRU under Cell, then Reset and Play.",
        "parity",
    ),
    "parity_gru": Preset(
        "GRU: flips",
        replace(_PARITY, cell="gru"),
        "The same but for the cell. For a while nothing seems to happen; then, at epoch 15 to 50, everything is right, "
        "in 8 of 10 seeds.",
        "parity",
    ),
    "latch_forgets": Preset(
        "Begins by forgetting",
        replace(_LATCH, forget_bias=0.0),
        "Fails in 8 of 10 seeds: an LSTM whose forget gate begins with a bias of 0 keeps half at each word. Of the "
        "first of 21 words next to nothing is left to learn from.",
        "latch",
    ),
    "latch_keeps": Preset(
        "Begins by keeping",
        _LATCH,
        "The same but for the forget bias, which is 1: after some 6 epochs everything is right, in 9 of 10 seeds.",
        "latch",
    ),
    "majority_last": Preset(
        "Last state: nearly",
        _MAJORITY,
        "Fails at close votes: the answer is made from the last state alone, and in 40 epochs a vanilla network does "
        "not learn to carry the whole count there. Choose mean under Readout, then Reset and Play.",
        "majority",
    ),
    "majority_mean": Preset(
        "Mean: counts by itself",
        replace(_MAJORITY, readout="mean"),
        "The same, but the answer is made from the mean over the words, and a mean counts: every test sentence is "
        "right, in 10 of 10 seeds.",
        "majority",
    ),
    "negation_dropped": Preset(
        "Half of the words dropped",
        replace(_NEGATION, word_dropout=0.5),
        "Fails: dropping words helps where many say the same thing. Here each *not* counts, and half of them are "
        "hidden while it learns: some 95% of the tags are right, in no seed all.",
        "negation_tags",
    ),
    "negation_tags": Preset(
        "An answer for every word",
        _NEGATION,
        "Each word has a label of its own. Four units are enough: after some 4 epochs every tag is right, in 10 of 10 "
        "seeds.",
        "negation_tags",
    ),
}
DEFAULT_PRESET = "alive"
BUNDLED = tuple(dict.fromkeys(preset.sentences for preset in PRESETS.values()))  # sentences that come with the page
SUGGESTED = "suggested"  # not a preset: settings that fit a visitor's own sentences


def presets_for(sentences: str) -> list[str]:
    """The presets for a bundled set, the first one to begin with; none for sentences of one's own."""
    return [name for name, preset in PRESETS.items() if preset.sentences == sentences]
