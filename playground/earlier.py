"""The run that the page showed whose link was opened: the same can be trained again, to the same place.

A page that is loaded anew, or whose server was, has nothing of a run but what its address tells. A run follows from its
settings and its sentences to the bit, so that is enough; but for one that went on from a file: then that is said.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from playground.reached import Reached
from playground.runs import Run
from playground.settings import facts_of, fitted
from rnn_core.settings import Value


@dataclass(frozen=True)
class EarlierRun:
    """What a link tells of a run.

    Attributes:
        sentences: what a link calls them.
        values: of all settings.
        reached: how far it was.
        from_file: whether it went on from a file, of which the link knows nothing.
    """

    sentences: str
    values: Mapping[str, Value]
    reached: Reached
    from_file: bool = False

    @property
    def networks(self) -> int:
        """How many it has."""
        return int(self.values["networks"])

    def is_shown_by(self, sentences: str, values: Mapping[str, Value]) -> bool:
        """Whether a page that shows these for its next run shows this one."""
        return (sentences, values) == (self.sentences, self.values)

    def is_of(self, run: Run) -> bool:
        """Whether a run is the same, however far it is; one from a file may have come another way."""
        settings = fitted(self.values, facts_of(self.values, run.sentences.dataset))
        return not run.loaded and (run.sentences.link_name, run.settings) == (self.sentences, settings)

    def ahead_of(self, run: Run) -> bool:
        """Whether a run can go there: it stands at its start, or was stopped on its way."""
        on_its_way = run.job.goal is not None and run.job.status != "playing"
        return not self.from_file and self.is_of(run) and (run.job.status == "ready" or on_its_way)

    def met_by(self, run: Run) -> bool:
        """Whether a run stands there."""
        stands = run.job.status in ("paused", "unwatched", "finished")
        return stands and not self.from_file and self.is_of(run) and run.job.snapshot().reached == self.reached

    def left_by(self, run: Run) -> bool:
        """Whether a run has gone another way from its start, or on from there."""
        begun = run.job.status != "ready" and run.job.goal is None
        return begun and self.is_of(run) and not self.met_by(run)
