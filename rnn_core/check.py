"""Check hand-ins in the terminal: ``python -m rnn_core check HANDIN...``.

HANDIN is a file that the page has made, or a folder of them. Each run is trained again from its settings; the same
fingerprint of the weights is the proof that it was trained. The verdicts go to stdout as a table, or as JSON Lines.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from rnn_core import print_checks
from rnn_core.errors import InvalidHandIn, InvalidSetting, RnnCoreError
from rnn_core.hand_in import MOST_HAND_IN_BYTES, several
from rnn_core.options import OneLineParser
from rnn_core.wording import of_file, shown

COMMAND = "check"
LIMIT = 60.0  # seconds


def parser() -> argparse.ArgumentParser:
    """What can be asked for."""
    made = OneLineParser(
        prog=f"python -m rnn_core {COMMAND}",
        description="Train the runs of hand-ins again, and tell which are what they say.",
    )
    made.add_argument("files", nargs="+", metavar="HANDIN", help="a file that the page has made, or a folder of them")
    made.add_argument("--json", action="store_true", help="JSON Lines instead of a table")
    made.add_argument(
        "--limit", type=float, default=LIMIT, metavar="SECONDS",
        help="that training one of them again may take (default %(default)g)",
    )  # fmt: skip
    return made


def main(arguments: Sequence[str]) -> int:
    """Tell the verdicts on stdout; 0 if every file has one, 2 with one line on stderr if one cannot be read."""
    made = parser()
    options = made.parse_args(arguments)
    try:
        if not options.limit > 0:
            raise InvalidSetting(f"The limit is {options.limit:g}; it must be above 0 seconds.")
        checked = several.check(contents(options.files), options.limit)
        if options.json:
            for one in checked:
                print(json.dumps(print_checks.as_json(one)))
        else:
            print(print_checks.head(), *(line for one in checked for line in print_checks.rows(one)), sep="\n")
        sys.stdout.flush()
    except BrokenPipeError:  # the reader (head, say) has seen enough
        sys.stderr.close()
    except OSError as error:
        made.error(of_file(error))
    except RnnCoreError as error:
        made.error(str(error))
    return 0


def contents(names: Iterable[str]) -> list[tuple[str, bytes]]:
    """Every file with its name, of a folder those that end with .json; no more of any than a hand-in can have.

    Raises:
        InvalidHandIn: a folder has none.
        OSError: a file cannot be read.
    """
    found = []
    for path in map(Path, names):
        files = sorted(path.glob("*.json")) if path.is_dir() else [path]
        if not files:
            raise InvalidHandIn(f"{shown(str(path), 200)}: there is no .json file in this folder.")
        for file in files:
            with file.open("rb") as opened:
                found.append((file.name, opened.read(MOST_HAND_IN_BYTES + 1)))
    return found
