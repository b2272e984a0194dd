"""Bank lines on the page: brought in, booked, chosen by hand, left out, undone."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kvit.banking import reconciliation
from kvit.banking.models import StatementLine
from kvit.payments import incoming
from kvit.receivables import credit_notes
from tests.builders import a_company, a_customer, a_line, a_user, an_invoice, balance_of, the_owner

pytestmark = pytest.mark.django_db
HEAD = "Data;Suma;Moneda;Platitor;Cont partener;Detalii\n"


@pytest.fixture
def ana():
    return a_user("ana@ateliernord.example")


@pytest.fixture
def company(ana):
    return a_company(owner=ana)


@pytest.fixture
def browser(ana):
    client = Client()
    client.force_login(ana)
    return client


def bring(company, browser, *rows, theirs="RO09BCYP0000001234567890"):
    text = HEAD + "".join(f"20.03.2026;{amount};RON;{payer};{theirs};{said}\n" for amount, payer, said in rows)
    file = SimpleUploadedFile("extras.csv", text.encode(), content_type="text/csv")
    iban = company.bank_accounts.get().iban
    return browser.post(reverse("statement_import"), {"file": file, "account": iban, "go": "1"})


def page_of(browser, **asked):
    return browser.get(reverse("reconcile"), asked).content.decode()


def test_a_line_that_names_its_invoice_is_booked_and_undone(company, browser):
    invoice = an_invoice(company, a_line("100.00"), customer=a_customer(company, name="Hotel Bastion SA"))
    assert bring(company, browser, ("121,00", "HOTEL BASTION", f"plata {invoice.number}")).url == reverse("reconcile")

    page = page_of(browser)
    assert "Same amount" in page
    assert "Number in the text" in page
    assert "quits" in page

    line = StatementLine.objects.get()
    browser.post(reverse("line_confirm", args=[line.public_id]), {"candidate": line.proposals.get(rank=1).mark})
    assert balance_of(invoice) == 0
    page = page_of(browser)
    assert "Booked: Hotel Bastion SA" in page
    assert reverse("line_undo", args=[line.public_id]) in page, "the toast takes it back"
    assert "no bank line waits" in page

    browser.post(reverse("line_undo", args=[line.public_id]))
    assert balance_of(invoice) == 121
    assert "Same amount" in page_of(browser)


def test_what_the_clerk_saw_is_booked_or_nothing(company, browser):
    """Meanwhile that one is credited, and lines are matched anew: the first candidate is another customer's."""
    seen = an_invoice(company, a_line("100.00"), customer=a_customer(company, name="Hotel Bastion SA"))
    bring(company, browser, ("121,00", "CINEVA", "plata"))
    line = StatementLine.objects.get()
    mark = line.proposals.get(rank=1).mark
    credit_notes.issue(company, seen, reason="whole", by=the_owner(company), on=date(2026, 3, 20))
    other = an_invoice(company, a_line("100.00"), customer=a_customer(company, name="Gamma SRL", vat_id=""))
    reconciliation.suggest(company, by=the_owner(company), on=date(2026, 3, 20))
    address = reverse("line_confirm", args=[line.public_id])
    assert browser.post(address, {"candidate": mark}).status_code == 409 and balance_of(other) == 121
    browser.post(address, {"candidate": line.proposals.get(rank=1).mark})
    assert balance_of(other) == 0


def test_what_nothing_fits_is_chosen_by_hand(company, browser):
    first = an_invoice(company, a_line("100.00"), customer=a_customer(company, name="Hotel Bastion SA"))
    second = an_invoice(company, a_line("50.00"))
    bring(company, browser, ("181,50", "CINEVA", "fara detalii"))
    line = StatementLine.objects.get()
    page = page_of(browser, line=line.public_id, tab="split")
    assert first.number in page
    items = [company.open_items.get(document_id=one.pk).public_id for one in (first, second)]
    browser.post(reverse("line_split", args=[line.public_id]), {"item": items, "why": ""})
    assert balance_of(first) == balance_of(second) == 0
    assert second.number not in page_of(browser, line=line.public_id, tab="split", text="nothing")


def test_a_line_is_left_out_only_with_its_reason(company, browser):
    bring(company, browser, ("-15,00", "BANCA", "comision"))
    line = StatementLine.objects.get()
    address = reverse("line_leave", args=[line.public_id])
    assert browser.post(address, {"note": " "}).status_code == 422
    browser.post(address, {"note": "Bank fee, booked by the accountant"})
    line.refresh_from_db()
    assert (line.status, line.note) == ("ignored", "Bank fee, booked by the accountant")
    assert "Bank fee" in browser.get(reverse("lines_done")).content.decode()


def test_the_exact_ones_are_accepted_at_once(company, browser):
    invoices = [an_invoice(company, a_line(f"{n}00.00")) for n in (1, 2, 3)]
    rows = [(f"{n * 121},00", "ALFA SRL", f"factura {one.number}") for n, one in zip((1, 2, 3), invoices, strict=True)]
    bring(company, browser, *rows, ("7,77", "CINEVA", "?"))
    assert "Accept 3 exact" in page_of(browser)
    browser.post(reverse("reconcile_exact"))
    assert [balance_of(one) for one in invoices] == [0, 0, 0]
    assert "1 left of 4" in page_of(browser)


def test_the_same_statement_twice_brings_nothing_new(company, browser):
    for _ in range(2):
        bring(company, browser, ("121,00", "ALFA SRL", "x"))
    assert StatementLine.objects.count() == 1
    assert "0 new lines of 1" in page_of(browser)


def test_a_file_that_is_none_is_refused_beside_its_field(company, browser):
    file = SimpleUploadedFile("x.pdf", b"%PDF-1.4 nonsense", content_type="application/pdf")
    answer = browser.post(reverse("statement_import"), {"file": file})
    assert answer.status_code == 422
    assert 'href="#id_file"' in answer.content.decode()
    assert StatementLine.objects.count() == 0


def test_how_a_table_of_an_unknown_bank_is_read_is_shown_before_it_is_taken(company, browser):
    text = "Când;Cât;Cine;Ce\n20.03.2026;1.121,00;Hotel Bastion;plata\n"
    file = SimpleUploadedFile("x.csv", text.encode(), content_type="text/csv")
    answer = browser.post(reverse("statement_import"), {"file": file, "account": company.bank_accounts.get().iban})
    assert answer.status_code == 422, "a heading that nobody knows is asked about, never guessed"
    text = "Data;Suma;Moneda;Platitor;Detalii;Punct de lucru\n20.03.2026;1.121,00;RON;Hotel Bastion;plata;Cluj\n"
    given = {"account": company.bank_accounts.get().iban}
    file = SimpleUploadedFile("x.csv", text.encode(), content_type="text/csv")
    page = browser.post(reverse("statement_import"), {"file": file, **given}).content.decode()
    assert StatementLine.objects.count() == 0
    assert "1,121.00" in page and "Platitor" in page and "Punct de lucru" in page and "1 line is new" in page
    carried = page.partition('name="carried" value="')[2].partition('"')[0]
    browser.post(reverse("statement_import"), {"carried": carried, "name": "x.csv", "go": "1", **given})
    assert StatementLine.objects.get().amount == 1121


def test_a_line_of_which_no_rule_can_be_made_is_not_booked_either(company, browser):
    bring(company, browser, ("-7,50", "", "000471"), theirs="")
    line = StatementLine.objects.get()
    told = {"target": "5125", "rule": "1"}
    assert browser.post(reverse("line_account", args=[line.public_id]), told).status_code >= 400
    line.refresh_from_db()
    assert line.status == "open" and not line.bookings.exists()
    assert "5125 " in page_of(browser, line=line.public_id, tab="account"), "a gateway's payout is booked there"


def test_a_fee_goes_to_an_account_and_its_rule_is_written_in_one_act(company, browser):
    bring(company, browser, ("-15,00", "BANCA", "comision"))
    line = StatementLine.objects.get()
    assert "627" in page_of(browser, tab="account")
    answer = browser.post(reverse("line_account", args=[line.public_id]), {"target": "627", "rule": "1"})
    assert answer.url == reverse("reconcile")
    line.refresh_from_db()
    assert line.status == "reconciled"
    rule = company.bank_rules.get()
    assert (rule.level, rule.told["iban"], rule.told["account"]) == ("suggest", "RO09BCYP0000001234567890", "627")
    assert "627" in browser.get(reverse("lines_done")).content.decode()
    browser.post(reverse("line_undo", args=[line.public_id]))
    assert "by the rule" in page_of(browser)


def test_money_that_pays_nothing_yet_goes_on_account_of_the_customer_who_is_typed(company, browser):
    alfa = a_customer(company, name="Hotel Bastion SA")
    bring(company, browser, ("500,00", "HOTEL BASTION", "avans"))
    line = StatementLine.objects.get()
    assert "Book it on account" in page_of(browser, line=line.public_id, tab="customer")
    browser.post(reverse("line_customer", args=[line.public_id]), {"customer": "Hotel Bastion SA"})
    assert [one.balance for one in alfa.open_items.all()] == [-500]
    assert "Booked: Hotel Bastion SA" in page_of(browser)


def test_a_payment_recorded_by_hand_is_offered_and_tied_in_one_act(company, browser):
    invoice = an_invoice(company, a_line("100.00", vat="21"), customer=a_customer(company, name="Hotel Bastion SA"))
    told = {"invoice": invoice.number, "amount": "121", "paid_on": "2026-03-19"}
    incoming.record_all(company, [told], by=the_owner(company), on=date(2026, 3, 19))
    bring(company, browser, ("121,00", "HOTEL BASTION", "plata"))
    line = StatementLine.objects.get()
    assert "Payment of Hotel Bastion SA" in page_of(browser)
    assert "It is this payment" in page_of(browser, line=line.public_id, tab="customer")
    browser.post(reverse("line_confirm", args=[line.public_id]), {"candidate": line.proposals.get(rank=1).mark})
    line.refresh_from_db()
    assert line.status == "reconciled" and company.payments.count() == 1


def test_a_part_of_a_split_line_goes_on_account(company, browser):
    alfa = a_customer(company, name="Hotel Bastion SA")
    bring(company, browser, ("500,00", "BANCA", "decont"))
    line = StatementLine.objects.get()
    assert "Amount on account" in page_of(browser, line=line.public_id, tab="split")
    told = {"customer": "Hotel Bastion SA", "credit": "520,00", "target-1": "627", "part-1": "-20,00"}
    browser.post(reverse("line_split", args=[line.public_id]), told)
    assert [one.balance for one in alfa.open_items.all()] == [-520]
