"""`python -m rnn_core`, run as a person would run it."""

import json
import subprocess
import sys
from dataclasses import dataclass

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
    assert f"{file.name}: line 3: fewer than 2 cells" in result.stderr
    assert len(result.stderr.splitlines()) == 1


# Files.

ROWS = [(f"{w} {v} film", label) for w, label in (("good", "x"), ("bad", "y")) for v in ("a", "one", "the", "this")]


@dataclass(frozen=True)
class Told:
    """What a run of one epoch told: the summary, and the notes on stderr."""

    summary: dict
    notes: list[str]

    def __getitem__(self, name):
        return self.summary[name]


def told(*arguments) -> Told:
    result = run(*arguments, "--json", "--epochs", 1, "--hidden-size", 2)
    assert result.returncode == 0, result.stderr
    notes = result.stderr.splitlines()
    assert all(note.startswith("note: ") for note in notes)
    return Told(json.loads(result.stdout.splitlines()[-1]), [note.removeprefix("note: ") for note in notes])


@pytest.fixture
def write(tmp_path):
    """Writes rows of sentence and label as a CSV file without a header, or a text as it is."""

    def write(content, name="mine.csv"):
        file = tmp_path / name
        text = content if isinstance(content, str) else "".join(f"{s},{label}\n" for s, label in content)
        file.write_text(text, encoding="utf-8")
        return file

    return write


def test_every_format_gives_the_same_sentences(write):
    records = [{"sentence": s, "label": label} for s, label in ROWS]
    files = {
        "mine.csv": "sentence,label\n" + "".join(f"{s},{label}\n" for s, label in ROWS),
        "mine.tsv": "label\ttext\n" + "".join(f"{label}\t{s}\n" for s, label in ROWS),
        "mine.json": json.dumps(records),
        "object.json": json.dumps(dict(ROWS)),
        "mine.jsonl": "\n".join(map(json.dumps, records)),
        "mine.txt": "".join(f"__label__{label} {s}\n" for s, label in ROWS),
    }
    seen = [told(write(text, name)) for name, text in files.items()]
    assert seen[0]["train_sentences"] == 6 and seen[0]["test_sentences"] == 2
    assert seen[0]["words"] == 7 and seen[0]["classes"] == ["x", "y"]
    assert all(one.summary == seen[0].summary for one in seen), seen


def test_what_is_to_be_known_about_a_file_is_told_on_stderr_as_notes(write):
    file = write([*ROWS, ("good a film", "y"), ("", "x"), ("good one film", "x")])
    result = run(file, "--epochs", 1, "--test-share", 0)
    assert result.stderr.splitlines() == [
        "note: line 10: no sentence, so the row is dropped.",
        "note: 1 sentence with contradictory labels, such as “good a film” (lines 1 and 9: “x” and “y”). It cannot "
        "get all of them right.",
        "note: 1 repeated sentence with the same label (line 11): each repetition counts as one more.",
    ]
    assert result.stdout.startswith("epoch     1 ") and "note" not in result.stdout


def test_leave_out_leaves_the_rows_with_a_problem_out(write):
    file = write([*ROWS, ("no label", "")])
    assert "mine.csv: line 9: the label is empty" in refusal(file)
    seen = told(file, "--leave-out")
    assert seen["train_sentences"] + seen["test_sentences"] == 8
    assert seen.notes == ["Left out: line 9: the label is empty. Fill it in, or leave the row out."]


def test_cut_keeps_the_first_or_the_last_words_of_a_long_sentence(write):
    long = " ".join(f"w{i}" for i in range(201))
    file = write([*ROWS, (long, "x")])
    assert "mine.csv: line 9: longer than 200 words" in refusal(file)
    first, last = told(file, "--cut", "first", "--test-share", 0), told(file, "--cut", "last", "--test-share", 0)
    assert first["words"] == last["words"] == 7 + 200
    assert first["fingerprint"] != last["fingerprint"]
    assert "first 200 words" in first.notes[0] and "last 200 words" in last.notes[0]


def test_merge_labels_makes_one_of_those_that_look_alike(write):
    file = write([*ROWS, ("some film", "X"), ("that film", "Y")])
    assert told(file)["classes"] == ["X", "Y", "x", "y"]
    assert told(file, "--merge-labels")["classes"] == ["x", "y"]


def test_coarse_labels_keep_the_first_half(write):
    file = write([(s, f"{label}:{i % 2}") for i, (s, label) in enumerate(ROWS)])
    assert told(file)["classes"] == ["x:0", "x:1", "y:0", "y:1"]
    assert told(file, "--coarse-labels")["classes"] == ["x", "y"]


def test_text_options_reach_the_words(write):
    rows = [("Good! don't", "x"), ("bad! do", "y"), ("GOOD do", "x"), ("bad rare", "y")]
    file = write("".join(f'"{s}",{label}\n' for s, label in rows))
    base = ["--test-share", 0]
    assert told(file, *base)["words"] == 7  # good! don't bad! do good bad rare
    assert told(file, *base, "--words", "words")["words"] == 6  # good ! don't bad do rare
    assert told(file, *base, "--words", "characters")["words"] == len(set("good!don'tbad!dorare"))
    assert told(file, *base, "--words", "words", "--keep-case")["words"] == 7
    rare = told(file, *base, "--words", "words", "--min-count", 2, "--unknown", "skip")
    assert rare["words"] == 4  # ! bad do good ... "Good" and "GOOD" are one
    assert rare.notes == ["2 different words of train, seen fewer than 2 times: skipped."]
    vector = told(file, *base, "--words", "words", "--min-count", 2)  # the default for a file
    assert vector["words"] == 4 and vector["fingerprint"] != rare["fingerprint"]
    assert vector.notes == ["2 different words of train, seen fewer than 2 times: read as the unknown word."]


def test_text_options_hold_for_the_bundled_sentences_too():
    letters = {c for example in bundled().part("train") for c in example.sentence if c != " "}
    assert told("--words", "characters")["words"] == len(letters)
    assert told("--unknown", "vector")["fingerprint"] != told()["fingerprint"]


def test_a_test_file_is_all_of_the_test_part(write):
    tests = write([("good new film", "x"), ("good a film", "x"), ("one film", "y")], "more.csv")
    seen = told(write(ROWS), "--test-file", tests)
    assert (seen["train_sentences"], seen["test_sentences"], seen["words"]) == (8, 3, 7)
    assert seen.notes == [
        "1 test sentence also among the training sentences (line 2 of the test file): the test looks better than it "
        "is.",
        "1 of 5 different words in test never occur in train and are read as the unknown word: “new”.",
    ]
    bad = write([("good", "x"), ("one", "z")], "bad.csv")
    assert "“z” occurs only outside the training sentences" in refusal(write(ROWS), "--test-file", bad)


def test_the_share_and_the_seed_of_the_split_reach_it(write):
    file = write(ROWS)
    assert [told(file, "--test-share", share)["test_sentences"] for share in (0, 0.25, 0.5)] == [0, 2, 4]
    fingerprints = [told(file, "--split-seed", seed)["fingerprint"] for seed in (0, 0, 1, 4, 5)]
    assert fingerprints[0] == fingerprints[1] and len(set(fingerprints)) == 4


def test_columns_header_and_format_can_be_told(write):
    rows = "".join(f"{label};{i};{s};{'test' if i % 4 == 3 else 'train'}\n" for i, (s, label) in enumerate(ROWS))
    file = write(rows, "odd.txt")
    columns = ["--no-header", "--label-column", 1, "--sentence-column", 3]
    followed = told(file, "--format", "semicolon", *columns, "--split-column", 4)
    assert (followed["train_sentences"], followed["test_sentences"], followed["classes"]) == (6, 2, ["x", "y"])
    no_split = ["--split-column", 0, "--test-share", 0]
    ignored = told(file, *columns, *no_split)
    assert (ignored["train_sentences"], ignored["test_sentences"], ignored["words"]) == (8, 0, 7)
    assert told(file, "--no-header", "--label-column", 1, "--sentence-column", 2, *no_split)["words"] == 8


def test_an_encoding_can_be_told(tmp_path):
    file = tmp_path / "mine.csv"
    file.write_bytes("sentence,label\nхорошо,x\nплохо,y\n".encode("cp1251"))
    assert not any("UTF-8" in note for note in told(file, "--encoding", "cp1251").notes)
    assert any("not UTF-8" in note and "choose the encoding" in note for note in told(file).notes)


def refusal(*arguments) -> str:
    """The one line that is told instead of training."""
    result = run(*arguments)
    assert result.returncode == 2 and not result.stdout and "Traceback" not in result.stderr
    (line,) = result.stderr.splitlines()
    assert line.startswith("python -m rnn_core: ")
    return line


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--test-share", "0.9"], "The share for testing is 0.9; it must be from 0 to 0.5."),
        (["--test-share", "-0.1"], "The share for testing is -0.1"),
        (["--test-share", "nan"], "The share for testing is nan"),
        (["--test-share", "half"], "invalid float value: 'half'"),
        (["--split-seed", "-1"], "The seed is -1"),
        (["--test-file", "nowhere.csv"], "nowhere.csv: No such file"),
        (["--min-count", "0"], "The smallest count of a word is 0"),
        (["--min-count", "often"], "invalid int value"),
        (["--words", "letters"], "invalid choice: 'letters'"),
        (["--unknown", "guess"], "invalid choice: 'guess'"),
        (["--cut", "middle"], "invalid choice: 'middle'"),
        (["--encoding", "ebcdic"], "invalid choice: 'ebcdic'"),
        (["--format", "xml"], "invalid choice: 'xml'"),
        (["--sentence-column", "0"], "mine.csv: there is no column 0 for the sentence"),
        (["--sentence-column", "9"], "mine.csv: there is no column 9 for the sentence"),
        (["--label-column", "-1"], "mine.csv: there is no column -1 for the label"),
        (["--split-column", "3"], "mine.csv: there is no column 3 for the split"),
        (["--sentence-column", "1", "--label-column", "1"], "mine.csv: the sentence and the label are the same"),
    ],
)
def test_a_bad_value_for_a_file_is_one_line_on_stderr_and_status_2(write, arguments, message):
    assert message in refusal(write(ROWS), *arguments)


@pytest.mark.parametrize("option", ["--min-count", "--split-column"])
def test_a_bad_value_is_refused_for_the_bundled_sentences_too(option):
    refusal(option, "-7")


def test_a_reader_that_stops_early_gets_no_traceback():
    command = f"{sys.executable} -m rnn_core --json --epochs 400 | head -n 1"
    result = subprocess.run(command, shell=True, capture_output=True, text=True, timeout=120)
    assert json.loads(result.stdout)["epoch"] == 1
    assert "Traceback" not in result.stderr and "Exception" not in result.stderr
