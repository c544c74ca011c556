"""What the documents point at is there: files, headings, commands, versions."""

import re
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from rnn_core import check, classify, exporting
from rnn_core.options import parser
from tests.running import ROOT

DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), ROOT / "data" / "README.md"])


def prose(document: Path) -> str:
    return document.read_text(encoding="utf-8")


def anchors(document: Path) -> set[str]:
    """What GitHub calls the headings of a document in links."""
    headings = re.findall(r"^#+ (.+)$", prose(document), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.relative_to(ROOT).as_posix())
def test_every_link_within_the_repository_leads_somewhere(document):
    for link in re.findall(r"\]\((?!https?:)([^)\s]+)\)", prose(document)):
        path, _, anchor = link.partition("#")
        target = (document.parent / path).resolve() if path else document
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.relative_to(ROOT).as_posix())
def test_every_command_names_a_module_or_file_that_is_there(document):
    for command in re.findall(r"`([^`\n]+)`|^    (\S.*)$", prose(document), re.MULTILINE):
        for module in re.findall(r"python -m ((?:benchmarks|tests|rnn_core)\b[\w.]*)", "".join(command)):
            path = ROOT / module.replace(".", "/")
            assert path.with_suffix(".py").exists() or (path / "__main__.py").exists(), module
        for file in re.findall(r"\b(?:tests|benchmarks)/[\w/]+\.py", "".join(command)):
            assert (ROOT / file).exists(), file


def test_every_option_of_the_terminal_that_is_named_is_one():
    commands = (parser(), classify.parser(), exporting.parser(), check.parser())
    options = {word for command in commands for word in command.format_help().split()}
    named = set(re.findall(r"--[a-z][a-z-]+", prose(ROOT / "docs" / "terminal.md")))
    assert named - {"--output"} <= {option.strip("[],") for option in options}


def test_a_document_is_listed_in_the_index():
    index = prose(ROOT / "docs" / "README.md")
    for document in (ROOT / "docs").glob("*.md"):
        assert document.name == "README.md" or f"]({document.name})" in index, document.name


def test_ruff_before_a_commit_is_one_that_the_gate_admits():
    lines = (ROOT / "requirements-dev.txt").read_text(encoding="utf-8").splitlines()
    admitted = next(Requirement(line) for line in lines if line.startswith("ruff"))
    hook = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    (version,) = re.findall(r"rev: v(\S+)", hook)
    assert version in admitted.specifier
