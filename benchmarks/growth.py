"""How time and memory of an epoch grow with sentences, their length, hidden units and words; a picture, and slopes.

python benchmarks/growth.py [PICTURE.svg]
"""

import os
import sys
from pathlib import Path

os.environ["OPENBLAS_NUM_THREADS"] = "1"
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # run as a file, it has to find the packages

import math
import time
import tracemalloc
from dataclasses import dataclass
from statistics import linear_regression, median

import altair as alt
import pandas as pd

from benchmarks.interleaved import machine
from benchmarks.made_up import made_up
from rnn_core import Dataset, EpochRecord, ModelConfig, TrainConfig, train

EPOCHS = 3  # of which the median counts
BATCH = 32


@dataclass(frozen=True)
class Size:
    """What is trained on, and with how many units."""

    sentences: int = 2000
    length: int = 10
    hidden: int = 64
    words: int = 2000


MIDDLE = Size()
SWEEPS: dict[str, tuple[Size, ...]] = {
    "sentences": tuple(Size(sentences=n) for n in (625, 1250, 2500, 5000, 10_000)),
    "length": tuple(Size(length=n) for n in (5, 10, 20, 40, 80, 160)),
    "hidden": tuple(Size(hidden=n) for n in (8, 16, 32, 64, 128, 256)),
    "words": tuple(Size(words=n) for n in (500, 1000, 2000, 4000, 8000, 16_000)),
}
TITLES = {
    "sentences": "sentences",
    "length": "words a sentence, mean",
    "hidden": "hidden size H",
    "words": "different words V",
}


def epoch(dataset: Dataset, size: Size) -> tuple[float, float]:
    """Median CPU seconds of an epoch, evaluation included, and the MB that training holds and works in at most."""
    model, config = ModelConfig(size.hidden, dtype="float32"), TrainConfig(0.02, EPOCHS, batch_size=BATCH)
    times, started = [], time.process_time()
    for event in train(dataset, model, config):
        if isinstance(event, EpochRecord):
            times.append(time.process_time() - started)
            started = time.process_time()
    tracemalloc.start()
    for event in train(dataset, model, config):
        if isinstance(event, EpochRecord):
            break
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return median(times), most / 1e6


def slope(rows: list[tuple[int, float, float]], column: int) -> float:
    """The exponent of the growth over the upper half of the sizes: 1 is linear, 2 quadratic."""
    upper = rows[len(rows) // 2 - 1 :]
    return linear_regression([math.log(row[0]) for row in upper], [math.log(row[column]) for row in upper]).slope


def picture(measured: dict[str, list[tuple[int, float, float]]], file: str) -> None:
    """One small chart for each sweep and quantity, on log axes."""
    rows = []
    for column, quantity in ((1, "seconds an epoch (CPU)"), (2, "MB at most")):
        charts = []
        for name, points in measured.items():
            frame = pd.DataFrame({"size": [p[0] for p in points], "value": [p[column] for p in points]})
            x = alt.X(
                "size:Q", scale=alt.Scale(type="log"), title=TITLES[name], axis=alt.Axis(format="~s", tickCount=4)
            )
            y = alt.Y("value:Q", scale=alt.Scale(type="log"), title=quantity, axis=alt.Axis(tickCount=4, format="~g"))
            line = alt.Chart(frame).mark_line(point=True, color="#0072B2").encode(x=x, y=y)
            charts.append(line.properties(width=190, height=130))
        rows.append(alt.hconcat(*charts))
    alt.vconcat(*rows).save(file)


def main() -> None:
    """Print a table and the slopes; draw the picture if a file is named."""
    print(f"{machine()}; batches of {BATCH}, float32; where not varied: {MIDDLE}\n")
    print("| varied | seconds an epoch, MB at most | grows like |\n|---|---|---|")
    measured = {}
    for name, sizes in SWEEPS.items():
        rows = []
        for size in sizes:
            seconds, most = epoch(made_up(size.sentences, size.words, size.length), size)
            rows.append((getattr(size, name), seconds, most))
        measured[name] = rows
        shown = "; ".join(f"{n:,}: {seconds:.3f} s, {most:.1f} MB" for n, seconds, most in rows)
        print(f"| {TITLES[name]} | {shown} | time n^{slope(rows, 1):.2f}, memory n^{slope(rows, 2):.2f} |", flush=True)
    if len(sys.argv) > 1:
        picture(measured, sys.argv[1])


if __name__ == "__main__":
    main()
