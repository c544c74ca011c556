"""The end of a run on the page: what it has come to, and the baselines that are fitted by themselves."""

import pytest
from streamlit.testing.v1 import AppTest

from playground.comparison import Comparison
from playground.lease import LEASE
from playground.scheduler import Scheduler
from rnn_core import TrainingDiverged, to_csv
from tests.datasets import TREACHEROUS, drawn, rows
from tests.test_own_sentences import panel, upload, used
from tests.test_page import button, calm, opened, shown

SENTENCES = to_csv(drawn(200, 2, test_every=4).examples)
HEAVY: list[Comparison] = []


@pytest.fixture(autouse=True)
def by_hand(monkeypatch):
    """What the scheduler's thread would fit waits in a list, until a test goes on with it."""
    HEAVY.clear()
    monkeypatch.setattr(Scheduler, "add_heavy", lambda self, work: HEAVY.append(work))


def of_own(data: bytes = SENTENCES) -> AppTest:
    """A page on sentences of one's own."""
    page = used(upload(panel(), data))
    app = page.session_state["app"]
    app.kept.set({"epochs": 2, "pace": "full"})
    return calm(page.run())


def ended(page: AppTest) -> AppTest:
    """After the last epoch of its run."""
    app = page.session_state["app"]
    app.play()
    while app.job.status == "playing":
        app.job.run_slice(1)
    return calm(page.run())


def fit(page: AppTest) -> AppTest:
    """As the scheduler does."""
    (comparison,) = HEAVY
    comparison.run_slice(60)
    return calm(page.run())


def test_a_run_on_own_sentences_ends_with_the_sentence_and_baselines_that_nobody_asked_for():
    page = ended(of_own())
    test = len(page.session_state["app"].dataset.indices("test"))
    assert f"On {test} sentences it has never seen, " in shown(page) and "is likely with so few)." in shown(page)
    assert "Simple methods are being tried" in shown(page) and "gets" not in shown(page)
    page = fit(page)
    assert "counting words" in shown(page) and " gets " in shown(page)
    assert "Simple methods are being tried" not in shown(page)
    assert f"Fingerprint of the weights: {page.session_state['app'].job.snapshot().params.fingerprint()}" in shown(page)


def test_what_is_said_is_what_scores_shows():
    page = fit(ended(of_own()))
    app = page.session_state["app"]
    told = app.results.outcome(app.job.snapshot(), app.settings)
    predictions = app.results.predictions(app.job.snapshot().params)
    assert told.right == predictions.confusion("test").diagonal().sum()
    assert told.rival.share == max(one.accuracy(app.dataset, "test") for one in app.results.comparison.results)


def test_before_the_end_nothing_is_fitted_and_the_page_says_what_will_be_told():
    page = of_own()
    assert "At the end this says how good it is" in shown(page)
    page = calm(button(page, "step").click().run())
    assert not HEAVY and "At the end this says how good it is" in shown(page)


def test_the_next_run_on_the_same_sentences_has_the_baselines_already():
    page = fit(ended(of_own()))
    page = ended(calm(button(page, "reset").click().run()))
    assert len(HEAVY) == 1 and " gets " in shown(page)


def test_other_sentences_have_baselines_of_their_own_and_those_of_before_are_given_up():
    page = ended(of_own())
    page = calm(button(page, "open_loading").click().run())
    page = ended(used(upload(page, SENTENCES.replace(b"w1", b"v1"), "other.csv")))
    first, second = HEAVY
    assert (first.status, second.status) == ("stopped", "playing")


def test_it_stays_in_sight_while_settings_are_changed_for_the_next_run():
    page = fit(ended(of_own()))
    before = shown(page)
    page = calm(page.slider(key="hidden_size").set_value(24).run())
    assert before.split("Fingerprint")[0].split("Done. ")[1] in shown(page)
    assert "Changed, for the next Reset: Hidden size" in shown(page)
    page = calm(button(page, "reset").click().run())
    assert "Done." not in shown(page)


def test_of_bundled_sets_baselines_are_fitted_only_when_asked_for_and_used_then():
    page = ended(opened(epochs="2", pace="full"))
    assert not HEAVY and "On 20 sentences it has never seen, " in shown(page)
    assert "At the end this says" not in shown(page)
    page.session_state["app"].run.compare()
    assert " gets " in shown(fit(page))


@pytest.mark.parametrize("number", [3, 9, 10])
def test_too_few_test_sentences_are_compared_with_nothing(number):
    data = "".join(f"a w{i},x,test\n" for i in range(number)) + "a b,x,train\nb c,y,train\n"
    page = ended(of_own(b"sentence,label,split\n" + data.encode()))
    assert len(HEAVY) == (number == 10)
    assert ("which says next to nothing" in shown(page)) == (number < 10)


def test_without_room_the_sentence_comes_without_baselines_and_scores_says_why(monkeypatch):
    page = of_own()
    from playground.room import NoRoom, Room

    def refuse(self, needed):
        raise NoRoom("There is no room for this at the moment.")

    app = page.session_state["app"]
    app.play()
    monkeypatch.setattr(Room, "admit", refuse)
    page = ended(page)
    assert not HEAVY and "is likely with so few)." in shown(page) and "Simple methods" not in shown(page)
    app.kept.set({"tabs": "Scores"})
    page = calm(page.run())
    assert "There is no room for this at the moment." in " ".join(caption.value for caption in page.caption)
    monkeypatch.undo()
    monkeypatch.setattr(Scheduler, "add_heavy", lambda self, work: HEAVY.append(work))
    calm(button(page, "compare").click().run())
    assert len(HEAVY) == 1 and app.results.comparison.running


def test_scores_shows_how_far_it_is_stops_it_and_begins_again():
    page = ended(of_own())
    page.session_state["app"].kept.set({"tabs": "Scores"})
    page = calm(page.run())
    page = calm(button(page, "stop_baselines").click().run())
    assert HEAVY[0].status == "stopped" and "Simple methods are being tried" not in shown(page)
    page = calm(page.run())
    assert len(HEAVY) == 1  # what was stopped does not begin by itself
    calm(button(page, "compare").click().run())
    assert HEAVY[1].running


def test_a_page_that_comes_back_begins_them_anew(monkeypatch):
    page = ended(of_own())
    (comparison,) = HEAVY
    comparison._lease._looked -= LEASE + 1
    assert comparison.due_in() is None and comparison.status == "unwatched"
    calm(page.run())
    assert comparison.running and len(HEAVY) == 2


def test_a_run_that_blows_up_says_so_and_compares_nothing():
    page = of_own()
    page.session_state["app"].kept.set({"learning_rate": 1.0, "clip_by": "none", "epochs": 100})
    app = page.session_state["app"]
    calm(page.run())
    app.play()
    app.job._members._fail(TrainingDiverged("The loss blew up. The last good weights were kept.", 1))
    app.job._network_done(0)
    page = calm(page.run())
    assert "The loss blew up." in shown(page) and "Done." not in shown(page) and not HEAVY


def test_hostile_labels_and_names_are_nowhere_in_it():
    names = [*TREACHEROUS, "<img src=x onerror=alert(1)>"]
    lines = [f"{name} w{i % 7} | {name} | {'test' if i % 3 == 0 else 'train'}" for i in range(6) for name in names]
    page = fit(ended(of_own(to_csv(rows(*lines).examples))))
    status = next(e.proto.body for e in page.get("html") if "rnn-status" in e.proto.body)
    assert "Done. On 22 sentences" in status and " gets " in status
    ours = status.replace("<b>", "").replace("</b>", "")
    assert not [name for name in names if name in ours]
