"""Words for a run: what it is doing, what waits, how long it takes; and how shares and times are written."""

from collections.abc import Sequence

from playground.judged import unit
from playground.reached import Reached
from playground.settings import SETTINGS, Settings, chosen
from playground.snapshot import Snapshot
from rnn_core import Dataset, EpochRecord, Params, Update, trace
from rnn_core.wording import counted, listed, shown


def percent(share: float, decimals: int = 0) -> str:
    """0.973 -> "97%"; only what is exactly everything or nothing says so."""
    step = 10**-decimals
    if 0 < share <= step / 200:
        return f"under {step:.{decimals}f}%"
    if 1 - step / 200 <= share < 1:
        return f"over {100 - step:.{decimals}f}%"
    return f"{100 * share:.{decimals}f}%"


def duration(seconds: float) -> str:
    """A time left, as coarse as one can know it."""
    if seconds < 1:
        return "less than 1 s"
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


def progress(now: Snapshot, epochs: int, slow_motion: bool) -> str:
    """The line at the progress bar; in slow motion the bar is of one epoch."""
    line = f"Epoch {now.network_epoch} of {epochs}"
    if now.networks > 1:
        line = f"Network {now.network} of {now.networks}, e{line[1:]}"
    if slow_motion and now.update:
        return f"{line}, update {now.update.number} of {now.update.total}"
    if now.seconds_left is not None:
        line += f", {duration(now.seconds_left)} {f'to {reached(now.goal, now.networks)}' if now.goal else 'left'}"
    return line


def reached(place: Reached, networks: int) -> str:
    """How far a run is, in a sentence: "epoch 23"; of several networks "network 2, epoch 23"."""
    return f"{f'network {place.network}, ' if networks > 1 else ''}epoch {place.epoch}"


def before_it_starts(settings: Settings, long: float | None) -> str:
    """What is to be done first, and how long it will take if that is long.

    Args:
        long: seconds at full speed.
    """
    knowing = "only how often each word stands in each class" if settings.model.counts_words else "nothing yet"
    said = f"Press Play: a network that knows {knowing} begins to learn from the training sentences."
    if settings.networks > 1:
        said = f"Press Play: {settings.networks} networks that know {knowing} begin to learn, one after another."
    if long is None:
        return said
    about = f"up to {duration(long)}" if settings.early_stopping else f"about {duration(long)}"
    return f"{said} This takes {about} at full speed."


def happening(now: Snapshot, dataset: Dataset, slow_motion: bool, place: int, several: str = "") -> str:
    """What the training of a run that has begun does, in a sentence or two; what it has come to: outcome_in_words.py.

    Args:
        place: in the queue; 0 for none.
        several: what is to be said of those of several networks that have finished.
    """
    if now.status == "failed":
        return now.problem or ""
    if place:
        return queue(place)
    if now.status == "unwatched":
        return (
            "Paused by itself: this page had stopped asking (a hidden tab, or a cut connection). "
            f"Play goes on from {reached(now.reached, now.networks)}."
        )
    learning = several or _learning(now.records, dataset)
    if now.status == "paused":
        return f"Paused. {learning}"
    if slow_motion and now.update and now.before:
        return _update(now.update, now.before, now.params, dataset)
    return learning


def _update(update: Update, before: Params, after: Params, dataset: Dataset) -> str:
    """What one update has read, and how the answer to that has changed."""
    example = dataset.examples[int(update.sentences[0])]
    more = f" and {len(update.sentences) - 1} more" if len(update.sentences) > 1 else ""
    said = f"It has read “{shown(example.sentence, 80)}”{more}"
    if dataset.tagged:
        return f"{said}, loss {update.loss:.2f}, and changed its weights a little."
    answers = []
    for params in (before, after):
        p = trace(params, dataset.vocabulary, example.sentence).probabilities[-1]
        name = dataset.classes[int(p.argmax())]
        right = "right" if name == example.label else "wrong"
        answers.append(f"{shown(name, 40)} {percent(float(p.max()))}, {right}")
    label = shown(example.label, 40)
    return f"{said}, which is {label}. Its answer before: {answers[0]}; after this update: {answers[1]}."


def queue(place: int) -> str:
    """What a run waits for that has no place."""
    return f"Many people train at the moment, in turns. Waiting for a free place: number {place} in the queue."


def _test_part(record: EpochRecord) -> str:
    return "" if record.test_accuracy is None else f", test {percent(record.test_accuracy)}"


def _learning(records: Sequence[EpochRecord], dataset: Dataset) -> str:
    if not records:
        return "It is reading the sentences for the first time."
    last, guessing = records[-1], dataset.label_entropy
    if last.train_loss > 1.5 * guessing:
        return f"The loss is far above guessing ({guessing:.2f}): the steps are too large."
    if last.on_plateau:
        return (
            f"On the plateau: the loss is not yet clearly below guessing ({guessing:.2f}). Nothing is wrong; this "
            "is how it begins."
        )
    left = next((r.epoch for r in records if not r.on_plateau), last.epoch)
    all_right = next((r.epoch for r in records if r.train_accuracy == 1 and r.test_accuracy in (1, None)), None)
    if all_right is not None:
        return f"It left the plateau at epoch {left} and first had every {unit(dataset)} right at epoch {all_right}."
    return f"It left the plateau at epoch {left}: train {percent(last.train_accuracy)} right{_test_part(last)}."


_MOST_WAITING = 3  # settings that are named beside sentences: whole new ones come with some fifteen


def waiting(names: Sequence[str], sentences: str | None) -> str:
    """Which settings and sentences apply at the next Reset; empty if none waits.

    The address holds them, and so nothing of the run that is there.

    Args:
        names: the settings that wait.
        sentences: what the sentences that wait are called.
    """
    changed = [SETTINGS[name].title for name in names]
    if sentences:
        most = changed if len(changed) <= _MOST_WAITING else [counted(len(changed), "setting")]
        changed = [*most, f"Sentences ({shown(sentences)})"]
    return f"Changed, for the next Reset: {listed(changed)}. A reload loses this run." if changed else ""


def more_epochs(settings: Settings) -> str:
    """What becomes of a run that has come to its end, where nothing but a larger number of epochs waits."""
    return f"Go on trains this run until epoch {settings.epochs:,}; Reset begins anew."


def suggestion(settings: Settings, seconds: float) -> str:
    """Settings that fit a dataset, and how long they take."""
    long = duration(seconds) if seconds < 1 else f"about {duration(seconds)}"
    most = "at most " if settings.early_stopping else ""
    return (
        f"{chosen('cell', settings.cell).title}, {counted(settings.hidden_size, 'unit')}, "
        f"{'both directions, ' if settings.directions > 1 else ''}readout {chosen('readout', settings.readout).title}, "
        f"{most}{counted(settings.epochs, 'epoch')} in {long} at full speed"
    )
