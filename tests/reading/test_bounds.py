"""Where one thing is still taken for granted and the next is not: both sides of each bound in reading files."""

import pytest

from rnn_core import InvalidDataset, InvalidSetting, ReadOptions, TextConfig, read_draft
from rnn_core.reading.decoding import decode
from rnn_core.reading.draft import Draft
from rnn_core.reading.formats import detect

HEADER = "sentence,label\n"


def drafted(data: str | bytes, **asked) -> Draft:
    return read_draft(data.encode() if isinstance(data, str) else data, "my.csv", ReadOptions(**asked))


def is_refused(data: str, words: str) -> bool:
    """Whether there is no draft, or no dataset, for this reason."""
    try:
        drafted(data).dataset()
    except InvalidDataset as error:
        assert words in str(error)
        return True
    return False


# Is it text?


@pytest.mark.parametrize(
    ("controls", "characters", "text"),
    [(20, 100, True), (21, 100, False), (20, 400, True), (100, 2000, True), (101, 2000, False)],
)
def test_twenty_control_characters_are_borne_and_in_a_long_text_one_in_twenty(controls, characters, text):
    data = "\x01" * controls + "good,x\n,y"
    data = data.replace(",y", "b" * (characters - len(data)) + ",y")
    assert len(data) == characters and is_refused(data, "does not look like text") != text


@pytest.mark.parametrize(("byte", "text"), [(8, False), (9, True), (13, True), (14, False), (26, False), (27, True)])
def test_what_begins_like_a_program_is_text_if_it_has_only_bytes_that_a_text_could_have(byte, text):
    data = b"MZ so" + bytes([byte]) + b"so"
    if text:
        assert decode(data).text == data.decode()
        return
    with pytest.raises(InvalidDataset, match="a Windows program"):
        decode(data)


@pytest.mark.parametrize(("latin", "read"), [(55, True), (45, False)])
def test_utf_16_without_a_mark_is_known_by_the_zeros_of_more_than_half_of_its_characters(latin, read):
    text = "".join(f"{'ab' * latin}{'жж' * (100 - latin)}, {label}\n" for label in "xyxy")
    for half in (text[::2], text[1::2]):  # what is counted, every second character apart
        assert (sum(map(str.isascii, half)) > len(half) / 2) == read
    data = text.encode("utf-16-le")
    try:
        told = [example.label for example in drafted(data).examples]
    except InvalidDataset:
        told = []
    assert (told == ["x", "y", "x", "y"]) == read


def test_where_an_encoding_was_guessed_some_characters_around_the_first_odd_one_are_shown():
    data = f"{HEADER}{'b' * 40}é{'a' * 40},x\nbad,y\n".encode("cp1252")
    (notice,) = drafted(data).notices
    assert f"“{'b' * 15}é{'a' * 24}”" in notice


# Which format?

PREFIXED, PLAIN = ["__label__x good"], ["good"]


def test_the_first_two_hundred_lines_tell_the_format_and_half_of_them_are_enough():
    assert detect("\n".join(PLAIN * 100 + PREFIXED * 100)).value == "fasttext"
    assert detect("\n".join(PLAIN * 101 + PREFIXED * 1000)).value != "fasttext"
    assert detect("\n".join(PREFIXED * 100 + PLAIN * 1000)).value == "fasttext"
    assert detect("\n".join(PREFIXED * 99 + PLAIN * 1000)).value != "fasttext"


@pytest.mark.parametrize(("tabs", "format"), [(10, "tab"), (9, "tab"), (8, "comma")])
def test_nine_of_ten_lines_with_a_tab_are_tab_separated_whatever_else_is_in_them(tabs, format):
    assert detect("\n".join(["good, film\tx"] * tabs + ["good, film"] * (10 - tabs))).value == format


@pytest.mark.parametrize(("commas", "format"), [(10, "comma"), (9, "comma"), (8, "label_first")])
def test_nine_of_ten_lines_with_a_comma_are_not_read_as_a_label_and_a_space(commas, format):
    lines = [f"{('neg', 'pos')[i % 2]} good{',' if i < commas else ''} film" for i in range(10)]
    assert detect("\n".join(lines)).value == format


@pytest.mark.parametrize(
    ("firsts", "label_first"),
    [
        ("AA BB AA", True),
        ("AA BB", False),  # two lines
        ("AA AA AA AA AA", False),  # one label
        ("AA BB CC", False),  # none stands twice
        ("AA BB CC DD EE " * 2, True),
        ("AA BB CC DD EE " * 2 + "AA FF", True),
        ("AA BB CC DD EE AA BB CC DD FF", False),  # fewer than two lines for each
        # Words that are no label in any case:
        ("froh trist " * 5, True),
        ("froh trist " * 4 + "froh", False),  # fewer than five lines for each
        ("froh " * 7 + "trist " * 6 + "egal egal", True),
        ("froh " * 8 + "trist " * 6 + "egal", False),  # one stands once
    ],
)
def test_first_words_are_labels_if_they_are_few_and_recur(firsts, label_first):
    text = "\n".join(f"{first} und dann {i}" for i, first in enumerate(firsts.split()))
    assert (detect(text).value == "label_first") == label_first


# Is the first row a header?


def has_header(name: str, rows: int, values: int) -> bool:
    """Whether a first row of this and another unknown name is one, above so many rows with so many labels."""
    first, *_ = drafted("\n".join([f"{name},Urteil", *(f"satz {i},v{i % values}" for i in range(rows))])).examples
    assert first.sentence in (name, "satz 0")
    return first.sentence != name


@pytest.mark.parametrize(
    ("rows", "values", "header"),
    [(6, 2, True), (6, 1, True), (5, 1, False), (8, 3, False), (9, 3, True), (9, 4, False)],
)
def test_unknown_names_stand_above_six_rows_and_more_of_which_three_share_a_label(rows, values, header):
    assert has_header("Aussage", rows, values) == header


@pytest.mark.parametrize(
    ("name", "header"),
    [("N" * 30, True), ("N" * 31, False), ("was gesagt wurde", True), ("was da gesagt wurde", False)],
)
def test_an_unknown_name_has_up_to_thirty_characters_and_three_words(name, header):
    assert has_header(name, 9, 2) == header


# Which column is which?


@pytest.mark.parametrize(("labels", "told"), [(2, True), (4, True), (5, False)])
def test_of_three_columns_the_label_has_two_and_more_values_which_stand_twice_on_average(labels, told):
    rows = [(f"a sentence, number {i}", f"label{i % labels}", "e") for i in range(8)]
    text = "\n".join(f'"{sentence}",{label},{constant}' for sentence, label, constant in rows)
    if not told:
        assert is_refused(text, "there is no label column")
        return
    assert [(example.sentence, example.label) for example in drafted(text).examples] == [row[:2] for row in rows]


def test_a_column_without_a_name_tells_the_part_only_beside_a_sentence_and_a_label():
    three = drafted("good film,x,train\nbad film,y,train\nfine film,x,test\npoor film,y,test\n")
    assert three.has_split and [example.split for example in three.examples] == ["train", "train", "test", "test"]
    two = drafted("good film,train\nbad film,train\nfine film,test\npoor film,test\n")
    assert not two.has_split and [example.label for example in two.examples] == ["train", "train", "test", "test"]


# Labels


def test_a_label_has_up_to_two_hundred_characters():
    assert not drafted(f"{HEADER}good,{'x' * 200}\nbad,y\n").problems
    (problem,) = drafted(f"{HEADER}good,{'x' * 201}\nbad,y\n").problems
    assert problem.startswith("line 2: the label is longer than 200 characters.")


def labelled(*labels: object) -> str:
    return HEADER + "".join(f"sentence{i},{label}\n" for i, label in enumerate(labels))


@pytest.mark.parametrize(("rows", "refused"), [(9, False), (10, True)])
def test_a_label_for_each_of_nine_rows_may_be_meant_and_for_each_of_ten_it_is_not(rows, refused):
    assert is_refused(labelled(*(f"l{i}" for i in range(rows))), "a label of its own") == refused


@pytest.mark.parametrize(
    ("different", "rows", "refused"),
    [(10, 40, False), (11, 44, True), (5, 10, False), (6, 11, True), (6, 12, False), (2, 2, False), (2, 3, True)],
)
def test_fractions_are_labels_if_they_are_ten_at_most_and_stand_twice_on_average(different, rows, refused):
    data = labelled(*(f'"{i % different}.5"' for i in range(rows)))
    assert is_refused(data, "look like numbers") == refused


@pytest.mark.parametrize(
    ("labels", "same"),
    [(("yes", "no"), ()), (("yes", "y"), ()), (("yes", "y", "no"), (("y", "yes"),)), (("yes", "y", "maybe"), ())],
)
def test_words_for_yes_and_no_look_like_one_where_there_are_three_and_nothing_else(labels, same):
    assert drafted(labelled(*labels)).labels.same == same


@pytest.mark.parametrize(
    ("labels", "coarse"),
    [(("A:x", "A:y"), ()), (("A:x", "A:y", "B:z"), ("A", "B")), (("A:x", "B:z"), ()), (("A:x", "A:y", "B"), ())],
)
def test_coarse_labels_are_offered_where_there_are_two_and_fewer_than_fine_ones(labels, coarse):
    assert drafted(labelled(*labels)).labels.coarse == coarse


@pytest.mark.parametrize(("digits", "refused"), [(100, False), (101, True)])
def test_a_number_in_json_has_up_to_a_hundred_digits(digits, refused):
    text = f'[{{"sentence": "good", "label": {"1" * digits}}}, {{"sentence": "bad", "label": 2}}]'
    assert is_refused(text, "a number of more than 100 digits") == refused


def test_up_to_half_of_the_sentences_may_be_kept_for_testing():
    draft = drafted(labelled(*"xyxyxyxyxy"))
    assert len(draft.dataset(0.5).examples_of("test")) == 4  # half of five, rounded to even, of each class
    with pytest.raises(InvalidSetting, match=r"from 0 to 0\.5"):
        draft.dataset(0.51)


# Sentences without spaces

CHARACTERS = "These sentences have hardly any spaces. Cut them into single characters."


@pytest.mark.parametrize(
    ("sentence", "noticed"),
    [
        ("我很开心", True),
        ("我很好", False),  # three characters may be one word
        ("我很 开心", True),
        ("我 很 开心", False),  # three words
        ("a我很b好", True),
        ("ab我很", False),  # half of it
    ],
)
def test_a_sentence_without_spaces_has_four_characters_in_two_words_most_of_a_script_without(sentence, noticed):
    assert (CHARACTERS in drafted(f"{HEADER}{sentence},x\n{sentence},y\n").notices) == noticed


@pytest.mark.parametrize(("of_ten", "noticed"), [(5, False), (6, True)])
def test_characters_are_offered_where_more_than_half_of_the_sentences_have_no_spaces(of_ten, noticed):
    text = HEADER + "".join(f"{'我很开心' if i < of_ten else 'so so'},{'xy'[i % 2]}\n" for i in range(10))
    assert (CHARACTERS in drafted(text).notices) == noticed
    assert CHARACTERS not in drafted(text, text=TextConfig(tokeniser="characters")).notices
