"""The frame of a Python script that answers as a network does: everything but the network itself.

A script has its code first and what was learned below it. Texts of other people (words, labels, sentences) stand in it
as Python literals only, never in comments.
"""

import base64
import zlib
from collections.abc import Iterable, Sequence

import numpy as np

from rnn_core.arrays import Array
from rnn_core.config import CellName, ModelConfig
from rnn_core.exporters.cutting_code import IMPORTS, OPTIONAL, cutting, tables, wrapped
from rnn_core.exporters.proof import TOLERANCE, Proved, proved
from rnn_core.model_files import SavedModel

NUMBERS = {"float64": "<f8", "float32": "<f4"}  # little-endian, by the weights' precision

_HEAD = '''"""A recurrent network that gives {what} one of {labels} labels.

{network}
It needs {needs}.{parts} The code stands first, what was learned below it. If this file is called network.py:

    python network.py                 shows that it answers as the playground did
    python network.py "a sentence"    answers

In a program: from network import predict
"""

{standard}

{packages}
{optional}
'''

_CELLS: dict[CellName, str] = {
    "tanh": "units of tanh",
    "relu": "units of ReLU",
    "gru": "GRU units",
    "lstm": "LSTM units",
}

_PREDICT = '''
def predict(sentence):
    """{about}."""
    return predict_many([sentence])[0]


def predict_many(sentences):
    """What predict gives for each of several sentences, in a list."""
    known = [rows(cut(sentence)) for sentence in sentences]
    return {answer}


def prove():
    """Answer the sentences of PROOF; stop with an error where an answer is another."""
    worst = 0.0
    for (sentence, expected), found in zip(PROOF, predict_many([sentence for sentence, _ in PROOF])):
        expected = np.reshape(expected, found.shape)
        np.testing.assert_allclose(found, expected, rtol=0, atol=TOLERANCE, err_msg=repr(sentence))
        worst = max(worst, np.abs(found - expected).max(initial=0))
    print(f"{{len(PROOF)}} sentences answered as in the playground: {{worst:.0e}} apart, of {{TOLERANCE:.0e}} allowed.")


def percent(p):
    """A probability for people: as no softmax gives 0 or 1, none is told as if it did."""
    return "under 0.1%" if p < 0.0005 else "over 99.9%" if p >= 0.9995 else f"{{p:.1%}}"


def main(sentences):
    """Answer sentences, or without any of them prove that the answers are right."""
    if hasattr(sys.stdout, "reconfigure"):  # in a terminal, which may not know every letter; not in Jupyter
        sys.stdout.reconfigure(errors="backslashreplace")
    for sentence, answer in zip(sentences, predict_many(sentences)):
        print(repr(sentence))
{print}
        if not known:
            print("  no answer: the network knows no word of it")
    if not sentences:
        prove()


def load(written):
    """The weights of a network by name; their numbers stand one after the other, in the order of SHAPES."""
    data, weights = base64.b64decode(written), {{}}
    if zlib.crc32(data) not in CHECKSUMS:
        raise ValueError("A weight in this file was changed: it is no longer the network that was exported.")
    numbers = np.frombuffer(data, "{numbers}")
    for name, shape in SHAPES.items():
        weights[name], numbers = numbers[: math.prod(shape)].reshape(shape), numbers[math.prod(shape) :]
    return weights


'''

_MEAN = "[np.mean(each, axis=0) for each in zip(*[{answers} for W in NETWORKS])]"

_PRINT_LABELS = """\
        known = rows(cut(sentence))
        for label, p in zip(LABELS, answer if known else ()):
            print(f"  {percent(p):>10}  {label!r}")"""

_PRINT_TAGS = """\
        known = [word for word in cut(sentence) if rows([word])]
        for word, p in zip(known, answer):
            print(f"  {percent(p.max()):>10}  {LABELS[p.argmax()]!r:20}  {word!r}")"""

_END = """

if __name__ == "__main__":
    main(sys.argv[1:])
"""


def script(
    model: SavedModel,
    sentences: Sequence[str],
    code: str,
    needs: str,
    packages: str = "import numpy as np",
    built_by: str = "load",
    answers: str = "[answer({W}, rows) for rows in known]",
    tolerance: str = "",
) -> bytes:
    """A whole script.

    Args:
        sentences: those whose probabilities it shows that it gives.
        code: what defines the functions that are named by the arguments below.
        needs: the packages in words.
        packages: what imports more than the standard library.
        built_by: the function that makes W of a text in base64; ``load`` gives the weights by the names and with the
            shapes that Params has, as arrays that must not be written to.
        answers: an expression for what a network {W} gives each sentence, of which ``known`` holds the rows: an array
            (C,) of its probabilities, or (n, C) of those at each word for a model that gives each word a label.
        tolerance: an expression for how far two probabilities may lie apart; without it by the weights' precision.
    """
    tokeniser = model.vocabulary.text.tokeniser
    standard = sorted({"base64", "math", "sys", "zlib", *IMPORTS[tokeniser]})
    several, config, networks = len(model.networks) > 1, model.model, model.kept
    numbers = NUMBERS[config.dtype]
    where = "(words, labels) the probability of each of LABELS at each word that is read"
    about = where if model.tagged else "(labels,) the probability of each of LABELS"
    head = _HEAD.format(
        what="each word of a sentence" if model.tagged else "a sentence",
        labels=len(model.classes),
        network=_described(config, len(networks)),
        needs=needs,
        parts=" Characters of several parts need the package regex, too." if tokeniser == "characters" else "",
        standard="\n".join(f"import {name}" for name in standard),
        packages=packages,
        optional=OPTIONAL[tokeniser],
    )
    predict = _PREDICT.format(
        about=about + (", the mean over the networks" if several else ""),
        answer=(_MEAN if several else "{answers}").format(answers=answers.format(W="W" if several else "NETWORKS[0]")),
        print=_PRINT_TAGS if model.tagged else _PRINT_LABELS,
        numbers=numbers,
    )
    data = (
        f"LABELS = {list(model.classes)!r}\n",
        f"TOLERANCE = {tolerance or TOLERANCE[config.dtype]}\n",
        _proof(proved(model, sentences)),
        tables(model.vocabulary),
        wrapped("SHAPES", (f"{name!r}: {array.shape}" for name, array in networks[0].named().items()), "{}"),
        f"CHECKSUMS = {[_checksum(params.named().values(), numbers) for params in networks]}\n",
        "NETWORKS = [\n",
    )
    parts = ["".join((head, cutting(model.vocabulary.text), code, predict, *data)).encode()]
    for params in networks:  # as bytes: they may be a hundred million
        learned = base64_lines(params.named().values(), numbers)
        parts += [f'    {built_by}("""\n'.encode(), learned, b'"""),\n']
    return b"".join((*parts, b"]\n", _END.encode()))


def _described(config: ModelConfig, networks: int) -> str:
    """The network in words, from our own only."""
    layers = "One layer" if config.layers == 1 else f"{config.layers} layers"
    ways = "forwards and backwards" if config.directions == 2 else "forwards"
    several = "" if networks == 1 else f" {networks} networks answer together."
    return f"{layers} of {config.hidden_size} {_CELLS[config.cell]}, read {ways}.{several}"


def _proof(rows: Iterable[Proved]) -> str:
    lines = "".join(f"    ({row.sentence!r}, {row.probabilities.tolist()!r}),\n" for row in rows)
    return f"PROOF = [\n{lines}]\n"


def base64_lines(arrays: Iterable[Array], numbers: str) -> bytes:
    """Arrays one after the other in base64, in lines.

    Args:
        numbers: of NUMBERS.
    """
    return base64.encodebytes(_bytes(arrays, numbers))


def _checksum(arrays: Iterable[Array], numbers: str) -> int:
    """CRC-32 of arrays one after the other: a single changed number, however little, gives another."""
    return zlib.crc32(_bytes(arrays, numbers))


def _bytes(arrays: Iterable[Array], numbers: str) -> bytes:
    return b"".join(np.ascontiguousarray(array, dtype=numbers).tobytes() for array in arrays)
