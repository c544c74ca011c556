"""A run's figures and its answers as CSV files, for whoever goes on with them in a spreadsheet or a notebook.

Each is made of one look at the run, so that a file holds one consistent epoch also while training goes on.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from math import isnan

from playground.epochs import COLUMNS, Numbers
from playground.snapshot import Snapshot
from rnn_core import Corpus, Dataset, EpochRecord, Example, Params, limits
from rnn_core.answers import Answers, Cell, likeliest
from rnn_core.export import csv_file

MOST_PROBABILITIES = limits.MAX_SENTENCES * limits.MAX_CLASSES  # in one file, or kept for one; the file has 60 MB then
_PIECE = 500  # sentences that are read at once

_FIGURES = tuple(field.name for field in fields(EpochRecord) if field.name != "weight_norms")


def metrics_csv(now: Snapshot) -> bytes:
    """Every figure of every epoch, in full: a row for each, the columns of EpochRecord, and the norm of each weight.

    Of several networks the first has all its epochs, and each further one the epoch whose weights it keeps: more is
    not known of it. A figure of a part that the sentences do not have is empty.
    """
    networks = [now.records, *([m.record] if m.record else [] for m in now.members[1:])]
    weights = list(now.records[0].weight_norms) if now.records else []
    rows = ([number, *_figures(record, weights)] for number, of_one in enumerate(networks, 1) for record in of_one)
    return csv_file(["network", *_FIGURES, *(f"norm of {weight}" for weight in weights)], rows)


def _figures(record: EpochRecord, weights: Iterable[str]) -> list[Cell]:
    return [*(getattr(record, name) for name in _FIGURES), *(record.weight_norms[weight] for weight in weights)]


def kept_metrics_csv(numbers: Numbers) -> bytes:
    """The figures that are kept of every epoch of a run that was replaced, in columns of the same names.

    Args:
        numbers: (E, 8) see epochs.COLUMNS.
    """
    columns = [name for name in _FIGURES if name in COLUMNS]
    figures = numbers[:, [COLUMNS.index(name) for name in columns]].tolist()
    rows = ([1, epoch, *(None if isnan(value) else value for value in row)] for epoch, row in enumerate(figures, 1))
    return csv_file(["network", "epoch", *columns], rows)


def predictions_csv(dataset: Dataset, members: Sequence[Params]) -> bytes:
    """What networks answer for every sentence of a dataset: a row for each or, where words are tagged, for each word.

    The probability of each class is in a column of its own; of more than MOST_PROBABILITIES only the highest are
    told. A word that is skipped has no prediction and is not right. ``read`` reads the sentences of this file again.
    """
    C = len(dataset.classes)
    all_of_them = (len(dataset.corpus.words) if dataset.tagged else len(dataset.examples)) * C <= MOST_PROBABILITIES
    told = [f"p({label})" for label in dataset.classes] if all_of_them else ["probability"]
    of_each = ["sentence_number", "word", "tag"] if dataset.tagged else ["sentence", "label"]
    rows = (_tagged_rows if dataset.tagged else _rows)(dataset, members, all_of_them)
    return csv_file([*of_each, "split", "prediction", "right", *told], rows)


def _answers(dataset: Dataset, members: Sequence[Params]) -> Iterator[tuple[Sequence[Example], Answers]]:
    """Some sentences at a time, in order, and what they are answered."""
    words, offsets, vocabulary = dataset.corpus.words, dataset.corpus.offsets, dataset.vocabulary
    for start in range(0, len(dataset.examples), _PIECE):
        examples = dataset.examples[start : start + _PIECE]
        ends = offsets[start : start + len(examples) + 1]
        corpus = Corpus(words[ends[0] : ends[-1]], ends - ends[0])
        sentences = tuple(example.sentence for example in examples)
        yield examples, Answers.of(sentences, corpus, members, vocabulary, dataset.classes, dataset.tagged)


def _rows(dataset: Dataset, members: Sequence[Params], all_of_them: bool) -> Iterator[list[Cell]]:
    """A sentence without a known word is answered too, with what the networks say to nothing: accuracy counts it."""
    for examples, answers in _answers(dataset, members):
        for example, row in zip(examples, answers.probabilities.tolist(), strict=True):
            answer = likeliest(dataset.classes, row)
            yield [
                example.sentence, example.label, example.split, answer, answer == example.label,
                *(row if all_of_them else [max(row)]),
            ]  # fmt: skip


def _tagged_rows(dataset: Dataset, members: Sequence[Params], all_of_them: bool) -> Iterator[list[Cell]]:
    nothing: list[Cell] = [None] * (len(dataset.classes) if all_of_them else 1)
    every = (
        each for examples, answers in _answers(dataset, members) for each in zip(examples, answers.tags(), strict=True)
    )
    for number, (example, words) in enumerate(every, 1):
        for (word, answer, row), tag in zip(words, example.label.split(), strict=True):
            told = row if all_of_them or not row else [max(row)]
            yield [number, word, tag, example.split, answer, answer == tag, *(told or nothing)]
