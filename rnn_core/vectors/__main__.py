"""Cut a file of word vectors down in the terminal: ``python -m rnn_core.vectors VECTORS FILE [--output OUT]``.

Vectors have hundreds of megabytes and more, of which a data set needs little. What is written is GloVe's text, a
word and its numbers in each line; read again, it gives the same vectors to the last bit.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from rnn_core.errors import InvalidSetting, RnnCoreError
from rnn_core.options import OneLineParser, what_failed
from rnn_core.reading import ReadOptions, read
from rnn_core.text import TextConfig, Tokeniser
from rnn_core.vectors import GLOVE, Vectors, load_vectors
from rnn_core.wording import shown

PROGRAM = "python -m rnn_core.vectors"


def _parser() -> argparse.ArgumentParser:
    parser = OneLineParser(prog=PROGRAM, description="Cut word vectors down to the words of a data set.")
    add = parser.add_argument
    add("vectors", metavar="VECTORS", help=f"GloVe or word2vec text, fastText .vec, or {GLOVE} for the package")
    add("file", metavar="FILE", help="labelled sentences: CSV, TSV, JSON, JSON Lines or text")
    add("--output", metavar="OUT", help="where to write (default: stdout)")
    add(
        "--words",
        dest="tokeniser",
        choices=get_args(Tokeniser),
        default=TextConfig().tokeniser,
        help="(default %(default)s)",
    )
    add("--keep-case", dest="fold_case", action="store_false", help="GOOD and good are two words")
    add("--tags", action="store_true", help="each word has a label of its own")
    return parser


def _cut_down(options: argparse.Namespace) -> Vectors:
    """The vectors of the words of FILE, with what is to be known about both on stderr."""
    text = TextConfig(options.tokeniser, options.fold_case, unknown="vector")
    file = Path(options.file)
    reading = read(file.read_bytes(), file.name, ReadOptions(text=text, tags=options.tags or None))
    # Of all sentences: which of them are for testing can be chosen anew later.
    vectors = load_vectors(options.vectors, reading.dataset.tokenised.words)
    for notice in (*reading.notices, *vectors.notices):
        print(f"note: {' '.join(notice.split())}", file=sys.stderr)
    return vectors


def _lines(vectors: Vectors) -> Iterator[bytes]:
    for word, row in zip(vectors.words, vectors.rows, strict=True):
        yield f"{word} {' '.join(_numbers(row))}\n".encode()


def _numbers(row: NDArray[np.float32]) -> list[str]:
    """As few digits as give the same number back, even for who reads them in 64 bits and rounds then."""
    texts = [str(value) for value in row]
    again = np.array([float(text) for text in texts]).astype(np.float32)
    return [text if same else repr(float(v)) for text, same, v in zip(texts, again == row, row, strict=True)]


def _write(vectors: Vectors, options: argparse.Namespace) -> None:
    if options.output is None:
        sys.stdout.buffer.writelines(_lines(vectors))
        sys.stdout.buffer.flush()
        return
    output = Path(options.output)
    for source in (options.vectors, options.file):
        if output.exists() and Path(source).exists() and output.samefile(source):
            raise InvalidSetting(f"{shown(options.output, 200)} is read from: choose another name for the output.")
    with output.open("wb") as stream:
        stream.writelines(_lines(vectors))


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the vectors; 0 if that was possible, 2 with one line on stderr if not."""
    options = _parser().parse_args(arguments)
    try:
        _write(_cut_down(options), options)
    except BrokenPipeError:  # the reader (head, say) has seen enough
        sys.stderr.close()
        return 0
    except OSError as error:
        return _refuse(what_failed(error))
    except (RnnCoreError, ValueError) as error:
        return _refuse(str(error))
    return 0


def _refuse(message: str) -> int:
    print(f"{PROGRAM}: {' '.join(message.split())}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
