"""A visitor without a browser: speaks to the server over Streamlit's websocket, in Streamlit's own messages.

What the browser (Streamlit 1.67) does is done here: it sends what every widget holds with each run it asks for, tells
which messages it has kept, asks again for the parts that draw themselves anew, and takes up a session after a cut
by naming it in the handshake. So fifty of these cost the server what fifty windows cost, and this process little.
"""

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from benchmarks.asking import asking
from benchmarks.playing_time import PlayingTime
from benchmarks.records import Order, Records
from benchmarks.shown_page import ShownPage

_EARLY = ForwardMsg.ScriptFinishedStatus.FINISHED_EARLY_FOR_RERUN
_OLDEST_CACHED = 2  # runs; Streamlit's own setting, sent to the browser


class Visitor:
    """One person with a window of their own.

    Args:
        url: of the server.
        query: the address after the question mark.
        patience: seconds to wait for an answer until that is an error.
    """

    def __init__(self, url: str, query: str = "", patience: float = 30.0) -> None:
        self.page = ShownPage()
        self.records = Records()
        self.playing_time = PlayingTime()
        self.errors: list[str] = []
        self.session = ""
        self.query = query
        self._url, self._patience = url, patience
        self._socket: ClientConnection | None = None
        self._reader: asyncio.Task[None] | None = None
        self._news = asyncio.Event()
        self._leaving = False
        self._timers: dict[str, tuple[float, asyncio.Task[None]]] = {}
        self._asked: defaultdict[str, list[float]] = defaultdict(list)  # when, by fragment; not begun yet
        self._running: list[float] = []  # when the ticks were asked for that the present run answers
        self._fragments: list[str] = []  # of the present run; none if it is one of the whole page
        self._page_hash = ""
        self._order: Order | None = None

    async def open(self) -> Self:
        """Open the window, or connect again after a cut as the browser does, and wait for the page."""
        # In the place of subprotocols stand a token, which only matters with a login, and the session to take up.
        protocols = ["streamlit", "PLACEHOLDER_AUTH_TOKEN", *([self.session] if self.session else [])]
        self._leaving = False
        self._socket = await connect(
            f"{self._url.replace('http', 'ws', 1)}/_stcore/stream",
            subprotocols=protocols,  # type: ignore[arg-type]
            origin=self._url,  # type: ignore[arg-type]
            max_size=None,
            ping_interval=None,  # the server asks
            open_timeout=self._patience,
        )
        self._reader = asyncio.create_task(self._read(self._socket))
        await self._do("open", lambda: self._ask())
        return self

    async def click(self, key: str) -> Order:
        """Press the button with this key and wait for the answer."""
        if (widget := self.page.widget(key)) is None:
            raise LookupError(f"no button {key} is shown")
        return await self._do(key, lambda: self._ask(WidgetState(id=widget, trigger_value=True)))

    async def set(self, key: str, value: str | float) -> Order:
        """Type into a box, or move a slider or a choice to what it calls this value; wait for the answer."""
        if (widget := self.page.widget(key)) is None:
            raise LookupError(f"no widget {key} is shown")
        state = self.page.values.setdefault(widget, WidgetState(id=widget))
        match state.WhichOneof("value"):
            case "string_array_value":
                state.string_array_value.data[:] = [str(value)]
            case "double_array_value":
                state.double_array_value.data[:] = [float(value)]
            case "int_value":
                state.int_value = int(value)
            case "bool_value":
                state.bool_value = bool(value)
            case _:
                state.string_value = str(value)
        return await self._do(key, lambda: self._ask())

    async def until(self, holds: Callable[[], bool], what: str) -> None:
        """Wait until the page is so.

        Raises:
            TimeoutError: that took longer than this visitor's patience, or the connection has ended.
        """
        end = time.perf_counter() + self._patience
        while not holds():
            self._news.clear()
            left = end - time.perf_counter()
            if left <= 0 or self._reader is None or self._reader.done():
                self.errors.append(f"waited in vain for {what}; {self._seen()}")
                raise TimeoutError(self.errors[-1])
            try:
                await asyncio.wait_for(self._news.wait(), left)
            except TimeoutError:
                continue

    def _seen(self) -> str:
        order, button = self._order, "Pause" if self.page.playing else "Play"
        heard = (
            f"a run of the page begun: {order.started}, button changed: {order.changed is not None}; " if order else ""
        )
        return f"{heard}the button reads {button}, the page says: {self.page.status}"

    async def leave(self) -> None:
        """Close the window."""
        self._leaving = True
        if self._socket:
            await self._socket.close()
        await self._gone()

    async def cut(self) -> None:
        """Lose the connection without a word of farewell; `open` takes it up again."""
        self._leaving = True
        if self._socket:
            self._socket.transport.abort()
        await self._gone()

    def measure_from_now(self) -> None:
        """Forget what was measured so far; errors are kept."""
        self.records = Records()
        self.playing_time.restart(time.perf_counter())

    async def _gone(self) -> None:
        self._stop_ticking()
        if self._reader:
            await asyncio.wait([self._reader])

    async def _do(self, key: str, ask: Callable[[], BackMsg]) -> Order:
        order = self._order = Order(key, time.perf_counter(), self.page.playing)
        await self._send(ask())
        await self.until(lambda: order.finished is not None, f"the answer to {key}")
        self._order = None
        self.records.clicks.append(order)
        return order

    def _ask(self, trigger: WidgetState | None = None, fragment: str = "") -> BackMsg:
        return asking(self.page, self._url, self.query, self._page_hash, trigger, fragment)

    async def _send(self, message: BackMsg) -> None:
        assert self._socket
        await self._socket.send(message.SerializeToString())

    async def _read(self, socket: ClientConnection) -> None:
        try:
            async for data in socket:
                message = ForwardMsg()
                message.ParseFromString(data)
                self._take(self.page.resolve(message), time.perf_counter())
        except WebSocketException as error:
            if not self._leaving:
                self.errors.append(f"the connection broke: {error}")
        except Exception as error:
            self.errors.append(f"a message was not understood: {error!r}")
            raise
        else:
            if not self._leaving:
                self.errors.append("the server closed the connection")
        finally:
            self._stop_ticking()
            self._news.set()

    def _take(self, message: ForwardMsg, now: float) -> None:
        """What the browser does with a message, as far as it matters here."""
        kind = message.WhichOneof("type")
        if kind == "delta":
            self._drawn(self.page.draw(message), now)
        elif kind == "new_session":
            self._begun(message)
        elif kind == "script_finished":
            self._finished(message, now)
        elif kind == "auto_rerun":
            self._tick_every(message.auto_rerun.interval, message.auto_rerun.fragment_id)
        elif kind == "stop_auto_rerun":
            for fragment in message.stop_auto_rerun.fragment_ids:
                self._stop_ticking(fragment)
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "session_event" and message.session_event.HasField("script_compilation_exception"):
            self.errors.append("the script does not compile")

    def _drawn(self, kind: str, now: float) -> None:
        if kind == "button":
            playing, order = self.page.playing, self._order
            self.playing_time.button(now, playing)
            if order and order.started and order.changed is None and playing != order.was_playing:
                order.changed = now
        elif kind == "status":
            self.playing_time.status(now, self.page.epoch, self.page.playing, self.page.place)
        elif kind == "exception":
            self.errors.append(f"the page shows {self.page.exceptions[-1]}")
        self._news.set()

    def _begun(self, message: ForwardMsg) -> None:
        self.session = message.new_session.initialize.session_id
        self._page_hash = message.new_session.page_script_hash
        self._fragments = list(message.metadata.run.fragment_ids)
        self.page.begin(message.metadata.run.script_run_id)
        if self._fragments:
            self._running = [asked for fragment in self._fragments for asked in self._asked.pop(fragment, [])]
        else:
            self._asked.clear()
            self._running = []
            self._stop_ticking()
            if self._order:
                self._order.started = True

    def _finished(self, message: ForwardMsg, now: float) -> None:
        self.records.ticks.extend(now - asked for asked in self._running)
        self._running = []
        if message.script_finished == _EARLY:
            return  # another run follows at once; a part was drawn to its end nevertheless
        fragments = list(message.metadata.run.fragment_ids)
        self.page.end(fragments, _OLDEST_CACHED)
        if (order := self._order) and order.started and order.finished is None:
            # A tick that lands as a run of the whole page ends can swallow its last word; what it drew has come.
            order.swallowed = bool(fragments)
            order.finished = now
        self._news.set()

    def _tick_every(self, interval: float, fragment: str) -> None:
        if fragment in self._timers and self._timers[fragment][0] == interval:
            return
        self._stop_ticking(fragment)
        self._timers[fragment] = (interval, asyncio.create_task(self._tick(interval, fragment)))

    async def _tick(self, interval: float, fragment: str) -> None:
        due = time.perf_counter()
        while True:
            due = max(due + interval, time.perf_counter())
            await asyncio.sleep(due - time.perf_counter())
            self._asked[fragment].append(time.perf_counter())
            try:
                await self._send(self._ask(fragment=fragment))
            except WebSocketException:
                return  # the reader tells

    def _stop_ticking(self, fragment: str | None = None) -> None:
        for name in [fragment] if fragment else list(self._timers):
            if name in self._timers:
                self._timers.pop(name)[1].cancel()
