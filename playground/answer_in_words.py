"""What is answered to one sentence, and what was read of it."""

from collections.abc import Sequence

from playground.colours import ClassColours
from playground.markup import Html, Part, bdi, joined, small, tag, text
from playground.messages import percent
from rnn_core import Trace
from rnn_core.arrays import Array
from rnn_core.wording import counted, shown


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
