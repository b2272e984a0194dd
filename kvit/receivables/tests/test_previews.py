"""A draft can be looked at before it exists: the same sums and findings, and nothing is kept."""

from decimal import Decimal

import pytest

from kvit.core.errors import Refused, errors
from kvit.events.models import Event
from kvit.parties.models import Party
from kvit.receivables import invoices
from kvit.receivables.models import Invoice
from kvit.receivables.previews import preview
from tests.builders import DAY, a_company, a_customer, a_line, the_owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return a_company()


def test_a_preview_says_what_the_draft_will_say(company):
    customer = a_customer(company)
    raw = {"customer": customer.public_id, "lines": [a_line("49.90", quantity="3"), a_line("10.00")]}

    seen = preview(company, raw, on=DAY)
    kept = invoices.draft_all(company, [raw], by=the_owner(company), on=DAY)[0]

    # 3 * 49.90 + 10.00 = 159.70; 21 % of it is 33.537, so 33.54
    assert (seen.row.net, seen.row.vat, seen.row.payable) == (Decimal("159.70"), Decimal("33.54"), Decimal("193.24"))
    assert (kept.net, kept.vat, kept.payable) == (seen.row.net, seen.row.vat, seen.row.payable)
    assert [line.net for line in seen.lines] == [Decimal("149.70"), Decimal("10.00")]
    assert errors(seen.findings) == []


def test_a_preview_keeps_nothing(company):
    before = (Invoice.objects.count(), Party.objects.count(), Event.objects.count())
    preview(company, {"customer": {"name": "Somebody new", "country": "RO"}, "lines": [a_line()]}, on=DAY)
    assert (Invoice.objects.count(), Party.objects.count(), Event.objects.count()) == before


def test_a_preview_names_what_keeps_the_draft_from_being_issued(company):
    nowhere = a_customer(company, name="Nowhere", vat_id="")
    Party.objects.filter(pk=nowhere.pk).update(country="")
    seen = preview(company, {"customer": nowhere.public_id, "lines": [a_line()]}, on=DAY)
    assert "customer.country_missing" in {finding.rule for finding in errors(seen.findings)}


def test_a_missing_rate_refuses_a_preview_too(company):
    raw = {"customer": a_customer(company).public_id, "currency": "EUR", "lines": [a_line()]}
    with pytest.raises(Refused) as caught:
        preview(company, raw, on=DAY)
    assert caught.value.code == "rate.missing"


def test_the_customer_of_another_company_is_unknown(company):
    stranger = a_company("BG")
    raw = {"customer": a_customer(company).public_id, "lines": [a_line()]}
    with pytest.raises(Refused) as caught:
        preview(stranger, raw, on=DAY)
    assert caught.value.code == "customer.unknown"
