"""Hand-ins: what is in one, that it is read back exactly, and that what others have written is looked at first."""

import json
import random
import re
import tracemalloc
from dataclasses import replace
from urllib.parse import parse_qs

import numpy as np
import pytest

from playground import hand_in, hand_in_messages, lessons
from playground.epochs import COLUMNS
from playground.links import from_query
from playground.pretrained import Given, Upload
from playground.settings import SETTINGS
from playground.shared import bundled_sentences
from rnn_core import InvalidDataset, Params, fingerprint_of_all
from rnn_core.errors import InvalidHandIn
from rnn_core.hand_in import MOST_HAND_IN_BYTES, Answer, HandIn, read_hand_in, write_hand_in
from rnn_core.hand_in.lesson_key import right_answers
from rnn_core.hand_in.values import MOST_POINTS
from rnn_core.vectors import Vectors
from tests.handing_in import ANSWERS, OWN, SHORT, at, ended, forged, handed, run_of
from tests.test_carried import sharing
from tests.test_page import button, calm, shown


@pytest.fixture(scope="module")
def done() -> HandIn:
    return handed(ended(run_of()))


def refusal(data: bytes) -> str:
    with pytest.raises(InvalidHandIn) as error:
        read_hand_in(data)
    message = str(error.value)
    assert message.isprintable() and len(message) < 400
    return message


# What is in one.


def test_a_hand_in_holds_the_run_and_is_read_back_exactly(done):
    assert read_hand_in(write_hand_in(done)) == done
    assert (done.name, done.answers, done.dataset, done.packed) == ("Anna", ANSWERS, "sentiment", "")
    (network,) = done.networks
    assert (network.epochs, network.updates, network.ended) == (10, 0, True)
    assert [point.epoch for point in network.curve] == list(range(1, 11))
    assert done.sentences().fingerprint == done.fingerprint == bundled_sentences().dataset.fingerprint
    assert len(write_hand_in(done)) < 5_000


def test_its_fingerprint_is_the_one_that_the_page_shows(done):
    run = ended(run_of())
    assert done.weights == fingerprint_of_all(run.job.snapshot().answering)
    several = ended(run_of(replace(SHORT, networks=3)))
    assert handed(several).weights == fingerprint_of_all(several.job.snapshot().answering)
    assert len(handed(several).networks) == 3


@pytest.mark.parametrize(("epoch", "updates"), [(1, 0), (3, 0), (3, 7), (3, 58)])
def test_of_a_paused_run_it_is_the_epoch_and_the_update_that_it_is_at(epoch, updates):
    (network,) = handed(at(run_of(), epoch, updates)).networks
    assert (network.epochs, network.updates, network.ended) == (epoch, updates, False)


def test_of_a_long_run_the_curve_is_thinned_and_ends_with_the_last_epoch():
    (network,) = handed(ended(run_of(replace(SHORT, epochs=150)))).networks
    assert len(network.curve) <= MOST_POINTS and network.curve[-1].epoch == 150


def test_its_link_sets_the_page_up_for_the_same_run_with_every_setting():
    other = replace(SHORT, cell="gru", early_stopping=3, learning_rate=0.003)
    for sentences, settings in ((None, SHORT), (OWN, other)):
        run = ended(run_of(settings, sentences))
        query = parse_qs(handed(run).link.removeprefix("?"), keep_blank_values=True)
        assert set(SETTINGS) <= set(query)
        link, ignored = from_query(query)
        assert not ignored and link.values == settings.values and link.sentences == run.sentences.link_name
        assert link.packed == (run.sentences.packed if sentences else "")


def test_sentences_of_ones_own_come_along():
    found = handed(ended(run_of(sentences=OWN)))
    assert found.dataset == f"own-{OWN.dataset.fingerprint}" and found.sentences() == OWN.dataset


def test_the_sentence_in_the_box_stays_where_it_is(done):
    assert "secret" not in json.dumps(write_hand_in(done).decode()) and "sentence=i+am+not" in done.link


def test_there_is_none_of_a_run_that_has_not_begun_blew_up_or_cannot_be_trained_again():
    run = run_of()
    assert "Train at least one epoch" in hand_in.why_not(run, run.job.snapshot())
    assert "no good end" in hand_in.why_not(run, replace(run.job.snapshot(), status="failed", epoch=5))
    begun = ended(run_of())
    broken = begun.job.snapshot()
    numbers = broken.numbers.copy()
    numbers[-1, COLUMNS.index("train_loss")] = np.nan
    assert "no number any more" in hand_in.why_not(begun, replace(broken, numbers=numbers))
    assert "goes on from a file" in hand_in.why_not(replace(begun, loaded=True), begun.job.snapshot())
    words = bundled_sentences().dataset.vocabulary.words
    vectors = Vectors(words, drawn(words), ())
    settings = replace(SHORT, input="embedding", vectors="own")
    given = Given(vectors, bundled_sentences().dataset, Upload("1", "mine.vec", b""))
    own = ended(run_of(settings, given=given))
    assert "vectors of your own" in hand_in.why_not(own, own.job.snapshot())


def drawn(words):
    return np.random.default_rng(0).normal(size=(len(words), 3)).astype(np.float32)


def test_the_key_of_the_lessons_is_what_the_page_says():
    wanted = {lesson.title: lesson.prediction.right for lesson in lessons.tour().values()}
    assert right_answers() == wanted and len(wanted) == len(lessons.tour())


# What somebody else may have written.


SIGNS = b'0159.-e[]{},:"ax \xc3\x00'
CHANGES = [
    ("kind", lambda f: f.update(kind="model")),
    ("kind", lambda f: f.pop("kind")),
    ("format", lambda f: f.update(format=2)),
    ("format", lambda f: f.update(format=True)),
    ("extra", lambda f: f.update(extra=1)),
    ("name", lambda f: f.update(name=7)),
    ("name", lambda f: f.update(name="x" * 101)),
    ("name", lambda f: f.update(name="a\ud800")),
    ("link", lambda f: f.update(link="x" * 30_000)),
    ("link", lambda f: f.update(link=None)),
    ("model", lambda f: f.update(model=[])),
    ("model/hidden_size", lambda f: f["model"].pop("hidden_size")),
    ("model: ", lambda f: f["model"].update(hidden_size=10**6)),
    ("model/more", lambda f: f["model"].update(more=1)),
    ("model: ", lambda f: f["model"].update(cell="transformer")),
    ("model: ", lambda f: f["model"].update(cell=[])),
    ("model/embedding_size", lambda f: f["model"].update(embedding_size=65)),
    ("training/epochs", lambda f: f["training"].update(epochs=10**9)),
    ("training/batch_size", lambda f: f["training"].update(batch_size=10**6)),
    ("training/learning_rate", lambda f: f["training"].update(learning_rate=0.0512)),
    ("training/seed", lambda f: f["training"].update(seed=10**12)),
    ("training: ", lambda f: f["training"].update(seed=-1)),
    ("training: ", lambda f: f["training"].update(epochs="10")),
    ("networks_asked", lambda f: f.update(networks_asked=9)),
    ("vectors", lambda f: f.update(vectors="own")),
    ("dataset", lambda f: f.update(dataset="../../etc/passwd")),
    ("dataset", lambda f: f.update(sentences="x.1")),
    ("dataset", lambda f: f.update(dataset="own-" + f["dataset_fingerprint"])),
    ("dataset_fingerprint", lambda f: f.update(dataset_fingerprint="xyz")),
    ("networks", lambda f: f.update(networks=[])),
    ("networks", lambda f: f["networks"].extend(f["networks"])),
    ("networks/1", lambda f: f.update(networks=[1])),
    ("networks/1/epochs", lambda f: f["networks"][0].update(epochs=0)),
    ("networks/1/epochs", lambda f: f["networks"][0].update(epochs=11)),
    ("networks/1/updates", lambda f: f["networks"][0].update(updates=-1)),
    ("networks/1/updates", lambda f: f["networks"][0].update(updates=3)),
    ("networks/1/ended", lambda f: f["networks"][0].update(ended=1)),
    ("networks/1/fingerprint", lambda f: f["networks"][0].update(fingerprint="DEADBEEF")),
    ("networks/1/first", lambda f: f["networks"][0].update(first=[1])),
    ("networks/1/first", lambda f: f["networks"][0].update(first=[99, "deadbeef"])),
    ("networks/1/first", lambda f: f["networks"][0].update(first=[1, "x"])),
    ("networks/1/curve", lambda f: f["networks"][0].update(curve=[[1, 0.5, 0.5]])),
    ("networks/1/curve", lambda f: f["networks"][0].update(curve=[[1, 0.5, 1.5, None]])),
    ("networks/1/curve", lambda f: f["networks"][0].update(curve=[[1, -0.5, 0.5, None]])),
    ("networks/1/curve", lambda f: f["networks"][0].update(curve=[[2, 0.5, 0.5, None], [1, 0.5, 0.5, None]])),
    ("networks/1/curve", lambda f: f["networks"][0].update(curve=[["1", 0.5, 0.5, None]])),
    ("answers", lambda f: f.update(answers=f["answers"] * 51)),
    ("answers/1/found", lambda f: f["answers"][0].update(found="x" * 2_001)),
    (
        "answers/3/lesson: “One word at a time” stands there twice",
        lambda f: f["answers"].extend(
            [{"lesson": "x", "expected": "right", "found": ""}, {**f["answers"][0], "expected": "another"}]
        ),
    ),
    ("answers/1/right", lambda f: f["answers"][0].update(right=True)),
    ("answers/1", lambda f: f.update(answers=["x"])),
]


@pytest.mark.parametrize(("field", "change"), CHANGES)
def test_a_field_that_is_not_as_it_must_be_is_named(done, field, change):
    assert field in refusal(forged(done, change))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe\x00",
        b"null",
        b"[]",
        b"[" * 100_000,
        b'{"kind": 1, "kind": 2}',
        b'{"kind": NaN}',
        b'{"kind": 1e999}',
        b'{"kind": ' + b"1" * 5_000 + b"}",
        b"sentence,label\na,b\n",
        b"{" + b'"a":[],' * 300_000 + b"}",
        b" " * (MOST_HAND_IN_BYTES + 1),
    ],
)
def test_what_is_no_hand_in_is_refused_in_one_line(data):
    refusal(data)


def test_what_is_no_object_is_not_called_by_a_name_of_other_files():
    assert refusal(b"[]") == "hand-in: it must be an object."


def test_a_mark_that_an_editor_has_put_in_front_is_passed_over(done):
    assert read_hand_in(b"\xef\xbb\xbf" + write_hand_in(done)) == done


def test_a_thousand_mutations_are_refused_or_are_a_hand_in_again(done):
    whole, draw = write_hand_in(done), random.Random(15)
    refused = 0
    tracemalloc.start()
    for _ in range(1_000):
        data = bytearray(whole)
        for _ in range(draw.randint(1, 3)):
            spot = draw.randrange(len(data))
            data[spot : spot + draw.choice([0, 1, 1, 40])] = draw.choices(SIGNS, k=draw.choice([0, 1, 3]))
        try:
            read_hand_in(bytes(data))
        except InvalidHandIn as error:
            refused += 1
            assert str(error).isprintable() and len(str(error)) < 400
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert refused > 500 and peak < 10_000_000


def test_packed_sentences_are_only_looked_at_when_they_are_asked_for(done):
    found = read_hand_in(forged(done, lambda f: f.update(sentences="A.1", dataset=f"own-{done.fingerprint}")))
    with pytest.raises(InvalidDataset, match="damaged"):
        found.sentences()


# The form.


def test_the_form_makes_a_file_of_the_run_that_is_seen_and_not_before_there_is_something():
    page = sharing(hidden_size="4", epochs="10")
    assert button(page, "make_hand_in").disabled and "Train at least one epoch" in shown(page)
    app = page.session_state["app"]
    app.step()
    app.kept.set({"expected: 1 One word at a time": "right"})
    calm(page.run())
    page.text_input(key="hand_in_name").set_value("Änna ‮<b>")
    page.text_area(key="found: 1 One word at a time").set_value("  at “not” **x**  ")
    calm(button(page, "make_hand_in").click().run())
    assert "Made at epoch 1 with 1 answer." in shown(page)
    found = read_hand_in(app.hand_in.content)
    assert (found.name, found.answers) == ("Änna ‮<b>", (Answer("One word at a time", "right", "at “not” **x**"),))
    assert found.weights in shown(page) and found.networks[0].epochs == 1
    app.reset()
    calm(page.run())
    assert "Made at epoch" not in shown(page)


@pytest.mark.parametrize(
    ("kind", "key"), [("text_input", "hand_in_name"), ("text_area", "found: 1 One word at a time")]
)
def test_one_is_not_downloaded_any_more_once_something_else_is_written(kind, key):
    page = sharing(hidden_size="4", epochs="10")
    page.session_state["app"].step()
    page.session_state["app"].kept.set({"expected: 1 One word at a time": "right"})
    calm(page.run())
    assert hand_in_messages.NOT_KEPT in shown(page) and not downloadable(page)
    getattr(page, kind)(key=key).set_value("First")
    calm(button(page, "make_hand_in").click().run())
    assert downloadable(page) and hand_in_messages.CHANGED not in shown(page)
    calm(getattr(page, kind)(key=key).set_value("Second").run())
    assert not downloadable(page) and hand_in_messages.CHANGED in shown(page)
    calm(button(page, "make_hand_in").click().run())
    assert downloadable(page) and b"Second" in page.session_state["app"].hand_in.content


def downloadable(page) -> bool:
    (download,) = (b for b in page.get("download_button") if b.proto.label == "Download it")
    return not download.proto.disabled


def test_files_of_a_class_are_called_by_whose_they_are_and_never_the_same():
    run = at(run_of(), 1)

    def called(name, *answers):
        return hand_in.made(run, run.job.snapshot(), name, answers).file_name

    assert re.fullmatch(r"hand-in-Änna-B-[0-9a-f]{8}\.json", called(" Änna  B. "))
    assert re.fullmatch(r"hand-in-[0-9a-f]{8}\.json", called(""))
    assert re.fullmatch(r"hand-in-etc-x-b-[0-9a-f]{8}\.json", called("../../etc/x\u202e\x1b<b>\0"))
    assert len(called("x" * 100)) < 70
    assert len({called("Anna"), called("Anna", *ANSWERS), called(""), called("", *ANSWERS)}) == 4


def test_a_hand_in_of_a_run_is_not_changed_by_further_training():
    run = at(run_of(), 2)
    params: Params = run.job.snapshot().params
    before = hand_in.made(run, run.job.snapshot(), "", ())
    ended(run)
    assert read_hand_in(before.content).weights == params.fingerprint() in before.about
