"""The caps: how much of anything the playground takes. Shown to the visitor where they bite."""

import os
from collections.abc import Mapping

SENTENCES_VARIABLE = "RNN_PLAYGROUND_MAX_SENTENCES"
_SENTENCES = (1_000, 50_000)  # at least the bundled sentences, at most what was tried
_BYTES_A_SENTENCE = 400  # of a file with as many as are possible: 60 words and a label


def sentences_possible(environment: Mapping[str, str]) -> int:
    """The most sentences of a dataset: fewer than usual if the owner of the machine says so (docs/hosting.md)."""
    fewest, most = _SENTENCES
    asked = environment.get(SENTENCES_VARIABLE, "")
    return min(max(int(asked[:9]), fewest), most) if asked.isascii() and asked.isdecimal() else most


MAX_SENTENCES = sentences_possible(os.environ)
MAX_ROWS = 5 * MAX_SENTENCES  # of a file of which as many as are possible can be chosen
MAX_FILE_BYTES = _BYTES_A_SENTENCE * MAX_SENTENCES
MAX_JSON_BYTES = MAX_FILE_BYTES * 7 // 20  # what is read at once takes more memory than what is read row by row
MAX_LINE_CHARACTERS = 131_072  # of a line of text, and of one cell
MAX_COLUMNS = 300
MAX_SENTENCE_CHARACTERS = 4_000
MAX_SENTENCE_WORDS = 400
MAX_LABEL_CHARACTERS = 200
MAX_CLASSES = 60
MAX_VOCABULARY = 30_000
MAX_HIDDEN_SIZE = 256
MAX_LAYERS = 3
MAX_EMBEDDING_SIZE = 1024
MAX_WEIGHTS = 1_500_000
MAX_NETWORKS = 8
