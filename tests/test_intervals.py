"""Wilson's interval, and when a difference between two methods is more than chance."""

from math import comb, sqrt

import numpy as np
import pytest

from rnn_core.intervals import clustered, difference, wilson


def counts(*numbers):
    return np.array(numbers)


@pytest.mark.parametrize(
    ("right", "answers", "low", "high"),
    [
        # Newcombe 1998, Statistics in Medicine 17, 857-872, table I: the score method without continuity correction.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_is_that_of_published_examples(right, answers, low, high):
    assert wilson(right, answers) == pytest.approx((low, high), abs=5e-5)


def test_the_interval_is_what_the_formula_gives_by_hand():
    # 8 of 10 and z = 2 (confidence 0.9545): (0.8 + 0.2 ± 2 sqrt(0.016 + 0.01)) / 1.4
    reach = 2 * sqrt(0.026)
    assert wilson(8, 10, 0.9544997361) == pytest.approx(((1 - reach) / 1.4, (1 + reach) / 1.4), abs=1e-9)


@pytest.mark.parametrize("answers", [1, 2, 10, 1821])
def test_all_or_none_right_still_leaves_doubt_on_one_side(answers):
    z2 = 1.959963984540054**2
    assert wilson(0, answers) == (0, pytest.approx(z2 / (answers + z2)))
    assert wilson(answers, answers) == (pytest.approx(answers / (answers + z2)), 1)


@pytest.mark.parametrize("answers", [1, 3, 20, 377])
def test_the_interval_holds_the_share_keeps_within_0_and_1_and_is_mirrored_for_wrong_answers(answers):
    for right in range(answers + 1):
        low, high = wilson(right, answers)
        assert 0 <= low <= right / answers <= high <= 1 and low < high
        assert wilson(answers - right, answers) == pytest.approx((1 - high, 1 - low))


def test_more_answers_make_it_narrower_and_more_confidence_wider():
    widths = [high - low for low, high in (wilson(8 * n, 10 * n) for n in (1, 10, 100))]
    assert widths == sorted(widths, reverse=True)
    assert wilson(80, 100, 0.8)[0] > wilson(80, 100)[0] > wilson(80, 100, 0.99)[0]


@pytest.mark.parametrize("p", [0.5, 0.8, 0.95])
@pytest.mark.parametrize("n", [50, 377])
def test_it_holds_the_true_share_in_about_95_of_100_samples(p, n):
    chances = [comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(n + 1)]  # of k right, exactly
    held = sum(chance for k, chance in enumerate(chances) if wilson(k, n)[0] <= p <= wilson(k, n)[1])
    assert 0.93 < held < 0.975


@pytest.mark.parametrize("numbers", [(0, 0), (1, 0), (-1, 3), (4, 3), (0, -1), (0, float("nan")), (float("nan"), 3)])
def test_numbers_that_cannot_be_are_refused(numbers):
    with pytest.raises(ValueError, match="answer"):
        wilson(*numbers)


@pytest.mark.parametrize("confidence", [0, 1, 95, -0.5, float("nan")])
def test_a_confidence_that_is_none_is_refused(confidence):
    with pytest.raises(ValueError, match="between 0 and 1"):
        wilson(3, 4, confidence)


def test_of_one_answer_a_sentence_the_number_of_sentences_counts():
    right = counts(*[1] * 14, *[0] * 6)
    assert clustered(right, np.ones(20, dtype=int)) == pytest.approx(wilson(14, 20))


def test_words_that_are_right_or_wrong_together_count_as_one():
    right = counts(*[8] * 14, *[0] * 6)
    assert clustered(right, np.full(20, 8)) == pytest.approx(wilson(14, 20))


def test_words_that_have_nothing_to_do_with_each_other_count_one_by_one():
    random = np.random.default_rng(0)
    right = random.binomial(8, 0.7, 4000)
    low, high = clustered(right, np.full(4000, 8))
    assert high - low == pytest.approx(np.subtract(*wilson(right.sum(), 32000)[::-1]), rel=0.05)


def test_more_than_all_words_are_never_counted_and_of_all_right_the_sentences():
    assert clustered(counts(1, 1, 1, 1), np.full(4, 2)) == pytest.approx(wilson(4, 8))  # no spread at all
    assert clustered(counts(1, 1, 1, 1), np.full(4, 3)) == pytest.approx(wilson(4, 12))
    assert clustered(counts(2, 2, 1, 2, 1, 2), np.full(6, 3)) == pytest.approx(wilson(10, 18))
    assert clustered(counts(5, 9, 0), counts(5, 9, 0)) == wilson(2, 2)
    assert clustered(counts(0, 0), counts(5, 9)) == wilson(0, 2)


def test_sentences_without_an_answer_have_no_interval():
    with pytest.raises(ValueError, match="at least one answer"):
        clustered(counts(0, 0), counts(0, 0))


def exact(b, c):
    """McNemar's exact test: how likely so uneven a split of b + c answers is, were either side as likely."""
    return min(1, 2 * sum(comb(b + c, k) for k in range(min(b, c) + 1)) / 2 ** (b + c))


def test_a_difference_is_more_than_chance_where_the_exact_test_says_so():
    differing = [(b, c) for b in range(40) for c in range(40) if not 0.045 < exact(b, c) < 0.055]
    for b, c in differing:
        ours, theirs = counts(*[1] * b, *[0] * c, *[1] * 9), counts(*[0] * b, *[1] * c, *[1] * 9)
        expected = 0 if exact(b, c) > 0.05 else 1 if b > c else -1
        assert difference(ours, theirs) == expected == -difference(theirs, ours), (b, c)


def test_of_a_sentence_its_words_together_tell_once():
    # In 4 of 30 sentences the first has all ten words more: 40 words, and still only four sentences.
    ours, theirs = counts(*[10] * 30), counts(*[0] * 4, *[10] * 26)
    assert difference(ours, theirs) == 0
    assert difference(ours, counts(*[9] * 30)) == 1


def test_unsigned_numbers_are_subtracted_as_numbers():
    ours, theirs = np.zeros(20, dtype=np.uint8), np.ones(20, dtype=np.uint8)
    assert difference(ours, theirs) == -1
    assert difference(ours != 0, theirs != 0) == -1
