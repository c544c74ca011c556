"""The Python of one network, in numpy: only what its cell, layers, directions, input and readout need.

The equations are those of cells.py, for one sentence and one word after the other.
"""

from rnn_core.config import CellName, ModelConfig, ReadoutName
from rnn_core.layout import Layout

SIGMOID = '''
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

    sums: (words, {wide}) what each word adds to the sums of the gates r and z and of the new state n, side by side.
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

    sums: (words, {wide}) what each word adds to the sums of the gates i, f and o and of the new content g, as i, f, g, o.
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
_ENDS = "np.concatenate([h[-1, :{hidden}], h[0, {hidden}:]])"  # of each direction the state that has read all words


def network(layout: Layout, tagged: bool) -> str:
    """The functions ``read``, one layer, and ``answer``, the whole network.

    ``answer(W, rows)`` gives (C,) the probabilities of a sentence's words, or (n, C) those of each word; W are the
    weights by their names in ``Params``.
    """
    config = layout.config
    sigmoid = SIGMOID + "\n" if len(layout.cell.gates) > 1 else ""
    sizes = {"hidden": layout.hidden, "wide": layout.sums}
    return sigmoid + _READ[config.cell].format(**sizes) + "\n" + _answer(layout, tagged)


def _answer(layout: Layout, tagged: bool) -> str:
    config = layout.config
    width = layout.read_out
    lines = []
    if tagged:
        about = "(words, labels) the probability of each label at each word, of one network."
        lines += ["if not rows:", "    return np.empty((0, len(LABELS)))"]
        indent, axis = "", ", axis=1, keepdims=True"
    else:
        about = "(labels,) the probability of each label, of one network."
        indent, axis = "    ", ""
        lines += [f"r = np.zeros({width}, W[\"by\"].dtype)  # of a sentence without words", "if rows:"]
    lines += [indent + line for number in range(config.layers) for line in _layer(layout, number)]
    if tagged:
        lines.append("r = h")
    else:
        ends = config.readout == "last" and config.directions == 2
        lines.append(indent + "r = " + (_ENDS.format(hidden=layout.hidden) if ends else _READ_OUT[config.readout]))
    lines += [
        'y = r @ W["Why"] + W["by"]',
        f"e = np.exp(y - y.max({axis.removeprefix(', ')}))",
        f"return e / e.sum({axis.removeprefix(', ')})",
    ]
    body = "\n".join("    " + line for line in lines)
    return f'\ndef answer(W, rows):\n    """{about}\n\n    W: its weights by name. rows: of the sentence\'s words.\n    """\n{body}\n'


def _layer(layout: Layout, number: int) -> list[str]:
    """The lines that make h, the states of a layer after each word, of what the layer below has made."""
    config = layout.config
    if number:
        given = "h @ {}"
    else:
        given = "{}[rows]" if layout.one_hot else 'W["E"][rows] @ {}'
    reads = []
    for direction in range(config.directions):
        suffix = layout.suffix(number, direction)
        sums = given.format(f'W["Wxh{suffix}"]')
        names = ["Whh", "bh", *(["bn"] if layout.cell.second_bias else [])]
        weights = ", ".join(f'W["{name}{suffix}"]' for name in names)
        reads.append(f"read(({sums})[::-1], {weights})[::-1]" if direction else f"read({sums}, {weights})")
    if len(reads) == 1:
        return [f"h = {reads[0]}"]
    return [f"forwards = {reads[0]}", f"backwards = {reads[1]}", "h = np.hstack([forwards, backwards])"]
