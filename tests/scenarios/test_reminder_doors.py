"""Reminders on pages, by programs and on the command line: the same choosing, the same words."""

from datetime import date

import pytest
from django.urls import reverse

from kvit.api.tests.program import Program
from kvit.cli.tests.inside import kvit
from kvit.companies.models import User
from kvit.companies.permissions import automation
from kvit.dunning import campaigns, pauses, procedures
from kvit.dunning.models import Pause, Procedure, Reminder
from kvit.jobs import worker
from kvit.messages import outbox
from kvit.messages.models import Message
from kvit.parties import contacts
from kvit.payments import incoming
from kvit.receivables.models import Invoice
from kvit.tasks.models import Task
from tests.builders import DAY, a_company, a_customer, a_user, an_invoice, somebody, the_owner

pytestmark = pytest.mark.django_db
LATE = date(2026, 4, 6)
"""A Monday, five days after the invoice of `DAY` fell due."""


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
def customer(company):
    customer = a_customer(company, language="ro")
    an_invoice(company, customer=customer)
    return customer


def page(client, name, *args):
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.content.decode().replace("\u00a0", " ")


def test_the_page_tells_the_language_that_the_mail_will_have(client, company):
    an_invoice(company, customer=a_customer(company, language=""))
    assert "Română" in page(client, "reminders"), "who told us none is written to in ours"


def test_what_is_due_is_seen_and_sent_in_one_act(client, company, customer):
    assert "Alfa SRL" in page(client, "reminders")
    procedure = reverse("reminder_procedure", args=[Procedure.objects.get().public_id])
    words = client.get(f"{procedure}?language=en").content.decode()
    assert "Payment reminder: invoice {numbers}, {amount} open" in words
    assert '<option value="ro" selected>' in client.get(procedure).content.decode()  # the company's own language
    client.post(reverse("customer_remind", args=[customer.public_id]))
    [mail] = Message.objects.filter(kind="reminder")
    assert mail.to_address == customer.email
    assert "Nothing is due today." in page(client, "reminders")
    assert client.post(reverse("customer_remind", args=[customer.public_id])).status_code == 409
    invoice = customer.open_items.get().document_id
    assert "Friendly reminder" in page(client, "invoice", Invoice.objects.get(pk=invoice).public_id)


def test_the_calendar_shows_what_would_go_and_sends_nothing(client, company, customer):
    shown = page(client, "reminders_calendar")
    assert "2 messages" in shown and "Second reminder" in shown
    assert Message.objects.count() == Reminder.objects.count() == 0


def test_a_promise_on_the_page_holds_back_and_ending_it_lets_go(client, company, customer):
    at = reverse("customer_reminders", args=[customer.public_id])
    assert client.post(at, {"what": "promise", "until": "", "reason": ""}).status_code == 422
    assert client.post(at, {"what": "promise", "until": "10/04/2026"}).status_code == 302
    assert "Payment is promised by 10/04/2026" in page(client, "customer_reminders", customer.public_id)
    assert "Payment promised until 10/04/2026." in page(client, "customer", customer.public_id)
    client.post(reverse("reminder_pause_end", args=[Pause.objects.get().public_id]))
    assert "Nothing is held back." in page(client, "reminders")
    client.post(reverse("customer_take_over", args=[customer.public_id]))
    assert "looks after it in person" in page(client, "reminders")


def test_a_procedure_is_written_on_the_page_and_keeps_its_own_words(client, company):
    row = Procedure.objects.get(company=company)
    at = reverse("reminder_procedure_words", args=[row.public_id]) + "?level=2&language=bg"
    assert client.post(at, {"subject": "", "intro": "{password}", "closing": ""}).status_code == 422
    assert client.post(at, {"subject": "Фактура {numbers}", "intro": "", "closing": ""}).status_code == 302
    typed = {"name": "Calm", "bank_days": "", "from_hour": "8", "until_hour": "17"}
    typed |= {"tone_1": "friendly", "days_1": "7", "side_1": "after"}
    edit = reverse("reminder_procedure_edit", args=[row.public_id])
    assert client.post(edit, {**typed, "side_1": "before"}).status_code == 422  # nobody is scolded before the day
    assert client.post(edit, typed).status_code == 302
    told = procedures.read(Procedure.objects.get(pk=row.pk))
    assert [(level.days, level.texts["bg"].subject) for level in told.levels] == [(7, "Фактура {numbers}")]
    client.post(reverse("reminder_procedure_level", args=[row.public_id]), {"level": "auto"})
    assert Procedure.objects.get(pk=row.pk).level == "auto"
    assert client.post(reverse("reminder_procedure_new"), typed).status_code == 302
    assert Procedure.objects.count() == 2


def test_who_only_looks_changes_nothing(client, company, customer):
    viewer = somebody(company, "viewer")
    client.force_login(User.objects.get(pk=viewer.id))
    assert "Alfa SRL" in page(client, "reminders")
    assert client.post(reverse("customer_remind", args=[customer.public_id])).status_code == 403
    assert Message.objects.count() == 0


def test_a_program_sees_sends_and_pauses(company, customer):
    program = Program(company)
    [due] = program.get("/reminders_due")["data"]
    assert due["documents"][0]["tone"] == "friendly"
    paused = program.post(
        f"/customers/{customer.public_id}/reminder_pauses", {"kind": "hold", "reason": "damaged"}, status=201
    )
    [held] = program.get("/reminders_due")["data"]
    assert (held["documents"], held["held"][0]["reasons"]) == ([], [{"reason": "hold", "until": None}])
    program.post(f"/reminder_pauses/{paused['id']}/end", {})
    calendar = program.get("/reminders_simulation?days=30")
    assert [one["on"] for one in calendar["messages"]] == ["2026-04-06", "2026-04-17", "2026-05-04"]
    sent = program.post(f"/customers/{customer.public_id}/remind", {}, status=201)
    assert program.get("/reminders")["data"] == [sent] == [program.get(f"/reminders/{sent['id']}")]
    made = program.post("/reminder_procedures", {"name": "Slow", "levels": [{"days": 30}]}, status=201)
    assert (made["level"], made["bank_days"]) == ("off", 5)


def test_the_command_line_ticks_by_the_day_once(company, customer):
    [usual] = kvit("reminder", "procedures").answer
    kvit("reminder", "level", usual["id"], "auto")
    simulated = kvit("reminder", "simulate", "--days", "30", "--as-of", "2026-04-06").answer
    [ticked] = kvit("tick", "--as-of", "2026-04-06").answer
    assert len(ticked["reminders"]["sent"]) == 1 and len(simulated["messages"]) == 3
    assert kvit("tick", "--as-of", "2026-04-06").answer[0]["reminders"]["sent"] == []
    assert [one["on"] for one in kvit("reminder", "list").answer] == ["2026-04-06"]
    assert kvit("reminder", "send", customer.name, exit_code=7).error["code"] == "reminder.nothing"
    assert campaigns.run(company, on=LATE).sent == []


def test_a_reminder_that_comes_back_goes_to_the_next_person_at_the_customer(company, customer):
    told = {"name": "Ana", "email": "ana@alfa.example", "gets_invoices": False}
    contacts.add(company, customer, told, by=the_owner(company), on=DAY)
    campaigns.send(company, customer, by=the_owner(company), on=LATE)
    worker.until_idle()
    [first] = Message.objects.filter(kind="reminder")
    Message.objects.update(status="sent")
    outbox.bounce(company, first, reason="no such user", by=automation("mail", company), on=LATE)
    worker.until_idle()
    sent = Message.objects.filter(kind="reminder").order_by("pk").values_list("to_address", flat=True)
    assert list(sent) == ["office@alfa.example", "ana@alfa.example"]
    assert not Task.objects.filter(company=company, kind="message.bounced", status="open").exists()


@pytest.mark.parametrize("since", ["paid in part", "promised"])
def test_a_reminder_that_comes_back_goes_to_nobody_when_it_is_not_so_any_more(company, customer, since):
    told = {"name": "Ana", "email": "ana@alfa.example", "gets_invoices": False}
    contacts.add(company, customer, told, by=the_owner(company), on=DAY)
    campaigns.send(company, customer, by=the_owner(company), on=LATE)
    worker.until_idle()
    [first] = Message.objects.filter(kind="reminder")
    Message.objects.update(status="sent")
    if since == "paid in part":
        raw = {"amount": "100.00", "invoice": Invoice.objects.get().number, "paid_on": LATE.isoformat()}
        incoming.record_all(company, [raw], by=the_owner(company), on=LATE)
    else:
        asked = pauses.Asked(kind="promise", until=date(2026, 4, 10))
        pauses.begin(company, customer, asked, by=the_owner(company), on=LATE)
    outbox.bounce(company, first, reason="no such user", by=automation("mail", company), on=LATE)
    worker.until_idle()
    assert Message.objects.filter(kind="reminder").count() == 1
    assert Task.objects.filter(company=company, kind="message.bounced", status="open").exists()


def test_two_levels_of_one_tone_keep_their_words_when_a_day_is_changed(client, company):
    usual = procedures.every(company)[0]
    words = [{"ro": {"intro": "Prima."}}, {"ro": {"intro": "A doua."}}]
    levels = [{"days": day, "tone": "friendly", "texts": one} for day, one in zip((3, 8), words, strict=True)]
    procedures.change(company, usual, {**usual.told, "levels": levels}, by=the_owner(company), on=DAY)
    typed = {"name": "Usual", "from_hour": "9", "until_hour": "18"}
    for row, day in ((1, "3"), (2, "9")):
        typed |= {f"tone_{row}": "friendly", f"days_{row}": day, f"side_{row}": "after"}
    assert client.post(reverse("reminder_procedure_edit", args=[usual.public_id]), typed).status_code == 302
    kept = procedures.read(Procedure.objects.get(pk=usual.pk)).levels
    assert [(one.days, one.texts["ro"].intro) for one in kept] == [(3, "Prima."), (9, "A doua.")]


def by_letter(company):
    usual = procedures.every(company)[0]
    levels = [{"days": 3, "tone": "friendly", "channel": "letter"}]
    procedures.change(company, usual, {**usual.told, "levels": levels}, by=the_owner(company), on=DAY)


def test_a_procedure_goes_by_letter_on_the_page_and_the_letter_is_printed_and_ticked(client, company, customer):
    row = Procedure.objects.get(company=company)
    typed = {"name": "Post", "bank_days": "", "from_hour": "8", "until_hour": "17"}
    typed |= {"tone_1": "friendly", "days_1": "3", "side_1": "after", "channel_1": "letter"}
    assert client.post(reverse("reminder_procedure_edit", args=[row.public_id]), typed).status_code == 302
    assert "Letter by post" in page(client, "reminder_procedure", row.public_id)
    at = reverse("reminder_procedure_words", args=[row.public_id]) + "?level=1&language=ro"
    words = {"subject": "Reamintire {numbers}", "intro": "Bună ziua.", "closing": "Cu stimă"}
    assert client.post(at, words).status_code == 302
    assert "Letter by post" in page(client, "reminders_calendar")
    client.post(reverse("customer_remind", args=[customer.public_id]))
    assert "1 letter to post" in page(client, "reminders")
    worker.until_idle()
    assert "Print and post the letter to Alfa SRL" in page(client, "tasks")
    letter = Reminder.objects.get(company=company)
    assert "Alfa SRL" in page(client, "reminder_letters")
    printed = client.get(reverse("reminder_letter_pdf", args=[letter.public_id]))
    assert printed.content.startswith(b"%PDF") and printed["Content-Type"] == "application/pdf"
    assert client.post(reverse("reminder_letter_posted", args=[letter.public_id])).status_code == 302
    assert client.post(reverse("reminder_letter_posted", args=[letter.public_id])).status_code == 409
    assert "No letter waits." in page(client, "reminder_letters")
    assert "Friendly reminder, Letter by post" in page(client, "reminders")


def test_a_letter_is_withdrawn_on_the_page_with_a_reason(client, company, customer):
    by_letter(company)
    letter = campaigns.send(company, customer, by=the_owner(company), on=LATE)
    at = reverse("reminder_letter_withdraw", args=[letter.public_id])
    assert client.get(at).status_code == 200 and client.post(at, {"reason": ""}).status_code == 422
    assert client.post(at, {"reason": "We talked."}).status_code == 302
    shown = page(client, "reminders")
    assert "Not posted" in shown and "We talked." in shown and "letter to post" not in shown


def test_a_program_prints_posts_and_withdraws_letters(company, customer):
    by_letter(company)
    program = Program(company)
    sent = program.post(f"/customers/{customer.public_id}/remind", {}, status=201)
    assert (sent["status"], sent["channel"]) == ("prepared", "letter")
    assert [one["id"] for one in program.get("/reminder_letters")["data"]] == [sent["id"]]
    back = program.post(f"/reminders/{sent['id']}/withdraw", {"reason": "wrong"})
    assert back["status"] == "withdrawn"
    again = program.post(f"/customers/{customer.public_id}/remind", {}, status=201)
    assert program.post(f"/reminders/{again['id']}/posted", {"on": "2026-04-06"})["status"] == "sent"
    program.post(f"/reminders/{again['id']}/posted", {}, status=409)


def test_the_command_line_prints_and_posts_and_takes_over(company, customer, tmp_path):
    by_letter(company)
    sent = kvit("reminder", "send", customer.name, "--as-of", "2026-04-06").answer
    assert [one["id"] for one in kvit("reminder", "letters").answer] == [sent["id"]]
    kvit("reminder", "letter", sent["id"], "--output", str(tmp_path / "letter.pdf"))
    assert (tmp_path / "letter.pdf").read_bytes().startswith(b"%PDF")
    assert kvit("reminder", "posted", sent["id"], "--as-of", "2026-04-06").answer["status"] == "sent"
    assert (
        kvit("reminder", "withdraw", sent["id"], "--reason", "x", exit_code=7).error["code"] == "reminder.not_waiting"
    )
    taken = kvit("reminder", "take-over", customer.name).answer
    assert [one["id"] for one in kvit("reminder", "pauses", customer.name).answer] == [taken["id"]]
    [given] = kvit("reminder", "give-back", customer.name).answer
    assert given["id"] == taken["id"] and kvit("reminder", "pauses", customer.name).answer == []
    assert kvit("reminder", "give-back", customer.name, exit_code=7).error["code"] == "pause.not_taken_over"


def test_a_colleague_takes_over_and_gives_back_on_the_page_and_by_program(client, company, customer):
    client.post(reverse("customer_take_over", args=[customer.public_id]))
    assert "Give back" in page(client, "customer_reminders", customer.public_id)
    client.post(reverse("customer_give_back", args=[customer.public_id]))
    assert "Take over" in page(client, "customer_reminders", customer.public_id)
    program = Program(company)
    taken = program.post(f"/customers/{customer.public_id}/take_over_reminders", {}, status=201)
    [given] = program.post(f"/customers/{customer.public_id}/give_back_reminders", {})["data"]
    assert given["id"] == taken["id"] and given["ended_on"] is not None
