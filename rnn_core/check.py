"""Check hand-ins in the terminal: ``python -m rnn_core check HANDIN...``.

HANDIN is a file that the page has made, or a folder of them. Each run is trained again from its settings; the same
fingerprint of the weights is the proof that it was trained. The verdicts go to stdout as a table, or as JSON Lines.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from rnn_core import print_checks
from rnn_core.errors import InvalidSetting, RnnCoreError
from rnn_core.hand_in import MOST_HAND_IN_BYTES, several
from rnn_core.options import OneLineParser, print_in_utf_8, what_failed

COMMAND = "check"
LIMIT = 60.0  # seconds
MOST_LOOKED_AT, MOST_DEEP = 10_000, 10  # files and folders in a folder, and folders in one another


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
    """Tell the verdicts on stdout.

    Returns:
        0 if every file was read, whatever its verdict; 2 with a line on stderr if one was not.
    """
    made = parser()
    options = made.parse_args(arguments)
    try:
        if not options.limit > 0:
            raise InvalidSetting(f"The limit is {options.limit:g}; it must be above 0 seconds.")
        print_in_utf_8()
        checked = several.check(contents(options.files), options.limit)
        if options.json:
            for one in checked:
                print(json.dumps(print_checks.as_json(one)))
        else:
            print(*print_checks.table(checked), sep="\n")
        sys.stdout.flush()
        unread = sum(one.verdict.outcome == "not read" for one in checked)
        if unread:
            made.error(f"{unread:,} of {len(checked):,} could not be read; each has a row that says why.")
    except BrokenPipeError:  # the reader (head, say) has seen enough
        sys.stderr.close()
    except OSError as error:
        made.error(what_failed(error))
    except RnnCoreError as error:
        made.error(str(error))
    return 0


def contents(names: Iterable[str]) -> Iterator[tuple[str, bytes | str]]:
    """Every file with its path as it was given, and of a folder those in it, each once.

    Returns:
        Of each what is in it, no more than a hand-in can have; or, as a text, why it cannot be read.
    """
    found: dict[Path, str] = {}
    for path in map(Path, names):
        found |= _in_folder(path) if path.is_dir() else {path: ""}
    for path, why in found.items():
        yield str(path), why or _content(path)


def _content(path: Path) -> bytes | str:
    try:
        with path.open("rb") as opened:
            return opened.read(MOST_HAND_IN_BYTES + 1)
    except OSError as error:
        return _sentence(error)


def _in_folder(folder: Path) -> dict[Path, str]:
    """The .json files in a folder and in the folders in it, by name, and why one is not to be read; "" of most.

    Hidden ones are passed over: an archive that was made on a Mac has one beside each file. No link is followed.
    """
    found: dict[Path, str] = {}
    looked_at = 0
    for at, folders, files in os.walk(
        folder, onerror=lambda error: found.update({Path(error.filename): _sentence(error)})
    ):
        looked_at += len(folders) + len(files)
        if looked_at > MOST_LOOKED_AT:
            return {folder: f"There are more than {MOST_LOOKED_AT:,} files in this folder. Give a smaller one."}
        deepest = len(Path(at).relative_to(folder).parts) == MOST_DEEP
        folders[:] = [] if deepest else [name for name in folders if not name.startswith(".")]
        for path in (Path(at, name) for name in files if not name.startswith(".")):
            if path.suffix.lower() == ".json":
                found[path] = "It is a link, or no file. Give it by its own name." if not _is_file(path) else ""
    return dict(sorted(found.items())) or {folder: "There is no .json file in this folder."}


def _is_file(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _sentence(error: OSError) -> str:
    return f"{error.strerror or error}."
