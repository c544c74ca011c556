"""Text in the formats of other people's tools: fastText, CoNLL, trees, Rasa; and what only looks like a label."""

import pytest

from rnn_core import InvalidDataset, ReadOptions, Repairs
from rnn_core.reading import Understood, finish, understand
from rnn_core.reading.formats import detect, parse


def found(text: str, **asked) -> Understood:
    """What the page finds out by itself, unless told otherwise."""
    return finish(understand(text.encode(), ReadOptions(**{"tags": None, "text": None, **asked})))


def pairs(text: str, **asked) -> list[tuple[str, str]]:
    read = found(text, **asked)
    assert read.draft is not None, read.refusal
    return [(example.sentence, example.label) for example in read.draft.examples]


def cells(text: str, format: str) -> list[tuple[str, ...]]:
    return [row.cells for row in parse(text, format).rows]


# fastText

WANTED = [("the tea was hot, and good", "good"), ("the milk was sour", "bad"), ("a clean cup", "good")]


@pytest.mark.parametrize("between", [" ", "\t", "  ", " \t ", "\u3000", ", ", ",\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_any_white_space_ends_a_fasttext_label_and_a_comma_at_its_end_is_none_of_it(between, end):
    text = end.join(f"__label__{label}{between}{sentence}" for sentence, label in WANTED)
    assert detect(text).value == "fasttext"
    assert pairs(text) == pairs(text + end) == WANTED


@pytest.mark.parametrize("between", [" ", "\t"])
def test_fasttext_labels_are_read_at_the_ends_of_lines(between):
    text = "".join(f"{sentence}{between}__label__{label}\n" for sentence, label in WANTED)
    assert detect(text).value == "fasttext" and pairs(text) == WANTED


def test_a_label_with_a_prefix_among_other_cells_is_a_cell():
    text = "".join(f"{i}\t{sentence}\t__label__{label}\n" for i, (sentence, label) in enumerate(WANTED))
    assert detect(text).value == "tab"
    quoted = "".join(f'__label__{label},"{sentence}"\n' for sentence, label in WANTED)
    assert detect(quoted).value == "comma"


def test_a_comma_ends_fasttext_labels_where_every_line_has_one_there():
    text = "".join(f"__label__{label},{sentence}\n" for sentence, label in WANTED)
    assert pairs(text) == WANTED
    towns = "__label__Bern,CH on the river\n__label__Como,IT on the lake\n__label__Ulm,DE on a hill, above\n"
    assert [label for _, label in cells(towns, "fasttext")] == ["Bern,CH", "Como,IT", "Ulm,DE"]


@pytest.mark.parametrize(
    "line",
    [
        "__label__hot __label__sweet the tea",
        "__label__hot, __label__sweet the tea",
        "__label__hot,__label__sweet the tea",
        "__label__hot__label__sweet\tthe tea",
        "__label__hot the tea __label__sweet",
        "the tea __label__hot __label__sweet",
        "__label__hot __label__sweet __label__hot the tea",
    ],
)
def test_several_fasttext_labels_of_a_line_stand_in_its_cell_and_the_table_names_the_line(line):
    table = parse(f"__label__hot soup\n\n{line}\n", "fasttext")
    assert [row.cells for row in table.rows] == [("soup", "hot"), ("the tea", "hot, sweet")]
    assert table.several == (3,)
    assert parse("__label__hot __label__hot the tea\n", "fasttext").several == ()


def test_fasttext_lines_may_be_quoted_as_cells_are():
    said = [('the "tea", hot', "good"), ("milk", "bad"), ("a cup, clean", "good")]
    text = "".join('"__label__{} {}"\n'.format(label, sentence.replace('"', '""')) for sentence, label in said)
    assert pairs(text) == pairs(text.replace('"__label__bad milk"', "__label__bad milk")) == said


def test_fasttext_lines_without_a_label_are_named():
    read = found("__label__x one thing\n__label__y another\nno label here\n__label__ nor here\n")
    assert read.format == "fasttext" and read.draft is not None
    assert read.draft.problems == ("lines 3 and 4: the label is empty. Fill it in, or leave the row out.",)


# A label first


@pytest.mark.parametrize(
    "lines",
    [
        ["pos,The tea, well, was hot", "neg,My cup, alas, was cold, and old"],  # a delimiter in the first word
        ["pos;The tea was hot", "neg;My cup; alas; was cold; and old"],
        ['"good" tea, well', '"bad" tea'],  # a quotation mark
        ["„gut“ so, ja", "„böse“ so"],
        ["'good' tea, well", "'bad' tea"],
        ["good, tea it was, well", "bad, cups; oh"],  # a comma at its end
        ["## tea, and more", "-- cups"],  # punctuation alone
        ["… tea, and more", "» cups"],
        ["The tea is hot", "My cup is cold"],  # words that sentences begin with
        ["Fresh tea, and hot cups,pos", "Bitter tea, with cold, old, bent cups,neg"],  # labels behind a delimiter
    ],
)
@pytest.mark.parametrize("times", [2, 12])
def test_what_is_no_label_is_not_taken_for_one(lines, times):
    assert detect("\n".join(lines * times)).value != "label_first"


@pytest.mark.parametrize(
    "firsts", [("froh", "trist"), ("+", "-"), ("🙂", "🙁"), ("en", "it"), ("DESC:man", "NUM:date")]
)
def test_labels_first_are_still_read(firsts):
    text = "".join(
        f"{first} eins, zwei oder drei{', vier' * i}, {i} und {first[::-1] * 2}\n" for i in range(6) for first in firsts
    )
    assert detect(text).value == "label_first"
    assert {label for _, label in pairs(text)} == set(firsts) and pairs(text)[2][0].startswith(
        "eins, zwei oder drei, vier, 1"
    )


def test_a_first_word_that_stands_elsewhere_in_another_case_is_no_label():
    text = "".join(
        f"{first} dann kam {i} so {other}\n" for i in range(9) for first, other in (("hund", "Hund"), ("katz", "u"))
    )
    assert detect(text).value != "label_first"


@pytest.mark.parametrize("between", [": ", ":  "])
@pytest.mark.parametrize("labels", [("good", "bad"), ("very good", "bad"), ("1", "0"), ("Team A", "All of us")])
def test_a_colon_behind_the_labels_of_all_lines_is_no_part_of_them(between, labels):
    rows = [(f"the {n}th tea: hot", label) for n in range(4, 7) for label in labels]
    assert pairs("".join(f"{label}{between}{sentence}\n" for sentence, label in rows)) == rows


def test_a_colon_in_labels_or_behind_some_of_them_stays():
    coarse = "".join(f"{label} the {n}th tea\n" for n in range(4, 7) for label in ("HOT:very", "COLD:too"))
    assert {label for _, label in pairs(coarse)} == {"HOT:very", "COLD:too"}
    some = "".join(f"{label} the {n}th tea\n" for n in range(4, 7) for label in ("HOT:", "COLD"))
    assert {label for _, label in pairs(some)} == {"HOT:", "COLD"}


def test_a_few_lines_may_have_nearly_as_many_coarse_labels():
    rows = [
        ("Who was it ?", "HUM:ind"),
        ("Why ?", "DESC:reason"),
        ("How old is it ?", "NUM:period"),
        ("Is he ?", "HUM:ind"),
    ]
    text = "".join(f"{label} {sentence}\n" for sentence, label in rows)
    assert detect(text).value == "label_first" and pairs(text) == rows
    assert detect(text.replace("HUM", "Hum").replace("NUM", "Num").replace("DESC", "Desc")).value != "label_first"


def test_fine_labels_in_capitals_are_no_beginnings_of_sentences():
    text = "".join(f"{label} The {n}th tea\n" for n in range(4, 9) for label in ("Food:Drink", "Room:Bed"))
    assert {label for _, label in pairs(text)} == {"Food:Drink", "Room:Bed"}


def test_sentences_glued_to_their_label_with_a_colon_are_parted():
    rows = [("The tea was hot", "good"), ("My milk was sour", "bad"), ("they came", "good"), ("Nobody came", "bad")]
    assert pairs("".join(f"{label}:{sentence}\n" for sentence, label in rows)) == rows


def test_labels_behind_an_at_sign_are_read_and_those_who_are_addressed_stay():
    rows = [("the tea was hot .", "pos"), ("the milk was sour .", "neg")] * 3
    for end in ("\n", "\r\n", " \n"):
        assert pairs("".join(f"{sentence}@{label}{end}" for sentence, label in rows)) == rows
    called = "".join(f"{label} @ann {sentence}\n" for sentence, label in rows)
    assert pairs(called) == [(f"@ann {sentence}", label) for sentence, label in rows]


# CoNLL

SENTENCES = [("Mr Fox lives in Bern .", "B-PER I-PER O O B-LOC O"), ("He sings", "O O"), ("Oslo calls !", "B-LOC O O")]


def conll(between: str = "\t", more: str = "", end: str = "\n") -> str:
    lines = []
    for words, tags in SENTENCES:
        lines += [
            between.join(filter(None, (word, more, tag))) for word, tag in zip(words.split(), tags.split(), strict=True)
        ]
        lines.append("")
    return end.join(lines)


@pytest.mark.parametrize(
    "text",
    [
        conll(),
        conll(" "),
        conll(end="\r\n"),
        conll(" ", "NN I-NP"),
        conll("\t", "_"),
        conll().rstrip("\n"),
        "\n\n" + conll() + "\n\n",
        "-DOCSTART- -X- O O\n\n" + conll(" ", "NN I-NP"),
        "# sent_id = 1\n# newdoc\n" + conll(),
        conll().replace("\n\n", "\n \n# text = so it is\n"),
    ],
)
@pytest.mark.parametrize("tags", [None, True])
def test_conll_is_read_as_words_with_their_tags(text, tags):
    assert found(text, tags=tags).format == "conll"
    assert pairs(text, tags=tags) == SENTENCES


def test_the_sentences_of_conll_are_named_by_the_lines_where_they_begin():
    read = found("# about this\n" + conll())
    assert read.draft is not None and read.tags
    assert [example.at for example in read.draft.examples] == ["2", "9", "12"] and read.draft.unit == "line"


def test_another_column_of_conll_can_be_chosen():
    text = conll(" ", "NN I-NP")
    assert found(text).names == ("sentence", "column 2", "column 3", "tags")
    assert pairs(text, label=2)[1] == ("He sings", "I-NP I-NP")


def test_a_hash_may_be_a_word_of_conll():
    text = "# SYM\n1 NUM\n\nis V\nit P\n\n#one X\nis V\n# SYM\n\n"
    assert pairs("it P\nis V\n\n" + text, format="conll") == [
        ("it is", "P V"),
        ("# 1", "SYM NUM"),
        ("is it", "V P"),
        ("#one is #", "X V SYM"),
    ]


def test_the_words_of_conll_u_are_its_second_column_and_their_parts_of_speech_the_fourth():
    def line(number: str, word: str, tag: str) -> str:
        return "\t".join([number, word, word.lower(), tag, *"______"])

    text = "\n".join(
        ["# text = Dogs can't sing.", line("1", "Dogs", "NOUN"), line("2-3", "can't", "_"), line("2", "ca", "AUX"),
         line("3", "n't", "PART"), line("3.1", "ever", "ADV"), line("4", "sing", "VERB"), line("5", ".", "PUNCT"), "",
         line("1", "Cats", "NOUN"), line("2", "can", "AUX"), ""]
    )  # fmt: skip
    wanted = [("Dogs ca n't sing .", "NOUN AUX PART VERB PUNCT"), ("Cats can", "NOUN AUX")]
    assert pairs(text) == pairs(text, tags=True) == wanted


def test_where_labels_of_sentences_are_wanted_conll_is_refused_with_the_way_out():
    refusal = found(conll(), tags=False).refusal
    assert refusal is not None and refusal.startswith("this is CoNLL") and "--tags" in refusal
    assert len(pairs(conll(), tags=False, format="tab", header=False)) == 11  # for who wants that all the same


def test_sentences_of_conll_that_are_not_like_the_others_are_named():
    text = conll() + "\nEve\tB-PER\ngoes\n\nAn old\tO\nmap\tO\n"
    read = found(text, format="conll")
    assert read.draft is not None
    assert [problem.partition(":")[0] for problem in read.draft.problems] == ["line 15", "line 18"]
    assert pairs(text, format="conll", repairs=Repairs(leave_out=True)) == SENTENCES


@pytest.mark.parametrize(
    "text",
    [
        "Anna\tf\nOtto\tm\nEva\tf\n\nHugo\tm\nIda\tf\n",  # a list of words with a blank line in it
        "good day,x\nbad day,y\n\nfine day,x\nold day,y\n\nnew day,x\nsad day,y\n",
        "Anna\tf\n\nOtto\tm\n\nEva\tf\n\nHugo\tm\n",
        '{"text": "a", "label": "x"}\n{"text": "b", "label": "y"}\n\n' * 4,
        "POS good film\nNEG bad day\n\nPOS fine film\nNEG sad day\n\nPOS new film\nNEG old day\n",
    ],
)
def test_tables_with_blank_lines_are_not_taken_for_conll(text):
    assert found(text, tags=False).format != "conll" and found(text, tags=False).draft is not None


def test_what_is_asked_to_be_conll_and_is_not_is_refused():
    with pytest.raises(InvalidDataset, match="most lines are not a word and its tag"):
        parse("one\ntwo\n\nthree\n", "conll")
    with pytest.raises(InvalidDataset, match=r"line 1: a sentence of more than 10,000 lines\. Put a blank line"):
        parse("a X\n" * 10_001, "conll")


# Trees of phrases


@pytest.mark.parametrize("end", ["\n", "\r\n", "\n\n"])
def test_a_tree_gives_its_words_and_the_label_of_its_root(end):
    trees = [
        "(4 (2 Such) (3 (2 a) (3 (3 fine) (2 day))))",
        "(0 (2 Never) (1 again))",
        "  (2 (2 It) (2 is))",
        "(4 Great)",
    ]
    read = found(end.join(trees))
    assert read.format == "trees"
    assert pairs(end.join(trees) + end) == [
        ("Such a fine day", "4"),
        ("Never again", "0"),
        ("It is", "2"),
        ("Great", "4"),
    ]


def test_the_brackets_and_slashes_of_a_treebank_are_the_marks_they_stand_for():
    assert cells(r"(3 (2 -LRB-) (3 (2 and\/or) (2 -RRB-)))", "trees") == [("( and/or )", "3")]


def test_broken_trees_are_named():
    table = parse("(3 (2 so) (3 good))\n(1 (2 so) (1 bad)\n\n(1 bad)) (2 or\nbad\n", "trees")
    assert list(table.problems.values()) == [[2, 4, 5]]
    assert [row.cells for row in table.rows] == [("so good", "3")]


def test_the_labels_of_trees_may_be_words():
    text = "(good (so So) (good nice))\n(bad (so So) (bad (bad sad) (so .)))\n(good (so It) (so is))"
    assert found(text).format == "trees" and pairs(text) == [
        ("So nice", "good"),
        ("So sad .", "bad"),
        ("It is", "good"),
    ]


def test_a_sentence_in_brackets_is_no_tree():
    assert detect("(laughing loudly)\n(singing softly)\n(gone home)\n").value != "trees"
    assert detect("(1) first, we went (slowly)\tx\n(2) then we ran (home)\ty\n").value == "tab"


# Rasa

GREET = [("hello there", "greet"), ("good morning", "greet"), ("so long", "bye"), ("see you", "bye")]
YAML = """version: "3.1"
nlu:
- intent: greet
  examples: |
    - hello there
    - good morning

- intent: bye
  examples: |
    - so long
    - see you
"""
IN_RASA = {
    "yaml": YAML,
    "yaml, deeper, quoted and commented": """# ours
nlu:
  - intent: "greet"
    examples: |
      - hello there
      # more
      - good morning
  - synonym: x
    examples: |
      - y
  - intent: 'bye'
    examples: |
      - so long
      - see you""",
    "yaml, texts": """nlu:
- intent: greet
  examples:
  - text: |
      hello there
    metadata:
      mood: calm
  - text: good morning
- intent: bye
  examples:
  - 'so long'
  - see you
""",
    "markdown": """## intent:greet
- hello there
- good morning

## lookup:x
- y

## intent:bye
- so long
- see you
""",
    "markdown, with comments": """<!-- ours
- no
-->
## intent: greet
* hello there
<!-- - not this
-->
+ good morning
# more
## regex:z
- [0-9]+
## intent: bye
- so long
- see you""",
}


@pytest.mark.parametrize("text", IN_RASA.values(), ids=IN_RASA)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_examples_of_rasa_have_their_intents_as_labels(text, end):
    text = text.replace("\n", end)
    read = found(text)
    assert read.format == "rasa" and pairs(text) == GREET
    assert read.draft is not None and not read.draft.problems


def in_yaml(**intents: list[str]) -> str:
    lines = ["nlu:"]
    for intent, examples in intents.items():
        lines += [f"- intent: {intent}", "  examples: |", *(f"    - {example}" for example in examples)]
    return "\n".join(lines)


def test_the_marks_of_entities_are_taken_off_and_that_is_told():
    by, here = 'by [boat]{"entity": "means"} or [foot](means)', '[here][{"entity": "place"}]'
    text = in_yaml(go=["to [Bern](city) now", by, here], stay=["I [stay] (really)"])
    assert [sentence for sentence, _ in pairs(text)] == ["to Bern now", "by boat or foot", "here", "I [stay] (really)"]
    assert any(notice.startswith("lines 4, 5 and 6: the marks of entities") for notice in found(text).notices)


def test_an_example_of_rasa_may_look_like_a_key():
    asked = ["intent: what is it", "examples: two"]
    assert pairs(in_yaml(ask=asked, tell=["so"])) == [(asked[0], "ask"), (asked[1], "ask"), ("so", "tell")]


def test_a_line_among_examples_that_is_none_is_named():
    read = found(YAML.replace("- good morning", "good morning"))
    assert read.draft is not None and read.draft.problems[0].startswith("line 6: stands among examples, but")


def test_rasa_without_examples_is_refused_by_name():
    with pytest.raises(InvalidDataset, match="no intent with examples was found, as in Rasa"):
        parse("nlu:\n- synonym: x\n  examples: |\n    - y\n", "rasa")
