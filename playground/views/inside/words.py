"""Where the words lie, by what they give to the network."""

import streamlit as st

from playground.charts.table import table
from playground.charts.words import words_columns, words_spec
from playground.look import Look
from playground.messages import percent
from playground.state import AppState
from playground.views.inside.tables import draw_table, number, text
from playground.views.show import remark
from rnn_core.inside.plane import alone, best_plane
from rnn_core.inside.units import row_names


def draw(app: AppState, look: Look) -> None:
    """The words' columns of Wxh, or rows of E, in two dimensions."""
    params, rows = look.params, app.results.frequent_rows
    all_names = row_names(look.dataset.vocabulary)
    given, names = params.table[rows], [all_names[row] for row in rows]
    found = best_plane(given)
    answers = alone(params, rows)
    columns = words_columns(found.of(given), names, answers, look.colours)
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
    st.vega_lite_chart(table(columns), words_spec(look.colours.legend[1], titles, look.dark), width="stretch")
    draw_table(
        {"word": names, "label": columns["label"], "probability": 100 * answers.max(axis=1).astype(float)},
        label=text("answer to it alone"),
        probability=number("probability", format="%.1f%%"),
    )


def _what(look: Look) -> str:
    if not look.params.layout.one_hot:
        return "Every word is a row of the embedding E." + (" It stays as it was given." if look.model.frozen else "")
    both = ", one for each direction put together" if look.model.directions > 1 else ""
    gates = len(look.params.layout.cell.gates)
    sums = "the sum of every unit" if gates == 1 else f"the sums of the {gates} gates"
    return f"Every word adds its column of Wxh{both} to {sums}."
