"""Nothing is lost by a reload, and one link shows everybody the same; in a real Chromium."""

import html
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlparse

import pytest

from playground.address import SOONEST
from tests.browser.driving import Visitor
from tests.running import start_server
from tests.test_own_sentences import GOOD

pytestmark = pytest.mark.browser


def told(page) -> int:
    """The epoch in the address; 0 where there is none."""
    return int(parse_qs(urlparse(page.url).query).get("epoch", ["0"])[0])


def paused_at(one: Visitor, epoch: int) -> int:
    """Train to some epoch and pause; which one it is, as the address tells it."""
    one.press("Play")
    one.wait_for_epoch(epoch)
    one.press("Pause")
    one.wait_for_status("Paused")
    one.settle()
    wait_until_told(one, one.epoch())
    return one.epoch()


def wait_until_told(one: Visitor, epoch: int) -> None:
    one.page.wait_for_function("epoch => location.search.includes(`epoch=${epoch}`)", arg=epoch)


def reload(one: Visitor) -> None:
    one.page.reload()
    one.page.get_by_role("button", name="Reset").wait_for()
    one.page.wait_for_selector(".rnn-status")
    one.settle()
    assert one.epoch() == 0


def go_back(one: Visitor, epoch: int) -> None:
    one.press(f"Go back to epoch {epoch}")
    one.page.get_by_text(f"Back at epoch {epoch}").wait_for(timeout=60_000)
    one.settle()


def to_the_end(one: Visitor) -> str:
    """Train on to the end; all that the page says of the run then, with its fingerprint."""
    one.choose("Full speed")
    one.press("Play")
    one.fingerprint()
    return one.status()


def test_after_a_reload_the_run_goes_on_from_where_it_was_to_the_same_fingerprint(visit):
    one = visit("?epochs=300&pace=5")
    unbroken = to_the_end(visit("?epochs=300&pace=5"))
    epoch = paused_at(one, 10)
    paused = one.status()
    reload(one)
    go_back(one, epoch)
    assert one.status() == paused and one.epoch() == epoch == told(one.page)
    assert to_the_end(one) == unbroken
    reload(one)
    go_back(one, 300)
    assert one.status() == unbroken


def test_a_reload_amid_training_finds_what_the_address_was_told_without_a_click(visit):
    one = visit("?epochs=5000&pace=20")
    one.press("Play")
    before = one.page.evaluate("history.length")
    one.page.wait_for_function("location.search.includes('epoch=')", timeout=60_000)
    assert one.page.evaluate("history.length") <= before + 2
    epoch = told(one.page)
    assert epoch > 0
    one.wait_for_epoch(epoch)  # what the page shows may be a tick older than its address
    reload(one)
    go_back(one, epoch)
    assert one.epoch() == epoch


def test_typing_is_not_disturbed_when_the_address_is_told(visit):
    one = visit("?epochs=5000&pace=5")
    one.press("Play")
    box = one.page.locator(".st-key-sentence input")
    box.fill("")
    typed = "i am not at all bad but very happy and "
    for letter in typed:
        box.press(letter)
        one.page.wait_for_timeout(1.5 * SOONEST * 1000 / len(typed))
    assert box.input_value() == typed and box.evaluate("box => box === document.activeElement")
    one.page.wait_for_function("location.search.includes('happy+and') && location.search.includes('epoch=')")
    one.press("Pause")


def test_after_the_server_was_killed_and_started_again_the_page_goes_back(browser, tmp_path):
    server = start_server(tmp_path / "first.txt")
    one = Visitor(browser, server, "?epochs=300&pace=5")
    epoch = paused_at(one, 10)
    paused = one.status()
    server.process.kill()
    server.process.wait(10)
    server = start_server(tmp_path / "second.txt", port=urlparse(server.url).port)
    try:
        reload(one)
        go_back(one, epoch)
        assert one.status() == paused
        one.complaints.clear()  # that the server was not there
        one.leave()
        assert server.log() == ""
    finally:
        server.stop()


def test_own_sentences_bring_their_run_back_once_they_are_there_again(visit):
    one = visit()
    one.use("mine.csv", GOOD)
    epoch = paused_at(one, 5)
    paused = one.status()
    reload(one)
    assert one.page.get_by_text("once its sentences are here").count() == 1
    one.use("mine.csv", GOOD)
    go_back(one, epoch)
    assert one.status() == paused


def test_two_fresh_windows_from_one_link_show_the_same_fingerprint(visit):
    one = visit("?epochs=40&hidden_size=8&seed=3&tab=inside&view=plane")
    first = to_the_end(one)
    query = "?" + urlparse(one.page.url).query
    for there in (visit(query), visit(query)):
        assert there.page.get_by_role("tab", selected=True).inner_text() == "Inside"
        go_back(there, 40)
        assert there.status() == first


def test_a_reload_comes_back_to_the_part_of_the_tab_that_was_open_and_each_choice_is_one_entry_of_the_history(visit):
    one = visit("?tab=keep&part=share")
    one.page.get_by_role("button", name="Copy to clipboard").first.wait_for()
    before = one.page.evaluate("history.length")
    one.choose("Hand in")
    one.page.wait_for_function("location.search.includes('part=hand_in')")
    one.tab("Runs")
    one.choose("Luck or skill")
    one.page.wait_for_function("location.search.includes('tab=runs') && location.search.includes('part=luck')")
    reload(one)
    one.page.get_by_role("button", name="Try 10 seeds").wait_for()
    query = parse_qs(urlparse(one.page.url).query)
    assert (query["tab"], query["part"]) == (["runs"], ["luck"])
    assert one.page.evaluate("history.length") == before + 3, "a part, a tab, a part"


def test_back_and_forward_go_through_the_places_and_leave_the_run_and_the_controls_alone(visit):
    def at(tab: str, part: str = "") -> None:
        one.page.wait_for_function(
            "([tab, part]) => { const told = new URLSearchParams(location.search);"
            " return [told.get('tab') || 'curves', told.get('part') || ''].join() === [tab, part].join(); }",
            arg=[tab, part],
        )
        one.page.get_by_role("tab", name=tab.capitalize(), selected=True).wait_for()
        one.settle()

    one = visit("?epochs=40&pace=full")
    one.tab("Inside")
    at("inside")
    one.tab("Runs")
    at("runs")
    one.choose("Luck or skill")
    at("runs", "luck")
    one.tab("Keep")
    at("keep")
    entries = one.page.evaluate("history.length")
    one.page.go_back()
    at("runs", "luck")
    one.page.get_by_role("button", name="Try 10 seeds").wait_for()
    one.page.go_back()
    at("runs")
    one.page.go_back()
    at("inside")
    one.page.go_forward()
    at("runs")
    assert one.page.evaluate("history.length") == entries, "what was there is not written over"
    to_the_end(one)
    at("runs")
    one.page.go_back()
    at("runs")
    one.page.wait_for_function("location.search.includes('epoch=40')")
    assert one.epoch() == 40, "the address tells of the run that is there"


@contextmanager
def course_page(body: str) -> Iterator[str]:
    """A page of another site than 127.0.0.1, on this machine."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *arguments: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_address[1]}/"
        server.shutdown()


def test_a_page_of_another_site_shows_it_whole_and_it_stays_embedded(browser, server):
    source = html.escape(f"{server.url}/?epochs=30&epoch=12&hide=controls,tabs&embed=true")
    with course_page(f'<h1>A course</h1><iframe src="{source}" width="700" height="900"></iframe>') as url:
        context = browser.new_context(viewport={"width": 800, "height": 1000})
        page = context.new_page()
        page.goto(url)
        inside = page.frame_locator("iframe")
        inside.get_by_role("button", name="Go back to epoch 12").click()
        inside.get_by_text("Back at epoch 12").wait_for()
        inside.locator("[data-testid=stVegaLiteChart] svg").first.wait_for()
        frame = page.frames[1]
        query = parse_qs(urlparse(frame.url).query)
        assert query["embed"] == ["true"] and query["epoch"] == ["12"] and query["hide"] == ["controls,tabs"]
        assert frame.get_by_text("Not followed").count() == 0
        assert frame.evaluate("document.documentElement.scrollWidth <= innerWidth")
        frame.get_by_role("button", name="Show everything").click()
        frame.get_by_role("tab", name="Curves").wait_for()
        frame.wait_for_function("!location.search.includes('hide=') && location.search.includes('embed=true')")
        context.close()
    assert server.log() == ""


def test_the_link_is_copied_by_a_button_that_is_seen_without_a_mouse_over_it(visit):
    one = visit("?hidden_size=8&seed=3&tab=keep", permissions=["clipboard-read", "clipboard-write"])
    one.choose("Share")
    one.page.get_by_role("button", name="Copy to clipboard").first.click()
    one.page.get_by_role("button", name="Copied").first.wait_for()
    link = one.page.evaluate("navigator.clipboard.readText()")
    copied, mine = (parse_qs(urlparse(url).query) for url in (link, one.page.url))
    assert link.startswith(one.page.url.partition("?")[0]) and copied | {"tab": ["keep"], "part": ["share"]} == mine
