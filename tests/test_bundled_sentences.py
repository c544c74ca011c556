"""data/sentiment.csv is what data/README.md says it is."""

import pytest
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from rnn_core import Dataset, bundled, tokenise

WORDS = "i am this is was good bad happy sad not very at all and or right now earlier".split()
FILLERS = set("very at all right now earlier".split())


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return bundled()


def label_by_rule(sentence: str) -> str:
    """`not` flips adjectives until the next `and`; `or` stays in its scope; polarity is never mixed."""
    positive = {"good": True, "happy": True, "bad": False, "sad": False}
    negated = False
    polarities = set()
    for word in sentence.split():
        if word == "not":
            negated = True
        elif word == "and":
            negated = False
        elif word in positive:
            polarities.add(positive[word] != negated)
    (polarity,) = polarities
    return "positive" if polarity else "negative"


def test_a_twenty_line_labeller_agrees_with_every_label(dataset):
    for example in dataset.examples:
        assert label_by_rule(example.sentence) == example.label, example


def test_58_train_and_20_test_sentences_from_the_18_words_balanced(dataset):
    for split, size in (("train", 58), ("test", 20)):
        labels = [example.label for example in dataset.examples_of(split)]
        assert len(labels) == size and labels.count("positive") == size / 2
    assert sorted(WORDS) == list(dataset.vocabulary.words)


def test_no_sentence_twice_and_every_test_word_in_train(dataset):
    sentences = [example.sentence for example in dataset.examples]
    assert len(set(sentences)) == len(sentences)
    assert all(word in dataset.vocabulary for e in dataset.examples_of("test") for word in tokenise(e.sentence))


def test_at_least_eight_test_sentences_are_more_than_a_train_sentence_plus_a_filler(dataset):
    def core(sentence):
        return [word for word in sentence.split() if word not in FILLERS]

    known = [core(example.sentence) for example in dataset.examples_of("train")]
    novel = [e.sentence for e in dataset.examples_of("test") if core(e.sentence) not in known]
    assert len(novel) >= 8


def test_it_needs_word_order(dataset):
    train, test = dataset.examples_of("train"), dataset.examples_of("test")
    bag = CountVectorizer(token_pattern=r"\S+")
    counts = bag.fit_transform([example.sentence for example in train])
    model = LogisticRegression().fit(counts, [example.label for example in train])
    train_accuracy = model.score(counts, [example.label for example in train])
    test_accuracy = model.score(
        bag.transform([example.sentence for example in test]), [example.label for example in test]
    )
    print(f"\nbag of words: train {train_accuracy:.1%}, test {test_accuracy:.1%}")
    assert train_accuracy < 0.75 and test_accuracy < 0.60
