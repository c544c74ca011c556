"""Classify sentences in the terminal: ``python -m rnn_core classify MODEL FILE``.

MODEL is a file that ``--save`` has written; its kept weights answer. FILE has a sentence in each line, or a column of
them. The answers go to stdout in UTF-8: as CSV, a row for each sentence or, of a model that tags, for each word; or as
JSON Lines, an object for each sentence. What was assumed about FILE is told on stderr.
"""

import argparse
import csv
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from rnn_core.answers import Classifier, header
from rnn_core.errors import RnnCoreError
from rnn_core.export import protected
from rnn_core.options import OneLineParser, print_in_utf_8, what_failed
from rnn_core.reading.decoding import ENCODINGS
from rnn_core.reading.sentences_alone import NoSentenceColumn, read_alone
from rnn_core.saving import read_model
from rnn_core.wording import counted, shown

COMMAND = "classify"


def parser() -> argparse.ArgumentParser:
    """What can be asked for."""
    made = OneLineParser(
        prog=f"python -m rnn_core {COMMAND}", description="Let a model that was saved classify sentences."
    )
    made.add_argument("model", metavar="MODEL", help="a file that --save has written")
    made.add_argument(
        "file", metavar="FILE", help="a sentence in each line, or a table or JSON with a column that is called sentence"
    )
    made.add_argument("--json", action="store_true", help="JSON Lines instead of CSV")
    made.add_argument("--encoding", choices=ENCODINGS, metavar="NAME", help=", ".join(ENCODINGS))
    made.add_argument("--delimiter", metavar="CHARACTER", help="what stands between columns")
    made.add_argument("--sentence-column", type=int, metavar="N", help="counted from 1")
    return made


def main(arguments: Sequence[str]) -> int:
    """Answer on stdout; 0 if all is answered, 2 with one line on stderr if nothing is."""
    made = parser()
    options = made.parse_args(arguments)
    file = Path(options.file)
    column = None if options.sentence_column is None else options.sentence_column - 1
    try:
        model = read_model(Path(options.model))
        data = file.read_bytes()
        try:
            found = read_alone(
                data, model.vocabulary.text, options.encoding, options.delimiter, column,
                "choose its encoding (--encoding)",
            )  # fmt: skip
        except RnnCoreError as error:
            option = " (--sentence-column)" if isinstance(error, NoSentenceColumn) else ""
            made.error(f"{shown(file.name)}: {error}{option}")
        for notice in found.told:
            print(f"note: {notice}", file=sys.stderr)
        silent, strange = _print(model.classifier, found.sentences, options.json)
    except BrokenPipeError:  # the reader (head, say) has seen enough
        sys.stderr.close()
        return 0
    except OSError as error:
        made.error(what_failed(error))
    except (RnnCoreError, ValueError) as error:
        made.error(str(error))
    if silent:
        print(f"note: {counted(silent, 'sentence has', 'sentences have')} no word that the model knows: no answer.",
              file=sys.stderr)  # fmt: skip
    if strange:
        have, say = ("sentence has", "its answer says") if strange == 1 else ("sentences have", "their answers say")
        print(f"note: {strange:,} {have} only words that the model does not know: {say} little.", file=sys.stderr)
    return 0


def _print(classifier: Classifier, sentences: Sequence[str], as_json: bool) -> tuple[int, int]:
    """Print all answers; how many sentences got none, and how many got one though no word of them is known."""
    number, silent, strange = 1, 0, 0
    print_in_utf_8()
    writer = csv.writer(sys.stdout, lineterminator="\n")
    if not as_json:
        writer.writerow(header(classifier.classes, classifier.tagged))
    for some in classifier.answers(sentences):
        if as_json:
            for record in some.records():
                print(json.dumps(record))
        else:
            writer.writerows(map(protected, some.rows(number)))
        number += len(some.sentences)
        silent += some.silent
        strange += int(some.strange.sum())
    sys.stdout.flush()
    return silent, strange
