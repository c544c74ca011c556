"""What the page's widgets hold, by key.

Streamlit forgets what a widget held as soon as it is not drawn, and tells a browser of a value that was set from here
only once. So what they hold is kept here as well, given back before each drawing, and told again while a page is young.
Together with state.py the only file that names st.session_state.
"""

from collections.abc import Callable, Container, Mapping
from time import monotonic
from typing import Any

import streamlit as st

_FIRST_DRAWS = 3  # of a page, in which the browser may still be making it
_ON_ITS_WAY = 1.0  # seconds in which a browser may report what a widget held before it was set from here


class Widgets:
    """The values of widgets that are asked for by key.

    Args:
        values: what they hold at first.
    """

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = dict(values)
        self._draws = 0
        self._before: dict[str, tuple[Any, float]] = {}  # what widgets held that were set from here, and until when

    def __getitem__(self, key: str) -> Any:
        return self._values[key]

    def held(self, key: str, then: Callable[[], None] | None = None) -> dict[str, Any]:
        """Arguments for a widget whose value is kept.

        Args:
            then: what else is to be done when it changes.
        """
        return {"key": key, "on_change": self._changed, "args": (key, then)}

    def _changed(self, key: str, then: Callable[[], None] | None) -> None:
        before, until = self._before.get(key, (None, 0.0))
        if monotonic() < until and st.session_state[key] == before:
            # Nobody has set it back: while a page ticks, a report is always on its way.
            st.session_state[key] = self._values[key]
            return
        self._values[key] = st.session_state[key]
        if then:
            then()

    def set(self, values: Mapping[str, Any]) -> None:
        """Let widgets hold these values, by key."""
        self._values |= values
        self._give_back()

    def set_while_ticking(self, values: Mapping[str, Any]) -> None:
        """The same after a click in a part that draws itself: reports of what they held before may be on their way."""
        for key, value in values.items():
            # (Tabs are told of another one, but not of the same once more. They come right with the next report.)
            if key != "tabs" and st.session_state.get(key, value) != value:
                self._before[key] = (st.session_state[key], monotonic() + _ON_ITS_WAY)
        self.set(values)

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
        self._draws += 1
        if self._draws <= _FIRST_DRAWS:
            st.session_state.update(self._values)
        self._give_back()

    def _give_back(self) -> None:
        # One that still has its value is left alone: somebody may be typing.
        for key, value in self._values.items():
            if key not in st.session_state or st.session_state[key] != value:
                st.session_state[key] = value
