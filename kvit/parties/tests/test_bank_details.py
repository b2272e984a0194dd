"""Accounts of suppliers after they were confirmed: used no more, asked for anew, listed by pages."""

from datetime import date

import pytest

from kvit.core.errors import Refused
from kvit.events.models import Event
from kvit.parties import bank_details, suppliers
from kvit.parties.models import Party
from kvit.parties.suppliers import Named
from tests.builders import DAY, a_company, somebody

pytestmark = pytest.mark.django_db
IBAN = "RO49AAAA1B31007593840000"
NOTE = "called +40 21 000 at ten"


@pytest.fixture
def company():
    return a_company()


@pytest.fixture
def clerk(company):
    return somebody(company, "clerk")


@pytest.fixture
def supplier(company, clerk):
    return suppliers.take(company, Named(name="Lemn SRL", country="RO"), by=clerk, on=DAY)[0]


def asked(company, supplier, by, iban=IBAN):
    return bank_details.request(company, supplier, iban=iban, source="typed", by=by, on=DAY)


def confirmed(company, supplier, clerk):
    row = asked(company, supplier, clerk)
    return bank_details.confirm(company, row.public_id, note=NOTE, by=somebody(company, "approver"), on=DAY)


def test_an_account_in_doubt_is_used_no_more_at_the_word_of_one_clerk_and_trusted_again_only_by_two(
    company, supplier, clerk
):
    row = confirmed(company, supplier, clerk)
    assert bank_details.usable(company, supplier, on=row.usable_on) == [row]
    bank_details.retire(company, row.public_id, reason="they were robbed", by=clerk, on=DAY)
    assert bank_details.usable(company, supplier, on=row.usable_on) == []
    event = Event.objects.get(company_id=company.pk, name="bank_detail.retired")
    assert (event.reason, event.facts) == ("they were robbed", {"iban": IBAN})
    again = asked(company, supplier, clerk)
    assert (again.status, again.pk == row.pk) == ("requested", False)
    with pytest.raises(Refused, match=r"permission\.denied|bank_detail\.own"):
        bank_details.confirm(company, again.public_id, note=NOTE, by=clerk, on=DAY)


def test_a_changed_account_waits_five_working_days_and_a_first_one_two(company, supplier, clerk):
    first = confirmed(company, supplier, clerk)
    assert (DAY, first.usable_on) == (date(2026, 3, 2), date(2026, 3, 4))
    approver = somebody(company, "approver")
    changed = asked(company, supplier, clerk, iban="RO09BCYP0000001234567890")
    changed = bank_details.confirm(company, changed.public_id, note=NOTE, by=approver, on=DAY)
    assert changed.usable_on == date(2026, 3, 9)
    assert bank_details.usable(company, supplier, on=date(2026, 3, 8)) == [first]


def test_an_account_of_another_record_with_the_same_vat_id_is_a_changed_one_too(company, clerk):
    known = Named(name="Lemn SRL", country="RO", vat_id="RO14399840")
    supplier, _ = suppliers.take(company, known, by=clerk, on=DAY)
    other = Party.objects.create(company=company, name="Lemn S.R.L.", vat_id="RO14399840", is_supplier=True)
    confirmed(company, supplier, clerk)
    row = asked(company, other, clerk, iban="RO09BCYP0000001234567890")
    row = bank_details.confirm(company, row.public_id, note=NOTE, by=somebody(company, "approver"), on=DAY)
    assert row.usable_on == date(2026, 3, 9)


def test_only_what_was_confirmed_is_retired_and_with_a_reason(company, supplier, clerk):
    row = asked(company, supplier, clerk)
    with pytest.raises(Refused, match=r"bank_detail\.not_confirmed"):
        bank_details.retire(company, row.public_id, reason="in doubt", by=clerk, on=DAY)
    with pytest.raises(Refused, match=r"reason\.missing"):
        bank_details.retire(company, row.public_id, reason=" ", by=clerk, on=DAY)
    with pytest.raises(Refused, match=r"permission\.denied"):
        bank_details.retire(company, row.public_id, reason="in doubt", by=somebody(company, "viewer"), on=DAY)


def test_accounts_are_listed_by_state_and_page_by_page(company, supplier, clerk):
    first = confirmed(company, supplier, clerk)
    second = asked(company, supplier, clerk, "RO09BCYP0000001234567890")
    assert bank_details.listed(company).rows == [second, first]
    assert bank_details.listed(company, status="confirmed").rows == [first]
    page = bank_details.listed(company, size=1)
    assert (page.rows, bank_details.listed(company, size=1, after=page.on).rows) == ([second], [first])
    with pytest.raises(Refused, match=r"status\.unknown"):
        bank_details.listed(company, status="open")
