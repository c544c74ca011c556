"""What is said of models in files."""

from playground.markup import Html, bdi, joined, tag
from playground.sentences import Sentences
from playground.settings import Settings, network_name
from rnn_core.model_files import SavedModel
from rnn_core.wording import counted, quoted, shown

SAVES = (
    "One file holds the network as it is now, its words and settings, its curves, and all that training needs to go on "
    "from there, to the last bit."
)
HOLDS_SENTENCES = "Whoever gets the file can read your sentences in it."
WITHOUT_SENTENCES = "It can classify anywhere. To go on training, load the same sentences first."


def about(name: str, model: SavedModel, settings: Settings) -> Html:
    """What a model is that was loaded.

    Args:
        name: of its file.
        settings: of its run.
    """
    epochs, words = counted(model.networks[-1].epoch, "epoch"), counted(len(model.vocabulary), "word")
    labels = f"{'Tags' if model.tagged else 'Labels'}: {quoted(model.classes)}"
    network = f"{network_name(settings)}, after {epochs}. {words}. {labels}."
    return joined(tag("div", tag("b", bdi(shown(name)))), tag("div", network))


def trained_on(model: SavedModel, sentences: Sentences | None) -> Html:
    """Where the sentences are that it was trained on; None if they are not here."""
    if sentences is None:
        return joined(
            f"It was trained on sentences that are not here (own-{model.fingerprint}). It can classify; to go on "
            "training, load them first with “Use your own sentences”."
        )
    title = bdi(shown(sentences.title))
    ended = model.networks[-1].epoch >= model.training.epochs
    further = " It has had all its epochs: to train it longer, raise Epochs then." if ended else ""
    return joined("It was trained on: ", title, ". Going on puts it in the place of the present run.", further)
