"""Which columns of files as people have them are the sentence and the label, and is the first row a header?"""

import json
from collections.abc import Callable, Iterable

import pytest

from rnn_core import ReadOptions
from rnn_core.reading import Understood, finish, names, understand
from rnn_core.reading.contents import is_figure

SENTENCES = (
    "the train to the coast was late again",
    "a warm loaf and a kind word",
    "somebody left the gate wide open",
    "nobody here can mend a clock",
    "we danced till the lamps went out",
    "this soup tastes of dishwater",
    "the ferry rocked but we held on",
    "my umbrella lasted for one storm",
    "such clear water and such cold feet",
    "the queue went twice around the block",
    "grandmother laughed at every joke",
    "that door has squeaked since May",
)

Cell = Callable[[int], object]


def one_of(*values: object) -> Cell:
    return lambda i: values[i % len(values)]


def sentence(i: int) -> str:
    return SENTENCES[i % len(SENTENCES)]


def nothing(i: int) -> str:
    return ""


def numbered(text: str) -> Cell:
    return lambda i: text.format(i)


def lines(rows: Iterable[Iterable[object]], delimiter: str = ",", end: str = "\n") -> bytes:
    return (end.join(delimiter.join(map(str, row)) for row in rows) + end).encode()


def cells(columns: Iterable[Cell], count: int) -> list[list[object]]:
    return [[cell(i) for cell in columns] for i in range(count)]


def read(data: bytes, **asked: object) -> Understood:
    return finish(understand(data, ReadOptions(**{"tags": None, "text": None, **asked})))


def chosen(found: Understood) -> tuple[str, str]:
    """What the sentence and the label column are called, of a file that can be used."""
    assert found.refusal is None and found.draft and not found.draft.problems and not found.draft.labels.refusal
    assert found.columns and found.columns.split is None
    return found.names[found.columns.sentence], found.names[found.columns.label]


def labels(found: Understood) -> set[str]:
    assert found.draft
    return {example.label for example in found.draft.examples}


# A label column is nearly full.

ANSWERS = {
    "reply_id": numbered("55000{}"),
    "shop_mood": one_of("angry", "happy"),
    "shop_mood_certainty": one_of("1.0", "0.8", "0.9"),
    "cause": one_of("", "cold"),
    "text": sentence,
    "place_coord": nothing,
}
NOTES = {
    "verdict_gold": lambda i: "a" if i == 7 else "",
    "Opinion of guests": sentence,
    "k": lambda i: "x" if i % 3 == 0 else "",
    "kept": one_of("stay", "leave"),
}


@pytest.mark.parametrize(
    ("columns", "expected"), [(ANSWERS, ("text", "shop_mood")), (NOTES, ("Opinion of guests", "kept"))]
)
@pytest.mark.parametrize("count", [4, 24])
@pytest.mark.parametrize("turned", [False, True])
def test_a_column_with_empty_cells_is_no_label_beside_one_that_is_full(columns, expected, count, turned):
    called = list(columns)[:: -1 if turned else 1]
    table = cells([columns[name] for name in called], count)
    assert chosen(read(lines([called, *table], ";"), header=True)) == expected
    records = [dict(zip(called, row, strict=True)) for row in table]
    assert chosen(read("\n".join(map(json.dumps, records)).encode())) == expected


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_mark_that_only_one_class_has_is_not_the_label_without_a_header_either(end):
    data = lines(cells([one_of("b12"), one_of(1, 0), one_of("", "?"), sentence], 12), "\t", end)
    assert chosen(read(data)) == ("column 4", "column 2")


@pytest.mark.parametrize(
    ("empty", "count", "found"), [(1, 20, True), (2, 20, True), (3, 20, False), (1, 6, True), (2, 6, False)]
)
def test_a_guessed_label_may_lack_one_row_in_ten_or_one(empty, count, found):
    table = cells([numbered("n{}"), sentence, lambda i: "" if i < empty else "xy"[i % 2]], count)
    assert (read(lines(table)).columns is not None) == found


def test_a_label_may_be_empty_in_a_test_part():
    mark, part = lambda i: "" if i % 4 == 3 else "xyz"[i % 3], one_of("train", "train", "train", "test")
    table = cells([numbered("n{}"), sentence, lambda i: "" if i % 2 else "kl"[i // 2 % 2], part], 12)
    assert read(lines(table)).columns is None
    found = read(lines(cells([numbered("n{}"), sentence, mark, part], 12)))
    assert found.roles == {"sentence": 1, "label": 2, "split": 3}
    only = cells([numbered("n{}"), sentence, mark, one_of("test", "dev")], 12)
    assert read(lines(only)).columns is None


def test_a_half_full_column_is_the_label_if_its_name_or_its_values_say_so_and_the_empty_rows_are_told():
    some = one_of("", "dull", "fun", "dull", "fun")
    named = read(lines([["nr", "my_review", "review_label"], *cells([numbered("n{}"), sentence, some], 10)]))
    assert named.draft and named.draft.problems == (
        "lines 2 and 7: the label column “review_label” is empty. Fill it in, or leave the row out.",
    )
    known = read(lines(cells([numbered("n{}"), sentence, one_of("", "good", "bad", "good", "bad")], 10)))
    assert known.draft and known.draft.problems == (
        "lines 1 and 6: the label (column 3) is empty. Fill it in, or leave the row out.",
    )


def test_a_label_column_without_labels_leaves_it_to_another_whose_name_says_so_too():
    for label in (nothing, one_of(-1)):
        rows = cells([sentence, label, one_of("", "odd", "", "fun"), one_of("apt", "odd")], 12)
        assert chosen(read(lines([["text", "label", "text_class", "text_mood"], *rows]))) == ("text", "text_mood")
        alone = read(lines([["text", "label", "place"], *cells([sentence, label, one_of("a", "b")], 12)]))
        assert alone.columns and alone.names[alone.columns.label] == "label"


def test_whatever_is_wrong_with_labels_or_parts_names_their_column():
    header = ["Sentence", "Tone of voice: mood", "split"]
    table = [[sentence(i), "x" * 201 if i == 2 else "ab"[i % 2], "later" if i == 3 else "train"] for i in range(6)]
    found = read(lines([header, *table]), label=1, split=2)
    assert found.draft
    long, part = found.draft.problems
    assert long.startswith("line 4: the label column “Tone of voice: mood” is longer than 200 characters.")
    assert part.startswith("line 5: the split is none of")
    moved = read(lines([[*header[:2], "half"], *table]), label=1, split=2)
    assert moved.draft and moved.draft.problems[1].startswith("line 5: the split column “half” is none of")


def test_columns_without_a_name_in_which_almost_nothing_stands_are_left_out_and_told():
    tail = lambda i: "and more" if i == 5 else ""  # noqa: E731
    for header in (["c1", "c2", "", "", ""], ["c1", "c2", "Unnamed: 2", "Unnamed: 3", "Unnamed: 4"]):
        rows = cells([one_of("keep", "drop"), sentence, tail, nothing, nothing], 12)
        found = read(lines([header, *rows]))
        assert chosen(found) == ("c2", "c1")
        assert found.notices[0] == "Columns 3, 4 and 5 have no name and are almost empty: ignored."
        assert found.columns and found.columns.notices == found.notices[:1]
    alone = read(lines([["", "body", "y"], *cells([nothing, sentence, one_of("a", "b")], 6)]))
    assert chosen(alone) == ("body", "y")
    assert alone.notices[0] == "Column 1 has no name and is almost empty: ignored."


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_of_two_columns_beside_empty_ones_one_is_the_sentence(delimiter):
    """Though each label stands once: then it is not known by its values."""
    rows = [[sentence(i), f"l{i}", "x" if i == 3 else ""] for i in range(4)]
    assert chosen(read(lines(rows, delimiter))) == ("column 1", "column 2")


def test_columns_with_a_name_or_something_in_them_or_asked_for_are_not_told():
    rows = cells([one_of("keep", "drop"), sentence, nothing, one_of("", "a", "", "b", "")], 12)
    found = read(lines([["c1", "c2", "c3", ""], *rows]))
    assert chosen(found) == ("c2", "c1") and not found.columns.notices
    two = read(lines(cells([sentence, one_of(*"....x"), nothing], 10)).replace(b".", b""))
    assert two.roles == {"sentence": 0, "label": 1, "split": -1}  # which must be left, be it almost empty
    assert two.notices[0] == "Column 3 has no name and is almost empty: ignored."
    asked = read(lines(cells([one_of("a", "b"), sentence, nothing], 12)), split=2)
    assert asked.columns and not asked.columns.notices


def test_numbers_that_were_counted_are_no_labels_beside_words_and_grades_are():
    about, counted = one_of("food", "staff", "rooms"), lambda i: 18 + (7 * i) % 29
    columns = {"How many nights?": counted, "What was it about?": about, "And what else?": sentence}
    assert chosen(read(lines([list(columns), *cells(columns.values(), 90)])))[1] == "What was it about?"
    columns["How many nights?"] = one_of(*range(1, 6))
    assert chosen(read(lines([list(columns), *cells(columns.values(), 90)])))[1] == "How many nights?"


def test_who_answered_a_question_is_not_what_it_was_about():
    columns = {
        "agent": one_of("Ana", "Bo", "Cy"),
        "request_kind": one_of("refund", "repair", "advice"),
        "note": sentence,
    }
    assert chosen(read(lines([list(columns), *cells(columns.values(), 24)]))) == ("note", "request_kind")


def test_numbers_of_things_are_no_labels():
    data = lines(cells([lambda i: 7100 + i // 4, numbered("n{}"), sentence], 12))
    assert read(data).refusal == (
        "there is no label column, only “column 1”, “column 2” and “column 3”. Choose the two columns."
    )
    named = lines([["SentenceId", "nr", "Phrase"], *cells([one_of(1, 2), numbered("{}"), sentence], 12)])
    assert read(named).refusal == (
        "there is no label column, only “SentenceId”, “nr” and “Phrase”. Choose the two columns."
    )


# Names are split.


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("shop_mood", ["shop", "mood"]),
        ("Guest Remark", ["guest", "remark"]),
        ("FirstRemark", ["first", "remark"]),
        ("remarkID", ["remark", "id"]),
        ("URLOfRemark", ["url", "of", "remark"]),
        ("remark-no.2", ["remark", "no", "2"]),
        ("question1", ["question", "1"]),
        ("mood:sureness", ["mood", "sureness"]),
        ("SHOP_MOOD", ["shop", "mood"]),
        ("Étiquette du texte", ["étiquette", "du", "texte"]),
        ("评论", ["评论"]),
        ("", []),
    ],
)
def test_names_are_split_at_marks_and_capitals(name, parts):
    assert list(names.parts(name)) == parts


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("text", "review"),
        ("review", "guest_review"),
        ("review_of_guests", "review_as_given"),
        ("Guest Review", "title"),
        ("Item Description", "Title"),
        ("comment", "headline"),
        ("lunchComment", "Summary"),
        ("SentimentText", "Review Title"),
    ],
)
def test_names_of_sentences_have_an_order(better, worse):
    ranks = [names.sentence_rank(name) or (9, 9) for name in (better, worse)]
    assert ranks[0] < ranks[1]


@pytest.mark.parametrize(
    "name",
    "text_id review-url TweetLink commentDate review_time TweetAt text.length userName author text_label message_class "
    "review_rating tweet_sentiment text_count CommentAuthor question_lang date_of_review reviewed".split(),
)
def test_what_stands_beside_a_sentence_is_not_called_one(name):
    assert names.sentence_rank(name) is None


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("label", "label_name"),
        ("label_name", "label_id"),
        ("label_text", "labelIndex"),
        ("class", "shop_sentiment"),
        ("sentiment_of_shop", "sentiment_as_given"),
        ("Overall Rating", "is_kind"),
        ("Mood:", "mood_name"),
        ("emotionLabel", "isKind"),
    ],
)
def test_names_of_labels_have_an_order(better, worse):
    ranks = [names.label_rank(name) or (9, 9) for name in (better, worse)]
    assert ranks[0] < ranks[1]


@pytest.mark.parametrize(
    "name",
    "label_confidence sentiment-confidence mood:confidence class_count label_date labelSource sentiment_gold "
    "category_url rating_time emotionUser text title id location".split(),
)
def test_what_stands_beside_a_label_is_not_called_one(name):
    assert names.label_rank(name) is None


LETTERS = {"Letter Date": numbered("2020-01-1{}"), "Letter Text": sentence, "letter_emotion": one_of("awe", "calm")}
WARES = {
    "title": numbered("ware {}"),
    "wareDescription": sentence,
    "ware_id": numbered("70{}"),
    "is_sold": one_of(True, False),
}
POSTS = {
    "post_link": numbered("https://example.org/a/long/way/to/the/post/number/{}/which/has/a/longer/link/than/text"),
    "mood_confidence": one_of(0.5, 0.9),
    "OriginalPost": sentence,
    "post-mood": one_of("glum", "calm", "wild"),
}


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (LETTERS, ("Letter Text", "letter_emotion")),
        (WARES, ("wareDescription", "is_sold")),
        (POSTS, ("OriginalPost", "post-mood")),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("count", [5, 12])
def test_parts_of_names_tell_which_columns_are_meant(columns, expected, turned, delimiter, count):
    called = list(columns)[:: -1 if turned else 1]
    table = cells([columns[name] for name in called], count)
    found = read(lines([called, *table], delimiter))
    assert found.header and chosen(found) == expected
    records = [dict(zip(called, row, strict=True)) for row in table]
    assert chosen(read(json.dumps(records).encode())) == expected


def test_a_title_loses_to_a_longer_text_under_a_name_that_nobody_knows():
    header, kinds = ["Title", "Blurb", "sort"], one_of("novel", "play")
    long = lambda i: f"{sentence(i)}, {sentence(i + 1)}"  # noqa: E731
    found = read(lines([header, *cells([numbered("no {}"), lambda i: f'"{long(i)}"', kinds], 12)]))
    assert chosen(found) == ("Blurb", "sort")
    assert found.why["sentence"] == "its texts are longer than those of “Title”"
    short = read(lines([header, *cells([sentence, numbered("p {}"), kinds], 12)]))
    assert chosen(short) == ("Title", "sort")


def test_of_label_and_its_name_the_first_is_taken_and_of_name_and_number_the_name():
    both = [["label_name", "text", "label"], *cells([one_of("rain", "sun"), sentence, one_of(0, 1)], 8)]
    assert chosen(read(lines(both))) == ("text", "label")
    number = [["label_id", "text", "label_text"], *cells([one_of(0, 1), sentence, one_of("rain", "sun")], 8)]
    assert chosen(read(lines(number))) == ("text", "label_text")
    index = [["Class Index", "Title", "Description"], *cells([one_of(0, 1), numbered("no {}"), sentence], 8)]
    assert chosen(read(lines(index))) == ("Description", "Class Index")


def test_the_words_of_a_question_do_not_tell_what_the_answers_are():
    for question in ("Any class?", "Why did you choose this rating", "Is there a text?", "What was said in the text"):
        assert names.label_rank(question) is None and names.sentence_rank(question) is None
    header = [
        "Sent at",
        "How would you put our rating into words?",
        "Why did you choose this class of text",
        "Stars given?",
    ]
    date, stay = numbered("3/1{}/2020 10:00"), lambda i: f"we came for {sentence(i)}"
    rows = cells([date, sentence, lambda i: "-", one_of(1, 2)], 6)
    assert chosen(read(lines([header, *rows]))) == (header[1], header[3])
    rows = cells([date, one_of("up", "down"), stay, one_of(1)], 6)
    assert chosen(read(lines([header, *rows]))) == (header[2], header[1])


def test_a_single_column_beside_the_sentence_is_no_label_if_it_is_called_a_number_of_rows():
    rows = cells([numbered("{}"), sentence], 12)
    refusal = "there is no label column, only “id” and “sentence”. Choose the two columns."
    assert read(lines([["id", "sentence"], *rows])).refusal == refusal
    recurring = cells([one_of(1, 2), sentence], 12)
    assert chosen(read(lines([["id", "sentence"], *recurring]))) == ("sentence", "id")


def test_sentences_may_stand_twice():
    link = numbered("https://example.org/a/path/that/is/longer/than/every/sentence/in/this/file/{}")
    twice = [row for row in cells([link, one_of("x", "y"), sentence], 6) for _ in range(2)]
    assert chosen(read(lines(twice))) == ("column 3", "column 2")
    longer = lambda i: f"{sentence(i)} and {sentence(i + 1)}"  # noqa: E731
    named = [row for row in cells([longer, one_of("x", "y"), sentence], 6) for _ in range(2)]
    assert chosen(read(lines([["before", "k", "quotedText"], *named]))) == ("quotedText", "k")


def test_of_two_columns_sentences_of_known_labels_are_not_the_label():
    toys = [["good film", "x"], ["bad film", "y"], ["so good", "x"], ["bad film", "y"], ["good film", "x"]]
    assert chosen(read(lines(toys))) == ("column 1", "column 2")
    assert chosen(read(lines([row[::-1] for row in toys]))) == ("column 2", "column 1")


def test_an_address_of_mail_is_no_sentence():
    rows = cells([numbered("a.very.long.name.indeed{}@a.longer.name.example.org"), one_of("a", "b"), sentence], 8)
    assert chosen(read(lines(rows))) == ("column 3", "column 2")
    assert chosen(read(lines([["email", "k", "feedback"], *rows]))) == ("feedback", "k")


def test_an_unsure_name_is_not_believed_against_what_stands_below_it():
    few = [["nr", "label_text", "saying"], *cells([numbered("n{}"), one_of("rain", "sun"), sentence], 8)]
    assert chosen(read(lines(few))) == ("saying", "label_text")
    own = [["emotion_words", "k", "text"], *cells([numbered("w{}"), one_of("a", "b"), sentence], 8)]
    assert chosen(read(lines(own))) == ("text", "k")
    stars = [["Review", "Star Rating", "town"], *cells([sentence, lambda i: i + 1, one_of("Ely", "Ayr")], 5)]
    assert chosen(read(lines(stars))) == ("Review", "Star Rating")


def test_values_that_are_known_labels_weigh_more_than_shortness_and_an_unsure_name():
    things = [numbered("80{}"), one_of("Oak", "Oak", "Elm", "Elm"), one_of("Very negative", "Positive"), sentence]
    assert chosen(read(lines(cells(things, 12)))) == ("column 4", "column 3")
    assert chosen(read(lines(cells(things[::-1], 12), "\t"))) == ("column 1", "column 2")
    named = [["nr", "tree", "found", "remark"], *cells(things, 12)]
    assert chosen(read(lines(named, "|"))) == ("remark", "found")
    makers = cells([one_of("Joy Ltd", "Good Co", "Oak Ltd", "Elm Co", "Ash Co"), sentence, one_of("x", "y")], 20)
    assert chosen(read(lines(makers))) == ("column 2", "column 3")  # few of them are known labels
    part = [["nr", "tree_category", "found", "text"], *cells(things, 12)]
    assert chosen(read(lines(part))) == ("text", "found")
    whole = [["nr", "class", "found", "text"], *cells(things, 12)]
    assert chosen(read(lines(whole))) == ("text", "class")


def test_a_column_of_many_classes_is_the_label_by_its_name():
    rows = cells([numbered("n{}"), lambda i: f"intent{i % 77}", one_of("a", "b"), lambda i: f"{sentence(i)} {i}"], 308)
    found = read(lines([["nr", "user_intent", "half", "utterance"], *rows]))
    assert found.columns and found.names[found.columns.label] == "user_intent"
    assert "77" in (found.draft.labels.refusal or "77")


def test_texts_of_labels_are_told_from_texts_that_have_a_label_by_what_stands_in_them():
    rows = cells([numbered("n{}"), one_of(0, 1), sentence], 12)
    assert chosen(read(lines([["nr", "Sentiment", "SentimentText"], *rows]))) == ("SentimentText", "Sentiment")


def test_scores_are_no_labels_by_a_part_of_a_name():
    rows = cells([lambda i: f"{i % 12 / 40:.3f}", one_of("up", "down"), numbered("{} boats on the lake")], 24)
    assert chosen(read(lines([["mood_rating", "drift", "text"], *rows]))) == ("text", "drift")


def test_links_dates_and_numbers_are_no_sentences():
    link = numbered("https://example.org/a/path/that/is/longer/than/every/sentence/in/this/file/{}")
    date = numbered("Mon Mar 02 10:00:0{} 2020 UTC 10:00 1970 0000 0000 0000")
    assert chosen(read(lines(cells([link, sentence, one_of("a", "b")], 8)))) == ("column 2", "column 3")
    assert chosen(read(lines(cells([date, sentence, one_of("a", "b")], 8), ";"))) == ("column 2", "column 3")
    votes = [["comment_votes", "words", "mood"], *cells([numbered("3{}"), sentence, one_of("a", "b")], 8)]
    assert chosen(read(lines(votes))) == ("words", "mood")


# Is the first row a header?

ASKED = [
    ["Sent at", "Tell us, as long as you like, about your stay", "Was it a good stay?"],
    ["How would you describe our bread to a friend?", "All in all: like it or not?", "Filled in on"],
    ["On the whole, did you find what you wanted", "In what words would you speak of the museum"],
]
BELOW: list[list[Cell]] = [
    [numbered("3/1{}/2020 10:00"), sentence, one_of("certainly", "hardly")],
    [sentence, one_of("like", "like not"), numbered("Mon, 2 Mar, 8:0{}")],
    [one_of("found", "missed"), sentence],
]


@pytest.mark.parametrize(("header", "columns"), [*zip(ASKED, BELOW, strict=True)])
@pytest.mark.parametrize("delimiter", [";", "\t"])
@pytest.mark.parametrize("count", [4, 6, 24])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_whole_questions_are_a_header(header, columns, delimiter, count, end):
    found = read(lines([header, *cells(columns, count)], delimiter, end)[: -len(end)])
    assert found.header and found.draft and len(found.draft.examples) == count
    called, label = chosen(found)
    assert header.index(called) == columns.index(sentence)
    assert label == next(name for name in header if name in (ASKED[0][2], ASKED[1][1], ASKED[2][0]))


@pytest.mark.parametrize("header", [["p", "q"], ["col1", "col2"], ["0", "1"], ["Satz", "Art"]])
@pytest.mark.parametrize("count", [4, 5, 9])
@pytest.mark.parametrize("label_first", [False, True])
def test_short_names_above_a_few_rows_are_a_header(header, count, label_first):
    order = slice(None, None, -1 if label_first else 1)
    rows = [row[order] for row in cells([sentence, one_of("heat_on", "heat_off")], count)]
    found = read(lines([header[order], *rows]))
    assert found.header and labels(found) == {"heat_on", "heat_off"} and len(found.draft.examples) == count


@pytest.mark.parametrize(
    "header", [["guestRemarkText", "moodLabel"], ["text.raw", "class-no"], ["is_fine", "the_post"]]
)
@pytest.mark.parametrize("count", [2, 5])
def test_identifiers_of_a_sentence_and_a_label_are_a_header_above_any_rows(header, count):
    body = [sentence, one_of("x", "y", "z")][:: -1 if header[0].startswith("is") else 1]
    assert read(lines([header, *cells(body, count)])).header


def test_names_of_several_words_are_a_header_above_four_rows_of_which_no_label_is_such_a_name():
    rows = cells([sentence, one_of("a", "b", "c")], 4)
    assert read(lines([["Guest Comment", "Guest Mood"], *rows])).header
    assert not read(lines([["Guest Comment", "Guest Mood"], *rows[:3]])).header
    rated = ["a very good text,high rating", *["a rather bad text,low rating", "a bad old text,no rating"] * 2]
    assert not read("\n".join(rated).encode()).header


@pytest.mark.parametrize("header", [["a", "b"], ["0", "1"], ["Col1", "Col2"], ["_c0", "_c1"], ["Column 1", "Column 2"]])
def test_generic_names_are_a_header_above_longer_texts_though_labels_hardly_recur(header):
    found = read(lines([header, *cells([sentence, one_of("bus", "tram", "boat")], 4)]))
    assert found.header and found.draft and len(found.draft.examples) == 4
    assert not read(lines([header, *cells([one_of("c", "d"), one_of("e", "f", "g")], 4)])).header


@pytest.mark.parametrize(
    "rows",
    [
        ["this could go either way,mixed", "all of it was grand,good", "none of it was right,bad"],
        ["well I do not know,maybe", "it is just as they said,yes", "it is not so at all,no"],
        ["it is what it is,meh", "all of it was grand,up", "none of it was right,down"],
        ["where is the nearest baker?,find", "good day to you all,greet", "see you in the morning,leave"],
        ["n/a,such a plain day,ash", "3,such a fine day,oak", "4,such a poor day,elm"],
        ["plot,such a plain day,oak", "3,such a fine day,oak", "4,such a poor day,elm"],
        ["401,oak,we planted a tree", "402,oak,it grew and grew", "402,elm,the wind took it"],
    ],
)
def test_a_first_row_like_the_others_stays_a_sentence_though_its_label_stands_nowhere_below(rows):
    first, *below = rows
    found = read("\n".join([first, *(row for i in range(3) for row in below)]).encode())
    assert not found.header and found.why["header"] == "it looks like the others"
    assert found.draft and len(found.draft.examples) == 7


@pytest.mark.parametrize(
    ("last", "kind"),
    [
        ("Judged", ("good", "bad")),
        ("Bought", ("yes", "no")),
        ("Chapter", (1, 2)),
        ("Day", ("3 March 2020", "4.3.2020")),
    ],
)
def test_a_name_above_known_labels_numbers_or_dates_is_a_header_beside_a_long_one(last, kind):
    rows = cells([one_of(*kind), sentence], 5)
    found = read(lines([[last, "What somebody had to say of it when we came"], *rows]))
    assert found.header and labels(found) == set(map(str, kind))


def test_a_label_that_stands_below_after_a_thousand_rows_is_none():
    rows = [[f"{sentence(i)} {i}", "ab"[i % 2]] for i in range(1_200)]
    for label, header in (("rare", False), ("once", True)):
        data = lines([[f"{sentence(3)} still", label], *rows, ["a last one", "rare"]])
        assert read(data).header == header


def test_a_first_row_is_no_header_if_its_label_recurs_though_few_sentences_recur_without_it():
    rows = [("i like it", "good"), *[("bad day", "bad"), ("very nice", "good"), ("so cold", "bad")] * 3]
    found = read(lines(rows))
    assert found.header is False and len(found.rows) == 10
    assert read(lines([("what they said", "how it was"), *rows[1:]])).header is True


def test_where_every_other_label_recurs_often_the_one_above_is_a_header_whatever_it_looks_like():
    name = "what the people in the village had to say, word for word"
    for count, header in ((11, False), (12, True)):
        rows = cells([sentence, one_of("apple", "pear")], count)
        assert read(lines([[name, "fruit"], *rows], ";")).header == header


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("12", True),
        ("-0.5", True),
        ("$3.20", True),
        ("2020-03-01 10:00 UTC", True),
        ("Mon Mar 02 10:00:00 UTC 2020", True),
        ("Sept. 3, 2020", True),
        ("v1", False),
        ("satz 1", False),
        ("5 stars", False),
        ("", False),
        ("May I come in at 7", False),
        ("1" * 61, False),
    ],
)
def test_numbers_dates_and_times_are_figures(text, figure):
    assert is_figure(text) == figure


# Why


def test_each_role_that_was_found_out_says_why():
    named = read(
        lines([["shop_mood", "text", "split"], *cells([one_of("a", "b"), sentence, one_of("train", "test")], 8)])
    )
    assert {role: named.why[role] for role in ("sentence", "label", "split")} == {
        "sentence": "its name says so (“text”)",
        "label": "its name says so (“shop_mood”)",
        "split": "its name says so (“split”)",
    }
    parts = read(lines(cells([one_of("good", "bad"), sentence, one_of("dev", "test")], 8)))
    assert {role: parts.why[role] for role in ("sentence", "label", "split")} == {
        "sentence": "it is the only other column",
        "label": "its 2 values recur and are known labels",
        "split": "every row of it says which part of the dataset it belongs to",
    }
    plain = read(lines(cells([numbered("n{}"), one_of("x", "y"), sentence], 8)))
    assert {role: plain.why[role] for role in ("sentence", "label", "split")} == {
        "sentence": "its texts are the longest",
        "label": "its 2 values recur",
        "split": "no column tells it",
    }
    asked = read(lines(cells([numbered("n{}"), one_of("x", "y"), sentence], 8)), sentence=2, label=1, split=-1)
    assert not {"sentence", "label", "split"} & set(asked.why)
    tagged = read(b"sentence,tags\nthe dog,DET N\nit,N\n", tags=True)
    assert tagged.why["label"] == "it has a tag for each word"
