"""A long run: visitors try the page out, and now and then one of them goes and another comes."""

import asyncio
import time
from random import Random

from benchmarks.habits import arrive, try_out
from benchmarks.load import ARRIVING, met, percentile
from benchmarks.records import Order
from benchmarks.websocket_visitor import Visitor
from tests.running import Server

PART = 300.0  # seconds over which clicks are summed up
LOOK = 60.0  # seconds between two looks at the memory


class _Chair:
    """A place at the machine: one visitor after the other."""

    def __init__(self, server: Server, chance: Random, stay: float) -> None:
        self.orders: list[Order] = []
        self.errors: list[str] = []
        self.opened = 0
        self._server, self._chance, self._stay = server, chance, stay

    async def fill(self, after: float, until: float) -> None:
        """Visitors come until a moment of `time.perf_counter`; each stays for the mean time, more or less."""
        await asyncio.sleep(after)
        while time.perf_counter() < until:
            pace = self._chance.choice(("5", "20", "full"))
            visitor = Visitor(self._server.url, f"epochs=5000&pace={pace}")
            self.opened += 1
            try:
                await arrive(visitor, 0)
                stay = self._stay * self._chance.uniform(0.5, 1.5)
                await try_out(visitor, self._chance, min(until, time.perf_counter() + stay))
            except TimeoutError:
                pass  # noted by the visitor
            if self._chance.random() < 0.5:
                await visitor.leave()
            else:
                await visitor.cut()  # a closed laptop says no farewell
            self.orders += visitor.records.clicks
            self.errors += visitor.errors


async def soak(server: Server, seconds: float, visitors: int, turnover: int) -> list[str]:
    """Run for so long and print how it goes.

    Args:
        turnover: how many sessions are to be opened and closed in all.

    Returns:
        What went wrong, with the visitors and in the server's log.
    """
    first = await Visitor(server.url).open()
    await first.leave()
    threads = set(server.held().threads)
    began = time.perf_counter()
    stay = seconds * visitors / turnover
    chairs = [_Chair(server, Random(n), stay) for n in range(visitors)]
    filling = asyncio.gather(*(chair.fill(n * ARRIVING / visitors, began + seconds) for n, chair in enumerate(chairs)))
    print(f"{visitors} visitors at once for {seconds / 60:g} minutes; each stays for {stay:.0f} s in the mean.\n")
    print("| minute | memory MB | sessions opened | clicks so far | errors |\n|---|---|---|---|---|", flush=True)
    for minute in range(1, int(seconds / LOOK) + 1):
        await asyncio.sleep(max(0.0, began + minute * LOOK - time.perf_counter()))
        opened, clicks, errors = (
            sum(chair.opened for chair in chairs),
            sum(len(chair.orders) for chair in chairs),
            sum(len(chair.errors) for chair in chairs),
        )
        memory = (await asyncio.to_thread(server.held)).bytes / 2**20
        print(f"| {minute} | {memory:.1f} | {opened} | {clicks} | {errors} |", flush=True)
    await filling
    _print_clicks([order for chair in chairs for order in chair.orders], began, seconds)
    await asyncio.sleep(1)
    after = set(server.held().threads)
    print(f"Sessions opened and closed: {sum(chair.opened for chair in chairs)}")
    print(f"Threads before: {', '.join(sorted(threads))}")
    print(f"Threads after: {', '.join(sorted(after))}")
    log = server.log().splitlines()
    print(f"Clean log of the server: {met(not log)}")
    return [*(error for chair in chairs for error in chair.errors), *log]


def _print_clicks(orders: list[Order], began: float, seconds: float) -> None:
    print("\n| minutes | clicks | click p50 / p95 ms |\n|---|---|---|")
    for part in range(max(1, round(seconds / PART))):
        start, end = part * PART, min((part + 1) * PART, seconds)
        answers = [
            1000 * (order.changed - order.sent)
            for order in orders
            if order.changed and start <= order.sent - began < end
        ]
        print(
            f"| {start / 60:g} to {end / 60:g} | {len(answers)} | {percentile(answers, 50):.0f} / "
            f"{percentile(answers, 95):.0f} |"
        )
    print()
