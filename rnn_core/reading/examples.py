"""One row as a labelled sentence, or what is wrong with it."""

from collections.abc import Sequence
from typing import get_args

from rnn_core import limits
from rnn_core.dataset import Example
from rnn_core.errors import InvalidDataset
from rnn_core.reading import cleaning, html_text, names, tagged
from rnn_core.reading.columns import Columns
from rnn_core.reading.repairs import Repairs
from rnn_core.reading.table import Row
from rnn_core.text import TextConfig, tokenise
from rnn_core.wording import shown

NO_SENTENCE = "no sentence, so the row is dropped."
NO_LABEL = "{} is empty. Fill it in, or leave the row out."
NO_TEXT = "half a character (a lone surrogate), which is no text. Mend it, or leave the row out."
LONG_LABEL = (
    f"{{}} is longer than {limits.MAX_LABEL_CHARACTERS} characters. Is another column the label? Otherwise "
    "shorten it, or leave the row out."
)
NO_PART = "{} is none of train, validation and test. Correct it, or choose no split column."
TOO_LONG = (
    f"longer than {limits.MAX_SENTENCE_WORDS} words or {limits.MAX_SENTENCE_CHARACTERS:,} characters. Cut it to the "
    f"first or the last {limits.MAX_SENTENCE_WORDS} words, or leave the row out."
)
TOO_LONG_TAGGED = (
    f"longer than {limits.MAX_SENTENCE_WORDS} words or {limits.MAX_SENTENCE_CHARACTERS:,} characters. Divide it, or "
    "leave the row out."
)
CUT: dict[str, str] = {
    end: f"cut to its {end} {limits.MAX_SENTENCE_WORDS} words or {limits.MAX_SENTENCE_CHARACTERS:,} characters."
    for end in get_args(cleaning.End)
}
CONTROLS = "control characters were taken out."
NOTHING = "the sentence is “{}”: it may mean that there was none. It is kept."


def usable(
    row: Row, columns: Columns, repairs: Repairs, text: TextConfig, protected: bool, tags: bool
) -> tuple[Example | None, Sequence[str], str | None, list[str]]:
    """One row as an example and its words, or what is wrong with it; and what was done to it."""
    sentence, label = row.cells[columns.sentence], row.cells[columns.label]
    part = names.folded(row.cells[columns.split]) if columns.split is not None else "train"
    notices = []
    if protected:
        sentence, label = cleaning.unprotect(sentence), cleaning.unprotect(label)
    if repairs.strip_html and not tags:
        sentence = html_text.stripped(sentence)
    if cleaning.CONTROLS.search(sentence) or cleaning.CONTROLS.search(label):
        sentence, label = cleaning.CONTROLS.sub("", sentence), cleaning.CONTROLS.sub("", label)
        notices.append(CONTROLS)
    sentence = sentence.strip()
    if not sentence:
        return None, (), None, [*notices, NO_SENTENCE] if label.strip() else []
    if not label.strip():
        return None, (), NO_LABEL.format(_called("label", columns)), notices
    if cleaning.SURROGATES.search(sentence) or cleaning.SURROGATES.search(label):
        return None, (), NO_TEXT, notices
    if max(map(len, label.split() if tags else (label,))) > limits.MAX_LABEL_CHARACTERS:
        return None, (), LONG_LABEL.format(_called("label", columns)), notices
    if part not in names.PARTS:
        return None, (), NO_PART.format(_called("split", columns)), notices
    too_long = len(sentence) > limits.MAX_SENTENCE_CHARACTERS
    words = () if too_long else tokenise(sentence, text)
    if tags and not too_long:
        try:
            label = tagged.as_tags(label, len(words))
        except InvalidDataset as error:
            return None, (), str(error), notices
    if too_long or len(words) > limits.MAX_SENTENCE_WORDS:
        if tags:
            return None, (), TOO_LONG_TAGGED, notices
        if not repairs.truncate:
            return None, (), TOO_LONG, notices
        sentence = cleaning.truncate(sentence, text, repairs.truncate)
        words = tokenise(sentence, text)
        notices.append(CUT[repairs.truncate])
    if not words:
        return None, (), None, [*notices, NO_SENTENCE]
    if sentence.casefold() in names.NOTHING:
        notices.append(NOTHING.format(shown(sentence)))
    return Example(sentence, label, names.PARTS[part], str(row.at)), words, None, notices


def _called(role: str, columns: Columns) -> str:
    """What a message calls the label or the split, alike for all rows."""
    column = columns.label if role == "label" else columns.split
    name = columns.names[column] if column is not None else role
    if names.folded(name) == role:
        return f"the {role}"
    return f"the {role} ({name})" if name == f"column {(column or 0) + 1}" else f"the {role} column “{shown(name)}”"
