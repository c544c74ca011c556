"""RNNClassifier as scikit-learn uses its models. check_estimator tests next to nothing for text: this is the list."""

import inspect
import pickle
import warnings

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone, is_classifier
from sklearn.ensemble import VotingClassifier
from sklearn.exceptions import ConvergenceWarning, NotFittedError
from sklearn.metrics import log_loss
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.utils import get_tags
from threadpoolctl import threadpool_info, threadpool_limits

from rnn_core import TrainConfig, bundled, fingerprint_of_all, member_seeds, train
from rnn_core.config import EnsembleConfig, ModelConfig
from rnn_core.dataset import Dataset, Example, split_off
from rnn_core.estimator import RNNClassifier, classifier, runs
from rnn_core.estimator.one_thread import one_thread
from rnn_core.reading.cutting import settle
from rnn_core.recipes import suggest
from rnn_core.settings import settings_of
from rnn_core.text import TextConfig
from tests.estimator.sentences import X, Y, small


@pytest.fixture(scope="module")
def fitted():
    return small(epochs=40).fit(X, Y)


def ways_to_hold(sentences):
    """The same sentences as people hold them."""
    read_only = np.array(sentences)
    read_only.flags.writeable = False
    return {
        "tuple": tuple(sentences),
        "array of str": np.array(sentences),
        "read-only array": read_only,
        "array of objects": np.array(sentences, dtype=object),
        "Series": pd.Series(sentences, index=range(100, 100 + len(sentences))),
        "Series of strings": pd.Series(sentences, dtype="string"),
        "column": pd.DataFrame({"text": sentences})["text"],
    }


# Parameters


def test_it_has_every_setting_but_those_of_given_vectors_and_the_seed():
    settings = {name for config in (ModelConfig, TrainConfig, EnsembleConfig) for name in settings_of(config)}
    text = set(inspect.signature(TextConfig).parameters)
    beside = {"settings", "validation_fraction", "random_state"}
    assert set(RNNClassifier().get_params()) == (settings | text | beside) - {"frozen", "seed"}


def test_nothing_is_given_but_that_the_rest_is_as_suggested():
    given = {name: value for name, value in RNNClassifier().get_params().items() if value is not None}
    assert given == {"settings": "suggested"}


def test_parameters_come_back_as_they_were_given():
    given = {name: object() for name in RNNClassifier().get_params()}
    for network in (RNNClassifier(**given), RNNClassifier().set_params(**given)):
        assert all(network.get_params()[name] is value for name, value in given.items())


def test_an_unknown_parameter_is_refused():
    with pytest.raises(ValueError, match="hidden_units"):
        RNNClassifier().set_params(hidden_units=3)


def test_a_clone_has_the_parameters_and_nothing_that_was_learned(fitted):
    cloned = clone(fitted)
    assert cloned.get_params() == fitted.get_params()
    with pytest.raises(NotFittedError):
        cloned.predict(X)


def test_fitting_leaves_the_parameters_and_what_it_was_given_alone():
    network, sentences, labels = small(), list(X), list(Y)
    before = network.get_params()
    network.fit(sentences, labels)
    assert (network.get_params(), sentences, labels) == (before, X, Y)


def test_every_parameter_reaches_the_network():
    given = {
        "cell": "gru", "layers": 2, "directions": 2, "readout": "max", "input": "embedding", "embedding_size": 3,
        "first_embedding": "counts", "forget_bias": 2.0, "initialisation": "orthogonal", "dtype": "float32",
        "learning_rate": 0.02, "epochs": 2, "clip_by": "norm", "clip": 0.5, "optimiser": "rmsprop", "batch_size": 2,
        "schedule": "cosine", "weight_decay": 0.1, "dropout": 0.1, "word_dropout": 0.2, "early_stopping": 3,
        "gradient": "correct", "hidden_size": 5, "tokeniser": "characters", "fold_case": False, "min_count": 2,
        "unknown": "vector",
    }  # fmt: skip
    network = small(**given, validation_fraction=0.25, networks=2).fit(X, Y)
    used = {**vars(network.model_config_), **vars(network.train_config_), **vars(network.vocabulary_.text)}
    assert {name: used[name] for name in given} == given
    assert len(network.states_) == 2


def test_settings_from_arrays_are_those_of_python():
    network = small(hidden_size=np.int64(3), learning_rate=np.float32(0.5), cell=np.str_("gru")).fit(X, Y)
    assert (network.model_config_.hidden_size, network.model_config_.cell) == (3, "gru")


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"hidden_size": 0}, "hidden size is 0"),
        ({"cell": "elman"}, "'elman'"),
        ({"tokeniser": "letters"}, "'letters'"),
        ({"settings": "best"}, "'best'"),
        ({"networks": 9}, "number of networks is 9"),
        ({"validation_fraction": 1.0}, "validation fraction is 1.0"),
        ({"early_stopping": 2}, "needs a validation part"),
        ({"random_state": "0"}, "seed"),
        ({"random_state": -1}, "seed is -1"),
    ],
)
def test_a_wrong_setting_is_refused_when_fitting_and_what_was_learned_stays(wrong, told):
    network = small().fit(X, Y)
    before = {name: value for name, value in vars(network).items() if name.endswith("_")}
    with pytest.raises(ValueError, match=told):
        network.set_params(**wrong).fit(X, Y)
    assert all(vars(network)[name] is value for name, value in before.items())


# What it learns


def test_it_learns_and_answers_with_probabilities(fitted):
    assert fitted.score(X, Y) == 1.0
    probabilities = fitted.predict_proba(X)
    assert probabilities.shape == (len(X), 2)
    np.testing.assert_allclose(probabilities.sum(axis=1), 1)
    assert (fitted.classes_[probabilities.argmax(axis=1)] == fitted.predict(X)).all()


def test_suggested_settings_are_those_of_the_page():
    dataset = bundled()
    sentences, labels = [e.sentence for e in dataset.examples], [e.label for e in dataset.examples]
    network = RNNClassifier(random_state=5, epochs=1).fit(sentences, labels)
    examples = split_off((Example(*both) for both in zip(sentences, labels, strict=True)), "validation", 1 / 8, 5)
    learned = Dataset(examples, settle(sentences, tagged=False)[0])
    recipe = suggest(learned)
    config = TrainConfig(**{**vars(recipe.training), "seed": 5, "epochs": 1})
    training = train(learned, recipe.model, config)
    list(training)
    assert (network.model_config_, network.vocabulary_.text) == (recipe.model, learned.text)
    assert network.fingerprint_ == training.kept[1].fingerprint()


def test_plain_settings_are_the_tutorial_s():
    network = RNNClassifier(settings="plain", random_state=2, epochs=3).fit(X, Y)
    training = train(Dataset(tuple(map(Example, X, Y))), ModelConfig(), TrainConfig(epochs=3, seed=2))
    list(training)
    assert network.fingerprint_ == training.params.fingerprint()


def test_several_networks_are_those_with_the_seeds_that_follow():
    network = small(networks=2, random_state=7).fit(X, Y)
    alone = [small(random_state=seed).fit(X, Y) for seed in member_seeds(7, 2)]
    assert network.fingerprint_ == fingerprint_of_all([one.states_[0].params for one in alone])
    mean = np.mean([one.predict_proba(X) for one in alone], axis=0)
    np.testing.assert_allclose(network.predict_proba(X), mean)


def test_the_best_epoch_is_kept_where_it_may_stop_early():
    doubtful = [*Y[:24], *reversed(Y[24:])]
    network = small(epochs=60, learning_rate=0.3, validation_fraction=0.25, early_stopping=2).fit(X, doubtful)
    (state,) = network.states_
    assert network.n_iter_ == state.best.epoch + 2 < 60
    assert network.fingerprint_ == state.best.params.fingerprint()


def test_fitting_twice_comes_to_the_same_bits():
    network = small().fit(X, Y)
    first = network.fingerprint_, network.predict_proba(X).tobytes()
    network.fit(X, Y)
    assert (network.fingerprint_, network.predict_proba(X).tobytes()) == first


def test_fitting_anew_forgets():
    network = small().fit(["ein rad", "zwei"], ["a", "b"]).fit(X, Y)
    assert network.fingerprint_ == small().fit(X, Y).fingerprint_
    assert network.classes_.tolist() == ["glad", "glum"]


def test_the_random_state_decides_all_chance():
    def fingerprint(random_state):
        return small(random_state=random_state, settings="suggested", epochs=1).fit(X, Y).fingerprint_

    assert fingerprint(0) == fingerprint(0) == fingerprint(np.int64(0)) != fingerprint(1)
    assert fingerprint(np.random.RandomState(3)) == fingerprint(np.random.RandomState(3))
    assert fingerprint(None) != fingerprint(None)
    shared = np.random.RandomState(3)
    assert fingerprint(shared) != fingerprint(shared)


def test_no_draw_touches_numpy_s_own_random_state():
    def state():
        return np.random.get_state(legacy=False)["state"]["key"].tolist()  # noqa: NPY002

    before = state()
    small(settings="suggested", epochs=1).fit(X, Y).predict(X)
    assert state() == before


def test_a_run_that_blows_up_is_told_and_answers_with_its_last_good_weights():
    network = small(cell="relu", learning_rate=1e30, clip_by="none", optimiser="sgd")
    with pytest.warns(ConvergenceWarning, match="last good weights were kept. Try a learning rate of"):
        network.fit(X, Y)
    assert np.isfinite(network.predict_proba(X)).all()
    kept = network.fingerprint_
    with pytest.warns(ConvergenceWarning, match="The last good weights were kept"):
        for _ in range(3):  # a single epoch may come back from where it got to
            network.partial_fit(X, Y)
    assert network.fingerprint_ == kept and np.isfinite(network.predict_proba(X)).all()


def test_what_the_optimiser_remembers_of_a_run_that_blew_up_is_forgotten():
    network = small(cell="relu", learning_rate=1e30, clip_by="none", optimiser="momentum")
    with pytest.warns(ConvergenceWarning):
        network.fit(X, Y)
    assert not network.states_[0].slots[0].flat.any()


# Sentences


@pytest.mark.parametrize("way", ways_to_hold(X))
def test_sentences_may_be_held_in_many_ways(way, fitted):
    held = ways_to_hold(X)[way]
    assert small(epochs=40).fit(held, Y).fingerprint_ == fitted.fingerprint_
    assert (fitted.predict_proba(held) == fitted.predict_proba(X)).all()


METHODS = {
    "fit": lambda network, sentences: small().fit(sentences, Y),
    "partial_fit": lambda network, sentences: small().partial_fit(sentences, Y, ["glad", "glum"]),
    "predict": lambda network, sentences: network.predict(sentences),
    "predict_proba": lambda network, sentences: network.predict_proba(sentences),
}


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("it is fine", r"single text, 'it is fine'; .* Write \[X\] for one"),
        (b"it is fine", "single text"),
        ([], "empty"),
        (np.array([], dtype=str), "empty"),
        (np.array([["it is", "fine"]]), "2 dimensions"),
        (pd.DataFrame({"text": X}), "2 dimensions"),
        (np.array("fine"), "0 dimensions"),
        ({"fine": "glad"}, "type dict"),
        ({"fine", "dull"}, "type set"),
        (["fine", 7, "dull", None, float("nan")], r"X\[1\] is 7 \(int\), X\[3\] is None .* and X\[4\] is nan"),
        ([b"fine", "dull"], r"X\[0\] is b'fine' \(bytes\)"),
        (pd.Series(["fine", pd.NA]), r"X\[1\] is (<NA>|nan)"),
        ([["it", "is"], ["fine"]], r"X\[0\] is \['it', 'is'\] \(list\)"),
        ([1] * 9, "and 4 more"),
    ],
)  # fmt: skip
def test_what_is_no_list_of_sentences_is_refused_with_its_place(method, wrong, told, fitted):
    with pytest.raises(ValueError, match=told):
        METHODS[method](fitted, wrong)


def test_what_is_no_collection_is_refused(fitted):
    for wrong in (None, 3):
        with pytest.raises(ValueError, match="must be a list of sentences"):
            fitted.predict(wrong)


def test_each_sentence_has_its_answer_to_the_bit_in_whatever_order_they_stand(fitted):
    sentences = [*X, "", "nothing known here", "it is fine and sunny and not at all cold or dull", X[3]]
    expected = fitted.predict_proba(sentences)
    for seed in range(5):
        order = np.random.default_rng(seed).permutation(len(sentences))
        assert (fitted.predict_proba([sentences[i] for i in order]) == expected[order]).all()
    np.testing.assert_allclose([fitted.predict_proba([s])[0] for s in sentences], expected, rtol=1e-9)


def test_a_large_network_too_answers_to_the_bit_in_whatever_order_sentences_stand():
    network = small(hidden_size=93, dtype="float32", epochs=1, input="embedding", embedding_size=50).fit(X, Y)
    sentences = [f"{a} {b}" for a in X for b in X[:9]]
    expected = network.predict_proba(sentences)
    for seed in range(3):
        order = np.random.default_rng(seed).permutation(len(sentences))
        assert (network.predict_proba([sentences[i] for i in order]) == expected[order]).all()


def test_sentences_without_a_known_word_have_an_answer(fitted):
    probabilities = fitted.predict_proba(["", "   ", "xyzzy"])
    assert np.isfinite(probabilities).all() and (probabilities == probabilities[0]).all()


# Labels


@pytest.mark.parametrize(
    ("glad", "glum", "kind"),
    [("yes", "no", "U"), (1, 0, "i"), (-5, 300, "i"), (True, False, "b"), (1.0, 2.0, "f")],
)
def test_labels_keep_their_type(glad, glum, kind):
    labels = [glad if label == "glad" else glum for label in Y]
    network = small(epochs=40).fit(X, labels)
    assert network.classes_.tolist() == sorted([glad, glum]) and network.classes_.dtype.kind == kind
    assert network.predict(X).tolist() == labels


@pytest.mark.parametrize("kind", [object, "category", "string"])
def test_labels_may_be_a_column(kind, fitted):
    network = small(epochs=40).fit(X, pd.Series(Y, dtype=kind))
    assert network.fingerprint_ == fitted.fingerprint_ and network.predict(X).tolist() == fitted.predict(X).tolist()


def test_more_than_ten_classes_keep_their_order():
    labels = np.arange(len(X)) % 12
    network = small(epochs=150, hidden_size=24, learning_rate=0.02)
    sentences = [f"{sentence} w{label}" for sentence, label in zip(X, labels, strict=True)]
    assert network.fit(sentences, labels).classes_.tolist() == list(range(12))
    assert network.score(sentences, labels) == 1.0


@pytest.mark.parametrize(
    ("labels", "told"),
    [
        (["glad"] * len(X), "There is 1 class: 'glad'; 2 to 60 are possible"),
        (Y[:-1], f"{len(X)} sentences in X and {len(X) - 1} labels in y"),
        ([], f"{len(X)} sentences in X and 0 labels"),
        (None, "requires y to be passed"),
        (np.linspace(0, 1, len(X)), r"whole numbers .*: y\[1\] is 0.03"),
        ([float("nan"), *[1.0] * (len(X) - 1)], r"y\[0\] is nan\."),
        ([[1, 0]] * len(X), "1d"),
        (np.array([None, *Y[1:]], dtype=object), r"y\[0\] is None\."),
        ([*Y[:3], 7, *Y[4:]], r"y\[3\] is 7, and y\[0\] is 'glad'\."),
        (np.zeros(len(X), dtype="datetime64[D]"), r"y\[0\] is datetime"),
    ],
)
def test_labels_that_are_no_classes_are_refused(labels, told):
    with pytest.raises(ValueError, match=told):
        small().fit(X, labels)


@pytest.mark.parametrize(("glad", "glum", "kind"), [(True, False, "b"), (2, 1, "i"), (2.0, 1, "f")])
def test_labels_may_be_objects_that_are_all_of_one_kind(glad, glum, kind):
    labels = np.array([glad if label == "glad" else glum for label in Y], dtype=object)
    network = small(epochs=40).fit(X, labels)
    assert network.classes_.tolist() == sorted([glad, glum]) and network.classes_.dtype.kind == kind
    assert network.score(X, network.predict(X)) == 1.0


def test_labels_of_two_kinds_are_told_with_one_of_each():
    for labels in ([True, 2] * (len(X) // 2), np.array([True, 2] * (len(X) // 2), dtype=object)):
        with pytest.raises(ValueError, match=r"all truth values: y\[1\] is 2, .* and 11 more, and y\[0\] is True\.$"):
            small().fit(X, labels)


def test_whether_case_is_folded_is_true_or_false():
    with pytest.raises(ValueError, match="Whether case is folded is 'no'; it must be True or False"):
        small(fold_case="no").fit(X, Y)


def test_more_classes_than_are_possible_are_refused():
    with pytest.raises(ValueError, match="There are 61 classes: 0, 1, 2, 3, 4 and 56 more; 2 to 60"):
        small().fit([f"w{k}" for k in range(61)], range(61))


# As scikit-learn uses it


@pytest.mark.parametrize("method", ["predict", "predict_proba"])
def test_nothing_is_answered_before_it_is_fitted(method):
    with pytest.raises(NotFittedError):
        getattr(RNNClassifier(), method)(X)
    with pytest.raises(NotFittedError):
        RNNClassifier().score(X, Y)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_a_pickle_answers_and_goes_on_to_the_bit(dtype):
    network = small(dtype=dtype, dropout=0.3, networks=2).fit(X, Y)
    other = pickle.loads(pickle.dumps(network))
    assert (other.predict_proba(X) == network.predict_proba(X)).all()
    assert other.partial_fit(X, Y).fingerprint_ == network.partial_fit(X, Y).fingerprint_
    assert other.fingerprint_ != clone(network).fit(X, Y).fingerprint_


def test_its_tags_say_that_it_reads_text():
    tags = get_tags(RNNClassifier())
    assert tags.input_tags.string and not tags.input_tags.two_d_array
    assert tags.target_tags.required and is_classifier(RNNClassifier())


def test_its_probabilities_are_good_enough_for_a_log_loss():
    network = small(dtype="float32").fit(X, Y)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert log_loss(Y, network.predict_proba(X)) > 0


def test_it_stands_in_a_pipeline_and_in_a_vote(fitted):
    assert make_pipeline(small(epochs=40)).fit(X, Y).score(X, Y) == 1.0
    voting = VotingClassifier([("one", small()), ("other", small(random_state=1))], voting="soft").fit(X, Y)
    assert len(voting.predict(X)) == len(X)


GRID = {"hidden_size": np.array([2, 4]), "cell": ["tanh", "gru"]}


def test_a_search_in_two_processes_finds_the_same_scores_as_one_after_another():
    found = [GridSearchCV(small(), GRID, cv=2, n_jobs=n).fit(X, Y) for n in (1, 2)]
    one, two = ([search.cv_results_[f"split{fold}_test_score"].tolist() for fold in (0, 1)] for search in found)
    assert one == two
    assert found[0].best_params_ == found[1].best_params_
    assert found[0].best_estimator_.fingerprint_ == found[1].best_estimator_.fingerprint_


def test_cross_validation_takes_whatever_holds_sentences():
    expected = cross_val_score(small(), X, Y, cv=2).tolist()
    for held in ways_to_hold(X).values():
        assert cross_val_score(small(), held, Y, cv=2).tolist() == expected


def threads():
    """How many threads multiply a matrix."""
    return {library["num_threads"] for library in threadpool_info() if library["user_api"] == "blas"}


def test_training_and_answering_are_done_on_one_thread(monkeypatch):
    seen = []

    def looking(function):
        return lambda *given, **named: (seen.append(threads()), function(*given, **named))[1]

    monkeypatch.setattr(runs, "train", looking(runs.train))
    monkeypatch.setattr(classifier, "predict_mean", looking(classifier.predict_mean))
    with threadpool_limits(2, user_api="blas"):
        small().fit(X, Y).partial_fit(X, Y).predict(X)
    assert seen == [{1}] * 3


def test_matrices_are_multiplied_on_one_thread_until_the_last_is_done():
    with threadpool_limits(2, user_api="blas"):
        before = threads()
        with one_thread:
            assert threads() == {1}
            with one_thread:
                pass
            assert threads() == {1}
        assert threads() == before != {1}
