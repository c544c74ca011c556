"""Imports run one way: app.py -> playground -> rnn_core -> numpy."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def imported(folder: str, *, lazily: bool | None = None) -> dict[str, set[str]]:
    """The names that each file of a package imports.

    Args:
        lazily: True for those inside of functions only, False for the others only, None for all.
    """
    found = {}
    for file in sorted((ROOT / folder).rglob("*.py")):
        names = found[str(file.relative_to(ROOT))] = set()
        for node, in_function in nodes(ast.parse(file.read_text(encoding="utf-8"))):
            if lazily not in (None, in_function):
                continue
            if isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{file}: imports are absolute"
                names.add(node.module or "")
    assert found
    return found


def nodes(node: ast.AST, in_function: bool = False):
    """Every node, and whether it is inside of a function, so that it runs only when that is called."""
    for child in ast.iter_child_nodes(node):
        yield child, in_function
        # Decorators and defaults run at once, but no import can stand there.
        yield from nodes(child, in_function or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef))


def top(names: set[str]) -> set[str]:
    return {name.split(".")[0] for name in names} - set(sys.stdlib_module_names)


@pytest.mark.parametrize(
    ("folder", "at_once", "lazily"),
    [
        ("rnn_core", {"rnn_core", "numpy"}, {"nltk", "regex", "pyarrow", "safetensors", "onnx"}),
        (
            "playground",
            {"playground", "rnn_core", "numpy", "pandas", "psutil", "pyarrow", "altair", "streamlit"},
            {"scipy", "sklearn"},
        ),
    ],
)
def test_imports_run_one_way_and_what_is_large_is_imported_when_it_is_needed(folder, at_once, lazily):
    for file, names in imported(folder, lazily=False).items():
        # A model of scikit-learn's inherits from its classes: docs/architecture.md.
        of_its_own = {"sklearn", "threadpoolctl"} if Path(file).is_relative_to("rnn_core/estimator") else set()
        assert top(names) <= at_once | of_its_own, file
    for file, names in imported(folder, lazily=True).items():
        assert top(names) <= at_once | lazily, file


def test_nothing_imports_the_estimator_but_who_wants_it():
    for folder in ("rnn_core", "playground"):
        for file, names in imported(folder).items():
            if not Path(file).is_relative_to("rnn_core/estimator"):
                assert not any(name.startswith("rnn_core.estimator") for name in names), file


def test_only_text_knows_the_tokenisers():
    knowing = {file for file, names in imported("rnn_core").items() if top(names) & {"nltk", "regex"}}
    assert knowing == {str(Path("rnn_core") / "text.py")}


@pytest.mark.parametrize(
    ("modules", "unwanted"),
    [
        (["rnn_core"], {"nltk", "regex", "sklearn", "scipy", "pandas", "altair", "streamlit"}),
        (
            ["playground.charts.network", "playground.jobs", "playground.settings"],
            {"nltk", "regex", "sklearn", "scipy"},
        ),
    ],
)
def test_importing_loads_nothing_that_is_not_needed_yet(modules, unwanted):
    code = f"import sys, {', '.join(modules)}; print(*sys.modules, sep='\\n')"
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(result.stdout.split())
    assert set(modules) < loaded
    assert not unwanted & loaded


def test_nothing_that_a_browser_cannot_run_is_imported():
    does_without = {
        "playground/charts/table.py": {"pyarrow"},
        "playground/room.py": {"psutil"},
        "rnn_core/vectors/package.py": {"pyarrow"},
    }
    for folder in ("rnn_core", "playground"):
        for file, names in imported(folder).items():
            assert not top(names) & ({"psutil", "pyarrow", "torch"} - does_without.get(Path(file).as_posix(), set())), (
                file
            )
            assert not names & {"multiprocessing", "subprocess"}, file


def test_whatever_polls_stands_alone_in_a_container():
    """Else a tick right after a run of the whole page can take away what stands below it: see views/polling.py."""
    for file in sorted([ROOT / "app.py", *(ROOT / "playground").rglob("*.py")]):
        if file.name != "polling.py":
            assert "st.fragment" not in file.read_text(encoding="utf-8"), file


def test_only_opening_and_widgets_name_the_session_state_and_only_what_draws_knows_streamlit():
    for file in sorted((ROOT / "playground").rglob("*.py")):
        if file.name not in ("opening.py", "widgets.py"):
            assert "session_state" not in file.read_text(encoding="utf-8"), file
    names = imported("playground")
    knowing = {file for file, imports in names.items() if "streamlit" in top(imports)}
    assert {file for file in knowing if not file.startswith(str(Path("playground") / "views"))} == {
        str(Path("playground") / f"{name}.py") for name in ("controls", "opening", "shared", "style", "widgets")
    }


def test_html_is_made_in_one_file_and_reaches_the_page_in_one():
    """So that no text gets there which nobody has escaped: see playground/markup.py."""
    found: dict[str, set[str]] = {"shows": set(), "makes": set(), "escapes": set(), "trusts": set()}
    for file in sorted([ROOT / "app.py", *(ROOT / "playground").rglob("*.py")]):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            did = set()
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                did |= {"html": {"shows"}, "Html": {"makes"}}.get(name, set())
                did |= {"trusts" for keyword in node.keywords if str(keyword.arg).startswith("unsafe")}
            elif isinstance(node, ast.Import | ast.ImportFrom):
                did |= {"escapes" for alias in node.names if "html" in (getattr(node, "module", None), alias.name)}
            for what in did:
                found[what].add(file.stem)
    assert found == {"shows": {"show", "style"}, "makes": {"markup"}, "escapes": {"markup"}, "trusts": set()}
