"""A Python script that needs numpy alone: it answers as the network does, and shows that it does when it is run."""

import base64
from collections.abc import Iterable, Sequence

import numpy as np

from rnn_core.exporters.cutting_code import cutting, tables
from rnn_core.exporters.export import Export
from rnn_core.exporters.numpy_code import network
from rnn_core.exporters.proof import TOLERANCE, Proved, proved
from rnn_core.model_files import SavedModel
from rnn_core.params import Params

_FILE = "rnn_numpy.py"
_NUMBERS = {"float64": "<f8", "float32": "<f4"}
_LINE = 100  # characters of base64

_HEAD = '''"""{about}

It needs numpy and nothing else. The code stands first, what was learned below it.

    python {file}                     shows that it answers as it did where it was trained
    python {file} "one sentence" ...  reads these sentences
    from {module} import predict         in a program
"""

import base64
import math
import sys
import unicodedata

import numpy as np

'''

_PREDICT = '''
def predict(sentence):
    """{shape} the probability of each of LABELS{where}{mean}."""
    known = rows(cut(sentence))
    return {answer}


def prove():
    """Answer the sentences of PROOF, and stop with an error if an answer is another."""
    worst = 0.0
    for sentence, expected in PROOF:
        answer = predict(sentence)
        expected = np.reshape(expected, answer.shape)
        np.testing.assert_allclose(answer, expected, rtol=0, atol=TOLERANCE, err_msg=repr(sentence))
        worst = max(worst, np.abs(answer - expected).max(initial=0))
    print(f"{{len(PROOF)}} sentences: the probabilities are those of the playground within {{TOLERANCE:.0e}} ({{worst:.0e}}).")

'''

_SENTENCES = '''
def main(sentences):
    for sentence in sentences:
        print(repr(sentence))
        if not rows(cut(sentence)):
            print("  no answer: the network knows no word of it")
            continue
        for label, p in zip(LABELS, predict(sentence)):
            print(f"  {p:6.1%}  {label!r}")
    if not sentences:
        prove()

'''

_TAGS = '''
def main(sentences):
    for sentence in sentences:
        print(repr(sentence))
        words = [word for word in cut(sentence) if rows([word])]
        for word, p in zip(words, predict(sentence)):
            print(f"  {p.max():6.1%}  {LABELS[p.argmax()]!r:12}  {word!r}")
    if not sentences:
        prove()

'''

_LOAD = '''
def load(written):
    """The weights of one network by name: its numbers stand one after the other, in the order of SHAPES."""
    numbers, weights = np.frombuffer(base64.b64decode(written), "{numbers}"), {{}}
    for name, shape in SHAPES.items():
        weights[name], numbers = numbers[: math.prod(shape)].reshape(shape), numbers[math.prod(shape) :]
    return weights


'''

_LAST = '''
if __name__ == "__main__":
    main(sys.argv[1:])
'''


def _write(model: SavedModel, sentences: Sequence[str]) -> bytes:
    networks = model.kept
    layout, dtype = networks[0].layout, model.model.dtype
    several = len(networks) > 1
    parts = [
        _HEAD.format(about=_about(model), file=_FILE, module=_FILE.removesuffix(".py")),
        cutting(model.vocabulary.text),
        "\n",
        network(layout, model.tagged),
        "\n",
        _PREDICT.format(
            shape="(words, labels)" if model.tagged else "(labels,)",
            where=" at each word that is read" if model.tagged else "",
            mean=": the mean of all networks" if several else "",
            answer="np.mean([answer(W, known) for W in NETWORKS], axis=0)" if several else "answer(NETWORKS[0], known)",
        ),
        _TAGS if model.tagged else _SENTENCES,
        _LOAD.format(numbers=_NUMBERS[dtype]),
        f"LABELS = {list(model.classes)!r}\n",
        f"TOLERANCE = {TOLERANCE[dtype]}\n",
        _proof(proved(model, sentences)),
        tables(model.vocabulary),
        f"SHAPES = {({name: array.shape for name, array in networks[0].named().items()})!r}\n",
        f"NETWORKS = [{', '.join(_weights(params) for params in networks)}]\n",
        _LAST,
    ]
    return "".join(parts).encode()


def _about(model: SavedModel) -> str:
    config = model.model
    what = "each word of a sentence" if model.tagged else "a sentence"
    return f"A recurrent network that gives {what} one of {len(model.classes)} labels: {config.cell}, {config.layers}."


def _proof(rows: Iterable[Proved]) -> str:
    lines = "".join(f"    ({row.sentence!r}, {row.probabilities.tolist()!r}),\n" for row in rows)
    return f"PROOF = [\n{lines}]\n"


def _weights(params: Params) -> str:
    """A call of ``load`` on all weights, little-endian, in the order of their names."""
    arrays = (np.ascontiguousarray(array, dtype=_NUMBERS[array.dtype.name]) for array in params.named().values())
    text = base64.b64encode(b"".join(array.tobytes() for array in arrays)).decode()
    lines = "\n".join(text[at : at + _LINE] for at in range(0, len(text), _LINE))
    return f'load("""\n{lines}\n""")'


NUMPY = Export(
    "numpy script",
    "A Python script of some 60 lines and the weights: it reads sentences with numpy alone, and shows that it answers "
    "as the network does here.",
    _FILE,
    "text/x-python",
    _write,
)
