"""A run kept in a file, and taken up again from one."""

import streamlit as st

from playground import model_messages
from playground.saved_runs import saved, settings_of
from playground.state import AppState
from playground.views.mending import refused
from playground.views.show import remark, show
from rnn_core.model_files import save

MOST_MB = 40  # of an upload: four of the largest networks that are suggested take 31


def draw(app: AppState) -> None:
    """Draw saving and loading."""
    st.markdown("**Save**")
    remark(model_messages.SAVES)
    own = app.sentences.own
    with_sentences = own and st.toggle("With my sentences", **app.kept.held("save_sentences"))
    if own:
        remark(model_messages.HOLDS_SENTENCES if with_sentences else model_messages.WITHOUT_SENTENCES)
    run = app.run
    st.download_button(
        "Save the model", data=lambda: save(saved(run, with_sentences)), file_name="network.safetensors",
        mime="application/octet-stream", on_click="ignore", icon=":material/save:", key="save_model",
    )  # fmt: skip
    st.markdown("**Load**")
    st.file_uploader(
        "A model that was saved here or in the terminal", key="model_file", max_upload_size=MOST_MB,
        on_change=app.load_model,
        help="The run that you see goes on until you decide otherwise. The file stays in this session's memory.",
    )  # fmt: skip
    models = app.models
    if models.refused:
        show(refused(f"This file cannot be used. {models.refused}"))
    loaded = models.loaded
    if loaded is None:
        return
    model = loaded.model
    show(model_messages.about(loaded.name, model, settings_of(model)))
    remark(loaded.stuck or model_messages.trained_on(model, loaded.sentences))
    if loaded.sentences is not None and not loaded.stuck:
        st.button(
            "Go on from it", key="go_on_from_model", on_click=app.go_on_from_model, icon=":material/resume:",
        )  # fmt: skip
