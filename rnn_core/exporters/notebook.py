"""A Jupyter notebook that trains the same run with rnn_core, comes to the same weights, and plots how it went.

A notebook is JSON in the form of nbformat 4.5. Texts of other people stand in it as Python literals only.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from functools import lru_cache
from typing import Any

from rnn_core.bundled import DATA, SENTIMENT
from rnn_core.config import ModelConfig, TrainConfig
from rnn_core.ensemble import fingerprint_of_all
from rnn_core.errors import InvalidDataset
from rnn_core.exporters import notebook_code as code
from rnn_core.exporters.export import Export
from rnn_core.exporters.proof import TOLERANCE, proved
from rnn_core.exporters.script import NUMBERS, base64_lines
from rnn_core.model_files import SavedModel
from rnn_core.reading import ReadOptions, read
from rnn_core.task_sets import TASKS
from rnn_core.text import TextConfig

_CODE, _TEXT = "code", "markdown"


def _write(model: SavedModel, sentences: Sequence[str]) -> bytes:
    fingerprint = fingerprint_of_all(model.kept)
    several = f"{len(model.networks)} networks" if len(model.networks) > 1 else "network"
    cells = [
        (_TEXT, code.ABOUT.format(networks=several)),
        (_CODE, code.IMPORTS),
        (_TEXT, code.SENTENCES),
        (_CODE, _sentences(model)),
        (_TEXT, code.SETTINGS),
        (_CODE, _settings(model)),
        (_TEXT, code.TRAINING),
        (_CODE, code.TRAIN.format(networks=_networks(model), fingerprint=fingerprint)),
        (_TEXT, code.CURVES),
        (_CODE, code.PLOT),
        (_TEXT, code.SAME),
        (_CODE, code.SAME_WEIGHTS.format(fingerprint=fingerprint)),
        (_TEXT, code.ANSWERS),
        (_CODE, _answers(model, sentences)),
    ]
    notebook = {
        "cells": [_cell(number, kind, source) for number, (kind, source) in enumerate(cells)],
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(notebook, indent=1).encode()


def _cell(number: int, kind: str, source: str) -> dict[str, Any]:
    cell = {"id": f"cell-{number}", "cell_type": kind, "metadata": {}, "source": source.splitlines(keepends=True)}
    return cell | ({"execution_count": None, "outputs": []} if kind == _CODE else {})


def _sentences(model: SavedModel) -> str:
    """What makes ``text`` and ``dataset``."""
    file = bundled_files(model.vocabulary.text, model.tagged).get(model.fingerprint)
    if file is not None:
        made = code.BUNDLED.format(tagged=model.tagged, file=file)
    elif model.dataset is not None:
        rows = ((example.sentence, example.label, example.split) for example in model.dataset.examples)
        made = code.INSIDE.format(rows=_in_lines(rows), tagged=model.tagged)
    else:
        made = code.ELSEWHERE.format(tagged=model.tagged)
    same = code.SAME_SENTENCES.format(fingerprint=model.fingerprint)
    return f"text = {_call(model.vocabulary.text)}\n\n{made}\n{same}"


@lru_cache(maxsize=8)
def bundled_files(text: TextConfig, tagged: bool) -> dict[str, str]:
    """The files in data/ by the fingerprint that their sentences have when they are cut in this way."""
    of_words = {task.name: task.tagged for task in TASKS.values()} | {SENTIMENT.stem: False}
    found = {}
    for file in (DATA / f"{name}.csv" for name in of_words if of_words[name] == tagged):
        try:
            dataset = read(file.read_bytes(), file.name, ReadOptions(tags=tagged, text=text)).dataset
        except InvalidDataset:  # these words are not those that have tags
            continue
        found[dataset.fingerprint] = file.name
    return found


def _settings(model: SavedModel) -> str:
    """What makes ``model``, ``config`` and ``vectors``."""
    config = model.model
    tables = [network.first.table for network in model.networks if network.first is not None]
    if tables:
        config = replace(config, first_embedding="random")  # what it began with by counts is in the tables, too
        numbers = NUMBERS[config.dtype]
        written = "".join(code.TABLE.format(table=base64_lines([table], numbers).decode()) for table in tables)
        vectors = code.VECTORS.format(numbers=numbers, shape=tables[0].shape, tables=written)
    else:
        vectors = code.NO_VECTORS.format(vectors=[None] * len(model.networks))
    return f"model = {_call(config)}\nconfig = {_call(model.training)}\n{vectors}"


def _call(settings: ModelConfig | TrainConfig | TextConfig) -> str:
    """The expression that makes these settings."""
    lines = (f"    {field.name}={getattr(settings, field.name)!r},\n" for field in fields(settings))
    return f"{type(settings).__name__}(\n{''.join(lines)})"


def _networks(model: SavedModel) -> list[tuple[int, int, int | None, str]]:
    """Of each its seed, epochs, updates if these are known, and fingerprint."""
    updates = (None if network.state is None else network.state.updates for network in model.networks)
    return [(n.seed, n.epoch, made, n.kept.fingerprint()) for n, made in zip(model.networks, updates, strict=True)]


def _answers(model: SavedModel, sentences: Sequence[str]) -> str:
    return code.ANSWER.format(
        predict="predict_words_mean" if model.tagged else "predict_mean",
        where=" at each of its words that is read" if model.tagged else "",
        rows=_in_lines((row.sentence, row.probabilities.tolist()) for row in proved(model, sentences)),
        tolerance=TOLERANCE[model.model.dtype],
    )


def _in_lines(rows: Iterable[object]) -> str:
    return "".join(f"    {row!r},\n" for row in rows)


NOTEBOOK = Export(
    "Jupyter notebook",
    "A notebook that trains the same run again, on the same sentences and to the same weights, and plots how it went.",
    "rnn_notebook.ipynb",
    "application/x-ipynb+json",
    _write,
)
