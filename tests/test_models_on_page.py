"""Saving and loading a model on the page, through AppTest."""

from playground.paces import PACES
from playground.room import Room
from playground.saved_runs import saved
from rnn_core.model_files import load, save
from tests.shared_parts import replace_shared
from tests.test_own_sentences import GOOD, refusal, upload, used
from tests.test_page import button, calm, opened, shown


def app_of(page):
    return page.session_state["app"]


def keeping(page):
    """The page with the tab open."""
    app_of(page).kept.set({"tabs": "Keep"})
    return calm(page.run())


def take(page, data: bytes, name: str = "kept.safetensors"):
    return calm(page.file_uploader(key="model_file").set_value((name, data, "application/octet-stream")).run())


def to_the_end(page) -> None:
    job = app_of(page).job
    job.set_pace(PACES["full"])
    job.play()
    job.run_slice(100)


def three_epochs(**query: str):
    page = opened(epochs="20", **query)
    for _ in range(3):
        calm(button(page, "step").click().run())
    return keeping(page)


def test_a_run_is_kept_opened_in_another_session_and_goes_on_to_the_same_end():
    first = three_epochs(cell="gru", seed="7")
    data = save(saved(app_of(first).run))
    other = take(keeping(opened()), data)
    assert "GRU, 16 units, after 3 epochs" in shown(other) and "It was trained on: <bdi>Sentiment</bdi>" in shown(other)
    assert "Epoch 0 of 100" in shown(other), "nothing is replaced by loading"
    calm(button(other, "go_on_from_model").click().run())
    assert "Epoch 3 of 20" in shown(other)
    assert (other.segmented_control(key="cell").value, other.number_input(key="seed").value) == ("gru", 7)
    for page in (first, other):
        for _ in range(2):
            calm(button(page, "step").click().run())
    ends = [app_of(page).job.snapshot() for page in (first, other)]
    assert ends[0].epoch == ends[1].epoch == 5
    assert ends[0].params.fingerprint() == ends[1].params.fingerprint()
    assert ends[0].records == ends[1].records


def test_a_model_that_has_had_all_its_epochs_is_trained_longer():
    page = opened(epochs="10")
    to_the_end(page)
    other = take(keeping(opened()), save(saved(app_of(page).run)))
    assert "It has had all its epochs: to train it longer, raise Epochs then." in shown(other)
    calm(button(other, "go_on_from_model").click().run())
    assert "Epoch 10 of 10" in shown(other) and button(other, "play").label == "Again"
    calm(other.select_slider(key="epochs").set_value(20).run())
    calm(button(other, "play").click().run())
    to_the_end(other)
    assert app_of(other).job.snapshot().epoch == 20 and not app_of(other).kept_runs.runs
    unfinished = take(keeping(opened()), save(saved(app_of(three_epochs()).run)))
    assert "all its epochs" not in shown(unfinished)


def test_what_stands_in_the_box_stays_where_the_model_is_of_the_same_sentences():
    data = save(saved(app_of(three_epochs(cell="gru")).run))
    same, other = keeping(opened(sentence="it was good")), keeping(opened(dataset="parity"))
    for page in (same, other):
        calm(button(take(page, data), "go_on_from_model").click().run())
    assert same.text_input(key="sentence").value == "it was good"
    assert other.text_input(key="sentence").value == app_of(other).sentences.first_sentence


def test_own_sentences_stay_out_of_the_file_once_that_was_said():
    page = keeping(used(upload(calm(button(opened(), "open_loading").click().run()), GOOD)))
    calm(page.toggle(key="save_sentences").set_value(False).run())
    app = app_of(page)
    for others in range(1, 4):
        for part in ("Share", "Take away", "Classify")[:others]:
            app.kept.set({"keep": part})
            calm(page.run())
        app.kept.set({"keep": "Model"})
        calm(page.run())
        assert not page.toggle(key="save_sentences").value and "can read your sentences" not in shown(page)


def test_own_sentences_travel_in_the_file_if_that_is_wished():
    page = used(upload(calm(button(opened(), "open_loading").click().run()), GOOD))
    calm(button(page, "step").click().run())
    page = keeping(page)
    assert page.toggle(key="save_sentences").value and "can read your sentences in it" in shown(page)
    run = app_of(page).run
    with_them, without = save(saved(run, True)), save(saved(run))
    assert load(with_them).dataset is not None and load(without).dataset is None

    there = take(keeping(opened()), with_them)
    calm(button(there, "go_on_from_model").click().run())
    assert app_of(there).dataset.fingerprint == run.dataset.fingerprint and app_of(there).sentences.own
    assert there.selectbox(key="dataset").value == "own"

    elsewhere = take(keeping(opened()), without)
    assert f"sentences that are not here (own-{run.dataset.fingerprint})" in shown(elsewhere)
    assert not [b for b in elsewhere.button if b.key == "go_on_from_model"]
    used(upload(calm(button(elsewhere, "open_loading").click().run()), GOOD))
    calm(button(keeping(elsewhere), "go_on_from_model").click().run())
    assert "Epoch 1 of" in shown(elsewhere)


def test_a_file_that_is_no_model_is_refused_and_nothing_changes():
    page = three_epochs()
    good = save(saved(app_of(page).run))
    take(page, good)
    loaded = app_of(page).models.loaded
    take(page, good[: len(good) // 2], "cut.safetensors")
    assert "This file cannot be used." in refusal(page) and "Epoch 3 of 20" in shown(page)
    assert app_of(page).models.loaded is loaded


def test_a_name_with_markup_stays_text():
    page = three_epochs()
    take(page, save(saved(app_of(page).run)), "<img src=x>*.safetensors")
    assert "&lt;img src=x&gt;*.safetensors" in shown(page)


def test_without_room_neither_is_a_file_read_nor_does_a_run_go_on(monkeypatch):
    page = three_epochs()
    data = save(saved(app_of(page).run))
    take(page, data)
    replace_shared(monkeypatch, "room", lambda: Room(500_000_000, used=lambda: 700_000_000))
    calm(button(page, "go_on_from_model").click().run())
    assert "There is no room for new runs" in refusal(page)
    before = app_of(page).models.loaded
    take(page, data, "again.safetensors")
    assert "There is no room for new runs" in refusal(page) and app_of(page).models.loaded is before


def test_a_double_click_goes_on_from_the_same_point():
    page = three_epochs()
    take(page, save(saved(app_of(page).run)))
    for _ in range(2):
        calm(button(page, "go_on_from_model").click().run())
    assert "Epoch 3 of 20" in shown(page)


def test_a_loaded_model_answers_without_its_sentences():
    page = three_epochs(cell="gru")
    model = saved(app_of(page).run)
    other = opened()
    app_of(other).kept.set({"keep": "Model"})
    take(keeping(other), save(model))
    app_of(other).kept.set({"keep": "Classify"})
    calm(other.run())
    assert other.segmented_control(key="classify_by").value == "loaded"
    calm(other.text_area(key="classify_pasted").set_value("i am not sad").run())
    calm(button(other, "classify").click().run())
    task = app_of(other).classifying.task
    assert "Answered by the loaded model: GRU, 16 units, after 3 epochs." in shown(other)
    assert task.pieces[0].probabilities.tolist() == model.predict(["i am not sad"])[0].tolist()
    calm(other.segmented_control(key="classify_by").set_value("run").run())
    assert "The network has changed since" in shown(other)
