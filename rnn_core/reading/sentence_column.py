"""Which column holds the sentences?"""

from collections.abc import Collection, Sequence

from rnn_core.errors import InvalidDataset
from rnn_core.reading import names
from rnn_core.reading.contents import Contents
from rnn_core.reading.guess import Guess
from rnn_core.wording import shown

_WHOLE, _END, _TITLE = 0, 1, 3  # the rank of a whole name, of one that ends in a known word, and of a title
_LONGER = 1.5  # times as long as titles are texts that win over them


def named(called: Sequence[str], contents: Sequence[Contents], free: Collection[int]) -> Guess[int] | None:
    """The column whose name says so, the most usual name first.

    Raises:
        InvalidDataset: two columns have the same name.
    """
    ranks = {i: rank for i in free if (rank := names.sentence_rank(called[i]))}
    possible = [i for i, (how, _) in ranks.items() if _may_be(contents[i], how)]
    if not possible:
        return None
    best = min(possible, key=ranks.__getitem__)
    if ranks[best][0] == _TITLE:
        texts = [i for i in free if contents[i].are_different_texts and not names.stands_beside(called[i])]
        longest = max(texts, key=lambda i: contents[i].length)
        if contents[longest].length > _LONGER * contents[best].length:
            return Guess(longest, f"its texts are longer than those of “{shown(called[best])}”")
    alike = [i for i, rank in ranks.items() if rank == ranks[best]]
    if ranks[best][0] == _WHOLE and len(alike) > 1:
        name = names.folded(called[best])
        raise InvalidDataset(f"{len(alike)} columns are called “{name}”. Choose which one is the sentence.")
    return Guess(best, f"its name says so (“{shown(called[best])}”)")


def _may_be(cells: Contents, how: int) -> bool:
    """Whether what stands in a column does not contradict its name; the less sure that is, the more."""
    if len(cells.values) == 1 < cells.rows:
        return False
    return how == _WHOLE or (cells.are_texts if how == _END else cells.are_different_texts)


def longest(called: Sequence[str], contents: Sequence[Contents], free: Collection[int]) -> Guess[int] | None:
    """The column with the longest texts, not of dates or links if there are others."""
    texts = [i for i in free if contents[i].are_texts and not names.stands_beside(called[i])]
    if not free:
        return None
    best = max(texts or free, key=lambda i: (contents[i].length, len(contents[i].values)))
    return Guess(best, "its texts are the longest" if len(free) > 1 else "it is the only other column")
