"""A Spanish professional's invoice with retention, and one to a retailer under the recargo de equivalencia."""

from decimal import Decimal

import pytest

from kvit.archive import documents
from kvit.core.errors import Refused
from kvit.ledger.models import EntryLine
from tests.builders import a_company, a_customer, a_line, an_invoice, balance_of

pytestmark = pytest.mark.django_db


def booked(company) -> dict[tuple[str, str], Decimal]:
    return {(line.account.code, line.vat_code): line.amount for line in EntryLine.objects.filter(company=company)}


def test_the_customer_owes_what_is_left_after_the_retention():
    company = a_company("ES")
    invoice = an_invoice(company, a_line("1000.00", vat="21"), retention_rate="15")
    assert (invoice.gross, invoice.retention, invoice.prepaid, invoice.payable) == (1210, 150, 150, 1060)
    assert booked(company) == {("430", ""): 1060, ("473", ""): 150, ("700", "S21"): -1000, ("477", "S21"): -210}
    assert balance_of(invoice) == 1060
    xml = documents.content(company, "invoice", document_id=invoice.pk, form="ubl").decode()
    assert "Retención IRPF 15 %: 150.00 EUR" in xml
    assert '<cbc:PrepaidAmount currencyID="EUR">150.00</cbc:PrepaidAmount>' in xml


def test_a_customer_who_always_keeps_the_retention_needs_no_telling():
    company = a_company("ES")
    customer = a_customer(company, retention_rate="7")
    assert an_invoice(company, a_line("1000.00", vat="21"), customer=customer).payable == 1140


@pytest.mark.parametrize("rate", ["NaN", "-1", "101", "7.00001", "٧", 7.5, None])
def test_a_retention_that_is_no_percentage_is_refused(rate):
    with pytest.raises(Refused) as refused:
        a_customer(a_company("ES"), retention_rate=rate)
    assert refused.value.code == "field.bad_value"


def test_the_recargo_is_one_rate_in_the_file_and_two_taxes_in_the_books():
    company = a_company("ES")
    retailer = a_customer(company, surcharge=True)
    invoice = an_invoice(company, a_line("1000.00", vat="21"), customer=retailer)
    assert (invoice.net, invoice.vat, invoice.payable) == (1000, 262, 1262)
    assert booked(company) == {
        ("430", ""): 1262,
        ("700", "S21R"): -1000,
        ("477", "S21R"): -210,
        ("4771", "S21R"): -52,
    }
    xml = documents.content(company, "invoice", document_id=invoice.pk, form="ubl").decode()
    assert "<cbc:Percent>26.2</cbc:Percent>" in xml and "<cbc:Percent>21</cbc:Percent>" not in xml
