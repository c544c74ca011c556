"""Pretrained vectors of one's own, in a real Chromium."""

import pytest

from rnn_core import bundled

pytestmark = pytest.mark.browser

WORDS = bundled().vocabulary.words
FILE = "".join(f"{word} {'0.5 -0.25 ' * 5}{i % 3}.5\n" for i, word in enumerate(WORDS[:-2])).encode()


def upload(visitor, name: str, data: bytes) -> None:
    chosen = {"name": name, "mimeType": "text/plain", "buffer": data}
    visitor.page.locator(".st-key-vectors_file input[type=file]").set_input_files(files=[chosen])


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_vectors_are_uploaded_told_about_trained_from_and_seen_to_move(visit, width, scheme):
    one = visit("?input=embedding&epochs=5000&pace=5", viewport={"width": width, "height": 844}, color_scheme=scheme)
    if width < 640:
        one.page.get_by_test_id("stExpandSidebarButton").click()
    one.page.get_by_text("More about the network").click()
    one.choose("own")
    upload(one, "garden.vec", FILE)
    one.page.get_by_text(f"Vectors of width 11 for {len(WORDS) - 2} of {len(WORDS)} words.").wait_for()
    # (A browser takes the file before out, which is no wish to be without it.)
    upload(one, "weeds.vec", FILE + b"moss 1 2\n")
    one.page.locator(".rnn-refusal").get_by_text("weeds.vec: line 17 has 2 numbers").wait_for()
    assert one.page.get_by_text("In use: garden.vec").is_visible()
    overflow = "e => e.scrollWidth - e.clientWidth"
    assert one.page.get_by_test_id("stSidebarContent").evaluate(overflow) <= 0
    if width < 640:
        one.page.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click()
    one.press("Play")
    one.wait_for_epoch(2)
    one.tab("Inside")
    one.choose("Words")
    one.choose("how training moved them")
    one.page.get_by_text("A line leads to each from where it began. They moved by").wait_for()
    one.page.get_by_label("A line leads to each from where it was before training.").wait_for()
    one.wait_for_epoch(one.epoch() + 2)
