"""The check of licences: what it takes for permissive, and what it leaves to a person."""

from importlib.metadata import Distribution

import pytest

from benchmarks.dependencies import is_permissive, licence, needed, verdict


class Package(Distribution):
    """A package that declares a licence."""

    def __init__(self, *declared: str) -> None:
        self._metadata = "\n".join(["Metadata-Version: 2.1", "Name: it", "Version: 1", *declared])

    def read_text(self, filename):
        return self._metadata if filename == "METADATA" else None

    def locate_file(self, path):
        raise AssertionError("it has no files")


@pytest.mark.parametrize("expression", ["MIT", "BSD-3-Clause AND Zlib", "GPL-3.0-only OR MIT"])
def test_a_permissive_licence_is_fine(expression):
    assert verdict("it", Package(f"License-Expression: {expression}")) == (True, "fine")


@pytest.mark.parametrize(
    "declared",
    [
        "License-Expression: MIT AND GPL-3.0-only",
        "License: LGPL",
        "License-Expression: MPL-2.0",
        "License: UNKNOWN",
        "Summary: it",
    ],
)
def test_copyleft_and_what_is_not_known_are_left_to_a_person(declared):
    fine, reason = verdict("it", Package(declared))
    assert not fine and "LOOK INTO THIS" in reason


def test_a_text_or_a_classifier_tells_the_licence_where_no_expression_does():
    assert licence(Package("License: Apache License, Version 2.0")) == "Apache-2.0"
    assert (
        licence(Package(f"License: {'Copyright by many ' * 9}", "Classifier: License :: OSI Approved :: BSD License"))
        == "BSD"
    )
    assert not is_permissive("MIT WITH something") and not is_permissive("")


def test_what_a_requirement_needs_is_followed_to_the_end():
    found = needed(["streamlit>=1"])
    assert {"streamlit", "altair", "jinja2", "markupsafe", "certifi"} <= set(found)
    assert "pytest" not in found
