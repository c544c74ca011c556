"""Cross-validation: each fold is a training of its own, and what all have right is counted."""

import json
import re
from dataclasses import replace
from functools import partial
from itertools import islice

import pytest

from playground.jobs import Job
from rnn_core import (
    CrossValidation,
    Dataset,
    FoldScore,
    InvalidSetting,
    ModelConfig,
    TrainConfig,
    Training,
    deal,
    evaluate,
    to_csv,
    train,
)
from rnn_core.__main__ import main
from tests.clock import Clock
from tests.datasets import drawn, rows, tagged

DATASET = drawn(60, 3, words=30)
MODEL, CONFIG = ModelConfig(hidden_size=4), TrainConfig(epochs=4, seed=7)
TAGGED = tagged(*(f"the/D w{i}/{'NV'[i % 2]} runs/V | {'test' if i > 8 else 'train'}" for i in range(12)))


def begin(dataset: Dataset, seed: int, model: ModelConfig = MODEL, config: TrainConfig = CONFIG) -> Training:
    return train(dataset, model, replace(config, seed=seed))


def scores(dataset: Dataset = DATASET, begin=begin, seed: int = 7, k: int | None = None) -> list[FoldScore]:
    return [event for event in CrossValidation(deal(dataset, seed, k), begin) if isinstance(event, FoldScore)]


def test_each_fold_is_a_training_with_a_seed_of_its_own_tested_on_what_it_has_not_seen():
    folds = deal(DATASET, 7, k=4)
    for i, done in enumerate(scores(k=4)):
        alone = begin(folds.dataset(i), 7 + i)
        list(alone)
        assert (done.fold, done.problem) == (i + 1, None)
        assert done.score.answers == len(folds.dataset(i).indices("test")) == 15
        assert done.score.means == evaluate(folds.dataset(i), "test", alone.params)


def test_all_answers_are_counted():
    validation = CrossValidation(deal(DATASET, 7), begin)
    done = [event for event in validation if isinstance(event, FoldScore)]
    assert validation.scores == done and len(done) == 10
    assert validation.total.answers == validation.total.sentences == 60
    assert validation.total.right == sum(fold.score.right for fold in done)


def test_it_is_the_same_to_the_bit_when_repeated_and_with_pauses():
    once = scores()
    assert once == scores() != scores(seed=8)
    validation = CrossValidation(deal(DATASET, 7), begin)
    job = Job(validation, CONFIG.epochs, Clock(per_look=1e-4), history_bytes=0)
    for _ in range(100_000):
        job.play()
        if job.status == "finished":
            break
        job.run_slice(0.002)
        job.pause()
    assert job.status == "finished" and validation.scores == once


def test_nothing_happens_but_when_it_is_asked():
    validation = CrossValidation(deal(DATASET, 7), begin)
    assert (validation.fold, validation.epoch, validation.scores) == (1, 0, [])
    before = validation.params.fingerprint()
    assert [event.number for event in islice(validation, 3)] == [1, 2, 3]
    assert validation.params.fingerprint() != before and validation.epoch == 0


def test_the_weights_that_are_kept_are_tested():
    dataset = rows(
        *(
            f"{'good' if i % 2 else 'bad'} w{i} | {'ab'[i % 2]} | {'validation' if i % 8 < 2 else 'train'}"
            for i in range(40)
        ),
        unknown="vector",
    )
    early = TrainConfig(epochs=30, early_stopping=2, learning_rate=0.3)
    for i, done in enumerate(scores(dataset, partial(begin, config=early), seed=0)):
        fold = deal(dataset, 0).dataset(i)
        alone = begin(fold, i, config=early)
        list(alone)
        assert alone.kept[0] < alone.epoch, "the best epoch is not the last one"
        assert done.score.means == evaluate(fold, "test", alone.kept[1])


def test_a_fold_whose_training_breaks_off_is_told_and_counted():
    wild = TrainConfig(epochs=6, learning_rate=1e6, clip_by="none")
    done = scores(begin=lambda dataset, seed: begin(dataset, seed, config=CONFIG if seed == 8 else wild), k=3)
    assert [bool(fold.problem) for fold in done] == [True, False, True]
    assert "last good weights were kept" in done[0].problem
    assert [fold.score.answers for fold in done] == [20, 20, 20]


def test_of_tagged_sentences_words_are_counted():
    at_words = ModelConfig(hidden_size=4, readout="words")
    done = scores(TAGGED, partial(begin, model=at_words), seed=0)
    assert len(done) == 10 and sum(fold.score.sentences for fold in done) == 12
    # Words that a fold has not learned are skipped: each of these occurs once, so that it is unknown when it is tested.
    assert sum(fold.score.answers for fold in done) == 24


def test_what_else_is_to_be_done_is_done_with_each_fold_after_its_network():
    seen = []

    def beside(fold: Dataset):
        seen.append((len(validation.scores), fold.indices("test").tolist()))
        yield 0.5

    folds = deal(DATASET, 7, k=3)
    validation = CrossValidation(folds, begin, beside)
    list(validation)
    assert seen == [(i + 1, folds.dataset(i).indices("test").tolist()) for i in range(3)]


def test_what_is_not_possible_is_refused_at_once():
    with pytest.raises(InvalidSetting, match="validation part"):
        CrossValidation(deal(DATASET, 0), partial(begin, config=TrainConfig(early_stopping=3)))


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_bytes(to_csv(DATASET.examples))
    return path


OPTIONS = ("--hidden-size", "4", "--epochs", "4", "--seed", "7")


def test_the_terminal_tells_each_fold_and_all_of_them(file, capsys):
    assert main([str(file), "--folds", "4", *OPTIONS]) == 0
    lines = capsys.readouterr().out.splitlines()
    told = [re.fullmatch(r"fold  (\d) of 4  (\d+) of 15 right", line).groups() for line in lines[:-1]]
    expected = scores(Dataset(DATASET.examples, replace(DATASET.text, unknown="vector")), k=4)
    assert told == [(str(done.fold), str(done.score.right)) for done in expected]
    right = sum(done.score.right for done in expected)
    assert re.fullmatch(rf"{right} of 60 right: accuracy 0\.\d+, likely 0\.\d+ to 0\.\d+", lines[-1])


def test_the_terminal_tells_the_same_as_json(file, capsys):
    assert main([str(file), "--folds", "4", "--json", *OPTIONS]) == 0
    *folds, summary = map(json.loads, capsys.readouterr().out.splitlines())
    assert [fold["fold"] for fold in folds] == [1, 2, 3, 4] and not any(fold["problem"] for fold in folds)
    assert summary["right"] == sum(fold["right"] for fold in folds)
    assert (summary["answers"], summary["folds"], summary["untested_sentences"]) == (60, 4, 0)
    low, high = summary["interval"]
    assert low < summary["accuracy"] == summary["right"] / 60 < high
    assert summary["settings"]["seed"] == 7


def test_the_terminal_names_what_cannot_be_tested_and_what_broke_off(tmp_path, capsys):
    path = tmp_path / "few.csv"
    path.write_text("".join(f"w{i},{'ab'[i % 2]}\n" for i in range(8)) + "alone,‘c’ %s\n", encoding="utf-8")
    wild = ("--learning-rate", "1e6", "--clip", "0", "--epochs", "6")
    assert main([str(path), "--no-header", "--folds", "2", *wild]) == 0
    told = capsys.readouterr()
    assert "note: 1 sentence cannot be tested: no other one has “‘c’ %s”." in told.err
    assert "note: fold 1: " in told.err and "of 8 right" in told.out
    assert main([str(path), "--no-header", "--folds", "9"]) == 2
    assert capsys.readouterr().err.endswith("2 to 8 are possible, for 8 different sentences can be tested.\n")


def test_the_terminal_gives_no_interval_for_tags(tmp_path, capsys):
    path = tmp_path / "tags.txt"
    path.write_text("".join(f"the/D w{i}/{'NV'[i % 2]} runs/V\n" for i in range(12)))
    options = [str(path), "--tags", "--readout", "words", "--folds", "3", "--epochs", "2"]
    assert main(options) == 0
    assert "likely" not in capsys.readouterr().out
    assert main([*options, "--json"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["interval"] is None


def test_in_the_terminal_each_fold_starts_from_vectors_of_its_own_words(tmp_path, monkeypatch):
    """Also of those that only the test part of the file has."""
    from rnn_core import __main__ as module

    parts = ["train", "train", "test"]
    dataset = rows(*(f"w{i} here | {'ab'[i % 2]} | {parts[i % 3]}" for i in range(18)))
    file, vectors = tmp_path / "mine.csv", tmp_path / "vectors.txt"
    file.write_bytes(to_csv(dataset.examples))
    words = sorted(dataset.tokenised.words)
    vectors.write_text("".join(f"{word} {i} {i + 0.5}\n" for i, word in enumerate(words)))
    begun = []

    def noted(dataset, model, config, vectors):
        begun.append((dataset.vocabulary.words, vectors, model.embedding_size))
        return train(dataset, model, config, vectors=vectors)

    monkeypatch.setattr(module, "train", noted)
    options = ["--input", "embedding", "--vectors", str(vectors), "--epochs", "1", "--hidden-size", "4"]
    assert main([str(file), "--folds", "3", *options]) == 0
    assert len(begun) == 3 and {len(known) for known, _, _ in begun} == {13}
    for known, own, width in begun:
        assert width == 2
        assert own[: len(known)].tolist() == [[words.index(word), words.index(word) + 0.5] for word in known]
