"""What the page shows for the next run: the sentences that are chosen, and what the controls hold."""

import secrets
from dataclasses import dataclass, field
from typing import Any

from playground.paces import PACES, Pace
from playground.presets import DEFAULT_PRESET, PRESETS, SUGGESTED, presets_for
from playground.pretrained import Given, Pretrained, Upload
from playground.room import NoRoom
from playground.sentences import Sentences
from playground.settings import SETTINGS, Settings, bounds, facts_of, fitted, offered
from playground.shared import room
from playground.widgets import Widgets
from rnn_core.settings import Value, mended

OWN = "own"  # in the choice of sentences: the visitor's


@dataclass
class Shown:
    """What is shown. Methods are what controls do.

    Attributes:
        chosen: the sentences for the next run; mostly the run's.
        kept: what the widgets hold.
        own: those that the visitor brought last, also while others are chosen.
        suggested: settings for these.
        missing: what the link that was opened calls sentences that are not here.
        pretrained: the visitor's vectors.
    """

    chosen: Sentences
    kept: Widgets
    own: Sentences | None = None
    suggested: Settings | None = None
    missing: str | None = None
    pretrained: Pretrained = field(default_factory=Pretrained)

    @property
    def values(self) -> dict[str, Any]:
        """What the controls of the settings hold."""
        return {name: self.kept[name] for name in SETTINGS}

    @property
    def settings(self) -> Settings:
        """The settings as they are shown, as far as they go together."""
        return fitted(self.values, self.facts)

    @property
    def facts(self) -> dict[str, Value]:
        """What settings need to know beside each other."""
        return facts_of(self.values, self.chosen.dataset, self.pretrained.upload is not None)

    @property
    def given(self) -> Given | None:
        """What the embedding of the next run begins with; None for random numbers.

        Raises:
            InvalidDataset, InvalidSetting: there are no vectors, or none of these words.
        """
        return self.pretrained.of(self.settings.vectors, self.chosen.dataset)

    @property
    def awaits_vectors(self) -> bool:
        """Whether vectors of the visitor's own are chosen that are not here."""
        return (self.kept["input"], self.kept["vectors"]) == ("embedding", "own") and not self.pretrained.upload

    @property
    def pace(self) -> Pace:
        """How fast to play."""
        return PACES[self.kept["pace"]]

    @property
    def in_slow_motion(self) -> bool:
        """Whether single updates are watched."""
        return self.pace.unit == "update"

    @property
    def sentence(self) -> str:
        """The sentence in the box."""
        return str(self.kept["sentence"])

    @property
    def link_name(self) -> str:
        """What a link calls the sentences of the next run, also if they are still missing."""
        return self.missing or self.chosen.link_name

    def choose(self, sentences: Sentences, suggested: Settings | None = None) -> None:
        """Show other sentences; the controls of settings stay.

        Args:
            suggested: settings for them, if they are the visitor's own.
        """
        self.chosen, self.missing = sentences, None
        if sentences.own and sentences is not self.own:
            self.own, self.suggested = sentences, suggested
        self.pretrained.forget()
        self.kept.set({"dataset": OWN if sentences.own else sentences.link_name})

    def show(self, sentences: Sentences, settings: Settings) -> None:
        """Show sentences and settings that were made elsewhere: of numbers that no control offers, the nearest."""
        self.choose(sentences)
        preset = DEFAULT_PRESET if sentences.own else presets_for(sentences.link_name)[0]
        self.kept.set({"preset": preset, **offered(settings)})

    def take_vectors(self) -> None:
        """Have the vectors of the file that was uploaded; if they cannot be used, those before stay."""
        uploaded = self.kept.uploaded("vectors_file")
        if uploaded is None:  # taken out, perhaps only to make place for another: what is in use stays
            self.pretrained.refused = ""
            return
        upload = Upload(uploaded.file_id, uploaded.name, uploaded.getvalue())
        try:
            room().admit(len(upload.content))
        except NoRoom as error:
            self.pretrained.refused = str(error)
        else:
            self.pretrained.take(upload, self.chosen.dataset)

    def remove_vectors(self) -> None:
        """Begin with random numbers again from the next run on."""
        self.pretrained.remove()
        self.kept.set({"vectors": "none"})

    def mend(self) -> None:
        """Let every choice hold something that is offered beside the others."""
        values = self.values
        together = mended(SETTINGS, values | self.facts)
        self.kept.set({name: together[name] for name in values if together[name] != values[name]})

    def load_preset(self) -> None:
        """Set every control as the chosen preset has it."""
        suggested = self.suggested if self.kept["preset"] == SUGGESTED else None
        self.kept.set((suggested or PRESETS[self.kept["preset"]].settings).values)

    def new_seed(self) -> None:
        """Draw another seed."""
        low, high = bounds("seed")
        self.kept.set({"seed": low + secrets.randbelow(high - low + 1)})

    def read(self, sentence: str) -> None:
        """Put a sentence into the box."""
        self.kept.set({"sentence": sentence})
        self.forget_word()

    def forget_word(self) -> None:
        """Let Step by step choose where to open: the sentence is another."""
        self.kept.forget("word")

    def take_picked_sentence(self) -> None:
        """Copy the picked sentence into the box and empty the picker."""
        picked = self.kept.take("picked")
        if picked is not None:
            self.read(picked)

    def add_known_word(self) -> None:
        """Put the word that was picked at the end of the sentence."""
        word = self.kept.take("known_word")
        if word is not None:
            self.read(f"{self.sentence} {word}".strip())
