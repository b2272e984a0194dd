"""A credit note takes back what it names and nothing else, and crediting all leaves nothing anywhere."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kvit.archive import documents
from kvit.core.errors import Refused
from kvit.ledger.models import EntryLine, OpenItem
from kvit.receivables import credit_notes
from kvit.receivables.models import InvoiceVat
from tests.builders import DAY, a_company, a_draft, a_line, an_invoice, balance_of, breaches, the_owner

pytestmark = pytest.mark.django_db


def credit(invoice, *, on=DAY, reason="whole", **named):
    return credit_notes.issue(invoice.company, invoice, reason=reason, by=the_owner(invoice.company), on=on, **named)


def accounts(company):
    sums: dict[str, Decimal] = {}
    for line in EntryLine.objects.filter(company=company).select_related("account"):
        sums[line.account.code] = sums.get(line.account.code, Decimal(0)) + line.amount
    return {code: amount for code, amount in sums.items() if amount}


def test_pain_15_crediting_the_whole_leaves_zero_in_every_account():
    company = a_company()
    invoice = an_invoice(company, a_line("33.33", vat="21", quantity="3.7"), a_line("10", vat="11"))
    note = credit(invoice)
    assert (note.number, note.type_code) == ("ST-2026-00001", "381")
    assert (note.net, note.vat, note.payable) == (invoice.net, invoice.vat, invoice.payable)
    assert accounts(company) == {}
    assert balance_of(invoice) == 0 and balance_of(note) == 0
    xml = documents.content(company, "invoice", document_id=note.pk, form="ubl")
    assert b"<CreditNote" in xml and invoice.number.encode() in xml


def test_pain_15_vat_is_reversed_only_for_the_lines_credited():
    company = a_company()
    invoice = an_invoice(company, a_line("100", vat="21", quantity="2"), a_line("50", vat="11"))
    note = credit(invoice, reason="return", quantities={1: Decimal(1)})
    assert [(row.rate, row.amount) for row in InvoiceVat.objects.filter(invoice=note)] == [(21, 21)]
    assert balance_of(invoice) == invoice.payable - 121


def test_a_line_is_credited_once():
    company = a_company()
    invoice = an_invoice(company, a_line("100", vat="21", quantity="2"))
    credit(invoice, reason="return", quantities={1: Decimal("1.5")})
    with pytest.raises(Refused) as refusal:
        credit(invoice, reason="return", quantities={1: Decimal(1)})
    assert refusal.value.code == "credit.too_much" and refusal.value.facts["left"] == "0.5"
    credit(invoice)
    with pytest.raises(Refused) as refusal:
        credit(invoice)
    assert refusal.value.code == "credit.nothing_left"
    assert accounts(company) == {}


def test_a_note_on_a_paid_invoice_stays_as_the_customers_credit():
    company = a_company()
    invoice = an_invoice(company, a_line("100", vat="21"))
    OpenItem.objects.filter(document_id=invoice.pk).update(balance=Decimal("21"), base_balance=Decimal("21"))
    note = credit(invoice)
    assert balance_of(invoice) == 0 and balance_of(note) == -100


def test_a_draft_is_not_credited():
    company = a_company()
    with pytest.raises(Refused) as refusal:
        credit(a_draft(company))
    assert refusal.value.code == "credit.not_issued"


def test_a_note_refused_at_issue_leaves_the_lines_free():
    company = a_company()
    invoice = an_invoice(company)
    company.series.filter(kind="credit_note").update(active=False)
    with pytest.raises(Refused):
        credit(invoice)
    company.series.filter(kind="credit_note").update(active=True)
    assert credit(invoice, on=date(2026, 3, 9)).payable == invoice.payable


@settings(max_examples=10, deadline=None)
@given(
    prices=st.lists(st.decimals(min_value="0.01", max_value="999.99", places=2), min_size=1, max_size=4),
    parts=st.lists(st.integers(1, 3), min_size=1, max_size=4),
    discount=st.sampled_from(["0", "7.5", "33.33"]),
)
def test_parts_credited_one_after_the_other_add_up_to_the_whole(prices, parts, discount):
    company = a_company()
    lines = [a_line(str(price), vat="21", quantity="3", discount_percent=discount) for price in prices]
    invoice = an_invoice(company, *lines)
    for position, part in enumerate(parts, start=1):
        if position <= len(prices):
            credit(invoice, reason="return", quantities={position: Decimal(part)})
    if any(part != 3 for part in parts[: len(prices)]) or len(parts) < len(prices):
        credit(invoice)
    assert accounts(company) == {}
    assert balance_of(invoice) == 0


def test_pain_15_a_discount_in_money_is_credited_by_its_share_in_cents():
    invoice = an_invoice(a_company(), a_line("100", vat="21", quantity="3", discount_amount="1"))
    note = credit(invoice, reason="return", quantities={1: Decimal(1)})
    assert note.net == Decimal("99.67") and breaches() == []  # a third of 1.00 is 0.33
    assert credit(invoice).net == invoice.net - note.net and balance_of(invoice) == 0


def test_lines_worth_more_than_the_document_are_not_credited_beyond_it():
    """An allowance of 90 on two lines of 100 and 50: the first line alone is worth more than all that was charged."""
    company = a_company()
    allowance = {"amount": "90", "reason": "Loyalty", "vat_category": "S", "vat_rate": "21"}
    invoice = an_invoice(company, a_line("100", vat="21"), a_line("50", vat="21"), allowances=[allowance])
    with pytest.raises(Refused) as refusal:
        credit(invoice, reason="return", quantities={1: Decimal(1)})
    assert refusal.value.code == "credit.beyond_whole" and refusal.value.facts["left"] == "72.60"
    credit(invoice, reason="return", quantities={2: Decimal(1)})
    assert credit(invoice).gross == Decimal("12.10") and balance_of(invoice) == 0 and breaches() == []


def test_halves_of_a_cent_do_not_add_up_to_more_than_the_line():
    """Ten pieces at 0.005 are 0.05; credited one by one, each rounds up to a cent."""
    invoice = an_invoice(a_company(), a_line("0.005", vat="0", category="Z", quantity="10"))
    for _ in range(5):
        credit(invoice, reason="return", quantities={1: Decimal(1)})
    with pytest.raises(Refused) as refusal:
        credit(invoice, reason="return", quantities={1: Decimal(1)})
    assert refusal.value.code == "credit.beyond_whole" and breaches() == []
