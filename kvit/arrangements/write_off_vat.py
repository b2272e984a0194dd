"""The VAT of what was written off: from when on it may be taken back, as a hint and a task; nothing is booked by it."""

from collections.abc import Callable
from datetime import date

from kvit.arrangements.models import WriteOff, WriteOffItem
from kvit.companies.models import Company
from kvit.companies.permissions import automation
from kvit.core.bad_debt_relief import Debt, Relief, relief
from kvit.core.money import Money
from kvit.events.models import Event
from kvit.receivables.models import Invoice
from kvit.tasks import tasks
from kvit.tasks.following import case_key
from kvit.tasks.tasks import Case

TASK = "write_off.vat"


def reliefs(company: Company, row: WriteOff) -> list[tuple[WriteOffItem, Relief]]:
    """The invoices of a write-off whose VAT may be taken back, each with the days and the law; none that is taken back.

    While it is asked for, as if all of it were booked.
    """
    parts = [
        one for one in row.items.select_related("item") if one.taken_back_on is None and (one.booked or one.is_live)
    ]
    keys = [one.item.document_id for one in parts if one.item.document_kind == "invoice"]
    invoices = Invoice.objects.filter(company=company, pk__in=keys).select_related("party").in_bulk()
    found = []
    for part in parts:
        invoice = invoices.get(part.item.document_id) if part.item.document_kind == "invoice" else None
        told = _relief(company, row, part, invoice) if invoice is not None else None
        if told is not None:
            found.append((part, told))
    return found


def on_booked(event: Event) -> Callable[[], None] | None:
    """What follows once it is booked: a task for each invoice, for the day on which its VAT may be taken back."""
    company = Company.objects.get(pk=event.company_id or 0)
    row = WriteOff.objects.select_related("party").get(company=company, pk=event.subject_id)
    found = reliefs(company, row)
    return (lambda: _remind(company, row, found, on=event.acted_on)) if found else None


def _remind(company: Company, row: WriteOff, found: list[tuple[WriteOffItem, Relief]], *, on: date) -> None:
    by = automation("write_offs", company)
    for part, told in found:
        if told.until is not None and told.until < on:
            continue
        number = part.item.document_number
        case = Case(
            kind=TASK,
            key=case_key(TASK, row.public_id, part.item.public_id),
            subject_kind="write_off",
            subject_id=row.pk,
            subject_public_id=row.public_id,
            facts={"number": number, "customer": row.party.name},
            days=None if told.since is None else max((told.since - on).days, 0),
        )
        tasks.open(company, case, by=by, on=on)


def _relief(company: Company, row: WriteOff, part: WriteOffItem, invoice: Invoice) -> Relief | None:
    issued_on = invoice.issued_on or part.item.opened_on
    debt = Debt(
        reason=row.reason,
        amount=Money(part.booked or part.amount, row.currency),
        issued_on=issued_on,
        supplied_on=invoice.tax_point_on or invoice.delivered_on or issued_on,
        due_on=part.item.due_on,
        is_business=invoice.party.is_business,
        net=Money(invoice.net, invoice.currency),
    )
    return relief(company.country, debt, has_vat=invoice.vat > 0 and not invoice.vat_on_payment)
