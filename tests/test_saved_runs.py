"""A run of the page kept in a file and taken up again: the same from there on, whatever it was."""

from dataclasses import replace

import numpy as np
import pytest

from playground.jobs import Job
from playground.models import Models
from playground.paces import PACES
from playground.reached import Reached
from playground.runs import Run
from playground.saved_runs import resumed, saved, settings_of
from playground.sentences import Sentences
from playground.settings import Settings, bounds, offered, stops
from playground.shared import bundled_sentences
from rnn_core import Dataset, InvalidModel, split_off
from rnn_core.model_files import load, save
from tests.datasets import drawn

SHORT = Settings(hidden_size=4, learning_rate=0.02, epochs=6, optimiser="adam", seed=3)
OWN = Sentences(drawn(40, 2), "mine.csv", own=True)
VALIDATED = Dataset(split_off(OWN.dataset.examples, "validation", 0.2, 0), OWN.dataset.text)
PARTS = Sentences(VALIDATED, "parts.csv", own=True)


def go(job: Job, slices: int = 10_000) -> None:
    """Let a job play for so many events, each a slice of no time."""
    job.set_pace(PACES["full"])
    job.play()
    for _ in range(slices):
        job.run_slice(0)
    job.pause()


def again(run: Run, sentences: Sentences | None = None) -> Run:
    """The run that goes on from the file of a run."""
    return resumed(sentences or run.sentences, load(save(saved(run))))


def figures(run: Run) -> bytes:
    return run.job.snapshot().numbers.tobytes()


@pytest.mark.parametrize(
    "settings",
    [
        SHORT,
        replace(SHORT, networks=3, epochs=3),
        replace(SHORT, cell="lstm", layers=2, dropout=0.3, word_dropout=0.1, early_stopping=2, epochs=12),
        replace(SHORT, networks=2, early_stopping=1, epochs=8, dtype="float32", input="embedding"),
    ],
    ids=["one", "three", "stops early", "two that stop early"],
)
@pytest.mark.parametrize("slices", [0, 7, 90, 333, 10_000])
def test_it_ends_as_if_it_had_never_been_kept(settings, slices):
    sentences = PARTS if settings.early_stopping else OWN
    unbroken, broken = Run.begin(sentences, settings), Run.begin(sentences, settings)
    go(unbroken.job)
    go(broken.job, slices)
    run = again(broken)
    assert run.settings == settings and run.loaded
    assert figures(run) == figures(broken)
    now, before = run.job.snapshot(), broken.job.snapshot()
    assert (now.epoch, now.network, now.networks, now.network_epoch) == (
        before.epoch, before.network, before.networks, before.network_epoch,
    )  # fmt: skip
    assert now.status == ("finished" if before.status == "finished" else "paused")
    assert now.params.fingerprint() == before.params.fingerprint()
    assert now.history[0].fingerprint() == before.history[0].fingerprint()
    go(run.job)
    ended, whole = run.job.snapshot(), unbroken.job.snapshot()
    assert ended.status == whole.status == "finished"
    assert [p.fingerprint() for p in ended.answering] == [p.fingerprint() for p in whole.answering]
    assert ended.records == whole.records and (ended.best_epoch, ended.kept_epoch) == (
        whole.best_epoch,
        whole.kept_epoch,
    )
    assert [member[1:3] for member in ended.members] == [member[1:3] for member in whole.members]
    assert [member.record for member in ended.members] == [member.record for member in whole.members]


def test_a_run_that_is_kept_twice_is_still_the_same():
    broken, unbroken = Run.begin(OWN, replace(SHORT, networks=3)), Run.begin(OWN, replace(SHORT, networks=3))
    go(unbroken.job)
    for _ in range(4):
        go(broken.job, 140)
        broken = again(broken)
    go(broken.job)
    assert [p.fingerprint() for p in broken.job.snapshot().answering] == [
        p.fingerprint() for p in unbroken.job.snapshot().answering
    ]


def test_a_run_that_is_kept_between_two_networks_goes_on_with_the_next():
    several = replace(SHORT, networks=2)
    broken, unbroken = Run.begin(OWN, several), Run.begin(OWN, several)
    go(unbroken.job)
    for _ in range(SHORT.epochs):
        broken.job.step()
        broken.job.run_slice(100)
    assert broken.job.snapshot().reached == Reached(2, 0)
    run = again(broken)
    for one in (broken, run):
        go(one.job)
        assert [p.fingerprint() for p in one.job.snapshot().answering] == [
            p.fingerprint() for p in unbroken.job.snapshot().answering
        ]


def test_a_run_that_blew_up_at_the_end_of_the_epoch_at_which_it_is_kept_goes_on_to_that_same_end():
    wild = replace(SHORT, learning_rate=5.0, optimiser="sgd", clip_by="none", epochs=40)
    unbroken = Run.begin(OWN, wild)
    go(unbroken.job)
    ended = unbroken.job.snapshot()
    assert ended.status == "failed"
    broken = Run.begin(OWN, wild)
    for _ in range(ended.epoch):
        broken.job.step()
        broken.job.run_slice(100)
    assert broken.job.status == "paused" and broken.job.snapshot().epoch == ended.epoch
    run = again(broken)
    go(run.job)
    now = run.job.snapshot()
    assert (now.status, now.problem, now.epoch) == ("failed", ended.problem, ended.epoch)
    assert now.params.fingerprint() == ended.params.fingerprint()


def test_a_run_goes_on_while_it_is_kept():
    run = Run.begin(OWN, SHORT)
    go(run.job, 50)
    model = saved(run)
    at = model.networks[0].state.params.fingerprint()
    go(run.job, 50)
    assert model.networks[0].state.params.fingerprint() == at != run.job.snapshot().params.fingerprint()


def test_a_network_that_was_left_out_is_in_no_file(monkeypatch):
    run = Run.begin(OWN, replace(SHORT, networks=2, epochs=2))
    second = run.job._members._others[0]

    class Broken:
        def __getattr__(self, name):
            return getattr(second(), name)

        def __next__(self):
            raise MemoryError

    run.job._members._others[0] = Broken
    go(run.job)
    now = run.job.snapshot()
    assert now.status == "finished" and len(now.left_out) == 1
    model = load(save(saved(run)))
    assert [network.seed for network in model.networks] == [3] and model.of_networks == 2
    assert model.kept[0].fingerprint() == now.params.fingerprint()
    with pytest.raises(InvalidModel, match="only what the networks answer with"):
        resumed(OWN, model)


def test_what_began_with_vectors_keeps_its_first_weights():
    class Rows:
        width = 3

        def rows_of(self, vocabulary):
            return np.full((vocabulary.rows, 3), 0.125)

    class Given:
        vectors, upload = Rows(), object()

    run = Run.begin(OWN, replace(SHORT, input="embedding", vectors="own"), given=Given())
    go(run.job, 100)
    back = again(run)
    assert back.job.snapshot().history[0]["E"].min() == 0.125
    assert back.settings == replace(run.settings, embedding_size=3)


def test_other_sentences_are_refused():
    run = Run.begin(OWN, SHORT)
    with pytest.raises(InvalidModel, match="vocabulary: the model was trained on sentences with other words"):
        again(run, Sentences(drawn(40, 2, seed=9), "other.csv", own=True))


def test_its_sentences_are_found_among_those_at_hand_those_that_come_with_the_page_or_in_the_file():
    own, bundled = Run.begin(OWN, SHORT), Run.begin(bundled_sentences("latch"), SHORT)
    models = Models()
    models.take("it", save(saved(own)), [])
    assert models.loaded.sentences is None and not models.loaded.stuck
    models.look_again([bundled.sentences, OWN])
    assert models.loaded.sentences is OWN
    models.take("it", save(saved(own, with_sentences=True)), [])
    assert models.loaded.sentences.own and models.loaded.sentences.dataset.fingerprint == OWN.dataset.fingerprint
    models.take("it", save(saved(bundled)), [])
    assert models.loaded.sentences is bundled.sentences


def test_a_file_that_cannot_be_read_leaves_the_model_before():
    models = Models()
    models.take("it", save(saved(Run.begin(OWN, SHORT))), [OWN])
    before = models.loaded
    models.take("other", b"\x80\x04 a pickle", [OWN])
    assert models.loaded is before and "a pickle, which could run anything" in models.refused
    models.take("it", save(saved(Run.begin(OWN, SHORT))), [OWN])
    assert not models.refused and models.loaded is not before


def test_controls_show_the_nearest_of_what_they_offer():
    odd = replace(SHORT, learning_rate=0.0123, epochs=7, hidden_size=200)
    shown = offered(odd)
    assert shown["learning_rate"] in stops("learning_rate") and 0.01 <= shown["learning_rate"] <= 0.015
    assert shown["hidden_size"] in range(*bounds("hidden_size")) and shown["epochs"] in stops("epochs")
    assert offered(SHORT)["optimiser"] == "adam"
    assert settings_of(load(save(saved(Run.begin(OWN, odd))))) == odd
