"""The tour: every lesson is complete, true to what can be set, and works on the page."""

import pytest
from streamlit.testing.v1 import AppTest

from playground.lessons import lessons
from playground.links import Link, from_query, to_query
from playground.needs import INSIDE
from playground.paces import PACES
from playground.presets import PRESETS
from rnn_core import ModelConfig, TrainConfig, bundled, tokenise, trace, train
from tests.test_page import calm, shown

TOUR = lessons()


def lesson_page(number: int) -> AppTest:
    """A page with a lesson open; what stands around it on the real page is drawn too."""

    def page():
        from playground import controls, state
        from playground.views import lessons, live, transport

        app = state.current()
        playing = app.job.status == "playing"
        transport.draw(app, playing)
        live.draw(app, playing)
        controls.draw(app)
        lessons.draw(app, playing)

    opened = AppTest.from_function(page, default_timeout=30)
    calm(opened.run())
    return calm(opened.pills(key="lesson").set_value(f"{number} {TOUR[number - 1].title}").run())


def test_the_tour_has_five_to_eight_short_lessons_that_ask_and_answer():
    assert 5 <= len(TOUR) <= 8
    for lesson in TOUR:
        assert len(lesson.text.split()) <= 100 and len(lesson.answer.split()) <= 110, lesson.title
        assert lesson.question.endswith("?") or "Find" in lesson.question
        assert "@" not in lesson.answer, "a figure is missing"


@pytest.mark.parametrize("lesson", TOUR, ids=lambda lesson: lesson.title)
def test_a_lesson_sets_only_what_the_controls_can_show(lesson):
    link = Link(lesson.sentences, lesson.preset, lesson.settings.values)
    assert from_query({name: [value] for name, value in to_query(link).items()}) == (link, [])
    assert lesson.preset in PRESETS and lesson.pace in PACES
    assert lesson.view in {"baselines", "race", *(view for views in INSIDE.values() for view in views)}
    assert set(lesson.beside) <= {"second_sentence", "cue", "filler", "target"}
    known = bundled().vocabulary
    for sentence in (lesson.sentence, *lesson.beside.values()):
        assert sentence and all(word in known for word in tokenise(sentence))


@pytest.mark.parametrize("number", range(1, len(TOUR) + 1))
def test_setting_up_a_lesson_gives_its_settings_and_a_run_at_epoch_0(number):
    page, lesson = lesson_page(number), TOUR[number - 1]
    calm(page.button(key="step").click().run())
    assert "Epoch 1 of" in shown(page)
    calm(page.button(key="set_up").click().run())
    assert f"Epoch 0 of {lesson.settings.epochs}" in shown(page)
    assert page.slider(key="hidden_size").value == lesson.settings.hidden_size
    assert page.text_input(key="sentence").value == lesson.sentence
    app = page.session_state["app"]
    assert app.settings == lesson.settings and "Changed" not in shown(page)
    calm(page.button(key="step").click().run())
    assert "Epoch 1 of" in shown(page)
    assert lesson.title in " ".join(element.value for element in page.markdown)


def test_the_second_sentence_of_a_lesson_is_in_its_box():
    page = lesson_page(6)
    assert page.text_input(key="second_sentence").value == "i am sad"
    calm(page.button(key="set_up").click().run())
    assert page.text_input(key="second_sentence").value == "this was bad"


def test_lessons_do_not_take_own_sentences_away():
    page = lesson_page(1)
    page.session_state["app"].chosen = type(page.session_state["app"].chosen)(bundled(), "mine", own=True)
    calm(page.run())
    assert page.button(key="set_up").disabled
    assert any("Bundled ones" in caption.value for caption in page.caption)


def test_the_two_sentences_on_the_plane_end_in_different_colours():
    lesson = TOUR[5]
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
    answer = trace(run.params, bundled().vocabulary, TOUR[6].sentence).probabilities[-1].argmax()
    assert TOUR[6].sentence == "good earlier" and bundled().classes[answer] == "negative"


def test_the_run_that_draws_the_page_offers_stop_and_fits_no_baseline():
    page, fitted = lesson_page(2), []
    comparison = page.session_state["app"].results.comparison
    comparison.go_on = fitted.append
    calm(page.button(key="compare").click().run())
    assert comparison.running and page.button(key="stop_baselines")
    calm(page.button(key="stop_baselines").click().run())
    assert not comparison.running and page.button(key="compare")
    assert not fitted, "fitting takes its time when all of the page is there"
