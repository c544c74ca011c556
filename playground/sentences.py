"""The labelled sentences that a page works with, and what it says of them."""

from dataclasses import dataclass
from functools import cached_property

from playground.colours import ClassColours
from rnn_core import Dataset, Report, report, tokenise

_MOST_TO_PICK = 200
MOST_CHARACTERS = 40  # of a word of the memory probe, which is read over and over


@dataclass(frozen=True)
class Sentences:
    """A dataset as a visitor knows it."""

    dataset: Dataset
    name: str  # of the file, or what stands for it
    own: bool  # the visitor's, not the bundled ones
    unit: str = "line"  # what Example.at counts
    notices: tuple[str, ...] = ()  # what was assumed and cleaned when it was read

    @property
    def link_name(self) -> str:
        """What a link calls it: a link names sentences, it never carries or fetches them."""
        return f"own-{self.dataset.fingerprint}" if self.own else "sentiment"

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
        """The class of every sentence, by the sentence as it is written."""
        return {e.sentence: int(label) for e, label in zip(self.dataset.examples, self.dataset.label_ids, strict=True)}

    @property
    def beside(self) -> dict[str, str]:
        """What to look at besides the first sentence: a second one, and words of which one might be forgotten."""
        if not self.own:
            return {"second_sentence": "i am sad", "cue": "not", "filler": "very", "target": "bad"}
        words = tokenise(self.first_sentence, self.dataset.text) or ("",)
        second = next((s for s in self.to_pick if s != self.first_sentence), "")
        cue, filler, target = (words[i][:MOST_CHARACTERS] for i in (0, len(words) // 2, -1))
        return {"second_sentence": second, "cue": cue, "filler": filler, "target": target}

    @property
    def first_sentence(self) -> str:
        """One to look at first: of the test part, if there is one."""
        return (self.dataset.examples_of("test") or self.dataset.examples)[0].sentence
