"""A Python script with the network in Keras 3: of its own layers, with our weights in their order."""

from collections.abc import Sequence

from rnn_core.config import CellName, ReadoutName
from rnn_core.exporters.export import Export
from rnn_core.exporters.frameworks import framework_script, indented, shape
from rnn_core.exporters.proof import TOLERANCE
from rnn_core.layout import Layout
from rnn_core.model_files import SavedModel

# Keras multiplies float64 as float32, whatever its layers are made for, unless TensorFlow stands behind it.
_EXACT = 'keras.backend.backend() == "tensorflow"'

_IMPORTS = """\
import numpy as np

try:
    import keras
    import keras.layers as layers
    import keras.ops as ops
except ImportError as error:
    sys.exit(
        f"Keras 3 and a backend are needed: {error}. Install keras and tensorflow or, with PyTorch or JAX installed, "
        "set the environment variable KERAS_BACKEND to torch or jax."
    )"""

_LAYERS: dict[CellName, str] = {
    "tanh": 'layers.SimpleRNN({hidden}, activation="tanh"',
    "relu": 'layers.SimpleRNN({hidden}, activation="relu"',
    "gru": "layers.GRU({hidden}, reset_after=True",
    "lstm": "layers.LSTM({hidden}",
}

_AS_OURS = '''
def weights(W, suffix):
    """The weights of a layer in one direction, as Keras has them."""
    return [W["Wxh" + suffix], W["Whh" + suffix], W["bh" + suffix]]

'''

_WEIGHTS: dict[CellName, str] = {
    "tanh": _AS_OURS,
    "relu": _AS_OURS,
    "lstm": _AS_OURS,  # Keras has the same gates in the same order, and calls g c
    "gru": '''
def weights(W, suffix):
    """The weights of a layer in one direction, as Keras has them: its gates are z, r, h, and ours r, z, n."""
    biases = np.stack([W["bh" + suffix], np.pad(W["bn" + suffix], ({before_candidate}, 0))])
    in_our_order = [W["Wxh" + suffix], W["Whh" + suffix], biases]
    return [np.concatenate([each[:, {z}], each[:, {r}], each[:, {n}]], axis=1) for each in in_our_order]

''',
}

_CODE = '''
def build(written):
    """A network with these weights, which makes probabilities of words.

    words: (sentences, longest) rows, and -1 behind the end of a sentence. probabilities: {shape}.
    """
    W = load(written)
    words = keras.Input((None,), dtype="int64")
    within = words >= 0
    {given}
    for suffixes, all_words in {layers}:
        {layer}
        x = layer(x, mask=within)
        layer.set_weights([each for suffix in suffixes for each in weights(W, suffix)])
    {read_out}
    head = layers.Dense({classes}, activation="softmax", dtype="{dtype}")
    network = keras.Model(words, head(r))
    head.set_weights([W["Why"], W["by"]])
    return network

'''

_READ = (
    "words = np.full((len(piece), max([1, *map(len, piece)])), -1)",
    "for row, each in zip(words, piece):",
    "    row[: len(each)] = each",
    "p = ops.convert_to_numpy(network(words))",
)

_EACH = "each = within[:, :, None]"
_LENGTHS = 'lengths = ops.sum(ops.cast(within, "int64"), axis=1, keepdims=True)'

_READ_OUT: dict[ReadoutName, tuple[str, ...]] = {
    "last": ("r = x",),
    "mean": (
        _EACH,
        _LENGTHS,
        'r = ops.sum(ops.where(each, x, 0.0), axis=1) / ops.cast(ops.maximum(lengths, 1), "{dtype}")',
    ),
    "max": (_EACH, _LENGTHS, "r = ops.where(lengths > 0, ops.max(ops.where(each, x, -np.inf), axis=1), 0.0)"),
    "words": (
        _EACH,
        _LENGTHS,
        "end = ops.logical_and(each, ops.equal(ops.cumsum(within, axis=1), lengths)[:, :, None])",
        "r = ops.sum(ops.where(end, x, 0.0), axis=1)  # at the last word",
    ),
}


def _write(model: SavedModel, sentences: Sequence[str]) -> bytes:
    layout = model.kept[0].layout
    code = _weights(layout) + _network(layout, model.tagged)
    inexact = TOLERANCE["float32"]
    tolerance = f"{TOLERANCE[model.model.dtype]} if {_EXACT} else {inexact}  # the others reckon in float32"
    return framework_script(model, sentences, code, _READ, "Keras 3 and numpy", _IMPORTS, tolerance)


def _weights(layout: Layout) -> str:
    H = layout.hidden
    return _WEIGHTS[layout.config.cell].format(before_candidate=2 * H, r=f":{H}", z=f"{H}:{2 * H}", n=f"{2 * H}:")


def _network(layout: Layout, tagged: bool) -> str:
    """The function ``build``."""
    config, dtype = layout.config, layout.config.dtype
    layer = [
        f'layer = {_LAYERS[config.cell].format(hidden=layout.hidden)}, return_sequences=all_words, dtype="{dtype}")'
    ]
    if config.directions == 2:
        layer.append(f'layer = layers.Bidirectional(layer, dtype="{dtype}")')
    if layout.one_hot:
        given = [f'x = ops.one_hot(ops.maximum(words, 0), {layout.words}, dtype="{dtype}")']
    else:
        given = [
            f'embedding = layers.Embedding({layout.words}, {layout.width}, dtype="{dtype}")',
            "x = embedding(ops.maximum(words, 0))",
            'embedding.set_weights([W["E"]])',
        ]
    top = config.layers - 1
    names = [
        (
            tuple(layout.suffix(number, direction) for direction in range(config.directions)),
            number < top or config.readout != "last",
        )
        for number in range(config.layers)
    ]
    read_out = ("r = x",) if tagged else _READ_OUT[config.readout]
    return _CODE.format(
        shape=shape(tagged),
        given=indented(given, 4),
        layers=names,
        layer=indented(layer, 8),
        read_out=indented((line.format(dtype=dtype) for line in read_out), 4),
        classes=layout.classes,
        dtype=dtype,
    )


KERAS = Export(
    "Keras script (Python library)",
    "A Python script with the network as a model of Keras 3, to be trained further, which shows when it is run that "
    "it answers as the network does here.",
    "rnn_keras.py",
    "text/x-python",
    _write,
)
