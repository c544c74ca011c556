"""Looking inside and taking the tour in a real Chromium, while training goes on."""

import time

import pytest

from playground import place
from playground.lessons import tour
from playground.needs import INSIDE, needs
from playground.views.inside import VIEWS
from rnn_core import ModelConfig
from tests.browser.driving import Visitor

pytestmark = pytest.mark.browser

LONG = "?epochs=5000&hidden_size=4&pace=5"
OVERFLOW = "() => { const m = document.querySelector('[data-testid=stMain]'); return m.scrollWidth - m.clientWidth }"


def look_at(one: Visitor, name: str) -> None:
    """Open a view of the open tab."""
    one.choose(next(group for group, views in INSIDE.items() if name in views))
    one.choose(VIEWS[name].title)
    one.page.get_by_text(VIEWS[name].about).wait_for()


def charts(one: Visitor):
    """The charts of the open tab."""
    return one.page.locator('[role=tabpanel] [data-testid="stVegaLiteChart"]')


NETWORKS = {
    "the tutorial's": {},
    "LSTM, two layers, both directions, embedding": {
        "cell": "lstm", "layers": 2, "directions": 2, "input": "embedding", "embedding_size": 8,
    },
    "ReLU, mean": {"cell": "relu", "readout": "mean"},
    "GRU, an answer at each word": {"cell": "gru", "readout": "words"},
}  # fmt: skip
SCREENS = [(1280, "light"), (390, "dark"), (1280, "dark"), (390, "light")]


@pytest.mark.parametrize(("kind", "screen"), list(zip(NETWORKS, SCREENS, strict=True)), ids=list(NETWORKS))
def test_every_view_opens_while_it_trains_and_fits_the_screen(visit, kind, screen):
    (width, scheme), chosen = screen, NETWORKS[kind]
    link = "".join(f"&{name}={value}" for name, value in chosen.items())
    one = visit(LONG + link, viewport={"width": width, "height": 844}, color_scheme=scheme)
    one.press("Play")
    one.tab("Inside")
    for name in VIEWS:
        look_at(one, name)
        epoch = one.epoch()
        one.wait_for_epoch(epoch + 2)
        missing = needs(name, ModelConfig(**chosen), tagged=False)
        if missing:
            one.page.get_by_text(missing).wait_for()
        elif name != "check":  # which has numbers only
            charts(one).locator("svg").first.wait_for()
            assert all(chart.get_attribute("aria-label") for chart in charts(one).all())
        assert one.page.evaluate(OVERFLOW) <= 0, name


def test_charts_inside_are_redrawn_in_place_while_it_trains(visit):
    one = visit(LONG)
    one.tab("Inside")
    look_at(one, "states")
    one.press("Play")
    one.wait_for_epoch(2)
    one.page.evaluate("() => { document.querySelector('[role=tabpanel] .mark-rect').closest('svg').marked = true }")
    before = one.page.locator("[role=tabpanel] .mark-rect path").first.get_attribute("fill")
    one.wait_for_epoch(one.epoch() + 15)
    after = one.page.locator("[role=tabpanel] .mark-rect path").first.get_attribute("fill")
    assert one.page.evaluate("() => document.querySelector('[role=tabpanel] .mark-rect').closest('svg').marked")
    assert before != after


def test_a_text_that_is_still_being_typed_does_not_swallow_the_next_click(visit):
    """A text box inside of what polls would: see View.inputs."""
    one = visit(LONG)
    one.press("Play")
    one.tab("Inside")
    look_at(one, "plane")
    one.page.get_by_label("A second sentence beside it").fill("this was not bad")
    one.page.get_by_text(VIEWS["words"].title, exact=True).click()
    one.page.get_by_text(VIEWS["words"].about).wait_for()
    look_at(one, "plane")
    one.page.locator("[role=tabpanel] b", has_text="this was not bad").wait_for()


def test_stepping_through_a_sentence_works_with_the_keyboard(visit):
    one = visit("?epochs=10")
    one.press("Step")
    one.wait_for_epoch(1)
    one.tab("Inside")
    one.page.locator("[role=tabpanel]").get_by_role("slider", name="Word").focus()
    one.page.keyboard.press("Home")
    one.page.get_by_text("in place 9. So").wait_for()  # "i" is the ninth of the sorted words
    one.page.keyboard.press("ArrowRight")
    one.page.get_by_text("in place 2. So").wait_for()  # "am"
    one.page.get_by_role("slider", name="Unit").focus()
    one.page.keyboard.press("ArrowRight")
    one.page.get_by_text("Unit 2:").wait_for()


def test_the_gradient_is_checked_while_it_trains(visit):
    one = visit(LONG)
    one.press("Play")
    one.tab("Inside")
    look_at(one, "check")
    one.press("Check the gradient")
    one.page.get_by_text("The gradient that trains this network is right").wait_for()
    one.page.get_by_text("press again").wait_for()  # it has moved on


def test_going_back_in_training_shows_weights_that_agree_with_the_curve(visit):
    one = visit("?epochs=20&pace=full")
    one.press("Play")
    one.wait_for_status("Done")
    one.tab("Inside")
    one.page.get_by_text("Go back in training").click()
    one.page.get_by_text("Nothing was learned yet.").wait_for()
    one.page.get_by_role("slider", name="Epoch Epoch", exact=True).focus()
    for _ in range(3):
        one.page.keyboard.press("ArrowRight")
    one.page.get_by_text("The weights at the end of epoch 3:").wait_for()
    one.page.get_by_text("The curve says the same.").wait_for()


def test_a_lesson_sets_the_page_up_and_its_race_runs_pauses_and_goes_on(visit):
    one = visit()
    one.tab("Lessons")
    one.select("Lesson", next(title for title, lesson in tour().items() if "published" in lesson.variants))
    one.press("Set the page up")
    one.page.wait_for_function("() => document.querySelector('.rnn-status').innerText.includes('of 1000')")
    race = one.page.locator(".st-key-race button").first
    race.click()
    drawn = one.page.locator('[role=tabpanel] [data-testid="stVegaLiteChart"] svg')
    one.page.wait_for_function(
        "() => [...document.querySelectorAll('[role=tabpanel] .mark-line path')].filter("
        "path => path.getAttribute('d').split('L').length > 3).length == 2",
        timeout=60_000,
    )
    one.press("Pause the race")
    race.wait_for()
    one.settle()
    stood = drawn.inner_html()
    time.sleep(1.5)
    assert drawn.inner_html() == stood
    assert one.epoch() == 0, "the run above is left alone"
    race.click()
    one.page.wait_for_function(
        "stood => document.querySelector('[role=tabpanel] [data-testid=stVegaLiteChart] svg').innerHTML !== stood",
        arg=stood,
    )


def test_the_end_of_a_run_leaves_the_lesson_open(visit):
    one = visit("?epochs=30&pace=full")
    one.tab("Lessons")
    one.page.locator(".st-key-play button").click()
    one.wait_for_status("Done")
    one.settle()
    one.page.get_by_text("Find out:").wait_for()
    one.page.get_by_text(VIEWS["steps"].about).wait_for()
    assert one.page.get_by_role("tab").count() == len(place.TABS)
