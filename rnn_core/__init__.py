"""Recurrent networks that read sentences and classify them, from scratch in numpy.

    h_t = cell(Wxh x_t + Whh h_{t-1} + bh),  h_0 = 0        y = Why r + by        L = -ln softmax(y)_c

where r is what is read out of the states: the last one, their mean or maximum, or each. The default is the tutorial's
network: one layer of tanh, one-hot words, the last state.

Reading order, the way of the data: text.py (words), batch.py (packing), inputs.py (what a word is to the network),
cells.py and bptt.py (one layer through time, forwards and backwards), readout.py (states to answers and loss),
model.py (all of it, and the gradient), optim.py and schedules.py (one step), train.py (the loop) with dropout.py and
evaluation.py, and records.py (what it tells); ensemble.py (several networks, one answer), answers.py (to sentences
without labels); folds.py and cross_validation.py (every sentence tested once), intervals.py (how sure a share is);
model_files/ (a run in one file); exporters/ (networks taken along).
Beside them: settings.py, config.py and combinations.py (the settings), recipes.py (those that learn people's
sentences), layout.py, params.py, initialise.py and label_counts.py (weights), dataset.py (labelled sentences and their
split), reading/ (files), vectors/ (pretrained embeddings), task_sets.py (sentences made by a rule), report.py (what is
odd about sentences), export.py, packed.py (small sets as text), bundled.py, bundled_sets.py, hand_in/ (what a class
hands in, and whether it is true), estimator/ (for scikit-learn), trace.py (one sentence, word by word), inside/ (one
network opened up), history.py (weights of earlier epochs), gradcheck.py (the proof), __main__.py, options.py,
remedies.py, print_run.py, print_folds.py, saving.py, unfinished.py, classify.py, exporting.py, check.py and
print_checks.py (the terminal), seeds.py, limits.py, errors.py, wording.py, arrays.py, imports.py.
"""

import os

# Before numpy is loaded: matrices this small are quicker on one thread, and how a product is divided among
# threads changes its last bits, so that one seed would not give the same weights on every machine.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from rnn_core.batch import Batch, Corpus, pack, pack_all, pack_unlabelled
from rnn_core.bundled import bundled, bundled_roles
from rnn_core.config import EnsembleConfig, ModelConfig, TrainConfig
from rnn_core.cross_validation import CrossValidation, FoldScore
from rnn_core.dataset import Dataset, Example, split_off
from rnn_core.ensemble import fingerprint_of_all, member_seeds, predict_mean, predict_words_mean
from rnn_core.errors import InvalidDataset, InvalidModel, InvalidSetting, NotApplicable, RnnCoreError, TrainingDiverged
from rnn_core.evaluation import evaluate
from rnn_core.export import to_csv
from rnn_core.folds import Folds, deal
from rnn_core.gradcheck import (
    central_difference_gradients,
    complex_step_gradients,
    relative_errors,
)
from rnn_core.history import History
from rnn_core.initialise import initial_params
from rnn_core.layout import Layout
from rnn_core.model import loss_and_gradients, predict, predict_words
from rnn_core.params import Gradients, Params
from rnn_core.reading import Reading, ReadOptions, Repairs, read, read_draft
from rnn_core.records import Best, EpochRecord, EvaluatedChunk, TrainState, Update
from rnn_core.report import Report, report
from rnn_core.text import TextConfig, Vocabulary, tokenise
from rnn_core.trace import Trace, trace
from rnn_core.train import Training, train

__all__ = [
    "Batch",
    "Best",
    "Corpus",
    "CrossValidation",
    "Dataset",
    "EnsembleConfig",
    "EpochRecord",
    "EvaluatedChunk",
    "Example",
    "FoldScore",
    "Folds",
    "Gradients",
    "History",
    "InvalidDataset",
    "InvalidModel",
    "InvalidSetting",
    "Layout",
    "ModelConfig",
    "NotApplicable",
    "Params",
    "ReadOptions",
    "Reading",
    "Repairs",
    "Report",
    "RnnCoreError",
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
    "deal",
    "evaluate",
    "fingerprint_of_all",
    "initial_params",
    "loss_and_gradients",
    "member_seeds",
    "pack",
    "pack_all",
    "pack_unlabelled",
    "predict",
    "predict_mean",
    "predict_words",
    "predict_words_mean",
    "read",
    "read_draft",
    "relative_errors",
    "report",
    "split_off",
    "to_csv",
    "tokenise",
    "trace",
    "train",
]
