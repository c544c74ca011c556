"""Links that nobody wrote: each opens a page, and what is wrong in it is named once.

python -m benchmarks.links 1000
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import logging
import random
import re
import sys
from collections import Counter

from streamlit.testing.v1 import AppTest

from playground import links, place
from playground.opening import read
from playground.presets import BUNDLED, PRESETS
from playground.settings import SETTINGS
from rnn_core.settings import Choices
from tests.running import ROOT

NONSENSE = ["", "nan", "-1", "1e999", "0x10", "７", "<b>", "\0", "9" * 400, "x" * 300, "True", "none", "1 2", "[]"]

OTHERS = {
    "dataset": [*BUNDLED, "own-0123abcd", "etc"],
    "preset": list(PRESETS),
    "epoch": ["1", "10", "100", "5001"],
    "network": ["1", "2", "33"],
    "tab": [tab.lower() for tab in place.TABS] + ["Inside"],
    "part": [name for parts in place.PARTS.values() for name in parts.names.values()] + ["Share"],
    "view": ["plane", "memory", "planes"],
    "lesson": ["order", "tags", "2"],
    "hide": [*place.PANELS, "controls,tabs", "play", "tabs,play"],
}


def value(name: str, dice: random.Random) -> str:
    """Something for a parameter: a value that it can have, one near it, or nonsense."""
    setting = SETTINGS.get(name)
    if dice.random() < 0.25:
        return dice.choice(NONSENSE)
    if isinstance(setting, Choices):
        return str(dice.choice(list(setting.choices)))
    if setting is not None:
        stops = getattr(setting, "stops", ()) or getattr(setting, "offered", ())
        return f"{dice.choice(stops) * dice.choice([1, 1, 1, 1.1, -1, 1000]):g}"
    return dice.choice(OTHERS.get(name, ["slow", "20"]))


def link(dice: random.Random) -> dict[str, str]:
    """A query of up to twelve parameters."""
    names = [*links.NAMES, *place.NAMES, "quux", "<i>"]
    return {name: value(name, dice) for name in dice.sample(names, dice.randint(1, 12))}


def main() -> None:
    """Open so many links and print what came of them."""
    logging.disable(logging.WARNING)
    number, dice, seen = int(sys.argv[1]), random.Random(0), Counter()
    for _ in range(number):
        query = link(dice)
        page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        page.query_params.update(query)
        page.run()
        ignored = read({name: [value] for name, value in query.items()})[2]
        notices = [e.proto.body for e in page.get("html") if "Not followed in this link" in e.proto.body]
        seen["exceptions"] += len(page.exception)
        seen["started by themselves"] += page.session_state["app"].job.status != "ready"
        seen["with something to ignore"] += bool(ignored)
        seen["not told, or not once"] += len(notices) != bool(ignored) or any(
            len(re.findall(rf"\b{name}\b", notices[0])) != 1
            for name in ignored[:5]
            if name in (*SETTINGS, *place.NAMES)
        )
        seen["refused with a reason"] += page.session_state["app"].problem is not None
    print(f"{number} links: " + ", ".join(f"{count} {what}" for what, count in seen.items()))


if __name__ == "__main__":
    main()
