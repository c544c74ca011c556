"""Make a file of 5,500 questions of six classes: python -m benchmarks.question_file > questions.tsv

The classes tell what kind of answer is asked for. Sentences come from a few patterns of our own with made-up names
and nouns in them, most of which occur once or twice, as in real collections; a twentieth of the labels is wrong.
"""

import sys

import numpy as np

SENTENCES = 5500
PATTERNS: dict[str, tuple[str, ...]] = {
    "person": (
        "who was the first {n} to {v} the {n} of {N} ?",
        "which {n} did {N} {N} ask for help with the {n} ?",
        "what is the name of the {n} who {v}ed {N} ?",
        "whose {n} was left behind in {N} ?",
    ),
    "place": (
        "where can one {v} a {n} in {N} ?",
        "what town is known for its {n} and its {n} ?",
        "in which country do people {v} the {n} every year ?",
        "where did {N} {N} {v} before the {n} came ?",
    ),
    "number": (
        "how many {n}s does a {n} from {N} have ?",
        "how far is it from {N} to {N} ?",
        "what year did {N} {v} the {n} ?",
        "how long does it take to {v} a {n} ?",
    ),
    "thing": (
        "what do people in {N} use to {v} a {n} ?",
        "what kind of {n} is a {n} ?",
        "which {n} is best to {v} with a {n} ?",
        "what colour is the {n} on the {n} of {N} ?",
    ),
    "reason": (
        "why does a {n} {v} when it is near a {n} ?",
        "how does one {v} a {n} without a {n} ?",
        "what made {N} {v} the {n} of {N} ?",
        "what does it mean to {v} a {n} ?",
    ),
    "shorthand": (
        "what does {A} stand for ?",
        "what is the short form of {n} {n} ?",
        "in {N} , what is meant by {A} ?",
        "what do the letters {A} on a {n} mean ?",
    ),
}
SHARES = (0.22, 0.16, 0.17, 0.22, 0.2, 0.03)
WRONG = 0.05


def lines(sentences: int = SENTENCES, seed: int = 0) -> list[str]:
    """Lines of label, tab, sentence."""
    random = np.random.default_rng(seed)
    syllables = [c + v for c in "b d f g k l m n p r s t v z ch sh tr st".split() for v in "a e i o u ai ou".split()]

    def word(length: int) -> str:
        return "".join(random.choice(syllables, length))

    nouns, verbs = [word(2) for _ in range(3000)], [word(2) for _ in range(400)]
    classes = list(PATTERNS)
    made = []
    for label in random.choice(classes, sentences, p=SHARES):
        sentence = str(random.choice(PATTERNS[label]))
        for mark, fill in (
            ("{n}", lambda: str(random.choice(nouns))),
            ("{v}", lambda: str(random.choice(verbs))),
            ("{N}", lambda: word(3)),
            ("{A}", lambda: "".join(random.choice(list("abcdefghijklmnopqrstuvwxyz"), 3))),
        ):
            while mark in sentence:
                sentence = sentence.replace(mark, fill(), 1)
        if random.random() < WRONG:
            label = random.choice(classes)
        made.append(f"{label}\t{sentence}")
    return made


if __name__ == "__main__":
    sys.stdout.write("\n".join(lines()) + "\n")
