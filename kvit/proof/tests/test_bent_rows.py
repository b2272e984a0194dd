"""`kvit check` of disputes, plans, bank lines, late fees, demands and texts: one row bent, and the check names it."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.utils import timezone

from kvit.arrangements import plans
from kvit.arrangements.models import Dispute, PlanInstalment, PlanItem
from kvit.banking import bookings, chosen, feed_lines
from kvit.banking.models import Booking, FedAccount, FedMovement, Feed, Match, StatementLine
from kvit.collecting import demands
from kvit.collecting.models import Demand, LateFee, LateFeeLine
from kvit.core.bank_rules import Target
from kvit.core.formats.berlin_group import Balance, transactions
from kvit.ledger import accounts
from kvit.ledger.models import OpenItem
from kvit.messages import texting
from kvit.messages.models import Text
from kvit.messages.outbox import About
from kvit.payments import incoming
from kvit.ports.feed import Told
from kvit.proof.tests.test_reminders import broken
from kvit.receivables import credit_notes, invoices, redeeming
from kvit.receivables.models import InvoiceExtra
from kvit.tables import drop_guards
from tests.builders import DAY, a_company, a_customer, a_draft, a_line, an_invoice, the_owner
from tests.scenarios.arrangements import debtor
from tests.scenarios.bank_lines.lines import IBAN, load, row
from tests.scenarios.bank_lines.lines import LATER as BANKED
from tests.scenarios.collecting.test_late_fees import LATER, SOLD, issue, sold
from tests.scenarios.loyalty import saving

pytestmark = pytest.mark.django_db
NO_TRIGGERS = "G1"
MAY = date(2026, 5, 4)


def unguarded():
    """Take the triggers away, as somebody does who goes round Kvit; they come back with the end of the test."""
    assert broken() == set()
    connection.check_constraints()
    drop_guards(connection)


def bend(codes, rows, **change):
    """While the one row says this, the check names these invariants alone."""
    [before] = rows.values(*change)
    assert before != change
    rows.update(**change)
    assert broken() - {NO_TRIGGERS} == set(codes.split())
    rows.update(**before)


def test_a_dispute_of_more_than_the_line_or_of_another_invoice():
    company = a_company("RO")
    customer, by = a_customer(company), the_owner(company)
    invoice, other = an_invoice(company, customer=customer), an_invoice(company, customer=customer)
    debtor.dispute(invoice, 1, by=by)
    [made] = Dispute.objects.all()
    unguarded()
    bend("I40", Dispute.objects.all(), amount=made.amount + Decimal("0.01"))
    bend("I40", Dispute.objects.all(), invoice=other.pk)
    bend("I40", Dispute.objects.all(), currency="EUR")


def test_a_plan_that_does_not_add_up_or_lets_its_items_go():
    company = a_company("RO")
    invoice = an_invoice(company)
    wish = debtor.wish(invoice, first_on=DAY)
    plans.make(company, invoice.party, wish, by=the_owner(company), on=DAY)
    first = PlanInstalment.objects.order_by("pk")[:1].values("pk")
    unguarded()
    bend("I40a", PlanInstalment.objects.filter(pk__in=first), amount=Decimal("1"))
    bend("I40a", PlanItem.objects.all(), is_live=False)
    bend("I40a", PlanItem.objects.all(), amount=Decimal("1"))


def test_a_bank_line_settled_by_nothing_or_booked_to_another_sum():
    company = a_company("RO")
    [line] = load(company, row("-25,00", "comision administrare cont"))
    bookings.book(company, line, Target(account="627"), by=the_owner(company), on=DAY)
    unguarded()
    bend("I42", StatementLine.objects.filter(pk=line.pk), status="open")
    [made] = Booking.objects.all()
    bend("I42a", Booking.objects.all(), parts=[{**made.parts[0], "amount": "-24.99"}])


def test_a_bank_line_tied_to_a_payment_that_moved_something_else():
    company = a_company("RO")
    customer, who = a_customer(company), {"by": the_owner(company), "on": BANKED}
    told = [{"customer": customer.public_id, "amount": amount, "paid_on": "2026-03-20"} for amount in ("121", "50")]
    first, other = (one.payment for one in incoming.record_all(company, told, **who))
    [line] = load(company, row("121,00", "plata"))
    chosen.is_payment(company, line, first, **who)
    unguarded()
    bend("I69 I81", Match.objects.all(), payment=other.pk)
    bend("I70", Match.objects.all(), kind="bill")


def test_a_movement_of_a_feed_that_is_another_accounts_or_a_balance_that_does_not_add_up():
    company = a_company("RO")
    now = timezone.now()
    feed = Feed.objects.create(company=company, provider="gocardless", bank="X", next_at=now, created_at=now)
    own = company.bank_accounts.get(is_main=True)
    other = accounts.open_named(company, IBAN, currency="EUR", by=the_owner(company), on=DAY)
    fed = FedAccount.objects.create(company=company, feed=feed, bank_account=own, reference="r", from_on=BANKED)
    money = {"amount": "5.00", "currency": own.currency}
    moved = {"transactionId": "m1", "bookingDate": BANKED.isoformat(), "transactionAmount": money}
    told = Told(transactions=transactions({"booked": [moved]}), balance=Balance(Decimal(9), own.currency), content=b"x")
    feed_lines.take(fed, told, feed_lines.Round(feed), since=BANKED, by=the_owner(company), on=BANKED)
    unguarded()
    bend("I79", FedMovement.objects.all(), bank_account=other)
    bend("I80", FedAccount.objects.all(), gap=Decimal(1))


def test_a_credit_note_that_takes_back_more_than_points_took_off():
    company = a_company("RO")
    a_customer(company)
    saving.promise(company)
    saving.pay(saving.sold(company))
    draft = a_draft(company, a_line("150.00", vat="21", quantity="2"), on=MAY)
    redeeming.use(company, draft, wanted=600, by=the_owner(company), on=MAY)
    used = invoices.issue(company, draft, by=the_owner(company), on=MAY)
    note = credit_notes.issue(company, used, reason="return", quantities={1: Decimal(1)}, by=the_owner(company), on=MAY)
    debtor.settle_down()
    unguarded()
    bend("I82", InvoiceExtra.objects.filter(invoice=note), amount=Decimal("12.01"))


def test_a_late_fee_or_a_demand_that_does_not_add_up():
    company = a_company("RO", on=SOLD)
    customer = a_customer(company)
    sold(company, customer)
    [fee] = issue(company, customer, rules=("interest",))
    demand = demands.make(company, customer, demands.Asked(), by=the_owner(company), on=LATER)
    unguarded()
    bend("I43", LateFee.objects.filter(pk=fee.pk), amount=fee.amount + Decimal("0.01"))
    bend("I43", LateFeeLine.objects.filter(fee=fee), amount=Decimal("0.01"))
    bend("I43", LateFeeLine.objects.filter(fee=fee), live=False)
    bend("I43", Demand.objects.all(), amount=demand.amount + 1)
    bend("I43", Demand.objects.all(), interest=demand.interest + 1)


def test_a_day_that_was_charged_twice_and_interest_on_interest():
    company = a_company("RO", on=SOLD)
    customer = a_customer(company)
    sold(company, customer)
    [first] = issue(company, customer, rules=("interest",), on=date(2026, 4, 1))
    [second] = issue(company, customer, rules=("interest",))
    [line] = second.lines.all()
    [before] = first.lines.all()
    assert before.until < line.since
    unguarded()
    bend("I43a", LateFeeLine.objects.filter(pk=line.pk), since=before.until)
    charge = OpenItem.objects.get(document_kind="late_fee", document_id=first.pk)
    bend("I43a", LateFeeLine.objects.filter(pk=line.pk), item=charge.pk)


def test_a_text_that_somebody_got_twice():
    company = a_company("RO")
    customer = a_customer(company)

    def queued(nth):
        return texting.Outgoing(
            party=customer,
            channel="sms",
            number="+40721234567",
            body="Atelier Nord",
            language="ro",
            about=About(kind="statement", id=nth, public_id=f"x{nth}"),
            occasion="first",
        )

    for nth in (1, 2):
        last = texting.queue(company, queued(nth), by=the_owner(company), on=DAY)
    unguarded()
    bend("I45a", Text.objects.filter(pk=last.pk), about_public_id="x1")
