"""VAT ids on which the exemption of a supply to another member state hangs: asked about before it is issued.

Goods go out without VAT (K) only to a customer who has a valid number there and has told it (Directive 2006/112/EC,
art. 138 (1)); whether a service is taxed there (AE) is shown by it (Implementing Regulation (EU) 282/2011, art. 18).
A register that cannot say makes nobody's number bad: docs/rules/vat-checks.md.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils import timezone

from kvit.companies.models import Company
from kvit.core import identifiers
from kvit.core.errors import Finding
from kvit.core.permissions import Actor
from kvit.parties import vat_checks
from kvit.parties.models import Party, VatCheck
from kvit.receivables.papers import Paper

HOLDS = timedelta(days=7)
"""So long a yes or no counts for what is issued; then the register is asked again."""
CATEGORIES = {"K", "AE"}
KINDS = {"invoice", "simplified"}
"""What corrects a supply follows it, whatever became of the number since."""
KEPT = "vat_check"


def ask(company: Company, ready: Iterable[Paper], *, by: Actor, on: date) -> None:
    """Ask about the numbers that these papers hang on and that nobody asked about lately; outside any transaction."""
    vat_checks.ask_older(company, _parties(company, ready), than=HOLDS, by=by, on=on)


def check(company: Company, ready: Iterable[Paper]) -> None:
    """Each paper's finding about its customer's number; the check that counts is named on it for good."""
    concerned = [paper for paper in ready if _concerns(company, paper)]
    if not concerned:
        return
    parties = [paper.row.party for paper in concerned]
    counting = vat_checks.holding(company, parties, since=timezone.now() - HOLDS)
    for paper in concerned:
        found = counting.get(paper.row.party_id)
        if found is not None:
            paper.row.buyer = {**paper.row.buyer, KEPT: found.public_id}
            paper.findings += _findings(found)


def _findings(found: VatCheck) -> list[Finding]:
    facts = {"vat_id": found.vat_id, "register": found.register, "on": found.asked_at.date().isoformat()}
    if found.answer == "invalid":
        return [Finding("vat_check.invalid", "buyer/vat_id", facts=dict(facts))]
    if found.answer == "unknown":
        return [Finding("vat_check.unknown", "buyer/vat_id", "warning", {**facts, "reason": found.reason})]
    return []


def _parties(company: Company, ready: Iterable[Paper]) -> list[Party]:
    return [paper.row.party for paper in ready if _concerns(company, paper)]


def _concerns(company: Company, paper: Paper) -> bool:
    """Whether the document says that the customer's number in another member state takes the VAT off it."""
    if paper.row.kind not in KINDS or not CATEGORIES & {one.category for one in paper.vat_totals}:
        return False
    party = paper.row.party
    crosses = party.country != company.country and identifiers.is_eu_member(company.country)
    return crosses and party.pk is not None and vat_checks.may_be_asked(party)
