"""What the page's widgets hold, by key.

Streamlit forgets what a widget held as soon as it is not drawn, and tells a browser of a value that was set from here
only once. So what they hold is kept here as well, given back before each drawing, and told again while a page is young.
Together with opening.py the only file that names st.session_state.
"""

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Any

import streamlit as st

_FIRST_DRAWS = 3  # of a page, in which the browser may still be making it
_ON_ITS_WAY = 1.0  # seconds in which a browser may report what a widget held before it was set from here


@dataclass
class _Late:
    """What a widget held before it was set from here, until when a report of that is late, and since which drawing."""

    value: Any
    until: float
    draws: int


class Widgets:
    """The values of widgets that are asked for by key.

    Args:
        values: what they hold at first.
    """

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = dict(values)
        self._drawn: set[str] = set()  # in the last drawing that came to its end
        self._drawing: set[str] = set()  # since
        self._draws = 0
        self._late: dict[str, _Late] = {}

    def __getitem__(self, key: str) -> Any:
        return self._values[key]

    def get(self, key: str) -> Any:
        """What a widget holds; None if that is not known."""
        return self._values.get(key)

    def held(
        self, key: str, then: Callable[[], None] | None = None, possible: Container[Any] | None = None
    ) -> dict[str, Any]:
        """Arguments for a widget whose value is kept.

        Args:
            then: what else is to be done when it changes.
            possible: the values that it may have, where it offers not always the same.
        """
        self._drawing.add(key)
        return {"key": key, "on_change": self._changed, "args": (key, then, possible)}

    def _changed(self, key: str, then: Callable[[], None] | None, possible: Container[Any] | None) -> None:
        """A browser says that a widget holds something else; with every click it says what all of them hold.

        A click that was made before the browser heard of what was set here reports what was held before, or, of a
        choice that offers others now, something that is none of them. Nobody has chosen that.
        """
        reported, late = st.session_state[key], self._late.get(key)
        if late and reported == late.value and monotonic() < late.until:
            late.draws = self._draws
            st.session_state[key] = self._values[key]
        elif possible is not None and reported not in possible:
            st.session_state[key] = self._values[key]
        else:
            if self._draws <= _FIRST_DRAWS:  # what is told once more then can arrive after it was clicked
                self._late[key] = _Late(self._values.get(key), monotonic() + _ON_ITS_WAY, self._draws)
            self._values[key] = reported
            if then:
                then()

    def set(self, values: Mapping[str, Any]) -> None:
        """Let widgets hold these values, by key."""
        for key, value in values.items():
            # (Tabs are told of another one, but not of the same once more. They come right with the next report.)
            if key != "tabs" and st.session_state.get(key, value) != value:
                self._late[key] = _Late(st.session_state[key], monotonic() + _ON_ITS_WAY, self._draws)
        self._values |= values
        self._give_back()

    def take(self, key: str) -> Any:
        """What a widget holds that is not kept; it holds nothing then."""
        value, st.session_state[key] = st.session_state[key], None
        return value

    def said(self, key: str) -> Any:
        """What a browser says that a widget holds, also before that has been taken over: of two things done at once."""
        return st.session_state.get(key, self._values[key])

    def uploaded(self, key: str) -> Any:
        """The file that a browser has put into an uploader; None if it has taken it out."""
        return st.session_state.get(key)

    def selected(self, key: str, selection: str) -> dict[str, Any]:
        """The fields of what was selected last in a chart; empty if nothing was."""
        found = st.session_state[key].selection.get(selection) or [{}]
        return dict(found[0])

    def forget(self, key: str) -> None:
        """Let a widget begin anew when it is drawn next."""
        self._values.pop(key, None)
        st.session_state.pop(key, None)

    def at_first(self, key: str, value: Any, possible: Container[Any]) -> None:
        """Let a widget that holds none of the possible values begin with this one, which is not kept.

        To be called right before it is drawn.
        """
        if st.session_state.get(key) not in possible:
            st.session_state[key] = value

    def before_drawing(self) -> None:
        """Give widgets what they hold; to be called before any is drawn.

        A value that was set from here is sent with the run that sets it and no other. A click soon after the page was
        opened begins another run before the browser has made the widgets: it then takes them to be at their least. So
        the first few runs say once more that it was set here.
        """
        # What was set before the last drawing, and was not reported otherwise for this one, has arrived.
        self._late = {key: late for key, late in self._late.items() if late.draws >= self._draws}
        self._draws += 1
        self._drawing.clear()
        if self._draws <= _FIRST_DRAWS:
            st.session_state.update(self._values)
        self._give_back()

    def all_drawn(self) -> None:
        """To be called when all that this page has now is drawn."""
        self._drawn, self._drawing = self._drawing, set()

    def _give_back(self) -> None:
        """Set what Streamlit holds otherwise, and what is not on the page: it is told a browser only if it is drawn in
        the very run in which it was set. One that is there with its value is left alone: somebody may be typing.
        """
        there = self._drawn | self._drawing
        for key, value in self._values.items():
            if key not in there or key not in st.session_state or st.session_state[key] != value:
                st.session_state[key] = value
