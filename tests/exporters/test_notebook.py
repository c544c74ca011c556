"""The notebook: it trains the same run again, to the same weights, and plots it."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from rnn_core import (
    Dataset,
    EpochRecord,
    Example,
    ModelConfig,
    ReadOptions,
    TextConfig,
    TrainConfig,
    TrainingDiverged,
    bundled,
    fingerprint_of_all,
    read,
    train,
)
from rnn_core.bundled import DATA
from rnn_core.export import to_csv
from rnn_core.exporters import export
from rnn_core.exporters.notebook import bundled_files
from rnn_core.model_files import SavedModel, SavedNetwork
from tests.datasets import drawn
from tests.exporters.test_numpy_script import HOSTILE
from tests.running import ROOT
from tests.test_resume import DATASETS, TAGGED

_RUN = """
import json, os, sys
folder = sys.argv[1]
os.chdir(folder)
for name in sys.argv[2:]:
    names = {}
    with open(f"{name}.ipynb", encoding="utf-8") as file:
        cells = [cell for cell in json.load(file)["cells"] if cell["cell_type"] == "code"]
    try:
        for cell in cells:
            exec("".join(cell["source"]), names)
        ended = ""
    except AssertionError as error:
        ended = str(error)
    chart = names["chart"].to_dict() if "chart" in names else None
    print("##" + json.dumps([names.get("fingerprint"), chart, ended]))
"""


def run(
    dataset: Dataset,
    model: ModelConfig = ModelConfig(3),  # noqa: B008
    config: TrainConfig = TrainConfig(epochs=4),  # noqa: B008
    events: int | None = None,
    seeds: Sequence[int] = (0,),
    vectors: np.ndarray | None = None,
    with_sentences: bool = True,
) -> SavedModel:
    """A run, or its beginning."""
    networks = []
    for seed in seeds:
        training, records = train(dataset, model, replace(config, seed=seed), vectors=vectors), []
        first = None if vectors is None else training.params.copy()
        try:
            records += [e for e in islice(training, events) if isinstance(e, EpochRecord)]
        except TrainingDiverged:
            pass
        networks.append(SavedNetwork.of(training, records, first))
    return SavedModel.of(dataset, model, config, networks, with_sentences)


def hostile() -> Dataset:
    labels = [label for label in HOSTILE if label != "\ud800"]
    return Dataset(tuple(Example(f"{label} a {i % 3}", label) for i, label in enumerate(labels)), TextConfig("words"))


def task(name: str) -> Dataset:
    return read((DATA / name).read_bytes(), name, ReadOptions(tags=True)).dataset


LATE = TrainConfig(epochs=30, early_stopping=3, optimiser="adam", learning_rate=0.05, batch_size=4, dropout=0.2)
FEW = TrainConfig(epochs=2, word_dropout=0.1, schedule="cosine")
WILD = TrainConfig(learning_rate=1e3, clip_by="none")
EMBEDDED = ModelConfig(3, input="embedding", embedding_size=4)
FROZEN = replace(EMBEDDED, frozen=True, first_embedding="counts")
SKIPPED, SHARED = DATASETS["skip"], DATASETS["vector"]
ELSEWHERE = drawn(40, 2, words=20)

RUNS: dict[str, Callable[[], SavedModel]] = {
    "bundled": lambda: run(bundled(), ModelConfig(3, cell="lstm", directions=2), with_sentences=False),
    "bundled-tags": lambda: run(task("negation_tags.csv"), ModelConfig(3, readout="words"), FEW, with_sentences=False),
    "counts": lambda: run(SHARED, replace(EMBEDDED, first_embedding="counts"), with_sentences=True),
    "early": lambda: run(SHARED, EMBEDDED, LATE, seeds=(5, 6)),
    "elsewhere": lambda: run(ELSEWHERE, with_sentences=False),
    "ended": lambda: only_answers(run(SHARED, EMBEDDED, LATE, seeds=(5, 6))),
    "frozen": lambda: run(SHARED, FROZEN, vectors=vectors()),
    "hostile": lambda: run(hostile(), ModelConfig(3, cell="gru", dtype="float32"), FEW),
    "in-an-epoch": lambda: run(SKIPPED, events=45),
    "in-an-evaluation": lambda: run(SKIPPED, events=2 * len(SKIPPED.indices("train")) + 4),
    "not-begun": lambda: run(SKIPPED, events=0),
    "tags": lambda: run(TAGGED, ModelConfig(3, readout="words"), FEW),
    "vectors": lambda: run(SHARED, replace(FROZEN, frozen=False), FEW, seeds=(1, 2), vectors=vectors()),
    "wild": lambda: run(SKIPPED, ModelConfig(3, cell="relu"), WILD),
}


def only_answers(model: SavedModel) -> SavedModel:
    """The same with the first network's answer alone, as of one that has ended."""
    first, *others = model.networks
    return replace(model, networks=(replace(first, state=None), *others))


def vectors() -> np.ndarray:
    """Some words have one."""
    random = np.random.default_rng(1)
    some = np.arange(SHARED.vocabulary.rows)[:, None] % 4
    return np.where(some, random.standard_normal((len(some), 4)), np.nan)


@pytest.fixture(scope="module")
def models() -> dict[str, SavedModel]:
    return {name: make() for name, make in RUNS.items()}


@pytest.fixture(scope="module")
def ended(models, tmp_path_factory) -> dict[str, tuple[str, dict, str]]:
    """What each run's notebook comes to."""
    folder = tmp_path_factory.mktemp("notebooks")
    (folder / "sentences.csv").write_bytes(to_csv(ELSEWHERE.examples))
    return executed(folder, models)


def executed(folder: Path, models: dict[str, SavedModel]) -> dict[str, tuple[str, dict, str]]:
    """Notebooks run in a process of their own: fingerprint, chart, and the assertion that failed."""
    for name, model in models.items():
        (folder / f"{name}.ipynb").write_bytes(export(model, "notebook", ["a sentence", ""]))
    command = [sys.executable, "-c", _RUN, str(folder), *models]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    told = [json.loads(line[2:]) for line in done.stdout.splitlines() if line.startswith("##")]
    return dict(zip(models, map(tuple, told), strict=True))


def test_a_notebook_prints_probabilities_of_any_precision_in_three_decimals(capsys):
    notebook = json.loads(export(RUNS["hostile"](), "notebook", ["a sentence"]))
    names: dict[str, object] = {}
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            exec("".join(cell["source"]), names)
    (answer,) = [line for line in capsys.readouterr().out.splitlines() if line.startswith("'a sentence' ")]
    assert re.fullmatch(r"'a sentence' \[\[0\.\d{1,3}(, 0\.\d{1,3})+\]\]", answer)


@pytest.mark.parametrize("name", RUNS)
def test_a_notebook_trains_the_same_run_to_the_same_weights_and_plots_it(name, models, ended):
    fingerprint, chart, failed = ended[name]
    assert fingerprint == fingerprint_of_all(models[name].kept) and not failed
    loss, accuracy = chart["hconcat"]
    assert (loss["encoding"]["y"]["field"], accuracy["encoding"]["y"]["field"]) == ("loss", "accuracy")
    figures = chart["data"]["values"]
    for network in models[name].networks:
        of_network = [row for row in figures if row["network"] == f"seed {network.seed}"]
        for record in network.curves.records():
            for part in ("train", "validation", "test"):
                value = getattr(record, f"{part}_loss")
                found = [r["loss"] for r in of_network if (r["part"], r["epoch"]) == (part, record.epoch)]
                assert found == ([value] if value is not None and np.isfinite(value) else [])


def test_the_runs_are_such_that_all_ways_to_end_are_among_them(models):
    state = {name: model.networks[-1].state for name, model in models.items()}
    assert state["in-an-epoch"].position > 0 and state["in-an-evaluation"].position == len(SKIPPED.indices("train"))
    assert models["early"].networks[-1].kept_epoch < state["early"].epoch < LATE.epochs
    assert state["wild"].epochs_blown_up == 3 and state["not-begun"].updates == 0


def test_other_settings_or_sentences_are_noticed(tmp_path):
    model = run(SKIPPED)
    others = {
        "settings": replace(model, training=replace(model.training, learning_rate=0.06)),
        "sentences": replace(model, dataset=ELSEWHERE),
    }
    ended = executed(tmp_path, others)
    assert ended["sentences"][2] == "these are other sentences, or they have other parts"
    fingerprint, _, failed = ended["settings"]
    before = fingerprint_of_all(model.kept)
    assert fingerprint != before and failed == f"other weights: {fingerprint} instead of {before}"


def test_bundled_sentences_are_named_and_others_are_inside_or_asked_for(models):
    sources = {name: export(model, "notebook", []).decode() for name, model in models.items()}
    assert "sentiment.csv" in sources["bundled"] and "negation_tags.csv" in sources["bundled-tags"]
    assert "rows = [" not in sources["bundled"] and "rows = [" in sources["tags"]
    assert "FILE = " in sources["elsewhere"] and "FILE = " not in sources["tags"]


def test_words_that_a_bundled_set_has_no_tags_for_do_no_harm():
    assert bundled_files(TextConfig("characters"), True) == {}
    assert len(bundled_files(TextConfig("words", min_count=1_000_000), False)) > 3


def test_what_is_not_code_holds_no_text_of_other_people(models):
    cells = {name: json.loads(export(model, "notebook", []))["cells"] for name, model in models.items()}
    texts = {tuple(map(str, (c["source"] for c in found if c["cell_type"] == "markdown"))) for found in cells.values()}
    assert len(texts) == 2  # of one network and of two


@pytest.mark.parametrize("name", RUNS)
def test_a_notebook_is_valid(name, models):
    nbformat = pytest.importorskip("nbformat")
    nbformat.validate(nbformat.reads(export(models[name], "notebook", ["a"]).decode(), 4))
