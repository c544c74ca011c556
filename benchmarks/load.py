"""How quickly the page answers, and how fairly it trains, when many people use it at once (Linux).

python benchmarks/load.py --sessions 20 --sweeping 2
"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # so that it also runs as a script, not only with -m
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import argparse
import asyncio
import json
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from random import Random
from statistics import median
from typing import get_args

from benchmarks.habits import arrive, sweep, try_out
from benchmarks.websocket_visitor import Visitor
from playground.paces import PACES
from rnn_core.config import CellName
from tests.running import Server, start_server

ARRIVING = 5.0  # seconds in which everybody comes
WARMING_UP = 3.0  # seconds after that until it is measured
ENOUGH = 10.0  # seconds of playing without which a visitor's speed is left out: news comes every few seconds
CLICK_AIMS = {1: 0.25, 20: 1.0, 50: 2.0}  # seconds for 95 % of the clicks on two cores, by sessions
FAIRNESS_AIM = 0.5


@dataclass(frozen=True)
class Figures:
    """What was measured with one setting; milliseconds where the name says ms."""

    sessions: int
    sweeping: int  # of these, that have many networks trained side by side beside their run
    cores: int
    pace: str
    clicks: int
    click_p50_ms: float  # from the click to the changed button
    click_p95_ms: float
    page_p95_ms: float  # from any order to the whole page drawn anew
    tick_p50_ms: float
    tick_p95_ms: float
    ticks_a_second: float  # of a session that plays
    epochs_a_second_median: float  # of a session that plays and has a place
    epochs_a_second_total: float  # of all, pauses included
    fairness: float | None  # slowest to fastest session; None if there are not two to compare
    waited: int  # sessions that stood in the queue at some time, the start included
    swallowed: int  # runs of the whole page whose end the server never told
    server_cpu: float  # percent of one core
    client_cpu: float
    errors: list[str]

    @property
    def click_aim(self) -> float | None:
        """Seconds that 95 % of the clicks may take; None if nothing was promised."""
        return CLICK_AIMS.get(self.sessions) if self.cores == 2 else None


def percentile(values: Sequence[float], percent: int) -> float:
    """The nearest value below which so many percent lie; 0 of nothing."""
    return sorted(values)[min(len(values) - 1, len(values) * percent // 100)] if values else 0.0


async def visit(
    server: Server, sessions: int, sweeping: int, pace: str, seconds: float, seed: int, cells: Sequence[str]
) -> tuple[list[Visitor], float]:
    """Everybody comes, tries the page out and goes; also the share of a core that the server used meanwhile."""
    visitors = [Visitor(server.url, f"epochs=5000&pace={pace}&cell={cells[n % len(cells)]}") for n in range(sessions)]
    arrivals = (arrive(visitor, n * ARRIVING / sessions) for n, visitor in enumerate(visitors))
    here = await asyncio.gather(*arrivals, return_exceptions=True)
    here[:sweeping] = await asyncio.gather(*map(sweep, visitors[:sweeping]), return_exceptions=True)
    await asyncio.sleep(WARMING_UP)
    began, used = time.perf_counter(), server.cpu_seconds()
    for visitor in visitors:
        visitor.measure_from_now()
    staying = [
        try_out(visitor, Random(seed + n), began + seconds)
        for n, (visitor, failed) in enumerate(zip(visitors, here, strict=True))
        if failed is None
    ]
    left = await asyncio.gather(*staying, return_exceptions=True)
    for visitor in visitors:
        visitor.playing_time.stop(time.perf_counter())
    share = (server.cpu_seconds() - used) / (time.perf_counter() - began)
    await asyncio.gather(*(visitor.leave() for visitor in visitors))
    for problem in (*here, *left):
        # A visitor whose patience has ended has noted that; anything else is an error of this program.
        if problem is not None and not isinstance(problem, TimeoutError):
            raise problem
    return visitors, share


def measure(
    sessions: int, sweeping: int, cores: int, pace: str, seconds: float, seed: int, cells: Sequence[str]
) -> Figures:
    """Start a server, let everybody visit, and sum up."""
    with tempfile.TemporaryDirectory() as folder:
        server = start_server(Path(folder) / "log.txt")
        server.pin(cores)
        mine, began = time.process_time(), time.perf_counter()
        visitors, share = asyncio.run(visit(server, sessions, sweeping, pace, seconds, seed, cells))
        mine = (time.process_time() - mine) / (time.perf_counter() - began)
        server.stop()
        log = server.log()
    orders = [order for visitor in visitors for order in visitor.records.clicks]
    answers = [order.changed - order.sent for order in orders if order.changed]
    drawn = [order.finished - order.sent for order in orders if order.finished and not order.swallowed]
    ticks = [tick for visitor in visitors for tick in visitor.records.ticks]
    times = [visitor.playing_time for visitor in visitors]
    # An epoch of one kind of network takes longer than one of another: fairness is among visitors with the same.
    of_cells = [[time.epochs_a_second for time in times[n :: len(cells)] if time.seconds >= ENOUGH]
                for n in range(len(cells))]  # fmt: skip
    speeds = [speed for of_cell in of_cells for speed in of_cell]
    shares = [min(of_cell) / max(of_cell) for of_cell in of_cells if len(of_cell) > 1 and max(of_cell)]
    watched = sum(time.watched for time in times)
    return Figures(
        sessions=sessions,
        sweeping=sweeping,
        cores=cores,
        pace=pace,
        clicks=len(answers),
        click_p50_ms=1000 * percentile(answers, 50),
        click_p95_ms=1000 * percentile(answers, 95),
        page_p95_ms=1000 * percentile(drawn, 95),
        tick_p50_ms=1000 * percentile(ticks, 50),
        tick_p95_ms=1000 * percentile(ticks, 95),
        ticks_a_second=len(ticks) / watched if watched else 0.0,
        epochs_a_second_median=median(speeds) if speeds else 0.0,
        epochs_a_second_total=sum(time.epochs for time in times) / seconds,
        fairness=min(shares, default=None),
        waited=sum(time.waited for time in times),
        swallowed=sum(order.swallowed for order in orders),
        server_cpu=100 * share,
        client_cpu=100 * mine,
        errors=[error for visitor in visitors for error in visitor.errors]
        + [line for line in log.splitlines() if line],
    )


def met(value: bool) -> str:
    """The word for whether an aim was reached."""
    return "met" if value else "MISSED"


HEAD = (
    "| sessions, sweeping | cores | pace | clicks | click p50 / p95 ms | page p95 ms | tick p50 / p95 ms "
    "| ticks/s each | epochs/s median, total | fairness | waited | server CPU | errors |\n" + "|---" * 13 + "|"
)


def row(figures: Figures) -> str:
    """One line of the table."""
    # Where nothing was answered there is no latency, which is no aim met.
    clicks = f"{figures.click_p50_ms:.0f} / {figures.click_p95_ms:.0f}"
    if aim := figures.click_aim:
        clicks += f" (aim {1000 * aim:.0f}: {met(0 < figures.click_p95_ms < 1000 * aim)})"
    fair = "-" if figures.fairness is None else f"{figures.fairness:.2f}: {met(figures.fairness >= FAIRNESS_AIM)}"
    return (
        f"| {figures.sessions}, {figures.sweeping} | {figures.cores} | {PACES[figures.pace].title} | {figures.clicks} "
        f"| {clicks} | {figures.page_p95_ms:.0f} | {figures.tick_p50_ms:.0f} / {figures.tick_p95_ms:.0f} "
        f"| {figures.ticks_a_second:.1f} | {figures.epochs_a_second_median:.1f}, {figures.epochs_a_second_total:.1f} "
        f"| {fair} | {figures.waited} | {figures.server_cpu:.0f} % "
        f"| {len(figures.errors)}: {met(not figures.errors)} |"
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sessions", type=int, nargs="+", default=[1, 20, 50], help="visitors at once")
    parser.add_argument("--sweeping", type=int, default=0, help="how many of them have 32 networks trained beside")
    parser.add_argument("--pace", nargs="+", default=["20", "full"], choices=list(PACES))
    parser.add_argument("--cores", type=int, nargs="+", default=[1, 2], choices=[1, 2], help="that the server may use")
    parser.add_argument(
        "--cells", nargs="+", default=["tanh"], choices=get_args(CellName), help="what the visitors train, in turns"
    )
    parser.add_argument("--seconds", type=float, default=60, help="measured for each setting")
    parser.add_argument("--seed", type=int, default=0, help="of what the visitors do")
    parser.add_argument("--json", action="store_true", help="print the figures for machines")
    chosen = parser.parse_args()
    found = []
    if not chosen.json:
        print(HEAD, flush=True)
    for cores in chosen.cores:
        for sessions in chosen.sessions:
            for pace in chosen.pace:
                sweeping = min(sessions, chosen.sweeping)
                found.append(measure(sessions, sweeping, cores, pace, chosen.seconds, chosen.seed, chosen.cells))
                if not chosen.json:
                    print(row(found[-1]), flush=True)
    if chosen.json:
        print(json.dumps([asdict(figures) for figures in found], indent=2))
        return
    print(
        f"\nAims, on two cores: 95 % of the clicks on Play and Pause within {CLICK_AIMS[1]} s with 1 session, "
        f"{CLICK_AIMS[20]} s with 20, {CLICK_AIMS[50]} s with 50; fairness (slowest to fastest session, in epochs a "
        f"second of the time it played and had a place, among those with the same cell) at least {FAIRNESS_AIM}; no "
        "errors. "
        f"The visitors themselves used at most {max(figures.client_cpu for figures in found):.0f} % of a core; "
        f"{sum(figures.swallowed for figures in found)} ends of a run were never told by the server."
    )
    for figures in found:
        for error in figures.errors[:40]:
            print(f"{figures.sessions} sessions, {figures.cores} cores, {figures.pace}: {error}")


if __name__ == "__main__":
    main()
