"""All sets of sentences that come with the playground, by name."""

from rnn_core.bundled import DATA, SENTIMENT
from rnn_core.dataset import Dataset
from rnn_core.reading import ReadOptions, read
from rnn_core.task_sets import TASKS

SETS = (SENTIMENT.stem, *TASKS)


def bundled_set(name: str) -> Dataset:
    """One of them.

    Raises:
        ValueError: it is none of SETS; so no other file is ever read.
    """
    if name not in SETS:
        raise ValueError(f"no set is called {name!r}")
    file = DATA / f"{name}.csv"
    options = ReadOptions(tags=name in TASKS and TASKS[name].tagged)
    return read(file.read_bytes(), file.name, options).dataset
