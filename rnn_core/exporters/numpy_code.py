"""The Python of one network, in numpy: only what its cell, layers, directions, input and readout need.

The equations are those of cells.py, for one sentence and one word after the other.
"""

from rnn_core.config import CellName, ReadoutName
from rnn_core.layout import Layout

_SIGMOID = '''
def sigmoid(z):
    """1 / (1 + exp(-z)), written so that it cannot overflow."""
    return (1 + np.tanh(z / 2)) / 2

'''

_SIMPLE = '''
def read(sums, Whh, bh):
    """The state after each word, (words, {hidden}), of one layer that reads in one direction.

    sums: (words, {hidden}) what each word adds to the sums of the units.
    """
    h, states = np.zeros_like(bh), []
    for from_word in sums:
        h = {function}
        states.append(h)
    return np.array(states)

'''

_READ: dict[CellName, str] = {
    "tanh": _SIMPLE.replace("{function}", "np.tanh(from_word + h @ Whh + bh)"),
    "relu": _SIMPLE.replace("{function}", "np.maximum(0, from_word + h @ Whh + bh)"),
    "gru": '''
def read(sums, Whh, bh, bn):
    """The state after each word, (words, {hidden}), of one layer that reads in one direction.

    sums: (words, {wide}) what each word adds to the sums of the gates r and z and of the content n.
    """
    h, states = np.zeros_like(bn), []
    for from_word in sums + bh:
        xr, xz, xn = np.split(from_word, 3)
        hr, hz, hn = np.split(h @ Whh, 3)
        r, z = sigmoid(xr + hr), sigmoid(xz + hz)
        n = np.tanh(xn + r * (hn + bn))
        h = (1 - z) * n + z * h
        states.append(h)
    return np.array(states)

''',
    "lstm": '''
def read(sums, Whh, bh):
    """The state after each word, (words, {hidden}), of one layer that reads in one direction.

    sums: (words, {wide}) what each word adds to the sums of the gates i and f, the content g and the gate o.
    """
    h = c = np.zeros_like(Whh[:, 0])
    states = []
    for from_word in sums + bh:
        i, f, g, o = np.split(from_word + h @ Whh, 4)
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        h = sigmoid(o) * np.tanh(c)
        states.append(h)
    return np.array(states)

''',
}

_READ_OUT: dict[ReadoutName, str] = {
    "last": "h[-1]",
    "mean": "h.mean(axis=0)",
    "max": "h.max(axis=0)",
    "words": "h[-1]",
}

_OF_SENTENCE = '''
def answer(W, rows):
    """(labels,) the probability of each label, of one network.

    W: its weights by name. rows: of the sentence's words.
    """
    r = np.zeros_like(W["Why"][:, 0])  # of a sentence without words
    if rows:
        {layers}
        r = {read_out}
    y = r @ W["Why"] + W["by"]
    e = np.exp(y - y.max())
    return e / e.sum()

'''

_OF_WORDS = '''
def answer(W, rows):
    """(words, labels) the probability of each label at each word, of one network.

    W: its weights by name. rows: of the sentence's words.
    """
    if not rows:
        return np.empty((0, len(LABELS)))
    {layers}
    y = h @ W["Why"] + W["by"]
    e = np.exp(y - y.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

'''


def network(layout: Layout, tagged: bool) -> str:
    """The functions ``read``, of one layer in one direction, and ``answer``, of the whole network.

    ``answer(W, rows)`` gives (C,) the probabilities of a sentence whose words have these rows or, if words are tagged,
    (n, C) those of each word; W are the weights by the names that they have in ``Params``.
    """
    read = _READ[layout.config.cell].format(hidden=layout.hidden, wide=layout.sums)
    layers = [line for number in range(layout.config.layers) for line in _layer(layout, number)]
    indent = "\n" + " " * (4 if tagged else 8)
    answer = (_OF_WORDS if tagged else _OF_SENTENCE).format(layers=indent.join(layers), read_out=_read_out(layout))
    return (_SIGMOID if len(layout.cell.gates) > 1 else "") + read + answer


def _read_out(layout: Layout) -> str:
    """What the answer is made of: r, of the top layer's states h."""
    if layout.config.readout == "last" and layout.config.directions == 2:  # of each direction the end of its way
        return f"np.concatenate([h[-1, :{layout.hidden}], h[0, {layout.hidden}:]])"
    return _READ_OUT[layout.config.readout]


def _layer(layout: Layout, number: int) -> list[str]:
    """The lines that make h, the states of a layer after each word, of those of the layer below."""
    reads = []
    for direction in range(layout.config.directions):
        suffix = layout.suffix(number, direction)
        if number:
            sums = f'h @ W["Wxh{suffix}"]'
        else:
            sums = f'W["Wxh{suffix}"][rows]' if layout.one_hot else f'W["E"][rows] @ W["Wxh{suffix}"]'
        names = ("Whh", "bh", "bn") if layout.cell.second_bias else ("Whh", "bh")
        weights = ", ".join(f'W["{name}{suffix}"]' for name in names)
        reads.append(f"read(({sums})[::-1], {weights})[::-1]" if direction else f"read({sums}, {weights})")
    if layout.config.directions == 1:
        return [f"h = {reads[0]}"]
    return [f"forwards = {reads[0]}", f"backwards = {reads[1]}", "h = np.hstack([forwards, backwards])"]
