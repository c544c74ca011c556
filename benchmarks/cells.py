"""What each cell is for: accuracy on sentences made by a known rule, 10 seeds.

python -m benchmarks.cells [--seeds 10] [--epochs 200]
"""

import argparse
import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.interleaved import machine
from rnn_core import Dataset, Example, ModelConfig, TrainConfig, evaluate, train
from rnn_core.config import CellName
from rnn_core.task_sets import TASKS, make

CELLS: tuple[CellName, ...] = ("tanh", "relu", "gru", "lstm")


@dataclass(frozen=True)
class Row:
    """What is tried: a task, a hidden size, and sentences that are longer than any it has learned from."""

    task: str
    hidden: int
    longer: tuple[int, int] | None = None  # words of the shortest and of the longest
    forget_bias: float = 1.0
    readout_words: bool = False


ROWS = (
    Row("marked_recall", 8),
    Row("marked_recall", 16),
    Row("marked_recall", 32),
    Row("brackets", 4, (18, 32)),
    Row("majority", 4, (27, 49)),
    Row("parity", 8, (20, 30)),
    Row("latch", 16, (41, 41)),
    Row("latch", 16, (41, 41), forget_bias=0.0),
    Row("negation_tags", 8, readout_words=True),
)


def accuracies(row: Row, cell: CellName, seed: int, epochs: int) -> tuple[float, float | None]:
    """Test accuracy after the last epoch, and that on the longer sentences."""
    examples = list(make(row.task))
    if row.longer:
        shortest, longest = row.longer
        made = make(row.task, seed=1, sentences=400, shortest=shortest, longest=longest)
        examples += [Example(e.sentence, e.label, "validation") for e in made]  # looked at, never chosen by
    dataset = Dataset(tuple(examples), tagged=TASKS[row.task].tagged)
    model = ModelConfig(
        row.hidden,
        "orthogonal",
        cell=cell,
        readout="words" if row.readout_words else "last",
        forget_bias=row.forget_bias,
    )
    config = TrainConfig(0.01, epochs, "norm", 1.0, batch_size=32, seed=seed, optimiser="adam")
    run = train(dataset, model, config)
    for _ in run:
        pass
    longer = evaluate(dataset, "validation", run.params)[1] if row.longer else None
    return evaluate(dataset, "test", run.params)[1], longer


def shown(values: Sequence[float]) -> str:
    """Lowest, middle and highest value, and how many are 1."""
    perfect = sum(value == 1 for value in values)
    low, middle, high = (math.floor(100 * value) / 100 for value in (min(values), median(values), max(values)))
    return f"{low:.2f} {middle:.2f} {high:.2f} ({perfect} of {len(values)})"  # 1.00 is all of them


def main() -> None:
    """Print the table as it comes."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seeds", type=int, default=10)
    asked.add_argument("--epochs", type=int, default=200)
    chosen = asked.parse_args()
    print(f"{machine()}. Test accuracy after {chosen.epochs} epochs:")
    print(
        f"lowest, median, highest (how many have all right) of {chosen.seeds} seeds. Adam 0.01, batches of 32, clipping"
    )
    print("by norm 1, orthogonal Whh, the last state read out; for tags every state.\n")
    print(f"| task | H | {' | '.join(CELLS)} |\n|---|---|{'---|' * len(CELLS)}")
    for row in ROWS:
        found: dict[CellName, list[tuple[float, float | None]]] = {}
        for cell in CELLS:
            if row.forget_bias != 1 and cell != "lstm":
                continue
            found[cell] = [accuracies(row, cell, seed, chosen.epochs) for seed in range(chosen.seeds)]
        name = row.task + (f", forget bias {row.forget_bias:g}" if row.forget_bias != 1 else "")
        line = [shown([test for test, _ in found[cell]]) if cell in found else "" for cell in CELLS]
        print(f"| {name} | {row.hidden} | {' | '.join(line)} |", flush=True)
        if row.longer:
            line = [
                shown([far for _, far in found[cell] if far is not None]) if cell in found else "" for cell in CELLS
            ]
            print(f"| … of {row.longer[0]} to {row.longer[1]} words | {row.hidden} | {' | '.join(line)} |", flush=True)


if __name__ == "__main__":
    main()
