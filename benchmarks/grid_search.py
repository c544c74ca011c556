"""A grid of 12 settings, searched one after another, in two processes, and on a Dask cluster: the same scores.

python -m benchmarks.grid_search
"""

import time
from contextlib import AbstractContextManager, nullcontext

import joblib
import numpy as np
from dask.distributed import Client, LocalCluster
from sklearn.model_selection import GridSearchCV, StratifiedKFold

from rnn_core.estimator import RNNClassifier
from rnn_core.task_sets import make

TASK = "majority"
GRID = {"cell": ["tanh", "gru", "lstm"], "hidden_size": [4, 16], "learning_rate": [0.003, 0.01]}
FOLDS = 3


def search(backend: AbstractContextManager[object], n_jobs: int) -> GridSearchCV:
    """Search the grid with whatever joblib runs on in this context."""
    examples = [example for example in make(TASK) if example.split == "train"]
    network = RNNClassifier(
        settings="plain", optimiser="adam", batch_size=32, epochs=20, unknown="skip", random_state=0
    )
    # Shuffled: sentences of a task set stand in groups, one of each class.
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=0)
    grid = GridSearchCV(network, GRID, cv=folds, n_jobs=n_jobs)
    with backend:
        return grid.fit([example.sentence for example in examples], [example.label for example in examples])


def scores(found: GridSearchCV) -> np.ndarray:
    """(settings, folds) the accuracy of each."""
    return np.stack([found.cv_results_[f"split{fold}_test_score"] for fold in range(FOLDS)], axis=1)


def main() -> None:
    """Print the time of each way, whether its scores are those of the first, and the scores."""
    found: dict[str, GridSearchCV] = {}
    print("| way | seconds | scores equal to the bit |\n|---|---|---|")
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster, Client(cluster):
        ways = {
            "one after another": (nullcontext(), 1),
            "loky, 2 processes": (joblib.parallel_config(backend="loky"), 2),
            "Dask, 2 workers": (joblib.parallel_config(backend="dask"), -1),
        }
        for way, (backend, n_jobs) in ways.items():
            started = time.perf_counter()
            found[way] = search(backend, n_jobs)
            seconds = time.perf_counter() - started
            first = found["one after another"]
            same = np.array_equal(scores(found[way]), scores(first)) and found[way].best_params_ == first.best_params_
            print(f"| {way} | {seconds:.1f} | {'yes' if same else 'NO'} |", flush=True)
    first = found["one after another"]
    print(f"\n{TASK}: mean accuracy of {FOLDS} folds\n")
    for settings, mean in zip(first.cv_results_["params"], first.cv_results_["mean_test_score"], strict=True):
        print(f"{mean:.3f}  {', '.join(f'{name} {value}' for name, value in settings.items())}")


if __name__ == "__main__":
    main()
