"""The sentence being read: the answer, the network drawn, and what to do with both."""

from collections.abc import Sequence
from time import monotonic

import streamlit as st

from playground import answer_in_words, several
from playground.charts.network import network_spec
from playground.charts.network_data import network_columns, reading_steps
from playground.charts.spec import diverging
from playground.charts.table import table
from playground.charts.unrolled import Drawing, drawing, most_words, tokens_read
from playground.known_words import frequent_words, wants_words
from playground.markup import Html, bdi, joined, small, tag
from playground.snapshot import Snapshot
from playground.state import AppState
from playground.views.polling import tick_seconds
from playground.views.show import show
from rnn_core import Layout, Params, Trace, predict_mean, predict_words_mean, tokenise, trace
from rnn_core.arrays import Array

_MOST_WORDS_OFFERED = 12


def read_out(app: AppState) -> None:
    """Draw the button that reads the sentence out, or ends that. It is not redrawn while training goes on."""
    if app.reader.lit(monotonic()) is not None:
        st.button("Stop reading", key="stop_reading", on_click=app.reader.stop, icon=":material/stop:")
    else:
        st.button(
            "Read it out", key="read_out", on_click=_read_out, args=(app,), icon=":material/text_to_speech:",
            help="Word by word, two a second: each state lights up as it is made. Training may go on meanwhile.",
        )  # fmt: skip


def options(app: AppState) -> None:
    """Draw what can be chosen about the picture, below it. Nothing here is redrawn while training goes on."""
    layout = app.job.snapshot().params.layout
    words, most = len(tokenise(app.shown.sentence, app.dataset.text)), most_words(layout)
    if words > most:
        starts = _starts(words, most)
        if app.kept["part"] not in starts:
            app.kept.set({"part": starts[-1]})
        st.select_slider(
            "Which words are drawn",
            starts,
            format_func=lambda first: f"Words {first + 1} to {first + most} of {words}",
            label_visibility="collapsed",
            **app.kept.held("part"),
        )
    if len(layout.cell.gates) > 1:
        st.toggle(
            "Draw the gates", help="Each gate as a column of its own, beside the state.", **app.kept.held("gates")
        )


def words_it_knows(app: AppState) -> None:
    """Offer words, where some of the sentence are skipped or there are none yet."""
    if wants_words(app.shown.sentence, app.dataset.vocabulary):
        st.pills(
            "Words it knows: a click adds one",
            frequent_words(app.dataset, _MOST_WORDS_OFFERED),
            key="known_word",
            on_change=app.shown.add_known_word,
        )


def _read_out(app: AppState) -> None:
    params = app.job.snapshot().params
    read = trace(params, app.dataset.vocabulary, app.shown.sentence)
    app.reader.start(monotonic(), reading_steps(params.layout.config, read))


def every(app: AppState, playing: bool) -> float | None:
    """Seconds between two drawings of the picture; None if it stands."""
    return tick_seconds() if playing or app.reader.steps else None


def draw(app: AppState, now: Snapshot, dark: bool) -> None:
    """Draw the answer, the picture and what it shows. It only reads, but for the end of a reading."""
    params, colours = now.params, app.colours
    layout = params.layout
    read = trace(params, app.dataset.vocabulary, app.shown.sentence)
    lit = app.reader.lit(monotonic())
    if app.reader.steps and (lit is None or app.reader.steps != reading_steps(layout.config, read)):
        app.reader.stop()
        st.rerun()  # it has come to its end, or the sentence is another: the button has to say so
    if app.clicks.awaited:
        st.rerun()  # a word was clicked
    first = _first(app, layout, read, lit)
    picture = drawing(layout, read, bool(app.kept["gates"]), first)
    so_far = None if lit is None else lit if picture.directions == 1 else 0
    own, members = app.sentences, now.answering
    answer = answer_in_words.verdict(
        read, colours, own.labels.get(app.shown.sentence), own.tags.get(app.shown.sentence), so_far,
        _mean(members, read, app.dataset.tagged) if len(members) > 1 else None, len(members),
    )  # fmt: skip
    with st.container(gap="xsmall"):
        show(tag("div", answer, small(answer_in_words.reading(read)), class_="rnn-answer"))
        st.vega_lite_chart(
            table(network_columns(picture, params, read, colours, first, lit, app.clicks.count)),
            network_spec(picture, colours.legend[1], dark),
            width="stretch",
            key="picture",
            on_select=lambda: _clicked(app, layout, read),
        )
        about = several.first_of(now) + _about(picture, layout.hidden)
        show(joined(tag("div", _key(app, picture, dark), class_="rnn-key"), small(about)))


def _mean(members: Sequence[Params], read: Trace, tagged: bool) -> Array:
    """(1, C) the mean answer of several networks to what one of them has read; (T, C) to each word."""
    return (predict_words_mean if tagged else predict_mean)(members, read.batch())


def _starts(words: int, most: int) -> list[int]:
    """The words that a part of a long sentence may begin with."""
    return [*range(0, words - most, most), words - most]


def _first(app: AppState, layout: Layout, read: Trace, lit: int | None) -> int:
    """Which word is drawn first: where more of them are than have room those that are chosen, or being read."""
    most = most_words(layout)
    if len(read.tokens) <= most:
        return 0
    starts = _starts(len(read.tokens), most)
    if lit is None:
        return int(app.kept["part"]) if app.kept["part"] in starts else starts[-1]
    place = _places(read)[(lit - 1) % len(read.words)]
    return max(start for start in starts if start <= place)


def _clicked(app: AppState, layout: Layout, read: Trace) -> None:
    """A word opens the step that made its state; in the answers to all words, it is drawn with its neighbours."""
    chosen, places = app.clicks.clicked(app.kept), _places(read)
    if chosen.get("step"):
        app.clicks.open_step(int(chosen["step"]))
    elif chosen.get("part"):
        place, starts = places[int(chosen["part"]) - 1], _starts(len(read.tokens), most_words(layout))
        app.clicks.show_part(max(start for start in starts if start <= place))


def _places(read: Trace) -> list[int]:
    """Where the words stand in the sentence that are read."""
    return [i for i, is_read in enumerate(tokens_read(read)) if is_read]


def _key(app: AppState, picture: Drawing, dark: bool) -> Html:
    """What the colours mean."""
    names, shades = app.colours.legend
    classes = [
        tag("span", tag("i", style=f"background:{shade}"), bdi(name)) for name, shade in zip(names, shades, strict=True)
    ]
    ends = "−1", "+1"
    scale = diverging(dark)
    if not picture.bounded:
        ends, scale = ("0", "2 and more"), scale[1:]
    bar = tag("i", class_="rnn-scale", style=f"background:linear-gradient(90deg, {', '.join(scale)})")
    return joined(*classes, tag("span", f"state {ends[0]} ", bar, f" {ends[1]}"))


def _about(picture: Drawing, hidden: int) -> str:
    """What the picture shows, in a line."""
    if picture.readout == "words":
        said = "Each bar is its answer to the word above."
    elif picture.directions == 2:
        said = "Each bar but the last: its answer to the words so far, read anew in both directions."
    else:
        said = "Each bar but the last: its answer if the sentence ended there."
    if hidden > picture.units:
        said += f" {picture.units} of {hidden} units are drawn: those that matter most for this answer."
    return said
