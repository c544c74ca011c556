"""Charts are functions: their frames hold the network's numbers, their specifications stand still."""

import json
import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import vl_convert
from hypothesis import given
from hypothesis import strategies as st

from playground.charts import confusion
from playground.charts import table as tables
from playground.charts.confusion import confusion_spec
from playground.charts.curves import CURVES, SERIES, best_epoch, curve_columns, curve_spec, thin
from playground.charts.spec import many_marks
from playground.charts.table import table
from playground.charts.weights import weights_spec
from playground.colours import ANSWER_COLOUR, OTHER_COLOUR, PALETTE, ClassColours
from playground.epochs import Epochs
from rnn_core import Dataset, EpochRecord, Example, ModelConfig, TrainConfig, bundled, train
from tests.datasets import tagged


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return bundled()


@pytest.fixture(scope="module")
def trained(dataset):
    run = train(dataset, ModelConfig(), TrainConfig(epochs=12))
    records = [event for event in run if isinstance(event, EpochRecord)]
    return run.params, records


def classes_of_sizes(**sizes):
    """Colours of a dataset with so many training sentences of each class."""
    examples = [Example(f"{name}{i}", name) for name, size in sizes.items() for i in range(size)]
    return ClassColours.of(Dataset(tuple(examples)))


# Of eight classes c and f are the rarest; d and e are larger than a, b, g and h.
EIGHT = {"a": 2, "b": 2, "c": 1, "d": 4, "e": 3, "f": 1, "g": 2, "h": 2}


def test_the_six_most_frequent_training_classes_have_colours_ties_by_name():
    colours = classes_of_sizes(**EIGHT)
    assert [colours.classes[i] for i in colours.shown] == ["d", "e", "a", "b", "g", "h"]
    assert colours.has_others
    assert [colours.colour(colours.classes.index(name)) for name in "deabgh"] == list(PALETTE)
    assert colours.colour(colours.classes.index("c")) == colours.colour(colours.classes.index("f")) == ANSWER_COLOUR
    names, shades = colours.legend
    assert names == ("d", "e", "a", "b", "g", "h", "its answer, if another", "all others")
    assert shades == (*PALETTE, ANSWER_COLOUR, OTHER_COLOUR) and len(set(shades)) == 8


def test_six_classes_have_a_colour_each_and_there_are_no_others():
    colours = classes_of_sizes(a=1, b=1, c=1, d=1, e=1, f=1)
    assert not colours.has_others
    assert colours.legend == (tuple("abcdef"), PALETTE)


def test_of_tags_those_of_most_training_words_have_the_first_colours():
    colours = ClassColours.of(tagged("a/X b/Y c/Z d/Z e/Z", "f/Y", "a/X b/X c/X d/X | test"))
    assert colours.classes == ("X", "Y", "Z") and colours.legend[0] == ("Z", "Y", "X")


def test_sentences_to_test_do_not_change_the_colours():
    examples = [Example("1", "a"), Example("2", "b"), Example("3", "b")]
    tested = [Example("4", "a", "test")] * 5
    assert ClassColours.of(Dataset((*examples, *tested))) == ClassColours.of(Dataset(tuple(examples)))


def test_curves_hold_the_records_numbers(trained):
    records = trained[1]
    epochs = Epochs()
    for record in records:
        epochs.add(record)
    frame = pd.DataFrame(curve_columns(epochs.numbers, CURVES[0], 100))
    assert frame["epoch"].tolist() == list(range(1, 13))
    assert frame["train"].tolist() == [record.train_loss for record in records]
    assert frame["test"].tolist() == [record.test_loss for record in records]
    assert frame["last"].tolist() == [False] * 11 + [True]
    assert frame["validation"].isna().all() and not frame["best"].any()  # there is no validation part


def test_the_epoch_with_the_lowest_validation_loss_is_marked_also_where_epochs_are_thinned(trained):
    epochs, losses = Epochs(), np.random.default_rng(0).random(1000).round(3) + 1
    losses[[400, 700]] = 0.5  # twice as low: the first counts
    for loss in losses:
        epochs.add(replace(trained[1][0], validation_loss=loss, validation_accuracy=0.5))
    assert best_epoch(epochs.numbers) == 401
    for curve in CURVES:
        frame = pd.DataFrame(curve_columns(epochs.numbers, curve, 1000))
        assert frame["epoch"][frame["best"]].tolist() == [401]
        if curve.title == "loss":
            assert frame["validation"][frame["best"]].tolist() == [0.5]


def test_numbers_of_epochs_that_were_looked_at_stay_when_more_are_added(trained):
    epochs, record = Epochs(), trained[1][0]
    looks = []
    for i in range(200):
        epochs.add(replace(record, epoch=i + 1, train_loss=float(i), test_loss=None, test_accuracy=None))
        looks.append(epochs.numbers)
    for i, numbers in enumerate(looks):
        assert numbers[:, 0].tolist() == list(range(i + 1)) and np.isnan(numbers[:, [1, 4]]).all()


@pytest.mark.parametrize("with_pyarrow", [True, False])
def test_a_table_holds_its_columns_with_pyarrow_and_without(monkeypatch, with_pyarrow):
    if not with_pyarrow:
        monkeypatch.setattr(tables, "pyarrow", None)
    words = ("a.b", "a:b", "__proto__", "")
    made = table({"word": words, "value": np.array([0.5, np.nan, -1.0, 2.0]), "last": np.array([False, True] * 2)})
    frame = made.to_pandas() if with_pyarrow else made
    assert frame["word"].tolist() == list(words)
    assert frame["value"].tolist()[2:] == [-1.0, 2.0] and np.isnan(frame["value"][1])
    assert frame["last"].tolist() == [False, True, False, True]


def test_specifications_do_not_change_while_training_goes_on():
    for curve in CURVES:
        assert curve_spec(curve, 100, False, False, True) is curve_spec(curve, 100, False, False, True)
        assert (
            curve_spec(curve, 100, False, True, True)["height"] == curve_spec(curve, 100, False, False, True)["height"]
        )


def test_specifications_hold_no_data_no_url_and_a_description():
    specs = [curve_spec(curve, 100, True, empty, True) for curve in CURVES for empty in (True, False)]
    for spec in specs:
        assert spec["description"]
        assert "data" not in spec and "http" not in json.dumps({k: v for k, v in spec.items() if k != "$schema"})


@pytest.mark.parametrize(
    ("count", "still", "told"),
    [(2_000, True, False), (2_001, True, True), (10_001, True, False), (2_001, False, False)],
)
def test_only_many_marks_that_stand_are_told_to_be_svg(count, still, told):
    spec = weights_spec(64, 1.0, False)
    marked = many_marks(spec, count, still)
    assert (marked.pop("usermeta", None) == {"embedOptions": {"renderer": "svg"}}) if told else marked is spec
    assert marked == spec and "usermeta" not in spec


@pytest.mark.parametrize("validation", [False, True])
@pytest.mark.parametrize("empty", [False, True])
def test_a_curve_by_itself_tells_its_lines_apart_and_has_its_epochs(empty, validation):
    values = [{"epoch": 1}] if empty else [{"epoch": 1, "train": 0.5, "test": 0.6, "validation": 0.7, "last": True}]
    for curve in CURVES:
        spec = {**curve_spec(curve, 20, False, empty, validation), "data": {"values": values}}
        svg = vl_convert.vegalite_to_svg(spec)
        assert re.findall(r"<text [^>]*>(epoch 0|20)</text>", svg) == ["epoch 0", "20"]
        told = re.findall(r"<text [^>]*>(train|test|validation)</text>", svg)
        assert told == (list(SERIES[: 2 + validation]) if len(curve.columns) > 1 else [])


@given(st.integers(1, 3000), st.integers(1, 2), st.integers(0, 99))
def test_thinning_keeps_real_epochs_the_ends_and_the_extremes(n, k, seed):
    values = np.random.default_rng(seed).standard_normal((n, k))
    kept = thin(values)
    assert len(kept) <= 120 and (len(kept) == n) == (n <= 120)
    assert list(kept) == sorted(set(kept)) and 0 <= kept[0] and kept[-1] < n
    assert kept[0] == 0 and kept[-1] == n - 1
    for column in range(k):
        assert values[kept, column].min() == values[:, column].min()
        assert values[kept, column].max() == values[:, column].max()


def test_thinning_does_without_a_test_set():
    values = np.column_stack([np.arange(1000.0), np.full(1000, np.nan)])
    assert len(thin(values)) <= 120


def test_a_hundred_and_twenty_points_of_a_curve_are_all_drawn_and_more_are_thinned():
    lengths = [len(thin(np.zeros((n, 1)))) for n in (119, 120, 121)]
    assert lengths[:2] == [119, 120] and lengths[2] < 120


def test_no_visitors_label_stays_in_a_cache_that_outlives_the_visitor():
    confusion_spec(("a private label", "b"), "sentence", False)
    assert "a private label" not in repr(confusion._matrix(2, "sentence", False))


@pytest.mark.parametrize(("epoch", "anchor"), [(3, "start"), (19, "end")])
def test_the_words_at_the_lowest_loss_stand_on_the_side_where_there_is_room(epoch, anchor):
    row = {"train": 0.5, "test": 0.6, "validation": 0.6, "last": False}
    rows = [{**row, "epoch": i, "best": i == epoch} for i in range(1, 21)]
    spec = {**curve_spec(CURVES[0], 20, dark=False, empty=False, validation=True), "width": 300}
    svg = vl_convert.vegalite_to_svg({**spec, "data": {"values": rows}})
    (words,) = re.findall(r'<text [^>]*text-anchor="(\w+)"[^>]*>lowest validation loss', svg)
    assert words == anchor
