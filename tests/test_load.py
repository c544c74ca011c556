"""A visitor without a browser against a real server: what the load and endurance benchmarks stand on."""

import asyncio
import sys
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any

import pytest

from benchmarks.websocket_visitor import Visitor
from tests.running import Server, start_server

TTL = 2  # seconds that the server keeps a session whose connection is gone
QUERY = "epochs=5000&hidden_size=8&seed=7&pace=20"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = start_server(
        tmp_path_factory.mktemp("server") / "log.txt", options=[f"--server.disconnectedSessionTTL={TTL}"]
    )
    yield running
    running.stop()


@asynccontextmanager
async def visitors(server: Server, count: int = 1):
    """Some people whose windows show the page; nothing may go wrong with them, nor in the server."""
    here = [await Visitor(server.url, QUERY, patience=10).open() for _ in range(count)]
    try:
        yield here
    finally:
        for visitor in here:
            await visitor.leave()
    assert [visitor.errors for visitor in here] == [[]] * count
    assert server.log() == ""


def told(story: Coroutine[Any, Any, None]) -> None:
    """Let a story happen on a thread of its own: the browser tests keep an event loop in the main one."""
    with ThreadPoolExecutor(1) as aside:
        aside.submit(asyncio.run, story).result()


async def watch(visitor: Visitor, epochs: int) -> None:
    """Wait until the page, by its own ticks, shows so many epochs more."""
    wanted = visitor.page.epoch + epochs
    await visitor.until(lambda: visitor.page.epoch >= wanted, f"epoch {wanted}")


def test_a_visitor_plays_and_pauses_and_sees_the_epochs(server):
    async def story():
        async with visitors(server) as [one]:
            assert one.page.status.startswith("Epoch 0 of 5000 Press Play")
            assert not one.page.playing
            order = await one.click("play")
            assert one.page.playing
            assert order.sent < order.changed <= order.finished
            await watch(one, 10)
            await one.until(lambda: bool(one.records.ticks), "a tick")
            await one.click("pause")
            assert not one.page.playing
            paused = one.page.epoch
            assert "Paused." in one.page.status
            await asyncio.sleep(1)
            assert one.page.epoch == paused  # nothing asks any more
            speed = one.playing_time.epochs_a_second
            assert 10 < speed < 30  # the pace is 20
            await one.click("reset")
            assert one.page.epoch == 0

    told(story())


def test_a_visitor_types_and_moves_settings(server):
    async def story():
        async with visitors(server) as [one]:
            await one.set("sentence", "i am not bad")
            await one.set("hidden_size", 12)
            await one.set("learning_rate", "0.03")
            await one.set("pace", "Full speed")
            address = one.query.split("&")
            for part in ("sentence=i+am+not+bad", "hidden_size=12", "learning_rate=0.03", "pace=full", "seed=7"):
                assert part in address

    told(story())


def test_after_a_short_cut_the_session_and_its_run_are_taken_up_again(server):
    async def story():
        async with visitors(server) as [one]:
            await one.click("play")
            await watch(one, 5)
            session, epoch = one.session, one.page.epoch
            await one.cut()
            await asyncio.sleep(TTL / 4)
            await one.open()
            assert one.session == session
            assert one.page.playing
            assert one.page.epoch >= epoch
            await watch(one, 5)

    told(story())


def test_after_a_long_cut_a_new_session_has_the_settings_of_the_address(server):
    async def story():
        async with visitors(server) as [one]:
            await one.click("play")
            await watch(one, 5)
            session, address = one.session, one.query
            await one.cut()
            await asyncio.sleep(TTL + 1)
            await one.open()
            assert one.session != session
            assert not one.page.playing
            assert one.page.status.startswith("Epoch 0 of 5000 Press Play")
            assert one.query == address
            assert "hidden_size=8" in address.split("&")
            await one.click("play")
            await watch(one, 5)

    told(story())


def test_a_neighbour_who_is_cut_off_is_not_noticed(server):
    async def story():
        async with visitors(server, 2) as [one, neighbour]:
            await asyncio.gather(one.click("play"), neighbour.click("play"))
            await watch(one, 5)
            await neighbour.cut()
            await watch(one, 20)
            await one.click("pause")
            assert "Paused." in one.page.status

    told(story())


@pytest.mark.skipif(sys.platform != "linux", reason="asks the process with a signal and reads /proc")
def test_nothing_of_a_closed_session_stays_past_its_time(server):
    def count() -> int:
        return sum(n for kind, n in server.held().objects.items() if kind.endswith(("state.AppState", "AppSession")))

    async def story():
        async with visitors(server) as [one]:
            assert count() >= 2
            await one.leave()
            await asyncio.sleep(TTL + 0.5)
        # What has expired is only thrown away when another session comes or goes: that one is kept now.
        async with visitors(server):
            pass
        await asyncio.sleep(1)  # the server hears of it
        assert count() == 2

    told(story())
