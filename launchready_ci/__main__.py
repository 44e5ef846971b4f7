"""``python -m launchready_ci``: for the Action, which has no console script."""

from launchready_ci.start import main

main()
