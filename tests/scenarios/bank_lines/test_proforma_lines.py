"""A line that names a proforma: the invoice made of it, or money on account until there is one; a person says so."""

import pytest

from kvit.banking import reconciliation
from kvit.billing import proformas
from kvit.receivables import invoices
from tests.builders import DAY, a_company, a_customer, balance_of, breaches, the_owner
from tests.scenarios.bank_lines.lines import LATER, load, row

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return a_company("RO")


@pytest.fixture
def alfa(company):
    return a_customer(company, name="Alfa SRL")


def who(company, on=DAY):
    return {"by": the_owner(company), "on": on}


def a_proforma(company, customer):
    """Of 100.00 and 21 % of VAT: 121.00."""
    told = {"customer": customer.public_id, "lines": [{"name": "x", "price": "100", "vat_rate": "21"}]}
    draft = proformas.draft(company, told, **who(company))
    return proformas.issue(company, draft, **who(company))


def test_a_paid_proforma_without_an_invoice_is_money_on_account_of_its_customer(company, alfa):
    proforma = a_proforma(company, alfa)
    [line] = load(company, row("121,00", f"plata {proforma.number}", payer="Alta Firma"))
    assert reconciliation.book_sure(company, **who(company, LATER)) == []
    best = line.proposals.get(rank=1)
    assert (best.kind, best.party, best.proforma) == ("on_account", alfa, proforma.number)
    assert best.reasons == ["match.proforma", "match.amount"]
    match = reconciliation.confirm_proposal(company, best, **who(company, LATER))
    assert proforma.number in match.payment.reference and match.payment.party == alfa
    assert [one.balance for one in alfa.open_items.all()] == [-121] and breaches() == []


def test_a_proforma_that_became_an_invoice_names_that_invoice_and_nothing_is_booked_alone(company, alfa):
    proforma = a_proforma(company, alfa)
    invoice = invoices.issue(company, proformas.convert(company, proforma, **who(company)), **who(company))
    [line] = load(company, row("121,00", f"plata {proforma.number}", payer="Alfa SRL"))
    assert reconciliation.book_sure(company, **who(company, LATER)) == []
    best = line.proposals.get(rank=1)
    assert (best.kind, best.reasons, best.is_sure) == ("exact", ["match.proforma", "match.amount"], False)
    reconciliation.confirm_proposal(company, best, **who(company, LATER))
    assert balance_of(invoice) == 0 and breaches() == []


def test_the_number_of_an_invoice_is_not_taken_for_that_of_a_proforma(company, alfa):
    proforma = a_proforma(company, alfa)
    invoice = invoices.issue(company, proformas.convert(company, proforma, **who(company)), **who(company))
    a_proforma(company, alfa)
    [line] = load(company, row("121,00", f"plata {invoice.number}", payer="Alfa SRL"))
    best = line.proposals.get(rank=1)
    assert best.is_sure and "match.proforma" not in best.reasons
