"""Whether a supplier's account is on Poland's white list on a day: `docs/rules/white-list.md`."""

from dataclasses import dataclass
from datetime import date

from kvit.companies.models import Company
from kvit.core import white_list
from kvit.core.errors import Finding, Refused, finding_of
from kvit.core.white_list import Verdict
from kvit.parties.models import Party
from kvit.ports import registry


@dataclass(frozen=True)
class Listing:
    """The answer, with the hash of the day's file as its proof; without a file nothing could be checked."""

    verdict: Verdict
    on: date
    sha256: str = ""
    finding: Finding | None = None


def concerns(company: Company, party: Party) -> bool:
    """Only a Polish payer, and only a supplier with a Polish VAT id, are meant (ustawa o VAT art. 96b)."""
    return company.country == "PL" and party.vat_id.startswith("PL")


def ask(party: Party, *, iban: str, on: date) -> Listing:
    """Whether the account is listed for the supplier on the day of the order."""
    kept = registry.use("white_list").of(on)
    try:
        found = white_list.check(None if kept is None else kept.file, nip=party.vat_id, iban=iban, on=on)
    except Refused as refused:  # a number that cannot be: another check says so
        return Listing("unchecked", on, finding=finding_of(refused, "iban"))
    return Listing(found.verdict, on, "" if kept is None else kept.sha256, found.finding)
