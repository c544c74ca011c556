"""Keys and clicks that come before the browser knows what controls hold: nothing of that may be lost."""

from urllib.parse import parse_qs, urlparse

import pytest

pytestmark = pytest.mark.browser

SLOWER = 4  # how many times slower the browser is made, so that there is time to press something
HELD = {"hidden_size": "24", "learning_rate": "0.03", "epochs": "500", "clip": "0.5", "seed": "7", "layers": "2"}


@pytest.mark.parametrize("milliseconds", [0, 150, 600])
def test_play_pressed_at_any_moment_of_the_first_drawing_leaves_every_control_as_it_was(browser, server, milliseconds):
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(f"{server.url}/?{'&'.join(f'{name}={value}' for name, value in HELD.items())}", wait_until="commit")
    page.locator(".st-key-play button").wait_for(state="attached", timeout=60_000)
    page.wait_for_timeout(milliseconds)
    page.keyboard.press("p")
    page.wait_for_selector(".rnn-status", timeout=60_000)
    page.wait_for_timeout(1500)
    if page.locator(".st-key-pause button").count() == 0:  # the key came before the button listened to it
        page.keyboard.press("p")
    page.locator(".st-key-pause button").wait_for(timeout=60_000)
    page.wait_for_timeout(1500)
    now = parse_qs(urlparse(page.url).query)
    assert {name: now[name][0] for name in HELD} == HELD
    assert page.locator(".st-key-sentence input").input_value() == now["sentence"][0] == "i am not at all sad"
    assert "Changed" not in page.inner_text(".rnn-status")
    page.locator(".st-key-hidden_size").get_by_text("24", exact=True).wait_for(timeout=60_000)
    context.close()
    assert server.log() == ""


@pytest.mark.parametrize("milliseconds", [0, 0, 50, 150])
def test_a_click_right_after_other_sentences_were_chosen_keeps_what_these_have_set(visit, milliseconds):
    """The browser has not yet heard of the new settings, and with the click it reports the old ones."""
    one = visit("?pace=20")
    one.page.get_by_role("combobox", name="Data").click()
    one.page.get_by_role("option", name="Marked recall", exact=True).click()
    one.page.wait_for_timeout(milliseconds)
    one.page.get_by_role("radio", name="Full speed", exact=True).click()
    one.wait_for_status("of 20")
    one.page.wait_for_timeout(1000)
    now = parse_qs(urlparse(one.page.url).query)
    told = {name: now[name][0] for name in ("dataset", "preset", "pace", "hidden_size", "epochs", "optimiser")}
    assert told == {
        "dataset": "marked_recall", "preset": "recall_vanilla", "pace": "full", "hidden_size": "8", "epochs": "20",
        "optimiser": "adam",
    }  # fmt: skip
    assert "remember" in one.page.locator(".st-key-sentence input").input_value()
