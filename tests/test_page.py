"""The page's logic, through Streamlit's own AppTest; what only a browser can show is in tests/browser."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from rnn_core import ModelConfig, TrainConfig, bundled, train

APP = str(Path(__file__).resolve().parent.parent / "app.py")


def opened(**query: str) -> AppTest:
    page = AppTest.from_file(APP, default_timeout=30)
    for name, value in query.items():
        page.query_params[name] = value
    return calm(page.run())


def calm(page: AppTest) -> AppTest:
    assert not page.exception
    return page


def button(page: AppTest, key: str):
    return page.button(key=key)


def shown(page: AppTest) -> str:
    return " ".join(element.proto.body for element in page.get("html"))


def test_a_fresh_page_is_the_default_preset_at_epoch_0_and_does_not_train():
    page = opened()
    assert "Epoch 0 of 100" in shown(page) and "Press Play" in shown(page)
    assert button(page, "play").proto.type == "primary"
    assert page.slider(key="hidden_size").value == 16
    assert page.selectbox(key="preset").value == "alive"


def test_step_makes_exactly_one_epoch_and_reset_gives_the_same_first_epoch_again():
    page = opened()
    calm(button(page, "step").click().run())
    first = shown(page)
    assert "Epoch 1 of 100" in first
    calm(button(page, "step").click().run())
    assert "Epoch 2 of 100" in shown(page)
    calm(button(page, "reset").click().run())
    assert "Epoch 0 of 100" in shown(page)
    calm(button(page, "step").click().run())
    assert shown(page) == first


def test_a_preset_sets_every_control():
    page = opened()
    calm(page.selectbox(key="preset").set_value("blog").run())
    assert page.slider(key="hidden_size").value == 64
    assert page.select_slider(key="learning_rate").value == 0.02
    assert page.select_slider(key="epochs").value == 1000
    assert "Epoch 0 of 1000" in shown(page)


def test_settings_changed_during_a_run_wait_for_reset_and_are_named():
    page = opened(epochs="50")
    calm(button(page, "step").click().run())
    calm(page.slider(key="hidden_size").set_value(8).run())
    assert "Changed, for the next Reset: Hidden size. A reload loses this run." in shown(page)
    assert "Epoch 1 of 50" in shown(page)
    calm(button(page, "reset").click().run())
    assert "Changed" not in shown(page)


def test_a_link_sets_the_page_but_starts_nothing():
    page = opened(preset="two_units", hidden_size="3", seed="7", sentence="not good", pace="5")
    assert page.slider(key="hidden_size").value == 3
    assert page.number_input(key="seed").value == 7
    assert page.text_input(key="sentence").value == "not good"
    assert "Epoch 0 of 300" in shown(page)


def test_a_bad_link_gives_one_notice_and_is_not_written_back():
    page = opened(hidden_size="99999", dataset="../../etc/passwd", seed="1_000")
    assert shown(page).count("Not followed in this link") == 1
    assert page.query_params["dataset"] == "sentiment"
    assert page.query_params["hidden_size"] == "256" and page.query_params["seed"] == "0"


def test_the_address_bar_holds_all_it_takes():
    page = opened()
    calm(page.slider(key="hidden_size").set_value(5).run())
    again = opened(**page.query_params)
    assert again.slider(key="hidden_size").value == 5
    assert again.query_params == page.query_params


def test_picking_a_sentence_puts_it_into_the_box():
    page = opened()
    calm(page.selectbox(key="picked").set_value("i was very sad").run())
    assert page.text_input(key="sentence").value == "i was very sad"
    assert page.selectbox(key="picked").value is None


def test_a_new_seed_is_another_run():
    page = opened()
    seed = page.number_input(key="seed").value
    new = next(b for b in page.button if b.label == "New seed")
    calm(new.click().run())
    assert page.number_input(key="seed").value != seed
    calm(button(page, "reset").click().run())


@pytest.mark.parametrize("sentence", ["", "quux", "<script>alert(1)</script>", "good " * 300, "$x$ :red[a] **b**"])
def test_any_sentence_is_read_without_an_exception(sentence):
    page = opened()
    calm(page.text_input(key="sentence").set_value(sentence).run())
    assert "<script" not in shown(page)


def test_every_chart_has_a_description():
    page = opened()
    charts = page.get("vega_lite_chart")
    assert len(charts) == 5
    assert all('"description"' in chart.proto.spec for chart in charts)


def test_a_run_in_the_page_ends_in_the_terminals_fingerprint():
    page = opened(epochs="10", pace="full")
    for _ in range(10):
        calm(button(page, "step").click().run())
    expected = train(bundled(), ModelConfig(), TrainConfig(epochs=10))
    list(expected)
    assert f"Fingerprint of the weights: {expected.params.fingerprint()}" in shown(page)


def test_a_click_while_the_page_is_being_made_does_not_put_every_control_at_its_least():
    """The browser takes a value from here only if the run says that it was set here: so do the first few runs."""
    page = opened(hidden_size="24", epochs="500")
    told = []
    for _ in range(4):
        sliders = [page.slider(key="hidden_size"), page.select_slider(key="epochs")]
        assert [slider.value for slider in sliders] == [24, 500]
        told.append([slider.proto.set_value for slider in sliders] + [page.text_input(key="sentence").proto.set_value])
        calm(page.run())
    assert told == [[True] * 3] * 3 + [[False] * 3]


def test_a_link_to_another_bundled_set_opens_with_one_of_its_sentences():
    page = opened(dataset="marked_recall")
    assert "remember" in page.text_input(key="sentence").value
    assert page.selectbox(key="dataset").value == "marked_recall"
    assert opened(dataset="marked_recall", sentence="cow").text_input(key="sentence").value == "cow"
    assert opened().text_input(key="sentence").value == "i am not at all sad"
