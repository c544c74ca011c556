"""Licences and known advisories of everything that `pip install -r requirements.txt` brings along.

    python -m benchmarks.dependencies                # in an environment with pip-audit as well
    python -m benchmarks.dependencies --no-advisories

The licences are those that the installed packages declare, and those of the libraries that a wheel carries, as far as
its licence files name the GNU licences. The advisories are asked by pip-audit (Apache-2.0, of the Python Packaging
Authority). Exit code 0: every licence is permissive or was looked into, and no advisory is known; 1: something was
found; 2: the advisories could not be asked.
"""

import argparse
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent

PERMISSIVE = frozenset(
    "0BSD Apache-2.0 BSD BSD-2-Clause BSD-3-Clause CC0-1.0 CNRI-Python ISC MIT MIT-CMU PSF-2.0 Unlicense Zlib".split()
)
# What older packages write instead of an SPDX expression.
_SPDX = {
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "PSFL": "PSF-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
# Looked into by a person: what is declared that is not permissive, and why it may be used; another one is flagged anew.
_FILES_ONLY = "copyleft of its own files alone, which are used unchanged and not copied into this repository"
LOOKED_INTO = {
    ("certifi", "MPL-2.0"): _FILES_ONLY,
    ("tqdm", "MPL-2.0 AND MIT"): _FILES_ONLY,
}
_GCC = (
    "GCC's run-time libraries in the wheel, under the GCC Runtime Library Exception; libquadmath LGPL, as its own file"
)
# The same for packages whose licence files name a GNU licence.
BUNDLED = {
    "numpy": _GCC,
    "scipy": _GCC,
    "scikit-learn": "GCC's OpenMP library in the wheel, under its Runtime Library Exception",
    "pillow": "of FreeType's two licences its own; of XZ only scripts and build files are GNU, and not in the wheel",
    "pyarrow": "only mentioned: LLVM's exception, for programs that are GPL themselves",
}
_GNU = re.compile(r"GNU (?:LESSER |AFFERO )?GENERAL PUBLIC LICENSE|\b[AL]?GPL-?v?[0-9]")


def needed(requirements: Iterable[str]) -> dict[str, Distribution]:
    """Every installed package that requirements need on this machine, directly or not, by name.

    Raises:
        importlib.metadata.PackageNotFoundError: one of them is not installed.
    """
    found: dict[str, Distribution] = {}
    # With the extras, in which a package can need more.
    waiting = [(Requirement(line), extra) for line in requirements for extra in ("", *Requirement(line).extras)]
    seen = set()
    while waiting:
        requirement, extra = waiting.pop()
        name = canonicalize_name(requirement.name)
        if (name, extra) in seen:
            continue
        seen.add((name, extra))
        found[name] = distribution(requirement.name)
        for line in found[name].requires or []:
            inner = Requirement(line)
            if inner.marker is None or inner.marker.evaluate({"extra": extra}):
                waiting += [(inner, wanted) for wanted in ("", *inner.extras)]
    return dict(sorted(found.items()))


def licence(package: Distribution) -> str:
    """What it declares, as an SPDX expression where that can be told; "" for nothing."""
    declared = package.metadata
    text = declared.get("License-Expression") or declared.get("License") or ""
    if not text or "\n" in text or len(text) > 60:  # some put the whole text there
        classifiers = [c for c in declared.get_all("Classifier") or [] if c.startswith("License :: ")]
        text = " AND ".join(c.split(" :: ")[-1] for c in classifiers)
    return _SPDX.get(text, text)


def is_permissive(expression: str) -> bool:
    """Whether a licence allows everything that this project does; of a choice one is enough."""
    if "(" in expression or " WITH " in expression:
        return False  # for a person to read
    return any(all(part.strip() in PERMISSIVE for part in choice.split(" AND ")) for choice in expression.split(" OR "))


def names_gnu(package: Distribution) -> bool:
    """Whether a licence file of it names a version of a GNU licence."""
    for file in package.files or []:
        if ".dist-info" in str(file) and re.search("licen[cs]e|copying|notice", file.name, re.IGNORECASE):
            path = Path(str(file.locate()))
            if path.is_file() and _GNU.search(path.read_text(encoding="utf-8", errors="replace")):
                return True
    return False


def verdict(name: str, package: Distribution) -> tuple[bool, str]:
    """Whether a package may be used, and why or why not."""
    declared = licence(package)
    reasons = []
    if not is_permissive(declared):
        if (name, declared) not in LOOKED_INTO:
            return False, "LOOK INTO THIS: no permissive licence is declared"
        reasons.append(LOOKED_INTO[name, declared])
    if names_gnu(package):
        if name not in BUNDLED:
            return False, "LOOK INTO THIS: a licence file names a GNU licence"
        reasons.append(BUNDLED[name])
    return True, "fine" + "".join(f"; {reason}" for reason in reasons)


def ask_for_advisories(packages: dict[str, Distribution]) -> int:
    """Let pip-audit ask for advisories on exactly these versions; its exit code, 2 if it could not ask for all."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as pinned:
        pinned.write("".join(f"{name}=={package.version}\n" for name, package in packages.items()))
        pinned.flush()
        options = ["--no-deps", "--disable-pip", "--strict", "--progress-spinner", "off", "-r", pinned.name]
        asked = subprocess.run([sys.executable, "-m", "pip_audit", *options], capture_output=True, text=True)
    said = f"{asked.stdout}\n{asked.stderr}".strip()
    print(said[-2000:])
    if asked.returncode and not re.search(r"^Found \d+ known vulnerabilit", said, re.MULTILINE):
        print("The advisories were NOT asked for all packages. It takes pip-audit and a way to an advisory service.")
        return 2
    return asked.returncode


def main() -> int:
    """Print what was found."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--no-advisories", action="store_true", help="only the licences; nothing is asked outside")
    options = parser.parse_args()
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    packages = needed(line for line in lines if line.strip() and not line.startswith("#"))
    verdicts = {name: verdict(name, package) for name, package in packages.items()}
    print("| package | version | licence | verdict |\n|---|---|---|---|")
    for name, package in packages.items():
        print(f"| {name} | {package.version} | {licence(package) or '-'} | {verdicts[name][1]} |")
    flagged = [name for name, (fine, _) in verdicts.items() if not fine]
    print(f"\n{len(packages)} packages, {len(flagged)} flagged{': ' if flagged else ''}{', '.join(flagged)}.\n")
    advisories = 0 if options.no_advisories else ask_for_advisories(packages)
    return max(advisories, 1 if flagged else 0)


if __name__ == "__main__":
    sys.exit(main())
