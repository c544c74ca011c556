"""The one message that a browser sends for a run: of the whole page, or of a part that draws itself anew."""

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from benchmarks.shown_page import ShownPage


def asking(
    page: ShownPage, url: str, query: str, page_hash: str, trigger: WidgetState | None, fragment: str
) -> BackMsg:
    """The message.

    Args:
        page: what is shown, with what its widgets hold.
        url: of the server.
        query: the address after the question mark.
        page_hash: what the server calls the page; empty before the first run.
        trigger: a button that was pressed.
        fragment: the part that is due; empty for the whole page.
    """
    message = BackMsg()
    state = message.rerun_script
    state.query_string, state.page_script_hash, state.fragment_id = query, page_hash, fragment
    state.is_auto_rerun = bool(fragment)
    state.widget_states.widgets.extend(page.values.values())
    if trigger:
        state.widget_states.widgets.append(trigger)
    state.cached_message_hashes.extend(page.cached)
    here = state.context_info
    here.timezone, here.timezone_offset, here.locale, here.color_scheme = "UTC", 0, "en-GB", "light"
    here.url, here.is_embedded = url, False
    return message
