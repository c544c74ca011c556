"""One colour per class, everywhere the same."""

from dataclasses import dataclass

from rnn_core import Dataset

# Okabe and Ito's colours, safe for colour-blind eyes, the first two the farthest apart; grey is "other".
PALETTE = ("#E69F00", "#0072B2", "#009E73", "#CC79A7", "#56B4E9", "#D55E00")
ANSWER_COLOUR = "#6B6B6B"
OTHER_COLOUR = "#B8B8B8"


@dataclass(frozen=True)
class ClassColours:
    """One colour per class, fixed per dataset: the six most frequent have their own, the rest share one."""

    classes: tuple[str, ...]  # all, in the network's order
    shown: tuple[int, ...]  # ids of those with a colour of their own

    @classmethod
    def of(cls, dataset: Dataset) -> "ClassColours":
        """The most frequent training classes first (on words, where these are tagged), ties by name."""
        counts = dataset.label_counts("train")
        by_count = sorted(range(len(dataset.classes)), key=lambda i: (-counts[dataset.classes[i]], i))
        return cls(dataset.classes, tuple(by_count[: len(PALETTE)]))

    def colour(self, class_id: int) -> str:
        """The colour of a class."""
        return PALETTE[self.shown.index(class_id)] if class_id in self.shown else ANSWER_COLOUR

    def slot(self, class_id: int) -> int:
        """The place of a class among the legend's colours; classes without one of their own share a place."""
        return self.shown.index(class_id) if class_id in self.shown else len(self.shown)

    @property
    def has_others(self) -> bool:
        """Whether some classes have no colour of their own."""
        return len(self.shown) < len(self.classes)

    @property
    def legend(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Names and colours as the legend shows them.

        With more classes than colours two entries follow: the class that the network answers, where it is one
        of the others, and what is left for all the rest.
        """
        names, colours = tuple(self.classes[i] for i in self.shown), PALETTE[: len(self.shown)]
        if not self.has_others:
            return names, colours
        return (*names, "its answer, if another", "all others"), (*colours, ANSWER_COLOUR, OTHER_COLOUR)
