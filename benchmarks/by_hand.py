"""Marked recall as a person does it on the page: vanilla, then LSTM; what each comes to, and the seconds it takes.

python -m benchmarks.by_hand
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.driving import Visitor, find_chromium, launch
from tests.running import start_server


def played(one: Visitor, cell: str) -> None:
    """Choose a cell, Reset, Play to the end, and print what is said then."""
    one.choose(cell)
    one.press("Reset")
    one.wait_for_status("Press Play")
    one.press("Play")
    began = time.perf_counter()
    one.wait_for_status("Done")
    print(f"{cell}: {time.perf_counter() - began:.1f} s. {one.status().partition('Done. ')[2].strip()}", flush=True)


def main() -> None:
    """Choose the set and the pace, then each cell."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = launch(playwright, find_chromium())
        server = start_server(Path(folder) / "log.txt")
        one = Visitor(browser, server)
        one.select("Data", "Marked recall")
        one.choose("Full speed")
        for cell in ("vanilla", "LSTM"):
            played(one, cell)
        one.leave()
        server.stop()
        print(server.log() or "The server's log is clean.")


if __name__ == "__main__":
    main()
