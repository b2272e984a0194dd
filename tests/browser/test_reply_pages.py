"""Answers of customers on the pages: read in the list, acted upon in one act; in light, dark and narrow."""

import pytest
from django.urls import reverse

from kvit.capture import mailboxes
from kvit.dunning.models import Pause
from kvit.jobs import schedule
from kvit.ports import registry
from kvit.ports.mailbox import FakeMailboxes
from kvit.receivables import sending
from kvit.replies.models import CustomerReply
from tests.browser import looks
from tests.browser.looks import LIGHT
from tests.builders import DAY, a_company, a_customer, a_line, a_user, an_invoice, the_owner

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BOX = {"host": "imap.nord.example", "user": "raspunsuri@nord.example", "password": "x", "purpose": "replies"}
WORDS = (
    ("Cafeneaua Veche SRL", "Bună ziua, plătim vineri. Mulțumesc!"),
    ("Delta Office SRL", "Am achitat factura pe 2 aprilie, 1.452,00 lei, referința OP-2231. Vă rog verificați."),
    ("Hotel Bastion SA", "NU am primit marfa, așa că nu plătim."),
)


@pytest.fixture
def boxes():
    before, fake = registry.use("mailboxes"), FakeMailboxes()
    registry.register("mailboxes", fake)
    yield fake
    registry.register("mailboxes", before)


@looks.each(short=LIGHT)
def test_answers_are_read_and_acted_upon(chromium, live_server, pictures, look, boxes, time_machine):
    time_machine.move_to("2026-04-06 09:00:00Z", tick=True)
    owner = a_user("ana@ateliernord.example")
    company = a_company("RO", owner=owner)
    answered(company, boxes)
    context = looks.opened(chromium, live_server.url, look, user=owner)
    page = context.new_page()
    seen(page, pictures, look, "replies", reverse("replies"))
    disputed = CustomerReply.objects.get(want="dispute")
    seen(page, pictures, look, "reply_disputed", reverse("reply", args=[disputed.public_id]))
    owner.language = "bg"
    owner.save(update_fields=["language"])
    seen(page, pictures, look, "replies_bg", reverse("replies"))
    owner.language = "en"
    owner.save(update_fields=["language"])

    page.goto(reverse("replies"))
    page.get_by_role("button", name="Note the promise").click()
    page.wait_for_url("**/replies/*")
    assert Pause.objects.get().until.isoformat() == "2026-04-10"
    assert looks.faults(page) == []
    looks.keep(page, pictures, "reply_promised", look)
    context.close()


def answered(company, boxes):
    """Three customers who answer the mails with their invoices, and one whom nobody knows."""
    by = the_owner(company)
    mailboxes.add(company, BOX, by=by, on=DAY)
    for n, (name, words) in enumerate(WORDS):
        facts = {"external_id": f"C{n}", "vat_id": "", "language": "ro", "email": f"office{n}@client.example"}
        customer = a_customer(company, name=name, **facts)
        invoice = an_invoice(company, a_line(str(1200 * (n + 1)), vat="21"), customer=customer)
        [message] = sending.send(company, invoice, by=by, on=DAY)
        told = [f"From: {customer.email}", f"Subject: Re: {invoice.number}", f"Message-ID: <{n}@x>"]
        head = "\n".join([*told, f"In-Reply-To: <{message.key}>", ""])
        boxes.folder.arrive(f"{head}Content-Type: text/plain; charset=utf-8\n\n{words}".encode())
    boxes.folder.arrive(b"From: who@mail.example\nSubject: Hello\n\nWhich VAT rate applies?")
    schedule.tick(company, on=DAY.replace(month=4, day=6))


def seen(page, pictures, look, name, address):
    page.goto(address)
    assert looks.faults(page) == []
    looks.keep(page, pictures, name, look)
