"""What looking inside costs: ticks and clicks with every view open, and with none (Linux).

python -m benchmarks.inside
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import tempfile
import time
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, sync_playwright

from benchmarks.page import pause_latencies_of
from playground.needs import INSIDE
from playground.views.inside import VIEWS
from tests.browser.driving import Visitor, find_chromium, launch
from tests.running import Server, start_server

SECONDS = 8.0
CLICKS = 8

# In the page: how often the status line is drawn anew.
COUNT = """() => {
  window.ticks = 0;
  const status = document.querySelector('.rnn-status').closest('[data-testid=stVerticalBlock]');
  new MutationObserver(() => window.ticks++).observe(status, {subtree: true, childList: true, characterData: true});
}"""


def opened(browser: Browser, server: Server, name: str | None) -> Visitor:
    """A visitor with a view inside open, or with none."""
    one = Visitor(browser, server, "?epochs=5000&pace=20")
    if name is None:
        return one
    one.tab("Inside")
    group = next(group for group, views in INSIDE.items() if name in views)
    for button in (group, VIEWS[name].title):
        one.choose(button)
    return one


def measured(browser: Browser, server: Server, name: str | None) -> tuple[float, float, float, float]:
    """Ticks a second, epochs a second, server CPU a second, and the median of Pause in milliseconds."""
    one = opened(browser, server, name)
    one.press("Play")
    one.wait_for_epoch(3)
    one.page.evaluate(COUNT)
    ticks, epochs = one.page.evaluate("window.ticks"), one.epoch()
    cpu, started = server.cpu_seconds(), time.perf_counter()
    time.sleep(SECONDS)
    seconds = time.perf_counter() - started
    rates = (
        (one.page.evaluate("window.ticks") - ticks) / seconds,
        (one.epoch() - epochs) / seconds,
        (server.cpu_seconds() - cpu) / seconds,
    )
    one.press("Pause")
    one.page.get_by_role("button", name="Play").wait_for()
    latency = median(pause_latencies_of(one, CLICKS))
    one.leave()
    return (*rates, latency)


def main() -> None:
    """Print one row for each view; the closed page is measured first and last."""
    print("| view | ticks a second | epochs a second, of 20 | server CPU | Pause, click to label, median |")
    print("|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = launch(playwright, find_chromium())
        server = start_server(Path(folder) / "log.txt")
        for name in (None, *VIEWS, None):
            ticks, epochs, cpu, latency = measured(browser, server, name)
            title = "closed" if name is None else VIEWS[name].title
            print(f"| {title} | {ticks:.1f} | {epochs:.1f} | {cpu:.0%} | {latency:.0f} ms |", flush=True)
        browser.close()
        server.stop()


if __name__ == "__main__":
    main()
