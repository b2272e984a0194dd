"""What the company of the story buys: bills, who approves them, orders and what came, a payment run."""

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.urls import reverse

from kvit.archive import files
from kvit.archive.models import Document
from kvit.capture import arrivals
from kvit.capture.arrivals import Incoming
from kvit.companies import absences
from kvit.companies.absences import Away
from kvit.companies.models import User
from kvit.core.permissions import Actor
from kvit.parties import bank_details
from kvit.payables import bills, policies
from kvit.payments import runs
from kvit.purchasing import orders, purchase_requests, receipts
from tests.builders import a_company, a_customer, a_line, an_invoice, somebody

if TYPE_CHECKING:
    from tests.browser.story import Story

TODAY = date.today()


def bought(story: "Story") -> None:
    """A supplier's bill of which several checks failed, one that waits for its approver, and an account to confirm."""
    company, clerk, sells = story.company, somebody(story.company, "clerk"), a_company("RO", name="Lemn & Placaj SRL")
    asked_first(story, clerk)
    buyer = a_customer(sells, name=company.name, vat_id=company.vat_id)
    found = []
    for place, (line, day) in enumerate(
        ((a_line("8940", name="Placaj mesteacăn 18 mm"), TODAY), (a_line("320"), TODAY))
    ):
        issued = an_invoice(sells, line, customer=buyer, on=day)
        ubl = Document.objects.get(company=sells, document_kind="invoice", document_id=issued.pk, form="ubl")
        content = files.read(ubl.file)
        if place:
            content = content.replace(b'<cbc:PayableAmount currencyID="RON">', b'<cbc:PayableAmount currencyID="RON">1')
        incoming_file = Incoming(content=content, name=f"factura-{place}.xml", via="upload")
        document, _ = arrivals.take(company, incoming_file, by=clerk, on=TODAY)
        found.append(bills.capture(company, document, by=clerk, on=TODAY))
    bills.accept(company, found[0], name="supplier", reason="called them", by=story.by, on=TODAY)
    account = company.bank_details.order_by("pk").first()
    story.at(
        bill_to_approve=reverse("bill", args=[found[0].public_id]),
        bill=reverse("bill", args=[found[1].public_id]),
        bills_to_approve=reverse("bills") + "?view=to_approve",
        bank_detail=reverse("bank_detail", args=[account.public_id]),
        supplier=reverse("supplier", args=[account.party.public_id]),
    )


def asked_first(story: "Story", clerk: Actor) -> None:
    """Bills of 5,000 and more are put before an owner, in time before an accountant; the clerk is away for a week."""
    steps = [{"roles": ["owner"], "escalate_to": {"roles": ["accountant"]}}]
    told = {"name": "Large bills", "least": "5000", "steps": steps}
    policies.make(story.company, told, by=story.by, on=TODAY)
    away = Away(first=TODAY, last=TODAY + timedelta(days=7), substitute=story.ana.public_id, ceiling=Decimal(2000))
    person = User.objects.get(pk=clerk.id)
    absences.note(story.company, person, away=away, by=clerk, on=TODAY)


def ordered(story: "Story") -> None:
    """An order of which a part came, one that waits for its approver, a draft."""
    company, clerk = story.company, somebody(story.company, "clerk")
    lines = [
        {"name": "Placaj mesteacăn 18 mm", "quantity": "40", "price": "210.50"},
        {"name": "Oak boards, planed, 27 mm", "quantity": "12.5", "unit": "MTQ", "price": "4100"},
    ]
    raw = {"supplier": {"name": "Lemn & Placaj SRL", "vat_id": "RO14399840", "country": "RO"}, "lines": lines}
    wanted = {"purpose": "Shelves for the new hall", "cost_centre": "HALL", "supplier_name": "Lemn", "lines": lines}
    asked = purchase_requests.ask(company, wanted, by=clerk, on=TODAY)
    made = [orders.draft(company, raw, by=clerk, on=TODAY) for _ in range(3)]
    sent = [orders.send(company, row, by=clerk, on=TODAY) for row in made[:2]]
    orders.approve(company, sent[0], version=sent[0].version, by=story.by, on=TODAY)
    came = {"lines": [{"line": 1, "quantity": "25"}], "delivery_note": "AV 1207"}
    receipts.receive(company, sent[0], came, by=clerk, on=TODAY)
    story.at(
        purchase_request=reverse("purchase_request", args=[asked.public_id]),
        order=reverse("order", args=[made[0].public_id]),
        order_to_approve=reverse("order", args=[made[1].public_id]),
        order_receive=reverse("order_receive", args=[made[0].public_id]),
        orders_approved=reverse("orders") + "?view=approved",
    )


def in_a_run(story: "Story") -> None:
    """A payment run that waits for another person: one bill in it, one left out, an account that was changed."""
    company, sells = story.company, a_company("RO", name="Feronerie Carpați SRL", vat_id="RO1590082")
    clerk, chief = somebody(company, "clerk"), somebody(company, "accountant")
    buyer, earlier = a_customer(sells, name=company.name, vat_id=company.vat_id), TODAY - timedelta(days=10)
    other = b"RO09BCYP0000001234567890"
    for place, net in enumerate(("1240", "655")):
        issued = an_invoice(sells, a_line(net), customer=buyer, on=earlier)
        ubl = Document.objects.get(company=sells, document_kind="invoice", document_id=issued.pk, form="ubl")
        content = files.read(ubl.file)
        if place:
            content = content.replace(sells.bank_accounts.get().iban.encode(), other)
        came = Incoming(content=content, name=f"feronerie-{place}.xml", via="upload")
        document, _ = arrivals.take(company, came, by=clerk, on=earlier)
        bill = bills.capture(company, document, by=clerk, on=earlier)
        if not place:
            bill = bills.accept(company, bill, name="supplier", reason="called them", by=chief, on=earlier)
            account = bill.party.bank_details.get()
            note = "called Mihai at the number of 2024"
            bank_details.confirm(company, account.public_id, note=note, by=chief, on=earlier)
        bills.approve(company, bill, version=bill.version, by=chief, on=earlier)
    run = runs.propose(company, until=TODAY + timedelta(days=60), by=clerk, on=TODAY)
    story.at(run=reverse("run", args=[run.public_id]))
