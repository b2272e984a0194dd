"""A warning holds the draft until a named person accepts it; an error nobody can accept."""

import pytest

from kvit.companies.permissions import automation
from kvit.core.errors import Refused
from kvit.events.models import Event
from kvit.parties import customers
from kvit.receivables import drafts, invoices
from kvit.receivables.models import AcceptedFinding
from tests.builders import DAY, a_company, a_customer, a_draft, a_line, an_invoice, balance_of, somebody, the_owner

pytestmark = pytest.mark.django_db

OVER = {"rule": "customer.over_limit", "place": "totals/payable"}


@pytest.fixture
def company():
    return a_company()


@pytest.fixture
def customer(company):
    """May owe 200.00 and owes 121.00."""
    party = a_customer(company)
    customers.change(company, party, {"credit_limit": "200"}, version=None, by=the_owner(company), on=DAY)
    party.refresh_from_db()
    an_invoice(company, a_line("100", vat="21"), customer=party)
    return party


def test_up_to_the_limit_nothing_is_asked(company, customer):
    assert balance_of(an_invoice(company, a_line("79", vat="0", category="Z"), customer=customer)) == 79


def test_a_warning_holds_until_somebody_accepts_it_by_name(company, customer):
    draft = a_draft(company, a_line("100", vat="21"), customer=customer)
    by = the_owner(company)
    with pytest.raises(Refused) as refusal:
        invoices.issue(company, draft, by=by, on=DAY)
    assert refusal.value.code == "invoice.warnings"
    assert refusal.value.facts["rules"] == ["customer.over_limit"]

    invoices.accept(company, draft, **OVER, by=by, on=DAY)
    invoices.accept(company, draft, **OVER, by=by, on=DAY)
    assert AcceptedFinding.objects.get().user_id == by.id
    event = Event.objects.get(name="finding.accepted")
    assert (event.facts["owed"], event.facts["limit"], event.actor_name) == ("242.00", "200.00", by.name)
    assert invoices.issue(company, draft, by=by, on=DAY).status == "issued"


def test_a_draft_that_changes_is_asked_about_again(company, customer):
    draft = a_draft(company, a_line("100", vat="21"), customer=customer)
    by = the_owner(company)
    invoices.accept(company, draft, **OVER, by=by, on=DAY)
    told = {"customer": customer.public_id, "lines": [a_line("9000", vat="21")]}
    drafts.edit(company, draft, told, version=None, by=by, on=DAY)
    with pytest.raises(Refused) as refusal:
        invoices.issue(company, draft, by=by, on=DAY)
    assert refusal.value.code == "invoice.warnings"


def test_who_may_not_and_what_cannot_be_accepted(company, customer):
    draft = a_draft(company, a_line("100", vat="21"), customer=customer)
    for by, found, code in (
        (somebody(company, "clerk"), OVER, "permission.denied"),
        (automation("issue", company), OVER, "permission.denied"),
        (the_owner(company), {**OVER, "place": "elsewhere"}, "finding.unknown"),
        (the_owner(company), {"rule": "filled.vat", "place": "lines/1/vat"}, "finding.unknown"),
    ):
        with pytest.raises(Refused) as refusal:
            invoices.accept(company, draft, **found, by=by, on=DAY)
        assert refusal.value.code == code
    empty = a_draft(company, customer=customer)
    empty.lines.all().delete()
    with pytest.raises(Refused) as refusal:
        invoices.accept(company, empty, rule="invoice.no_lines", place="lines", by=the_owner(company), on=DAY)
    assert refusal.value.code == "finding.is_error"
