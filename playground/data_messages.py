"""What is said of sentences: how many there are, how they are cut, what is odd about them."""

from collections.abc import Sequence

from playground.markup import Html, bdi, joined, small, tag
from playground.sentences import Sentences
from rnn_core import Report, TextConfig
from rnn_core.dataset import Split
from rnn_core.wording import counted, shown


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


def finding_list(sentences: Sequence[str]) -> Html:
    """Sentences as a list."""
    return tag("ul", *(tag("li", sentence) for sentence in sentences))
