"""Words for the page: what is happening, in a sentence, and other people's text made harmless."""

import html
from collections.abc import Sequence

from playground.jobs import Snapshot
from playground.settings import NAMES
from rnn_core import Dataset, EpochRecord, Trace


def as_text(text: str) -> str:
    """Someone's text, to stand literally inside HTML, in its own direction."""
    return f"<bdi>{html.escape(text)}</bdi>"


def percent(share: float) -> str:
    """0.973 -> "97 %", unbreakable; only what is exactly everything or nothing says so."""
    if 0 < share < 0.005:
        return "under 1\u00a0%"
    if 0.995 <= share < 1:
        return "over 99\u00a0%"
    return f"{100 * share:.0f}\u00a0%"


def duration(seconds: float) -> str:
    """A time left, as coarse as one can know it."""
    if seconds < 1:
        return "less than 1 s"
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


def progress(now: Snapshot, epochs: int) -> str:
    """The line at the progress bar."""
    line = f"Epoch {now.epoch} of {epochs}"
    if now.seconds_left is not None:
        line += f", {duration(now.seconds_left)} left"
    return line


def happening(now: Snapshot, dataset: Dataset, slow_motion: bool, place: int) -> str:
    """What the training does, in a sentence or two of plain text."""
    if now.status == "ready":
        return "Press Play: a network that knows nothing yet begins to learn from the training sentences."
    if now.status == "failed":
        return now.problem or ""
    if now.status == "finished":
        last = now.records[-1]
        return (
            f"Done. Train {percent(last.train_accuracy)} right{_test_part(last)}. Lowest train loss at epoch "
            f"{now.best_epoch}. Fingerprint of the weights: {now.params.fingerprint()}"
        )
    if place:
        return f"Many people train at the moment. Waiting for a free place: number {place} in the queue."
    if now.status == "unwatched":
        return (
            "Paused by itself: this page had stopped asking (a hidden tab, or a cut connection). "
            f"Play goes on from epoch {now.epoch}."
        )
    if now.status == "paused":
        return f"Paused. {_learning(now.records, dataset)}"
    if slow_motion and now.update:
        sentence = dataset.part("train")[int(now.update.sentences[0])].sentence
        more = f" and {len(now.update.sentences) - 1} more" if len(now.update.sentences) > 1 else ""
        return (
            f"Update {now.update.number} of {now.update.total}: it has read “{sentence}”{more}, "
            f"loss {now.update.loss:.2f}, and changed its weights a little."
        )
    return _learning(now.records, dataset)


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
        return f"It left the plateau at epoch {left} and first had every sentence right at epoch {all_right}."
    return f"It left the plateau at epoch {left}: train {percent(last.train_accuracy)} right{_test_part(last)}."


def waiting_settings(names: Sequence[str]) -> str:
    """Which settings apply at the next Reset; empty if none waits."""
    if not names:
        return ""
    listed = " and ".join(filter(None, [", ".join(NAMES[n] for n in names[:-1]), NAMES[names[-1]]]))
    return f"Changed, for the next Reset: {listed}. This run keeps its own."


def ignored_in_link(names: Sequence[str]) -> str:
    """The one notice about a link that was not followed as written; empty if it was."""
    if not names:
        return ""
    more = f" and {len(names) - 5} more" if len(names) > 5 else ""
    return f"Not followed in this link: {', '.join(names[:5])}{more}. The nearest possible values are set."


def verdict(trace: Trace, classes: Sequence[str], colours: Sequence[str]) -> str:
    """The answer after the last word, as HTML."""
    p = trace.probabilities[-1]
    best = int(p.argmax())
    if not trace.tokens:
        return "Nothing to read yet: this is what the network says before the first word. Type a sentence."
    if not trace.words:
        return "It knows none of these words, so it has no answer."
    return (
        f'<span class="rnn-verdict"><span class="rnn-dot" style="background:{colours[best]}"></span> '
        f"{as_text(classes[best])}, {percent(float(p[best]))}</span>"
    )


def reading(trace: Trace) -> str:
    """The sentence with unknown words struck through and named, as HTML; empty if it knows them all."""
    if not trace.unknown:
        return ""
    words = " ".join(
        as_text(token) if known else f"<s>{as_text(token)}</s>"
        for token, known in zip(trace.tokens, trace.known, strict=True)
    )
    names = ", ".join(f"“{as_text(word)}”" for word in trace.unknown[:5])
    more = f" and {len(trace.unknown) - 5} more" if len(trace.unknown) > 5 else ""
    return f"{words} — not in its training sentences, so skipped: {names}{more}."
