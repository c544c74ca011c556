"""What the page remembers of one visitor, and what its buttons do.

Data flows one way: link -> widgets -> settings -> run -> snapshot -> charts. Widgets hold the settings as they are
shown; the run keeps those that it was begun with.
"""

from dataclasses import dataclass, field

from playground.address import Tellings
from playground.carried import Carried
from playground.classifying import Classifying
from playground.clicks import Clicks
from playground.colours import ClassColours
from playground.earlier import EarlierRun
from playground.hand_in import Made
from playground.jobs import Job
from playground.kept_run import KeptRun
from playground.kept_runs import KeptRuns
from playground.lessons import Lesson
from playground.loading import Loading
from playground.longer import longer, may_be_longer
from playground.luck import Luck
from playground.models import Models
from playground.presets import BUNDLED, SUGGESTED, presets_for
from playground.pretrained import Upload, sized
from playground.race import Variants
from playground.races import Races
from playground.reader import Reader
from playground.results import Results
from playground.room import NoRoom, run_bytes
from playground.runs import Run
from playground.saved_runs import resumed, settings_of
from playground.sentences import Sentences
from playground.settings import Settings, differing, offered
from playground.shared import bundled_sentences, room, scheduler
from playground.shown import OWN, Shown
from playground.widgets import Widgets
from rnn_core import Dataset, RnnCoreError


@dataclass
class AppState:
    """One visitor's page. Methods are what buttons do.

    Attributes:
        run: what is trained and looked at.
        shown: what is shown for the next run.
        missing_vectors: whether the link that was opened was made with vectors that are not here.
        carried: sentences that travel in the link.
        models: the one that was loaded.
        races: those of lessons.
        reader: of the sentence in the box.
        clicks: on the picture.
        classifying: sentences without labels.
        luck: trainings side by side.
        kept_runs: those that were replaced.
        earlier: the run that the link tells of, until it goes on from there or is begun in another way.
        tellings: of how far the run is, to the address bar.
        hidden: what the link hides of the page: see place.py.
        hand_in: the one that was made last.
    """

    run: Run
    shown: Shown
    ignored_in_link: list[str]
    missing_vectors: bool = False
    loading: Loading = field(default_factory=Loading)
    carried: Carried = field(default_factory=Carried)
    models: Models = field(default_factory=Models)
    races: Races = field(init=False)
    reader: Reader = field(default_factory=Reader)
    clicks: Clicks = field(default_factory=Clicks)
    classifying: Classifying = field(default_factory=Classifying)
    luck: Luck = field(default_factory=Luck)
    kept_runs: KeptRuns = field(default_factory=KeptRuns)
    earlier: EarlierRun | None = None
    tellings: Tellings = field(default_factory=Tellings)
    hidden: frozenset[str] = frozenset()
    hand_in: Made | None = None
    _refused: tuple[Settings, Upload | None, str] | None = None  # what cannot be used, and why

    def __post_init__(self) -> None:
        self.races = Races(self.shown)

    @property
    def kept(self) -> Widgets:
        """What the widgets hold."""
        return self.shown.kept

    @property
    def chosen(self) -> Sentences:
        """The sentences for the next run."""
        return self.shown.chosen

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
        settings, other, before = self.shown.settings, self.waits, self.run
        try:
            given = self.shown.given
            self._admit(run_bytes(self.chosen.dataset, sized(settings, given)))
            self._have(Run.begin(self.chosen, settings, None if other else before.results, given))
        except RnnCoreError as error:
            self.refuse(error)
            return
        self._refused = None
        if other:
            before.results.comparison.stop()
            self.shown.read(self.chosen.first_sentence)
            self.kept.set(self.chosen.beside)

    def _have(self, run: Run) -> None:
        """Have another run; the one before is kept."""
        self.kept_runs.keep(self.run.as_kept(self.kept_runs.present), lambda: room().spare())
        self.run, self.hand_in = run, None

    def _admit(self, needed: int) -> None:
        """Raise NoRoom if there is no memory for a run, also without the weights of kept ones."""
        try:
            room().admit(needed)
        except NoRoom:
            if not self.kept_runs.let_go_of_weights():
                raise
            room().admit(needed)

    def _has_room(self) -> bool:
        """Whether the run may go on; one that has not begun needs room, else the page says why not."""
        if self.job.status == "ready":
            try:
                self._admit(self.run.needs)
            except NoRoom as error:
                self.refuse(error)
                return False
            if self.settings == self.shown.settings:
                self._refused = None
        return True

    def play(self) -> None:
        """Go on; after the end, train longer or begin anew, with the settings as they are shown."""
        if self.trains_longer:
            self.run = longer(self.run, self.shown.settings.epochs)
        elif self.job.status in ("finished", "failed"):
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

    def go_back(self) -> None:
        """Train to where the run was that the link tells of, as fast as it goes, and pause there."""
        self.follow_widgets()
        if self.earlier and self.earlier.ahead_of(self.run) and self._has_room():
            self.job.go_to(self.earlier.reached)
            scheduler().add(self.job)

    def reset(self) -> None:
        """Back to epoch 0, with the settings as they are shown; the seed stays."""
        self.job.pause()
        if self.earlier and self.earlier.is_of(self.run):
            self.earlier = None
        self._renew()

    def set_up(self, lesson: Lesson) -> None:
        """Set the page up for a lesson, with a new run at epoch 0."""
        self.job.pause()
        self.shown.choose(bundled_sentences(lesson.sentences))
        self.kept.set({"preset": lesson.preset, **lesson.settings.values})
        self._renew()
        self.shown.read(lesson.sentence)
        self.kept.set({"pace": lesson.pace, **lesson.beside})

    def start_race(self, variants: Variants) -> None:
        """Let networks race, or go on with it: on the sentences and with the settings that are shown."""
        try:
            self.races.start(variants)
        except RnnCoreError as error:
            self.refuse(error)

    # Sentences.

    @property
    def asks_to_use(self) -> bool:
        """Whether the sentences that the link brought are looked at and not used yet: that comes before Play."""
        return self.loading.open and self.shown.missing is not None and self.carried.brought is not None

    def use(self, sentences: Sentences, settings: Settings | None) -> None:
        """Train on these from the next run on; one that has begun keeps its own.

        Args:
            settings: those that fit, to be shown; None for the first preset's.
        """
        awaited = sentences.link_name == self.shown.missing
        self.shown.choose(sentences, settings)
        self.loading.forget()
        self.models.look_again([sentences])
        self.kept.set({"preset": SUGGESTED if settings else presets_for(sentences.link_name)[0]})
        if not awaited:  # else the link that was opened has set everything
            self.shown.load_preset()
        if self.job.status in ("finished", "failed"):
            self._renew()

    def use_listed(self) -> None:
        """Train on the sentences that are chosen in the list: a bundled set, or the visitor's own once more."""
        name, own = self.kept["dataset"], self.shown.own
        if name in BUNDLED:
            self.use(bundled_sentences(name), None)
        elif own and own is not self.chosen:
            self.use(own, self.shown.suggested)
        else:  # a browser that has not heard yet what the sentences are called now sends what they were called
            self.kept.set({"dataset": OWN if self.chosen.own else self.chosen.link_name})

    @property
    def waits(self) -> bool:
        """Whether other sentences than the run's wait for the next Reset."""
        return self.chosen is not self.sentences

    # Models.

    def load_model(self) -> None:
        """Load the model that was uploaded; the run goes on meanwhile."""
        before = self.models.loaded
        self.models.load(self.kept.uploaded("model_file"), (self.chosen, self.sentences))
        if self.models.loaded is not before:  # it was loaded to be used
            self.kept.set({"classify_by": "loaded"})

    def go_on_from_model(self) -> None:
        """Let the run be the one in the loaded file, as it was when it was saved."""
        loaded = self.models.loaded
        if loaded is None or loaded.sentences is None:
            return
        try:
            self._admit(run_bytes(loaded.sentences.dataset, settings_of(loaded.model)))
            run = resumed(loaded.sentences, loaded.model)
        except RnnCoreError as error:
            self.models.refused = str(error)
            return
        other = run.sentences is not self.sentences
        self.job.pause()
        self.results.comparison.stop()
        self._have(run)
        self._refused = None
        self.shown.show(run.sentences, run.settings)
        if other:
            self.kept.set(run.sentences.beside)
            self.shown.read(run.sentences.first_sentence)

    # Kept runs.

    def sentences_called(self, link_name: str) -> Sentences | None:
        """Those that a link calls so; None if they are not here any more."""
        here = {one.link_name: one for one in (self.shown.own, self.sentences, self.chosen) if one}
        return bundled_sentences(link_name) if link_name in BUNDLED else here.get(link_name)

    def set_like(self, run: KeptRun) -> None:
        """Let the controls show a run's settings, and its sentences; that starts nothing.

        Nothing changes where its sentences are not here any more.
        """
        sentences = self.sentences_called(run.link_name)
        if sentences is None:
            return
        if sentences.link_name != self.chosen.link_name:
            self.shown.show(sentences, run.settings)
        else:
            self.kept.set(offered(run.settings))

    def show_everything(self) -> None:
        """Hide nothing any more."""
        self.hidden = frozenset()

    # What the widgets hold.

    @property
    def changed(self) -> list[str]:
        """Names of the settings that wait for the next Reset; another file of vectors is another setting."""
        names, given = differing(self.shown.settings, self.settings), self.run.given
        if given and given.upload and given.upload is not self.shown.pretrained.upload and "vectors" not in names:
            names.append("vectors")
        return names

    @property
    def trains_longer(self) -> bool:
        """Whether Play lets a run go on that has come to its end: nothing is changed but for more epochs."""
        if self.waits or not may_be_longer(self.run):  # first, for it is asked on every tick
            return False
        return self.changed == ["epochs"] and self.shown.settings.epochs > self.settings.epochs

    def refuse(self, error: RnnCoreError) -> None:
        """Say why what is shown cannot be used."""
        self._refused = (self.shown.settings, self.shown.pretrained.upload, str(error))

    @property
    def problem(self) -> str | None:
        """Why what is shown cannot be used; None if it can, as far as is known."""
        shown = (self.shown.settings, self.shown.pretrained.upload)
        return self._refused[2] if self._refused and self._refused[:2] == shown else None

    def follow_widgets(self) -> None:
        """Take over what may change at once: the pace, and every setting of a run that has not begun."""
        self.shown.mend()
        if self.job.status == "ready" and (self.changed or self.waits):
            self._renew()
        self.job.set_pace(self.shown.pace)
