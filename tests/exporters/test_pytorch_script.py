"""Scripts for PyTorch answer as the networks that they were made of, where PyTorch is installed."""

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from rnn_core import ModelConfig
from rnn_core.exporters import export
from rnn_core.exporters.proof import proved
from rnn_core.model_files import SavedModel
from tests.exporters.models import (
    ABOUT_WORDS,
    HOSTILE,
    LARGEST,
    SENTENCES,
    every_network,
    every_tagging_network,
    hostile,
    model,
    module,
)

torch = pytest.importorskip("torch")


def assert_right(made: SavedModel, sentences=SENTENCES, tolerance: float = 1e-12) -> None:
    """What the script answers is right, all sentences in one ragged batch."""
    script = module(export(made, "pytorch", sentences))
    for answer, expected in zip(script.predict_many(sentences), proved(made, sentences), strict=True):
        np.testing.assert_allclose(answer, expected.probabilities, rtol=tolerance, err_msg=repr(expected.sentence))


@every_network
def test_every_network_answers_the_same_about_ragged_sentences_and_those_without_words(config):
    assert_right(model(config))


@every_tagging_network
def test_every_network_that_labels_words_answers_the_same_at_each(config):
    assert_right(model(config, ABOUT_WORDS))


@pytest.mark.parametrize("dataset", [ABOUT_WORDS, hostile()], ids=["words", "sentences"])
def test_several_networks_answer_with_the_mean_of_their_probabilities(dataset):
    assert_right(model(ModelConfig(3, cell="gru", readout="words"), dataset, networks=3))


def test_a_network_of_float32_stays_one():
    made = model(replace(LARGEST, dtype="float32"))
    assert_right(made, tolerance=1e-6)
    assert module(export(made, "pytorch", SENTENCES)).NETWORKS[0].head.weight.dtype == torch.float32


def test_more_sentences_than_are_answered_at_once_keep_their_order():
    made, sentences = model(LARGEST), (SENTENCES * 6)[:40]
    found = module(export(made, "pytorch", SENTENCES)).predict_many(sentences)
    np.testing.assert_allclose(found, made.predict(sentences)[0], rtol=1e-12)


def test_words_and_labels_that_could_be_taken_for_code_are_texts():
    made = model(LARGEST, hostile())
    assert_right(made, HOSTILE)
    script = module(export(made, "pytorch", HOSTILE))
    assert script.LABELS == list(made.classes) and script.WORDS == list(made.vocabulary.words)


@pytest.mark.parametrize("cell", ["gru", "lstm"])
def test_gates_in_another_order_are_noticed_by_the_script_itself(cell):
    script = export(model(ModelConfig(3, cell=cell)), "pytorch", SENTENCES)
    wrong = script.replace(b'W["Wxh" + ours].T', b'np.roll(W["Wxh" + ours], 3, axis=1).T')
    assert wrong != script
    module(script).prove()
    with pytest.raises(AssertionError, match="Not equal to tolerance"):
        module(wrong).prove()


def test_it_proves_itself_when_it_is_run(tmp_path):
    file = tmp_path / "rnn_pytorch.py"
    file.write_bytes(export(model(LARGEST), "pytorch", SENTENCES))
    run = subprocess.run([sys.executable, "-I", file], capture_output=True, text=True, cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith("7 sentences answered as in the playground") and not run.stderr
