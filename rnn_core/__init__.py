"""A vanilla recurrent network that reads sentences and classifies them, from scratch in numpy.

    h_t = tanh(Wxh x_t + Whh h_{t-1} + bh),  h_0 = 0        y = Why h_n + by        L = -ln softmax(y)_c

Reading order: text.py (words), batch.py (packing), params.py (weights), cells.py and bptt.py (the network
through time, forwards and backwards), model.py (loss and gradients), optim.py (one step), train.py (the loop)
with word_dropout.py and evaluation.py, and records.py (what it tells). Beside them: dataset.py (labelled
sentences and their split), reading/ (files of them), report.py (what is odd about them), export.py, bundled.py,
trace.py (one sentence, word by word), inside/ (one network opened up), history.py (weights of earlier epochs),
gradcheck.py (the proof), seeds.py, limits.py, errors.py, wording.py.
"""

import os

# Before numpy is loaded: matrices this small are quicker on one thread, and how a product is divided among
# threads changes its last bits, so that one seed would not give the same weights on every machine.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from rnn_core.batch import Batch, Corpus, pack, pack_all
from rnn_core.bundled import bundled, bundled_roles
from rnn_core.dataset import Dataset, Example, split_off_test
from rnn_core.errors import InvalidDataset, InvalidSetting, RnnCoreError, TrainingDiverged
from rnn_core.evaluation import evaluate
from rnn_core.export import to_csv
from rnn_core.gradcheck import (
    central_difference_gradients,
    complex_step_gradients,
    relative_errors,
)
from rnn_core.history import History
from rnn_core.model import ModelConfig, initial_params, loss_and_gradients, predict
from rnn_core.params import Gradients, Params, Shape
from rnn_core.reading import Asked, Reading, Repairs, read, read_draft
from rnn_core.records import Best, EpochRecord, EvaluatedChunk, TrainState, Update
from rnn_core.report import Report, report
from rnn_core.text import TextConfig, Vocabulary, tokenise
from rnn_core.trace import Trace, trace
from rnn_core.train import TrainConfig, Training, train

__all__ = [
    "Asked",
    "Batch",
    "Best",
    "Corpus",
    "Dataset",
    "EpochRecord",
    "EvaluatedChunk",
    "Example",
    "Gradients",
    "History",
    "InvalidDataset",
    "InvalidSetting",
    "ModelConfig",
    "Params",
    "Reading",
    "Repairs",
    "Report",
    "RnnCoreError",
    "Shape",
    "TextConfig",
    "Trace",
    "TrainConfig",
    "TrainState",
    "Training",
    "TrainingDiverged",
    "Update",
    "Vocabulary",
    "bundled",
    "bundled_roles",
    "central_difference_gradients",
    "complex_step_gradients",
    "evaluate",
    "initial_params",
    "loss_and_gradients",
    "pack",
    "pack_all",
    "predict",
    "read",
    "read_draft",
    "relative_errors",
    "report",
    "split_off_test",
    "to_csv",
    "tokenise",
    "trace",
    "train",
]
