"""Many sentences without labels, answered by the network that is there: asked for, shown, taken away."""

import hashlib

import streamlit as st

from playground import several
from playground.charts.table import table
from playground.classifying import MAX_TABLE_ROWS, Task
from playground.loading import Source
from playground.markup import Html, bdi, joined, tag, text
from playground.saved_runs import settings_of
from playground.settings import network_name
from playground.shared import room, scheduler
from playground.state import AppState
from playground.views import mending
from playground.views.polling import polled, tick_seconds
from playground.views.show import remark, show
from playground.views.sources import UPLOAD_MB
from rnn_core import limits
from rnn_core.answers import Classifier
from rnn_core.wording import counted, quoted, shown

_SOURCES = {"paste": "Pasted lines", "file": "A file"}
_ANSWERING = {"run": "That of the run", "loaded": "The loaded model"}
_HEIGHT = 300
_MOST_COUNTED = 8  # labels


def draw(app: AppState) -> None:
    """Ask for sentences, and show what they are answered."""
    classifying = app.classifying
    kind = st.segmented_control(
        "Sentences without labels, for the network to answer", list(_SOURCES), format_func=_SOURCES.__getitem__,
        required=True, **app.kept.held("classify_from"),
    )  # fmt: skip
    source, column = _pasted(app) if kind == "paste" else _file(app)
    if app.models.loaded:
        st.segmented_control(
            "Which network answers", list(_ANSWERING), format_func=_ANSWERING.__getitem__, required=True,
            **app.kept.held("classify_by"),
        )  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="center"):
        asked = st.button("Classify", key="classify", disabled=kind == "file" and source is None)
        taken = st.empty()
    if asked and source:
        classifying.start(source, column, *answering(app), room(), scheduler())
    elif asked:
        classifying.refused = "There are no sentences yet: paste some, one in each line, or choose a file."
    task = classifying.task
    taken.download_button(
        "Download as CSV", data=task.to_csv if task else b"", mime="text/csv",
        file_name=task.file_name if task else "answers.csv",
        on_click="ignore", icon=":material/download:", key="download_answers",
        disabled=task is None or task.running or not task.done,
        help="All answers, with the probability of every label, as the terminal's classify writes them. A cell that a "
        "spreadsheet would calculate gets an apostrophe before it.",
    )  # fmt: skip
    if classifying.refused:
        still = tag("div", "Still below: the answers to ", bdi(task.asked), ".") if task else ""
        show(mending.refused(joined(classifying.refused[:1].upper() + classifying.refused[1:], still)))
    with st.container():
        if task is None:
            remark("Each answer comes with its probability. What you paste or upload stays in this session's memory.")
        else:
            changed = "What stands above" if source and source.key != task.key else ""
            if not changed and answering(app)[1] != task.by:
                changed = "The network"
            polled(_answers, tick_seconds() if task.running else None, app, task, task.running, changed)


def answering(app: AppState) -> tuple[Classifier, str]:
    """What answers now, and what to call it."""
    loaded = app.models.loaded
    if loaded and app.kept["classify_by"] == "loaded":
        model = loaded.model
        name, epochs = network_name(settings_of(model)), counted(model.networks[-1].epoch, "epoch")
        return model.classifier, f"the loaded model: {name}, after {epochs}"
    now, dataset = app.job.snapshot(), app.dataset
    by = f"{app.run.name}: {several.which_weights(now)}"
    return Classifier(now.answering, dataset.vocabulary, dataset.classes, dataset.tagged), by


def _pasted(app: AppState) -> tuple[Source | None, None]:
    lines = st.text_area(
        "One sentence in each line", value=app.classifying.pasted, height=120, key="classify_pasted",
        placeholder="i liked it\nwhat a waste of time",
    )  # fmt: skip
    app.classifying.pasted = lines
    data = lines.encode("utf-8", "surrogatepass")
    return (Source(f"paste-{hashlib.sha256(data).hexdigest()}", "", data) if lines.strip() else None), None


def _file(app: AppState) -> tuple[Source | None, int | None]:
    shows = st.file_uploader(
        f"A sentence in each line, or a table or JSON with a column of them; up to {limits.MAX_SENTENCES:,}",
        key="classify_file", max_upload_size=UPLOAD_MB, on_change=_take, args=(app,),
    )  # fmt: skip
    file = app.classifying.file
    if file and not shows:  # it forgets what it had as soon as something else is looked at
        remark("Still here: ", bdi(quoted([file.name])), ". Another file takes its place.")
    column = st.number_input(
        "Column with the sentences", 1, limits.MAX_COLUMNS, None,
        placeholder="the one that is called sentence, text, review ...",
        help="Counted from 1. Only needed where no name in the first row says which one it is.",
        **app.kept.held("classify_column"),
    )  # fmt: skip
    return file, None if column is None else int(column) - 1


def _take(app: AppState) -> None:
    uploaded = app.kept.uploaded("classify_file")
    file = Source(uploaded.file_id, uploaded.name, uploaded.getvalue()) if uploaded else None
    app.classifying.take(file, room())


def _answers(app: AppState, task: Task, drawn_as_running: bool, changed: str) -> None:
    """How far it is, and then the answers.

    Args:
        changed: what is not what it was for them; empty for nothing.
    """
    app.classifying.play(scheduler())
    if drawn_as_running != task.running:
        st.rerun()  # it ended: the download may begin, and nothing has to be asked any more
    if task.running:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button("Stop", key="stop_classifying", on_click=task.stop)
            st.progress(task.done / task.total, f"Answering: {task.done:,} of {task.total:,}")
        return
    show(_counts(task))
    stopped = f" of {task.total:,}" if task.done < task.total else ""
    told = [task.problem, f"{counted(task.done, 'sentence')}{stopped}.", *task.told]
    if task.silent:
        told.append(f"{counted(task.silent, 'has', 'have')} no word that the network knows, so no answer.")
    if task.strange:
        theirs = "its answer says" if task.strange == 1 else "their answers say"
        told.append(
            f"{counted(task.strange, 'has', 'have')} only words that the network does not know: {theirs} little."
        )
    if task.done > MAX_TABLE_ROWS:
        told.append(f"The first {MAX_TABLE_ROWS:,} are shown, the download has all.")
    told.append(f"Answered by {task.by}.")
    if changed:
        told.append(f"{changed} has changed since: Classify asks anew.")
    remark(" ".join(filter(None, told)))
    _table(task)


def _table(task: Task) -> None:
    """The answers; all columns fit into what a telephone has room for."""
    columns = task.table()
    two = len(task.classes) == 2 and not task.tagged  # what one label has not, the other has
    widths = (180, 90, 80, 0) if two else (80, 130, 60, 80) if task.tagged else (100, 75, 80, 95)
    sentence, answer, probability, others = widths
    st.dataframe(
        table(columns),
        hide_index=True,
        placeholder="–",
        height=_HEIGHT,
        column_order=[name for name in columns if not (two and name == "others")],
        column_config={
            "sentence": st.column_config.TextColumn("sentence", width=sentence),
            "answer": st.column_config.TextColumn("tags" if task.tagged else "label", width=answer),
            "probability": st.column_config.NumberColumn(
                "lowest" if task.tagged else "probability", format="%.1f%%", width=probability,
                help="The probability of the tag of which it is least sure" if task.tagged else
                "The probability of this label",
            ),
            "others": st.column_config.TextColumn(
                "at" if task.tagged else "else", width=others or None,
                help="The word with that tag" if task.tagged else "The probabilities of the next labels",
            ),
        },
    )  # fmt: skip


def _counts(task: Task) -> Html:
    """How many are given each label, the most frequent first, and how many none."""
    counts = task.counts
    order = [i for i in counts.argsort(kind="stable")[::-1] if counts[i]]
    parts = [joined(bdi(shown(task.classes[i], 30)), f" {counts[i]:,}") for i in order[:_MOST_COUNTED]]
    if len(order) > _MOST_COUNTED:
        rest = order[_MOST_COUNTED:]
        parts.append(text(f"{counted(len(rest), 'other label')} {counts[rest].sum():,}"))
    if task.silent:
        parts.append(text(f"no answer {task.silent:,}"))
    return tag("div", "Answers to ", bdi(task.asked), ": ", tag("b", joined(*parts, between=" · ")))
