"""Several networks in one run, as a person sees them."""

import pytest

from tests.browser.driving import Visitor

pytestmark = pytest.mark.browser


def test_a_run_of_three_networks_is_paused_goes_on_and_ends_in_the_same_fingerprint(visit):
    def run_to_the_end(one: Visitor) -> str:
        one.wait_for_status("Network 3 of 3, epoch 60 of 60")
        one.wait_for_status("The mean of 3 networks answered; one alone: ")
        one.settle()
        return one.fingerprint()

    link = "?networks=3&epochs=60&hidden_size=8&pace="
    one = visit(f"{link}20")  # slowly enough to be paused
    assert one.status().startswith("Network 1 of 3, epoch 0 of 60")
    one.press("Play")
    one.wait_for_status("Network 1 has finished")
    one.press("Pause")
    one.wait_for_status("Paused")
    one.settle()
    stood = one.status()
    one.page.wait_for_timeout(1200)
    assert one.status() == stood
    one.press("Play")
    ended = run_to_the_end(one)
    assert one.page.get_by_text("mean of 3 networks", exact=True).is_visible()
    another = visit(f"{link}full")
    another.press("Play")
    assert run_to_the_end(another) == ended


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_while_networks_train_one_after_another_nothing_is_too_wide_and_nothing_jumps(visit, width, scheme):
    one = visit("?networks=8&epochs=100&pace=20", viewport={"width": width, "height": 844}, color_scheme=scheme)
    top = "() => document.querySelector('.st-key-picture').getBoundingClientRect().top"
    one.press("Play")
    one.wait_for_status("Network 2 of 8")
    before = one.page.evaluate(top)
    one.wait_for_status("The mean answer of 2 networks")
    assert one.page.evaluate(top) == before
    wider = "() => { const m = document.querySelector('[data-testid=stMain]'); return m.scrollWidth - m.clientWidth }"
    assert one.page.evaluate(wider) <= 0
