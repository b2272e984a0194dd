"""What a customer paid too much is offered on the next invoice and settles it when it is issued."""

from decimal import Decimal

import pytest

from kvit.core.errors import Refused
from kvit.ledger.models import Allocation, OpenItem
from kvit.payments import incoming
from kvit.receivables import credit_notes, credits, drafts, invoices
from tests.builders import DAY, a_company, a_customer, a_draft, a_line, an_invoice, balance_of, somebody, the_owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return a_company()


@pytest.fixture
def customer(company):
    """Owed 121.00 and paid 150.00: 29.00 are left."""
    party = a_customer(company)
    invoice = an_invoice(company, a_line("100", vat="21"), customer=party)
    paid = {"invoice": invoice.number, "amount": "150", "paid_on": DAY.isoformat()}
    incoming.record_all(company, [paid], by=the_owner(company), on=DAY)
    return party


def offered(company, draft):
    return [(offer.left, offer.taken) for offer in credits.offers(company, draft)]


def use(company, draft, *raws):
    return credits.use(company, draft, list(raws), by=the_owner(company), on=DAY)


def all_of(company, draft):
    return [{"item": offer.item.public_id} for offer in credits.offers(company, draft)]


def test_pain_13_an_overpayment_is_offered_and_settles_the_next_invoice(company, customer):
    draft = a_draft(company, a_line("100", vat="21"), customer=customer)
    assert offered(company, draft) == [(29, 0)]
    use(company, draft, *all_of(company, draft))
    draft.refresh_from_db()
    assert offered(company, draft) == [(29, 29)]
    assert OpenItem.objects.filter(document_kind="payment").get().balance == -29, "a draft uses nothing yet"

    invoice = invoices.issue(company, draft, by=the_owner(company), on=DAY)
    assert balance_of(invoice) == 92
    assert OpenItem.objects.filter(document_kind="payment").get().balance == 0
    assert invoice.payable == 121, "the document says what was sold; what was paid is in the books"


def test_a_part_of_a_credit_and_a_whole_note_are_used_together(company, customer):
    other = an_invoice(company, a_line("10", vat="21"), customer=customer)
    incoming.record_all(company, [{"invoice": other.number, "amount": "12.10"}], by=the_owner(company), on=DAY)
    credit_notes.issue(company, other, reason="return", by=the_owner(company), on=DAY)
    draft = a_draft(company, a_line("100", vat="21"), customer=customer)
    first, second = all_of(company, draft)
    use(company, draft, {**first, "amount": "20"}, second)
    invoice = invoices.issue(company, draft, by=the_owner(company), on=DAY)
    assert balance_of(invoice) == Decimal("121") - 20 - Decimal("12.10")
    assert offered(company, a_draft(company, customer=customer)) == [(9, 0)]


def test_what_others_used_in_between_is_not_used_twice(company, customer):
    first = a_draft(company, a_line("10", vat="21"), customer=customer)
    second = a_draft(company, a_line("100", vat="21"), customer=customer)
    for draft in (first, second):
        use(company, draft, *all_of(company, draft))
    by = the_owner(company)
    done = invoices.issue_all(company, [first.public_id, second.public_id], by=by, on=DAY).issued
    assert [balance_of(row) for row in done] == [0, Decimal("121") - (29 - Decimal("12.10"))]
    assert sum(one.amount for one in Allocation.objects.filter(against__document_kind="payment")) == 150


def test_a_credit_is_never_larger_than_the_invoice(company, customer):
    draft = a_draft(company, a_line("10", vat="21"), customer=customer)
    use(company, draft, *all_of(company, draft))
    invoice = invoices.issue(company, draft, by=the_owner(company), on=DAY)
    assert balance_of(invoice) == 0
    assert offered(company, a_draft(company, customer=customer)) == [(Decimal("16.90"), 0)]


def test_only_what_is_offered_can_be_taken(company, customer):
    stranger = a_customer(company, name="Altul SRL")
    draft = a_draft(company, customer=customer)
    theirs = a_draft(company, customer=stranger)
    item = all_of(company, draft)[0]["item"]
    for row, raw, code in (
        (theirs, {"item": item}, "credit.not_offered"),
        (draft, {"item": item, "amount": "29.01"}, "credit.too_large"),
        (draft, {"item": item, "amount": "0"}, "credit.too_large"),
        (draft, {"item": item, "amount": "1.005"}, "credit.too_large"),
        (draft, {"item": "itm_x"}, "credit.not_offered"),
        (draft, {"amount": "1"}, "field.missing"),
    ):
        with pytest.raises(Refused) as refusal:
            use(company, row, raw)
        assert refusal.value.code == code
    with pytest.raises(Refused) as refusal:
        credits.use(company, draft, [], by=somebody(company, "viewer"), on=DAY)
    assert refusal.value.code == "permission.denied"


def test_another_customer_on_the_draft_forgets_the_credits(company, customer):
    draft = a_draft(company, customer=customer)
    use(company, draft, *all_of(company, draft))
    stranger = a_customer(company, name="Altul SRL")
    told = {"customer": stranger.public_id, "lines": [a_line()]}
    row = drafts.edit(company, draft, told, version=None, by=the_owner(company), on=DAY)
    assert row.credits == []
