"""A company's rules for bank lines: rehearsed, let go, beaten by an invoice, taken back; habits and transfers."""

from decimal import Decimal

import pytest

from kvit.banking import bank_rules, bookings, outside, reconciliation, rule_queries
from kvit.banking.models import Booking, Proposal, StatementLine
from kvit.banking.proposing import rule_of
from kvit.companies import autopilot
from kvit.core.bank_rules import Target
from kvit.core.errors import Refused
from kvit.ledger import accounts, periods
from tests.builders import a_company, a_line, an_invoice, balance_of, breaches, the_owner
from tests.scenarios.bank_lines.lines import IBAN, LATER, account, load, proposed, row

pytestmark = pytest.mark.django_db
FEES = {"name": "Fees", "direction": "out", "text": "comision", "account": "627"}


@pytest.fixture
def company():
    return a_company("RO")


def who(company):
    return {"by": the_owner(company), "on": LATER}


def a_rule(company, level="auto", **told):
    rule = bank_rules.make(company, {**FEES, **told}, **who(company))
    return bank_rules.let(company, rule, level=level, **who(company))


def book_sure(company):
    return reconciliation.book_sure(company, **who(company))


def statuses(company):
    return list(StatementLine.objects.filter(company=company).order_by("pk").values_list("status", flat=True))


def test_a_fee_is_booked_by_its_rule_once_and_undone_alone(company):
    rule = bank_rules.make(company, FEES, **who(company))
    load(company, row("-12,50", "Comision plata"), row("-8,00", "Comision lunar"), row("-300,00", "chirie"))
    assert book_sure(company) == [], "a rule starts off"
    rehearsed = rule_queries.rehearse(company, rule_of(rule), on=LATER)
    assert [(one.line.amount, one.became) for one in rehearsed] == [(-8, "waits"), (Decimal("-12.5"), "waits")]

    bank_rules.let(company, rule, level="suggest", **who(company))
    assert book_sure(company) == [] and Proposal.objects.filter(rule=rule).count() == 2
    bank_rules.let(company, rule, level="auto", **who(company))
    assert len(book_sure(company)) == 2
    assert account(company, "627") == Decimal("20.5") and account(company, "5121") == Decimal("-20.5")
    assert rule_queries.used(company) == {rule.pk: 2}
    assert book_sure(company) == [], "each line once"

    first = StatementLine.objects.get(amount=Decimal("-12.5"))
    reconciliation.undo(company, first, **who(company))
    assert account(company, "627") == 8
    assert book_sure(company) == [], "what a person took back the rule does not book again"
    assert Proposal.objects.get(rule=rule).line_id == first.pk
    assert breaches() == []


def test_an_invoice_goes_before_a_rule(company):
    invoice = an_invoice(company, a_line("100", vat="21"))
    a_rule(company, name="All of Alfa", direction="in", text="plata")
    load(company, row("121,00", f"plata factura {invoice.number}", payer="ALFA SRL", iban=IBAN))
    book_sure(company)
    assert balance_of(invoice) == 0 and not Booking.objects.exists()


def test_what_may_pay_an_invoice_is_never_booked_by_a_rule_alone(company):
    invoice = an_invoice(company, a_line("100", vat="21"))
    a_rule(company, direction="in", text="transfer")
    [line] = load(company, row("60,00", f"transfer {invoice.number}", payer="Cineva SRL"))
    assert {one.kind for one in line.proposals.all()} == {"rule", "partial"}
    assert not line.proposals.filter(is_sure=True).exists() and book_sure(company) == []


def test_two_rules_that_differ_leave_the_line_to_a_person(company):
    a_rule(company)
    a_rule(company, name="Small", account="6588", text="lunar")
    [line] = load(company, row("-8,00", "Comision lunar"))
    assert book_sure(company) == []
    ways = line.proposals.order_by("rank")
    assert [one.account.code for one in ways] == ["627", "6588"]
    assert {reason for one in ways for reason in one.reasons} == {"match.rules_differ"}
    reconciliation.confirm_proposal(company, ways[1], **who(company))
    assert account(company, "6588") == 8 and account(company, "627") == 0


def test_the_level_of_the_rule_holds_where_matching_only_suggests(company):
    autopilot.change(company, "match", level="suggest", **who(company))
    a_rule(company)
    load(company, row("-8,00", "Comision lunar"))
    assert len(reconciliation.book_sure(company, rules_alone=True, **who(company))) == 1


def test_the_fourth_alike_is_proposed_and_one_act_makes_the_rule(company):
    wages = [row("-4200,00", f"Salariu {month} 2026 Popa", payer="Popa Ion") for month in ("ian", "feb", "mar")]
    for line in load(company, *wages):
        assert not line.proposals.exists()
        bookings.book(company, line, Target(account="421"), **who(company))
    [fourth] = load(company, row("-4300,00", "Salariu apr 2026 Popa", payer="Popa Ion"), name="apr.csv")
    way = fourth.proposals.get()
    assert (way.kind, way.account.code, way.reasons, way.is_sure) == ("learned", "421", ["match.learned"], False)

    rule = bank_rules.make_of(company, fourth, Target(account="421"), **who(company))
    assert (rule.level, rule.told["party"]) == ("suggest", "Popa Ion")
    proposed(company)
    assert fourth.proposals.get().rule_id == rule.pk


def test_a_transfer_between_own_accounts_meets_once(company):
    second = accounts.open_bank(company, "RO09BCYP0000001234567890", currency="RON", **who(company))
    [out] = load(company, row("-500,00", "alimentare", iban=second.iban))
    assert out.proposals.get().own_account_id == second.pk
    reconciliation.confirm_proposal(company, out.proposals.get(), **who(company))
    assert account(company, "581") == 500, "on the way"

    both = row("500,00", "alimentare", day="21.03.2026"), row("500,00", "alta", day="22.03.2026")
    first, other = load(company, *both, account=second.iban, name="second.csv")
    assert first.proposals.get().reasons == ["match.other_half"]
    reconciliation.confirm_proposal(company, first.proposals.get(), **who(company))
    assert account(company, "581") == 0 and account(company, "5121") == 0
    halves = Booking.objects.order_by("pk")
    assert [one.other_id for one in halves] == [halves[1].pk, halves[0].pk]
    proposed(company)
    assert not other.proposals.exists(), "the half is taken"

    reconciliation.undo(company, first, **who(company))
    assert account(company, "581") == 500 and Booking.objects.get(line=out).other is None
    assert breaches() == []


@pytest.mark.parametrize("code", ["4111", "401", "4427", "5121", "707", "581"])
def test_what_documents_book_no_rule_books(company, code):
    with pytest.raises(Refused, match=r"bank_rule\.not_bookable"):
        bank_rules.make(company, {**FEES, "account": code}, **who(company))


def test_a_line_that_goes_to_an_account_has_its_row_in_the_export(company):
    a_rule(company, level="suggest")
    load(company, row("-8,00", "Comision lunar"), row("-9,00", "altceva"))
    _, fee, other = outside.exported(company, imported={}).decode().splitlines()
    assert fee.split(",")[1:] == ["", "", "suggest", "1.00", ""]
    assert other.split(",")[1:] == ["", "", "open", "", ""]


def test_a_gateways_payout_goes_to_clearing_by_a_person(company):
    """docs/user/online-payments.md: the gateway's transfer to our bank settles the clearing account."""
    payouts = {"name": "Payouts", "direction": "in", "text": "stripe payout", "account": "5125"}
    rule = bank_rules.make(company, payouts, **who(company))
    with pytest.raises(Refused, match=r"bank_rule\.not_alone"):
        bank_rules.let(company, rule, level="auto", **who(company))
    bank_rules.let(company, rule, level="suggest", **who(company))
    first, second = load(company, row("970,00", "Stripe payout 1"), row("30,00", "STRIPE PAYOUT 2"))
    assert book_sure(company) == []
    reconciliation.confirm_proposal(company, first.proposals.get(), **who(company))
    bookings.book(company, second, Target(account="5125"), **who(company))
    assert account(company, "5125") == -1000 and account(company, "5121") == 1000

    fees = a_rule(company)
    with pytest.raises(Refused, match=r"bank_rule\.not_alone"):
        bank_rules.change(company, fees, payouts, **who(company))
    assert breaches() == []


def test_a_rule_for_one_account_of_ours_names_it_by_number_or_id(company):
    second = accounts.open_bank(company, "RO09BCYP0000001234567890", currency="RON", **who(company))
    with pytest.raises(Refused, match=r"bank_account\.unknown"):
        bank_rules.make(company, {**FEES, "own_account": "RO09BCYP0000001234567891"}, **who(company))
    a_rule(company, own_account="RO09 BCYP 0000 0012 3456 7890")
    assert not load(company, row("-8,00", "Comision lunar"))[0].proposals.exists()
    _, there = load(company, row("-8,00", "Comision lunar"), account=second.iban)
    assert there.proposals.get().account.code == "627"


def test_a_line_is_booked_and_made_a_rule_of_or_neither(company):
    """Figures alone make no rule: then nothing is booked either."""
    numbers, fee = load(company, row("-5,00", "000123"), row("-8,00", "Taxa 05/2026 de administrare"))
    with pytest.raises(Refused, match=r"bank_rule\.no_condition"):
        bank_rules.book_and_make(company, numbers, Target(account="627"), **who(company))
    assert not Booking.objects.exists() and statuses(company)[0] == "open"
    rule = bank_rules.book_and_make(company, fee, Target(account="627"), note="lunar", **who(company))
    assert (rule.level, rule.told["text"], account(company, "627")) == ("suggest", "administrare", 8)
    _, again = load(company, row("-9,00", "Taxa 06/2026 de administrare", day="21.03.2026"))
    assert again.proposals.get().rule_id == rule.pk


def test_a_locked_period_keeps_the_line_waiting(company):
    a_rule(company)
    load(company, row("-8,00", "Comision lunar"))
    periods.lock(company, until=LATER, **who(company))
    assert book_sure(company) == []
    assert statuses(company) == ["proposed"] and account(company, "627") == 0


def test_rules_are_put_in_order_and_archived(company):
    one, two = a_rule(company), a_rule(company, name="Second", account="6588")
    bank_rules.arrange(company, [two.public_id], **who(company))
    assert [row.name for row in rule_queries.every(company)] == ["Second", "Fees"]
    bank_rules.archive(company, two, **who(company))
    assert [row.name for row in rule_queries.every(company)] == ["Fees"]
    with pytest.raises(Refused, match="bank_rule.unknown"):
        bank_rules.change(company, two, FEES, **who(company))
    bank_rules.change(company, one, {**FEES, "account": "6588"}, **who(company))
    assert rule_queries.find(company, one.public_id).told["account"] == "6588"
