"""A visitor without a browser who also uploads files, opens tabs and downloads, and remembers every byte it is sent."""

import asyncio
import urllib.parse
import urllib.request
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Common_pb2 import FileUploaderState, UploadedFileInfo
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from benchmarks.records import Order
from benchmarks.websocket_visitor import Visitor


class Carrier(Visitor):
    """One who keeps what came: of the page, and of what was downloaded.

    Attributes:
        got: the bytes of every message.
        downloads: the bytes of every file.
    """

    def __init__(self, url: str, query: str = "", patience: float = 30.0) -> None:
        super().__init__(url, query, patience)
        self.got: list[bytes] = []
        self.downloads: list[bytes] = []
        self._controls: dict[str, Any] = {}  # those of which ShownPage knows nothing, by key
        self._answers: dict[str, Any] = {}  # by what was asked

    @property
    def seen(self) -> bytes:
        """Everything that it has been sent."""
        return b"\n".join([*self.got, *self.downloads])

    async def click(self, key: str) -> Order:
        """Press a button, once it is there."""
        await self.until(lambda: self.page.widget(key) is not None, f"the button {key}")
        return await super().click(key)

    async def set(self, key: str, value: str | float) -> Order:
        """Change what a widget holds, once it is there."""
        await self.until(lambda: self.page.widget(key) is not None, f"the widget {key}")
        return await super().set(key, value)

    async def upload(self, key: str, name: str, data: bytes) -> None:
        """Put a file into an uploader."""
        await self.until(lambda: key in self._controls, f"the uploader {key}")
        request = BackMsg()
        request.file_urls_request.request_id = name
        request.file_urls_request.file_names.append(name)
        request.file_urls_request.session_id = self.session
        (urls,) = (await self._answered(name, request)).file_urls
        await asyncio.to_thread(self._put, urls.upload_url, name, data)
        info = UploadedFileInfo(file_id=urls.file_id, name=name, size=len(data), file_urls=urls)
        widget = self._controls[key].id
        state = FileUploaderState(uploaded_file_info=[info])
        self.page.values[widget] = WidgetState(id=widget, file_uploader_state_value=state)
        await self._do(key, lambda: self._ask())

    async def tab(self, name: str) -> None:
        """Open a tab."""
        widget = self._controls["tabs"].id
        self.page.values[widget] = WidgetState(id=widget, string_value=name)
        await self._do(name, lambda: self._ask())

    async def handed_out(self, key: str) -> str:
        """Press a button that makes a file; where that is to be fetched."""
        while True:
            await self.until(lambda: self._hands_out(key), f"the button {key}")
            request = BackMsg()
            asked = request.backend_operation_request
            asked.request_id, asked.session_id = key, self.session
            asked.deferred_file.file_id = self._controls[key].deferred_file_id
            answer = await self._answered(key, request)
            if not answer.error_msg:  # else the page is being drawn, and the button with it
                return str(answer.deferred_file.url)
            await asyncio.sleep(0.2)

    async def download(self, key: str) -> bytes:
        """Press such a button, and fetch the file."""
        url = urllib.parse.urljoin(self._url, await self.handed_out(key))
        self.downloads.append(await asyncio.to_thread(lambda: urllib.request.urlopen(url).read()))
        return self.downloads[-1]

    def _hands_out(self, key: str) -> bool:
        return key in self._controls and bool(self._controls[key].deferred_file_id)

    def _put(self, path: str, name: str, data: bytes) -> None:
        """What the browser sends: a form with the file, and the token that it was given in a cookie."""
        with urllib.request.urlopen(f"{self._url}/_stcore/health") as page:
            cookie = page.headers["Set-Cookie"].partition(";")[0]
        begin = f'--cut\r\nContent-Disposition: form-data; name="{name}"; filename="{name}"\r\n\r\n'
        headers = {
            "Content-Type": "multipart/form-data; boundary=cut",
            "Cookie": cookie,
            "X-Xsrftoken": cookie.partition("=")[2].strip('"'),
        }
        body = begin.encode() + data + b"\r\n--cut--\r\n"
        url = urllib.parse.urljoin(self._url, path)
        urllib.request.urlopen(urllib.request.Request(url, body, headers, method="PUT")).close()

    async def _answered(self, what: str, request: BackMsg) -> Any:
        self._answers.pop(what, None)
        await self._send(request)
        await self.until(lambda: what in self._answers, f"an answer about {what}")
        return self._answers[what]

    def _take(self, message: ForwardMsg, now: float) -> None:
        self.got.append(message.SerializeToString())
        kind = message.WhichOneof("type")
        if kind == "file_urls_response":
            self._answers[message.file_urls_response.response_id] = message.file_urls_response
            self._news.set()
        elif kind == "backend_operation_response":
            self._answers[message.backend_operation_response.request_id] = message.backend_operation_response
            self._news.set()
        elif kind == "delta":
            self._remember(message.delta)
        super()._take(message, now)

    def _remember(self, delta: Any) -> None:
        if delta.WhichOneof("type") == "add_block":
            found = delta.add_block.tab_container if delta.add_block.HasField("tab_container") else None
        else:
            kind = delta.new_element.WhichOneof("type")
            found = getattr(delta.new_element, kind) if kind in ("file_uploader", "download_button") else None
        if found is not None and found.id:
            self._controls[found.id.split("-", 2)[2]] = found
