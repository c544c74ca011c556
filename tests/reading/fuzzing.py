"""Read odd files by the thousand, in a child process, so that a crash or a hang is found and not suffered.

    python -m tests.reading.fuzzing --files 20000 --seed 0

File i of a seed is always the same: ``--first i --files 1`` reads the one that failed again. The child says a line for
each file; one that dies or hangs is replaced, and the file it was at is named.
"""

import argparse
import faulthandler
import json
import queue
import resource
import subprocess
import sys
import threading
import time
import traceback
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any, get_args

from rnn_core import TextConfig, bundled, tokenise
from rnn_core.text import Tokeniser
from tests.reading.allowed import outcome, surroundings
from tests.reading.mutation import drawn

HANG = 20.0  # seconds for one file
START = 120.0  # seconds until a child is ready
MEMORY = 4 << 30  # bytes that a child may take
ROOT = Path(__file__).resolve().parents[2]
COMMAND = (sys.executable, "-m", "tests.reading.fuzzing", "--child")


@dataclass
class Summary:
    """What became of all files; ``failures`` says which file, and what was wrong."""

    accepted: int = 0  # files, read without settings
    refused: int = 0
    with_settings: list[int] = field(default_factory=lambda: [0, 0])  # readings refused, accepted
    failures: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    growth: int = 0  # of a child's memory while it read one file, the worst, in kB

    def __str__(self) -> str:
        files = self.accepted + self.refused + len(self.failures)
        times = f"median {1000 * median(self.seconds):.1f} ms, worst {max(self.seconds):.2f} s" if self.seconds else "-"
        return (
            f"files: {files:,} = {self.accepted:,} accepted + {self.refused:,} refused + "
            f"{len(self.failures):,} failures\n"
            f"read again with settings: {self.with_settings[1]:,} accepted, {self.with_settings[0]:,} refused\n"
            f"one file, read three times: {times}; worst growth of memory {self.growth / 1024:.1f} MB"
        )


def run(files: int, seed: int = 0, first: int = 0) -> Summary:
    """Read files and count; says each failure as soon as it happens."""
    summary, memory = Summary(), 0
    for index, said in _heard(seed, first, first + files):
        if index is None:  # a new child
            memory = said["memory"]
            continue
        if "failure" in said:
            beginning = drawn(seed, index)[0][:200]
            summary.failures.append(f"--seed {seed} --first {index} --files 1: {said['failure']}\n  {beginning!r}")
            print(summary.failures[-1], flush=True)
        elif said["accepted"][0]:
            summary.accepted += 1
        else:
            summary.refused += 1
        for accepted in said.get("accepted", ())[1:]:
            summary.with_settings[accepted] += 1
        if "seconds" in said:
            summary.seconds.append(said["seconds"])
            summary.growth, memory = max(summary.growth, said["memory"] - memory), said["memory"]
    return summary


def _heard(seed: int, first: int, stop: int) -> Iterator[tuple[int | None, dict[str, Any]]]:
    """What children say of each file, or why they say nothing; None for the file when a child begins."""
    while first < stop:
        arguments = map(str, ("--seed", seed, "--first", first, "--files", stop - first))
        with subprocess.Popen([*COMMAND, *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
            try:
                lines: queue.Queue[str] = queue.Queue()
                threading.Thread(target=_copy, args=(child, lines), daemon=True).start()
                said = _next(child, lines, START)
                if "failure" in said:
                    raise RuntimeError(f"a child does not start: {said['failure']}")
                yield None, said
                alive = True
                while alive and first < stop:
                    said = _next(child, lines, HANG)
                    yield first, said
                    first, alive = first + 1, "seconds" in said
            finally:
                child.kill()


def _copy(child: subprocess.Popen[str], lines: queue.Queue[str]) -> None:
    assert child.stdout
    for line in child.stdout:
        lines.put(line)
    lines.put("")


def _next(child: subprocess.Popen[str], lines: queue.Queue[str], patience: float) -> dict[str, Any]:
    try:
        line = lines.get(timeout=patience)
    except queue.Empty:
        return {"failure": f"nothing heard for {patience:.0f} s"}
    return json.loads(line) if line else {"failure": f"the process ended with status {child.wait()}"}


def _say(**what: Any) -> None:
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({**what, "memory": memory}), flush=True)


def _read_files(seed: int, first: int, stop: int) -> None:
    """What the child does."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    warnings.filterwarnings("error", module="rnn_core")
    for cut in get_args(Tokeniser):  # loads the libraries, some of which add filters of warnings
        tokenise("hello", TextConfig(tokeniser=cut))
    earlier = bundled()
    before = surroundings(earlier)
    _say()
    for index in range(first, stop):
        faulthandler.dump_traceback_later(0.8 * HANG)  # says where it hangs
        started = time.perf_counter()
        data, ways = drawn(seed, index)
        said: dict[str, Any]
        try:
            datasets = [outcome(data, *way) for way in ways]
            after = surroundings(earlier)
            changed = [what for what, value in before.items() if after[what] != value]
            assert not changed, f"reading changed: {changed}"
        except Exception as error:
            said = {"failure": "".join(traceback.format_exception(error, limit=-4)).strip()}
            after = surroundings(earlier)
        else:
            said = {"accepted": [dataset is not None for dataset in datasets]}
            earlier = next(filter(None, datasets), earlier)
            after = surroundings(earlier)
        before = after
        _say(**said, seconds=time.perf_counter() - started)
    faulthandler.cancel_dump_traceback_later()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=20_000, help="how many (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--first", type=int, default=0, help="index of the first file")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.child:
        _read_files(chosen.seed, chosen.first, chosen.first + chosen.files)
        return 0
    summary = run(chosen.files, chosen.seed, chosen.first)
    print(summary)
    return 1 if summary.failures else 0


if __name__ == "__main__":
    sys.exit(main())
