"""Pairs of sentences: which ones are made, what counts as passed, and that 100 % on a test set is not the end."""

import numpy as np
import pytest

from rnn_core import (
    InvalidSetting,
    ModelConfig,
    Params,
    TextConfig,
    TrainConfig,
    Vocabulary,
    bundled,
    bundled_roles,
    evaluate,
    pack,
    predict,
    tokenise,
    trace,
    train,
)
from rnn_core.batch import Corpus
from rnn_core.inside import behaviour
from rnn_core.inside.behaviour import EVEN, BehaviourTest, Suite, parse_pairs
from tests.inside.cell_equations import undecided
from tests.inside.equations import WORDS, network
from tests.networks import every_network, plain, random_params

ROLES = {
    "positive": ("good",),
    "negative": ("bad",),
    "negation": ("not",),
    "intensifier": ("very",),
    "filler": ("right now",),
    "opener": (),
    "neutral": ("or",),
}
MADE = [
    ("negation", "good", "not good", "flip"),
    ("intensifiers", "not good", "not very good", "same"),
    ("intensifiers", "good", "very good", "same"),
    ("intensifiers", "good", "very very good", "same"),
    ("intensifiers", "good", "very very very very good", "same"),
    ("fillers", "good", "right now good", "same"),
    ("fillers", "good", "good right now", "same"),
    ("negation", "bad", "not bad", "flip"),
    ("intensifiers", "not bad", "not very bad", "same"),
    ("intensifiers", "bad", "very bad", "same"),
    ("intensifiers", "bad", "very very bad", "same"),
    ("intensifiers", "bad", "very very very very bad", "same"),
    ("fillers", "bad", "right now bad", "same"),
    ("fillers", "bad", "bad right now", "same"),
    ("word order", "good and not bad", "bad and not good", "flip"),
    ("neutral words", "or", "", "even"),
]


def written(tests):
    return [(test.ability, test.sentence, test.other, test.expected) for test in tests]


def last_word_decides():
    """A network of one unit without a memory: "good" is class 0, "bad" class 1, any other word a draw."""
    vocabulary = Vocabulary(("and", "bad", "good", "not", "now", "or", "right", "very"))
    params = Params(np.zeros(plain(8, 1, 2).size), plain(8, 1, 2))
    params["Wxh"][vocabulary.encode(["bad", "good"]), 0] = -2.0, 2.0
    params.Why[0] = 3.0, -3.0
    return vocabulary, params


@pytest.fixture(scope="module")
def learned():
    run = train(bundled(), ModelConfig(), TrainConfig(seed=0))
    list(run)
    return run.params


@pytest.fixture(scope="module")
def suite():
    return Suite(behaviour.made_from_roles(bundled_roles()), bundled().vocabulary)


def test_the_tests_of_one_word_of_each_role_worked_by_hand():
    assert written(behaviour.made_from_roles(ROLES)) == MADE


def test_behind_an_opener_every_pair_is_there_again_and_the_opener_alone_says_nothing():
    roles = {**ROLES, "opener": ("i am",), "negative": (), "intensifier": (), "neutral": ()}
    assert written(behaviour.made_from_roles(roles)) == [
        ("negation", "good", "not good", "flip"),
        ("fillers", "good", "right now good", "same"),
        ("fillers", "good", "good right now", "same"),
        ("negation", "i am good", "i am not good", "flip"),
        ("fillers", "i am good", "right now i am good", "same"),
        ("fillers", "i am good", "i am good right now", "same"),
        ("neutral words", "i am", "", "even"),
    ]
    tests = written(behaviour.made_from_roles({**ROLES, "opener": ("i am",)}))
    assert len(tests) == 2 * (len(MADE) - 1) + 2
    assert ("intensifiers", "i am not bad", "i am not very bad", "same") in tests
    assert ("intensifiers", "i am bad", "i am very very bad", "same") in tests
    assert ("word order", "i am good and not bad", "i am bad and not good", "flip") in tests


def test_every_sentence_that_is_made_is_written_with_single_spaces():
    for test in behaviour.made_from_roles(bundled_roles()):
        for text in (test.sentence, test.other):
            assert text == " ".join(text.split())


def test_no_pair_is_tried_twice():
    tests = behaviour.made_from_roles(bundled_roles())
    assert len(set(tests)) == len(tests)


def test_the_bundled_roles_are_complete_and_use_bundled_words_only(suite):
    roles = bundled_roles()
    assert set(roles) == set(ROLES)
    known = set(bundled().vocabulary.words)
    assert {word for phrases in roles.values() for phrase in phrases for word in phrase.split()} <= known
    for test in suite.tests:
        assert test.sentence and (set(tokenise(test.sentence)) | set(tokenise(test.other))) <= known
    assert {test.ability for test in suite.tests} == {ability for ability, *_ in MADE}
    assert roles["opener"] == ("i am", "i was", "this is", "this was")
    assert "very" in roles["intensifier"] and "very" in roles["neutral"]


def test_the_rates_of_a_network_that_hears_only_the_last_word_worked_by_hand():
    # "not good" and "good" are both good: no negation is heard. Of the fillers "right now good" and "right now bad"
    # stay; "good right now" ends in a draw, which goes to class 0, so it stays too, and "bad right now" does not.
    vocabulary, params = last_word_decides()
    assert Suite(behaviour.made_from_roles(ROLES), vocabulary).rates(params) == {
        "negation": 0.0,
        "intensifiers": 1.0,
        "fillers": 0.75,
        "word order": 1.0,
        "neutral words": 1.0,
    }


def test_an_outcome_tells_both_answers_and_how_sure_they_are():
    vocabulary, params = last_word_decides()
    test = BehaviourTest("mine", "very good", "bad or", "flip")
    (outcome,) = Suite((test,), vocabulary).outcomes(params)
    sure = 1 / (1 + np.exp(-6 * np.tanh(2.0)))
    assert outcome.test is test and outcome.answers == (0, 0) and not outcome.passed
    assert outcome.probabilities == pytest.approx((sure, 0.5), abs=1e-12)


@pytest.mark.parametrize(("above", "passed"), [(-1e-9, True), (1e-9, False)])
@pytest.mark.parametrize("surer", [0, 1])
def test_even_odds_end_at_three_quarters_for_any_class(above, passed, surer):
    vocabulary, params = last_word_decides()
    p = EVEN + above
    params.by[surer] = np.log(p / (1 - p))
    (outcome,) = Suite((BehaviourTest("mine", "or", "", "even"),), vocabulary).outcomes(params)
    assert EVEN == 0.75 and outcome.passed == passed and outcome.answers[0] == surer


def test_a_suite_without_tests_has_nothing_to_tell():
    vocabulary, params = last_word_decides()
    assert Suite((), vocabulary).outcomes(params) == [] and Suite((), vocabulary).rates(params) == {}


@pytest.mark.parametrize("unknown", ["skip", "vector"])
def test_every_answer_is_the_one_that_the_sentence_gets_alone(unknown):
    vocabulary = Vocabulary(bundled().vocabulary.words, TextConfig(unknown=unknown))
    pairs = parse_pairs("unheard of | not Good | same\ngood unheard bad | bad | flip\n")
    suite = Suite((*behaviour.made_from_roles(bundled_roles()), *pairs), vocabulary)
    params = network(3, hidden=6, classes=3, scale=0.7, words=vocabulary.rows)
    outcomes = suite.outcomes(params)
    assert [outcome.test for outcome in outcomes] == list(suite.tests)
    for outcome in outcomes:
        texts = (outcome.test.sentence, outcome.test.other)
        for text, answer, probability in zip(texts, outcome.answers, outcome.probabilities, strict=True):
            alone = trace(params, vocabulary, text).probabilities[-1]
            ids = vocabulary.encode(tokenise(text, vocabulary.text))
            np.testing.assert_allclose(predict(params, pack(Corpus.of([ids], [0]), [0]))[0], alone, rtol=0, atol=1e-12)
            assert answer == alone.argmax() and probability == pytest.approx(alone.max(), abs=1e-12)
        expected = {
            "same": outcome.answers[0] == outcome.answers[1],
            "flip": outcome.answers[0] != outcome.answers[1],
            "even": outcome.probabilities[0] <= EVEN,
        }
        assert outcome.passed == expected[outcome.test.expected]
    assert {outcome.passed for outcome in outcomes} == {True, False}


def test_the_rates_are_the_shares_of_what_passed_in_the_order_of_the_tests(suite, learned):
    outcomes, rates = suite.outcomes(learned), suite.rates(learned)
    assert list(rates) == ["negation", "intensifiers", "fillers", "word order", "neutral words"]
    for ability, rate in rates.items():
        passed = [outcome.passed for outcome in outcomes if outcome.test.ability == ability]
        assert rate == sum(passed) / len(passed)


def test_a_network_without_a_mistake_in_its_test_set_fails_at_what_the_test_set_does_not_ask(suite, learned):
    assert evaluate(bundled(), "test", learned)[1] == evaluate(bundled(), "train", learned)[1] == 1.0
    rates = suite.rates(learned)
    assert max(rates["negation"], rates["fillers"], rates["neutral words"]) < 1.0

    failed = {(outcome.test.sentence, outcome.test.other): outcome for outcome in suite.outcomes(learned)}
    failed = {pair: outcome for pair, outcome in failed.items() if not outcome.passed}
    positive = bundled().classes.index("positive")
    assert failed["good", "not good"].answers == (positive, positive)
    assert failed["good", "good earlier"].answers == (positive, 1 - positive)
    assert failed["good", "good earlier"].probabilities[1] > 0.99
    assert failed["very", ""].probabilities[0] > 0.9


def test_pairs_are_read_line_by_line_and_blank_lines_are_skipped():
    text = "\n  i am good |I am not  good| flip \n\n a|b|SAME\r\n   \nc | d | Flip"
    assert written(parse_pairs(text)) == [
        (behaviour.YOURS, "i am good", "I am not  good", "flip"),
        (behaviour.YOURS, "a", "b", "same"),
        (behaviour.YOURS, "c", "d", "flip"),
    ]
    assert parse_pairs("") == parse_pairs(" \n ") == ()


def refused(text):
    with pytest.raises(InvalidSetting) as refusal:
        parse_pairs(text)
    return str(refusal.value)


@pytest.mark.parametrize(
    "line", ["good", "good | bad", "good | bad | same | flip", "good | bad | even", "| |", "a | b |"]
)
def test_a_line_that_is_no_pair_is_told_with_its_number_and_what_to_write(line):
    assert refused(f"a | b | same\n\n{line}\nc | d | flip") == (
        f"Line 3: “{line}” is not a pair. Write: one sentence | another | same, or: ... | flip"
    )


def test_a_long_line_that_is_no_pair_is_shown_by_its_beginning():
    assert refused("x" * 100) == (
        f"Line 1: “{'x' * 40}…” is not a pair. Write: one sentence | another | same, or: ... | flip"
    )


@pytest.mark.parametrize("line", ["| good | {}", "good || {}", " | | {}"])
@pytest.mark.parametrize("expected", ["same", "Flip"])
def test_an_empty_sentence_is_told(line, expected):
    assert refused("\n" + line.format(expected)) == (
        f"Line 2: a sentence is empty. Write: one sentence | another | {expected}"
    )


@pytest.mark.parametrize("line", ["{} | good | same", "good | {} | flip"])
def test_a_sentence_that_is_too_long_is_told(line):
    assert refused(line.format("x" * 4001)) == "Line 1: a sentence is longer than 4,000 characters. Shorten it."
    assert len(parse_pairs(line.format("x" * 2000))) == 1


def test_more_pairs_than_possible_are_told():
    assert refused("a | b | same\n" * 201) == "There are 201 pairs; at most 200 are possible."
    assert len(parse_pairs("a | b | same\n\n" * 200)) == 200


@every_network
def test_every_network_is_asked_and_answers_as_it_does_to_each_sentence_alone(config):
    roles = {**ROLES, "filler": ("sad and",), "neutral": ("unheard", "or")}
    tests = (*behaviour.made_from_roles(roles), *parse_pairs("not good | good not | flip"))
    params = random_params(config, np.random.default_rng(1), classes=2)
    params.Why *= 4.0
    apart = undecided(params, [WORDS.encode(test.sentence.split()) for test in tests])
    suite = Suite(tests, WORDS)
    outcomes = suite.outcomes(params)
    assert [outcome.test for outcome in outcomes] == list(tests)
    for outcome in outcomes:
        reads = [trace(params, WORDS, text) for text in (outcome.test.sentence, outcome.test.other)]
        for read, answer, probability in zip(reads, outcome.answers, outcome.probabilities, strict=True):
            p = apart.probabilities(apart.end(read.ids))
            np.testing.assert_allclose(read.probabilities[-1], p, rtol=0, atol=1e-12)
            assert answer == p.argmax() and probability == pytest.approx(p.max(), abs=1e-12)
        alike = outcome.answers[0] == outcome.answers[1]
        expected = {"same": alike, "flip": not alike, "even": outcome.probabilities[0] <= EVEN}
        assert outcome.passed == expected[outcome.test.expected]
    rates = suite.rates(params)
    for ability, rate in rates.items():
        assert rate == np.mean([outcome.passed for outcome in outcomes if outcome.test.ability == ability])
    assert set(rates) == {test.ability for test in tests}
    assert {outcome.passed for outcome in outcomes} == {True, False}
