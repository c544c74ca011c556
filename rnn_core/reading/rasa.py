"""Rasa's training data: examples of what people say, below their intent, in Markdown or in YAML.

    ## intent:greet                 nlu:
    - hello                         - intent: greet
    - good [morning](time)            examples: |
                                        - hello

Only these shapes are known, not Markdown or YAML. What stands below anything but an intent (synonyms, lookup tables,
regular expressions) is not used. Its JSON is like any other.
"""

import re
from collections.abc import Iterator, Sequence

from rnn_core.errors import InvalidDataset
from rnn_core.reading.decoding import lines
from rnn_core.reading.table import Row, Table, refuse_too_many
from rnn_core.wording import places

_HEADING = re.compile(r"##\s*(\w+)\s*:(.*)")
_ITEM = re.compile(r"-\s+(intent|synonym|regex|lookup)\s*:(.*)")
_EXAMPLES = re.compile(r"(?:-\s+)?examples\s*:(.*)")
_TEXT = re.compile(r"-\s+text\s*:(.*)")
_EXAMPLE = re.compile(r"[-*+]\s+(.*)")
_BELOW = re.compile(r"[|>][+-]?")  # in YAML: the text begins in the next line
_ENTITY = re.compile(r"\[([^][]+)\](?:\([^()]*\)|\{[^{}]*\}|\[\{[^][]*\}\])")
_REDUCED = "the marks of entities, as in “[Rome](city)”, were taken off."
_NO_EXAMPLE = "stands among examples, but does not begin with “- ”. Put that before it, or leave the row out."


def fits(lines: Sequence[str]) -> bool:
    """Whether there are intents, and examples below them."""
    bare = [line.strip() for line in lines]
    items = [found[1] for line in bare if (found := _ITEM.fullmatch(line))]
    headings = [found[1] for line in bare if (found := _HEADING.fullmatch(line))]
    in_yaml = "intent" in items and any(map(_EXAMPLES.fullmatch, bare))
    return in_yaml or ("intent" in headings and any(map(_EXAMPLE.fullmatch, bare)))


def parse(text: str) -> Table:
    """The examples with their intents, entities without their marks.

    Raises:
        InvalidDataset: there are none.
    """
    rows, reduced, stray = [], [], []
    for number, example, intent in _examples(text):
        if example is None:
            stray.append(number)
            continue
        sentence = _ENTITY.sub(r"\1", example)
        reduced += [number] if sentence != example else []
        rows.append(Row(number, (sentence, intent)))
        refuse_too_many(len(rows))
    if not rows:
        raise InvalidDataset("no intent with examples was found, as in Rasa’s nlu.yml. Is it another of its files?")
    problems, told = (
        {_NO_EXAMPLE: stray} if stray else {},
        (f"{places('line', reduced)}: {_REDUCED}",) if reduced else (),
    )
    return Table("rasa", "line", 2, tuple(rows), names=("sentence", "label"), problems=problems, told=told)


def _examples(text: str) -> Iterator[tuple[int, str | None, str]]:
    """The line, the example and the intent of each; None for one that does not begin as it should."""
    intent: str | None = None  # of the examples that follow
    indent = None  # of the key above them, if we are amid some
    literal = True  # whether they are a text in which quotation marks stay
    below = commented = False  # whether the next line holds an example; whether it is a comment in Markdown
    for number, line in enumerate(lines(text), 1):
        bare, depth = line.strip(), len(line) - len(line.lstrip())
        in_comment = commented or bare.startswith("<!--")
        commented = in_comment and "-->" not in bare
        if heading := _HEADING.fullmatch(bare):
            intent, indent, literal = heading[2].strip() if heading[1] == "intent" else None, -1, True
        elif in_comment or not bare or bare.startswith("#"):
            continue
        elif (indent is None or depth <= indent) and (item := _ITEM.fullmatch(bare)):
            intent, indent = _unquoted(item[2]) if item[1] == "intent" else None, None
        elif (indent is None or depth <= indent) and (examples := _EXAMPLES.fullmatch(bare)):
            indent, literal = depth, bool(_BELOW.fullmatch(examples[1].strip()))
        elif indent is None or intent is None:
            continue
        elif depth < indent or (depth == indent and bare[0] != "-"):
            indent = None
        elif found := None if literal else _TEXT.fullmatch(bare):
            below = bool(_BELOW.fullmatch(found[1].strip()))
            if not below:
                yield number, _unquoted(found[1]), intent
        elif below:
            below = False
            yield number, bare, intent
        elif found := _EXAMPLE.fullmatch(bare):
            yield number, found[1].strip() if literal else _unquoted(found[1]), intent
        elif literal:
            yield number, None, intent


def _unquoted(value: str) -> str:
    value = value.strip()
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "'\"" else value
