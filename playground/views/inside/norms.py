"""Gradient and weights over the epochs, and where the plateau ends."""

import streamlit as st

from playground import gradient_findings
from playground.charts.norms import (
    CLIPPED,
    GRADIENT,
    LOSS,
    NORMS,
    PANELS,
    left_plateau,
    lines,
    norms_columns,
    norms_spec,
    together,
)  # fmt: skip
from playground.charts.table import table
from playground.epochs import COLUMNS
from playground.look import Look
from playground.messages import percent
from playground.state import AppState
from playground.views.show import remark


def draw(app: AppState, look: Look) -> None:
    """Three charts under each other, on the same epochs."""
    now = app.job.snapshot()
    left = left_plateau(now.records)
    remark(gradient_findings.norms(now.records, left))
    if not now.records:
        return
    train, gradient, clipped = (now.numbers[:, COLUMNS.index(f"{name}")] for name in _SHOWN)
    weights = together(app.results.weight_norms.of(now.records), lines(look.params.layout))
    shown = {LOSS: {"train": train}, NORMS: {GRADIENT: gradient, **weights}, CLIPPED: {"clipped": clipped}}
    with st.container(gap="xxsmall"):
        for panel in PANELS:
            st.vega_lite_chart(
                table(norms_columns(shown[panel], panel.log, left)),
                norms_spec(panel, tuple(shown[panel]), app.settings.epochs, look.dark),
                width="stretch",
            )
    last = now.records[-1]
    norms = ", ".join(f"{name} {norm[-1]:.3g}" for name, norm in weights.items())
    remark(
        f"After epoch {last.epoch}: loss {last.train_loss:.3g}; norm of the gradient {last.gradient_norm:.3g}; norms "
        f"of the weights: {norms}; {percent(last.clipped_share)} clipped. Nothing is smoothed."
    )


_SHOWN = ("train_loss", "gradient_norm", "clipped_share")
