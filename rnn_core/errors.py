"""The few ways the core refuses: each says what is wrong, where, and how to mend it."""


class RnnCoreError(Exception):
    """Something a person can mend. The message is one plain sentence or two, fit for a screen."""


class InvalidSetting(RnnCoreError):
    """A setting of the network or of the training is out of its range, or does not go with another."""


class InvalidDataset(RnnCoreError):
    """Labelled sentences that cannot be trained on; the message names the line where there is one."""


class NotApplicable(RnnCoreError):
    """An explanation that does not exist for this network; the message says what it would need."""


class TrainingDiverged(RnnCoreError):
    """The loss or the gradient blew up or stopped being a number; the last good weights were kept.

    Attributes:
        epoch: the epoch in which it was noticed, counted from 1.
    """

    def __init__(self, message: str, epoch: int) -> None:
        super().__init__(message)
        self.epoch = epoch


def require_choice(name: str, value: object, choices: tuple[str, ...]) -> None:
    """Raise InvalidSetting unless the value is one of the choices."""
    if value not in choices:
        raise InvalidSetting(f"The {name} is {value!r}; it must be one of: {', '.join(choices)}.")


def require_whole(name: str, value: object, least: int, most: int | None = None) -> None:
    """Raise InvalidSetting unless the value is a whole number in this range, both ends included."""
    if isinstance(value, bool) or not isinstance(value, int) or value < least or (most is not None and value > most):
        which = f", {least} or larger" if most is None else f" from {least} to {most}"
        if most is not None and most == least + 1:
            which = f", {least} or {most}"
        raise InvalidSetting(f"The {name} is {value!r}; it must be a whole number{which}.")


def require_number(name: str, value: object, low: float, below: float, must: str, *, from_low: bool = False) -> None:
    """Raise InvalidSetting unless the value is a number above ``low`` (or from it on) and below ``below``."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not (low < value < below or (from_low and value == low)):  # type: ignore[operator]
        raise InvalidSetting(f"The {name} is {value!r}; it {must}.")
