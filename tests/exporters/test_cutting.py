"""Exported scripts cut sentences as text.py does, though they have neither NLTK nor, as a rule, the package regex."""

import sys
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import product
from typing import Any, get_args

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from rnn_core import TextConfig, Vocabulary, tokenise
from rnn_core.exporters.cutting_code import IMPORTS, OPTIONAL, cutting, tables
from rnn_core.text import Tokeniser, Unknown

TOKENISERS: tuple[Tokeniser, ...] = get_args(Tokeniser)
CONFIGS = [TextConfig(tokeniser, fold_case) for tokeniser, fold_case in product(TOKENISERS, (True, False))]


@cache
def script(config: TextConfig, words: tuple[str, ...] = ()) -> dict[str, Any]:
    """What a script that cuts sentences in this way defines."""
    imports = "".join(f"import {name}\n" for name in IMPORTS[config.tokeniser])
    code = imports + OPTIONAL[config.tokeniser] + cutting(config) + tables(Vocabulary(words, config))
    names: dict[str, Any] = {}
    exec(code, names)
    return names


def without_regex(config: TextConfig) -> dict[str, Any]:
    """The same where the package regex is not installed."""
    return script(config) | {"regex": None}


def known(sign: str) -> bool:
    """Whether this Python and the package regex both know a character."""
    return unicodedata.category(sign) not in ("Cn", "Cs") and not regex.match(r"\p{Cn}", sign)


EVERY_SIGN = [sign for sign in map(chr, range(sys.maxunicode + 1)) if known(sign)]
SIGNS = [sign for sign in EVERY_SIGN if unicodedata.category(sign) not in ("Lo", "Co")] + list("あ好한ไกा")

# What patterns of words and of characters look at, beside letters.
PIECES = (
    *"aZ9_'’-.@#:;=8)(/<>{}|\\!?*+,&\"ıİſKß½²ªº¨é好한\r\n\t\x1c\x85\xa0\u3000",
    *(
        "\u0301",
        "\u200b",
        "\u200c",
        "\u200d",
        "\ufe0f",
        "\u203f",
        "👩",
        "🚀",
        "🅰",
        "🏽",
        "🇦",
        "🇧",
        "❤",
        "க",
        "ி",
        "\u094d",
    ),
    *(
        "http://",
        "www.",
        ".com",
        "&amp;",
        "aaaa",
        "!!!!!!",
        "éééé",
        "\u1100",
        "\u1161",
        "\U0001f3f4\U000e0067\U000e007f",
    ),
)
SENTENCES = st.one_of(st.lists(st.sampled_from(PIECES)).map("".join), st.text(st.sampled_from(SIGNS)))


@pytest.mark.parametrize("config", [c for c in CONFIGS if c.tokeniser != "characters"], ids=str)
@settings(deadline=None)
@given(sentence=SENTENCES)
def test_words_are_cut_as_the_core_cuts_them(config, sentence):
    assert tuple(script(config)["cut"](sentence)) == tokenise(sentence, config)


@pytest.mark.parametrize("config", [c for c in CONFIGS if c.tokeniser == "characters"], ids=str)
@settings(deadline=None)
@given(sentence=SENTENCES)
def test_characters_are_cut_as_the_core_cuts_them_or_it_says_what_that_takes(config, sentence):
    assert tuple(script(config)["cut"](sentence)) == tokenise(sentence, config)
    try:
        assert tuple(without_regex(config)["cut"](sentence)) == tokenise(sentence, config)
    except RuntimeError as error:
        assert str(error).startswith("characters of several parts")


def test_every_character_is_cut_alike_wherever_it_stands():
    config = TextConfig("words", fold_case=False)
    places = ("a{0}b", "{0}{0}", "1{0}2", ":{0})", "www.{0}.com", "@{0}a", "#{0}{0}", "www.a.com/x{0}y", "{0}{0}{0}{0}")
    for signs in by_fifty(SIGNS):
        sentence = " ".join(place.format(sign) for sign in signs for place in places)
        assert tuple(script(config)["cut"](sentence)) == tokenise(sentence, config)


def test_every_character_that_is_sure_to_stand_alone_needs_no_package():
    config = TextConfig("characters", fold_case=False)
    names = without_regex(config)
    alone = [s for s in EVERY_SIGN if not any(map(names["joins"], unicodedata.normalize("NFKC", s)))]
    for signs in by_fifty(alone):
        sentence = "".join(f"a{sign}한{sign}{sign}" for sign in signs)
        assert tuple(names["cut"](sentence)) == tokenise(sentence, config)
    left_out = [sign for sign in EVERY_SIGN if names["joins"](sign) and unicodedata.category(sign)[0] not in "CM"]
    assert len(left_out) < 500


def by_fifty(signs: list[str]) -> Iterator[list[str]]:
    return (signs[start : start + 50] for start in range(0, len(signs), 50))


def test_usual_text_in_usual_languages_needs_no_package():
    for sentence in ("今天天气真好！", "Straße, déjà vu", "한국어 문장", "Это хорошо 🙂", "مرحبا", "ελληνικά"):
        config = TextConfig("characters")
        assert tuple(without_regex(config)["cut"](sentence)) == tokenise(sentence, config)


@pytest.mark.parametrize("unknown", get_args(Unknown))
def test_words_have_the_rows_that_the_vocabulary_gives_them(unknown):
    config = TextConfig(unknown=unknown)
    words = ("a", "b", "ß")
    assert script(config, words)["rows"](["b", "?", "a"]) == Vocabulary(words, config).encode(["b", "?", "a"])
