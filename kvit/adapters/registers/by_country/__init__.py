"""Which public register is asked about which number."""

from collections.abc import Sequence

from kvit.core import identifiers
from kvit.ports.register import CompanyRegister, Found


class ByCountry:
    """At home and for filling in forms the country's own register, which tells most; across a border VIES alone.

    What makes a supply to another member state exempt is a number that is valid in VIES (Directive 2006/112/EC,
    art. 138 (1) (b); Implementing Regulation (EU) 282/2011, art. 18).
    """

    def __init__(self, *, national: Sequence[CompanyRegister], across: CompanyRegister) -> None:
        self._national = {country: one for one in national for country in one.countries}
        self._across = across
        self.countries = across.countries | frozenset(self._national)

    def find(self, country: str, vat_id: str, *, requester: str = "") -> Found | None:
        """What the right register says."""
        prefix = identifiers.GREEK_PREFIX if country == identifiers.GREECE else country
        crosses = bool(requester) and not requester.startswith(prefix)
        register = self._across if crosses else self._national.get(country, self._across)
        return register.find(country, vat_id, requester=requester)
