"""What every test stands on: one BLAS thread, as in the app, and memory in plenty; and pages without haste.

The environment is set before anything is imported.
"""

import os
import sys
from collections.abc import Iterator
from functools import partial

import pytest

os.environ["OPENBLAS_NUM_THREADS"] = "1"
os.environ["RNN_PLAYGROUND_MEMORY_MB"] = "100000"  # the tests' own process holds more than a server's

from tests.clock import Clock


@pytest.fixture(scope="session", autouse=True)
def no_time_passes_on_pages() -> Iterator[None]:
    """On a page that AppTest drives, a busy machine does the same as an idle one.

    Step trains for a quarter of a second at most and leaves the rest of its epoch to the scheduler's thread; and where
    a trial takes long, fewer epochs are suggested for sentences of one's own. So the page's run gets a clock that
    stands, and trials are short. Nothing is done where no test drives a page: to import one takes seconds.
    """
    with pytest.MonkeyPatch.context() as patched:
        if "streamlit.testing.v1" in sys.modules:
            from playground import runs, suggestions

            honest = suggestions.seconds
            patched.setattr(runs, "Job", partial(runs.Job, clock=Clock()))
            patched.setattr(suggestions, "seconds", lambda dataset, settings: min(1.0, honest(dataset, settings)))
        yield
