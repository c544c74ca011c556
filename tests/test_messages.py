"""The sentences on the page."""

import pytest

from playground import messages
from playground.jobs import Job
from playground.settings import Settings
from rnn_core import Dataset, Example, ModelConfig, TrainConfig, bundled, trace, train

DATASET = bundled()


def played(slices=200, **settings):
    chosen = Settings(**{"epochs": 30, **settings})
    job = Job(train(DATASET, chosen.model, chosen.training), chosen.epochs)
    job.play()
    for _ in range(slices):
        job.run_slice(0.02)
    return job


def said(job, slow=False, place=0):
    return messages.happening(job.snapshot(), DATASET, slow, place)


def test_the_end_of_a_run_is_told_with_its_real_figures_and_fingerprint():
    job = played(2000)
    now = job.snapshot()
    last = now.records[-1]
    assert said(job) == (
        f"Done. Train {messages.percent(last.train_accuracy)} right, test {messages.percent(last.test_accuracy)}. "
        f"Lowest train loss at epoch {now.best_epoch}. Fingerprint of the weights: {now.params.fingerprint()}"
    )


def test_the_plateau_is_told_as_a_status():
    job = played(30, initialisation="blog", epochs=5000)
    job.pause()
    assert said(job).startswith("Paused. On the plateau") and "Nothing is wrong" in said(job)


def test_slow_motion_names_the_sentence_that_was_read():
    job = played(0, epochs=30)
    job.run_slice(0)
    assert said(job, slow=True).startswith("Update 1 of 58: it has read “")


def test_a_queue_tells_the_place():
    assert "number 3 in the queue" in said(played(0), place=3)


@pytest.mark.parametrize(
    ("share", "words"), [(0, "0"), (0.001, "under 1"), (0.973, "97"), (0.9999, "over 99"), (1, "100")]
)
def test_only_exactly_everything_is_100_percent(share, words):
    assert messages.percent(share) == f"{words}\u00a0%"


def test_waiting_settings_are_named():
    assert messages.waiting_settings([]) == ""
    assert messages.waiting_settings(["hidden_size", "seed"]).startswith(
        "Changed, for the next Reset: Hidden size and Seed."
    )


def test_other_peoples_text_is_shown_literally():
    dataset = Dataset((Example("<script>x</script> b", "<img src=x>"), Example("a", "b")))
    run = train(dataset, ModelConfig(2), TrainConfig(epochs=1))
    read = trace(run.params, dataset.vocabulary, "a <b>bold</b> \u202egood")
    shown = messages.reading(read) + messages.verdict(read, dataset.classes, ["#000", "#fff"])
    assert "<script" not in shown and "<img" not in shown and "<b>" not in shown
    assert "<s><bdi>&lt;b&gt;bold&lt;/b&gt;</bdi></s>" in shown


def test_without_a_known_word_there_is_no_confident_answer():
    run = train(DATASET, ModelConfig(2), TrainConfig(epochs=1))
    for sentence, words in (("", "Nothing to read"), ("quux", "none of these words")):
        read = trace(run.params, DATASET.vocabulary, sentence)
        assert words in messages.verdict(read, DATASET.classes, ["#000", "#fff"])
