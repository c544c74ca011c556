"""HTML as a type: whatever is text stays text, whoever wrote it."""

from html.parser import HTMLParser

import pytest

from playground import markup
from playground.markup import Html, bdi, joined, small, tag, text
from playground.views.show import show
from tests.browser.hostile import CORPUS


class Seen(HTMLParser):
    """What a browser makes of a piece of HTML: its elements, their attributes, and all text."""

    def __init__(self, piece: Html) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.texts: list[str] = []
        self.feed(piece.source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def handle_comment(self, data: str) -> None:
        self.elements.append("comment")

    handle_decl = handle_pi = unknown_decl = handle_comment


@pytest.mark.parametrize("hostile", CORPUS)
def test_text_that_is_meant_to_be_more_than_text_is_only_text(hostile):
    seen = Seen(tag("p", hostile, bdi(hostile), tag("b", joined(hostile, text(hostile))), title=hostile))
    assert seen.elements == ["p", "bdi", "b"] and seen.attributes == [("title", hostile)]
    assert "".join(seen.texts) == 4 * hostile


def test_what_is_html_already_is_not_escaped_again():
    piece = small(tag("b", "5 < 6"), " & ", text(text("so")))
    assert piece.source == '<div class="rnn-small"><b>5 &lt; 6</b> &amp; so</div>'


def test_parts_are_joined_with_text_or_html_between_them():
    assert joined("a", tag("i", "b"), "<", between=", ").source == "a, <i>b</i>, &lt;"
    assert joined(*"ab", between=tag("br")).source == "a<br>b"
    assert joined() == text("")


def test_attributes_are_called_as_in_html():
    piece = tag("rect", x=1.5, stroke_width=2, class_="cell", aria_label='"a" & b', viewBox="0 0 9 9")
    assert piece.source == (
        '<rect x="1.5" stroke-width="2" class="cell" aria-label="&quot;a&quot; &amp; b" viewBox="0 0 9 9"></rect>'
    )


def test_nothing_is_false_and_an_empty_element_is_not():
    assert not text("") and not joined("", text(""))
    assert tag("p") and text("0")


def test_a_text_is_not_shown_as_html():
    with pytest.raises(AttributeError):
        show("<b>plain</b>")


def test_html_is_made_by_functions_that_say_so():
    made = {name for name, thing in vars(markup).items() if getattr(thing, "__annotations__", {}).get("return") is Html}
    assert made == {"text", "joined", "tag", "bdi", "small"}
