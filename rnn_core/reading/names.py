"""What people call their columns and parts, in several languages."""

from collections.abc import Sequence

from rnn_core.dataset import Split

SENTENCE = tuple(
    "sentence text review comment content question phrase utterance message tweet title description body input "
    "sentences texts satz phrase frase texto texte testo zin предложение текст отзыв "
    "句子 文本 内容 评论 文 テキスト 문장".split()
)
LABEL = tuple(
    "label labels class category sentiment target y intent polarity topic tag coarse_label emotion rating stars "
    "output klasse etikett étiquette etiqueta clase classe категория метка класс "
    "标签 类别 情感 分类 ラベル 레이블".split()
)
_WORDS: dict[Split, str] = {
    "train": "train training",
    "validation": "validation valid val dev development",
    "test": "test testing eval",
}
PARTS: dict[str, Split] = {word: part for part, words in _WORDS.items() for word in words.split()}

NOTHING = frozenset("nan -nan na n/a #n/a <na> none null nil".split())  # what programs write where there is nothing
NO_LABEL = NOTHING | set("-1 -100 ? - unlabeled unlabelled unknown".split())


def folded(name: str) -> str:
    """A column name or part as it is compared."""
    return name.strip().casefold()


def is_header(cells: Sequence[str]) -> bool:
    """Whether a first row names a sentence and a label column in words that we know."""
    names = {folded(cell) for cell in cells}
    return bool(names & set(SENTENCE)) and bool(names & set(LABEL))
