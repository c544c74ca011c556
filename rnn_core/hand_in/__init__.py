"""Hand-ins: what a pupil hands in is one small JSON file, which says how a run was made and what it came to.

It holds the link, the settings in full, the sentences (the name of a bundled set, or they themselves, packed), the
fingerprint of the weights and the answers to the lessons' questions. Whoever has it can train the same run again: the
same fingerprint is the proof that it was trained. Reading order: values.py (what is in it), write.py and read.py (the
file), said_in_link.py (whether the link says the same), recompute.py (the run, trained again), judge.py (the verdict),
several.py (those of a class), lesson_key.py (which answers are right).
"""

from rnn_core.hand_in.read import MOST_HAND_IN_BYTES, read_hand_in
from rnn_core.hand_in.values import Answer, HandedNetwork, HandIn, Point
from rnn_core.hand_in.write import write_hand_in

__all__ = [
    "MOST_HAND_IN_BYTES",
    "Answer",
    "HandIn",
    "HandedNetwork",
    "Point",
    "read_hand_in",
    "write_hand_in",
]
