"""The labelled sentences that a page works with, and what it says of them."""

from dataclasses import dataclass
from functools import cached_property

from playground.colours import ClassColours
from rnn_core import Dataset, InvalidDataset, Report, report, tokenise
from rnn_core.packed import MOST_IN_LINK, pack
from rnn_core.task_sets import TASKS

SENTIMENT = "sentiment"
_SENTIMENT_SHOWS = "Reading in order: is it good news or bad?"
_MOST_TO_PICK = 200
MOST_CHARACTERS = 40  # of a word of the memory probe, which is read over and over


@dataclass(frozen=True)
class Sentences:
    """A dataset as a visitor knows it."""

    dataset: Dataset
    name: str  # of the file, or what stands for it; of a bundled set SENTIMENT or that of its task
    own: bool  # the visitor's, not a bundled set
    unit: str = "line"  # what Example.at counts
    notices: tuple[str, ...] = ()  # what was assumed and cleaned when it was read

    @property
    def link_name(self) -> str:
        """What a link calls it. It never fetches any; that it carries some is asked for (carried.py)."""
        return f"own-{self.dataset.fingerprint}" if self.own else self.name

    @cached_property
    def packed(self) -> str:
        """All that its fingerprint depends on as a piece of text; empty if it is too large to travel."""
        try:
            return pack(self.dataset)
        except InvalidDataset:
            return ""

    @property
    def fits_into_link(self) -> bool:
        """Whether it is a visitor's and small enough for an address."""
        return self.own and 0 < len(self.packed) <= MOST_IN_LINK

    @property
    def title(self) -> str:
        """What a person calls it; a visitor's is called by its file, which is other people's text."""
        if self.own:
            return self.name
        return TASKS[self.name].title if self.name in TASKS else "Sentiment"

    @property
    def about(self) -> str:
        """One line on what a bundled set shows; empty for a visitor's."""
        if self.own:
            return ""
        return TASKS[self.name].shows if self.name in TASKS else _SENTIMENT_SHOWS

    @property
    def roles_known(self) -> bool:
        """Whether it is known what the words are for (data/phrase_roles.csv): of the bundled sentiment sentences."""
        return not self.own and self.name == SENTIMENT

    @cached_property
    def report(self) -> Report:
        """What a person should know about it."""
        return report(self.dataset, self.unit)

    @cached_property
    def colours(self) -> ClassColours:
        """One colour per class."""
        return ClassColours.of(self.dataset)

    @cached_property
    def to_pick(self) -> list[str]:
        """Sentences to choose from, each once; of a large dataset only some, those for testing first."""
        by_part = (e.sentence for split in ("test", "validation", "train") for e in self.dataset.examples_of(split))
        return list(dict.fromkeys(by_part))[:_MOST_TO_PICK]

    @cached_property
    def labels(self) -> dict[str, int]:
        """The class of every sentence, by the sentence as it is written; none where words are tagged instead."""
        if self.dataset.tagged:
            return {}
        return {e.sentence: int(label) for e, label in zip(self.dataset.examples, self.dataset.label_ids, strict=True)}

    @cached_property
    def tags(self) -> dict[str, tuple[int, ...]]:
        """The class of every word of every sentence, also of those that are skipped; none where words have no tags."""
        if not self.dataset.tagged:
            return {}
        class_ids = {name: i for i, name in enumerate(self.dataset.classes)}
        return {e.sentence: tuple(class_ids[tag] for tag in e.label.split()) for e in self.dataset.examples}

    @property
    def beside(self) -> dict[str, str]:
        """What to look at besides the first sentence: a second one, and words of which one might be forgotten."""
        if self.roles_known:
            return {"second_sentence": "i am sad", "cue": "not", "filler": "very", "target": "bad"}
        words = tokenise(self.first_sentence, self.dataset.text) or ("",)
        second = next((s for s in self.to_pick if s != self.first_sentence), "")
        cue, filler, target = (words[i][:MOST_CHARACTERS] for i in (0, len(words) // 2, -1))
        return {"second_sentence": second, "cue": cue, "filler": filler, "target": target}

    @property
    def first_sentence(self) -> str:
        """One to look at first: of the test part, if there is one."""
        return (self.dataset.examples_of("test") or self.dataset.examples)[0].sentence
