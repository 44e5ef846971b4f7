"""What can the user mend before anything runs? Exit code 2."""


class Unusable(Exception):
    """The command line, launchready.yaml or the baseline; the text says where and what to do."""


class Misplaced(ValueError):
    """What a section's class does not take, and the way to it: ``Misplaced("…", "exclude", 0)``."""

    def __init__(self, message: str, *keys: str | int) -> None:
        super().__init__(message)
        self.keys = keys


class UsageError(Unusable):
    """The command line cannot be used as it stands; the text says what to change."""
