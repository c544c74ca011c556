"""The panel in which a visitor loads sentences: choose, see what was understood, mend, use.

It is drawn above the run and not in place of it, so that training goes on meanwhile. Nothing is replaced before the
last button is pressed.
"""

import time
from collections.abc import Generator
from dataclasses import replace
from functools import partial

import streamlit as st

from playground import messages, suggestions
from playground.loading import Source
from playground.markup import Html, Part, small, tag
from playground.room import BYTES_A_FILE_BYTE, NoRoom
from playground.sentences import Sentences
from playground.shared import room
from playground.state import AppState
from playground.views import sources, understood
from playground.views.show import remark, show
from rnn_core import InvalidDataset, InvalidSetting, ReadOptions, Repairs, TextConfig
from rnn_core.reading import Understood, understand
from rnn_core.reading.cleaning import End
from rnn_core.reading.draft import MAX_SHARE, Draft
from rnn_core.text import Tokeniser, Unknown
from rnn_core.wording import shown

_PATIENCE = 0.4  # seconds of reading before a bar appears
_BETWEEN_LOOKS = 0.1  # seconds of reading in a row

_CUTS: dict[Tokeniser, str] = {
    "whitespace": "at white space",
    "words": "words and punctuation",
    "characters": "single characters",
}
_UNKNOWN: dict[Unknown, str] = {"vector": "read as one unknown word", "skip": "skipped"}
_FOR_FILES = TextConfig(unknown="vector")
_ENDS: dict[End, str] = {"first": "keep the first 200 words", "last": "keep the last 200 words"}


def draw(app: AppState) -> None:
    """Draw the panel, if it is open."""
    panel = st.container(key="loading")  # always there, so that the page keeps its skeleton
    if not app.loading.open:
        return
    with panel.container(border=True):
        title, close = st.columns([6, 1], vertical_alignment="center")
        title.markdown("**Your own sentences**, each with a label")
        close.button("Close", key="close_loading", on_click=app.loading.forget, width="stretch")
        try:
            _draw(app)
        except (InvalidDataset, NoRoom) as error:
            _refusal(str(error))


def _draw(app: AppState) -> None:
    source = sources.draw(app)
    if source is None:
        return
    if app.loading.nothing_read:
        room().admit(0 if source.is_table else BYTES_A_FILE_BYTE * len(source.content))
    boxes = st.container()
    text = _text_config(app.chosen.dataset.text if source.is_table else _FOR_FILES)
    tags = app.chosen.dataset.tagged if source.is_table else None
    found = app.loading.look(source, replace(app.loading.asked(source, ReadOptions(tags=tags)), text=text))
    if not source.is_table:
        with boxes:
            found = understood.draw(source, found, partial(_ask, app, source))
    read = _read_source(app, "source", source, found.asked)
    if read and read.draft:
        read = _mended(app, source, read, read.draft)
    if read is None:
        return
    draft = read.draft
    if draft is None:
        raise InvalidDataset(read.refusal)
    if draft.problems or draft.labels.refusal:
        show(_refused(messages.finding_list([*draft.problems, *filter(None, [draft.labels.refusal])])))
        return
    test_key, test_file = _test_file(app, read)
    if test_key and test_file is None:
        return
    share, validation, seed = _split(draft, test_file is not None)
    ready = app.loading.once(
        "sentences",
        (source, read.asked, share, validation, seed, test_key),
        lambda: Sentences(
            draft.dataset(share, seed, test_file, validation),
            source.name,
            own=True,
            unit=draft.unit,
            notices=(*read.notices, *(test_file.notices if test_file else ())),
        ),
    )
    _summary(ready)
    _use(app, ready)


def _refusal(message: str) -> None:
    show(_refused(message[:1].upper() + message[1:]))


def _refused(why: Part) -> Html:
    return tag("div", why, class_="rnn-refusal")


def _text_config(default: TextConfig) -> TextConfig:
    """How words are cut, to begin with as in a table's own sentences or as fits a file."""
    kind = f"{default.tokeniser}-{default.fold_case}-{default.min_count}-{default.unknown}"
    with st.expander("How words are cut"):
        left, right = st.columns(2)
        cut = left.segmented_control(
            "Cut sentences", list(_CUTS), format_func=_CUTS.__getitem__, key=f"cut-{kind}", default=default.tokeniser,
            required=True,
            help="At white space, as in the tutorial; into words and punctuation marks; or into single characters, for "
            "writing without spaces.",
        )  # fmt: skip
        fold = left.toggle("GOOD and good are one word", value=default.fold_case, key=f"fold_case-{kind}")
        count = right.number_input(
            "Smallest count for a word to be kept", 1, 100, default.min_count, key=f"min_count-{kind}",
            help="Words that occur less often in the training sentences count as unknown.",
        )  # fmt: skip
        unknown = right.segmented_control(
            "Unknown words are", list(_UNKNOWN), format_func=_UNKNOWN.__getitem__, key=f"unknown-{kind}",
            default=default.unknown, required=True,
            help="One unknown word stands for all of them. It is learned by word dropout: now and then a training "
            "word, the rarer the likelier, is read as unknown. Skipping pretends that they are not there.",
        )  # fmt: skip
    return TextConfig(cut, fold, int(count), unknown)


def _ask(app: AppState, source: Source, asked: ReadOptions) -> Understood:
    """What is understood of a source when this is taken for granted from now on."""
    app.loading.ask(source, asked)
    return app.loading.look(source, asked)


def _read(app: AppState, name: str, key: object, reading: Generator[Understood, None, Understood]) -> Understood | None:
    """Read all rows; None if the visitor stopped it. A large file takes long: then it shows how far it is."""
    loading = app.loading
    if loading.stopped == key:
        st.caption("Reading was stopped.")
        st.button("Read on", key=f"go_on-{name}", on_click=loading.go_on)
        return None
    place, bar, look = st.empty(), None, time.monotonic() + _PATIENCE
    while True:
        try:
            found = next(reading)
        except StopIteration as done:
            place.empty()
            read: Understood = done.value
            return read
        if time.monotonic() < look:
            continue
        if bar is None:
            with place.container(horizontal=True, vertical_alignment="center"):
                st.button("Stop reading", key=f"stop-{name}", on_click=loading.stop, args=(key,))
                bar = st.empty()
        bar.progress(found.share, f"Reading, {100 * found.share:.0f}%")  # a click that waits is served here
        look = time.monotonic() + _BETWEEN_LOOKS


def _read_source(app: AppState, name: str, source: Source, asked: ReadOptions) -> Understood | None:
    return _read(app, name, (source, asked), app.loading.understanding(source, asked))


def _mended(app: AppState, source: Source, read: Understood, draft: Draft) -> Understood | None:
    """The same with the repairs that the visitor wants."""
    repairs = _offers(source, draft, read.asked.repairs)
    if repairs == read.asked.repairs:
        return read
    asked = replace(read.asked, repairs=repairs)
    app.loading.ask(source, asked)
    return _read_source(app, "mended", source, asked)


def _offers(source: Source, draft: Draft, asked: Repairs) -> Repairs:
    """What can be done about rows and labels that cannot be used as they are; asked, never done by itself."""
    leave_out, cut, merge, coarse = False, None, False, False
    if draft.too_long:
        cut = st.segmented_control(
            "Sentences that are too long", list(_ENDS), format_func=_ENDS.__getitem__, key=f"cut-{source.key}",
            default=asked.truncate,
        )  # fmt: skip
    if draft.unusable:
        leave_out = st.checkbox("Leave out the rows that cannot be used", asked.leave_out, key=f"leave-{source.key}")
    if draft.labels.same:
        groups = " · ".join(" = ".join(f"“{shown(label)}”" for label in group) for group in draft.labels.same[:5])
        merge = st.checkbox("Merge labels that look like one", asked.merge_labels, key=f"merge-{source.key}")
        remark(groups)
    if draft.labels.coarse:
        coarse = st.checkbox(
            f"Use only the {len(draft.labels.coarse)} coarse labels, before the colon", asked.coarse_labels,
            key=f"coarse-{source.key}",
        )  # fmt: skip
    return Repairs(leave_out, cut, merge, coarse)


def _test_file(app: AppState, read: Understood) -> tuple[tuple[object, ...], Draft | None]:
    """A second file, if there is one, and what tells it from another; no draft as long as it is not read."""
    with st.expander("A separate test file"):
        uploaded = st.file_uploader(
            "All of its sentences are for testing, and only they", key="test_upload", max_upload_size=sources.UPLOAD_MB
        )
        if uploaded is None:
            return (), None
        asked = ReadOptions(tags=read.tags, repairs=read.asked.repairs, text=read.asked.text)
        key = (uploaded.file_id, asked)
        reading = app.loading.reading("test", key, lambda: understand(uploaded.getvalue(), asked))
        tests = _read(app, "test", key, reading)
        return key, tests.required(uploaded.name) if tests else None


def _split(draft: Draft, has_test_file: bool) -> tuple[float, float, int]:
    """The shares kept for testing and for validation, and the seed that chooses them."""
    testing, choosing, chance = st.columns(3)
    share, most = 0, int(100 * MAX_SHARE)
    if has_test_file:
        testing.caption("The test file is for testing, all the rest is for learning.")
    elif draft.has_split:
        testing.caption("The split column tells which sentences are for testing.")
    else:
        share = testing.slider(
            "Kept for testing", 0, most, 20, 5, format="%d%%", key="test_share",
            help="The network never learns from these. The same share of each class is kept.",
        )  # fmt: skip
    validation = choosing.slider(
        "Kept for validation", 0, most, 0, 5, format="%d%%", key="validation_share",
        help="A share of the sentences to learn from that is set aside to choose the best weights by. Early stopping "
        "needs it. If a split column names such sentences, it is these.",
    )  # fmt: skip
    seed = chance.number_input("Split seed", 0, 999_999, 0, key="split_seed", help="Decides which sentences are kept.")
    return share / 100, validation / 100, int(seed)


# What it comes to.


def _summary(ready: Sentences) -> None:
    left, right = st.columns([2, 3])
    show(messages.class_counts(ready.report), left)
    show(small(messages.data_report(ready)), right)


def _use(app: AppState, ready: Sentences) -> None:
    if ready.dataset.fingerprint == app.chosen.dataset.fingerprint:
        st.caption("These are the sentences in use already.")
        return
    try:
        settings, seconds = app.loading.once(
            "suggested", ready.dataset.fingerprint, lambda: suggestions.plan(ready.dataset)
        )
    except InvalidSetting as error:
        _refusal(str(error))
        return
    left, right = st.columns([1, 3], vertical_alignment="center")
    left.button(
        "Use this dataset", key="use", on_click=app.use, args=(ready, settings), icon=":material/check:",
        width="stretch",
    )  # fmt: skip
    started = app.job.status in ("playing", "paused", "unwatched")
    waits = " The run that has begun keeps its own sentences; these wait for Reset." if started else ""
    right.caption(f"{messages.in_short(ready)}. Will be set: {messages.suggestion(settings, seconds)}.{waits}")
