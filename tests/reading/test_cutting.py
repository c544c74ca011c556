"""How sentences are cut if nobody says so, on sentences as people have them, and what is said about it."""

from dataclasses import replace

import pytest

from rnn_core import ReadOptions, TextConfig, read_draft, tokenise
from rnn_core.reading import Understood, cutting, finish, understand
from rnn_core.reading.cleaning import has_no_spaces

REVIEWS = """The soup was cold when it came, and nobody said sorry.
Great little place! We will be back next week.
I liked it...
Nothing works: not the lamp, not the fan, not even the clock.
Would I buy it again? No.
“Good enough”, said my son (who is nine).
it is ok
Two stars, because the waiter smiled.""".splitlines()

CUT_BEFORE = (
    """the soup was cold when it came , and nobody said sorry .
great little place ! we 'll be back next week .
it 's not what mr. smith would call a film , is it ?
`` good enough '' , said my son -lrb- who is nine -rrb- .
nothing works : not the lamp , not the fan , do n't buy it .""".splitlines()
    * 2
    + ["so good ."] * 11
)

MESSAGES = ["see you at 8", "ok mum will do", "lol that is so funny", "WIN a phone now call 0800", "not today sorry"]

CHINESE = ["这家店的东西很好吃", "服务态度太差了，再也不来！", "今天天气不错", "手机电池用一天就没电了。"]
JAPANESE = ["とてもおいしかったです。", "二度と行きません！", "カメラの画質がきれい", "店員さんが親切でした"]
THAI = ["อาหารอร่อยมาก บริการดี ราคาไม่แพง", "รอนานมาก ไม่กลับมาอีก", "สินค้าไม่ตรงปก", "ชอบมากค่ะ ส่งเร็ว"]
THAI_IN_WORDS = ["อาหาร อร่อย มาก บริการ ดี", "รอ นาน มาก ไม่ กลับ มา อีก", "สินค้า ไม่ ตรง ปก"]
CHINESE_IN_WORDS = ["这 家 店 的 东西 很 好吃", "服务 态度 太 差 了 ， 再 也 不 来 ！", "今天 天气 不错"]
HINDI = ["खाना बहुत अच्छा था।", "सेवा खराब थी, फिर नहीं आऊँगा।", "ठीक है।"]
ARABIC = ["الطعام لذيذ جدا، والخدمة ممتازة.", "هل أعود؟ لا.", "لم يعجبني أبدا!"]
RUSSIAN = ["Очень вкусно, спасибо!", "Больше не приду.", "Нормально."]
KOREAN = ["음식이 정말 맛있어요!", "다시는 안 가요.", "배송이 빨라서 좋아요."]


@pytest.mark.parametrize(
    ("sentences", "cut"),
    [
        (REVIEWS, "words"), (CUT_BEFORE, "words"), (MESSAGES, "words"), (CHINESE, "characters"),
        (JAPANESE, "characters"), (THAI, "characters"), (THAI_IN_WORDS, "whitespace"),
        (CHINESE_IN_WORDS, "whitespace"), (HINDI, "words"), (ARABIC, "words"), (RUSSIAN, "words"), (KOREAN, "words"),
        ([], "words"), (["", "  "], "words"),
    ],
    ids="reviews, cut before, messages, Chinese, Japanese, Thai, Thai in words, Chinese in words, Hindi, Arabic, "
    "Russian, Korean, none, blank".split(", "),
)  # fmt: skip
def test_sentences_of_every_kind_are_cut_as_they_are_written(sentences, cut):
    text, (told,) = cutting.settle(sentences, tagged=False)
    assert text == TextConfig(cut, unknown="vector") and told.startswith("Sentences are cut ")


@pytest.mark.parametrize("sentences", [REVIEWS, CHINESE, CUT_BEFORE])
def test_words_that_are_given_with_their_labels_are_never_cut(sentences):
    assert cutting.settle(sentences, tagged=True) == (TextConfig(unknown="vector"), (cutting.TAGGED,))


@pytest.mark.parametrize(("clinging", "fair"), [(0, False), (10, False), (11, True), (100, True)])
def test_of_more_than_a_tenth_of_the_sentences_with_a_mark_at_a_word_it_is_told(clinging, fair):
    sentences = ["so good."] * clinging + ["so good ."] * (100 - clinging)
    text, (told,) = cutting.settle(sentences, tagged=False)
    assert text.tokeniser == "words"
    assert told == (cutting.WORDS.format(share=clinging / 100, word="good.") if fair else cutting.APART)


def test_what_is_typed_is_cut_as_a_file_whose_marks_stand_apart():
    text, _ = cutting.settle(CUT_BEFORE, tagged=False)
    assert tokenise("The mic is great.", text) == ("the", "mic", "is", "great", ".")


@pytest.mark.parametrize("sentence", ["good,", "(good", "“good", "[good] so", "good...", "3.5?", '"good" so', "गए।"])
def test_marks_that_cling(sentence):
    assert "a mark clings to a word" in cutting.settle([sentence], tagged=False)[1][0]


@pytest.mark.parametrize(
    "sentence", ["good ,", "( good", "'s", "n't", ":)", "; -)", "...", "don't", "well-made", "3.5"]
)
def test_marks_that_stand_apart_or_belong_to_the_word(sentence):
    assert cutting.settle([sentence], tagged=False)[1] == (cutting.APART,)


def test_what_somebody_says_stays_and_only_for_writing_without_spaces_something_is_advised():
    for asked in (TextConfig(), TextConfig("words", False, 3), TextConfig("characters")):
        for sentences in (REVIEWS, CUT_BEFORE, MESSAGES):
            assert cutting.settle(sentences, False, asked) == (asked, ())
    assert cutting.settle(CHINESE, False, TextConfig()) == (TextConfig(), (cutting.ADVICE,))
    assert cutting.settle(CHINESE, False, TextConfig("characters")) == (TextConfig("characters"), ())
    assert cutting.settle(CHINESE, True, TextConfig()) == (TextConfig(), ())


def test_of_many_sentences_some_are_looked_at_from_beginning_to_end():
    assert cutting.settle(["so good"] * 40_000 + ["so good."] * 10_000, tagged=False)[0].tokeniser == "words"


@pytest.mark.parametrize("nasty", ["(" * 100_000, "a" * 100_000, "a." * 50_000, "“a" * 50_000, "a. " * 30_000 + "b"])
def test_nothing_takes_long_to_look_at(nasty):
    assert cutting.settle([nasty] * 3, tagged=False)


def test_marks_of_zero_width_between_words_are_spaces():
    assert all(map(has_no_spaces, [*CHINESE, *JAPANESE, *THAI]))  # also with spaces between clauses
    assert not any(map(has_no_spaces, [*CHINESE_IN_WORDS, *THAI_IN_WORDS, *KOREAN, *REVIEWS, "我很好"]))
    assert has_no_spaces("อาหารอร่อยมาก") and not has_no_spaces("อาหาร\u200bอร่อย\u200bมาก")


# In a file.


def understood(sentences, **asked) -> Understood:
    lines = "".join(f"{sentence}\t{'xy'[i % 2]}\n" for i, sentence in enumerate(sentences))
    return finish(understand(lines.encode(), ReadOptions(**asked)))


def test_a_file_tells_how_it_was_cut_and_why_as_the_first_thing_about_its_sentences():
    found = understood([*REVIEWS, ""], text=None)
    assert found.text == found.draft.text == TextConfig("words", unknown="vector")
    assert found.notices == (
        "Sentences are cut into words and punctuation: in 88% of them a mark clings to a word, as in “came,”.",
        "line 9: no sentence, so the row is dropped.",
    )
    assert "sorry" in found.draft.tokenised.words and "sorry." not in found.draft.tokenised.words


def test_what_is_said_is_not_found_out_and_nothing_is_told():
    said = TextConfig("whitespace", unknown="vector")
    found = understood(REVIEWS, text=said)
    assert found.text == said and found.notices == () and "sorry." in found.draft.tokenised.words
    assert understood(REVIEWS).text == TextConfig()  # what is taken for granted if nothing is said


def test_it_is_known_before_the_rows_are_read_and_another_column_is_cut_anew():
    rows = "".join(f"{a}\t{b}\tx{i % 2}\n" for i, (a, b) in enumerate(zip(REVIEWS * 8, CHINESE * 16, strict=True)))
    asked = ReadOptions(sentence=0, label=2, text=None)
    looked = next(understand(rows.encode(), asked))
    assert looked.draft is None and looked.text.tokeniser == "words"
    other = next(understand(rows.encode(), looked.asking("sentence", 1), looked))
    assert other.text.tokeniser == "characters" and other.table is looked.table
    said = looked.asking("text", TextConfig(min_count=2))
    assert next(understand(rows.encode(), replace(said, sentence=1), looked)).text == TextConfig(min_count=2)


def test_tagged_files_of_both_kinds_keep_their_words():
    slashed = b"the/DET dog./N runs!/V\na/DET cat,/N runs/V\n"
    column = b"sentence,tags\nthe dog. runs!,DET N V\na cat,DET N\nit runs,N V\nso it runs.,V N V\n"
    for data in (slashed, column):
        draft = read_draft(data, "t", ReadOptions(tags=None, text=None))
        assert draft.tagged and "runs!" in draft.tokenised.words and cutting.TAGGED in draft.notices
