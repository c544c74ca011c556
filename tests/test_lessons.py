"""The tour: every lesson is complete, true to what can be set, and works on the page."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from playground.lessons import tour
from playground.links import Link, from_query, to_query
from playground.needs import INSIDE, needs
from playground.paces import PACES
from playground.presets import BUNDLED, PRESETS
from playground.race import runners
from playground.scheduler import Scheduler
from playground.sentences import Sentences
from playground.shared import bundled_sentences
from playground.views.inside.states import CELL
from rnn_core import ModelConfig, TrainConfig, bundled, tokenise, trace, train
from tests.test_page import calm, shown

TOUR = tour()
EACH = pytest.mark.parametrize("title", TOUR)


def lesson_page(title: str) -> AppTest:
    """A page with a lesson open; what stands around it on the real page is drawn too."""

    def page():
        from playground import controls, opening
        from playground.views import lessons, live, transport

        app = opening.current()
        playing = app.job.status == "playing"
        transport.draw(app, playing)
        live.draw(app, playing)
        controls.draw(app)
        lessons.draw(app, playing)

    opened = AppTest.from_function(page, default_timeout=30)
    calm(opened.run())
    return calm(opened.selectbox(key="lesson").set_value(title).run())


def of_view(view: str) -> str:
    """The first lesson with this view."""
    return next(title for title, lesson in TOUR.items() if lesson.view == view)


def read(page: AppTest) -> str:
    """The Markdown of a page."""
    return " ".join(element.value for element in page.markdown)


def can_be_opened(page: AppTest) -> bool:
    """Whether what to see is offered."""
    return any(expander.label == "What to see" for expander in page.expander)


def prediction(page: AppTest, title: str):
    return page.radio(key=f"expected: {title}")


def test_lessons_are_numbered_in_the_order_of_their_files():
    assert [title.split(" ", 1) for title in TOUR] == [
        [str(n), lesson.title] for n, lesson in enumerate(TOUR.values(), 1)
    ]
    assert list(TOUR)[8] == "9 What a gate is for", "10 comes after 9"


def test_every_bundled_set_but_parity_has_a_lesson():
    assert {lesson.sentences for lesson in TOUR.values()} == set(BUNDLED) - {"parity"}


@EACH
def test_a_lesson_is_short_asks_and_answers_with_figures(title):
    lesson = TOUR[title]
    assert len(lesson.title.split()) <= 7
    assert len(lesson.text.split()) <= 100 and len(lesson.answer.split()) <= 110
    assert lesson.question.endswith("?") or "Find" in lesson.question or "Try" in lesson.question
    assert re.search(r"\d", lesson.answer), "a figure is missing"
    assert "Set the page up" in lesson.text


@EACH
def test_a_prediction_has_two_or_three_short_choices_of_which_one_is_right(title):
    asked = TOUR[title].prediction
    assert asked.question.endswith("?") and len(asked.question) <= 130
    assert 2 <= len(set(asked.choices)) == len(asked.choices) <= 3
    assert asked.right in asked.choices and all(len(choice) <= 40 for choice in asked.choices)


@EACH
def test_what_takes_longer_than_five_seconds_is_said(title):
    lesson = TOUR[title]
    per_second = PACES[lesson.pace].per_second
    if lesson.view != "race" and per_second and lesson.settings.epochs / per_second > 5:
        assert lesson.takes


@EACH
def test_a_lesson_sets_only_what_the_controls_can_show(title):
    lesson = TOUR[title]
    for settings in (lesson.settings, *runners(lesson.settings, lesson.variants).values()):
        link = Link(lesson.sentences, lesson.preset, settings.values)
        assert from_query({name: [value] for name, value in to_query(link).items()}) == (link, [])
        train(bundled_sentences(lesson.sentences).dataset, settings.model, settings.training)
    assert lesson.preset in PRESETS and lesson.pace in PACES
    assert lesson.view in {"baselines", "race", *(view for views in INSIDE.values() for view in views)}
    assert (lesson.view == "race") == (len(lesson.variants) >= 2)
    texts = {key: value for key, value in lesson.beside.items() if key != "states_what"}
    assert set(texts) <= {"second_sentence", "cue", "filler", "target"}
    assert lesson.beside.get("states_what", CELL) == CELL
    dataset = bundled_sentences(lesson.sentences).dataset
    assert needs(lesson.view, lesson.settings.model, dataset.tagged) is None
    for sentence in (lesson.sentence, *texts.values()):
        assert sentence and all(word in dataset.vocabulary for word in tokenise(sentence))


@EACH
def test_setting_up_a_lesson_gives_its_sentences_its_settings_and_a_run_at_epoch_0(title):
    page, lesson = lesson_page(title), TOUR[title]
    calm(page.button(key="step").click().run())
    assert "Epoch 1 of" in shown(page)
    calm(page.button(key="set_up").click().run())
    assert f"Epoch 0 of {lesson.settings.epochs}" in shown(page)
    assert page.slider(key="hidden_size").value == lesson.settings.hidden_size
    assert page.text_input(key="sentence").value == lesson.sentence
    app = page.session_state["app"]
    assert app.settings == lesson.settings and "Changed" not in shown(page)
    assert app.sentences is bundled_sentences(lesson.sentences)
    calm(page.button(key="step").click().run())
    assert "Epoch 1 of" in shown(page)
    assert lesson.text.strip() in read(page) and (
        lesson.takes in read(page) or any(lesson.takes in c.value for c in page.caption)
    )


def test_the_answer_comes_after_a_prediction_and_says_which_was_right():
    title = "3 The plateau"
    page, lesson = lesson_page(title), TOUR[title]
    assert not can_be_opened(page) and lesson.answer.strip() not in read(page)
    calm(prediction(page, title).set_value("It shrinks.").run())
    assert can_be_opened(page) and lesson.answer.strip() not in read(page), "nothing is given away yet"
    page.session_state["app"].kept.set({f"revealed: {title}": True})
    calm(page.run())
    assert f"Not as you expected: **{lesson.prediction.right}**" in read(page) and lesson.answer.strip() in read(page)
    calm(prediction(page, title).set_value(lesson.prediction.right).run())
    assert f"As you expected: **{lesson.prediction.right}**" in read(page)


def test_next_and_previous_lead_through_the_tour_and_each_lesson_is_revealed_for_itself():
    titles = list(TOUR)
    page = lesson_page(titles[0])
    assert page.button(key="lesson_Previous").disabled
    calm(prediction(page, titles[0]).set_value(TOUR[titles[0]].prediction.choices[0]).run())
    page.session_state["app"].kept.set({f"revealed: {titles[0]}": True})
    calm(page.run())
    assert TOUR[titles[0]].answer.strip() in read(page)
    calm(page.button(key="lesson_Next").click().run())
    assert TOUR[titles[1]].text.strip() in read(page) and not can_be_opened(page)
    assert prediction(page, titles[1]).value is None
    calm(page.button(key="lesson_Previous").click().run())
    assert TOUR[titles[0]].answer.strip() in read(page), "what was revealed stays so"
    calm(page.selectbox(key="lesson").set_value(titles[-1]).run())
    assert page.button(key="lesson_Next").disabled


def test_a_lesson_can_be_played_and_held_where_it_is_read():
    page = lesson_page("1 One word at a time")
    calm(page.button(key="lesson_play").click().run())
    app = page.session_state["app"]
    if app.job.status == "playing":
        calm(page.button(key="lesson_pause").click().run())
    assert app.job.status in ("paused", "finished") and page.button(key="lesson_play")
    assert [button.key for button in page.button if button.proto.type == "primary"] == ["play"], "one thing to do first"


def test_a_lesson_with_a_race_has_the_race_in_the_place_of_play():
    page = lesson_page(of_view("race"))
    assert page.button(key="race")
    with pytest.raises(KeyError):
        page.button(key="lesson_play")


def test_the_second_sentence_of_a_lesson_is_in_its_box():
    page = lesson_page("6 Two units on a plane")
    assert page.text_input(key="second_sentence").value == "i am sad"
    calm(page.button(key="set_up").click().run())
    assert page.text_input(key="second_sentence").value == "this was bad"


def test_lessons_do_not_take_own_sentences_away():
    page = lesson_page("1 One word at a time")
    page.session_state["app"].shown.chosen = Sentences(bundled(), "mine", own=True)
    calm(page.run())
    assert page.button(key="set_up").disabled
    assert any("choose some under **Data** first" in caption.value for caption in page.caption)


def test_the_two_sentences_on_the_plane_end_in_different_colours():
    lesson = TOUR["6 Two units on a plane"]
    run = train(bundled(), lesson.settings.model, lesson.settings.training)
    list(run)
    one, other = (
        trace(run.params, bundled().vocabulary, sentence).probabilities[-1].argmax()
        for sentence in (lesson.sentence, lesson.beside["second_sentence"])
    )
    assert (bundled().classes[one], bundled().classes[other]) == ("positive", "negative")


def test_the_sentence_behind_100_percent_is_read_wrong_by_a_network_that_has_100_percent():
    run = train(bundled(), ModelConfig(), TrainConfig())
    last = [event for event in run if hasattr(event, "test_accuracy")][-1]
    assert last.test_accuracy == 1.0
    sentence = TOUR["7 What 100% hides"].sentence
    answer = trace(run.params, bundled().vocabulary, sentence).probabilities[-1].argmax()
    assert sentence == "good earlier" and bundled().classes[answer] == "negative"


def test_the_run_that_draws_the_page_offers_stop_and_fits_no_baseline(monkeypatch):
    page, fitted = lesson_page(of_view("baselines")), []
    comparison = page.session_state["app"].results.comparison
    monkeypatch.setattr(Scheduler, "add_heavy", lambda self, work: None)  # whose thread would fit it
    comparison.run_slice = fitted.append
    calm(page.button(key="compare").click().run())
    assert comparison.running and page.button(key="stop_baselines")
    calm(page.button(key="stop_baselines").click().run())
    assert not comparison.running and page.button(key="compare")
    assert not fitted
