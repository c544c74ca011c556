"""Sentences in which every word has a label: how they are read, split, reported on and learned."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnn_core import (
    Dataset,
    EpochRecord,
    Example,
    InvalidDataset,
    ModelConfig,
    Reading,
    ReadOptions,
    Repairs,
    TextConfig,
    TrainConfig,
    bundled,
    read,
    read_draft,
    report,
    to_csv,
    tokenise,
    train,
)
from rnn_core.reading import Draft
from tests.datasets import tagged

NEGATION_TAGS = Path(__file__).parent.parent / "data" / "negation_tags.csv"
TAGS = ReadOptions(tags=True)


def reading(text: str, name: str = "mine.txt", asked: ReadOptions = TAGS, share: float = 0.0) -> Reading:
    return read(text.encode(), name, asked, share)


def pairs(dataset: Dataset) -> list[tuple[str, str]]:
    return [(example.sentence, example.label) for example in dataset.examples]


def refusal(text: str, asked: ReadOptions = TAGS) -> str:
    with pytest.raises(InvalidDataset) as refused:
        reading(text, asked=asked)
    assert "\n" not in str(refused.value)
    return str(refused.value)


# Words with their tags.

LINES = "the/DET dog/N sleeps/V\n\na/DET cat/N\n  it/PRON   runs/V\t\n"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_of_words_with_their_tags(end):
    got = reading(LINES.replace("\n", end))
    assert pairs(got.dataset) == [("the dog sleeps", "DET N V"), ("a cat", "DET N"), ("it runs", "PRON V")]
    assert [example.at for example in got.dataset.examples] == ["1", "3", "4"]  # a blank line is none, but counts
    assert got.unit == "line" and got.notices == () and got.dataset.tagged
    assert got.dataset.classes == ("DET", "N", "PRON", "V")


def test_the_tag_stands_after_the_last_slash_of_a_word():
    got = reading("and/or/C 1/2/NUM http://a.b/c/X\n//PUNCT a/b/c/X\n")
    assert pairs(got.dataset) == [("and/or 1/2 http://a.b/c", "C NUM X"), ("/ a/b/c", "PUNCT X")]


def test_words_are_folded_and_tags_are_not():
    dataset = reading("The/Det DOG/n\nthe/det dog/N\n").dataset
    assert dataset.vocabulary.words == ("dog", "the")
    assert dataset.classes == ("Det", "N", "det", "n")


def test_a_word_without_a_tag_or_a_tag_without_a_word_is_named_with_its_line():
    text = "a/X b/Y\nc d/Y\n\n/X e/Y\nf/ g/X\nh/X i/Y\n"
    said = "lines 2, 4 and 5: a word has no tag. Write each as word/TAG, or leave the row out."
    assert refusal(text) == f"mine.txt: {said}"
    left = reading(text, asked=replace(TAGS, repairs=Repairs(leave_out=True)))
    assert pairs(left.dataset) == [("a b", "X Y"), ("h i", "X Y")]
    assert left.notices == (f"Left out: {said}",)


def test_slashes_are_taken_for_tags_only_where_tags_are_asked_for():
    text = "good/X\tx\nbad/Y\ty\n"
    assert not reading(text, asked=ReadOptions()).dataset.tagged
    assert pairs(reading(text, asked=ReadOptions()).dataset) == [("good/X", "x"), ("bad/Y", "y")]
    # and a table whose first row has none is a table
    assert pairs(reading("good\tX\nbad/ugly\tY\n").dataset) == [("good", "X"), ("bad/ugly", "Y")]


# A column of tags.


@pytest.mark.parametrize("name", ["tags", "tag", "labels", "label", " Tags ", "TAG"])
def test_a_table_with_a_column_of_tags(name):
    got = reading(f"{name},sentence\nDET N,the dog\n DET   V ,a  run\n", "mine.csv")
    assert pairs(got.dataset) == [("the dog", "DET N"), ("a  run", "DET V")]  # one blank between the tags
    assert got.dataset.tagged and got.dataset.classes == ("DET", "N", "V")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("mine.tsv", "sentence\ttags\nthe dog\tDET N\nit runs\tPRON V\n"),
        ("mine.csv", "tags;text\nDET N;the dog\nPRON V;it runs\n"),
        ("mine.json", '[{"sentence": "the dog", "tags": "DET N"}, {"sentence": "it runs", "tags": "PRON V"}]'),
        ("mine.jsonl", '{"text": "the dog", "tag": "DET N"}\n{"text": "it runs", "tag": "PRON V"}\n'),
        ("mine.txt", "the/DET dog/N\nit/PRON runs/V\n"),
    ],
)
def test_every_format_gives_the_same_sentences(name, text):
    assert pairs(reading(text, name).dataset) == [("the dog", "DET N"), ("it runs", "PRON V")]


def test_of_tags_and_a_label_for_the_sentence_the_tags_are_taken():
    text = "sentence,label,tags\nthe dog,x,DET N\nit runs,y,PRON V\n"
    assert pairs(reading(text).dataset)[0] == ("the dog", "DET N")
    assert pairs(reading(text, asked=ReadOptions()).dataset)[0] == ("the dog", "x")
    assert pairs(reading(text, asked=replace(TAGS, label=2, sentence=0)).dataset)[0] == ("the dog", "DET N")


def test_the_column_of_tags_can_be_told():
    text = "words,part of speech\nthe dog,DET N\nit runs,PRON V\n"
    asked = replace(TAGS, header=True, sentence=0, label=1)
    assert pairs(reading(text, asked=asked).dataset) == [("the dog", "DET N"), ("it runs", "PRON V")]


def test_without_names_the_column_with_fewer_different_words_is_that_of_the_tags():
    """Also where every row has other tags than the others, and they are longer than the words."""
    rows = ["a dog\tARTICLE NOUN", "it runs\tPRONOUN VERB", "so it goes on\tADVERB PRONOUN VERB ADVERB"]
    rows += ["the cat goes\tARTICLE NOUN VERB", "birds\tNOUN", "never\tADVERB", "go on\tVERB ADVERB"]
    expected = [tuple(row.split("\t")) for row in rows]
    assert pairs(reading("\n".join(rows)).dataset) == expected
    turned = ["\t".join(row.split("\t")[::-1]) for row in rows]
    assert pairs(reading("\n".join(turned)).dataset) == expected


def test_another_number_of_tags_than_words_is_named_with_the_rows():
    text = "sentence,tags\na b,X Y\na b c,X Y\nb,X Y\nb a,Y X\nc b a,Y X\nc,\n"
    said = refusal(text)
    assert "lines 3 and 6: 3 words and 2 tags; every word needs one." in said
    assert "line 4: 1 word and 2 tags; every word needs one." in said
    assert "line 7: the label column “tags” is empty. Fill it in, or leave the row out." in said
    left = reading(text, asked=replace(TAGS, repairs=Repairs(leave_out=True)))
    assert pairs(left.dataset) == [("a b", "X Y"), ("b a", "Y X")]
    assert len(left.notices) == 3 and all(notice.startswith("Left out: line") for notice in left.notices)


def test_words_are_counted_as_they_are_cut():
    text = "sentence,tags\nstop! now,V P R\ngo,V\n"
    assert "line 2: 2 words and 3 tags" in refusal(text)
    assert reading(text, asked=replace(TAGS, text=TextConfig("words"))).dataset.tokenised.words == (
        "stop", "!", "now", "go",
    )  # fmt: skip
    letters = "sentence,tags\nab c,X Y Z\nd,X\n"
    assert reading(letters, asked=replace(TAGS, text=TextConfig("characters"))).dataset.classes == ("X", "Y", "Z")


def too_long(cut) -> Draft:
    words, tags = " ".join(["a"] * 401), " ".join(["X"] * 401)
    text = f"sentence,tags\n{words},{tags}\nb,Y\nc,X\n"
    return read_draft(text.encode(), "mine.csv", replace(TAGS, repairs=Repairs(truncate=cut)))


@pytest.mark.parametrize("cut", [None, "first", "last"])
def test_a_tagged_sentence_that_is_too_long_is_refused_and_never_cut(cut):
    (problem,) = too_long(cut).problems
    assert problem.startswith("line 2: longer than 400 words or 4,000 characters.") and "leave the row out" in problem


@pytest.mark.parametrize("cut", [None, "first"])
def test_to_cut_words_from_their_tags_is_not_named_as_a_remedy(cut):
    draft = too_long(cut)
    assert "ut it to" not in draft.problems[0] and not draft.too_long


def test_labels_can_be_merged_and_halved_where_they_are_tags():
    merged = reading("a/N b/n\nc/N d/V\n", asked=replace(TAGS, repairs=Repairs(merge_labels=True))).dataset
    assert pairs(merged) == [("a b", "N N"), ("c d", "N V")]
    coarse = reading("a/N:x b/N:y\nc/V:x\n", asked=replace(TAGS, repairs=Repairs(coarse_labels=True))).dataset
    assert pairs(coarse) == [("a b", "N N"), ("c", "V")]


def test_a_written_dataset_reads_back():
    dataset = tagged("=/+ the/DET and/or/C", "-/N", "-/DET a/+ b/N | test", "b/N | validation")
    again = read(to_csv(dataset.examples), "mine.csv", TAGS).dataset
    assert again == dataset and again.fingerprint == dataset.fingerprint


# The split.


def many(sentences: int) -> str:
    """Hardly two of them have the same tags, so that these are no classes of sentences."""
    return "".join(f"w{i}/{'XYZ'[i % 3]} a/{'XYZ'[i // 3 % 3]} b/{'XYZ'[i // 9 % 3]}\n" for i in range(sentences))


@pytest.mark.parametrize(("test", "validation", "sizes"), [
    (0.0, 0.0, (40, 0, 0)), (0.2, 0.0, (32, 0, 8)), (0.25, 0.5, (15, 15, 10)), (0.0, 0.1, (36, 4, 0)),
])  # fmt: skip
def test_shares_of_tagged_sentences_are_shares_of_all_sentences(test, validation, sizes):
    draft = read_draft(many(40).encode(), "mine.txt", TAGS)
    dataset = draft.dataset(test, 3, validation_share=validation)
    assert tuple(len(dataset.examples_of(part)) for part in ("train", "validation", "test")) == sizes
    assert [replace(example, split="train") for example in dataset.examples] == list(draft.examples)
    assert dataset == draft.dataset(test, 3, validation_share=validation)
    if test or validation:
        assert dataset != draft.dataset(test, 4, validation_share=validation)


def test_a_split_column_decides_and_a_validation_share_comes_out_of_its_training_sentences():
    text = "sentence,tags,split\n" + "".join(f"w{i} a,X Y,{'test' if i < 4 else 'train'}\n" for i in range(14))
    dataset = read_draft(text.encode(), "mine.csv", TAGS).dataset(0.5, validation_share=0.2)
    assert [len(dataset.examples_of(part)) for part in ("train", "validation", "test")] == [8, 2, 4]
    assert {example.sentence for example in dataset.examples_of("test")} == {f"w{i} a" for i in range(4)}


def test_a_second_file_of_tagged_sentences_is_the_test_part():
    tests = read_draft(b"w0/Y new/X\n", "more.txt", TAGS)
    dataset = read_draft(many(6).encode(), "mine.txt", TAGS).dataset(0.5, test_file=tests)
    assert len(dataset.examples_of("train")) == 6
    assert dataset.examples_of("test") == (Example("w0 new", "Y X", "test"),)
    assert dataset.examples_of("test")[0].at == "1 of the test file" and "new" not in dataset.vocabulary


@pytest.mark.parametrize("part", ["test", "validation"])
def test_no_seed_takes_the_last_sentence_with_some_tag_away_from_training(part):
    """Else whether a file can be used would be left to chance, with no row to move."""
    text = "".join(f"w{i}/X b/{'Z' if i == 7 else 'Y'}\n" for i in range(20))
    draft = read_draft(text.encode(), "mine.txt", TAGS)
    shares = {"test": (0.2, 0.0), "validation": (0.0, 0.2)}[part]
    for seed in range(30):
        dataset = draft.dataset(shares[0], seed, validation_share=shares[1])
        assert dataset.classes == ("X", "Y", "Z")
        assert len(dataset.examples_of(part)) == 4


# A dataset.


def test_every_word_has_its_tag_in_the_corpus_in_order():
    dataset = tagged("b/Y a/X c/Z", "c/X", "a/Z b/Z | test")
    corpus = dataset.corpus
    assert corpus.labels is None and corpus.offsets.tolist() == [0, 3, 4, 6]
    assert corpus.words.tolist() == [1, 0, 2, 2, 0, 1] and corpus.tags.tolist() == [1, 0, 2, 0, 2, 2]
    assert dataset.label_counts("train") == Counter("YXZX") and dataset.label_counts("test") == Counter("ZZ")
    assert dataset.label_entropy == pytest.approx(-(0.5 * np.log(0.5) + 2 * 0.25 * np.log(0.25)))


def test_unknown_words_are_skipped_together_with_their_tags():
    dataset = tagged("a/X rare/Y b/Z", "rarer/Z", "a/X b/Y", "b/Z new/X a/Y | test", min_count=2)
    assert dataset.vocabulary.words == ("a", "b")
    assert dataset.corpus.words.tolist() == [0, 1, 0, 1, 1, 0]
    assert [dataset.classes[tag] for tag in dataset.corpus.tags] == list("XZXYZY")
    assert dataset.corpus.lengths.tolist() == [2, 0, 2, 2]
    assert dataset.classes == ("X", "Y", "Z")  # of all words, the skipped ones included
    vector = tagged("a/X rare/Y b/Z", "rarer/Z", "a/X b/Y", "b/Z new/X a/Y | test", min_count=2, unknown="vector")
    assert vector.corpus.words.tolist() == [0, 2, 1, 2, 0, 1, 1, 2, 0]
    assert [vector.classes[tag] for tag in vector.corpus.tags] == list("XYZZXYZXY")


tokens = st.tuples(st.sampled_from(["a", "b", "C", "ß", "d/e"]), st.sampled_from(["X", "Y", "y"]))
tagged_sentences = st.lists(
    st.tuples(st.lists(tokens, max_size=5), st.sampled_from(["train", "validation", "test"])), max_size=10
)
texts = st.builds(
    TextConfig, fold_case=st.booleans(), min_count=st.integers(1, 4), unknown=st.sampled_from(["skip", "vector"])
)


@given(tagged_sentences, texts)
def test_words_and_tags_equal_what_the_slow_way_finds(drawn, text):
    drawn = [([("a", "X"), ("b", "Y"), ("b", "y")], "train"), *drawn]
    examples = tuple(Example(" ".join(w for w, _ in ts), " ".join(t for _, t in ts), part) for ts, part in drawn)
    dataset = Dataset(examples, text, tagged=True)
    words, tags, lengths = [], [], []
    for tokens_of_it, _ in drawn:
        found = []
        for word, tag in tokens_of_it:
            ids = dataset.vocabulary.encode(tokenise(word, text))
            found += [(i, dataset.classes.index(tag)) for i in ids]
        words += [i for i, _ in found]
        tags += [tag for _, tag in found]
        lengths.append(len(found))
    corpus = dataset.corpus
    assert (corpus.words.tolist(), corpus.tags.tolist(), corpus.lengths.tolist()) == (words, tags, lengths)
    for part, batches in dataset.batches.items():
        held = Counter()
        for batch in batches:
            held.update(zip(batch.words.tolist(), batch.tags.tolist(), strict=True))
        expected = Counter()
        for i in dataset.indices(part):
            expected.update(
                zip(*(a[corpus.offsets[i] : corpus.offsets[i + 1]].tolist() for a in (corpus.words, corpus.tags)),
                    strict=True)
            )  # fmt: skip
        assert held == expected


def test_tagged_sentences_have_no_label_of_their_own():
    with pytest.raises(ValueError, match="no label of their own"):
        _ = tagged("a/X", "b/Y").label_ids


@pytest.mark.parametrize(
    ("examples", "message"),
    [
        ((Example("a b", "X Y"), Example("a b c", "X Y")), "“a b c” has 3 words and 2 tags; every word needs one."),
        ((Example("a b", "X Y"), Example("a", "X Y")), "“a” has 1 word and 2 tags; every word needs one."),
        ((Example("a b", "X Y"), Example("a", "")), "“a” has 1 word and 0 tags; every word needs one."),
        ((Example("a b", "X Y"), Example("", "X")), "“” has 0 words and 1 tag; every word needs one."),
        ((Example("a b", "X X"), Example("a", "X")), r"1 different labels \(“X”\); 2 to 60"),
        ((Example("a b", "X Y"), Example("a", "Z", "test")), "“Z” occurs only outside the training sentences"),
        ((Example("a b", "X Y", "test"),), "no training sentences"),
        (tuple(Example(f"a{i}", f"T{i}") for i in range(61)), "61 different labels"),
    ],
)
def test_tags_that_cannot_be_used_are_refused_in_one_line(examples, message):
    with pytest.raises(InvalidDataset, match=message) as refused:
        Dataset(examples, tagged=True)
    assert "\n" not in str(refused.value)


def test_a_sentence_without_words_has_no_tags():
    dataset = Dataset((Example("a b", "X Y"), Example("", "")), tagged=True)
    assert dataset.corpus.lengths.tolist() == [2, 0]


def test_the_fingerprint_tells_tags_from_labels_and_that_of_labels_is_what_it_was():
    examples = (Example("a b", "X Y"), Example("c b", "Y X"))
    assert Dataset(examples, tagged=True).fingerprint != Dataset(examples).fingerprint
    assert Dataset(examples, tagged=True) != Dataset(examples)
    assert bundled().fingerprint == "d80017ab"
    assert Dataset((Example("a b", "x x"), Example("c", "y"))).fingerprint == "2044e4e4"
    text = TextConfig(min_count=2, unknown="vector")
    dataset = Dataset((Example("a b", "x"), Example("c", "y", "test"), Example("B c", "y")), text)
    assert dataset.fingerprint == "bd006e33"


# What is told about them.


def test_a_report_counts_words_where_words_have_labels():
    lines = ["a/X b/X c/X d/X", "b/X a/X d/Y", "a/X b/X", "b/X c/X", "a/X b/X | test"]
    looked = report(tagged(*lines, min_count=1))
    assert looked.counts == {"X": {"train": 10, "test": 2}, "Y": {"train": 1, "test": 0}}
    assert list(looked.counts) == ["X", "Y"]
    lopsided, rare = looked.findings[1:3]
    assert lopsided.startswith("91% of the training words are “X”: always answering that is right as often.")
    assert rare.startswith("1 tag with fewer than 5 training words: “Y” (1).")
    assert not any("sentences are" in finding for finding in looked.findings)


def test_sentences_with_the_same_words_and_other_tags_contradict_each_other():
    looked = report(tagged("a/X b/Y", "a/X b/X", "a/X b/Y", "a/X b/Y | test"))
    assert looked.findings[0] == (
        "1 sentence with contradictory tags, such as “a b” (lines 1, 2, 3 and 4: “X Y” and “X X”). It cannot get "
        "all of them right."
    )


def test_sentences_with_the_same_words_and_tags_are_repeated():
    (repeated,) = (f for f in report(tagged("a/X b/Y", "a/X b/Y", "b/X a/Y")).findings if "repeated" in f)
    assert repeated.startswith("1 repeated sentence with the same tags (line 2)")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a/X\n", "There is only one word. At least two with different tags are needed."),
        ("a/X b/X\nc/X\n", "Every word has the tag “X”. At least two different tags are needed."),
        (" ".join(f"w/T{i}" for i in range(10)), "Every word has a tag of its own (“T0”, “T1”, “T2”"),
        ("".join(f"a/T{i} b/T{i}\n" for i in range(61)), "There are 61 different tags (“T0”"),
        ("".join(f"a/{i}.5 b/{i}.5\n" for i in range(11)), "These tags look like numbers (“0.5”"),
    ],
)
def test_tags_that_cannot_be_used_are_called_tags(text, said):
    refused = read_draft(text.encode(), "mine.txt", TAGS).labels.refusal
    assert refused is not None and refused.startswith(said)
    assert "label" not in refused and "sentence" not in refused and "row" not in refused


# Learning.


@pytest.fixture(scope="module")
def negation() -> Dataset:
    return read(NEGATION_TAGS.read_bytes(), NEGATION_TAGS.name, TAGS).dataset


def test_negation_is_learned_word_by_word(negation):
    assert negation.tagged and negation.classes == ("negated", "plain")
    assert (len(negation.examples_of("train")), len(negation.examples_of("test"))) == (400, 100)
    seen = [
        event
        for event in train(negation, ModelConfig(12, readout="words"), TrainConfig(0.1, epochs=6))
        if isinstance(event, EpochRecord)
    ]
    shares = negation.label_counts("test")
    most = max(shares.values()) / shares.total()  # right by always saying plain
    assert seen[-1].test_accuracy > 0.99 > most


def test_the_words_alone_do_not_tell_what_is_negated(negation):
    """So it is the order of the words that is learned: the commonest tag of each word is right far less often."""
    counts = np.zeros((len(negation.vocabulary), 2))
    for batch in negation.batches["train"]:
        np.add.at(counts, (batch.words, batch.tags), 1)
    hits = np.concatenate([counts.argmax(axis=1)[b.words] == b.tags for b in negation.batches["test"]])
    assert 0.7 < hits.mean() < 0.85
