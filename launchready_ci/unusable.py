"""What ends a run, or a gate, before its time?"""


class Unusable(Exception):
    """The command line, launchready.yaml or the baseline; the text says where and what to do.

    Before anything runs: exit code 2.
    """


class CannotLook(Exception):
    """Raised in ``collect``: the gate could not do its work, and why in our own words."""


class Misplaced(ValueError):
    """What a section's class does not take, and the way to it: ``Misplaced("…", "exclude", 0)``."""

    def __init__(self, message: str, *keys: str | int) -> None:
        super().__init__(message)
        self.keys = keys


class UsageError(Unusable):
    """The command line cannot be used as it stands; the text says what to change."""
