"""Every sentence tested once, in a real Chromium: while other things are clicked."""

import pytest

pytestmark = pytest.mark.browser

LINES = [(f"it is {'a good' if i % 2 else 'an awful'} day, number {i}", "ab"[i % 2]) for i in range(40)]
FILE = "".join(f"{sentence}\t{label}\n" for sentence, label in LINES).encode()


@pytest.mark.parametrize("width", [1280, 390])
def test_the_result_comes_while_other_tabs_are_looked_at_and_stays(visit, width):
    one = visit("?epochs=30&pace=full")
    one.use("mine.tsv", FILE)
    one.page.set_viewport_size({"width": width, "height": 844})
    one.press("Play")
    one.wait_for_status("Done")
    one.press("Test every sentence once")
    one.tab("Data")
    one.tab("Sentences")
    told = one.page.get_by_text("Each of the 40 sentences was tested once")
    told.wait_for(timeout=60_000)
    one.settle()
    assert "right (" in told.inner_text() and "is likely" in told.inner_text()
    one.tab("Curves")
    assert told.is_visible() and not one.page.get_by_role("button", name="Stop").count()
    overflow = (
        "() => { const m = document.querySelector('[data-testid=stMain]'); return m.scrollWidth - m.clientWidth }"
    )
    assert one.page.evaluate(overflow) <= 0
