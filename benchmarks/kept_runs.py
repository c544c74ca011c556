"""What twenty kept runs of the largest suggested network take of a session's memory, and which weights are let go.

python -m benchmarks.kept_runs
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import gc
from dataclasses import replace

from benchmarks.made_up import made_up
from playground.kept_runs import BUDGET, KeptRuns, held
from playground.kept_runs_in_words import let_go
from playground.room import used
from playground.runs import Run
from playground.sentences import Sentences
from playground.suggestions import suggest
from rnn_core import Dataset, limits

RUNS = 20
EPOCHS = 1000  # of which each run keeps the figures: more than are suggested
SENTENCES = 2500
WORDS = (20_000, 25_000)  # the largest suggested network is of a number of words between these


def largest() -> Dataset:
    """Sentences with as many words as let the suggested network have nearly as many weights as there may be."""
    low, high = WORDS
    while high - low > 50:
        middle = (low + high) // 2
        low, high = (middle, high) if suggest(made_up(SENTENCES, middle)).embedding_size >= 64 else (low, middle)
    return made_up(SENTENCES, low)


def main() -> None:
    """Train and keep run after run, and say what is held."""
    sentences = Sentences(largest(), "made up", own=True)
    settings = replace(suggest(sentences.dataset), epochs=1)
    kept = KeptRuns()
    run = Run.begin(sentences, settings)
    weights = run.job.snapshot().params
    print(
        f"suggested: {len(sentences.dataset.vocabulary):,} words, {weights.layout.size:,} of at most "
        f"{limits.MAX_WEIGHTS:,} weights, {weights.flat.nbytes / 1e6:.1f} MB"
    )
    before = 0
    for seed in range(RUNS):
        run = Run.begin(sentences, replace(settings, seed=seed))
        run.job.play()
        run.job.run_slice(1e6)
        one = run.as_kept(kept.present)
        kept.keep(replace(one, numbers=one.numbers.repeat(EPOCHS, axis=0)), spare=lambda: BUDGET)
        gc.collect()
        before = before or used()  # with the first one: what a run needs while it trains is there already
        with_weights = sum(run.model is not None for run in kept.runs)
        print(
            f"{len(kept.runs):2} kept, {with_weights} with weights: {held(kept.runs) / 1e6:5.1f} of "
            f"{BUDGET / 1e6:.0f} MB counted; the process holds {(used() - before) / 1e6:+6.1f} MB beside the first"
        )
    print(let_go(kept))


if __name__ == "__main__":
    main()
