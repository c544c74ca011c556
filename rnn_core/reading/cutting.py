"""Into what are sentences to be cut, if nobody says so: words and punctuation, pieces between spaces, or characters?"""

import re
from collections import Counter
from collections.abc import Sequence

from rnn_core.reading.cleaning import has_no_spaces, is_usually_unspaced
from rnn_core.text import TextConfig
from rnn_core.wording import shown

_SAMPLE = 2000  # sentences that decide
_FAIR_SHARE = 0.1  # of them; in sentences that were cut before it is 0 to 2 %: "mr." and the like

# A word with a mark right after it, or an opening one right before it: not an apostrophe, for in what was cut before
# "'s" stands alone.
_CLINGING = re.compile(
    r"""(?<!\S)(?:["“„«(\[]*[^\W_]\S*[.,!?:;…"”»)\]،؛؟۔।॥](?!\S)|["“„«(\[]+[^\W_]\S*)"""
)  # fmt: skip

WORDS = "Sentences are cut into words and punctuation: in {share:.0%} of them a mark clings to a word, as in “{word}”."
SPACES = "Sentences are cut at white space: somebody has put spaces between words that have none in this writing."
APART = "Sentences are cut into words and punctuation, so that “great.” is the word “great” when somebody types it."
TAGGED = "Sentences are cut at white space: their words are given, each with its label."
CHARACTERS = "Sentences are cut into single characters: they have hardly any spaces."
ADVICE = "These sentences have hardly any spaces. Cut them into single characters."


def settle(
    sentences: Sequence[str], tagged: bool, asked: TextConfig | None = None
) -> tuple[TextConfig, tuple[str, ...]]:
    """How sentences are cut, and what is to be said about that.

    A word that is not known is read as one shared unknown word: people's sentences always have some.

    Args:
        sentences: as they stand in the file; of many only some, evenly spread, are looked at.
        tagged: whether every word has a label.
        asked: how, if somebody has said so; then it is so.
    """
    step = max(1, len(sentences) // _SAMPLE)
    looked_at = [sentence for sentence in sentences[::step] if sentence.strip()]
    unspaced = not tagged and sum(map(has_no_spaces, looked_at)) > len(looked_at) / 2
    if asked is not None:
        return asked, (ADVICE,) if unspaced and asked.tokeniser != "characters" else ()
    if tagged:
        return TextConfig(unknown="vector"), (TAGGED,)
    if unspaced:
        return TextConfig("characters", unknown="vector"), (CHARACTERS,)
    if sum(map(is_usually_unspaced, looked_at)) > len(looked_at) / 2:
        return TextConfig(unknown="vector"), (SPACES,)
    clinging = [match[0] for match in map(_CLINGING.search, looked_at) if match]
    told = APART
    if len(clinging) > _FAIR_SHARE * len(looked_at):
        (word, _), *_ = Counter(clinging).most_common(1)
        told = WORDS.format(share=len(clinging) / len(looked_at), word=shown(word, 20))
    return TextConfig("words", unknown="vector"), (told,)
