"""Sentences that a link carries: seen first, used by a click, and put into a link only by their owner's."""

import pytest
from streamlit.testing.v1 import AppTest

from playground import link_messages
from playground.carried import Brought, Carried
from playground.links import from_query
from playground.sentences import Sentences
from rnn_core import Dataset, Example, TextConfig, bundled
from rnn_core.packed import MOST_IN_LINK, pack
from tests.datasets import rows
from tests.test_own_sentences import GOOD, box, captions, choose, folded, has, refusal, upload, used
from tests.test_page import button, calm, opened, shown

OWN = rows(*(f"word{i % 5} is {w}{i} | {w} | {('train', 'test')[i % 4 == 3]}" for i in range(10) for w in "xy"))
NAME = f"own-{OWN.fingerprint}"


def page_of_a_class() -> None:
    """What a visitor shares, without the rest of the page."""
    from playground import controls, opening
    from playground.views import hand_in, in_link, loading

    app = opening.current()
    loading.draw(app)
    controls.draw(app)
    in_link.toggle(app)
    hand_in.draw(app)
    opening.write_link(app)


def sharing(**query: str) -> AppTest:
    page = AppTest.from_function(page_of_a_class, default_timeout=30)
    for name, value in query.items():
        page.query_params[name] = value
    return calm(page.run())


LOOK = "Look at them, then press **Use these sentences**."


def marked(page: AppTest) -> str:
    return " ".join(text.value for text in page.markdown)


def primary(page: AppTest) -> list[str]:
    """The buttons that are to be pressed first."""
    return [b.key for b in page.button if b.proto.type == "primary"]


def link(page: AppTest, name: str) -> str:
    return "".join(page.query_params.get(name, []))


# A link that brings some.


def test_a_link_that_brings_sentences_shows_them_and_uses_nothing():
    page = opened(dataset=NAME, sentences=pack(OWN), hidden_size="8", epochs="20")
    assert page.segmented_control(key="source").value == "link"
    assert "word0 is x0" in shown(page) and LOOK in marked(page)
    assert page.selectbox(key="dataset").value == "sentiment" and "Epoch 0 of 20" in shown(page)
    assert link(page, "dataset") == NAME and link(page, "sentences") == pack(OWN)


def test_what_to_do_with_them_stands_before_all_that_can_be_changed():
    page = opened(dataset=NAME, sentences=pack(OWN))
    order = [getattr(element, "label", "") for element in page.main]
    steps = ("Use these sentences", "Where from", "Sentence column", "Play")
    assert sorted(steps, key=order.index) == list(steps)
    how = folded(page, "How they were read")
    assert "Sentence column" in [menu.label for menu in how.selectbox] and not how.proto.expanded
    assert "<td>1</td><td><bdi>word0 is x0</bdi></td>" in shown(page) and "The first 5 of 20 sentences." in shown(page)


def test_play_is_not_the_first_thing_to_do_before_they_are_used():
    page = opened(dataset=NAME, sentences=pack(OWN))
    assert primary(page) == ["use"] and link_messages.NOT_USED_YET in shown(page)
    used(page)
    assert primary(page) == ["play"] and link_messages.NOT_USED_YET not in shown(page)


def test_they_are_shown_as_their_author_wrote_them_though_they_travel_as_a_file_for_spreadsheets():
    signs = rows("=1+1 and so on | x", "'=2 a b | y", "'tis c | x", "+3 d | y")
    page = opened(dataset=f"own-{signs.fingerprint}", sentences=pack(signs))
    for sentence in ("=1+1 and so on", "&#x27;=2 a b", "&#x27;tis c", "+3 d"):
        assert f"<bdi>{sentence}</bdi>" in shown(page)
    assert "apostrophe" not in shown(page)
    page = used(page)
    assert page.session_state["app"].sentences.dataset == signs and not page.session_state["app"].sentences.notices


def test_one_click_uses_them_with_the_settings_of_the_link_and_the_link_keeps_them():
    page = opened(dataset=NAME, sentences=pack(OWN), hidden_size="8", epochs="20", seed="7")
    assert "The settings of the link stay." in captions(page)
    used(page)
    assert page.selectbox(key="dataset").value == "own" and page.slider(key="hidden_size").value == 8
    assert "Epoch 0 of 20" in shown(page) and LOOK not in marked(page)
    assert link(page, "dataset") == NAME and link(page, "sentences") == pack(OWN) and link(page, "seed") == "7"


def test_the_same_findings_and_cut_as_of_an_upload():
    text = TextConfig(tokeniser="words", fold_case=False, min_count=2, unknown="vector")
    twice = Dataset((*OWN.examples, *OWN.examples), text)
    page = opened(dataset=f"own-{twice.fingerprint}", sentences=pack(twice))
    assert "repeated sentences with the same label" in shown(page)
    used(page)
    assert link(page, "dataset") == f"own-{twice.fingerprint}"


def test_that_they_were_read_otherwise_than_the_link_names_is_said():
    page = opened(dataset="own-0123abcd", sentences=pack(OWN))
    assert "These are not the sentences that the link names (own-0123abcd)" in shown(page)
    page = opened(dataset=NAME, sentences=pack(OWN))
    assert "These are not the sentences" not in shown(page)
    calm(box(page, "Split column").set_value(-1).run())
    assert "These are not the sentences" in shown(page)
    used(page)
    assert link(page, "dataset").startswith("own-") and link(page, "dataset") != NAME
    assert not link(page, "sentences")  # nobody has asked for these to be in it


@pytest.mark.parametrize(
    ("packed", "words"),
    [
        (pack(OWN)[:-1], "damaged or cut off"),
        (pack(OWN)[:-9] + ".1", "damaged or cut off"),
        (pack(OWN)[:-1] + "7", "version 7"),
    ],
)
def test_damaged_sentences_are_refused_in_the_panel_and_the_page_goes_on(packed, words):
    page = opened(dataset=NAME, sentences=packed)
    assert words in refusal(page) and not has(page, "use")
    calm(button(page, "step").click().run())
    assert "Epoch 1 of" in shown(page)
    upload(choose(page, "file"), GOOD)
    used(page)
    assert page.selectbox(key="dataset").value == "own" and not link(page, "sentences")


@pytest.mark.parametrize(
    "query",
    [
        {"sentences": pack(OWN)},
        {"dataset": "sentiment", "sentences": pack(OWN)},
        {"dataset": NAME, "sentences": ""},
        {"dataset": NAME, "sentences": "A" * (MOST_IN_LINK + 1)},
        {"dataset": NAME, "sentences": "<b>"},
        {"dataset": NAME, "sentences": "../../x"},
        {"dataset": NAME, "sentences": "a\0"},
        {"dataset": NAME, "sentences": "é"},
    ],
)
def test_what_cannot_be_sentences_is_not_followed(query):
    found, ignored = from_query({name: [value] for name, value in query.items()})
    assert not found.packed and ignored == ["sentences"]


def test_the_panel_can_be_closed_and_opened_again_and_other_sentences_do_without():
    page = opened(dataset=NAME, sentences=pack(OWN))
    assert not has(page, "look_at_brought")
    calm(button(page, "close_loading").click().run())
    assert link_messages.NOT_USED_YET in shown(page) and link(page, "sentences") == pack(OWN)
    assert primary(page) == ["play"]
    calm(button(page, "look_at_brought").click().run())
    assert LOOK in marked(page) and not has(page, "look_at_brought")
    assert "word0 is x0" in shown(page)
    calm(page.selectbox(key="dataset").set_value("parity").run())
    assert link(page, "dataset") == "parity" and not link(page, "sentences")


# A visitor's own.


def test_an_upload_gets_into_the_link_by_its_owner_alone():
    page = sharing()
    assert not page.toggle
    upload(calm(button(page, "open_loading").click().run()), GOOD)
    used(page)
    (switch,) = page.toggle
    assert switch.label == "Put my sentences into the link" and not switch.value
    assert link(page, "dataset").startswith("own-") and not link(page, "sentences")
    calm(switch.set_value(True).run())
    carried = link(page, "sentences")
    assert carried and page.toggle[0].value
    found, ignored = from_query({name: [link(page, name)] for name in page.query_params})
    assert found.packed == carried and not ignored
    calm(page.toggle[0].set_value(False).run())
    assert not link(page, "sentences") and link(page, "dataset").startswith("own-")


def test_what_was_said_of_some_sentences_is_not_said_of_others():
    page = sharing()
    upload(calm(button(page, "open_loading").click().run()), GOOD)
    used(page)
    calm(page.toggle[0].set_value(True).run())
    first = link(page, "sentences")
    upload(calm(button(page, "open_loading").click().run()), GOOD.replace(b"word0", b"secret"))
    used(page)
    assert first and not link(page, "sentences") and not page.toggle[0].value
    carried = Carried(Brought(NAME, "x"))
    carried.switch(Sentences(rows("a | x", "b | y"), "mine", own=True))
    assert not carried.carries(NAME) and carried.brought == Brought(NAME, "x")


def test_sentences_that_are_too_many_are_only_named_and_it_is_said():
    page = sharing()
    many = "\n".join(f"{i * 7919 % 10007} {i * 104729 % 99991} word{i},{'xy'[i % 2]}" for i in range(700))
    upload(calm(button(page, "open_loading").click().run()), many.encode())
    used(page)
    assert page.toggle[0].disabled and "at most 6,000 characters do" in shown(page)


def test_bundled_sentences_never_fit_into_a_link():
    assert not Sentences(bundled(), "sentiment", own=False).fits_into_link
    assert Sentences(bundled(), "mine.csv", own=True).fits_into_link
    assert not Sentences(Dataset((Example("a " * 400, "x"), Example("b", "y")) * 1_300), "x", own=True).packed


def test_of_sentences_that_a_link_only_names_it_says_that_they_are_missing():
    assert "does not carry them" in shown(opened(dataset=NAME))
