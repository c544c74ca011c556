"""The caps: how much of anything the playground takes. Shown to the visitor where they bite."""

MAX_FILE_BYTES = 5_000_000
MAX_JSON_BYTES = 2_000_000
MAX_LINE_CHARACTERS = 131_072  # of a line of text, and of one cell
MAX_COLUMNS = 300
MAX_SENTENCES = 10_000
MAX_SENTENCE_CHARACTERS = 2_000
MAX_SENTENCE_WORDS = 200
MAX_CLASSES = 60
MAX_VOCABULARY = 20_000
MAX_HIDDEN_SIZE = 256
MAX_WEIGHTS = 1_500_000
