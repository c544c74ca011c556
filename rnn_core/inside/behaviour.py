"""Does it hold beyond the test sentences? Pairs of sentences that must get the same answer, or another one.

A test set tells how often the network is right on sentences like those it has seen. These tests ask about one ability
at a time (Ribeiro et al. 2020, "Beyond Accuracy", call them invariance and directional tests).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from rnn_core import limits
from rnn_core.arrays import Array
from rnn_core.batch import Batch, pack_unlabelled
from rnn_core.errors import InvalidSetting
from rnn_core.model import predict
from rnn_core.params import Params
from rnn_core.text import Vocabulary, tokenise
from rnn_core.wording import shown

Expected = Literal["same", "flip", "even"]

EVEN = 0.75  # where a sentence says nothing, no class should get more than this
MOST_PAIRS = 200
YOURS = "your pairs (passed)"


@dataclass(frozen=True)
class BehaviourTest:
    """One thing to try.

    Attributes:
        ability: what it tests; tests of one ability are counted together.
        sentence: what is read.
        other: what it is compared with; "" where even odds are expected of the sentence alone.
        expected: "same": both get one answer; "flip": two different ones; "even": no class gets more than EVEN.
    """

    ability: str
    sentence: str
    other: str
    expected: Expected


@dataclass(frozen=True)
class Outcome:
    """What came of one test: the answer to each sentence, its probability, and whether it is as expected."""

    test: BehaviourTest
    answers: tuple[int, int]
    probabilities: tuple[float, float]
    passed: bool


@dataclass(frozen=True)
class Suite:
    """Behaviour tests for one vocabulary, encoded once and run with any weights.

    Args:
        tests: in any order.
        vocabulary: of the network.
    """

    tests: tuple[BehaviourTest, ...]
    vocabulary: Vocabulary

    @cached_property
    def _batch(self) -> Batch:
        sentences = [text for test in self.tests for text in (test.sentence, test.other)]
        encoded = [self.vocabulary.encode(tokenise(text, self.vocabulary.text)) for text in sentences]
        return pack_unlabelled(encoded)

    def _answers(self, params: Params) -> tuple[NDArray[np.intp], Array]:
        """(n, 2) the answers to every pair, and (n, 2) their probabilities."""
        probabilities = np.empty((2 * len(self.tests), params.layout.classes))
        probabilities[self._batch.order] = predict(params, self._batch)
        return probabilities.argmax(axis=1).reshape(-1, 2), probabilities.max(axis=1).reshape(-1, 2)

    def outcomes(self, params: Params) -> list[Outcome]:
        """Run every test."""
        answers, probabilities = self._answers(params)
        return [
            Outcome(
                test,
                (int(answers[i, 0]), int(answers[i, 1])),
                (float(probabilities[i, 0]), float(probabilities[i, 1])),
                _passed(test.expected, answers[i, 0] == answers[i, 1], probabilities[i, 0]),
            )
            for i, test in enumerate(self.tests)
        ]

    def rates(self, params: Params) -> dict[str, float]:
        """The share of tests passed, for each ability, in the order of the tests."""
        passed: dict[str, list[bool]] = {}
        for outcome in self.outcomes(params):
            passed.setdefault(outcome.test.ability, []).append(outcome.passed)
        return {ability: sum(results) / len(results) for ability, results in passed.items()}


def _passed(expected: Expected, same: bool, probability: float) -> bool:
    if expected == "even":
        return bool(probability <= EVEN)
    return bool(same == (expected == "same"))


def made_from_roles(roles: Mapping[str, Sequence[str]]) -> tuple[BehaviourTest, ...]:
    """Tests made from what words are for.

    Args:
        roles: phrases of each role: "positive", "negative", "negation", "intensifier", "filler", "opener" (which can
            begin a sentence) and "neutral" (which says nothing on its own).
    """
    tests: list[BehaviourTest] = []

    def add(ability: str, sentence: str, other: str, expected: Expected) -> None:
        tests.append(BehaviourTest(ability, sentence.strip(), other.strip(), expected))

    openers = ("", *roles["opener"])
    for opener, word in product(openers, (*roles["positive"], *roles["negative"])):
        plain = f"{opener} {word}".strip()
        for negation in roles["negation"]:
            add("negation", plain, f"{opener} {negation} {word}", "flip")
            for more in roles["intensifier"]:
                add("intensifiers", f"{opener} {negation} {word}", f"{opener} {negation} {more} {word}", "same")
        for more in roles["intensifier"]:
            for times in (1, 2, 4):
                add("intensifiers", plain, f"{opener} {' '.join([more] * times)} {word}", "same")
        for filler in roles["filler"]:
            add("fillers", plain, f"{filler} {plain}", "same")
            add("fillers", plain, f"{plain} {filler}", "same")
    for opener, good, bad, negation in product(openers, roles["positive"], roles["negative"], roles["negation"]):
        first, second = f"{good} and {negation} {bad}", f"{bad} and {negation} {good}"
        add("word order", f"{opener} {first}", f"{opener} {second}", "flip")
    for word in (*roles["neutral"], *roles["opener"]):
        add("neutral words", word, "", "even")
    return tuple(tests)


def parse_pairs(text: str) -> tuple[BehaviourTest, ...]:
    """Tests that a person writes, one in a line: "A | B | same" or "A | B | flip". Blank lines are skipped.

    Raises:
        InvalidSetting: a line cannot be understood, or there are too many.
    """
    tests = [_parsed(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if len(tests) > MOST_PAIRS:
        raise InvalidSetting(f"There are {len(tests)} pairs; at most {MOST_PAIRS} are possible.")
    return tuple(tests)


def _parsed(number: int, line: str) -> BehaviourTest:
    parts = [part.strip() for part in line.split("|")]
    if len(parts) != 3 or parts[2].casefold() not in ("same", "flip"):
        raise InvalidSetting(
            f"Line {number}: “{shown(line)}” is not a pair. Write: one sentence | another | same, or: ... | flip"
        )
    if not all(parts):
        raise InvalidSetting(f"Line {number}: a sentence is empty. Write: one sentence | another | {parts[2]}")
    if max(map(len, parts)) > limits.MAX_SENTENCE_CHARACTERS:
        raise InvalidSetting(
            f"Line {number}: a sentence is longer than {limits.MAX_SENTENCE_CHARACTERS:,} characters. Shorten it."
        )
    return BehaviourTest(YOURS, parts[0], parts[1], "same" if parts[2].casefold() == "same" else "flip")
