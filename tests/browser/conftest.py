"""A real server and a real Chromium for the tests of this folder.

Without a Chromium they are skipped and say so; REQUIRE_BROWSER=1 turns that into a failure.
"""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.driving import Visitor, find_chromium, launch
from tests.running import Server, start_server


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = find_chromium()
    if path is None:
        reason = "no Chromium was found on this machine (Debian, Ubuntu: apt install chromium)"
        if os.environ.get("REQUIRE_BROWSER"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        found = launch(playwright, path)
        yield found
        found.close()


@pytest.fixture(scope="session")
def server(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = start_server(tmp_path_factory.mktemp("server") / "log.txt")
    yield running
    running.stop()


@pytest.fixture
def visit(browser: Browser, server: Server):
    """Opens windows; at the end of the test all are closed and checked, and the server's log is clean."""
    visitors: list[Visitor] = []

    def open_window(query: str = "", **context: object) -> Visitor:
        visitors.append(Visitor(browser, server, query, **context))
        return visitors[-1]

    yield open_window
    for visitor in visitors:
        visitor.leave()
    assert server.log() == ""
