"""Many sentences without labels, as a person lets them be answered: pasted, from a file, on a telephone, taken away."""

import csv

import pytest
from playwright.sync_api import expect

from tests.browser.hostile import FORMULAS, MARKDOWN, MARKUP

pytestmark = pytest.mark.browser


def answers(one) -> list[list[str]]:
    """The rows of the file that is handed out."""
    with one.page.expect_download() as handed:
        one.page.get_by_role("button", name="Download as CSV").click()
    return list(csv.reader(handed.value.path().read_text(encoding="utf-8-sig").splitlines()))


def test_lines_are_pasted_and_answered_with_one_click_and_taken_away(visit):
    one = visit("?pace=full&epochs=40")
    one.press("Play")
    one.wait_for_status("Fingerprint")
    one.tab("Keep")
    one.choose("Classify")
    hostile = [f"{piece} is not bad" for piece in (*FORMULAS, *MARKUP[:3], *MARKDOWN[:3])]
    one.page.get_by_label("One sentence in each line").fill("\n".join(["i am sad", "unheard of", *hostile]))
    one.press("Classify")  # the box is still in use: its text arrives with the click
    one.page.locator("[data-testid=stDataFrame]").wait_for()
    one.page.get_by_text("1 has no word that the network knows").wait_for()
    header, *rows = answers(one)
    assert header == ["sentence", "label", "p(negative)", "p(positive)"]
    assert [row[0].lstrip("'") for row in rows] == [line.lstrip("'") for line in ("i am sad", "unheard of", *hostile)]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    assert rows[1][1:] == ["", "", ""] and rows[0][1] == "negative"


@pytest.mark.parametrize(
    ("dataset", "sentence", "columns"),
    [
        ("sentiment", "i am not at all sad", ["sentence", "label", "probability"]),
        ("marked_recall", "the cat", ["sentence", "label", "probability", "else"]),
        ("negation_tags", "i am not bad", ["sentence", "tags", "lowest", "at"]),
    ],
)
def test_all_columns_are_in_sight_on_a_telephone(visit, dataset, sentence, columns):
    one = visit(f"?dataset={dataset}&tab=keep&part=classify", viewport={"width": 390, "height": 844})
    one.page.get_by_label("One sentence in each line").fill(sentence)
    one.press("Classify")
    table = one.page.locator("[data-testid=stDataFrame]")
    table.scroll_into_view_if_needed()
    one.page.wait_for_function("document.querySelector('[data-testid=stDataFrame] .dvn-scroller')?.clientWidth > 300")
    table.locator("th").nth(len(columns) - 1).wait_for(state="attached")
    assert table.locator("th").all_inner_texts() == columns
    assert table.locator(".dvn-scroller").evaluate("room => room.scrollWidth - room.clientWidth") <= 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_file_is_answered_while_it_trains_on_a_telephone(visit, scheme):
    one = visit("?pace=5&epochs=1000", viewport={"width": 390, "height": 844}, color_scheme=scheme)
    one.press("Play")
    one.wait_for_epoch(2)
    one.tab("Keep")
    one.choose("Classify")
    one.choose("A file")
    lines = "\n".join(f"{'not ' * (i % 3)}bad" for i in range(3_000)).encode()
    file = {"name": "<b>mine</b>.txt", "mimeType": "text/plain", "buffer": lines}
    expect(one.page.locator(".st-key-classify button")).to_be_disabled()
    one.page.locator(".st-key-classify_file input[type=file]").set_input_files(files=[file])
    one.page.get_by_text("<b>mine</b>.txt").wait_for()  # its name is there before all of it has gone up
    one.press("Classify")
    one.page.get_by_text("The first 1,000 are shown, the download has all.").wait_for()
    said = one.page.get_by_text("Answered by").inner_text()
    first = answers(one)
    assert len(first) == 3_001
    epoch = one.epoch()
    one.wait_for_epoch(epoch + 5)
    assert one.page.get_by_text("Answered by").inner_text().startswith(said)  # one epoch's, whatever is trained since
    assert answers(one) == first
    assert one.page.evaluate("document.documentElement.scrollWidth") <= 390
