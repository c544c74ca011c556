"""Which settings go together, and with which sentences."""

from rnn_core.config import ModelConfig, TrainConfig
from rnn_core.dataset import Dataset
from rnn_core.errors import InvalidSetting


def require_fitting(dataset: Dataset, model: ModelConfig, config: TrainConfig) -> None:
    """Raise InvalidSetting if these settings do not go together, or not with this dataset."""
    if config.gradient == "published" and not model.of_the_tutorial:
        raise InvalidSetting(
            "The published gradient rule exists for the tutorial's network only: one layer of tanh, read in one "
            "direction. Choose the correct rule, or that network."
        )
    if config.early_stopping and not len(dataset.indices("validation")):
        raise InvalidSetting(
            "Early stopping needs a validation part, and these sentences have none. Set a share aside for it, or do "
            "not stop early."
        )
    if dataset.tagged and model.readout != "words":
        raise InvalidSetting("These sentences have a label for each word. Choose the readout at every word.")
