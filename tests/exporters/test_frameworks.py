"""What can be said of the scripts for PyTorch and Keras where neither is installed."""

import ast
import subprocess
import sys

import pytest

from rnn_core import InvalidModel
from rnn_core.exporters import export
from tests.exporters.models import ABOUT_WORDS, HOSTILE, LARGEST, SENTENCES, WORDLESS, every_network, hostile, model

every_framework = pytest.mark.parametrize("name", ["pytorch", "keras"])


@every_framework
@every_network
def test_the_code_is_python_in_lines_that_can_be_read(name, config):
    for dataset in [ABOUT_WORDS] * (config.readout == "words") + [hostile()]:
        script = export(model(config, dataset), name, SENTENCES).decode()
        ast.parse(script)
        code = script[: script.index("LABELS = ")].splitlines()
        assert max(map(len, code)) <= 120
        assert sum(line.strip() != "" for line in code) <= 130


@every_framework
def test_words_labels_and_sentences_are_values_whatever_is_in_them(name):
    made = model(LARGEST, hostile())
    names = {
        node.targets[0].id: ast.literal_eval(node.value)
        for node in ast.parse(export(made, name, HOSTILE)).body
        if isinstance(node, ast.Assign) and node.targets[0].id in ("LABELS", "WORDS", "PROOF")
    }
    assert names["LABELS"] == list(made.classes) and names["WORDS"] == list(made.vocabulary.words)
    assert tuple(sentence for sentence, _ in names["PROOF"]) == HOSTILE


@every_framework
def test_a_model_that_knows_no_word_is_refused(name):
    with pytest.raises(InvalidModel, match="knows no word"):
        export(model(LARGEST, WORDLESS), name, SENTENCES)


def test_keras_without_a_backend_is_told_in_one_line_with_the_way_out(tmp_path):
    (tmp_path / "keras.py").write_text("import a_backend_that_nobody_has\n")  # as Keras does where none is installed
    (tmp_path / "network.py").write_bytes(export(model(LARGEST), "keras", SENTENCES))
    done = subprocess.run([sys.executable, tmp_path / "network.py"], capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr == (
        "Keras 3 and a backend are needed: No module named 'a_backend_that_nobody_has'. Install keras and tensorflow "
        "or, with PyTorch or JAX installed, set the environment variable KERAS_BACKEND to torch or jax.\n"
    )
