"""What the page shows to somebody whose browser gets Streamlit's messages: built from them alone, without a browser."""

import html
import re
from dataclasses import dataclass
from typing import Any

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.NumberInput_pb2 import NumberInput
from streamlit.proto.WidgetStates_pb2 import WidgetState

_TAG = re.compile("<[^>]*>")
_PLACE = re.compile(r"number (\d+) in the queue")


@dataclass
class _Element:
    widget: str  # its id; empty if it is none
    kind: str
    run: str
    fragment: str


@dataclass
class _Cached:
    message: ForwardMsg
    last_used: int


class ShownPage:
    """The elements that stand on the page, what its widgets hold, and the messages that the browser keeps."""

    def __init__(self) -> None:
        self.values: dict[str, WidgetState] = {}  # by widget id
        self.status = ""
        self.exceptions: list[str] = []
        self._elements: dict[tuple[int, ...], _Element] = {}
        self._ids: dict[str, str] = {}
        self._cache: dict[str, _Cached] = {}
        self._runs = 0
        self._run = ""

    def widget(self, key: str) -> str | None:
        """The id of the widget with this key, if it is shown: Streamlit writes "$$ID-hash-key"."""
        found = self._ids.get(key)
        return found if any(element.widget == found for element in self._elements.values()) else None

    def kind(self, widget: str) -> str:
        """What a widget is, as Streamlit's messages name it."""
        return next(element.kind for element in self._elements.values() if element.widget == widget)

    @property
    def playing(self) -> bool:
        """Whether the button reads Pause."""
        return self.widget("pause") is not None

    @property
    def epoch(self) -> int:
        """The epoch in the status line; -1 before there is one."""
        return int(self.status.split()[1]) if self.status else -1

    @property
    def place(self) -> int:
        """The place in the queue that the status line tells; 0 for none."""
        found = _PLACE.search(self.status)
        return int(found[1]) if found else 0

    @property
    def cached(self) -> list[str]:
        """The hashes of the messages that need not be sent again."""
        return list(self._cache)

    def resolve(self, message: ForwardMsg) -> ForwardMsg:
        """A message that only names one that was sent before is replaced by that one."""
        if message.WhichOneof("type") == "ref_hash":
            kept = self._cache[message.ref_hash]
            kept.last_used = self._runs
            whole = ForwardMsg()
            whole.CopyFrom(kept.message)
            whole.metadata.CopyFrom(message.metadata)
            return whole
        if message.metadata.cacheable:
            self._cache.setdefault(message.hash, _Cached(message, self._runs))
        return message

    def begin(self, run: str) -> None:
        """A run of the script begins."""
        self._run = run

    def draw(self, message: ForwardMsg) -> str:
        """One element or block more; the kind of it."""
        path, delta = tuple(message.metadata.delta_path), message.delta
        if delta.WhichOneof("type") != "new_element":
            self._elements.pop(path, None)
            tabs = delta.add_block.tab_container
            if tabs.id:  # a browser says which one is open only once another was clicked
                self._elements[path] = _Element(tabs.id, "tabs", self._run, delta.fragment_id)
                self._ids[tabs.id.split("-", 2)[2]] = tabs.id
            return "block"
        kind = str(delta.new_element.WhichOneof("type"))
        content: Any = getattr(delta.new_element, kind)
        widget = getattr(content, "id", "") if kind in _HELD else ""
        self._elements[path] = _Element(widget, kind, self._run, delta.fragment_id)
        if widget:
            self._ids[widget.split("-", 2)[2]] = widget
            if (held := _HELD[kind]) and (getattr(content, "set_value", False) or widget not in self.values):
                self.values[widget] = held(content)
        elif kind == "html" and 'class="rnn-status' in content.body:
            self.status = " ".join(html.unescape(_TAG.sub(" ", content.body)).split())
            return "status"
        elif kind == "exception":
            self.exceptions.append(f"{content.type}: {content.message}")
        return kind

    def end(self, fragments: list[str], oldest: int) -> None:
        """A run has ended well: what it did not draw again goes, and messages not used for `oldest` runs."""
        gone = [
            path
            for path, element in self._elements.items()
            if element.run != self._run and (not fragments or element.fragment in fragments)
        ]
        widgets = {self._elements.pop(path).widget for path in gone}
        for widget in widgets - {element.widget for element in self._elements.values()}:  # some have only moved
            self.values.pop(widget, None)
        self._runs += 1
        for key, kept in list(self._cache.items()):
            mine = not fragments or kept.message.delta.fragment_id in fragments
            if mine and self._runs - kept.last_used > oldest:
                del self._cache[key]


def _slider(content: Any) -> WidgetState:
    state = WidgetState(id=content.id)
    if content.options:
        state.string_array_value.data.extend(content.raw_value or [content.options[int(n)] for n in content.default])
    else:
        state.double_array_value.data.extend(content.value if content.set_value else content.default)
    return state


def _choices(content: Any) -> WidgetState:
    state = WidgetState(id=content.id)
    chosen = content.raw_values if content.set_value else [content.options[n].content for n in content.default]
    state.string_array_value.data.extend(chosen)
    return state


def _text(content: Any) -> WidgetState:
    return WidgetState(id=content.id, string_value=content.value if content.set_value else content.default)


def _choice(content: Any) -> WidgetState:
    if content.set_value and content.HasField("raw_value"):
        return WidgetState(id=content.id, string_value=content.raw_value)
    if not content.set_value and content.HasField("default"):
        return WidgetState(id=content.id, string_value=content.options[content.default])
    return WidgetState(id=content.id)


def _number(content: Any) -> WidgetState:
    value = content.value if content.set_value else content.default
    if content.data_type == NumberInput.DataType.INT:
        return WidgetState(id=content.id, int_value=int(value))
    return WidgetState(id=content.id, double_value=value)


def _box(content: Any) -> WidgetState:
    return WidgetState(id=content.id, bool_value=content.value if content.set_value else content.default)


# A browser sends with every run what each widget holds, so also what nobody has touched. A button holds nothing.
_HELD: dict[str, Any] = {
    "button": None,
    "button_group": _choices,
    "checkbox": _box,
    "number_input": _number,
    "selectbox": _choice,
    "slider": _slider,
    "text_input": _text,
    "text_area": _text,
}
