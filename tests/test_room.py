"""What begins when memory is short, and what does not."""

import gc
import sys

import numpy as np
import psutil
import pytest

from playground import room as module
from playground.presets import PRESETS
from playground.room import BUDGET_VARIABLE, LARGE, NoRoom, Room, baselines_bytes, budget, run_bytes, used
from playground.scheduler import Scheduler
from playground.settings import Settings
from rnn_core import bundled, train
from tests.datasets import drawn, rows, tagged
from tests.test_own_sentences import GOOD, refusal, upload
from tests.test_page import button, calm, opened, shown
from tests.test_race import race_page

MB = 1_000_000


@pytest.mark.parametrize(("held", "needed", "fits"), [
    (200, 60, True), (440, 60, True), (441, 60, False),  # something large stays within the budget
    (495, 4.1, True), (497, 4.1, False), (497, 4, True),  # large is what needs more than 4 MB
    (499, 3, True), (501, 3, True), (599, 3, True),  # what is not large may use the reserve
    (601, 3, False), (601, 0, False),  # until that is gone
])  # fmt: skip
def test_large_runs_are_refused_first_and_small_ones_when_even_the_reserve_is_used(held, needed, fits):
    it = Room(500 * MB, used=lambda: held * MB)
    if fits:
        it.admit(needed * MB)
    else:
        with pytest.raises(NoRoom, match=f"holds {held} MB of memory, 500 are meant"):
            it.admit(needed * MB)


def test_runs_of_the_bundled_presets_are_not_large_and_those_of_the_caps_are():
    for preset in PRESETS.values():
        assert run_bytes(bundled(), preset.settings) < LARGE
    dataset = drawn(2000, 3, words=5000)
    small, large = (run_bytes(dataset, Settings(hidden_size=size)) for size in (8, 256))
    assert small < large and large > LARGE
    assert run_bytes(dataset, Settings(hidden_size=256, dtype="float32")) < large


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_a_run_is_taken_to_hold_its_weights_five_times_and_those_of_two_earlier_epochs_and_its_words(dtype):
    once, twice = rows("a b c d | x", "e f g h | y"), rows(*["a b c d | x", "e f g h | y"] * 2)
    narrow, wide = (Settings(hidden_size=size, dtype=dtype) for size in (8, 64))
    weights = [train(once, each.model, each.training).params.flat.nbytes for each in (narrow, wide)]
    needed = [run_bytes(once, each, history_bytes=0) for each in (narrow, wide)]
    assert needed[1] - needed[0] == 7 * (weights[1] - weights[0])
    assert run_bytes(twice, narrow, history_bytes=0) - needed[0] == 40 * 8
    assert run_bytes(once, narrow) - needed[0] == 2_000_000 - 2 * weights[0]


def test_what_the_process_holds_is_known_or_nothing_is_refused(monkeypatch):
    before = used()
    held = np.ones(100 * MB, dtype=np.uint8)
    assert used() - before == pytest.approx(held.nbytes, rel=0.2)
    monkeypatch.setattr(module, "psutil", None)
    Room(500 * MB).admit(100 * MB)


@pytest.mark.skipif(
    sys.platform != "linux" or not hasattr(psutil, "heap_trim"), reason="what is free is kept with glibc only"
)
def test_what_is_free_is_given_back_and_does_not_count():
    before = used()
    left = [np.ones(50_000, dtype=np.uint8) for _ in range(2000)]
    del left[:-1]  # the last one stays behind them, as something always does
    assert psutil.Process().memory_info().rss - before > 80 * MB
    assert used() - before < 10 * MB
    assert left


def test_memory_is_given_back_after_every_full_collection_and_no_other(monkeypatch):
    calm(button(opened(), "step").click().run())
    given = []
    monkeypatch.setattr(module, "give_back", lambda: given.append(None))
    gc.collect(1)
    assert not given
    gc.collect()
    assert len(given) == 1


@pytest.mark.parametrize(
    ("asked", "megabytes"), [(None, 500), ("", 500), ("2000", 2000), ("much", 500), ("-5", 500), ("1e9", 500)]
)
def test_the_owner_of_the_machine_says_how_much_is_meant(monkeypatch, asked, megabytes):
    if asked is None:
        monkeypatch.delenv(BUDGET_VARIABLE)
    else:
        monkeypatch.setenv(BUDGET_VARIABLE, asked)
    assert budget() == megabytes * MB


@pytest.fixture
def held(monkeypatch):
    """Sets how many MB the process holds, of 500."""
    now = [200]
    monkeypatch.setattr("playground.state.room", lambda: Room(500 * MB, used=lambda: now[0] * MB))
    monkeypatch.setattr("playground.views.loading.room", lambda: Room(500 * MB, used=lambda: now[0] * MB))
    return now


def test_play_is_refused_with_the_reason_and_works_again_when_others_have_left(held):
    page = opened()
    held[0] = 700
    calm(button(page, "play").click().run())
    assert "There is no room for new runs at the moment" in shown(page) and "Epoch 0 of 100" in shown(page)
    assert button(page, "play")
    calm(button(page, "step").click().run())
    assert "Epoch 0 of 100" in shown(page)
    held[0] = 200
    calm(button(page, "step").click().run())
    assert "Epoch 1 of 100" in shown(page) and "no room" not in shown(page)


def test_a_run_that_has_begun_goes_on_when_memory_is_short_and_the_page_works(held):
    page = opened()
    calm(button(page, "step").click().run())
    held[0] = 700
    calm(button(page, "step").click().run())
    assert "Epoch 2 of 100" in shown(page) and "no room" not in shown(page)
    calm(page.text_input(key="sentence").set_value("i am sad").run())
    calm(button(page, "reset").click().run())
    assert "There is no room for new runs" in shown(page) and "Epoch 2 of 100" in shown(page)


def test_a_page_that_is_opened_when_memory_is_short_is_drawn(held):
    held[0] = 700
    page = opened(hidden_size="256")
    assert "Epoch 0 of" in shown(page)


def test_a_large_file_is_refused_before_it_is_read_and_a_small_one_is_not(held):
    page = opened()
    calm(page.button(key="open_loading").click().run())
    held[0] = 470
    large = GOOD + b"a b c,x\n" * 600_000
    assert "There is no room for this at the moment" in refusal(upload(page, large))
    page = upload(page, GOOD)
    assert not refusal(page) and button(page, "use")


@pytest.mark.parametrize(("megabytes", "fits"), [(2.45, True), (2.55, False)])
def test_a_file_is_taken_to_need_twelve_times_its_size(held, megabytes, fits):
    page = opened()
    calm(page.button(key="open_loading").click().run())
    held[0] = 470
    line = b"so " * 33 + b",x\n"
    page = upload(page, GOOD + line * round(megabytes * MB / len(line)))
    assert ("There is no room for this at the moment" in refusal(page)) != fits
    assert ("at most" in refusal(page) or "the most possible" in refusal(page)) == fits  # it was read, and refused then


@pytest.fixture
def nobody_fits(monkeypatch):
    """Baselines are begun, and nobody goes on with them."""
    monkeypatch.setattr(Scheduler, "add_heavy", lambda self, work: None)


@pytest.mark.usefixtures("nobody_fits")
@pytest.mark.parametrize(("megabytes", "fits"), [(399, True), (401, False)])
def test_baselines_are_taken_to_need_a_hundred_megabytes(held, monkeypatch, megabytes, fits):
    monkeypatch.delitem(sys.modules, "sklearn", raising=False)
    held[0] = megabytes
    app = opened().session_state["app"]
    app.compare()
    assert app.results.comparison.running == fits


@pytest.mark.parametrize(("imported", "tags", "once"), [(True, False, 0), (False, False, 100 * MB), (False, True, 0)])
def test_baselines_need_a_hundred_bytes_a_word_and_scikit_learn_once_if_they_use_it(monkeypatch, imported, tags, once):
    monkeypatch.delitem(sys.modules, "sklearn", raising=False)
    if imported:
        monkeypatch.setitem(sys.modules, "sklearn", None)
    few = tagged("a/X b/Y") if tags else rows("a | x", "b | y")
    assert baselines_bytes(few) == 200 + once


@pytest.mark.usefixtures("nobody_fits")
def test_baselines_are_refused_with_the_reason(held, monkeypatch):
    monkeypatch.delitem(sys.modules, "sklearn", raising=False)
    held[0] = 470
    page = opened()
    comparison = page.session_state["app"].results.comparison
    page.session_state["app"].compare()
    assert "There is no room for this at the moment" in comparison.refused and not comparison.running
    held[0] = 200
    page.session_state["app"].compare()
    assert not comparison.refused and comparison.running


def test_a_race_is_refused_with_the_reason(held):
    page = race_page()
    held[0] = 700
    calm(page.button(key="race").click().run())
    app = page.session_state["app"]
    assert app.race is None and "There is no room for new runs" in app._refused[1]
    held[0] = 200
    calm(page.button(key="race").click().run())
    assert app.race is not None
    app.race.pause()
