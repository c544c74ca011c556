"""The command `rnn-playground`. `python -m benchmarks.installed` installs it and opens its page; the gate runs that."""

import runpy
import sys
import tomllib

from playground import __main__ as command


def streamlit_options(monkeypatch, *given: str) -> list[str]:
    """What Streamlit is started with when the command is called with these."""
    started = []
    monkeypatch.setattr(sys, "argv", ["rnn-playground", *given])
    monkeypatch.setattr(runpy, "run_module", lambda name, **_: started.append([name, *sys.argv[1:]]))
    command.main()
    return started[0]


def test_it_starts_the_page_on_this_machine_alone(monkeypatch):
    assert streamlit_options(monkeypatch) == ["streamlit", "run", str(command.APP), "--server.address=localhost"]
    assert "st.set_page_config" in command.APP.read_text(encoding="utf-8")


def test_its_options_go_on_to_streamlit_behind_ours_so_that_they_win(monkeypatch):
    given = ["--server.port", "8600", "--server.address", "0.0.0.0"]
    assert streamlit_options(monkeypatch, *given)[-5:] == ["--server.address=localhost", *given]


def test_the_configuration_lies_beside_the_page_where_streamlit_looks_for_it():
    file = command.APP.parent / ".streamlit" / "config.toml"
    assert tomllib.loads(file.read_text(encoding="utf-8"))["server"]["showEmailPrompt"] is False
