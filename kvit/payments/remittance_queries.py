"""Reading payment advices: of a run, of a supplier, one."""

from collections.abc import Sequence

from kvit.companies.models import Company
from kvit.core.errors import Refused
from kvit.messages import dispatches
from kvit.messages.models import Message
from kvit.payments.models import PaymentRun, Remittance
from kvit.tables import Page, page

NEWEST = 100


def of_run(company: Company, run: PaymentRun) -> list[Remittance]:
    """What its suppliers are told, by supplier."""
    rows = Remittance.objects.filter(company=company, run=run).select_related("party", "run")
    return list(rows.order_by("party__name", "pk"))


def of_suppliers(company: Company, parties: Sequence[int]) -> list[Remittance]:
    """What the suppliers of these keys are told, the newest first."""
    rows = Remittance.objects.filter(company=company, party__in=parties).select_related("party", "run")
    return list(rows.order_by("-pk")[:NEWEST])


def listed(
    company: Company, *, run: PaymentRun | None = None, size: int = 25, after: str = "", before: str = ""
) -> Page[Remittance]:
    """A page of advices, the newest first; those of one run where it is named."""
    found = Remittance.objects.filter(company=company).select_related("party", "run")
    if run is not None:
        found = found.filter(run=run)
    return page(found, "-id", size=size, after=after, before=before)


def find(company: Company, public_id: str) -> Remittance:
    """The advice of that id. Refuses `remittance.unknown`."""
    rows = Remittance.objects.filter(company=company, public_id=public_id)
    row = rows.select_related("party", "run").first()
    if row is None:
        raise Refused("remittance.unknown", remittance=public_id[:60])
    return row


def mailed(company: Company, rows: Sequence[Remittance]) -> dict[int, list[Message]]:
    """The mails that carried each of these advices, by its key, the oldest first."""
    found: dict[int, list[Message]] = {row.pk: [] for row in rows}
    mails = Message.objects.filter(company=company, about_kind="remittance", about_id__in=list(found))
    for one in mails.exclude(kind=dispatches.COPY).order_by("pk"):
        found[one.about_id].append(one)
    return found
