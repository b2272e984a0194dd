"""Reads of the VAT that we charged ourselves; every one starts from the company."""

from datetime import date

from django.db.models import QuerySet

from kvit.companies.models import Company
from kvit.core.errors import Refused
from kvit.payables.models import Bill, SelfCharge, SelfChargeVat
from kvit.tables import Page, page


def find(company: Company, public_id: str) -> SelfCharge:
    """One with its bill. Refuses `self_charge.unknown`."""
    rows = SelfCharge.objects.filter(company=company).select_related("bill", "corrects__bill", "made_by")
    row = rows.filter(public_id=public_id).first()
    if row is None:
        raise Refused("self_charge.unknown", self_charge=public_id[:40])
    return row


def of_bill(company: Company, bill: Bill) -> SelfCharge | None:
    """What was charged on the bill."""
    rows = SelfCharge.objects.filter(company=company, bill=bill).select_related("bill", "corrects__bill", "made_by")
    return rows.first()


def listed(company: Company, *, size: int = 25, after: str = "", before: str = "") -> Page[SelfCharge]:
    """A page of them, the newest first."""
    rows = SelfCharge.objects.filter(company=company).select_related("bill", "corrects__bill", "made_by")
    return page(rows.prefetch_related("rows"), "-id", size=size, after=after, before=before)


def charged_in(company: Company, *, since: date, until: date) -> QuerySet[SelfChargeVat]:
    """The rows that count in these days, by day."""
    rows = SelfChargeVat.objects.filter(
        company=company, self_charge__counts_on__gte=since, self_charge__counts_on__lte=until
    )
    return rows.select_related("self_charge__bill").order_by("self_charge__counts_on", "self_charge_id", "pk")
