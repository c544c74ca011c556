"""What is odd about the labels of a file: too many, numbers, one written in several ways, in two halves, "nan"."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from rnn_core import limits
from rnn_core.reading import names
from rnn_core.wording import counted, quoted, shown

_NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?")
_TWO_HALVES = re.compile(r"[^:\s]+:\S+")
_MANY = 10  # rows; with fewer, a label for each may be meant
_YES = frozenset("true yes y 1 t".split())
_NO = frozenset("false no n 0 f".split())


@dataclass(frozen=True)
class Labels:
    """The labels as they will be used, and what could be done to them.

    Attributes:
        renamed: what each label that changes becomes.
        same: groups of labels that look like one and may be merged; empty if there are none.
        coarse: the coarse halves, if every label is COARSE:fine.
        share: of the rows that the most frequent labels keep, as many as are possible; None if not too many are there.
        left_out: those that are not kept, with their rows.
        notices: what is odd but can be used.
        refusal: why they cannot be used as they are, or None.
    """

    renamed: Mapping[str, str] = field(default_factory=dict)
    same: tuple[tuple[str, ...], ...] = ()
    coarse: tuple[str, ...] = ()
    share: float | None = None
    left_out: frozenset[str] = frozenset()
    notices: tuple[str, ...] = ()
    refusal: str | None = None


def examine(
    labels: Sequence[str],
    *,
    merge: bool,
    coarse: bool,
    largest: bool = False,
    together: Collection[str] = (),
    tagged: bool = False,
) -> Labels:
    """Look at the labels of all rows.

    Args:
        labels: as they stand in the file.
        merge: whether groups of labels that look like one become one, the most frequent.
        coarse: whether only the coarse half of COARSE:fine is kept.
        largest: whether, of more labels than are possible, only the most frequent are kept.
        together: those that are several in one, so that "3,0" is no number.
        tagged: whether they are tags of words, and told as such.
    """
    counts = Counter(labels)
    renamed = _without_spaces(counts)
    halves = _halves([renamed.get(label, label) for label in counts])
    if coarse and halves:
        renamed = {label: renamed.get(label, label).partition(":")[0] for label in counts}
    same = _groups(_renamed(counts, renamed))
    if merge:
        becomes = {label: group[0].strip() for group in same for label in group}
        present = {label: renamed.get(label, label) for label in counts}
        renamed = {label: becomes.get(new, new) for label, new in present.items()}
    used = _renamed(counts, renamed)
    notices = [] if tagged else _nothing(used)
    kept = sorted(used, key=lambda label: (-used[label], label))[: limits.MAX_CLASSES]
    share, left_out = None, frozenset[str]()
    if len(kept) < len(used) < used.total() and not tagged:  # (of labels that never recur none is frequent)
        share = sum(used[label] for label in kept) / used.total()
        if largest:
            left_out = frozenset(used.keys() - set(kept))
            notices.append(
                f"Of {len(used):,} labels the {len(kept)} most frequent are used, with {share:.0%} of the rows; the "
                f"others ({quoted(sorted(left_out))}) are left out."
            )
            used = Counter({label: used[label] for label in kept})
    value = {label: number for label in used if label not in together and (number := _number(label)) is not None}
    times = Counter(value.values())
    equal = sorted(label for label in value if times[value[label]] > 1)
    if equal:
        notices.append(
            f"The {'tags' if tagged else 'labels'} {quoted(equal)} are kept apart, though as numbers some are equal."
        )
    return Labels(
        {label: new for label, new in renamed.items() if new != label},
        same,
        tuple(sorted(halves)),
        share,
        left_out,
        tuple(notices),
        _refusal(used, [*map(float, value.values())], share, *(("word", "tag") if tagged else ("sentence", "label"))),
    )


def alike(label: str) -> str | Decimal:
    """What two labels share that look like one: they are the same but for case and spaces, or as numbers."""
    number = _number(label)
    return label.strip().casefold() if number is None else number


def _number(label: str) -> Decimal | None:
    """The number that a label is, exactly; it can have 200 digits."""
    return Decimal(label.strip().replace(",", ".")) if _NUMBER.fullmatch(label.strip()) else None


def _nothing(used: Counter[str]) -> list[str]:
    """Tell the labels that may stand where there is nothing: signs and numbers only where no other label is one."""

    kinds = Counter(map(_kind, used))

    def may_be_nothing(label: str) -> bool:
        folded, kind = label.strip().casefold(), _kind(label)
        return folded in names.NOTHING or (folded in names.NO_LABEL and (kind == "word" or kinds[kind] == 1))

    named = [(label, count) for label, count in used.items() if may_be_nothing(label)]
    return [
        f"The label “{shown(label)}” stands in {counted(count, 'row')}: it may mean that there was none. It is kept."
        for label, count in sorted(named)
    ]


def _kind(label: str) -> str:
    """What a label is made of: "-" may mean none among words, but not beside "+"."""
    return "number" if _number(label) is not None else "word" if any(map(str.isalpha, label)) else "sign"


def _renamed(counts: Counter[str], renamed: Mapping[str, str]) -> Counter[str]:
    used: Counter[str] = Counter()
    for label, count in counts.items():
        used[renamed.get(label, label)] += count
    return used


def _without_spaces(counts: Counter[str]) -> dict[str, str]:
    """Labels without the spaces around them, except where that would make two one: that is offered, not done."""
    stripped = Counter(label.strip() for label in counts)
    return {label: label.strip() for label in counts if stripped[label.strip()] == 1}


def _halves(labels: Sequence[str]) -> set[str]:
    """The coarse halves, if every label has two and there are fewer coarse ones."""
    if not labels or not all(_TWO_HALVES.fullmatch(label) for label in labels):
        return set()
    halves = {label.partition(":")[0] for label in labels}
    return halves if 2 <= len(halves) < len(labels) else set()


def _groups(counts: Counter[str]) -> tuple[tuple[str, ...], ...]:
    """Labels that look like one, or are several words for yes or no."""
    folded = {label: label.strip().casefold() for label in counts}
    yes_or_no = set(folded.values()) <= _YES | _NO and len(set(folded.values())) > 2

    def key(label: str) -> str | Decimal:
        return ("yes" if folded[label] in _YES else "no") if yes_or_no else alike(label)

    return tuple(group for group in _grouped(counts, key) if len(group) > 1)


def _grouped(counts: Counter[str], key: Callable[[str], str | Decimal]) -> list[tuple[str, ...]]:
    """Groups by key, in each the most frequent label first, without spaces around it if there is such a one."""
    groups: dict[str | Decimal, list[str]] = {}
    for label in sorted(counts, key=lambda label: (label != label.strip(), -counts[label], label)):
        groups.setdefault(key(label), []).append(label)
    return [tuple(group) for group in groups.values()]


def _refusal(used: Counter[str], numbers: Sequence[float], share: float | None, unit: str, label: str) -> str | None:
    rows, different = used.total(), len(used)
    if not rows:
        return f"There is no {unit} with a {label}. At least two are needed."
    if rows == 1:
        return f"There is only one {unit}. At least two with different {label}s are needed."
    if different == 1:
        return f"Every {unit} has the {label} {quoted(list(used))}. At least two different {label}s are needed."
    fractions = any(number % 1 for number in numbers)
    if len(numbers) == different and fractions and (different > 10 or 2 * different > rows > 2):
        return (
            f"These {label}s look like numbers ({quoted(sorted(used))}), and this network tells classes apart. "
            f"Replace them by a few classes, such as low and high, or choose another {label} column."
        )
    if different == rows >= _MANY:
        return (
            f"Every {'row' if unit == 'sentence' else unit} has a {label} of its own ({quoted(sorted(used))}). "
            f"Is another column the {label}?"
        )
    if different > limits.MAX_CLASSES:
        fewer = (
            "" if share is None else f", or use the {limits.MAX_CLASSES} most frequent, with {share:.0%} of the rows"
        )
        return (
            f"There are {different:,} different {label}s ({quoted(sorted(used))}); at most {limits.MAX_CLASSES} are "
            f"possible. Is another column the {label}? Otherwise merge some{fewer}."
        )
    return None
