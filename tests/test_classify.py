"""`python -m rnn_core ... --save MODEL` and `python -m rnn_core classify MODEL FILE`."""

import csv
import importlib
import json
import math
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from rnn_core import (
    Dataset,
    ModelConfig,
    TextConfig,
    TrainConfig,
    bundled,
    pack_unlabelled,
    predict,
    predict_words,
    tokenise,
    train,
)
from rnn_core.__main__ import main
from rnn_core.exporters.proof import proved
from rnn_core.model_files import load
from rnn_core.options import is_meant
from tests.datasets import rows, tagged
from tests.model_files.going_on import became
from tests.model_files.making import model_file
from tests.running import ROOT
from tests.test_resume import held

training_module = importlib.import_module("rnn_core.train")  # rnn_core.train is the function


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty folder, in which the command is called."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def done(capsys, *arguments) -> tuple[str, str]:
    """What a command says on stdout and stderr."""
    assert main([str(a) for a in arguments]) == 0
    said = capsys.readouterr()
    return said.out, said.err


def refused(capsys, *arguments) -> str:
    """The one line of a command that ends with 2."""
    try:
        code = main([str(a) for a in arguments])
    except SystemExit as ended:
        code = ended.code
    said = capsys.readouterr()
    assert code == 2 and not said.out
    (line,) = said.err.splitlines()
    return line


# --save.


def test_no_file_beside_the_model_is_touched_whatever_its_name(folder, capsys):
    (folder / "run.part").write_text("sentence,label\na b,x\nc d,y\n" * 3)
    before = (folder / "run.part").read_bytes()
    done(capsys, "run.part", "--epochs", 1, "--save", "run")
    assert (folder / "run.part").read_bytes() == before
    assert load((folder / "run").read_bytes()).classes == ("x", "y")
    assert sorted(file.name for file in folder.iterdir()) == ["run", "run.part"]


def test_a_model_goes_where_a_link_leads(folder, capsys):
    (folder / "models").mkdir()
    (folder / "link").symlink_to(Path("models") / "it.model")
    for _ in range(2):  # where no file is yet, and where there is one
        done(capsys, "--epochs", 1, "--save", "link")
        assert (folder / "link").is_symlink() and load((folder / "models" / "it.model").read_bytes()).networks
        assert [file.name for file in (folder / "models").iterdir()] == ["it.model"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")
def test_a_device_or_a_pipe_is_not_replaced_by_a_file(model, folder, capsys, monkeypatch):
    os.mkfifo(folder / "pipe")
    monkeypatch.setattr("rnn_core.__main__.train", None)
    assert "cannot be saved as “pipe”: it is no file but a device or a pipe" in refused(capsys, "--save", "pipe")
    options = ("--to", "numpy", "--output", "pipe", "--force")
    assert "it is no file but a device or a pipe" in refused(capsys, "export", model, *options)
    assert (folder / "pipe").is_fifo()


def blown_up(monkeypatch, after: int) -> None:
    """From now on the loss of the terminal's runs stops being a number after so many updates."""
    learn, made = training_module.loss_and_gradients, [0]

    def broken(*arguments):
        made[0] += 1
        loss, gradients = learn(*arguments)
        return (math.nan if made[0] > after else loss), gradients

    monkeypatch.setattr(training_module, "loss_and_gradients", broken)


def test_of_a_run_that_blows_up_the_last_good_weights_are_saved_and_answer(folder, capsys, monkeypatch):
    done(capsys, "--epochs", 2, "--save", "good.model")
    blown_up(monkeypatch, after=2 * len(bundled().indices("train")) + 3)
    assert main(["--epochs", "5", "--save", "it.model"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "In epoch 3 the loss or its gradient stopped being a number. The last good weights were kept." in line
    assert line.endswith("it.model has the weights of epoch 2: they answer, and training cannot go on from them.")
    (network,) = load((folder / "it.model").read_bytes()).networks
    (good,) = load((folder / "good.model").read_bytes()).networks
    assert network.kept.fingerprint() == good.kept.fingerprint() and network.kept_epoch == 2 and not network.state
    assert [record.epoch for record in network.curves.records()] == [1, 2]


def test_of_several_networks_whose_first_blows_up_its_last_good_weights_are_saved(folder, capsys, monkeypatch):
    blown_up(monkeypatch, after=len(bundled().indices("train")))
    assert main(["--epochs", "5", "--networks", "3", "--save", "it.model"]) == 2
    assert "it.model has the weights of epoch 1" in capsys.readouterr().err
    model = load((folder / "it.model").read_bytes())
    assert model.of_networks == 3 and [network.kept_epoch for network in model.networks] == [1]


def test_of_a_run_that_blows_up_before_it_has_learned_nothing_is_saved(folder, capsys, monkeypatch):
    blown_up(monkeypatch, after=3)
    assert main(["--save", "it.model"]) == 2
    assert capsys.readouterr().err.endswith("These weights have learned nothing: no model was saved.\n")
    assert not list(folder.iterdir())


def test_a_run_that_did_not_come_to_its_end_takes_the_place_of_no_file(folder, capsys, monkeypatch):
    (folder / "it.model").write_bytes(b"before")
    blown_up(monkeypatch, after=100)
    assert main(["--save", "it.model"]) == 2
    assert "it.model is as it was: only a run that ends takes the place of a file." in capsys.readouterr().err
    assert (folder / "it.model").read_bytes() == b"before"


@pytest.fixture
def hears_ctrl_c():
    """As a process in the foreground does; one that was started in the background may hear none."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def interrupted(monkeypatch, after: int) -> None:
    """From now on Ctrl-C comes within an update of the terminal's runs, after so many others."""
    learn, made = training_module.loss_and_gradients, [0]

    def broken_in_upon(*arguments):
        made[0] += 1
        if made[0] == after + 1:
            signal.raise_signal(signal.SIGINT)
        return learn(*arguments)

    monkeypatch.setattr(training_module, "loss_and_gradients", broken_in_upon)


@pytest.mark.usefixtures("hears_ctrl_c")
@pytest.mark.parametrize("networks", [1, 3])
def test_ctrl_c_saves_a_run_from_which_training_goes_on_to_the_bit(folder, monkeypatch, networks):
    epoch = len(bundled().indices("train"))
    interrupted(monkeypatch, after=2 * epoch + 5 + (networks > 1) * 4 * epoch)  # in the second of several
    with pytest.raises(KeyboardInterrupt, match=r"it\.model has what was trained until then, and training can go on"):
        main(["--epochs", "4", "--networks", str(networks), "--save", "it.model"])
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    monkeypatch.undo()
    model = load((folder / "it.model").read_bytes())
    assert model.of_networks == networks and len(model.networks) == min(networks, 2)
    stopped = model.networks[-1]
    assert (stopped.epoch, stopped.state.position) == (2, 6)  # the update that was being made is whole
    going_on = model.go_on(bundled(), network=len(model.networks) - 1)
    list(going_on)
    unbroken = train(bundled(), ModelConfig(), TrainConfig(epochs=4, seed=stopped.seed))
    list(unbroken)
    assert held(going_on.state()) == held(unbroken.state())


@pytest.mark.usefixtures("hears_ctrl_c")
def test_a_second_ctrl_c_does_not_wait_and_saves_nothing(folder, monkeypatch):
    def twice(*_):
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(training_module, "loss_and_gradients", twice)
    with pytest.raises(KeyboardInterrupt) as stopped:
        main(["--save", "it.model"])
    assert not str(stopped.value) and not list(folder.iterdir())


def test_a_process_that_hears_no_ctrl_c_goes_on_to_hear_none(folder, capsys, monkeypatch):
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        interrupted(monkeypatch, after=3)
        done(capsys, "--epochs", 1, "--save", "it.model")
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)


def test_a_saved_run_holds_the_kept_weights_the_curves_and_the_state_to_go_on(folder, capsys):
    printed, _ = done(capsys, "--epochs", 3, "--optimiser", "adam", "--learning-rate", 0.01, "--save", "it.model")
    model = load((folder / "it.model").read_bytes())
    assert printed.endswith(f"fingerprint {model.kept[0].fingerprint()}\n")
    run = train(bundled(), ModelConfig(), TrainConfig(0.01, 3, optimiser="adam"))
    list(run)
    (network,) = model.networks
    assert held(network.state) == held(run.state()) and network.kept_epoch == 3
    assert [record.epoch for record in network.curves.records()] == [1, 2, 3]
    longer = train(bundled(), ModelConfig(), TrainConfig(0.01, 5, optimiser="adam"), run.state())
    again = model.go_on(bundled(), epochs=5)
    assert became(again, again) == became(longer, longer)
    assert [file.name for file in folder.iterdir()] == ["it.model"]


def test_the_sentences_are_in_the_file_if_they_are_asked_for(folder, capsys):
    done(capsys, "--epochs", 1, "--save", "it.model", "--save-sentences")
    assert load((folder / "it.model").read_bytes()).dataset.fingerprint == bundled().fingerprint
    done(capsys, "--epochs", 1, "--save", "it.model")
    assert load((folder / "it.model").read_bytes()).dataset is None
    assert "--save-sentences puts them into the file of --save MODEL" in refused(capsys, "--save-sentences")


def test_of_a_run_that_stops_early_the_best_weights_answer(folder, capsys):
    options = ("--epochs", 40, "--validation-share", 0.3, "--early-stopping", 3, "--learning-rate", 0.3, "--json")
    printed, _ = done(capsys, *options, "--save", "it.model")
    summary = json.loads(printed.splitlines()[-1])
    model = load((folder / "it.model").read_bytes())
    assert model.kept[0].fingerprint() == summary["fingerprint"]
    assert model.networks[0].kept_epoch == summary["best_epoch"] == model.networks[0].state.best.epoch


def test_several_networks_are_saved_together_without_one_that_blew_up(folder, capsys, monkeypatch):
    printed, _ = done(capsys, "--epochs", 2, "--networks", 3, "--seed", 4, "--json", "--save", "it.model")
    model = load((folder / "it.model").read_bytes())
    assert [network.seed for network in model.networks] == [4, 5, 6]
    members = json.loads(printed.splitlines()[-1])["members"]
    assert [params.fingerprint() for params in model.kept] == [member["fingerprint"] for member in members]


def test_a_place_where_nothing_can_be_saved_is_told_before_training(folder, capsys, monkeypatch):
    data = folder / "mine.csv"
    data.write_text("sentence,label\na b,x\nc d,y\n" * 3)
    monkeypatch.setattr("rnn_core.__main__.train", None)
    assert "there is no such folder" in refused(capsys, data, "--save", "no/such/folder/it.model")
    assert "it is a folder" in refused(capsys, data, "--save", folder)
    assert "cannot be saved as “”: that is no name" in refused(capsys, data, "--save", "")
    assert "take the place of mine.csv, which is read" in refused(capsys, data, "--save", "mine.csv")
    assert "take the place" in refused(capsys, "--test-file", data, "--save", data)
    assert "--save one run" in refused(capsys, data, "--folds", 3, "--save", "it.model")
    assert [file.name for file in folder.iterdir()] == ["mine.csv"]


def test_a_folder_in_which_nothing_may_be_written_is_told_before_training(folder, capsys, monkeypatch):
    def forbidden(path, *_, **__):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "touch", forbidden)
    monkeypatch.setattr("rnn_core.__main__.train", None)
    assert ": it.model: Permission denied" in refused(capsys, "--save", "it.model")


def test_a_full_disk_behind_the_output_is_told_as_such(model, folder, capsys, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    (folder / "it.txt").write_text("i am sad\n")
    monkeypatch.setattr("rnn_core.classify._print", full)
    with pytest.raises(SystemExit, match="2"):
        main(["classify", str(model), "it.txt"])
    assert "classify: the output: No space left on device" in capsys.readouterr().err


def test_an_export_whose_name_cannot_be_printed_is_told_in_one_line(model, folder, capsys, monkeypatch):
    class Full:
        def write(self, _):
            raise OSError(28, "No space left on device")

    monkeypatch.setattr("sys.stdout", Full())
    with pytest.raises(SystemExit, match="2"):
        main(["export", str(model), "--to", "numpy"])
    assert "export: the output: No space left on device" in capsys.readouterr().err


def test_an_older_model_stays_where_the_new_one_cannot_be_written(folder, capsys, monkeypatch):
    (folder / "it.model").write_bytes(b"before")
    write_bytes = Path.write_bytes

    def full(path, data):
        write_bytes(path, data[: len(data) // 2])
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(Path, "write_bytes", full)
    assert main(["--epochs", "1", "--save", "it.model"]) == 2
    assert ": it.model: No space left on device" in capsys.readouterr().err
    assert (folder / "it.model").read_bytes() == b"before"
    assert [file.name for file in folder.iterdir()] == ["it.model"]


# classify.


@pytest.fixture(scope="module")
def bundled_model() -> bytes:
    return model_file(bundled(), ModelConfig(4), TrainConfig(epochs=20), 2_000)


@pytest.fixture
def model(folder, bundled_model):
    """A file with a model of the bundled sentences."""
    (folder / "it.model").write_bytes(bundled_model)
    return folder / "it.model"


LINES = "he is good\nthis is bad, really\n\n=1+1 is not good\nnothing known\n"


def test_the_label_and_all_probabilities_are_printed_as_csv_that_no_spreadsheet_calculates(model, folder, capsys):
    (folder / "lines.txt").write_text(LINES)
    printed, told = done(capsys, "classify", model, "lines.txt")
    header, *lines = csv.reader(printed.splitlines())
    assert header == ["sentence", "label", "p(negative)", "p(positive)"]
    assert [row[0] for row in lines] == ["he is good", "this is bad, really", "'=1+1 is not good", "nothing known"]
    assert lines[3][1:] == ["", "", ""]
    (params,), dataset = load(model.read_bytes()).kept, bundled()
    for row in lines[:3]:
        words = dataset.vocabulary.encode(tokenise(row[0].lstrip("'")))
        (expected,) = predict(params, pack_unlabelled([words]))
        assert np.allclose([float(p) for p in row[2:]], expected, rtol=1e-12)
        assert row[1] == dataset.classes[int(expected.argmax())]
    assert told.splitlines() == [
        "note: Each line is taken for a sentence.",
        "note: 1 blank line is left out.",
        "note: 1 sentence has no word that the model knows: no answer.",
    ]


def test_the_same_as_json_lines(model, folder, capsys):
    (folder / "lines.txt").write_text(LINES)
    table = list(csv.reader(done(capsys, "classify", model, "lines.txt")[0].splitlines()))[1:]
    found = [json.loads(line) for line in done(capsys, "classify", model, "lines.txt", "--json")[0].splitlines()]
    assert [one["sentence"] for one in found] == LINES.replace("\n\n", "\n").splitlines()
    assert [one["label"] or "" for one in found] == [row[1] for row in table]
    assert found[0]["probabilities"] == {"negative": float(table[0][2]), "positive": float(table[0][3])}
    assert found[3]["probabilities"] is None


def test_a_table_has_a_column_of_sentences_or_one_is_said(model, folder, capsys):
    (folder / "table.csv").write_text("id,review,stars\n1,he is good,3\n2,bad,1\n")
    printed, told = done(capsys, "classify", model, "table.csv")
    assert [row.split(",")[0] for row in printed.splitlines()] == ["sentence", "he is good", "bad"]
    assert told == "note: The column “review” has the sentences.\n"
    (folder / "table.csv").write_text("1;good;3\n2;bad;1\n")
    options = ("--sentence-column", 2, "--delimiter", ";")
    assert done(capsys, "classify", model, "table.csv", *options)[0].splitlines()[1].startswith("good,positive,0.")


def test_answers_are_written_in_utf_8_whatever_the_code_page(model, folder):
    (folder / "lines.txt").write_text("Ω 好 is good\nbad 🙂\n", encoding="utf-8")
    command = [sys.executable, "-m", "rnn_core", "classify", str(model), str(folder / "lines.txt")]
    environment = os.environ | {"PYTHONIOENCODING": "cp1252"}  # as on Windows where the output goes into a file
    found = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True).stdout.decode("utf-8")
    assert [row[0] for row in csv.reader(found.splitlines())] == ["sentence", "Ω 好 is good", "bad 🙂"]


def test_labels_that_look_like_formulas_are_text(folder, capsys):
    dataset = rows("a | =cmd", "b | @x")
    (folder / "it.model").write_bytes(model_file(dataset, ModelConfig(2), TrainConfig(epochs=1), 9))
    (folder / "lines.txt").write_text("a\n")
    printed, _ = done(capsys, "classify", "it.model", "lines.txt")
    assert all(not cell.startswith(("=", "@", "+", "-")) for row in csv.reader(printed.splitlines()) for cell in row)


TAGGED = tagged("the/DET dog/NOUN runs/VERB", "a/DET cat/NOUN sleeps/=V", "dogs/NOUN run/VERB")


@pytest.fixture(params=["skip", "vector"])
def tagger(folder, request):
    """A file with a model that tags words, and what it does with unknown ones."""
    dataset = Dataset(TAGGED.examples, TextConfig(unknown=request.param), tagged=True)
    model = ModelConfig(5, readout="words", directions=2)
    (folder / "tags.model").write_bytes(model_file(dataset, model, TrainConfig(0.1, epochs=5), 400))
    return folder / "tags.model", dataset


TO_TAG = "The dog sleeps\nsome =cat runs runs\nnothing known\na dog\n"


def test_of_a_model_that_tags_every_word_has_a_row(tagger, folder, capsys):
    file, dataset = tagger
    (folder / "lines.txt").write_text(TO_TAG)
    printed, told = done(capsys, "classify", file, "lines.txt")
    header, *lines = csv.reader(printed.splitlines())
    assert header == ["sentence_number", "word", "tag", *(f"p({tag})" for tag in dataset.classes)]
    words = [("1", "the"), ("1", "dog"), ("1", "sleeps"), ("2", "some"), ("2", "'=cat"), ("2", "runs"), ("2", "runs"),
             ("3", "nothing"), ("3", "known"), ("4", "a"), ("4", "dog")]  # fmt: skip
    assert [tuple(line[:2]) for line in lines] == words
    params = load(file.read_bytes()).kept[0]
    rows = iter(lines)
    for sentence in TO_TAG.splitlines():
        cut = tokenise(sentence)
        encoded = dataset.vocabulary.encode(cut)
        expected = iter(predict_words(params, pack_unlabelled([encoded])))
        for word in cut:
            _, _, tag, *probabilities = next(rows)
            if word in dataset.vocabulary or dataset.text.unknown == "vector":
                found = np.array(probabilities, dtype=float)
                assert np.allclose(found, next(expected), rtol=1e-12)
                assert tag.removeprefix("'") == dataset.classes[int(found.argmax())]
            else:
                assert [tag, *probabilities] == [""] * (1 + len(dataset.classes))
    silent = "note: 1 sentence has no word that the model knows: no answer." in told
    assert silent == (dataset.text.unknown == "skip")
    little = "note: 1 sentence has only words that the model does not know: its answer says little." in told
    assert little == (dataset.text.unknown == "vector")


def test_the_tags_as_json_lines_are_an_object_for_each_sentence(tagger, folder, capsys):
    file, dataset = tagger
    (folder / "lines.txt").write_text(TO_TAG)
    table = list(csv.reader(done(capsys, "classify", file, "lines.txt")[0].splitlines()))[1:]
    found = [json.loads(line) for line in done(capsys, "classify", file, "lines.txt", "--json")[0].splitlines()]
    assert [one["sentence"] for one in found] == TO_TAG.splitlines()
    assert [word for one in found for word in one["words"]] == [row[1].removeprefix("'") for row in table]
    assert [tag or "" for one in found for tag in one["tags"]] == [row[2].removeprefix("'") for row in table]
    for one in found:
        assert len(one["words"]) == len(one["tags"]) == len(one["probabilities"])
    for each, row in zip((p for one in found for p in one["probabilities"]), table, strict=True):
        assert each == (dict(zip(dataset.classes, map(float, row[3:]), strict=True)) if row[3] else None)


def test_of_many_sentences_each_keeps_its_number_and_its_words(tagger, folder, capsys):
    file, _ = tagger
    sentences = [f"{'the ' * (i % 9)}dog{' runs' * (i % 4)}" for i in range(1_500)]  # more than are answered at once
    (folder / "lines.txt").write_text("\n".join(sentences))
    words: dict[int, list[str]] = {}
    for row in csv.DictReader(done(capsys, "classify", file, "lines.txt")[0].splitlines()):
        words.setdefault(int(row["sentence_number"]), []).append(row["word"])
    assert [" ".join(cut) for cut in words.values()] == sentences
    assert list(words) == list(range(1, 1_501))


def test_many_sentences_are_each_answered_as_alone(model, folder, capsys):
    sentences = [f"{'good ' * (i % 7)}bad {'not ' * (i % 3)}" for i in range(2_500)]
    (folder / "lines.txt").write_text("\n".join(sentences))
    lines = done(capsys, "classify", model, "lines.txt")[0].splitlines()[1:]
    assert len(lines) == 2_500
    answers = {}
    for line in lines:
        sentence, *answer = next(csv.reader([line]))
        assert answers.setdefault(sentence, answer)[0] == answer[0]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "odd.txt: the file is empty, 0 bytes. Needed: a sentence in each line, or a table"),
        (b" \n\n", "odd.txt: the file has only blank lines. Needed: a sentence in each line, or a table"),
        (b"id,text\n", "odd.txt: there is no sentence below the header. Needed: a sentence in each line"),
        (b"id,text\n1,a,b\n2,c\n3,d\n", "odd.txt: line 2: more than 2 cells"),
        (b"\x89PNG\r\n\x1a\n", "odd.txt: "),
    ],
)
def test_sentences_that_cannot_be_read_are_refused_in_one_line(model, folder, capsys, content, message):
    (folder / "odd.txt").write_bytes(content)
    assert message in refused(capsys, "classify", model, "odd.txt")


def test_what_may_be_in_another_encoding_names_the_option(model, folder, capsys):
    offer = "choose its encoding (--encoding)."
    Path("binary").write_bytes(bytes(range(256)) * 20)
    assert refused(capsys, "classify", model, "binary").endswith(f"if it is text, {offer}")
    Path("western.txt").write_bytes("café au lait\n".encode("cp1252"))
    assert f"If that looks wrong, {offer}\n" in done(capsys, "classify", model, "western.txt")[1]


def test_a_file_that_is_no_model_is_refused_in_one_line(model, folder, capsys, monkeypatch):
    (folder / "lines.txt").write_text(LINES)
    assert "lines.txt: header: this is not a model file" in refused(capsys, "classify", "lines.txt", model)
    assert "nowhere: No such file" in refused(capsys, "classify", "nowhere", "lines.txt")
    assert "nowhere: No such file" in refused(capsys, "classify", model, "nowhere")
    assert "the following arguments are required: MODEL, FILE" in refused(capsys, "classify")
    assert "unrecognized arguments: --cell" in refused(capsys, "classify", model, "lines.txt", "--cell")
    monkeypatch.setattr("rnn_core.model_files.size.MOST_BYTES", 1_000)
    assert "no model has more than 1,000" in refused(capsys, "classify", model, "lines.txt")


def test_a_file_that_is_called_classify_is_trained_on_as_ever(folder, capsys):
    assert is_meant("classify", ["classify"]) and is_meant("classify", ["classify", "--json", "m", "f"])
    assert (
        not is_meant("classify", [])
        and not is_meant("classify", ["--json", "classify"])
        and not is_meant("classify", ["./classify"])
    )
    (folder / "classify").write_text("sentence,label\na b,x\nc d,y\n" * 3)
    assert not is_meant("classify", ["classify"]) and not is_meant("classify", ["classify", "--epochs", "1"])
    assert is_meant("classify", ["classify", "m", "f"])  # which was an error before: training takes one file
    printed, _ = done(capsys, "classify", "--epochs", 1)
    assert "fingerprint" in printed


def test_in_a_process_of_its_own_and_with_a_reader_that_has_seen_enough(model, folder):
    (folder / "lines.txt").write_text("he is good\n" * 20_000)
    command = [sys.executable, "-m", "rnn_core", "classify", str(model), str(folder / "lines.txt")]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "sentence,label,p(negative),p(positive)\n"
        process.stdout.close()
        assert process.stderr.read() == "note: Each line is taken for a sentence.\n"
    assert process.returncode == 0


def test_what_the_documents_do_from_python_is_done(folder, capsys):
    done(capsys, "--epochs", 2, "--save", "reviews.model", "--save-sentences")
    document = (ROOT / "docs" / "models.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", document, re.DOTALL)
    names = {}
    exec(code, names)
    assert names["epoch"] == 200 and names["probabilities"].shape == (1, 2)
    assert capsys.readouterr().out.startswith("{'sentence': 'well done', 'label': ")


def test_one_bare_sentence_is_not_taken_for_its_characters(folder, capsys):
    done(capsys, "--epochs", 1, "--save", "it.model")
    with pytest.raises(TypeError, match="not one sentence"):
        load((folder / "it.model").read_bytes()).predict("well done")


@pytest.mark.parametrize("wrong", [1, None, b"x"])
def test_what_is_no_sentence_is_told_with_its_place(wrong, folder, capsys):
    done(capsys, "--epochs", 1, "--save", "it.model")
    model = load((folder / "it.model").read_bytes())
    kind = type(wrong).__name__
    with pytest.raises(TypeError, match=f"Every sentence must be a str: number 2 is of the type {kind}"):
        model.predict(["well done", wrong])
    with pytest.raises(TypeError, match=f"number 1 is of the type {kind}"):
        proved(model, [wrong])
    with pytest.raises(TypeError, match="not one sentence"):
        proved(model, "well done")
