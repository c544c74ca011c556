"""docs/architecture.md is true of the code: each file has a part, and imports follow the arrows of the picture."""

import ast
import re
from functools import cache
from itertools import product

from tests.running import ROOT

PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
PACKAGES = ("rnn_core", "playground")
NAMES = {f"{package}/__init__.py" for package in PACKAGES}  # public names and a docstring: no part of their own


def files() -> set[str]:
    """Every file of the app, from the root."""
    found = {file.relative_to(ROOT).as_posix() for package in PACKAGES for file in (ROOT / package).rglob("*.py")}
    return {"app.py"} | found - NAMES


@cache
def parts() -> dict[str, str]:
    """Which part each file or folder of the page's tables belongs to, by its path from the root."""
    found = {}
    for package in PACKAGES:
        table = PAGE.partition(f"### {package}")[2].partition("\n#")[0]
        for name, where in re.findall(r"^\| \*\*(\w+)\*\* \| (.+?) \|", table, re.MULTILINE):
            found |= dict.fromkeys((f"{package}/{path}" for path in re.findall(r"`([\w/.]+)`", where)), name)
    return found | {"app.py": "app"}


def part(file: str) -> str | None:
    """The part of a file; that of its folder, if it is not named itself."""
    naming = [path for path in parts() if file == path or (path.endswith("/") and file.startswith(path))]
    return parts()[max(naming, key=len)] if naming else None


def arrows() -> set[tuple[str, str]]:
    """The arrows of the picture."""
    picture = PAGE.partition("```mermaid")[2].partition("```")[0]
    return set(re.findall(r"^ *(\w+) --> (\w+)$", picture, re.MULTILINE))


def below(name: str) -> set[str]:
    """Every part that arrows lead to."""
    direct = {end for start, end in arrows() if start == name}
    return direct.union(*map(below, direct))


@cache
def imports() -> set[tuple[str, str]]:
    """Every import of one file by another, each name that rnn_core gives taken for an import of where it is made."""

    def file_of(module: str) -> str | None:
        path = module.replace(".", "/")
        return next((file for file in (f"{path}.py", f"{path}/__init__.py") if (ROOT / file).exists()), None)

    def imported(file: str) -> list[tuple[str, str | None]]:
        """The name and the file of everything that a file imports."""
        found: list[tuple[str, str | None]] = []
        for node in ast.walk(ast.parse((ROOT / file).read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found += [(alias.name, file_of(alias.name)) for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module:
                within = file_of(node.module)
                found += [(alias.name, file_of(f"{node.module}.{alias.name}") or within) for alias in node.names]
        return found

    made = {f"{package}/__init__.py": dict(imported(f"{package}/__init__.py")) for package in PACKAGES}
    return {
        (file, made[end][name] if end in made else end)
        for file in files()
        for name, end in imported(file)
        if end is not None
    }


def test_every_file_has_its_part_and_every_part_its_files():
    assert {file for file in files() if part(file) is None} == set()
    assert {path for path in parts() if not (ROOT / path).exists()} == set()
    assert {name for arrow in arrows() for name in arrow} == set(parts().values())


def test_arrows_never_lead_back():
    assert {name for name in parts().values() if name in below(name)} == set()


def test_a_file_imports_only_from_its_own_part_and_those_that_arrows_lead_to():
    assert {(start, end) for start, end in imports() if part(end) not in {part(start)} | below(part(start))} == set()


def test_every_arrow_is_an_import_and_none_says_what_others_say_already():
    assert arrows() <= {(part(start), part(end)) for start, end in imports()}
    for (start, end), (other, through) in product(arrows(), arrows()):
        assert start != other or through == end or end not in below(through), f"{start} --> {end}"
