"""How right the time left is: runs as the page has them, and what is told of the time left at a few moments.

python -m benchmarks.time_left [FILE]

It trains on generated questions (question_file.py) and on FILE, labelled sentences in any format, with and without
early stopping, one network and four, at full speed through the scheduler. Printed is estimate over actual.
"""

import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median

from benchmarks.question_file import lines
from playground.runs import Run
from playground.scheduler import Scheduler
from playground.sentences import Sentences
from playground.settings import Settings
from rnn_core import Dataset, read_draft

SEEDS = range(3)
MOMENTS = ("3 s", "25 %", "50 %", "75 %")
LEARNS = Settings(
    cell="gru", hidden_size=64, directions=2, readout="mean", input="embedding", embedding_size=64, dtype="float32",
    optimiser="adam", learning_rate=0.003, batch_size=32, epochs=20, clip_by="norm", dropout=0.5, word_dropout=0.1,
)  # fmt: skip
KINDS = {
    "all epochs": LEARNS,
    "early stopping": replace(LEARNS, early_stopping=5),
    "early stopping, four networks": replace(LEARNS, early_stopping=5, networks=4),
    "long epochs (LSTM, 200 units)": replace(LEARNS, cell="lstm", hidden_size=200, batch_size=8, epochs=3),
}


def ratios(dataset: Dataset, settings: Settings, scheduler: Scheduler) -> tuple[float, list[float]]:
    """Seconds that a run took, and estimate over actual at each of the moments that it lasted to."""
    job = Run.begin(Sentences(dataset, "own", own=True), settings).job
    began = time.monotonic()
    job.play()
    scheduler.add(job)
    told: list[tuple[float, float]] = []  # when, and the seconds left
    while job.status == "playing":
        time.sleep(0.1)
        left = job.snapshot().seconds_left
        if left is not None:
            told.append((time.monotonic() - began, left))
    took = time.monotonic() - began
    moments = (3.0, took / 4, took / 2, took * 3 / 4)
    found = []
    for moment in moments:
        after = [(at, left) for at, left in told if at >= moment and took - at > 1]
        found.append(after[0][1] / (took - after[0][0]) if after else float("nan"))
    return took, found


def datasets(files: list[str]) -> Iterator[tuple[str, Dataset]]:
    """The generated questions, and files."""
    contents = [("questions", "\n".join(lines()).encode()), *((Path(f).name, Path(f).read_bytes()) for f in files)]
    for name, data in contents:
        yield name, read_draft(data, name).dataset(validation_share=0.125)


def main() -> None:
    """Print a row for each kind of run: medians over the seeds, and the worst."""
    scheduler = Scheduler()
    scheduler.start()
    print(f"| sentences | run | seconds | {' | '.join(MOMENTS)} |\n|---|---|---|{'---|' * len(MOMENTS)}")
    for name, dataset in datasets(sys.argv[1:]):
        for kind, settings in KINDS.items():
            runs = [ratios(dataset, replace(settings, seed=seed), scheduler) for seed in SEEDS]
            cells = []
            for at in zip(*(found for _, found in runs), strict=True):
                known = [ratio for ratio in at if ratio == ratio]
                worst = max(known, key=lambda ratio: max(ratio, 1 / ratio), default=float("nan"))
                cells.append(f"{median(known):.2f} ({worst:.2f})" if known else "–")
            print(f"| {name} | {kind} | {median(took for took, _ in runs):.0f} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
