"""The few ways the core refuses: each says what is wrong, where, and how to mend it."""


class RnnCoreError(Exception):
    """Something a person can mend. The message is one plain sentence or two, fit for a screen."""


class InvalidSetting(RnnCoreError):
    """A setting of the network or of the training is out of its range, or does not go with another."""


class InvalidDataset(RnnCoreError):
    """Labelled sentences that cannot be trained on; the message names the line where there is one."""


class InvalidModel(RnnCoreError):
    """A model file that cannot be used, or not for this; the message names the field."""


class InvalidHandIn(RnnCoreError):
    """A hand-in that cannot be one, or whose run cannot be trained again; the message names the field, or says why."""


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
