"""A line over many documents and accounts, small change written off with its reason, and a colleague who is asked."""

from decimal import Decimal

import pytest

from kvit.banking import bank_rules, bookings, questions, reconciliation, rule_queries, splits
from kvit.banking.models import Booking
from kvit.banking.splits import ToAccount
from kvit.companies.permissions import actor
from kvit.core.bank_rules import Target
from kvit.core.errors import Refused
from kvit.ledger import accounts
from kvit.ledger.models import OpenItem
from kvit.payments.requests import Share
from kvit.tasks.models import Task
from tests.builders import a_company, a_customer, a_line, a_user, an_invoice, balance_of, breaches, the_owner
from tests.scenarios.bank_lines.lines import LATER, account, load, row

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return a_company("RO")


def who(company):
    return {"by": the_owner(company), "on": LATER}


def share(invoice, amount=None):
    item = OpenItem.objects.get(document_kind="invoice", document_id=invoice.pk)
    return Share(item.public_id, None if amount is None else Decimal(amount))


def split(company, line, **told):
    return splits.split(company, line, **told, **who(company))


def refused(company, line, **told):
    with pytest.raises(Refused) as refusal:
        split(company, line, **told)
    return refusal.value.code


def test_one_line_pays_two_customers_and_a_fee_is_taken_off(company):
    """A bank collects 121 + 50 of two customers and keeps 15 of them."""
    one = an_invoice(company, a_line("100", vat="21"), customer=a_customer(company, name="Alfa SRL"))
    two = an_invoice(company, a_line("80", vat="21"), customer=a_customer(company, name="Beta SRL"))
    [line] = load(company, row("156,00", "decont incasari", payer="Banca SA"))
    documents = [share(one), share(two, "50")]
    commission = ToAccount(Target(account="627"), Decimal(-15))
    assert refused(company, line, documents=documents) == "split.not_whole"
    split(company, line, documents=documents, parts=[commission])
    assert (balance_of(one), balance_of(two)) == (0, Decimal("46.8"))
    assert (account(company, "627"), account(company, "5121")) == (15, 156)
    assert breaches() == []

    line.refresh_from_db()
    reconciliation.undo(company, line, **who(company))
    assert (balance_of(one), balance_of(two)) == (121, Decimal("96.8"))
    assert (account(company, "627"), account(company, "5121")) == (0, 0)
    assert breaches() == []


def test_small_change_is_written_off_with_its_reason(company):
    """docs/rules/bank-lines.md: at most the tolerance, never without a reason."""
    bank_rules.tolerate(company, "RON", Decimal(1), **who(company))
    invoice = an_invoice(company, a_line("1000", vat="21"))
    far, near = load(company, row("1208,99", "rest"), row("1209,20", "rest", day="21.03.2026"))
    assert refused(company, near, documents=[share(invoice)]) == "split.not_whole"
    assert rule_queries.tolerance(company, "RON", on=LATER) == 1
    assert refused(company, far, documents=[share(invoice)], write_off="rounded by the payer") == "split.over_tolerance"
    split(company, near, documents=[share(invoice)], write_off="rounded by the payer")
    assert balance_of(invoice) == 0
    assert (account(company, "6588"), account(company, "5121")) == (Decimal("0.8"), Decimal("1209.2"))
    assert near.bookings.get().note == "rounded by the payer"
    assert breaches() == []


@pytest.mark.parametrize(
    ("came", "parts"),
    [
        ("1,00", {"654": -1209}),
        ("1,00", {"6588": -1209}),
        ("1,00", {"628": -1209}),
        ("1,00", {"628": 5000, "654": -6209}),
        ("1208,50", {"654": "-1.50"}),
        ("1208,80", {"654": "-0.80", "6588": "-0.40"}),
        ("1300,00", {"654": 90}),
    ],
)
def test_no_account_is_a_way_round_the_tolerance(company, came, parts):
    """docs/rules/bank-lines.md: 1,210.00 is owed and at most 1.00 may be written off, by whatever name."""
    bank_rules.tolerate(company, "RON", Decimal(1), **who(company))
    invoice = an_invoice(company, a_line("1000", vat="21"))
    [line] = load(company, row(came, "rest"))
    told = [ToAccount(Target(account=code), Decimal(amount)) for code, amount in parts.items()]
    assert refused(company, line, documents=[share(invoice)], parts=told, write_off="small") == "split.over_tolerance"
    assert balance_of(invoice) == 1210


def test_small_change_may_go_to_bad_debts_and_a_part_of_its_own_to_an_expense(company):
    invoice = an_invoice(company, a_line("1000", vat="21"))
    short, wages = load(company, row("1208,00", "rest"), row("-500,00", "casa", day="21.03.2026"))
    split(company, short, documents=[share(invoice)], parts=[ToAccount(Target(account="654"), Decimal(-2))])
    split(company, wages, parts=[ToAccount(Target(account=code), Decimal(-250)) for code in ("628", "6588")])
    assert balance_of(invoice) == 0
    assert [account(company, code) for code in ("654", "628", "6588")] == [2, 250, 250]
    assert breaches() == []


def test_a_transfer_that_is_a_part_of_a_line_meets_its_other_half(company):
    """The bank takes 505.00: 500.00 for the other account and 5.00 for itself."""
    second = accounts.open_bank(company, "RO09BCYP0000001234567890", currency="RON", **who(company))
    [out] = load(company, row("-505,00", "alimentare si comision"))
    to_second, fee = (
        ToAccount(Target(own_account=second.iban), Decimal(-500)),
        ToAccount(Target(account="627"), Decimal(-5)),
    )
    assert refused(company, out, parts=[to_second, ToAccount(to_second.target, Decimal(-5))]) == "split.one_transfer"
    split(company, out, parts=[to_second, fee])
    assert account(company, "581") == 500

    whole, came = load(company, row("505,00", "alta"), row("500,00", "alimentare"), account=second.iban)
    assert not whole.proposals.exists(), "it is not the whole line that is on the way"
    assert came.proposals.get().reasons == ["match.other_half"]
    reconciliation.confirm_proposal(company, came.proposals.get(), **who(company))
    assert (account(company, "581"), account(company, "627")) == (0, 5)
    one, other = Booking.objects.order_by("pk")
    assert (one.other, other.other) == (other, one)
    reconciliation.undo(company, out, **who(company))
    assert account(company, "581") == -500 and Booking.objects.get(pk=other.pk).other is None
    assert breaches() == []


@pytest.mark.parametrize(("as_", "code"), [("fee", "627"), ("write_off", "6588")])
def test_what_is_missing_of_a_proposal_is_a_fee_or_written_off(company, as_, code):
    invoice = an_invoice(company, a_line("100", vat="21"))
    [line] = load(company, row("119,00", f"plata {invoice.number}", payer="Cineva SRL"))
    proposal = line.proposals.get(rank=1)
    assert proposal.difference == -2
    splits.close_gap(company, proposal, as_=as_, why="small", **who(company))
    assert balance_of(invoice) == 0
    assert (account(company, code), account(company, "5121")) == (2, 119)
    assert breaches() == []


def test_what_does_not_go_together_is_refused(company):
    invoice = an_invoice(company, a_line("100", vat="21"))
    [out] = load(company, row("-100,00", "plata"))
    assert refused(company, out) == "split.nothing"
    assert refused(company, out, documents=[share(invoice)], write_off="x") == "split.over_tolerance"
    negative = ToAccount(Target(account="628"), Decimal(-221))
    assert refused(company, out, documents=[share(invoice)], parts=[negative]) == "split.wrong_way"
    part = ToAccount(Target(account="628"), Decimal("-99.999"))
    assert refused(company, out, parts=[part]) == "field.bad_value"


def test_a_colleague_is_asked_and_the_answer_stands_at_the_line(company):
    dan = a_user("dan@ateliernord.example")
    company.memberships.create(user=dan, role="clerk")
    eve = a_user("eve@ateliernord.example")
    company.memberships.create(user=eve, role="viewer")
    [line] = load(company, row("-77,00", "POS 4471"))
    with pytest.raises(Refused, match=r"question\.to_viewer"):
        questions.ask(company, line, to=eve.email, text="Whose lunch?", **who(company))
    questions.ask(company, line, to=dan.email, text="Whose lunch was that?", **who(company))
    task = Task.objects.get(kind="statement_line.question")
    assert (task.owner, task.status) == (dan, "open")
    assert questions.talk(company, line).asked == dan

    questions.answer(company, line, text="The fair in Cluj", by=actor(dan, company), on=LATER)
    talk = questions.talk(company, line)
    assert [note.text for note in talk.notes] == ["Whose lunch was that?", "The fair in Cluj"]
    assert talk.asked is None
    task.refresh_from_db()
    assert task.status == "done"
    with pytest.raises(Refused, match=r"question\.none"):
        questions.answer(company, line, text="Again", **who(company))


def test_nobody_is_asked_any_more_about_a_line_that_is_done(company):
    lines = load(company, row("-77,00", "POS 4471"), row("-78,00", "POS 4472"), row("-79,00", "POS 4473"))
    for line in lines:
        questions.ask(company, line, to=the_owner(company).name, text="Whose lunch?", **who(company))
    booked, left_out, divided = lines
    bookings.book(company, booked, Target(account="628"), **who(company))
    reconciliation.ignore(company, left_out, note="private", **who(company))
    assert [one.status for one in Task.objects.order_by("pk")] == ["done", "done", "open"]
    parts = [ToAccount(Target(account=code), Decimal(amount)) for code, amount in (("628", -9), ("627", -70))]
    split(company, divided, parts=parts)
    assert not Task.objects.filter(status="open").exists()
