"""A supplier's bill that the bank paid without a run: proposed for a person, booked with its bill, undone."""

from decimal import Decimal

import pytest

from kvit.banking import reconciliation
from kvit.core.errors import Refused
from kvit.ledger.models import OpenItem
from kvit.payments.models import Payment
from kvit.payments.requests import Share
from tests.builders import breaches
from tests.scenarios.bank_lines.lines import LATER, account, load, row
from tests.scenarios.runs.paying import Payer

pytestmark = pytest.mark.django_db


@pytest.fixture
def payer():
    return Payer()


def item_of(bill):
    return OpenItem.objects.get(side="payable", document_kind="bill", document_id=bill.pk)


def who(payer):
    return {"by": payer.owner, "on": LATER}


def test_a_bill_paid_by_card_is_proposed_by_its_number_and_never_booked_alone(payer):
    bill = payer.bill()
    owed = -item_of(bill).balance
    [line] = load(payer.company, row(f"-{owed:.2f}".replace(".", ","), f"card {bill.number}", payer="Lemn SRL"))
    assert reconciliation.book_sure(payer.company, **who(payer)) == []
    best = line.proposals.get(rank=1)
    assert (best.kind, best.is_sure, best.reasons[0]) == ("bill", False, "match.bill")
    assert best.items[0][0] == item_of(bill).public_id and "match.number" in best.reasons

    match = reconciliation.confirm_proposal(payer.company, best, **who(payer))
    assert (match.payment.direction, match.payment.amount, match.payment.party) == ("out", owed, bill.party)
    assert (item_of(bill).balance, account(payer.company, "5121")) == (0, -owed)
    assert breaches() == []

    reconciliation.undo(payer.company, line, **who(payer))
    assert (item_of(bill).balance, account(payer.company, "5121")) == (-owed, 0)
    again = line.proposals.model.objects.filter(line=line)
    reconciliation.suggest(payer.company, **who(payer))
    assert "match.taken_back" in again.get(rank=1).reasons and breaches() == []


def test_a_bill_in_a_live_run_is_the_runs_and_is_refused_by_hand(payer):
    bill = payer.bill()
    owed = -item_of(bill).balance
    payer.propose()
    [line] = load(payer.company, row(f"-{owed:.2f}".replace(".", ","), f"card {bill.number}", payer="Lemn SRL"))
    assert not line.proposals.exists()
    with pytest.raises(Refused) as refusal:
        reconciliation.confirm(payer.company, line, [Share(item_of(bill).public_id)], **who(payer))
    assert refusal.value.code == "run.in_another" and not Payment.objects.filter(company=payer.company).exists()


def test_what_was_paid_too_much_the_supplier_owes_us(payer):
    bill = payer.bill()
    owed = -item_of(bill).balance
    paid = owed + 20
    [line] = load(payer.company, row(f"-{paid:.2f}".replace(".", ","), "debit direct"))
    match = reconciliation.confirm(payer.company, line, [Share(item_of(bill).public_id)], **who(payer))
    left = OpenItem.objects.get(document_kind="payment", document_id=match.payment_id)
    assert (item_of(bill).balance, left.balance, left.side) == (0, 20, "payable")
    assert account(payer.company, "5121") == -paid and breaches() == []


def test_a_part_is_paid_by_saying_how_much(payer):
    bill = payer.bill()
    owed = -item_of(bill).balance
    [line] = load(payer.company, row("-50,00", "rata"))
    with pytest.raises(Refused) as refusal:
        reconciliation.confirm(payer.company, line, [Share(item_of(bill).public_id)], **who(payer))
    assert refusal.value.code == "match.more_than_paid"
    share = Share(item_of(bill).public_id, Decimal(-50))
    reconciliation.confirm(payer.company, line, [share], **who(payer))
    assert item_of(bill).balance == 50 - owed and breaches() == []


def test_money_that_came_in_pays_no_bill(payer):
    bill = payer.bill()
    [line] = load(payer.company, row("50,00", f"retur {bill.number}"))
    with pytest.raises(Refused) as refusal:
        reconciliation.confirm(payer.company, line, [Share(item_of(bill).public_id, Decimal(-50))], **who(payer))
    assert refusal.value.code == "open_item.unknown"
