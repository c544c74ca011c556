"""`python -m rnn_core export MODEL --to ...`."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from rnn_core import InvalidModel
from rnn_core import exporters as package
from rnn_core.__main__ import main
from rnn_core.exporters import EXPORTS, Export, export
from rnn_core.model_files import load
from tests.model_files.making import changed, model_file
from tests.running import ROOT


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with a model, in which the command is called."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "reviews.model").write_bytes(model_file())
    return tmp_path


def done(capsys, *arguments) -> str:
    assert main(["export", *map(str, arguments)]) == 0
    said = capsys.readouterr()
    assert not said.err
    return said.out


def refused(capsys, *arguments) -> str:
    """The one line of a command that ends with 2."""
    with pytest.raises(SystemExit) as ended:
        main(["export", *map(str, arguments)])
    said = capsys.readouterr()
    assert ended.value.code == 2 and not said.out
    (line,) = said.err.splitlines()
    assert line.startswith("python -m rnn_core export: ")
    return line.partition("export: ")[2]


def test_a_script_is_written_beside_the_model_and_proves_itself(folder, capsys):
    assert done(capsys, "reviews.model", "--to", "numpy") == "reviews_numpy.py\n"
    proved = subprocess.run([sys.executable, "reviews_numpy.py"], capture_output=True, text=True, check=True)
    assert proved.stdout.startswith("6 sentences answered as in the playground")
    assert sorted(file.name for file in folder.iterdir()) == ["reviews.model", "reviews_numpy.py"]


def test_the_model_may_lie_elsewhere_and_the_file_may_be_called_otherwise(folder, capsys):
    (folder / "models").mkdir()
    (folder / "reviews.model").rename(folder / "models" / "it")
    assert done(capsys, "models/it", "--to", "notebook").strip() == str(Path("models") / "it_notebook.ipynb")
    assert done(capsys, "models/it", "--to", "notebook", "--output", "mine.ipynb") == "mine.ipynb\n"
    assert json.loads((folder / "mine.ipynb").read_bytes())["nbformat"] == 4


def test_nothing_is_overwritten_unless_that_is_asked_for_and_the_model_never(folder, capsys):
    (folder / "reviews_numpy.py").write_text("mine")
    said = refused(capsys, "reviews.model", "--to", "numpy")
    assert said == "reviews_numpy.py is there already. Name another file with --output, or replace it with --force."
    assert (folder / "reviews_numpy.py").read_text() == "mine"
    done(capsys, "reviews.model", "--to", "numpy", "--force")
    assert (folder / "reviews_numpy.py").read_text(encoding="utf-8").startswith('"""A recurrent network')
    model = (folder / "reviews.model").read_bytes()
    said = refused(capsys, "reviews.model", "--to", "numpy", "--output", "reviews.model", "--force")
    assert said.startswith("The file would take the place of the model reviews.model.")
    assert (folder / "reviews.model").read_bytes() == model


def test_a_model_of_any_name_is_still_there_afterwards(folder, capsys):
    (folder / "reviews.model").rename(folder / "m.part")
    model = (folder / "m.part").read_bytes()
    done(capsys, "m.part", "--to", "numpy", "--output", "m")
    assert (folder / "m.part").read_bytes() == model
    assert sorted(file.name for file in folder.iterdir()) == ["m", "m.part"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["reviews.model"], "the following arguments are required: --to"),
        (["reviews.model", "--to", "fortran"], "argument --to: invalid choice: 'fortran'"),
        (["none.model", "--to", "numpy"], "none.model: No such file or directory"),
        (["reviews.model", "--to", "numpy", "--output", "."], "The file cannot be written as “.”: it is a folder."),
        (
            ["reviews.model", "--to", "numpy", "--output", "no/x"],
            "The file cannot be written as “no/x”: there is no such",
        ),
        (["reviews.model", "--to", "numpy", "--output", ""], "The file cannot be written as “”: that is no name."),
        (["broken", "--to", "numpy"], "broken: sha256"),
        (["text", "--to", "numpy"], "text: "),
    ],
)
def test_what_goes_wrong_is_said_in_one_line_and_nothing_is_written(arguments, said, folder, capsys):
    (folder / "text").write_text("no model")
    (folder / "broken").write_bytes(changed(model_file(), lambda d, t: d.update(fingerprint="00000000"), sealed=False))
    before = sorted(folder.iterdir())
    line = refused(capsys, *arguments)
    assert line.isprintable() and line.startswith(said)
    assert sorted(folder.iterdir()) == before


def test_what_cannot_be_made_here_says_why(folder, capsys, monkeypatch):
    def write(model, sentences):
        raise InvalidModel("this model has too many words for it.")

    monkeypatch.setattr(
        package, "EXPORTS", {"a": Export("A", "A.", "rnn.a", "x/a", write, lambda: "The package a is not installed.")}
    )
    model = load(model_file())
    with pytest.raises(InvalidModel, match=r"^The package a is not installed\.$"):
        export(model, "a", [])
    with pytest.raises(InvalidModel, match=r"^There is no export “b\ufffd”; there are a\.$"):
        export(model, "b\n", [])
    monkeypatch.setattr(package, "EXPORTS", {"a": Export("A", "A.", "rnn.a", "x/a", write)})
    with pytest.raises(InvalidModel, match=r"^this model has too many words"):
        export(model, "a", [])


def test_a_file_that_is_called_export_is_trained_on(folder, capsys):
    (folder / "export").write_text("sentence,label\na b,x\nc d,y\n" * 3)
    assert main(["export", "--epochs", "1"]) == 0
    assert "fingerprint" in capsys.readouterr().out
    assert done(capsys, "reviews.model", "--to", "numpy") == "reviews_numpy.py\n"


def test_the_help_names_every_export(folder):
    said = subprocess.run(
        [sys.executable, "-m", "rnn_core", "export", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert ", ".join(EXPORTS) in " ".join(said.stdout.split())
