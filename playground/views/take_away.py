"""One menu of all files that can be taken away, and one button."""

import streamlit as st

from playground.state import AppState
from playground.take_away import menu
from playground.views.show import remark


def draw(app: AppState) -> None:
    """Draw the menu, what the chosen file is good for, and the button."""
    files = menu(app.run)
    held = app.kept.held("taken", possible=files)
    chosen = files[st.selectbox("What to take away", list(files), format_func=lambda name: files[name].title, **held)]
    remark(chosen.missing or chosen.about)
    st.download_button(
        "Download", data=chosen.make, file_name=chosen.file_name, mime=chosen.mime, on_click="ignore",
        icon=":material/download:", key=f"take-{chosen.file_name}", disabled=bool(chosen.missing),
    )  # fmt: skip
    remark(
        "Charts: the list below the tabs saves each as SVG or PNG. The sentences are under Data; the network with all "
        "that training needs is under Model."
    )
