"""The command ``rnn-playground``: the page on this machine, for this machine; options are those of `streamlit run`."""

import runpy
import sys
from pathlib import Path

_HERE = Path(__file__).resolve().parent
# Streamlit reads the configuration that lies beside the script. Where an installed one lies: see pyproject.toml.
APP = next(file for file in (_HERE / "installed" / "app.py", _HERE.parent / "app.py") if file.is_file())


def main() -> None:
    """Run Streamlit as `python -m streamlit` does. An option that is given wins over the address that is set here."""
    sys.argv = ["streamlit", "run", str(APP), "--server.address=localhost", *sys.argv[1:]]
    runpy.run_module("streamlit", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
