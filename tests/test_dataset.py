"""Labelled sentences: their parts, their words, their split and their fingerprint."""

import math
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnn_core import Dataset, Example, InvalidDataset, InvalidSetting, TextConfig, Vocabulary, read_draft, tokenise
from rnn_core import split_off as split_off_part
from rnn_core.dataset import TEST_SHARE

SMALL = (
    Example("a b a", "x"),
    Example("c", "y", "test"),
    Example("B c d", "y"),
    Example("d", "x", "validation"),
    Example("", "x", "test"),
)

words = st.sampled_from(["a", "b", "C", "d", "<unk>"])
sentences = st.lists(words, max_size=6).map(" ".join)
examples = st.lists(
    st.builds(Example, sentences, st.sampled_from("xy"), st.sampled_from(["train", "validation", "test"])), max_size=12
).map(lambda drawn: (Example("a b", "x"), *drawn, Example("b", "y")))
texts = st.builds(
    TextConfig,
    fold_case=st.booleans(),
    min_count=st.integers(1, 4),
    unknown=st.sampled_from(["skip", "vector"]),
)


def test_each_part_holds_its_examples_in_order():
    dataset = Dataset(SMALL)
    assert dataset.examples_of("train") == (SMALL[0], SMALL[2])
    assert dataset.examples_of("test") == (SMALL[1], SMALL[4])
    assert [dataset.indices(part).tolist() for part in ("train", "validation", "test")] == [[0, 2], [3], [1, 4]]
    assert dataset.classes == ("x", "y")
    assert list(dataset.batches) == ["train", "validation", "test"]


def test_a_part_without_sentences_has_no_batches():
    assert list(Dataset((Example("a", "x"), Example("b", "y"))).batches) == ["train"]


def test_only_the_words_of_train_are_known():
    assert Dataset(SMALL).vocabulary.words == ("a", "b", "c", "d")
    assert Dataset((*SMALL, Example("a e", "x", "test"))).vocabulary.words == ("a", "b", "c", "d")


def test_the_smallest_count_of_a_word_counts_train_only():
    more = (Example("c c c c", "x", "test"), Example("d d d d", "x", "validation"))
    dataset = Dataset((*SMALL, *more), TextConfig(min_count=2))
    assert dict(zip(dataset.tokenised.words, dataset.word_counts, strict=True)) == {"a": 2, "b": 2, "c": 1, "d": 1}
    assert dataset.vocabulary.words == ("a", "b")


@given(examples, texts)
def test_words_counts_and_ids_equal_what_the_slow_way_finds(examples, text):
    dataset = Dataset(examples, text)
    cut = [tokenise(example.sentence, text) for example in examples]
    counts = Counter(w for e, ws in zip(examples, cut, strict=True) if e.split == "train" for w in ws)
    known = sorted(word for word, count in counts.items() if count >= text.min_count)
    assert dataset.vocabulary == Vocabulary(tuple(known), text)
    for word, count in zip(dataset.tokenised.words, dataset.word_counts, strict=True):
        assert count == counts[word]

    corpus = dataset.corpus
    assert len(corpus) == len(examples)
    assert [dataset.classes[label] for label in corpus.labels] == [example.label for example in examples]
    for i, sentence in enumerate(cut):
        if text.unknown == "vector":
            expected = [known.index(word) if word in known else len(known) for word in sentence]
        else:
            expected = [known.index(word) for word in sentence if word in known]
        read = corpus.words[corpus.offsets[i] : corpus.offsets[i + 1]]
        assert read.tolist() == expected == dataset.vocabulary.encode(sentence)


@given(examples, texts)
def test_the_batches_of_a_part_hold_its_sentences_once(examples, text):
    dataset = Dataset(examples, text)
    for part, batches in dataset.batches.items():
        held = [int(i) for batch in batches for i in batch.order]
        assert sorted(held) == dataset.indices(part).tolist()
        for batch in batches:
            assert batch.labels.tolist() == dataset.corpus.labels[batch.order].tolist()


def test_sentences_that_are_cut_already_are_not_cut_again():
    again = Dataset(SMALL, tokenised=Dataset(SMALL).tokenised)
    assert again == Dataset(SMALL) and again.vocabulary == Dataset(SMALL).vocabulary
    assert again.fingerprint == Dataset(SMALL).fingerprint


def test_label_entropy_is_that_of_the_training_labels():
    three_to_one = [Example("a", "x")] * 3 + [Example("a", "y"), Example("a", "y", "test")]
    expected = -(0.75 * math.log(0.75) + 0.25 * math.log(0.25))
    assert Dataset(tuple(three_to_one)).label_entropy == pytest.approx(expected, abs=1e-15)


# The split.


def split_off(examples, seed, share=TEST_SHARE):
    return split_off_part(examples, "test", share, seed)


def many(sizes: dict[str, int]) -> list[Example]:
    return [Example(f"{label}{i}", label) for label, size in sizes.items() for i in range(size)]


def sizes(examples, part) -> Counter:
    return Counter(example.label for example in examples if example.split == part)


@pytest.mark.parametrize(
    ("share", "expected"),
    [(0.2, {"x": 20, "y": 4, "z": 1}), (0.5, {"x": 50, "y": 10, "z": 2}), (0.1, {"x": 10, "y": 2})],
)
def test_the_same_share_of_every_class_is_for_testing(share, expected):
    split = split_off(many({"x": 100, "y": 20, "z": 4}), 0, share)
    assert sizes(split, "test") == expected
    assert sizes(split, "train") + sizes(split, "test") == {"x": 100, "y": 20, "z": 4}


def test_without_a_share_a_fifth_is_for_testing():
    assert sizes(split_off(many({"x": 20, "y": 20}), 0), "test") == {"x": 4, "y": 4}


def test_the_split_keeps_the_sentences_in_order_and_changes_only_their_part():
    before = tuple(replace(example, at=str(i)) for i, example in enumerate(many({"x": 9, "y": 6})))
    after = split_off(before, 3)
    assert {example.split for example in after} == {"train", "test"}
    assert tuple(replace(example, split="train") for example in after) == before
    assert [example.at for example in after] == [example.at for example in before]


def test_only_training_sentences_are_moved():
    tested = [replace(example, split="test") for example in many({"x": 10, "y": 10})]
    assert split_off((*tested, *many({"x": 10})), 0)[:20] == tuple(tested)
    both = split_off_part(split_off(many({"x": 40, "y": 20}), 0), "validation", 0.25, 0)
    assert sizes(both, "test") == {"x": 8, "y": 4}
    assert sizes(both, "validation") == {"x": 8, "y": 4} and sizes(both, "train") == {"x": 24, "y": 12}


def test_test_and_validation_are_chosen_by_streams_of_their_own():
    examples = many({"x": 40})
    chosen = [
        {e.sentence for e in split_off_part(examples, part, 0.5, 0) if e.split == part}
        for part in ("test", "validation")
    ]
    assert chosen[0] != chosen[1] and len(chosen[0]) == len(chosen[1]) == 20


def test_tagged_sentences_are_split_as_one_group():
    examples = [Example(f"a{i} b c", f"X Y{i % 10} Y{i % 7}") for i in range(20)]  # hardly two with the same tags
    assert sum(e.split == "test" for e in split_off_part(examples, "test", 0.2, 0, tagged=True)) == 4


def test_the_seed_chooses_the_test_sentences():
    examples = many({"x": 20, "y": 20})
    assert split_off(examples, 1) == split_off(examples, 1) != split_off(examples, 2)
    assert sizes(split_off(examples, 1), "test") == sizes(split_off(examples, 2), "test")


def test_over_many_seeds_every_sentence_is_a_test_sentence_equally_often():
    examples = many({"x": 10, "y": 10})
    times = Counter(e.sentence for seed in range(500) for e in split_off(examples, seed) if e.split == "test")
    assert len(times) == 20 and min(times.values()) > 60 and max(times.values()) < 140  # 100 each expected


def test_a_class_with_one_example_stays_in_train():
    split = split_off([Example("a", "x"), *many({"y": 10})], 0)
    assert sizes(split, "train")["x"] == 1


@pytest.mark.parametrize("share", [0.2, 0.5, 0.99, 1.0])
@pytest.mark.parametrize("seed", range(5))
def test_every_class_keeps_a_training_sentence(share, seed):
    split = split_off(many({"x": 1, "y": 2, "z": 3, "w": 30}), seed, share)
    assert set(sizes(split, "train")) == {"x", "y", "z", "w"}
    assert Dataset(split).classes == ("w", "x", "y", "z")


def test_a_share_of_0_gives_no_test_part():
    dataset = Dataset(split_off(many({"x": 100, "y": 20}), 0, 0))
    assert not dataset.examples_of("test") and len(dataset.examples_of("train")) == 120


def test_a_negative_seed_is_refused():
    with pytest.raises(InvalidSetting, match="seed"):
        split_off(many({"x": 2, "y": 2}), -1)


FILE = b"sentence,label\n" + b"".join(b"w%d w,%s\n" % (i, b"xy"[i % 2 : i % 2 + 1]) for i in range(20))
TESTS = b"label,sentence\nx,w0 new\ny,w1\n"


def test_a_test_file_is_the_whole_test_part_and_the_first_file_all_for_training():
    dataset = read_draft(FILE, "mine.csv").dataset(test_file=read_draft(TESTS, "more.csv"))
    assert len(dataset.examples_of("train")) == 20
    assert dataset.examples_of("test") == (Example("w0 new", "x", "test"), Example("w1", "y", "test"))
    assert [e.at for e in dataset.examples_of("test")] == ["2 of the test file", "3 of the test file"]
    assert "new" not in dataset.vocabulary


def test_a_test_file_takes_the_place_of_a_split_column_but_validation_stays():
    own = b"sentence,label,split\na,x,train\nb,y,train\nc,x,validation\nd,y,test\n"
    dataset = read_draft(own, "mine.csv").dataset(test_file=read_draft(TESTS, "more.csv"))
    assert [e.sentence for e in dataset.examples_of("train")] == ["a", "b", "d"]
    assert [e.sentence for e in dataset.examples_of("validation")] == ["c"]
    assert [e.sentence for e in dataset.examples_of("test")] == ["w0 new", "w1"]


def test_a_label_that_only_the_test_file_has_is_refused():
    with pytest.raises(InvalidDataset, match="“z” occurs only outside"):
        read_draft(FILE, "mine.csv").dataset(test_file=read_draft(b"sentence,label\na,x\nb,z\n", "more.csv"))


@pytest.mark.parametrize("share", [-0.1, 0.51, 1, math.nan, math.inf])
def test_a_share_for_testing_out_of_range_is_refused(share):
    with pytest.raises(InvalidSetting, match="share for testing"):
        read_draft(FILE, "mine.csv").dataset(share)


# The fingerprint.


def test_equal_datasets_have_equal_fingerprints():
    assert Dataset(SMALL).fingerprint == Dataset(tuple(replace(e, at="7") for e in SMALL)).fingerprint
    assert len(Dataset(SMALL).fingerprint) == 8


@pytest.mark.parametrize(
    "other",
    [
        Dataset((SMALL[2], SMALL[1], SMALL[0], *SMALL[3:])),
        Dataset((*SMALL, SMALL[0])),
        Dataset((replace(SMALL[0], sentence="a b"), *SMALL[1:])),
        Dataset((replace(SMALL[0], sentence="a b A"), *SMALL[1:])),
        Dataset((SMALL[0], replace(SMALL[1], label="x"), *SMALL[2:])),
        Dataset((SMALL[0], replace(SMALL[1], split="train"), *SMALL[2:])),
        Dataset((SMALL[0], replace(SMALL[1], split="validation"), *SMALL[2:])),
        Dataset(SMALL, TextConfig(tokeniser="characters")),
        Dataset(SMALL, TextConfig(fold_case=False)),
        Dataset(SMALL, TextConfig(min_count=2)),
        Dataset(SMALL, TextConfig(unknown="vector")),
    ],
    ids="order one-more word case label part validation cut fold-case min-count unknown".split(),
)
def test_the_fingerprint_tells_two_datasets_apart(other):
    assert other.fingerprint != Dataset(SMALL).fingerprint


def test_the_fingerprint_tells_where_a_sentence_ends():
    one = Dataset((Example("a", "b c"), Example("d", "e")))
    two = Dataset((Example("a b", "c"), Example("d", "e")))
    assert one.fingerprint != two.fingerprint


# What cannot be used.


@pytest.mark.parametrize(
    ("examples", "message"),
    [
        ((), "no training sentences"),
        ((Example("a", "x", "test"), Example("b", "y", "test")), "no training sentences"),
        ((Example("a", "x"), Example("b", "x")), r"1 different labels \(“x”\); 2 to 60"),
        (tuple(Example("a", f"{i:02}") for i in range(61)), "61 different labels .*and 56 more"),
        ((Example("a", "x"), Example("b", "y"), Example("b", "z", "test")), "“z” occurs only outside"),
        ((Example("a", "x"), Example("b", "y"), Example("b", "z\n" * 99, "validation")), "“(z�){20}…” occurs only"),
        ((Example("a", "x"), Example("b", "y")) * 25_001, "50,002 sentences; at most 50,000"),
        (tuple(Example(f"{i} {-i} w{i}", "xy"[i % 2]) for i in range(1, 10_200)), "30,597 different words; .*30,000"),
    ],
)
def test_a_dataset_that_cannot_be_trained_on_is_refused_in_one_line(examples, message):
    with pytest.raises(InvalidDataset, match=message) as refusal:
        Dataset(examples)
    assert "\n" not in str(refusal.value)


def test_too_many_words_are_mended_by_the_smallest_count():
    examples = (*(Example(f"{i} {-i} w{i}", "xy"[i % 2]) for i in range(1, 7000)), Example("1 2", "x"))
    assert Dataset(examples, TextConfig(min_count=2)).vocabulary.words == ("1", "2")


@pytest.mark.parametrize(
    "settings",
    [
        {"tokeniser": "sentences"},
        {"unknown": "guess"},
        {"min_count": 0},
        {"min_count": -1},
        {"min_count": 1.5},
        {"min_count": True},
    ],
)
def test_text_settings_out_of_range_are_refused(settings):
    with pytest.raises(InvalidSetting, match="must be"):
        TextConfig(**settings)
