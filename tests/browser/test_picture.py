"""The drawn network in a real Chromium: it stands still while its numbers change, tells them, and can be clicked."""

import pytest

from tests.browser.driving import Visitor

pytestmark = pytest.mark.browser

LONG = "?epochs=5000&hidden_size=4"
SVG = ".st-key-picture svg.marks"
WORDS = f"{SVG} .mark-text text[font-weight=bold]"
PAINTED = (
    f"""() => [...document.querySelectorAll('{SVG} .mark-rect path')].map(path => path.getAttribute('fill')).join()"""
)


def centre(one: Visitor, word: str) -> tuple[float, float]:
    """Where a word of the picture stands. (Asked at once: the next tick draws another text there.)"""
    found: list[float] = one.page.evaluate(
        """([words, word]) => {
            const box = [...document.querySelectorAll(words)].find(t => t.textContent === word).getBoundingClientRect()
            return [box.x + box.width / 2, box.y + box.height / 2]
        }""",
        [WORDS, word],
    )
    return found[0], found[1]


def click(one: Visitor, word: str) -> None:
    one.page.mouse.click(*centre(one, word))


def selected_tab(one: Visitor) -> str:
    return one.page.locator("[role=tab][aria-selected=true]").first.inner_text()


def shows_step_of(one: Visitor, word: str) -> None:
    """Wait until Step by step is open, at this word."""
    one.page.wait_for_function(
        "word => [...document.querySelectorAll('[role=tabpanel] u')].some(mark => mark.innerText === word)", arg=word
    )
    assert selected_tab(one) == "Inside"
    one.settle()


def test_the_picture_is_the_same_element_after_ten_ticks_and_its_colours_are_not(visit):
    one = visit(LONG)
    one.press("Play")
    one.wait_for_epoch(1)
    one.page.evaluate(f"() => {{ document.querySelector('{SVG}').mark = 'the same' }}")
    seen = {one.page.evaluate(PAINTED)}
    while len(seen) < 10:  # different pictures
        one.page.wait_for_timeout(100)
        seen.add(one.page.evaluate(PAINTED))
    assert one.page.locator(SVG).count() == 1
    assert one.page.evaluate(f"() => document.querySelector('{SVG}').mark") == "the same"


def test_a_click_on_a_word_opens_its_step_while_training_again_and_again_and_nothing_opens_by_itself(visit):
    one = visit(LONG)
    one.press("Play")
    one.wait_for_epoch(2)
    for word, then in (("not", "all"), ("not", "i"), ("sad", "am")):
        assert selected_tab(one) == "Curves"
        click(one, word)
        shows_step_of(one, word)
        click(one, then)
        shows_step_of(one, then)
        one.tab("Curves")
        one.wait_for_epoch(one.epoch() + 20)
    one.page.get_by_label("A sentence for it to read").fill("i am sad and happy")
    one.page.locator(WORDS).get_by_text("happy", exact=True).wait_for()
    one.wait_for_epoch(one.epoch() + 20)
    assert selected_tab(one) == "Curves"


def test_pointing_at_a_cell_tells_what_made_it(visit):
    one = visit(LONG)
    x, y = centre(one, "not")
    one.page.mouse.move(x, y + 40)
    one.page.mouse.move(x + 1, y + 60)
    tip = one.page.locator("#vg-tooltip-element")
    tip.wait_for(state="visible")
    cells = tip.locator("td").all_inner_texts()
    told = dict(zip(cells[::2], cells[1::2], strict=True))
    assert list(told) == ["word", "unit", "from the word", "from the state before", "bias", "the sum", "new state"]
    assert told["word"] == "not"
    terms = [float(told[name].replace("−", "-")) for name in ("from the word", "from the state before", "bias")]
    assert abs(sum(terms) - float(told["the sum"].replace("−", "-"))) < 0.002


def test_it_is_read_out_while_training_and_ends_by_itself(visit):
    one = visit(LONG)
    one.press("Play")
    one.wait_for_epoch(2)
    one.press("Read it out")
    answer = one.page.locator(".rnn-answer")
    heard = []
    while not heard or one.page.get_by_role("button", name="Stop reading").count():
        if "so far, after" in (told := answer.inner_text()):
            heard.append(told.split("“")[1].split("”")[0])
        one.page.wait_for_timeout(50)
    order = list(dict.fromkeys(heard))
    assert order == [word for word in "i am not at all sad".split() if word in order] and len(order) >= 3
    one.page.get_by_role("button", name="Read it out").wait_for()
    assert one.page.get_by_role("button", name="Pause").is_visible(), "it trains on"
    assert "so far" not in answer.inner_text()


def test_reading_out_works_and_can_be_stopped_while_nothing_trains(visit):
    one = visit(LONG)
    one.press("Read it out")
    one.page.get_by_text("so far, after “").wait_for()
    one.press("Stop reading")
    one.page.get_by_role("button", name="Read it out").wait_for()
    one.settle()
    assert "so far" not in one.page.inner_text(".rnn-answer") and one.epoch() == 0


def bars(one: Visitor) -> int:
    """Parts of answers that are drawn."""
    return one.page.locator(f"{SVG} path[fill='#0072B2'], {SVG} path[fill='#E69F00']").count()


def test_unknown_words_are_struck_through_and_have_no_answer_and_known_ones_are_offered(visit):
    one = visit("?sentence=terrible+film")
    assert one.page.locator(WORDS).all_text_contents() == ["terrible", "film"] and bars(one) == 0
    assert "it has no answer" in one.page.inner_text(".rnn-answer")
    one.choose("not")
    one.page.locator(WORDS).get_by_text("not", exact=True).wait_for()
    assert bars(one) == 2 and one.page.get_by_label("A sentence for it to read").input_value() == "terrible film not"


@pytest.mark.parametrize("width", [1280, 390])
def test_a_sentence_of_250_words_takes_no_more_room_than_one_of_17(visit, width):
    heights = []
    for words in (17, 250):
        one = visit("", viewport={"width": width, "height": 844})
        one.page.get_by_label("A sentence for it to read").fill("very " * (words - 1) + "good")
        one.page.wait_for_function(f"() => document.querySelectorAll('{WORDS}').length === 16")
        one.page.wait_for_function(f"() => document.body.innerText.includes('of {words}')")
        one.settle()
        heights.append(one.page.locator(".st-key-stage").bounding_box()["height"])
    assert heights[0] == heights[1]
