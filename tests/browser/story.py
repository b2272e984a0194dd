"""A company with something on every page: some of it late, some due soon, some a draft; dated by the day of the run."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from kvit.banking import reconciliation, statements
from kvit.billing import proforma_sending, proformas, schedules
from kvit.catalog import prices, products
from kvit.companies import companies
from kvit.companies.models import Company, User
from kvit.core import dunning, flow_rules
from kvit.core.errors import Finding
from kvit.core.permissions import Actor
from kvit.dunning import campaigns, pauses, procedures
from kvit.events.models import Event, Work
from kvit.ledger import periods, rates
from kvit.ledger.rates import Quote
from kvit.messages.models import WebhookDelivery
from kvit.messages.webhooks import dealing, endpoints, posting
from kvit.networks import clocks, connections, transport
from kvit.onboarding import imports
from kvit.parties import contacts
from kvit.parties.models import Party
from kvit.payments import incoming
from kvit.ports import registry
from kvit.ports.http import Answer as HttpAnswer
from kvit.ports.http import FakeHttp
from kvit.ports.network import Answer, Arrival, FakeNetwork
from kvit.reactions import SNAPSHOTS
from kvit.receivables import batches, credit_notes, sending, transmitting
from kvit.receivables.models import Invoice
from kvit.rules import acting, following, rules
from kvit.rules import queries as rule_queries
from kvit.sales import customer_prices
from kvit.tasks import tasks
from kvit.tasks.tasks import Case
from tests.browser import buying, collecting
from tests.builders import a_company, a_customer, a_draft, a_line, a_user, an_invoice, the_owner

NAMES = ("Reception desk, oiled oak, 3.2 m", "Wall shelf, oak, 120 cm", "Installation on site")
TODAY = date.today()


@dataclass
class Story:
    """Who looks, at which company, and the addresses of what is in it."""

    ana: User
    company: Company
    by: Actor
    hotel: Party
    issued: list[Invoice] = field(default_factory=list)
    addresses: dict[str, str] = field(default_factory=dict)

    def at(self, **found: str) -> None:
        self.addresses.update({name.replace("_", "-"): address for name, address in found.items()})


def told() -> Story:
    """The whole of it."""
    ana = a_user("ana@ateliernord.example")
    ana.name = "Ana Pop"
    ana.save()
    company = a_company(owner=ana, on=TODAY - timedelta(days=400))
    seat = {"street": "Str. Cetății", "building": "5", "town": "Sibiu", "post_code": "550160", "region": "RO-SB"}
    hotel = a_customer(company, name="Hotel Bastion SA", vat_id="RO18189442", address=seat)
    story = Story(ana, company, the_owner(company), hotel)
    sold(story)
    drafted(story)
    repeated(story)
    banked(story)
    settings(story)
    followed(story)
    passed(story)
    buying.bought(story)
    buying.ordered(story)
    buying.in_a_run(story)
    collecting.argued(story)
    collecting.charged(story)
    listed(story)
    return story


def sold(story: Story) -> None:
    """Nine invoices in every state of payment, one of them credited, one paid in part."""
    company, hotel = story.company, story.hotel
    clinic = a_customer(company, name="Clinica Sfânta Ana SRL", vat_id="", external_id="C2")
    shop = a_customer(company, name="Мебели Рила ООД", country="BG", external_id="C3")
    for ago, customer, net, terms in (
        (130, shop, "5082", 15), (100, hotel, "3630", 30), (75, clinic, "2178", 30), (60, hotel, "8470", 30),
        (45, clinic, "9680", 30), (28, hotel, "12100", 30), (25, shop, "4850", 30),
        (10, clinic, "18150", 30), (3, hotel, "2904", 30),
    ):  # fmt: skip
        day = TODAY - timedelta(days=ago)
        line = a_line(net, name=NAMES[ago % 3], quantity="1")
        told = {"customer": customer, "on": day, "terms_days": terms, "issue_on": day.isoformat()}
        story.issued.append(an_invoice(company, line, **told))
    credit_notes.issue(company, story.issued[2], reason="return", by=story.by, on=TODAY)
    part = {"invoice": story.issued[4].number, "amount": "4000", "paid_on": TODAY.isoformat()}
    paid = incoming.record_all(company, [part], by=story.by, on=TODAY)[0].payment
    inn = a_customer(company, name="Pensiunea Lac SRL", vat_id="", external_id="C4")
    ahead = {"customer": inn.public_id, "amount": "250", "paid_on": TODAY.isoformat()}
    incoming.record_all(company, [ahead], by=story.by, on=TODAY)
    late, credited, partly = (story.issued[i].public_id for i in (3, 2, 4))
    story.at(
        invoice=reverse("invoice", args=[late]),
        invoice_credited=reverse("invoice", args=[credited]),
        invoice_partly_paid=reverse("invoice", args=[partly]),
        invoice_pay=reverse("invoice_pay", args=[late]),
        invoice_credit=reverse("invoice_credit", args=[late]),
        invoice_new_credit=reverse("invoice_new") + f"?customer={inn.public_id}",
        payment=reverse("payment", args=[paid.public_id]),
        customer=reverse("customer", args=[hotel.public_id]),
        customer_edit=reverse("customer_edit", args=[hotel.public_id]),
    )


def lines() -> list[Mapping[str, object]]:
    """Three lines, as somebody would sell them."""
    shelf = a_line("385", name=NAMES[1], quantity="8")
    return [a_line("11400", name=NAMES[0]), shelf, a_line("120", name=NAMES[2], quantity="14", unit="HUR")]


def drafted(story: Story) -> None:
    """A draft, two products, a proforma."""
    company, by = story.company, story.by
    draft = a_draft(
        company, *lines(), customer=story.hotel, on=TODAY, order_ref="HB 2026/77", note="Garanție 24 de luni."
    )
    shelf = products.add(company, {"name": NAMES[1], "code": "SH-120", "price": "385"}, by=by, on=TODAY)
    work = {"name": NAMES[2], "code": "INST", "price": "120", "unit": "HUR", "is_service": True}
    products.add(company, work, by=by, on=TODAY)
    offer = proformas.draft(company, {"customer": story.hotel.public_id, "lines": lines()}, by=by, on=TODAY)
    offer = proformas.issue(company, offer, by=by, on=TODAY)
    proforma_sending.send(company, offer, by=by, on=TODAY)
    dealers = prices.make_list(company, {"name": "Dealers"}, by=by, on=TODAY)
    soon = (TODAY + timedelta(days=30)).isoformat()
    told = [{"product": "SH-120", "amount": "352.50"}, {"product": "SH-120", "amount": "360", "valid_from": soon}]
    prices.put_all(company, dealers, [*told, {"product": "INST", "amount": "110"}], by=by, on=TODAY)
    person = {"name": "Ioana Mureșan", "role": "Accounts", "email": "ioana@bastion.example", "gets_invoices": True}
    contact = contacts.add(company, story.hotel, person, by=by, on=TODAY)
    customer_prices.give_list(company, story.hotel, dealers, by=by, on=TODAY)
    story.at(
        price_list=reverse("price_list", args=[dealers.public_id]),
        contact=reverse("contact", args=[contact.public_id]),
        contact_new=reverse("contact_new", args=[story.hotel.public_id]),
        invoice_edit=reverse("invoice_edit", args=[draft.public_id]),
        product=reverse("product", args=[shelf.public_id]),
        proforma=reverse("proforma", args=[offer.public_id]),
        proforma_send=reverse("proforma_send", args=[offer.public_id]),
    )


def repeated(story: Story) -> None:
    """A rent, every month."""
    rent = {"customer": story.hotel.public_id, "lines": [a_line("1200", name="Studio rent, {month}")]}
    rhythm = {"name": "Studio rent", "unit": "month", "anchor_on": TODAY.isoformat(), "draft": rent}
    schedule = schedules.make(story.company, rhythm, by=story.by, on=TODAY)
    story.at(
        schedule=reverse("schedule", args=[schedule.public_id]),
        recurring_edit=reverse("recurring_edit", args=[schedule.public_id]),
    )


def banked(story: Story) -> None:
    """A statement: one line that names its invoice, one a little short, one that fits nothing, one fee."""
    day = (TODAY - timedelta(days=1)).strftime("%d.%m.%Y")
    rows = [
        "Data;Suma;Moneda;Platitor;Cont partener;Detalii",
        f"{day};10248,70;RON;HOTEL BASTION SA;RO65INGB0000999904128837;PLATA FACT {story.issued[3].number}",
        f"{day};14600,00;RON;HOTEL BASTION SA;RO65INGB0000999904128837;OP 4471 {story.issued[5].number}",
        f"{day};8228,00;RON;ALFA RETAIL SRL;RO09BCYP0000001234567890;PARTIAL + DEPOZIT RETUR",
        f"{day};-15,00;RON;BANCA TRANSILVANIA;;COMISION ADMINISTRARE",
    ]
    content = "\n".join(rows).encode()
    iban = story.company.bank_accounts.get().iban
    statements.load(story.company, content, name="extras.csv", account=iban, by=story.by, on=TODAY)
    reconciliation.suggest(story.company, by=story.by, on=TODAY)


def settings(story: Story) -> None:
    """A colleague, a key, an import with a row that was left out."""
    company, by = story.company, story.by
    companies.join(company, "mihai@ateliernord.example", role="clerk", name="Mihai Ionescu", by=by, on=TODAY)
    companies.make_api_key(company, story.ana, name="Web shop", by=by, on=TODAY)
    text = "Name;Country;VAT id;Town\nDelta Office SRL;RO;RO14399840;Cluj\nNowhere;RO;RO1;Cluj\n"
    brought = imports.run(company, "customers", content=text.encode(), name="customers.csv", by=by, on=TODAY)
    story.at(**{"import": reverse("import", args=[brought.id])})
    hooked(story)
    ruled(story)
    reminded(story)


def reminded(story: Story) -> None:
    """One who was reminded, one who promised, one who is held; and what would go."""
    company, by = story.company, story.by
    usual = procedures.every(company)[0]
    procedures.change(company, usual, {**usual.told, "bank_days": None}, by=by, on=TODAY)
    shop, clinic = story.issued[0].party, story.issued[4].party
    campaigns.skip(company, shop, reason="They called", by=by, on=working_day())
    promise = pauses.Asked(kind="promise", until=TODAY + timedelta(days=5), reason="by phone")
    pauses.begin(company, clinic, promise, by=by, on=TODAY)
    at = [usual.public_id]
    story.at(
        customer_reminders=reverse("customer_reminders", args=[story.hotel.public_id]),
        customer_reminders_held=reverse("customer_reminders", args=[clinic.public_id]),
        reminder_procedure=reverse("reminder_procedure", args=at),
        reminder_procedure_edit=reverse("reminder_procedure_edit", args=at),
        reminder_procedure_words=reverse("reminder_procedure_words", args=at) + "?level=2&language=ro",
    )


def working_day() -> date:
    """The last day on which somebody works in Bulgaria, where the shop is."""
    day = TODAY
    while dunning.rests(day, country="BG"):
        day -= timedelta(days=1)
    return day


def ruled(story: Story) -> None:
    """A rule that acted by itself, one that suggests, one that is being written."""
    company, by = story.company, story.by
    money = {"field": "total", "comparison": "over", "value": "12000", "currency": company.currency}
    abroad = {"field": "country", "comparison": "is_not", "value": company.country}
    act = {"kind": "task", "text": "Thank them by phone", "role": "owner", "days": 2}
    told = {"name": "Large sales", "event": "invoice.issued", "conditions": [money], "act": act}
    large = rules.let(company, rules.make(company, told, by=by, on=TODAY), level="suggest", by=by, on=TODAY)
    notice = {"kind": "notice", "text": "A sale abroad", "role": "accountant"}
    told = {"name": "Sales abroad", "event": "invoice.issued", "conditions": [abroad], "act": notice}
    other = rules.make(company, told, by=by, on=TODAY)
    version = rule_queries.current(company, large)
    events = Event.objects.filter(company_id=company.pk, name="invoice.issued").order_by("-pk")
    with transaction.atomic():
        for event in events[:2]:
            snapshot = following.look_at(company, event, snapshots=SNAPSHOTS)
            looks = flow_rules.look(rules.read(version), snapshot, on=event.acted_on)
            because = [flow_rules.look_written(look) for look in looks]
            acting.take_up(company, version, event, name=following.name_of(event, snapshot), because=because)
    acting.accept(company, rule_queries.acts(company, large, most=1)[0], by=by, on=TODAY)
    story.at(
        rule=reverse("rule", args=[large.public_id]) + "?days=365",
        rule_off=reverse("rule", args=[other.public_id]),
        rule_edit=reverse("rule_edit", args=[large.public_id]),
        rule_new=reverse("rule_new") + "?event=bill.checked",
    )


def hooked(story: Story) -> None:
    """Two addresses that are told, one of them in trouble, with a failed call and a long body."""
    company, by = story.company, story.by
    told = {"url": "https://erp.ateliernord.example/hooks/kvit", "description": "Accounting"}
    row, _secret = endpoints.add(company, told, by=by, on=TODAY)
    chosen = {"url": "https://crm.example.com/", "events": ["invoice.issued", "payment.recorded"]}
    other, _secret = endpoints.add(company, chosen, by=by, on=TODAY)
    endpoints.pause(company, other, by=by, on=TODAY)
    event = Event.objects.filter(company_id=company.pk, name="invoice.issued").latest("pk")
    look = SNAPSHOTS["invoice"]
    dealing.write(event, [row], body=dealing.body(event, company, snapshot=look))
    sent = posting.claim()
    with_answers(HttpAnswer(503, b"<html><title>Service Unavailable</title></html>"), sent)
    endpoints.test(company, row, by=by, on=TODAY)
    story.at(
        webhook=reverse("webhook", args=[row.public_id]),
        webhook_paused=reverse("webhook", args=[other.public_id]),
        delivery=reverse("delivery", args=[sent.public_id]),
        deliveries_of=reverse("deliveries") + f"?endpoint={row.public_id}",
        deliveries_none=reverse("deliveries") + "?view=dead",
    )


def with_answers(answer: HttpAnswer, sent: WebhookDelivery) -> None:
    """The call is answered so; nothing leaves this machine."""
    real, fake = registry.use("http"), FakeHttp()
    fake.answers = [answer]
    registry.register("http", fake)
    try:
        posting.send(sent)
    finally:
        registry.register("http", real)


def followed(story: Story) -> None:
    """A task that is late, a mail that failed, work that was given up, a rate, books that are closed."""
    company, by, invoice = story.company, story.by, story.issued[3]
    sent = sending.send(company, invoice, by=by, on=TODAY)[0]
    facts = {"address": sent.to_address, "answer": "550 no such user"}
    company.outbox.update(status="failed", failure="message.address_refused", failure_facts=facts)
    about = {"subject_kind": "invoice", "subject_id": invoice.pk, "subject_public_id": invoice.public_id}
    told = {"number": invoice.number, "customer": story.hotel.name}
    with transaction.atomic():
        case = Case(kind="document.send", key="story", facts=told, **about)
        task = tasks.open(company, case, by=by, on=TODAY - timedelta(days=9))
    event = Event.objects.filter(company_id=company.pk, name="invoice.issued").first()
    Work.objects.create(event=event, handler="pdf", status="dead", attempt=8, error="no room", due_at=timezone.now())
    rates.record_all(company, [Quote(TODAY, "EUR", Decimal("5.0975"), "BNR")], by=by, on=TODAY)
    periods.lock(company, until=TODAY - timedelta(days=380), by=by, on=TODAY)
    more = {"invoice": story.issued[7].number, "amount": "25000", "paid_on": TODAY.isoformat()}
    over = incoming.record_all(company, [more], by=by, on=TODAY)[0].payment
    drafts = list(company.invoices.filter(status="draft").values_list("public_id", flat=True))
    foreseen = batches.propose(company, "issue_and_send", drafts, by=by, on=TODAY)
    numbers = [row.public_id for row in story.issued[:6]]
    running = batches.start(company, batches.propose(company, "send", numbers, by=by, on=TODAY), by=by, on=TODAY)
    story.at(
        batch=reverse("batch", args=[foreseen.public_id]),
        batch_running=reverse("batch", args=[running.public_id]),
        jobs_many=reverse("jobs") + "?view=many",
        task=reverse("task", args=[task.public_id]),
        message=reverse("message", args=[sent.public_id]),
        invoice_send=reverse("invoice_send", args=[invoice.public_id]),
        payment_left=reverse("payment", args=[over.public_id]),
    )


def passed(story: Story) -> None:
    """RO e-Factura is connected: one invoice accepted on the second attempt, one refused, one not sent, a bill came."""
    company, by, fake = story.company, story.by, FakeNetwork("anaf")
    before = registry.use("networks")
    registry.register("networks", {"anaf": fake, "peppol": FakeNetwork("peppol")})
    secrets = {"client_id": "kvit", "client_secret": "x", "access_token": "valid"}
    ends_on = TODAY + timedelta(days=60)
    connections.set_up(company, "anaf", mode="test", secrets=secrets, ends_on=ends_on, by=by, on=TODAY)
    connections.turn_on(company, "anaf", mode="test", by=by, on=TODAY)
    town = Finding("anaf.refused", "buyer/address/city", facts={"message": "Localitatea nu există în județul SB."})
    twice, once = story.issued[3], story.issued[8]
    bill = Arrival(reference="5014", content=b"PK", media_type="application/zip", name="5014.zip", sender="8000000000")
    fake.waiting = [bill]
    for row in (twice, once):
        fake.answers[row.number or ""] = Answer(outcome="rejected", findings=(town,), told="Localitatea nu există.")
        transmitting.submit(company, row, network="anaf", by=by, on=TODAY)
    transport.send_waiting(company, "anaf")
    transmitting.repeat(company, twice, network="anaf", amended={"town": "Cisnădie"}, by=by, on=TODAY)
    clocks.run(company, at=timezone.now() + timedelta(hours=1), on=TODAY)
    clocks.run(company, at=timezone.now() + timedelta(hours=2), on=TODAY)
    registry.register("networks", before)
    story.at(
        invoice_refused=reverse("invoice", args=[once.public_id]),
        invoice_unsent=reverse("invoice", args=[story.issued[5].public_id]),
        einvoices=reverse("einvoices"),
        einvoices_all=reverse("einvoices") + "?view=all",
        einvoices_none=reverse("einvoices") + "?network=ksef",
        arrivals=reverse("arrivals"),
        settings_networks=reverse("settings_networks"),
        network_edit=reverse("network_edit") + "?network=anaf&mode=test",
    )


def listed(story: Story) -> None:
    """Every page that needs no id."""
    for page in (
        "home", "invoices", "customers", "products", "price_lists", "payments", "recurring", "proformas", "reconcile",
        "reports",
        "imports", "invoice_new", "customer_new", "product_new", "recurring_new", "proforma_new", "import_new",
        "statement_import", "lines_done", "settings", "settings_numbers", "settings_appearance", "settings_people",
        "reminders", "chargebacks", "reminders_calendar", "settings_reminders", "reminder_procedure_new",
        "settings_keys", "settings_webhooks", "deliveries", "settings_autopilot", "settings_rules",
        "settings_books", "tasks", "outbox",
        "jobs", "me", "help", "bills", "bill_new", "purchase_requests",
        "purchase_request_new", "orders", "order_new", "bank_details", "network_outages",
        "self_charges", "approvals", "settings_approvals", "settings_absences",
        "suppliers", "settings_announcements",
        "settings_mailboxes", "settings_gateways", "runs", "run_new",
        "offsets", "offset_new", "claims", "disputes", "plans", "write_offs", "replies", "late_fees", "balance_letters",
        "cash", "cash_desk_new", "settings_points", "points_by_hand", "targets", "promises", "receipts",
        "settings_feeds", "reminder_letters",
        "settings_plans", "settings_late_fees", "debits", "debit_run_new", "mandates", "settings_debits",
    ):  # fmt: skip
        story.at(**{page: reverse(page)})
    story.at(
        home_why=reverse("home") + "?why=dso",
        invoices_drafts=reverse("invoices") + "?view=draft",
        invoices_none=reverse("invoices") + "?view=paid",
        reports_figures=reverse("reports") + "?view=figures",
        reports_balance=reverse("reports") + "?view=balance",
        reports_ratings=reverse("reports") + "?view=ratings",
        reports_vat=reverse("reports") + "?view=vat",
        reports_purchases=reverse("reports") + "?view=purchases",
        reconcile_split=reverse("reconcile") + "?tab=split",
        reconcile_account=reverse("reconcile") + "?tab=account",
        bank_rules=reverse("bank_rules"),
        bank_rule_new=reverse("bank_rule_new"),
        reconcile_leave=reverse("reconcile") + "?tab=leave",
        search=reverse("search") + "?q=hotel",
        onboarding=reverse("onboarding") + "?new=1",
        not_found="/invoices/inv_none",
    )
