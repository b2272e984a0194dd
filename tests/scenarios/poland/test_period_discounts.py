"""A discount agreed afterwards on the purchases of a half-year: one note lowers all the invoices (art. 106j ust. 3)."""

from datetime import date
from decimal import Decimal

import pytest

from kvit.archive import documents
from kvit.core.einvoice import fa3, ubl_read
from kvit.core.errors import Refused
from kvit.receivables import credit_notes, outside, period_discounts
from kvit.receivables.models import Invoice, InvoiceVat
from tests.builders import a_company, a_customer, a_line, an_invoice, balance_of, breaches, the_owner
from tests.scenarios.poland.builders import days_go_on, live, sent
from tests.scenarios.poland.official import BY_NATURE, OF_CORRECTIONS, the_example, told

pytestmark = pytest.mark.django_db
D = Decimal
NOTED_ON = date(2026, 7, 15)
HALF_YEAR = {"from": "2026-01-01", "to": "2026-06-30"}
FRIDGES = {"name": "lodówka Zimnotech mk1", "quantity": "1000", "unit": "H87", "cn": "8418 21 91"}
REASON = "rabat 50000 z uwagi na poziom zakupów pierwszym półroczu 2026"
SADOWA = {"street": "ul. Sadowa", "building": "1 lok. 3", "town": "Kraków", "post_code": "00-002"}


def a_half_year(company, *, net="100000.00"):
    """An invoice on the fifteenth of every month from January to June."""
    customer = a_customer(company, name="CeDeE s.c.", address=SADOWA)
    fridges = a_line(net, vat="23", name="lodówka Zimnotech mk1")
    days = [date(2026, month, 15) for month in range(1, 7)]
    return customer, [an_invoice(company, fridges, customer=customer, on=day, issue_on=day.isoformat()) for day in days]


def the_discount(company, customer, **facts):
    """What was agreed, as a user enters it."""
    asked = {"customer": customer.public_id, "period": HALF_YEAR, "amount": "50000.00", "reason": REASON, **facts}
    return period_discounts.issue(company, asked, by=the_owner(company), on=NOTED_ON)


def shares_of(company, note):
    return [(one["number"], D(one["gross"])) for one in outside.whole(company, note, on=NOTED_ON)["corrected"]]


def test_example_7_one_note_for_the_discount_of_a_half_year(shared, company):
    customer, invoices = a_half_year(company)
    days_go_on(company)
    facts = {"goods": FRIDGES, "period_name": "pierwsze półrocze 2026", "place_of_issue": "Warszawa"}
    note = the_discount(company, customer, **facts)
    days_go_on(company)
    ours = {
        "Fa/Platnosc": "our notes say what is owed back; the example's does not",
        "Podmiot2/NrKlienta": "not entered: Kvit knows its customers by ids of its own",
    }
    without = BY_NATURE | OF_CORRECTIONS | ours
    assert told(fa3.write(sent(note)), without=without) == told(the_example(shared, 7), without=without)
    named = [(one.nr_fa_korygowanej, one.nr_ksef_fa_korygowanej) for one in sent(note).fa.dane_fa_korygowanej]
    assert named == [(one.number, live(one).official) for one in invoices]
    assert breaches() == []
