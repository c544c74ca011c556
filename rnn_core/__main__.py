"""Train in the terminal: ``python -m rnn_core [FILE]``.

The same options and defaults as the page. FILE is CSV with columns sentence, label and, if wanted, split;
without FILE the bundled sentences are used.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn, get_args

from rnn_core.bptt import GradientRule
from rnn_core.dataset import Dataset, bundled, read_csv, shown
from rnn_core.errors import RnnCoreError
from rnn_core.model import Dtype, Initialisation, ModelConfig
from rnn_core.records import EpochRecord
from rnn_core.train import TrainConfig, train

REPORT_EVERY = 100  # epochs


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """One line on stderr, without the usage that argparse puts before it."""
        self.exit(2, f"{self.prog}: {' '.join(message.split())}\n")


def _parser() -> argparse.ArgumentParser:
    model, training = ModelConfig(), TrainConfig()
    parser = _Parser(prog="python -m rnn_core", description="Train the recurrent network in the terminal.")
    add = parser.add_argument
    add("file", nargs="?", metavar="FILE", help="CSV: sentence, label and, if wanted, split (train, test)")
    add("--hidden-size", type=int, default=model.hidden_size, help="hidden units (default %(default)s)")
    add("--learning-rate", type=float, default=training.learning_rate, help="(default %(default)s)")
    add("--epochs", type=int, default=training.epochs, help="(default %(default)s)")
    add("--clip", type=float, default=training.clip, help="threshold, 0 = no clipping (default %(default)s)")
    add("--clip-by", choices=("value", "norm"), default=training.clip_by, help="(default %(default)s)")
    add("--batch-size", type=int, default=training.batch_size, help="(default %(default)s)")
    add("--initialisation", choices=get_args(Initialisation), default=model.initialisation)
    add("--gradient", choices=get_args(GradientRule), default=training.gradient)
    add("--dtype", choices=get_args(Dtype), default=model.dtype)
    add("--seed", type=int, default=training.seed, help="(default %(default)s)")
    add("--json", action="store_true", help="JSON Lines: one object per epoch, then a summary")
    return parser


def _configs(options: argparse.Namespace) -> tuple[ModelConfig, TrainConfig]:
    model = ModelConfig(options.hidden_size, options.initialisation, options.dtype)
    no_clip = options.clip == 0
    training = TrainConfig(
        learning_rate=options.learning_rate,
        epochs=options.epochs,
        clip_by="none" if no_clip else options.clip_by,
        clip=TrainConfig.clip if no_clip else options.clip,
        batch_size=options.batch_size,
        gradient=options.gradient,
        seed=options.seed,
    )
    return model, training


def _dataset(file: str | None, seed: int) -> Dataset:
    return bundled() if file is None else read_csv(Path(file).read_bytes(), Path(file).name, seed)


def _as_json(record: EpochRecord) -> dict[str, Any]:
    names = ("epoch", "train_loss", "train_accuracy", "test_loss", "test_accuracy")
    return {name: getattr(record, name) for name in names}


def _as_line(record: EpochRecord) -> str:
    line = f"epoch {record.epoch:>5}  train loss {record.train_loss:.3f} accuracy {record.train_accuracy:.3f}"
    if record.test_loss is not None:
        line += f"  test loss {record.test_loss:.3f} accuracy {record.test_accuracy:.3f}"
    return line


def main(arguments: Sequence[str] | None = None) -> int:
    """Train and report on stdout; 0 if the run finished, 2 with one line on stderr if it did not."""
    options = _parser().parse_args(arguments)
    try:
        model_config, train_config = _configs(options)
        dataset = _dataset(options.file, options.seed)
        training = train(dataset, model_config, train_config)
        for event in training:
            if not isinstance(event, EpochRecord):
                continue
            if options.json:
                print(json.dumps(_as_json(event)), flush=True)
            elif event.epoch % REPORT_EVERY == 0 or event.epoch == train_config.epochs:
                print(_as_line(event), flush=True)
    except BrokenPipeError:  # the reader (head, say) has seen enough
        sys.stderr.close()
        return 0
    except OSError as error:
        return _refuse(f"{shown(options.file, 200)}: {error.strerror or error}")
    except (RnnCoreError, ValueError) as error:
        return _refuse(str(error))
    fingerprint = training.params.fingerprint()
    if options.json:
        summary = {
            "train_sentences": len(dataset.part("train")),
            "test_sentences": len(dataset.part("test")),
            "words": len(dataset.vocabulary),
            "classes": list(dataset.classes),
            "fingerprint": fingerprint,
        }
        print(json.dumps(summary))
    else:
        print(f"fingerprint {fingerprint}")
    return 0


def _refuse(message: str) -> int:
    print(f"python -m rnn_core: {' '.join(message.split())}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
