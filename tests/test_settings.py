"""The settings describe themselves: what is declared once is whole, and what is made of it goes together."""

from dataclasses import fields
from itertools import pairwise
from typing import get_args, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnn_core import Dataset, Example, InvalidSetting, ModelConfig, TrainConfig
from rnn_core.combinations import require_fitting
from rnn_core.settings import Choices, Number, Whole, fitting, met, offered, settings_of

ALL = settings_of(ModelConfig) | settings_of(TrainConfig)
FACTS = {"tagged": (False, True), "validation": (False, True), "pretrained": (False, True)}
WORDS = [("a b", "x y"), ("b a", "y x"), ("a a b", "x x y"), ("b", "y")]
PARTS = ("train", "train", "validation", "test")


def dataset(tagged: bool, validation: bool) -> Dataset:
    parts = PARTS if validation else tuple(part.replace("validation", "test") for part in PARTS)
    examples = tuple(
        Example(words, tags if tagged else tags[0], part)
        for (words, tags), part in zip(WORDS, parts, strict=True)
    )  # fmt: skip
    return Dataset(examples, tagged=tagged)


def test_every_field_is_a_setting_and_knows_its_name_and_default():
    for config in (ModelConfig, TrainConfig):
        assert list(settings_of(config)) == [field.name for field in fields(config)]
    for name, setting in ALL.items():
        assert setting.name == name and not setting.problem(setting.default)
        assert setting.title[0].isupper() and setting.help[-1] == "."


@pytest.mark.parametrize("config", [ModelConfig, TrainConfig])
def test_a_choice_says_something_about_each_of_its_values(config):
    hints = get_type_hints(config)
    for name, setting in settings_of(config).items():
        if isinstance(setting, Choices):
            values = get_args(hints[name]) or tuple(setting.choices)
            assert set(setting.choices) == set(values)
            assert all(choice.title and choice.about.endswith((".", ").")) for choice in setting.choices.values())


@pytest.mark.parametrize("setting", [s for s in ALL.values() if isinstance(s, Whole | Number)], ids=lambda s: s.name)
def test_what_a_page_offers_is_possible_and_has_the_default(setting):
    stops = setting.stops or range(setting.offered[0], setting.offered[1] + 1)
    assert setting.default in stops
    assert not any(setting.problem(stop) for stop in (*stops[:9], *stops[-9:]))
    assert all(low < high for low, high in pairwise(stops[:99]))


def test_what_is_needed_is_declared_before_or_a_fact_of_the_data():
    known = set(FACTS)
    for name, setting in ALL.items():
        assert set(setting.needs) <= known
        if isinstance(setting, Choices):
            assert all(set(choice.needs) <= known for choice in setting.choices.values())
            assert not all(choice.needs for choice in setting.choices.values())
        known.add(name)


def of(setting):
    if isinstance(setting, Choices):
        return st.sampled_from(list(setting.choices))
    return st.sampled_from(setting.stops or [setting.offered[0], setting.default, 48])


@settings(max_examples=400, deadline=None)
@given(
    st.fixed_dictionaries({name: of(setting) for name, setting in ALL.items()}),
    st.fixed_dictionaries({name: st.sampled_from(values) for name, values in FACTS.items()}),
)
def test_whatever_is_asked_for_what_fits_is_never_refused(values, facts):
    fitted = fitting(ALL, values | facts)
    model = ModelConfig(**{name: fitted[name] for name in settings_of(ModelConfig)})
    config = TrainConfig(**{name: fitted[name] for name in settings_of(TrainConfig)})
    require_fitting(dataset(facts["tagged"], facts["validation"]), model, config)
    assert fitting(ALL, fitted) == fitted
    for name, setting in ALL.items():  # nothing is changed without need
        if met(setting.needs, fitted) and (
            not isinstance(setting, Choices) or values[name] in offered(setting, fitted)
        ):
            assert fitted[name] == values[name]


def test_true_is_no_number_and_one_no_switch():
    with pytest.raises(InvalidSetting, match="number of directions is True"):
        ModelConfig(directions=True)
    with pytest.raises(InvalidSetting, match="switch for a frozen embedding is 1"):
        ModelConfig(frozen=1)
