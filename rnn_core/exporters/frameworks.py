"""What scripts for other frameworks share: a network that is built once, and reads many sentences in pieces."""

from collections.abc import Iterable, Sequence

from rnn_core.exporters.export import require_words
from rnn_core.exporters.script import script
from rnn_core.model_files import SavedModel

_ANSWERS = '''
def answers(network, known):
    """The probabilities that a network gives each sentence, of which known holds the rows; 32 at a time."""
    made = []
    for start in range(0, len(known), 32):
        piece = known[start : start + 32]
        {read}
        made += {answers}
    return made

'''


def framework_script(
    model: SavedModel,
    sentences: Sequence[str],
    build: str,
    read: Iterable[str],
    needs: str,
    packages: str,
    tolerance: str = "",
) -> bytes:
    """A whole script. The arguments that are not told of here are those of ``script``.

    Args:
        build: what defines the function ``build``, which makes a network of its weights in base64.
        read: lines that make p of ``network`` and ``piece``, the rows of some sentences: the probabilities as an array
            of the shape that ``shape`` tells.

    Raises:
        InvalidModel: the model knows no word.
    """
    require_words(model)
    each = "[each[: len(rows)] for each, rows in zip(p, piece)]" if model.tagged else "list(p)"
    code = build + _ANSWERS.format(read=indented(read, 8), answers=each)
    return script(model, sentences, code, needs, packages, "build", "answers({W}, known)", tolerance)


def shape(tagged: bool) -> str:
    """Of what a network answers."""
    return "(sentences, longest, labels)" if tagged else "(sentences, labels)"


def indented(lines: Iterable[str], by: int) -> str:
    """Lines of code that stand so many letters to the right; the first one is there already."""
    return ("\n" + " " * by).join(lines)
