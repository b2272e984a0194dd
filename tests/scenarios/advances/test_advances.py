"""Money before the supply: invoiced as an advance, taken back by the final invoice, corrected by a credit note."""

from decimal import Decimal

import pytest

from kvit.archive import documents
from kvit.core.einvoice import cius_ro, forms, ubl_profiles, ubl_read
from kvit.core.errors import Refused, errors
from kvit.ledger.models import EntryLine
from kvit.receivables import advances, credit_notes, invoices
from kvit.receivables.models import Invoice, SettledAdvance
from tests.builders import DAY, a_company, a_customer, a_draft, a_line, an_invoice, breaches, the_owner

pytestmark = pytest.mark.django_db
D = Decimal
RATES = {"RO": "21", "BG": "20", "ES": "21", "PL": "23"}


def received(amount, on=DAY):
    return {"received": amount, "received_on": on.isoformat()}


def an_advance(company, *lines, amount, **facts):
    return an_invoice(company, *lines, advance=received(amount), **facts)


def on_account(company, role):
    """What stands on the account, credit above zero."""
    lines = EntryLine.objects.filter(company=company, account__role=role)
    return -sum((line.base_amount for line in lines), D(0))


def sums_of(row):
    return {one.rate.normalize(): (one.base, one.amount) for one in row.vat_totals.all()}


@pytest.mark.parametrize("country", RATES)
def test_an_advance_is_a_debt_to_the_customer_and_becomes_revenue_when_it_is_settled(country):
    company = a_company(country)
    a_customer(company)
    order = [a_line("1000.00", vat=RATES[country], name="Table"), a_line("500.00", vat=RATES[country], name="Chair")]
    first = an_advance(company, *order, amount="300.00")
    second = an_advance(company, *order, amount="200.00")
    assert (first.gross, first.payable, first.tax_point_on) == (D(300), D(0), DAY)
    assert on_account(company, "revenue") == 0
    assert on_account(company, "customer_advance") == first.net + second.net
    assert on_account(company, "vat_output") == first.vat + second.vat

    final = an_invoice(company, *order, settles=[first.public_id, second.public_id])

    rate = D(RATES[country])
    assert final.gross == 1500 + 1500 * rate / 100 - 500
    assert final.vat == 1500 * rate / 100 - first.vat - second.vat
    assert on_account(company, "revenue") == 1500
    assert on_account(company, "customer_advance") == 0
    assert on_account(company, "vat_output") == 1500 * rate / 100
    ubl = ubl_read.read(documents.content(company, "invoice", document_id=final.pk, form="ubl"))
    assert [one.number for one in ubl.preceding_invoices] == [first.number, second.number]
    assert [line.net for line in ubl.lines][2:] == [-first.net, -second.net]
    assert breaches() == []
