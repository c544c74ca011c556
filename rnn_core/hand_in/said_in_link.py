"""Whether the link of a hand-in says the same as its settings."""

from dataclasses import asdict
from typing import Any
from urllib.parse import parse_qs

from rnn_core.hand_in.values import HandIn
from rnn_core.settings import written
from rnn_core.wording import listed

_MOST_FIELDS = 200  # in a link


def differences(hand_in: HandIn) -> str:
    """What the link says otherwise, or does not say, or says twice, as a list of names; empty if it says the same."""
    try:
        said = parse_qs(hand_in.link.removeprefix("?"), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        return f"more than {_MOST_FIELDS} things"
    values: dict[str, Any] = {**asdict(hand_in.model), **asdict(hand_in.training), **asdict(hand_in.ensemble)}
    wanted = {name: written(value) for name, value in values.items()}
    wanted |= {"vectors": hand_in.vectors, "dataset": hand_in.dataset}
    if hand_in.packed and "sentences" in said:  # many do not fit into a link
        wanted["sentences"] = hand_in.packed
    return listed([name for name, value in wanted.items() if said.get(name) != [value]])
