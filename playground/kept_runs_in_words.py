"""What is said of kept runs: what they are called, how they differ, and what was let go."""

from collections.abc import Iterable

from playground import settings_in_words
from playground.kept_run import KeptRun, Measure
from playground.kept_runs import BUDGET, MOST_RUNS, KeptRuns
from playground.markup import Part, bdi, joined
from playground.messages import percent
from playground.settings import network_name
from rnn_core.dataset import Split
from rnn_core.wording import listed, shown

CLEARED = "A reload clears the kept runs: save what you need under Keep, Take away."

_MOST_CHANGES = 4  # that are named in a table: other sentences come with some fifteen


def changes(run: KeptRun, before: KeptRun | None) -> list[str]:
    """In what a run differs from the one before, one thing after another; of the first one, what network it is."""
    if before is None:
        return [network_name(run.settings)]
    found = [] if run.link_name == before.link_name else [f"sentences {shown(run.title)}"]
    found += settings_in_words.changes(run.settings, before.settings)
    if run.vectors and run.vectors != before.vectors:
        found.append(f"vectors {shown(run.vectors)}")
    return found or ["the same settings"]


def in_short(found: list[str]) -> str:
    """The first of them in a line: "LSTM; learning rate 0.01"."""
    more = len(found) - _MOST_CHANGES
    return "; ".join([*found[:_MOST_CHANGES], *([f"{more} more"] if more > 0 else [])])


def name(run: KeptRun, before: KeptRun | None, names: dict[int, str]) -> str:
    """What a run is called: by the visitor, or else by what is new about it."""
    return names.get(run.number) or in_short(changes(run, before))


def epochs(run: KeptRun) -> str:
    """How far it has come: "100", or "12 of 100" where it was left, or "12, failed"."""
    if run.problem:
        return f"{run.epochs}, failed"
    return f"{run.epochs}" if run.finished else f"{run.epochs} of {run.settings.epochs}"


def figure(value: float | None, measure: Measure) -> str:
    """A loss or a share; a dash for what there is not."""
    if value is None:
        return "–"
    return percent(value, 1) if measure == "accuracy" else f"{value:.3g}"


def best(run: KeptRun, measure: Measure) -> tuple[str, str]:
    """Its best figure, and the epoch that had it first: "90.0%" and "epoch 37"."""
    found = run.best(measure)
    return (figure(found[1], measure), f"epoch\u00a0{found[2]}") if found else ("–", "")


def beside(run: KeptRun, reference: KeptRun | None, part: Split, measure: Measure) -> str:
    """How much more it is than that of the reference on the same sentences: "+2.5"; empty without one."""
    if reference is None or reference is run or reference.link_name != run.link_name:
        return ""
    own, other = run.figure(part, measure), reference.figure(part, measure)
    if own is None or other is None:
        return ""
    difference = f"{100 * (own - other):+.1f}" if measure == "accuracy" else f"{own - other:+.2g}"
    return difference.replace("-", "−")


def answer(run: KeptRun, sentence: str) -> list[Part]:
    """What a run answers to a sentence, with the weights that it came to; or why it does not."""
    if run.model is None:
        return [no_weights(run)]
    answers = run.answers(sentence)
    if not answers:
        return ["It knows none of the words in the box."]
    told = [joined(bdi(shown(name)), f", {percent(share)}") for name, share in answers]
    return ["Its answer to the sentence in the box: ", joined(*told, between="; "), "."]


def no_weights(run: KeptRun) -> str:
    """Why a run can answer nothing any more, or never could; empty if it can."""
    if run.model:
        return ""
    if run.weights_gone:
        return "Its weights were let go for want of room: it cannot answer any more."
    if run.problem:
        return run.problem
    if run.epochs:
        return "Its weights are in the middle of an epoch, of which no figure tells."
    return "It has not finished an epoch yet."


def let_go(kept: KeptRuns) -> str:
    """What is not there any more for want of room; empty if all is."""
    said = []
    if kept.weights_gone:
        whose = "its" if len(kept.weights_gone) == 1 else "their"
        said.append(
            f"To save memory (at most {BUDGET / 1e6:.0f} MB), the weights of {_runs(kept.weights_gone)} were let go; "
            f"{whose} curves and figures are still here."
        )
    if kept.gone:
        were = "was" if len(kept.gone) == 1 else "were"
        said.append(f"{_runs(kept.gone).capitalize()} {were} let go: at most {MOST_RUNS} are kept.")
    return " ".join(said)


def same(kept: KeptRuns) -> str:
    """That the last run is no entry of its own; empty if it is, or if that which has it is not here any more."""
    here = kept.same in kept.numbers
    return f"The last run was the same as run {kept.same}, to the bit: it is kept once." if here else ""


def deleted(kept: KeptRuns) -> str:
    """That a run can be had back; empty if none can."""
    return f"Run {kept.deleted.run.number} is deleted: Undo brings it back." if kept.deleted else ""


def _runs(numbers: Iterable[int]) -> str:
    """ "run 3", "runs 1 to 4 and 7"."""
    spans: list[list[int]] = []
    for number in sorted(numbers):
        if spans and spans[-1][-1] == number - 1:
            spans[-1][1:] = [number]
        else:
            spans.append([number])
    told = [" to ".join(map(str, span)) if span[-1] - span[0] != 1 else " and ".join(map(str, span)) for span in spans]
    several = len(spans) > 1 or len(spans[0]) > 1
    return f"run{'s' if several else ''} {listed(told)}"
