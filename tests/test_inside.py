"""The network opened up, on the page: every view, whatever was trained and is read."""

import json
from functools import cache

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from playground.charts.norms import PANELS
from playground.charts.through_time import PUBLISHED, RUN
from playground.needs import INSIDE
from playground.sentences import Sentences
from playground.settings import Settings
from playground.views.inside import VIEWS
from rnn_core import bundled, trace
from rnn_core.inside.backwards import loss_gradients
from rnn_core.inside.behaviour import YOURS, parse_pairs
from rnn_core.inside.memory import memory_probe
from rnn_core.inside.microscope import check_gradient
from rnn_core.inside.saliency import saliency
from rnn_core.inside.steps import step
from tests.datasets import TREACHEROUS, drawn, rows, tagged
from tests.test_page import button, calm, shown

WORDLESS = {"steps", "states", "through_time", "check", "saliency"}  # views that have nothing to say without words


def one_view():
    """A script that draws one view: the tab around it can be opened in a browser only."""
    import streamlit as st

    from playground import opening
    from playground.shared import bundled_sentences
    from playground.views import inside, transport

    app = opening.current()
    wanted = st.session_state.pop("wanted", None)
    if wanted:
        sentences, settings = wanted[0] or bundled_sentences(), wanted[1]
        app.use(sentences, settings if sentences.own else None)
        app.kept.set(settings.values)
        app.reset()
    transport.draw(app, False)
    if st.session_state["view"] == "any":
        inside.draw(app, False)
    elif st.session_state["view"]:
        inside.draw_view(app, False, st.session_state["view"])


def looking(sentences=None, steps=0, **settings) -> AppTest:
    """A page with a run on these sentences, None for the bundled ones, after so many epochs."""
    page = AppTest.from_function(one_view, default_timeout=60)
    page.session_state["view"] = ""
    return stepped(using(page, sentences, **settings), steps)


def using(page: AppTest, sentences, **settings) -> AppTest:
    page.session_state["wanted"] = (sentences, Settings(**settings))
    return calm(page.run())


def stepped(page: AppTest, steps: int = 1) -> AppTest:
    job = page.session_state["app"].job
    for epoch in range(job.snapshot().epoch + 1, job.snapshot().epoch + 1 + steps):
        calm(button(page, "step").click().run())
        while job.status == "playing":  # on a machine that has much to do
            job.run_slice(0.1)
        assert job.snapshot().epoch == epoch
    return calm(page.run()) if steps else page


def at(page: AppTest, view: str) -> AppTest:
    page.session_state["view"] = view
    return calm(page.run())


def reading(page: AppTest, sentence: str) -> AppTest:
    page.text_input(key="sentence").set_value(sentence)
    return page


def back(page: AppTest, epoch: int) -> AppTest:
    """The page with the weights of an earlier epoch; the view must be drawn."""
    calm(page.toggle(key="go_back").set_value(True).run())
    slider = next(slider for slider in page.slider if slider.key.startswith("epoch_of_"))
    return calm(slider.set_value(epoch).run())


def weights(page: AppTest):
    return page.session_state["app"].job.snapshot().params


def write(page: AppTest, key: str, text: str) -> AppTest:
    box = next(box for box in (*page.text_input, *page.text_area) if box.key == key)
    return calm(box.set_value(text).run())


def charts(page: AppTest) -> list[dict]:
    return [json.loads(chart.proto.spec) for chart in page.get("vega_lite_chart")]


def tables(page: AppTest) -> list[pd.DataFrame]:
    return [table.value for table in page.dataframe]


def is_sound(page: AppTest, view: str) -> bool:
    """Whether all charts have a description and no text of others has become markup."""
    for spec in charts(page):
        assert spec["description"], view
    text = shown(page)
    assert "<script" not in text and "otherwise: this is a bug" not in text, view
    return True


def own(dataset) -> Sentences:
    return Sentences(dataset, "mine.csv", own=True)


@cache
def sixty():
    lines = [f"word{i} other{i % 7} {' '.join(['more'] * (i % 4))} | class {i % 60}" for i in range(180)]
    return own(rows(*lines, *(f"word{i} new | class {i} | test" for i in range(5)), unknown="vector"))


@cache
def treacherous():
    names = (*TREACHEROUS, "<script>alert(1)</script>", "**b** $x$ :red[a]", "=1+1", "&lt;")
    return own(rows(*(f"{name} {name} and | {name}" for name in names), unknown="vector"))


@cache
def three():
    return own(drawn(60, 3))


def test_every_view_has_its_place_in_one_group():
    placed = [name for group in INSIDE.values() for name in group]
    assert sorted(placed) == sorted(VIEWS) and len(placed) == len(set(placed)) == len(VIEWS)
    assert list(VIEWS) == placed  # and the order is the same
    assert len({view.title for view in VIEWS.values()}) == len(VIEWS)


# Nothing fails.

KINDS = {
    "bundled": lambda: None,
    "three classes": three,
    "sixty classes and an unknown word": sixty,
    "treacherous words and labels": treacherous,
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_view_can_be_looked_at_before_the_first_epoch_and_after_some(kind):
    page = looking(KINDS[kind]())
    for view in VIEWS:
        assert is_sound(at(page, view), view)
        assert bool(charts(page)) == (view not in ("norms", "check"))
    stepped(page, 3)
    for view in VIEWS:
        assert is_sound(at(page, view), view)
        assert bool(charts(page)) == (view != "check")
    assert page.session_state["app"].job.snapshot().epoch == 3


@pytest.mark.parametrize("kind", KINDS)
def test_every_view_of_two_units_goes_back_in_training(kind):
    page = looking(KINDS[kind](), steps=3, hidden_size=2)
    for view in VIEWS:
        page = back(at(page, view), 2)
        assert is_sound(page, view)
        assert "The weights at the end of epoch 2" in shown(page) and "The curve says the same." in shown(page), view


SENTENCES = {"none": "", "unknown": "quux blorp", "one": "good", "long": "not good and " * 66 + "very sad"}


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("hidden", [2, 16])
def test_sentences_of_no_word_unknown_words_one_word_and_two_hundred_can_be_looked_at(sentence, hidden):
    page = reading(looking(steps=1, hidden_size=hidden), SENTENCES[sentence])
    for view in VIEWS:
        assert is_sound(at(page, view), view)
        said = any("There is no word to look at" in caption.value for caption in page.caption)
        assert said == (view in WORDLESS and sentence in ("none", "unknown")), view
    if sentence == "long":
        assert len(tables(at(page, "through_time"))[0]) == 200


SCRIPT = "<script>alert(1)</script>"


def test_words_that_are_markup_are_only_text_in_every_view():
    page = looking(treacherous(), steps=1)
    label_and_words = {"steps", "plane", "check", "through_time"}
    for sentence, named in (
        (f"{SCRIPT} {SCRIPT} and", label_and_words),  # one of its own, of a class that is called like that
        (f"<script> {SCRIPT} <script>", label_and_words - {"through_time"}),
    ):
        reading(page, sentence)
        for view in VIEWS:
            at(page, view)
            for key in ("second_sentence", "cue", "filler", "target"):
                if any(box.key == key for box in page.text_input):
                    write(page, key, sentence)
            if view == "check":
                calm(button(page, "check_gradient").click().run())
            assert is_sound(page, view)
            assert view not in named or "&lt;script&gt;" in shown(page), view


# What is shown is what the core says.

SENTENCE = "i was not very sad"


@pytest.fixture(scope="module")
def trained():
    """A page after three epochs, its weights, and a sentence read with them; tests only look."""
    page = reading(looking(steps=3), SENTENCE)
    return page, weights(page), trace(weights(page), bundled().vocabulary, SENTENCE)


def test_every_number_of_a_step_is_the_cores(trained):
    page, params, read = trained
    calm(at(page, "steps").select_slider(key="word").set_value("3").run())
    calm(page.slider(key="unit_of_16").set_value(7).run())
    table, answers = tables(page)
    now = step(params, read, 3)
    (gate,) = now.gates
    assert table["unit"].tolist() == list(range(1, 17))
    for column, expected in {
        "word": gate.from_input, "before": gate.from_state.sum(axis=1), "bias": gate.bias, "z": gate.z,
        "value": now.state,
    }.items():  # fmt: skip
        assert table[column].tolist() == expected.tolist(), column
    assert answers["class"].tolist() == list(bundled().classes)
    assert answers["score"].tolist() == read.scores[3].tolist()
    assert answers["probability"].tolist() == (100 * read.probabilities[3]).tolist()
    assert np.allclose(answers["terms"] + answers["bias"], answers["score"], rtol=0, atol=1e-12)
    assert f"Unit 7: {gate.from_input[6]:+.4f} (word)" in shown(page)
    assert "<b><u><bdi>not</bdi></u></b>" in shown(page)


def test_lengths_of_gradients_are_the_cores(trained):
    page, params, read = trained
    (table,) = tables(at(page, "through_time"))
    label = int(read.probabilities[-1].argmax())  # the sentence is none of the dataset's
    for rule, line in (("correct", RUN), ("published", PUBLISHED)):
        lengths = np.linalg.norm(loss_gradients(params, read, label, rule), axis=1)
        assert table[line].tolist() == [f"{length:.3e}" for length in lengths[1:]]
    assert table["word"].tolist() == SENTENCE.split()


def test_a_sentence_of_the_dataset_is_held_against_its_own_label(trained):
    page, params, _ = trained
    example = next(e for e in bundled().examples if len(e.sentence.split()) > 3)
    label = bundled().classes.index(example.label)
    reading(page, example.sentence)
    (table,) = tables(at(page, "through_time"))
    read = trace(params, bundled().vocabulary, example.sentence)
    assert table[RUN].tolist()[-1] == f"{np.linalg.norm(loss_gradients(params, read, label)[-1]):.3e}"
    assert f"held against its label, <bdi>{example.label}</bdi>" in shown(page)
    reading(page, SENTENCE)


def test_which_words_decide_is_the_cores_also_for_another_class(trained):
    page, params, read = trained
    (table,) = tables(at(page, "saliency"))
    answer = int(read.probabilities[-1].argmax())
    for class_id in (answer, 1 - answer):
        found = saliency(params, read, class_id)
        assert table["dropped"].tolist() == found.dropped.tolist()
        assert table["gradient"].tolist() == found.gradient.tolist()
        calm(page.selectbox(key="saliency_class").set_value(bundled().classes[1 - answer]).run())
        (table,) = tables(page)


def test_what_units_hold_is_the_cores_and_those_on_top_speak_for_the_class(trained):
    page, _, read = trained
    (table,) = tables(at(page, "states"))
    assert sorted(table["unit"]) == list(range(1, 17))
    assert table["state"].tolist() == read.states[-1][table["unit"] - 1].tolist()
    assert table["speaks"].is_monotonic_decreasing


def test_memory_is_the_cores(trained):
    page, params, _ = trained
    at(page, "memory")
    write(page, "filler", "really")
    labels = set()
    for cue, target in (("not", "good"), ("at", "happy")):
        write(page, "cue", cue)
        write(page, "target", target)
        found = memory_probe(params, bundled().vocabulary, cue, "really", target)
        labels.add(found.label)
        (table,) = tables(page)
        assert table["probability"].tolist() == (100 * found.probabilities[:, found.label]).tolist()
        assert table["signal"].tolist() == [f"{share:.2e}" for share in found.at_cue / found.at_end]
    assert labels == {0, 1}


def test_the_plateau_has_a_chart_for_each_panel(trained):
    page, _, _ = trained
    descriptions = [spec["description"] for spec in charts(at(page, "norms"))]
    assert descriptions == [panel.description for panel in PANELS]


# Going back.


@pytest.mark.parametrize("kind", ["bundled", "three classes"])
def test_the_curve_says_the_same_as_the_weights_of_every_epoch(kind):
    page = at(looking(KINDS[kind](), steps=6), "norms")
    for epoch in range(1, 7):
        assert f"The weights at the end of epoch {epoch}:" in shown(back(page, epoch))
        assert "The curve says the same." in shown(page)
    assert "Nothing was learned yet." in shown(back(page, 0))
    assert "The weights at the end of epoch 6:" in shown(back(page, 50))  # not trained yet


def test_going_back_shows_the_numbers_of_then():
    page = at(looking(steps=1), "steps")
    (before, _), h = tables(page), weights(page)
    stepped(page, 2)
    assert not tables(page)[0].equals(before)
    assert tables(back(page, 1))[0].equals(before)
    assert (weights(page).flat != h.flat).any()


# The gradient check.


def test_a_check_is_made_at_the_press_of_a_button_and_says_when_it_is_old():
    page = at(reading(looking(steps=2), SENTENCE), "check")
    assert not tables(page) and "Takes the weights and the sentence as they are" in shown(page)
    calm(button(page, "check_gradient").click().run())
    params, vocabulary = weights(page), bundled().vocabulary
    read = trace(params, vocabulary, SENTENCE)
    expected = check_gradient(params, read, int(read.probabilities[-1].argmax()))
    (table,) = tables(page)
    assert table["matrix"].tolist() == ["Wxh", "Whh", "bh", "Why", "by"]
    assert table["correct"].tolist() == [f"{matrix.correct:.1e}" for matrix in expected.matrices]
    assert table["published"].tolist() == [f"{matrix.published:.1e}" for matrix in expected.matrices]
    assert "is right" in shown(page) and OLD not in shown(page)

    assert OLD in shown(stepped(page)) and tables(page)[0].equals(table)
    calm(button(page, "check_gradient").click().run())
    assert OLD not in shown(page) and not tables(page)[0].equals(table)
    assert OLD in shown(at(reading(page, "not good"), "check"))
    assert OLD not in shown(at(reading(page, SENTENCE), "check"))


OLD = "Weights or sentence have changed since: press again."


def test_a_check_of_earlier_weights_says_of_which_epoch_they_are():
    page = back(at(looking(steps=3), "check"), 1)
    calm(button(page, "check_gradient").click().run())
    assert "with the weights of epoch 1 and held against" in shown(page) and OLD not in shown(page)
    assert OLD in shown(back(page, 2)) and "with the weights of epoch 1 and held against" in shown(page)


def test_a_check_does_not_outlive_its_run():
    page = at(looking(steps=1), "check")
    calm(button(page, "check_gradient").click().run())
    assert tables(page)
    assert not tables(calm(button(page, "reset").click().run()))


# Pairs of one's own.


def test_a_bad_line_is_refused_by_its_number_and_the_rest_goes_on():
    page = at(looking(steps=1), "behaviour")
    rates = tables(page)[0]
    page = write(page, "pairs", "good | not good | flip\n<script>bad</script>")
    assert '<div class="rnn-refusal">Line 2: “&lt;script&gt;bad&lt;/script&gt;” is not a pair.' in shown(page)
    assert is_sound(page, "behaviour") and charts(page)
    assert tables(page)[0].equals(rates)


@pytest.mark.parametrize("kind", KINDS)
def test_own_pairs_are_tried_and_counted(kind):
    page = at(looking(KINDS[kind](), steps=1), "behaviour")
    assert "your pairs" not in " ".join(tables(page)[0]["ability"])
    page = write(page, "pairs", "<script>a | <script>a | same\n<script>a | <script>a | flip")
    assert 'class="rnn-refusal"' not in shown(page) and is_sound(page, "behaviour")
    table, failed = tables(page)
    assert table.set_index("ability")["share"][YOURS] == 50
    mine = failed[failed["ability"] == YOURS]
    assert mine[["expected", "first", "second"]].to_numpy().tolist() == [["flip", "<script>a", "<script>a"]]
    assert mine["answer"].tolist() == mine["other"].tolist()
    tests = len(page.session_state["app"].results.abilities(parse_pairs(page.text_area[0].value)).suite.tests)
    assert f"of {tests} behaviour tests" in shown(page)
    assert any(caption.value.startswith(f"{len(failed)} fail") for caption in page.caption) or len(failed) == 100


# What was typed stays.

TYPED = {
    ("plane", "second_sentence"): "not <b>",
    ("behaviour", "pairs"): "good | bad | flip",
    ("memory", "cue"): "never",
    ("memory", "filler"): "and",
    ("memory", "target"): "sad",
}


def test_what_was_typed_is_there_after_looking_at_something_else():
    page = looking(steps=1)
    for (view, key), text in TYPED.items():
        write(at(page, view), key, text)
    stepped(at(page, ""))
    for (view, key), text in TYPED.items():
        boxes = (*at(page, view).text_input, *page.text_area)
        assert [box.value for box in boxes if box.key == key] == [text]
        assert page.session_state["app"].kept[key] == text
        write(page, key, "")
    at(at(page, ""), "")
    for view, key in TYPED:
        boxes = (*at(page, view).text_input, *page.text_area)
        assert [box.value for box in boxes if box.key == key] == [""]  # and what was emptied stays empty


def test_the_chosen_view_is_there_after_looking_at_something_else():
    page = at(looking(steps=1), "any")
    calm(page.segmented_control(key="inside_group").set_value("Backward").run())
    calm(page.pills(key="inside_Backward").set_value("saliency").run())
    assert "Two ways to ask" in shown(page)
    assert "Two ways to ask" in shown(at(at(at(page, ""), ""), "any"))
    calm(page.segmented_control(key="inside_group").set_value("Forward").run())
    assert VIEWS["steps"].about in shown(page)
    calm(page.segmented_control(key="inside_group").set_value("Backward").run())
    assert "Two ways to ask" in shown(page)


def test_other_sentences_bring_their_own_texts_and_leave_the_pairs():
    page = looking(steps=1)
    for (view, key), text in TYPED.items():
        write(at(page, view), key, text)
    at(page, "saliency").selectbox(key="saliency_class").set_value("negative").run()
    using(page, three())
    for (view, key), text in TYPED.items():
        boxes = (*at(page, view).text_input, *page.text_area)
        expected = text if key == "pairs" else three().beside[key]
        assert [box.value for box in boxes if box.key == key] == [expected]
    assert is_sound(at(page, "saliency"), "saliency") and is_sound(at(page, "states"), "states")


# At which word, in which layer: what is chosen.


def word(page: AppTest) -> str:
    return page.select_slider(key="word").value


def test_step_by_step_opens_where_the_answer_turns_and_stays_where_it_was_moved():
    page = looking(steps=8)
    reading(page, "this was not bad")
    seen = trace(weights(page), bundled().vocabulary, "this was not bad").probabilities.argmax(axis=1)
    turn = max((t for t in range(1, 5) if seen[t] != seen[t - 1]), default=1)
    assert turn > 1, "a sentence that tells nothing"
    assert word(at(page, "steps")) == str(turn)
    calm(page.select_slider(key="word").set_value("2" if turn != 2 else "3").run())
    moved = word(page)
    assert word(stepped(page)) == moved != str(turn)
    at(at(page, ""), "")
    assert word(at(page, "steps")) == moved  # also after looking at something else


def test_step_by_step_opens_at_the_word_that_the_page_was_told():
    page = at(reading(looking(steps=1), SENTENCE), "steps")
    app = page.session_state["app"]
    for told in ("4", "2"):
        app.kept.set({"word": told})
        assert word(calm(page.run())) == told and f"x<sub>{told}</sub>" in shown(page)
    app.kept.set({"word": "6"})  # of five
    assert word(calm(page.run())) != "6"
    app.kept.set({"word": ""})
    reading(page, "not good")
    assert word(calm(page.run())) in ("1", "2")


def test_the_word_stays_while_the_view_is_open():
    page = at(reading(looking(), SENTENCE), "steps")
    before = word(page)
    for _ in range(3):
        page.session_state["app"].job.step()
        page.session_state["app"].job.run_slice(5.0)
        assert word(calm(page.run())) == before


def test_layers_directions_and_gates_can_be_chosen_only_where_there_are_several():
    page = at(looking(steps=1), "steps")
    assert not any(has(page, f"steps_{of}") for of in ("layer", "direction", "gate"))
    using(page, None, cell="lstm", layers=2, directions=2)
    assert all(has(page, f"steps_{of}") for of in ("layer", "direction", "gate"))
    calm(page.segmented_control(key="steps_gate").set_value("f").run())
    assert "its forget gate f." in shown(page)
    using(page, None, cell="gru")
    assert "its reset gate r." in shown(page) and not has(page, "steps_layer")  # a GRU has no gate f
    using(page, None, cell="lstm")
    assert "its forget gate f." in shown(page)
    calm(at(page, "states").segmented_control(key="states_what").set_value("cell").run())
    using(page, None)
    assert charts(page) and not has(page, "states_what")


def has(page: AppTest, key: str) -> bool:
    return any(control.key == key for control in page.get("button_group"))


def test_a_view_that_needs_another_network_says_so_and_asks_for_nothing():
    page = at(looking(directions=2), "memory")
    assert "meets the cue last" in shown(page) and not charts(page)
    assert not any(box.key == "cue" for box in page.text_input)
    page = at(looking(own(tagged("a/N b/V", "b/V a/N")), readout="words"), "behaviour")
    assert "have a label for each word instead" in shown(page) and not charts(page) and not page.text_area


def test_a_new_sentence_opens_where_its_answer_turns_not_at_the_word_of_the_one_before():
    page = at(looking(steps=12), "steps")
    page = calm(page.select_slider(key="word").set_value("2").run())
    assert page.select_slider(key="word").value == "2"
    page = calm(reading(page, "i was good and not sad").run())
    read = trace(page.session_state["app"].job.snapshot().params, bundled().vocabulary, "i was good and not sad")
    answers = read.probabilities.argmax(axis=1)
    turns = [t for t in range(2, len(answers)) if answers[t] != answers[t - 1]]
    assert turns and page.select_slider(key="word").value == str(turns[-1]) != "2"
