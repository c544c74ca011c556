"""From rows to labelled sentences: what is cleaned, what is left out, what has to be mended first."""

from collections.abc import Generator, Sequence, Set
from dataclasses import dataclass, replace

import numpy as np

from rnn_core import limits
from rnn_core.dataset import TEST_SHARE, Dataset, Example, split_off
from rnn_core.errors import InvalidDataset, InvalidSetting
from rnn_core.reading import cleaning, html_text, labels, names, one_label, sampling, tagged, unlabelled
from rnn_core.reading.columns import Columns
from rnn_core.reading.examples import CUT, TOO_LONG, usable
from rnn_core.reading.repairs import Repairs
from rnn_core.reading.table import Row, Table
from rnn_core.text import DEFAULT, Collector, TextConfig, Tokenised
from rnn_core.wording import places

PROGRESS_EVERY = 20  # rows

MAX_SHARE = 0.5  # for testing, and for validation
OWN_HEADER = ("sentence", "label", "split")  # of the files that export.py writes


@dataclass(frozen=True)
class Draft:
    """Labelled sentences before the split.

    Attributes:
        examples: the usable ones, in order; all in train unless a column tells the part.
        has_split: whether one does, and the test part has labels.
        text, tokenised: the same sentences, cut into words, and how.
        unit: what ``Example.at`` counts: "line", "record" or "row".
        notices: what was cleaned or assumed, as sentences.
        problems: what is wrong with which rows; while there are any, there is no dataset.
        too_long: whether some rows have sentences that could be cut, or were.
        unusable: how many rows have a problem, or had it before they were left out.
        labels: what is odd about the labels, and what could be done to them.
        tagged: whether every word has a label.
        several: how many rows have several labels.
        html: what sentences there are with HTML; None if that is not clear.
        too_many: how many rows there are, if that is more than possible and none were left out; then none is read.
    """

    examples: tuple[Example, ...]
    has_split: bool
    text: TextConfig
    tokenised: Tokenised
    unit: str
    notices: tuple[str, ...]
    problems: tuple[str, ...]
    too_long: bool
    unusable: int
    labels: labels.Labels
    tagged: bool = False
    several: int = 0
    html: html_text.Seen | None = None
    too_many: int = 0

    def dataset(
        self,
        test_share: float = TEST_SHARE,
        split_seed: int = 0,
        test_file: "Draft | None" = None,
        validation_share: float = 0.0,
    ) -> Dataset:
        """The dataset, split.

        Args:
            test_share: of each class, for testing; without meaning where a column tells the part.
            split_seed: chooses the test sentences.
            test_file: a second file, cut in the same way, whose sentences are all for testing; then nothing else is.
            validation_share: of each class of what is left for training, set aside to choose the best weights by;
                without meaning where a column tells which sentences those are.

        Returns:
            It; with more different words than are possible the rarest are not kept: see ``told``.

        Raises:
            InvalidDataset: rows have problems, or the labels or the words cannot be used.
            InvalidSetting: a share is not from 0 to MAX_SHARE.
        """
        for purpose, share in (("testing", test_share), ("validation", validation_share)):
            if not 0 <= share <= MAX_SHARE:
                raise InvalidSetting(f"The share for {purpose} is {share!r}; it must be from 0 to {MAX_SHARE}.")
        if self.problems:
            raise InvalidDataset(" ".join(self.problems))
        if self.labels.refusal:
            raise InvalidDataset(self.labels.refusal)
        if test_file is not None:
            if test_file.problems:
                raise InvalidDataset(f"In the test file, {' '.join(test_file.problems)}")
            given, cut = _without(self.labels.left_out, test_file.examples, test_file.tokenised)
            own = [replace(e, split="train") if e.split == "test" else e for e in self.examples]
            tests = [replace(e, split="test", at=f"{e.at} of the test file") for e in given]
            examples, tokenised = (*own, *tests), self.tokenised.followed_by(cut)
        else:
            examples, tokenised = self.examples, self.tokenised
            if not self.has_split:
                examples = split_off(examples, "test", test_share, split_seed, self.tagged)
        if validation_share and not any(example.split == "validation" for example in examples):
            examples = split_off(examples, "validation", validation_share, split_seed, self.tagged)
        return Dataset(examples, _with_fewer_words(self.text, examples, tokenised), tokenised, self.tagged)

    def told(self, dataset: Dataset) -> tuple[str, ...]:
        """The notices, and what had to be done to make this dataset of it."""
        count = dataset.text.min_count
        if count == self.text.min_count:
            return self.notices
        different = int((dataset.word_counts > 0).sum())
        return (
            *self.notices,
            f"Words that occur fewer than {count:,} times in training are not kept: of {different:,} different ones at "
            f"most {limits.MAX_VOCABULARY:,} are possible.",
        )


def _with_fewer_words(text: TextConfig, examples: Sequence[Example], tokenised: Tokenised) -> TextConfig:
    """The same with the smallest count for a word as high as the most possible words ask for."""
    in_train = np.repeat([example.split == "train" for example in examples], tokenised.lengths)
    counts = np.sort(np.bincount(tokenised.ids[in_train], minlength=len(tokenised.words)))[::-1]
    most = limits.MAX_VOCABULARY
    if len(counts) <= most or counts[most] < text.min_count or counts[0] == counts[most]:  # (then none would be left)
        return text
    return replace(text, min_count=int(counts[most]) + 1)


def _without(
    left_out: Set[str], examples: Sequence[Example], tokenised: Tokenised
) -> tuple[Sequence[Example], Tokenised]:
    """Sentences without those of some labels."""
    kept = [i for i, example in enumerate(examples) if example.label not in left_out]
    return (examples, tokenised) if len(kept) == len(examples) else ([examples[i] for i in kept], tokenised.only(kept))


def with_progress(
    table: Table, columns: Columns, repairs: Repairs | None = None, text: TextConfig = DEFAULT, tags: bool = False
) -> Generator[float, None, Draft]:
    """Make a draft; yields the share that is done, so that a caller can show it and stop.

    Args:
        tags: whether the label column holds a label for each word.

    Raises:
        InvalidDataset: labels of sentences where each word needs one.
    """
    repairs = repairs or Repairs()
    rows: Sequence[Row] = columns.rows(table)
    begun = []
    if len(rows) > limits.MAX_SENTENCES:
        if not repairs.sample:
            return _too_many(len(rows), columns, text, table.unit, tags)
        begun.append(
            f"{limits.MAX_SENTENCES:,} of {len(rows):,} rows are used, chosen at random"
            f"{', with every tag.' if tags else ' by class.'}"
        )
        rows = _some(rows, columns, tags)
    rows, unfit = _fit(rows, table, columns)
    own = set(OWN_HEADER) <= set(columns.names)
    protected = own and cleaning.are_protected(cell for row in rows for cell in row.cells)
    if tags:
        tagged.refuse_labels_of_sentences([(row.cells[columns.sentence], row.cells[columns.label]) for row in rows])
        several, apart = one_label.Settled(rows), unlabelled.Labelled(rows)
    else:
        # What was written from here has one label in each row, also if that is made of several.
        take = repairs.several or ("together" if columns.names == OWN_HEADER else None)
        several = one_label.settle(rows, columns, table.several, take)
        apart = unlabelled.set_apart(several.rows, columns)
        rows = apart.rows
    noticed: dict[str, list[int]] = {what: list(at) for what, at in several.done.items()}
    problems = {
        what: list(at)
        for found in (table.problems, unfit, several.problems, apart.problems)
        for what, at in found.items()
    }
    examples, collector, html = [], Collector(), html_text.Search()
    for done, row in enumerate(rows):
        if done % PROGRESS_EVERY == 0:
            yield done / len(rows)
        if not tags:
            html.look(row.cells[columns.sentence])
        example, words, problem, notices = usable(row, columns, repairs, text, protected, tags)
        for notice in notices:
            noticed.setdefault(notice, []).append(row.at)
        if problem:
            problems.setdefault(problem, []).append(row.at)
        elif example:
            examples.append(example)
            collector.add(words)
    of_each = [e.label.split() if tags else [e.label] for e in examples]
    found = labels.examine(
        [label for each in of_each for label in each],
        merge=repairs.merge_labels,
        coarse=repairs.coarse_labels,
        largest=repairs.largest_classes,
        together=several.together,
        tagged=tags,
    )
    refused = _sentences(table.unit, problems)
    too_long = TOO_LONG in problems or not noticed.keys().isdisjoint(CUT.values())
    notices = [*begun, *_sentences(table.unit, noticed), *html.told(repairs.strip_html), *found.notices]
    if protected:
        notices.append("The apostrophe before = + - @ that keeps a spreadsheet from calculating was taken off.")
    if repairs.leave_out:
        notices += [f"Left out: {sentence}" for sentence in refused]
    renamed = [
        replace(e, label=" ".join(found.renamed.get(label, label) for label in each))
        for e, each in zip(examples, of_each, strict=True)
    ]
    kept, tokenised = _without(found.left_out, renamed, collector.finished())
    return Draft(
        examples=tuple(kept),
        has_split=columns.split is not None and "test" not in apart.without,
        text=text,
        tokenised=tokenised,
        unit=table.unit,
        notices=tuple(notices),
        problems=() if repairs.leave_out else refused,
        too_long=too_long,
        unusable=len({at for places in problems.values() for at in places}),
        labels=found,
        tagged=tags,
        several=several.count,
        html=html.seen,
    )


def _too_many(rows: int, columns: Columns, text: TextConfig, unit: str, tags: bool) -> Draft:
    """What is told before somebody says that only some of the rows are to be used."""
    problem = (
        f"There are {rows:,} rows; at most {limits.MAX_SENTENCES:,} are possible. Leave some out, or let as many be "
        "chosen at random by class."
    )
    has_split, nothing = columns.split is not None, Collector().finished()
    return Draft((), has_split, text, nothing, unit, (), (problem,), False, 0, labels.Labels(), tags, too_many=rows)


def _some(rows: Sequence[Row], columns: Columns, tags: bool) -> list[Row]:
    """As many rows as are possible, at random: of each class the same share, or with every tag."""
    parts = ["" if columns.split is None else names.folded(row.cells[columns.split]) for row in rows]
    labelled = [row.cells[columns.label].strip() for row in rows]
    if tags:
        kept = [[(part, tag) for tag in label.split()] for part, label in zip(parts, labelled, strict=True)]
        indices = sampling.chosen(parts, kept, limits.MAX_SENTENCES)
    else:
        pairs = list(zip(parts, labelled, strict=True))
        indices = sampling.chosen(pairs, [[pair] for pair in pairs], limits.MAX_SENTENCES)
    return [rows[i] for i in indices]


def _fit(rows: Sequence[Row], table: Table, columns: Columns) -> tuple[Sequence[Row], dict[str, list[int]]]:
    """The rows without those that cannot be used with these columns; what is wrong with which of these.

    Raises:
        InvalidDataset: none can: leaving them out would be no way out.
    """
    unfit = table.unfit((columns.sentence, columns.label, columns.split))
    found: dict[str, list[int]] = {}
    for row in rows:
        if row.at in unfit:
            found.setdefault(unfit[row.at], []).append(row.at)
    if found and all(row.at in unfit for row in rows):
        raise InvalidDataset(" ".join(_sentences(table.unit, found)))
    return [row for row in rows if row.at not in unfit] if found else rows, found


def _sentences(unit: str, found: dict[str, list[int]]) -> tuple[str, ...]:
    return tuple(f"{places(unit, sorted(at))}: {what}" for what, at in found.items())
