"""An environment that has numpy and nothing else, and scripts that are run in it, many in one process."""

import json
import os
import subprocess
import sysconfig
import venv
from collections.abc import Sequence
from pathlib import Path

import numpy as np

_DRIVER = """
import importlib.util, io, json, runpy, sys
from contextlib import redirect_stdout

others = [name for name in ("rnn_core", "nltk", "regex", "scipy", "pandas", "torch") if importlib.util.find_spec(name)]
assert not others, others
job = json.load(sys.stdin)
for file in job["files"]:
    predict = runpy.run_path(file)["predict"]
    sys.argv, said = [file], io.TextIOWrapper(io.BytesIO(), "utf-8")
    with redirect_stdout(said):
        runpy.run_path(file, run_name="__main__")
    said.seek(0)
    print(json.dumps([[predict(sentence).tolist() for sentence in job["sentences"]], said.read()]))
"""


def with_numpy_alone(folder: Path) -> Path:
    """The Python of a new environment; what it has of numpy is a link."""
    venv.create(folder, symlinks=os.name != "nt")
    places = {"base": str(folder), "platbase": str(folder)}
    into, numpy = Path(sysconfig.get_path("purelib", "venv", places)), Path(np.__file__).parent
    for found in (numpy, numpy.with_name("numpy.libs")):
        if found.is_dir():
            (into / found.name).symlink_to(found, target_is_directory=True)
    return Path(sysconfig.get_path("scripts", "venv", places)) / ("python.exe" if os.name == "nt" else "python")


def run(python: Path, *arguments: object, given: str = "") -> subprocess.CompletedProcess[str]:
    """A process that does not know where this project is."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    environment["PYTHONIOENCODING"] = "utf-8"
    command = [str(python), *map(str, arguments)]
    return subprocess.run(
        command, cwd=python.parent, env=environment, input=given, capture_output=True, encoding="utf-8"
    )


def answers(python: Path, scripts: Sequence[Path], sentences: Sequence[str]) -> list[tuple[list[np.ndarray], str]]:
    """What each script answers to some sentences, and what it says when it is run without any."""
    job = {"files": [str(script) for script in scripts], "sentences": sentences}
    done = run(python, "-c", _DRIVER, given=json.dumps(job))
    assert done.returncode == 0, done.stderr
    told = [json.loads(line) for line in done.stdout.splitlines()]
    return [([np.array(answer) for answer in given], said) for given, said in told]
