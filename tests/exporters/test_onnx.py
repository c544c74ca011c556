"""ONNX files answer in ONNX Runtime as the networks that they were made of."""

import ast
import json
import re
import sys
from dataclasses import replace

import numpy as np
import pytest

from rnn_core import InvalidModel, ModelConfig, TrainConfig, train
from rnn_core.bundled_sets import bundled_set
from rnn_core.exporters import EXPORTS, export
from rnn_core.exporters.proof import MOST, proved
from rnn_core.model_files import SavedModel, SavedNetwork
from tests.exporters.models import (
    ABOUT_WORDS,
    EVERY,
    HOSTILE,
    LABELS,
    LARGEST,
    SENTENCES,
    WORDLESS,
    every_network,
    every_tagging_network,
    hostile,
    model,
)
from tests.running import ROOT

onnx = pytest.importorskip("onnx")
onnxruntime = pytest.importorskip("onnxruntime")

RELATIVE = 1e-12  # of each probability


def padded(model: SavedModel, sentences, columns: int = 0, padding: int = 0) -> dict[str, np.ndarray]:
    """The sentences as the file wants them."""
    known = [sentence.rows for sentence in proved(model, sentences)]
    words = np.full((len(known), max(columns, *map(len, known))), padding)
    for row, rows in zip(words, known, strict=True):
        row[: len(rows)] = rows
    return {"words": words, "lengths": np.array([len(rows) for rows in known])}


def answers(file: bytes, given: dict[str, np.ndarray]) -> np.ndarray:
    """What ONNX Runtime makes of them."""
    (probabilities,) = onnxruntime.InferenceSession(file).run(["probabilities"], given)
    return probabilities


def assert_right(model: SavedModel, found: np.ndarray, sentences=SENTENCES, relative: float = RELATIVE) -> None:
    """Every probability of every sentence is right, and after its end there is none."""
    for answer, expected in zip(found, proved(model, sentences), strict=True):
        if model.tagged:
            assert not answer[len(expected.rows) :].any()
            answer = answer[: len(expected.rows)]
        np.testing.assert_allclose(answer, expected.probabilities, rtol=relative, err_msg=repr(expected.sentence))


@every_network
def test_every_network_answers_the_same_about_ragged_sentences_and_those_without_words(config):
    made = model(config)
    assert_right(made, answers(export(made, "onnx", SENTENCES), padded(made, SENTENCES)))


@every_tagging_network
def test_every_network_that_labels_words_answers_the_same_at_each(config):
    made = model(config, ABOUT_WORDS)
    found = answers(export(made, "onnx", SENTENCES), padded(made, SENTENCES))
    assert found.shape == (7, 18, 4)
    assert_right(made, found)


@pytest.mark.parametrize("config", [LARGEST, *EVERY[-4:]])
def test_what_stands_behind_the_end_of_a_sentence_is_not_read(config):
    made = model(config)
    assert_right(made, answers(export(made, "onnx", SENTENCES), padded(made, SENTENCES, columns=25, padding=6)))


@every_network
def test_sentences_may_all_have_no_words(config):
    made = model(config)
    given = padded(made, ["", ""])
    assert given["words"].shape == (2, 0)
    assert_right(made, answers(export(made, "onnx", SENTENCES), given), ["", ""])


@pytest.mark.parametrize("dataset", [ABOUT_WORDS, hostile()], ids=["words", "sentences"])
def test_several_networks_answer_with_the_mean_of_their_probabilities(dataset):
    made = model(ModelConfig(3, cell="gru", readout="words"), dataset, networks=3)
    assert_right(made, answers(export(made, "onnx", SENTENCES), padded(made, SENTENCES)))


def test_a_network_of_float32_is_as_near_as_its_own_rounding():
    made = model(replace(LARGEST, dtype="float32"))
    assert_right(made, answers(export(made, "onnx", SENTENCES), padded(made, SENTENCES)), relative=1e-6)


@pytest.mark.parametrize("cell", ["tanh", "relu", "gru", "lstm"])
@pytest.mark.parametrize(("name", "epochs"), [("sentiment", 100), ("latch", 3), ("negation_tags", 3)])
def test_trained_networks_answer_the_same(cell, name, epochs):
    dataset = bundled_set(name)
    config = ModelConfig(16, cell=cell, layers=2, directions=2, readout="words" if dataset.tagged else "last")
    training = train(dataset, config, TrainConfig(epochs=epochs, optimiser="adam", learning_rate=0.01, batch_size=32))
    list(training)
    made = SavedModel.of(dataset, config, TrainConfig(), [SavedNetwork.of(training, [])])
    sentences = [example.sentence for example in dataset.examples_of("test")][:MOST]
    assert_right(made, answers(export(made, "onnx", sentences), padded(made, sentences)), sentences)


@pytest.mark.parametrize(
    ("cell", "gates", "order"), [("gru", 3, (1, 0, 2)), ("lstm", 4, (1, 0, 2, 3)), ("lstm", 4, (0, 1, 3, 2))]
)
def test_gates_in_another_order_would_be_noticed(cell, gates, order):
    made = model(ModelConfig(3, cell=cell))
    wrong = onnx.load_from_string(export(made, "onnx", SENTENCES))
    (scan,) = (node for node in wrong.graph.node if node.op_type == "Scan")
    (body,) = (attribute.g for attribute in scan.attribute if attribute.name == "body")
    for split in (node for node in body.node if node.op_type == "Split"):
        assert len(split.output) == gates
        split.output[:] = [split.output[k] for k in order]
    with pytest.raises(AssertionError, match="Not equal to tolerance"):
        assert_right(made, answers(wrong.SerializeToString(), padded(made, SENTENCES)))


def test_the_file_says_what_goes_in_and_what_comes_out():
    made = onnx.load_from_string(export(model(LARGEST), "onnx", SENTENCES))
    assert [(each.domain, each.version) for each in made.opset_import] == [("", 17)]
    session = onnxruntime.InferenceSession(made.SerializeToString())
    ends = [(end.name, end.type, end.shape) for end in (*session.get_inputs(), *session.get_outputs())]
    assert ends == [
        ("words", "tensor(int64)", ["sentences", "longest"]),
        ("lengths", "tensor(int64)", ["sentences"]),
        ("probabilities", "tensor(double)", ["sentences", 4]),
    ]


def test_words_labels_and_how_sentences_are_cut_stand_in_the_metadata():
    made = model(LARGEST)
    told = metadata(export(made, "onnx", SENTENCES))
    assert told["vocabulary"] == list("abcdef") and told["unknown_row"] == 6 and told["labels"] == list(LABELS)
    assert told["text"] == {"tokeniser": "whitespace", "fold_case": True}
    assert told["proof"][3]["words"] == ["f", "e", "not-known", "d"] and told["proof"][3]["rows"] == [5, 4, 6, 3]
    assert told["proof"][3]["probabilities"] == made.predict(SENTENCES)[0][3].tolist()


def test_words_and_labels_that_could_be_taken_for_something_else_come_back_as_they_were():
    made = model(LARGEST, hostile())
    file = export(made, "onnx", HOSTILE)
    assert metadata(file)["vocabulary"] == list(made.vocabulary.words)
    assert set(metadata(file)["labels"]) == set(HOSTILE)
    assert all(each.value.isascii() and each.value.isprintable() for each in onnx.load_from_string(file).metadata_props)
    assert_right(made, answers(file, padded(made, HOSTILE)), HOSTILE)


def test_it_is_used_as_the_documents_show(tmp_path, monkeypatch, capsys):
    made = model(LARGEST, hostile())
    (tmp_path / "reviews.onnx").write_bytes(export(made, "onnx", SENTENCES))
    (example,) = re.findall(
        r"```python\n(.*?session.*?)```", (ROOT / "docs" / "exports.md").read_text("utf-8"), re.DOTALL
    )
    monkeypatch.chdir(tmp_path)
    exec(example, {})
    told = ast.literal_eval(capsys.readouterr().out.replace("np.float64", ""))
    (expected,) = made.predict(["what a waste of time"])[0]
    assert told == pytest.approx(dict(zip(made.classes, expected, strict=True)), rel=RELATIVE)


def metadata(file: bytes) -> dict:
    return {each.key: json.loads(each.value) for each in onnx.load_from_string(file).metadata_props}


def test_weights_that_float32_could_not_hold_are_right_too():
    made = model(LARGEST)
    made.kept[0].by[0] = -1e39
    assert_right(made, answers(export(made, "onnx", SENTENCES), padded(made, SENTENCES)))


def test_a_model_that_knows_no_word_is_refused():
    with pytest.raises(InvalidModel, match="knows no word"):
        export(model(LARGEST, WORDLESS), "onnx", SENTENCES)


def test_without_the_package_the_reason_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "onnx", None)
    assert "pip install onnx" in EXPORTS["onnx"].missing()
    with pytest.raises(InvalidModel, match="pip install onnx"):
        export(model(LARGEST), "onnx", SENTENCES)
