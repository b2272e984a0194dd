"""The register of installations that have none: nothing is looked up, people type by hand."""

from kvit.ports.register import Found


class NoRegister:
    """Keeps no country."""

    countries: frozenset[str] = frozenset()

    def find(self, country: str, vat_id: str, *, requester: str = "") -> Found | None:
        return None
