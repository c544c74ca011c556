"""Nothing is lost by a reload: the address tells how far a run is, and a page opened from it can go back there."""

from itertools import pairwise

import pytest

from playground import opening
from playground.address import GROWTH, SOONEST, Tellings
from playground.lease import LEASE
from playground.messages import progress
from playground.paces import Pace
from playground.place import Place
from playground.reached import START, Reached
from playground.saved_runs import resumed, saved
from playground.sentences import Sentences
from playground.settings import Settings
from rnn_core import bundled, fingerprint_of_all
from tests import test_several
from tests.clock import Clock
from tests.test_jobs import job, run_to_the_end
from tests.test_own_sentences import GOOD, has, panel, upload, used
from tests.test_own_vectors import FILE as VECTORS_FILE
from tests.test_page import button, calm, opened, shown
from tests.test_several import EARLY, VALIDATED

SLOW = Pace("Slow", "update", 0.001)


def bits(it) -> str:
    """What a job has come to."""
    now = it.snapshot()
    return fingerprint_of_all([*(member.params for member in now.members), now.params])


def stepped(it, to: Reached):
    """A job that has got there step by step."""
    while it.reached < to:
        it.step()
        run_to_the_end(it)
    return it


# The job.


def test_a_job_goes_to_an_epoch_at_full_speed_whatever_its_pace_and_pauses_there_with_the_same_bits():
    it = job()
    it.set_pace(SLOW)
    it.go_to(Reached(epoch=3))
    run_to_the_end(it)
    now = it.snapshot()
    assert (now.status, now.reached, now.goal, now.update) == ("paused", Reached(epoch=3), None, None)
    assert bits(it) == bits(stepped(job(), Reached(epoch=3)))
    it.play()
    it.run_slice(0.02)
    assert it.due_in() > 100, "the pace holds again"


def test_a_job_that_goes_on_from_there_comes_to_what_one_that_was_not_stopped_comes_to():
    it, other = job(), job()
    it.go_to(Reached(epoch=3))
    run_to_the_end(it)
    for one in (it, other):
        one.play()
        run_to_the_end(one)
    assert bits(it) == bits(other) and it.snapshot().status == "finished"


def test_a_finished_run_is_trained_to_its_end():
    it = job()
    it.go_to(Reached(epoch=5))
    run_to_the_end(it)
    assert it.snapshot().status == "finished" and it.goal is None


def test_a_run_that_stopped_early_stops_there_again_and_keeps_its_best_weights():
    one = Settings(**{**EARLY.values, "networks": 1})
    it, other = test_several.job(one, VALIDATED), test_several.job(one, VALIDATED)
    other.play()
    run_to_the_end(other)
    assert other.reached.epoch < EARLY.epochs
    it.go_to(other.reached)
    run_to_the_end(it)
    assert it.snapshot().status == "finished" and bits(it) == bits(other)
    assert it.snapshot().kept_epoch == other.snapshot().kept_epoch


@pytest.mark.parametrize("goal", [Reached(1, 2), Reached(2, 0), Reached(2, 3), Reached(3, 4)])
def test_of_several_networks_it_goes_to_the_one_that_trained(goal):
    it = test_several.job()
    it.go_to(goal)
    run_to_the_end(it)
    assert it.reached == goal
    assert it.snapshot().status == ("finished" if goal == Reached(3, 4) else "paused")
    assert len(it.snapshot().members) == goal.network - (goal != Reached(3, 4))


def test_what_is_there_or_further_stays():
    it = stepped(job(), Reached(epoch=3))
    for goal in (START, Reached(epoch=2), Reached(epoch=3)):
        it.go_to(goal)
        assert it.status == "paused" and it.goal is None


@pytest.mark.parametrize("how", ["pause", "lease"])
def test_a_goal_is_kept_when_it_pauses_on_the_way_until_something_else_is_wanted(how):
    clock = Clock(per_look=1e-5)
    it = job(clock)
    it.go_to(Reached(epoch=3))
    it.run_slice(0.0005)
    if how == "pause":
        it.pause()
    else:
        clock.now += LEASE + 1
        it.run_slice(0.02)
    assert it.goal == it.snapshot().goal == Reached(epoch=3) and it.snapshot().epoch < 3
    it.go_to(Reached(epoch=3))
    run_to_the_end(it)
    assert it.snapshot().epoch == 3 and it.goal is None
    it.go_to(Reached(epoch=4))
    it.pause()
    it.play()
    assert it.goal is None


def test_the_time_left_is_that_to_the_goal():
    clock = Clock()
    it = job(clock, epochs=1000)
    it.go_to(Reached(epoch=100))
    for _ in range(58 * 20):
        it.run_slice(0.0)
        clock.now += 0.01
        it.snapshot()
    now = it._look()
    assert now.goal == Reached(epoch=100) and now.seconds_left < 100 * 58 * 0.01 * 1.5
    assert progress(now, 1000, False).endswith("s to epoch 100")


# How often the address is told.


def test_the_address_is_told_after_five_seconds_and_then_the_more_seldom_the_longer_nobody_clicks():
    clock = Clock()
    tellings, told = Tellings(clock), []
    for second in range(1, 3601):
        clock.now += 1
        if tellings.due():
            told.append(second)
    assert told[0] == SOONEST and len(told) < 30
    assert all(later <= sooner * GROWTH + 2 * SOONEST for sooner, later in pairwise(told))
    tellings.page_drawn()
    clock.now += SOONEST
    assert tellings.due(), "after a click it begins anew"


def test_a_page_that_plays_tells_how_far_it_is_without_a_click(monkeypatch):
    page = calm(button(opened(pace="full", epochs="1000"), "play").click().run())
    app, clock = page.session_state["app"], Clock()
    app.tellings = Tellings(clock)
    while app.job.snapshot().epoch < 5:
        app.job.run_slice(0.01)
    told: list[dict[str, str]] = []
    monkeypatch.setattr(opening, "_write", lambda app: told.append(opening.query_of(app, opening.Place())))
    opening.tell_how_far(app)
    assert not told
    clock.now += SOONEST
    opening.tell_how_far(app)
    opening.tell_how_far(app)
    assert [int(query["epoch"]) >= 5 for query in told] == [True]
    app.pause()


# The page.


def finished(page):
    """A page whose job has come to a stop."""
    app = page.session_state["app"]
    run_to_the_end(app.job)
    return calm(page.run())


def reopened(page):
    """A new page from the address of one."""
    return opened(**dict(page.query_params))


def at_epoch(epochs: int, page=None):
    """A page whose run was stepped so far."""
    page = page or opened()
    for _ in range(epochs):
        page = finished(button(page, "step").click().run())
    return page


def weights(page) -> str:
    return page.session_state["app"].job.snapshot().params.fingerprint()


def test_a_page_at_epoch_0_tells_nothing_of_a_run_and_offers_nothing():
    page = opened()
    assert "epoch" not in page.query_params and not has(page, "go_back_to")


def test_a_reload_offers_the_epoch_and_a_click_brings_the_same_weights_back():
    page = at_epoch(3)
    assert page.query_params["epoch"] == "3"
    again = reopened(page)
    assert "This run was at epoch 3." in shown(again) and button(again, "go_back_to").label == "Go back to epoch 3"
    assert "Epoch 0 of 100" in shown(again) and again.session_state["app"].job.status == "ready"
    assert again.query_params["epoch"] == "3", "a second reload offers it too"
    again = finished(button(again, "go_back_to").click().run())
    assert weights(again) == weights(page)
    assert "Epoch 3 of 100" in shown(again) and "Paused." in shown(again)
    assert "Back at epoch 3: Play goes on from here." in shown(again)
    assert again.query_params == page.query_params
    assert again.segmented_control(key="pace").value == "20"
    again = at_epoch(1, again)
    assert again.query_params["epoch"] == "4" and "Back at" not in shown(again)


def test_back_at_the_end_nothing_is_said_of_playing_on():
    again = finished(button(opened(epoch="10", epochs="10"), "go_back_to").click().run())
    assert "Back at epoch 10, where the run ended." in shown(again) and "Fingerprint" in shown(again)


def test_while_it_goes_there_the_address_keeps_it_and_pause_works():
    page = calm(button(opened(epoch="900", epochs="1000", pace="slow"), "go_back_to").click().run())
    assert "Training again to epoch 900" in shown(page) and page.query_params["epoch"] == "900"
    page = calm(button(page, "pause").click().run())
    assert page.query_params["epoch"] == "900" and has(page, "go_back_to")
    page = at_epoch(1, page)
    assert not has(page, "go_back_to") and int(page.query_params["epoch"]) < 900


def test_a_run_that_is_begun_in_another_way_is_what_the_address_tells_of():
    page = at_epoch(1, opened(epoch="3"))
    assert page.query_params["epoch"] == "1" and not has(page, "go_back_to")


def test_reset_says_that_it_is_not_wanted():
    page = calm(button(opened(epoch="3"), "reset").click().run())
    assert "epoch" not in page.query_params and not has(page, "go_back_to")


def test_other_settings_withdraw_the_offer_and_the_same_again_restore_it():
    page = opened(epoch="3")
    for _ in range(3):  # a young page takes the way back for what a browser says late: widgets.py
        page = calm(page.run())
    page = calm(page.slider(key="hidden_size").set_value(8).run())
    assert not has(page, "go_back_to") and "epoch" not in page.query_params
    page = calm(page.slider(key="hidden_size").set_value(16).run())
    assert has(page, "go_back_to") and page.query_params["epoch"] == "3"
    page = calm(page.selectbox(key="dataset").set_value("latch").run())
    assert not has(page, "go_back_to") and "epoch" not in page.query_params


def test_while_settings_wait_for_reset_the_address_holds_those_and_no_epoch():
    page = calm(at_epoch(2).slider(key="hidden_size").set_value(8).run())
    assert "epoch" not in page.query_params and page.query_params["hidden_size"] == "8"
    page = calm(page.slider(key="hidden_size").set_value(16).run())
    assert page.query_params["epoch"] == "2"
    page = calm(page.selectbox(key="dataset").set_value("latch").run())
    assert "epoch" not in page.query_params


def test_while_other_sentences_wait_for_reset_with_the_same_settings_no_epoch_is_claimed_for_them():
    page = at_epoch(2)
    app = page.session_state["app"]
    app.use(Sentences(bundled(), "copy.csv", own=True), app.settings)
    page = calm(page.run())
    assert app.waits and not app.changed and "epoch" not in page.query_params


def test_what_does_not_belong_to_the_run_may_be_changed_before_going_back():
    page = opened(epoch="2", pace="slow")
    page = calm(page.segmented_control(key="pace").set_value("5").run())
    page = calm(page.text_input(key="sentence").set_value("i am bad").run())
    page = finished(button(page, "go_back_to").click().run())
    assert weights(page) == weights(at_epoch(2)) and page.query_params["pace"] == "5"


def test_a_finished_run_is_finished_again_with_its_figures():
    page = finished(button(opened(epochs="10", pace="full"), "play").click().run())
    again = finished(button(reopened(page), "go_back_to").click().run())
    status = [next(e.proto.body for e in one.get("html") if "rnn-status" in e.proto.body) for one in (page, again)]
    assert "Fingerprint" in status[0] and status[0] == status[1]


def test_several_networks_are_told_by_network_and_epoch():
    page = opened(networks="3", epochs="10", network="2", epoch="4")
    assert "This run was at network 2, epoch 4." in shown(page)
    page = finished(button(page, "go_back_to").click().run())
    assert "Network 2 of 3, epoch 4 of 10" in shown(page)
    assert (page.query_params["network"], page.query_params["epoch"]) == ("2", "4")


def test_of_sentences_of_ones_own_it_is_offered_once_they_are_there_again():
    page = at_epoch(2, used(upload(panel(), GOOD)))
    again = reopened(page)
    assert "It can be trained again to there once its sentences are here." in shown(again)
    assert not has(again, "go_back_to") and again.query_params["epoch"] == "2"
    again = calm(button(again, "open_loading").click().run())
    again = used(upload(again, GOOD))
    assert "This run was at epoch 2." in shown(again) and again.query_params["epoch"] == "2"
    again = finished(button(again, "go_back_to").click().run())
    assert weights(again) == weights(page)


def test_other_sentences_than_the_links_are_not_offered_its_run():
    again = reopened(at_epoch(2, used(upload(panel(), GOOD))))
    again = calm(button(again, "open_loading").click().run())
    again = used(upload(again, GOOD.replace(b"word", b"other")))
    assert not has(again, "go_back_to") and "epoch" not in again.query_params
    again = at_epoch(1, reopened(at_epoch(2, used(upload(panel(), GOOD)))))
    assert again.query_params["epoch"] == "2", "of the run that is missed, not of the one on the bundled sentences"
    assert f"A {LOST}, Keep saves it." in shown(again)


def test_what_is_not_known_of_a_run_is_named_and_nothing_is_offered():
    page = opened(epoch="1000000000", hidden_size="5000")
    assert "Not followed in this link: hidden_size, epoch." in shown(page) and not has(page, "go_back_to")


LOST = "reload loses this run"


def test_while_the_address_holds_other_settings_the_page_says_that_a_reload_loses_the_run():
    page = at_epoch(2)
    assert LOST not in shown(page)
    page = calm(page.slider(key="hidden_size").set_value(8).run())
    assert f"Changed, for the next Reset: Hidden size. A {LOST}." in shown(page)
    page = calm(page.slider(key="hidden_size").set_value(16).run())
    assert LOST not in shown(page)
    page = calm(page.selectbox(key="dataset").set_value("latch").run())
    assert LOST in shown(page)
    page = calm(button(page, "reset").click().run())
    assert LOST not in shown(page), "no epoch is trained"


def test_more_epochs_for_a_run_that_has_ended_are_in_the_address_beside_where_it_is():
    page = finished(button(opened(epochs="10", pace="full"), "play").click().run())
    page = calm(page.select_slider(key="epochs").set_value(20).run())
    assert button(page, "play").label == "Go on" and LOST not in shown(page)
    assert (page.query_params["epochs"], page.query_params["epoch"]) == ("20", "10")
    again = finished(button(reopened(page), "go_back_to").click().run())
    assert weights(again) == weights(page) and "Epoch 10 of 20" in shown(again)


def from_a_file():
    """A page whose run goes on from a file, at epoch 2."""
    page = at_epoch(2)
    app = page.session_state["app"]
    app.run = resumed(app.sentences, saved(app.run))
    return calm(page.run())


def test_of_a_run_that_goes_on_from_a_file_no_epoch_is_claimed_and_a_reload_says_what_it_takes():
    page = from_a_file()
    assert "Epoch 2 of 100" in shown(page) and f"From a file: a {LOST}, Keep saves it." in shown(page)
    assert page.query_params["run"] == "file" and "epoch" not in page.query_params
    again = page
    for _ in range(2):  # a second reload says it too
        again = reopened(again)
        assert "This run went on from a file, which no link holds: load its model again" in shown(again)
        assert not has(again, "go_back_to") and again.query_params == page.query_params
    again = at_epoch(1, again)
    assert "went on from a file" not in shown(again) and LOST not in shown(again)
    assert "run" not in again.query_params and again.query_params["epoch"] == "1"


def test_of_a_run_from_a_file_nothing_is_said_once_it_is_not_wanted():
    again = reopened(from_a_file())
    again = calm(button(again, "reset").click().run())
    assert "went on from a file" not in shown(again) and "run" not in again.query_params


def test_a_link_that_says_anything_else_of_its_run_is_not_followed_in_that():
    for query in ({"run": "mine"}, {"run": "file", "hidden_size": "5000"}):
        page = opened(**query)
        assert "run." in shown(page) and "Not followed" in shown(page) and "went on from a file" not in shown(page)


def test_while_other_sentences_wait_the_address_has_the_one_to_read_that_comes_with_them():
    page = at_epoch(1)
    page = calm(page.selectbox(key="dataset").set_value("latch").run())
    first = page.session_state["app"].chosen.first_sentence
    assert page.query_params["sentence"] == first != page.text_input(key="sentence").value
    assert reopened(page).text_input(key="sentence").value == first
    page = calm(button(page, "reset").click().run())
    assert page.query_params["sentence"] == first == page.text_input(key="sentence").value


def test_a_run_that_goes_on_from_a_file_is_not_taken_for_the_links():
    page = opened(epoch="3")
    app = page.session_state["app"]
    app.run = resumed(app.sentences, saved(at_epoch(3).session_state["app"].run))
    page = calm(page.run())
    assert app.job.reached == app.earlier.reached and "Back at epoch 3" not in shown(page)


def test_of_a_run_that_began_with_vectors_of_a_file_nothing_is_claimed():
    page = opened(input="embedding", vectors="own", epoch="3")
    assert "Not followed in this link: epoch." in shown(page) and not has(page, "go_back_to")
    page = calm(page.file_uploader(key="vectors_file").set_value(("v.txt", VECTORS_FILE, "text/plain")).run())
    page = at_epoch(2, page)
    assert page.session_state["app"].run.given.upload and "epoch" not in page.query_params
    assert f"With your vectors: a {LOST}, Keep saves it." in shown(page) and "run" not in page.query_params


def test_own_sentences_with_a_label_for_each_word_bring_their_run_back_too():
    tags = b"".join(b"big A\nword%d N\nruns V\n\n" % (i % 7) for i in range(40))
    page = at_epoch(2, used(upload(panel(), tags, "tags.conll")))
    assert page.session_state["app"].dataset.tagged
    again = reopened(page)
    assert again.query_params["epoch"] == "2"
    again = used(upload(calm(button(again, "open_loading").click().run()), tags, "tags.conll"))
    again = finished(button(again, "go_back_to").click().run())
    assert weights(again) == weights(page) and again.query_params["epoch"] == "2"


# Back and Forward.


def gone_to(page, monkeypatch, **query: str):
    """A page whose visitor pressed Back or Forward to an entry of the history with this address."""
    page.query_params.clear()
    for name, value in query.items():
        page.query_params[name] = value
    with monkeypatch.context() as patched:
        patched.setattr(opening, "_went_through_history", lambda: True)
        return calm(page.run())


def test_back_opens_the_place_of_its_address_and_nothing_else_of_it(monkeypatch):
    page = at_epoch(2, opened(tab="keep", part="share", hidden_size="8"))
    before = dict(page.query_params)
    page = gone_to(
        page, monkeypatch, tab="inside", view="memory", hide="sentence", hidden_size="4", epoch="1", seed="9"
    )
    app = page.session_state["app"]
    assert (app.kept["tabs"], app.kept["inside_group"], app.hidden) == ("Inside", "What it learned", {"sentence"})
    assert (app.settings.hidden_size, app.shown.settings.hidden_size, app.job.snapshot().epoch) == (8, 8, 2)
    assert dict(page.query_params) == {name: value for name, value in before.items() if name not in ("tab", "part")} | {
        "tab": "inside",
        "view": "memory",
        "hide": "sentence",
    }, "the rest is written anew"
    page = gone_to(page, monkeypatch, tab="nowhere", view="nothing")
    assert app.kept["tabs"] == "Curves" and not app.hidden
    page = gone_to(page, monkeypatch, **before)
    assert (app.kept["tabs"], app.kept["keep"]) == ("Keep", "Share") and dict(page.query_params) == before


def test_an_address_that_a_browser_tells_late_is_no_press_of_back():
    page = opened(tab="keep")
    page.query_params.clear()
    page = calm(page.run())
    assert page.session_state["app"].kept["tabs"] == "Keep" and page.query_params["tab"] == "keep"


def test_closed_parts_and_views_stay_as_they_are_when_one_goes_back():
    here, there = Place("keep", "share", "plane"), Place("runs", view="plane")
    assert there.moves_from(here) == {"tabs": "Runs", "runs_view": "Kept runs"}
    assert Place("runs", "luck", "plane").moves_from(there) == {"runs_view": "Luck or skill"}
    assert there.moves_from(there) == {}
