"""A network in a few words."""

from rnn_core.config import ModelConfig
from rnn_core.settings import Choices, settings_of
from rnn_core.wording import counted


def model_name(model: ModelConfig) -> str:
    """What network it is: "LSTM, 16 units, 2 layers, both directions"."""
    cell = settings_of(ModelConfig)["cell"]
    assert isinstance(cell, Choices)
    parts = [cell.choices[model.cell].title, counted(model.hidden_size, "unit")]
    if model.layers > 1:
        parts.append(f"{model.layers} layers")
    if model.directions > 1:
        parts.append("both directions")
    return ", ".join(parts)
