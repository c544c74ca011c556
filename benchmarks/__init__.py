"""Where the figures in docs/figures.md come from. Run from the repository's root: `python -m benchmarks.learning`."""
