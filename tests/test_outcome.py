"""What a run has come to: counted on the test part alone, with the weights that are kept, next to simple methods."""

from dataclasses import replace

import numpy as np
import pytest

from playground.baselines import Baseline, fit
from playground.jobs import Job
from playground.judged import judged, truth
from playground.outcome import FEWEST, Outcome, can_be_told, in_test
from playground.predictions import Predictions
from playground.sentences import Sentences
from playground.settings import Settings
from playground.snapshot import Snapshot
from rnn_core import Dataset, evaluate, split_off, train
from rnn_core.intervals import clustered, wilson
from rnn_core.reading import finish
from tests.datasets import drawn, rows, tagged


def finished(dataset: Dataset, **settings) -> tuple[Snapshot, Settings]:
    """A run that has come to its end."""
    chosen = Settings(**{"hidden_size": 8, "epochs": 3, **settings})
    job = Job(train(dataset, chosen.model, chosen.training), chosen.epochs)
    job.play()
    while job.status == "playing":
        job.run_slice(1)
    assert job.status == "finished"
    return job.snapshot(), chosen


def outcome_of(dataset: Dataset, baselines=(), **settings) -> Outcome:
    """What a run comes to."""
    now, chosen = finished(dataset, **settings)
    sentences = Sentences(dataset, "mine.csv", own=True)
    right = in_test(dataset, Predictions.of(dataset, now.params).right)
    return Outcome.of(sentences, chosen, now, right, baselines)


def compared(dataset: Dataset, ours, *theirs: Baseline):
    """The outcome of a network that gets these test answers right (1) or wrong (0)."""
    now, settings = finished(test_parts(1))  # of other sentences: it is told by the answers
    right = in_test(dataset, answers_that_are(dataset, ours) == truth(dataset))
    return Outcome.of(Sentences(dataset, "mine.csv", own=True), settings, now, right, theirs)


def answers_that_are(dataset: Dataset, right) -> np.ndarray:
    """Answers of which those to the test part are right (1) or wrong (0), and those to train all right."""
    answers = truth(dataset).copy()
    part = judged(dataset, "test")
    answers[part] = np.where(right, answers[part], (answers[part] + 1) % len(dataset.classes))
    return answers


def test_parts(number: int) -> Dataset:
    """A dataset with so many test sentences, none of which it has learned."""
    test = [f"a w{i} | x | test" for i in range(number)]
    return rows("a | x", "b | y", *test)


test_parts.__test__ = False


@pytest.mark.parametrize("settings", [{}, {"early_stopping": 2, "learning_rate": 0.3, "epochs": 40}])
def test_everything_is_counted_with_the_weights_that_are_kept(settings):
    dataset = Dataset(split_off(drawn(120, 3).examples, "validation", 0.3, 0))
    now, chosen = finished(dataset, **settings)
    told = outcome_of(dataset, **settings)
    assert told.right / told.answers == pytest.approx(evaluate(dataset, "test", now.params)[1])
    assert told.train == pytest.approx(evaluate(dataset, "train", now.params)[1])
    assert told.validation == pytest.approx(evaluate(dataset, "validation", now.params)[1])
    assert told.sentences == told.answers == len(dataset.indices("test"))
    assert told.interval == pytest.approx(wilson(told.right, told.answers))
    losses = [record.validation_loss for record in now.records]
    assert told.lowest == 1 + losses.index(min(losses)) and told.epochs == len(losses)
    assert told.epoch == (told.lowest if settings else 3)
    assert (told.fingerprint, told.settings) == (now.params.fingerprint(), chosen)
    if settings:
        assert told.epoch < told.epochs < 40  # it stopped early


def test_without_a_test_part_only_the_others_are_told():
    told = outcome_of(rows("a | x", "b | y", "a b | x"))
    assert (told.sentences, told.answers, told.interval, told.rival) == (0, 0, None, None)
    assert told.validation is None and told.train > 0 and told.overfitting is None


@pytest.mark.parametrize("number", [FEWEST - 1, FEWEST])
def test_of_a_handful_of_test_sentences_no_share_is_told_and_nothing_is_compared(number):
    dataset = test_parts(number)
    told = outcome_of(dataset, finish(fit(dataset)))
    enough = number >= FEWEST
    assert can_be_told(dataset) == enough and told.answers == number
    assert (told.interval is not None) == (told.rival is not None) == enough


def test_sentences_that_are_in_train_as_well_are_counted():
    dataset = rows("a | x", "b | y", *["A | x | test", "c | y | test"] * 6)
    assert outcome_of(dataset).leaked == 6


def test_the_best_of_the_baselines_is_the_rival_and_of_equals_the_simplest():
    dataset = test_parts(20)
    one, two, three = (
        Baseline(doing, answers_that_are(dataset, [1] * right + [0] * (20 - right)), doing)
        for doing, right in (("one", 12), ("two", 15), ("three", 15))
    )
    told = compared(dataset, [1] * 18 + [0] * 2, one, two, three)
    assert (told.rival.doing, told.rival.share) == ("two", 15 / 20)


@pytest.mark.parametrize(
    ("ours", "theirs", "standing"),
    [
        # 5 points apart, and chance could well do that: 10 sentences against 5.
        ([1] * 80 + [0] * 20, [1] * 70 + [0] * 25 + [1] * 5, 0),
        # 10 points apart: 10 against none.
        ([1] * 80 + [0] * 20, [1] * 70 + [0] * 30, 1),
        ([1] * 70 + [0] * 30, [1] * 80 + [0] * 20, -1),
        # As far apart, and not clear: 40 against 30.
        ([1] * 70 + [0] * 30, [0] * 40 + [1] * 60, 0),
        ([1] * 50 + [0] * 50, [1] * 50 + [0] * 50, 0),
    ],
)
def test_better_is_what_is_better_by_more_than_chance_on_the_same_sentences(ours, theirs, standing):
    dataset = test_parts(100)
    told = compared(dataset, ours, Baseline("rival", answers_that_are(dataset, theirs)))
    assert told.rival.standing == standing


def test_what_is_learned_by_heart_is_no_part_of_the_comparison():
    dataset = test_parts(20)
    rival = Baseline("rival", np.zeros(22, dtype=int))  # all test sentences right, and half of train
    assert compared(dataset, [1] * 20, rival).rival.standing == 0


def test_of_tagged_sentences_words_are_counted_and_sentences_tell():
    dataset = tagged("a/X b/Y", "b/Y a/X", *["a/X b/Y b/Y a/X | test"] * 12, unknown="vector")
    # The network gets every word of two sentences wrong.
    ours = [0] * 8 + [1] * 40
    told = compared(dataset, ours, Baseline("rival", answers_that_are(dataset, [1] * 48)))
    assert (told.unit, told.sentences, told.right, told.answers) == ("word", 12, 40, 48)
    assert told.interval == pytest.approx(clustered(np.array([0, 0, *[4] * 10]), np.full(12, 4)))
    assert told.interval == pytest.approx(wilson(10, 12)) and told.interval[0] < wilson(40, 48)[0]
    assert told.rival.standing == 0  # two sentences, not eight words


def test_words_that_are_all_skipped_leave_nothing_to_judge():
    dataset = tagged("a/X b/Y", "b/Y a/X", *["new/Y unseen/X | test"] * 12)
    told = outcome_of(dataset, finish(fit(dataset)), readout="words")
    assert (told.sentences, told.answers, told.interval, told.rival) == (12, 0, None, None)


def test_curves_that_show_it_are_told_of():
    dataset = Dataset(split_off(drawn(60, 2, words=60, seed=4).examples, "validation", 0.3, 0))
    assert outcome_of(dataset, epochs=60, learning_rate=0.1, batch_size=4).overfitting.part == "validation"
    assert outcome_of(dataset).overfitting is None


def test_an_outcome_is_a_value():
    dataset = test_parts(10)
    assert outcome_of(dataset) == outcome_of(dataset) != replace(outcome_of(dataset), right=0)
