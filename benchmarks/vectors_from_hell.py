"""Files of word vectors as nobody would write them, uploaded by the thousand: what the page says to each (Linux).

    python -m benchmarks.vectors_from_hell --files 5000 --seed 0

File i of a seed is always the same: ``--first i --files 1`` uploads the one that failed again. Each goes the way of an
upload: it is read for the words of some sentences, its coverage is told, and a network begins with it. The time and
the memory are those of the whole way, the memory beyond the file itself.
"""

import argparse
import time
import traceback
from collections import Counter
from pathlib import Path

from tests.odd_vectors import drawn, taken

SECONDS, MEGABYTES = 2.0, 150.0


def _peak_from_now() -> None:
    Path("/proc/self/clear_refs").write_text("5")


def _memory(what: str) -> int:
    """Bytes of VmRSS, what this process holds, or VmHWM, the most that it held."""
    return 1024 * int(Path("/proc/self/status").read_text().split(f"{what}:")[1].split()[0])


def main() -> None:
    """Upload them and print what became of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=5_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--first", type=int, default=0)
    options = parser.parse_args()
    accepted: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    failures, longest, slowest, largest = 0, 0.0, (0.0, "", 0), (0, "", 0)
    for index in range(options.first, options.first + options.files):
        kind, data = drawn(options.seed, index)
        _peak_from_now()
        held, began, cpu = _memory("VmRSS"), time.perf_counter(), time.process_time()
        try:
            (refused if taken(data) else accepted)[kind] += 1
        except Exception:
            failures += 1
            print(f"--seed {options.seed} --first {index} --files 1 ({kind}): {traceback.format_exc()}", flush=True)
        longest = max(longest, time.perf_counter() - began)
        slowest = max(slowest, (time.process_time() - cpu, kind, index))
        largest = max(largest, (_memory("VmHWM") - held, kind, index))
    print("| kind | accepted | refused |\n|---|---|---|")
    for kind in sorted(accepted | refused):
        print(f"| {kind} | {accepted[kind]:,} | {refused[kind]:,} |")
    print(
        f"\n{options.files:,} files: {accepted.total():,} accepted, {refused.total():,} refused, "
        f"{failures:,} exceptions"
    )
    took, kind, index = slowest
    print(f"slowest: {took:.2f} s of one core ({kind}, file {index}; at most {SECONDS:g} s)")
    print(f"longest wait: {longest:.2f} s, with whatever else the machine did")
    grown, kind, index = largest
    print(f"most memory beyond a file: {grown / 1e6:.0f} MB ({kind}, file {index}; at most {MEGABYTES:g} MB)")


if __name__ == "__main__":
    main()
