"""Runs that are kept: each once, within the budget of a session; what is said of them, and their chart."""

import json
from collections.abc import Callable
from dataclasses import replace
from xml.etree.ElementTree import Element, fromstring, tostring

import numpy as np
import pandas as pd
import pytest
import vl_convert

from playground import kept_runs_in_words as words
from playground import settings_in_words
from playground.charts.curves import SERIES
from playground.charts.overlay import MOST_POINTS, Curves, overlay_columns, overlay_spec, shade
from playground.epochs import COLUMNS
from playground.kept_run import KeptRun
from playground.kept_runs import BUDGET, MOST_DRAWN, MOST_RUNS, KeptRuns, held
from playground.presets import PRESETS
from playground.runs import Run
from playground.sentences import Sentences
from playground.settings import SETTINGS, Settings
from playground.shared import bundled_sentences
from rnn_core import Dataset, Example, ModelConfig, Params, fingerprint_of_all, limits, trace, train
from rnn_core.model_files import Curves as SavedCurves
from rnn_core.model_files import SavedModel, SavedNetwork
from tests.datasets import tagged
from tests.specs import anywhere

MB = 1_000_000
SVG = "{http://www.w3.org/2000/svg}"
SHORT = Settings(epochs=4, hidden_size=4)


def plenty() -> int:
    """Bytes that a process may have left."""
    return 1000 * MB


def run_of(settings: Settings = SHORT, epochs: int | None = None, sentences: Sentences | None = None) -> Run:
    """A run that was left after so many epochs, or has come to its end."""
    run = Run.begin(sentences or bundled_sentences(), settings)
    for _ in range(settings.epochs if epochs is None else epochs):
        run.job.step()
        run.job.run_slice(100)
    if epochs is None:
        run.job.play()
        run.job.run_slice(100)
        assert run.job.status == "finished"
    return run


def kept(*runs: Run, budget: int = BUDGET, spare: Callable[[], int] = plenty) -> KeptRuns:
    """What is kept of runs that replaced each other."""
    found = KeptRuns(budget)
    for run in runs:
        found.keep(run.as_kept(found.present), spare)
    return found


def made(number: int, weights: int = 0, epochs: int = 3, **settings: object) -> KeptRun:
    """A run of made-up figures whose weights take so many bytes; each number's is another run."""
    layout = train(bundled_sentences().dataset, ModelConfig(2), Settings().training).params.layout
    params = Params(np.zeros(layout.size), layout)
    if weights:
        params.flat = np.empty(weights, dtype=np.int8)  # only its size counts
    numbers = np.full((epochs, len(COLUMNS)), float(number))
    values = replace(Settings(seed=number), **settings)
    network = SavedNetwork(number, epochs, epochs, params, None, SavedCurves.of([]))
    dataset = bundled_sentences().dataset
    model = SavedModel.of(dataset, layout.config, values.training, [network]) if weights else None
    fingerprint = "0" * 8 if weights else ""
    return KeptRun(number, "Sentiment", "sentiment", values, "", numbers, epochs, True, "", fingerprint, model)


# What is kept.


def test_a_run_is_kept_with_its_figures_its_fingerprint_and_weights_that_answer():
    run = run_of()
    now = run.job.snapshot()
    (one,) = kept(run).runs
    assert one.number == 1 and one.settings == SHORT and (one.title, one.link_name) == ("Sentiment", "sentiment")
    assert one.finished and one.epoch == one.epochs == 4
    assert np.array_equal(one.numbers, now.numbers, equal_nan=True)
    assert one.figure("train", "accuracy") == now.records[-1].train_accuracy
    assert one.figure("test", "loss") == now.records[-1].test_loss
    assert one.figure("validation", "loss") is None
    assert one.fingerprint == now.params.fingerprint()
    assert fingerprint_of_all(one.model.kept) == one.fingerprint
    p = trace(now.params, run.sentences.dataset.vocabulary, "i am not at all sad").probabilities[-1]
    answer = (run.sentences.dataset.classes[p.argmax()], pytest.approx(p.max()))
    assert one.answers("i am not at all sad") == [answer]


@pytest.mark.parametrize("sentence", ["", "unheard of"])
def test_a_kept_run_has_no_answer_to_words_that_it_does_not_know_as_the_page_has_none(sentence):
    (one,) = kept(run_of()).runs
    assert one.answers(sentence) == []


def test_a_kept_run_holds_on_to_nothing_of_the_job_but_weights_and_words():
    (one,) = kept(run_of()).runs
    assert one.numbers.base is None, "the array of the run, which has room for more epochs, is not held"


def test_a_run_without_a_finished_epoch_is_not_kept():
    found = kept(run_of(epochs=0))
    assert found.runs == () and found.present == 1


def test_early_stopping_is_kept_with_the_figures_of_the_best_epoch():
    rows = [Example(f"w{i % 7} w{i % 5} w{i % 3}", "ab"[i % 2]) for i in range(60)]
    parts = ["validation" if i % 5 == 0 else "test" if i % 5 == 1 else "train" for i in range(60)]
    dataset = Dataset(tuple(replace(row, split=part) for row, part in zip(rows, parts, strict=True)))
    settings = Settings(epochs=30, hidden_size=4, learning_rate=0.2, early_stopping=2)
    run = run_of(settings, sentences=Sentences(dataset, "mine.csv", own=True))
    now, (one,) = run.job.snapshot(), kept(run).runs
    assert one.epoch == now.kept_epoch < one.epochs
    assert one.figure("train", "loss") == now.records[now.kept_epoch - 1].train_loss
    assert one.fingerprint == now.params.fingerprint()
    (network,) = one.model.networks
    assert (network.epoch, network.kept_epoch) == (one.epochs, now.kept_epoch)
    part, best, epoch = one.best("loss")
    losses = [record.validation_loss for record in now.records]
    assert (part, best, epoch) == ("validation", min(losses), losses.index(min(losses)) + 1)
    part, best, epoch = one.best("accuracy")
    shares = [record.validation_accuracy for record in now.records]
    assert (part, best, epoch) == ("validation", max(shares), shares.index(max(shares)) + 1)
    assert one.link_name == f"own-{dataset.fingerprint}" and one.title == "mine.csv"


def test_without_a_validation_part_the_best_figure_is_of_train_and_never_of_test():
    (one,) = kept(run_of()).runs
    assert one.best("accuracy")[0] == one.best("loss")[0] == "train"
    _, share, epoch = one.best("accuracy")
    assert words.best(one, "accuracy") == (f"{100 * share:.1f}%", f"epoch\u00a0{epoch}")


def test_a_run_left_within_an_epoch_has_the_weights_of_the_last_finished_one():
    run = run_of(epochs=2)
    ended = run.job.snapshot().params.fingerprint()
    run.job.play()
    members = run.job._members
    while members.update is None or members.update.number < 5:
        members.advance(watched=False)
    run.job._stale = True
    run.job.pause()
    assert run.job.snapshot().params.fingerprint() != ended
    (one,) = kept(run).runs
    assert (one.epochs, one.fingerprint) == (2, ended) and not one.finished


def test_a_run_that_blew_up_is_kept_with_its_curve_and_without_weights():
    run = run_of(replace(SHORT, learning_rate=50.0, clip_by="none", epochs=20), epochs=20)
    assert run.job.status == "failed"
    (one,) = kept(run).runs
    assert (one.epochs, words.epochs(one)) == (3, "3, failed")
    assert one.model is None and one.fingerprint == "" and "blew up" in one.problem


def test_several_networks_answer_together():
    (one,) = kept(run_of(replace(SHORT, networks=3))).runs
    assert len(one.model.kept) == 3 and one.fingerprint == fingerprint_of_all(one.model.kept)
    alone = [replace(one, model=replace(one.model, networks=(network,))) for network in one.model.networks]
    label, share = one.answers("i am sad")[0]
    each = [dict(single.answers("i am sad")) for single in alone]
    mean = np.mean([shares.get(label, 1 - next(iter(shares.values()))) for shares in each])
    assert share == pytest.approx(mean)


def test_words_with_tags_are_answered_word_by_word():
    sentences = Sentences(tagged("a/X b/Y b/Y", "b/X b/X c/X", "c/Y"), "tags.csv", own=True)
    (one,) = kept(run_of(replace(SHORT, readout="words"), sentences=sentences)).runs
    assert len(one.answers("a b b")) == 3
    assert one.answers("") == []


# Each run once.


def test_the_same_run_once_more_is_no_second_entry():
    found = kept(run_of(), run_of())
    assert [run.number for run in found.runs] == [1] and found.present == 2


def test_that_a_run_is_no_second_entry_is_told_until_another_one_is_kept():
    found = kept(run_of(), run_of(replace(SHORT, seed=1)))
    assert words.same(found) == ""
    found.keep(run_of().as_kept(found.present), plenty)
    assert words.same(found) == "The last run was the same as run 1, to the bit: it is kept once."
    found.delete(1)
    assert words.same(found) == ""
    found.undo()
    assert words.same(found)
    found.keep(run_of(replace(SHORT, seed=2)).as_kept(found.present), plenty)
    assert words.same(found) == ""


def test_a_run_that_goes_farther_than_its_beginning_takes_its_place_and_its_name():
    found = kept(run_of(epochs=2))
    found.rename(1, "mine")
    found.pin(1)
    found.keep(run_of().as_kept(found.present), plenty)
    (one,) = found.runs
    assert (one.number, one.epochs, one.finished) == (1, 4, True)
    assert found.names == {1: "mine"} and found.reference == 1


def test_of_two_beginnings_the_one_of_more_networks_is_kept():
    several = replace(SHORT, networks=3)
    one, two = run_of(several, epochs=4), run_of(several, epochs=4)
    for _ in range(SHORT.epochs):
        two.job.step()
        two.job.run_slice(100)
    networks = [len(run.as_kept(1).model.networks) for run in (one, two)]
    assert networks == [1, 2]
    for order in ((one, two), (two, one)):
        (left,) = kept(*order).runs
        assert len(left.model.networks) == 2


def test_a_beginning_of_a_kept_run_is_not_kept_but_what_was_said_of_it_is():
    found = kept(run_of())
    found.rename(2, "the same")
    found.pin(2)
    found.keep(run_of(epochs=2).as_kept(2), plenty)
    (one,) = found.runs
    assert (one.number, one.epochs) == (1, 4) and found.present == 2
    assert found.names == {1: "the same"} and found.reference == 1


@pytest.mark.parametrize("other", [{"seed": 1}, {"cell": "lstm"}, {"learning_rate": 0.01}, {"epochs": 5}])
def test_other_settings_are_another_run(other):
    assert [run.number for run in kept(run_of(), run_of(replace(SHORT, **other))).runs] == [1, 2]


def test_other_sentences_are_another_run():
    other = Sentences(bundled_sentences().dataset, "copy.csv", own=True)
    assert len(kept(run_of(), run_of(sentences=other)).runs) == 2


def test_other_figures_with_the_same_settings_are_another_run():
    """As two files of vectors give them that have the same name."""
    found = KeptRuns()
    found.keep(made(1), plenty)
    found.keep(replace(made(2), settings=made(1).settings), plenty)
    assert [run.number for run in found.runs] == [1, 2]


def test_another_file_of_vectors_is_another_run_also_with_the_same_figures():
    found = KeptRuns()
    for vectors in ("one.txt", "other.txt"):
        found.keep(replace(made(1), vectors=vectors), plenty)
    assert [run.vectors for run in found.runs] == ["one.txt", "other.txt"]


@pytest.mark.parametrize(
    ("less", "more"),
    [
        pytest.param({"model": None}, {}, id="its weights were let go"),
        pytest.param({"finished": False}, {}, id="it was left at the last epoch"),
        pytest.param({"finished": False}, {"model": None}, id="it was left, the other has no weights"),
    ],
)
def test_of_two_runs_of_as_many_epochs_the_finished_one_is_kept_and_then_the_one_with_weights(less, more):
    whole = made(1, weights=MB)
    less, more = replace(whole, **less), replace(whole, **more)
    for two in ((less, more), (more, less)):
        found = KeptRuns()
        for run in two:
            found.keep(run, plenty)
        (one,) = found.runs
        assert (one.finished, one.model) == (more.finished, more.model)


def test_of_two_runs_that_have_come_equally_far_the_newer_is_kept():
    found = KeptRuns()
    for title in ("before.csv", "renamed.csv"):
        found.keep(replace(made(1), title=title), plenty)
    assert [(run.number, run.title) for run in found.runs] == [(1, "renamed.csv")]


def test_a_run_that_takes_the_place_of_its_beginning_holds_on_to_no_larger_array_either():
    (one,) = kept(run_of(epochs=2), run_of()).runs
    assert one.epochs == 4 and one.numbers.base is None


# Within the budget.


def test_weights_of_the_oldest_go_first_and_curves_stay():
    found = KeptRuns(budget=30 * MB)
    for number in range(1, 6):
        found.keep(made(number, weights=8 * MB), plenty)
    assert [run.model is not None for run in found.runs] == [False, False, True, True, True]
    assert [run.epochs for run in found.runs] == [3] * 5 and found.weights_gone == {1, 2}
    assert held(found.runs) <= 30 * MB
    assert words.let_go(found) == (
        "To save memory (at most 60 MB), the weights of runs 1 and 2 were let go; "
        "their curves and figures are still here."
    )


def test_the_reference_is_the_last_to_go():
    found = KeptRuns(budget=20 * MB)
    for number in range(1, 5):
        found.keep(made(number, weights=8 * MB), plenty)
        found.pin(1)
    assert [run.model is not None for run in found.runs] == [True, False, False, True]


def test_weights_that_are_too_large_by_themselves_take_no_others_along():
    found = KeptRuns(budget=20 * MB)
    found.keep(made(1, weights=8 * MB), plenty)
    found.keep(made(2, weights=21 * MB), plenty)
    assert [run.model is not None for run in found.runs] == [True, False]


def test_what_runs_share_counts_once():
    one, other = made(1, weights=MB), made(2)
    assert held([one, replace(one, number=2)]) - held([one]) < 10_000
    assert held([one, other]) < held([one]) + 10_000


def test_so_many_curves_go_that_the_rest_is_within_the_bounds_and_that_is_said():
    found = KeptRuns()
    for number in range(1, MOST_RUNS + 3):
        found.keep(made(number), plenty)
        found.pin(1)
    assert [run.number for run in found.runs] == [1, *range(4, MOST_RUNS + 3)] and found.gone == (2, 3)
    assert words.let_go(found) == f"Runs 2 and 3 were let go: at most {MOST_RUNS} are kept."
    small = KeptRuns(budget=100_000)
    for number in range(1, 4):
        small.keep(made(number, epochs=700), plenty)
    assert [run.number for run in small.runs] == [2, 3] and held(small.runs) <= 100_000


def test_a_process_that_is_short_of_memory_keeps_curves_only():
    found = kept(run_of(), spare=lambda: -1000 * MB)
    assert found.runs[0].model is None and found.runs[0].epochs == 4 and found.weights_gone == {1}
    found = kept(run_of())
    assert found.let_go_of_weights() and found.runs[0].model is None
    assert not found.let_go_of_weights(), "there are none any more"


def test_twenty_runs_of_the_largest_suggested_network_stay_within_the_budget():
    """Weights of 1.5 million numbers, the most there may be, of 32 bits; as many epochs as a page offers."""
    found, largest = KeptRuns(), 4 * limits.MAX_WEIGHTS
    for number in range(1, 21):
        found.keep(made(number, weights=largest, epochs=5000), plenty)
    assert len(found.runs) == 20 and held(found.runs) <= BUDGET
    assert sum(run.model is not None for run in found.runs) == (BUDGET - 20 * 5000 * 64) // largest
    assert "were let go" in words.let_go(found)


# What the visitor does.


def test_a_name_is_one_printable_line_and_none_is_what_is_new_about_the_run():
    found = kept(run_of(), run_of(replace(SHORT, cell="lstm")))
    found.rename(2, "  a\n\tname\x00 " + "x" * 100)
    assert found.names[2].startswith("a name� x") and len(found.names[2]) <= 61
    found.rename(2, "   ")
    assert found.names == {}
    first, second = found.runs
    assert words.name(first, None, {}) == "vanilla, 4 units" and words.name(second, first, {}) == "LSTM"
    assert words.name(second, first, {2: "mine"}) == "mine"


def test_deleting_takes_away_the_run_its_name_its_pin_and_its_curve_and_may_be_asked_twice():
    found = kept(run_of(), run_of(replace(SHORT, cell="lstm")))
    found.rename(1, "mine")
    found.pin(1)
    for _ in range(2):
        found.delete(1)
    assert [run.number for run in found.runs] == [2] and found.numbers == [2, 3]
    assert (found.names, found.reference, found.drawn) == ({}, None, (2, 3))
    found.delete(3)
    assert found.numbers == [2, 3], "the present run stays"
    found.pin(1)
    assert found.reference is None, "one that is gone cannot be pinned"


def four(**budget: int) -> KeptRuns:
    """Four kept runs of 8 MB of weights each, the second with all that can be said of a run."""
    found = KeptRuns(**budget)
    for number in range(1, 5):
        found.keep(made(number, weights=8 * MB), plenty)
    found.rename(2, "mine")
    found.pin(2)
    return found


def said(found: KeptRuns) -> object:
    """All that a visitor sees of the runs."""
    colours = {number: found.colour(number) for number in found.drawn}
    return found.runs, found.names, found.reference, set(found.drawn), colours, found.weights_gone, found.numbers


def test_a_deleted_run_comes_back_with_name_pin_colour_curve_and_weights_however_often_undo_is_asked():
    found = four()
    before = said(found)
    found.delete(2)
    assert said(found) != before and words.deleted(found) == "Run 2 is deleted: Undo brings it back."
    found.delete(2)  # a second click
    for _ in range(2):
        found.undo()
        assert said(found) == before and found.runs[1].model and words.deleted(found) == ""


def test_what_was_out_of_the_chart_and_had_no_weights_any_more_comes_back_so():
    found = four(budget=30 * MB)
    assert found.weights_gone == {1}
    found.draw([2, 3, 4, 5])
    found.pin(1)
    found.draw([2, 3, 4, 5])
    before = said(found)
    found.delete(1)
    assert not found.weights_gone
    found.undo()
    assert said(found) == before


def test_another_that_is_deleted_takes_its_place():
    found = four()
    found.delete(2)
    found.delete(3)
    found.undo()
    found.undo()
    assert [run.number for run in found.runs] == [1, 3, 4] and not found.names


def test_what_was_pinned_and_drawn_after_it_was_deleted_stays():
    found = KeptRuns()
    for number in range(1, MOST_DRAWN):
        found.keep(made(number), plenty)
    found.pin(1)
    found.delete(1)
    found.pin(2)
    found.keep(made(MOST_DRAWN), plenty)
    drawn, colours = found.drawn, {number: found.colour(number) for number in found.drawn}
    assert len(drawn) == MOST_DRAWN
    found.undo()
    assert found.reference == 2 and found.drawn == drawn
    found.draw(drawn[:-1])
    found.draw([*drawn[:-1], 1])
    assert {number: found.colour(number) for number in drawn[:-1]} == {n: colours[n] for n in drawn[:-1]}


def test_a_deleted_run_counts_in_the_budget_and_goes_before_all_others():
    found = four(budget=33 * MB)
    found.delete(4)
    assert [run.model is not None for run in found.runs] == [True] * 3 and found.deleted
    found.keep(made(5, weights=8 * MB), plenty)
    assert found.deleted is None and not found.weights_gone, "40 MB were more than 33; without it all fit"
    found.undo()
    assert [run.number for run in found.runs] == [1, 2, 3, 5]


def test_a_deleted_run_counts_among_the_runs_of_which_there_are_at_most_so_many():
    found = KeptRuns()
    for number in range(1, MOST_RUNS + 1):
        found.keep(made(number), plenty)
    found.delete(7)
    found.keep(made(MOST_RUNS + 1), plenty)
    assert found.deleted is None and len(found.runs) == MOST_RUNS and not found.gone


def test_a_process_that_is_short_of_memory_lets_a_deleted_run_go():
    found = KeptRuns()
    found.keep(made(1, weights=MB), plenty)
    found.delete(1)
    found.keep(made(2), lambda: -MB)
    assert found.deleted is None
    found.delete(2)
    found.keep(made(3, weights=MB), plenty)
    found.delete(3)
    assert found.let_go_of_weights() and found.deleted is None and not found.let_go_of_weights()


def test_a_deleted_run_that_is_trained_once_more_is_back_under_its_number():
    found = kept(run_of(), run_of(replace(SHORT, seed=1)))
    found.rename(1, "mine")
    found.delete(1)
    found.keep(run_of().as_kept(found.present), plenty)
    assert [run.number for run in found.runs] == [1, 2] and found.names == {1: "mine"} and found.deleted is None


def test_each_run_in_the_chart_has_a_colour_of_its_own_and_keeps_it():
    found = KeptRuns()
    for number in range(1, 20):
        found.keep(made(number), plenty)
        colours = [found.colour(shown) for shown in found.drawn]
        assert len(set(colours)) == len(colours) <= MOST_DRAWN
    assert found.drawn == tuple(range(13, 21)), "those that came last"
    before = {number: found.colour(number) for number in found.drawn}
    found.draw([1, *range(14, 21)])
    assert len({found.colour(number) for number in found.drawn}) == MOST_DRAWN, "also one that comes back"
    assert {number: found.colour(number) for number in range(14, 21)} == {n: before[n] for n in range(14, 21)}
    found.draw(range(14, 21))
    found.draw([*range(14, 21), 13])
    assert found.colour(13) == before[13], "also where it was out of the chart meanwhile"


def test_the_reference_has_the_ink_and_its_colour_again_once_it_is_none():
    found = kept(run_of(), run_of(replace(SHORT, seed=1)), run_of(replace(SHORT, seed=2)))
    before = {number: found.colour(number) for number in found.numbers}
    found.pin(2)
    assert found.colour(2) is None
    found.pin(1)
    assert found.colour(1) is None and found.colour(2) == before[2]
    found.unpin()
    assert {number: found.colour(number) for number in found.numbers} == before


def test_more_runs_than_colours_are_refused_and_the_chart_stays():
    found = KeptRuns()
    for number in range(1, 10):
        found.keep(made(number), plenty)
    before = found.drawn
    found.draw(found.numbers)
    assert found.too_many and found.drawn == before
    found.draw([1, 2])
    assert not found.too_many and found.drawn == (1, 2)
    found.draw([])
    assert found.drawn == ()


# What is said.


def test_what_differs_is_said_as_a_person_would():
    before = made(1)
    other = replace(made(1), settings=replace(before.settings, cell="lstm", learning_rate=0.01))
    assert words.changes(other, before) == ["LSTM", "learning rate 0.01"]
    assert words.changes(made(1), before) == ["the same settings"]
    own = replace(made(1), title="my\u202efile.csv", link_name="own-1", vectors="v.txt")
    assert words.changes(own, before) == ["sentences my�file.csv", "vectors v.txt"]
    assert words.changes(before, None) == ["vanilla, 16 units"]
    embedded = replace(before.settings, input="embedding")
    assert settings_in_words.changes(embedded, before.settings) == ["input embedding"]
    wide = replace(embedded, embedding_size=8)
    assert settings_in_words.changes(before.settings, wide) == ["input one-hot"], "no embedding, so no size"
    assert words.in_short(list("abcdef")) == "a; b; c; d; 2 more"


@pytest.mark.parametrize("preset", PRESETS)
def test_every_setting_can_be_said(preset):
    settings = PRESETS[preset].settings
    for name in SETTINGS:
        assert settings_in_words.setting(name, getattr(settings, name)).strip()
    assert set(settings_in_words.meant(settings)) <= set(SETTINGS)


@pytest.mark.parametrize(("value", "said"), [(1e-05, "0.00001"), (5000, "5000"), (3.0, "3"), (0.05, "0.05")])
def test_numbers_are_said_in_full(value, said):
    assert settings_in_words.number(value) == said


def test_figures_stand_beside_the_reference_only_on_the_same_sentences():
    one, other = kept(run_of(), run_of(replace(SHORT, seed=1))).runs
    points = 100 * (other.figure("train", "accuracy") - one.figure("train", "accuracy"))
    assert words.beside(other, one, "train", "accuracy") == f"{points:+.1f}".replace("-", "−")
    assert words.beside(one, one, "train", "accuracy") == words.beside(other, None, "train", "accuracy") == ""
    assert words.beside(replace(other, link_name="recall"), one, "train", "accuracy") == ""
    assert words.beside(other, one, "validation", "loss") == ""


def test_how_far_a_run_has_come():
    assert words.epochs(kept(run_of()).runs[0]) == "4"
    assert words.epochs(kept(run_of(epochs=3)).runs[0]) == "3 of 4"


# The chart.


def curves(*numbers: np.ndarray) -> list[Curves]:
    return [Curves(f"{i + 1}: run", i, found) for i, found in enumerate(numbers)]


def test_the_chart_holds_every_epoch_of_every_run_and_says_whose_it_is():
    one, other = kept(run_of(), run_of(replace(SHORT, seed=1))).runs
    columns = overlay_columns([Curves("a", None, one.numbers), Curves("b", 0, other.numbers)], "loss")
    assert list(columns) == ["run", "epoch", *SERIES]
    assert columns["run"][:2] == ["a", "b"] and np.isnan([columns[name][:2] for name in ("epoch", *SERIES)]).all()
    drawn = {name: list(values)[2:] for name, values in columns.items()}  # the reference over the others
    assert drawn["run"] == ["b"] * 4 + ["a"] * 4 and drawn["epoch"] == [1, 2, 3, 4] * 2
    assert drawn["train"] == [*other.numbers[:, 0], *one.numbers[:, 0]]
    assert drawn["test"] == [*other.numbers[:, 1], *one.numbers[:, 1]]


def test_long_runs_are_thinned_and_many_of_them_more():
    random = np.random.default_rng(0)
    long = [random.random((5000, len(COLUMNS))) for _ in range(MOST_DRAWN)]
    for runs in (1, 2, MOST_DRAWN):
        columns = overlay_columns(curves(*long[:runs]), "accuracy")
        rows = [columns["run"].count(f"{i + 1}: run") - 1 for i in range(runs)]
        assert max(rows) <= MOST_POINTS and sum(rows) <= 900 and min(rows) > 50
        assert np.nanmax(columns["train"]) == max(
            found[:, COLUMNS.index("train_accuracy")].max() for found in long[:runs]
        )


def test_the_specification_stays_from_tick_to_tick_and_holds_no_text_of_a_visitor():
    spec = overlay_spec("loss", 100, False, (0,), empty=False, validation=True)
    assert spec is overlay_spec("loss", 100, False, (0,), empty=False, validation=True)
    columns = overlay_columns(curves(np.ones((2, len(COLUMNS)))), "loss")
    made_there = {"series", "value", *(f"{part}_told" for part in SERIES)}
    assert set(anywhere(spec, "field")) <= {*columns, *made_there}
    assert spec["description"] == "The loss of runs by epoch, over each other."
    without = json.dumps(overlay_spec("loss", 100, False, (0,), empty=False, validation=False))
    assert "validation loss" not in without and "validation loss" in json.dumps(spec)
    empty = overlay_spec("accuracy", 60, True, (0,), empty=True, validation=False)
    assert "none yet" in empty["description"] and empty["height"] == spec["height"]


def drawing(runs: list[Curves], empty: bool = False, validation: bool = False, dark: bool = False) -> Element:
    """The chart of runs as SVG, as wide as on a telephone."""
    spec = overlay_spec("accuracy", 60, dark, tuple(run.colour for run in runs), empty, validation)
    rows = pd.DataFrame(overlay_columns(runs, "accuracy")).to_dict("records")
    fitted = {"width": 345, "autosize": {"type": "fit", "contains": "padding"}, "data": {"values": rows}}
    svg: Element = fromstring(vl_convert.vegalite_to_svg({**spec, **fitted}))
    return svg


def legend(svg: Element) -> dict[str, str | None]:
    """What stands beside the symbols of a chart, and the colours of these."""
    entries = [group for group in svg.iter(f"{SVG}g") if "role-legend-entry" in (group.get("class") or "")]
    texts = [text.text or "" for entry in entries for text in entry.iter(f"{SVG}text")]
    symbols = [path.get("stroke") for entry in entries for path in entry.iter(f"{SVG}path") if path.get("stroke")]
    return dict(zip(texts, symbols, strict=True))


def lines(svg: Element) -> set[str | None]:
    """The colours of the lines."""
    marks = [group for group in svg.iter(f"{SVG}g") if "mark-line" in (group.get("class") or "")]
    return {path.get("stroke") for group in marks for path in group.iter(f"{SVG}path") if "L" in path.get("d", "")}


@pytest.mark.parametrize("dark", [False, True])
def test_a_chart_by_itself_tells_the_runs_apart_also_one_that_has_no_epoch_yet(dark):
    numbers = np.random.default_rng(0).random((60, len(COLUMNS)))
    one, two = Curves("9: LSTM", 5, numbers), Curves("10: <b>mine</b>", None, numbers)
    three = Curves("11: GRU", 2, numbers[:0])
    told = legend(svg := drawing([one, two, three], dark=dark))
    assert told == {
        "train": shade(None, dark), "test": shade(None, dark),
        one.label: shade(5, dark), two.label: shade(None, dark), three.label: shade(2, dark),
    }  # fmt: skip
    assert lines(svg) == {told[one.label], told[two.label]}
    assert {"epoch 0", "accuracy"} <= {text.text for text in svg.iter(f"{SVG}text")}
    assert list(legend(drawing([one], validation=True))) == [one.label, *SERIES]


@pytest.mark.parametrize("runs", [0, 1, 2])
def test_before_the_first_epoch_the_chart_says_what_will_be_there_once(runs):
    svg = drawing(curves(*[np.empty((0, len(COLUMNS)))] * runs), empty=True)
    assert list(legend(svg)) == [*["1: run", "2: run"][:runs], "train", "test"]
    assert [text.text for text in svg.iter(f"{SVG}text")].count("what each run gets right, over the others") == 1
    assert "e+308" not in tostring(svg, "unicode"), "a legend of nothing would take all the room"


def test_eight_runs_with_long_names_have_room_in_the_legend_on_a_telephone():
    numbers = np.random.default_rng(0).random((60, len(COLUMNS)))
    told = legend(drawing([Curves(f"{i}: " + "a long name " * 5, i, numbers) for i in range(MOST_DRAWN)]))
    short = list(told)[:MOST_DRAWN]
    assert [name[:9] for name in short] == [f"{i}: a long" for i in range(MOST_DRAWN)]
    assert all(name.endswith("…") and len(name) < 25 for name in short)
    few = legend(drawing([Curves(f"{i}: vanilla, 16 units; learning rate 0.05", i, numbers) for i in range(4)]))
    assert list(few)[:4] == [f"{i}: vanilla, 16 units; learning rate 0.05" for i in range(4)]


@pytest.mark.parametrize(("dark", "page"), [(False, "#FFFFFF"), (True, "#12161C")])
def test_every_colour_stands_out_from_the_page_and_from_the_others(dark, page):
    def linear(colour: str) -> np.ndarray:
        c = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
        return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)

    def luminance(colour: str) -> float:
        return float(linear(colour) @ [0.2126, 0.7152, 0.0722])

    colours = [shade(i, dark) for i in (*range(MOST_DRAWN), None)]
    assert len(set(colours)) == MOST_DRAWN + 1
    for colour in colours:
        low, high = sorted((luminance(colour), luminance(page)))
        assert (high + 0.05) / (low + 0.05) >= 3, colour
