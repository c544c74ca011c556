"""Sentences that travel in a link: packed, unpacked, and read as a file is; whatever else stands there is refused."""

import base64
import json
import random
import re
import tracemalloc
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnn_core import Dataset, Example, InvalidDataset, ReadOptions, Repairs, TextConfig, bundled, limits, to_csv
from rnn_core.bundled_sets import SETS, bundled_set
from rnn_core.dataset import SPLITS
from rnn_core.packed import MOST_BYTES, MOST_IN_LINK, pack, unpack
from rnn_core.reading import finish, understand
from tests.datasets import TREACHEROUS, rows, tagged

CELLS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30) | st.sampled_from(TREACHEROUS)
LABELS = ("x", "y", "X", "=1", "'=1", "''y", "a;b", "x|y", "né ü", "NA", "0", '"', "-1", "a, b", *TREACHEROUS)
TEXTS = st.builds(
    TextConfig,
    st.sampled_from(["whitespace", "words", "characters"]),
    st.booleans(),
    st.integers(1, 3),
    st.sampled_from(["skip", "vector"]),
)


def packed(value: object) -> str:
    """What somebody could put in the place of packed sentences."""
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(zlib.compress(data)).decode().rstrip("=") + ".1"


def refusal(text: str) -> str:
    with pytest.raises(InvalidDataset) as error:
        unpack(text).dataset()
    message = str(error.value)
    assert message.isprintable() and len(message) < 400
    return message


# The way there and back.


@settings(deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS, st.sampled_from(SPLITS)), max_size=12), TEXTS)
def test_every_cell_comes_back_as_it_was(cells, text):
    examples = (Example("a b", "x"), Example("c", "y"), *(Example(s, "xy"[len(la) % 2], part) for s, la, part in cells))
    dataset = Dataset(examples, text)
    unpacked = unpack(pack(dataset))
    assert (unpacked.examples, unpacked.text, unpacked.tagged) == (examples, text, False)


@settings(deadline=None)
@given(st.lists(st.tuples(CELLS, st.sampled_from(LABELS), st.sampled_from(SPLITS)), max_size=12), TEXTS)
def test_whatever_was_read_from_a_file_is_the_same_dataset_again_to_the_fingerprint(cells, text):
    parts = [*(Example(f"good film {label}", label) for label in LABELS), *(Example(*cell) for cell in cells)]
    asked = ReadOptions(text=text, repairs=Repairs(leave_out=True))
    try:
        dataset = finish(understand(to_csv(parts), asked)).required("it").dataset()
    except InvalidDataset:  # (a label that only test sentences have, say)
        return
    again = unpack(pack(dataset)).dataset()
    assert again.fingerprint == dataset.fingerprint and again == dataset


@pytest.mark.parametrize("name", SETS)
def test_a_bundled_set_comes_back_to_the_fingerprint(name):
    assert unpack(pack(bundled_set(name))).dataset().fingerprint == bundled_set(name).fingerprint


def test_what_the_fingerprint_depends_on_comes_along():
    usual = ["a b | x", "c D | y", "a D | x | validation", "b c | y | test"]
    sets = [
        rows(*usual),
        rows(*usual, fold_case=False),
        rows(*usual, tokeniser="characters"),
        rows(*usual, min_count=2, unknown="vector"),
        rows(*usual[:2]),
        tagged("a/X b/Y", "c/Y", "b/X | test"),
    ]
    again = [unpack(pack(dataset)).dataset() for dataset in sets]
    assert [d.fingerprint for d in again] == [d.fingerprint for d in sets]
    assert len({d.fingerprint for d in sets}) == len({pack(d) for d in sets}) == len(sets)


def test_it_is_the_same_text_each_time_and_fit_for_an_address():
    assert pack(bundled()) == pack(bundled()) == pack(unpack(pack(bundled())).dataset())
    # No program that makes a link of text cuts such an end off.
    assert re.fullmatch(r"[A-Za-z0-9_-]+\.1", pack(bundled()))


def test_a_hundred_and_fifty_short_sentences_fit_into_a_link():
    draw = random.Random(0)
    words = ["".join(draw.choices("abcdefghijklmnopqrstuvwxyz", k=draw.randint(2, 8))) for _ in range(250)]
    lines = [f"{' '.join(draw.choices(words, k=draw.randint(3, 9)))} | {'xy'[i % 2]}" for i in range(150)]
    assert len(pack(rows(*lines))) < MOST_IN_LINK


def test_formulas_quotes_and_lines_are_only_text():
    lines = ['=1+1 "is" | =x', "'=2, | 'y", "@a;b\tc | -", "'' a | +"]
    dataset = rows(*lines)
    assert unpack(pack(dataset)).dataset() == dataset


def test_what_is_too_large_to_travel_is_refused():
    long = "a " * 400
    dataset = Dataset((Example("a", "x"), Example("b", "y"), *(Example(long, "x") for _ in range(1_300))))
    with pytest.raises(InvalidDataset, match="too many to travel"):
        pack(dataset)
    with pytest.raises(InvalidDataset, match="half a character"):
        pack(rows("a \ud800 | x", "b | y"))


# What somebody else may have written.


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".1",
        "1",
        pack(bundled())[:-1],  # cut off at its end
        pack(bundled())[:-2],
        pack(bundled())[:100],
        pack(bundled())[:100] + ".1",  # in its middle
        pack(bundled())[1:],
        pack(bundled()).replace("A", "B"),
        pack(bundled()).replace(".1", "AAAA.1"),  # something behind its end
        "!" + pack(bundled()),
        pack(bundled()) + "\n",
        "é" + pack(bundled()),
        "../../etc/passwd.1",
        "http://example.org/x.1",
        "A.1",
    ],
)
def test_what_is_damaged_is_said_to_be(text):
    assert "damaged or cut off" in refusal(text)


@pytest.mark.parametrize(
    "value",
    [
        b"",
        b"\xff\xfe",
        b"sentence,label\na,b\n",
        b"[" * 500_000,
        b"1" * 100_000,
        None,
        {},
        [],
        [1, 2, 3, 4],
        [["whitespace", True, 1, "skip"], ["a"], ["x"], "0"],
        [["whitespace", 1, 1, "skip", False], ["a"], ["x"], "0"],
        [["nowhere", True, 1, "skip", False], ["a"], ["x"], "0"],
        [[[], True, 1, "skip", False], ["a"], ["x"], "0"],
        [["whitespace", True, 0, "skip", False], ["a"], ["x"], "0"],
        [["whitespace", True, True, "skip", False], ["a"], ["x"], "0"],
        [["whitespace", True, 1, "skip", False], ["a", 7], ["x", "y"], "00"],
        [["whitespace", True, 1, "skip", False], ["a", None], ["x", "y"], "00"],
        [["whitespace", True, 1, "skip", False], "ab", ["x", "y"], "00"],
        [["whitespace", True, 1, "skip", False], ["a", "b"], ["x"], "00"],
        [["whitespace", True, 1, "skip", False], ["a", "b"], ["x", "y"], "03"],
        [["whitespace", True, 1, "skip", False], ["a", "b"], ["x", "y"], "0²"],
        [["whitespace", True, 1, "skip", False], ["a\ud800", "b"], ["x", "y"], "00"],
    ],
)
def test_what_is_something_else_is_said_to_be(value):
    assert "no sentences that the playground has packed" in refusal(packed(value))


def test_another_version_is_named():
    assert "version 2" in refusal(pack(bundled())[:-1] + "2")


def of(sentences: list[str], labels: list[str], splits: str, **text) -> str:
    config = {"tokeniser": "whitespace", "fold_case": True, "min_count": 1, "unknown": "skip", **text}
    return packed([[*config.values(), False], sentences, labels, splits])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (of([], [], ""), "no sentence below it"),
        (of(["a", "b"], ["x", "x"], "00"), "At least two different labels"),
        (of(["a", "b"], ["x", "y"], "22"), "no training sentences"),
        (of(["a", "b " * 500], ["x", "y"], "00"), "words"),
        (of(["a", "b" * 5_000], ["x", "y"], "00"), "characters"),
        (of(["a", " "], ["x", "y"], "00"), "label"),
        (of(["a", "b"], ["x", "y" * 300], "00"), "label"),
        (of([f"a{i}" for i in range(200)], [f"x{i // 2}" for i in range(200)], "0" * 200), "60"),
        (of(["a"] * 60_000, ["x", "y"] * 30_000, "0" * 60_000), f"{limits.MAX_SENTENCES:,}"),
    ],
)
def test_every_cap_of_a_file_holds_for_what_a_link_brings(text, words):
    assert words in refusal(text)


def test_what_inflates_to_too_much_is_refused_before_it_is_there():
    bomb = packed(b"[" * 100_000_000)
    assert len(bomb) < 2 * MOST_BYTES
    tracemalloc.start()
    assert "inflate to more than the 1,000,000 bytes" in refusal(bomb)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5 * MOST_BYTES
    assert "characters" in refusal("A" * 3_000_000 + ".1")


def test_two_thousand_mutations_are_refused_in_one_line_or_are_sentences_again():
    whole = pack(rows(*(f"word{i} is {i % 7} | {'xyz'[i % 3]} | {('train', 'test')[i % 5 == 4]}" for i in range(40))))
    draw = random.Random(15)
    signs = "ABCXYZabcxyz0189-_.=+/é\x00 <"
    outcomes = {"refused": 0, "read": 0}
    tracemalloc.start()
    for _ in range(2_000):
        text = list(whole)
        for _ in range(draw.randint(1, 4)):
            at = draw.randrange(len(text))
            text[at : at + draw.choice([0, 1, 1, 5])] = draw.choices(signs, k=draw.choice([0, 1, 1, 3]))
        try:
            dataset = unpack("".join(text)).dataset()
        except InvalidDataset as error:
            outcomes["refused"] += 1
            assert str(error).isprintable() and len(str(error)) < 400
        else:
            outcomes["read"] += 1
            assert len(dataset.examples) <= limits.MAX_SENTENCES
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert outcomes["refused"] > 1_900 and peak < 20_000_000
    # (A checksum lets hardly any change through; those inside of it are seen by the fingerprint.)
    damaged = bytearray(zlib.decompress(base64.urlsafe_b64decode(whole[:-2] + "=" * (-len(whole[:-2]) % 4))))
    damaged[damaged.index(b"word1")] = ord("W")
    assert unpack(packed(bytes(damaged))).dataset().fingerprint != unpack(whole).dataset().fingerprint
