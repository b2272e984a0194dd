"""Everything that is due, sent in one act: what went, what was held back, what failed; and nothing twice."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from kvit.api.tests.program import Program
from kvit.cli.tests.inside import kvit
from kvit.companies.models import Membership
from kvit.core.errors import Refused
from kvit.dunning import campaigns, pauses, procedures, rounds
from kvit.dunning.models import Reminder, ReminderRound, RoundRow
from kvit.events import events, work
from kvit.jobs import worker
from kvit.messages.models import Message
from kvit.payments import incoming
from kvit.receivables.models import Invoice
from tests.builders import DAY, a_company, a_customer, a_user, an_invoice, breaches, somebody, the_owner

pytestmark = pytest.mark.django_db
LATE = date(2026, 4, 6)
"""A Monday, five days after the invoices of `DAY` fell due."""


@pytest.fixture
def company(client, time_machine):
    time_machine.move_to("2026-04-06 09:00:00Z", tick=False)
    owner = a_user("ana@example.com")
    client.force_login(owner)
    company = a_company("RO", owner=owner)
    usual = procedures.every(company)[0]
    procedures.change(company, usual, {**usual.told, "bank_days": None}, by=the_owner(company), on=DAY)
    return company


@pytest.fixture
def late(company):
    """Three customers who are late by an invoice each."""
    found = {}
    for name in ("Alfa", "Beta", "Gama"):
        found[name] = a_customer(company, name=name, vat_id="", external_id=name, language="ro")
        an_invoice(company, customer=found[name])
    return found


def hold(company, party):
    asked = pauses.Asked(kind="hold", reason="we talk")
    return pauses.begin(company, party, asked, by=the_owner(company), on=LATE)


def became(row):
    return {one.party.name: one.status for one in RoundRow.objects.filter(round=row).order_by("pk")}


def written_to():
    return sorted(row.party.name for row in Reminder.objects.filter(status="sent"))


def test_all_that_is_due_goes_in_one_act_and_the_page_says_what_became_of_each(client, company, late):
    hold(company, late["Gama"])
    page = client.get(reverse("reminders")).content.decode()
    assert "Send all 2" in page
    shown = [late["Alfa"].public_id, late["Beta"].public_id]
    clicked = {"customers": " ".join(shown), "key": "of-this-page"}
    answer = client.post(reverse("reminders_send_all"), clicked)
    assert client.post(reverse("reminders_send_all"), clicked).url == answer.url
    worker.until_idle()
    assert client.post(reverse("reminders_send_all"), clicked).url == answer.url
    worker.until_idle()
    assert written_to() == ["Alfa", "Beta"]
    assert Message.objects.filter(kind="reminder").count() == 2
    result = client.get(answer.url).content.decode()
    assert "2 of 2" in result and "1 document held back" in result and "Reminders rest: we talk" in result
    assert all(reverse("customer_reminders", args=[one.public_id]) in result for one in late.values())
    assert "Last round" in client.get(reverse("reminders")).content.decode()
    assert breaches() == []


def test_who_paid_after_the_click_and_who_cannot_be_written_to_are_told_apart(company, late):
    row = rounds.begin(company, by=the_owner(company), on=LATE)
    paid = {"amount": "121.00", "invoice": Invoice.objects.get(party=late["Alfa"]).number, "paid_on": str(LATE)}
    incoming.record_all(company, [paid], by=the_owner(company), on=LATE)
    worker.until_idle()
    assert became(row) == {"Alfa": "passed", "Beta": "sent", "Gama": "sent"}
    assert RoundRow.objects.get(party=late["Alfa"]).code == "reminder.nothing"
    assert breaches() == []


def test_only_those_whom_the_page_showed_are_written_to(company, late):
    row = rounds.begin(company, customers=[late["Beta"].public_id], by=the_owner(company), on=LATE)
    worker.until_idle()
    assert became(row) == {"Beta": "sent"}
    assert written_to() == ["Beta"]
    with pytest.raises(Refused, match="customer.unknown"):
        rounds.begin(company, customers=["cus_none"], by=the_owner(company), on=LATE)


def test_one_round_at_a_time_and_none_of_nothing(company, late):
    by = the_owner(company)
    rounds.begin(company, by=by, on=LATE)
    with pytest.raises(Refused, match="reminder_round.running"):
        rounds.begin(company, by=by, on=LATE)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReminderRound.objects.create(company=company, reminded_on=LATE, actor_kind="user", actor_id=by.id)
    worker.until_idle()
    with pytest.raises(Refused, match="reminder_round.nothing"):
        rounds.begin(company, by=by, on=LATE)


def test_somebody_who_left_sends_nothing_more(company, late):
    left = somebody(company, "accountant")
    row = rounds.begin(company, by=left, on=LATE)
    Membership.objects.filter(company=company, user=left.id).delete()
    worker.until_idle()
    assert set(became(row).values()) == {"failed"}
    assert written_to() == []
    assert ReminderRound.objects.get(pk=row.pk).status == "finished"


def test_what_a_day_sends_by_itself_is_a_round_too(company, late):
    usual = procedures.every(company)[0]
    procedures.let(company, usual, level="auto", by=the_owner(company), on=DAY)
    hold(company, late["Beta"])
    rounds.run(company, on=LATE)
    [row] = ReminderRound.objects.filter(company=company)
    assert became(row) == {"Alfa": "sent", "Beta": "held", "Gama": "sent"}
    rounds.run(company, on=LATE)
    assert ReminderRound.objects.count() == 1, "a day that sends nothing more leaves no second one"
    assert breaches() == []


def test_a_round_is_never_rewritten(company, late):
    row = rounds.begin(company, by=the_owner(company), on=LATE)
    worker.until_idle()
    for change in (lambda: RoundRow.objects.update(status="failed"), lambda: RoundRow.objects.all().delete()):
        with pytest.raises(Exception, match="in a round"), transaction.atomic():
            change()
    with pytest.raises(Exception, match="that is over"), transaction.atomic():
        ReminderRound.objects.filter(pk=row.pk).update(status="running")


def test_a_program_and_the_command_line_send_all_and_look_at_the_round(company, late):
    program = Program(company)
    begun = program.post("/reminder_rounds", {"customers": [late["Alfa"].public_id]}, status=201)
    assert (begun["status"], begun["waiting"], begun["by"]) == ("running", 1, "program")
    worker.until_idle()
    assert program.get(f"/reminder_rounds/{begun['id']}")["sent"] == 1
    [outcome] = program.get(f"/reminder_rounds/{begun['id']}/outcomes")["data"]
    assert outcome["reminder"] == program.get("/reminders")["data"][0]["id"]
    second = kvit("reminder", "send-all", "--as-of", "2026-04-06").answer
    worker.until_idle()
    assert [one["sent"] for one in kvit("reminder", "rounds").answer] == [2, 1]
    found = kvit("reminder", "round", second["id"]).answer["outcomes"]
    assert [one["customer"]["name"] for one in found] == ["Beta", "Gama"]
    assert kvit("reminder", "send-all", "--as-of", "2026-04-06", exit_code=7).error["code"] == "reminder_round.nothing"


def test_who_only_looks_begins_no_round(company, late):
    with pytest.raises(Refused, match="permission"):
        rounds.begin(company, by=somebody(company, "viewer"), on=LATE)
    assert campaigns.run(company, on=LATE).sent == []


def test_a_round_whose_work_broke_down_is_over_and_the_next_one_may_begin(company, late):
    first = rounds.begin(company, by=the_owner(company), on=LATE)
    told = {"event": "reminder_round.begun", "about_id": first.pk, "handler": "send", "error": "no disk"}
    events.record("work.given_up", first, by=the_owner(company), on=LATE, facts=told)
    work.run_all({"work.given_up": [("round", rounds.give_up)]})
    first.refresh_from_db()
    assert first.status == "finished" and set(became(first).values()) == {"failed"}
    rounds.begin(company, by=the_owner(company), on=LATE)
    worker.until_idle()
    assert written_to() == ["Alfa", "Beta", "Gama"] and breaches() == []
