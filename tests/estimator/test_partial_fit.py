"""partial_fit: one epoch over what is given, and on from there to the bit."""

import numpy as np
import pytest

from rnn_core.bundled import bundled
from tests.estimator.sentences import X, Y, small

CLASSES = ["glad", "glum"]


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"optimiser": "momentum", "schedule": "cosine"},
        {"cell": "lstm", "dropout": 0.3, "word_dropout": 0.2},
        {"input": "embedding", "embedding_size": 3, "unknown": "vector", "networks": 2},
    ],
)
def test_as_many_calls_as_epochs_come_to_what_fit_comes_to(more):
    network = small(**more)
    for call in range(4):
        network.partial_fit(X, Y, CLASSES if call == 0 else None)
        assert network.n_iter_ == call + 1
    assert network.fingerprint_ == small(**more, validation_fraction=0.0).fit(X, Y).fingerprint_


def test_suggested_settings_set_nothing_aside():
    network = small(settings="suggested").partial_fit(X, Y, CLASSES)
    assert network.train_config_.early_stopping == 0
    assert (
        network.fingerprint_
        == small(settings="suggested", epochs=4, validation_fraction=0).partial_fit(X, Y, classes=CLASSES).fingerprint_
    )


def test_parts_are_read_one_after_the_other():
    network = small()
    for _ in range(30):
        for part in (slice(0, 8), slice(8, 16), slice(16, 32)):
            network.partial_fit(X[part], Y[part], CLASSES)
    assert network.score(X, Y) == 1.0


def test_a_step_of_adam_counts_all_those_before_it_in_parts_of_any_length():
    network = small(batch_size=1).partial_fit(X[:3], Y[:3], CLASSES)
    before = network.states_[0].params.dense.copy()
    network.partial_fit(X[3:4], Y[3:4])
    state = network.states_[0]
    m, v = (slot.dense for slot in state.slots)
    expected = -0.05 * (m / (1 - 0.9**4)) / np.sqrt(v / (1 - 0.999**4))
    np.testing.assert_allclose(state.params.dense - before, expected, rtol=1e-4)


def test_words_and_classes_are_those_of_the_first_call():
    network = small(unknown="vector").partial_fit(X[:4], Y[:4], ["glum", "glad", "so-so"])
    words = network.vocabulary_
    network.partial_fit(["quite unheard of"], ["so-so"])
    assert network.vocabulary_ is words and "unheard" not in words
    assert network.classes_.tolist() == ["glad", "glum", "so-so"]
    assert network.predict_proba(["unheard"]).shape == (1, 3)


def test_one_call_may_have_one_class_alone():
    network = small().partial_fit(X[:4], Y[:4], CLASSES)
    assert set(Y[:4]) == {"glad"}
    assert set(network.partial_fit(X[4:8], Y[4:8]).predict(X)) <= set(CLASSES)


def test_it_goes_on_from_what_fit_kept():
    given = {"epochs": 60, "learning_rate": 0.3, "validation_fraction": 0.25, "early_stopping": 2}
    network = small(**given).fit(X, Y)
    kept, epochs = network.fingerprint_, network.n_iter_
    network.set_params(validation_fraction=None, early_stopping=None, learning_rate=1e-300).partial_fit(X, Y)
    assert (network.fingerprint_, network.n_iter_) == (kept, epochs + 1)


def test_what_it_knows_is_not_changed_by_training_a_copy():
    network = small().partial_fit(X, Y, CLASSES)
    state, before = network.states_[0], network.fingerprint_
    network.partial_fit(X, Y)
    assert state.params.fingerprint() == before


def test_how_it_is_trained_may_change_but_not_what():
    network = small().partial_fit(X, Y, CLASSES)
    network.set_params(learning_rate=0.001).partial_fit(X, Y)
    assert network.train_config_.learning_rate == 0.001
    changes = [{"cell": "gru"}, {"optimiser": "sgd"}, {"networks": 3}, {"settings": "suggested"}]
    changes += [{"tokeniser": "characters"}, {"fold_case": False}, {"min_count": 2}, {"unknown": "vector"}]
    for change in changes:
        later = small().partial_fit(X, Y, CLASSES).set_params(**change)
        with pytest.raises(ValueError, match=f"what the first call has settled, and {next(iter(change))} changed"):
            later.partial_fit(X, Y)
    same = small(networks=2, fold_case=True).partial_fit(X, Y, CLASSES)
    assert len(same.set_params(fold_case=None, networks=2, min_count=1).partial_fit(X, Y).states_) == 2


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((X, Y), "first call of partial_fit needs classes"),
        ((X, Y, ["glad"]), "1 class"),
        ((X, Y, ["glad", "sad"]), r"Not among the classes: y\[4\] is 'glum'.* and 11 more"),
        ((X, Y[:-1], CLASSES), "31 labels in y"),
        (([], [], CLASSES), "empty"),
    ],
)
def test_a_first_call_that_cannot_be_used_leaves_nothing_behind(arguments, told):
    network = small()
    with pytest.raises(ValueError, match=told):
        network.partial_fit(*arguments)
    assert not [name for name in vars(network) if name.endswith("_")]


def test_a_later_call_that_cannot_be_used_changes_nothing():
    network = small().partial_fit(X, Y, CLASSES)
    before = dict(vars(network))
    for arguments in ((["fine"], ["so-so"]), (X, Y, ["glad", "sad"]), ("fine", ["glad"])):
        with pytest.raises(ValueError):
            network.partial_fit(*arguments)
    assert vars(network) == before


@pytest.mark.parametrize("more", [{"early_stopping": 2}, {"validation_fraction": 0.1}])
def test_what_needs_sentences_set_aside_is_refused(more):
    with pytest.raises(ValueError, match="sets nothing aside"):
        small(**more).partial_fit(X, Y, CLASSES)


def test_it_learns_the_bundled_sentences_in_pieces():
    examples = bundled().examples
    network = small(hidden_size=16, batch_size=1, optimiser="sgd")
    for _ in range(60):
        for start in range(0, len(examples), 26):
            piece = examples[start : start + 26]
            network.partial_fit([e.sentence for e in piece], [e.label for e in piece], ["negative", "positive"])
    assert network.score([e.sentence for e in examples], [e.label for e in examples]) > 0.9
