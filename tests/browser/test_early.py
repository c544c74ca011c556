"""Keys and clicks while the page is still being made: nothing that a control holds may be lost."""

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
