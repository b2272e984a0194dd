"""Taking a whole import back, except the rows that were used since: those are named."""

from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils import timezone

from kvit.catalog.models import Product
from kvit.companies.models import Company
from kvit.companies.permissions import require
from kvit.core.errors import Refused
from kvit.core.permissions import Actor
from kvit.events import events
from kvit.ledger.models import OpenItem, Rate
from kvit.onboarding import imported_invoices
from kvit.onboarding.models import Import, ImportedInvoice, ImportedRow
from kvit.parties.models import Party
from kvit.receivables.models import Invoice, InvoiceLine


@dataclass
class Undone:
    """How many rows were taken back, and the numbers of the rows that stay since they were used."""

    taken_back: int = 0
    used: list[int] = field(default_factory=list)


@transaction.atomic
def undo(company: Company, source: Import, *, by: Actor, on: date) -> Undone:
    """Take the import back, the last row first. Refuses `import.undone` the second time."""
    require(by, "import.undo", company)
    row = Import.objects.select_for_update().get(company=company, pk=source.pk)
    if row.undone_at is not None:
        raise Refused("import.undone", source=row.public_id)
    result = Undone()
    for one in row.rows.order_by("-number", "-pk"):
        if _take_back(company, one, by=by, on=on):
            result.taken_back += 1
        else:
            result.used.append(one.number)
    row.undone_at = timezone.now()
    row.save(update_fields=["undone_at"])
    facts = {"taken_back": result.taken_back, "used": len(result.used)}
    events.record("import.undone", row, by=by, on=on, facts=facts)
    result.used.sort()
    return result


def _take_back(company: Company, row: ImportedRow, *, by: Actor, on: date) -> bool:
    """False when the row was used since and stays."""
    if row.object_kind == "imported_invoice":
        imported = ImportedInvoice.objects.get(company=company, pk=row.object_id)
        return imported_invoices.take_back(company, imported, by=by, on=on)
    if row.object_kind == "rate":
        return _rate_back(company, row)
    kind = Party if row.object_kind == "party" else Product
    found = kind.objects.select_for_update().get(company=company, pk=row.object_id)
    if any(getattr(found, name) != _value(found, name, value) for name, value in row.after.items()):
        return False
    if not row.made:
        for name, value in row.before.items():
            setattr(found, name, _value(found, name, value))
    elif _used(company, found):
        return False
    else:
        found.archived_at = timezone.now()
        found.external_id = ""
    found.version += 1
    found.save()
    return True


def _value(found: Party | Product, name: str, kept: object) -> object:
    """A value as it was kept in JSON, as the column has it."""
    column = next(one for one in found._meta.concrete_fields if one.name == name)
    return column.to_python(kept)


def _used(company: Company, found: Party | Product) -> bool:
    if isinstance(found, Product):
        return InvoiceLine.objects.filter(company=company, product=found).exists()
    owed = OpenItem.objects.filter(company=company, party=found).exclude(balance=0)
    return Invoice.objects.filter(company=company, party=found).exists() or owed.exists()


def _rate_back(company: Company, row: ImportedRow) -> bool:
    rate = Rate.objects.select_for_update().get(company=company, pk=row.object_id)
    used = Invoice.objects.filter(
        company=company, status="issued", currency=rate.currency, rate_on=rate.valid_on
    ).exists()
    if used:
        return False
    if row.made:
        rate.delete()
    else:
        rate.rate, rate.source = row.before["rate"], row.before["source"]
        rate.save()
    return True
