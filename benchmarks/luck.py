"""How long the page takes to try eight seeds of the default preset, with one visitor in a real Chromium.

python -m benchmarks.luck
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import tempfile
import time
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, sync_playwright

from playground.plans import of_seeds
from playground.presets import PRESETS
from rnn_core import bundled, train
from tests.browser.driving import Visitor, find_chromium, launch
from tests.running import Server, start_server

SEEDS, ROUNDS, AIM = 8, 5, 5.0  # seconds


def headless() -> float:
    """Seconds of the bare loop, one seed after another."""
    began = time.perf_counter()
    for entry in of_seeds(PRESETS["alive"].settings, SEEDS, "all").entries:
        for _ in train(bundled(), entry.settings.model, entry.settings.training):
            pass
    return time.perf_counter() - began


def in_the_page(browser: Browser, server: Server) -> tuple[float, float]:
    """Seconds from the click to the sentence that says what came out, and of the server's CPU meanwhile."""
    one = Visitor(browser, server)
    one.tab("Runs")
    one.choose("Luck or skill")
    one.page.get_by_role("slider", name="Seeds").press("ArrowLeft")  # from 10
    button = one.page.get_by_role("button", name=f"Try {SEEDS} seeds")
    button.wait_for()
    one.settle()
    began, used = time.perf_counter(), server.cpu_seconds()
    button.click()
    one.page.locator(".rnn-found", has_text="is likely").wait_for(timeout=120_000)
    seconds, used = time.perf_counter() - began, server.cpu_seconds() - used
    one.leave()
    return seconds, used


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = launch(playwright, find_chromium())
        server = start_server(Path(folder) / "log.txt")
        rounds = [(headless(), *in_the_page(browser, server)) for _ in range(ROUNDS)]
        browser.close()
        server.stop()
    bare, page, used = (median(values) for values in zip(*rounds, strict=True))
    print(f"{SEEDS} seeds of the default preset, median of {ROUNDS}: bare loop {bare:.2f} s, on the page {page:.2f} s")
    print(f"(slowest {max(seconds for _, seconds, _ in rounds):.2f} s; {used:.2f} s of the server's CPU). ", end="")
    print(f"Aim: below {AIM:.0f} s on an idle machine; the load is {os.getloadavg()[0]:.1f} now.")


if __name__ == "__main__":
    main()
