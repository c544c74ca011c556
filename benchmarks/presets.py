"""What each preset comes to: seconds and accuracy over 10 seeds, as a Markdown table.

python -m benchmarks.presets [--seeds 10] [PRESET ...]
"""

import argparse
import time
from dataclasses import dataclass, replace
from statistics import median

from benchmarks.cells import shown
from benchmarks.interleaved import machine
from playground.presets import PRESETS, Preset
from playground.shared import bundled_sentences
from rnn_core import EpochRecord, TrainingDiverged, train


@dataclass(frozen=True)
class Ended:
    """What a run came to."""

    train: float
    test: float
    all_right: int | None  # first epoch with every training sentence, or word, right
    seconds: float


def run(preset: Preset, seed: int) -> Ended:
    """Train to the end, or until the run stops itself."""
    dataset, settings = bundled_sentences(preset.sentences).dataset, replace(preset.settings, seed=seed)
    records, began = [], time.perf_counter()
    try:
        for event in train(dataset, settings.model, settings.training):
            if isinstance(event, EpochRecord):
                records.append(event)
    except TrainingDiverged:
        pass
    return Ended(
        records[-1].train_accuracy,
        records[-1].test_accuracy or 0.0,
        next((record.epoch for record in records if record.train_accuracy == 1), None),
        time.perf_counter() - began,
    )


def row(preset: Preset, seeds: range) -> str:
    """A row of the table."""
    runs = {seed: run(preset, seed) for seed in seeds}
    own = runs.get(preset.settings.seed) or run(preset, preset.settings.seed)
    right = [float("inf") if one.all_right is None else one.all_right for one in runs.values()]
    both = sum(one.train == one.test == 1 for one in runs.values())
    cells = (
        preset.sentences,
        preset.title,
        f"{median(one.seconds for one in runs.values()):.1f}",
        shown([one.train for one in runs.values()]),
        shown([one.test for one in runs.values()]),
        f"{both} of {len(runs)}",
        f"{median(right):g}".replace("inf", "–"),
        f"{own.train:.3f}, {own.test:.3f}",
    )
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Print the table as it comes."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("presets", nargs="*", metavar="PRESET", help="all, if none is named")
    asked.add_argument("--seeds", type=int, default=10)
    chosen = asked.parse_args()
    print(f"{machine()}. Accuracy at the end of a run: lowest, median, highest of {chosen.seeds} seeds, and how many")
    print("have all right. Seconds are the core's alone, the median. “All right at” is the median epoch.\n")
    print("| set | preset | seconds | train | test | both all right | train all right at | own seed: train, test |")
    print("|---|---|---|---|---|---|---|---|")
    for name in chosen.presets or PRESETS:
        print(row(PRESETS[name], range(chosen.seeds)), flush=True)


if __name__ == "__main__":
    main()
