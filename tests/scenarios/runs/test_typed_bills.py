"""A bill that a person completed is paid by another person than who completed it (attack A05)."""

import pytest

from kvit.core.errors import Refused
from kvit.core.typed_bills import typed_bill
from kvit.parties import bank_details
from kvit.payables import bills, queries
from tests.builders import breaches, somebody
from tests.scenarios.bills.paper import OF_ALL, pdf, seen
from tests.scenarios.bills.supplied import DAY, added
from tests.scenarios.runs.paying import CALLED

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reader")]


def test_who_typed_a_bill_does_not_release_its_payment(firm):
    typist, caller = somebody(firm.company, "accountant"), somebody(firm.company, "accountant")
    seen(blurred="Factura")
    bill = added(firm.company, pdf("blurred"), by=firm.clerk, name="scan.pdf")
    told = {**OF_ALL, "iban": "RO09BCYP0000001234567890"}
    bills.complete(firm.company, bill, typed=typed_bill(told), version=bill.version, by=typist, on=DAY)
    bill = queries.find(firm.company, bill.public_id)
    for name in ("supplier", "addressee"):
        if bill.checks.filter(name=name, outcome="failed").exists():
            bills.accept(firm.company, bill, name=name, reason="called them", by=firm.ana, on=DAY)
    bill = queries.find(firm.company, bill.public_id)
    bills.approve(firm.company, bill, version=bill.version, by=firm.ana, on=DAY)
    for account in bank_details.listed(firm.company, status="requested").rows:
        bank_details.confirm(firm.company, account.public_id, note=CALLED, by=caller, on=DAY)
    run = firm.propose()
    with pytest.raises(Refused, match=r"duty\.kept_apart"):
        firm.release(run, by=typist)
    assert firm.release(run).status == "released"
    assert breaches() == []
