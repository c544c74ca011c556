"""Go on from model files in a process of its own: ``python -m tests.model_files.going_on FILE...``.

A line for each file: what the rest of the run told and came to, as a digest.
"""

import hashlib
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from rnn_core import EpochRecord
from rnn_core.model_files import load
from rnn_core.train import Training
from tests.test_resume import held, told


def became(training: Training, events: Iterable[Any]) -> str:
    """A digest of all that a run tells from now on, and of all that it holds in the end; not of how long it took."""
    seen = [replace(e, seconds=0.0) if isinstance(e, EpochRecord) else e for told_ in told(events) for e in told_]
    return hashlib.sha256(repr((seen, training.kept[0], held(training.state()))).encode()).hexdigest()


def main() -> None:
    for name in sys.argv[1:]:
        model = load(Path(name).read_bytes())
        assert model.dataset is not None
        training = model.go_on(model.dataset)
        print(became(training, training), flush=True)


if __name__ == "__main__":
    main()
