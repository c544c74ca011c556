"""Several networks on the page: trained one after another by one job, answering together."""

import gc
import weakref
from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from playground import answer_in_words, messages, outcome_in_words, several
from playground.jobs import Job
from playground.links import Link, from_query, to_query
from playground.paces import PACES
from playground.predictions import Predictions
from playground.race import runners
from playground.results import Results
from playground.room import run_bytes
from playground.runs import Run
from playground.sentences import Sentences
from playground.settings import Settings
from playground.views.sentence import _mean
from rnn_core import (
    Dataset,
    EpochRecord,
    TrainingDiverged,
    bundled,
    evaluate,
    fingerprint_of_all,
    split_off,
    trace,
    train,
)
from tests.clock import Clock
from tests.datasets import rows, tagged
from tests.test_page import button, calm, opened, shown

DATASET = bundled()
VALIDATED = Dataset(split_off(DATASET.examples, "validation", 0.2, 0), DATASET.text)
SHORT = Settings(hidden_size=4, epochs=4, networks=3)


def alone(seed, dataset=DATASET, settings=SHORT):
    """A network that is trained by itself: its records, and the weights that it keeps."""
    run = train(dataset, settings.model, replace(settings.training, seed=seed))
    records = [event for event in run if isinstance(event, EpochRecord)]
    return records, run.kept[1]


def made(settings, dataset, seed, log=None):
    if log is not None:
        log.append(seed)
    return train(dataset, settings.model, replace(settings.training, seed=seed))


def job(settings=SHORT, dataset=DATASET, clock=None, log=None) -> Job:
    others = [partial(made, settings, dataset, settings.seed + k, log) for k in range(1, settings.networks)]
    return Job(made(settings, dataset, settings.seed), settings.epochs, clock or Clock(per_look=1e-5), others=others)


def run_to_the_end(it: Job, slice: float = 0.02) -> None:
    for _ in range(20_000):
        if it.due_in() is None:
            return
        it.run_slice(slice)
    raise AssertionError("still playing")


def finished(settings=SHORT, dataset=DATASET):
    it = job(settings, dataset)
    it.play()
    run_to_the_end(it)
    return it.snapshot()


# The job.


def test_each_network_is_to_the_bit_the_one_that_its_seed_gives_alone():
    now = finished()
    assert now.status == "finished" and len(now.members) == 3 and (now.network, now.networks) == (3, 3)
    for seed, member in enumerate(now.members):
        records, params = alone(seed)
        assert member.params.fingerprint() == params.fingerprint()
        assert (member.epoch, member.epochs, member.record) == (4, 4, records[-1])
    assert now.answering == tuple(member.params for member in now.members)


def test_what_is_shown_is_the_first_network_with_the_same_bits_as_without_the_others():
    one, now = finished(Settings(hidden_size=4, epochs=4)), finished()
    assert list(now.records) == list(one.records) and now.epoch == 4
    assert np.array_equal(now.numbers, one.numbers, equal_nan=True)
    assert now.params.fingerprint() == one.params.fingerprint() == alone(0)[1].fingerprint()
    assert {epoch: kept.fingerprint() for epoch, kept in now.history.items()} == {
        epoch: kept.fingerprint() for epoch, kept in one.history.items()
    }
    assert (now.best_epoch, now.kept_epoch) == (one.best_epoch, one.kept_epoch)
    assert one.answering == (one.params,) and len(one.members) == 1


def test_while_a_later_network_trains_the_first_one_stands():
    it = job()
    it.play()
    while it.snapshot().network < 2 or it.snapshot().network_epoch < 2:
        it.run_slice(0.0)
        it._publish()
    now = it.snapshot()
    assert now.status == "playing" and now.epoch == 4 and now.network_epoch == 2
    assert now.params.fingerprint() == alone(0)[1].fingerprint()
    assert now.answering == (now.params,), "one network has finished: the answer is its own"
    while it.snapshot().network < 3:
        it.run_slice(0.0)
        it._publish()
    assert len(it.snapshot().answering) == 2


def test_pauses_change_no_bit():
    it = job()
    for i in range(120):
        it.play()
        it.run_slice(0.0003 * (i % 7))
        it.pause()
    assert it.snapshot().network > 1
    it.play()
    run_to_the_end(it)
    assert [member.params.fingerprint() for member in it.snapshot().members] == [
        alone(seed)[1].fingerprint() for seed in range(3)
    ]


def test_step_is_one_epoch_of_the_network_that_trains():
    it, seen = job(Settings(hidden_size=4, epochs=2, networks=2)), []
    while it.status != "finished":
        it.step()
        run_to_the_end(it)
        now = it.snapshot()
        seen.append((now.status, now.network, now.network_epoch))
    assert seen == [("paused", 1, 1), ("paused", 2, 0), ("paused", 2, 1), ("finished", 2, 2)]
    assert [m.params.fingerprint() for m in it.snapshot().members] == [
        alone(seed, settings=Settings(hidden_size=4, epochs=2))[1].fingerprint() for seed in range(2)
    ]


EARLY = Settings(learning_rate=0.2, epochs=40, seed=2, early_stopping=3, networks=3)


def test_networks_that_stop_early_keep_their_best_weights_and_steps_go_from_one_to_the_next():
    now = finished(EARLY, VALIDATED)
    for k, member in enumerate(now.members):
        records, params = alone(2 + k, VALIDATED, EARLY)
        assert member.params.fingerprint() == params.fingerprint() and member.epochs == len(records)
        assert member.record == records[member.epoch - 1]
        assert evaluate(VALIDATED, "test", params)[1] == member.accuracy("test")
    assert now.kept_epoch == now.members[0].epoch < now.epoch < 40
    it, steps = job(EARLY, VALIDATED), 0
    while it.status != "finished":
        it.step()
        run_to_the_end(it)
        steps += 1
    assert [m.params.fingerprint() for m in it.snapshot().members] == [m.params.fingerprint() for m in now.members]
    assert steps == sum(member.epochs for member in now.members), "a step into the last epoch of a network ends it"


def test_a_later_network_is_made_when_it_is_its_turn_and_the_one_before_is_gone():
    log: list[int] = []
    it = job(log=log)
    first = weakref.ref(it._members._training)
    it.play()
    while it.snapshot().network < 2:
        assert log == []
        it.run_slice(0.0)
        it._publish()
    it.run_slice(0.0)
    gc.collect()
    assert log == [1] and first() is None
    run_to_the_end(it)
    assert log == [1, 2]


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (TrainingDiverged("The loss blew up.", 2), "it blew up"),
        (MemoryError(), "there was not enough memory for it"),
        (RuntimeError("bug"), "it met an error in this program, which was logged"),
    ],
)
@pytest.mark.parametrize("when", ["made", "trained"])
def test_a_later_network_that_comes_to_no_good_end_does_not_lose_the_others(error, words, when, monkeypatch, caplog):
    it = job()

    def refuses():
        if when == "made":
            raise error
        run = made(SHORT, DATASET, 1)

        def events():
            for number, event in enumerate(made(SHORT, DATASET, 1)):
                if number == 100:
                    raise error
                yield event

        run._events = events()
        return run

    it._members._others[0] = refuses
    it.play()
    run_to_the_end(it)
    now = it.snapshot()
    assert now.status == "finished" and now.problem is None
    assert now.left_out == (f"Network 2 is left out: {words}.",)
    assert [m.params.fingerprint() for m in now.members] == [alone(seed)[1].fingerprint() for seed in (0, 2)]
    said = several.finished(now, DATASET, 0.8)
    assert said.startswith("The mean answer of 2 networks: 80% of test right") and now.left_out[0] in said


def test_if_all_later_ones_are_left_out_the_first_answers_alone():
    def refuses():
        raise MemoryError

    it = job()
    it._members._others[:] = [refuses, refuses]
    it.play()
    run_to_the_end(it)
    now = it.snapshot()
    assert now.status == "finished" and len(now.left_out) == 2 and now.answering == (now.params,)
    said = several.finished(now, DATASET, None)
    assert said.startswith("Network 1 has finished: ") and said.count("left out") == 2


def test_if_the_first_network_blows_up_the_run_fails_as_it_does_alone():
    wild = {"learning_rate": 1.0, "hidden_size": 64, "clip_by": "none", "epochs": 50}
    log: list[int] = []
    it = job(Settings(**wild, networks=3), log=log)
    it.play()
    run_to_the_end(it)
    now = it.snapshot()
    assert now.status == "failed" and "learning rate" in now.problem and not log and not now.members


def test_slow_motion_tells_single_updates_of_the_first_network_only():
    it = job(clock=Clock())
    it.set_pace(PACES["slow"])
    it.play()
    it.run_slice(0)
    assert it.snapshot().before is not None
    it.set_pace(PACES["full"])
    while it.snapshot().network < 2:
        it.run_slice(0)
        it._publish()
    it.set_pace(PACES["slow"])
    it.run_slice(0)
    it.run_slice(0)
    it._publish()
    now = it.snapshot()
    assert now.before is None and now.update.number >= 1
    assert messages.progress(now, 4, slow_motion=True).startswith("Network 2 of 3, epoch 0 of 4, update ")


def test_the_time_left_counts_the_networks_that_come():
    def told(networks):
        clock = Clock()
        it = job(Settings(hidden_size=4, epochs=20, networks=networks, batch_size=64), clock=clock)
        it.play()
        for _ in range(24):  # an update, two chunks and the record: an epoch a second
            it.run_slice(0.0)
            clock.now += 0.25
            it.snapshot()
        return it.snapshot().seconds_left

    assert told(1) == pytest.approx(14, rel=0.1)
    assert told(4) == pytest.approx(14 + 60, rel=0.1)


def test_a_run_is_begun_with_its_networks_and_the_seed_wraps_at_the_largest():
    run = Run.begin(
        Sentences(DATASET, "sentiment", own=False), Settings(hidden_size=4, epochs=1, networks=2, seed=999_999_999)
    )
    run.job.play()
    while run.job.status == "playing":
        run.job.run_slice(1)
    settings = Settings(hidden_size=4, epochs=1)
    assert [m.params.fingerprint() for m in run.job.snapshot().members] == [
        alone(seed, settings=settings)[1].fingerprint() for seed in (999_999_999, 0)
    ]
    assert "2 networks that differ by their seed" in run.name


def test_a_race_has_one_network_in_each_lane():
    assert all(own.networks == 1 for own in runners(SHORT, {"a": {"cell": "gru"}, "b": {"cell": "lstm"}}).values())


def test_every_network_more_needs_room_for_its_weights():
    dataset = rows("a b c d | x", "e f g h | y")
    weights = alone(0, dataset)[1].flat.nbytes
    needed = [run_bytes(dataset, Settings(hidden_size=4, networks=n), history_bytes=0) for n in (1, 2, 8)]
    assert np.diff(needed).tolist() == [weights, 6 * weights]


# The answers.

TAGS = tagged("the/D dog/N runs/V", "a/D cat/N", "runs/V", "dog/N runs/V the/D | test", "a/D cat/N | test")


def members_of(dataset, **settings):
    return finished(Settings(epochs=3, networks=3, **settings), dataset)


@pytest.mark.parametrize(
    ("dataset", "settings"),
    [(DATASET, {"hidden_size": 4}), (TAGS, {"hidden_size": 4, "readout": "words"})],
    ids=["classes", "tags"],
)
def test_predictions_are_the_mean_of_all_networks(dataset, settings):
    now = members_of(dataset, **settings)
    found = Predictions.of(dataset, *now.answering)
    at = 0
    for example in dataset.examples:
        reads = [trace(params, dataset.vocabulary, example.sentence) for params in now.answering]
        mean = sum(read.probabilities for read in reads) / 3
        for p in mean[1:] if dataset.tagged else mean[-1:]:
            assert found.answers[at] == p.argmax()
            assert found.confidence[at] == pytest.approx(p.max(), rel=1e-12)
            at += 1
    assert at == len(found.answers)


def test_results_read_the_sentences_once_for_the_same_networks(monkeypatch):
    now, asked = members_of(DATASET, hidden_size=4), []
    results = Results(Sentences(DATASET, "sentiment", own=False))
    honest = Predictions.of
    monkeypatch.setattr(Predictions, "of", lambda dataset, *members: asked.append(members) or honest(dataset, *members))
    for members in (now.answering, tuple(now.answering), now.answering[:2], now.answering[:2], now.answering[:1]):
        results.predictions(*members)
    assert [len(members) for members in asked] == [3, 2, 1]
    assert results.together(now.answering) == evaluate(DATASET, "test", *now.answering)[1]
    assert results.together(now.answering[:2]) == evaluate(DATASET, "test", *now.answering[:2])[1]


def test_what_each_network_reaches_alone_is_known_without_reading_anything():
    now = members_of(DATASET, hidden_size=4)
    for split in ("train", "test"):
        assert now.each_alone(split) == tuple(evaluate(DATASET, split, params)[1] for params in now.answering)
    assert now.each_alone("validation") == ()


# What is said.


def test_the_end_of_several_networks_is_told_with_the_spread_and_their_fingerprint():
    chosen = Settings(epochs=20, networks=4)
    now = finished(chosen)
    alone = sorted(now.each_alone("test"))
    assert alone[0] < alone[-1]
    outcome = Results(Sentences(DATASET, "mine", own=True)).outcome(now, chosen)
    assert outcome.right / outcome.answers == evaluate(DATASET, "test", *now.answering)[1]
    told = outcome_in_words.told(outcome, comparing=False, testable=False).source
    spread = f"{messages.percent(alone[0])} to {messages.percent(alone[-1])}"
    assert f"The mean of 4 networks answered; one alone: {spread} right." in told
    assert f"Fingerprint of the weights: {fingerprint_of_all(now.answering)}" in told and "Kept" not in told


def test_of_one_network_nothing_is_said_about_several():
    now = finished(Settings(hidden_size=4, epochs=2))
    assert several.finished(now, DATASET, None) == "" == several.first_of(now)
    assert several.whose_answers(now) == "with the present weights"
    assert messages.progress(now, 2, False) == "Epoch 2 of 2"


def test_a_spread_without_width_is_one_number():
    assert several.spread([0.80, 0.77, 0.79]) == "77% to 80%"
    assert several.spread([0.801, 0.802]) == "80%"


def test_where_there_is_no_test_part_train_tells():
    dataset = rows("a b | x", "c d | y", "a | x", "c | y")
    it = job(SHORT, dataset)
    it.play()
    while it.snapshot().network < 2:
        it.run_slice(0.0)
        it._publish()
    assert " of train right. It stays drawn while the others train." in several.finished(it.snapshot(), dataset, None)


def said(sentence, dataset, members, so_far=None, **known):
    read = trace(members[0], dataset.vocabulary, sentence)
    mean = _mean(members, read, dataset.tagged)
    return str(
        answer_in_words.verdict(
            read, Sentences(dataset, "a", own=True).colours, so_far=so_far, mean=mean, networks=len(members), **known
        )
    )


def test_the_answer_to_a_sentence_is_the_mean_and_says_so():
    now = finished(Settings(epochs=12, networks=3))
    sentence = "i am not at all sad"
    each = [trace(params, DATASET.vocabulary, sentence).probabilities[-1] for params in now.answering]
    mean = sum(each) / 3
    told = said(sentence, DATASET, now.answering, label=1)
    assert f"{DATASET.classes[mean.argmax()]}" in told and f", {messages.percent(mean.max())}" in told
    assert messages.percent(mean.max()) != messages.percent(each[0].max())
    assert "mean of 3 networks" in told and "its label is" in told
    read_out = said(sentence, DATASET, now.answering, so_far=2)
    first = trace(now.answering[0], DATASET.vocabulary, sentence).probabilities[2]
    assert "network 1 alone" in read_out and f", {messages.percent(first.max())}" in read_out


@pytest.mark.parametrize("sentence", ["", "quux", "quux good", "good " * 300])
def test_any_sentence_has_a_mean_answer_or_none(sentence):
    now = members_of(DATASET, hidden_size=3)
    assert ("mean of 3 networks" in said(sentence, DATASET, now.answering)) == ("good" in sentence)


def test_of_tagged_sentences_the_mean_answers_are_counted():
    now = members_of(TAGS, hidden_size=4, readout="words")
    sentence = "dog runs the"
    tags = [TAGS.classes.index(tag) for tag in "NVD"]
    mean = sum(trace(params, TAGS.vocabulary, sentence).probabilities[1:] for params in now.answering) / 3
    right = sum(int(p.argmax()) == tag for p, tag in zip(mean, tags, strict=True))
    assert f"{right} of 3 words right" in said(sentence, TAGS, now.answering, tags=tags)


# The page.


@pytest.mark.parametrize(
    ("given", "networks", "followed"),
    [("4", 4, True), ("1", 1, True), ("8", 8, True), ("0", 1, False), ("9", 8, False), ("999999999", 8, False)]
    + [(bad, 1, False) for bad in ("", "-1", "1.5", "4 ", "４", "1e1", "<b>", "nan", "9" * 5000)],
)
def test_a_link_says_how_many_networks_and_nothing_else_comes_out_of_it(given, networks, followed):
    link, ignored = from_query({"networks": [given]})
    assert link.values["networks"] == networks and (ignored == []) == followed
    assert to_query(link).get("networks") == (None if networks == 1 else str(networks))


def test_a_link_without_it_means_one_network_as_before():
    assert from_query({})[0].values["networks"] == 1 and "networks" not in to_query(Link())


def test_the_page_trains_three_networks_and_answers_with_their_mean():
    page = opened(networks="3", epochs="10", hidden_size="4", pace="full", sentence="i am not sad")
    assert "Network 1 of 3, epoch 0 of 10" in shown(page) and "3 networks that know nothing yet" in shown(page)
    assert page.slider(key="networks").value == 3
    for _ in range(30):
        calm(button(page, "step").click().run())
    app = page.session_state["app"]
    now = app.job.snapshot()
    assert now.status == "finished" and len(now.members) == 3
    assert "Network 3 of 3, epoch 10 of 10" in shown(page) and "mean of 3 networks" in shown(page)
    assert f"Fingerprint of the weights: {fingerprint_of_all(now.answering)}" in shown(page)
    assert shown(page).count("Network 1 of 3.") == 2, "the picture and the curves say whose they are"
    for tab in ("Sentences", "Scores", "Inside", "About"):
        app.kept.set({"tabs": tab})
        calm(page.run())
        captions = " ".join(caption.value for caption in page.caption)
        assert ("by the mean of 3 networks" in captions) == (tab in ("Sentences", "Scores"))
    calm(button(page, "reset").click().run())
    assert "Network 1 of 3, epoch 0 of 10" in shown(page)


def test_networks_chosen_during_a_run_wait_for_reset():
    page = opened(epochs="10")
    calm(button(page, "step").click().run())
    calm(page.slider(key="networks").set_value(2).run())
    assert "Changed, for the next Reset: Networks." in shown(page) and "Epoch 1 of 10" in shown(page)
    calm(button(page, "reset").click().run())
    assert "Network 1 of 2, epoch 0 of 10" in shown(page) and page.query_params["networks"] == "2"
