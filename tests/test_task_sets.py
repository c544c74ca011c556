"""The task sets in data/ are what data/README.md says, and what rnn_core/task_sets.py makes."""

import csv
import os
import re
import subprocess
import sys
from collections import Counter
from itertools import combinations
from statistics import fmean

import pytest
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from rnn_core import InvalidSetting, read
from rnn_core.bundled import DATA
from rnn_core.task_sets import TASKS, as_csv, make

# name: sentences, shortest and longest in words, different words, labels or tags
DOCUMENTED = {
    "marked_recall": (500, 8, 20, 21, "cat cow dog hen"),
    "brackets": (500, 2, 16, 2, "balanced unbalanced"),
    "parity": (600, 1, 10, 2, "off on"),
    "latch": (500, 21, 21, 10, "left right"),
    "majority": (500, 1, 25, 2, "no yes"),
    "negation_tags": (500, 3, 16, 25, "negated plain"),
}
LONGER = {
    "marked_recall": (30, 60),
    "brackets": (20, 40),
    "parity": (30, 30),
    "latch": (41, 41),
    "majority": (27, 51),
    "negation_tags": (20, 40),
}
LABELLED = [name for name in DOCUMENTED if name != "negation_tags"]
every_task = pytest.mark.parametrize("name", DOCUMENTED)
every_labelled_task = pytest.mark.parametrize("name", LABELLED)


def file_bytes(folder, name):
    """A file as it was committed: git on Windows may have changed where lines end."""
    return (folder / f"{name}.csv").read_bytes().replace(b"\r\n", b"\n")


def committed(name):
    """Rows of the file: sentence, label or tags, part."""
    return [tuple(row) for row in csv.reader(file_bytes(DATA, name).decode().splitlines())][1:]


def made(name, **how):
    return [(example.sentence, example.label, example.split) for example in make(name, **how)]


def part(rows, split):
    return [(sentence, label) for sentence, label, its in rows if its == split]


# --- the rules, written once more ---


def matches(sentence):
    """Matching pairs are taken out until there are none; nothing is left if all matched."""
    rest, before = sentence.replace(" ", ""), None
    while rest != before:
        rest, before = rest.replace("()", ""), rest
    return not rest


def remembered(sentence):
    (animal,) = re.findall(r"\bremember (cat|cow|dog|hen)\b", sentence)
    assert sentence.count("remember") == 1
    return animal


def lamp(sentence):
    on = False
    for word in sentence.split():
        on = {"flip": not on, "stay": on}[word]
    return "on" if on else "off"


def held(sentence):
    first, *rest = sentence.split()
    assert first in ("left", "right") and not {"left", "right"} & set(rest)
    return first


def winner(sentence):
    (most, votes), *others = Counter(sentence.split()).most_common()
    assert not others or votes > others[0][1]
    return most


def tags(sentence):
    """Cut at "and" and "but"; in each piece the words behind its negation are negated. Two in one do not occur."""
    found = []
    for piece in re.split(r"(?<=\band) |(?<=\bbut) | (?=and\b)| (?=but\b)", sentence):
        before, negation, after = re.fullmatch(r"(.*?)(\b(?:not|never)\b ?|$)(.*)", piece).groups()
        assert not re.search(r"\b(not|never)\b", after)
        found += ["plain"] * len((before + negation).split()) + ["negated"] * len(after.split())
    return " ".join(found)


RULES = {
    "marked_recall": remembered,
    "brackets": lambda sentence: "balanced" if matches(sentence) else "unbalanced",
    "parity": lamp,
    "latch": held,
    "majority": winner,
    "negation_tags": tags,
}


def test_the_second_labellers_know_these():
    assert tags("i am not sad or tired but you never see the dog and the rain") == (
        "plain plain plain negated negated negated plain plain plain negated negated negated plain plain plain"
    )
    assert matches("( ( ) ) ( )") and not matches("( ) ) ( ( )") and not matches("( ( )")
    assert lamp("flip stay flip flip") == "on" and lamp("stay") == "off"
    assert remembered("hen remember dog hen cat") == "dog" and winner("no yes no") == "no"


# --- the files ---


@every_task
def test_the_file_is_what_the_generator_makes_to_the_byte(name):
    assert as_csv(TASKS[name], make(name)) == file_bytes(DATA, name)


@pytest.mark.parametrize("hash_seed", ["0", "1", "4321"])
def test_the_command_writes_the_same_bytes_whatever_the_hash_seed(hash_seed, tmp_path):
    environment = os.environ | {"PYTHONHASHSEED": hash_seed}
    command = [sys.executable, "-m", "rnn_core.task_sets", str(tmp_path / "new")]
    subprocess.run(command, cwd=DATA.parent, env=environment, check=True)
    assert {file.stem for file in (tmp_path / "new").iterdir()} == set(DOCUMENTED) == set(TASKS)
    for name in DOCUMENTED:
        assert (tmp_path / "new" / f"{name}.csv").read_bytes() == file_bytes(DATA, name)


@every_task
def test_a_second_labeller_agrees_with_every_label(name):
    for sentence, label, _ in committed(name):
        assert RULES[name](sentence) == label, sentence


@every_task
def test_sentences_words_lengths_and_labels_are_as_documented(name):
    sentences, shortest, longest, words, labels = DOCUMENTED[name]
    rows = committed(name)
    lengths = [len(sentence.split(" ")) for sentence, _, _ in rows]
    assert len(rows) == sentences and len(part(rows, "test")) == sentences / 5
    assert (min(lengths), max(lengths)) == (shortest, longest)
    assert len({word for sentence, _, _ in rows for word in sentence.split(" ")}) == words
    assert {answer for _, label, _ in rows for answer in label.split(" ")} == set(labels.split())
    assert all(sentence == sentence.lower() for sentence, _, _ in rows)


@every_task
def test_no_sentence_twice_and_every_test_word_in_train(name):
    rows = committed(name)
    assert len({sentence for sentence, _, _ in rows}) == len(rows)
    known = {word for sentence, _ in part(rows, "train") for word in sentence.split()}
    assert all(known.issuperset(sentence.split()) for sentence, _ in part(rows, "test"))


@every_labelled_task
def test_in_both_parts_each_label_has_as_many_sentences_of_each_length_as_any_other(name):
    for split in ("train", "test"):
        lengths = {}
        for sentence, label in part(committed(name), split):
            lengths.setdefault(label, []).append(len(sentence.split()))
        assert len(lengths) == len(TASKS[name].labels)
        assert len({tuple(sorted(of_label)) for of_label in lengths.values()}) == 1


@every_task
def test_the_test_sentences_are_as_long_as_the_others_on_average(name):
    mean = {
        split: fmean(len(sentence.split()) for sentence, _ in part(committed(name), split))
        for split in ("train", "test")
    }
    assert abs(mean["train"] - mean["test"]) < 1


@every_labelled_task
def test_the_reader_of_files_understands_it_without_a_setting(name):
    assert read(file_bytes(DATA, name), f"{name}.csv").dataset.examples == make(name)


# --- what would make a task easier than it looks ---


def test_marked_recall_has_every_animal_equally_often_and_no_place_gives_it_away():
    rows, right, early = committed("marked_recall"), Counter(), 0
    for sentence, label, _ in rows:
        animals = [word for word in sentence.split() if word in ("cat", "cow", "dog", "hen")]
        assert len(set(Counter(animals).values())) == 1 and len(set(animals)) == 4
        right += Counter(first=animals[0] == label, last=animals[-1] == label)
        early += 2 * sentence.split().index("remember") < len(sentence.split()) - 1
    first, last = right["first"] / len(rows), right["last"] / len(rows)
    print(f"\nmarked recall: the first animal is right in {first:.1%}, the last in {last:.1%}")
    print(f"marked recall: the marker is in the first half in {early / len(rows):.1%}")
    assert 0.2 < first < 0.3 and 0.2 < last < 0.3 and 0.45 < early / len(rows) < 0.6


def test_unbalanced_brackets_are_near_misses_half_of_them_with_as_many_of_each():
    turn = str.maketrans("()", ")(")
    missed = [sentence.replace(" ", "") for sentence, label, _ in committed("brackets") if label == "unbalanced"]
    for s in missed:
        assert len(s) <= 4 or (s[0] == "(" and s[-1] == ")")
        turned = (s[:i] + s[i].translate(turn) + s[i + 1 :] for i in range(len(s)))
        exchanged = (s[:i] + s[j] + s[i + 1 : j] + s[i] + s[j + 1 :] for i, j in combinations(range(len(s)), 2))
        assert any(map(matches, turned if s.count("(") != s.count(")") else exchanged)), s
    kinds = Counter((s.count("(") > s.count(")")) - (s.count("(") < s.count(")")) for s in missed)
    print(f"\nbrackets: as many of each {kinds[0]}, one too many opened {kinds[1]}, one too many closed {kinds[-1]}")
    assert 0.4 < kinds[0] / len(missed) < 0.6 and 0.2 < kinds[1] / len(missed) < 0.3


def test_negation_reaches_every_word_that_it_could_in_about_half_of_the_places():
    of_word = {}
    for sentence, label, _ in committed("negation_tags"):
        for word, tag in zip(sentence.split(), label.split(), strict=True):
            of_word.setdefault(word, Counter())[tag] += 1
    total = sum(of_word.values(), Counter())
    commonest = sum(max(tags.values()) for tags in of_word.values()) / total.total()
    ambiguous = {word for word, tags in of_word.items() if len(tags) == 2}
    print(f"\nnegation: {total['negated'] / total.total():.1%} negated; each word's commonest tag: {commonest:.1%}")
    assert ambiguous == set("happy sad hungry tired very see like hear the dog bird rain wind or".split())
    assert 0.25 < total["negated"] / total.total() < 0.4 and commonest < 0.8


def accuracies(name, **vectorizer):
    """Of logistic regression on counts of words, on train and on test."""
    train, test = (part(committed(name), split) for split in ("train", "test"))
    counter = CountVectorizer(token_pattern=r"\S+", **vectorizer)
    features, labels = counter.fit_transform([sentence for sentence, _ in train]), [label for _, label in train]
    model = LogisticRegression(max_iter=1000).fit(features, labels)
    on_test = model.score(counter.transform([sentence for sentence, _ in test]), [label for _, label in test])
    print(f"\n{name}, {vectorizer or 'single words'}: train {model.score(features, labels):.1%}, test {on_test:.1%}")
    return model.score(features, labels), on_test


@pytest.mark.parametrize(("name", "most"), [("marked_recall", 0.4), ("brackets", 0.7), ("parity", 0.6)])
def test_counting_words_does_not_solve_it(name, most):
    assert max(accuracies(name)) < most


@pytest.mark.parametrize(
    ("name", "vectorizer"), [("latch", {}), ("majority", {}), ("marked_recall", {"ngram_range": (1, 2)})]
)
def test_counting_words_or_pairs_solves_these(name, vectorizer):
    assert min(accuracies(name, **vectorizer)) > 0.97


# --- others than those in data/ ---


@every_task
def test_longer_ones_keep_to_the_rule(name):
    shortest, longest = LONGER[name]
    rows = made(name, seed=1, sentences=200, shortest=shortest, longest=longest)
    assert len(rows) == len({sentence for sentence, _, _ in rows}) == 200
    assert not {sentence for sentence, _, _ in rows} & {sentence for sentence, _, _ in committed(name)}
    for sentence, label, _ in rows:
        assert RULES[name](sentence) == label and shortest <= len(sentence.split()) <= longest
    if name in LABELLED:
        for split in ("train", "test"):
            assert len(set(Counter(label for _, label in part(rows, split)).values())) == 1


@every_task
def test_one_seed_gives_one_set(name):
    assert made(name, seed=3) == made(name, seed=3) != made(name, seed=4)


@pytest.mark.parametrize(
    ("name", "how", "reason"),
    [
        ("party", {}, "it must be one of"),
        ("brackets", {"shortest": 3, "longest": 3}, "no sentences of 3 to 3 words"),
        ("latch", {"shortest": 30}, "no sentences of 30 to 21 words"),
        ("parity", {"sentences": 20, "longest": 3}, "has not 20 sentences of 1 to 3 words"),
    ],
)
def test_what_cannot_be_made_is_refused_with_the_reason(name, how, reason):
    with pytest.raises(InvalidSetting, match=reason):
        make(name, **how)
