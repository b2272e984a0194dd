"""What an announced outage of KSeF does to our documents: how they pass, until when, and what is told of them there."""

from dataclasses import replace
from typing import cast

from django.utils import timezone

from kvit.companies.models import Company
from kvit.core import networks
from kvit.core.einvoice.ksef import outages as law
from kvit.core.einvoice.ksef.outages import Issue, Outage
from kvit.core.networks import Passage
from kvit.networks import outages
from kvit.networks.models import Submission
from kvit.receivables.models import Invoice


def passage(company: Company, row: Invoice, found: Passage) -> Passage | None:
    """The passage through KSeF with the last day that outages leave it; None where the document never goes there.

    A total failure announced after the issue ends the duty (art. 106nf ust. 7), and the wish stands.
    """
    if found.network != networks.KSEF:
        return found
    known = outages.known(company, networks.KSEF)
    if not known:
        return found
    within = law.covering(known, issue_of(row))
    if within is not None and not law.LAWS[within.kind].is_sent:
        return None
    last = law.last_day(known, issue_of(row))
    return replace(found, until=last.send_by, is_duty=found.is_duty and (last.waits or last.send_by is not None))


def within(company: Company, row: Invoice) -> Outage | None:
    """The outage in which the document was issued; of a draft, would be."""
    if row.issued_on is None:
        return None
    return law.covering(outages.known(company, networks.KSEF), issue_of(row))


def mode(company: Company, row: Invoice) -> str:
    """`unavailable` or `emergency`, for what was issued in such an outage."""
    found = within(company, row)
    return (law.LAWS[found.kind].mode or "") if found is not None else ""


def in_emergency(known: Submission) -> bool:
    """Whether the document was issued in a failure of KSeF (art. 106nf)."""
    return known.facts.get("mode") == "emergency"


def ends_duty(kind: str) -> bool:
    """Whether what is issued in an outage of this kind never goes to KSeF."""
    return not law.LAWS[cast(law.Kind, kind)].is_sent


def issue_of(row: Invoice) -> Issue:
    """When the document was issued; a draft that has its day is issued now."""
    assert row.issued_on is not None, "what passes a network has its day"
    return Issue(on=row.issued_on, at=row.issued_at or timezone.now())
