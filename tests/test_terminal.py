"""`python -m rnn_core`, run as a person would run it."""

import json
import subprocess
import sys

import pytest

from rnn_core import ModelConfig, TrainConfig, bundled, train


def run(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "rnn_core", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_it_prints_every_100_epochs_and_the_last():
    result = run("--epochs", 250, "--hidden-size", 4)
    lines = result.stdout.splitlines()
    assert [line.split()[:2] for line in lines[:-1]] == [["epoch", n] for n in ("100", "200", "250")]
    assert lines[-1].startswith("fingerprint ")
    assert result.returncode == 0 and not result.stderr


def test_json_lines_hold_one_object_per_epoch_and_a_summary():
    lines = [json.loads(line) for line in run("--epochs", 3, "--json").stdout.splitlines()]
    names = ["epoch", "train_loss", "train_accuracy", "test_loss", "test_accuracy"]
    assert [list(line) for line in lines[:-1]] == [names] * 3
    expected = train(bundled(), ModelConfig(), TrainConfig(epochs=3))
    list(expected)
    assert lines[-1] == {
        "train_sentences": 58,
        "test_sentences": 20,
        "words": 18,
        "classes": ["negative", "positive"],
        "fingerprint": expected.params.fingerprint(),
    }


def test_every_option_reaches_the_network():
    options = {
        "--hidden-size": 3,
        "--learning-rate": 0.3,
        "--clip": 0.2,
        "--batch-size": 5,
        "--initialisation": "blog",
        "--gradient": "published",
        "--dtype": "float32",
        "--seed": 9,
    }

    def fingerprint(options):
        flat = [part for option in options.items() for part in option]
        return json.loads(run("--json", "--epochs", 2, *flat).stdout.splitlines()[-1])["fingerprint"]

    base = {"--initialisation": "scaled", "--hidden-size": 5}
    seen = {fingerprint(base)} | {fingerprint({**base, name: value}) for name, value in options.items()}
    assert len(seen) == len(options) + 1
    clips = {fingerprint({**base, "--clip": 0.05, "--clip-by": by}) for by in ("value", "norm")}
    assert len(clips) == 2


def test_clip_0_means_no_clipping():
    expected = train(bundled(), ModelConfig(), TrainConfig(epochs=2, learning_rate=0.5, clip_by="none"))
    list(expected)
    output = run("--epochs", 2, "--clip", 0, "--learning-rate", 0.5, "--json").stdout
    assert json.loads(output.splitlines()[-1])["fingerprint"] == expected.params.fingerprint()


def test_a_file_without_test_sentences_gives_null(tmp_path):
    file = tmp_path / "mine.csv"
    file.write_text("sentence,label,split\na,x,train\nb,y,train\n")
    first, *_, last = [json.loads(line) for line in run(file, "--json", "--epochs", 1).stdout.splitlines()]
    assert first["test_loss"] is None and first["test_accuracy"] is None
    assert last["test_sentences"] == 0 and last["classes"] == ["x", "y"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere.csv"], "nowhere.csv: No such file"),
        (["."], "Is a directory"),
        (["--epochs", "0"], "The epochs is 0"),
        (["--epochs", "many"], "invalid int value"),
        (["--learning-rate", "nan"], "learning rate"),
        (["--learning-rate", "-1"], "learning rate"),
        (["--clip", "-1"], "clip"),
        (["--hidden-size", "9999999"], "hidden size"),
        (["--seed", "-1"], "seed"),
        (["--clip-by", "none"], "invalid choice"),
        (["--nonsense"], "unrecognized arguments"),
        (["--learning-rate", "1e6"], "The loss blew up"),
    ],
)
def test_a_bad_file_or_option_is_one_line_on_stderr_and_status_2(arguments, message):
    result = run(*arguments)
    assert result.returncode == 2
    assert len(result.stderr.splitlines()) == 1 and message in result.stderr
    assert "Traceback" not in result.stderr


def test_a_bad_row_is_named_with_its_line(tmp_path):
    file = tmp_path / "mine.csv"
    file.write_text("sentence,label\na,x\nb\n")
    result = run(file)
    assert result.returncode == 2 and not result.stdout
    assert f"{file.name}: line 3: 1 cells where the header has 2" in result.stderr


def test_a_reader_that_stops_early_gets_no_traceback():
    command = f"{sys.executable} -m rnn_core --json --epochs 400 | head -n 1"
    result = subprocess.run(command, shell=True, capture_output=True, text=True, timeout=120)
    assert json.loads(result.stdout)["epoch"] == 1
    assert "Traceback" not in result.stderr and "Exception" not in result.stderr
