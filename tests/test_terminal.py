"""`python -m rnn_core`, run as a person would run it."""

import json
import re
import subprocess
import sys
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

import numpy as np
import pytest

from rnn_core import (
    Dataset,
    EpochRecord,
    ModelConfig,
    ReadOptions,
    TextConfig,
    TrainConfig,
    bundled,
    evaluate,
    read_draft,
    remedies,
    split_off,
    train,
)
from rnn_core import __main__ as terminal
from rnn_core.__main__ import main
from rnn_core.dataset import VALIDATION_SHARE
from rnn_core.model_files import load
from rnn_core.options import parser
from rnn_core.recipes import suggest
from rnn_core.vectors import read_vectors


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
        "validation_sentences": 0,
        "test_sentences": 20,
        "words": 18,
        "classes": ["negative", "positive"],
        "best_epoch": 3,
        "test_accuracy": lines[-2]["test_accuracy"],
        "settings": {**asdict(ModelConfig()), **asdict(TrainConfig(epochs=3))},
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
        (["--epochs", "0"], "The number of epochs is 0"),
        (["--epochs", "many"], "invalid int value"),
        (["--learning-rate", "nan"], "learning rate"),
        (["--learning-rate", "-1"], "learning rate"),
        (["--clip", "-1"], "clip"),
        (["--hidden-size", "9999999"], "hidden size"),
        (["--seed", "-1"], "seed"),
        (["--clip-by", "length"], "invalid choice"),
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
    """What a run of one epoch told: the summary, and the notes on stderr; of a file first how it was read."""

    summary: dict
    notes: list[str]
    read: str = ""

    def __getitem__(self, name):
        return self.summary[name]


def told(*arguments) -> Told:
    result = run(*arguments, "--json", "--epochs", 1, "--hidden-size", 2)
    assert result.returncode == 0, result.stderr
    notes = result.stderr.splitlines()
    assert all(note.startswith("note: ") for note in notes)
    return Told(json.loads(result.stdout.splitlines()[-1]), *_notes(notes))


def _notes(lines: list[str]) -> tuple[list[str], str]:
    notes = [line.removeprefix("note: ") for line in lines]
    return (notes[1:], notes[0]) if notes and notes[0].startswith("It is read as ") else (notes, "")


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
    how, *rest = result.stderr.splitlines()
    assert how.startswith("note: It is read as columns, comma between") and rest == [
        "note: line 10: no sentence, so the row is dropped.",
        "note: 1 sentence with contradictory labels, such as “good a film” (lines 1 and 9: “x” and “y”). It cannot "
        "get all of them right.",
        "note: 1 repeated sentence with the same label (line 11): each repetition counts as one more.",
    ]
    assert result.stdout.startswith("epoch     1 ") and "note" not in result.stdout


def test_leave_out_leaves_the_rows_with_a_problem_out(write):
    file = write([*ROWS, ("no label", "")])
    assert "mine.csv: line 9: the label (column 2) is empty" in refusal(file)
    seen = told(file, "--leave-out")
    assert seen["train_sentences"] + seen["test_sentences"] == 8
    assert seen.notes == ["Left out: line 9: the label (column 2) is empty. Fill it in, or leave the row out."]


def test_sample_uses_some_of_too_many_rows(write, monkeypatch):
    monkeypatch.setenv("RNN_PLAYGROUND_MAX_SENTENCES", "1000")
    file = write([(f"so {i % 50}", "xy"[i % 2]) for i in range(1200)])
    assert "mine.csv: There are 1,200 rows; at most 1,000 are possible." in refusal(file)
    seen = told(file, "--sample", "--epochs", 1)
    assert seen["train_sentences"] + seen["test_sentences"] == 1000
    assert seen.notes[0] == "1,000 of 1,200 rows are used, chosen at random by class."


def test_words_that_are_too_many_are_told_and_the_rarest_not_kept(write):
    words = [" ".join(f"w{i}" for i in range(start, start + 400)) for start in range(0, 30_400, 400)]
    file = write([(line, "xy"[i % 2]) for i, line in enumerate([*words, *words[:20], *words[:20]])])
    seen = told(file, "--test-share", 0, "--epochs", 1, "--hidden-size", 2)
    assert seen["words"] == 8000
    assert seen.notes[0] == (
        "Words that occur fewer than 2 times in training are not kept: of 30,400 different ones at most 30,000 are "
        "possible."
    )


def test_a_test_file_is_cut_as_the_other_is(write, monkeypatch):
    file, tests = write([("great! so", "x"), ("so bad!", "y")]), write([("so great", "x"), ("bad", "y")], "tests.csv")
    monkeypatch.setattr(terminal, "read_options", lambda options: ReadOptions(text=None))
    dataset = terminal._dataset(parser().parse_args([str(file), "--test-file", str(tests)]))
    assert dataset.text.tokeniser == "words" and len(dataset.indices("test")) == 2
    only_it = terminal._dataset(parser().parse_args([str(tests), "--test-file", str(file)]))
    assert only_it.text.tokeniser == "words" and "great!" not in only_it.tokenised.words
    given = write([("the dog runs", "D N V"), ("a cat", "D N")], "tags.csv")
    monkeypatch.setattr(terminal, "read_options", lambda options: ReadOptions(tags=True, text=None))
    tagged = terminal._dataset(parser().parse_args([str(given)]))
    assert tagged.text.tokeniser == "whitespace", "words are given with their labels"


def test_cut_keeps_the_first_or_the_last_words_of_a_long_sentence(write):
    long = " ".join(f"w{i}" for i in range(401))
    file = write([*ROWS, (long, "x")])
    assert "mine.csv: line 9: longer than 400 words" in refusal(file)
    first, last = told(file, "--cut", "first", "--test-share", 0), told(file, "--cut", "last", "--test-share", 0)
    assert first["words"] == last["words"] == 7 + 400
    assert first["fingerprint"] != last["fingerprint"]
    assert "first 400 words" in first.notes[0] and "last 400 words" in last.notes[0]


def test_merge_labels_makes_one_of_those_that_look_alike(write):
    file = write([*ROWS, ("some film", "X"), ("that film", "Y")])
    assert told(file)["classes"] == ["X", "Y", "x", "y"]
    assert told(file, "--merge-labels")["classes"] == ["x", "y"]


def test_of_several_labels_the_first_is_taken_or_all_stay_together(write):
    file = write([*ROWS, ("some film", "x;y"), ("that film", "y;x")])
    assert "several labels in column 2, as in “x;y”. Take the first of each" in refusal(file)
    assert told(file, "--several-labels", "first")["classes"] == ["x", "y"]
    assert told(file, "--several-labels", "together")["classes"] == ["x", "x;y", "y", "y;x"]


def test_largest_classes_are_as_many_as_are_possible(write):
    file = write([(f"film {i}", f"c{i % 61}") for i in range(300)])
    assert "or use the 60 most frequent, with 99% of the rows." in refusal(file)
    tests = write([("a film", "c60"), ("film b", "c1")], "tests.csv")
    seen = told(file, "--largest-classes", "--epochs", 1, "--test-file", tests)
    assert len(seen["classes"]) == 60 and "c60" not in seen["classes"] and seen["test_sentences"] == 1


def test_strip_html_takes_html_out(write):
    file = write([("so<br/>good", "x"), ("so good", "y")])
    assert told(file, "--test-share", 0)["words"] == 3
    seen = told(file, "--test-share", 0, "--strip-html")
    assert seen["words"] == 2 and seen.notes[0].startswith("HTML was taken out of 1 sentence (as in “<br/>”)")


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
    letters = {c for example in bundled().examples_of("train") for c in example.sentence if c != " "}
    assert told("--words", "characters")["words"] == len(letters)
    assert told("--unknown", "vector")["fingerprint"] != told()["fingerprint"]


def test_a_test_file_is_all_of_the_test_part(write):
    tests = write([("good new film", "x"), ("good a film", "x"), ("one film", "y")], "more.csv")
    seen = told(write(ROWS), "--test-file", tests)
    assert (seen["train_sentences"], seen["test_sentences"], seen["words"]) == (8, 3, 7)
    how, *rest = seen.notes
    assert how.startswith("In the test file more.csv: read as columns, comma between;") and rest == [
        "1 test sentence also among the training sentences (line 2 of the test file): the test looks better than it "
        "is.",
        "1 of 5 different words in test never occur in train and are read as the unknown word: “new”.",
    ]
    bad = write([("good", "x"), ("one", "z")], "bad.csv")
    assert "“z” occurs only outside the training sentences" in refusal(write(ROWS), "--test-file", bad)


def test_a_test_file_is_read_as_the_first_is_and_its_refusal_is_its_own(write):
    named = "nr,remark,mark\n" + "".join(f"{i},{s},{label}\n" for i, (s, label) in enumerate(ROWS))
    seen = told(write(named), "--test-file", write("mark,day,remark\nx,mo,good film\n", "more.csv"))
    assert (seen["train_sentences"], seen["test_sentences"]) == (8, 1)
    how = "In the test file more.csv: read as columns, comma between; the first row names the columns; "
    assert seen.notes[0].startswith(f"{how}sentence column “remark”; label column “mark”")
    unlabelled = write("nr,remark\n0,good film\n1,bad film\n", "more.csv")
    assert "In the test file more.csv: there is no column “mark”" in refusal(write(named), "--test-file", unlabelled)
    ragged = write("nr,remark,mark\n0,good film,x\n1,bad, film,y\n", "more.csv")
    problem = refusal(write(named), "--test-file", ragged)
    assert ": In the test file more.csv: line 3: more than" in problem and problem.endswith(
        "(Options: --leave-out, --join-cells.)"
    )
    left = told(write(named), "--test-file", ragged, "--leave-out")
    assert left["test_sentences"] == 1 and any(n.startswith("In the test file more.csv: Left out") for n in left.notes)
    numbers = write(named.replace("mark", "rank").replace("x\n", "0\n").replace("y\n", "1\n"))
    by_hand = told(
        numbers, "--label-column", 3, "--no-header", "--leave-out", "--test-file", write("9,q,0\n", "more.csv")
    )
    assert by_hand["test_sentences"] == 1


def test_a_file_that_cannot_be_used_is_refused_before_its_test_file(write):
    tests = write("nr,remark\n0,good film\n1,bad film\n", "more.csv")
    assert "mine.csv: line 9: the label" in refusal(write([*ROWS, ("no label", "")]), "--test-file", tests)


def test_how_a_file_was_read_is_told_in_one_note(write):
    named = "nr;remark;mark;part\n" + "".join(
        f"{i};{s};{label};{'test' if i > 5 else 'train'}\n" for i, (s, label) in enumerate(ROWS)
    )
    read = told(write(named), "--label-column", 3, "--sentence-column", 2).read
    for part in (
        "It is read as columns, semicolon between: ",
        "; the first row names the columns: ",
        "; sentence column “remark”; label column “mark”; split column “part”",
        "; cut at white space.",
    ):
        assert part in read
    assert "UTF" not in read and "\n" not in read
    file = write("")
    file.write_bytes(named.encode("utf-16-le"))
    assert "; UTF-16 (little-endian);" in told(file, "--label-column", 3, "--sentence-column", 2).read
    assert "the first row is a sentence: " in told(write(ROWS)).read and "no split column" in told(write(ROWS)).read
    said = told(write(ROWS), "--format", "comma", "--no-header", "--words", "words").read
    assert "columns, comma between; the first row is a sentence; " in said and "words and punctuation." in said
    assert not told().read, "the bundled sentences are nobody's file"


def test_a_header_can_be_told(write):
    file = write(ROWS)
    assert told(file, "--header", "--test-share", 0)["train_sentences"] == 7
    assert told(file, "--no-header", "--test-share", 0)["train_sentences"] == 8


def test_labels_that_look_like_one_are_told_with_the_option_that_merges_them(write):
    file = write([*ROWS, ("some film", "X"), ("that film", "y ")])
    assert "The labels “x” and “X”; “y” and “y ” look alike; --merge-labels merges them." in told(file).notes
    assert not any("look like" in note for note in told(file, "--merge-labels").notes)
    assert not any("look like" in note for note in told(write(ROWS)).notes)
    halves = write([(s, f"{label}:{i % 2}") for i, (s, label) in enumerate(ROWS)])
    assert any("--coarse-labels uses only the 2 before the colon" in note for note in told(halves).notes)
    assert not any("--coarse" in note for note in told(halves, "--coarse-labels").notes)


LONG = " ".join(f"w{i}" for i in range(401))


@pytest.mark.parametrize(
    ("content", "arguments", "options"),
    [
        ([*ROWS, ("no label", "")], [], "--leave-out"),
        ([*ROWS, (LONG, "x")], [], "--leave-out, --cut first or last"),
        ([*ROWS, (LONG, "x"), ("no label", "")], ["--cut", "first"], "--leave-out"),
        ([(s, "x") for s, _ in ROWS], ["--label-column", 5], "--sentence-column, --label-column"),
        ("text,text,label\na,b,x\nc,d,y\n", [], "--sentence-column, --label-column"),
        ([(s, f"{i}.5") for i, (s, _) in enumerate(ROWS)], [], "--label-column"),
        ("text,label,split\na,x,train\nb,y,middle\n", [], "--leave-out, --split-column"),
        ("nr,text,label\n0,good film,x\n1,bad, film,y\n", [], "--leave-out, --join-cells"),
        ([*ROWS, ("so", "x")], ["--delimiter", "much too long"], "--delimiter"),
        ('good,x\nbad,y\nhm,"x, y"\nso,x\noh,y\n' * 2, [], "--leave-out, --several-labels first or together"),
        ("".join(f"so {i},class{i % 61}\n" for i in range(200)), [], "--label-column, --largest-classes"),
    ],
    ids=[
        "no label",
        "too long",
        "cut already",
        "no such column",
        "two of a name",
        "numbers",
        "no part",
        "pieces",
        "separator",
        "several",
        "61",
    ],
)
def test_a_refusal_names_the_options_for_what_it_offers(write, content, arguments, options):
    assert refusal(write(content), *arguments).endswith(f"(Options: {options}.)")


def test_a_notice_names_the_option_for_what_it_offers(write):
    file = write([*ROWS, *((f"so<br />it is {i}", "xy"[i % 2]) for i in range(8))])
    (offer,) = [note for note in told(file).notes if "HTML" in note]
    assert offer.endswith("It can be taken out. (Options: --strip-html.)")
    (done,) = [note for note in told(file, "--strip-html").notes if "HTML" in note]
    assert "Options" not in done


def test_every_option_that_a_refusal_can_name_exists():
    text = Path(remedies.__file__).read_text()
    named = set(re.findall(r"--[a-z][a-z-]+", text))
    assert named and named <= set(parser()._option_string_actions)


def test_too_many_rows_are_refused_with_the_option_that_chooses(write, monkeypatch):
    monkeypatch.setenv("RNN_PLAYGROUND_MAX_SENTENCES", "1000")
    file = write([(f"so {i % 50}", "xy"[i % 2]) for i in range(1200)])
    assert refusal(file).endswith("(Options: --sample.)")


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
    assert any(
        "not UTF-8" in note and note.endswith("choose its encoding. (Options: --encoding.)")
        for note in told(file).notes
    )


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


@pytest.mark.parametrize("networks", [1, 2])
def test_what_was_trained_until_the_reader_stops_is_in_the_file_that_was_asked_for(tmp_path, networks):
    target = tmp_path / "kept.model"
    command = f"{sys.executable} -m rnn_core --json --epochs 400 --networks {networks} --save {target} | head -n 1"
    result = subprocess.run(command, shell=True, capture_output=True, text=True, timeout=120)
    assert json.loads(result.stdout)["epoch"] == 1
    assert f"stopped. {target} has what was trained until then" in result.stderr
    assert "Traceback" not in result.stderr and "Exception" not in result.stderr
    (network,) = load(target.read_bytes()).networks
    assert 1 <= network.epoch < 400 and network.state is not None


# Networks and training of every kind: what is asked for is what is trained. (Called here rather than started anew for
# each, which takes half a second.)


@dataclass(frozen=True)
class Ended:
    """A run that finished."""

    lines: list[str]
    notes: list[str]

    @property
    def records(self) -> list[dict]:
        return [json.loads(line) for line in self.lines[:-1]]

    @property
    def summary(self) -> dict:
        return json.loads(self.lines[-1])

    def __getitem__(self, name):
        return self.summary[name]


@pytest.fixture
def ended(capsys):
    """Runs the command in this process."""

    def ended(*arguments) -> Ended:
        status = main([str(argument) for argument in arguments])
        told = capsys.readouterr()
        assert status == 0, told.err
        notes = told.err.splitlines()
        assert all(note.startswith("note: ") for note in notes)
        return Ended(told.out.splitlines(), [note.removeprefix("note: ") for note in notes])

    return ended


SETTINGS = {**asdict(ModelConfig()), **asdict(TrainConfig())}
QUICK = ("--json", "--epochs", 2, "--hidden-size", 2)
OTHERS = {
    # option: value, what the summary says, and what else is needed for it to make a difference
    "--cell": ("lstm", "lstm", ()),
    "--hidden-size": (3, 3, ()),
    "--layers": (2, 2, ()),
    "--directions": (2, 2, ()),
    "--input": ("embedding", "embedding", ()),
    "--embedding-size": (7, 7, ("--input", "embedding")),
    "--first-embedding": ("counts", "counts", ("--input", "embedding")),
    "--readout": ("max", "max", ()),
    "--initialisation": ("orthogonal", "orthogonal", ()),
    "--forget-bias": ("-0.5", -0.5, ("--cell", "lstm")),
    "--dtype": ("float32", "float32", ()),
    "--learning-rate": ("0.3", 0.3, ()),
    "--epochs": (3, 3, ()),
    "--optimiser": ("adam", "adam", ()),
    "--schedule": ("warm-up", "warm-up", ()),
    "--weight-decay": ("0.1", 0.1, ()),
    "--clip": ("0.001", 0.001, ()),
    "--clip-by": ("norm", "norm", ("--clip", "0.05")),
    "--batch-size": (5, 5, ()),
    "--dropout": ("0.2", 0.2, ()),
    "--word-dropout": ("0.2", 0.2, ()),
    "--early-stopping": (1, 1, ("--validation-share", "0.2", "--learning-rate", 2, "--epochs", 9)),
    "--gradient": ("published", "published", ("--initialisation", "orthogonal")),
    "--seed": (9, 9, ()),
}


@pytest.mark.parametrize("option", OTHERS)
def test_every_option_reaches_its_setting_and_the_training(ended, option):
    value, said, needed = OTHERS[option]
    name = option.removeprefix("--").replace("-", "_")
    got = ended(*QUICK, *needed, option, value)
    assert got["settings"][name] == said != SETTINGS[name]
    without = ended(*QUICK, *needed)
    assert without["settings"] == {**got["settings"], name: without["settings"][name]}
    assert without["fingerprint"] != got["fingerprint"]


def test_every_setting_has_an_option_and_its_default():
    told = run("--help").stdout
    assert "%" not in told
    options = {option.removeprefix("--").replace("-", "_") for option in OTHERS} | {"frozen"}
    assert options == {field.name for config in (ModelConfig, TrainConfig) for field in fields(config)}
    for option in (*OTHERS, "--frozen", "--vectors", "--validation-share", "--readout"):
        assert re.search(rf"^  {option}\b", told, re.MULTILINE), option


def test_without_options_the_settings_are_those_of_the_core(ended):
    assert ended("--json", "--epochs", 1)["settings"] == {**SETTINGS, "epochs": 1}


def test_no_clipping_is_told_as_such(ended):
    settings = ended(*QUICK, "--clip", 0)["settings"]
    assert (settings["clip_by"], settings["clip"]) == ("none", 1.0)


# Validation and early stopping.

FIGURE = r"[0-9]+\.[0-9]{3}"
EPOCH = rf"epoch +([0-9]+)  train loss {FIGURE} accuracy {FIGURE}"
VALIDATION, TEST = rf"  validation loss {FIGURE} accuracy {FIGURE}", rf"  test loss {FIGURE} accuracy {FIGURE}"


def test_epochs_tell_of_validation_where_there_is_some(ended):
    lines = ended("--epochs", 150, "--hidden-size", 2, "--validation-share", 0.2).lines
    assert [re.fullmatch(EPOCH + VALIDATION + TEST, line)[1] for line in lines[:-1]] == ["100", "150"]
    assert re.fullmatch(EPOCH + TEST, ended("--epochs", 1).lines[0])
    got = ended(*QUICK, "--validation-share", 0.2)
    names = ["epoch", "train_loss", "train_accuracy", "test_loss", "test_accuracy"]
    assert [list(record) for record in got.records] == [[*names, "validation_loss", "validation_accuracy"]] * 2
    assert (got["train_sentences"], got["validation_sentences"], got["test_sentences"]) == (46, 12, 20)


def test_the_seed_of_the_split_chooses_the_validation_sentences(ended):
    prints = [ended(*QUICK, "--validation-share", 0.2, "--split-seed", seed)["fingerprint"] for seed in (0, 0, 1)]
    assert prints[0] == prints[1] != prints[2]


STOPS = ("--validation-share", 0.2, "--early-stopping", 3, "--learning-rate", 0.2, "--epochs", 40, "--seed", 2)


def expected_to_stop() -> tuple[Dataset, list[EpochRecord], tuple]:
    dataset = Dataset(split_off(bundled().examples, "validation", 0.2, 0))
    training = train(dataset, ModelConfig(), TrainConfig(0.2, epochs=40, early_stopping=3, seed=2))
    records = [event for event in training if isinstance(event, EpochRecord)]
    return dataset, records, training.kept


def test_figures_of_the_summary_are_those_of_the_weights_that_are_kept(ended):
    dataset, records, (epoch, params) = expected_to_stop()
    got = ended(*STOPS, "--json")
    assert len(got.records) == len(records) == epoch + 3 < 40
    assert got["best_epoch"] == epoch and got["fingerprint"] == params.fingerprint()
    assert got["test_accuracy"] == evaluate(dataset, "test", params)[1] == got.records[epoch - 1]["test_accuracy"]
    assert got["test_accuracy"] != got.records[-1]["test_accuracy"]  # so that it matters which
    last = ended(*(0 if value == 3 else value for value in STOPS), "--json")  # without early stopping: the last ones
    assert last["best_epoch"] == 40 and last["test_accuracy"] == last.records[-1]["test_accuracy"]


def test_early_stopping_tells_which_epoch_is_kept():
    _, records, (epoch, params) = expected_to_stop()
    result = run(*STOPS)
    assert result.returncode == 0 and not result.stderr
    last, kept, fingerprint = result.stdout.splitlines()
    assert re.fullmatch(EPOCH + VALIDATION + TEST, last)[1] == str(len(records))
    assert re.fullmatch(rf"kept: epoch +{epoch}  test accuracy {records[epoch - 1].test_accuracy:.3f}", kept)
    assert fingerprint == f"fingerprint {params.fingerprint()}"


def test_without_test_sentences_the_kept_epoch_stands_alone(ended, write):
    file = write(ROWS)
    stops = ("--test-share", 0, "--validation-share", 0.25, "--early-stopping", 2, "--epochs", 9)
    lines = ended(file, *stops).lines
    assert re.fullmatch(EPOCH + VALIDATION, lines[-3]) and re.fullmatch(r"kept: epoch +[0-9]", lines[-2])
    assert ended(file, *stops, "--json")["test_accuracy"] is None


def test_a_split_column_tells_which_sentences_are_for_validation(ended, write):
    parts = ["train"] * 4 + ["validation", "test"]
    text = "sentence,label,split\n" + "".join(f"w{i} a,{'xy'[i % 2]},{part}\n" for i, part in enumerate(parts))
    got = ended(write(text), *QUICK, "--validation-share", 0.5, "--early-stopping", 1)
    assert (got["train_sentences"], got["validation_sentences"], got["test_sentences"]) == (4, 1, 1)


# Vectors.


@pytest.fixture
def vectors(tmp_path) -> Path:
    """Vectors of width 3 for some of the bundled words."""
    file = tmp_path / "mine.vec"
    file.write_text("good 1 2 3\nbad -1 0.5 2\nnot 0 0 1\nnever 9 9 9\n")
    return file


@pytest.mark.parametrize("frozen", [True, False])
def test_vectors_set_the_embedding_size_and_are_what_it_starts_from(ended, vectors, frozen):
    options = ("--input", "embedding", "--vectors", vectors, "--epochs", 2, "--json", *["--frozen"] * frozen)
    got = ended(*options)
    assert got["settings"]["embedding_size"] == 3 and got["settings"]["frozen"] is frozen
    assert got.notes[0] == "Vectors of width 3 for 3 of 18 words."
    dataset = bundled()
    rows = read_vectors(vectors, dataset.vocabulary.words).rows_of(dataset.vocabulary)
    model = ModelConfig(input="embedding", embedding_size=3, frozen=frozen)
    expected = train(dataset, model, TrainConfig(epochs=2), vectors=rows)
    list(expected)
    assert got["fingerprint"] == expected.params.fingerprint()
    if frozen:
        (good,) = dataset.vocabulary.encode(["good"])
        assert np.array_equal(expected.params["E"][good], [1, 2, 3])


def test_an_embedding_size_that_is_that_of_the_vectors_may_be_given_too(ended, vectors):
    options = (*QUICK, "--input", "embedding", "--vectors", vectors)
    assert ended(*options, "--embedding-size", 3).summary == ended(*options).summary


def test_without_vectors_the_embedding_has_the_size_of_the_core(ended):
    assert ended(*QUICK, "--input", "embedding")["settings"]["embedding_size"] == ModelConfig().embedding_size


def test_vectors_go_with_an_unknown_word_and_a_file_of_ones_own(ended, write, vectors):
    got = ended(write(ROWS), *QUICK, "--input", "embedding", "--vectors", vectors)
    assert got["settings"]["embedding_size"] == 3 and any("for 2 of 7 words" in note for note in got.notes)


# Tags.

TAGGED = "the/DET dog/N sleeps/V\na/DET cat/N\nit/PRON runs/V\nthe/DET cat/N runs/V\n" * 3
AT_WORDS = ("--tags", "--readout", "words")


def test_tags_from_end_to_end(write):
    """As a person would run it."""
    result = run(write(TAGGED, "tags.txt"), *AT_WORDS, "--epochs", 30, "--learning-rate", 0.3, "--cell", "gru",
                 "--directions", 2, "--json")  # fmt: skip
    assert result.returncode == 0
    *_, record, summary = map(json.loads, result.stdout.splitlines())
    assert summary["classes"] == ["DET", "N", "PRON", "V"] and summary["words"] == 7
    assert (summary["train_sentences"], summary["test_sentences"]) == (10, 2)
    assert record["train_accuracy"] == record["test_accuracy"] == summary["test_accuracy"] == 1.0
    assert "training words" in result.stderr  # what is told counts words


def test_a_column_of_tags_gives_the_same_as_words_with_slashes(ended, write):
    lines = [line.split() for line in TAGGED.splitlines()]
    cells = [tuple(" ".join(pair.split("/")[i] for pair in line) for i in (0, 1)) for line in lines]
    column = write("tags,sentence\n" + "".join(f"{tags},{words}\n" for words, tags in cells))
    expected = ended(write(TAGGED, "tags.txt"), *QUICK, *AT_WORDS)
    assert ended(column, *QUICK, *AT_WORDS).summary == expected.summary
    told = write("".join(f"{tags},{words}\n" for words, tags in cells), "told.csv")
    columns = ("--no-header", "--sentence-column", 2, "--label-column", 1)
    assert ended(told, *QUICK, *AT_WORDS, *columns).summary == expected.summary


def test_tagged_sentences_are_what_the_core_reads_of_them(ended):
    file = Path(__file__).parent.parent / "data" / "negation_tags.csv"
    got = ended(file, *AT_WORDS, "--epochs", 1, "--json", "--validation-share", 0.1, "--unknown", "skip")
    dataset = read_draft(file.read_bytes(), file.name, ReadOptions(tags=True)).dataset(validation_share=0.1)
    training = train(dataset, ModelConfig(readout="words"), TrainConfig(epochs=1))
    *_, record = training
    assert got["fingerprint"] == training.params.fingerprint()
    assert got["test_accuracy"] == record.test_accuracy == evaluate(dataset, "test", training.params)[1]
    assert (got["train_sentences"], got["validation_sentences"], got["test_sentences"]) == (360, 40, 100)


def test_rows_of_tags_that_cannot_be_used_are_named_or_left_out(ended, write):
    file = write(TAGGED + "no tag/X\n", "tags.txt")
    assert "tags.txt: line 13: a word has no tag. Write each as word/TAG, or leave the row out." in refusal(
        file, *AT_WORDS
    )
    left = ended(file, *QUICK, *AT_WORDS, "--leave-out")
    assert left["train_sentences"] + left["test_sentences"] == 12
    assert any(note.startswith("Left out: line 13: a word has no tag.") for note in left.notes)


def test_a_test_file_of_tagged_sentences(ended, write):
    tests = write("it/PRON sleeps/V\nthe/DET new/N cat/N\n", "more.txt")
    got = ended(write(TAGGED, "tags.txt"), *QUICK, *AT_WORDS, "--test-file", tests)
    assert (got["train_sentences"], got["test_sentences"]) == (12, 2)
    assert any("“new”" in note for note in got.notes)


def test_the_label_of_a_sentence_can_be_asked_for_at_every_word(ended):
    got = ended("--readout", "words", "--epochs", 4, "--json")
    expected = train(bundled(), ModelConfig(readout="words"), TrainConfig(epochs=4))
    *_, record = expected
    assert got["fingerprint"] == expected.params.fingerprint()
    assert got["test_accuracy"] == record.test_accuracy


FEW = "".join(f"{'good' if i % 2 else 'bad'}, w{i % 7} !\t{'pos' if i % 2 else 'neg'}\n" for i in range(40))


def test_suggested_settings_are_those_of_the_core_with_a_validation_part_and_punctuation_cut_off(ended, write):
    came_to = ended(write(FEW, "few.tsv"), "--suggested", "--epochs", 2, "--json")
    asked = ReadOptions(text=TextConfig("words", unknown="vector"))
    dataset = read_draft(FEW.encode(), "few.tsv", asked).dataset(validation_share=VALIDATION_SHARE)
    recipe = suggest(dataset)
    assert came_to.summary["validation_sentences"] == len(dataset.indices("validation")) > 0
    assert came_to.summary["words"] == len(dataset.vocabulary)
    assert came_to.summary["settings"] == {**asdict(recipe.model), **asdict(replace(recipe.training, epochs=2))}


def test_what_is_given_beside_suggested_counts(ended, write):
    file = write(FEW, "few.tsv")
    given = ("--json", "--cell", "lstm", "--validation-share", 0, "--words", "whitespace", "--epochs", 1, "--clip", 0)
    settings = ended(file, "--suggested", *given).summary["settings"]
    assert (settings["cell"], settings["clip_by"], settings["readout"]) == ("lstm", "none", "max")
    assert ended(file, "--suggested", *given).summary["validation_sentences"] == 0 == settings["early_stopping"]


def test_with_vectors_what_is_suggested_fits_their_width(ended, write, vectors):
    came_to = ended(
        write("good !\tpos\nbad !\tneg\n" * 9), "--json", "--suggested", "--vectors", vectors, "--epochs", 1
    )
    width = read_vectors(vectors, ["good"]).width
    assert came_to.summary["settings"]["embedding_size"] == width
