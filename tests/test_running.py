"""What a visitor of the tests passes over in the server's log, and what not."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.running import Server

CLOSED = """Exception in ASGI application
Traceback (most recent call last):
  File "streamlit/web/server/starlette/starlette_websocket.py", line 516, in _websocket_endpoint
    data = await websocket.receive_bytes()
starlette.websockets.WebSocketDisconnected: WebSocket is not connected. Need to call "accept" first.

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "uvicorn/protocols/websockets/websockets_sansio_impl.py", line 409, in run_asgi
    result = await self.app(self.scope, self.receive, self.send)
  File "streamlit/web/server/starlette/starlette_websocket.py", line 524, in _websocket_endpoint
    await websocket.close()
  File "starlette/websockets.py", line 187, in close
    raise WebSocketDisconnected('Cannot call "send" once a close message has been sent.')
starlette.websockets.WebSocketDisconnected: Cannot call "send" once a close message has been sent.
"""
OURS = 'Traceback (most recent call last):\n  File "playground/state.py", line 1, in play\nValueError: too large\n'


def logged(text: str, folder: Path) -> str:
    file = folder / "log.txt"
    file.write_text(f"  You can now view your app\n{text}  Stopping...\n", encoding="utf-8")
    return Server(SimpleNamespace(), "", file, file).log()


def test_a_window_closed_while_the_server_sends_is_nothing_wrong(tmp_path):
    assert logged(CLOSED, tmp_path) == ""
    assert logged(CLOSED * 2, tmp_path) == ""


@pytest.mark.parametrize(
    "text",
    [
        OURS,
        CLOSED + OURS,
        OURS + CLOSED,
        CLOSED.replace("await websocket.close()", "await websocket.send_bytes(data)"),
        CLOSED.replace("is not connected", "is tired"),
        CLOSED.replace("starlette_websocket.py", "app.py"),
        CLOSED.replace("has been sent.\n", "was sent.\n"),
    ],
)
def test_every_other_line_is_kept(text, tmp_path):
    kept = logged(text, tmp_path)
    assert ("ValueError: too large" in kept) == ("ValueError" in text)
    assert "Traceback" in kept
