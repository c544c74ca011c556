"""What a run has come to, in words."""

import re
from dataclasses import replace

import pytest

from playground.outcome import Outcome, Rival
from playground.outcome_in_words import promised, told
from playground.overfitting import Overfitting
from playground.settings import Settings
from rnn_core.intervals import wilson
from tests.datasets import rows, tagged

BOTH = "pretrained vectors and several networks"
GATED = Settings(cell="gru", readout="max", directions=2, vectors="none", input="embedding")


def outcome(right=298, answers=377, **changes) -> Outcome:
    """One of 377 test sentences, 79 in 100 of them right."""
    known = {
        "unit": "sentence", "sentences": answers, "leaked": 0, "right": right, "answers": answers,
        "interval": wilson(right, answers) if answers >= 10 else None, "train": 0.93, "validation": None,
        "rival": None, "epoch": 20, "epochs": 20, "lowest": 19, "overfitting": None, "settings": GATED,
        "fingerprint": "1a2b3c4d", "alone": (), "left_out": (),
    }  # fmt: skip
    return Outcome(**{**known, **changes})


def said(it: Outcome, comparing: bool = False, testable: bool = False) -> str:
    """As plain text; what stands beside the sentence begins on a line of its own."""
    return re.sub("<[^>]*>", "", told(it, comparing, testable).source.replace("<div", "\n<div"))


def sentence(it: Outcome) -> str:
    return said(it).splitlines()[0]


def beside(it: Outcome) -> str:
    return said(it).splitlines()[1]


def rival(standing, share=0.812, doing="counting words") -> Rival:
    return Rival(doing, share, standing)


def test_the_whole_of_it_is_a_sentence_and_a_few_beside_it():
    assert said(outcome(rival=rival(0))) == (
        "Done. On 377 sentences it has never seen, 79% are right (75 to 83% is likely with so few); counting words "
        "gets 81%, about the same: the network earns nothing that shows.\n"
        "What could help: more sentences, pretrained vectors and several networks. Lowest train loss: epoch 19. "
        "Train 93% right. Fingerprint of the weights: 1a2b3c4d"
    )


@pytest.mark.parametrize(
    ("standing", "words"),
    [
        (1, "gets 81%, clearly less."),
        (0, "gets 81%, about the same: the network earns nothing that shows."),
        (-1, "gets 81%, clearly more: the network earns nothing."),
    ],
)
def test_a_network_that_earns_nothing_is_told_so_and_what_could_help(standing, words):
    it = outcome(rival=rival(standing))
    assert sentence(it).endswith(words)
    assert ("What could help" in said(it)) == (standing < 1)


def test_where_everything_is_right_nothing_could_help():
    assert "What could help" not in said(outcome(377, rival=rival(0, 1.0)))


def test_until_the_baselines_are_there_it_stands_without_them():
    assert sentence(outcome()).endswith("79% are right (75 to 83% is likely with so few).")
    assert "What could help" not in said(outcome())
    assert "Simple methods are being tried" in said(outcome(), comparing=True)
    assert "Simple methods" not in said(outcome())


@pytest.mark.parametrize(
    ("settings", "offered"),
    [
        (Settings(), f"more sentences, a mean or maximum as readout, a GRU or LSTM as cell, {BOTH}."),
        (Settings(cell="lstm"), f"more sentences, a mean or maximum as readout, {BOTH}."),
        (Settings(readout="mean", cell="relu"), f"more sentences, a GRU or LSTM as cell, {BOTH}."),
        (Settings(readout="words", cell="gru"), f"more sentences, {BOTH}."),
        (replace(GATED, vectors="glove"), "more sentences and several networks."),
        (replace(GATED, vectors="own", networks=4), "more sentences."),
    ],
)
def test_only_what_it_does_not_have_yet_could_help(settings, offered):
    assert f"What could help: {offered}" in said(outcome(rival=rival(0), settings=settings))


@pytest.mark.parametrize(
    ("right", "answers", "words"),
    [
        (2, 3, "2 of 3 test sentences are right, which says next to nothing."),
        (1, 1, "1 of 1 test sentence is right, which says next to nothing."),
        (0, 9, "0 of 9 test sentences are right, which says next to nothing."),
        (10, 10, "On 10 sentences it has never seen, 100% are right (72 to 100% is likely with so few)."),
        (0, 20, "On 20 sentences it has never seen, 0% are right (0 to 16% is likely with so few)."),
        (999, 1000, "On 1,000 sentences it has never seen, 99.9% are right (99.4 to over 99.9% is likely)."),
        (1456, 1821, "On 1,821 sentences it has never seen, 80% are right (78 to 82% is likely)."),
        (49_000, 50_000, "On 50,000 sentences it has never seen, 98.0% are right (97.9 to 98.1% is likely)."),
    ],
)
def test_a_share_is_told_as_exactly_as_its_number_of_sentences_allows(right, answers, words):
    assert sentence(outcome(right, answers)) == f"Done. {words}"


def test_a_rival_is_told_as_exactly():
    it = outcome(49_000, 50_000, rival=rival(1, 0.9743))
    assert "98.0% are right (97.9 to 98.1% is likely); counting words gets 97.4%, clearly less." in said(it)


def test_what_was_not_tested_is_not_told_of():
    it = outcome(0, 0)
    assert sentence(it) == "Done. No sentences were kept for testing, so nothing tells how it does on new ones."
    assert "Train 93% right." in said(it) and "What could help" not in said(it)
    assert "Train 93%, validation 81% right." in said(replace(it, validation=0.81))


def test_of_tagged_sentences_words_are_told_of():
    it = outcome(640, 800, unit="word", sentences=120, interval=(0.76, 0.84))
    assert "On 800 words of 120 sentences it has never seen, 80% are right (76 to 84% is likely with so few)." in said(
        it
    )
    few = outcome(17, 21, unit="word", sentences=3, interval=None)
    assert "17 of 21 test words are right, which says next to nothing." in said(few)
    none = outcome(0, 0, unit="word", sentences=12)
    assert "None of the words to test is known to it, so it has no answer that could be judged." in said(none)


def test_sentences_that_it_has_seen_are_not_called_new():
    assert "On 377 sentences (12 of them in train as well), 79% are right" in said(outcome(leaked=12))
    words = outcome(640, 800, unit="word", sentences=120, interval=(0.76, 0.84), leaked=1)
    assert "On 800 words of 120 sentences (1 of these in train as well), 80% are right" in said(words)


STOPS = replace(GATED, early_stopping=6)


def test_which_epoch_is_kept_and_why():
    it = outcome(epoch=7, epochs=13, lowest=7, settings=STOPS, validation=0.8)
    assert beside(it).startswith("Kept: epoch 7 of 13, lowest validation loss. Train 93%, validation 80% right.")
    assert "Lowest validation loss: epoch 7." in said(replace(it, settings=GATED)) and "Kept" in said(it)


def test_overfitting_is_named_with_what_would_have_helped_if_it_was_not_there():
    seen = Overfitting("validation", 7, (0.452, 0.714))
    heart = "it only learned its training sentences by heart: validation loss 0.45 to 0.71."
    stopped = outcome(epoch=7, epochs=13, lowest=7, settings=STOPS, validation=0.8, overfitting=seen)
    assert f"Kept: epoch 7 of 13, lowest validation loss. After that {heart} Train 93%" in said(stopped)
    went_on = outcome(lowest=7, validation=0.8, overfitting=seen)
    assert f"After epoch 7 {heart} Early stopping would have ended it in time. Train 93%" in said(went_on)
    by_test = outcome(overfitting=replace(seen, part="test"))
    assert "test loss 0.45 to 0.71. A validation part with early stopping would have ended it" in said(by_test)
    assert "Kept" not in said(went_on) and "Lowest" not in said(went_on)


def test_nobodys_text_but_ours_is_in_it():
    it = outcome(rival=rival(0, doing="<img src=x onerror=alert(1)>"))
    assert "<img" not in told(it, False, False).source and "&lt;img" in told(it, False, False).source


def test_a_promise_is_made_where_it_can_be_kept():
    enough = ["a | x", "b | y", *["c | x | test"] * 10]
    assert promised(rows(*enough)).startswith("At the end this says how good it is")
    assert not promised(rows(*enough[:-1])) and not promised(tagged("a/X b/Y"))


def test_of_too_few_sentences_it_is_told_where_every_one_can_be_tested():
    few = outcome(2, 3)
    assert "Below the picture every sentence can be tested once." in said(few, testable=True)
    assert "Below" not in said(few) and "Below" not in said(outcome(), testable=True)


def test_of_several_networks_it_is_told_what_one_alone_does():
    several = outcome(settings=replace(GATED, networks=4), alone=(0.77, 0.76, 0.8, 0.78), left_out=())
    assert "The mean of 4 networks answered; one alone: 76% to 80% right." in beside(several)
    assert "Train" not in said(several) and "epoch" not in said(several)
    one_left_out = replace(several, alone=(), left_out=("Network 2 is left out: it blew up.",))
    assert "one alone" not in said(one_left_out) and "Network 2 is left out: it blew up." in beside(one_left_out)
