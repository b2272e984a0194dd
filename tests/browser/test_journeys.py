"""What a person does, counted: the first invoice, the next one, a statement by keyboard alone, work without scripts."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from kvit.banking import reconciliation, statements
from kvit.banking.models import StatementLine
from kvit.payables import bills
from kvit.payables.models import Bill
from kvit.payments import incoming
from kvit.ports import registry
from kvit.ports.register import FakeRegister, Firm, Seat
from kvit.receivables.models import Invoice
from tests.browser import looks
from tests.browser.looks import LIGHT, PHONE
from tests.builders import DAY, a_company, a_customer, a_line, a_user, an_invoice, balance_of, somebody, the_owner
from tests.scenarios.bills.supplied import OURS, added, invoiced

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


COMPANY = {
    "Name of your company": "Atelier Nord SRL",
    "VAT id optional": "RO14399840",
    "Street and number optional": "Str. Fabricii 14",
    "Post code optional": "400620",
    "Town optional": "Cluj-Napoca",
    "County optional": "Cluj",
}
CUSTOMER = {
    "Name of the customer": "Hotel Bastion SA",
    "VAT id optional": "RO18189442",
    "E-mail for invoices optional": "conta@bastion.example",
    "Street and number optional": "Str. Cetății 5",
    "Post code optional": "550160",
    "Town optional": "Sibiu",
    "County optional": "SB",
}


class Hands:
    """A person at a page: every act and every field filled is counted."""

    def __init__(self, page):
        self.page, self.acts, self.fields = page, 0, 0

    def press(self, name):
        """Click a button or a link by its words."""
        self.acts += 1
        self.page.get_by_role("button", name=name).or_(self.page.get_by_role("link", name=name)).first.click()

    def key(self, keys):
        self.acts += 1
        self.page.keyboard.press(keys)

    def fill_all(self, told):
        for label, text in told.items():
            self.fill(label, text)

    def fill(self, label, text):
        self.fields += 1
        self.page.get_by_label(label, exact=True).fill(text)


def test_the_first_invoice_takes_nine_acts_and_eighteen_fields_at_most(chromium, live_server):
    ana = a_user("ana@ateliernord.example")
    context = looks.opened(chromium, live_server.url, LIGHT, user=ana)
    page = context.new_page()
    hands = Hands(page)
    page.goto("/")

    hands.fill_all(COMPANY)
    hands.press("Continue to your bank account")
    hands.fill("IBAN", "RO49 AAAA 1B31 0075 9384 0000")
    hands.press("Continue to your first customer")
    hands.fill_all(CUSTOMER)
    hands.press("Continue to your first invoice")
    hands.fill("Line 1, what", "Reception desk")
    hands.fill("Line 1, price", "11400")
    hands.press("Issue and send")
    page.wait_for_url(re.compile("/invoices/inv_"))

    invoice = Invoice.objects.get()
    assert (invoice.status, invoice.payable) == ("issued", 13794)  # 11,400 and 21 % of it
    assert hands.acts <= 9, hands.acts
    assert hands.fields <= 18, hands.fields

    again = Hands(page)
    again.key("n")
    page.wait_for_url(re.compile("/invoices/new"))
    again.fill("Customer", "Hotel Bastion SA")
    again.fill("Line 1, what", "Wall shelf")
    again.fill("Line 1, price", "3*385")
    again.key("Control+Enter")
    page.wait_for_url(re.compile("/invoices/inv_"))
    assert Invoice.objects.filter(status="issued").count() == 2
    assert again.acts <= 4, again.acts
    context.close()


@pytest.fixture
def register():
    """Who stands behind the VAT ids that are typed here."""
    before = registry.use("register")
    nord = Firm("Atelier Nord SRL", Seat("Str. Fabricii 14", "400620", "Cluj-Napoca", "RO-CJ"), "J12/1204/2019")
    hotel = Firm("Hotel Bastion SA", Seat("Str. Cetății 5", "550160", "Sibiu", "RO-SB"), "J32/88/1999")
    firms = {"RO14399840": nord, "RO18189442": hotel}
    registry.register("register", FakeRegister(firms, countries=frozenset({"RO"})))
    yield
    registry.register("register", before)


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without"])
def test_with_a_register_the_first_invoice_takes_twelve_fields_at_most(chromium, live_server, register, scripts):
    ana = a_user("ana@ateliernord.example")
    context = looks.opened(chromium, live_server.url, LIGHT, user=ana, scripts=scripts)
    page = context.new_page()
    hands = Hands(page)
    page.goto("/")

    hands.fill("VAT id optional", "RO14399840")
    hands.press("Fill in from the VAT id")
    hands.press("Continue to your bank account")
    hands.fill("IBAN", "RO49 AAAA 1B31 0075 9384 0000")
    hands.press("Continue to your first customer")
    hands.fill("VAT id optional", "18189442")
    hands.fill("E-mail for invoices optional", "conta@bastion.example")
    hands.press("Fill in from the VAT id")
    hands.press("Continue to your first invoice")
    hands.fill("Line 1, what", "Reception desk")
    hands.fill("Line 1, price", "11400")
    hands.press("Issue and send")
    page.wait_for_url(re.compile("/invoices/inv_"))

    invoice = Invoice.objects.get()
    assert (invoice.status, invoice.payable, invoice.party.name) == ("issued", 13794, "Hotel Bastion SA")
    assert (invoice.company.town, invoice.company.region) == ("Cluj-Napoca", "RO-CJ")
    assert hands.acts <= 9, hands.acts
    assert hands.fields <= 12, hands.fields
    context.close()


def lines_of_twenty(company):
    """Twenty invoices and a statement: eighteen lines that name theirs, one that names nothing, one fee."""
    hotel = a_customer(company, name="Hotel Bastion SA", vat_id="RO18189442")
    day = date.today() - timedelta(days=20)
    invoices = [an_invoice(company, a_line(f"{n}00.00"), customer=hotel, on=day) for n in range(1, 20)]
    rows = ["Data;Suma;Moneda;Platitor;Cont partener;Detalii"]
    booked = (date.today() - timedelta(days=2)).strftime("%d.%m.%Y")
    for n, invoice in enumerate(invoices[:18], start=1):
        rows.append(f"{booked};{n * 121},00;RON;HOTEL BASTION;RO09BCYP0000001234567890;plata {invoice.number}")
    rows.append(f"{booked};2299,00;RON;CINEVA;;fara detalii")
    rows.append(f"{booked};-15,00;RON;BANCA;;comision")
    by = the_owner(company)
    content = "\n".join(rows).encode()
    iban = company.bank_accounts.get().iban
    statements.load(company, content, name="extras.csv", account=iban, by=by, on=date.today())
    reconciliation.suggest(company, by=by, on=date.today())
    return invoices


def test_a_statement_of_twenty_lines_is_reconciled_by_keyboard_alone(chromium, live_server):
    ana = a_user("ana@ateliernord.example")
    company = a_company(owner=ana, on=date.today() - timedelta(days=60))
    invoices = lines_of_twenty(company)
    context = looks.opened(chromium, live_server.url, LIGHT, user=ana)
    page = context.new_page()
    page.goto(reverse("reconcile"))

    for _ in range(18):
        left = StatementLine.objects.filter(status__in=("open", "proposed")).count()
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert StatementLine.objects.filter(status__in=("open", "proposed")).count() == left - 1
    # The toast takes the last one back, and Enter books it again.
    with page.expect_navigation():
        page.keyboard.press("u")
    assert StatementLine.objects.filter(status="reconciled").count() == 17
    with page.expect_navigation():
        page.keyboard.press("Enter")
    # A line that nothing fits: choose by hand, tick with the space bar.
    page.goto(reverse("reconcile"))
    with page.expect_navigation():
        page.keyboard.press("s")
    page.keyboard.press("Tab")
    for _ in range(30):
        if page.evaluate("document.activeElement.name") == "item":
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    # The fee settles nothing here.
    with page.expect_navigation():
        page.keyboard.press("i")
    page.keyboard.type("Bank fee")
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert "no bank line waits" in page.content()
    assert StatementLine.objects.filter(status="reconciled").count() == 19
    assert StatementLine.objects.filter(status="ignored").count() == 1
    assert {balance_of(invoice) for invoice in invoices} == {0}
    context.close()


def test_lists_are_walked_by_keys_which_can_be_switched_off(chromium, live_server):
    ana = a_user("ana@ateliernord.example")
    company = a_company(owner=ana)
    first, second = an_invoice(company, terms_days=10), an_invoice(company, terms_days=20)
    context = looks.opened(chromium, live_server.url, LIGHT, user=ana)
    page = context.new_page()
    page.goto(reverse("invoices"))

    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.textContent") == second.number
    page.keyboard.press("x")
    page.get_by_text("1 selected").wait_for()
    page.keyboard.press("k")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith(first.public_id)

    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    page.keyboard.type(second.number)
    page.locator("#palette [role=option]", has_text=second.number).wait_for()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith(second.public_id)

    ana.single_keys = False
    ana.save()
    page.goto(reverse("invoices"))
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.tagName") == "BODY"
    context.close()


@pytest.mark.parametrize("look", [LIGHT, PHONE], ids=lambda look: look.name)
def test_without_scripts_a_draft_is_written_and_issued(chromium, live_server, look):
    ana = a_user("ana@ateliernord.example")
    company = a_company(owner=ana)
    a_customer(company, name="Hotel Bastion SA")
    context = looks.opened(chromium, live_server.url, look, user=ana, scripts=False)
    page = context.new_page()
    page.goto(reverse("invoice_new"))
    page.get_by_label("Customer", exact=True).fill("Hotel Bastion SA")
    page.get_by_label("Line 1, what").fill("Reception desk")
    page.get_by_label("Line 1, price").fill("1.234")
    page.get_by_role("button", name="Issue and send").click()
    assert page.get_by_role("alert").is_visible()
    page.get_by_label("Line 1, price").fill("1234")
    page.get_by_role("button", name="Line", exact=True).click()
    page.get_by_label("Line 2, what").fill("Shelf")
    page.get_by_label("Line 2, price").fill("385")
    page.get_by_role("button", name="Issue and send").click()
    page.wait_for_url(re.compile("/invoices/inv_"))
    assert Invoice.objects.get().net == 1619
    context.close()


def test_the_sums_follow_what_is_typed(chromium, live_server):
    ana = a_user("ana@ateliernord.example")
    company = a_company(owner=ana)
    a_customer(company, name="Hotel Bastion SA")
    context = looks.opened(chromium, live_server.url, LIGHT, user=ana)
    page = context.new_page()
    page.goto(reverse("invoice_new"))
    page.get_by_label("Customer", exact=True).fill("Hotel Bastion SA")
    page.get_by_label("Line 1, what").fill("Installation")
    page.get_by_label("Line 1, price").fill("120")
    page.get_by_label("Line 1, quantity").fill("14")
    page.locator("#totals", has_text="2,032.80").wait_for()  # 14 * 120 = 1,680 and 21 % of it
    page.get_by_label("Line 1, price").fill("1.234")
    page.locator("#computed", has_text="cannot be read").wait_for()
    assert page.get_by_label("Line 1, price").input_value() == "1.234", "nothing typed is touched"
    assert Invoice.objects.count() == 0
    context.close()


def test_a_credit_appears_with_the_customer_and_is_taken_by_the_act_that_issues(chromium, live_server):
    ana = a_user("ana@ateliernord.example")
    company = a_company(owner=ana)
    hotel = a_customer(company, name="Hotel Bastion SA")
    a_customer(company, name="Clinica SRL", vat_id="", external_id="C2")
    ahead = {"customer": hotel.public_id, "amount": "50", "paid_on": DAY.isoformat()}
    incoming.record_all(company, [ahead], by=the_owner(company), on=DAY)
    context = looks.opened(chromium, live_server.url, LIGHT, user=ana)
    page = context.new_page()
    page.goto(reverse("invoice_new"))
    credit = page.locator("#offered input[type=checkbox]")
    assert credit.count() == 0
    page.get_by_label("Customer", exact=True).fill("Hotel Bastion SA")
    credit.check()
    page.get_by_label("Line 1, what").fill("Installation")
    page.get_by_label("Line 1, price").fill("100")
    page.locator("#totals", has_text="121.00").wait_for()
    assert credit.is_checked(), "what is typed elsewhere does not touch it"
    page.get_by_label("Customer", exact=True).fill("Clinica SRL")
    credit.wait_for(state="detached")
    page.get_by_label("Customer", exact=True).fill("Hotel Bastion SA")
    credit.check()
    page.get_by_role("button", name="Issue and send").click()
    page.wait_for_url(re.compile("/invoices/inv_"))
    assert balance_of(Invoice.objects.get()) == 71
    context.close()


def test_from_the_mail_link_a_bill_is_approved_on_a_phone_in_one_tap(chromium, live_server):
    ana = a_user("ana@ateliernord.example")
    company = a_company("RO", owner=ana, name="Atelier Nord SRL", vat_id=OURS)
    clerk, seller = somebody(company, "clerk"), a_company("RO", name="Lemn SRL")
    bill = added(company, invoiced(seller, a_line("1000.00")), by=clerk)
    bills.accept(company, bill, name="supplier", reason="called them", by=the_owner(company), on=DAY)
    context = looks.opened(chromium, live_server.url, PHONE, user=ana)
    page = context.new_page()
    page.goto("/approvals")
    hands = Hands(page)
    hands.press("Approve")
    page.get_by_text("Nothing waits for you").wait_for()
    assert hands.acts == 1
    assert Bill.objects.get().status == "approved"
    context.close()
