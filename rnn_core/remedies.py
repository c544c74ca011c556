"""The terminal's options for what a refusal or a notice offers in words."""

import re
from collections.abc import Iterator

from rnn_core.reading import Understood
from rnn_core.wording import quoted

# Words that offer something, and the option that does it; what can be done to rows is known without.
_OFFERS = {
    r"choose (its|another) encoding": "--encoding",
    r"let its pieces be joined": "--join-cells",
    r"quotation mark is left open": "--quoting",
    r"a separator has one": "--delimiter",
    r"Choose (the )?two|Choose which one is the (sentence|label)|no column \d": "--sentence-column, --label-column",
    r"Is another column the (label|tag)|another (label|tag) column": "--label-column",
    r"keep them together as one": "--several-labels first or together",
    r"use the \d+ most frequent": "--largest-classes",
    r"HTML .*It can be taken out": "--strip-html",
    r"no split column|Choose which one is the split": "--split-column",
}


def with_options(refusal: str, found: Understood) -> str:
    """A refusal that names the options for what can be done about it.

    Args:
        found: what was understood of the file.
    """
    return _naming(refusal, [*_for_rows(found), *_offered_in(refusal)])


def notices(found: Understood) -> Iterator[str]:
    """What is told of a file that can be used, with the options for what is offered."""
    for notice in found.notices:
        yield _naming(notice, list(_offered_in(notice)))


def _naming(sentence: str, options: list[str]) -> str:
    return f"{sentence} (Options: {', '.join(options)}.)" if options else sentence


def _offered_in(sentence: str) -> Iterator[str]:
    return (option for words, option in _OFFERS.items() if re.search(words, sentence))


def _for_rows(found: Understood) -> Iterator[str]:
    draft = found.draft
    if draft is None or not draft.problems:
        return
    if draft.too_many:
        yield "--sample"
        return
    yield "--leave-out"
    if draft.too_long and not found.asked.repairs.truncate:
        yield "--cut first or last"


def offered(found: Understood) -> Iterator[str]:
    """What could be done to the labels of a file, and was not asked for."""
    if found.draft is None:
        return
    labels, repairs = found.draft.labels, found.asked.repairs
    if labels.same and not repairs.merge_labels:
        groups = "; ".join(quoted(group) for group in labels.same[:5])
        yield f"The labels {groups} look alike; --merge-labels merges them."
    if labels.coarse and not repairs.coarse_labels:
        yield f"The labels have two halves; --coarse-labels uses only the {len(labels.coarse)} before the colon."
