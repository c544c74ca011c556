"""How well networks learn people's labelled sentences: medians over five seeds and splits of validation.

python -m benchmarks.real_sentences FILE... [--seeds 5] [--share 0.125]

Settings were chosen by the validation accuracy and loss that this prints, never by the test accuracy beside them.
"""

import argparse
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median

from benchmarks.interleaved import machine
from playground import baselines
from playground.suggestions import suggest
from rnn_core import (
    Dataset,
    EpochRecord,
    ModelConfig,
    ReadOptions,
    TextConfig,
    TrainConfig,
    evaluate,
    read_draft,
    train,
)

MODEL = ModelConfig(64, dtype="float32", input="embedding", embedding_size=64, readout="mean")
TRAINING = TrainConfig(
    learning_rate=0.003,
    epochs=60,
    clip_by="norm",
    batch_size=32,
    optimiser="adam",
    weight_decay=1e-5,
    dropout=0.7,
    word_dropout=0.1,
    early_stopping=6,
)
FASTER = replace(TRAINING, learning_rate=0.005)
NETWORKS: dict[str, tuple[ModelConfig, TrainConfig]] = {
    "tanh, mean": (MODEL, TRAINING),
    "tanh, mean, learning rate 0.005": (MODEL, FASTER),
    "tanh, both directions, mean": (replace(MODEL, directions=2), TRAINING),
    "tanh, last state": (replace(MODEL, readout="last"), TRAINING),
    "GRU, both directions, mean": (replace(MODEL, cell="gru", directions=2), TRAINING),
    "GRU, both directions, maximum": (replace(MODEL, cell="gru", directions=2, readout="max"), TRAINING),
    "GRU, last state": (replace(MODEL, cell="gru", readout="last"), TRAINING),
    "LSTM, both directions, mean": (replace(MODEL, cell="lstm", directions=2), TRAINING),
}


def dataset(file: Path, seed: int, share: float) -> Dataset:
    """A file's sentences, words and punctuation, with a validation part chosen by the seed."""
    asked = ReadOptions(text=TextConfig("words", unknown="vector"))
    return read_draft(file.read_bytes(), file.name, asked).dataset(split_seed=seed, validation_share=share)


def figures(data: Dataset, model: ModelConfig, config: TrainConfig) -> tuple[float, float, float, int]:
    """Validation accuracy and loss, test accuracy and epoch of the weights that are kept."""
    run = train(data, model, config)
    records = [event for event in run if isinstance(event, EpochRecord)]
    epoch, params = run.kept
    kept = records[epoch - 1]
    test = evaluate(data, "test", params)[1]
    return kept.validation_accuracy or 0.0, kept.validation_loss or 0.0, test, epoch


def rows(file: Path, seeds: int, share: float) -> Iterator[str]:
    """The rows of the table for one file."""
    splits = [dataset(file, seed, share) for seed in range(seeds)]
    for name, (model, config) in NETWORKS.items():
        found = [figures(data, model, replace(config, seed=seed)) for seed, data in enumerate(splits)]
        accuracy, loss, test, epoch = (median(values) for values in zip(*found, strict=True))
        tests = " ".join(f"{one:.3f}" for _, _, one, _ in found)
        yield f"| {name} | {accuracy:.3f} | {loss:.3f} | {epoch:.0f} | {test:.3f} ({tests}) |"
    plain = dataset(file, 0, 0.0)
    settings = suggest(plain)
    tests = []
    for seed in range(seeds):
        run = train(plain, settings.model, replace(settings.training, seed=seed))
        for _ in run:
            pass
        tests.append(evaluate(plain, "test", run.params)[1])
    yield f"| the page's suggestion, all of train | | | | {median(tests):.3f} |"
    steps = baselines.fit(plain)
    while True:
        try:
            next(steps)
        except StopIteration as done:
            for baseline in done.value:
                yield f"| {baseline.name} | | | | {baseline.accuracy(plain, 'test'):.3f} |"
            return


def main() -> None:
    """Print a table for each file."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("files", nargs="+", type=Path, metavar="FILE")
    asked.add_argument("--seeds", type=int, default=5)
    asked.add_argument("--share", type=float, default=0.125, help="of the training sentences, for validation")
    chosen = asked.parse_args()
    print(machine())
    for file in chosen.files:
        print(f"\n**{file.name}**, medians of {chosen.seeds} seeds\n")
        print("| network | validation accuracy | loss | epoch kept | test accuracy |\n|---|---|---|---|---|")
        for line in rows(file, chosen.seeds, chosen.share):
            print(line, flush=True)


if __name__ == "__main__":
    main()
