"""The first weights: how large they are, which are orthogonal, what is given, and in which order they are drawn."""

import math
from dataclasses import replace

import numpy as np
import pytest

from rnn_core import (
    Dataset,
    Example,
    InvalidSetting,
    Layout,
    ModelConfig,
    Params,
    TextConfig,
    TrainConfig,
    bundled,
    initial_params,
    train,
)
from rnn_core.cells import CELLS
from rnn_core.initialise import EMBEDDING_SCALE
from rnn_core.seeds import Stream, generator

WORDS, CLASSES = 300, 60


def first(config: ModelConfig, seed: int = 0, words: int = WORDS, vectors=None) -> Params:
    return initial_params(config, words, CLASSES, generator(seed, Stream.WEIGHTS), vectors)


def assert_drawn(weights: np.ndarray, deviation: float) -> None:
    """They look like so many draws of N(0, deviation^2)."""
    n = weights.size
    assert n >= 1000
    assert abs(weights.mean()) < 4 * deviation / math.sqrt(n)
    assert abs(weights.var() / deviation**2 - 1) < 4 * math.sqrt(2 / n)
    assert abs((weights**4).mean() / deviation**4 - 3) < 4 * math.sqrt(96 / n)  # a normal distribution's, by its tails


def expected_deviations(config: ModelConfig) -> dict[str, float]:
    """Of every matrix, one over the root of how many numbers each sum has to add up."""
    H, D = config.hidden_size, config.directions
    deviations = {"Why": 1 / math.sqrt(D * H)}
    if config.input == "embedding":
        deviations["E"] = EMBEDDING_SCALE
    for layer in range(config.layers):
        reads = D * H if layer else config.embedding_size if config.input == "embedding" else H
        for direction in range(D):
            suffix = Layout.suffix(layer, direction)
            deviations[f"Wxh{suffix}"], deviations[f"Whh{suffix}"] = 1 / math.sqrt(reads), 1 / math.sqrt(H)
    return deviations


NETWORKS = [
    ModelConfig(32),
    ModelConfig(32, cell="gru", input="embedding", embedding_size=50),
    ModelConfig(32, cell="lstm", directions=2, layers=3, input="embedding", embedding_size=50),
    ModelConfig(32, cell="relu", directions=2, layers=2),
]
NAMES = [f"{config.cell}-{config.layers}-{config.directions}-{config.input}" for config in NETWORKS]
each_network = pytest.mark.parametrize("config", NETWORKS, ids=NAMES)


@each_network
def test_scaled_weights_have_a_variance_of_1_over_the_numbers_that_a_sum_adds_up(config):
    params = first(config)
    deviations = expected_deviations(config)
    assert set(deviations) == {name for name, weights in params.named().items() if weights.ndim == 2}
    for name, deviation in deviations.items():
        assert_drawn(params[name], deviation)


@each_network
def test_blog_weights_are_thousandths(config):
    params = first(replace(config, initialisation="blog"))
    for name in expected_deviations(config):
        assert_drawn(params[name], 1 / 1000)


@each_network
@pytest.mark.parametrize("initialisation", ["scaled", "blog", "orthogonal"])
def test_biases_begin_at_0_but_for_that_of_the_forget_gate(config, initialisation):
    config = replace(config, initialisation=initialisation, forget_bias=0.75)
    H = config.hidden_size
    for name, weights in first(config).named().items():
        if name.startswith("bh") and config.cell == "lstm":
            assert weights.tolist() == [0.0] * H + [0.75] * H + [0.0] * (2 * H), name
        elif weights.ndim == 1:
            assert not weights.any(), name


def test_the_second_block_of_the_lstm_is_the_forget_gate():
    assert CELLS["lstm"].gates == ("i", "f", "g", "o")
    assert ModelConfig().forget_bias == 1.0


@pytest.mark.parametrize("bias", [0.0, -2.5, 3])
def test_the_forget_bias_is_what_is_set_and_changes_no_other_weight(bias):
    one, other = (first(ModelConfig(4, cell="lstm", forget_bias=b)) for b in (1.0, bias))
    assert (other["bh"][4:8] == bias).all()
    one["bh"][4:8] = bias
    assert np.array_equal(one.flat, other.flat)
    for cell in ("tanh", "relu", "gru"):
        same = [first(ModelConfig(4, cell=cell, forget_bias=b)).fingerprint() for b in (1.0, bias)]
        assert same[0] == same[1]


# Orthogonal.


@each_network
@pytest.mark.parametrize(("dtype", "most"), [("float64", 1e-14), ("float32", 1e-6)])
def test_orthogonal_means_every_gates_block_of_whh_and_the_rest_is_scaled(config, dtype, most):
    params = first(replace(config, initialisation="orthogonal", dtype=dtype))
    H, deviations = config.hidden_size, expected_deviations(config)
    seen = []
    for name, weights in params.named().items():
        if name.startswith("Whh"):
            assert weights.shape == (H, len(CELLS[config.cell].gates) * H)
            for block in np.hsplit(weights.astype(np.float64), len(CELLS[config.cell].gates)):
                assert np.abs(block.T @ block - np.eye(H)).max() < most
                assert np.abs(block @ block.T - np.eye(H)).max() < most
                seen.append(block)
        elif name in deviations:
            assert_drawn(params[name].astype(np.float64), deviations[name])
    assert len(seen) == config.layers * config.directions * len(CELLS[config.cell].gates)
    assert all(np.abs(one - other).max() > 0.1 for i, one in enumerate(seen) for other in seen[:i])  # each its own


def test_orthogonal_matrices_are_evenly_distributed():
    """QR alone would favour some: numpy's makes the diagonal of r negative, so that the first number of q is mostly
    of one sign. Of an even distribution on 3 x 3 matrices every element has the mean 0 and the variance 1/3."""
    drawn = np.array([first(ModelConfig(3, initialisation="orthogonal"), seed, words=2)["Whh"] for seed in range(400)])
    assert np.abs(drawn.mean(axis=0)).max() < 4 * math.sqrt(1 / 3 / 400)
    assert np.abs(drawn.var(axis=0) - 1 / 3).max() < 0.08
    turned_over = sum(np.linalg.det(matrix) < 0 for matrix in drawn)
    assert 140 < turned_over < 260


# Vectors that are given.


def test_a_first_embedding_takes_the_vectors_that_are_given_and_draws_the_others():
    config = ModelConfig(8, input="embedding", embedding_size=40)
    vectors = np.random.default_rng(1).standard_normal((WORDS, 40)) * 7
    unknown = np.arange(0, WORDS, 3)
    vectors[unknown] = np.nan
    with_some = vectors.copy()
    with_some[1, 5] = np.nan  # a row of which one number is missing is no vector
    for given, drawn in ((vectors, unknown), (with_some, np.sort([1, *unknown]))):
        params, free = first(config, vectors=given), first(config)
        rest = np.setdiff1d(np.arange(WORDS), drawn)
        assert np.array_equal(params["E"][rest], given[rest])
        assert np.array_equal(params["E"][drawn], free["E"][drawn])
        assert_drawn(params["E"][drawn], EMBEDDING_SCALE)
        assert np.array_equal(params.dense, free.dense)  # what else is drawn does not depend on what is given


def test_the_vectors_that_are_given_stay_as_they_are():
    config = ModelConfig(2, input="embedding", embedding_size=3, dtype="float32")
    vectors = np.arange(6, dtype=np.float32).reshape(2, 3)
    params = first(config, words=2, vectors=vectors)
    params["E"][...] = 9
    assert vectors.ravel().tolist() == [0, 1, 2, 3, 4, 5]


@pytest.mark.parametrize("frozen", [True, False])
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_training_begins_from_the_vectors_and_leaves_frozen_ones_alone(frozen, dtype):
    examples = (Example("a b", "x"), Example("b c d", "y"), Example("d", "x"), Example("c a e", "y"))
    data = Dataset(examples, TextConfig(unknown="vector"))
    vectors = np.random.default_rng(0).standard_normal((6, 2)).astype(np.float32)
    vectors[[1, 5]] = np.nan  # b, and the unknown word
    config = ModelConfig(3, input="embedding", embedding_size=2, frozen=frozen, dtype=dtype)
    run = train(data, config, TrainConfig(0.3, epochs=4), vectors=vectors)
    before = run.params["E"].copy()
    given = ~np.isnan(vectors[:, 0])
    assert np.array_equal(before[given], vectors[given].astype(dtype)) and np.isfinite(before).all()
    list(run)
    assert np.array_equal(run.params["E"], before) == frozen
    if not frozen:
        assert (run.params["E"] != before).any(axis=1).all()


def test_a_frozen_embedding_is_no_part_of_what_is_trained_or_counted():
    learned, frozen = (
        Layout(ModelConfig(3, input="embedding", embedding_size=5, frozen=frozen), 7, 2) for frozen in (False, True)
    )
    assert learned.size == frozen.size == learned.trained == frozen.trained + 7 * 5


@pytest.mark.parametrize(
    ("settings", "vectors", "message"),
    [
        ({"input": "embedding", "frozen": True}, None, "frozen embedding needs vectors to start from. Give some, or"),
        ({}, np.zeros((WORDS, 64)), "Vectors need an embedding as input. Choose it, or leave the vectors out."),
        (
            {"input": "embedding", "embedding_size": 5},
            np.zeros((WORDS, 6)),
            "The vectors have a width of 6 and the embedding one of 5. Set the embedding size to 6.",
        ),
    ],
)
def test_vectors_that_do_not_go_with_the_network_are_refused(settings, vectors, message):
    with pytest.raises(InvalidSetting, match=message):
        first(ModelConfig(2, **settings), vectors=vectors)


def test_vectors_of_another_vocabulary_are_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="5 vectors for 300 words"):
        first(ModelConfig(2, input="embedding", embedding_size=5), vectors=np.zeros((5, 5)))


# The same draws as ever.


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize(("initialisation", "scale"), [("scaled", 1 / math.sqrt(5)), ("blog", 1 / 1000)])
def test_a_plain_network_draws_wxh_whh_and_why_in_this_order_from_one_stream(initialisation, scale, dtype):
    params = first(ModelConfig(5, initialisation=initialisation, dtype=dtype), seed=3)
    random = generator(3, Stream.WEIGHTS)
    for name, shape in (("Wxh", (WORDS, 5)), ("Whh", (5, 5)), ("Why", (5, CLASSES))):
        assert np.array_equal(params[name], (random.standard_normal(shape) * scale).astype(dtype)), name


@pytest.mark.parametrize(
    ("model", "seed", "fingerprint"),
    [
        (ModelConfig(), 0, "370099c7"),
        (ModelConfig(), 7, "46750af6"),
        (ModelConfig(64, initialisation="blog"), 0, "c42a4d75"),
        (ModelConfig(5, dtype="float32"), 7, "221460cc"),
    ],
)
def test_plain_networks_for_the_bundled_sentences_begin_with_the_weights_they_always_had(model, seed, fingerprint):
    assert train(bundled(), model, TrainConfig(seed=seed)).params.fingerprint() == fingerprint


@each_network
def test_the_first_weights_are_those_of_the_seed(config):
    assert first(config, 1).fingerprint() == first(config, 1).fingerprint() != first(config, 2).fingerprint()


def test_how_words_are_read_and_answers_are_read_out_changes_no_draw_of_the_layers():
    """What is not part of the weights' shapes does not reach them."""
    expected = first(ModelConfig(4)).fingerprint()
    for readout in ("mean", "max", "words"):
        assert first(ModelConfig(4, readout=readout)).fingerprint() == expected
    assert first(ModelConfig(4, cell="relu", forget_bias=3.0)).fingerprint() == expected
