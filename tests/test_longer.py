"""A run that has come to its end is trained longer: the same, to the bit, as one that was begun with more epochs."""

from dataclasses import replace

import pytest

from playground.jobs import Job
from playground.longer import longer, may_be_longer
from playground.paces import PACES
from playground.runs import Run
from playground.saved_runs import resumed, saved
from playground.sentences import Sentences
from playground.settings import Settings
from rnn_core import Dataset, split_off
from rnn_core.model_files import load, save
from tests.datasets import drawn
from tests.test_page import button, calm, opened, shown

SHORT = Settings(hidden_size=4, learning_rate=0.02, epochs=6, optimiser="adam", seed=3)
OWN = drawn(40, 2)
PARTS = Sentences(Dataset(split_off(OWN.examples, "validation", 0.2, 0), OWN.text), "parts.csv", own=True)


def go(job: Job, seconds: float = 100.0) -> None:
    job.set_pace(PACES["full"])
    job.play()
    job.run_slice(seconds)
    job.pause()


@pytest.mark.parametrize(
    "settings",
    [
        SHORT,
        replace(SHORT, cell="lstm", layers=2, dropout=0.3, word_dropout=0.1, batch_size=8, weight_decay=0.1),
        replace(SHORT, cell="gru", early_stopping=5, dtype="float32", input="embedding"),
    ],
    ids=["plain", "dropped", "may stop early"],
)
@pytest.mark.parametrize("from_file", [False, True])
def test_it_ends_as_if_it_had_been_begun_with_more_epochs(settings, from_file):
    run, whole = Run.begin(PARTS, settings), Run.begin(PARTS, replace(settings, epochs=9))
    go(run.job)
    go(whole.job)
    if from_file:
        run = resumed(PARTS, load(save(saved(run))))
    assert run.job.snapshot().status == "finished" and may_be_longer(run)
    run = longer(run, 9)
    assert (run.settings, run.job.status, run.job.epochs) == (whole.settings, "paused", 9)
    assert run.job.snapshot().epoch == 6 and not run.job.snapshot().members
    go(run.job)
    now, unbroken = run.job.snapshot(), whole.job.snapshot()
    assert now.status == unbroken.status == "finished" and now.epoch == unbroken.epoch > 6
    assert now.numbers.tobytes() == unbroken.numbers.tobytes() and now.records == unbroken.records
    assert (now.best_epoch, now.kept_epoch) == (unbroken.best_epoch, unbroken.kept_epoch)
    assert now.params.fingerprint() == unbroken.params.fingerprint()
    if not from_file:
        assert {e: p.fingerprint() for e, p in now.history.items()} == {
            e: p.fingerprint() for e, p in unbroken.history.items()
        }


@pytest.mark.parametrize(
    "settings",
    [
        replace(SHORT, networks=2),
        replace(SHORT, schedule="cosine"),
        replace(SHORT, early_stopping=1, learning_rate=0.3, epochs=40),
        replace(SHORT, learning_rate=50.0, optimiser="sgd", clip_by="none", epochs=40),
    ],
    ids=["several", "its rate follows from its epochs", "stopped early", "blown up"],
)
def test_a_run_that_would_not_be_the_same_is_not_trained_longer(settings):
    run = Run.begin(PARTS, settings)
    go(run.job)
    assert run.job.status in ("finished", "failed") and not may_be_longer(run)


def test_a_run_that_has_not_come_to_its_end_is_not_trained_longer():
    run = Run.begin(PARTS, SHORT)
    assert not may_be_longer(run)
    go(run.job, 0)
    assert run.job.status == "paused" and not may_be_longer(run)


def ended(**query: str):
    """A page whose run of twenty epochs has come to its end."""
    page = opened(epochs="20", **query)
    go(page.session_state["app"].job)
    calm(page.run())
    assert button(page, "play").label == "Again"
    return page


def asked_for(page, **values):
    """The page with other values in its controls."""
    app = page.session_state["app"]
    app.kept.set(values)
    return calm(page.run())


def test_more_epochs_make_again_go_on_and_the_run_stays_the_same_one():
    page = asked_for(ended(), epochs=30)
    assert button(page, "play").label == "Go on"
    assert "Go on trains this run until epoch 30; Reset begins anew." in shown(page)
    calm(button(page, "play").click().run())
    app = page.session_state["app"]
    go(app.job)
    calm(page.run())
    assert app.job.status == "finished" and "Epoch 30 of 30" in shown(page)
    assert not app.kept_runs.runs and not app.changed
    whole = Run.begin(app.sentences, app.settings)
    go(whole.job)
    assert app.job.snapshot().params.fingerprint() == whole.job.snapshot().params.fingerprint()


@pytest.mark.parametrize("values", [{"epochs": 10}, {"epochs": 30, "seed": 5}, {"epochs": 20}])
def test_anything_else_that_is_changed_makes_it_begin_again(values):
    page = asked_for(ended(), **values)
    assert button(page, "play").label == "Again" and "Go on trains" not in shown(page)
    calm(button(page, "play").click().run())
    app = page.session_state["app"]
    assert len(app.kept_runs.runs) == 1 and app.settings.epochs == values["epochs"]


def test_a_run_of_a_schedule_begins_again_with_more_epochs():
    page = asked_for(ended(schedule="cosine"), epochs=30)
    assert button(page, "play").label == "Again" and "Changed, for the next Reset: Epochs." in shown(page)
