"""The gradient, checked at the press of a button."""

import streamlit as st

from playground import findings, gradient_findings
from playground.look import Look
from playground.markup import bdi, joined, tag
from playground.needs import PUBLISHED, needs
from playground.state import AppState
from playground.views.inside.tables import draw_table, text
from playground.views.show import remark, show
from rnn_core.inside.microscope import GradientCheck


def draw(app: AppState, look: Look) -> None:
    """The last check, and whether it is old."""
    if not look.read.words:
        st.caption(findings.NO_WORDS)
        return
    st.button("Check the gradient", key="check_gradient", on_click=app.results.check, args=(look,), type="secondary")
    if app.results.checked is None:
        remark(
            "Takes the weights and the sentence as they are, and compares the gradient that training uses with "
            "derivatives found in another way: each weight is moved a tiny step in the imaginary direction, and the "
            "loss tells the slope, exact to rounding (the complex step, Squire and Trapp 1998)."
        )
        return
    seen, found = app.results.checked
    when = "the weights as they were then" if seen.epoch is None else f"the weights of epoch {seen.epoch}"
    old = seen.params is not look.params or seen.read.tokens != look.read.tokens
    stale = " Weights or sentence have changed since: press again." if old else ""
    read = tag("b", bdi(" ".join(seen.read.words)))
    show(
        joined(
            tag(
                "div",
                read,
                f", checked with {when} and held against ",
                gradient_findings.held_against(seen),
                f".{stale}",
            ),
            tag("div", gradient_findings.gradient_check(found)),
        )
    )
    missing = needs(PUBLISHED, seen.model, seen.dataset.tagged)
    _errors(found, published=missing is None)
    if missing:
        remark(missing)


def _errors(found: GradientCheck, published: bool) -> None:
    columns = {
        "matrix": [matrix.name for matrix in found.matrices],
        "checked": [f"{matrix.elements} of {matrix.size:,}" for matrix in found.matrices],
        "norm": [f"{matrix.norm:.2e}" for matrix in found.matrices],
        "correct": [f"{matrix.correct:.1e}" for matrix in found.matrices],
    }
    if published:
        columns["published"] = [f"{matrix.published:.1e}" for matrix in found.matrices]
    draw_table(
        columns,
        matrix=text("weights"),
        checked=text("checked", help="How many weights, of those that the sentence touches"),
        norm=text("norm", help="Of the gradient with respect to them"),
        correct=text("error" if not published else "error, correct", help="Norm of the difference over norm"),
        published=text("error, published", help="The same by the rule without the transpose"),
    )
