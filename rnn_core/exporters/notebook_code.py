"""What stands in the notebook: its text and its code, with room for one run's sentences, settings and figures."""

ABOUT = """\
# A run of the RNN playground

This notebook trains the same {networks} on the same sentences, with the playground's package `rnn_core`, and comes to
the same weights to the last bit: the fingerprint below tells. With another version of numpy, or on another kind of
machine, the last bits may differ.

It needs `rnn_core` (`pip install .` in the playground's folder), Altair and Jupyter (`pip install altair
jupyterlab`)."""

IMPORTS = """\
import rnn_core  # first of all: it sees to it that sums are rounded as they were

import base64
from dataclasses import replace
from pathlib import Path

import altair as alt
import numpy as np

from rnn_core import Dataset, EpochRecord, Example, ModelConfig, ReadOptions, TextConfig, TrainConfig
from rnn_core import TrainingDiverged, Update, fingerprint_of_all, read, tokenise, train"""

SENTENCES = "## The sentences"

INSIDE = """\
# Sentence, label (where words are tagged, one for each word), part.
rows = [
{rows}]
dataset = Dataset(tuple(Example(*row) for row in rows), text, tagged={tagged})"""

BUNDLED = """\
from rnn_core.bundled import DATA

options = ReadOptions(tags={tagged}, text=text)
dataset = read((DATA / {file!r}).read_bytes(), {file!r}, options).dataset"""

ELSEWHERE = """\
# The run's file does not hold its sentences. Put them beside this notebook: as the page gives them under Data, or the
# file that the run was trained on, if its parts are told in it or were made without options.
FILE = "sentences.csv"
options = ReadOptions(tags={tagged}, text=text)
dataset = read(Path(FILE).read_bytes(), FILE, options).dataset"""

SAME_SENTENCES = """
assert dataset.fingerprint == {fingerprint!r}, "these are other sentences, or they have other parts"
print({{part: len(dataset.examples_of(part)) for part in ("train", "validation", "test")}})"""

SETTINGS = "## The settings"

NO_VECTORS = "vectors = {vectors}  # no embedding begins with any"

VECTORS = """\
# What stood for each word before anything was learned, pretrained vectors and all else: of each network.
vectors = [
    np.frombuffer(base64.b64decode(written), {numbers!r}).reshape({shape})
    for written in (
{tables}    )
]"""

TABLE = '        """\n{table}""",\n'

TRAINING = "## Training"

TRAIN = '''\
# Seed, epochs, updates (None: to the end), fingerprint of the weights.
networks = {networks}


def train_again(seed, epochs, updates, fingerprint, vectors):
    """Train until as much is done as was then; the weights that answer, and a record of each epoch."""
    training = train(dataset, model, replace(config, seed=seed), vectors=vectors)
    records, made = [], 0
    try:
        while (training.epoch, made) != (epochs, updates) or training.kept[1].fingerprint() != fingerprint:
            event = next(training)
            made += isinstance(event, Update)
            if isinstance(event, EpochRecord):
                records.append(event)
    except StopIteration:
        pass  # the run has ended
    except TrainingDiverged as stopped:
        print(stopped)
    return training.kept[1], records


trained = [train_again(*network, given) for network, given in zip(networks, vectors, strict=True)]
weights = [params for params, _ in trained]
fingerprint = fingerprint_of_all(weights)
print(fingerprint, "as before" if fingerprint == {fingerprint!r} else "and before it was " + {fingerprint!r})'''

CURVES = "## How it went"

PLOT = """\
parts = ["train", "validation", "test"]
figures = [
    {
        "network": f"seed {seed}",
        "part": part,
        "epoch": record.epoch,
        "loss": getattr(record, f"{part}_loss"),
        "accuracy": getattr(record, f"{part}_accuracy"),
    }
    for (seed, *_), (_, records) in zip(networks, trained)
    for record in records
    for part in parts
    if np.isfinite(getattr(record, f"{part}_loss") or 0.0) and dataset.examples_of(part)
]
lines = (
    alt.Chart(alt.Data(values=figures))
    .mark_line()
    .encode(
        x="epoch:Q",
        color=alt.Color("part:N", sort=parts),
        strokeDash=alt.StrokeDash("part:N", sort=parts),
        detail="network:N",
    )
    .properties(width=320, height=240)
)
accuracy = alt.Y("accuracy:Q", scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format="%"))
chart = lines.encode(y="loss:Q") | lines.encode(y=accuracy)
chart"""

SAME = "## The same weights, to the last bit"

SAME_WEIGHTS = """\
assert fingerprint == {fingerprint!r}, f"other weights: {{fingerprint}} instead of {fingerprint}\""""

ANSWERS = "## What it answers"

ANSWER = """\
from rnn_core import pack_unlabelled, {predict} as predict

# Sentence, and the probability of each label{where}.
before = [
{rows}]

print(dataset.classes)
for sentence, expected in before:
    batch = pack_unlabelled([dataset.vocabulary.encode(tokenise(sentence, text))])
    found = predict(weights, batch)
    print(repr(sentence), found.astype(float).round(3).tolist())
    np.testing.assert_allclose(found, np.reshape(expected, found.shape), rtol=0, atol={tolerance})"""
