"""The page against the bare loop, with one visitor in a real Chromium on the same machine (Linux).

python -m benchmarks.page
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import tempfile
import time
from pathlib import Path
from statistics import median, quantiles

from playwright.sync_api import Browser, sync_playwright

from playground.settings import Settings
from rnn_core import EpochRecord, bundled, train
from tests.browser.driving import Visitor, find_chromium, launch
from tests.running import Server, start_server

EPOCHS = 1000
CLICKS = 20

# In the page: the time from the click on Pause to the moment when the button reads Play.
MEASURE = """() => {
  window.latencies = [];
  document.addEventListener('click', event => {
    const button = event.target.closest('button');
    if (!button || !button.innerText.includes('Pause')) return;
    const clicked = performance.now();
    const seen = new MutationObserver(() => {
      if (![...document.querySelectorAll('.st-key-play button')].length) return;
      seen.disconnect();
      window.latencies.push(performance.now() - clicked);
    });
    seen.observe(document.body, {subtree: true, childList: true});
  }, true);
}"""


def headless() -> float:
    """Epochs a second of the bare loop."""
    settings = Settings(epochs=EPOCHS)
    started = time.perf_counter()
    done = sum(isinstance(event, EpochRecord) for event in train(bundled(), settings.model, settings.training))
    return done / (time.perf_counter() - started)


def in_the_page(browser: Browser, server: Server) -> float:
    """Epochs a second at full speed, from the click on Play to the end."""
    one = Visitor(browser, server, f"?epochs={EPOCHS}&pace=full")
    started = time.perf_counter()
    one.press("Play")
    one.wait_for_status("Done")
    seconds = time.perf_counter() - started
    one.leave()
    return EPOCHS / seconds


def pause_latencies(browser: Browser, server: Server, pace: str) -> list[float]:
    """Milliseconds from the click on Pause to its label, while training."""
    one = Visitor(browser, server, f"?epochs=5000&pace={pace}")
    latencies = pause_latencies_of(one)
    one.leave()
    return latencies


def pause_latencies_of(one: Visitor, clicks: int = CLICKS) -> list[float]:
    """Milliseconds from the click on Pause to its label, for somebody who has not begun yet."""
    one.page.evaluate(MEASURE)
    for _ in range(clicks):
        if one.epoch() > EPOCHS:  # so that no run comes to its end
            one.press("Reset")
            one.wait_for_status("Press Play")
        one.press("Play")
        one.page.get_by_role("button", name="Pause").wait_for()
        time.sleep(1)
        one.press("Pause")
        one.page.get_by_role("button", name="Play").wait_for()
    latencies: list[float] = one.page.evaluate("window.latencies")
    return latencies


def cpu_of_ticks(browser: Browser, server: Server, seconds: float = 20) -> tuple[float, float]:
    """Milliseconds of server CPU a tick, and ticks a second, of a page that polls a run in slow motion.

    The table's ticks and the few updates are in it; what the server uses while the page stands is not.
    """
    one = Visitor(browser, server, "?epochs=5000&pace=slow")

    def used() -> float:
        before = server.cpu_seconds()
        time.sleep(seconds)
        return server.cpu_seconds() - before

    idle = used()
    one.press("Play")
    one.wait_for_status("It has read")
    one.page.evaluate(
        "() => { window.ticks = 0; const seen = new MutationObserver(() => window.ticks++);"
        "const status = document.querySelector('.rnn-status').closest('[data-testid=stVerticalBlock]');"
        "seen.observe(status, {subtree: true, childList: true, characterData: true}) }"
    )
    polling = used()
    ticks: int = one.page.evaluate("window.ticks")
    one.leave()
    return 1000 * (polling - idle) / ticks, ticks / seconds


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = launch(playwright, find_chromium())
        server = start_server(Path(folder) / "log.txt")
        rounds = [(headless(), in_the_page(browser, server)) for _ in range(3)]
        bare, page = (median(values) for values in zip(*rounds, strict=True))
        ratio = median(page / bare for bare, page in rounds)
        print(f"Epochs a second, default network, {EPOCHS} epochs, median of 3 rounds:")
        print(f"  bare loop {bare:.1f}, page at full speed {page:.1f}, ratio {ratio:.2f} (aim: at least 0.5)")
        for pace in ("20", "full"):
            latencies = pause_latencies(browser, server, pace)
            print(
                f"Click on Pause to its label, pace {pace}, {len(latencies)} clicks: "
                f"median {median(latencies):.0f} ms, p95 {quantiles(latencies, n=20)[-1]:.0f} ms "
                "(aim: median below 250 ms)"
            )
        milliseconds, ticks = cpu_of_ticks(browser, server)
        print(f"Server CPU of a tick: {milliseconds:.0f} ms, at {ticks:.1f} ticks a second")
        print(f"Peak memory of the server: {server.peak_megabytes():.0f} MB")
        browser.close()
        server.stop()


if __name__ == "__main__":
    main()
