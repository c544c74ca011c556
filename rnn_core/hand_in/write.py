"""A hand-in as a file."""

import json
from dataclasses import asdict
from typing import Any

from rnn_core.hand_in.values import HandIn

KIND = "rnn-playground hand-in"
FORMAT = 1  # raised when a reader of the version before could not read it


def write_hand_in(hand_in: HandIn) -> bytes:
    """One JSON object, in ASCII."""
    networks: list[dict[str, Any]] = [
        {
            "epochs": network.epochs,
            "updates": network.updates,
            "ended": network.ended,
            "fingerprint": network.fingerprint,
            "first": list(network.first) if network.first else [],
            "curve": [list(point) for point in network.curve],
        }
        for network in hand_in.networks
    ]
    fields = {
        "kind": KIND,
        "format": FORMAT,
        "name": hand_in.name,
        "link": hand_in.link,
        "model": asdict(hand_in.model),
        "training": asdict(hand_in.training),
        "networks_asked": hand_in.ensemble.networks,
        "vectors": hand_in.vectors,
        "dataset": hand_in.dataset,
        "sentences": hand_in.packed,
        "dataset_fingerprint": hand_in.fingerprint,
        "networks": networks,
        "answers": [answer._asdict() for answer in hand_in.answers],
    }
    return (json.dumps(fields, allow_nan=False) + "\n").encode()
