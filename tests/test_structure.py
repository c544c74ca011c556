"""Imports run one way: app.py -> playground -> rnn_core -> numpy."""

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def imported(folder: str) -> dict[str, set[str]]:
    """The top-level names that each file of a package imports, function-level imports included."""
    found = {}
    for file in sorted((ROOT / folder).rglob("*.py")):
        names = set()
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{file}: imports are absolute"
                names.add(node.module or "")
        found[str(file.relative_to(ROOT))] = names
    assert found
    return found


def top(names: set[str]) -> set[str]:
    return {name.split(".")[0] for name in names} - set(sys.stdlib_module_names)


@pytest.mark.parametrize(
    ("folder", "allowed"),
    [
        ("rnn_core", {"rnn_core", "numpy"}),
        ("playground", {"playground", "rnn_core", "numpy", "pandas", "altair", "streamlit"}),
    ],
)
def test_imports_run_one_way(folder, allowed):
    for file, names in imported(folder).items():
        assert top(names) <= allowed, file


def test_nothing_that_a_browser_cannot_run_is_imported():
    for folder in ("rnn_core", "playground"):
        for file, names in imported(folder).items():
            assert not top(names) & {"pyarrow", "torch"}, file
            assert not names & {"multiprocessing", "subprocess"}, file


def test_only_state_names_the_session_state_and_jobs_know_no_streamlit():
    for file in sorted((ROOT / "playground").rglob("*.py")):
        if file.name != "state.py":
            assert "session_state" not in file.read_text(encoding="utf-8"), file
    names = imported("playground")
    for name in ("jobs", "scheduler", "charts", "curves", "links", "messages", "settings"):
        assert "streamlit" not in top(names[str(Path("playground") / f"{name}.py")])
