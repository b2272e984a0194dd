"""Two companies that know nothing of each other, and what of the first one can be asked for by name."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from kvit.approvals import policies, questions, requests
from kvit.approvals import queries as asked_for
from kvit.archive import files
from kvit.arrangements import queries as arrangements
from kvit.arrangements import rating_queries, write_off_queries
from kvit.banking import bank_rules, statements
from kvit.banking import queries as banking
from kvit.banking import rule_queries as bank_rule_queries
from kvit.billing import proformas, schedules
from kvit.billing import queries as billing
from kvit.capture import mailboxes
from kvit.capture import queries as captured_queries
from kvit.capture.models import Mail as Taken
from kvit.cashbook import queries as cashbook
from kvit.catalog import prices, products
from kvit.catalog import queries as catalog
from kvit.collecting import queries as collecting
from kvit.companies import absences, companies, links, whose
from kvit.companies import changes as people
from kvit.companies.absences import Away
from kvit.companies.models import Company, User
from kvit.companies.permissions import automation
from kvit.core import approval
from kvit.core.approval import Group, Policy
from kvit.core.errors import Finding
from kvit.core.networks import Passage
from kvit.dunning import campaigns, pauses, procedures
from kvit.dunning import queries as reminders
from kvit.events import queries as happened
from kvit.events.models import Event, Work
from kvit.ledger import accounts as own_accounts
from kvit.ledger import queries as ledger
from kvit.loyalty import queries as loyal
from kvit.messages import announcements, outbox
from kvit.messages import queries as messages
from kvit.messages.letters import Mail
from kvit.messages.models import Message
from kvit.messages.outbox import About, Outgoing
from kvit.messages.webhooks import endpoints
from kvit.messages.webhooks import queries as webhooks
from kvit.networks import connections, outages, outgoing
from kvit.networks import queries as passages
from kvit.networks.models import Acknowledgement, Arrival, Submission
from kvit.networks.outgoing import Paper
from kvit.onboarding import imports
from kvit.onboarding import queries as onboarding
from kvit.parties import bank_details, contacts, own_customers, own_facts
from kvit.parties import queries as parties
from kvit.parties.models import Party
from kvit.payables import queries as payables
from kvit.payables import self_charge_queries
from kvit.payments import (
    claim_queries,
    credits,
    early_offers,
    incoming,
    offset_queries,
    remittance_queries,
    run_queries,
    supplier_statements,
)
from kvit.payments import queries as payments
from kvit.purchasing import queries as purchasing
from kvit.receivables import batches, standings
from kvit.receivables import queries as receivables
from kvit.receivables.models import Invoice
from kvit.replies import queries as replies
from kvit.rules import acting, rules
from kvit.rules import queries as rule_queries
from kvit.sales import queries as sales
from kvit.tasks import queries as tasks_of
from kvit.tasks import tasks
from kvit.tasks.models import Task
from kvit.tasks.tasks import Case
from tests.builders import DAY, a_company, a_customer, a_draft, a_line, a_user, an_invoice, the_owner
from tests.scenarios.stranger_answers import answered
from tests.scenarios.stranger_arrangements import arranged
from tests.scenarios.stranger_cash import at_desk
from tests.scenarios.stranger_collecting import ROUNDS, collected
from tests.scenarios.stranger_debits import SAVED, debited
from tests.scenarios.stranger_feeds import FED, fed
from tests.scenarios.stranger_purchases import MARK, bought

PASSWORD = "two-companies-apart-1"  # noqa: S105


@dataclass
class World:
    """The first company with one of everything, and the owner of the second, who is the stranger."""

    company: Company
    owner: User
    strange: Company
    stranger: User
    named: dict[str, str]
    """Kind of object to the id of the first company's."""


def two_companies() -> World:
    """Both, with everything in them that a shell can ask for."""
    owner, stranger = (a_user(f"{who}@example.com", password=PASSWORD) for who in ("owner", "stranger"))
    company = a_company("RO", owner=owner, name=f"{MARK} SRL")
    strange = a_company("PL", owner=stranger)
    customer = a_customer(company, name=f"{MARK} Client SRL")
    invoice = an_invoice(company, LINE, customer=customer)
    key, _secret = companies.make_api_key(company, owner, name=f"{MARK} key", by=the_owner(company), on=DAY)
    named = {
        "company": company.public_id,
        "user": owner.public_id,
        "email": owner.email,
        "api_key": key.public_id,
        "customer": customer.public_id,
        "invoice": invoice.public_id,
        "number": invoice.number,
        "own_account": company.bank_accounts.get().public_id,
        **sold(company, customer),
        **paid(company, invoice),
        **debited(company, customer),
        **followed(company, invoice),
        **approved(company),
        **collected(company, customer, mark=MARK),
        **at_desk(company, customer, mark=MARK),
    }
    return World(company, owner, strange, stranger, named)


LINE = a_line(name=f"{MARK} work")


def sold(company: Company, customer: Party) -> dict[str, str]:
    """What stands around selling: a product, a draft, a rhythm, a proforma, an import."""
    by = the_owner(company)
    told = {"code": "P-1", "name": f"{MARK} product", "unit": "H87", "price": "10"}
    asked = {"customer": customer.public_id, "lines": [LINE]}
    rhythm = {"name": f"{MARK} schedule", "unit": "month", "anchor_on": DAY.isoformat(), "draft": asked}
    rates = b"date,currency,rate,source\n2026-01-02,EUR,5.09,BNR\n"
    return {
        "product": products.add(company, told, by=by, on=DAY).public_id,
        "price_list": prices.make_list(company, {"name": f"{MARK} list"}, by=by, on=DAY).public_id,
        "contact": contacts.add(company, customer, {"name": f"{MARK} person"}, by=by, on=DAY).public_id,
        "draft": a_draft(company, LINE, customer=customer).public_id,
        "schedule": schedules.make(company, rhythm, by=by, on=DAY).public_id,
        "proforma": proformas.draft(company, asked, by=by, on=DAY).public_id,
        "import": imports.run(company, "rates", content=rates, name="rates.csv", by=by, on=DAY).id,
    }


def paid(company: Company, invoice: Invoice) -> dict[str, str]:
    """What stands in the books: a payment and what it settled, a line of the bank."""
    by = the_owner(company)
    told = {"invoice": invoice.number, "amount": "10", "paid_on": DAY.isoformat()}
    recorded = incoming.record_all(company, [told], by=by, on=DAY)[0]
    taken = f"Data;Suma;Moneda;Platitor;Cont partener;Detalii\n02.03.2026;5,00;RON;{MARK};;{MARK}\n"
    iban = company.bank_accounts.get().iban
    statements.load(company, taken.encode(), name="extras.csv", account=iban, by=by, on=DAY)
    return {
        "payment": recorded.payment.public_id,
        "allocation": recorded.allocated[0].public_id,
        "item": ledger.open_items(company).rows[0].public_id,
        "entry": ledger.entries(company).rows[0].public_id,
        "line": company.statement_lines.get().public_id,
        "bank_rule": bank_rules.make(
            company, {"name": f"{MARK} rule", "text": MARK, "account": "627"}, by=by, on=DAY
        ).public_id,
    }


def approved(company: Company) -> dict[str, str]:
    """Who is away, a policy, and what is asked by it."""
    by, owner = the_owner(company), whose.first_owner(company)
    steps = (approval.Step(position=1, group=Group(roles=frozenset({"owner"}))),)
    policy = policies.make(company, Policy(id="", position=1, steps=steps), name=f"{MARK} policy", by=by, on=DAY)
    about = requests.About(kind="expense", id=1, name=f"{MARK} expense", amount=Decimal(100))
    asked = requests.open(company, about, by=automation("expenses", company), on=DAY)
    question = questions.ask(company, asked, text=f"{MARK}?", to=owner.public_id, by=by, on=DAY)
    away = absences.note(company, owner, away=Away(first=DAY, last=DAY), by=by, on=DAY)
    return {
        "policy": policy.public_id,
        **ruled(company),
        **reminded(company),
        "approval": asked.public_id,
        "question": question.public_id,
        "absence": away.public_id,
    }


def ruled(company: Company) -> dict[str, str]:
    """A rule of the company's own, and what it suggests."""
    by, owner = the_owner(company), whose.first_owner(company)
    act = {"kind": "task", "text": f"{MARK} look", "to": owner.public_id}
    told = {"name": f"{MARK} rule", "event": "invoice.issued", "act": act}
    rule = rules.let(company, rules.make(company, told, by=by, on=DAY), level="suggest", by=by, on=DAY)
    event = Event.objects.filter(company_id=company.pk, name="invoice.issued").latest("pk")
    version = rule_queries.current(company, rule)
    with transaction.atomic():
        suggested = acting.take_up(company, version, event, name=f"{MARK} invoice", because=[])
    return {"rule": rule.public_id, "rule_act": suggested.public_id}


def reminded(company: Company) -> dict[str, str]:
    """A procedure, a reminder that a person let pass, and what holds back the next one."""
    by, late = the_owner(company), DAY + timedelta(days=50)
    procedure = procedures.every(company)[0]
    procedures.change(company, procedure, {**procedure.told, "bank_days": None}, by=by, on=DAY)
    owing = a_customer(company, name=f"{MARK} Debtor SRL", external_id="debtor", vat_id="")
    an_invoice(company, customer=owing)
    reminder = campaigns.skip(company, owing, reason=f"{MARK} called", by=by, on=late)
    pause = pauses.begin(company, owing, pauses.Asked(kind="hold", reason=f"{MARK} reason"), by=by, on=late)
    return {
        **arranged(company, owing, on=late),
        "procedure": procedure.public_id,
        "reminder": reminder.public_id,
        "pause": pause.public_id,
    }


def followed(company: Company, invoice: Invoice) -> dict[str, str]:
    """What followed by itself: an event, a job that was given up, a mail, a task, a webhook."""
    message, task = told_about(company, invoice)
    event = Event.objects.filter(company_id=company.pk).order_by("id").first()
    by = the_owner(company)
    told = {"url": "https://hooks.example.com/", "description": MARK}
    webhook, _secret = endpoints.add(company, told, by=by, on=DAY)
    sent, paper, arrived = passed(company, invoice)
    job = Work.objects.create(event=event, handler="x", status="dead", due_at=timezone.now())
    return {
        "event": event.public_id,
        "job": f"job_{job.pk}",
        "message": message.public_id,
        "batch": batches.propose(company, "send", [invoice.public_id], by=the_owner(company), on=DAY).public_id,
        "task": task.public_id,
        "submission": sent.public_id,
        "acknowledgement": paper.public_id,
        "arrival": arrived.public_id,
        "outage": outages.announce(
            company, "ksef", kind="unavailable", began_at=timezone.now(), source=MARK, by=by, on=DAY
        ).public_id,
        **bought(company),
        **written_to(company),
        **fed(company),
        "webhook": webhook.public_id,
        "delivery": endpoints.test(company, webhook, by=by, on=DAY).public_id,
    }


def written_to(company: Company) -> dict[str, str]:
    """A mailbox that is looked into, and a mail that came by it."""
    by = the_owner(company)
    told = {"host": "imap.example.com", "user": f"{MARK}@example.com", "password": MARK}
    box = mailboxes.add(company, told, by=by, on=DAY)
    content = f"From: {MARK}@example.com\nSubject: {MARK}\n\n{MARK}".encode()
    file = files.keep(company, content, media_type="message/rfc822", name=f"{MARK}.eml")
    facts = {"status": "taken", "sender": MARK, "subject": MARK, "words": MARK}
    moment = {"received_on": DAY, "received_at": timezone.now()}
    mail = Taken.objects.create(company=company, mailbox=box, validity=1, number=1, file=file, **facts, **moment)
    return {"mailbox": box.public_id, "mail": mail.public_id, "reply": answered(company, mail).public_id}


def passed(company: Company, invoice: Invoice) -> tuple[Submission, Acknowledgement, Arrival]:
    """The invoice at a network that is set up, with a paper that came back, and a document that came."""
    by, now = the_owner(company), timezone.now()
    connections.set_up(company, "anaf", mode="test", secrets={"client_id": MARK}, by=by, on=DAY)
    xml = files.keep(company, b"<x/>", media_type="application/xml", name="f.xml")
    passage = Passage("anaf", "cius-ro", True, DAY)
    about = {"kind": "invoice", "id": invoice.pk, "public_id": invoice.public_id, "number": invoice.printed_number}
    with transaction.atomic():
        paper = Paper(**about, issued_on=DAY, passage=passage, file=xml, findings=[Finding("BR-RO-101", "/")])
        sent = outgoing.prepare(company, paper, release=True, by=by, on=DAY)
    told = files.keep(company, MARK.encode(), media_type="text/plain", name="answer.txt")
    given = Acknowledgement.objects.create(
        company=company, submission=sent, kind="receipt", name=f"{MARK} answer", file=told, at=now
    )
    came = {"network": "anaf", "mode": "test", "reference": MARK, "sender": f"{MARK} supplier"}
    return sent, given, Arrival.objects.create(company=company, **came, file=told, at=now)


def told_about(company: Company, invoice: Invoice) -> tuple[Message, Task]:
    """A mail about the invoice, and a task."""
    by = the_owner(company)
    facts = {"number": MARK, "customer": MARK}
    case = Case(kind="document.send", key=MARK, subject_kind="invoice", subject_id=invoice.pk, facts=facts)
    with transaction.atomic():
        message = outbox.queue(company, letter_about(invoice), by=by, on=DAY)
        return message, tasks.open(company, case, by=by, on=DAY)


def letter_about(invoice: Invoice) -> Outgoing:
    """A mail that carries the invoice."""
    return Outgoing(
        kind="invoice_sent",
        about=About(kind="invoice", id=invoice.pk, public_id=invoice.public_id, name=invoice.printed_number),
        occasion="issued",
        to_address="office@client.example",
        to_name=f"{MARK} Client SRL",
        language="ro",
        mail=Mail(f"{MARK} subject", f"{MARK} text", f"<p>{MARK} html</p>"),
    )


DOORS: dict[str, dict[str, Callable[[World, str], Any]]] = {
    "companies.Company": {"company": lambda world, name: whose.company_of(name, user=world.stranger)},
    "parties.Party": {
        "customer": lambda world, name: parties.find(world.strange, name),
    },
    "onboarding.Import": {"import": lambda world, name: onboarding.find_import(world.strange, name)},
    "catalog.Product": {"product": lambda world, name: catalog.find(world.strange, name)},
    "catalog.PriceList": {"price_list": lambda world, name: prices.find_list(world.strange, name)},
    "parties.Contact": {"contact": lambda world, name: parties.find_contact(world.strange, name)},
    "companies.PortalLink": {
        "portal_link": lambda world, name: links.revoke(world.strange, name, by=the_owner(world.strange), on=DAY)
    },
    "parties.PartyChange": {
        "supplier_change": lambda world, name: own_facts.take(world.strange, name, by=the_owner(world.strange), on=DAY),
        "customer_change": lambda world, name: own_customers.find(world.strange, name),
    },
    "outbox.Announcement": {"announcement": lambda world, name: announcements.find(world.strange, name)},
    "companies.Absence": {"absence": lambda world, name: absences.find(world.strange, name)},
    "approvals.Policy": {"policy": lambda world, name: policies.find(world.strange, name)},
    "dunning.Procedure": {"procedure": lambda world, name: procedures.find(world.strange, name)},
    "dunning.Reminder": {"reminder": lambda world, name: reminders.find(world.strange, name)},
    "dunning.Pause": {"pause": lambda world, name: reminders.find_pause(world.strange, name)},
    "arrangements.Dispute": {"dispute": lambda world, name: arrangements.find_dispute(world.strange, name)},
    "arrangements.Plan": {"plan": lambda world, name: arrangements.find_plan(world.strange, name)},
    **SAVED,
    **FED,
    **ROUNDS,
    "arrangements.WriteOff": {"write_off": lambda world, name: write_off_queries.find(world.strange, name)},
    "arrangements.Rating": {"rating": lambda world, name: rating_queries.find(world.strange, name)},
    "rules.Rule": {"rule": lambda world, name: rule_queries.find(world.strange, name)},
    "rules.RuleAct": {"rule_act": lambda world, name: rule_queries.find_act(world.strange, name)},
    "approvals.Approval": {"approval": lambda world, name: asked_for.find(world.strange, name)},
    "approvals.Question": {"question": lambda world, name: asked_for.find_question(world.strange, name)},
    "companies.ApiKey": {"api_key": lambda world, name: people.api_key(world.strange, name)},
    "events.Event": {"event": lambda world, name: happened.find(world.strange, name)},
    "ledger.BankAccount": {
        "own_account": lambda world, name: own_accounts.confirm_bank(
            world.strange, name, by=the_owner(world.strange), on=DAY
        )
    },
    "ledger.Entry": {"entry": lambda world, name: ledger.find_entry(world.strange, name)},
    "ledger.OpenItem": {
        "item": lambda world, name: ledger.find_item(world.strange, name),
        "payment": lambda world, name: credits.find(world.strange, name),
    },
    "ledger.Allocation": {"allocation": lambda world, name: ledger.find_allocation(world.strange, name)},
    "payments.Payment": {"payment": lambda world, name: payments.find(world.strange, name)},
    "payments.Offset": {"offset": lambda world, name: offset_queries.find(world.strange, name)},
    "payments.SupplierStatement": {
        "supplier_statement": lambda world, name: supplier_statements.find(world.strange, name)
    },
    "cashbook.Desk": {"desk": lambda world, name: cashbook.desk(world.strange, name)},
    "cashbook.CashLine": {"cash_line": lambda world, name: cashbook.line(world.strange, name)},
    "cashbook.CashCount": {"cash_count": lambda world, name: cashbook.count(world.strange, name)},
    "loyalty.LoyaltyGrant": {"loyalty_grant": lambda world, name: loyal.grant(world.strange, name)},
    "collecting.LateFee": {"late_fee": lambda world, name: collecting.late_fee(world.strange, name)},
    "collecting.Demand": {"demand": lambda world, name: collecting.demand(world.strange, name)},
    "collecting.BalanceLetter": {"balance_letter": lambda world, name: collecting.balance_letter(world.strange, name)},
    "payments.Claim": {"claim": lambda world, name: claim_queries.find(world.strange, name)},
    "payments.Remittance": {"remittance": lambda world, name: remittance_queries.find(world.strange, name)},
    "payments.EarlyOffer": {"early_offer": lambda world, name: early_offers.find(world.strange, name)},
    "payments.PaymentRun": {"run": lambda world, name: run_queries.find(world.strange, name)},
    "capture.Mailbox": {"mailbox": lambda world, name: captured_queries.mailbox(world.strange, name)},
    "capture.Mail": {"mail": lambda world, name: captured_queries.mail(world.strange, name)},
    "replies.CustomerReply": {"reply": lambda world, name: replies.find(world.strange, name)},
    "payables.Bill": {"bill": lambda world, name: payables.find(world.strange, name)},
    "payables.SelfCharge": {"self_charge": lambda world, name: self_charge_queries.find(world.strange, name)},
    "purchasing.PurchaseRequest": {"request": lambda world, name: purchasing.find_request(world.strange, name)},
    "purchasing.PurchaseOrder": {"order": lambda world, name: purchasing.find(world.strange, name)},
    "purchasing.GoodsReceipt": {"goods_receipt": lambda world, name: purchasing.find_receipt(world.strange, name)},
    "parties.BankDetail": {"bank_detail": lambda world, name: bank_details.find(world.strange, name)},
    "sales.Proforma": {"proforma": lambda world, name: sales.find(world.strange, name)},
    "billing.Schedule": {"schedule": lambda world, name: billing.find(world.strange, name)},
    "banking.StatementLine": {"line": lambda world, name: banking.find(world.strange, name)},
    "banking.BankRule": {"bank_rule": lambda world, name: bank_rule_queries.find(world.strange, name)},
    "tasks.Task": {"task": lambda world, name: tasks_of.find(world.strange, name)},
    "outbox.WebhookEndpoint": {"webhook": lambda world, name: webhooks.endpoint(world.strange, name)},
    "outbox.WebhookDelivery": {"delivery": lambda world, name: webhooks.delivery(world.strange, name)},
    "networks.Submission": {"submission": lambda world, name: passages.find(world.strange, name)},
    "networks.Acknowledgement": {"acknowledgement": lambda world, name: passages.acknowledgement(world.strange, name)},
    "networks.Outage": {"outage": lambda world, name: outages.find(world.strange, name)},
    "networks.Arrival": {"arrival": lambda world, name: passages.arrival(world.strange, name)},
    "outbox.Message": {"message": lambda world, name: messages.find(world.strange, name)},
    "receivables.Batch": {"batch": lambda world, name: batches.find(world.strange, name)},
    "receivables.Invoice": {
        "invoice": lambda world, name: receivables.find(world.strange, name),
        "draft": lambda world, name: standings.named(world.strange, name),
    },
}
"""Model to the ways in which one of it is found by its id; each kind of object is walked through its door."""
