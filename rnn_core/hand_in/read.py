"""From the bytes of a file to a hand-in. It comes from somebody who may want to be believed: each field is checked."""

import re
from dataclasses import fields
from typing import Any, TypeVar, get_args

from rnn_core import limits
from rnn_core.bundled_sets import SETS
from rnn_core.config import EnsembleConfig, ModelConfig, TrainConfig
from rnn_core.errors import InvalidHandIn, InvalidModel, InvalidSetting
from rnn_core.hand_in.values import MOST_POINTS, Answer, HandedNetwork, HandIn, Point, Vectors
from rnn_core.hand_in.write import FORMAT, KIND
from rnn_core.model_files import strict_json
from rnn_core.model_files.fields import Fields
from rnn_core.reading.cleaning import SURROGATES
from rnn_core.settings import Declares, Number, Whole, settings_of
from rnn_core.wording import shown

MOST_HAND_IN_BYTES = 4_000_000
MOST_ANSWERS = 50
MOST_NAME, MOST_LESSON, MOST_EXPECTED, MOST_FOUND = 100, 100, 200, 2_000  # characters

_MOST_LINK = 20_000  # characters; small sets of sentences travel in it
_MOST_STRUCTURE = 200_000  # characters outside of strings, of which curves take most
_FINGERPRINT = re.compile(r"[0-9a-f]{8}")

_Settings = TypeVar("_Settings", ModelConfig, TrainConfig)


def read_hand_in(data: bytes) -> HandIn:
    """The hand-in that ``write_hand_in`` has written.

    Raises:
        InvalidHandIn: it cannot be one; the message is one line that names the field.
    """
    if len(data) > MOST_HAND_IN_BYTES:
        raise InvalidHandIn(f"The file has more than {MOST_HAND_IN_BYTES:,} bytes, which no hand-in has.")
    try:
        return _hand_in(data.decode("utf-8-sig"))  # editors put a mark in front
    except UnicodeDecodeError:
        raise InvalidHandIn("This is no hand-in: it is no text in UTF-8.") from None
    except InvalidModel as error:  # which says what is wrong with a field, whatever that is of
        raise InvalidHandIn(str(error)) from None


def _hand_in(text: str) -> HandIn:
    found = Fields(strict_json.loads(text, "hand-in", _MOST_STRUCTURE), whole="hand-in")
    if found.take("kind", str) != KIND:
        raise InvalidHandIn(f"kind: this is no hand-in; one says “{KIND}” there.")
    version = found.count("format")
    if version != FORMAT:
        raise InvalidHandIn(f"format: the file is of version {version}; this is a program for version {FORMAT}.")
    name, link = _text(found, "name", MOST_NAME), _text(found, "link", _MOST_LINK)
    model, training = _settings(found, "model", ModelConfig), _settings(found, "training", TrainConfig)
    asked = found.count("networks_asked", 1, limits.MAX_NETWORKS)
    named = found.take("vectors", str)
    possible: dict[str, Vectors] = {name: name for name in get_args(Vectors)}
    if named not in possible:
        raise InvalidHandIn(f"vectors: they are “{shown(named)}”; possible are: {', '.join(possible)}.")
    dataset, packed = _text(found, "dataset", MOST_LESSON), found.take("sentences", str)
    fingerprint = _fingerprint(found.take("dataset_fingerprint", str), "dataset_fingerprint")
    if packed and dataset != f"own-{fingerprint}":
        raise InvalidHandIn("dataset: it is not called by the fingerprint of the sentences.")
    if not packed and dataset not in SETS:
        raise InvalidHandIn(f"dataset: no bundled set is called “{shown(dataset)}”, and there are no sentences.")
    networks, answers = found.take("networks", list), found.take("answers", list)
    found.done()
    if not 1 <= len(networks) <= asked:
        raise InvalidHandIn(f"networks: there are {len(networks)}; 1 to {asked} were asked for.")
    if len(answers) > MOST_ANSWERS:
        raise InvalidHandIn(f"answers: there are {len(answers):,}; at most {MOST_ANSWERS} are possible.")
    return HandIn(
        name, link, model, training, EnsembleConfig(asked), possible[named], dataset, packed, fingerprint,
        tuple(_network(Fields(one, f"networks/{i}"), training.epochs) for i, one in enumerate(networks, 1)),
        _answers(answers),
    )  # fmt: skip


def _settings(found: Fields, name: str, kind: type[_Settings]) -> _Settings:
    """Settings that the page offers: what is larger would be no run of a class."""
    values = Fields(found.take(name, dict), name).named([field.name for field in fields(kind)])
    try:
        made = kind(**values)
    except InvalidSetting as error:
        raise InvalidHandIn(f"{name}: {shown(str(error), 200)}") from None
    _require_offered(made, name)
    return made


def _require_offered(made: Declares, name: str) -> None:
    for setting in settings_of(type(made)).values():
        value = getattr(made, setting.name)
        stops = setting.stops if isinstance(setting, Number | Whole) else ()
        low, high = setting.offered if isinstance(setting, Whole) and not stops else (value, value)
        if (stops and value not in stops) or not low <= value <= high:
            raise InvalidHandIn(f"{name}/{setting.name}: it is {value}, which the page does not offer.")


def _network(found: Fields, epochs: int) -> HandedNetwork:
    trained, updates, ended = found.count("epochs", 1, epochs), found.count("updates"), found.take("ended", bool)
    fingerprint = _fingerprint(found.take("fingerprint", str), found.name("fingerprint"))
    first, curve = found.take("first", list), found.take("curve", list)
    found.done()
    if ended and updates:
        raise InvalidHandIn(f"{found.name('updates')}: there are {updates} after its end.")
    return HandedNetwork(
        trained, updates, ended, fingerprint, _first(first, trained, found.name("first")),
        _curve(curve, trained, found.name("curve")),
    )  # fmt: skip


def _first(value: list[Any], trained: int, field: str) -> tuple[int, str] | None:
    if not value:
        return None
    if len(value) != 2 or type(value[0]) is not int or not 1 <= value[0] <= trained or not isinstance(value[1], str):
        raise InvalidHandIn(f"{field}: it must be an epoch from 1 to {trained:,} and a fingerprint.")
    return value[0], _fingerprint(value[1], field)


def _curve(value: list[Any], trained: int, field: str) -> tuple[Point, ...]:
    before, points = 0, []
    for one in value:
        if not _is_point(one) or not before < one[0] <= trained:
            raise InvalidHandIn(
                f"{field}: each point must be an epoch, from 1 to {trained:,} and rising, a loss and two accuracies."
            )
        before = one[0]
        points.append(Point(*one))
    if len(points) > MOST_POINTS:
        raise InvalidHandIn(f"{field}: it has {len(points):,} points; at most {MOST_POINTS} are possible.")
    return tuple(points)


def _is_point(value: object) -> bool:
    """Whether a value is an epoch, a loss and two accuracies, the last of which may be missing."""
    if not isinstance(value, list) or len(value) != 4 or type(value[0]) is not int or type(value[1]) is not float:
        return False
    accuracies = value[2:] if value[3] is not None else value[2:3]
    return value[1] >= 0 and all(type(share) is float and 0 <= share <= 1 for share in accuracies)


def _answers(value: list[Any]) -> tuple[Answer, ...]:
    """Answers, one to a lesson: else the right one could be among several."""
    answers: dict[str, Answer] = {}
    for i, one in enumerate(value, 1):
        answer = _answer(Fields(one, f"answers/{i}"))
        if answer.lesson in answers:
            raise InvalidHandIn(f"answers/{i}/lesson: “{shown(answer.lesson)}” stands there twice.")
        answers[answer.lesson] = answer
    return tuple(answers.values())


def _answer(found: Fields) -> Answer:
    answer = Answer(
        _text(found, "lesson", MOST_LESSON), _text(found, "expected", MOST_EXPECTED), _text(found, "found", MOST_FOUND)
    )
    found.done()
    return answer


def _text(found: Fields, field: str, most: int) -> str:
    text = found.take(field, str)
    if len(text) > most:
        raise InvalidHandIn(f"{found.name(field)}: it has {len(text):,} characters; at most {most:,} are possible.")
    if SURROGATES.search(text):
        raise InvalidHandIn(f"{found.name(field)}: it holds half a character.")
    return text


def _fingerprint(text: str, field: str) -> str:
    if not _FINGERPRINT.fullmatch(text):
        raise InvalidHandIn(f"{field}: “{shown(text)}” is no fingerprint; one has eight hex characters.")
    return text
