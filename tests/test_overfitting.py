"""Whether a run went on to learn by heart: told from its curves."""

import math

import pytest

from playground.overfitting import Overfitting, overfitting
from rnn_core import Dataset, EpochRecord, ModelConfig, TrainConfig, split_off, train
from tests.datasets import drawn

GUESSING = math.log(2)


def records(train, test=None, validation=None):
    """A record for each epoch, with these losses."""
    return [
        EpochRecord(
            i + 1, loss, 0.5, validation and validation[i], 0.5, test and test[i], 0.5, 1.0, 0.0, {}, False, 0.0
        )
        for i, loss in enumerate(train)
    ]


FALLS = [0.7, 0.5, 0.3, 0.2, 0.1, 0.05]


def test_a_loss_that_rises_on_other_sentences_while_that_on_train_falls():
    rises = [0.68, 0.6, 0.65, 0.7, 0.8, 0.9]
    assert overfitting(records(FALLS, test=rises), GUESSING) == Overfitting("test", 2, (0.6, 0.9))
    assert overfitting(records(FALLS, validation=rises), GUESSING) == Overfitting("validation", 2, (0.6, 0.9))


def test_the_validation_part_decides_where_there_is_one():
    rises, falls = [0.6, 0.68, 0.7, 0.8, 0.9, 1.0], FALLS
    assert overfitting(records(FALLS, test=rises, validation=falls), GUESSING) is None
    assert overfitting(records(FALLS, test=falls, validation=rises), GUESSING).part == "validation"


@pytest.mark.parametrize(
    "losses",
    [
        FALLS,  # it still falls
        [0.7, 0.6, 0.6, 0.61, 0.62, 0.63],  # hardly any rise: less than a twentieth of guessing
        [0.7, 0.6, 0.8, 0.8, 0.8, 0.62],  # nearly back at its lowest
        [0.7, 0.6, 0.62, 0.62, 0.62, 0.9],  # one bad epoch
        [0.7, 0.65, 0.63, 0.6, 0.8, 0.9],  # only two epochs, as many as chance may give
    ],
)
def test_what_is_not_clear_is_not_said(losses):
    assert overfitting(records(FALLS, test=losses), GUESSING) is None


def test_how_much_is_clear_depends_on_what_guessing_gives():
    losses = [0.7, 0.6, 0.66, 0.67, 0.68, 0.69]
    assert overfitting(records(FALLS, test=losses), GUESSING)
    assert overfitting(records(FALLS, test=losses), math.log(20)) is None


def test_a_run_whose_losses_both_rise_is_unsteady_not_overfitted():
    rises = [0.7, 0.6, 0.7, 0.8, 0.9, 1.0]
    assert overfitting(records(rises, test=rises), GUESSING) is None


def test_without_other_sentences_nothing_is_known():
    assert overfitting(records(FALLS), GUESSING) is None


def test_a_short_run_shows_nothing():
    for epochs in (1, 2, 3):
        assert overfitting(records(FALLS[:epochs], test=[0.6, 0.7, 0.8][:epochs]), GUESSING) is None


def learned(sentences: int, epochs: int):
    data = Dataset(split_off(drawn(sentences, 2, words=60, seed=4).examples, "validation", 0.3, 0))
    run = train(data, ModelConfig(8), TrainConfig(0.1, epochs=epochs, batch_size=4))
    return overfitting([event for event in run if isinstance(event, EpochRecord)], data.label_entropy)


def test_a_network_with_few_sentences_and_wrong_labels_learns_them_by_heart_and_one_that_has_just_begun_does_not():
    found = learned(60, 60)
    assert found.part == "validation" and found.epoch < 30 and found.loss[1] > found.loss[0] + 0.05
    assert learned(600, 3) is None
