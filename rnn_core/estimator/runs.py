"""Training for an estimator: to the end or for one epoch, and what is kept of it."""

import math
import warnings
from dataclasses import replace

import numpy as np
from sklearn.exceptions import ConvergenceWarning

from rnn_core.dataset import Dataset
from rnn_core.errors import TrainingDiverged
from rnn_core.optim import OPTIMISERS, first_slots
from rnn_core.params import Params
from rnn_core.recipes import Recipe
from rnn_core.records import Best, EpochRecord, TrainState
from rnn_core.train import DIVERGED_EPOCHS, train


def to_the_end(dataset: Dataset, recipe: Recipe, seed: int) -> TrainState:
    """Train a network; its state has the weights that are kept, from which a later part goes on."""
    training = train(dataset, recipe.model, replace(recipe.training, seed=seed))
    try:
        for _ in training:
            pass
    except TrainingDiverged as error:
        warnings.warn(str(error), ConvergenceWarning, stacklevel=4)
        return _begun_anew(training.state(), training.kept[1], recipe)
    epoch, params = training.kept
    return _with(training.state(), params, epoch)


def one_epoch(dataset: Dataset, recipe: Recipe, begin: int | TrainState) -> TrainState:
    """Read a part once; the schedule goes on as if every part were as long.

    Args:
        begin: the seed of a new network, or where to go on from.
    """
    state = None if isinstance(begin, int) else begin
    epochs = max(recipe.training.epochs, 1 + (state.epoch if state else 0))
    config = replace(recipe.training, early_stopping=0, epochs=epochs)
    if isinstance(begin, int):
        config = replace(config, seed=begin)
    training = train(dataset, recipe.model, config, state)
    problem = ""
    try:
        record = next(event for event in training if isinstance(event, EpochRecord))
        if not math.isfinite(record.train_loss) or training.state().epochs_blown_up >= DIVERGED_EPOCHS:
            problem = "The loss blew up. The last good weights were kept. Try a smaller learning rate."
    except TrainingDiverged as error:
        problem = str(error)
    after = training.state()
    if problem:
        warnings.warn(problem, ConvergenceWarning, stacklevel=4)
        return _begun_anew(after, after.last_good, recipe)
    return replace(after, best=Best(after.last_good_epoch, math.inf, after.last_good))  # no epoch is chosen


def _with(state: TrainState, params: Params, epoch: int) -> TrainState:
    """The state with these weights and no others, so that a pickle holds them once."""
    best = Best(epoch, state.best.loss, params)
    return replace(state, params=params, best=best, last_good=params, last_good_epoch=epoch, epochs_blown_up=0)


def _begun_anew(state: TrainState, params: Params, recipe: Recipe) -> TrainState:
    """These weights between two epochs, without what the optimiser remembers: that may be no number."""
    slots = first_slots(OPTIMISERS[recipe.training.optimiser], params)
    between = replace(state, slots=slots, order=np.empty(0, dtype=np.intp), position=0, gradient_norms=[], clipped=0)
    return _with(between, params, state.last_good_epoch)
