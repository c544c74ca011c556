"""Several networks that differ by their seed: their mean answer against a plain loop, and how the terminal tells it."""

import json
import math
from dataclasses import replace

import numpy as np
import pytest

from rnn_core import (
    Dataset,
    EnsembleConfig,
    InvalidSetting,
    ModelConfig,
    Params,
    TrainConfig,
    TrainingDiverged,
    bundled,
    evaluate,
    fingerprint_of_all,
    member_seeds,
    pack_unlabelled,
    predict,
    predict_mean,
    predict_words,
    predict_words_mean,
    train,
)
from rnn_core import __main__ as terminal
from rnn_core.__main__ import main
from rnn_core.ensemble import mean_log_probabilities
from rnn_core.model import log_probabilities
from tests.datasets import drawn, tagged

LARGEST = 999_999_999


def trained(dataset: Dataset, model: ModelConfig, seeds=(0, 1, 2)) -> list[Params]:
    runs = [train(dataset, model, TrainConfig(epochs=3, seed=seed)) for seed in seeds]
    for run in runs:
        list(run)
    return [run.params for run in runs]


CLASSES = drawn(60, 3)
TAGS = tagged("the/D dog/N runs/V", "a/D cat/N", "runs/V", "dog/N runs/V the/D | test", "a/D cat/N | test")
NETWORKS = {
    "last state": (CLASSES, ModelConfig(6)),
    "both directions, mean, GRU": (CLASSES, ModelConfig(4, cell="gru", directions=2, readout="mean")),
    "32 bits, maximum": (CLASSES, ModelConfig(4, readout="max", dtype="float32")),
    "every word asked for its sentence's label": (CLASSES, ModelConfig(5, readout="words")),
    "tags": (TAGS, ModelConfig(5, readout="words")),
}


@pytest.fixture(scope="module", params=NETWORKS.values(), ids=NETWORKS)
def case(request):
    dataset, model = request.param
    return dataset, trained(dataset, model)


def test_the_seeds_follow_each_other():
    assert member_seeds(7, 4) == [7, 8, 9, 10]
    assert member_seeds(0, 1) == [0]


def test_after_the_largest_seed_that_a_page_offers_comes_0():
    assert member_seeds(LARGEST - 1, 4) == [LARGEST - 1, LARGEST, 0, 1]
    assert member_seeds(LARGEST + 5, 3) == [LARGEST + 5, LARGEST + 6, LARGEST + 7]


@pytest.mark.parametrize("networks", [0, -1, 9, 10**9, True, 2.0, "2"])
def test_there_are_1_to_8_networks(networks):
    with pytest.raises(InvalidSetting, match=r"The number of networks is .* a whole number from 1 to 8"):
        EnsembleConfig(networks)


def test_the_mean_answer_is_the_mean_of_the_probabilities(case):
    dataset, members = case
    for batch in dataset.batches["train"]:
        each = [predict(params, batch) for params in members]
        together = predict_mean(members, batch)
        for row in range(len(batch)):
            for c in range(len(dataset.classes)):
                assert together[row, c] == pytest.approx(sum(p[row, c] for p in each) / 3, rel=1e-5)
        np.testing.assert_allclose(together.sum(axis=1), 1, rtol=1e-5)
    assert len({params.fingerprint() for params in members}) == 3


def test_where_words_are_tagged_each_word_has_the_mean_answer():
    members = trained(*NETWORKS["tags"])
    for batch in TAGS.batches["train"]:
        mean = sum(predict_words(params, batch) for params in members) / 3
        np.testing.assert_allclose(predict_words_mean(members, batch), mean, rtol=1e-12)
    with pytest.raises(ValueError, match="no answer at every word"):
        predict_words_mean(trained(CLASSES, ModelConfig(3)), CLASSES.batches["train"][0])


def test_loss_and_accuracy_of_the_mean_answer_are_those_of_a_plain_loop(case):
    dataset, members = case
    for split in dataset.batches:
        loss, right, answers, sentences = 0.0, 0, 0, 0
        for batch in dataset.batches[split]:
            probabilities = sum(np.exp(log_probabilities(params, batch)) for params in members) / 3
            if members[0].layout.config.readout != "words":
                told = [[(row, batch.labels[row])] for row in range(len(batch))]
            elif dataset.tagged:
                told = [
                    [(i, batch.tags[i]) for i in np.flatnonzero(batch.sentence == row)] for row in range(len(batch))
                ]
            else:
                told = [
                    [(i, batch.labels[row]) for i in np.flatnonzero(batch.sentence == row)] for row in range(len(batch))
                ]
            for words in told:
                loss += sum(-math.log(probabilities[i, label]) for i, label in words) / len(words)
                judged = words if dataset.tagged else words[-1:]
                right += sum(int(probabilities[i].argmax()) == label for i, label in judged)
                answers, sentences = answers + len(judged), sentences + 1
        assert evaluate(dataset, split, *members) == pytest.approx((loss / sentences, right / answers), rel=1e-5)


def test_one_network_is_its_own_mean_to_the_bit(case):
    dataset, members = case
    for batch in dataset.batches["test"]:
        assert np.array_equal(predict_mean(members[:1], batch), predict(members[0], batch))
        assert np.array_equal(mean_log_probabilities(members[:1], batch), log_probabilities(members[0], batch))
    assert fingerprint_of_all(members[:1]) == members[0].fingerprint()


def test_an_answer_that_every_network_holds_impossible_is_no_exception():
    params = trained(CLASSES, ModelConfig(4), seeds=(0, 1))
    for each in params:
        each.by[:] = [0, 2000, 0]  # far beyond what exp can hold
    loss, accuracy = evaluate(CLASSES, "test", *params)
    assert 100 < loss < 4000 and 0 <= accuracy <= 1
    assert predict_mean(params, pack_unlabelled([[]])).shape == (1, 3), "a sentence without words"


def test_networks_of_another_kind_are_not_averaged():
    one, other = trained(CLASSES, ModelConfig(4), seeds=(0,)), trained(CLASSES, ModelConfig(5), seeds=(1,))
    with pytest.raises(InvalidSetting, match="cannot be evaluated"):
        evaluate(CLASSES, "test", *one, *other)


def test_a_fingerprint_of_all_tells_every_member_and_their_order():
    a, b, c = trained(CLASSES, ModelConfig(3))
    seen = {fingerprint_of_all(members) for members in ([a, b], [b, a], [a, c], [a, b, c], [a], [b])}
    assert len(seen) == 6 and all(len(one) == 8 and int(one, 16) >= 0 for one in seen)


# The terminal.


def told(capsys, *arguments) -> tuple[int, list[str], str]:
    status = main([*map(str, arguments)])
    said = capsys.readouterr()
    return status, said.out.splitlines(), said.err


def test_each_network_is_told_briefly_and_then_their_mean(capsys):
    status, lines, _ = told(capsys, "--epochs", 3, "--networks", 3, "--seed", 4)
    assert status == 0 and len(lines) == 5
    members = []
    for number, line in enumerate(lines[:3], 1):
        seed = 3 + number
        run = train(bundled(), ModelConfig(), TrainConfig(epochs=3, seed=seed))
        list(run)
        members.append(run.params)
        loss, accuracy = evaluate(bundled(), "test", run.params)
        assert line.startswith(f"network {number}  seed {seed}  epoch     3  train loss ")
        assert line.endswith(f"test loss {loss:.3f} accuracy {accuracy:.3f}")
    loss, accuracy = evaluate(bundled(), "test", *members)
    assert lines[3].startswith("mean of 3 networks  train loss ")
    assert lines[3].endswith(f"test loss {loss:.3f} accuracy {accuracy:.3f}")
    assert lines[4] == f"fingerprint {fingerprint_of_all(members)}"


def test_json_lines_name_the_network_and_the_summary_has_its_members(capsys):
    lines = [json.loads(line) for line in told(capsys, "--epochs", 2, "--networks", 2, "--json")[1]]
    assert [(line["network"], line["epoch"]) for line in lines[:-1]] == [(1, 1), (1, 2), (2, 1), (2, 2)]
    summary = lines[-1]
    assert [(member["seed"], member["best_epoch"]) for member in summary["members"]] == [(0, 2), (1, 2)]
    assert [member["test_accuracy"] for member in summary["members"]] == [
        lines[1]["test_accuracy"],
        lines[3]["test_accuracy"],
    ]
    assert summary["settings"]["networks"] == 2 and "best_epoch" not in summary
    one = [json.loads(line) for line in told(capsys, "--epochs", 2, "--json")[1]]
    assert summary["members"][0]["fingerprint"] == one[-1]["fingerprint"] != summary["fingerprint"]
    assert told(capsys, "--epochs", 2, "--json", "--networks", 1)[1] == told(capsys, "--epochs", 2, "--json")[1]


@pytest.mark.parametrize("networks", ["0", "9", "-3", "many", "1.5"])
def test_a_number_of_networks_that_is_not_possible_is_one_line(capsys, networks):
    try:
        status = main(["--networks", networks])
    except SystemExit as ended:
        status = ended.code
    said = capsys.readouterr()
    assert status == 2 and not said.out and len(said.err.splitlines()) == 1


def blowing_up(monkeypatch, *seeds):
    def some(dataset, model, config, vectors=None):
        if config.seed in seeds:
            raise_at_once = replace(config, learning_rate=1e6, clip_by="none")
            return train(dataset, ModelConfig(64), raise_at_once)
        return train(dataset, model, config, vectors=vectors)

    monkeypatch.setattr(terminal, "train", some)


def test_a_later_network_that_blows_up_is_left_out_and_the_first_ends_the_run(capsys, monkeypatch):
    blowing_up(monkeypatch, 1)
    status, lines, notes = told(capsys, "--epochs", 3, "--networks", 3)
    assert status == 0 and "note: Network 2 is left out. " in notes
    assert [line.split()[:2] for line in lines[:2]] == [["network", "1"], ["network", "3"]]
    assert lines[2].startswith("mean of 2 networks  train loss ")
    blowing_up(monkeypatch, 0)
    status, lines, notes = told(capsys, "--epochs", 3, "--networks", 3)
    assert status == 2 and not lines and "The loss blew up" in notes
    with pytest.raises(TrainingDiverged):
        list(terminal.train(bundled(), ModelConfig(), TrainConfig(epochs=3)))


def test_each_network_keeps_its_best_weights(tmp_path, capsys):
    options = ["--validation-share", 0.25, "--early-stopping", 2, "--epochs", 30, "--learning-rate", 0.2, "--json"]
    *_, both = [json.loads(line) for line in told(capsys, *options, "--networks", 2)[1]]
    for member in both["members"]:
        *_, alone = [json.loads(line) for line in told(capsys, *options, "--seed", member["seed"])[1]]
        assert {name: alone[name] for name in ("best_epoch", "test_accuracy", "fingerprint")} == {
            name: member[name] for name in ("best_epoch", "test_accuracy", "fingerprint")
        }
