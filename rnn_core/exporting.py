"""Take a model along: ``python -m rnn_core export MODEL --to numpy``.

MODEL is a file that ``--save`` has written. What is made of it is a file that answers alike without this program.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from rnn_core.errors import InvalidSetting, RnnCoreError
from rnn_core.exporters import EXPORTS, export
from rnn_core.options import OneLineParser, what_failed
from rnn_core.saving import no_place, read_model, replace
from rnn_core.wording import shown

COMMAND = "export"


def parser() -> argparse.ArgumentParser:
    """What can be asked for."""
    made = OneLineParser(prog=f"python -m rnn_core {COMMAND}", description="Take a model that was saved along.")
    made.add_argument("model", metavar="MODEL", help="a file that --save has written")
    made.add_argument("--to", required=True, choices=EXPORTS, metavar="WHAT", help=", ".join(EXPORTS))
    made.add_argument("--output", metavar="FILE", help="without it a file beside MODEL, which is called after it")
    made.add_argument("--force", action="store_true", help="replace FILE if it is there")
    return made


def target(model: Path, to: str, output: str | None, force: bool) -> Path:
    """Where the file is written.

    Raises:
        InvalidSetting: it cannot be written there, or something is there already.
    """
    beside = model.with_name(model.stem + EXPORTS[to].file_name.removeprefix("rnn"))
    named = str(beside) if output is None else output
    path, name = Path(named), shown(named, 200)
    if why := no_place(named):
        raise InvalidSetting(f"The file cannot be written as “{name}”: {why}. Name another with --output.")
    if path.exists() and path.samefile(model):
        raise InvalidSetting(f"The file would take the place of the model {name}. Name another with --output.")
    if path.exists() and not force:
        raise InvalidSetting(f"{name} is there already. Name another file with --output, or replace it with --force.")
    return path


def main(arguments: Sequence[str]) -> int:
    """Write the file and print its name; 0 if it is written, 2 with one line on stderr if it is not."""
    made = parser()
    options = made.parse_args(arguments)
    try:
        file = Path(options.model)
        model = read_model(file)
        path = target(file, options.to, options.output, options.force)
        replace(path, export(model, options.to, sentences=()))
        print(path, flush=True)
    except BrokenPipeError:  # nobody reads the name; the file is written
        sys.stderr.close()
    except OSError as error:
        made.error(what_failed(error))
    except (RnnCoreError, ValueError) as error:
        made.error(str(error))
    return 0
