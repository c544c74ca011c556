"""Luck or skill: what is asked, many seeds or a grid, and the buttons; what came out is in luck_found.py."""

import streamlit as st

from playground import luck_in_words
from playground.plans import GRID_SETTINGS, MOST_SEEDS_A_POINT, MOST_VALUES, SEEDS, Plan, values_of
from playground.settings import SETTINGS
from playground.settings_in_words import value_in_words
from playground.snapshot import Status
from playground.state import AppState
from playground.tried import tried
from playground.views import luck_found
from playground.views.polling import polled, tick_seconds
from playground.views.show import remark
from rnn_core import RnnCoreError

_KINDS = {"seeds": "Seeds", "grid": "Grid"}
_VARY = {"all": "everything", "weights": "first weights", "order": "order"}
_STILL = 4.0  # seconds between two looks from elsewhere on the page: fewer than a lease has


def draw(app: AppState) -> None:
    """Draw the question, and what came out; that again on every tick while they train."""
    luck = app.luck
    st.segmented_control(
        "What is tried", list(_KINDS), format_func=_KINDS.__getitem__, required=True, label_visibility="collapsed",
        **app.kept.held("luck_kind"),
    )  # fmt: skip
    grid = app.kept["luck_kind"] == "grid"
    with st.container(key=f"luck_asked_{app.kept['luck_kind']}", gap="small"):
        (_ask_for_grid if grid else _ask_for_seeds)(app)
    asked, problem = None, luck.refused
    try:
        asked = luck.asked(app.shown)
    except RnnCoreError as error:
        problem = str(error)
    begun = luck.plan is not None and bool(luck.plan.axes) == grid
    sweep, plan = (luck.sweep, luck.plan) if begun else (None, asked)
    doing = luck.look()
    status: Status = doing if begun else "ready"
    _buttons(app, status, doing, asked, problem)
    polled(luck_found.draw, tick_seconds() if status == "playing" else None, app, plan, sweep, status)
    if status == "finished":
        _look_at_one(app)


def keep_going(app: AppState) -> None:
    """Let it train on while another part of the page is looked at."""
    polled(_look, _STILL if app.luck.playing else None, app, app.luck.playing)


def _look(app: AppState, drawn_as_playing: bool) -> None:
    if app.luck.look() != "playing" and drawn_as_playing:
        st.rerun()


def _ask_for_seeds(app: AppState) -> None:
    st.markdown("**Would another seed have done as well?**")
    seeds, vary = st.columns([1, 2])
    seeds.select_slider("Seeds", SEEDS, **app.kept.held("luck_seeds"))
    vary.segmented_control(
        "What changes from seed to seed", list(_VARY), format_func=_VARY.__getitem__, required=True,
        help="Everything that is drawn by chance; only the weights it starts with; or only the order of the sentences "
        "and what dropout leaves out. Try the last two to see which of them the luck comes from.",
        **app.kept.held("luck_vary"),
    )  # fmt: skip


def _ask_for_grid(app: AppState) -> None:
    st.markdown("**Which values work?** Everything else is as the controls show it.")
    _ask_for_axis(app, 1, list(GRID_SETTINGS))
    others = ["", *(name for name in GRID_SETTINGS if name != app.kept["luck_axis_1"])]
    if app.kept["luck_axis_2"] not in others:
        app.kept.set({"luck_axis_2": ""})
    _ask_for_axis(app, 2, others)
    st.segmented_control(
        "Seeds for each", list(range(1, MOST_SEEDS_A_POINT + 1)), required=True, **app.kept.held("luck_each")
    )


def _ask_for_axis(app: AppState, number: int, offered: list[str]) -> None:
    which, values = st.columns([2, 3])
    axis = which.selectbox(
        "Setting" if number == 1 else "and", offered,
        format_func=lambda name: SETTINGS[name].title if name else "nothing else",
        **app.kept.held(f"luck_axis_{number}", possible=offered),
    )  # fmt: skip
    if axis:
        values.multiselect(
            "Values", values_of(axis), format_func=lambda value: value_in_words(axis, value),
            max_selections=MOST_VALUES, **app.kept.held(f"luck_values_{axis}"),
        )  # fmt: skip


def _buttons(app: AppState, status: Status, doing: Status, asked: Plan | None, problem: str) -> None:
    """Draw them, and what a click would cost.

    Args:
        status: what that does which stands below.
        doing: what that does which was begun last, be it shown or not.
    """
    luck = app.luck
    what = f"{'Train' if app.kept['luck_kind'] == 'grid' else 'Try'} {luck_in_words.so_many(asked)}"
    with st.container(gap="xxsmall"):
        with st.container(horizontal=True, vertical_alignment="center"):
            if status == "playing":
                st.button(
                    "Pause the trainings", key="pause_luck", on_click=luck.pause, icon=":material/pause:", width=200
                )
            else:
                st.button(
                    what, key="start_luck", on_click=luck.start, args=(app.shown,), icon=":material/casino:",
                    width=200, disabled=asked is None or doing == "playing",
                    help="At full speed, on what the page shows. The run beside is left alone.",
                )  # fmt: skip
            if status in ("paused", "unwatched"):
                st.button("Go on", key="luck_on", on_click=luck.go_on, icon=":material/play_arrow:")
        costs = luck_in_words.in_its_place(luck.plan, doing, here=status == doing)
        remark(("" if status == "playing" else problem) or costs or "\u00a0")


def _look_at_one(app: AppState) -> None:
    """The way from what came out to the controls."""
    luck, plan = app.luck, app.luck.plan
    if plan is None or plan.vary != "all":
        return  # (a run has one seed for everything)
    tries = tried(plan, luck.sweep)
    number = st.selectbox(
        "Look at one of them", list(range(len(tries))),
        format_func=lambda at: luck_in_words.in_short(plan, tries, at), key="luck_number",
    )  # fmt: skip
    elsewhere = "dataset" in luck.older(app.shown)
    st.button(
        "Set the controls like it", key="luck_show", on_click=luck.show, args=(app.shown, number),
        icon=":material/tune:", disabled=elsewhere,
        help="It was trained on other sentences: choose those first." if elsewhere else
        "As this one was trained; Reset and Play then train it on the page, to the same bits.",
    )  # fmt: skip
