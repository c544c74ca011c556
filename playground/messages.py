"""Words for the page: what is happening, in a sentence; as HTML where it holds other people's text."""

from collections.abc import Sequence

from playground.colours import ClassColours
from playground.judged import unit
from playground.markup import Html, Part, bdi, joined, small, tag, text
from playground.reached import Reached
from playground.sentences import Sentences
from playground.settings import SETTINGS, Settings, chosen
from playground.snapshot import Snapshot
from rnn_core import Dataset, EpochRecord, Params, Report, TextConfig, Trace, Update, trace
from rnn_core.arrays import Array
from rnn_core.dataset import Split
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

    Args:
        names: the settings that wait.
        sentences: what the sentences that wait are called.
    """
    changed = [SETTINGS[name].title for name in names]
    if sentences:
        most = changed if len(changed) <= _MOST_WAITING else [counted(len(changed), "setting")]
        changed = [*most, f"Sentences ({shown(sentences)})"]
    return f"Changed, for the next Reset: {listed(changed)}. This run keeps its own." if changed else ""


def in_short(sentences: Sentences) -> str:
    """How large a dataset is: "58 sentences to learn from, 20 to test, 2 classes, 18 words".

    Where words are tagged: "2 sentences (9 words) to learn from, 1 (3) to test, 2 tags, 7 different words".
    """
    dataset = sentences.dataset

    def part(split: Split, called: str = "") -> str:
        number = len(dataset.indices(split))
        told = counted(number, called) if called else f"{number:,}"
        if dataset.tagged:
            words = dataset.label_counts(split).total()
            told += f" ({counted(words, 'word') if called else f'{words:,}'})"
        return told

    parts = [f"{part('train', 'sentence')} to learn from"]
    if len(dataset.indices("validation")):
        parts.append(f"{part('validation')} to choose the best weights")
    parts.append(f"{part('test')} to test" if len(dataset.indices("test")) else "none to test")
    classes, word = ("tags", "different word") if dataset.tagged else ("classes", "word")
    return ", ".join([*parts, f"{len(dataset.classes)} {classes}", counted(len(dataset.vocabulary), word)])


def suggestion(settings: Settings, seconds: float) -> str:
    """Settings that fit a dataset, and how long they take."""
    long = duration(seconds) if seconds < 1 else f"about {duration(seconds)}"
    most = "at most " if settings.early_stopping else ""
    return (
        f"{chosen('cell', settings.cell).title}, {counted(settings.hidden_size, 'unit')}, "
        f"{'both directions, ' if settings.directions > 1 else ''}readout {chosen('readout', settings.readout).title}, "
        f"{most}{counted(settings.epochs, 'epoch')} in {long} at full speed"
    )


WORD_ORDER = (
    "What this tells about word order: a method that only sees which words occur is hardly better than a coin here, "
    "since every training sentence has a mirror image of the other class. Pairs of neighbours, such as “not bad”, "
    "already tell most of it. These sentences have to be read in order."
)

_CUT = {
    "whitespace": "Sentences are cut at white space",
    "words": "Sentences are cut into words and punctuation marks",
    "characters": "Sentences are cut into single characters",
}


def how_words_are_cut(config: TextConfig) -> str:
    """What becomes of a sentence before the network reads it."""
    case = "" if config.fold_case else ", capitals kept"
    rare = (
        f" Words that occur fewer than {config.min_count} times in training count as unknown."
        if config.min_count > 1
        else ""
    )
    unknown = (
        " Unknown words are read as one unknown word, learned by word dropout."
        if config.unknown == "vector"
        else " Unknown words are skipped."
    )
    return f"{_CUT[config.tokeniser]}{case}.{rare}{unknown}"


def class_counts(report: Report, most: int = 8) -> Html:
    """How many sentences each class has, or how many words each tag, as a table."""
    name, words = ("tag", " words") if report.tagged else ("class", "")
    head = tag("tr", tag("th", name), *(tag("th", f"{part}{words}") for part in next(iter(report.counts.values()))))
    rows = [
        tag("tr", tag("td", bdi(shown(label))), *(tag("td", f"{n:,}") for n in counts.values()))
        for label, counts in list(report.counts.items())[:most]
    ]
    rarer = ("rarer tag", "rarer tags") if report.tagged else ("smaller class", "smaller classes")
    more = len(report.counts) - most
    rest = small(f"and {counted(more, *rarer)}") if more > 0 else ""
    return joined(tag("div", tag("table", head, *rows), class_="rnn-preview"), rest)


def data_report(sentences: Sentences) -> Html:
    """What is odd about sentences and what was done to them."""
    report = sentences.report
    odd = finding_list(report.findings) if report.findings else tag("p", "Nothing odd was found in these sentences.")
    cleaned = [tag("p", "When they were read:"), finding_list(sentences.notices)] if sentences.notices else []
    return joined(odd, tag("p", report.longest), *cleaned)


def notes(sentences: Sentences, most: int = 2) -> tuple[list[str], list[str]]:
    """What is odd about sentences and what was done to them: the most important of both, and the rest."""
    odd, done = sentences.report.findings, sentences.notices
    return [*odd[:most], *done[:most]], [*odd[most:], *done[most:], sentences.report.longest]


def missing_sentences(name: str | None, brought: bool = False) -> str:
    """What to do about a link that was made with sentences that are not here; empty if there is nothing to do.

    Args:
        brought: whether it carries them itself.
    """
    if name is None:
        return ""
    if brought:
        return (
            "This link brings sentences along: look at them under “Your own sentences”, and use them from there. Until "
            "then the bundled ones are used."
        )
    return (
        f"This link was made with other sentences ({name}), and it does not carry them. Load the same file, read, "
        "cut and split in the same way, under “Use your own sentences”; until then the bundled ones are used."
    )


def not_those_of_the_link(named: str, read: str) -> Html:
    """What is told of sentences that a link brought and that became others when they were read."""
    return small(
        f"These are not the sentences that the link names ({named}), but {read}: they were read, cut or split in "
        "another way than when it was made. What others have trained with it cannot be compared."
    )


def finding_list(sentences: Sequence[str]) -> Html:
    """Sentences as a list."""
    return tag("ul", *(tag("li", sentence) for sentence in sentences))


def ignored_in_link(names: Sequence[str]) -> str:
    """The one notice about a link that was not followed as written; empty if it was."""
    if not names:
        return ""
    more = f" and {len(names) - 5} more" if len(names) > 5 else ""
    return f"Not followed in this link: {', '.join(names[:5])}{more}. Of settings the nearest possible values are set."


def verdict(
    read: Trace,
    colours: ClassColours,
    label: int | None = None,
    tags: Sequence[int] | None = None,
    so_far: int | None = None,
    mean: Array | None = None,
    networks: int = 1,
) -> Html:
    """The answer after the last word, and whether it is right.

    Args:
        label: the class that the sentence has, if it is one of the dataset's.
        tags: those that its words have, skipped ones included.
        so_far: while it is read out, after how many words; 0 where there is no answer before the end.
        mean: (1, C) the mean answer of several networks, (T, C) for each word; ``read`` is the first one's.
        networks: how many.
    """
    if not read.tokens:
        return text("Nothing to read yet. Type a sentence, or pick one.")
    if not read.words:
        return text("It knows none of these words, so it has no answer.")
    if so_far == 0:
        return text("Reading. There is an answer once both directions are through.")
    answered = read.probabilities[1:] if mean is None else mean
    p = answered[-1] if so_far is None else read.probabilities[so_far]
    best = int(p.argmax())
    dot = tag("span", class_="rnn-dot", style=f"background:{colours.colour(best)}")
    answer = joined(dot, " ", bdi(colours.classes[best]), f", {percent(float(p[best]))}")
    judged = text("")
    whose = "" if mean is None else f"mean of {networks} networks"
    if so_far is not None:
        judged = joined("so far, after “", bdi(read.words[so_far - 1]), "”")
        whose = "" if mean is None else "network 1 alone"
    elif tags is not None:
        skipped = len(read.words) < len(read.tokens)
        wanted = [class_id for class_id, known in zip(tags, read.known, strict=True) if known or not skipped]
        right = sum(int(q.argmax()) == class_id for q, class_id in zip(answered, wanted, strict=True))
        answer = text(f"{right} of {counted(len(wanted), 'word')} right")
        judged = text("held against their tags in the data")
    elif label is not None:
        judged = joined(f"{'✓ right' if best == label else '✗ wrong'}: its label is ", bdi(colours.classes[label]))
    # (On a line of its own, whatever the length of the answer: nothing shall jump while it changes.)
    said = joined(*(part for part in (judged, whose) if part), between="; ")
    return joined(tag("div", answer, class_="rnn-verdict"), small(said))


def reading(read: Trace) -> Html:
    """What becomes of words that are not known; empty if it knows them all."""
    unknown = read.unknown
    if not unknown:
        return text("")
    names: list[Part] = [joined("“", bdi(shown(word)), "”") for word in unknown[:3]]
    if len(unknown) > 3:
        names.append(f"{len(unknown) - 3:,} more")
    named = joined(*(part for part in (joined(*names[:-1], between=", "), names[-1]) if part), between=" and ")
    skipped, several = len(read.words) < len(read.tokens), len(unknown) > 1
    fate = "skipped" if skipped else "read as the unknown word"
    are, they_are = ("are", "they are") if several else ("is", "it is")
    return joined(named, f" {are} not in its training sentences: {they_are} {fate}.")
