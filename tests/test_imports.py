"""NLTK is imported without what it would bring along, and nobody else misses that."""

import subprocess
import sys
from threading import Thread

import pytest

from rnn_core.imports import without
from tests.running import ROOT

CUT = """
import sys
from rnn_core import TextConfig, tokenise
assert tokenise("It was great!", TextConfig("words")) == ("it", "was", "great", "!")
assert not {"sklearn", "scipy", "matplotlib"} & set(sys.modules), "they take 80 MB"
import sklearn.linear_model
"""


def test_cutting_into_words_loads_no_larger_libraries_which_can_still_be_had():
    subprocess.run([sys.executable, "-c", CUT], cwd=ROOT, check=True, timeout=60)


def test_a_package_is_missing_inside_there_again_after_and_never_for_another_thread(monkeypatch):
    monkeypatch.delitem(sys.modules, "wave", raising=False)
    seen = []
    before = list(sys.meta_path)
    with without("wave"):
        with pytest.raises(ImportError, match="wave is left out here"):
            import wave  # noqa: F401
        other = Thread(target=lambda: seen.append(__import__("wave")))
        other.start()
        other.join(60)
    assert seen and sys.meta_path == before
    with pytest.raises(ZeroDivisionError), without("wave"):
        raise ZeroDivisionError
    assert sys.meta_path == before
