"""How the tables below the charts are drawn."""

from typing import Any, Literal

import streamlit as st

from playground.charts.table import Columns, table

_MOST_ROWS, _HEIGHT = 9, 350

number = st.column_config.NumberColumn
text = st.column_config.TextColumn


def draw_table(columns: Columns, **config: Any) -> None:
    """A table as high as its rows, or so high that it scrolls.

    Args:
        config: what a column is called and how its values are written, by its name.
    """
    rows = len(next(iter(columns.values())))
    height: int | Literal["content"] = "content" if rows <= _MOST_ROWS else _HEIGHT
    st.dataframe(table(columns), hide_index=True, height=height, column_config=config)
