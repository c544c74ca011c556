"""A class: a teacher's own sentences reach everybody by a link, and what is handed in is checked."""

import json
from pathlib import Path

import pytest

from rnn_core.check import main
from tests.browser.driving import Visitor

pytestmark = pytest.mark.browser

# Twenty sentences of a teacher's, which are in no file that the pupils have.
SENTENCES = [
    f"{who} {what}{when},{label}"
    for who, when in (("the class", ""), ("everybody", " today"), ("the new boy", ""), ("he", " at noon"), ("she", ""))
    for what, label in (("laughed", "good"), ("cheered", "good"), ("wept", "bad"), ("shouted", "bad"))
]  # fmt: skip


def keep(visitor: Visitor, part: str) -> None:
    """Open what is shared or handed in."""
    visitor.tab("Keep")
    visitor.choose(part)


def link_of_a_teacher(visit) -> str:
    """The query of the address, once its owner has put twenty sentences into it."""
    teacher = visit()
    teacher.use("class.csv", "\n".join(["sentence,label", *SENTENCES]).encode())
    assert "sentences=" not in teacher.page.url
    keep(teacher, "Share")
    teacher.page.get_by_text("Put my sentences into the link").click()
    teacher.page.wait_for_function("location.search.includes('sentences=')")
    return teacher.page.url[teacher.page.url.index("?") :]


def from_link(visit, query: str) -> Visitor:
    """A fresh window that has opened the link and uses what it brings."""
    pupil = visit(query)
    assert pupil.page.get_by_text("This link brings sentences").is_visible()
    assert pupil.page.get_by_text("the class laughed").first.is_visible() and pupil.epoch() == 0
    assert sees_whole(pupil, "Use these sentences"), "without scrolling"
    pupil.press("Use these sentences")
    pupil.page.locator(".st-key-loading .st-key-use").wait_for(state="detached")
    pupil.settle()
    return pupil


def sees_whole(visitor: Visitor, button: str) -> bool:
    """Whether all of a button is within the first screen."""
    box, screen = visitor.page.get_by_role("button", name=button).bounding_box(), visitor.page.viewport_size
    assert box and screen
    return box["x"] + box["width"] <= screen["width"] and box["y"] + box["height"] <= screen["height"]


def handed_in(pupil: Visitor, name: str, found: str) -> bytes:
    """The file that somebody hands in who has expected something in the first lesson."""
    pupil.tab("Lessons")
    pupil.page.get_by_role("radiogroup").get_by_text("right", exact=True).click()
    pupil.settle()
    keep(pupil, "Hand in")
    pupil.page.get_by_label("Your name").fill(name)
    pupil.page.get_by_label("Answer to lesson").fill(found)
    pupil.press("Make the hand-in")
    pupil.page.get_by_text("Made at epoch").wait_for()
    with pupil.page.expect_download() as download:
        pupil.press("Download it")
    return Path(download.value.path()).read_bytes()


def test_two_windows_from_one_link_come_to_one_fingerprint_and_what_is_handed_in_is_checked(visit, tmp_path, capsys):
    query = link_of_a_teacher(visit)
    anna, bert = from_link(visit, query), from_link(visit, query)
    for pupil in (anna, bert):
        assert pupil.page.url.endswith(query)
        pupil.press("Play")
    assert anna.fingerprint() == bert.fingerprint()

    honest = handed_in(anna, "Anna", "it turns at the last word")  # which was typed right before the click
    forged = json.loads(handed_in(bert, "Bert", "it turns at once"))
    forged["networks"][0]["fingerprint"] = "deadbeef"
    (tmp_path / "anna.json").write_bytes(honest)
    (tmp_path / "bert.json").write_text(json.dumps(forged))
    assert main(["--json", str(tmp_path)]) == 0
    first, second = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert (first["name"], first["verdict"], first["fingerprint"]) == ("Anna", "confirmed", anna.fingerprint())
    assert first["answers"] == [
        {"lesson": "One word at a time", "expected": "right", "found": "it turns at the last word", "right": True}
    ]
    assert (second["name"], second["verdict"]) == ("Bert", "refused")


def test_on_a_phone_the_sentences_of_a_link_and_the_button_that_uses_them_are_on_the_first_screen(visit):
    pupil = visit(link_of_a_teacher(visit), viewport={"width": 390, "height": 844})
    table = pupil.page.locator(".st-key-loading .rnn-preview").first
    assert sees_whole(pupil, "Use these sentences") and not sees_whole(pupil, "Play")
    assert table.evaluate("table => table.scrollWidth <= table.clientWidth"), "no column is cut off"


def test_a_link_as_long_as_links_may_be_is_opened_whole(visit):
    pupil = visit("?dataset=own-0123abcd&sentences=" + "A" * 5_998 + ".1")
    assert "damaged or cut off" in pupil.page.inner_text(".rnn-refusal")
    assert "Not followed" not in pupil.page.inner_text("body")
