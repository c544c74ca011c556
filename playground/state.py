"""What the page remembers of one visitor, and what its buttons do.

Data flows one way: link -> widgets -> settings -> run -> snapshot -> charts. Widgets hold the settings as they are
shown; the run keeps those that it was begun with.
"""

import secrets
import sys
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from playground import links
from playground.colours import ClassColours
from playground.jobs import Job
from playground.lessons import Lesson, tour
from playground.loading import Loading
from playground.needs import INSIDE
from playground.paces import PACES
from playground.presets import BUNDLED, PRESETS, SUGGESTED, presets_for
from playground.race import Race, Variants, runners
from playground.reader import Reader
from playground.results import Results
from playground.room import BASELINES_BYTES, NoRoom, run_bytes
from playground.runs import Run
from playground.sentences import SENTIMENT, Sentences
from playground.settings import SETTINGS, Settings, bounds, differing, facts, fitted
from playground.shared import bundled_sentences, room, scheduler
from playground.widgets import Widgets
from rnn_core import Dataset, InvalidSetting
from rnn_core.settings import mended

_KEY = "app"
OWN = "own"  # in the choice of sentences: the visitor's


@dataclass
class AppState:
    """One visitor's page. Methods are what buttons do.

    Attributes:
        run: what is trained and looked at.
        chosen: the sentences for the next run; mostly the run's.
        kept: what the widgets hold.
        suggested: settings for ``chosen``, if they are the visitor's own.
        missing_sentences: what the link that was opened calls sentences that are not here.
        race: the one that was begun last.
        reader: of the sentence in the box.
        clicks: how many there have been on the picture.
        awaited: what widgets shall hold when the page is drawn next, after a click in a part that draws itself. To set
            it at once is not enough: until they are drawn, the browser goes on reporting what they held.
    """

    run: Run
    chosen: Sentences
    kept: Widgets
    ignored_in_link: list[str]
    missing_sentences: str | None = None
    suggested: Settings | None = None
    loading: Loading = field(default_factory=Loading)
    race: Race | None = None
    reader: Reader = field(default_factory=Reader)
    awaited: dict[str, Any] = field(default_factory=dict)
    clicks: int = 0
    _refused: tuple[Settings, str] | None = None  # settings that cannot be used, and why

    # The run.

    @property
    def job(self) -> Job:
        """What trains the run."""
        return self.run.job

    @property
    def settings(self) -> Settings:
        """Those that the run was begun with."""
        return self.run.settings

    @property
    def sentences(self) -> Sentences:
        """Those of the run."""
        return self.run.sentences

    @property
    def results(self) -> Results:
        """What has been worked out about the run."""
        return self.run.results

    @property
    def dataset(self) -> Dataset:
        """The sentences of the run."""
        return self.run.sentences.dataset

    @property
    def colours(self) -> ClassColours:
        """The colours of the run's classes."""
        return self.run.sentences.colours

    def _renew(self) -> None:
        """A new run of what is shown; if that is not possible the present one stays, and the page says why."""
        settings, other = self.shown_settings, self.waits
        try:
            room().admit(run_bytes(self.chosen.dataset, settings))
            self.run = Run.begin(self.chosen, settings, None if other else self.run.results)
        except (InvalidSetting, NoRoom) as error:
            self._refused = (settings, str(error))
            return
        self._refused = None
        if other:
            self.read(self.chosen.first_sentence)
            self.kept.set(self.chosen.beside)

    def _has_room(self) -> bool:
        """Whether the run may go on; one that has not begun needs room, else the page says why not."""
        if self.job.status == "ready":
            try:
                room().admit(run_bytes(self.dataset, self.settings))
            except NoRoom as error:
                self._refused = (self.shown_settings, str(error))
                return False
            if self.settings == self.shown_settings:
                self._refused = None
        return True

    def play(self) -> None:
        """Go on; after the end, begin anew with the settings as they are shown."""
        if self.job.status in ("finished", "failed"):
            self._renew()
        self.follow_widgets()
        if self._has_room():
            self.job.play()
            scheduler().add(self.job)

    def pause(self) -> None:
        """Stop after the present update."""
        self.job.pause()

    def step(self) -> None:
        """One epoch. A short one is done before the page is drawn again."""
        self.follow_widgets()
        if self._has_room():
            self.job.step()
            self.job.run_slice(0.25)
            scheduler().add(self.job)

    def reset(self) -> None:
        """Back to epoch 0, with the settings as they are shown; the seed stays."""
        self.job.pause()
        self._renew()

    def set_up(self, lesson: Lesson) -> None:
        """Set the page up for a lesson, with a new run at epoch 0."""
        self.job.pause()
        self.chosen, self.suggested, self.missing_sentences = bundled_sentences(lesson.sentences), None, None
        self.kept.set({"dataset": lesson.sentences, "preset": lesson.preset, **lesson.settings.values})
        self._renew()
        self.read(lesson.sentence)
        self.kept.set({"pace": lesson.pace, **lesson.beside})

    def race_of(self, variants: Variants) -> Race | None:
        """The race of these that was begun last; None if another one was, or none."""
        return self.race if self.race and self.race.variants == variants else None

    def start_race(self, variants: Variants) -> None:
        """Let networks race, or go on with it: on the sentences and with the settings that are shown."""
        dataset, settings = self.chosen.dataset, self.shown_settings
        race = self.race_of(variants)
        if race is None or race.over or race.dataset is not dataset or race.settings != settings:
            self.pause_race()
            try:
                own = runners(settings, variants).values()
                room().admit(sum(run_bytes(dataset, one, history_bytes=0) for one in own))
                race = self.race = Race(dataset, settings, variants)
            except (InvalidSetting, NoRoom) as error:
                self._refused = (settings, str(error))
                return
        race.play(scheduler())

    def pause_race(self) -> None:
        """Hold the race."""
        if self.race:
            self.race.pause()

    def compare(self) -> None:
        """Fit the baselines, if there is room for what they need."""
        try:
            room().admit(0 if "sklearn" in sys.modules else BASELINES_BYTES)
        except NoRoom as error:
            self.results.comparison.refused = str(error)
        else:
            self.results.comparison.start()

    # Sentences.

    def use(self, sentences: Sentences, settings: Settings | None) -> None:
        """Train on these from the next run on; one that has begun keeps its own.

        Args:
            settings: those that fit, to be shown; None for the first preset's.
        """
        awaited = sentences.link_name == self.missing_sentences
        self.chosen, self.suggested, self.missing_sentences = sentences, settings, None
        self.loading.forget()
        name = OWN if sentences.own else sentences.link_name
        self.kept.set({"dataset": name, "preset": SUGGESTED if settings else presets_for(name)[0]})
        if not awaited:  # else the link that was opened has set everything
            self.load_preset()
        if self.job.status in ("finished", "failed"):
            self._renew()

    def use_bundled(self) -> None:
        """Train on the bundled set that is chosen."""
        name = self.kept["dataset"]
        if name in BUNDLED:
            self.use(bundled_sentences(name), None)
        else:  # a browser that has not heard yet what the sentences are called now sends what they were called
            self.kept.set({"dataset": OWN if self.chosen.own else self.chosen.link_name})

    @property
    def waits(self) -> bool:
        """Whether other sentences than the run's wait for the next Reset."""
        return self.chosen is not self.sentences

    # What the widgets hold.

    def held(self, key: str) -> dict[str, Any]:
        """Arguments for a widget that keeps its value while it is not drawn."""
        return self.kept.held(key)

    @property
    def shown_values(self) -> dict[str, Any]:
        """What the controls of the settings hold."""
        return {name: self.kept[name] for name in SETTINGS}

    @property
    def shown_settings(self) -> Settings:
        """The settings as they are shown, as far as they go together."""
        return fitted(self.shown_values, facts(self.chosen.dataset))

    @property
    def changed(self) -> list[str]:
        """Names of the settings that wait for the next Reset."""
        return differing(self.shown_settings, self.settings)

    @property
    def problem(self) -> str | None:
        """Why the settings that are shown cannot be used; None if they can, as far as is known."""
        return self._refused[1] if self._refused and self._refused[0] == self.shown_settings else None

    @property
    def in_slow_motion(self) -> bool:
        """Whether single updates are watched."""
        return PACES[self.kept["pace"]].unit == "update"

    @property
    def sentence(self) -> str:
        """The sentence in the box."""
        return str(self.kept["sentence"])

    def follow_widgets(self) -> None:
        """Take over what may change at once: the pace, and every setting of a run that has not begun."""
        values = self.shown_values
        together = mended(SETTINGS, values | facts(self.chosen.dataset))
        self.kept.set({name: together[name] for name in values if together[name] != values[name]})
        if self.job.status == "ready" and (self.shown_settings != self.settings or self.waits):
            self._renew()
        self.job.set_pace(PACES[self.kept["pace"]])

    def load_preset(self) -> None:
        """Set every control as the chosen preset has it."""
        own = self.suggested if self.kept["preset"] == SUGGESTED else None
        self.kept.set((own or PRESETS[self.kept["preset"]].settings).values)

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
        if st.session_state["picked"] is not None:
            self.read(st.session_state["picked"])
            st.session_state["picked"] = None

    def add_known_word(self) -> None:
        """Put the word that was picked at the end of the sentence."""
        if st.session_state["known_word"] is not None:
            self.read(f"{self.sentence} {st.session_state['known_word']}".strip())
            st.session_state["known_word"] = None

    def clicked_in_picture(self) -> dict[str, Any]:
        """What was clicked in the picture of the network: "step" or "part", as its data have it."""
        self.clicks += 1
        clicked = st.session_state["picture"].selection.get("clicked") or [{}]
        return dict(clicked[0])

    def open_step(self, t: int) -> None:
        """Show how word t made its state, from the next drawing of the page on."""
        self.awaited = {"tabs": "Inside", "inside_group": "Forward", "inside_Forward": "steps", "word": str(t)}

    def show_part(self, first: int) -> None:
        """Draw other words of a long sentence, from this one on, from the next drawing of the page on."""
        self.awaited = {"part": first}

    def write_link(self) -> None:
        """Let the address bar hold what the page shows."""
        sentences = self.missing_sentences or self.chosen.link_name
        query = links.to_query(
            links.Link(sentences, self.kept["preset"], self.shown_values, self.kept["pace"], self.sentence)
        )
        if st.query_params.to_dict() != query:
            st.query_params.from_dict(query)


def _opened() -> AppState:
    """The state of a page that was just opened, as its link has it."""
    link, ignored = links.from_query({name: st.query_params.get_all(name) for name in st.query_params})
    missing = None if link.sentences in BUNDLED else link.sentences
    sentences = bundled_sentences() if missing else bundled_sentences(link.sentences)
    preset = presets_for(sentences.link_name)[0] if link.preset == SUGGESTED else link.preset
    told = "sentence" in st.query_params or sentences.link_name == SENTIMENT
    kept = {
        "dataset": sentences.link_name,
        "preset": preset,
        **link.values,
        "pace": link.pace,
        "sentence": link.sentence if told or missing else sentences.first_sentence,
        "tabs": "Curves",
        "gates": False,
        "part": None,
        "inside_group": next(iter(INSIDE)),
        **{f"inside_{group}": views[0] for group, views in INSIDE.items()},
        "pairs": "",
        "lesson": next(iter(tour())),
        **sentences.beside,
    }
    wished, refused = fitted(link.values, facts(sentences.dataset)), None
    try:
        run = Run.begin(sentences, wished)
    except InvalidSetting as error:  # too many weights
        refused = (wished, str(error))
        run = Run.begin(sentences, PRESETS[preset].settings)
    return AppState(run, sentences, Widgets(kept), ignored, missing, _refused=refused)


def current() -> AppState:
    """This visitor's state; the first time it is made from the link that was opened."""
    app = st.session_state.get(_KEY)
    if not isinstance(app, AppState):
        app = st.session_state[_KEY] = _opened()
    app.kept.set(app.awaited)
    app.awaited = {}
    app.follow_widgets()
    app.kept.before_drawing()
    return app
