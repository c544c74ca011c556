"""What the settings in .streamlit/config.toml come to, asked of a server that runs with them."""

import http.client
import json
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from urllib.parse import urlsplit

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from playground.views.model_file import MOST_MB
from rnn_core import limits
from tests.running import ROOT, start_server

UPLOAD = "/_stcore/upload_file/session/file"
SETTINGS = {
    "server.showEmailPrompt": False,
    "server.maxUploadSize": 41,
    "server.maxMessageSize": 20,
    "server.disconnectedSessionTTL": 120,
    "server.enableXsrfProtection": True,
    "server.enableCORS": True,
    "server.enableStaticServing": False,
    "runner.postScriptGC": False,
    "runner.fastReruns": False,
    "client.showErrorDetails": "none",
    "client.toolbarMode": "viewer",
    "browser.gatherUsageStats": False,
}
# What Streamlit itself holds after it has read the file as `streamlit run` does; the hidden options too.
ASK = """
import json, sys
from streamlit import config
config.get_config_options(force_reparse=True)
print(json.dumps({name: config.get_option(name) for name in sys.argv[1:]}))
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    running = start_server(tmp_path_factory.mktemp("settings") / "log.txt")
    yield running
    running.stop()


def ask(server, method: str, path: str, body: bytes | None = None, **headers: str):
    """One request as it is written here, dots and all: the status, the headers and the body of the answer."""
    connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=10)
    connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    found = answer.status, answer.headers, b"" if answer.status == 101 else answer.read()
    connection.close()
    return found


def knock(server, origin: str) -> int:
    """What a page of some origin is answered that asks for the connection of a session."""
    wanted = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec_WebSocket_Version": "13"}
    key = "MDEyMzQ1Njc4OWFiY2RlZg=="
    return ask(server, "GET", "/_stcore/stream", Origin=origin, Sec_WebSocket_Key=key, **wanted)[0]


@contextmanager
def listening(server) -> Iterator[list[ForwardMsg]]:
    """Open the page as a browser does; everything that the server says until the page is drawn."""
    url = server.url.replace("http", "ws") + "/_stcore/stream"
    said = []
    with connect(url, origin=server.url, subprotocols=["streamlit"], max_size=None) as session:
        session.send(BackMsg(rerun_script=ClientState()).SerializeToString())
        while not (said and said[-1].WhichOneof("type") == "script_finished"):
            said.append(ForwardMsg.FromString(session.recv(timeout=20)))
        yield said


def begun(said: list[ForwardMsg]):
    """What a browser is told first."""
    return next(message.new_session for message in said if message.WhichOneof("type") == "new_session")


def upload(server, size: int, session: str, token: bool = True) -> int:
    """What a file of so many bytes is answered, with the token of the page or without."""
    _, headers, _ = ask(server, "GET", "/_stcore/health")
    cookie = SimpleCookie(headers["Set-Cookie"])["_streamlit_xsrf"].value
    extra = {"Cookie": f"_streamlit_xsrf={cookie}", **({"X_Xsrftoken": cookie} if token else {})}
    body = b'--x\r\nContent-Disposition: form-data; name="f"; filename="f.csv"\r\n\r\n' + bytes(size) + b"\r\n--x--\r\n"
    path = f"/_stcore/upload_file/{session}/{uuid.uuid4()}"
    return ask(server, "PUT", path, body, Content_Type="multipart/form-data; boundary=x", **extra)[0]


def test_it_starts_without_a_question_and_without_a_warning(server):
    assert ask(server, "GET", "/_stcore/health")[2] == b"ok"
    assert server.log() == ""


def test_streamlit_holds_every_setting_of_the_file():
    command = [sys.executable, "-c", ASK, *SETTINGS]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    assert json.loads(told.stdout) == SETTINGS
    assert told.stderr == ""


def test_an_upload_without_the_token_of_the_page_or_of_nobody_or_too_large_is_refused(server):
    with listening(server) as said:
        session = begun(said).initialize.session_id
        assert upload(server, 10, session, token=False) == 403
        assert upload(server, 10, str(uuid.uuid4())) == 400
        assert upload(server, 41 * 2**20, session) == 413
        assert upload(server, max(limits.MAX_FILE_BYTES, MOST_MB * 2**20), session) == 204


def test_a_browser_is_told_to_count_nothing_and_to_show_no_tools(server):
    with listening(server) as said:
        assert not begun(said).config.gather_usage_stats
        assert begun(said).config.toolbar_mode == begun(said).config.ToolbarMode.VIEWER


def test_a_visitor_is_told_nothing_of_what_went_wrong(tmp_path):
    (tmp_path / "app.py").write_text("raise ValueError('a secret of the machine')")
    shutil.copytree(ROOT / ".streamlit", tmp_path / ".streamlit")
    server = start_server(tmp_path / "log.txt", folder=tmp_path)
    try:
        with listening(server) as said:
            assert any(message.delta.new_element.HasField("exception") for message in said)
            assert not any(b"secret" in message.SerializeToString() for message in said)
        assert "a secret of the machine" in server.log()
    finally:
        server.stop()


@pytest.mark.parametrize("origin", ["http://x.example", "http://127.0.0.1.x.example", "null"])
def test_a_page_of_another_origin_gets_no_session_and_may_read_nothing(server, origin):
    assert knock(server, origin) == 403
    for method, path in (("GET", "/_stcore/health"), ("GET", "/_stcore/host-config"), ("OPTIONS", UPLOAD)):
        assert ask(server, method, path, Origin=origin)[1]["Access-Control-Allow-Origin"] not in ("*", origin)


def test_its_own_page_gets_a_session(server):
    assert knock(server, server.url) == 101


@pytest.mark.parametrize(
    "path",
    [
        "/../../../../etc/passwd",
        "/static/../../../../app.py",
        "/static/%2e%2e/%2e%2e/app.py",
        "/static/..%2f..%2fapp.py",
        "/%2e%2e/app.py",
        "//etc/passwd",
        "/app.py",
        "/.streamlit/config.toml",
        "/app/static/app.py",
        "/app/static/../../app.py",
        "/media/../app.py",
        "/_stcore/../app.py",
        "/component/x/../../app.py",
        UPLOAD,
    ],
)
def test_no_path_leads_to_a_file_of_the_machine(server, path):
    """A path that Streamlit does not know is answered with the empty page itself."""
    status, _, body = ask(server, "GET", path)
    assert status in (301, 400, 403, 404, 405) or (status, body) == (200, ask(server, "GET", "/")[2]), body
