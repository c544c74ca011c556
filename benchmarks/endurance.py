"""What stays behind when hundreds of people have come and gone: memory, objects, threads, and a clean log (Linux).

python benchmarks/endurance.py                 memory and what is left of closed sessions
python benchmarks/endurance.py --soak 15       a quarter of an hour with 20 visitors, who are replaced now and then
python benchmarks/endurance.py --faults        cut connections and a server that starts anew
"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # so that it also runs as a script, not only with -m
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import argparse
import asyncio
import re
import tempfile
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from statistics import linear_regression

from benchmarks.faults import faults
from benchmarks.load import met
from benchmarks.soak import soak
from benchmarks.websocket_visitor import Visitor
from playground.lease import LEASE
from tests.running import Held, Server, start_server

QUERY = "epochs=5000&pace=20"
WAVE = 10  # visitors at once
STAY = 2.0  # seconds that each plays: a few ticks
EVERY = 100  # closed sessions between two looks at the memory
FIRST = 100  # closed sessions after which what is kept for all, such as caches, is there
BASE_AIM = 220  # MB
SLOPE_AIM = 5.0  # KB a session
TELLING = ("AppSession", "AppState", "Job", "Training", "Dataset", "Results", "History")


async def drop_in(url: str) -> list[str]:
    """Come, play for a moment, go; what went wrong."""
    visitor = Visitor(url, QUERY, patience=60)
    try:
        await visitor.open()
        await visitor.click("play")
        await asyncio.sleep(STAY)
    except TimeoutError:
        pass  # noted by the visitor
    await visitor.leave()
    return visitor.errors


async def look_in(url: str) -> list[str]:
    """Come and go at once. Only then does Streamlit throw away the sessions whose time is over."""
    visitor = await Visitor(url, QUERY, patience=60).open()
    await visitor.leave()
    await asyncio.sleep(1)  # the server hears of it
    return visitor.errors


async def held_after_expiry(server: Server, ttl: float) -> Held:
    """What the server holds when all sessions that are closed now have expired, but the one that came to tell."""
    await asyncio.sleep(max(ttl, LEASE) + 1)
    await look_in(server.url)
    return server.held()


async def memory_of_open(server: Server, sessions: int = 10) -> float:
    """MB that an open session adds while it plays."""
    before = server.held().bytes
    visitors = [await Visitor(server.url, QUERY).open() for _ in range(sessions)]
    await asyncio.gather(*(visitor.click("play") for visitor in visitors))
    await asyncio.sleep(5)
    added = server.held().bytes - before
    await asyncio.gather(*(visitor.leave() for visitor in visitors))
    return added / sessions / 2**20


async def come_and_go(server: Server, count: int, ttl: float) -> tuple[dict[int, Held], list[str]]:
    """So many sessions are opened and closed; what the server holds now and then, by sessions closed until then."""
    closed, errors = 0, []
    found: dict[int, Held] = {}
    looks = sorted({1, 20, FIRST, *range(EVERY, count + 1, EVERY), count})
    for before, until in pairwise([0, *(n for n in looks if n <= count)]):
        for first in range(before, until, WAVE):
            wave = [drop_in(server.url) for _ in range(min(WAVE, until - first))]
            errors += [error for problems in await asyncio.gather(*wave) for error in problems]
        closed = until
        found[closed] = await held_after_expiry(server, ttl)
        held = found[closed]
        kept = ", ".join(f"{name} {n}" for name, n in counts(held).items())
        memory = (f"{size / 2**20:.1f}" for size in (held.bytes, held.heap))
        print(f"| {closed} | {' | '.join(memory)} | {held.blocks:,} | {kept} |", flush=True)
    return found, errors


def counts(held: Held) -> dict[str, int]:
    """How many objects there are of the kinds that belong to a session."""
    short = Counter[str]()
    for kind, count in held.objects.items():
        short[kind.rsplit(".", 1)[1]] += count
    return {name: short[name] for name in TELLING}


def thread_names(held: Held) -> list[str]:
    """Which threads there are; those of a pool count as one."""
    return sorted({re.sub(r"[-_ ]*\d+([_-]\d+)?$", "", name) for name in held.threads})


def print_growth(found: dict[int, Held]) -> None:
    """What a closed session adds after the first ones, by least squares."""
    later = {closed: held for closed, held in found.items() if closed >= FIRST}
    if len(later) < 3:
        print(f"Too few sessions for a slope: at least {FIRST + 2 * EVERY}")
        return

    def slope(what: Callable[[Held], int]) -> float:
        return linear_regression(list(later), [what(held) for held in later.values()]).slope

    memory = slope(lambda held: held.bytes) / 1024
    print(f"After the first {FIRST}, a session adds")
    print(f"  to the memory: {memory:.1f} KB (aim {SLOPE_AIM:g}: {met(memory < SLOPE_AIM)})")
    print(f"  to what is in use of the C heap: {slope(lambda held: held.heap) / 1024:.2f} KB")
    print(f"  to Python's blocks in use: {slope(lambda held: held.blocks):.2f}")


async def leaks(server: Server, sessions: int, ttl: float) -> None:
    """Print what the memory does, and what is left of closed sessions."""
    errors = await look_in(server.url)
    base = server.held()
    print(
        f"Closed sessions are kept for {ttl:g} s (--server.disconnectedSessionTTL; the app's own is 120), and a run "
        f"that nobody looks at for {LEASE:g} s. Each look below waits for both and lets one more session come and go, "
        "which is the one that is still held; all garbage is collected before."
    )
    megabytes = base.bytes / 2**20
    print(f"\nMemory after the first page: {megabytes:.0f} MB (aim {BASE_AIM}: {met(megabytes < BASE_AIM)})")
    print(f"An open, playing session adds {await memory_of_open(server):.2f} MB\n")
    print("| closed sessions | memory MB | of the C heap in use MB | Python blocks in use | objects |")
    print(5 * "|---" + "|", flush=True)
    found, more = await come_and_go(server, sessions, ttl)
    print()
    print_growth(found)
    last = counts(found[max(found)])
    print(f"Nothing of a closed session stays past its time: {met(all(count <= 1 for count in last.values()))}")
    for closed in (1, 20, FIRST, max(found)):
        if closed in found:
            print(f"Threads after {closed}: {', '.join(thread_names(found[closed]))}")
    same = all(thread_names(held) == thread_names(found[1]) for held in found.values())
    print(f"Threads as before: {met(same)}")
    print_errors(errors + more + server.log().splitlines())


def print_errors(errors: list[str]) -> None:
    """What went wrong, with the visitors and in the server's log."""
    print(f"Errors: {len(errors)}: {met(not errors)}")
    for error in errors[:10]:
        print(f"  {error}")


def main() -> None:
    """Run the chosen parts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sessions", type=int, default=200, help="to open and close")
    parser.add_argument("--ttl", type=int, default=5, help="seconds that the server keeps a closed session")
    parser.add_argument("--soak", type=float, metavar="MINUTES", help="the long run, instead of the others")
    parser.add_argument("--visitors", type=int, default=20, help="at once, of the long run")
    parser.add_argument("--turnover", type=int, default=500, help="sessions opened and closed in the long run")
    parser.add_argument("--faults", action="store_true", help="cut connections, instead of the others")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log.txt"
        options = [f"--server.disconnectedSessionTTL={chosen.ttl}"]
        if chosen.faults:
            asyncio.run(faults(log, chosen.ttl))
            return
        server = start_server(log, options=[] if chosen.soak else options)
        try:
            if chosen.soak:
                print_errors(asyncio.run(soak(server, 60 * chosen.soak, chosen.visitors, chosen.turnover)))
            else:
                asyncio.run(leaks(server, chosen.sessions, chosen.ttl))
        finally:
            server.stop()


if __name__ == "__main__":
    main()
