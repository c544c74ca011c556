"""What is done with the picture of the network on the page."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

APP = str(Path(__file__).resolve().parent.parent / "app.py")


@pytest.fixture
def page() -> AppTest:
    opened = AppTest.from_file(APP, default_timeout=60).run()
    assert not opened.exception
    return opened


def drawn(page: AppTest):
    """The table of the picture."""
    (chart,) = [chart for chart in page.get("vega_lite_chart") if "clicked" in chart.proto.spec]
    from pyarrow import ipc

    return ipc.open_stream(chart.proto.data.data).read_pandas()


def words(page: AppTest) -> list[str]:
    frame = drawn(page)
    return frame.loc[frame["kind"] == "word", "word"].tolist()


def test_a_word_that_was_clicked_opens_its_step(page):
    page.session_state["app"].clicks.open_step(3)
    page.run()
    kept = page.session_state["app"].kept
    assert (kept["tabs"], kept["inside_group"], kept["inside_Forward"], kept["word"]) == (
        "Inside", "Forward", "steps", "3",
    )  # fmt: skip
    assert page.session_state["tabs"] == "Inside" and not page.exception
    page.run()
    page.session_state["tabs"] = "Curves"
    assert page.session_state["app"].clicks.awaited == {}, "once: the next tab is the visitor's own choice"


def test_of_a_long_sentence_the_end_is_drawn_and_any_part_that_is_chosen(page):
    page.text_input(key="sentence").set_value(" ".join(f"w{i}" for i in range(40))).run()
    assert words(page) == [f"w{i}" for i in range(24, 40)]
    page.select_slider(key="part").set_value(16).run()
    assert words(page) == [f"w{i}" for i in range(16, 32)]
    page.session_state["app"].clicks.show_part(0)
    page.run()
    assert words(page) == [f"w{i}" for i in range(16)]
    page.text_input(key="sentence").set_value("i am sad").run()
    assert words(page) == ["i", "am", "sad"] and not page.exception


def test_gates_are_offered_where_there_are_some_and_drawn_on_demand(page):
    assert not [toggle for toggle in page.toggle if toggle.key == "gates"]
    page.session_state["app"].kept.set({"cell": "lstm"})
    page.run()
    assert '"field": "c_shade"' in specification(page) and '"field": "f"' not in specification(page).split("tooltip")[0]
    before = specification(page)
    page.toggle(key="gates").set_value(True).run()
    assert len(specification(page)) > len(before) and not page.exception


def specification(page: AppTest) -> str:
    (chart,) = [chart for chart in page.get("vega_lite_chart") if "clicked" in chart.proto.spec]
    return str(chart.proto.spec)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({}, "Each bar but the last: its answer if the sentence ended there."),
        ({"directions": 2}, "read anew in both directions"),
        ({"readout": "words"}, "Each bar is its answer to the word above."),
        ({"hidden_size": 64}, "16 of 64 units are drawn: those that matter most for this answer."),
        ({"cell": "relu"}, "2 and more"),
    ],
)
def test_below_the_picture_stands_what_it_shows(page, settings, words):
    page.session_state["app"].kept.set(settings)
    page.run()
    (told,) = [
        html.proto.body
        for html in page.get("html")
        if "rnn-key" in html.proto.body and "<style>" not in html.proto.body
    ]
    assert words in told and "<bdi>negative</bdi>" in told and not page.exception


def test_a_sentence_of_the_data_has_its_label_beside_the_answer(page):
    page.text_input(key="sentence").set_value(page.session_state["app"].sentences.first_sentence).run()
    (told,) = [html.proto.body for html in page.get("html") if 'class="rnn-answer"' in html.proto.body]
    assert "its label is" in told
