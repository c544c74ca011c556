"""A Python script with the network in PyTorch: of its own layers, with our weights under their names."""

from collections.abc import Sequence

from rnn_core.config import CellName, ReadoutName
from rnn_core.exporters.export import Export
from rnn_core.exporters.frameworks import framework_script, indented, shape
from rnn_core.layout import Layout
from rnn_core.model_files import SavedModel

_LAYERS: dict[CellName, str] = {
    "tanh": 'RNN({sizes}, nonlinearity="tanh"',
    "relu": 'RNN({sizes}, nonlinearity="relu"',
    "gru": "GRU({sizes}",
    "lstm": "LSTM({sizes}",
}

_CODE = '''
class Network(nn.Module):
    """The network, of PyTorch's own layers."""

    def __init__(self):
        super().__init__()
        {layers}

    def forward(self, words, lengths):
        """{shape} the scores of the labels; their softmax are the probabilities.

        words: (sentences, longest) rows, and anything behind the end of a sentence. lengths: (sentences,).
        """
        x = {given}
        # Of a sentence without words one is read all the same, and left out below.
        packed = nn.utils.rnn.pack_padded_sequence(x, lengths.clamp(min=1), batch_first=True, enforce_sorted=False)
        packed, {last} = self.recurrent(packed)
        {read_out}
        return self.head(r)


def build(written):
    """A network with these weights. PyTorch's matrices are the transposes of ours; it has two biases, we have one."""
    W = load(written)
    state = {{"head.weight": W["Why"].T, "head.bias": W["by"]{embedding}}}
    for ours, theirs in {names}:
        state["recurrent.weight_ih" + theirs] = W["Wxh" + ours].T
        state["recurrent.weight_hh" + theirs] = W["Whh" + ours].T
        state["recurrent.bias_ih" + theirs] = W["bh" + ours]
        state["recurrent.bias_hh" + theirs] = {second_bias}
    network = Network().to(torch.{dtype})
    network.load_state_dict({{name: torch.tensor(array) for name, array in state.items()}})
    return network

'''

_READ = (
    "lengths = torch.tensor([len(each) for each in piece])",
    "words = nn.utils.rnn.pad_sequence([torch.tensor([*each, 0]) for each in piece], batch_first=True)",
    "with torch.no_grad():",
    "    p = network(words, lengths).softmax(dim=-1).numpy()",
)

_STATES = "states, _ = nn.utils.rnn.pad_packed_sequence(packed, batch_first=True, total_length=words.shape[1])"
_WITHIN = "within = (torch.arange(words.shape[1]) < lengths[:, None])[:, :, None]"
_SOME = "some = (lengths > 0)[:, None]"

_READ_OUT: dict[ReadoutName, tuple[str, ...]] = {
    "last": (_SOME, "r = {ends} * some"),
    "mean": (_STATES, _WITHIN, "r = (states * within).sum(dim=1) / lengths.clamp(min=1)[:, None]"),
    "max": (
        _STATES,
        _WITHIN,
        _SOME,
        "r = states.masked_fill(~within, -math.inf).amax(dim=1).masked_fill(~some, 0)",
    ),
    "words": (
        _STATES,
        _SOME,
        "r = states[torch.arange(len(words)), lengths.clamp(min=1) - 1] * some  # at the last word",
    ),
}


def _write(model: SavedModel, sentences: Sequence[str]) -> bytes:
    code = _network(model.kept[0].layout, model.tagged)
    packages = "import numpy as np\nimport torch\nimport torch.nn as nn"
    return framework_script(model, sentences, code, _READ, "PyTorch and numpy", packages)


def _network(layout: Layout, tagged: bool) -> str:
    """The class ``Network``, and the function ``build``."""
    config, both_ways = layout.config, layout.config.directions == 2
    sizes = f"{layout.words if layout.one_hot else layout.width}, {layout.hidden}, {config.layers}"
    layers = [] if layout.one_hot else [f"self.embedding = nn.Embedding({layout.words}, {layout.width})"]
    layers += [
        f"self.recurrent = nn.{_LAYERS[config.cell].format(sizes=sizes)}"
        + f"{', bidirectional=True' if both_ways else ''}, batch_first=True)",
        f"self.head = nn.Linear({layout.read_out}, {layout.classes})",
    ]
    read_out = (_STATES, "r = states") if tagged else _READ_OUT[config.readout]
    last = "(h, c)" if config.cell == "lstm" else "h"
    ends = "torch.cat([h[-2], h[-1]], dim=1)" if both_ways else "h[-1]"
    second_bias = 'np.zeros_like(W["bh" + ours])'
    if layout.cell.second_bias:
        second_bias = f'np.pad(W["bn" + ours], ({layout.sums - layout.hidden}, 0))  # of the new state alone'
    names = [
        (layout.suffix(layer, direction), f"_l{layer}" + ("_reverse" if direction else ""))
        for layer in range(config.layers)
        for direction in range(config.directions)
    ]
    return _CODE.format(
        layers=indented(layers, 8),
        shape=shape(tagged),
        given=f"nn.functional.one_hot(words, {layout.words}).to(torch.{config.dtype})"
        if layout.one_hot
        else "self.embedding(words)",
        last=last if config.readout == "last" else "_",
        read_out=indented((line.format(ends=ends) for line in read_out), 8),
        embedding="" if layout.one_hot else ', "embedding.weight": W["E"]',
        names=names,
        second_bias=second_bias,
        dtype=config.dtype,
    )


PYTORCH = Export(
    "PyTorch script (Python library)",
    "A Python script with the network as a module of PyTorch, to be trained further, which shows when it is run that "
    "it answers as the network does here.",
    "rnn_pytorch.py",
    "text/x-python",
    _write,
)
