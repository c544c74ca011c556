"""What the page remembers of one visitor. The only file that names st.session_state.

Data flows one way: link -> widgets -> settings -> job -> snapshot -> charts. Widgets hold the settings as they
are shown; the job keeps those it was made with.
"""

import secrets
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

import streamlit as st

from playground import links
from playground.colours import ClassColours
from playground.jobs import Job
from playground.lessons import Lesson, lessons
from playground.loading import Loading
from playground.race import RULES, Race
from playground.results import Results
from playground.room import BASELINES_BYTES, NoRoom, run_bytes
from playground.sentences import Sentences
from playground.settings import DEFAULT_PRESET, MAX_SEED, PACES, PRESETS, SUGGESTED, Settings, differing
from playground.shared import bundled_sentences, room, scheduler
from rnn_core import Dataset, InvalidSetting, train

_KEY = "app"
_FIRST_DRAWS = 3  # of a page, in which the browser may still be making it

# The views inside, in groups, by name; views/inside draws them.
INSIDE: dict[str, tuple[str, ...]] = {
    "Forward": ("steps", "states", "plane", "words", "weights"),
    "Backward": ("through_time", "check", "norms", "saliency"),
    "What it learned": ("behaviour", "memory"),
}


@dataclass
class AppState:
    """One visitor's page: sentences, a job and the settings it runs with. Methods are what buttons do."""

    sentences: Sentences  # those of the run
    settings: Settings
    ignored_in_link: list[str]
    missing_sentences: str | None = None  # what the link that was opened calls sentences that are not here
    chosen: Sentences = field(init=False)  # those for the next run; mostly the same
    suggested: Settings | None = None  # for ``chosen``, if they are the visitor's own
    job: Job = field(init=False)
    _refused: tuple[Settings, str] | None = None  # settings that cannot be used, and why
    loading: Loading = field(default_factory=Loading)
    results: Results = field(init=False)  # on the run's sentences
    kept: dict[str, str] = field(init=False)  # what widgets of parts that are not always drawn hold, by key
    race: Race | None = None  # of the two gradient rules, on the bundled sentences
    _draws: int = 0  # how often the page was drawn

    def __post_init__(self) -> None:
        self.chosen = self.sentences
        self.results = Results(self.sentences)
        self.kept = {
            "inside_group": "Forward",
            "pairs": "",
            "lesson": f"1 {lessons()[0].title}",
            **self.sentences.beside,
        }
        self.kept |= {f"inside_{group}": views[0] for group, views in INSIDE.items()}
        self._renew(self.settings)

    @property
    def dataset(self) -> Dataset:
        """The sentences of the run."""
        return self.sentences.dataset

    @property
    def colours(self) -> ClassColours:
        """The colours of the run's classes."""
        return self.sentences.colours

    def _renew(self, settings: Settings) -> None:
        """A new job at epoch 0. The same settings and sentences give the same first weights."""
        training = train(self.chosen.dataset, settings.model, settings.training)
        self.job, self.settings = Job(training, settings.epochs), settings
        self._refused = None
        self.results.checked = None  # of a network that is gone
        if self.chosen is not self.sentences:
            self.sentences = self.chosen
            self.results = Results(self.sentences)
            st.session_state["sentence"] = self.sentences.first_sentence
            self.keep(self.sentences.beside)

    def _try_renewing(self) -> None:
        """A new job with what is shown; if that is not possible the present one stays, and the page says why."""
        try:
            room().admit(run_bytes(self.chosen.dataset, self.shown_settings))
            self._renew(self.shown_settings)
        except (InvalidSetting, NoRoom) as error:
            self._refused = (self.shown_settings, str(error))

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
            self._try_renewing()
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

    def set_up(self, lesson: Lesson) -> None:
        """Set the page up for a lesson, with a new run at epoch 0."""
        self.job.pause()
        st.session_state.update(
            {**asdict(lesson.settings), "preset": lesson.preset, "pace": lesson.pace, "sentence": lesson.sentence}
        )
        self.keep(lesson.beside)
        self._try_renewing()

    def start_race(self) -> None:
        """Let two gradient rules race, or go on with it; with the settings as they are shown."""
        settings = replace(self.shown_settings, gradient="correct")
        if self.race is None or self.race.over or self.race.settings != settings:
            dataset = bundled_sentences().dataset
            try:
                room().admit(len(RULES) * run_bytes(dataset, settings, history_bytes=0))
                self.race = Race(dataset, settings)
            except (InvalidSetting, NoRoom) as error:
                self._refused = (self.shown_settings, str(error))
                return
        self.race.play(scheduler())

    def compare(self) -> None:
        """Fit the baselines, if there is room for what they need."""
        try:
            room().admit(0 if "sklearn" in sys.modules else BASELINES_BYTES)
        except NoRoom as error:
            self.results.comparison.refused = str(error)
        else:
            self.results.comparison.start()

    def pause_race(self) -> None:
        """Hold the race."""
        if self.race:
            self.race.pause()

    def reset(self) -> None:
        """Back to epoch 0, with the settings as they are shown; the seed stays."""
        self.job.pause()
        self._try_renewing()

    def follow_widgets(self) -> None:
        """Take over what may change at once: the pace, and every setting of a run that has not begun."""
        if self.job.status == "ready" and (self.shown_settings != self.settings or self.chosen is not self.sentences):
            self._try_renewing()
        self.job.set_pace(PACES[self.pace])

    @property
    def problem(self) -> str | None:
        """Why the settings that are shown cannot be used; None if they can, as far as is known."""
        return self._refused[1] if self._refused and self._refused[0] == self.shown_settings else None

    # Sentences of one's own.

    def use(self, sentences: Sentences, settings: Settings | None) -> None:
        """Train on these from the next run on; one that has begun keeps its own.

        Args:
            settings: those that fit, to be shown; None for the chosen preset's.
        """
        awaited = sentences.link_name == self.missing_sentences
        self.chosen, self.suggested, self.missing_sentences = sentences, settings, None
        self.loading.forget()
        st.session_state["preset"] = SUGGESTED if settings else DEFAULT_PRESET
        if not awaited:  # else the link that was opened has set everything
            self.load_preset()
        if self.job.status in ("finished", "failed"):
            self._try_renewing()

    def use_bundled(self) -> None:
        """Back to the sentences that come with the page."""
        self.use(bundled_sentences(), None)

    @property
    def waits(self) -> bool:
        """Whether other sentences than the run's wait for the next Reset."""
        return self.chosen is not self.sentences

    # What widgets of parts that are not always drawn hold.

    def held(self, key: str) -> dict[str, Any]:
        """Arguments for such a widget: what it holds is kept, for Streamlit forgets a widget that is not drawn."""
        return {"key": key, "on_change": self._hold, "args": (key,)}

    def _hold(self, key: str) -> None:
        self.kept[key] = st.session_state[key]

    def keep(self, values: Mapping[str, str]) -> None:
        """Let such widgets hold these values, by key."""
        self.kept |= values
        self.follow_kept()

    def follow_kept(self) -> None:
        """Give such widgets back what they held; one that still has it is left alone, somebody may be typing."""
        for key, value in self.kept.items():
            if st.session_state.get(key) != value:
                st.session_state[key] = value

    def tell_browser(self) -> None:
        """Send what widgets hold once more, the first few times that the page is drawn.

        Streamlit sends a value that was set from here only with the run that sets it. A click soon after the page was
        opened begins another run before the browser has made the widgets: it then takes them to be at their least.
        """
        self._draws += 1
        if 1 < self._draws <= _FIRST_DRAWS:
            for key in (*(f.name for f in fields(Settings)), "preset", "pace", "sentence"):
                if key in st.session_state:
                    st.session_state[key] = st.session_state[key]

    # What the widgets hold; their keys are the names below.

    @property
    def shown_settings(self) -> Settings:
        """The settings as they are shown."""
        return Settings(**{f.name: st.session_state.get(f.name, f.default) for f in fields(Settings)})

    @property
    def preset(self) -> str:
        """The preset that was chosen last."""
        return str(st.session_state["preset"])

    @property
    def pace(self) -> str:
        """How fast to play."""
        return str(st.session_state["pace"])

    @property
    def sentence(self) -> str:
        """The sentence in the box."""
        return str(st.session_state["sentence"])

    @property
    def changed(self) -> list[str]:
        """Names of the settings that wait for the next Reset."""
        return differing(self.shown_settings, self.settings)

    def load_preset(self) -> None:
        """Set every control as the chosen preset has it."""
        own = self.suggested if self.preset == SUGGESTED else None
        st.session_state.update(asdict(own or PRESETS[self.preset].settings))

    def new_seed(self) -> None:
        """Draw another seed."""
        st.session_state["seed"] = secrets.randbelow(MAX_SEED + 1)

    def take_picked_sentence(self) -> None:
        """Copy the picked sentence into the box and empty the picker."""
        if st.session_state["picked"] is not None:
            st.session_state["sentence"] = st.session_state["picked"]
            st.session_state["picked"] = None

    def write_link(self) -> None:
        """Let the address bar hold what the page shows."""
        sentences = self.missing_sentences or self.chosen.link_name
        query = links.to_query(links.Link(sentences, self.preset, self.shown_settings, self.pace, self.sentence))
        if st.query_params.to_dict() != query:
            st.query_params.from_dict(query)


def current() -> AppState:
    """This visitor's state; the first time it is made from the link that was opened."""
    app = st.session_state.get(_KEY)
    if not isinstance(app, AppState):
        link, ignored = links.from_query({name: st.query_params.get_all(name) for name in st.query_params})
        preset = DEFAULT_PRESET if link.preset == SUGGESTED else link.preset
        st.session_state.update(
            {**asdict(link.settings), "preset": preset, "pace": link.pace, "sentence": link.sentence}
        )
        here = bundled_sentences()
        app = AppState(here, link.settings, ignored)
        if link.sentences != here.link_name:
            app.missing_sentences = link.sentences
        st.session_state[_KEY] = app
    app.tell_browser()
    app.follow_widgets()
    app.follow_kept()
    return app
