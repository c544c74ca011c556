"""The sentences on the page."""

import html
import re
from dataclasses import replace

import numpy as np
import pytest

from playground import answer_in_words, data_messages, link_messages, messages
from playground.colours import ANSWER_COLOUR, ClassColours
from playground.jobs import Job
from playground.paces import PACES
from playground.sentences import Sentences
from playground.settings import Settings
from rnn_core import (
    Dataset,
    Example,
    ModelConfig,
    TextConfig,
    Trace,
    TrainConfig,
    bundled,
    trace,
    train,
)
from rnn_core.trace import DirectionTrace
from tests.clock import Clock
from tests.datasets import rows, tagged

DATASET = bundled()


def played(slices=200, **settings):
    chosen = Settings(**{"epochs": 30, **settings})
    job = Job(train(DATASET, chosen.model, chosen.training), chosen.epochs, Clock(per_look=1e-4))
    job.play()
    for _ in range(slices):
        job.run_slice(0.02)
    return job


def said(job, slow=False, place=0):
    return messages.happening(job.snapshot(), DATASET, slow, place)


def test_the_plateau_is_told_as_a_status():
    job = played(3, initialisation="blog", epochs=5000)  # it stays there for some 90 epochs
    job.pause()
    assert said(job).startswith("Paused. On the plateau") and "Nothing is wrong" in said(job)


def in_slow_motion(**settings):
    job = played(0, epochs=30, **settings)
    job.set_pace(PACES["slow"])
    before = job.snapshot().params
    job.run_slice(0)
    return job, before


def test_slow_motion_tells_what_one_update_has_read_and_how_the_answer_changed():
    job, before = in_slow_motion()
    now = job.snapshot()
    example = DATASET.examples[now.update.sentences[0]]
    told = []
    for params in (before, now.params):
        p = trace(params, DATASET.vocabulary, example.sentence).probabilities[-1]
        name = DATASET.classes[p.argmax()]
        right = "right" if name == example.label else "wrong"
        told.append(f"{name} {messages.percent(p.max())}, {right}")
    assert told[0] != told[1] and now.params.fingerprint() != before.fingerprint()
    assert said(job, slow=True) == (
        f"It has read “{example.sentence}”, which is {example.label}. Its answer before: {told[0]}; after this update: "
        f"{told[1]}."
    )
    assert messages.progress(now, 30, slow_motion=True) == "Epoch 0 of 30, update 1 of 58"
    assert now.share_of_epoch == 1 / 58


def test_slow_motion_says_how_many_others_an_update_has_read():
    assert "” and 7 more, which is" in said(in_slow_motion(batch_size=8)[0], slow=True)


def test_a_queue_tells_the_place():
    assert "number 3 in the queue" in said(played(0), place=3)


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0, "0"),
        (0.001, "under 1"),
        (0.005, "under 1"),
        (0.0051, "1"),
        (0.973, "97"),
        (0.9949, "99"),
        (0.995, "over 99"),
        (0.9999, "over 99"),
        (1, "100"),
    ],
)
def test_only_exactly_everything_is_100_percent(share, words):
    assert messages.percent(share) == f"{words}%"


@pytest.mark.parametrize(("right", "of"), [(1, 200), (1, 10_000), (199, 200), (9_999, 10_000)])
def test_one_right_or_one_wrong_is_never_rounded_away(right, of):
    assert messages.percent(right / of) == ("under 1" if right == 1 else "over 99") + "%"


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (0, "less than 1 s"),
        (0.99, "less than 1 s"),
        (1, "1 s"),
        (89, "89 s"),
        (90, "2 min"),
        (600, "10 min"),
        (5399, "90 min"),
        (5400, "1.5 h"),
        (36_000, "10.0 h"),
    ],
)
def test_a_time_left_is_told_in_seconds_to_a_minute_and_a_half_and_in_minutes_to_an_hour_and_a_half(seconds, told):
    assert messages.duration(seconds) == told


@pytest.mark.parametrize(("share", "too_large"), [(1.49, False), (1.51, True)])
def test_a_loss_of_half_as_much_again_as_guessing_means_that_the_steps_are_too_large(share, too_large):
    job = played(3, initialisation="blog", epochs=5000)
    now = job.snapshot()
    record = replace(now.records[-1], train_loss=share * DATASET.label_entropy)
    told = messages.happening(replace(now, records=(*now.records[:-1], record)), DATASET, False, 0)
    assert ("the steps are too large" in told) == too_large and ("On the plateau" in told) != too_large


def test_what_waits_for_the_next_reset_is_named():
    assert messages.waiting([], None) == ""
    assert messages.waiting(["hidden_size", "seed"], None).startswith(
        "Changed, for the next Reset: Hidden size and Seed."
    )
    assert messages.waiting([], "mine.csv").startswith("Changed, for the next Reset: Sentences (mine.csv).")
    assert messages.waiting(["epochs"], "mine.csv").startswith("Changed, for the next Reset: Epochs and Sentences (")
    many = ["epochs", "seed", "cell", "clip"]
    assert messages.waiting(many, "a.csv").startswith("Changed, for the next Reset: 4 settings and Sentences (a.csv).")
    assert messages.waiting(many, None).startswith("Changed, for the next Reset: Epochs, Seed, ")


def test_a_long_file_name_is_cut_where_it_waits():
    said = messages.waiting([], "x" * 5000 + "\n\u202e")
    assert len(said) < 150 and "…" in said and said.isprintable()


HOSTILE = ("<script>x</script>", "<img src=x onerror=y>", "</div><style>", "<b>", "&lt;", "__proto__", "a\"b'c")
TAGS = re.compile(r"</?(script|img|style|b)\b")


def hostile(**text):
    """A dataset that is odd in every way, in hostile words."""
    train = [Example(f"{word} good", label, at=str(i)) for i, word in enumerate(HOSTILE) for label in HOSTILE[:2]]
    tests = [Example(f"{word} unseen{word}", HOSTILE[0], "test", "<b>9</b>") for word in HOSTILE]
    more = [Example(f"w{i}", label) for i, label in enumerate(HOSTILE)]
    return Dataset((*train, *tests, *more), TextConfig(**text))


@pytest.mark.parametrize("unknown", ["skip", "vector"])
def test_other_peoples_text_is_shown_literally(unknown):
    dataset = hostile(unknown=unknown)
    run = train(dataset, ModelConfig(2), TrainConfig(epochs=1))
    colours = ClassColours.of(dataset)
    read = trace(run.params, dataset.vocabulary, "good <b>bold</b> \u202egood " + " ".join(HOSTILE))
    shown = answer_in_words.reading(read).source + answer_in_words.verdict(read, colours).source
    assert not TAGS.search(shown)
    assert "“<bdi>&lt;b&gt;bold&lt;/b&gt;</bdi>”" in shown


def test_a_class_with_a_hostile_name_is_answered_literally():
    colours = ClassColours(HOSTILE, (0, 1))
    for i, name in enumerate(HOSTILE):
        said = answer_in_words.verdict(after_one_word(np.eye(len(HOSTILE))[i]), colours).source
        assert f"<bdi>{html.escape(name)}</bdi>, 100%" in said
        assert f"background:{colours.colour(i)}" in said


def after_one_word(probabilities):
    """A network that read one word and now says this."""
    steps, still = np.array([probabilities, probabilities]), np.zeros((2, 1))
    return Trace(
        ("good",), (True,), ("good",), (0,), ((DirectionTrace(still, None, {}),),), (None,), still, steps, steps
    )


def test_an_answer_without_a_colour_of_its_own_has_that_of_such_answers():
    classes = tuple("abcdefgh")
    colours = ClassColours(classes, (1, 2, 3, 4, 5, 6))
    said = answer_in_words.verdict(after_one_word([0.3, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1]), colours).source
    assert f"background:{ANSWER_COLOUR}" in said and "<bdi>a</bdi>, 30%" in said


def test_without_a_known_word_there_is_no_confident_answer():
    run = train(DATASET, ModelConfig(2), TrainConfig(epochs=1))
    for sentence, words in (("", "Nothing to read"), ("quux", "none of these words")):
        read = trace(run.params, DATASET.vocabulary, sentence)
        assert words in answer_in_words.verdict(read, ClassColours.of(DATASET)).source
        assert "%" not in answer_in_words.verdict(read, ClassColours.of(DATASET)).source


ONE_OF_TWO = ClassColours(("no", "yes"), (0, 1))


def test_a_sentence_of_the_data_has_its_label_beside_the_answer():
    read = after_one_word([0.03, 0.97])
    assert "✓ right: its label is <bdi>yes</bdi>" in answer_in_words.verdict(read, ONE_OF_TWO, label=1).source
    assert "✗ wrong: its label is <bdi>no</bdi>" in answer_in_words.verdict(read, ONE_OF_TWO, label=0).source
    assert "label" not in answer_in_words.verdict(read, ONE_OF_TWO).source


@pytest.mark.parametrize("unknown", ["skip", "vector"])
def test_of_tagged_words_those_that_are_right_are_counted_and_a_skipped_one_is_none(unknown):
    dataset = tagged("a/X b/Y", unknown=unknown)
    run = train(dataset, ModelConfig(2, readout="words"), TrainConfig(epochs=1))
    read = trace(run.params, dataset.vocabulary, "a new b a")
    n = len(read.words)
    assert n == (3 if unknown == "skip" else 4)
    read = replace(read, probabilities=np.array([[0.5, 0.5], *[[0.9, 0.1]] * n]))  # X, whatever the word
    said = answer_in_words.verdict(read, ONE_OF_TWO, tags=(0, 0, 1, 0)).source
    assert f"{n - 1} of {n} words right" in said and "%" not in said


def test_while_it_is_read_out_the_answer_is_that_after_the_words_so_far():
    probabilities = np.array([[0.5, 0.5], [0.2, 0.8], [0.9, 0.1]])
    read = replace(after_one_word([0.5, 0.5]), probabilities=probabilities, words=("a", "b"))
    said = answer_in_words.verdict(read, ONE_OF_TWO, label=0, so_far=1).source
    assert "<bdi>yes</bdi>, 80%" in said and "so far, after “<bdi>a</bdi>”" in said and "label" not in said
    assert "%" not in answer_in_words.verdict(read, ONE_OF_TWO, so_far=0).source


@pytest.mark.parametrize(("unknown", "fate"), [("skip", "skipped"), ("vector", "read as the unknown word")])
def test_unknown_words_are_named_and_the_page_says_what_becomes_of_them(unknown, fate):
    dataset = rows("good film | x", "bad film | y", unknown=unknown)
    run = train(dataset, ModelConfig(2), TrainConfig(epochs=1))
    said = answer_in_words.reading(trace(run.params, dataset.vocabulary, "good quux film quux")).source
    assert said == f"“<bdi>quux</bdi>” is not in its training sentences: it is {fate}."
    said = answer_in_words.reading(trace(run.params, dataset.vocabulary, "good quux film quuux")).source
    assert said == f"“<bdi>quux</bdi>” and “<bdi>quuux</bdi>” are not in its training sentences: they are {fate}."
    assert answer_in_words.reading(trace(run.params, dataset.vocabulary, "good film")).source == ""


@pytest.mark.parametrize(("unknown", "more"), [("abcd", " and 1 more"), ("abcdefg", " and 4 more")])
def test_up_to_three_unknown_words_are_named(unknown, more):
    dataset = rows("good film | x", "bad film | y")
    run = train(dataset, ModelConfig(2), TrainConfig(epochs=1))
    said = answer_in_words.reading(trace(run.params, dataset.vocabulary, " ".join(["good", *unknown]))).source
    assert said.startswith(", ".join(f"“<bdi>{word}</bdi>”" for word in "abc") + f"{more} are not")


# About sentences.


def own(dataset, *notices):
    return Sentences(dataset, "mine.csv", own=True, notices=notices)


def test_the_size_of_a_dataset_is_told_in_short():
    assert data_messages.in_short(Sentences(DATASET, "sentiment", own=False)) == (
        "58 sentences to learn from, 20 to test, 2 classes, 18 words"
    )
    assert data_messages.in_short(own(rows("a | x", "a | y", "a | y | validation"))) == (
        "2 sentences to learn from, 1 to choose the best weights, none to test, 2 classes, 1 word"
    )
    many = Dataset(tuple(Example(f"w{i}", "xy"[i % 2], "test" if i >= 2500 else "train") for i in range(5000)))
    assert data_messages.in_short(own(many)) == "2,500 sentences to learn from, 2,500 to test, 2 classes, 2,500 words"


def test_of_tagged_sentences_words_are_counted_too():
    tags = own(tagged("a/X b/Y c/X", "a/X b/X", "c/Y | validation", "a/X b/X | test"))
    assert data_messages.in_short(tags) == (
        "2 sentences (5 words) to learn from, 1 (1) to choose the best weights, 1 (2) to test, 2 tags, "
        "3 different words"
    )
    assert data_messages.in_short(own(tagged("a/X b/Y"))) == (
        "1 sentence (2 words) to learn from, none to test, 2 tags, 2 different words"
    )
    table = data_messages.class_counts(tags.report).source
    assert re.findall(r"<th>(.*?)</th>", table) == ["tag", "train words", "validation words", "test words"]
    assert re.findall(r"<td>(.*?)</td>", table) == [
        "<bdi>X</bdi>", "4", "0", "2", "<bdi>Y</bdi>", "1", "1", "0",
    ]  # fmt: skip
    many = own(tagged(" ".join(f"{i}/T{i}" for i in range(10))))
    assert "and 2 rarer tags" in data_messages.class_counts(many.report).source


def test_suggested_settings_are_told_with_their_time():
    assert messages.suggestion(Settings(epochs=1), 0.3) == (
        "vanilla, 16 units, readout last, 1 epoch in less than 1 s at full speed"
    )
    own = Settings(cell="gru", hidden_size=32, directions=2, readout="max", epochs=20, early_stopping=6)
    said = messages.suggestion(own, 12.3)
    assert said == "GRU, 32 units, both directions, readout max, at most 20 epochs in about 12 s at full speed"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ({}, ["white space", "skipped"]),
        ({"tokeniser": "words", "unknown": "vector"}, ["words and punctuation", "word dropout"]),
        ({"tokeniser": "characters", "fold_case": False}, ["single characters", "capitals kept"]),
        ({"min_count": 3}, ["fewer than 3 times"]),
    ],
)
def test_the_page_says_how_words_are_cut_and_what_becomes_of_unknown_ones(text, told):
    said = data_messages.how_words_are_cut(TextConfig(**text))
    assert all(words in said for words in told)
    assert ("capitals" in said) == (text.get("fold_case") is False)
    assert ("fewer than" in said) == ("min_count" in text)
    assert ("skipped" in said) != ("dropout" in said)


def test_classes_are_counted_part_by_part_the_largest_first_and_the_rest_named():
    dataset = rows("1 | a", "2 | b", "3 | b", "4 | a | test", *(f"{i} | small{i}" for i in range(8)))
    table = data_messages.class_counts(own(dataset).report).source
    cells = re.findall(r"<td>(.*?)</td>", table)
    assert re.findall(r"<th>(.*?)</th>", table) == ["class", "train", "test"]
    assert cells[:6] == ["<bdi>b</bdi>", "2", "0", "<bdi>a</bdi>", "1", "1"]
    assert len(cells) == 3 * 8 and "and 2 smaller classes" in table
    assert "smaller" not in data_messages.class_counts(own(DATASET).report).source


def test_the_report_tells_what_is_odd_and_what_was_cleaned_or_that_there_is_nothing():
    clean = data_messages.data_report(Sentences(DATASET, "sentiment", own=False)).source
    assert clean.startswith("<p>Nothing odd") and "Longest: 10 words" in clean and "When they were read" not in clean
    odd = data_messages.data_report(own(rows("a | x", "a | y"), "line 3: control characters were taken out.")).source
    assert "<li>1 sentence with contradictory labels" in odd and "Nothing odd" not in odd
    assert "<li>line 3: control characters were taken out.</li>" in odd


def test_a_report_on_hostile_sentences_shows_them_literally():
    sentences = own(hostile(), "line 1: <img src=x> was </li> cleaned.")
    assert sentences.report.findings
    shown = data_messages.data_report(sentences).source + data_messages.class_counts(sentences.report).source
    assert not TAGS.search(shown)
    assert "&lt;img src=x&gt; was &lt;/li&gt; cleaned." in shown
    assert shown.count("<li>") == shown.count("</li>") == len(sentences.report.findings) + 1


def test_a_link_made_with_other_sentences_says_which_and_that_they_have_to_be_loaded():
    said = link_messages.missing_sentences("own-0123abcd")
    assert "own-0123abcd" in said and "does not carry them" in said and "until then the bundled ones are used" in said


def test_what_was_not_followed_in_a_link_is_named_up_to_five():
    assert link_messages.ignored_in_link([]) == ""
    assert link_messages.ignored_in_link(["dataset"]).startswith("Not followed in this link: dataset.")
    assert link_messages.ignored_in_link(list("abcde")).endswith(": a, b, c, d, e.")
    assert link_messages.ignored_in_link(list("abcdef")).endswith(": a, b, c, d, e and 1 more.")


def test_what_has_become_of_settings_is_told_only_where_some_were_not_followed():
    nearest = "Settings have the nearest value that is possible."
    assert nearest not in link_messages.ignored_in_link(["part", "hide", "hidden_size (given 2 times)"])
    assert link_messages.ignored_in_link(["part", "hidden_size"]).endswith(f"part, hidden_size. {nearest}")
