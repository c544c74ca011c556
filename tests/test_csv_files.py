"""The figures of a run, and its answers, as CSV files."""

import csv
from dataclasses import fields

import numpy as np
import pandas as pd
import pytest

from playground import csv_files
from playground.csv_files import metrics_csv, predictions_csv
from playground.jobs import Job
from playground.predictions import Predictions
from rnn_core import Dataset, EpochRecord, ModelConfig, TextConfig, TrainConfig, read, train
from tests.datasets import drawn, rows, tagged
from tests.test_jobs import run_to_the_end


def job(dataset: Dataset, model: ModelConfig, networks: int = 1, epochs: int = 4) -> Job:
    """A job that is over."""

    def training(seed: int):
        return train(dataset, model, TrainConfig(0.05, epochs, seed=seed))

    made = Job(training(0), epochs, others=[lambda seed=seed: training(seed) for seed in range(1, networks)])
    made.play()
    run_to_the_end(made)
    return made


def table(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(data.decode("utf-8-sig").splitlines()))


DATA = rows("a b | x", "=c d | @y", "b a | x | test", "d e | @y | test", "zzz | x | test")


def test_every_figure_of_every_epoch_is_told_in_full():
    now = job(DATA, ModelConfig(3)).snapshot()
    found = table(metrics_csv(now))
    names = [field.name for field in fields(EpochRecord) if field.name != "weight_norms"]
    assert list(found[0]) == ["network", *names, *(f"norm of {weight}" for weight in now.params.named())]
    assert [row["network"] for row in found] == ["1"] * 4
    for row, record in zip(found, now.records, strict=True):
        for name in names:
            value = getattr(record, name)
            assert row[name] == ("" if value is None else str(value)), name
        assert {w: float(row[f"norm of {w}"]) for w in record.weight_norms} == record.weight_norms
    assert found[0]["validation_loss"] == ""  # there is no such part


def test_before_the_first_epoch_there_are_only_the_names_of_the_figures():
    now = Job(train(DATA, ModelConfig(3), TrainConfig(epochs=2)), 2).snapshot()
    (line,) = metrics_csv(now).decode("utf-8-sig").splitlines()
    assert line.startswith("network,epoch,train_loss,")


def test_of_further_networks_the_epoch_that_they_keep_is_told():
    now = job(DATA, ModelConfig(3), networks=3).snapshot()
    found = table(metrics_csv(now))
    assert [(row["network"], row["epoch"]) for row in found] == [
        *(("1", str(i)) for i in range(1, 5)),
        ("2", "4"),
        ("3", "4"),
    ]
    assert float(found[-1]["train_loss"]) == now.members[2].record.train_loss


def test_a_look_that_was_taken_gives_the_same_files_when_training_has_gone_on():
    running = Job(train(DATA, ModelConfig(3), TrainConfig(0.1, epochs=6)), 6)
    running.step()
    running.run_slice(60)
    then = running.snapshot()
    before = metrics_csv(then), predictions_csv(DATA, then.answering)
    running.step()
    running.run_slice(60)
    assert running.snapshot().epoch == 2
    assert (metrics_csv(then), predictions_csv(DATA, then.answering)) == before
    assert predictions_csv(DATA, running.snapshot().answering) != before[1]


@pytest.mark.parametrize("networks", [1, 3])
def test_the_predictions_are_those_of_the_table_and_none_is_a_formula(networks):
    now = job(DATA, ModelConfig(3), networks).snapshot()
    data = predictions_csv(DATA, now.answering)
    found, shown = table(data), Predictions.of(DATA, *now.answering)
    assert list(found[0]) == ["sentence", "label", "split", "prediction", "right", "p(@y)", "p(x)"]
    for i, row in enumerate(found):
        assert row["prediction"].removeprefix("'") == DATA.classes[shown.answers[i]]
        assert row["right"] == str(bool(shown.right[i]))
        chances = [float(row["p(@y)"]), float(row["p(x)"])]
        assert sum(chances) == pytest.approx(1) and max(chances) == pytest.approx(shown.confidence[i], rel=1e-12)
    cells = [cell for row in csv.reader(data.decode("utf-8-sig").splitlines()) for cell in row]
    assert "'=c d" in cells and "'@y" in cells and not any(cell.startswith(("=", "@", "+", "-")) for cell in cells)


def test_the_sentences_of_the_predictions_are_read_again_as_they_were():
    now = job(DATA, ModelConfig(3)).snapshot()
    assert read(predictions_csv(DATA, now.answering), "predictions.csv").dataset.examples == DATA.examples


def test_a_table_of_data_knows_right_and_wrong(tmp_path):
    now = job(DATA, ModelConfig(3)).snapshot()
    (tmp_path / "p.csv").write_bytes(predictions_csv(DATA, now.answering))
    frame = pd.read_csv(tmp_path / "p.csv")
    assert frame["right"].dtype == bool and frame["right"].sum() == Predictions.of(DATA, *now.answering).right.sum()


WORDS = tagged("the/DET dog/NOUN runs/VERB", "a/DET cat/NOUN sleeps/=V", "new/DET dog/NOUN runs/VERB | test")


@pytest.mark.parametrize("unknown", ["skip", "vector"])
@pytest.mark.parametrize("directions", [1, 2])
def test_of_tagged_sentences_every_word_has_a_row(unknown, directions):
    dataset = Dataset(WORDS.examples, TextConfig(unknown=unknown), tagged=True)
    now = job(dataset, ModelConfig(4, readout="words", directions=directions)).snapshot()
    found, shown = table(predictions_csv(dataset, now.answering)), Predictions.of(dataset, *now.answering)
    assert [(row["sentence_number"], row["word"], row["split"]) for row in found] == [
        (str(i), word, example.split)
        for i, example in enumerate(dataset.examples, 1)
        for word in example.sentence.split()
    ]
    assert [row["tag"].removeprefix("'") for row in found] == " ".join(e.label for e in dataset.examples).split()
    skipped = [row for row in found if not row["prediction"]]
    assert [row["word"] for row in skipped] == (["new"] if unknown == "skip" else [])
    assert all(row["p(DET)"] == "" and row["right"] == "False" for row in skipped)
    read = [row for row in found if row["prediction"]]
    assert [row["prediction"].removeprefix("'") for row in read] == [dataset.classes[i] for i in shown.answers]
    assert [row["right"] == "True" for row in read] == shown.right.tolist()
    assert np.allclose([max(float(row[f"p({c})"]) for c in dataset.classes) for row in read], shown.confidence)


@pytest.mark.parametrize("dataset", [drawn(1_203, 3), Dataset(WORDS.examples, tagged=True)], ids=["labels", "tags"])
def test_of_very_many_only_the_highest_probability_is_told(dataset, monkeypatch):
    now = job(dataset, ModelConfig(3, readout="words" if dataset.tagged else "last"), epochs=1).snapshot()
    whole = table(predictions_csv(dataset, now.answering))
    assert len(whole) == (9 if dataset.tagged else 1_203)
    monkeypatch.setattr(csv_files, "MOST_PROBABILITIES", 5)
    short = table(predictions_csv(dataset, now.answering))
    assert list(short[0])[-1] == "probability"
    for one, other in zip(short, whole, strict=True):
        assert one["prediction"] == other["prediction"]
        every = [other[f"p({label})"] for label in dataset.classes]
        assert one["probability"] == (max(every, key=float) if one["prediction"] else "")
