"""The Python that cuts sentences into words as text.py does, for scripts that have to do without it.

NLTK's pattern for words is written for the package regex. Scripts give it to re, with some signs replaced by others of
which re thinks as regex does of them. The letter ª, the letter º and the sign ¨ are free for that: NFKC leaves none.
"""

from collections.abc import Iterable

from rnn_core.text import INVISIBLE, TextConfig, Tokeniser, Vocabulary, tweet_patterns

_WIDTH = 114  # characters in a line of words

_ALIKE = '''
def alike(sentence):
    """The sentence with letters that look alike made alike, and without characters that are not seen."""
    sentence = unicodedata.normalize("NFKC", sentence.translate(INVISIBLE))
    return {folded}

'''

_FOLDED = 'unicodedata.normalize("NFKC", sentence.casefold())  # GOOD is good'

_WHITESPACE = '''
def cut(sentence):
    """The words of a sentence: what stands between white space."""
    return alike(sentence).split()

'''

_WORDS = '''
def cut(sentence):
    """The words and signs of a sentence."""
    sentence = alike(sentence).replace("’", "'")
{shorten}
    found = WORD.finditer("".join(map(stand_in, sentence)))
    words = [sentence[word.start() : word.end()] for word in found]
    return [word for word in words if not word.isspace()]


def stand_in(sign):
    """What WORD sees of a sign: re is shown a letter where the package regex, for which it was written, sees one."""
    kind = unicodedata.category(sign)
    if sign == "\\u200d":
        return "º"
    if kind[0] == "M" or re.match(LETTERS, sign):
        return "ª"
    return "¨" if kind == "No" or "\\x1c" <= sign <= "\\x1f" else sign

'''

_SHORTEN_SIGNS = """\
    runs = [(sign, len(list(run))) for sign, run in itertools.groupby(sentence)]  # !!!!! is !!!
    sentence = "".join(sign * (n if unicodedata.category(sign)[0] in "LN" else min(n, 3)) for sign, n in runs)"""

_SHORTEN = """\
    sentence = re.sub({pattern!r}, r"\\1\\1\\1", sentence)  # !!!!! is !!!"""

_CHARACTERS = '''
def cut(sentence):
    """The characters of a sentence as a reader sees them: with their accents, emoji with all their parts."""
    sentence = alike(sentence)
    if regex is None and any(map(joins, sentence)):
        raise RuntimeError(f"characters of several parts are told by the package regex, to be installed: {sentence!a}")
    signs = regex.findall(r"\\X", sentence) if regex else sentence
    return [sign for sign in signs if not sign.isspace()]


def joins(sign):
    """Whether a sign may be a part of the character beside it."""
    return re.match(JOINING, sign) or unicodedata.category(sign)[0] in "CM" and not sign.isspace()

'''

# What regex takes for letters: dotless i (of which re says that it is an i), joiners, ties, and letters in circles.
_LETTERS = r"[\u0131\u200c\u203f\u2040\u2054\U0001f150-\U0001f169\U0001f170-\U0001f189]"

# Parts of characters that are no marks: halves of flags, shades of skin, letters of which Hangul and others are joined.
_JOINING = (
    r"[\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff"
    r"\u0d4e\U000111c2\U000111c3\U0001193f\U00011941\U00011a3a\U00011a84-\U00011a89\U00011d46\U00011f02]"
)

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

IMPORTS: dict[Tokeniser, tuple[str, ...]] = {
    "whitespace": ("unicodedata",),
    "words": ("itertools", "re", "unicodedata"),
    "characters": ("re", "unicodedata"),
}

# After the imports.
OPTIONAL: dict[Tokeniser, str] = {
    "whitespace": "",
    "words": "",
    "characters": """
try:
    import regex
except ImportError:  # then without characters of several parts
    regex = None
""",
}


def cutting(config: TextConfig) -> str:
    """The functions ``cut``, from a sentence to its words, and ``rows``, from words to numbers.

    They need IMPORTS and OPTIONAL, and what ``tables`` gives.
    """
    alike = _ALIKE.format(folded=_FOLDED if config.fold_case else "sentence")
    return alike + _cut(config.tokeniser) + _ROWS[config.unknown]


def _cut(tokeniser: Tokeniser) -> str:
    if tokeniser == "whitespace":
        return _WHITESPACE
    if tokeniser == "characters":
        return _CHARACTERS
    shorten = tweet_patterns()[0].pattern
    by_kind = r"\p{" in shorten  # which re does not know: "([^\p{L}\p{N}])\1{3,}"
    return _WORDS.replace("{shorten}", _SHORTEN_SIGNS if by_kind else _SHORTEN.format(pattern=shorten))


def tables(vocabulary: Vocabulary) -> str:
    """What these functions look up: ``INVISIBLE`` and ``ROWS``, and what words or characters are."""
    made = wrapped("INVISIBLE", (f"{code:#06x}: {instead!r}" for code, instead in sorted(INVISIBLE.items())), "{}")
    if vocabulary.text.tokeniser == "words":
        made += _word_pattern()
    elif vocabulary.text.tokeniser == "characters":
        made += f"JOINING = {_JOINING!r}\n"
    made += wrapped("WORDS", map(repr, vocabulary.words), "[]")
    return made + "ROWS = {word: row for row, word in enumerate(WORDS)}\n"


def wrapped(name: str, items: Iterable[str], brackets: str) -> str:
    """An assignment of a list or a dictionary, as many items in a line as fit."""
    lines = [""]
    for item in items:
        if len(lines[-1]) + len(item) > _WIDTH:
            lines.append("")
        lines[-1] += f" {item},"
    return f"{name} = {brackets[0]}\n" + "".join(f"   {line}\n" for line in lines) + f"{brackets[1]}\n"


def _word_pattern() -> str:
    """``WORD``, line by line."""
    joiner = "\u200d"
    pattern = tweet_patterns()[1].pattern.replace(r"\u200d", "º").replace(joiner, "º")
    lines = "".join(f"    {line!r}\n" for line in pattern.splitlines(keepends=True))
    return (
        "# What a word is, from NLTK's TweetTokenizer (copyright NLTK Project, Apache License 2.0).\n"
        f"LETTERS = {_LETTERS!r}\nWORD = re.compile(\n{lines},\n    re.VERBOSE | re.IGNORECASE,\n)\n"
    )
