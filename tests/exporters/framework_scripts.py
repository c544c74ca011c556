"""What is asked of the script for every framework: test_pytorch_script.py and test_keras_script.py inherit from it."""

import subprocess
import sys
from abc import ABC, abstractmethod
from dataclasses import replace

import numpy as np
import pytest

from rnn_core import ModelConfig
from rnn_core.exporters import EXPORTS, export
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


class FrameworkScripts(ABC):
    """Tests of the scripts for one framework.

    Attributes:
        name: of the export.
        tolerance: of each probability, relative.
    """

    name: str
    tolerance = 1e-12

    @abstractmethod
    def precision(self, network: object) -> str:
        """That of a network's weights."""

    def script(self, made: SavedModel, sentences=SENTENCES) -> bytes:
        return export(made, self.name, sentences)

    def assert_right(self, made: SavedModel, sentences=SENTENCES, tolerance: float | None = None) -> None:
        """What the script answers is right, all sentences in one ragged batch."""
        found = module(self.script(made, sentences)).predict_many(sentences)
        for answer, expected in zip(found, proved(made, sentences), strict=True):
            np.testing.assert_allclose(
                answer, expected.probabilities, rtol=tolerance or self.tolerance, err_msg=repr(expected.sentence)
            )

    @every_network
    def test_every_network_answers_the_same_about_ragged_sentences_and_those_without_words(self, config):
        self.assert_right(model(config))

    @every_tagging_network
    def test_every_network_that_labels_words_answers_the_same_at_each(self, config):
        self.assert_right(model(config, ABOUT_WORDS))

    @pytest.mark.parametrize("dataset", [ABOUT_WORDS, hostile()], ids=["words", "sentences"])
    def test_several_networks_answer_with_the_mean_of_their_probabilities(self, dataset):
        self.assert_right(model(ModelConfig(3, cell="gru", readout="words"), dataset, networks=3))

    def test_a_network_of_float32_stays_one(self):
        made = model(replace(LARGEST, dtype="float32"))
        self.assert_right(made, tolerance=1e-6)
        assert self.precision(module(self.script(made)).NETWORKS[0]) == "float32"

    def test_more_sentences_than_are_answered_at_once_keep_their_order(self):
        made, sentences = model(LARGEST), (SENTENCES * 6)[:40]
        found = module(self.script(made)).predict_many(sentences)
        np.testing.assert_allclose(found, made.predict(sentences)[0], rtol=self.tolerance)

    def test_words_and_labels_that_could_be_taken_for_code_are_texts(self):
        made = model(LARGEST, hostile())
        self.assert_right(made, HOSTILE)
        script = module(self.script(made, HOSTILE))
        assert script.LABELS == list(made.classes) and script.WORDS == list(made.vocabulary.words)

    def test_it_proves_itself_when_it_is_run(self, tmp_path):
        file = tmp_path / EXPORTS[self.name].file_name
        file.write_bytes(self.script(model(LARGEST)))
        run = subprocess.run([sys.executable, file], capture_output=True, text=True, cwd=tmp_path)
        assert run.returncode == 0, run.stderr
        assert run.stdout.startswith("7 sentences answered as in the playground") and not run.stderr

    def assert_noticed(self, cell: str, ours: bytes, others: bytes) -> None:
        """The script itself notices that gates stand in another order."""
        script = self.script(model(ModelConfig(3, cell=cell)))
        assert ours in script
        module(script).prove()
        with pytest.raises(AssertionError, match="Not equal to tolerance"):
            module(script.replace(ours, others)).prove()
