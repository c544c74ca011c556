"""Whatever a file holds: a dataset or a clear refusal, and what we write reads back as it was."""

import sys

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rnn_core import Example, ReadOptions, TextConfig, limits, read, to_csv, tokenise
from rnn_core.reading import finish, understand
from rnn_core.reading.cleaning import CONTROLS, fits
from rnn_core.reading.formats import FORMATS
from rnn_core.reading.labels import examine
from tests.reading import fuzzing
from tests.reading.allowed import outcome, require_word
from tests.reading.corpus import corpus
from tests.reading.mutation import NASTY, drawn

FILES = 300

fragments = st.sampled_from([piece.decode(errors="ignore") for piece in NASTY if len(piece) < 100])
texts = st.one_of(st.text(), st.lists(st.one_of(fragments, st.text(max_size=3)), max_size=12).map("".join))


def as_read(text: str) -> str:
    """A cell as reading leaves it."""
    return CONTROLS.sub("", text).strip()


sentences = texts.map(as_read).filter(lambda text: tokenise(text) and fits(text, TextConfig()))
labels = texts.map(as_read).filter(lambda text: 0 < len(text) <= limits.MAX_LABEL_CHARACTERS)


def test_three_hundred_odd_files_are_read_or_refused():
    summary = fuzzing.run(FILES, seed=sum(map(ord, "reading")))
    assert not summary.failures
    assert summary.accepted + summary.refused == FILES
    assert min(summary.accepted, summary.refused, *summary.with_settings) > FILES / 10


def test_a_file_of_a_seed_is_always_the_same():
    assert drawn(3, 14) == drawn(3, 14) != drawn(3, 15)


def test_the_corpus_has_every_format_and_files_of_each_fate():
    found, fates = set(), []
    for name, data in corpus().items():
        fates.append(outcome(data, name, ReadOptions(tags=None)) is not None)
        if fates[-1]:
            found.add(finish(understand(data, ReadOptions(tags=None))).format)
    assert found == set(FORMATS)
    assert min(fates.count(True), fates.count(False)) > 20


CHILD = """
import json, os, sys, time
first, files = int(sys.argv[4]), int(sys.argv[6])
print(json.dumps({"memory": 0}), flush=True)
for index in range(first, first + files):
    if index == 1:
        os._exit(7)
    if index == 3:
        time.sleep(60)
    if index == 4:
        print(json.dumps({"failure": "IndexError", "memory": 0, "seconds": 0}), flush=True)
    else:
        print(json.dumps({"accepted": [True], "memory": 0, "seconds": 0}), flush=True)
"""


def test_a_child_that_dies_or_hangs_is_replaced_and_its_file_is_named(monkeypatch):
    monkeypatch.setattr(fuzzing, "COMMAND", (sys.executable, "-c", CHILD))
    monkeypatch.setattr(fuzzing, "HANG", 2.0)
    summary = fuzzing.run(6)
    assert summary.accepted == 3
    ended, hung, failed = summary.failures
    assert "--first 1 " in ended and "the process ended with status 7" in ended
    assert "--first 3 " in hung and "nothing heard for 2 s" in hung
    assert "--first 4 " in failed and "IndexError" in failed


@settings(deadline=None, max_examples=150)
@given(
    st.one_of(
        st.binary(),
        texts.map(lambda text: text.encode("utf-8", "surrogatepass")),
        st.lists(st.sampled_from([*NASTY, b"\n", b",", b"a,x\n", b"b,y\n"]), max_size=9).map(b"".join),
    ),
    st.sampled_from([None, *FORMATS]),
    texts,
)
def test_any_bytes_are_a_dataset_or_a_refusal_of_one_line(data, format, name):
    outcome(data, name, ReadOptions(format=format))


@settings(deadline=None, max_examples=150)
@given(st.data())
def test_any_table_that_is_written_reads_back_exactly(data):
    used = data.draw(st.lists(labels, min_size=2, max_size=5, unique=True))
    rows = st.builds(Example, sentences, st.sampled_from(used), st.sampled_from(["train", "validation", "test"]))
    one_of_each = [Example(data.draw(sentences), label, "train") for label in used]
    examples = (*one_of_each, *data.draw(st.lists(rows, max_size=12)))
    assume(not examine([example.label for example in examples], merge=False, coarse=False).refusal)
    assert read(to_csv(examples), "back.csv").dataset.examples == examples


@settings(deadline=None, max_examples=300)
@given(st.one_of(texts, st.text(st.characters(), max_size=50)), st.booleans())
@pytest.mark.parametrize("cut", ["whitespace", "words", "characters"])
def test_no_text_breaks_the_cutting_into_words_or_gives_a_blank_one(cut, text, fold_case):
    for word in tokenise(as_read(text), TextConfig(cut, fold_case)):
        assert word.strip()
        if text.isprintable():
            require_word(word)


def test_a_label_as_long_as_a_file_is_refused_or_reads_back():
    for length in (limits.MAX_LINE_CHARACTERS - 40, limits.MAX_LINE_CHARACTERS - 9, limits.MAX_JSON_BYTES - 99):
        long = "x" * length
        outcome(f"sentence,label\na,{long}\nb,y\n".encode(), "long.csv", ReadOptions())
        outcome(f'{{"a": "{long}", "b": "y"}}'.encode(), "long.json", ReadOptions())
