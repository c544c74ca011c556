"""Rehearse `pip install`: build the wheel, install it alone in a new environment, use it from an unrelated folder.

python -m benchmarks.installed
"""

import asyncio
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.websocket_visitor import Visitor
from tests.running import ROOT, start_server


async def _visit(url: str) -> str:
    """Open the page, press Play, and tell what the page says once a few epochs have passed."""
    visitor = await Visitor(url).open()
    await visitor.click("play")
    await visitor.until(lambda: visitor.page.epoch > 3, "epochs to pass")
    said = visitor.page.status
    await visitor.leave()
    if visitor.errors:
        raise SystemExit("\n".join(visitor.errors))
    return said


def main() -> None:
    """Train in the terminal, then on the page that `rnn-playground` starts; end with an error if one complains."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        unrelated = folder / "unrelated"
        unrelated.mkdir()
        subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
        programs = folder / "venv" / "bin"
        pip = [programs / "pip", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "wheel", "--no-deps", "--wheel-dir", folder, ROOT], check=True)
        subprocess.run([*pip, "install", *folder.glob("*.whl")], check=True)

        subprocess.run([programs / "python", "-m", "rnn_core", "--epochs", "3"], cwd=unrelated, check=True)
        server = start_server(folder / "log.txt", folder=unrelated, program=programs / "rnn-playground")
        try:
            print(f"The page of rnn-playground: {asyncio.run(_visit(server.url))}")
        finally:
            server.stop()
        if log := server.log():
            raise SystemExit(f"Server log: {log}")
        print("Server log: clean")


if __name__ == "__main__":
    main()
