"""What a download button makes when it is pressed is kept until a browser can have fetched it.

Streamlit 1.67 gives such a file to no session, and throws it away after two runs of the script, or ticks, of whatever
session: of a browser that is 150 ms away and ten people who train, not one download arrives. So a file is only marked
to be thrown away once it has been nobody's for a while. The names are internals of Streamlit: they stand here alone.
"""

import time
from collections.abc import Callable
from typing import Any

from streamlit.runtime import media_file_manager

KEPT = 30.0  # seconds


def keep_files_a_while(clock: Callable[[], float] = time.monotonic) -> None:
    """From now on keep files that belong to no session for KEPT seconds; doing it again changes nothing.

    Args:
        clock: seconds that never go back; tests give their own.
    """
    metadata: Any = getattr(media_file_manager, "MediaFileMetadata", None)
    mark = getattr(metadata, "mark_for_delete", None)
    if mark is None or hasattr(mark, "kept"):  # another version, or done already
        return

    def mark_later(file: Any) -> None:
        since = file.__dict__.setdefault("nobodys_since", clock())
        if clock() - since >= KEPT:
            mark(file)

    mark_later.kept = KEPT  # type: ignore[attr-defined]  # by which it is known
    metadata.mark_for_delete = mark_later
