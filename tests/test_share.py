"""A link that says where it opens and what it hides, and the view that makes one for others."""

import html
from urllib.parse import parse_qsl, urlparse

import pytest

from playground.place import PANELS, PARTS, TABS
from rnn_core.packed import pack
from tests.test_carried import NAME, OWN
from tests.test_own_sentences import GOOD, has, panel, upload, used
from tests.test_page import button, calm, opened, shown
from tests.test_reload import at_epoch


def sharing(**query: str):
    """A page with the view that shares it."""
    return share(opened(**query))


def share(page):
    page.session_state["app"].kept.set({"tabs": "Keep", "keep": "Share"})
    return calm(page.run())


def boxes(page) -> list[str]:
    """The link and the piece of HTML."""
    return [code.value for code in page.code][-2:]


def keys(page) -> set[str]:
    """Of all widgets that are drawn."""
    return {element.key for element in page.main if getattr(element, "key", None)}


def query(link: str) -> dict[str, str]:
    return dict(parse_qsl(urlparse(link).query, keep_blank_values=True))


def test_a_link_opens_its_tab_its_view_and_its_lesson():
    page = opened(tab="inside", view="plane", lesson="plane")
    assert page.session_state["tabs"] == "Inside" and page.session_state["inside_Forward"] == "plane"
    assert {name: page.query_params[name] for name in ("tab", "view", "lesson")} == {
        "tab": "inside", "view": "plane", "lesson": "plane"
    }  # fmt: skip
    page = opened(tab="lessons", lesson="order")
    assert page.selectbox(key="lesson").value == "2 Why order matters"


def test_the_address_follows_the_view_that_is_open():
    page = opened(tab="inside", view="saliency")
    page = calm(page.segmented_control(key="inside_group").set_value("Forward").run())
    assert "view" not in page.query_params
    page = calm(page.button_group(key="inside_Forward").set_value("words").run())
    assert page.query_params["view"] == "words"


@pytest.mark.parametrize(
    ("tab", "part", "drawn"),
    [
        ("runs", "luck", "start_luck"),
        ("keep", "take_away", "taken"),
        ("keep", "classify", "classify"),
        ("keep", "share", "share_tab"),
        ("keep", "hand_in", "make_hand_in"),
    ],
)
def test_a_link_opens_a_part_of_its_tab_and_the_address_goes_on_telling_it(tab, part, drawn):
    page = opened(tab=tab, part=part)
    assert drawn in keys(page) and "Not followed" not in shown(page)
    assert (page.query_params["tab"], page.query_params["part"]) == (tab, part)


@pytest.mark.parametrize(
    ("part", "tab", "drawn"),
    [("luck", "runs", "start_luck"), ("share", "keep", "share_tab"), ("kept", "runs", "measure")],
)
def test_a_part_without_a_tab_opens_the_one_that_has_it(part, tab, drawn):
    page = opened(part=part)
    assert drawn in keys(page) and "Not followed" not in shown(page) and page.query_params["tab"] == tab


@pytest.mark.parametrize(("tab", "drawn"), [("runs", "measure"), ("keep", "model_file")])
def test_a_link_that_tells_of_no_part_opens_the_first(tab, drawn):
    page = opened(tab=tab)
    assert drawn in keys(page) and page.query_params["tab"] == tab and "part" not in page.query_params


def test_the_address_follows_the_part_that_is_open():
    page = opened(tab="keep", part="share")
    page = calm(page.segmented_control(key="keep").set_value("Hand in").run())
    assert page.query_params["part"] == "hand_in"
    page = calm(page.segmented_control(key="keep").set_value("Model").run())
    assert "part" not in page.query_params
    page.session_state["app"].kept.set({"tabs": "Runs", "runs_view": "Luck or skill"})
    page = calm(page.run())
    assert (page.query_params["tab"], page.query_params["part"]) == ("runs", "luck")
    page.session_state["app"].kept.set({"tabs": "Data"})
    assert "part" not in calm(page.run()).query_params


def test_a_part_that_the_tab_has_not_is_told_and_leaves_the_address():
    page = opened(tab="keep", part="luck")
    assert "Not followed in this link: part." in shown(page) and "model_file" in keys(page)
    assert page.query_params["tab"] == "keep" and "part" not in page.query_params


@pytest.mark.parametrize("hidden", [*PANELS, ",".join(PANELS)])
def test_what_a_link_hides_is_not_drawn_and_one_click_shows_everything(hidden):
    page = opened(hide=hidden)
    there = {
        "controls": bool(page.sidebar.selectbox),
        "sentence": any(box.key == "sentence" for box in page.text_input),
        "tabs": bool(page.tabs),
    }
    assert there == {panel: panel not in hidden.split(",") for panel in PANELS}
    assert has(page, "play") and page.query_params["hide"] == hidden
    page = calm(button(page, "step").click().run())
    assert "Epoch 1 of 100" in shown(page)
    page = calm(button(page, "show_everything").click().run())
    assert page.sidebar.selectbox and page.tabs and page.text_input(key="sentence").value == "i am not at all sad"
    assert "hide" not in page.query_params and not has(page, "show_everything")
    assert page.slider(key="hidden_size").value == 16 and "Epoch 1 of 100" in shown(page)


def test_tabs_have_the_whole_width_where_the_picture_is_hidden():
    def beside(page) -> bool:
        return any(column.tabs for column in page.columns)

    assert beside(opened()) and beside(opened(hide="controls"))
    page = opened(hide="sentence,controls")
    assert page.tabs and not beside(page)


def test_it_is_said_if_a_link_leaves_nothing_to_look_at():
    page, empty = sharing(), "Only Play and the progress of the run are left."
    for hidden, told in ((["controls", "sentence"], False), (["sentence", "tabs"], True), (list(PANELS), True)):
        calm(page.button_group(key="share_hides").set_value(hidden).run())
        assert (empty in shown(page)) == told


def test_hidden_controls_hold_what_the_link_says():
    page = opened(hide="controls", hidden_size="8", learning_rate="0.03")
    assert page.query_params["hidden_size"] == "8" and page.session_state["app"].settings.learning_rate == 0.03
    page = calm(button(page, "show_everything").click().run())
    assert page.slider(key="hidden_size").value == 8


def test_the_link_is_the_pages_own_with_what_was_chosen_for_others():
    page = sharing(hidden_size="8", view="plane")
    mine = dict(page.query_params)
    shared = query(boxes(page)[0])
    assert shared == {name: value for name, value in mine.items() if name not in ("tab", "part")}
    page = calm(page.selectbox(key="share_tab").set_value("Lessons").run())
    page = calm(page.button_group(key="share_hides").set_value(["tabs", "controls"]).run())
    assert query(boxes(page)[0]) == shared | {"tab": "lessons", "hide": "controls,tabs"}
    assert dict(page.query_params) == mine, "this page hides nothing"


def test_the_link_for_others_opens_any_part_whichever_is_open_here():
    page = sharing()
    assert page.query_params["part"] == "share" and "part" not in query(boxes(page)[0])
    for opening in page.selectbox(key="share_tab").options:
        page = calm(page.selectbox(key="share_tab").set_value(opening).run())
        tab, _, part = opening.partition(": ")
        there = opened(**query(boxes(page)[0]))
        assert there.session_state["tabs"] == tab and "Not followed" not in shown(there)
        assert not part or there.session_state[PARTS[tab].key] == part


def test_a_teacher_may_leave_out_how_far_the_run_is():
    page = at_epoch(2, sharing())
    assert query(boxes(page)[0])["epoch"] == "2"
    page = calm(page.toggle(key="share_reached").set_value(False).run())
    assert "epoch" not in query(boxes(page)[0]) and page.query_params["epoch"] == "2"


def test_the_piece_of_html_shows_the_link_embedded_and_other_peoples_text_cannot_leave_it():
    page = sharing(sentence='"><script>alert(1)</script>')
    link, snippet = boxes(page)
    assert snippet.startswith('<iframe src="') and snippet.count("<") == 2 and snippet.count('"') % 2 == 0
    source = html.unescape(snippet.split('"')[1])
    assert source == f"{link}&embed=true"


def test_it_says_what_the_link_holds_and_what_not():
    page = sharing()
    assert "chosen by name" in shown(page) and "What was learned is never in a link." in shown(page)
    page = calm(page.slider(key="hidden_size").set_value(8).run())
    assert "(not those of the present run)" not in shown(page)
    page = calm(at_epoch(1, page).slider(key="hidden_size").set_value(12).run())
    assert "(not those of the present run)" in shown(page)


def test_of_sentences_of_ones_own_it_says_that_they_are_not_in_it():
    assert "The sentences are not in it" in shown(share(used(upload(panel(), GOOD))))


def test_of_sentences_of_a_link_that_are_not_used_yet_it_says_whether_its_own_link_passes_them_on():
    page = sharing(dataset=NAME, sentences=pack(OWN))
    assert query(boxes(page)[0])["sentences"] == pack(OWN)
    assert "The sentences themselves are in it: whoever has it can read them" in shown(page)
    assert "chosen by name" not in shown(page) and "(not those of the present run)" in shown(page)
    page = sharing(dataset=NAME)
    assert "The sentences are not in it" in shown(page) and "each person loads the same file" in shown(page)


def test_the_tabs_of_a_link_are_those_of_the_page():
    assert [tab.label for tab in opened().tabs] == list(TABS)
