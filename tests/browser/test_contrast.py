"""Every text and icon of the page can be read, in light and in dark: contrast by WCAG 2.2, level AA.

Cells of tables are drawn on a canvas, which contrast.js does not see.
"""

from pathlib import Path

import pytest

from playground.lessons import tour
from playground.place import PARTS
from playground.views.inside import VIEWS
from tests.browser.driving import Visitor
from tests.browser.test_inside import look_at

pytestmark = pytest.mark.browser

LOOK = (Path(__file__).parent / "contrast.js").read_text(encoding="utf-8")
SCHEMES = pytest.mark.parametrize("scheme", ["light", "dark"])
# Eight classes are more than have a colour of their own.
ENQUIRIES = b"sentence,label\n" + b"".join(
    b"about %s number %d,%s and its consequences\n" % (name, number, name)
    for name in b"hiring returns logistics privacy statistics payments repairs deliveries".split()
    for number in range(4)
)


def failing(one: Visitor) -> list[str]:
    """What can hardly be read. What fades in or out is looked at again."""
    one.settle()
    for _ in range(20):
        found = one.page.evaluate(LOOK)
        assert found["looked"] > 40, "the page is hardly there"
        if not found["failed"]:
            break
        one.page.wait_for_timeout(100)
    return found["failed"]


def found_in(failed: dict[str, list[str]]) -> dict[str, str]:
    """Where something can hardly be read, and what."""
    return {where: "; ".join(what) for where, what in failed.items() if what}


@SCHEMES
def test_every_control_and_what_it_opens_can_be_read(visit, scheme):
    one = visit("?epochs=20", color_scheme=scheme)
    failed = {"before it begins": failing(one)}
    one.page.get_by_role("combobox").first.focus()
    one.page.keyboard.press("ArrowDown")
    one.page.get_by_role("option").first.wait_for()
    failed["a list"] = failing(one)
    one.page.keyboard.press("Escape")
    one.page.get_by_role("button", name="Reset").hover()
    one.page.get_by_text("Back to epoch 0").wait_for()
    failed["help"] = failing(one)
    for folded in one.page.locator('[data-testid="stSidebar"] summary').all():
        folded.click()
    failed["all controls"] = failing(one)
    assert not found_in(failed)


@SCHEMES
def test_every_tab_can_be_read(visit, scheme):
    one = visit("?epochs=20&pace=full", color_scheme=scheme)
    failed = {}
    one.press("Play")
    one.wait_for_status("Done")
    for tab in one.page.get_by_role("tab").all_inner_texts():
        one.tab(tab)
        failed[tab] = failing(one)
        for part in PARTS[tab].names if tab in PARTS else ():
            one.choose(part)
            failed[part] = failing(one)
    one.tab("Runs")
    one.choose("Grid")
    one.page.get_by_text("Which values work?").wait_for()
    failed["grid"] = failing(one)
    one.tab("Scores")
    one.press("Compare with baselines")
    one.page.get_by_text("What this tells about word order").wait_for(timeout=60_000)
    failed["baselines"] = failing(one)
    assert not found_in(failed)


@SCHEMES
def test_every_view_inside_can_be_read(visit, scheme):
    one = visit("?epochs=20&pace=full", color_scheme=scheme)
    one.press("Play")
    one.wait_for_status("Done")
    one.tab("Inside")
    failed = {}
    for name in VIEWS:
        look_at(one, name)
        failed[name] = failing(one)
    assert not found_in(failed)


@SCHEMES
def test_every_lesson_can_be_read(visit, scheme):
    one = visit(color_scheme=scheme)
    one.tab("Lessons")
    failed = {}
    for title in tour():
        one.select("Lesson", title)
        failed[title] = failing(one)
    assert not found_in(failed)


@SCHEMES
def test_what_is_said_of_a_link_of_words_and_of_files_can_be_read(visit, scheme):
    one = visit("?hidden_size=9999&sentence=not+quite+unheard+of", color_scheme=scheme)
    failed = {"notice": failing(one)}
    one.open_panel()
    one.upload("broken.csv", b'sentence,label\nfine,up\n"never closed,down\nlast,up\n')
    one.page.locator(".rnn-refusal").wait_for()
    failed["refusal"] = failing(one)
    one.upload("enquiries.csv", ENQUIRIES)
    one.page.get_by_role("button", name="Use this dataset").wait_for()
    failed["understood"] = failing(one)
    assert not found_in(failed)


@SCHEMES
def test_many_classes_can_be_read(visit, scheme):
    one = visit("?pace=full", color_scheme=scheme)
    one.use("enquiries.csv", ENQUIRIES)
    for epoch in (1, 2):
        one.press("Step")
        one.wait_for_epoch(epoch)
    failed = {}
    for tab in ("Sentences", "Scores", "Data"):
        one.tab(tab)
        failed[tab] = failing(one)
    one.tab("Inside")
    for name in ("steps", "plane", "saliency", "behaviour"):
        look_at(one, name)
        failed[name] = failing(one)
    assert not found_in(failed)
