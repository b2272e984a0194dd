"""The last day of VAT that waits for its payment: where a country sets one, the rest falls due on it."""

from datetime import date

from django.db import transaction
from django.db.models import Q

from kvit.companies.models import Company
from kvit.core.permissions import Actor
from kvit.core.tax_points import COUNTRIES, last_day
from kvit.ledger import cash_vat
from kvit.ledger.models import Allocation, OpenItem
from kvit.receivables.models import Invoice


def release(company: Company, *, by: Actor, on: date) -> int:
    """Let fall due what is unpaid on its last day, given up or not, for every document that reached it; tells how many.

    Posted on that last day, or on `on` where the books of that day are closed. Run daily; a second run does nothing.
    """
    if company.country not in COUNTRIES:
        return 0
    given_up = Allocation.objects.filter(company=company, undoes=None, undone_by=None)
    given_up = given_up.filter(against__document_kind=cash_vat.GIVEN_UP)
    waiting = OpenItem.objects.filter(company=company, document_kind="invoice", amount__gt=0)
    waiting = waiting.filter(Q(balance__gt=0) | Q(pk__in=given_up.values("item")))
    rows = Invoice.objects.filter(
        company=company, vat_on_payment=True, status="issued", pk__in=waiting.values("document_id")
    )
    found = {row.pk: day for row in rows if (day := _last_day(company, row)) is not None and day <= on}
    released = 0
    for item in waiting.filter(document_id__in=found).order_by("pk"):
        with transaction.atomic():
            locked = OpenItem.objects.select_for_update().get(pk=item.pk)
            day = cash_vat.open_day(company, found[item.document_id], on=on)
            released += cash_vat.release_rest(company, locked, by=by, on=day) is not None
    return released


def _last_day(company: Company, row: Invoice) -> date | None:
    supplied_on = row.tax_point_on or row.delivered_on or row.issued_on
    assert supplied_on is not None, "what is issued has its day"
    return last_day(company.country, supplied_on=supplied_on, buyer_registered=bool(row.buyer.get("vat_id")))
