"""What the page remembers of one visitor, and what its buttons do.

Data flows one way: link -> widgets -> settings -> run -> snapshot -> charts. Widgets hold the settings as they are
shown; the run keeps those that it was begun with.
"""

from dataclasses import dataclass, field, replace

from playground.classifying import Classifying
from playground.clicks import Clicks
from playground.colours import ClassColours
from playground.jobs import Job
from playground.lessons import Lesson
from playground.loading import Loading
from playground.outcome import can_be_told
from playground.presets import BUNDLED, SUGGESTED, presets_for
from playground.pretrained import Upload, sized
from playground.race import Race, Variants, runners
from playground.reader import Reader
from playground.results import Results
from playground.room import NoRoom, baselines_bytes, run_bytes
from playground.runs import Run, trainings_of_folds
from playground.sentences import Sentences
from playground.settings import Settings, differing
from playground.shared import bundled_sentences, room, scheduler
from playground.shown import Shown
from playground.snapshot import Snapshot
from playground.widgets import Widgets
from rnn_core import Dataset, RnnCoreError

OWN = "own"  # in the choice of sentences: the visitor's


@dataclass
class AppState:
    """One visitor's page. Methods are what buttons do.

    Attributes:
        run: what is trained and looked at.
        shown: what is shown for the next run.
        missing_sentences: what the link that was opened calls sentences that are not here.
        missing_vectors: whether the link that was opened was made with vectors that are not here.
        race: the one that was begun last.
        reader: of the sentence in the box.
        clicks: on the picture.
        classifying: sentences without labels.
    """

    run: Run
    shown: Shown
    ignored_in_link: list[str]
    missing_sentences: str | None = None
    missing_vectors: bool = False
    loading: Loading = field(default_factory=Loading)
    race: Race | None = None
    reader: Reader = field(default_factory=Reader)
    clicks: Clicks = field(default_factory=Clicks)
    classifying: Classifying = field(default_factory=Classifying)
    _refused: tuple[Settings, str] | None = None  # settings that cannot be used, and why

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
        settings, other, before = self.shown.settings, self.waits, self.results
        try:
            given = self.shown.given
            room().admit(run_bytes(self.chosen.dataset, sized(settings, given)))
            self.run = Run.begin(self.chosen, settings, None if other else self.run.results, given)
        except RnnCoreError as error:
            self._refused = (settings, str(error))
            return
        self._refused = None
        if other:
            before.comparison.stop()
            self.shown.read(self.chosen.first_sentence)
            self.kept.set(self.chosen.beside)

    def _has_room(self) -> bool:
        """Whether the run may go on; one that has not begun needs room, else the page says why not."""
        if self.job.status == "ready":
            try:
                room().admit(run_bytes(self.dataset, sized(self.settings, self.run.given)))
            except NoRoom as error:
                self._refused = (self.shown.settings, str(error))
                return False
            if self.settings == self.shown.settings:
                self._refused = None
        return True

    @property
    def long(self) -> float | None:
        """Seconds that the run will take at full speed, if it has not begun and that is long."""
        if self.job.status != "ready":
            return None
        width = self.job.snapshot().params.layout.config.embedding_size  # that of the vectors, where there are any
        return self.results.forecast.long(replace(self.settings, embedding_size=width), room().admit)

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
        self.shown.chosen, self.shown.suggested = bundled_sentences(lesson.sentences), None
        self.missing_sentences = None
        self.kept.set({"dataset": lesson.sentences, "preset": lesson.preset, **lesson.settings.values})
        self._renew()
        self.shown.read(lesson.sentence)
        self.kept.set({"pace": lesson.pace, **lesson.beside})

    def race_of(self, variants: Variants) -> Race | None:
        """The race of these that was begun last; None if another one was, or none."""
        return self.race if self.race and self.race.variants == variants else None

    def start_race(self, variants: Variants) -> None:
        """Let networks race, or go on with it: on the sentences and with the settings that are shown."""
        dataset, settings = self.chosen.dataset, self.shown.settings
        race = self.race_of(variants)
        try:
            given = self.shown.given
            if (
                race is None
                or race.over
                or race.dataset is not dataset
                or (race.settings, race.given) != (settings, given)
            ):
                self.pause_race()
                own = runners(settings, variants).values()
                room().admit(sum(run_bytes(dataset, sized(one, given), history_bytes=0) for one in own))
                race = self.race = Race(dataset, settings, variants, given)
        except RnnCoreError as error:
            self._refused = (settings, str(error))
            return
        race.play(scheduler())

    def pause_race(self) -> None:
        """Hold the race."""
        if self.race:
            self.race.pause()

    def compare(self) -> None:
        """Fit the baselines, if there is room for what they need."""
        comparison = self.results.comparison
        try:
            room().admit(baselines_bytes(self.dataset))
        except NoRoom as error:
            comparison.refused = str(error)
        else:
            comparison.start()
            scheduler().add_heavy(comparison)

    def look(self) -> Snapshot:
        """A look at the run. What follows it by itself goes on meanwhile: the comparison with baselines.

        That begins once a run on the visitor's own sentences has ended, if there is enough to be tested on.
        """
        now, comparison = self.job.snapshot(), self.results.comparison
        comparison.look()
        ended = now.status == "finished" and self.sentences.own and can_be_told(self.dataset)
        wanted = comparison.status == "unwatched" or (comparison.status == "ready" and ended)
        if wanted and not comparison.refused:
            self.compare()
        return now

    def test_every_sentence(self) -> None:
        """Begin to test every sentence once by networks like the run's, or go on with that."""
        every = self.results.every_sentence
        try:
            if not every.running:
                one = sized(replace(self.settings, networks=1), self.run.given)  # at a time
                room().admit(run_bytes(self.dataset, one, history_bytes=0) + baselines_bytes(self.dataset))
                every.start(self.settings, trainings_of_folds(self.dataset, self.settings, self.run.given))
        except RnnCoreError as error:
            every.refused = str(error)
        every.play(scheduler())

    # Sentences.

    def use(self, sentences: Sentences, settings: Settings | None) -> None:
        """Train on these from the next run on; one that has begun keeps its own.

        Args:
            settings: those that fit, to be shown; None for the first preset's.
        """
        awaited = sentences.link_name == self.missing_sentences
        self.shown.chosen, self.shown.suggested, self.missing_sentences = sentences, settings, None
        self.loading.forget()
        self.shown.pretrained.forget()
        name = OWN if sentences.own else sentences.link_name
        self.kept.set({"dataset": name, "preset": SUGGESTED if settings else presets_for(name)[0]})
        if not awaited:  # else the link that was opened has set everything
            self.shown.load_preset()
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

    # Vectors.

    def take_vectors(self) -> None:
        """Have the vectors of the file that was uploaded; if they cannot be used, those before stay."""
        uploaded, pretrained = self.kept.uploaded("vectors_file"), self.shown.pretrained
        if uploaded is None:  # taken out, perhaps only to make place for another: what is in use stays
            pretrained.refused = ""
            return
        upload = Upload(uploaded.file_id, uploaded.name, uploaded.getvalue())
        try:
            room().admit(len(upload.content))
        except NoRoom as error:
            pretrained.refused = str(error)
            return
        pretrained.take(upload, self.chosen.dataset)
        if pretrained.upload is upload:
            self._refused = None  # why a run with those before could not begin

    def remove_vectors(self) -> None:
        """Begin with random numbers again from the next run on."""
        self.shown.pretrained.remove()
        self.kept.set({"vectors": "none"})

    # What the widgets hold.

    @property
    def changed(self) -> list[str]:
        """Names of the settings that wait for the next Reset; another file of vectors is another setting."""
        names, given = differing(self.shown.settings, self.settings), self.run.given
        if given and given.upload and given.upload is not self.shown.pretrained.upload and "vectors" not in names:
            names.append("vectors")
        return names

    @property
    def problem(self) -> str | None:
        """Why the settings that are shown cannot be used; None if they can, as far as is known."""
        return self._refused[1] if self._refused and self._refused[0] == self.shown.settings else None

    def follow_widgets(self) -> None:
        """Take over what may change at once: the pace, and every setting of a run that has not begun."""
        self.shown.mend()
        if self.job.status == "ready" and (self.changed or self.waits):
            self._renew()
        self.job.set_pace(self.shown.pace)
