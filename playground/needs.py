"""The views inside, in groups."""

INSIDE: dict[str, tuple[str, ...]] = {
    "Forward": ("steps", "states", "plane", "words", "weights"),
    "Backward": ("through_time", "check", "norms", "saliency"),
    "What it learned": ("behaviour", "memory"),
}
