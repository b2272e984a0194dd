"""Where everybody asks for the adapter of a port, by the port's name; `project/wiring.py` alone puts them here."""

from typing import Any

_ADAPTERS: dict[str, Any] = {}


def register(port: str, adapter: Any) -> None:
    """From now on `adapter` answers for the port; a test may put its fake in the place of the real one."""
    _ADAPTERS[port] = adapter


def use(port: str) -> Any:
    """The adapter of the port. Raises LookupError where nobody wired one: that is a bug, not a refusal."""
    try:
        return _ADAPTERS[port]
    except KeyError:
        raise LookupError(f"no adapter is wired for the port {port!r}") from None
