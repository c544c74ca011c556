"""What is wrong with rows and labels, where, and what can be done about it: asked, never done by itself."""

from collections.abc import Callable
from dataclasses import replace
from typing import get_args

import streamlit as st

from playground import data_messages
from playground.loading import Source
from playground.markup import Html, Part, bdi, tag
from playground.views.show import remark, show
from rnn_core import Repairs, limits
from rnn_core.reading import Draft
from rnn_core.reading.cleaning import End
from rnn_core.reading.one_label import Take
from rnn_core.wording import counted, shown

_TAKE: dict[Take, str] = {"first": "take the first", "together": "keep them together as one"}
_EXAMPLE = 120  # characters of a sentence with HTML
_ENDS: dict[End, str] = {end: f"{end} {limits.MAX_SENTENCE_WORDS} words" for end in get_args(End)}


def refused(why: Part) -> Html:
    """Why something cannot be used, so that it is seen."""
    return tag("div", why, class_="rnn-refusal")


def tell(draft: Draft, of: str = "") -> bool:
    """Tell what is wrong.

    Args:
        of: what the rows are of, if not of the one file.

    Returns:
        Whether nothing stands in the way any more.
    """
    # Sentences for testing may all have one label; and that none is left says nothing new.
    labels = None if of or (draft.problems and not draft.examples) else draft.labels.refusal
    wrong = [*draft.problems, *filter(None, [labels])]
    if wrong:
        show(refused(wrong[0] if len(wrong) == 1 else data_messages.finding_list(wrong)))
    return not wrong


def leave_out(draft: Draft, repairs: Repairs, ask: Callable[[Repairs], None], of: str = "") -> None:
    """Offer to leave out what cannot be used.

    Args:
        repairs: what was asked for.
        ask: asks for something else; called when a button is pressed.
        of: what the rows are of, if not of the one file.
    """
    if draft.too_many:
        st.button(
            f"Use {limits.MAX_SENTENCES:,} of them, chosen at random by class", key=f"sample{of}", on_click=ask,
            args=(replace(repairs, sample=True),), icon=":material/shuffle:",
        )  # fmt: skip
    elif draft.problems and draft.examples:
        rows = "this row" if draft.unusable == 1 else f"these {draft.unusable:,} rows"
        st.button(
            f"Leave out {rows}{of} and use the other {len(draft.examples):,}", key=f"leave{of}", on_click=ask,
            args=(replace(repairs, leave_out=True),), icon=":material/playlist_remove:",
        )  # fmt: skip
    elif draft.unusable:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(f"{counted(draft.unusable, 'row')}{of} left out.", width="content")
            st.button("Put back", key=f"back{of}", on_click=ask, args=(replace(repairs, leave_out=False),))


def needed(source: Source, draft: Draft, asked: Repairs) -> Repairs:
    """What can be done to what cannot be used as it is, as the visitor wants it."""
    cut, several, largest = asked.truncate, asked.several, False
    if draft.several:
        several = st.segmented_control(
            "Rows with several labels", list(_TAKE), format_func=_TAKE.__getitem__, key=f"several-{source.key}",
            default=asked.several,
        )  # fmt: skip
    if draft.too_long:
        cut = st.segmented_control(
            "Cut sentences that are too long to their", list(_ENDS), format_func=_ENDS.__getitem__,
            key=f"cut-{source.key}", default=asked.truncate,
        )  # fmt: skip
    if draft.labels.share is not None:
        largest = st.checkbox(
            f"Use only the {limits.MAX_CLASSES} most frequent labels, with {draft.labels.share:.0%} of the rows",
            asked.largest_classes, key=f"largest-{source.key}",
        )  # fmt: skip
    return replace(asked, truncate=cut, several=several, largest_classes=largest)


def offered(source: Source, draft: Draft, asked: Repairs) -> Repairs:
    """What may be done besides, as the visitor wants it."""
    merge, coarse, without_html = False, False, False
    if draft.labels.same:
        groups = " · ".join(" = ".join(f"“{shown(label)}”" for label in group) for group in draft.labels.same[:5])
        with st.container(gap=None):
            merge = st.checkbox("Merge labels that look like one", asked.merge_labels, key=f"merge-{source.key}")
            remark(groups)
    if draft.labels.coarse:
        coarse = st.checkbox(
            f"Use only the {len(draft.labels.coarse)} coarse labels, before the colon", asked.coarse_labels,
            key=f"coarse-{source.key}",
        )  # fmt: skip
    if draft.html:
        before, after = (bdi(shown(text, _EXAMPLE)) for text in (draft.html.before, draft.html.after))
        with st.container(gap=None):
            without_html = st.checkbox("Take HTML out of the sentences", asked.strip_html, key=f"html-{source.key}")
            remark("“", before, "” becomes “", after, "”")
    return replace(asked, merge_labels=merge, coarse_labels=coarse, strip_html=without_html)
