"""What every test stands on: one BLAS thread, as in the app, set before numpy is imported."""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"
