"""What every test stands on, set before anything is imported: one BLAS thread, as in the app, and memory in plenty."""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"
os.environ["RNN_PLAYGROUND_MEMORY_MB"] = "100000"  # the tests' own process holds more than a server's
