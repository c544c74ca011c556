"""Words to offer to somebody whose words the network does not know."""

import string

import numpy as np

from rnn_core import Dataset, Vocabulary, tokenise

_MARKS = frozenset(string.punctuation) - {"'"}  # of which some mean something in Markdown, where buttons show words


def frequent_words(dataset: Dataset, most: int) -> list[str]:
    """Known words, the most frequent in training first; those that a button could not show as they are left out."""
    words, found = dataset.tokenised.words, []
    for i in np.argsort(-dataset.word_counts, kind="stable"):
        word = words[i]
        if word in dataset.vocabulary and word.isprintable() and not _MARKS & set(word):
            found.append(word)
            if len(found) == most:
                break
    return found


def wants_words(sentence: str, vocabulary: Vocabulary) -> bool:
    """Whether some words of a sentence are skipped, or there is none yet.

    A last word that may become a known one is still being typed.
    """
    words = tokenise(sentence, vocabulary.text)
    skipped = [] if vocabulary.unknown_id is not None else [word for word in words if word not in vocabulary]
    if skipped and skipped == list(words[-1:]) and not sentence[-1].isspace():
        return not any(word.startswith(skipped[0]) for word in vocabulary.words)
    return bool(skipped) or not words
