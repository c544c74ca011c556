"""`python -m rnn_core check`: an honest hand-in is confirmed, and whatever is not what it says is refused."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from playground.sentences import Sentences
from playground.settings import Settings
from playground.shared import bundled_sentences
from rnn_core import check as command
from rnn_core.__main__ import main
from rnn_core.hand_in import Answer, HandIn, read_hand_in, write_hand_in
from rnn_core.hand_in.judge import held_against, require_consistent
from rnn_core.hand_in.recompute import NotChecked, recompute
from rnn_core.hand_in.several import Checked, check
from tests.datasets import rows
from tests.handing_in import OWN, SHORT, at, ended, forged, handed, run_of
from tests.running import ROOT


@pytest.fixture(scope="module")
def done() -> HandIn:
    return handed(ended(run_of()))


def checked(*files: HandIn | bytes) -> list[Checked]:
    contents = [file if isinstance(file, bytes) else write_hand_in(file) for file in files]
    return check([(f"{number}.json", content) for number, content in enumerate(contents, 1)], 600.0)


def refused(file: HandIn | bytes) -> str:
    (one,) = checked(file)
    assert one.verdict.outcome == "refused", one
    return one.verdict.why


# An honest one.


@pytest.mark.parametrize(
    "settings",
    [
        SHORT,
        Settings(cell="lstm", layers=2, directions=2, hidden_size=4, epochs=10, optimiser="adam", learning_rate=0.01),
        Settings(input="embedding", embedding_size=4, dropout=0.2, word_dropout=0.1, epochs=10, batch_size=8),
        Settings(dtype="float32", readout="words", hidden_size=4, epochs=10, schedule="cosine"),
        replace(SHORT, networks=3),
    ],
)
@pytest.mark.parametrize("sentences", [bundled_sentences(), OWN], ids=["bundled", "own"])
def test_a_run_that_was_trained_is_confirmed(settings, sentences):
    run = ended(run_of(settings, sentences))
    (one,) = checked(handed(run))
    assert one.verdict.outcome == "confirmed" and one.verdict.why == ""
    assert one.test_accuracy is not None and 0 <= one.test_accuracy <= 1


def test_a_run_that_stopped_early_is_confirmed_with_the_weights_that_it_keeps():
    run = ended(run_of(Settings(early_stopping=2, learning_rate=0.1, epochs=60), OWN))
    now = run.job.snapshot()
    assert now.epoch < 60 and now.kept_epoch is not None
    assert [one.verdict.outcome for one in checked(handed(run))] == ["confirmed"]


@pytest.mark.parametrize(("epoch", "updates"), [(1, 0), (2, 0), (2, 7), (2, 58)])
def test_a_paused_run_is_confirmed_where_it_is(epoch, updates):
    assert [one.verdict.outcome for one in checked(handed(at(run_of(), epoch, updates)))] == ["confirmed"]


def test_tagged_sentences_are_confirmed():
    run = ended(run_of(Settings(hidden_size=4, epochs=10, readout="words"), bundled_sentences("negation_tags")))
    assert [one.verdict.outcome for one in checked(handed(run))] == ["confirmed"]


# One that is not what it says.


def change(original: HandIn, **fields) -> bytes:
    return forged(original, lambda f: f.update(fields))


def change_network(original: HandIn, **fields) -> bytes:
    return forged(original, lambda f: f["networks"][0].update(fields))


def test_a_forged_fingerprint_is_refused(done):
    assert "not deadbeef, though they agree at epoch 1" in refused(change_network(done, fingerprint="deadbeef"))
    later = at(run_of(), 1)
    assert "agree at epoch 1" in refused(change_network(handed(later), fingerprint="deadbeef"))


THREE = replace(SHORT, networks=3)


@pytest.fixture(scope="module")
def three() -> HandIn:
    return handed(ended(run_of(THREE)))


def change_others(original: HandIn, **fields) -> bytes:
    return forged(original, lambda f: [network.update(fields) for network in f["networks"][1:]])


def test_where_one_network_agrees_the_forged_fingerprint_of_another_is_refused(three):
    agree = "not 00000000, though they agree at epoch 1 of network 1"
    assert agree in refused(change_others(three, fingerprint="00000000"))
    without = forged(three, lambda f: [n.update(first=[]) for n in f["networks"]])
    assert [one.verdict.outcome for one in checked(without)] == ["confirmed"]
    both = forged(three, lambda f: [n.update(first=[], fingerprint="00000000") for n in f["networks"][:2]])
    assert "at the end of network 1" in refused(both) and "though they agree at the end of network 3" in refused(both)


def test_a_further_network_without_the_figures_of_its_epoch_is_refused(three):
    assert "figures of network 2 are not those of epoch 10" in refused(change_others(three, curve=[]))
    all_forged = forged(three, lambda f: [n.update(first=[], fingerprint="00000000") for n in f["networks"]])
    assert [one.verdict.outcome for one in checked(all_forged)] == ["same figures"]
    point = three.networks[1].curve[0]
    early = forged(three, lambda f: f["networks"][1].update(curve=[[5, *point[1:]]]))
    assert "figures of network 2 are not those of epoch 10" in refused(early)
    assert "Of several networks only those that have ended" in refused(change_others(three, ended=False))


def test_an_early_fingerprint_that_contradicts_the_last_one_is_refused(done):
    epoch, fingerprint = done.networks[0].first
    why = refused(change_network(done, first=[epoch, "00000000"]))
    assert "at epoch 1 are" in why and "not 00000000, though they agree at the end" in why
    assert f"not {fingerprint}, though" in refused(change_network(done, first=[epoch + 1, fingerprint]))


def test_settings_that_the_link_does_not_say_are_refused(done):
    assert "seed" in refused(forged(done, lambda f: f["training"].update(seed=5)))
    assert "cell" in refused(forged(done, lambda f: f["model"].update(cell="gru")))
    assert "networks" in refused(change(done, networks_asked=3))
    assert "vectors" in refused(change(done, vectors="glove"))
    for link in ("", "?", done.link.replace("&seed=0", ""), f"{done.link}&seed=0", done.link.replace("=sgd", "=adam")):
        assert "link does not say the same as its settings" in refused(change(done, link=link))
    assert "more than 200 things" in refused(change(done, link="&".join(f"a{i}=1" for i in range(300))))


def test_settings_that_were_forged_in_both_places_come_to_another_run(done):
    def other_seed(fields):
        fields["training"]["seed"] = 5
        fields["link"] = fields["link"].replace("seed=0", "seed=5")

    why = refused(forged(done, other_seed))
    assert "the figures are others: after epoch 1 train loss" in why and "another kind of processor" in why


def test_epochs_that_were_not_trained_are_refused(done):
    paused = handed(at(run_of(), 4))
    assert "It does not end after epoch 4" in refused(change_network(paused, ended=True))
    assert "not those of 9 epochs" in refused(change_network(paused, epochs=9, first=[]))
    more = [[*point] for point in paused.networks[0].curve]
    more += [[epoch, *more[-1][1:]] for epoch in range(5, 10)]
    assert "after epoch 5" in refused(change_network(paused, epochs=9, first=[], curve=more))
    assert "not those of 4 epochs" in refused(change_network(paused, curve=more[3:4]))
    assert "An epoch of it has 58 updates" in refused(change_network(paused, updates=99))
    stopped = handed(ended(run_of(Settings(early_stopping=2, learning_rate=0.1, epochs=60), OWN)))
    longer = [[epoch, 0.5, 0.5, 0.5] for epoch in range(1, 61)]
    assert "It ends after epoch" in refused(change_network(stopped, epochs=60, ended=False, curve=longer))


def test_figures_that_were_changed_are_refused_though_the_weights_are_right(done):
    better = [[epoch, loss / 2, 1.0, 1.0] for epoch, loss, _, _ in done.networks[0].curve]
    assert "the figures were changed: after epoch 1" in refused(change_network(done, curve=better))


def test_other_sentences_than_those_that_are_named_are_refused():
    own = handed(ended(run_of(sentences=OWN)))
    other = "0123abcd"

    def renamed(fields):
        fields["dataset_fingerprint"] = other
        fields["link"] = fields["link"].replace(own.fingerprint, other)
        fields["dataset"] = f"own-{other}"

    assert f"have the fingerprint {own.fingerprint}, and 0123abcd is said" in refused(forged(own, renamed))
    assert "link does not say the same as its settings: sentences" in refused(change(own, sentences="A.1"))
    bundled = handed(ended(run_of()))
    assert "another version" in refused(change(bundled, dataset_fingerprint=other))


def test_a_run_that_blows_up_when_it_is_trained_again_is_refused(done):
    wild = {"learning_rate": 1.0, "clip_by": "none", "optimiser": "momentum", "weight_decay": 10.0}

    def faster(fields):
        fields["training"].update(wild)
        for name, value in {**wild, "learning_rate": 1, "weight_decay": 10}.items():
            before = {"learning_rate": "0.05", "clip_by": "value", "optimiser": "sgd", "weight_decay": "0"}[name]
            fields["link"] = fields["link"].replace(f"&{name}={before}", f"&{name}={value}")

    assert "comes to no end" in refused(forged(done, faster))


def test_what_is_no_hand_in_is_refused_and_the_others_are_checked(done):
    found = checked(b"nonsense", done, b"{}", change(done, kind="x"))
    assert [one.verdict.outcome for one in found] == ["refused", "confirmed", "refused", "refused"]
    assert all(one.verdict.why.isprintable() for one in found)


# On another processor.


def test_where_the_early_fingerprint_differs_as_well_the_figures_decide(done):
    elsewhere = change_network(done, fingerprint="0123abcd", first=[1, "deadbeef"])
    (one,) = checked(elsewhere)
    assert one.verdict.outcome == "same figures" and "another kind of processor" in one.verdict.why
    curve = [list(point) for point in done.networks[0].curve]
    curve[-1][1] *= 1.001
    assert "figures are others: after epoch 10" in refused(
        change_network(done, fingerprint="0123abcd", first=[1, "deadbeef"], curve=curve)
    )


@pytest.mark.skipif(sys.platform == "win32" or os.uname().machine != "x86_64", reason="the kernels are those of x86-64")
def test_another_kernel_of_the_processor_gives_other_bits_and_the_same_figures(done, tmp_path):
    file = tmp_path / "anna.json"
    file.write_bytes(write_hand_in(done))
    said = set()
    for kernel in ("Prescott", "Nehalem", "Haswell"):
        environment = {**os.environ, "OPENBLAS_CORETYPE": kernel}
        command = [sys.executable, "-m", "rnn_core", "check", str(file), "--json"]
        result = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
        said.add(json.loads(result.stdout)["verdict"])
    # (Which of them is this machine's own is not known here, nor whether its numpy has that BLAS.)
    assert said <= {"confirmed", "same figures"}


def test_the_table_is_in_utf_8_whatever_the_code_page(done, tmp_path):
    (tmp_path / "one.json").write_bytes(write_hand_in(replace(done, name="Ω 好 Anna")))
    command = [sys.executable, "-m", "rnn_core", "check", str(tmp_path / "one.json")]
    environment = os.environ | {"PYTHONIOENCODING": "cp1252"}  # as on Windows where the output goes into a file
    said = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True).stdout.decode("utf-8")
    assert "Ω 好 Anna" in said and "confirmed" in said


# How long it may take.


def test_a_run_that_would_take_too_long_is_not_trained_to_its_end(done):
    long = replace(done, training=replace(done.training, epochs=5000))
    network = replace(done.networks[0], epochs=5000)
    seconds = count(step=0.1)  # each update takes as long
    with pytest.raises(NotChecked, match=r"about 29,000 seconds, and --limit is 60\. Check it with --limit 43"):
        recompute(replace(long, networks=(network,)), require_consistent(done), 60.0, lambda: next(seconds))


def test_one_that_is_quick_enough_is_trained_whatever_the_clock_says_at_first(done):
    seconds = count(step=0.1)
    dataset = require_consistent(done)
    again, _ = recompute(done, dataset, 61.0, lambda: next(seconds))  # 580 updates and 21 batches take 60.1 seconds
    assert held_against(done.networks, again).outcome == "confirmed"
    with pytest.raises(NotChecked):
        recompute(done, dataset, 60.0, lambda: next(seconds))


def test_what_is_evaluated_is_work_as_well():
    """Few sentences to learn from, and tests that take two hundred times as long."""
    sentences = rows(
        "p q | x | train", "r s | y | train", *(f"{'p s ' * 200} | {'xy'[i % 2]} | test" for i in range(60))
    )
    tested = handed(at(run_of(sentences=Sentences(sentences, "mine.csv", own=True)), 1))
    dataset = require_consistent(tested)
    (batches,) = (dataset.batches[split] for split in ("test",))
    assert len(batches) > 5
    seconds = count(step=1.0)  # 2 updates, and each batch twice: once at the end of the epoch, and once more
    work = 2 + len(dataset.batches["train"]) + 2 * len(batches)
    recompute(tested, dataset, work, lambda: next(seconds))
    with pytest.raises(NotChecked, match=f"about {work} seconds"):
        recompute(tested, dataset, work - 1, lambda: next(seconds))


def test_an_update_that_would_take_too_much_memory_is_not_made(done):
    long = replace(OWN.dataset, examples=tuple(replace(e, sentence="a " * 400) for e in OWN.dataset.examples) * 6,
                   tokenised=None)  # fmt: skip
    large = replace(done, model=replace(done.model, hidden_size=256, layers=3, directions=2),
                    training=replace(done.training, batch_size=128))  # fmt: skip
    with pytest.raises(NotChecked, match="GB of memory"):
        recompute(large, long, 600.0)


def test_without_the_vectors_it_is_not_checked(done, monkeypatch):
    monkeypatch.setattr("rnn_core.hand_in.several.installed", lambda: False)
    begun = replace(done, vectors="glove", link=done.link.replace("vectors=none", "vectors=glove"))
    (one,) = checked(begun)
    assert one.verdict.outcome == "not checked" and "not installed here" in one.verdict.why


# Several.


def test_the_same_run_is_trained_once_and_noticed_and_so_are_the_same_words(done, monkeypatch):
    trained = []
    monkeypatch.setattr(
        "rnn_core.hand_in.several.recompute", lambda *arguments: trained.append(1) or recompute(*arguments)
    )
    bert = replace(done, name="Bert", answers=(Answer("One word at a time", "not", "no idea"),))
    other = handed(ended(run_of(replace(SHORT, seed=1))), "Carl")
    found = checked(done, bert, other)
    assert len(trained) == 2 and [one.verdict.outcome for one in found] == ["confirmed"] * 3
    assert found[0].note == "The same run as 2.json. The same words as 3.json."
    assert found[1].note == "The same run as 1.json." and found[2].note == "The same words as 1.json."


# The command.


@pytest.fixture
def folder(tmp_path, done):
    """A class: an honest hand-in, a forged one, and one with a name that is not only a name."""
    (tmp_path / "anna.json").write_bytes(write_hand_in(done))
    (tmp_path / "bert.json").write_bytes(change_network(replace(done, name="Bert"), fingerprint="deadbeef"))
    hostile = Answer("\x1b[31mno such lesson", "\x07", "a\nb\rconfirmed ‮" + "x" * 1_000)
    carl = replace(done, name="\x1b[2J\nAnna  confirmed", answers=(hostile,))
    (tmp_path / "carl.json").write_bytes(write_hand_in(carl))
    (tmp_path / "notes.txt").write_text("nothing")
    return tmp_path


def test_a_table_tells_who_what_and_whether(folder, capsys):
    assert main(["check", str(folder)]) == 0
    said = capsys.readouterr()
    lines = said.out.splitlines()
    table = [line for line in lines if not line.startswith("    ")]
    assert table[0].split() == ["name", "file", "lessons", "epochs", "test", "verdict"]
    anna = table[1].split()
    assert anna[0] == "Anna" and anna[1].endswith("anna.json") and anna[2:5] == ["1", "of", "1"]
    assert anna[-1] == "confirmed"
    assert table[2].startswith("Bert") and table[2].endswith("refused") and len(table) == 4
    assert any("expected “right”, right. Found out: it turns there" in line for line in lines)
    assert all(line.isprintable() and len(line) < 700 for line in lines) and not said.err


def test_the_same_for_a_program(folder, capsys):
    assert main(["check", "--json", str(folder / "anna.json"), str(folder / "bert.json")]) == 0
    anna, bert = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert (anna["name"], anna["verdict"], anna["epochs"], bert["verdict"]) == ("Anna", "confirmed", [10], "refused")
    assert anna["answers"][0]["right"] is True and anna["settings"]["hidden_size"] == 4
    assert anna["fingerprint"] == read_hand_in((folder / "anna.json").read_bytes()).weights


def test_of_a_file_that_is_too_large_no_size_is_said_that_it_does_not_have(tmp_path, capsys):
    (tmp_path / "large.json").write_bytes(b" " * 5_000_000)  # of which no more is read than is needed to refuse it
    assert main(["check", str(tmp_path)]) == 0
    assert "The file has more than 4,000,000 bytes, which no hand-in has." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([".", "--limit", "0"], "must be above 0"),
        ([".", "--limit", "nan"], "must be above 0"),
        ([], "HANDIN"),
    ],
)
def test_what_cannot_be_read_is_one_line_and_2(arguments, words, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as ended_with:
        main(["check", *arguments])
    (line,) = capsys.readouterr().err.splitlines()
    assert ended_with.value.code == 2 and words in line


def said_of(*arguments: object, capsys) -> tuple[int, dict[str, dict], str]:
    """The exit code, what is said of each file by its path, and the line on stderr."""
    try:
        code = main(["check", "--json", *map(str, arguments)])
    except SystemExit as error:
        code = error.code
    said = capsys.readouterr()
    found = [json.loads(line) for line in said.out.splitlines()]
    assert len(found) == len({one["file"] for one in found})
    return code, {Path(one["file"]).as_posix(): one for one in found}, said.err


def test_a_class_as_a_course_platform_gives_it_has_a_row_for_each(tmp_path, monkeypatch, done, capsys):
    monkeypatch.chdir(tmp_path)
    names = ["Anna B_1_file_/hand-in.json", "Bert C_2_file_/hand-in.json", "Carl D_3_file_/deep/ANNA.JSON"]
    for name in [*names, "__MACOSX/._hand-in.json", ".hidden/x.json"]:
        file = Path("class", name)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(write_hand_in(done))
    code, found, err = said_of("class", "class/Anna B_1_file_/hand-in.json", capsys=capsys)
    assert (code, err) == (0, "") and list(found) == [f"class/{name}" for name in names]
    assert found[f"class/{names[0]}"]["note"].startswith(f"The same run as {Path('class', names[1])} and ")
    assert main(["check", "class"]) == 0
    table = capsys.readouterr().out
    assert all(f"{Path('class', name)}  " in table for name in names)


def test_what_cannot_be_read_has_a_row_and_the_others_a_verdict(tmp_path, monkeypatch, done, capsys):
    monkeypatch.chdir(tmp_path)
    Path("class/folder.json").mkdir(parents=True)
    Path("class/anna.json").write_bytes(write_hand_in(done))
    Path("class/dangling.json").symlink_to("nowhere")
    Path("class/out.json").symlink_to(tmp_path / "secret.json")
    Path("secret.json").write_bytes(write_hand_in(done))
    Path("outside").mkdir()
    Path("outside/x.json").write_bytes(write_hand_in(done))
    Path("class/away").symlink_to(tmp_path / "outside")
    Path("empty").mkdir()
    code, found, err = said_of("class", "empty", "nowhere.json", capsys=capsys)
    assert {path: one["verdict"] for path, one in found.items()} == {
        "class/anna.json": "confirmed", "class/dangling.json": "not read", "class/out.json": "not read",
        "empty": "not read", "nowhere.json": "not read",
    }  # fmt: skip
    assert found["class/out.json"]["why"] == "It is a link, or no file. Give it by its own name."
    assert found["empty"]["why"] == "There is no .json file in this folder."
    assert found["nowhere.json"]["why"] == "No such file or directory."
    assert code == 2 and err == "python -m rnn_core check: 4 of 5 could not be read; each has a row that says why.\n"
    assert said_of("class/out.json", capsys=capsys)[0] == 0  # which was meant, as it was named


def test_not_every_file_of_a_machine_is_looked_at(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(command, "MOST_LOOKED_AT", 5)
    deep = tmp_path.joinpath(*["d"] * 12)
    deep.mkdir(parents=True)
    (deep / "x.json").write_text("{}")
    (tmp_path / "d" / "x.json").write_text("{}")
    code, found, _ = said_of(tmp_path, capsys=capsys)
    assert code == 2 and ["more than 5 files" in one["why"] for one in found.values()] == [True]
    monkeypatch.setattr(command, "MOST_LOOKED_AT", 100)
    code, found, _ = said_of(tmp_path, capsys=capsys)
    assert code == 0 and list(found) == [(tmp_path / "d" / "x.json").as_posix()]


def test_of_a_long_path_both_ends_are_in_the_table_and_all_of_it_below(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    folder = Path("Anna " + "x" * 60)
    folder.mkdir()
    (folder / "hand-in.json").write_text("{}")
    assert main(["check", "."]) == 0
    _, row, below, _ = capsys.readouterr().out.splitlines()
    assert row.split("  ")[0] == "" and "Anna xxx" in row and "xxx/hand-in.json  " in row.replace(os.sep, "/")
    assert below.strip() == str(folder / "hand-in.json")


def test_a_file_that_is_called_check_is_trained_on(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "check").write_text("sentence,label\na b,x\nc d,y\n" * 3)
    assert main(["check", "--epochs", "1"]) == 0
    assert "fingerprint" in capsys.readouterr().out
