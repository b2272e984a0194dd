"""Money that pays nothing yet is the customer's credit; a payment recorded before its line came is booked once."""

from datetime import date
from decimal import Decimal

import pytest

from kvit.banking import chosen, queries, reconciliation, splits
from kvit.banking.models import StatementLine
from kvit.banking.splits import OnAccount
from kvit.core.errors import Refused
from kvit.jobs.worker import until_idle
from kvit.ledger.models import OpenItem
from kvit.parties import ibans
from kvit.payments import incoming
from kvit.payments.models import Payment
from kvit.payments.requests import Share
from tests.builders import a_company, a_customer, a_line, an_invoice, balance_of, breaches, the_owner
from tests.scenarios.bank_lines.lines import IBAN, LATER, account, load, proposed, row

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return a_company("RO")


@pytest.fixture
def alfa(company):
    return a_customer(company, name="Alfa SRL")


def who(company):
    return {"by": the_owner(company), "on": LATER}


def record(company, invoice, amount="121", day="2026-03-18", **more):
    told = {"invoice": invoice.number, "amount": amount, "paid_on": day, **more}
    return incoming.record_all(company, [told], **who(company))[0].payment


def left(party):
    return -sum(item.balance for item in OpenItem.objects.filter(party=party, document_kind="payment"))


def refused(do, *args, **told):
    with pytest.raises(Refused) as refusal:
        do(*args, **told)
    return refusal.value.code


def test_money_before_any_invoice_is_the_customers_credit_and_the_next_invoice_uses_it(company, alfa):
    [line] = load(company, row("500,00", "avans comanda 7", payer="Alfa SRL", iban=IBAN))
    match = chosen.on_account(company, line, alfa, **who(company))
    assert (match.kind, match.payment.party, left(alfa)) == ("on_account", alfa, 500)
    assert account(company, "5121") == 500 and ibans.known(company) == {IBAN: [alfa.public_id]}
    invoice = an_invoice(company, a_line("100", vat="21"), customer=alfa)
    [credit] = incoming.left_of(company, alfa)
    incoming.allocate(company, credit, [Share(invoice.number)], **who(company))
    assert (balance_of(invoice), left(alfa)) == (0, 379) and breaches() == []


def test_undone_the_credit_is_gone_with_all_that_it_paid(company, alfa):
    [line] = load(company, row("500,00", "avans", payer="Alfa SRL", iban=IBAN))
    chosen.on_account(company, line, alfa, **who(company))
    invoice = an_invoice(company, a_line("100", vat="21"), customer=alfa)
    incoming.allocate(company, incoming.left_of(company, alfa)[0], [Share(invoice.number)], **who(company))
    reconciliation.undo(company, line, **who(company))
    assert (balance_of(invoice), left(alfa), account(company, "5121")) == (121, 0, 0)
    assert ibans.known(company) == {} and breaches() == []
    chosen.on_account(company, line, alfa, **who(company))
    assert left(alfa) == 500 and breaches() == []


def test_money_that_went_out_is_nobodys_credit(company, alfa):
    [line] = load(company, row("-5,00", "comision"))
    assert refused(chosen.on_account, company, line, alfa, **who(company)) == "match.on_account_out"


def test_a_split_line_pays_an_invoice_of_one_and_stays_as_credit_of_both(company, alfa):
    """600.00: 121 of Alfa's invoice, 79 more of Alfa's and 400 of Beta's on account."""
    beta = a_customer(company, name="Beta SRL")
    invoice = an_invoice(company, a_line("100", vat="21"), customer=alfa)
    item = OpenItem.objects.get(document_kind="invoice", document_id=invoice.pk).public_id
    [line] = load(company, row("600,00", "decont"))
    told = {"documents": [Share(item)], "on_account": [OnAccount(alfa, Decimal(79)), OnAccount(beta, Decimal(400))]}
    splits.split(company, line, **told, **who(company))
    assert (balance_of(invoice), left(alfa), left(beta)) == (0, 79, 400)
    assert account(company, "5121") == 600 and breaches() == []
    reconciliation.undo(company, line, **who(company))
    assert (balance_of(invoice), left(alfa), left(beta), account(company, "5121")) == (121, 0, 0, 0)
    assert breaches() == []


def test_what_is_on_account_in_a_split_goes_the_way_of_the_money(company, alfa):
    [line] = load(company, row("600,00", "decont"))
    told = {"on_account": [OnAccount(alfa, Decimal(-10))], **who(company)}
    assert refused(splits.split, company, line, write_off="x", **told) in ("split.wrong_way", "split.over_tolerance")
    told["on_account"] = [OnAccount(alfa, Decimal(500))]
    assert refused(splits.split, company, line, **told) == "split.not_whole"


def test_a_payment_recorded_before_its_line_is_proposed_first_and_booked_once(company, alfa):
    """docs/rules/matching.md: KV-1 was recorded by hand; KV-2 of the same amount is not paid by the line."""
    one, two = (an_invoice(company, a_line("100", vat="21"), customer=alfa) for _ in range(2))
    payment = record(company, one)
    [line] = load(company, row("121,00", "plata", payer="Alfa SRL", iban=IBAN))
    assert reconciliation.book_sure(company, **who(company)) == []
    best, other = queries.find(company, line.public_id).proposals.all()
    assert (best.kind, best.payment, best.reasons) == ("recorded", payment, ["match.recorded", "match.name"])
    assert "match.recorded_before" in other.reasons and not other.is_sure
    reconciliation.confirm_proposal(company, best, **who(company))
    line.refresh_from_db()
    assert line.status == "reconciled" and Payment.objects.filter(company=company).count() == 1
    assert (balance_of(one), balance_of(two), account(company, "5121")) == (0, 121, 121)
    assert breaches() == []

    reconciliation.undo(company, line, **who(company))
    assert (balance_of(one), account(company, "5121")) == (0, 121), "what a person recorded stands"
    [line] = proposed(company)
    chosen.is_payment(company, line, payment, **who(company))
    assert line.matches.filter(undone=False).get().payment == payment and breaches() == []


def test_one_payment_is_one_lines_and_the_second_line_is_told(company, alfa):
    payment = record(company, an_invoice(company, a_line("100", vat="21"), customer=alfa))
    first, second = load(company, row("121,00", "plata"), row("121,00", "plata iar"))
    chosen.is_payment(company, first, payment, **who(company))
    assert refused(chosen.is_payment, company, second, payment, **who(company)) == "payment.other_line"
    assert queries.recorded_for(company, second) == []


def test_a_line_is_no_payment_of_another_amount_direction_or_that_a_line_made(company, alfa):
    invoice = an_invoice(company, a_line("300", vat="21"), customer=alfa)
    payment = record(company, invoice)
    less, out, made = load(company, row("120,00", "a"), row("-121,00", "b"), row("50,00", "c"))
    for line in (less, out):
        assert refused(chosen.is_payment, company, line, payment, **who(company)) == "payment.not_this_line"
    by_line = chosen.on_account(company, made, alfa, **who(company)).payment
    assert refused(chosen.is_payment, company, less, by_line, **who(company)) == "payment.other_line"
    incoming.take_back(company, payment, reason="wrong", **who(company))
    [same] = [one for one in load(company, row("121,00", "d")) if one.amount == 121]
    assert refused(chosen.is_payment, company, same, payment, **who(company)) == "payment.taken_back"


def test_further_payments_of_a_split_line_are_of_that_line(company, alfa):
    beta = a_customer(company, name="Beta SRL")
    split, other = load(company, row("300,00", "decont"), row("100,00", "plata"))
    told = [OnAccount(alfa, Decimal(200)), OnAccount(beta, Decimal(100))]
    splits.split(company, split, on_account=told, **who(company))
    of_beta = Payment.objects.get(party=beta)
    assert queries.recorded_for(company, other) == []
    assert refused(chosen.is_payment, company, other, of_beta, **who(company)) == "payment.other_line"


def test_a_line_waits_again_once_its_payment_was_taken_back(company, alfa):
    recorded = record(company, an_invoice(company, a_line("100", vat="21"), customer=alfa))
    tied, made = load(company, row("121,00", "plata"), row("50,00", "avans"))
    chosen.is_payment(company, tied, recorded, **who(company))
    by_line = chosen.on_account(company, made, alfa, **who(company)).payment
    for payment in (recorded, by_line):
        incoming.take_back(company, payment, reason="wrong", **who(company))
    until_idle()
    assert {line.status for line in StatementLine.objects.filter(company=company)} <= {"open", "proposed"}
    assert breaches() == []


def test_a_line_of_two_payments_waits_again_once_both_were_taken_back(company, alfa):
    beta = a_customer(company, name="Beta SRL")
    [split] = load(company, row("300,00", "decont"))
    told = [OnAccount(alfa, Decimal(200)), OnAccount(beta, Decimal(100))]
    splits.split(company, split, on_account=told, **who(company))
    statuses = []
    for party in (beta, alfa):
        incoming.take_back(company, Payment.objects.get(party=party), reason="wrong", **who(company))
        until_idle()
        split.refresh_from_db()
        statuses.append(split.status)
    assert statuses[0] == "reconciled" and statuses[1] != "reconciled" and breaches() == []


def test_a_payment_of_another_month_is_not_proposed(company, alfa):
    invoice = an_invoice(company, a_line("100", vat="21"), customer=alfa, on=date(2026, 3, 1))
    record(company, invoice, day="2026-03-05")
    load(company, row("121,00", "plata", payer="Alfa SRL", day="31.03.2026"))
    [line] = proposed(company)
    assert not line.proposals.filter(kind="recorded").exists()
