"""Words, vocabulary and packing."""

import os
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnn_core import (
    Corpus,
    Dataset,
    Example,
    TextConfig,
    Vocabulary,
    loss_and_gradients,
    pack,
    pack_all,
    predict,
    tokenise,
)
from rnn_core.batch import Batch
from rnn_core.text import Collector
from tests.networks import random_case

WORDS = TextConfig(tokeniser="words")
CHARACTERS = TextConfig(tokeniser="characters")


def test_sentences_are_cut_at_any_white_space_and_case_is_folded():
    assert tokenise("  I  am\tNOT　sad\n") == ("i", "am", "not", "sad")
    assert tokenise("") == tokenise(" \n ") == ()


def test_forms_that_look_alike_are_one_word():
    assert tokenise("ＧＯＯＤ") == tokenise("good")
    assert tokenise("Straße") == tokenise("STRASSE")
    assert tokenise("caf\u00e9") == tokenise("cafe\u0301")
    assert tokenise("CAFE\u0301") == tokenise("caf\u00e9")


def test_case_is_kept_if_wanted():
    text = TextConfig(fold_case=False)
    assert tokenise("GOOD good ＧＯＯＤ Straße", text) == ("GOOD", "good", "GOOD", "Straße")
    assert tokenise("GOOD :D", TextConfig(tokeniser="words", fold_case=False)) == ("GOOD", ":D")
    assert tokenise("Ab", TextConfig(tokeniser="characters", fold_case=False)) == ("A", "b")


@pytest.mark.parametrize("text", [TextConfig(), WORDS, CHARACTERS], ids=lambda text: text.tokeniser)
def test_characters_that_are_not_seen_make_no_difference(text):
    assert tokenise("so\u00adme \ufeffthing\u200e \u202eodd\u202c \u2066here\u2069", text) == tokenise(
        "some thing odd here", text
    )
    assert tokenise("\ufeff\u200e \u200b\u00ad", text) == ()


def test_a_zero_width_space_parts_two_words():
    assert tokenise("not\u200bbad") == ("not", "bad")


def test_a_heart_is_one_word_in_colour_and_in_black():
    assert tokenise("\u2764\ufe0f") == tokenise("\u2764\ufe0e") == tokenise("\u2764") == ("\u2764",)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("I don't like it!", ["i", "don't", "like", "it", "!"]),
        ("I don’t like it", ["i", "don't", "like", "it"]),
        ("Well, it's GOOD...", ["well", ",", "it's", "good", "..."]),
        ("(really?!)", ["(", "really", "?", "!", ")"]),
        ("state-of-the-art, 3.14 or 1,000", ["state-of-the-art", ",", "3.14", "or", "1,000"]),
        ("so happy :-) and <3", ["so", "happy", ":-)", "and", "<3"]),
        ("#great @someone", ["#great", "@someone"]),
        ("see http://example.org/a?b=c.", ["see", "http://example.org/a?b=c", "."]),
        ("no!!!!!!!!!!", ["no", "!", "!", "!"]),
        ("cafe\u0301 q\u0307x", ["caf\u00e9", "q\u0307x"]),
        ("हिन्दी किताब", ["हिन्दी", "किताब"]),
        ("می\u200cخواهم", ["می\u200cخواهم"]),
        ("很好！我喜欢", ["很好", "!", "我喜欢"]),
        ("<unk> __label__x", ["<unk>", "__label__x"]),
        ("fish &amp; chips", ["fish", "&", "amp", ";", "chips"]),
    ],
)
def test_words_are_cut_from_punctuation(sentence, expected):
    assert list(tokenise(sentence, WORDS)) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Good!", ["g", "o", "o", "d", "!"]),
        ("a b", ["a", "b"]),
        ("cafe\u0301 q\u0307", ["c", "a", "f", "\u00e9", "q\u0307"]),
        ("किताब", ["कि", "ता", "ब"]),
        ("很好！", ["很", "好", "!"]),
        ("テキスト", ["テ", "キ", "ス", "ト"]),
        ("한국", ["한", "국"]),
    ],
)
def test_characters_are_those_that_a_reader_sees(sentence, expected):
    assert list(tokenise(sentence, CHARACTERS)) == expected


@pytest.mark.parametrize("text", [WORDS, CHARACTERS], ids=lambda text: text.tokeniser)
@pytest.mark.parametrize(
    "emoji",
    [
        ["\U0001f468\u200d\U0001f469\u200d\U0001f467"],  # a family, held together by joiners
        ["\u2764\u200d\U0001f525"],  # a heart on fire
        ["\U0001f44d\U0001f3fd"],  # a thumb with a skin tone
        ["\U0001f1e9\U0001f1ea", "\U0001f1eb\U0001f1f7"],  # two flags, not four letters
    ],
)
def test_emoji_stay_whole(emoji, text):
    assert list(tokenise("".join(emoji), text)) == emoji


def test_a_heart_on_fire_stays_whole_in_colour():
    assert tokenise("\u2764\ufe0f\u200d\U0001f525", WORDS) == ("\u2764\u200d\U0001f525",)


def test_no_sentence_can_smuggle_in_half_a_character():
    words = tokenise("&#xD800; &#55296; &#0; &amp;#xD800;", WORDS)
    assert "".join(words).encode() and "\0" not in "".join(words)


@given(st.text())
def test_tokenising_never_fails_and_is_stable(text):
    words = tokenise(text)
    assert all(word and not any(c.isspace() for c in word) for word in words)
    assert tokenise(" ".join(words)) == words


@pytest.mark.parametrize("cut", ["whitespace", "words", "characters"])
@pytest.mark.parametrize("fold_case", [True, False])
@given(sentence=st.text() | st.text("ab.'&#x; \u200d\ufe0f\u2764\U0001f1e6\U0001f3fd\u0301!", max_size=40))
def test_no_way_of_cutting_fails_or_gives_an_empty_or_blank_word(cut, fold_case, sentence):
    words = tokenise(sentence, TextConfig(tokeniser=cut, fold_case=fold_case))
    assert all(word and not word.isspace() for word in words)
    if cut == "characters":  # nothing is lost, and nothing comes twice
        whole = "".join(tokenise(sentence, TextConfig(fold_case=fold_case)))
        assert "".join("".join(words).split()) == whole


@pytest.mark.parametrize(
    ("cut", "loaded"),
    [("whitespace", set()), ("characters", {"regex"}), ("words", {"regex", "nltk"})],
)
def test_a_tokeniser_is_loaded_only_when_it_is_chosen(cut, loaded):
    code = (
        "import sys; from rnn_core import *\n"
        f"Dataset((Example('a', 'x'), Example('b', 'y')), TextConfig(tokeniser={cut!r})).vocabulary\n"
        "print(*{'regex', 'nltk'} & set(sys.modules))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(result.stdout.split()) == loaded


def vocabulary(*sentences: str, **settings) -> Vocabulary:
    examples = [Example(sentence, "xy"[i % 2]) for i, sentence in enumerate(sentences)]
    return Dataset((*examples, Example("", "x"), Example("", "y")), TextConfig(**settings)).vocabulary


def test_vocabulary_is_sorted_whatever_the_order_of_the_sentences():
    assert vocabulary("b a", "c") == vocabulary("c", "a b") == Vocabulary(("a", "b", "c"))


def test_vocabulary_skips_unknown_words_and_knows_odd_ones():
    known = vocabulary("__proto__ <unk> index")
    assert known.encode(["index", "nothing", "<unk>"]) == [2, 0]
    assert known.rows == len(known) == 3 and known.unknown_id is None
    assert "index" in known and "nothing" not in known


def test_the_unknown_word_has_a_row_after_all_others_that_no_word_can_clash_with():
    odd = ["<pad>", "<unk>", "None", "[unk]", "unknown", "\U0010ffff", "\uffff", "-1"]
    known = vocabulary(" ".join(odd), unknown="vector")
    assert known.rows == len(known) + 1 == 9
    ids = known.encode(["nothing", "<unk>", "<pad>", "unknown", "\U0010ffff", "nothing else", ""])
    assert ids[0] == ids[-2] == ids[-1] == known.unknown_id == 8
    assert len(set(known.encode(tokenise(" ".join(odd))))) == len(odd) and max(known.encode(known.words)) == 7
    assert vocabulary("a").words == vocabulary("a", unknown="vector").words


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


def packed_slowly(sentences: list[list[int]], labels: list[int], indices: list[int]) -> dict[str, list[int]]:
    """What a batch must be, written down as its docstring says it."""
    order = sorted(indices, key=lambda i: -len(sentences[i]))  # stable
    words: list[int] = []
    previous: list[int] = []
    row_of: dict[tuple[int, int], int] = {}
    counts: list[int] = []
    for step in range(max((len(sentences[i]) for i in order), default=0)):
        counts.append(0)
        for place, i in enumerate(order):
            if step < len(sentences[i]):
                previous.append(row_of[place, step - 1] if step else 0)
                words.append(sentences[i][step])
                row_of[place, step] = len(words)
                counts[-1] += 1
    by_word = sorted(range(len(words)), key=lambda p: words[p])
    different = sorted(set(words))
    return {
        "order": order,
        "words": words,
        "counts": counts,
        "previous": previous,
        "last": [row_of.get((place, len(sentences[i]) - 1), 0) for place, i in enumerate(order)],
        "labels": [labels[i] for i in order],
        "by_word": by_word,
        "vocabulary_rows": different,
        "word_starts": [[words[p] for p in by_word].index(word) for word in different],
    }


def as_lists(batch: Batch, names) -> dict[str, list[int]]:
    return {name: list(map(int, getattr(batch, name))) for name in names}


@given(st.lists(st.lists(st.integers(0, 5), max_size=7), max_size=9), st.data())
def test_a_batch_equals_a_slow_and_obvious_one(sentences, data):
    labels = data.draw(st.lists(st.integers(0, 3), min_size=len(sentences), max_size=len(sentences)))
    some = st.lists(st.integers(0, len(sentences) - 1), unique=True) if sentences else st.just([])
    indices = data.draw(some)
    expected = packed_slowly(sentences, labels, indices)
    batch = pack(Corpus.of(sentences, labels), indices)
    assert as_lists(batch, expected) == expected
    assert len(batch) == len(indices)


def test_batches_of_a_thousand_random_ragged_corpora_equal_slow_ones():
    random = np.random.default_rng(0)
    for _ in range(1000):
        sizes = random.integers(0, random.integers(1, 30), random.integers(1, 20))
        sentences = [random.integers(0, 12, size).tolist() for size in sizes]
        labels = random.integers(0, 4, len(sentences)).tolist()
        indices = random.permutation(len(sentences))[: random.integers(1, len(sentences) + 1)].tolist()
        expected = packed_slowly(sentences, labels, indices)
        assert as_lists(pack(Corpus.of(sentences, labels), indices), expected) == expected


def test_what_only_the_way_back_needs_is_worked_out_only_for_it():
    case = random_case(np.random.default_rng(0), sentences=4)
    batch = case.batch
    lazy = {"previous", "by_word", "word_starts", "vocabulary_rows"}
    predict(case.params, batch)
    assert not lazy & set(vars(batch))
    loss_and_gradients(case.params, batch)
    assert lazy <= set(vars(batch))


@given(
    st.lists(st.lists(st.integers(0, 9), max_size=12), max_size=20),
    st.integers(1, 40),
    st.randoms(use_true_random=False),
)
def test_pack_all_holds_every_sentence_once_within_the_bound(sentences, most, random):
    corpus = Corpus.of(sentences, [0] * len(sentences))
    for wanted in (list(range(len(sentences))), random.sample(range(len(sentences)), len(sentences) // 2)):
        batches = pack_all(corpus, np.array(wanted, dtype=np.intp), most)
        assert sorted(int(i) for batch in batches for i in batch.order) == sorted(wanted)
        assert all(len(batch.words) <= most or len(batch) == 1 for batch in batches)
        assert sum(len(batch.words) for batch in batches) == sum(len(sentences[i]) for i in wanted)


def test_lengths_come_from_the_offsets():
    assert np.array_equal(Corpus.of([[1, 2], [], [3]], [0, 0, 0]).lengths, [2, 0, 1])


def test_sentences_followed_by_others_are_those_of_one_collection():
    first, second = [("a", "b", "a"), ()], [("b", "c"), ("c",)]

    def collected(sentences):
        collector = Collector()
        for words in sentences:
            collector.add(words)
        return collector.finished()

    joined, whole = collected(first).followed_by(collected(second)), collected(first + second)
    assert joined.words == whole.words == ("a", "b", "c")
    assert joined.ids.tolist() == whole.ids.tolist() == [0, 1, 0, 1, 2, 2]
    assert joined.offsets.tolist() == whole.offsets.tolist() == [0, 3, 3, 5, 6]
    assert collected(first).followed_by(collected([])).ids.tolist() == [0, 1, 0]
