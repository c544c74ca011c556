"""Where the words lie, by what they give to the network, and where they lay before training."""

import numpy as np
import streamlit as st

from playground.charts.table import table
from playground.charts.words import words_columns, words_spec
from playground.look import Look
from playground.markup import Html, bdi, joined, text
from playground.messages import percent
from playground.state import AppState
from playground.views.inside import tables
from playground.views.inside.choosers import choose
from playground.views.show import remark
from rnn_core.arrays import Array
from rnn_core.inside.plane import alone, best_plane
from rnn_core.inside.units import row_names
from rnn_core.wording import shown

_SHOWN = {"now": "where they lie", "moved": "how training moved them"}
_MOST_NAMED = 3


def draw(app: AppState, look: Look) -> None:
    """The words' columns of Wxh, or rows of E, in two dimensions."""
    params, rows = look.params, app.results.frequent_rows
    all_names = row_names(look.dataset.vocabulary)
    given, names = params.table[rows], [all_names[row] for row in rows]
    moved = not look.model.frozen and choose(app, "words_shown", "Words", _SHOWN) == "moved"
    began = app.job.snapshot().history[0].table[rows] if moved else given
    found = best_plane(np.concatenate([began, given]) if moved else given)
    answers = alone(params, rows)
    columns = words_columns(found.of(given), names, answers, look.colours, found.of(began))
    kept = "" if len(rows) == look.dataset.vocabulary.rows else f" These are the {len(rows)} most frequent words."
    share = f" A projection that holds {percent(sum(found.shares))} of the variance." if found.projected else ""
    remark(
        f"{_what(look)} The colour is what the network answers to the word alone, the larger the surer. Where there is "
        f"no room for a word, pointing at it tells it.{share}{kept}"
    )
    plain = params.layout.one_hot and look.model.hidden_size == 2
    titles = ("to unit 1", "to unit 2") if plain else ("1st number", "2nd number")
    if found.projected:
        titles = ("1st principal component", "2nd principal component")
    st.vega_lite_chart(table(columns), words_spec(look.colours.legend[1], titles, look.dark, moved), width="stretch")
    if moved:
        remark(_ways(began, given, names))
    listed = {"word": names, "label": columns["label"], "probability": 100 * answers.max(axis=1).astype(float)}
    kinds = {
        "label": tables.text("answer to it alone"),
        "probability": tables.number("probability", format="%.1f%%"),
    }
    if moved:
        listed["moved"], kinds["moved"] = _distances(began, given), tables.number("moved by", format="%.3f")
    if app.run.given:
        pretrained = set(app.run.given.vectors.words)
        listed["began"] = ["a vector" if name in pretrained else "random numbers" for name in names]
        kinds["began"] = tables.text("began with")
    tables.draw_table(listed, **kinds)


def _what(look: Look) -> str:
    if not look.params.layout.one_hot:
        stays = " It is frozen: training leaves every word where it began." if look.model.frozen else ""
        return f"Every word is a row of the embedding E.{stays}"
    both = ", one for each direction put together" if look.model.directions > 1 else ""
    gates = len(look.params.layout.cell.gates)
    sums = "the sum of every unit" if gates == 1 else f"the sums of the {gates} gates"
    return f"Every word adds its column of Wxh{both} to {sums}."


def _distances(began: Array, now: Array) -> Array:
    """(n,) how far each word lies from where it began, in all its dimensions."""
    far: Array = np.linalg.norm(now.astype(float) - began.astype(float), axis=1)
    return far


def _ways(began: Array, now: Array, names: list[str]) -> Html:
    """How far training has moved the words."""
    far = _distances(began, now)
    if not far.any():
        return text("Nothing has moved yet: this is how they began.")
    most = np.argsort(-far, kind="stable")[:_MOST_NAMED]
    words = joined(*(joined("“", bdi(shown(names[i])), "”") for i in most), between=", ")
    length = float(np.linalg.norm(began.astype(float), axis=1).mean())
    told = f"A line leads to each from where it began. They moved by {far.mean():.2g} on average (at first they were "
    return joined(f"{told}{length:.2g} long), the farthest ", words, ".")
