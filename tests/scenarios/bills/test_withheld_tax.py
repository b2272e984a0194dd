"""A Spanish professional's bill keeps back income tax: the supplier is paid the rest, the tax office is owed it."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction

from kvit.core.einvoice.facturae import write as facturae
from kvit.core.errors import Refused
from kvit.core.tests.test_facturae import FACTS as WITH_INCOME_TAX
from kvit.core.tests.test_facturae import a_document
from kvit.core.typed_bills import typed_bill
from kvit.ledger.models import BankAccount, EntryLine
from kvit.parties import bank_details
from kvit.payables import bills, holds, outside, queries
from kvit.payments import outgoing, runs
from kvit.payments.outgoing import Debit
from kvit.purchasing import orders
from kvit.reports import purchase_vat, withheld
from tests.builders import IBANS, a_company, breaches, somebody, the_owner
from tests.scenarios.bills.paper import OF_ALL, pdf, seen
from tests.scenarios.bills.supplied import DAY, added, failed
from tests.scenarios.purchasing.ordered import came
from tests.scenarios.runs.paying import MONDAY, UNTIL, Payer

pytestmark = pytest.mark.django_db(transaction=True)
THEIRS = "ES7921000813610123456789"
APRIL = date(2026, 4, 7)


class Firm(Payer):
    """A Spanish firm whose adviser withholds."""

    def __init__(self):
        self.company = a_company("ES")
        self.owner = the_owner(self.company)
        self.clerk, self.ana = somebody(self.company, "clerk"), somebody(self.company, "accountant")

    def advised(self):
        """The bill of 1,000.00 and 21 % VAT of which 15 % are withheld, approved by who looked at all that is new."""
        bill = added(self.company, facturae.write(a_document(), WITH_INCOME_TAX), by=self.clerk, name="factura.xml")
        for name in failed(bill):
            bills.accept(self.company, bill, name=name, reason="our adviser", by=self.ana, on=DAY)
        version = queries.find(self.company, bill.public_id).version
        bills.approve(self.company, bill, version=version, by=self.ana, on=DAY)
        who = {"source": "bill", "by": self.clerk, "on": DAY}
        bank_details.request(self.company, bill.party, iban=THEIRS, **who)
        self.confirm()
        return queries.find(self.company, bill.public_id)

    def booked(self):
        lines = EntryLine.objects.filter(company=self.company).select_related("account")
        found = {}
        for line in lines:
            found[line.account.code] = found.get(line.account.code, Decimal(0)) + line.amount
        return {code: amount for code, amount in found.items() if amount}


def test_the_story_of_docs_rules_withheld_tax():
    firm = Firm()
    bill = firm.advised()
    assert (bill.payable, bill.prepaid, bill.withheld) == (1060, 150, 150)
    assert outside.whole(firm.company, bill)["withheld"] == "150.00"
    assert firm.booked() == {"629": 1000, "472": 210, "400": -1060, "4751": -150}
    [line] = purchase_vat.bought(firm.company, since=date.min, until=date.max)
    assert line.deductible == 210, "what is withheld is no discount: the VAT is that of the whole"
    assert withheld.of(firm.company, since=date.min, until=date.max) == [], "it falls due when the supplier is paid"
    assert breaches() == []

    run = firm.propose(until=UNTIL)
    [row] = run.items.all()
    assert row.pays == 1060
    runs.release(firm.company, run, version=run.version, by=firm.owner, on=MONDAY)
    account = BankAccount.objects.get(company=firm.company, iban=IBANS["ES"])
    debit = Debit(account_id=account.pk, amount=Decimal(1060), currency="EUR", paid_on=APRIL)
    with transaction.atomic():
        outgoing.record(firm.company, [row], debit, by=firm.clerk, on=APRIL)
    told = withheld.outside(firm.company, since=date(2026, 1, 1), until=date(2026, 12, 31))
    assert told["quarters"] == {"2026-Q2": "150.00"}, "issued in March, paid in April"
    [shown] = told["rows"]
    assert (shown["name"], shown["base"], shown["tax"]) == (bill.party.name, "1000.00", "150.00")
    assert firm.booked()["4751"] == -150 and breaches() == []


def test_tax_that_is_withheld_is_in_the_part_that_is_held_and_in_the_one_that_goes_on():
    firm = Firm()
    supplier = {"name": "Ana Núñez Gil", "vat_id": "ES12345678Z", "country": "ES"}
    asked = {"name": "Consultoría", "quantity": "10", "price": "100", "unit": "HUR"}
    draft = orders.draft(firm.company, {"supplier": supplier, "lines": [asked]}, by=firm.clerk, on=DAY)
    sent = orders.send(firm.company, draft, by=firm.clerk, on=DAY)
    order = orders.approve(firm.company, sent, version=sent.version, by=firm.ana, on=DAY)
    came(firm.company, order, "5", by=firm.clerk)
    content = facturae.write(a_document(order_ref=order.number), WITH_INCOME_TAX)
    bill = added(firm.company, content, by=firm.clerk, name="factura.xml")
    assert holds.expected(bill) == 530, "half of 1,210.00, less half of the 150.00"


@pytest.mark.usefixtures("reader")
def test_a_person_tells_what_a_scanned_bill_withholds_and_never_more_than_it_takes_off(company, clerk, approver):
    seen(blurred="Factura")
    bill = added(company, pdf("blurred"), by=clerk, name="scan.pdf")
    told = {**OF_ALL, "prepaid": "150.00", "withheld": "150.01", "payable": "1060.00"}
    who = {"version": bill.version, "by": clerk, "on": DAY}
    with pytest.raises(Refused, match=r"bill\.withheld_beyond"):
        bills.complete(company, bill, typed=typed_bill(told), **who)
    bills.complete(company, bill, typed=typed_bill({**told, "withheld": "150.00"}), **who)
    row = queries.find(company, bill.public_id)
    assert (row.prepaid, row.withheld, row.payable) == (150, 150, 1060)
    assert row.checks.get(name="sums").outcome == "passed"
