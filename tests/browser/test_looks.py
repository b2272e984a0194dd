"""Every page in light, dark and phone width: nothing that axe finds, no sideways scroll, no error in the console."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from kvit.banking import reconciliation, statements
from kvit.billing import schedules
from kvit.catalog import products
from kvit.payments import incoming
from kvit.receivables import credit_notes
from tests.browser import looks
from tests.browser.looks import LOOKS
from tests.builders import a_company, a_customer, a_draft, a_line, a_user, an_invoice, the_owner

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def bank_lines(company, issued, by):
    """A statement: one line that names its invoice, one a little short, one that fits nothing, one fee."""
    day = (date.today() - timedelta(days=1)).strftime("%d.%m.%Y")
    rows = [
        "Data;Suma;Moneda;Platitor;Cont partener;Detalii",
        f"{day};10248,70;RON;HOTEL BASTION SA;RO65INGB0000999904128837;PLATA FACT {issued[3].number}",
        f"{day};14600,00;RON;HOTEL BASTION SA;RO65INGB0000999904128837;OP 4471 {issued[5].number}",
        f"{day};8228,00;RON;ALFA RETAIL SRL;RO09BCYP0000001234567890;PARTIAL + DEPOZIT RETUR",
        f"{day};-15,00;RON;BANCA TRANSILVANIA;;COMISION ADMINISTRARE",
    ]
    iban = company.bank_accounts.get().iban
    statements.load(company, "\n".join(rows).encode(), name="extras.csv", account=iban, by=by, on=date.today())
    reconciliation.suggest(company, by=by, on=date.today())


def story():
    """A company with something on every page, dated so that some is late, some is due soon, some is a draft."""
    ana = a_user("ana@ateliernord.example")
    ana.name = "Ana Pop"
    ana.save()
    company = a_company(owner=ana, on=date.today() - timedelta(days=400))
    by = the_owner(company)
    hotel = a_customer(company, name="Hotel Bastion SA", vat_id="RO18189442")
    clinic = a_customer(company, name="Clinica Sfânta Ana SRL", vat_id="", external_id="C2")
    shop = a_customer(company, name="Мебели Рила ООД", country="BG", external_id="C3")
    names = ["Reception desk, oiled oak, 3.2 m", "Wall shelf, oak, 120 cm", "Installation on site"]
    issued = []
    for ago, customer, net, terms in (
        (130, shop, "5082", 15), (100, hotel, "3630", 30), (75, clinic, "2178", 30), (60, hotel, "8470", 30),
        (45, clinic, "9680", 30), (28, hotel, "12100", 30), (25, shop, "4850", 30),
        (10, clinic, "18150", 30), (3, hotel, "2904", 30),
    ):  # fmt: skip
        day = date.today() - timedelta(days=ago)
        line = a_line(net, name=names[ago % 3], quantity="1")
        issued.append(an_invoice(company, line, customer=customer, on=day, terms_days=terms, issue_on=day.isoformat()))
    credit_notes.issue(company, issued[2], reason="return", by=by, on=date.today())
    part = {"invoice": issued[4].number, "amount": "4000", "paid_on": date.today().isoformat()}
    paid = incoming.record_all(company, [part], by=by, on=date.today())[0]
    rent = {"customer": hotel.public_id, "lines": [a_line("1200", name="Studio rent, {month}")]}
    rhythm = {"name": "Studio rent", "unit": "month", "anchor_on": date.today().isoformat(), "draft": rent}
    schedule = schedules.make(company, rhythm, by=by, on=date.today())
    bank_lines(company, issued, by)
    draft = a_draft(
        company,
        a_line("11400", name=names[0], quantity="1"),
        a_line("385", name=names[1], quantity="8"),
        a_line("120", name=names[2], quantity="14", unit="HUR"),
        customer=hotel,
        on=date.today(),
        order_ref="HB 2026/77",
        note="Garanție 24 de luni.",
    )
    shelf = products.add(company, {"name": names[1], "code": "SH-120", "price": "385"}, by=by, on=date.today())
    products.add(
        company,
        {"name": names[2], "code": "INST", "price": "120", "unit": "HUR", "is_service": True},
        by=by,
        on=date.today(),
    )
    return ana, {
        "home": reverse("home"),
        "home-why": reverse("home") + "?why=dso",
        "invoices": reverse("invoices"),
        "invoices-drafts": reverse("invoices") + "?view=draft",
        "invoices-none": reverse("invoices") + "?view=paid",
        "invoice": reverse("invoice", args=[issued[3].public_id]),
        "invoice-credited": reverse("invoice", args=[issued[2].public_id]),
        "invoice-edit": reverse("invoice_edit", args=[draft.public_id]),
        "invoice-new": reverse("invoice_new"),
        "customers": reverse("customers"),
        "customer": reverse("customer", args=[hotel.public_id]),
        "customer-edit": reverse("customer_edit", args=[hotel.public_id]),
        "products": reverse("products"),
        "product": reverse("product", args=[shelf.public_id]),
        "invoice-pay": reverse("invoice_pay", args=[issued[3].public_id]),
        "invoice-credit": reverse("invoice_credit", args=[issued[3].public_id]),
        "payments": reverse("payments"),
        "payment": reverse("payment", args=[paid.payment.public_id]),
        "reports": reverse("reports"),
        "reports-figures": reverse("reports") + "?view=figures",
        "reports-balance": reverse("reports") + "?view=balance",
        "reports-vat": reverse("reports") + "?view=vat",
        "recurring": reverse("recurring"),
        "recurring-new": reverse("recurring_new"),
        "schedule": reverse("schedule", args=[schedule.public_id]),
        "reconcile": reverse("reconcile"),
        "reconcile-choose": reverse("reconcile") + "?tab=choose",
        "reconcile-leave": reverse("reconcile") + "?tab=leave",
        "statement-import": reverse("statement_import"),
        "lines-done": reverse("lines_done"),
        "search": reverse("search") + "?q=hotel",
        "onboarding": reverse("onboarding") + "?new=1",
        "me": reverse("me"),
        "help": reverse("help"),
        "not-found": "/invoices/inv_none",
    }


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_every_page_is_without_faults(chromium, live_server, pictures, look):
    ana, pages = story()
    context = looks.opened(chromium, live_server.url, look, user=ana)
    page = context.new_page()
    said = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    found = {}
    for name, address in pages.items():
        page.goto(address)
        looks.keep(page, pictures, name, look)
        faults = [*looks.faults(page), *said]
        said.clear()
        if name == "not-found":
            faults = [fault for fault in faults if "404" not in fault]
        if faults:
            found[name] = faults
    context.close()
    assert found == {}


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_the_doors_are_without_faults(chromium, live_server, pictures, look):
    context = looks.opened(chromium, live_server.url, look)
    page = context.new_page()
    found = {}
    for name in ("account_login", "account_signup", "account_reset_password"):
        page.goto(reverse(name))
        looks.keep(page, pictures, name.replace("_", "-"), look)
        if faults := looks.faults(page):
            found[name] = faults
    context.close()
    assert found == {}
