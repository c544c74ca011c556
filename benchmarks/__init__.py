"""Where the README's figures come from. Run from the repository's root: `python -m benchmarks.learning`."""
