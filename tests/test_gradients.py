"""The spine: every gradient is proven against numerical derivatives, and the proof can fail."""

import importlib

import numpy as np
import pytest

from rnn_core import (
    Corpus,
    Dataset,
    Example,
    Gradients,
    ModelConfig,
    Params,
    TextConfig,
    TrainConfig,
    central_difference_gradients,
    complex_step_gradients,
    loss_and_gradients,
    pack,
    relative_errors,
    train,
)
from rnn_core.config import GradientRule
from tests.networks import Case, plain, random_case

CONFIGURATIONS = 200
loop = importlib.import_module("rnn_core.train")  # the module; `rnn_core.train` is the function


@pytest.fixture(scope="module")
def proven() -> list[tuple[Case, Params]]:
    """Random configurations, each with its gradient by complex step."""
    cases = [random_case(np.random.default_rng(seed)) for seed in range(CONFIGURATIONS)]
    return [(case, complex_step_gradients(case.params, case.batch)) for case in cases]


def worst_errors(proven: list[tuple[Case, Params]], rule: GradientRule) -> tuple[dict[str, float], int]:
    """The worst relative error of each matrix, and in how many configurations one passes 1e-7."""
    worst: dict[str, float] = {}
    wrong = 0
    for case, numerical in proven:
        _, gradients = loss_and_gradients(case.params, case.batch, rule)
        errors = relative_errors(gradients.whole(), numerical)
        worst = {name: max(error, worst.get(name, 0.0)) for name, error in errors.items()}
        wrong += max(errors.values()) > 1e-7
    return worst, wrong


def report(rule: str, worst: dict[str, float], wrong: int) -> None:
    figures = ", ".join(f"{name} {error:.1e}" for name, error in worst.items())
    print(f"\n{rule} rule, {CONFIGURATIONS} configurations: worst {figures}; beyond 1e-7 in {wrong}")


def test_correct_rule_agrees_with_complex_step_in_200_random_configurations(proven):
    worst, wrong = worst_errors(proven, "correct")
    report("correct", worst, wrong)
    assert max(worst.values()) < 1e-10


def test_published_rule_fails_the_same_check(proven):
    worst, wrong = worst_errors(proven, "published")
    report("published", worst, wrong)
    assert wrong > CONFIGURATIONS / 2
    assert worst["Whh"] > 0.1
    assert max(worst["Why"], worst["by"]) < 1e-10  # the error is in the walk through time only


def test_central_differences_say_the_same():
    for seed in range(20):
        case = random_case(np.random.default_rng(seed), scale=0.5, hidden=6)
        _, gradients = loss_and_gradients(case.params, case.batch)
        errors = relative_errors(gradients.whole(), central_difference_gradients(case.params, case.batch))
        assert max(errors.values()) < 1e-6


def test_published_rule_is_right_by_luck_on_one_word_sentences():
    case = random_case(np.random.default_rng(1), lengths=(1, 1), scale=0.5)
    _, gradients = loss_and_gradients(case.params, case.batch, "published")
    errors = relative_errors(gradients.whole(), complex_step_gradients(case.params, case.batch))
    assert max(errors.values()) < 1e-10


def test_empty_sentences_in_a_batch_have_right_gradients_too():
    case = random_case(np.random.default_rng(3), lengths=(0, 3), sentences=8, scale=0.5)
    assert 0 in case.corpus.lengths
    _, gradients = loss_and_gradients(case.params, case.batch)
    errors = relative_errors(gradients.whole(), complex_step_gradients(case.params, case.batch))
    assert max(errors.values()) < 1e-10


UNKNOWN = Dataset(
    (
        Example("not good not", "x"),
        Example("good", "y"),
        Example("very bad once rare", "z"),
        Example("not bad bad", "x"),
        Example("all these are new", "y", "test"),
        Example("not bad new", "x", "test"),
    ),
    TextConfig(min_count=2, unknown="vector"),
)


def test_a_batch_with_the_unknown_word_has_right_gradients():
    batch = pack(UNKNOWN.corpus, range(6))
    unknown = UNKNOWN.vocabulary.unknown_id
    assert (batch.words == unknown).sum() == 8 and unknown == 3
    layout = plain(UNKNOWN.vocabulary.rows, 5, 3)
    params = Params(np.random.default_rng(0).standard_normal(layout.size) * 0.6, layout)
    _, gradients = loss_and_gradients(params, batch)
    assert gradients.rows.tolist() == [0, 1, 2, unknown] and gradients.whole()["Wxh"][unknown].all()
    for numerical, most in ((complex_step_gradients, 1e-10), (central_difference_gradients, 1e-6)):
        assert max(relative_errors(gradients.whole(), numerical(params, batch)).values()) < most


@pytest.mark.parametrize("batch_size", [1, 3])
def test_gradients_are_right_in_training_where_words_are_dropped(monkeypatch, batch_size):
    """Also in the second epoch, when a sentence that was packed before is read with other words dropped."""
    dataset = Dataset(UNKNOWN.examples, TextConfig(unknown="vector"))
    errors, dropped = [], []

    def watched(params, batch, *more):
        loss, gradients = loss_and_gradients(params, batch, *more)
        # Packed afresh from the words that were read, so that nothing worked out earlier can be wrong in it.
        starts = np.cumsum([0, *batch.counts])
        words = [[batch.words[starts[t] + i] for t, n in enumerate(batch.counts) if i < n] for i in range(len(batch))]
        afresh = pack(Corpus.of(words, batch.labels), range(len(batch)))
        errors.append(max(relative_errors(gradients.whole(), complex_step_gradients(params, afresh)).values()))
        dropped.append(int((batch.words == dataset.vocabulary.unknown_id).sum()))
        return loss, gradients

    monkeypatch.setattr(loop, "loss_and_gradients", watched)
    for _ in train(dataset, ModelConfig(4), TrainConfig(epochs=8, batch_size=batch_size)):
        pass
    assert max(errors) < 1e-10
    assert sum(dropped) > 5 and len(set(dropped)) > 1


def test_a_gradient_written_over_another_is_the_same_as_one_of_its_own():
    """Also after a batch with more words, and after one with fewer."""
    random = np.random.default_rng(1)
    case = random_case(random, hidden=5, classes=3, sentences=8, words=20)
    room = Gradients(case.params.layout, np.arange(2), np.float64)
    for sentences in ([0], range(8), [3, 1], [5]):
        batch = pack(case.corpus, sentences)
        loss, alone = loss_and_gradients(case.params, batch)
        assert loss_and_gradients(case.params, batch, "correct", room) == (loss, room)
        assert np.array_equal(room.flat, alone.flat) and np.array_equal(room.rows, alone.rows)
        assert np.array_equal(room.whole().flat, alone.whole().flat)


@pytest.mark.parametrize("rule", ["correct", "published"])
def test_no_element_of_a_gradient_is_larger_than_its_bound(rule):
    random = np.random.default_rng(2)
    closest = 0.0
    for _ in range(200):
        case = random_case(random, scale=float(random.uniform(0.3, 2)))
        gradients = loss_and_gradients(case.params, case.batch, rule)[1]
        largest, bound = np.abs(gradients.flat).max(), gradients.bound()
        assert largest <= bound * (1 + 1e-12)
        closest = max(closest, largest / bound if bound > 1 else 0.0)
    assert closest > 0.9  # and the bound is not an empty one


@pytest.mark.parametrize("sentences", [1, 2, 5, 8])
def test_gradient_of_a_batch_is_the_mean_of_the_gradients_of_its_sentences(sentences):
    case = random_case(np.random.default_rng(sentences), sentences=sentences, scale=0.5)
    loss, together = loss_and_gradients(case.params, case.batch)
    alone = [loss_and_gradients(case.params, pack(case.corpus, [i])) for i in range(sentences)]
    mean = np.mean([gradients.whole().flat for _, gradients in alone], axis=0)
    assert abs(loss - np.mean([one for one, _ in alone])) < 1e-12
    np.testing.assert_allclose(together.whole().flat, mean, rtol=0, atol=1e-12)


def test_order_of_the_sentences_in_a_batch_changes_nothing():
    random = np.random.default_rng(5)
    case = random_case(random, sentences=8, scale=0.5)
    loss, expected = loss_and_gradients(case.params, case.batch)
    for _ in range(10):
        shuffled = pack(case.corpus, random.permutation(8))
        other_loss, gradients = loss_and_gradients(case.params, shuffled)
        assert abs(loss - other_loss) < 1e-12
        np.testing.assert_allclose(gradients.whole().flat, expected.whole().flat, rtol=0, atol=1e-12)


def test_one_example_worked_by_hand():
    # H = 1, two words, two classes; Wxh = (0.5, -0.3), Whh = 0.8, bh = 0.1, Why = (1, -1), by = 0.
    # Sentence: word 0, word 1; class 0.
    #   h1 = tanh(0.5 + 0.1)                h2 = tanh(-0.3 + 0.8 h1 + 0.1)
    #   y = (h2, -h2)                       p0 = 1 / (1 + exp(-2 h2))        L = -ln p0
    #   dy = (p0 - 1, 1 - p0)               dh2 = dy0 - dy1 = 2 (p0 - 1)
    #   dz2 = (1 - h2^2) dh2                dh1 = 0.8 dz2                    dz1 = (1 - h1^2) dh1
    params = Params(np.zeros(plain(2, 1, 2).size), plain(2, 1, 2))
    params["Wxh"][:, 0] = 0.5, -0.3
    params["Whh"][...], params["bh"][...] = 0.8, 0.1
    params.Why[0] = 1.0, -1.0
    h1 = np.tanh(0.6)
    h2 = np.tanh(-0.2 + 0.8 * h1)
    p0 = 1 / (1 + np.exp(-2 * h2))
    dz2 = (1 - h2**2) * 2 * (p0 - 1)
    dz1 = (1 - h1**2) * 0.8 * dz2

    loss, gradients = loss_and_gradients(params, pack(Corpus.of([[0, 1]], [0]), [0]))

    assert loss == pytest.approx(-np.log(p0), abs=1e-15)
    whole = gradients.whole()
    np.testing.assert_allclose(whole["Wxh"][:, 0], [dz1, dz2], atol=1e-15)
    np.testing.assert_allclose(whole["Whh"], [[dz2 * h1]], atol=1e-15)
    np.testing.assert_allclose(whole["bh"], [dz1 + dz2], atol=1e-15)
    np.testing.assert_allclose(whole.Why, [[h2 * (p0 - 1), h2 * (1 - p0)]], atol=1e-15)
    np.testing.assert_allclose(whole.by, [p0 - 1, 1 - p0], atol=1e-15)
