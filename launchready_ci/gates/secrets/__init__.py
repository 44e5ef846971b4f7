"""Is a credential in what goes into Git?"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from launchready_ci.gates.secrets.gate import GATE as GATE


def __getattr__(name: str) -> Any:  # noqa: ANN401 - as PEP 562 has it
    """Import the gate when it is asked for: to search a text, nobody needs 260 rules."""
    if name != "GATE":
        raise AttributeError(name)
    from launchready_ci.gates.secrets.gate import GATE

    return GATE
