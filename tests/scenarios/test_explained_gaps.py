"""A fee and a discount are booked for what they are, and go back with their line."""

from datetime import date
from decimal import Decimal

import pytest

from kvit.banking import outside, reconciliation, statements
from kvit.core.errors import Refused
from kvit.ledger.models import EntryLine, OpenItem
from kvit.onboarding import imports, queries
from kvit.parties.models import KnownIban
from kvit.payments import incoming
from tests.builders import a_company, breaches, the_owner

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 31)
HEAD = "Data;Suma;Moneda;Platitor;Cont partener;Detalii\n"
INVOICES = (
    "invoice_id,number,customer_name,issue_date,due_date,total,discount_pct,discount_until\n"
    "I1,EX-2026-0417,Alfa Trans SRL,2026-03-01,2026-03-31,1000.00,2,2026-03-11\n"
)


@pytest.fixture
def company():
    company = a_company()
    imports.run(company, "invoices", content=INVOICES.encode(), name="i.csv", by=the_owner(company), on=ON)
    return company


def pay(company, amount, text, *, day="10.03.2026", payer="ALFA TRANS"):
    row = f"{day};{amount};RON;{payer};RO09BCYP0000001234567890;{text}\n"
    iban = company.bank_accounts.get().iban
    statements.load(company, (HEAD + row).encode(), name="e.csv", account=iban, by=the_owner(company), on=ON)
    return reconciliation.book_sure(company, by=the_owner(company), on=ON)


def standing(company, role):
    """What stands on the account of that role."""
    lines = EntryLine.objects.filter(company=company, account__role=role)
    return sum((line.base_amount for line in lines), Decimal(0))


def the_invoice():
    return OpenItem.objects.get(document_number="EX-2026-0417", document_kind="imported_invoice")


def test_a_discount_taken_in_time_settles_the_invoice_and_goes_back_with_the_line(company):
    (match,) = pay(company, "980,00", "plata EX-2026-0417 -2%")
    assert match.kind == "discount" and the_invoice().balance == 0
    assert [standing(company, role) for role in ("bank", "discount_allowed", "receivable")] == [980, 20, 0]
    exported = outside.exported(company, imported=queries.imported_ids(company)).decode().splitlines()
    assert exported[1].split(",")[1:4] == ["I1", "1000.00", "auto"] and exported[1].endswith("early_discount")
    assert breaches() == []

    reconciliation.undo(company, match.line, by=the_owner(company), on=ON)
    assert the_invoice().balance == 1000
    assert [standing(company, role) for role in ("bank", "discount_allowed", "receivable")] == [0, 0, 1000]
    assert breaches() == []
    assert reconciliation.book_sure(company, by=the_owner(company), on=ON) == [], "a person took it back"
    again = match.line.proposals.get(rank=1)
    reconciliation.confirm_proposal(company, again, by=the_owner(company), on=ON)
    assert the_invoice().balance == 0 and standing(company, "discount_allowed") == 20
    assert breaches() == []


def test_a_payment_taken_back_by_hand_takes_its_discount_along(company):
    (match,) = pay(company, "980,00", "plata EX-2026-0417")
    incoming.take_back(company, match.payment, reason="wrong payer", by=the_owner(company), on=ON)
    assert the_invoice().balance == 1000 and standing(company, "discount_allowed") == 0
    reconciliation.undo(company, match.line, by=the_owner(company), on=ON)
    assert the_invoice().balance == 1000 and breaches() == []


def test_a_discount_a_day_late_waits_for_a_person(company):
    assert pay(company, "980,00", "plata EX-2026-0417", day="12.03.2026") == []
    assert company.statement_lines.get().proposals.get(rank=1).kind == "partial"


def test_a_discount_whose_invoice_was_paid_in_part_meanwhile_is_refused(company):
    assert pay(company, "980,00", "avans EX-2026-0417") == []  # the word keeps a person
    proposal = company.statement_lines.get().proposals.get(rank=1)
    assert proposal.kind == "discount"
    told = {"amount": "100", "invoice": "EX-2026-0417"}
    incoming.record_all(company, [told], by=the_owner(company), on=ON)
    with pytest.raises(Refused) as refusal:
        reconciliation.confirm_proposal(company, proposal, by=the_owner(company), on=ON)
    assert refusal.value.code == "statement_line.not_proposed"


def test_a_stated_fee_goes_to_bank_fees_and_back(company):
    (match,) = pay(company, "988,00", "plata EX-2026-0417 /CHGS/12.00")
    assert match.kind == "fee" and the_invoice().balance == 0
    assert [standing(company, role) for role in ("bank", "bank_fee", "receivable")] == [988, 12, 0]
    assert breaches() == []
    reconciliation.undo(company, match.line, by=the_owner(company), on=ON)
    assert [standing(company, role) for role in ("bank", "bank_fee", "receivable")] == [0, 0, 1000]
    assert breaches() == []


def test_a_person_says_that_a_silent_gap_is_a_fee(company):
    assert pay(company, "988,00", "plata EX-2026-0417") == []
    proposal = company.statement_lines.get().proposals.get(rank=1)
    assert (proposal.kind, proposal.reasons[:2]) == ("fee", ["match.number", "match.fee_likely"])
    reconciliation.confirm_proposal(company, proposal, by=the_owner(company), on=ON)
    assert the_invoice().balance == 0 and standing(company, "bank_fee") == 12
    assert breaches() == []


@pytest.mark.parametrize(("payer", "learned"), [("ALFA TRANS", 1), ("FACTORING PLUS", 0)])
def test_an_account_is_learned_from_its_own_customer_only(company, payer, learned):
    assert len(pay(company, "1000,00", "plata EX-2026-0417", payer=payer)) == 1
    assert KnownIban.objects.filter(company=company).count() == learned


def test_what_is_paid_twice_waits_for_a_person(company):
    assert len(pay(company, "1000,00", "plata EX-2026-0417")) == 1
    assert pay(company, "1000,00", "plata EX-2026-0417", day="14.03.2026") == []
