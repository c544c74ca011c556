"""The Python that cuts sentences into words as a model's vocabulary says (text.py), for scripts without rnn_core."""

from rnn_core import text
from rnn_core.text import TextConfig, Vocabulary

_ALIKE = '''
def alike(sentence):
    """The sentence with letters that look alike made alike, and without characters that are not seen."""
    sentence = unicodedata.normalize("NFKC", sentence.translate(INVISIBLE))
    return {folded}
'''

_FOLDED = 'unicodedata.normalize("NFKC", sentence.casefold())  # GOOD is good'

_CUT = {
    "whitespace": '''
def cut(sentence):
    """The words of a sentence: what stands between white space."""
    return alike(sentence).split()
''',
}

_ROWS = {
    "skip": '''
def rows(words):
    """Each word's row of the weights; words that the network does not know are left out."""
    return [ROWS[word] for word in words if word in ROWS]
''',
    "vector": '''
def rows(words):
    """Each word's row of the weights; those that the network does not know share the last one."""
    return [ROWS.get(word, len(ROWS)) for word in words]
''',
}


def cutting(config: TextConfig) -> str:
    """The functions ``cut``, from a sentence to its words, and ``rows``, from words to numbers.

    They need ``unicodedata``, and what ``tables`` gives.
    """
    alike = _ALIKE.format(folded=_FOLDED if config.fold_case else "sentence")
    return alike + "\n" + _CUT[config.tokeniser] + "\n" + _ROWS[config.unknown]


def tables(vocabulary: Vocabulary) -> str:
    """What these functions look up: ``INVISIBLE`` and ``ROWS``."""
    invisible = ", ".join(f"{code:#06x}: {instead!r}" for code, instead in sorted(text.INVISIBLE.items()))
    words = ",\n    ".join(repr(word) for word in vocabulary.words)
    return (
        f"INVISIBLE = {{{invisible}}}\n"
        f"WORDS = [\n    {words},\n]\n"
        "ROWS = {word: row for row, word in enumerate(WORDS)}\n"
    )
