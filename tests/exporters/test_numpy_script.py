"""The script for numpy alone: it answers as the page does, of every kind of network, and shows that it does."""

import ast
import base64
import math
import re
import zlib
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import NamedTuple, get_args

import numpy as np
import pytest

from rnn_core import (
    Dataset,
    Example,
    ModelConfig,
    TextConfig,
    TrainConfig,
    pack_unlabelled,
    predict_words_mean,
    tokenise,
    train,
)
from rnn_core.config import CellName, InputName, ReadoutName
from rnn_core.exporters import EXPORTS, export, numpy_code
from rnn_core.model_files import SavedModel, SavedNetwork
from rnn_core.text import Unknown
from tests.datasets import TREACHEROUS, rows, tagged
from tests.exporters.alone import answers, run, with_numpy_alone
from tests.networks import named, random_params

# Of several lengths, without a word, without a word that is known, with one that is not.
SENTENCES = ["a b c d e f", "", "b", "f e not-known d", "not-known", "A a ａ c", "c b a d e f a b c d e f a b c d"]

OF_SENTENCES = ["a b c d e f | x", "b | y", "c a | z", "f d | w"]
OF_WORDS = ["a/x b/y c/z d/w", "e/x f/y"]


class Kind(NamedTuple):
    """A kind of model."""

    config: ModelConfig
    tagged: bool
    unknown: Unknown

    def __str__(self) -> str:
        return f"{named(self.config)}{'-tagged' * self.tagged}-{self.unknown}"


# 3 units, 4 labels, 5 numbers a word, 6 words: what is taken for something else seldom fits.
KINDS = [
    Kind(
        ModelConfig(3, cell=cell, layers=layers, directions=directions, input=input, embedding_size=5, readout=readout),
        tags,
        unknown,
    )
    for cell, layers, directions, input, readout, unknown in product(
        get_args(CellName), (1, 2), (1, 2), get_args(InputName), get_args(ReadoutName), get_args(Unknown)
    )
    for tags in ((False, True) if readout == "words" else (False,))
]


def model(config: ModelConfig, dataset: Dataset, networks: int = 1) -> SavedModel:
    """A model of these sentences, whose weights are random and large enough to matter."""
    made = []
    for seed in range(networks):
        training = train(dataset, config, TrainConfig(seed=seed))
        params = training.params
        random = random_params(config, np.random.default_rng(seed), words=params.layout.words, classes=len(params.by))
        params.flat[:] = random.flat
        made.append(SavedNetwork.of(training, []))
    return SavedModel.of(dataset, config, TrainConfig(), made)


def of_kind(kind: Kind) -> SavedModel:
    lines, make = (OF_WORDS, tagged) if kind.tagged else (OF_SENTENCES, rows)
    return model(kind.config, make(*lines, unknown=kind.unknown))


def on_the_page(model: SavedModel, sentences: list[str]) -> list[np.ndarray]:
    """What the engine of the page says: of each sentence, or of each of its words that are read."""
    if not model.tagged:
        return list(model.predict(sentences)[0])
    encoded = [model.vocabulary.encode(tokenise(sentence, model.vocabulary.text)) for sentence in sentences]
    return [predict_words_mean(model.kept, pack_unlabelled([words])) for words in encoded]


def written(folder: Path, model: SavedModel, name: str = "rnn_numpy.py") -> Path:
    """The script of a model in a folder, with the probabilities of two sentences to show."""
    file = folder / name
    file.write_bytes(export(model, "numpy", SENTENCES[:2]))
    return file


@pytest.fixture(scope="module")
def python(tmp_path_factory) -> Path:
    """The Python of an environment with numpy alone."""
    return with_numpy_alone(tmp_path_factory.mktemp("numpy alone"))


@pytest.fixture(scope="module")
def of_every_kind(python, tmp_path_factory):
    """What the script of each kind of model answers and says."""
    folder = tmp_path_factory.mktemp("scripts")
    scripts = [written(folder, of_kind(kind), f"{number}.py") for number, kind in enumerate(KINDS)]
    return dict(zip(KINDS, answers(python, scripts, SENTENCES), strict=True))


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_a_script_answers_as_the_page_does_with_numpy_alone(kind, of_every_kind):
    found, said = of_every_kind[kind]
    for answer, expected in zip(found, on_the_page(of_kind(kind), SENTENCES), strict=True):
        np.testing.assert_allclose(answer.reshape(expected.shape), expected, rtol=0, atol=1e-12)
    assert re.fullmatch(r"2 sentences answered as in the playground: \S+ apart, of 1e-12 allowed\.\n", said)


@pytest.mark.parametrize(
    ("config", "networks", "allowed"),
    [
        (ModelConfig(3, cell="gru", readout="mean"), 3, 1e-12),
        (ModelConfig(3, cell="lstm", layers=3, directions=2), 1, 1e-12),
        (ModelConfig(3, cell="lstm", dtype="float32", input="embedding"), 2, 1e-5),
    ],
)
def test_several_networks_three_layers_and_32_bits(config, networks, allowed, python, tmp_path):
    several = model(config, rows(*OF_SENTENCES), networks)
    ((found, said),) = answers(python, [written(tmp_path, several)], SENTENCES)
    np.testing.assert_allclose(found, on_the_page(several, SENTENCES), rtol=0, atol=allowed)
    assert f"of {allowed:.0e} allowed" in said


@pytest.mark.parametrize("tokeniser", ["words", "characters"])
def test_words_and_characters_are_cut_with_numpy_alone(tokeniser, python, tmp_path):
    sentences = ["Don't :-)", "非常好！！！！！", "so-so ’tis www.a.com/b @you é"]
    labelled = [f"{sentence} | {label}" for sentence, label in zip(sentences, "xyz", strict=True)]
    trained = model(ModelConfig(3, cell="lstm"), rows(*labelled, tokeniser=tokeniser))
    file = written(tmp_path, trained)
    ((found, _),) = answers(python, [file], sentences)
    np.testing.assert_allclose(found, on_the_page(trained, sentences), rtol=0, atol=1e-12)
    if tokeniser == "characters":
        done = run(python, file, "好👍🏽")
        assert done.returncode == 1 and "characters of several parts are told by the package regex" in done.stderr
        assert "Characters of several parts need the package regex, too." in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("cell", "right", "wrong"),
    [
        ("lstm", "i, f, g, o = np.split", "f, i, g, o = np.split"),
        ("gru", "xr, xz, xn = np.split", "xz, xr, xn = np.split"),
        ("gru", "r * (hn + bn)", "r * hn + bn"),
        ("tanh", "h @ Whh", "Whh @ h"),
        ("relu", "np.maximum(0,", "np.maximum(1e-6,"),
    ],
)
def test_a_network_with_one_thing_in_the_wrong_place_does_not_pass_for_the_right_one(
    cell, right, wrong, python, tmp_path, monkeypatch
):
    assert right in numpy_code._READ[cell]
    monkeypatch.setitem(numpy_code._READ, cell, numpy_code._READ[cell].replace(right, wrong))
    done = run(python, "-O", written(tmp_path, model(ModelConfig(3, cell=cell), rows(*OF_SENTENCES))))
    assert done.returncode == 1 and not done.stdout
    assert "Not equal to tolerance rtol=0, atol=1e-12" in done.stderr and SENTENCES[0] in done.stderr


def test_a_script_holds_only_what_its_network_needs_in_lines_that_can_be_read():
    for kind in KINDS:
        script = export(of_kind(kind), "numpy", SENTENCES).decode()
        code = script.partition("\nLABELS = ")[0]
        cell, two = kind.config.cell, kind.config.directions == 2
        assert ("sigmoid" in code) == (cell in ("gru", "lstm"))
        assert ("bn" in code) == (cell == "gru") and ("c = " in code) == (cell == "lstm")
        assert ("np.tanh(from_word" in code) == (cell == "tanh") and ("np.maximum" in code) == (cell == "relu")
        assert ("_back" in code) == two and ("2" in re.findall(r'"Wxh(\d?)', code)) == (kind.config.layers == 2)
        assert ('W["E"]' in code) == (kind.config.input == "embedding")
        assert ("h.mean" in code, "h.max" in code) == (kind.config.readout == "mean", kind.config.readout == "max")
        assert ("left out" in code) == (kind.unknown == "skip")
        assert max(map(len, code.splitlines())) <= 120
        assert lines_of_code(code) <= 72


def lines_of_code(script: str) -> int:
    """Lines that are neither empty nor a part of a docstring."""
    tree = ast.parse(script)
    docstrings = [node.body[0] for node in ast.walk(tree) if isinstance(node, ast.Module | ast.FunctionDef)]
    texts = [node for node in docstrings if isinstance(node, ast.Expr)]
    in_texts = {line for text in texts for line in range(text.lineno, text.end_lineno + 1)}
    return sum(bool(line.strip()) and number not in in_texts for number, line in enumerate(script.splitlines(), 1))


HOSTILE = (
    *('"""', "'''", "\\", "\n", "\r", "\x00", "\x1b[31m", "\u202e", "\u2028", "\ud800", "", "{0}", "{labels}", "%s"),
    *("'); import os; os.abort() #", '"""\nimport os; os.abort()\n"""', "<script>", "é", "好", "🙂", *TREACHEROUS),
)


def test_words_labels_and_sentences_are_values_whatever_is_in_them(python, tmp_path):
    words = [word for word in HOSTILE if word.split() == [word] and word != "\u202e"]
    examples = [Example(f"{words[i % len(words)]} {label} a", label) for i, label in enumerate(HOSTILE)]
    hostile = model(ModelConfig(2, cell="gru"), Dataset(tuple(examples), TextConfig(unknown="vector", fold_case=False)))
    sentences = [example.sentence for example in examples]
    file = tmp_path / "rnn_numpy.py"
    file.write_bytes(export(hostile, "numpy", sentences))
    names = dict(_assigned(file.read_text(encoding="utf-8")))
    assert tuple(names["LABELS"]) == hostile.classes and tuple(names["WORDS"]) == hostile.vocabulary.words
    assert [sentence for sentence, _ in names["PROOF"]] == sentences[:20]
    ((found, _),) = answers(python, [file], sentences)
    np.testing.assert_allclose(found, on_the_page(hostile, sentences), rtol=0, atol=1e-12)
    done = run(
        python, file, *(sentence for sentence in sentences if "\x00" not in sentence and "\ud800" not in sentence)
    )
    assert done.returncode == 0 and done.stdout.isprintable() == (not done.stdout) and "\x1b" not in done.stdout


def _assigned(script: str):
    """The names to which a script assigns what stands there as it is, and that."""
    for node in ast.parse(script).body:
        if isinstance(node, ast.Assign) and node.targets[0].id in ("LABELS", "WORDS", "PROOF"):
            yield node.targets[0].id, ast.literal_eval(node.value)


def test_from_the_command_line_it_reads_sentences_and_says_when_it_knows_no_word(python, tmp_path):
    trained = model(ModelConfig(3), rows(*OF_SENTENCES))
    done = run(python, written(tmp_path, trained), "a b", "nothing known")
    first, *labels, second, nothing = done.stdout.splitlines()
    assert (first, second) == ("'a b'", "'nothing known'") and nothing == "  no answer: the network knows no word of it"
    expected = zip(trained.classes, trained.predict(["a b"])[0][0], strict=True)
    assert labels == [f"  {f'{p:.1%}':>10}  {label!r}" for label, p in expected]


@pytest.mark.parametrize("tags", [False, True])
def test_it_never_claims_that_something_is_certain(tags, python, tmp_path):
    dataset = tagged(*OF_WORDS, unknown="skip") if tags else rows(*OF_SENTENCES)
    sure = model(ModelConfig(3, dtype="float32", readout="words" if tags else "last"), dataset)
    sure.kept[0].by[:] = [80, *[0] * (len(sure.classes) - 1)]  # so that float32 has 1.0 and nearly 0
    done = run(python, written(tmp_path, sure), "a b")
    assert "over 99.9%" in done.stdout and "100" not in done.stdout
    assert tags or ("under 0.1%" in done.stdout and " 0.0%" not in done.stdout)


def test_of_words_it_tells_the_likeliest_tag_of_each(python, tmp_path):
    tags = model(ModelConfig(3, readout="words"), tagged(*OF_WORDS, unknown="skip"))
    done = run(python, written(tmp_path, tags), "a unknown b")
    (answer,) = on_the_page(tags, ["a b"])
    _, *lines = done.stdout.splitlines()
    assert [line.split() for line in lines] == [
        [f"{row.max():.1%}", repr(tags.classes[row.argmax()]), repr(word)]
        for row, word in zip(answer, "ab", strict=True)
    ]


@pytest.mark.parametrize("name", ["numpy", "pytorch", "keras"])
def test_a_weight_that_was_changed_is_noticed_even_of_a_word_that_no_answer_shows(name):
    sure = model(ModelConfig(3, dtype="float32", input="embedding"), rows(*OF_SENTENCES), networks=2)
    script = export(sure, name, ["b"]).decode()
    load = loader(script)
    for learned, params in zip(in_base64(script), sure.kept, strict=True):
        for weight, expected in load(learned).items():
            np.testing.assert_array_equal(expected, params.named()[weight])
        numbers = np.frombuffer(base64.b64decode(learned), "<f4")
        for changed in range(len(numbers)):
            others = numbers.copy()
            others[changed] = np.nextafter(others[changed], np.float32(9))  # by one bit, whichever it is
            with pytest.raises(ValueError, match=r"^A weight in this file was changed: it is no longer the network"):
                load(base64.b64encode(others.tobytes()).decode())


def loader(script: str):
    """The function ``load`` of a script for any library, with what it looks up."""
    needed = {"load", "SHAPES", "CHECKSUMS"}
    tree = ast.parse(script)
    tree.body = [node for node in tree.body if getattr(node, "name", "") in needed or _target(node) in needed]
    names = {"base64": base64, "math": math, "np": np, "zlib": zlib}
    exec(compile(tree, "script", "exec"), names)
    return names["load"]


def _target(node: ast.stmt) -> str:
    return node.targets[0].id if isinstance(node, ast.Assign) else ""


def in_base64(script: str) -> list[str]:
    """The weights of each network as a script holds them."""
    (networks,) = (node.value for node in ast.parse(script).body if _target(node) == "NETWORKS")
    return [call.args[0].value for call in networks.elts]


def test_a_script_whose_weights_were_changed_ends_with_a_line_that_says_so(python, tmp_path):
    file = written(tmp_path, model(ModelConfig(3), rows(*OF_SENTENCES)))
    text = file.read_text(encoding="utf-8")
    start = text.index('load("""\n') + len('load("""\n')
    file.write_text(text[:start] + "AAAAAAAA8D8" + text[start + 11 :], encoding="utf-8")  # the first one is 1
    done = run(python, file)
    assert done.returncode == 1 and not done.stdout
    assert done.stderr.splitlines()[-1] == (
        "ValueError: A weight in this file was changed: it is no longer the network that was exported."
    )


def test_it_runs_where_what_is_printed_goes_to_no_terminal_as_in_a_notebook(python, tmp_path):
    file = written(tmp_path, model(ModelConfig(3), rows(*OF_SENTENCES)))
    as_in_jupyter = (
        "import runpy, sys\n"
        "class OutStream:\n"
        "    def __init__(self): self.write, self.flush = sys.__stdout__.write, sys.__stdout__.flush\n"
        "sys.stdout = OutStream()\n"
        "runpy.run_path(sys.argv.pop(1), run_name='__main__')"
    )
    done = run(python, "-c", as_in_jupyter, file)
    assert done.returncode == 0 and done.stdout.startswith("2 sentences answered as in the playground"), done.stderr


@pytest.mark.parametrize("name", ["numpy", "pytorch", "keras"])
def test_a_script_names_no_file_that_may_not_be_there(name):
    script = export(model(ModelConfig(3), rows(*OF_SENTENCES)), name, SENTENCES).decode()
    assert EXPORTS[name].file_name.removesuffix(".py") not in script
    assert "If this file is called network.py:" in script and "from network import predict" in script


def test_of_words_too_it_says_when_it_knows_none(python, tmp_path):
    tags = model(ModelConfig(3, readout="words"), tagged(*OF_WORDS, unknown="skip"))
    done = run(python, written(tmp_path, tags), "nothing known", "a")
    _, nothing, _, answer = done.stdout.splitlines()
    assert nothing == "  no answer: the network knows no word of it" and answer.endswith("'a'")


def test_the_sentences_are_the_files_own_or_made_of_its_words_where_none_are_given():
    dataset = rows("a b | x", "b a | y", "c a | x | test")
    bare = model(ModelConfig(3), dataset)
    ((_, proof),) = [pair for pair in _assigned(export(bare, "numpy", []).decode()) if pair[0] == "PROOF"]
    assert len(proof) == 6 and {word for sentence, _ in proof for word in sentence.split()} <= {"a", "b"}
    ((_, proof),) = [
        pair for pair in _assigned(export(replace(bare, dataset=dataset), "numpy", []).decode()) if pair[0] == "PROOF"
    ]
    assert [sentence for sentence, _ in proof] == ["c a"]


def test_every_export_says_what_it_is_in_plain_text():
    for name, made in EXPORTS.items():
        assert made.title and made.about.endswith(".") and made.mime and made.file_name.startswith("rnn"), name
