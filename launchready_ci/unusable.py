"""What can the user mend before anything runs? Exit code 2."""


class Unusable(Exception):
    """The command line, launchready.yaml or the baseline; the text says where and what to do."""
