"""The tab of runs, through Streamlit's AppTest: what is kept by itself, and what its buttons do."""

import pytest
from pyarrow import ipc
from streamlit.testing.v1 import AppTest

from playground.hand_in import made
from playground.kept_runs import MOST_DRAWN, KeptRuns
from playground.lessons import tour
from playground.paces import PACES
from playground.room import NoRoom, Room
from playground.saved_runs import saved
from playground.shared import bundled_sentences
from rnn_core.model_files import save
from tests.test_own_sentences import GOOD, panel, upload, used
from tests.test_page import button, calm, opened, shown

MARKUP = "<img src=x onerror=alert(1)> **bold** [a](http://b) :red[c]"


def open_runs(**query: str) -> AppTest:
    page = opened(**{"epochs": "10", "hidden_size": "4", "pace": "full", **query})
    return look_at_runs(page)


def look_at_runs(page: AppTest) -> AppTest:
    page.session_state["app"].kept.set({"tabs": "Runs"})
    return calm(page.run())


def kept(page: AppTest) -> KeptRuns:
    found: KeptRuns = page.session_state["app"].kept_runs
    return found


def train_to_the_end(page: AppTest) -> None:
    job = page.session_state["app"].job
    job.set_pace(PACES["full"])
    job.play()
    job.run_slice(100)
    assert job.status == "finished"
    calm(page.run())


def click(page: AppTest, key: str) -> None:
    calm(button(page, key).click().run())


def two_runs() -> AppTest:
    """A page with a kept run, and another that has come to its end."""
    page = open_runs()
    train_to_the_end(page)
    calm(page.slider(key="hidden_size").set_value(5).run())
    click(page, "reset")
    train_to_the_end(page)
    return page


def has(page: AppTest, key: str) -> bool:
    return any(found.key == key for found in page.button)


def rows(page: AppTest) -> list[str]:
    """The rows of the table, as HTML."""
    (table,) = (body for element in page.get("html") if "<table" in (body := element.proto.body) and "epochs" in body)
    return table.split("<tr>")[2:]


def drawn(page: AppTest):
    """The table of the chart."""
    return ipc.open_stream(page.get("vega_lite_chart")[-1].proto.data.data).read_pandas()


def test_an_empty_history_shows_the_present_run_and_says_how_runs_are_kept():
    page = open_runs()
    assert len(rows(page)) == 1 and "vanilla, 4 units" in rows(page)[0] and "0 of 10" in rows(page)[0]
    assert "A run is kept by itself when Reset or Again begins the next one." in shown(page)
    assert drawn(page)["run"].tolist() == ["1: vanilla, 4 units"] and drawn(page)["epoch"].isna().all()


def test_a_run_is_kept_by_reset_and_stands_in_the_table_with_what_is_new_about_the_next():
    page = open_runs()
    train_to_the_end(page)
    fingerprint = page.session_state["app"].job.snapshot().params.fingerprint()
    calm(page.segmented_control(key="cell").set_value("lstm").run())
    click(page, "reset")
    first, second = rows(page)
    assert "vanilla, 4 units" in first and fingerprint in first and "now" not in first
    assert "LSTM" in second and "rnn-new" in second and "now" in second and "0 of 10" in second
    assert "A run is kept by itself" not in shown(page)
    train_to_the_end(page)
    assert drawn(page)["run"].unique().tolist() == ["1: vanilla, 4 units", "2: LSTM"]
    assert drawn(page)["epoch"].dropna().tolist() == [*range(1, 11)] * 2


def test_again_a_lesson_and_other_sentences_keep_it_too_and_the_same_run_is_kept_once():
    page = open_runs()
    train_to_the_end(page)
    click(page, "play")  # Again
    page.session_state["app"].job.pause()
    assert kept(page).numbers == [1, 2]
    train_to_the_end(page)
    click(page, "reset")
    assert kept(page).numbers == [1, 2], "the same settings gave the same run"
    assert "The last run was the same as run 1, to the bit: it is kept once." in shown(page)
    calm(page.slider(key="hidden_size").set_value(5).run())
    click(page, "step")
    page.session_state["app"].set_up(next(iter(tour().values())))
    calm(page.run())
    assert kept(page).numbers == [1, 2, 3] and kept(page).runs[1].settings.hidden_size == 5
    train_to_the_end(page)
    calm(page.selectbox(key="dataset").set_value("marked_recall").run())
    assert kept(page).numbers == [1, 2, 3, 4]


def test_a_run_that_a_loaded_model_replaces_is_kept():
    page = open_runs()
    train_to_the_end(page)
    model = save(saved(page.session_state["app"].run))
    calm(page.slider(key="hidden_size").set_value(5).run())
    click(page, "reset")
    click(page, "step")
    app = page.session_state["app"]
    app.kept.set({"tabs": "Keep"})
    calm(page.run())
    calm(page.file_uploader(key="model_file").set_value(("m.safetensors", model, "application/octet-stream")).run())
    click(page, "go_on_from_model")
    look_at_runs(page)
    assert [run.settings.hidden_size for run in kept(page).runs] == [4, 5] and "now" in rows(page)[2]


def test_a_run_that_cannot_be_replaced_stays_the_present_one(monkeypatch):
    page = open_runs()
    train_to_the_end(page)

    def refuse(self, needed):
        raise NoRoom("There is no room.")

    monkeypatch.setattr(Room, "admit", refuse)
    click(page, "reset")
    assert kept(page).numbers == [1] and "There is no room." in shown(page)


def test_weights_of_kept_runs_go_before_another_run_is_refused(monkeypatch):
    page = two_runs()
    click(page, "play")
    page.session_state["app"].job.pause()

    def short(self, needed):
        if any(run.model for run in kept(page).runs):
            raise NoRoom("There is no room.")

    monkeypatch.setattr(Room, "admit", short)
    train_to_the_end(page)
    calm(page.slider(key="hidden_size").set_value(6).run())
    click(page, "reset")
    assert page.session_state["app"].settings.hidden_size == 6
    assert "the weights of run 1 were let go" in shown(page) and "There is no room." not in shown(page)


def test_a_run_for_which_there_is_no_room_even_without_those_weights_is_refused(monkeypatch):
    page = two_runs()

    def refuse(self, needed):
        raise NoRoom("There is no room.")

    monkeypatch.setattr(Room, "admit", refuse)
    click(page, "reset")
    assert kept(page).weights_gone == {1}
    assert kept(page).numbers == [1, 2] and "There is no room." in shown(page)


def test_weights_of_kept_runs_go_before_going_on_from_a_file_is_refused(monkeypatch):
    page = open_runs()
    app = page.session_state["app"]
    train_to_the_end(page)
    app.models.take("kept.safetensors", save(saved(app.run)), ())
    click(page, "reset")

    def short(self, needed):
        if any(run.model for run in kept(page).runs):
            raise NoRoom("There is no room.")

    monkeypatch.setattr(Room, "admit", short)
    assert kept(page).runs[0].model
    app.go_on_from_model()
    assert not app.models.refused and app.run.loaded


def test_what_was_handed_in_keeps_no_run_that_was_replaced():
    page = open_runs()
    train_to_the_end(page)
    app = page.session_state["app"]
    app.hand_in = made(app.run, app.job.snapshot(), "", [])
    click(page, "reset")
    assert app.hand_in is None


def test_a_name_is_shown_as_it_is_written_and_is_never_markup():
    page = open_runs()
    train_to_the_end(page)
    calm(page.text_input(key="run_name").set_value(MARKUP).run())
    assert "&lt;img src=x onerror=alert(1)&gt; **bold** [a](http://b) :red[c]" in rows(page)[0]
    assert MARKUP in drawn(page)["run"][0], "as a value"
    everything = [*page.get("vega_lite_chart")[-1].proto.spec, *(caption.value for caption in page.caption)]
    assert "onerror" not in "".join(everything)
    labels = [element.label for element in (*page.selectbox, *page.text_input, *page.button)]
    assert not any("onerror" in label for label in labels)
    assert not any("onerror" in option for select in page.selectbox for option in select.options)


def test_the_name_field_is_of_the_run_that_is_picked():
    page = open_runs()
    train_to_the_end(page)
    click(page, "reset")
    calm(page.text_input(key="run_name").set_value("first").run())
    calm(page.selectbox(key="picked_run").set_value(2).run())
    assert page.text_input(key="run_name").value == ""
    calm(page.text_input(key="run_name").set_value("second").run())
    assert kept(page).names == {1: "first", 2: "second"}
    calm(page.selectbox(key="picked_run").set_value(1).run())
    assert page.text_input(key="run_name").value == "first"


def test_what_is_clicked_right_after_another_run_was_picked_is_done_to_that_one():
    """Before the browser has heard of it, so that it still shows the buttons of the run before."""
    page = open_runs()
    for size in (5, 6):
        train_to_the_end(page)
        calm(page.slider(key="hidden_size").set_value(size).run())
        click(page, "reset")
    page.selectbox(key="picked_run").set_value(2)
    click(page, "pin_1")
    assert kept(page).reference == 2
    page.selectbox(key="picked_run").set_value(1)
    click(page, "set_like_2")
    assert page.session_state["app"].shown.settings.hidden_size == 4
    page.selectbox(key="picked_run").set_value(2)
    click(page, "delete_1")
    assert kept(page).numbers == [1, 3]


def test_deleting_takes_one_run_away_and_the_present_one_cannot_be():
    page = open_runs()
    for size in (5, 6):
        train_to_the_end(page)
        calm(page.slider(key="hidden_size").set_value(size).run())
        click(page, "reset")
    assert len(rows(page)) == 3
    calm(page.selectbox(key="picked_run").set_value(2).run())
    click(page, "delete_2")
    assert kept(page).numbers == [1, 3] and len(rows(page)) == 2
    assert page.selectbox(key="picked_run").value == 3, "the present one"
    assert button(page, "delete_3").disabled and not has(page, "delete_2")


def test_what_was_deleted_is_undone_once_and_picked_again():
    page = open_runs()
    for size in (5, 6):
        train_to_the_end(page)
        calm(page.slider(key="hidden_size").set_value(size).run())
        click(page, "reset")
    calm(page.selectbox(key="picked_run").set_value(2).run())
    before = rows(page)
    elements = [(found.key, found.label) for found in page.button]
    assert button(page, "undo_delete").disabled and "Undo brings it back" not in shown(page)
    click(page, "delete_2")
    assert not button(page, "undo_delete").disabled and "Run 2 is deleted: Undo brings it back." in shown(page)
    click(page, "undo_delete")
    assert rows(page) == before and page.selectbox(key="picked_run").value == 2
    assert [(found.key, found.label) for found in page.button] == elements
    assert button(page, "undo_delete").disabled


def test_the_reference_has_the_ink_and_the_others_are_told_beside_it():
    page = two_runs()
    calm(page.selectbox(key="picked_run").set_value(1).run())
    click(page, "pin_1")
    first, second = rows(page)
    assert "reference ·" in first and "#3A4049" in first and "reference ·" not in second
    points = 100 * (
        page.session_state["app"].job.snapshot().records[-1].train_accuracy
        - kept(page).runs[0].figure("train", "accuracy")
    )
    assert f"{points:+.1f}".replace("-", "−") in second
    assert drawn(page)["run"].tolist()[-1].startswith("1: "), "drawn over the others"
    click(page, "unpin_1")
    assert kept(page).reference is None and has(page, "pin_1")


def test_loss_instead_of_accuracy_is_one_control_for_chart_and_table():
    page = open_runs()
    train_to_the_end(page)
    record = page.session_state["app"].job.snapshot().records[-1]
    assert drawn(page)["train"].tolist()[-1] == record.train_accuracy
    calm(page.segmented_control(key="measure").set_value("loss").run())
    assert drawn(page)["train"].tolist()[-1] == record.train_loss
    assert f"{record.train_loss:.3g}" in rows(page)[0] and f"{record.test_loss:.3g}" in rows(page)[0]


def test_runs_are_taken_out_of_the_chart_and_no_more_are_taken_in_than_it_can_hold():
    page = open_runs()
    for size in range(5, 5 + MOST_DRAWN):
        train_to_the_end(page)
        calm(page.slider(key="hidden_size").set_value(size).run())
        click(page, "reset")
    pills = next(group for group in page.get("button_group") if group.key == "drawn_runs")
    assert pills.value == list(range(2, MOST_DRAWN + 2))
    calm(pills.set_value(list(range(1, MOST_DRAWN + 2))).run())
    assert f"At most {MOST_DRAWN} runs are drawn at a time" in shown(page)
    pills = next(group for group in page.get("button_group") if group.key == "drawn_runs")
    assert pills.value == list(range(2, MOST_DRAWN + 2)), "as before"
    calm(pills.set_value([1, 2]).run())
    assert kept(page).drawn == (2, 1) and len(drawn(page)["run"].unique()) == 2
    assert 'title="not in the chart"' in rows(page)[-1]


def test_the_controls_are_set_like_a_run_and_nothing_starts():
    page = open_runs(cell="lstm", learning_rate="0.01")
    train_to_the_end(page)
    settings = page.session_state["app"].settings
    calm(page.selectbox(key="dataset").set_value("marked_recall").run())
    assert page.session_state["app"].settings != settings
    calm(page.selectbox(key="picked_run").set_value(1).run())
    click(page, "set_like_1")
    app = page.session_state["app"]
    assert app.shown.settings == app.settings == settings
    assert app.chosen is app.sentences is bundled_sentences()
    assert app.job.status == "ready" and app.job.snapshot().epoch == 0
    assert page.selectbox(key="dataset").value == "sentiment"


def test_the_controls_are_set_while_a_run_of_other_settings_goes_on():
    page = open_runs()
    train_to_the_end(page)
    calm(page.slider(key="hidden_size").set_value(5).run())
    click(page, "reset")
    click(page, "step")
    calm(page.selectbox(key="picked_run").set_value(1).run())
    click(page, "set_like_1")
    app = page.session_state["app"]
    assert (app.shown.settings.hidden_size, app.settings.hidden_size) == (4, 5) and app.job.snapshot().epoch == 1


def test_set_like_a_run_on_other_sentences_the_link_reads_one_of_them_at_once_and_the_box_with_the_next_run():
    page = open_runs()
    train_to_the_end(page)
    first = page.session_state["app"].sentences.first_sentence
    calm(page.selectbox(key="dataset").set_value("marked_recall").run())
    click(page, "reset")
    click(page, "step")
    calm(page.selectbox(key="picked_run").set_value(1).run())
    click(page, "set_like_1")
    assert (page.query_params["dataset"], page.query_params["sentence"]) == ("sentiment", first)
    assert page.text_input(key="sentence").value != first, "the present run goes on reading its own"
    click(page, "reset")
    assert page.text_input(key="sentence").value == first


def test_it_says_that_a_reload_clears_the_kept_runs_once_there_are_some():
    page = open_runs()
    train_to_the_end(page)
    assert "A reload clears" not in shown(page)
    click(page, "reset")
    assert "A reload clears the kept runs: save what you need under Keep, Take away." in shown(page)


def with_own():
    """A page that has trained on sentences of the visitor's own for an epoch, with the runs in sight."""
    page = panel()
    upload(page, GOOD, "my **own**.csv")
    used(page)
    look_at_runs(page)
    click(page, "step")
    return page


def test_sentences_that_are_not_here_any_more_are_said_to_be_missing():
    page = with_own()
    app = page.session_state["app"]
    assert "my **own**.csv" in shown(page)
    app.kept.set({"dataset": "sentiment"})
    app.use_listed()
    calm(page.run())
    assert app.sentences.own, "the run keeps its own until the next Reset"
    calm(page.selectbox(key="picked_run").set_value(1).run())
    assert "not here any more" not in shown(page)
    click(page, "set_like_1")
    assert app.chosen is app.sentences, "its own are still here, with the run"
    upload(calm(button(page, "open_loading").click().run()), GOOD.replace(b"word", b"term"), "other.csv")
    used(page)
    click(page, "reset")
    assert "not here any more" in shown(page) and "other.csv" in rows(page)[1]
    assert button(page, "set_like_1").disabled and "load them again first" in button(page, "set_like_1").help
    own, before = app.chosen, {**app.shown.values}
    app.kept.set({"hidden_size": 5})
    app.set_like(app.kept_runs.runs[0])  # by a click that was on its way
    assert app.chosen is own and app.shown.values == before | {"hidden_size": 5}
    calm(page.selectbox(key="picked_run").set_value(kept(page).present).run())
    assert not button(page, f"set_like_{kept(page).present}").disabled


def test_own_sentences_stay_in_the_list_while_bundled_ones_are_trained_on():
    page = with_own()
    app = page.session_state["app"]
    own, suggested = app.chosen, app.shown.suggested
    calm(page.selectbox(key="dataset").set_value("sentiment").run())
    click(page, "reset")
    assert not app.sentences.own and "not here any more" not in shown(page)
    assert "Suggested for these sentences" not in page.selectbox(key="preset").options
    calm(page.selectbox(key="dataset").set_value("own").run())
    assert app.chosen is own and app.kept["preset"] == "suggested" and app.shown.settings == suggested
    calm(page.selectbox(key="dataset").set_value("sentiment").run())
    click(page, "reset")
    calm(page.selectbox(key="picked_run").set_value(1).run())
    click(page, "set_like_1")
    assert app.chosen is own and app.shown.suggested == suggested


def test_a_kept_run_answers_the_sentence_in_the_box():
    page = open_runs()
    train_to_the_end(page)
    click(page, "reset")
    calm(page.selectbox(key="picked_run").set_value(1).run())
    run = kept(page).runs[0]
    label, share = run.answers("i am not at all sad")[0]
    assert f"Its answer to the sentence in the box: <bdi>{label}</bdi>, {100 * share:.0f}%." in shown(page)
    kept(page).let_go_of_weights()
    calm(page.run())
    assert "Its weights were let go for want of room" in shown(page)


def test_two_visitors_have_runs_of_their_own():
    one, other = open_runs(), open_runs()
    train_to_the_end(one)
    click(one, "reset")
    calm(one.text_input(key="run_name").set_value("canary").run())
    calm(other.run())
    assert kept(one).numbers == [1, 2] and kept(other).numbers == [1] and "canary" not in shown(other)


@pytest.mark.parametrize("tab", ["Curves", "Inside", "Data"])
def test_runs_are_kept_whatever_tab_is_open(tab):
    page = opened(epochs="10", hidden_size="4")
    page.session_state["app"].kept.set({"tabs": tab})
    train_to_the_end(page)
    click(page, "reset")
    assert kept(page).numbers == [1, 2]
