"""One network opened up: what it does with a sentence, forwards and backwards, and what it has learned.

Reading order: steps.py (one word's sums, term by term), units.py (what a unit is for), plane.py (states and words in
two dimensions), backwards.py (how strongly each word is told to change), microscope.py (the gradient, checked),
saliency.py (which words decide), behaviour.py and sensitivity.py (does it hold beyond the test sentences?), memory.py
(how long it remembers). All of it asks the engine in bptt.py; nothing here is used by training.
"""
