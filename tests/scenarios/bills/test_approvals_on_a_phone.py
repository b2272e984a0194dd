"""An approver's way: a mail, a sign-in, one tap; and what they may ask before."""

import pytest
from django.test import Client
from django.urls import reverse

from kvit.approvals import policies
from kvit.companies.models import User
from kvit.events import work
from kvit.messages.models import Message
from kvit.payables import queries
from kvit.reactions import REACTIONS
from tests.builders import DAY, somebody
from tests.scenarios.bills.test_approvals_of_bills import Firm

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def firm():
    return Firm()


def phone(person):
    client = Client()
    client.force_login(User.objects.get(pk=person.id))
    return client


def tap_approve(browser, bill, **more):
    typed = {"version": queries.find(bill.company, bill.public_id).version, "from_card": "1", **more}
    return browser.post(reverse("bill_approve", args=[bill.public_id]), typed)


def test_the_mail_leads_to_the_card_and_one_tap_there_approves(firm):
    bill = firm.bill("1000.00")
    work.run_all(REACTIONS)
    mail = Message.objects.get(to_address=User.objects.get(pk=firm.ana.id).email)
    assert "/approvals" in mail.text
    ana = phone(firm.ana)
    card = ana.get("/approvals").content.decode()
    assert bill.number in card
    assert "1,210.00" in card
    assert "After you 1 more step is asked." in card
    assert tap_approve(ana, bill).headers["Location"] == "/approvals"
    assert "Nothing waits for you" in ana.get("/approvals").content.decode()
    owner = phone(firm.owner)
    assert "After you nobody else has to approve." in owner.get("/approvals").content.decode()
    tap_approve(owner, bill)
    assert firm.now(bill).status == "approved"


def test_the_card_shows_only_what_waits_for_the_reader(firm):
    bill = firm.bill("1000.00")
    for other in (firm.clerk, firm.small, firm.owner):
        assert bill.number not in phone(other).get("/approvals").content.decode()
    viewer = somebody(firm.company, "viewer")
    assert "Nothing waits for you" in phone(viewer).get("/approvals").content.decode()


def test_several_wait_one_by_one_what_is_due_first_before_the_rest(firm):
    later = firm.bill("1100.00", terms_days=30)
    first = firm.bill("1200.00", terms_days=5)
    ana = phone(firm.ana)
    card = ana.get("/approvals").content.decode()
    assert "1 of 2 to approve" in card
    assert card.index(first.number) < card.index(later.number)
    other = ana.get("/approvals", {"bill": later.public_id}).content.decode()
    assert "2 of 2 to approve" in other
    assert "1,331.00" in other


def test_without_a_policy_it_waits_for_every_other_person_who_may_approve(firm):
    for row in policies.holding(firm.company):
        policies.archive(firm.company, row, by=firm.owner, on=DAY)
    bill = firm.bill("100.00")
    assert bill.number in phone(firm.small).get("/approvals").content.decode()
    assert bill.number not in phone(firm.clerk).get("/approvals").content.decode()


def test_an_approver_asks_and_the_one_who_entered_it_answers_on_the_bill(firm):
    bill = firm.bill("1000.00")
    ana, clerk = phone(firm.ana), phone(firm.clerk)
    asked = firm.asked(bill)
    ana.post(reverse("approval_ask", args=[asked.public_id]), {"text": "For which site?"})
    assert clerk.get(reverse("approval", args=[asked.public_id])).headers["Location"].endswith(bill.public_id)
    page = clerk.get(reverse("bill", args=[bill.public_id])).content.decode()
    assert "For which site?" in page
    assert "Your answer" in page
    question = asked.questions.get()
    clerk.post(reverse("question_reply", args=[question.public_id]), {"text": "The hotel in Cluj"})
    card = ana.get("/approvals").content.decode()
    assert "The hotel in Cluj" in card
    assert "Your answer" not in card


def test_a_bill_that_changed_while_the_card_was_open_is_not_approved_by_its_button(firm):
    bill = firm.bill("1000.00")
    answer = phone(firm.ana).post(reverse("bill_approve", args=[bill.public_id]), {"version": "0", "from_card": "1"})
    assert answer.status_code >= 400
    assert firm.now(bill).status == "to_approve"
