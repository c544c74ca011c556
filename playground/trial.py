"""How long a run will take, found out by a short trial that changes nothing."""

import time
from dataclasses import replace

import numpy as np

from playground.settings import Settings
from rnn_core import Corpus, Dataset, Layout, initial_params, loss_and_gradients, pack, train
from rnn_core.combinations import require_fitting
from rnn_core.seeds import Stream, generator

LONG = 180  # seconds: a run that takes longer says so before it starts
_TRIAL_SECONDS = 0.1
_BACKWARDS = 3  # what an update takes, in readings forwards
_EVALUATION = 4 / 3  # an epoch, in its updates: the evaluation reads the sentences once more
_AT_ONCE = 1e8  # multiply-adds that are tried at once: a twentieth to a tenth of a second
_SENTENCES, _WORDS = 16, 4  # of which the beginnings are tried, and so many words of each: with fewer, no word is usual

# Slower than anything that was measured, so that only runs that may be long are tried.
_STEP, _MULTIPLY_ADD = 2e-4, 2e-9  # seconds: of one layer, in one direction, at one word of a batch; of one weight


def seconds(dataset: Dataset, settings: Settings) -> float:
    """About how long a run takes at full speed while nobody else trains: a short trial, extrapolated.

    Raises:
        InvalidSetting: these settings do not fit the dataset.
    """
    settings = replace(settings, frozen=False)  # (a frozen embedding would have to be given)
    require_fitting(dataset, settings.model, settings.training)
    weights, words = _dense(dataset, settings), len(dataset.corpus.words) / len(dataset.examples)
    large = _BACKWARDS * weights * words * settings.batch_size > _AT_ONCE
    updates = (_by_the_word if large else _by_the_update)(dataset, settings)
    return settings.epochs * settings.networks * updates


def surely_short(dataset: Dataset, settings: Settings) -> bool:
    """Whether a run is over before it is long, on any machine that is not very slow; known without a trial."""
    sentences = len(dataset.indices("train"))
    words = len(dataset.corpus.words) * sentences / len(dataset.examples)
    steps = words / min(settings.batch_size, sentences) * settings.layers * settings.directions
    work = _BACKWARDS * words * _dense(dataset, settings)
    longest = _EVALUATION * (2 * steps * _STEP + work * _MULTIPLY_ADD)  # (a batch has as many steps as its longest)
    return settings.epochs * settings.networks * longest < LONG


def _dense(dataset: Dataset, settings: Settings) -> int:
    """How many weights each word is multiplied with."""
    return Layout(settings.model, dataset.vocabulary.rows, len(dataset.classes)).dense


def _by_the_update(dataset: Dataset, settings: Settings) -> float:
    """Seconds of an epoch, from as many of its updates as the trial has time for."""
    training = train(dataset, settings.model, replace(settings.training, epochs=1))
    started, used = time.perf_counter(), time.thread_time()
    read = 0
    for _ in training:
        read += 1
        if time.perf_counter() - started > _TRIAL_SECONDS:
            break
    took = time.thread_time() - used  # without what others took of the processor meanwhile
    updates = training.updates_per_epoch
    return took if read > updates else updates * took / read * _EVALUATION  # (more than updates: the whole epoch)


def _by_the_word(dataset: Dataset, settings: Settings) -> float:
    """The same where one update alone would be too long: from the beginnings of the sentences of one."""
    layout = Layout(settings.model, dataset.vocabulary.rows, len(dataset.classes))
    params = initial_params(settings.model, layout.words, layout.classes, generator(0, Stream.WEIGHTS))
    corpus, chosen = dataset.corpus, dataset.indices("train")[: min(settings.batch_size, _SENTENCES)]
    most = max(_WORDS, int(_AT_ONCE / (_BACKWARDS * layout.dense * len(chosen))))
    begins, ends = corpus.offsets[chosen], corpus.offsets[chosen + 1]
    ranges = zip(begins, np.minimum(begins + most, ends), strict=True)
    beginnings = [corpus.words[begin:end].tolist() for begin, end in ranges]
    batch = pack(Corpus.of(beginnings, np.zeros(len(chosen), dtype=np.intp)), range(len(chosen)))
    loss_and_gradients(params, batch)  # the first time it has its memory still to get
    used = time.thread_time()
    loss_and_gradients(params, batch)
    took = time.thread_time() - used
    words = corpus.lengths[dataset.indices("train")].sum()
    return took / max(1, len(batch.words)) * float(words) * _EVALUATION
