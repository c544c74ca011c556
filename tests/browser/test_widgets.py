"""What was chosen in one tab stands there after others were looked at, in a real Chromium."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("others", [("Curves",), ("Curves", "About"), ("Curves", "About", "Keep")], ids=len)
def test_a_choice_stands_when_one_comes_back(visit, others):
    one = visit("?tab=runs")
    loss = one.page.get_by_role("radio", name="loss")
    happy = one.page.get_by_role("radio", name="happy")
    one.choose("loss")
    one.tab("Lessons")
    one.page.locator("label", has_text="happy").click()
    one.settle()
    for _ in range(2):
        for name in (*others, "Runs"):
            one.tab(name)
        expect(loss).to_be_checked()
        for name in (*others, "Lessons"):
            one.tab(name)
        expect(happy).to_be_checked()
