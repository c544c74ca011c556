"""What can be taken away: one menu, each file of the run as it is when it is downloaded."""

import csv
import json
import subprocess
import sys
from dataclasses import replace

import pytest

from playground.epochs import COLUMNS
from playground.kept_run import KeptRun
from playground.runs import Run
from playground.saved_runs import settings_of
from playground.sentences import Sentences
from playground.settings import Settings
from playground.shared import bundled_sentences
from playground.take_away import menu, menu_of_kept
from rnn_core.exporters import EXPORTS
from rnn_core.model_files import load
from tests.datasets import drawn
from tests.test_page import button, calm, opened, shown
from tests.test_saved_runs import OWN, PARTS, go

SHORT = Settings(hidden_size=4, learning_rate=0.02, epochs=4, optimiser="adam")


def trained(sentences=None, **settings) -> Run:
    run = Run.begin(sentences or bundled_sentences(), Settings(**{**vars(SHORT), **settings}))
    go(run.job)
    return run


def test_the_menu_holds_every_export_and_both_tables():
    files = menu(trained())
    assert list(files) == ["metrics", "predictions", *EXPORTS]
    assert len({one.file_name for one in files.values()}) == len(files), "no two files have one name"


@pytest.mark.parametrize("networks", [1, 2])
def test_the_script_gives_the_answers_of_the_page(networks, tmp_path):
    run = trained(cell="gru", networks=networks)
    script = tmp_path / "script.py"
    script.write_bytes(menu(run)["numpy"].make())
    sentence = run.sentences.first_sentence
    told = subprocess.run([sys.executable, script, sentence], capture_output=True, text=True, check=True).stdout
    now = run.job.snapshot()
    assert len(now.members) == networks
    table = menu(run)["predictions"].make().decode("utf-8-sig").splitlines()
    row = next(line for line in table if line.startswith(f"{sentence},")).split(",")
    for label, probability in zip(run.dataset.classes, row[-2:], strict=True):
        assert f"{float(probability):6.1%}  {label!r}" in told
    proof = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True).stdout
    assert proof.startswith("20 sentences answered as in the playground")


def test_a_file_is_of_the_run_as_it_is_when_it_is_downloaded():
    run = Run.begin(bundled_sentences(), SHORT)
    metrics = menu(run)["metrics"]
    assert len(metrics.make().splitlines()) == 1, "a head alone"
    go(run.job)
    assert len(metrics.make().splitlines()) == 1 + SHORT.epochs


def test_a_notebook_of_own_sentences_holds_them_and_a_script_does_not():
    own = Sentences(drawn(40, 2), "mine.csv", own=True)
    run = trained(own)
    last = own.dataset.examples_of("train")[-1].sentence
    assert last not in own.to_pick[:20]
    notebook = json.loads(menu(run)["notebook"].make())
    assert last in "".join("".join(cell["source"]) for cell in notebook["cells"])
    assert last not in menu(run)["numpy"].make().decode()


def test_on_the_page_there_is_one_menu_and_one_button():
    page = opened()
    page.session_state["app"].kept.set({"tabs": "Keep", "keep": "Take away"})
    calm(page.run())
    box = page.selectbox(key="taken")
    for title in box.options:
        calm(
            page.selectbox(key="taken").set_value(next(n for n, f in menu(trained()).items() if f.title == title)).run()
        )
        assert [b.label for b in page.get("download_button")] == ["Download"]
    assert "saves each as SVG or PNG" in shown(page)


# Of a run that was replaced.

GONE = "Its weights were let go."


def kept(run: Run, number: int = 3) -> KeptRun:
    return run.as_kept(number).alone()


def table(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(data.decode("utf-8-sig").splitlines()))


TRAINED = pytest.mark.parametrize(
    ("settings", "sentences"),
    [({}, bundled_sentences()), ({"networks": 2}, OWN), ({"early_stopping": 2, "epochs": 12}, PARTS)],
    ids=["bundled", "two", "stops early"],
)


@TRAINED
def test_a_kept_run_gives_the_files_that_it_gave_while_it_was_the_present_one(sentences, settings):
    run = trained(sentences, **settings)
    before, after = menu(run), menu_of_kept(kept(run), run.sentences, "")
    assert list(after) == [*before, "model"] and not any(one.missing for name, one in after.items() if name != "onnx")
    for name in ("predictions", "numpy", "pytorch", "keras"):
        if not after[name].missing:
            assert after[name].make() == before[name].make(), name
    figures = table(after["metrics"].make())
    assert set(figures[0]) == {"network", "epoch", *COLUMNS} and len(figures) == len(run.job.snapshot().records)
    of_first = [row for row in table(before["metrics"].make()) if row["network"] == "1"]
    assert figures == [{name: row[name] for name in figures[0]} for row in of_first]


def test_the_names_of_the_files_tell_which_run_it_is():
    run = trained()
    names = [one.file_name for one in menu_of_kept(kept(run, 12), run.sentences, "").values()]
    assert names[:3] == ["epochs_run12.csv", "predictions_run12.csv", "rnn_numpy_run12.py"]
    assert len(set(names)) == len(names) and all("_run12." in name for name in names)


@pytest.mark.parametrize("networks", [1, 2])
def test_the_model_file_of_a_kept_run_answers_and_does_not_go_on(networks):
    run = trained(OWN, networks=networks)
    model = load(menu_of_kept(kept(run), None, "")["model"].make())
    now = run.job.snapshot()
    assert [params.fingerprint() for params in model.kept] == [params.fingerprint() for params in now.answering]
    assert [(one.seed, one.epoch, one.kept_epoch) for one in model.networks] == [
        (one.seed, one.epochs, one.epoch) for one in now.members
    ]
    assert all(one.state is None for one in model.networks) and model.dataset is None
    assert model.fingerprint == OWN.dataset.fingerprint and settings_of(model) == run.settings


@TRAINED
def test_the_notebook_of_a_kept_run_comes_to_its_weights(settings, sentences):
    run = trained(sentences, **settings)
    one = kept(run)
    notebook = json.loads(menu_of_kept(one, run.sentences, "")["notebook"].make())
    code = ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]
    made: dict[str, object] = {}
    for source in code:
        if "alt.Chart" not in source:
            exec(source.replace("import altair as alt", ""), made)
    assert made["fingerprint"] == one.fingerprint


def test_what_a_kept_run_cannot_give_is_told_with_the_reason():
    run = trained(OWN)
    one = kept(run)

    def missing(**given) -> dict[str, str]:
        files = menu_of_kept(**{"run": one, "sentences": OWN, "no_weights": "", **given})
        return {name: file.missing for name, file in files.items() if file.missing and name != "onnx"}

    assert missing() == {}
    gone = missing(run=replace(one, model=None), no_weights=GONE)
    assert set(gone) == {"predictions", "numpy", "pytorch", "keras", "notebook", "model"} and set(gone.values()) == {
        GONE
    }
    assert set(missing(sentences=None)) == {"predictions", "notebook"}
    assert "are not here any more" in missing(sentences=None)["notebook"]
    assert "to its end" in missing(run=replace(one, finished=False))["notebook"]
    assert "vectors" in missing(run=replace(one, settings=replace(one.settings, vectors="own")))["notebook"]


def test_scripts_of_a_kept_run_need_no_sentences(tmp_path):
    run = trained(OWN)
    script = tmp_path / "script.py"
    script.write_bytes(menu_of_kept(kept(run), None, "")["numpy"].make())
    proof = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True).stdout
    assert "answered as in the playground" in proof


def on_page(page):
    """The page with the menu."""
    page.session_state["app"].kept.set({"tabs": "Keep", "keep": "Take away"})
    return calm(page.run())


def downloads(page) -> list[tuple[str, bool]]:
    return [(one.key, one.disabled) for one in page.get("download_button")]


def test_on_the_page_there_is_nothing_to_choose_from_before_a_run_is_kept():
    page = on_page(opened())
    assert page.selectbox(key="taken_of").options == ["The present run"] and page.selectbox(key="taken_of").disabled
    assert "There is only this run, as it is when you press Download." in shown(page)


def test_on_the_page_a_kept_run_is_chosen_by_its_number_and_stays_chosen_until_it_is_gone():
    page = opened(epochs="4", hidden_size="4")
    for _ in range(2):
        go(page.session_state["app"].job)
        calm(button(page, "reset").click().run())
        calm(page.slider(key="hidden_size").set_value(5).run())
    app = page.session_state["app"]
    app.kept_runs.rename(1, "<b>**mine**</b>")
    on_page(page)
    elements = len(page.main)
    assert page.selectbox(key="taken_of").options == ["The present run", "Run 1", "Run 2"]
    assert downloads(page) == [("take-epochs.csv", False)]
    calm(page.selectbox(key="taken_of").set_value(1).run())
    assert downloads(page) == [("take-epochs_run1.csv", False)] and len(page.main) == elements
    (fingerprint,) = (run.fingerprint for run in app.kept_runs.runs if run.number == 1)
    assert f"Run 1: <bdi>&lt;b&gt;**mine**&lt;/b&gt;</bdi> · epochs: 10 · {fingerprint}" in shown(page)
    calm(page.selectbox(key="taken").set_value("model").run())
    assert "Training cannot go on from it." in shown(page) and downloads(page) == [
        ("take-network_run1.safetensors", False)
    ]
    app.kept_runs.let_go_of_weights()
    calm(page.run())
    assert "Its weights were let go for want of room" in shown(page) and downloads(page)[0][1]
    app.kept_runs.delete(1)
    calm(page.run())
    assert app.kept["taken_of"] == page.selectbox(key="taken_of").value == 0 and downloads(page) == [
        ("take-epochs.csv", False)
    ]


def test_a_sentence_set_that_is_gone_is_told_where_predictions_are_asked_for():
    page = opened(epochs="4", hidden_size="4")
    app = page.session_state["app"]
    app.use(OWN, SHORT)
    calm(page.run())
    go(app.job)
    app.use(Sentences(drawn(20, 2), "other.csv", own=True), SHORT)
    calm(page.run())
    calm(button(page, "reset").click().run())
    on_page(page)
    calm(page.selectbox(key="taken_of").set_value(app.kept_runs.runs[-1].number).run())
    calm(page.selectbox(key="taken").set_value("predictions").run())
    assert "Its sentences are not here any more" in shown(page) and downloads(page)[0][1]
