"""A running `streamlit run app.py` of this machine, and what can be asked of it from outside."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# `python -m streamlit ...` that writes into a file, whenever it is sent SIGUSR1, what it holds once everything that
# nobody needs has been collected. The stacks are printed by a call that keeps the interpreter's lock until it is done:
# faulthandler.register prints them while the other threads run on, and brings a server that trains at full speed down
# (about one dump in 20); the traceback module lets the lock go midway and loses what returns meanwhile (one in 30).
STREAMLIT_THAT_TELLS = """
import collections, faulthandler, gc, json, os, psutil, runpy, signal, sys, threading

def look(*_):
    with open(held + ".stacks", "w") as file:
        faulthandler.dump_traceback(file, all_threads=True)
    gc.collect()
    kinds = collections.Counter(f"{type(thing).__module__}.{type(thing).__qualname__}" for thing in gc.get_objects())
    ours = ("playground.", "rnn_core.", "streamlit.runtime.app_session.")
    heap = psutil.heap_info()
    seen = {
        "bytes": psutil.Process().memory_info().rss,
        "heap": heap.heap_used + heap.mmap_used,
        "blocks": sys.getallocatedblocks(),
        "threads": sorted(thread.name for thread in threading.enumerate()),
        "stacks": open(held + ".stacks").read().split("\\n\\n"),
        "objects": {kind: count for kind, count in kinds.items() if kind.startswith(ours)},
    }
    with open(held + ".new", "w") as file:
        json.dump(seen, file)
    os.replace(held + ".new", held)

held = sys.argv.pop(1)
signal.signal(signal.SIGUSR1, look)
runpy.run_module("streamlit", run_name="__main__", alter_sys=True)
"""

# A window that is closed while the server sends to it makes Streamlit 1.67 close that connection once more, and
# uvicorn logs the refusal: a traceback of theirs alone, from "is not connected" to "has been sent".
CLOSED_WHILE_SENDING = re.compile(
    r"Exception in ASGI application\nTraceback \(most recent call last\):\n"
    r"(?:  .*\n)+.*WebSocket is not connected\..*\n"
    r"\nDuring handling of the above exception, another exception occurred:\n\nTraceback \(most recent call last\):\n"
    r"(?:  .*\n)*  .*starlette_websocket\.py.*, in _websocket_endpoint\n    await websocket\.close\(\)\n"
    r"(?:  .*\n)+.*Cannot call \"send\" once a close message has been sent\.(?:\n|$)"
)


@dataclass(frozen=True)
class Held:
    """What a server's process holds at one moment."""

    bytes: int  # of memory
    heap: int  # bytes that are in use of what the C library has given out: arrays, buffers, large objects
    blocks: int  # small pieces in use, which Python takes from memory of its own
    threads: list[str]  # their names
    stacks: list[str]  # where each of them is
    objects: dict[str, int]  # how many of each kind, by its full name; of the app's kinds only

    def threads_in(self, place: str) -> int:
        """How many threads are somewhere inside this file or folder."""
        return sum(place in stack for stack in self.stacks)


@dataclass(frozen=True)
class Server:
    """A running `streamlit run app.py`."""

    process: subprocess.Popen[bytes]
    url: str
    log_file: Path
    held_file: Path

    def log(self) -> str:
        """What it has printed so far, without the lines of a normal start and of a window closed amid sending."""
        normal = ("You can now view", "URL:", "Uvicorn server started", "Stopping...")
        lines = CLOSED_WHILE_SENDING.sub("", self.log_file.read_text(encoding="utf-8")).splitlines()
        return "\n".join(line for line in lines if line.strip() and not any(part in line for part in normal))

    def peak_megabytes(self) -> float:
        """The most memory its process has held at once (Linux)."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("VmHWM:")[1].split()[0]) / 1024

    def stop(self) -> None:
        """End the server."""
        self.process.terminate()
        self.process.wait(120)

    def check_alive(self) -> None:
        """Say so where it ended by itself: whoever asks it for a page sees a refused connection only."""
        if self.process.poll() is not None:
            raise RuntimeError(f"the server ended with {self.process.returncode}: {self.log_file.read_text()}")

    def held(self) -> Held:
        """What it holds after a full garbage collection (Linux)."""
        self.held_file.unlink(missing_ok=True)
        self.process.send_signal(signal.SIGUSR1)
        for _ in range(600):
            self.check_alive()
            if self.held_file.exists():
                return Held(**json.loads(self.held_file.read_text()))
            time.sleep(0.05)
        raise RuntimeError("the server does not tell what it holds")

    def pin(self, cores: int) -> None:
        """Let it run on the first so many cores only (Linux)."""
        for thread in Path(f"/proc/{self.process.pid}/task").iterdir():
            os.sched_setaffinity(int(thread.name), range(cores))

    def cpu_seconds(self) -> float:
        """CPU time its process has used (Linux)."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def start_server(
    log_file: Path,
    python: str = sys.executable,
    folder: Path = ROOT,
    options: Sequence[str] = (),
    port: int = 0,
    program: Path | None = None,
) -> Server:
    """Start the app in a folder and wait until it answers: on a free port of this machine, if none is given.

    Args:
        program: starts it in the place of Python and `streamlit run app.py`; then it cannot tell what it holds.
    """
    with socket.socket() as free:
        free.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        free.bind(("127.0.0.1", port))
        port = free.getsockname()[1]
    held_file = log_file.with_suffix(".held")
    telling = [python, "-c", STREAMLIT_THAT_TELLS, str(held_file), "run", "app.py"]
    command = [*([str(program)] if program else telling), "--server.headless=true", *options]
    # Nobody edits the code meanwhile, and the watcher logs an error when a window is closed while a file changes.
    command += [f"--server.port={port}", "--server.address=127.0.0.1", "--server.fileWatcherType=none"]
    with log_file.open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=subprocess.STDOUT)
    url = f"http://127.0.0.1:{port}"
    for _ in range(300):
        try:
            urllib.request.urlopen(f"{url}/_stcore/health", timeout=5)
            return Server(process, url, log_file, held_file)
        except OSError:
            time.sleep(0.1)
    process.kill()
    raise RuntimeError(f"the server did not start: {log_file.read_text()}")
