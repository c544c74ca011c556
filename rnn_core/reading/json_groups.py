"""JSON in which many sentences stand below one label.

    {"praise": ["well done", …], "blame": [{"text": "too slow"}, …]}
    [{"tag": "praise", "patterns": ["well done", …]}, {"tag": "blame", "patterns": […]}]

The first as people write it by hand and as SNIPS has it, with sentences in pieces; the second as chatbots are taught.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rnn_core.reading import names

_EXAMPLES = frozenset(
    (*names.SENTENCE, *"patterns examples utterances phrases queries samples usersays trainingphrases".split())
)
_LABEL = frozenset((*names.LABEL, "name"))
_SENTENCES = 0.5  # the share of texts with a blank in them, or in a script without blanks
_SCRIPTS_WITHOUT_BLANKS = re.compile(r"[\u3040-\u9fff\u0e00-\u0eff]")

_Records = list[dict[str, Any]]


def of_keys(value: Mapping[str, Any]) -> _Records | None:
    """A record of each sentence where each key is the label of what is in it; None if these are no such groups."""
    if len(value) < 2 or any(_is_known(key) for key in value):
        return None
    groups = {key: inner if isinstance(inner, list) else _examples(inner) for key, inner in value.items()}
    return _spread(groups.items())


def of_records(records: Sequence[Mapping[str, Any]]) -> _Records | None:
    """The same where each record has a label of its own, and a list of sentences."""
    key = next((key for key in (records[0] if records else ()) if names.folded(key) in _LABEL), None)
    if key is None or len(records) < 2:
        return None
    labels = [record.get(key) for record in records]
    if not all(isinstance(label, str) for label in labels) or len(set(labels)) < len(labels):
        return None
    return _spread((label, _examples(record)) for label, record in zip(labels, records, strict=True))


def _is_known(key: str) -> bool:
    """Whether a key rather names a column or a part than a class."""
    key = names.folded(key)
    return key in names.SENTENCE or key in names.LABEL or names.part_of(key) is not None


def _examples(record: Any) -> Any:
    """The list of sentences in a record."""
    lists = record.items() if isinstance(record, dict) else ()
    return next((held for key, held in lists if names.folded(key) in _EXAMPLES and isinstance(held, list)), None)


def _spread(groups: Iterable[tuple[Any, Any]]) -> _Records | None:
    found: _Records = []
    for label, examples in groups:
        if not isinstance(examples, list):
            return None
        for example in examples:
            sentence = _sentence(example)
            if sentence is None:
                return None
            found.append({"sentence": sentence, "label": label})
    several_words = sum(map(_has_several_words, (record["sentence"] for record in found)))
    return found if found and several_words >= _SENTENCES * len(found) else None


def _has_several_words(text: str) -> bool:
    return len(text.split(None, 1)) > 1 or len(_SCRIPTS_WITHOUT_BLANKS.findall(text)) > 2


def _sentence(example: Any) -> str | None:
    """A text, that of an object with nothing beside it, or of its pieces: {"data": [{"text": "to "}, …]}."""
    if isinstance(example, dict) and len(example) == 1:
        (example,) = example.values()
        if isinstance(example, list) and example and all(isinstance(piece, dict) for piece in example):
            pieces = [piece.get("text") for piece in example]
            return "".join(pieces) if all(isinstance(piece, str) for piece in pieces) else None
    return example if isinstance(example, str) else None
