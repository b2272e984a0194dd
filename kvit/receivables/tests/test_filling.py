"""What a draft leaves out is filled from the facts and the law of the seller's country."""

import pytest

from kvit.receivables.models import InvoiceLine
from tests.builders import a_company, a_customer, a_draft, a_line

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("country", "vat_id", "reason"),
    [
        ("PL", "PL5260250274", "taxare inversă, Cod fiscal art. 278 alin. (2)"),
        ("RO", "RO14399840", "taxare inversă, Cod fiscal art. 331"),
    ],
)
def test_reverse_charge_names_the_article_for_where_the_customer_is(country: str, vat_id: str, reason: str):
    company = a_company()
    customer = a_customer(company, country=country, vat_id=vat_id)
    draft = a_draft(company, a_line("100.00", vat="0", category="AE"), customer=customer)
    line = InvoiceLine.objects.get(invoice=draft)
    assert (line.vat_reason_code, line.vat_reason) == ("VATEX-EU-AE", reason)
