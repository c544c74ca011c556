"""What the page remembers of one visitor. The only file that names st.session_state.

Data flows one way: link -> widgets -> settings -> job -> snapshot -> charts. Widgets hold the settings as they
are shown; the job keeps those it was made with.
"""

import secrets
from dataclasses import asdict, dataclass, field, fields

import streamlit as st

from playground import links
from playground.charts import ClassColours
from playground.jobs import Job
from playground.scheduler import Scheduler
from playground.settings import MAX_SEED, PACES, PRESETS, Settings, differing
from rnn_core import Dataset, bundled, train

_KEY = "app"


@st.cache_resource(show_spinner=False)
def scheduler() -> Scheduler:
    """The one scheduler of this process."""
    made = Scheduler()
    made.start()
    return made


@st.cache_resource(show_spinner=False)
def bundled_dataset() -> Dataset:
    """The bundled sentences, read once and shared; nothing of a visitor's is in them."""
    return bundled()


@dataclass
class AppState:
    """One visitor's page: a dataset, a job and the settings it runs with. Methods are what buttons do."""

    dataset: Dataset
    settings: Settings
    ignored_in_link: list[str]
    colours: ClassColours = field(init=False)
    job: Job = field(init=False)

    def __post_init__(self) -> None:
        self.colours = ClassColours.of(self.dataset)
        self._renew(self.settings)

    def _renew(self, settings: Settings) -> None:
        """A new job at epoch 0. The same settings give the same first weights."""
        training = train(self.dataset, settings.model, settings.training)
        self.job, self.settings = Job(training, settings.epochs), settings

    def play(self) -> None:
        """Go on; after the end, begin anew with the settings as they are shown."""
        if self.job.status in ("finished", "failed"):
            self._renew(self.draft)
        self.follow_widgets()
        self.job.play()
        scheduler().add(self.job)

    def pause(self) -> None:
        """Stop after the present update."""
        self.job.pause()

    def step(self) -> None:
        """One epoch. A short one is done before the page is drawn again."""
        self.follow_widgets()
        self.job.step()
        self.job.run_slice(0.25)
        scheduler().add(self.job)

    def reset(self) -> None:
        """Back to epoch 0, with the settings as they are shown; the seed stays."""
        self.job.pause()
        self._renew(self.draft)

    def follow_widgets(self) -> None:
        """Take over what may change at once: the pace, and every setting of a run that has not begun."""
        if self.job.status == "ready" and self.draft != self.settings:
            self._renew(self.draft)
        self.job.set_pace(PACES[self.pace])

    # What the widgets hold; their keys are the names below.

    @property
    def draft(self) -> Settings:
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
        return differing(self.draft, self.settings)

    def load_preset(self) -> None:
        """Set every control as the chosen preset has it."""
        st.session_state.update(asdict(PRESETS[self.preset].settings))

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
        query = links.to_query(links.Link(self.preset, self.draft, self.pace, self.sentence))
        if st.query_params.to_dict() != query:
            st.query_params.from_dict(query)


def current() -> AppState:
    """This visitor's state; the first time it is made from the link that was opened."""
    app = st.session_state.get(_KEY)
    if not isinstance(app, AppState):
        link, ignored = links.from_query({name: st.query_params.get_all(name) for name in st.query_params})
        st.session_state.update(
            {**asdict(link.settings), "preset": link.preset, "pace": link.pace, "sentence": link.sentence}
        )
        app = AppState(bundled_dataset(), link.settings, ignored)
        st.session_state[_KEY] = app
    app.follow_widgets()
    return app
