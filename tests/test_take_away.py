"""What can be taken away: one menu, each file of the run as it is when it is downloaded."""

import json
import subprocess
import sys

import pytest

from playground.runs import Run
from playground.sentences import Sentences
from playground.settings import Settings
from playground.shared import bundled_sentences
from playground.take_away import menu
from rnn_core.exporters import EXPORTS
from tests.datasets import drawn
from tests.test_page import calm, opened, shown
from tests.test_saved_runs import go

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
