"""The network as scikit-learn knows its models, so that its searches and those of joblib's back ends run it.

    from rnn_core.estimator import RNNClassifier

Reading order: given.py (sentences and labels as people hand them over), asked.py (what the parameters mean), parts.py
(the sentences of one call as a dataset), one_thread.py (the same bits in every process), runs.py (training),
classifier.py. Nothing else in the core imports this, for it imports scikit-learn.
"""

from rnn_core.estimator.classifier import RNNClassifier

__all__ = ["RNNClassifier"]
