"""Cross-validation in the terminal: a line for each fold as it ends, and what all of them came to."""

import json
import sys
from collections.abc import Callable, Mapping
from typing import Any

from rnn_core.cross_validation import CrossValidation, FoldScore
from rnn_core.dataset import Dataset
from rnn_core.folds import Folds
from rnn_core.intervals import wilson
from rnn_core.train import Training
from rnn_core.wording import counted, quoted


def print_folds(
    folds: Folds, begin: Callable[[Dataset, int], Training], settings: Mapping[str, Any], as_json: bool
) -> None:
    """Test every sentence once and tell it on stdout; what is to be known beside that on stderr.

    Args:
        begin: makes the training of a fold with a seed.
        settings: of all trainings, for the summary.
        as_json: JSON Lines, an object for each fold and then a summary.
    """
    if folds.untested:
        labels = sorted({example.label for example in folds.untested})
        _note(f"{counted(len(folds.untested), 'sentence')} cannot be tested: no other one has {quoted(labels)}.")
    validation = CrossValidation(folds, begin)
    for done in validation:
        if isinstance(done, FoldScore):
            _print_fold(done, len(folds), as_json)
    right, answers = validation.total.right, validation.total.answers
    # (The words of a sentence are alike: as many answers about tags are not worth as many about sentences.)
    interval = None if folds.whole.tagged else wilson(right, answers)
    if as_json:
        summary = {
            "folds": len(folds),
            "sentences": len(folds.whole.examples),
            "untested_sentences": len(folds.untested),
            "right": right,
            "answers": answers,
            "accuracy": validation.total.means[1],
            "interval": interval,
            "settings": dict(settings),
        }
        print(json.dumps(summary))
    else:
        likely = f", likely {interval[0]:.3f} to {interval[1]:.3f}" if interval else ""
        print(f"{right:,} of {answers:,} right: accuracy {right / answers:.3f}{likely}")


def _print_fold(done: FoldScore, folds: int, as_json: bool) -> None:
    right, answers = done.score.right, done.score.answers
    if as_json:
        print(json.dumps({"fold": done.fold, "right": right, "answers": answers, "problem": done.problem}), flush=True)
        return
    print(f"fold {done.fold:>2} of {folds}  {right:,} of {answers:,} right", flush=True)
    if done.problem:
        _note(f"fold {done.fold}: {done.problem}")


def _note(what: str) -> None:
    print(f"note: {' '.join(what.split())}", file=sys.stderr)
