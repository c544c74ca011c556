"""What begins when memory is short, and what does not."""

import gc
import sys
from types import SimpleNamespace

import numpy as np
import psutil
import pytest

from playground import room as module
from playground.presets import PRESETS
from playground.room import (
    BUDGET_VARIABLE,
    LARGE,
    NoRoom,
    Room,
    baselines_bytes,
    budget,
    reading_bytes,
    run_bytes,
    used,
)
from playground.scheduler import Scheduler
from playground.settings import Settings
from playground.views import loading
from rnn_core import Layout, bundled, train
from tests.datasets import drawn, rows, tagged
from tests.shared_parts import replace_shared
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


@pytest.fixture
def machine(monkeypatch, tmp_path):
    """A machine with 6 GB of memory: a folder for what tells more about it."""
    monkeypatch.delenv(BUDGET_VARIABLE, raising=False)
    monkeypatch.setattr(module.psutil, "virtual_memory", lambda: SimpleNamespace(total=6000 * MB))
    monkeypatch.setattr(module, "_CLOUD", tmp_path / "cloud")
    monkeypatch.setattr(module, "_CONTAINER", tmp_path / "container")
    return tmp_path


@pytest.mark.parametrize(
    ("limit", "megabytes"),
    [("max", 1500), (f"{4000 * MB}\n", 1000), (f"{1000 * MB}", 500), (f"{2**63}", 1500), ("", 1500)],
)
def test_a_quarter_of_what_the_machine_or_its_container_has_is_meant(machine, limit, megabytes):
    assert budget() == 1500 * MB
    (machine / "container").write_text(limit)
    assert budget() == megabytes * MB


def test_on_a_large_machine_no_more_than_4_gb_are_meant_and_on_community_cloud_what_it_surely_gives(
    machine, monkeypatch
):
    monkeypatch.setattr(module.psutil, "virtual_memory", lambda: SimpleNamespace(total=64_000 * MB))
    assert budget() == 4000 * MB
    (machine / "cloud").mkdir()
    assert budget() == 500 * MB
    monkeypatch.setenv(BUDGET_VARIABLE, "600")
    assert budget() == 600 * MB


def test_where_the_memory_cannot_be_known_little_is_meant(machine, monkeypatch):
    monkeypatch.setattr(module, "psutil", None)
    assert budget() == 500 * MB


@pytest.mark.parametrize(
    ("asked", "megabytes"), [(None, 1500), ("", 1500), ("2000", 2000), ("much", 1500), ("-5", 1500), ("1e9", 1500)]
)
def test_the_owner_of_the_machine_says_how_much_is_meant(monkeypatch, machine, asked, megabytes):
    if asked is None:
        monkeypatch.delenv(BUDGET_VARIABLE, raising=False)
    else:
        monkeypatch.setenv(BUDGET_VARIABLE, asked)
    assert budget() == megabytes * MB


@pytest.fixture
def held(monkeypatch):
    """Sets how many MB the process holds, of 500."""
    now = [200]
    replace_shared(monkeypatch, "room", lambda: Room(500 * MB, used=lambda: now[0] * MB))
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


def test_a_file_is_taken_to_need_memory_for_its_bytes_its_sentences_and_its_rows():
    assert reading_bytes(b"a" * MB) == 7 * MB + 1450
    assert reading_bytes(b"a b\r\n" * 9_999) == 7 * 49_995 + 1450 * 10_000
    assert reading_bytes(b"a\r" * 99_999) == 7 * 199_998 + 1100 * 50_000 + 350 * 100_000
    assert reading_bytes(b"\n" * MB) == 7 * MB + 1100 * 50_000 + 350 * 250_000  # more are refused early
    assert reading_bytes((("edited", "x", "train"),)) == 0


@pytest.mark.parametrize(("rows", "fits"), [(13_000, True), (14_000, False)])
def test_a_file_is_refused_by_what_it_is_taken_to_need(held, rows, fits):
    page = opened()
    calm(page.button(key="open_loading").click().run())
    held[0] = 470
    page = upload(page, b"so " * 33 + b",x\n" + (b"so " * 33 + b",y\n") * (rows - 1))
    assert ("There is no room for this at the moment" in refusal(page)) != fits
    held[0] = 200
    assert "There is no room" not in refusal(calm(page.run()))


def test_reading_ends_when_memory_runs_short_meanwhile(held, monkeypatch):
    """Others may be reading at the same time."""
    monkeypatch.setattr(loading, "_PATIENCE", 0.0)
    monkeypatch.setattr(loading, "_BETWEEN_LOOKS", 0.0)
    monkeypatch.setattr(loading, "_BETWEEN_COUNTS", 0.0)
    page = opened()
    calm(page.button(key="open_loading").click().run())
    monkeypatch.setattr(loading, "_make_room", lambda content: held.__setitem__(0, 700))  # right after it was let in
    page = upload(page, GOOD * 20)
    assert "There is no room for new runs at the moment" in refusal(page)
    assert page.session_state["app"].loading._running is None
    monkeypatch.setattr(loading, "_make_room", lambda content: held.__setitem__(0, 200))
    page = calm(page.run())
    assert not refusal(page) and button(page, "use")


@pytest.fixture
def nobody_fits(monkeypatch):
    """Baselines are begun, and nobody goes on with them."""
    monkeypatch.setattr(Scheduler, "add_heavy", lambda self, work: None)


def test_a_run_needs_what_its_optimiser_remembers_of_each_weight():
    plain, momentum, adam = (
        run_bytes(bundled(), Settings(optimiser=name), history_bytes=0) for name in ("sgd", "momentum", "adam")
    )
    weights = 8 * Layout(Settings().model, bundled().vocabulary.rows, 2).size
    assert (momentum - plain, adam - plain) == (weights, 2 * weights)


@pytest.mark.usefixtures("nobody_fits")
@pytest.mark.parametrize(("megabytes", "fits"), [(399, True), (401, False)])
def test_baselines_are_taken_to_need_a_hundred_megabytes(held, monkeypatch, megabytes, fits):
    monkeypatch.delitem(sys.modules, "sklearn", raising=False)
    held[0] = megabytes
    app = opened().session_state["app"]
    app.run.compare()
    assert app.results.comparison.running == fits


@pytest.mark.parametrize(("imported", "tags", "once"), [(True, False, 0), (False, False, 100 * MB), (False, True, 0)])
def test_baselines_need_so_much_a_word_and_scikit_learn_once_if_they_use_it(monkeypatch, imported, tags, once):
    monkeypatch.delitem(sys.modules, "sklearn", raising=False)
    if imported:
        monkeypatch.setitem(sys.modules, "sklearn", None)
    few = tagged("a/X b/Y") if tags else rows("a | x", "b | y")
    assert baselines_bytes(few) == 340 + once


@pytest.mark.usefixtures("nobody_fits")
def test_baselines_are_refused_with_the_reason(held, monkeypatch):
    monkeypatch.delitem(sys.modules, "sklearn", raising=False)
    held[0] = 470
    page = opened()
    comparison = page.session_state["app"].results.comparison
    page.session_state["app"].run.compare()
    assert "There is no room for this at the moment" in comparison.refused and not comparison.running
    held[0] = 200
    page.session_state["app"].run.compare()
    assert not comparison.refused and comparison.running


def test_a_race_is_refused_with_the_reason(held):
    page = race_page()
    held[0] = 700
    calm(page.button(key="race").click().run())
    app = page.session_state["app"]
    assert app.races.last is None and "There is no room for new runs" in app.problem
    held[0] = 200
    calm(page.button(key="race").click().run())
    assert app.races.last is not None
    app.races.last.pause()
