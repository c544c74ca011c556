"""Simple methods to compare with: what they answer, and that fitting them goes in slices and can be stopped."""

import gc
import subprocess
import sys
import weakref
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from playground import baselines, comparison
from playground.baselines import fit
from playground.comparison import Comparison
from playground.lease import LEASE
from rnn_core import Dataset, Example, bundled
from rnn_core.reading import finish
from rnn_core.task_sets import make
from tests.clock import Clock
from tests.datasets import TREACHEROUS, drawn, rows, tagged

MAJORITY, WORDS, PAIRS = range(3)
PATIENCE = 20  # seconds of a clock that stands: enough for all


def tokens(dataset):
    """The known words of each sentence."""
    known, corpus = dataset.vocabulary.words, dataset.corpus
    return [[known[i] for i in corpus.words[a:b]] for a, b in pairwise(corpus.offsets)]


def words_of(sentence):
    return sentence


def words_and_pairs_of(sentence):
    return [*sentence, *map(" ".join, pairwise(sentence))]


def ordinary(dataset, features_of, most=None):
    """What scikit-learn answers when it is asked in one go, as anybody would."""
    counter, sentences = CountVectorizer(analyzer=features_of, max_features=most), tokens(dataset)
    train = dataset.indices("train")
    features = counter.fit_transform([sentences[i] for i in train])
    model = LogisticRegression(max_iter=1000).fit(features, dataset.corpus.labels[train])
    return model.predict(counter.transform(sentences))


def ran(compared):
    """What it comes to."""
    compared.run_slice(PATIENCE)
    assert not compared.running
    return compared.results


def answers(results):
    return [baseline.answers.tolist() for baseline in results]


@pytest.fixture(scope="module")
def three_classes() -> Dataset:
    return drawn(1200, 3)


@pytest.fixture(scope="module")
def fitted(three_classes):
    return finish(fit(three_classes))


def test_on_the_bundled_sentences_words_alone_hardly_help_and_pairs_do():
    dataset = bundled()
    majority, words, pairs = finish(fit(dataset))
    assert (majority.accuracy(dataset, "train"), majority.accuracy(dataset, "test")) == (29 / 58, 10 / 20)
    assert (words.accuracy(dataset, "train"), words.accuracy(dataset, "test")) == (33 / 58, 11 / 20)
    assert (pairs.accuracy(dataset, "train"), pairs.accuracy(dataset, "test")) == (52 / 58, 18 / 20)


def test_a_part_without_sentences_has_no_accuracy():
    dataset = rows("a | x", "b | y")
    assert [baseline.accuracy(dataset, "test") for baseline in finish(fit(dataset))] == [None] * 3


def test_the_first_always_answers_the_most_frequent_class_of_train():
    dataset = rows("a | x", "b | y", "c | y", *["d | x | test"] * 9)  # of all together it would be x
    assert answers(finish(fit(dataset)))[MAJORITY] == [1] * 12


@pytest.mark.parametrize(("which", "features_of"), [(WORDS, words_of), (PAIRS, words_and_pairs_of)])
def test_answers_are_those_of_an_ordinary_fit(three_classes, fitted, which, features_of):
    expected = ordinary(three_classes, features_of)
    assert (fitted[which].answers == expected).mean() >= 0.99
    assert fitted[which].accuracy(three_classes, "train") > fitted[MAJORITY].accuracy(three_classes, "train") + 0.2


def test_words_that_occur_twice_count_twice():
    # "a" and "a a" have other labels: no method that only asks whether a word occurs tells them apart.
    dataset = rows(*["a | once"] * 5, *["a a | twice"] * 5, *["a a a a | twice"] * 5)
    assert finish(fit(dataset))[WORDS].accuracy(dataset, "train") == 1


def test_pairs_tell_the_order_and_words_do_not():
    dataset = rows(*["a b | first"] * 9, *["b a | second"] * 8)
    results = finish(fit(dataset))
    assert results[WORDS].accuracy(dataset, "train") == 9 / 17
    assert results[PAIRS].accuracy(dataset, "train") == 1


def test_a_pair_is_never_made_of_two_sentences():
    # Were the last word of one and the first of the next a pair, "b c" would tell the test sentences' class.
    dataset = rows(*["a b | x", "c d | y"] * 6, "b c | x | test", "b c | y | test")
    assert answers(finish(fit(dataset)))[PAIRS] == answers(finish(fit(replaced_test(dataset, "c b"))))[PAIRS]


def replaced_test(dataset, sentence):
    """The same dataset with other sentences to test."""
    return Dataset(
        tuple(e if e.split == "train" else Example(sentence, e.label, e.split, e.at) for e in dataset.examples)
    )


@pytest.mark.parametrize("sentence", ["w1 w1 w2", "quite unheard of", "w3 " * 150])
def test_what_is_tested_has_no_part_in_what_is_learned(three_classes, fitted, sentence):
    other = finish(fit(replaced_test(three_classes, sentence)))
    train = three_classes.indices("train")
    for here, there in zip(fitted, other, strict=True):
        assert here.answers[train].tolist() == there.answers[train].tolist()


def test_a_sentence_of_unknown_words_only_gets_the_answer_of_an_empty_one():
    dataset = rows("a | x", "b | y", "c | y", "quite unheard of | x | test", "nor this | y | test")
    for baseline in finish(fit(dataset)):
        assert baseline.answers[3] == baseline.answers[4]


def test_of_too_many_features_the_most_frequent_are_kept(monkeypatch):
    # "often" occurs 8 times, "seldom" 6 times and every other word once. One feature for each of two classes is all
    # that is allowed: then the sentences without "often" cannot be told apart.
    dataset = rows(
        *[f"often l{i} | x" for i in range(8)],
        *[f"seldom m{i} | y" for i in range(6)],
        *[f"n{i} | x" for i in range(3)],
    )
    monkeypatch.setattr(baselines, "MOST_COEFFICIENTS", 2)
    capped = finish(fit(dataset))
    for which in (WORDS, PAIRS):
        x, y = range(2)
        assert capped[which].answers.tolist() == [x] * 8 + [y] * 9
    monkeypatch.undo()
    assert finish(fit(dataset))[WORDS].accuracy(dataset, "train") == 1


def test_the_cap_leaves_what_a_count_of_the_most_frequent_leaves(three_classes, monkeypatch):
    counts = Counter(word for i in three_classes.indices("train") for word in tokens(three_classes)[i])
    ranked = [count for _, count in counts.most_common()]
    most = next(i for i in range(20, 60) if ranked[i - 1] > ranked[i])  # no tie at the edge
    monkeypatch.setattr(baselines, "MOST_COEFFICIENTS", 3 * most + 2)  # of three classes
    capped = finish(fit(three_classes))[WORDS].answers
    assert (capped == ordinary(three_classes, words_of, most)).mean() >= 0.99
    assert (capped != ordinary(three_classes, words_of)).any()


@pytest.mark.parametrize("unknown", ["skip", "vector"])
def test_without_any_known_word_all_answer_the_most_frequent_class(unknown):
    dataset = rows("a | x", "b | y", "c | y", "d | x | test", min_count=2, unknown=unknown)
    assert len(dataset.vocabulary) == 0
    assert answers(finish(fit(dataset))) == [[1] * 4] * 3


def test_the_smallest_dataset_can_be_compared():
    assert answers(finish(fit(rows("a | x", "b | y"))))[1:] == [[0, 1]] * 2


def test_treacherous_labels_and_words_are_only_ever_values():
    dataset = rows(*(f"{label} | {label}" for label in TREACHEROUS for _ in range(5)))
    for baseline in finish(fit(dataset))[1:]:
        assert baseline.accuracy(dataset, "train") == 1


def test_of_tags_the_baselines_are_the_most_frequent_one_and_each_words_own():
    dataset = tagged(
        "a/X b/Y c/Z", "a/X b/Y a/Y", "b/Y d/Z", "e/Z e/X", "a/X f/Y new/Y | test", "d/X b/Y | test", "a/Z b/Z | test"
    )
    always, own = finish(fit(dataset))
    # Training has X three times (a, a, e), Y four times (b, b, a, b), Z three times. Words that it does not have are
    # skipped. "e" has Z and X once each: neither is more frequent in all, the first is taken.
    classes = dataset.classes
    assert [classes[i] for i in always.answers] == ["Y"] * 15
    assert [classes[i] for i in own.answers] == list("XYZ" "XYX" "YZ" "XX" "X" "ZY" "XY")  # fmt: skip
    assert own.accuracy(dataset, "train") == 8 / 10 and own.accuracy(dataset, "test") == 2 / 5
    assert always.accuracy(dataset, "test") == 1 / 5 and own.accuracy(dataset, "validation") is None


def test_a_word_without_a_favourite_tag_and_one_that_training_does_not_have_get_the_most_frequent():
    dataset = tagged("a/X a/Z", "b/Z c/X d/Z", "new/Z a/Z | test", unknown="vector")
    own = finish(fit(dataset))[1]
    assert [dataset.classes[i] for i in own.answers] == list("ZZ" "ZXZ" "ZZ")  # fmt: skip


def test_on_the_every_word_set_each_words_own_tag_is_right_as_often_as_is_told_of_it():
    dataset = Dataset(make("negation_tags"), tagged=True)
    always, own = finish(fit(dataset))
    everything = dataset.corpus.tags
    assert round((own.answers == everything).mean(), 3) == 0.788  # data/README.md
    assert round((always.answers == everything).mean(), 3) == round(1 - 0.271, 3)
    assert own.accuracy(dataset, "test") < 0.85


def test_the_baselines_of_tags_need_no_scikit_learn():
    code = """
import sys
from playground.comparison import Comparison
from rnn_core import Dataset
from rnn_core.task_sets import make
compared = Comparison(Dataset(make("negation_tags"), tagged=True))
compared.start()
compared.run_slice(60)
assert len(compared.results) == 2 and not compared.running
assert not {"sklearn", "scipy"} & set(sys.modules)
"""
    root = Path(baselines.__file__).resolve().parent.parent
    subprocess.run([sys.executable, "-W", "error:::playground", "-c", code], cwd=root, check=True, timeout=60)


def test_the_share_that_is_done_never_falls_and_stays_below_one(three_classes):
    shares = list(fit(three_classes))
    assert shares == sorted(shares) and shares[0] == 0 and shares[-1] < 1
    assert len(shares) > 5  # often enough to be interrupted


def test_interrupted_after_every_step_it_ends_with_the_same(three_classes, fitted):
    compared = Comparison(three_classes, Clock())
    assert not compared.running and compared.results == ()
    compared.start()
    for share in fit(three_classes):
        compared.run_slice(0)
        assert compared.running and compared.share == share
    compared.run_slice(0)
    assert (compared.status, compared.running, compared.due_in()) == ("finished", False, None)
    assert answers(compared.results) == answers(fitted)
    assert [b.name for b in compared.results] == [b.name for b in fitted]


def test_a_slice_lasts_as_long_as_it_may_and_a_step_longer(three_classes):
    compared = Comparison(three_classes, Clock(per_look=1))  # every step takes a second
    compared.start()
    shares = list(fit(three_classes))
    compared.run_slice(3)
    assert compared.share == shares[2]
    compared.run_slice(0.01)
    assert compared.share == shares[3]


def test_nothing_is_fitted_before_it_is_asked_for_nor_after_the_end(three_classes):
    compared = Comparison(three_classes, Clock())
    assert compared.due_in() is None
    compared.run_slice(PATIENCE)
    assert compared.results == () and compared.share == 0
    compared.start()
    results = ran(compared)
    compared.run_slice(PATIENCE)
    assert compared.results is results and not compared.running and compared.due_in() is None


def test_it_can_be_stopped_and_started_anew(three_classes, fitted):
    compared = Comparison(three_classes, Clock())
    compared.start()
    for _ in range(4):
        compared.run_slice(0)
    assert compared.running and compared.share > 0
    compared.start()  # again changes nothing
    assert compared.share > 0
    compared.stop()
    assert (compared.status, compared.due_in()) == ("stopped", None)
    compared.run_slice(PATIENCE)
    assert compared.results == ()
    compared.start()
    assert compared.running and compared.share == 0
    assert answers(ran(compared)) == answers(fitted)
    compared.stop()
    assert compared.status == "finished"  # there is nothing to stop


@pytest.mark.parametrize("begun_anew", [False, True])
def test_stop_takes_effect_while_it_is_fitting(three_classes, fitted, monkeypatch, begun_anew):
    compared, rounds = Comparison(three_classes, Clock()), 0

    def endless(dataset):
        nonlocal rounds
        while True:
            rounds += 1
            if rounds == 3:  # by a page, meanwhile
                compared.stop()
                monkeypatch.undo()
                if begun_anew:
                    compared.start()
            yield 0.5

    monkeypatch.setattr(comparison, "fit", endless)
    compared.start()
    compared.run_slice(PATIENCE)
    assert rounds == 3 and compared.running == begun_anew
    if begun_anew:
        assert answers(ran(compared)) == answers(fitted)


@pytest.mark.parametrize("ending", [StopIteration, MemoryError])
def test_what_was_stopped_and_begun_anew_is_not_ended_by_the_end_of_what_went_before(
    three_classes, fitted, monkeypatch, ending
):
    compared = Comparison(three_classes, Clock())

    def overtaken(dataset):
        yield 0.5
        compared.stop()  # in the middle of its last step
        monkeypatch.undo()
        compared.start()
        if ending is MemoryError:
            raise MemoryError
        return ("of before",)

    monkeypatch.setattr(comparison, "fit", overtaken)
    compared.start()
    compared.run_slice(PATIENCE)
    assert compared.running and compared.results == () and not compared.refused
    assert answers(ran(compared)) == answers(fitted)


def test_what_nobody_looks_at_is_given_up_and_keeps_nothing(three_classes, fitted):
    clock = Clock()
    compared = Comparison(three_classes, clock)
    compared.start()
    for _ in range(5):
        clock.now += LEASE
        compared.run_slice(0)
        assert compared.due_in() == 0
        compared.look()
    held = weakref.ref(compared._fitting)
    clock.now += LEASE + 0.1
    assert compared.due_in() is None and compared.status == "unwatched"
    gc.collect()
    assert held() is None
    compared.look()
    assert compared.due_in() is None  # whoever looks has to begin anew
    compared.start()
    assert answers(ran(compared)) == answers(fitted)


@pytest.mark.parametrize(
    ("error", "told"), [(MemoryError(), "not enough memory"), (RuntimeError("no such thing"), "was logged")]
)
def test_an_error_is_told_ends_nothing_else_and_leaves_a_comparison_that_can_be_started_anew(
    three_classes, fitted, monkeypatch, caplog, error, told
):
    def failing(dataset):
        yield 0.5
        raise error

    compared = Comparison(three_classes, Clock())
    monkeypatch.setattr(comparison, "fit", failing)
    compared.start()
    compared.run_slice(PATIENCE)
    assert (compared.status, compared.results) == ("stopped", ()) and told in compared.refused
    assert ("no such thing" in caplog.text) == ("logged" in told)
    monkeypatch.undo()
    compared.start()
    assert not compared.refused
    assert answers(ran(compared)) == answers(fitted)


def test_scikit_learn_is_imported_by_the_first_fitting_and_not_before():
    code = """
import sys
from playground import baselines, predictions, scores, sentences, suggestions
from playground.charts import confusion
from playground.comparison import Comparison
from rnn_core import bundled
large = lambda: {"sklearn", "scipy"} & set(sys.modules)
compared = Comparison(bundled())
assert not large(), large()
compared.start()
assert not large(), large()
compared.run_slice(60)
assert large() == {"sklearn", "scipy"} and len(compared.results) == 3
"""
    root = Path(baselines.__file__).resolve().parent.parent
    subprocess.run([sys.executable, "-W", "error:::playground", "-c", code], cwd=root, check=True, timeout=60)


def test_answers_are_class_numbers_of_every_sentence(three_classes, fitted):
    for baseline in fitted:
        assert baseline.answers.shape == (len(three_classes.examples),)
        assert set(np.unique(baseline.answers)) <= set(range(3))


def test_they_learn_from_the_validation_part_as_well():
    every = drawn(160, 3, words=10)
    parts = [
        replace(e, split="validation") if e.split == "train" and i % 3 else e for i, e in enumerate(every.examples)
    ]
    divided, without = Dataset(tuple(parts)), Dataset(tuple(e for e in parts if e.split != "validation"))
    assert divided.vocabulary.words == every.vocabulary.words == without.vocabulary.words
    of_all, of_divided, of_few = (
        [one.answers[data.indices("test")].tolist() for one in finish(fit(data))] for data in (every, divided, without)
    )
    assert of_all == of_divided != of_few


def test_tags_are_counted_in_the_validation_part_as_well():
    dataset = tagged("a/X b/Y b/Y", "b/X b/X b/X | validation", "b/X | test")
    *_, each_word = finish(fit(dataset))
    assert each_word.accuracy(dataset, "test") == 1
