"""The panel in which a visitor loads sentences: choose, see what was understood, mend, use.

It is drawn above the run and not in place of it, so that training goes on meanwhile. Nothing is replaced before the
last button is pressed.
"""

import time
from collections.abc import Generator
from dataclasses import replace
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from playground import data_messages, link_messages, messages, suggestions
from playground.loading import Source, TableRow
from playground.markup import small
from playground.room import NoRoom, reading_bytes
from playground.sentences import Sentences
from playground.settings import VectorsName
from playground.shared import room
from playground.state import AppState
from playground.views import cutting, mending, sources, understood
from playground.views.show import show
from rnn_core import InvalidDataset, InvalidSetting, ReadOptions, Repairs
from rnn_core.dataset import VALIDATION_SHARE
from rnn_core.reading import Understood
from rnn_core.reading.cleaning import UNPROTECTED
from rnn_core.reading.draft import MAX_SHARE, Draft
from rnn_core.reading.telling import how_read
from rnn_core.reading.test_files import of_test_file, understand_tests
from rnn_core.vectors import installed
from rnn_core.wording import counted

_PATIENCE = 0.4  # seconds of reading before a bar appears
_BETWEEN_LOOKS = 0.1  # seconds of reading in a row
_BETWEEN_COUNTS = 1.0  # seconds until it is asked again whether there is memory left


def draw(app: AppState) -> None:
    """Draw the panel, if it is open."""
    panel = st.container(key="loading")  # always there, so that the page keeps its skeleton
    if not app.loading.open:
        return
    with panel.container(border=True):
        head = st.container(
            horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="xsmall"
        )
        first = st.container()  # what a link brings is seen and used there, before all that can be said about it
        kind = sources.kind(app)
        with head:
            brought = kind == "link"
            title = "**This link brings sentences**" if brought else "**Your own sentences**, each with a label"
            st.markdown(title, width="content")
            st.button("Close", key="close_loading", on_click=app.loading.forget)
        try:
            _draw(app, kind, first)
        except InvalidDataset as error:
            _refusal(str(error))
        except NoRoom as error:
            app.loading.drop()
            _refusal(str(error))


def _draw(app: AppState, kind: str, first: DeltaGenerator) -> None:
    source = sources.draw(app, kind)
    if source is None:
        return
    above = first if source.of_link else st.container()
    app.loading.once("room", source, partial(_make_room, source.content))
    # What is wrong with rows is told first, though they are read last; then what may be done about it, or besides.
    wrong, ways_out, offers, rows = (above.container() for _ in range(4))
    if source.is_table:
        found = app.loading.look(source, _of_table(app, source))
    else:
        found = app.loading.look(source, app.loading.asked(source))
        unclear = app.loading.once("unclear", source, lambda: found.refusal is not None)
        found = understood.draw(source, found, partial(_ask, app, source), ways_out, rows, unclear)
    read = _read_source(app, "source", source, found.asked)
    if read and read.draft:
        with wrong:
            read = _mended(app, source, read, read.draft, offers)
        if read is None:
            st.caption("They cannot be used yet: what is to be decided stands above.")
    if read is None:
        return
    draft = read.draft
    if draft is None:
        with wrong:
            _refusal(read.refusal or "")
        return
    testing = st.expander("Testing: a share of these sentences, or a separate file")
    test_key, test_file = _test_file(app, source, read, testing)
    if test_key and test_file is None:
        return
    with testing:
        share, validation, seed = _split(draft, test_file is not None, source.tells_parts)
    ready = app.loading.once(
        "sentences",
        (source, read.asked, share, validation, seed, test_key),
        lambda: _sentences(read, source, test_file, share, validation, seed),
    )
    _summary(ready)
    with first if source.of_link else st.container():
        _use(app, source, ready)


def _refusal(message: str) -> None:
    show(mending.refused(message[:1].upper() + message[1:]))


def _make_room(content: bytes | tuple[TableRow, ...]) -> None:
    room().admit(reading_bytes(content))


def _of_table(app: AppState, source: Source) -> ReadOptions:
    """What is taken for granted about an edited table: it is of the sentences in use."""
    own = app.chosen.dataset
    key = f"table-{own.text.tokeniser}-{own.text.fold_case}-{own.text.min_count}-{own.text.unknown}"
    with st.expander("How words are cut"):
        text = cutting.ask(own.text, key)
    return replace(app.loading.asked(source, ReadOptions(tags=own.tagged)), text=text)


def _sentences(
    read: Understood, source: Source, test_file: Draft | None, share: float, validation: float, seed: int
) -> Sentences:
    draft = read.required(source.name)
    dataset = draft.dataset(share, seed, test_file, validation)
    notices = (*draft.told(dataset), *(test_file.notices if test_file else ()))
    if source.of_link:
        notices = tuple(notice for notice in notices if notice != UNPROTECTED)  # nobody has written it so
    by_weight = sorted(notices, key=read.cutting.__contains__)  # how words are cut matters least
    return Sentences(dataset, source.name, own=True, unit=draft.unit, notices=tuple(by_weight))


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
    count = time.monotonic() + _BETWEEN_COUNTS
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
        if time.monotonic() > count:  # others may be reading too
            room().admit(0)
            count = time.monotonic() + _BETWEEN_COUNTS
        bar.progress(found.share, f"Reading, {100 * found.share:.0f}%")  # a click that waits is served here
        look = time.monotonic() + _BETWEEN_LOOKS


def _read_source(app: AppState, name: str, source: Source, asked: ReadOptions) -> Understood | None:
    return _read(app, name, (source, asked), app.loading.understanding(source, asked))


def _mended(app: AppState, source: Source, read: Understood, draft: Draft, offers: DeltaGenerator) -> Understood | None:
    """The same with the repairs that the visitor wants; None if something is still wrong, or is not read."""
    told = st.container()  # above what can be done about it, of which it depends
    repairs = mending.needed(source, draft, read.asked.repairs)
    with offers:
        repairs = mending.offered(source, draft, repairs)
    asked = replace(read.asked, repairs=repairs)
    if asked != read.asked:
        app.loading.ask(source, asked)
        mended = _read_source(app, "mended", source, asked)
        if mended is None or mended.draft is None:
            return mended
        read, draft = mended, mended.draft
    mending.leave_out(draft, asked.repairs, partial(_repair, app, source, asked))
    with told:
        return read if mending.tell(draft) else None


def _repair(app: AppState, source: Source, asked: ReadOptions, repairs: Repairs) -> None:
    """Do this to its rows from now on."""
    app.loading.ask(source, replace(asked, repairs=repairs))


def _test_file(
    app: AppState, source: Source, read: Understood, place: DeltaGenerator
) -> tuple[tuple[object, ...], Draft | None]:
    """A second file, if there is one, and what tells it from another; no draft as long as it cannot be used.

    Args:
        place: where it is asked for.
    """
    uploaded = place.file_uploader(
        "A separate test file: all of its sentences are for testing, and only they", key="test_upload",
        max_upload_size=sources.UPLOAD_MB,
    )  # fmt: skip
    if uploaded is None:
        return (), None
    if uploaded.file_id == app.loading.without:
        place.caption("This test file is not used.")
        return (), None
    key = (uploaded.file_id, source, read.asked)
    app.loading.once("room for tests", uploaded.file_id, lambda: _make_room(uploaded.getvalue()))
    reading = app.loading.reading("test", key, lambda: understand_tests(uploaded.getvalue(), read))
    tests = _read(app, "test", key, reading)
    if tests is None:
        return key, None
    beginning = of_test_file(uploaded.name)
    if tests.draft is None:
        _refusal(f"{beginning}{tests.refusal}")
        st.button(
            "Go on without the test file", key="without_tests", on_click=app.loading.go_without,
            args=(uploaded.file_id,), icon=":material/playlist_remove:",
        )  # fmt: skip
        return key, None
    show(small(beginning, how_read(tests)), place)
    draft = replace(
        tests.draft,
        notices=tuple(beginning + notice for notice in tests.notices),
        problems=tuple(beginning + problem for problem in tests.draft.problems),
    )
    ask = partial(_repair, app, source, read.asked)
    usable = mending.tell(draft, " of the test file")
    mending.leave_out(draft, read.asked.repairs, ask, " of the test file")
    return key, draft if usable else None


def _split(draft: Draft, has_test_file: bool, tells_parts: bool) -> tuple[float, float, int]:
    """The shares kept for testing and for validation, and the seed that chooses them.

    What says of each sentence what it is for has none chosen for validation if nobody asks for it.
    """
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
        "Kept for validation", 0.0, float(most), 0.0 if tells_parts else 100 * VALIDATION_SHARE, 2.5, format="%.1f%%",
        key=f"validation_share-{tells_parts}",
        help="A share of the sentences to learn from that is set aside to choose the best weights by: those of the "
        "epoch with the lowest loss on them. Early stopping needs it. If a split column names such sentences, it is "
        "these.",
    )  # fmt: skip
    seed = chance.number_input("Split seed", 0, 999_999, 0, key="split_seed", help="Decides which sentences are kept.")
    return share / 100, validation / 100, int(seed)


# What it comes to.


def _summary(ready: Sentences) -> None:
    left, right = st.columns([2, 3])
    show(data_messages.class_counts(ready.report), left)
    first, more = data_messages.notes(ready)
    with right:
        show(small(data_messages.finding_list(first) if first else "Nothing odd was found in these sentences."))
        if more:
            show(small(data_messages.finding_list(more)), st.expander(counted(len(more), "more note")))


def _use(app: AppState, source: Source, ready: Sentences) -> None:
    if ready.dataset.fingerprint == app.chosen.dataset.fingerprint:
        st.caption("These are the sentences in use already.")
        return
    awaited = ready.link_name == app.shown.missing  # then the link has set everything
    vectors: VectorsName = "glove" if installed() and not awaited and st.toggle(
        "Begin with GloVe's vectors", key="begin_with_glove",
        help="50 numbers a word, learned from Wikipedia and news: what is known of one word helps with those that are "
        "used alike. Other settings are suggested with them.",
    ) else "none"  # fmt: skip
    try:
        settings, seconds = app.loading.once(
            "suggested", (ready.dataset.fingerprint, vectors), lambda: suggestions.plan(ready.dataset, vectors)
        )
    except InvalidSetting as error:
        _refusal(str(error))
        return
    left, right = st.columns([1, 3], vertical_alignment="center")
    left.button(
        "Use these sentences" if source.of_link else "Use this dataset", key="use", on_click=app.use,
        args=(ready, settings), icon=":material/check:", width="stretch", type="primary",
    )  # fmt: skip
    started = app.job.status in ("playing", "paused", "unwatched")
    waits = " The run that has begun keeps its own sentences; these wait for Reset." if started else ""
    sets = "The settings of the link stay" if awaited else f"Will be set: {messages.suggestion(settings, seconds)}"
    right.caption(f"{data_messages.in_short(ready)}. {sets}.{waits}")
    if app.carried.brought and source.key == app.carried.brought.link_name != ready.link_name:
        show(link_messages.not_those_of_the_link(source.key, ready.link_name))
