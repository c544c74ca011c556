"""Rehearse Streamlit Community Cloud: the committed files, only requirements.txt, Python 3.12 if there is one.

python -m benchmarks.cloud_rehearsal [PYTHON]
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.driving import Visitor, find_chromium, launch
from tests.running import ROOT, start_server


def main() -> None:
    """Install, start, train the default preset, print the peak memory."""
    python = sys.argv[1] if len(sys.argv) > 1 else shutil.which("python3.12") or sys.executable
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        archive = folder / "main.tar"
        subprocess.run(["git", "archive", "-o", str(archive), "HEAD"], cwd=ROOT, check=True)
        app = folder / "app"
        shutil.unpack_archive(archive, app, filter="data")
        subprocess.run([python, "-m", "venv", str(folder / "venv")], check=True)
        installed = folder / "venv" / "bin" / "python"
        pip = [str(installed), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "-r", str(app / "requirements.txt")], check=True)
        version = subprocess.run([str(installed), "--version"], capture_output=True, text=True, check=True).stdout

        server = start_server(folder / "log.txt", str(installed), app)
        browser = launch(playwright, find_chromium())
        one = Visitor(browser, server)
        one.press("Play")
        fingerprint = one.fingerprint()
        one.leave()
        browser.close()
        peak = server.peak_megabytes()
        log = server.log()
        server.stop()
        print(f"{version.strip()}: trained the default preset, fingerprint {fingerprint}")
        print(f"Peak memory {peak:.0f} MB (Community Cloud gives at least 690 MB)")
        print(f"Server log: {log or 'clean'}")


if __name__ == "__main__":
    main()
