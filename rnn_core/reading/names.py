"""What people call their columns and parts, in several languages."""

import re
from collections.abc import Sequence

from rnn_core.dataset import Split

SENTENCE = tuple(
    "sentence text review comment content question phrase utterance message tweet title description body input "
    "sentences texts satz phrase frase texto texte testo zin предложение текст отзыв "
    "句子 文本 内容 评论 文 テキスト 문장 "
    "kommentar rezension commentaire comentario reseña comentário recensione opinia recenzja tekst yorum metin "
    "комментарий сообщение النص نص वाक्य पाठ टिप्पणी 评价 评论内容 文章 レビュー 텍스트 리뷰".split()
)
LABEL = tuple(
    "label labels class category sentiment target y intent polarity topic tag coarse_label emotion rating stars "
    "output klasse etikett étiquette etiqueta clase classe категория метка класс "
    "标签 类别 情感 分类 ラベル 레이블 "
    "kategorie stimmung catégorie sentimiento categoría sentimento categoria etichetta etykieta kategoria etiket duygu "
    "тональность التصنيف تصنيف المشاعر भावना लेबल श्रेणी 情感倾向 感情 감정".split()
)
_NAMES = frozenset((*SENTENCE, *LABEL))
# A first row is not taken for a header because of these: they are too often words of data.
_ALSO_SENTENCE = tuple(
    "news article post email abstract document statement claim feedback complaint narrative answer transcript caption "
    "lyrics quote joke sms".split()
)
_ALSO_LABEL = tuple("stance mood feeling genre verdict satisfaction score overall type".split())
_SENTENCE_WORDS = (*(name for name in SENTENCE if name != "title"), *_ALSO_SENTENCE)
_TITLES = ("title", "headline", "subject", "summary", "heading")  # of something that may stand beside them
_LABEL_PARTS = tuple(name for name in (*LABEL, *_ALSO_LABEL) if name not in ("y", "output", "overall", "type", "score"))
_LABELS_IN_WORDS = ("name", "names", "text", "title", "str", "string")  # "label_text" is "positive" where "label" is 1
_NUMBERS_OF = ("id", "ids", "idx", "index", "code", "no", "nr", "num", "number")

# What stands beside sentences and labels. No class is called by a word of the first kind.
_MEASURES = frozenset(
    "id ids idx index uid guid uuid asin url urls uri link links http href date dates time times timestamp datetime "
    "created updated posted at on day month year count counts num number nr no code conf confidence probability prob "
    "likelihood agreement length len size hash file filename path key zip ip phone address coord coords coordinates "
    "lat lon latitude longitude unnamed golden trusted judgments age position offset".split()
)
_OTHERS = frozenset(
    "user username screen name names author authors reviewer sender location place city country region state geo "
    "timezone source platform device lang language gender gold reason reasons retweet retweets likes follower "
    "followers vote votes worker annotator rater judge version brand entity agent assignee owner customer client "
    "operator".split()
)
_BESIDE = _MEASURES | _OTHERS
_OF = frozenset("of in for per by about towards at from".split())  # what follows them is not what the column holds
_MOST_PARTS = 4
_LONGEST = 200  # characters of a name that are looked at
_GENERIC = re.compile(r"[a-z]|(?:unnamed: |_?[a-z]|col|column|field|feature|var|spalte|colonne)?[ _]?\d{1,2}|")
_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[^\W\dA-Z_]+|\d+")

_WORDS: dict[Split, str] = {
    "train": "train training",
    "validation": "validation valid val dev development",
    "test": "test testing eval",
}
PARTS: dict[str, Split] = {word: part for part, words in _WORDS.items() for word in words.split()}

NOTHING = frozenset("nan -nan na n/a #n/a <na> none null nil".split())  # what programs write where there is nothing
NO_LABEL = NOTHING | set("-1 -100 ? - unlabeled unlabelled unknown".split())


def are_generic(cells: Sequence[str]) -> bool:
    """Whether all cells are names that a program or a person in a hurry gives: a and b, 0 and 1, col1 and col2."""
    return all(_GENERIC.fullmatch(folded(cell)) for cell in cells)


def folded(name: str) -> str:
    """A column name or part as it is compared."""
    return name.strip().casefold()


def is_header(cells: Sequence[str]) -> bool:
    """Whether a first row names a sentence and a label column in words that we know."""
    names = {folded(cell) for cell in cells}
    return bool(names & set(SENTENCE)) and bool(names & set(LABEL))


def are_names(cells: Sequence[str]) -> bool:
    """Whether it is a header with no other cell in it."""
    return all(folded(cell) in _NAMES for cell in cells) and is_header(cells)


def parts(name: str) -> tuple[str, ...]:
    """The words of a name: those of "airline_sentiment", "Review Text" and "OriginalTweet" are two each."""
    return tuple(part.casefold() for part in _PART.findall(name[:_LONGEST]))


def part_of(name: str) -> Split | None:
    """The part that a name tells, such as "train", "oos_val" and "testData"; None if it tells none, or two."""
    found = {PARTS[word] for word in parts(name) if word in PARTS}
    return found.pop() if len(found) == 1 else None


def is_nameless(name: str) -> bool:
    """Whether nobody has given a column this name; pandas writes "Unnamed: 3"."""
    return not name.strip() or bool(re.fullmatch(r"unnamed: ?\d+", folded(name)))


def sentence_rank(name: str) -> tuple[int, int] | None:
    """How well a name says that these are the sentences, the best the smallest; None if it does not.

    Whole names are 0, those that end in a known word 1, others with one 2, those of a title 3.
    """
    whole, words = _whole(name), _head(name)
    if whole in SENTENCE and whole not in _TITLES:
        return 0, SENTENCE.index(whole)
    if not words or words[-1] in _BESIDE or _is(words[-1], _LABEL_PARTS):
        return None
    if any(_is(word, _LABEL_PARTS) for word in words):
        return (2, len(_SENTENCE_WORDS)) if _is(words[-1], _SENTENCE_WORDS) else None
    if _is(words[-1], _SENTENCE_WORDS):
        return 1, _index(words[-1], _SENTENCE_WORDS)
    if any(_is(word, _TITLES) for word in words):  # "review_title" too
        return 3, min(_index(word, _TITLES) for word in words)
    if any(_is(word, _SENTENCE_WORDS) for word in words):
        return 2, min(_index(word, _SENTENCE_WORDS) for word in words)
    return None


def label_rank(name: str) -> tuple[int, int] | None:
    """How well a name says that these are the labels, the best the smallest; None if it does not.

    Whole names are 0, those that end in a known word 1, others with one 2, numbers of labels 3.
    """
    whole, words = _whole(name), _head(name)
    if whole in LABEL:
        return 0, LABEL.index(whole)
    if whole in _ALSO_LABEL:
        return 1, len(_LABEL_PARTS) + _ALSO_LABEL.index(whole)
    first = min((_index(word, _LABEL_PARTS) for word in words), default=len(_LABEL_PARTS))
    if not words or (first == len(_LABEL_PARTS) and words[0] not in ("is", "has")):
        return None
    last = words[-1]
    if _is(last, _LABEL_PARTS):
        return 1, first
    if last in _LABELS_IN_WORDS:
        return 2, first
    if last in _NUMBERS_OF:
        return 3, first
    if last in _BESIDE or _is(last, _SENTENCE_WORDS):
        return None
    return 2, first


def measures(name: str) -> bool:
    """Whether a name says that the column holds numbers, dates, links or the like, and no classes."""
    words = _head(name)
    return bool(words) and words[-1] in _MEASURES


def stands_beside(name: str) -> bool:
    """Whether a name is usual for what stands beside sentences and labels."""
    words = _head(name)
    return bool(words) and words[-1] in _BESIDE


def _whole(name: str) -> str:
    """A name without marks around it: "Sentiment:" is "sentiment"."""
    return "_".join(parts(name))


def _head(name: str) -> tuple[str, ...]:
    """The words up to what the column holds: "time" of "Time of Tweet", "tweet" and "at" of "TweetAt", "question" of
    "question1"."""
    if len(name.split()) > _MOST_PARTS or name.rstrip().endswith("?"):
        return ()  # a question tells what was asked, and not what the answers are
    words = parts(name)
    while len(words) > 1 and words[-1].isdecimal():
        words = words[:-1]
    for i, word in enumerate(words[1:-1], 1):
        if word in _OF:
            return words[:i]
    return words


def _is(word: str, known: Sequence[str]) -> bool:
    return _index(word, known) < len(known)


def _index(word: str, known: Sequence[str]) -> int:
    """Where a word, or that of which it is the plural, stands among known ones; behind them if it does not."""
    for form in (word, word.removesuffix("s")):
        if form in known:
            return known.index(form)
    return len(known)


def named_label(cells: Sequence[str]) -> int | None:
    """Which cell of a first row names the labels, where it and another do so with a part of them, as "Review Text" and
    "star_rating"; none of more than a few words."""
    short = [i for i, cell in enumerate(cells) if len(parts(cell)) <= _MOST_PARTS]
    labels = [i for i in short if label_rank(cells[i])]
    return labels[0] if labels and any(sentence_rank(cells[i]) for i in short if i not in labels) else None
