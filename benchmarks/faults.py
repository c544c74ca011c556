"""Connections that are cut and a server that starts anew: what a visitor sees then."""

import asyncio
import time
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from benchmarks.load import met, percentile
from benchmarks.websocket_visitor import Visitor
from tests.running import Server, start_server

QUERY = "epochs=5000&pace=20&hidden_size=8&seed=7"
WATCH = 3.0  # seconds of playing before something happens
CUT = 5.0  # seconds of a short cut


async def faults(log_file: Path, ttl: int) -> None:
    """Let each happen once and print a table.

    Args:
        log_file: of the server.
        ttl: seconds that the server keeps a session without a connection; the app's own is 120.
    """
    ttl = max(ttl, 2 * int(CUT))
    options = [f"--server.disconnectedSessionTTL={ttl}"]
    server = first = start_server(log_file, options=options)
    print(f"The server keeps a session without a connection for {ttl} s (the app's own is 120).\n")
    print("| what happens | what was seen | as it should be | the status line then |\n|---|---|---|---|", flush=True)
    try:
        await _neighbour(server)
        await _cut(server, f"connection cut for {CUT:g} s", CUT, kept=True)
        await _cut(server, f"connection cut for {ttl + 2} s", ttl + 2, kept=False)
        server = await _restart(first, log_file.with_name("again.txt"), options)
    finally:
        server.stop()
    log = [*first.log().splitlines(), *(server.log().splitlines() if server is not first else [])]
    print(f"\nClean log of the servers: {met(not log)}")
    for line in log[:20]:
        print(f"  {line}")


def _print(what: str, seen: str, right: bool, status: str) -> None:
    print(f"| {what} | {seen} | {met(right)} | {status} |", flush=True)


async def _playing(server: Server) -> Visitor:
    visitor = await Visitor(server.url, QUERY).open()
    await visitor.click("play")
    await asyncio.sleep(WATCH)
    return visitor


async def _neighbour(server: Server) -> None:
    others = await asyncio.gather(*(_playing(server) for _ in range(3)))
    lost = await _playing(server)
    before = [max(visitor.records.ticks) for visitor in others]
    for visitor in others:
        visitor.measure_from_now()
    await lost.cut()
    await asyncio.sleep(WATCH)
    paused = await asyncio.gather(*(visitor.click("pause") for visitor in others))
    ticks = [max(visitor.records.ticks) for visitor in others]
    errors = sum(len(visitor.errors) for visitor in others)
    clicks = [1000 * (order.changed - order.sent) for order in paused if order.changed]
    seen = (
        f"3 others: slowest tick {1000 * max(before):.0f} ms before, {1000 * max(ticks):.0f} ms after; Pause "
        f"{percentile(clicks, 50):.0f} ms; {errors} errors"
    )
    _print("a neighbour's connection is cut, without a farewell", seen, not errors, others[0].page.status)
    await asyncio.gather(*(visitor.leave() for visitor in others))


async def _cut(server: Server, what: str, seconds: float, kept: bool) -> None:
    visitor = await _playing(server)
    session, epoch, address = visitor.session, visitor.page.epoch, visitor.query
    await visitor.cut()
    await asyncio.sleep(seconds)
    await visitor.open()
    status, now = visitor.page.status, visitor.page.epoch
    same = visitor.session == session
    if kept:
        right = same and now >= epoch and visitor.page.playing
    else:
        right = not same and now == 0 and parse_qs(visitor.query) == parse_qs(address)
    seen = f"{'the same' if same else 'a new'} session, epoch {epoch} before, {now} after" + _settings(visitor, address)
    _print(what, seen, right and not visitor.errors, status)
    await visitor.leave()


def _settings(visitor: Visitor, address: str) -> str:
    same = parse_qs(visitor.query) == parse_qs(address)
    return f", {'the same settings' if same else 'other settings'} in the address"


async def _restart(server: Server, log_file: Path, options: list[str]) -> Server:
    visitor = await _playing(server)
    session, epoch, address = visitor.session, visitor.page.epoch, visitor.query
    stopping = time.perf_counter()
    await asyncio.to_thread(server.stop)
    stopped = time.perf_counter() - stopping
    noticed = bool(visitor.errors)
    visitor.errors.clear()  # that the connection broke is what was meant to happen
    again = start_server(log_file, options=options, port=urlsplit(server.url).port or 0)
    await visitor.open()
    now = visitor.page.epoch
    right = noticed and visitor.session != session and now == 0 and parse_qs(visitor.query) == parse_qs(address)
    seen = f"stopped within {stopped:.1f} s; a new session, epoch {epoch} before, {now} after" + _settings(
        visitor, address
    )
    _print("the server starts anew", seen, right and not visitor.errors, visitor.page.status)
    await visitor.leave()
    return again
