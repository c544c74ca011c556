"""Every sentence tested once, on the page: offered, begun, stopped, told."""

import re
from collections import Counter
from dataclasses import replace
from html import unescape
from types import SimpleNamespace

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from playground import cross_validation as module
from playground import pretrained, room, settings, tested_once
from playground.baselines import fit
from playground.cross_validation import CrossValidated, EverySentence
from playground.pretrained import Given
from playground.room import NoRoom
from playground.runs import trainings_of_folds
from playground.scheduler import Scheduler
from playground.sentences import Sentences
from playground.settings import Settings
from playground.shared import bundled_sentences
from playground.state import AppState
from rnn_core import Dataset, FoldScore, InvalidSetting, deal, evaluate, train
from rnn_core.evaluation import Score
from rnn_core.vectors import Vectors
from tests.clock import Clock
from tests.datasets import TREACHEROUS, drawn, rows, tagged
from tests.shared_parts import replace_shared
from tests.test_page import button, calm, shown

TEN = rows(
    *(f"w{i} is {'good' if i % 2 else 'bad'} | {'ab'[i % 2]} | {'test' if i > 7 else 'train'}" for i in range(10)),
    unknown="vector",
)
SHORT = Settings(epochs=5, hidden_size=4, seed=3)


def page_of(dataset: Dataset, settings: Settings = SHORT, own: bool = True) -> AppTest:
    """A page that draws this part alone, with a run that has come to its end."""

    def page():
        from playground import opening
        from playground.views import cross_validation

        cross_validation.draw(opening.current())

    opened = calm(AppTest.from_function(page, default_timeout=30).run())
    app = opened.session_state["app"]
    if own:
        app.use(Sentences(dataset, "mine.csv", own), settings)
    app.kept.set(settings.values)
    to_the_end(app, settings)
    return calm(opened.run())


def to_the_end(app: AppState, settings: Settings) -> None:
    """A run with these settings."""
    app.kept.set({**settings.values, "pace": "full"})
    app.play()
    while app.job.status == "playing":
        app.job.run_slice(1.0)


def keys(page: AppTest) -> list[str]:
    return [button.key for button in page.button]


def pressed(page: AppTest) -> AppTest:
    """Press the button, and wait until it is done."""
    calm(button(page, "test_every").click().run())
    every = page.session_state["app"].results.every_sentence
    while every.running:
        if attempt := every._attempt:  # another test may have stopped the scheduler's thread
            attempt.job.run_slice(0.05)
        every.look()
    return calm(page.run())


def done_by_hand(dataset: Dataset, settings: Settings = SHORT) -> EverySentence:
    every = EverySentence(dataset)
    every.start(settings, trainings_of_folds(dataset, settings, None))
    scheduler = Scheduler(rest=lambda: None)
    every.play(scheduler)
    while every.running:
        scheduler.run_round()
        every.look()
    return every


def test_it_is_offered_when_a_run_with_own_sentences_has_ended_and_told_when_it_is_done():
    page = page_of(TEN)
    assert keys(page) == ["test_every"] and button(page, "test_every").proto.type == "secondary"
    assert "Trains 5 networks like this one" in shown(page) and "(5-fold cross-validation): about 1 s." in shown(page)
    page = pressed(page)
    found = page.session_state["app"].results.every_sentence.tested
    assert keys(page) == [], "the same again would say the same again"
    assert f"Each of the 10 sentences was tested once, by a network that had not seen it: <b>{found.right}" in shown(
        page
    )
    assert "is likely with so few)" in shown(page)
    assert f"Words, logistic regression: {found.baselines['Words, logistic regression']}" in shown(page)


def test_nothing_is_offered_for_sentences_that_come_with_the_page_nor_before_the_end():
    assert keys(page_of(bundled_sentences().dataset, own=False)) == []
    page = page_of(TEN)
    page.session_state["app"].reset()
    assert keys(calm(page.run())) == []


def test_the_result_is_that_of_a_training_for_each_fold():
    every = done_by_hand(TEN)
    folds = deal(TEN, SHORT.seed)
    for i, done in enumerate(every.tested.scores):
        alone = train(folds.dataset(i), SHORT.model, replace(SHORT.training, seed=SHORT.seed + i))
        list(alone)
        assert done.score.means == evaluate(folds.dataset(i), "test", alone.params)
    assert every.tested.answers == 10 and len(every.tested.accuracies) == 5


def test_simple_methods_are_tested_in_the_same_way():
    dataset = drawn(80, 3)
    found: Counter[str] = Counter()
    folds = deal(dataset, SHORT.seed)
    for i in range(len(folds)):
        fold, fitting = folds.dataset(i), fit(folds.dataset(i))
        try:
            while True:
                next(fitting)
        except StopIteration as end:
            for baseline in end.value:
                share = baseline.accuracy(fold, "test")
                found[baseline.name] += round(share * len(fold.indices("test")))
    assert done_by_hand(dataset).tested.baselines == found and len(found) == 3


def test_a_result_stays_with_its_sentences_and_says_when_its_settings_were_others():
    page = pressed(page_of(TEN))
    app = page.session_state["app"]
    told = shown(page)
    to_the_end(app, replace(SHORT, hidden_size=6, seed=9))
    page = calm(page.run())
    assert told in shown(page)
    assert "That was with other settings than the run's: Hidden size and Seed." in unescape(shown(page))
    assert keys(page) == ["test_every"]
    app.use(Sentences(drawn(40, 2), "other.csv", True), SHORT)
    assert "tested once" not in shown(calm(page.run()))


@pytest.fixture
def slow(monkeypatch):
    """The scheduler does nothing by itself, and time stands still."""
    clock, still = Clock(), Scheduler(rest=lambda: None)
    monkeypatch.setattr(module, "Job", lambda *given, **named: JOB(*given, **named, clock=clock))
    replace_shared(monkeypatch, "scheduler", lambda: still)
    return still, clock


JOB = module.Job


def test_it_says_how_far_it_is_and_can_be_stopped(slow):
    page = page_of(TEN)
    calm(button(page, "test_every").click().run())
    assert keys(page) == ["stop_testing"] and "fold 1 of 5" in progress(page)
    every = page.session_state["app"].results.every_sentence
    while every.progress[0] < 3:
        next(every._attempt.folds)
    page = calm(page.run())
    assert "fold 3 of 5" in progress(page) and every.progress == (3, 5, 0.4)
    calm(button(page, "stop_testing").click().run())
    assert keys(page) == ["test_every"] and not every.running and every.tested is None


def progress(page: AppTest) -> str:
    return page.get("progress")[0].proto.text


def test_without_anybody_who_looks_it_pauses_and_goes_on_when_asked(slow):
    still, clock = slow
    page = page_of(TEN)
    calm(button(page, "test_every").click().run())
    clock.now += 60
    still.run_round()
    page = calm(page.run())
    assert keys(page) == ["test_on", "stop_testing"] and "It paused by itself" in progress(page)
    every = page.session_state["app"].results.every_sentence
    calm(button(page, "test_on").click().run())
    assert keys(page) == ["stop_testing"] and "paused" not in progress(page)
    while every.running:
        still.run_round()
        every.look()
    assert every.tested.answers == 10


def test_begun_twice_it_is_one():
    every = EverySentence(TEN)
    every.start(SHORT, trainings_of_folds(TEN, SHORT, None))
    first = every._attempt
    every.start(SHORT, trainings_of_folds(TEN, SHORT, None))
    assert every._attempt is first


def test_what_cannot_be_is_refused_with_the_reason(monkeypatch):
    page = page_of(rows("only | a", "other | b"))
    assert keys(page) == [] and "No two sentences can be tested" in shown(page)

    page = page_of(TEN)

    def full(self, needed):
        raise NoRoom("There is no room <b>now</b>.")

    monkeypatch.setattr(room.Room, "admit", full)
    calm(button(page, "test_every").click().run())
    assert "There is no room &lt;b&gt;now&lt;/b&gt;." in shown(page) and keys(page) == ["test_every"]


def test_one_that_fails_is_told_and_the_one_before_stays(monkeypatch):
    every = done_by_hand(TEN)
    before = every.tested

    def begin(fold, seed):
        if seed > SHORT.seed:
            raise InvalidSetting("This network is too large.")
        return train(fold, SHORT.model, SHORT.training)

    every.start(SHORT, begin)
    scheduler = Scheduler(rest=lambda: None)
    every.play(scheduler)
    while every.running:
        scheduler.run_round()
        every.look()
    assert every.refused == "This network is too large." and every.tested is before


def test_folds_that_are_too_small_for_a_validation_part_do_not_stop_early():
    dataset = rows(*(f"w{i} | {'ab'[i % 2]} | {'validation' if i == 9 else 'train'}" for i in range(10)))
    every = done_by_hand(dataset, replace(SHORT, early_stopping=2))
    assert every.tested.answers == 10


@pytest.mark.parametrize("name", ["glove", "own"])
def test_each_fold_starts_from_the_vectors_of_its_own_words(monkeypatch, name):
    words = tuple(sorted(TEN.tokenised.words))
    vectors = Vectors(words, np.arange(2 * len(words), dtype=np.float32).reshape(-1, 2))
    looked_up = []
    monkeypatch.setattr(settings, "installed", lambda: True)
    monkeypatch.setattr(pretrained, "glove", lambda wanted: looked_up.append(sorted(wanted)) or vectors)
    upload = SimpleNamespace(read=pretrained.glove) if name == "own" else None
    given = Given(vectors, TEN, upload)
    begin = trainings_of_folds(TEN, replace(SHORT, input="embedding", vectors=name), given)
    assert looked_up == [list(words)], "once for all folds, with the words of all parts"
    for i in range(5):
        fold = deal(TEN, 0).dataset(i)
        embedding = begin(fold, 0).params["E"]
        for row, word in enumerate(fold.vocabulary.words):
            assert embedding[row].tolist() == vectors.rows[words.index(word)].tolist()


def told(dataset: Dataset, counts: list[tuple[int, int]], **changes) -> str:
    given = [FoldScore(i + 1, Score(0.0, answers, right, answers), None) for i, (right, answers) in enumerate(counts)]
    found = CrossValidated(SHORT, tuple(given), {"Words": 7}, ())
    return tested_once.result(replace(found, **changes), dataset, SHORT).source


def test_few_answers_are_counted_and_many_get_a_percentage():
    few = told(TEN, [(2, 2), (1, 2), (2, 2), (1, 2), (1, 2)])
    assert "<b>7 are right</b> (40 to 89% is likely with so few)." in few
    assert "Tested in the same way: Words: 7." in few and "From one fold" not in few
    many = told(drawn(300, 2), [(24, 30)] * 5 + [(18, 30)] * 4 + [(15, 30)])
    assert re.search(r"<b>69% are right</b> \(6\d to 7\d% is likely\)\.", many)
    assert "From one fold (about 30 sentences) to another it is 50 to 80%." in many and "Words: 2%" in many
    assert "<b>1 is right</b>" in told(TEN, [(1, 5), (0, 5)])


def test_of_tags_words_are_counted_and_no_interval_is_given():
    dataset = tagged(*(f"the/D w{i}/{'NV'[i % 2]} runs/V" for i in range(12)))
    said = told(dataset, [(9, 12), (6, 12), (10, 12)])
    assert "Each of the 12 sentences" in said and "<b>of the 36 words 69% are right</b>." in said


@pytest.mark.parametrize("label", [*TREACHEROUS, "**x**", "</div><script>", "a\u202eb", "w" * 300])
def test_labels_of_sentences_that_were_not_tested_stay_text(label):
    dataset = rows("w1 | a", "w2 | a", "w3 | b", "w4 | b")
    dataset = Dataset((*dataset.examples, replace(dataset.examples[0], sentence="alone", label=label)))
    said = told(dataset, [(1, 2), (2, 2)], untested=deal(dataset, 0).untested)
    assert "4 of the 5 sentences were tested once, each by a network that had not seen it" in said
    assert "The other one was only learned from, else the training part would lack a label: “<bdi>" in said
    assert "<script>" not in said and "<b>" not in said.replace("<b>3 are right</b>", "")
    assert len(said) < 900


def test_folds_that_broke_off_are_counted_and_the_first_reason_is_given():
    broken = FoldScore(1, Score(0.0, 5, 1, 5), "The loss <blew> up.")
    said = told(TEN, [], scores=(broken, broken._replace(fold=2)))
    assert "In 2 of 2 folds training broke off, and the last good weights were tested." in said
    assert "The first one: The loss &lt;blew&gt; up." in said


def test_absurd_settings_end_with_a_result_that_says_so():
    wild = replace(SHORT, learning_rate=1e6, clip_by="none", epochs=8)
    every = done_by_hand(TEN, wild)
    assert any(done.problem for done in every.tested.scores) and every.tested.answers == 10


def test_it_is_not_urged_where_it_takes_long_or_where_there_are_enough_sentences_for_testing():
    few, many = EverySentence(TEN), EverySentence(drawn(1700, 2))
    assert tested_once.offer(few, 20.0)[0] and "about 20 s." in tested_once.offer(few, 20.0)[1]
    worth, why = tested_once.offer(few, 200.0)
    assert not worth and why.startswith("It would take long. Trains 5 networks") and "about 3" in why
    worth, why = tested_once.offer(many, 20.0)
    assert not worth and re.match(r"Hardly needed: the 4\d\d sentences for testing tell it within 5 points", why)
    assert many.folds == 5
