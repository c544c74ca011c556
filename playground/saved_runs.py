"""A run as a model, to be kept in a file, and the run that goes on from one."""

from dataclasses import asdict, replace
from functools import partial

from playground.jobs import Job
from playground.members import Earlier
from playground.pretrained import begun
from playground.results import Results
from playground.runs import Run
from playground.sentences import Sentences
from playground.settings import Settings
from playground.snapshot import Member
from rnn_core import InvalidModel, Params, Training, member_seeds, train
from rnn_core.model_files import SavedModel, SavedNetwork


def at_first() -> dict[str, bool]:
    """What the widgets hold when a page is opened."""
    return {"save_sentences": True}


def saved(run: Run, with_sentences: bool = False) -> SavedModel:
    """A run as it is now; it goes on meanwhile."""
    networks = run.job.saved(with_first=run.settings.vectors != "none")
    model = networks[0].kept.layout.config  # its embedding is as wide as the vectors that it began with
    return SavedModel.of(
        run.dataset, model, run.settings.training, networks, with_sentences, of_networks=run.settings.networks
    )


def settings_of(model: SavedModel) -> Settings:
    """The settings of a run that was saved; vectors that its embedding began with are not in the file."""
    known, given = asdict(model.model) | asdict(model.training), model.networks[0].first is not None
    # Networks that have not begun would begin with vectors that are not here.
    networks = len(model.networks) if given else model.of_networks
    return Settings(**known, networks=networks, vectors="own" if given else "none")


def require_going_on(model: SavedModel) -> None:
    """Raise InvalidModel unless the network that was trained last has all that it takes to go on."""
    if model.networks[-1].state is None:
        raise InvalidModel("The file holds only what the networks answer with, so training cannot go on from it.")


def resumed(sentences: Sentences, model: SavedModel) -> Run:
    """The run that was saved, paused where it was, or at its end.

    Args:
        sentences: those that it was trained on.

    Raises:
        InvalidModel: these are others, or there is nothing to go on from.
        InvalidSetting: the settings are none of this page's.
    """
    require_going_on(model)
    dataset, settings = sentences.dataset, settings_of(model)
    model.require_sentences(dataset)
    *ended, _ = networks = model.networks

    def network(seed: int) -> Training:
        return begun(dataset, replace(settings, seed=seed), None)

    seeds = member_seeds(settings.seed, settings.networks)
    last = networks[-1].seed
    to_come = seeds[seeds.index(last) + 1 :] if last in seeds else []
    earlier = Earlier(
        _first(sentences, model),
        tuple(_member(one) for one in ended),
        tuple(networks[0].curves.records()),
        tuple(networks[-1].curves.records()),
    )
    going_on = model.go_on(dataset, network=len(ended))
    job = Job(going_on, settings.epochs, others=[partial(network, seed) for seed in to_come], earlier=earlier)
    return Run(sentences, settings, job, Results(sentences), loaded=True)


def _first(sentences: Sentences, model: SavedModel) -> Params:
    first = model.networks[0]
    if first.first is not None:
        return first.first
    return train(sentences.dataset, model.model, replace(model.training, seed=first.seed)).params


def _member(network: SavedNetwork) -> Member:
    record = next((record for record in network.curves.records() if record.epoch == network.kept_epoch), None)
    return Member(network.kept, network.kept_epoch, network.epoch, record, network.seed)
