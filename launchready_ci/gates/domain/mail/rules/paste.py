"""What people paste into DNS to mend a finding, below the name that it belongs to."""

from launchready_ci.nodes import shown


def instead(name: str, *records: str, kind: str = "TXT") -> str:
    """In the place of what is there."""
    plural = "s" if len(records) > 1 else ""
    return "\n".join((f"The corrected {kind} record{plural} of {shown(name)}:", *records))


def new(name: str, record: str) -> str:
    """Beside what is there."""
    return f"A new TXT record of {shown(name)}:\n{record}"
