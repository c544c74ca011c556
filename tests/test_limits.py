"""How many sentences the owner of a machine allows, and what follows from that."""

import json
import os
import subprocess
import sys

import pytest

from rnn_core.limits import SENTENCES_VARIABLE, sentences_possible
from tests.running import ROOT


@pytest.mark.parametrize(
    ("said", "possible"),
    [
        (None, 50_000), ("", 50_000), ("10000", 10_000), ("1000", 1000), ("999", 1000), ("0", 1000), ("50001", 50_000),
        ("9" * 5000, 50_000), ("-5", 50_000), ("1e4", 50_000), (" 2000", 50_000), ("１２３４", 50_000),
    ],
)  # fmt: skip
def test_the_owner_of_the_machine_says_how_many_sentences_are_possible(said, possible):
    assert sentences_possible({} if said is None else {SENTENCES_VARIABLE: said}) == possible


ASK = """
import json
from rnn_core import bundled, limits
from rnn_core.task_sets import TASKS
from playground.shared import bundled_sentences
from playground.views.sources import UPLOAD_MB
sizes = [len(bundled_sentences(name).dataset.examples) for name in TASKS]
print(json.dumps([limits.MAX_SENTENCES, limits.MAX_ROWS, limits.MAX_FILE_BYTES, limits.MAX_JSON_BYTES, UPLOAD_MB]))
"""


def test_the_bytes_of_a_file_follow_and_the_bundled_sets_always_fit():
    command = [sys.executable, "-c", ASK]
    told = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60,
        env={**os.environ, SENTENCES_VARIABLE: "1"},
    )  # fmt: skip
    assert json.loads(told.stdout) == [1000, 5000, 400_000, 140_000, 1]
