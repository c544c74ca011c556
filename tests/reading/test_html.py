"""HTML in sentences: told where it is clear, taken out where it is wanted, and never more than text."""

import pytest

from rnn_core import ReadOptions, Repairs, read_draft
from rnn_core.reading.draft import Draft
from rnn_core.reading.html_text import find, stripped

SCRAPED = 'text;mood\nwarm soup.<br><br>we stayed;up\n"<p>cold soup &amp; cold tea</p>";down\nno soup;down\n'
TWEETS = (
    "mood\ttweet\r\nup\t@joan it&#8217;s a &quot;fine&quot; day &lt;3\r\ndown\train &amp; wind\r\nup\tsun\r\ndown\tfog"
)


def drafted(text: str, **repairs) -> Draft:
    return read_draft(text.encode(), "mine.csv", ReadOptions(repairs=Repairs(**repairs)))


def sentences(draft: Draft) -> list[str]:
    return [example.sentence for example in draft.examples]


def test_html_is_told_and_the_sentences_stay_as_they_are():
    draft = drafted(SCRAPED)
    assert draft.notices == ("2 sentences contain HTML (as in “<br>”). It can be taken out.",) and not draft.problems
    assert sentences(draft) == ["warm soup.<br><br>we stayed", "<p>cold soup &amp; cold tea</p>", "no soup"]
    assert draft.html is not None
    assert draft.html[1:] == ("warm soup.<br><br>we stayed", "warm soup. we stayed")


def test_html_is_taken_out_if_wanted():
    draft = drafted(SCRAPED, strip_html=True)
    assert sentences(draft) == ["warm soup. we stayed", "cold soup & cold tea", "no soup"]
    assert draft.notices == (
        "HTML was taken out of 2 sentences (as in “<br>”): each tag is a blank, each named character itself.",
    )
    assert draft.html, "so that the page goes on offering it"
    tweets = drafted(TWEETS, strip_html=True)
    assert sentences(tweets) == [
        "@joan it’s a “fine” day <3".replace("“", '"').replace("”", '"'),
        "rain & wind",
        "sun",
        "fog",
    ]


def test_named_characters_are_told_where_there_are_several():
    assert drafted(TWEETS).notices == ("2 sentences contain HTML (as in “&#8217;”). It can be taken out.",)
    one = "sentence,label\nfish &amp; chips,x\npie,y\n"
    assert not drafted(one).notices and drafted(one).html is None
    assert "HTML was taken out of 1 sentence (as in “&amp;”)" in drafted(one, strip_html=True).notices[0]


def test_a_sentence_of_tags_alone_is_dropped_and_told():
    draft = drafted("sentence,label\n<br/>,x\nfine,x\nbad,y\n", strip_html=True)
    assert sentences(draft) == ["fine", "bad"]
    assert draft.notices[0] == "line 2: no sentence, so the row is dropped."


def test_a_sentence_may_be_as_long_as_possible_after_its_html_is_taken_out():
    long = "<b>x</b> " * 390 + "<br/>" * 300
    text = f"sentence,label\n{long},x\nfine,y\n"
    assert "longer than 400 words" in drafted(text).problems[0]
    assert not drafted(text, strip_html=True).problems


def test_words_with_labels_of_their_own_keep_theirs():
    draft = read_draft(
        b"<br/>/X the/D\na/D &amp;/C\n", "t.txt", ReadOptions(tags=True, repairs=Repairs(strip_html=True))
    )
    assert sentences(draft) == ["<br/> the", "a &amp;"] and not draft.notices


@pytest.mark.parametrize(
    "text",
    [
        "a < b > c", "i <3 you </3", "x<y and y>z", "if a <b and c> d", "<unk> said <user>", "<s> hello </s>", "<>",
        "<br", "br>", "< br >", "<<b", "<- b ->", "<i mean>", "&amp", "&copy=1&reg=2", "&notaname;", "&;", "&#;",
        "&#x;", "Q&A; R&D",
    ],
)  # fmt: skip
def test_what_only_looks_like_html_is_text(text):
    assert find(text) is None and stripped(text) == text


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("one<BR>two<br/>three<br />four<br clear='all'>", "one two three four"),
        ('<a href="http://x.y/?a=1&amp;b=2" target=_blank>here</a>', "here"),
        ("<div class='x'><h2>head</h2>\n\n<ul><li>one</li><li>two</ul></div>", "head one two"),
        ("<!-- nothing --><!DOCTYPE html>left", "left"),
        ("caf&eacute; &#233; &#xE9; &hearts;", "café é é ♥"),
        ("a&nbsp;&nbsp;b", "a b"),
        ("&lt;br /&gt;&amp;quot;so&amp;quot;", '"so"'),
        ("<script>alert(1)</script><img src=x onerror=alert(1)>", "alert(1)"),
        ("&#0;&#xD800;&#1114112;", "���"),
        ("a < b <b>c</b> <3", "a < b c <3"),
        ("<b open <i>x</i>", "<b open x"),
    ],
)
def test_tags_become_blanks_and_named_characters_themselves(text, without):
    assert find(text) is not None and stripped(text) == without


HOSTILE = [piece * 30_000 for piece in ("<a ", "<b =", "<!--", "&", "&#", "&a", "<a<", "</", "<br>", "&lt;", "<p \t")]


@pytest.mark.parametrize("text", [*HOSTILE, "<b " + "=" * 100_000, "<" + "a" * 100_000, "<b" + " " * 100_000])
def test_no_text_is_too_odd_to_look_at(text):
    assert len(stripped(text)) <= len(text)  # it ends


def test_control_characters_that_a_number_names_do_not_get_into_a_sentence():
    draft = drafted("sentence,label\na<br>&#27;&#x81;b,x\nc,y\n", strip_html=True)
    assert sentences(draft) == ["a b", "c"]
