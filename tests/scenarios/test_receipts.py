"""Whoever paid hears once that the money came (docs/rules/receipts.md)."""

import json
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client

from kvit.banking import statements
from kvit.cli.tests import inside
from kvit.companies import autopilot, companies
from kvit.core.errors import Refused
from kvit.jobs import schedule, worker
from kvit.messages.models import Message
from kvit.payments import incoming, receipts
from kvit.payments.models import Payment, PaymentReceipt
from kvit.payments.requests import Share
from kvit.proof.guards import ALL
from kvit.tables import drop_guards, make_guards
from kvit.tasks import tasks
from kvit.tasks.models import Task
from tests.builders import DAY, a_company, a_customer, a_line, a_user, an_invoice, breaches, the_owner
from tests.scenarios.debits import collecting
from tests.scenarios.portal.visiting import words_of

pytestmark = pytest.mark.django_db
CAME, MATCHED = date(2026, 3, 10), date(2026, 3, 11)


@pytest.fixture
def owner():
    return a_user("owner@example.com")


@pytest.fixture
def company(owner):
    return a_company("RO", owner=owner)


@pytest.fixture
def customer(company):
    return a_customer(company, language="en")


def level(company, name):
    autopilot.change(company, "send", level=name, by=the_owner(company), on=DAY)


def paid(company, invoice=None, amount="121.00", *, on=CAME, recorded_on=None, **told):
    raw = {"amount": amount, "paid_on": on.isoformat(), **told}
    raw |= {"invoice": invoice.number} if invoice is not None else {}
    [one] = incoming.record_all(company, [raw], by=the_owner(company), on=recorded_on or on)
    worker.until_idle()
    return one.payment


def thanks(company):
    return list(Message.objects.filter(company=company, kind="payment_received").order_by("pk"))


def test_money_that_the_bank_brings_is_thanked_for_once_with_all_that_it_settled(company, customer):
    level(company, "auto")
    autopilot.change(company, "match", level="auto", by=the_owner(company), on=DAY)
    first, second = an_invoice(company, customer=customer), an_invoice(company, a_line("200.00"), customer=customer)
    text = (
        "Data;Suma;Moneda;Platitor;Cont partener;Detalii\n"
        f"10.03.2026;363,00;RON;ALFA;;plata {first.number} {second.number}\n"
    )
    iban = company.bank_accounts.get().iban
    statements.load(company, text.encode(), name="e.csv", account=iban, by=the_owner(company), on=MATCHED)
    worker.until_idle()
    schedule.tick(company, on=MATCHED)
    worker.until_idle()
    [mail] = thanks(company)
    assert mail.to_address == "office@alfa.example" and "363.00" in mail.subject + mail.text
    assert first.number in mail.text and second.number in mail.text and "10/03/2026" in mail.text
    assert PaymentReceipt.objects.count() == 1 and breaches() == []


def test_money_on_account_is_thanked_for_when_it_settles(company, customer):
    level(company, "auto")
    payment = paid(company, amount="50.00", customer=customer.public_id, on=date(2026, 3, 12))
    assert thanks(company) == []
    invoice = an_invoice(company, a_line("50.00", category="Z"), customer=customer, on=date(2026, 3, 20))
    credit = incoming.credit_of(payment)
    incoming.allocate(company, credit, [Share(invoice.number, None)], by=the_owner(company), on=date(2026, 3, 20))
    worker.until_idle()
    [mail] = thanks(company)
    assert invoice.number in mail.text and mail.about_id == payment.pk


def test_what_is_collected_by_direct_debit_is_thanked_for_and_what_the_bank_refused_is_not():
    firm = collecting.Collector()
    level(firm.company, "auto")
    firm.mandate()
    firm.invoice()
    run = firm.sent()
    worker.until_idle()
    assert thanks(firm.company) == []
    [name] = firm.ids(run)
    firm.bank(collecting.booked("121.00", direction="CRDT", details=collecting.parts((name, "121.00"))))
    worker.until_idle()
    assert len(thanks(firm.company)) == 1 and breaches() == []


@pytest.mark.parametrize("why", ["cash", "old", "taken_back", "off", "no_address"])
def test_some_money_gets_no_receipt(company, customer, why):
    level(company, "off" if why == "off" else "auto")
    other = a_customer(company, name="Beta SRL", vat_id="", external_id="beta", email="")
    invoice = an_invoice(company, customer=other if why == "no_address" else customer)
    by = the_owner(company)
    if why == "taken_back":
        raw = {"amount": "121.00", "paid_on": CAME.isoformat(), "invoice": invoice.number}
        payment = incoming.record_all(company, [raw], by=by, on=CAME)[0].payment
        incoming.take_back(company, payment, reason="wrong", by=by, on=CAME)
        worker.until_idle()
        with pytest.raises(Refused, match=r"receipt\.taken_back"):
            receipts.send(company, payment, by=by, on=CAME)
    else:
        told = {"method": "cash"} if why == "cash" else {}
        paid(company, invoice, recorded_on=CAME + timedelta(days=14) if why == "old" else CAME, **told)
    assert thanks(company) == [] and not PaymentReceipt.objects.exists()


def test_on_suggest_one_task_asks_and_closes_once_all_are_sent(company, customer, owner):
    level(company, "suggest")
    for net in ("100.00", "200.00"):
        paid(company, an_invoice(company, a_line(net, category="Z"), customer=customer), net)
    for _ in range(2):
        schedule.tick(company, on=MATCHED)
        worker.until_idle()
    [task] = Task.objects.filter(company=company, kind="receipt.due")
    assert (task.status, task.facts["count"]) == ("open", 2) and thanks(company) == []
    one = Payment.objects.filter(company=company).first()
    assert len(receipts.send(company, one, by=the_owner(company), on=MATCHED)) == 1
    with pytest.raises(Refused, match=r"receipt\.sent"):
        receipts.send(company, one, by=the_owner(company), on=MATCHED)
    assert len(receipts.send_all(company, by=the_owner(company), on=MATCHED)) == 1
    schedule.tick(company, on=MATCHED)
    task.refresh_from_db()
    assert task.status == "done" and len(thanks(company)) == 2 and breaches() == []


def test_who_dismisses_the_task_is_asked_again_when_other_money_came(company, customer):
    paid(company, an_invoice(company, customer=customer))
    schedule.tick(company, on=MATCHED)
    task = Task.objects.get(company=company, kind="receipt.due")
    tasks.dismiss(company, task, reason="they know", by=the_owner(company), on=MATCHED)
    schedule.tick(company, on=MATCHED)
    assert Task.objects.filter(company=company, kind="receipt.due").count() == 1
    paid(company, an_invoice(company, customer=customer), on=MATCHED)
    schedule.tick(company, on=MATCHED)
    assert Task.objects.filter(company=company, kind="receipt.due", status="open").count() == 1


def test_a_receipt_is_one_by_the_database_and_stays(company, customer):
    payment = paid(company, an_invoice(company, customer=customer))
    receipts.send(company, payment, by=the_owner(company), on=CAME)
    with pytest.raises(IntegrityError), transaction.atomic():
        PaymentReceipt.objects.create(company=company, payment=payment, sent_on=MATCHED)
    for change in (lambda rows: rows.update(sent_on=MATCHED), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(PaymentReceipt.objects.filter(payment=payment))


def test_pages_and_programs_mail_receipts(company, customer, owner, capsys):
    rows = [paid(company, an_invoice(company, customer=customer), on=date.today()) for _ in range(4)]
    pages = Client()
    pages.force_login(owner)
    assert rows[0].public_id in pages.get("/payments/receipts").content.decode()
    assert pages.post(f"/payments/{rows[0].public_id}/receipt").status_code == 302
    assert "thanked by mail" in words_of(pages.get(f"/payments/{rows[0].public_id}").content.decode())
    _key, secret = companies.make_api_key(company, owner, name="k", by=the_owner(company), on=DAY)
    program = Client(headers={"authorization": f"Bearer {secret}"})
    assert len(program.get("/api/v1/receipts_due").json()["data"]) == 3
    asked = program.post(f"/api/v1/payments/{rows[1].public_id}/receipt", "{}", content_type="application/json")
    assert asked.status_code == 200, asked.content
    command = inside.tree().main
    command(["payment", "receipt", rows[2].public_id, "--json"], prog_name="kvit", standalone_mode=False)
    assert len(json.loads(capsys.readouterr().out)["sent"]) == 1
    assert pages.post("/payments/receipts").status_code == 302
    assert len(thanks(company)) == 4
    assert "Everybody was thanked" in words_of(pages.get("/payments/receipts").content.decode())


@pytest.mark.django_db(transaction=True)
def test_what_was_bent_is_named(company, customer):
    payment = paid(company, an_invoice(company, customer=customer))
    receipts.send(company, payment, by=the_owner(company), on=CAME)
    drop_guards(connection)
    try:
        Message.objects.filter(kind="payment_received").update(occasion="other")
    finally:
        make_guards(connection, ALL)
    assert {line.partition(":")[0] for line in breaches()} >= {"I74"}
