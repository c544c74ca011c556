"""How many epochs until every bundled sentence is right: 10 seeds, three settings.

python -m benchmarks.learning
"""

from dataclasses import replace
from statistics import median

from playground.presets import PRESETS
from playground.settings import Settings
from rnn_core import EpochRecord, bundled, train

SEEDS = range(10)
DATASET = bundled()


def run(settings: Settings) -> tuple[int | None, float]:
    """The first epoch with train and test both at 100 % (None: never), and the final test accuracy."""
    first, last = None, 0.0
    for event in train(DATASET, settings.model, settings.training):
        if isinstance(event, EpochRecord):
            last = event.test_accuracy or 0.0
            if first is None and event.train_accuracy == last == 1.0:
                first = event.epoch
    return first, last


def main() -> None:
    """Print one row per setting and the ratio of the medians."""
    blog = PRESETS["blog"].settings
    settings = {
        "default preset": PRESETS["alive"].settings,
        "exactly the blog, correct rule": blog,
        "exactly the blog, published rule": replace(blog, gradient="published"),
    }
    print(f"First epoch with train and test both at 100 %, seeds {SEEDS[0]} to {SEEDS[-1]}; “-”: not within the run\n")
    print("| setting | epochs run | first epoch, by seed | median | final test 100 % |")
    print("|---|---|---|---|---|")
    medians = {}
    for name, chosen in settings.items():
        results = [run(replace(chosen, seed=seed)) for seed in SEEDS]
        firsts = [first for first, _ in results]
        # A run that never got there counts as longer than all others, so that no failure flatters the median.
        middle = median(float("inf") if first is None else first for first in firsts)
        medians[name] = middle
        shown = ", ".join("-" if first is None else str(first) for first in firsts)
        right = sum(last == 1.0 for _, last in results)
        typical = f"over {chosen.epochs}" if middle == float("inf") else f"{middle:g}"
        print(f"| {name} | {chosen.epochs} | {shown} | {typical} | {right} of {len(SEEDS)} |", flush=True)
    ratio = medians["exactly the blog, correct rule"] / medians["default preset"]
    print(f"\nMedian of the blog preset (correct rule) over the default's: {ratio:.1f} (aim: above 5)")


if __name__ == "__main__":
    main()
