"""A few sentences of two moods, and a small network that learns them in a moment."""

from rnn_core.estimator import RNNClassifier

WORDS = {"glad": ("fine", "sunny", "warm", "bright"), "glum": ("grey", "cold", "rainy", "dull")}
X = [f"{start} {word}" for start in ("it is", "a very", "how", "so") for words in WORDS.values() for word in words]
Y = [mood for _ in range(4) for mood, words in WORDS.items() for _ in words]


def small(**more):
    """A network with a seed, in plain settings unless something else is said."""
    given = {
        "settings": "plain",
        "hidden_size": 4,
        "epochs": 4,
        "batch_size": 4,
        "optimiser": "adam",
        "random_state": 0,
    }
    return RNNClassifier(**{**given, **more})
