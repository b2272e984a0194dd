"""Bills that a company's accountant approved, by the verb that people use."""

from datetime import date
from decimal import Decimal
from itertools import count

from django.db import transaction
from django.utils import timezone

from kvit.archive import files
from kvit.capture.models import CapturedDocument
from kvit.parties.models import Party
from kvit.payables import bills
from kvit.payables.models import Bill, BillLine, BillVat
from tests.builders import somebody

DAY = date(2026, 3, 2)
_serial = count(1)


@transaction.atomic
def a_bill(company, rows, *, supplier="Lemn SRL", vat_id="", number="", kind="bill", on=DAY, currency="", **facts):
    """A bill with these rows of VAT (category, rate, base, VAT), one line for each, booked on `on`."""
    serial = next(_serial)
    country = facts.pop("country", vat_id[:2] or company.country)
    party, _ = Party.objects.get_or_create(
        company=company,
        name=supplier,
        defaults={"vat_id": vat_id, "country": country, "is_customer": False, "is_supplier": True},
    )
    file = files.keep(company, f"bill {serial}".encode(), media_type="text/plain", name="x")
    came = {"via": "upload", "name": "x", "received_on": on, "received_at": timezone.now()}
    document = CapturedDocument.objects.create(company=company, file=file, **came)
    told = [(category, Decimal(rate), Decimal(base), Decimal(vat)) for category, rate, base, vat in rows]
    net, vat = sum(one[2] for one in told), sum(one[3] for one in told)
    sums = {"net": net, "vat": vat, "gross": net + vat, "payable": net + vat}
    row = Bill.objects.create(
        company=company,
        document=document,
        status="to_approve",
        source="xml",
        kind=kind,
        party=party,
        supplier={"name": supplier, "vat_id": vat_id, "tax_id": "", "country": country},
        number=number or f"B-{serial}",
        number_key=number or f"B{serial}",
        issued_on=facts.pop("issued_on", on),
        due_on=on,
        currency=currency or company.currency,
        captured_at=timezone.now(),
        **sums,
        **facts,
    )
    _rows(row, told)
    return bills.approve(company, row, version=row.version, by=somebody(company, "accountant"), on=on)


def _rows(row, told):
    """The breakdown, and a line for each of its rows."""
    BillVat.objects.bulk_create(
        BillVat(company=row.company, bill=row, category=category, rate=rate, base=base, amount=amount)
        for category, rate, base, amount in told
    )
    BillLine.objects.bulk_create(
        BillLine(
            company=row.company,
            bill=row,
            position=position,
            name="Услуга",
            quantity=1,
            unit="HUR",
            price=base,
            net=base,
            vat_category=category,
            vat_rate=rate,
        )
        for position, (category, rate, base, _) in enumerate(told, start=1)
    )
