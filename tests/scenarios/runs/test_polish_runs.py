"""A Polish firm pays in PLN: Elixir-O with a split payment for a large bill, or a table; never both for one bill."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone

from kvit.archive import files
from kvit.capture.models import CapturedDocument
from kvit.core.errors import Refused
from kvit.ledger import entries
from kvit.parties.models import BankDetail, Party
from kvit.payables import booking
from kvit.payables.models import Bill, BillVat
from kvit.payments import runs
from tests.builders import a_company, breaches, somebody, the_owner
from tests.scenarios.runs.paying import MONDAY, UNTIL

pytestmark = pytest.mark.django_db(transaction=True)
IBAN = "PL61109010140000071219812874"


@transaction.atomic
def owed(company, supplier, net, *, number, clerk, ana, prepaid=0):
    """An approved bill with VAT of 23 %, of which so much was paid before."""
    file = files.keep(company, number.encode(), media_type="text/plain", name="x")
    came = {"via": "upload", "name": "x", "received_on": MONDAY, "received_at": timezone.now()}
    document = CapturedDocument.objects.create(company=company, file=file, **came)
    net = Decimal(net)
    vat = net * 23 / 100
    sums = {"net": net, "vat": vat, "gross": net + vat, "prepaid": prepaid, "payable": net + vat - prepaid}
    people = {"added_by_id": clerk.id, "captured_at": timezone.now()}
    told = {
        "number": number,
        "number_key": number,
        "issued_on": MONDAY,
        "due_on": MONDAY + timedelta(days=20),
        "currency": "PLN",
    }
    row = Bill.objects.create(
        company=company, document=document, status="to_approve", source="xml", party=supplier, **told, **sums, **people
    )
    BillVat.objects.create(company=company, bill=row, category="S", rate=23, base=net, amount=vat)
    row.status, row.approved_by_id, row.approved_on = "approved", ana.id, MONDAY
    row.save()
    entries.post(company, booking.entry_of(company, row, on=MONDAY), by=ana)


def test_a_large_bill_is_a_split_payment_and_a_small_one_is_not():
    company = a_company("PL")
    owner, clerk, ana = the_owner(company), somebody(company, "clerk"), somebody(company, "accountant")
    supplier = Party.objects.create(
        company=company,
        is_customer=False,
        is_supplier=True,
        name="Żuraw sp. z o.o.",
        country="PL",
        vat_id="PL5260001246",
    )
    days = {"requested_on": MONDAY, "requested_at": timezone.now(), "confirmed_on": MONDAY, "usable_on": MONDAY}
    known = {"status": "confirmed", "confirmed_by_id": ana.id, "note": "called them at ten", "source": "typed"}
    BankDetail.objects.create(company=company, party=supplier, iban=IBAN, **known, **days)
    for number, net in (("FV/1/2026", "20000.00"), ("FV/2/2026", "100.00")):
        owed(company, supplier, net, number=number, clerk=clerk, ana=ana)

    table = runs.propose(company, until=UNTIL, by=clerk, on=MONDAY, format="csv")
    assert [one["rule"] for one in table.left_out] == [] and table.format == "csv"
    runs.cancel(company, table, reason="as Elixir-O", by=clerk, on=MONDAY)
    run = runs.propose(company, until=UNTIL, by=clerk, on=MONDAY)
    assert run.format == "elixir"
    runs.release(company, run, version=run.version, by=owner, on=MONDAY)
    large, small = runs.export(company, run, by=clerk, on=MONDAY).decode("cp1250").splitlines()
    assert "/VAT/4600,00/IDC/5260001246/INV/" in large.replace("|", "") and ',"53",' in large
    assert ",2460000," in large and ",12300," in small and ',"51",' in small
    assert "Żuraw" in small
    assert breaches() == []


def test_a_kind_of_file_that_the_account_has_not_is_refused():
    company = a_company("BG")
    with pytest.raises(Refused, match=r"run\.bad_format"):
        runs.propose(company, until=UNTIL, by=the_owner(company), on=MONDAY, format="elixir")
