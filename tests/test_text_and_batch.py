"""Words, vocabulary and packing."""

import os
import subprocess
import sys

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rnn_core import Corpus, Vocabulary, pack, pack_all, tokenise


def test_sentences_are_cut_at_any_white_space_and_case_is_folded():
    assert tokenise("  I  am\tNOT　sad\n") == ("i", "am", "not", "sad")
    assert tokenise("") == tokenise(" \n ") == ()


def test_forms_that_look_alike_are_one_word():
    assert tokenise("ＧＯＯＤ") == tokenise("good")
    assert tokenise("Straße") == tokenise("STRASSE")
    assert tokenise("caf\u00e9") == tokenise("cafe\u0301")


@given(st.text())
def test_tokenising_never_fails_and_is_stable(text):
    words = tokenise(text)
    assert all(word and not any(c.isspace() for c in word) for word in words)
    assert tokenise(" ".join(words)) == words


def test_vocabulary_is_sorted_whatever_the_order_of_the_sentences():
    assert Vocabulary.of(["b a", "c"]) == Vocabulary.of(["c", "a b"]) == Vocabulary(("a", "b", "c"))


def test_vocabulary_skips_unknown_words_and_knows_odd_ones():
    vocabulary = Vocabulary.of(["__proto__ <unk> index"])
    assert vocabulary.encode(["index", "nothing", "<unk>"]) == [2, 0]


def test_vocabulary_is_equal_in_every_process():
    code = "from rnn_core import bundled; print(bundled().vocabulary.words)"
    seen = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": str(seed)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in range(3)
    }
    assert len(seen) == 1


def test_packing_is_time_major_longest_first():
    batch = pack(Corpus.of([[1], [2, 3, 4], [], [5, 6]], [0, 1, 0, 1]), [0, 1, 2, 3])
    assert batch.order.tolist() == [1, 3, 0, 2]
    assert batch.words.tolist() == [2, 5, 1, 3, 6, 4]
    assert batch.counts == (3, 2, 1)
    assert batch.previous.tolist() == [0, 0, 0, 1, 2, 4]
    assert batch.last.tolist() == [6, 5, 3, 0]
    assert batch.labels.tolist() == [1, 1, 0, 0]


def test_packing_groups_equal_words():
    batch = pack(Corpus.of([[3, 1, 3]], [0]), [0])
    assert batch.vocabulary_rows.tolist() == [1, 3]
    assert batch.by_word.tolist() == [1, 0, 2]
    assert batch.word_starts.tolist() == [0, 1]


@given(st.lists(st.lists(st.integers(0, 9), max_size=12), max_size=20), st.integers(1, 40))
def test_pack_all_holds_every_sentence_once_within_the_bound(sentences, most):
    batches = pack_all(Corpus.of(sentences, [0] * len(sentences)), most)
    assert sorted(int(i) for batch in batches for i in batch.order) == list(range(len(sentences)))
    assert all(len(batch.words) <= most or len(batch) == 1 for batch in batches)
    assert sum(len(batch.words) for batch in batches) == sum(map(len, sentences))


def test_lengths_come_from_the_offsets():
    assert np.array_equal(Corpus.of([[1, 2], [], [3]], [0, 0, 0]).lengths, [2, 0, 1])
