"""A dispute and a payment plan begin by mail as they do in the portal: inside the same limits, and taken back."""

from datetime import date
from decimal import Decimal

import pytest

from kvit.arrangements.models import Dispute, Plan
from kvit.capture import mailboxes
from kvit.dunning import campaigns
from kvit.events import work
from kvit.messages.models import Message
from kvit.ports import registry
from kvit.ports.mailbox import FakeMailboxes
from kvit.reactions import REACTIONS
from kvit.receivables import sending
from kvit.replies import acts
from kvit.tasks.models import Task
from tests.builders import DAY, a_company, a_customer, a_line, an_invoice, breaches, somebody, the_owner
from tests.scenarios.arrangements.debtor import let_plans, let_reminders_go
from tests.scenarios.test_replies import BOX, CAME, CUSTOMER, an_answer, asked, came, let, of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def company():
    made = a_company("RO")
    let_reminders_go(made)
    return made


@pytest.fixture
def boxes():
    before, fake = registry.use("mailboxes"), FakeMailboxes()
    registry.register("mailboxes", fake)
    yield fake
    registry.register("mailboxes", before)


@pytest.fixture
def sent(company, boxes):
    """The mail of an invoice of one line, to which a customer answers."""
    mailboxes.add(company, BOX, by=the_owner(company), on=DAY)
    invoice = an_invoice(company, customer=a_customer(company, email=CUSTOMER, language="ro"))
    [message] = sending.send(company, invoice, by=the_owner(company), on=DAY)
    work.run_all(REACTIONS)
    return message


def test_a_dispute_of_the_only_line_is_opened_by_itself_and_taken_back_by_a_person(company, boxes, sent):
    let(company)
    [row] = came(company, boxes, an_answer("NU am primit marfa, nu plătim.", to=sent))
    opened = Dispute.objects.get()
    assert (row.status, opened.invoice, opened.reason, opened.amount) == ("done", of(sent), "not_delivered", 121)
    assert opened.text == "NU am primit marfa, nu plătim." and opened.noted_by is None
    assert [one.kind for one in Task.objects.filter(status="open")] == ["dispute.opened"]
    campaigns.run(company, on=date(2026, 4, 7))
    assert not Message.objects.filter(kind="reminder").exists()
    acts.undo(company, row, by=the_owner(company), on=CAME)
    opened.refresh_from_db()
    assert opened.status == "withdrawn" and len(asked(company)) == 1
    acts.act(company, row, by=the_owner(company), on=CAME)
    assert Dispute.objects.get(status="open").noted_by is not None, "one press of a person opens it too"
    assert breaches() == []


def test_of_several_lines_the_one_that_is_named_is_disputed_else_a_person_is_asked(company, boxes, sent):
    let(company)
    lines = a_line("100.00", vat="19", name="Masă"), a_line("50.00", vat="19", name="Scaun")
    sold = an_invoice(company, *lines, customer=of(sent).party)
    mail = an_answer(f"Nu acceptăm factura {sold.number}: poziția Scaun este deteriorată.", key="<d1@x>")
    *_, row = came(company, boxes, mail)
    assert (row.invoice, row.want, row.against) == (sold, "dispute", []), row.wants
    opened = Dispute.objects.get()
    assert (opened.line.name, opened.reason, opened.amount) == ("Scaun", "damaged", Decimal("59.50"))
    *_, row = came(company, boxes, an_answer(f"Contestăm factura {sold.number}.", key="<d2@x>"))
    assert (row.proposed, row.against, Dispute.objects.count()) == ("ask", ["no_line"], 1)
    mail = an_answer(f"Nu acceptăm factura {sold.number}: poziția Scaun este deteriorată.", key="<d3@x>")
    *_, row = came(company, boxes, mail)
    assert (row.proposed, row.against, row.status) == ("dispute", ["dispute.known"], "open")
    assert breaches() == []


def test_instalments_asked_for_by_mail_are_granted_inside_the_limits(company, boxes, sent):
    let(company)
    let_plans(company, "auto", least="10")
    [row] = came(company, boxes, an_answer("Se poate plăti în 3 rate?", to=sent))
    plan = Plan.objects.get()
    assert (row.status, row.against, plan.status, plan.is_asked, plan.amount) == ("done", [], "agreed", True, 121)
    assert [one.due_on for one in plan.instalments.order_by("position")][0] == date(2026, 4, 14)
    assert Message.objects.filter(kind="plan_agreed", to_address=CUSTOMER).count() == 1
    acts.undo(company, row, by=the_owner(company), on=CAME)
    plan.refresh_from_db()
    assert plan.status == "cancelled"
    *_, row = came(company, boxes, an_answer("Se poate plăti în 30 rate?", to=sent, key="<i2@x>"))
    assert (row.proposed, row.against, row.status) == ("plan", ["plan.too_many"], "open"), "limits hold by mail too"
    *_, row = came(company, boxes, an_answer("Se poate plăti în rate?", to=sent, key="<i3@x>"))
    assert (row.proposed, row.against) == ("ask", ["no_count"])
    assert breaches() == []


def test_where_plans_are_decided_by_a_person_the_mail_asks_and_the_person_decides(company, boxes, sent):
    let(company, "suggest")
    let_plans(company, "suggest", least="10")
    [row] = came(company, boxes, an_answer("Se poate plăti în 3 rate?", to=sent))
    assert (row.proposed, row.against, Plan.objects.count()) == ("plan", ["level"], 0)
    acts.act(company, row, by=somebody(company, "clerk"), on=CAME)
    work.run_all(REACTIONS)
    assert Plan.objects.get().status == "proposed"
    assert [one.kind for one in Task.objects.filter(status="open")] == ["plan.to_decide"]
    assert breaches() == []
