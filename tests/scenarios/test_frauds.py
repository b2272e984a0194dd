"""Payment fraud, attack by attack, through every door (A02 to A04, A09, A10; the others stand with bills and runs)."""

import io

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from kvit.api.tests.program import Program
from kvit.archive import hybrids
from kvit.banking import statements
from kvit.cli.tests.inside import kvit
from kvit.companies import changes
from kvit.companies.models import User
from kvit.companies.permissions import actor
from kvit.core.errors import Refused
from kvit.events import work
from kvit.ledger import accounts
from kvit.messages.models import Message
from kvit.parties import bank_details
from kvit.parties.models import Party
from kvit.payables import bills
from kvit.payments.models import Payment
from kvit.reactions import REACTIONS
from kvit.receivables import formats, invoices
from kvit.receivables.formats import papers, printing, typesetting
from kvit.receivables.models import Invoice
from kvit.tasks.models import Task
from tests.builders import a_company, a_line, an_invoice, somebody, the_owner
from tests.scenarios.bills.supplied import DAY, added, failed, invoiced

pytestmark = pytest.mark.django_db(transaction=True)
EURO = "DE89370400440532013000"
THEIRS = "RO49AAAA1B31007593840000"


def person(one):
    return User.objects.get(pk=one.id)


def browser(one):
    client = Client()
    client.force_login(person(one))
    return client


# -- A10: what customers owe us is sent elsewhere


@pytest.fixture
def second(company):
    return somebody(company, "owner")


def printed(company):
    return set(invoices.accounts_of(company).values())


def test_a10_a_second_own_account_is_told_to_nobody_before_another_owner_says_so(company, second):
    [first] = company.bank_accounts.all()
    opened = accounts.open_bank(company, EURO, currency="EUR", by=the_owner(company), on=DAY)
    assert printed(company) == {first.iban}
    assert an_invoice(company, a_line()).seller["iban"] == first.iban
    with pytest.raises(Refused, match=r"bank_account\.own"):
        accounts.confirm_bank(company, opened.public_id, by=the_owner(company), on=DAY)
    accounts.confirm_bank(company, opened.public_id, by=second, on=DAY)
    assert printed(company) == {first.iban, EURO}


def test_a10_every_owner_is_asked_by_task_and_by_mail_until_one_has_answered(company, second):
    opened = accounts.open_bank(company, EURO, currency="EUR", by=the_owner(company), on=DAY)
    work.run_all(REACTIONS)
    asked = Task.objects.filter(kind="bank_account.to_confirm", status="open")
    owners = {the_owner(company).id, second.id}
    assert set(asked.values_list("owner", flat=True)) == owners
    mails = set(Message.objects.filter(company=company).values_list("to_address", flat=True))
    assert mails == set(User.objects.filter(pk__in=owners).values_list("email", flat=True))
    accounts.confirm_bank(company, opened.public_id, by=second, on=DAY)
    work.run_all(REACTIONS)
    assert not asked.exists()


def test_a10_no_door_lets_one_person_through(company, second, clerk):
    first = the_owner(company)
    session, program = browser(first), Program(company, person(first))
    session.post(reverse("settings_numbers"), {"iban": EURO, "currency": "EUR"})
    opened = company.bank_accounts.get(iban=EURO)
    confirm = f"/bank_accounts/{opened.public_id}/confirm"
    words = ("bank", "confirm", opened.public_id, "--company", company.public_id, "--as")
    assert session.post(reverse("own_account_confirm", args=[opened.public_id])).status_code in (302, 403, 409, 422)
    assert program.refused("POST", confirm, status=422, key="a")["code"] == "bank_account.no_person"
    other = Program(company, person(second))  # a key of the second owner is no second owner
    assert other.refused("POST", confirm, status=422, key="b")["code"] == "bank_account.no_person"
    kvit(*words, person(first).email, exit_code=1)
    kvit(*words, person(clerk).email, exit_code=6)
    assert EURO not in printed(company)
    kvit(*words, person(second).email)
    assert EURO in printed(company)


def test_a10_another_role_makes_nobody_a_second_person(company, second):
    """Who brought it in, makes themselves a clerk and an owner again, has still brought it in."""
    opened = accounts.open_bank(company, EURO, currency="EUR", by=second, on=DAY)
    first = the_owner(company)
    for role in ("clerk", "owner"):
        changes.give_role(company, person(second).public_id, role=role, by=first, on=DAY)
        with pytest.raises(Refused, match=r"bank_account\.own|permission\.denied"):
            accounts.confirm_bank(company, opened.public_id, by=actor(person(second), company), on=DAY)


def test_a10_a_statement_that_a_clerk_wrote_names_no_account_to_customers(company, clerk):
    told = "Data;Suma;Moneda;Platitor;Cont partener;Detalii\n02.03.2026;5,00;EUR;X;;x\n"
    before = printed(company)
    statements.load(company, told.encode(), name="extras.csv", account=EURO, currency="EUR", by=clerk, on=DAY)
    assert company.bank_accounts.get(iban=EURO).is_main
    assert printed(company) == before


def test_a10_a_firm_of_one_person_has_nobody_to_ask(company):
    accounts.open_bank(company, EURO, currency="EUR", by=the_owner(company), on=DAY)
    assert EURO in printed(company)


# -- A02: a hybrid PDF that says one thing to people and another to programs


def hybrid(seller, shown, inside, change=lambda xml: xml):
    """A PDF whose pages show one invoice, and whose XML says another, or the same one changed."""
    page = printing.page_of(seller, papers.load(seller, [shown])[0])
    cii = change(formats.content(seller, inside, form="cii"))
    pages = typesetting.pdf(page, font_dirs=printing.fonts())
    return hybrids.factur_x(pages, cii, title=shown.number, author="Lemn SRL", language="ro")


def two_invoices(seller):
    invoiced(seller, a_line("70.00"))
    invoiced(seller, a_line("7000.00"))
    return Invoice.objects.filter(company=seller).order_by("pk")


def page_check(bill):
    return bill.checks.get(name="page")


def test_a02_pages_that_say_another_amount_than_the_xml_inside_wait_for_a_person(company, seller, clerk, approver):
    shown, inside = two_invoices(seller)
    bill = added(company, hybrid(seller, shown, inside), by=clerk, name="factura.pdf")
    assert bill.payable == inside.gross
    assert set(failed(bill)) - {"supplier", "rules"} == {"page"}, "a new supplier and a judge without a sheet stop any"
    told = {one["facts"]["field"]: one["facts"] for one in page_check(bill).findings}
    assert (told["gross"]["page"], told["gross"]["xml"]) == (f"{shown.gross:.2f} RON", f"{inside.gross:.2f} RON")
    assert told["number"]["page"] == shown.number
    with pytest.raises(Refused, match=r"bill\.not_to_approve"):
        bills.approve(company, bill, version=bill.version, by=approver, on=DAY)
    said = browser(approver).get(f"/bills/{bill.public_id}").content.decode()
    assert f"{shown.gross:.2f} RON" in said and f"{inside.gross:.2f} RON" in said


def test_a02_who_brought_such_a_file_does_not_take_it_upon_themselves(company, seller):
    chief = somebody(company, "accountant")
    bill = added(company, hybrid(seller, *two_invoices(seller)), by=chief, name="factura.pdf")
    program = Program(company, person(chief))
    accept, said = f"/bills/{bill.public_id}/accept", {"check": "page", "reason": "looks fine"}
    assert program.refused("POST", accept, said, status=403, key="a")["code"] == "bill.own"
    words = ("bill", "accept", bill.public_id, "--check", "page", "--reason", "looks fine")
    kvit(*words, "--company", company.public_id, "--as", person(chief).email, exit_code=6)
    assert page_check(bill).accepted_by is None
    owner = the_owner(company)
    bills.accept(company, bill, name="page", reason="Ion at the number of 2024: the XML is right", by=owner, on=DAY)
    assert page_check(bill).accepted_by_id == owner.id


@pytest.mark.parametrize(
    ("written", "instead", "field"),
    [
        (lambda one: one.number, lambda one: "KV-2026-99999", "number"),
        (lambda one: one.seller["iban"], lambda one: "RO09BCYP0000001234567890", "iban"),
        (lambda one: f"{one.issued_on:%Y%m%d}", lambda one: "20260304", "issued_on"),
    ],
)
def test_a02_one_field_that_the_pages_show_otherwise_is_enough(company, seller, clerk, written, instead, field):
    invoiced(seller, a_line("70.00"))
    one = Invoice.objects.get(company=seller)

    def change(xml):
        assert written(one).encode() in xml
        return xml.replace(written(one).encode(), instead(one).encode())

    bill = added(company, hybrid(seller, one, one, change), by=clerk, name="factura.pdf")
    assert [found["place"] for found in page_check(bill).findings] == [field]
    assert "page" in failed(bill)


def test_a02_an_honest_hybrid_passes_and_pages_without_words_are_no_proof(company, seller, clerk):
    invoiced(seller, a_line("70.00"))
    one = Invoice.objects.get(company=seller)
    assert page_check(added(company, hybrid(seller, one, one), by=clerk, name="factura.pdf")).outcome == "passed"
    writer, cii = PdfWriter(), formats.content(seller, one, form="cii")
    writer.add_blank_page(200, 200)
    out = io.BytesIO()
    writer.write(out)
    blank = hybrids.factur_x(out.getvalue(), cii, title=one.number, author="Lemn SRL", language="ro")
    bill = added(company, blank, by=clerk, name="alta.pdf")
    assert page_check(bill).outcome == "not_checked"


# -- A03: a PDF that shows something else to somebody else


def a_pdf(change):
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def with_a_field(writer, kind="/Tx"):
    shown = {"/FT": NameObject(kind), "/T": TextStringObject("total"), "/V": TextStringObject("1.00")}
    field = writer._add_object(DictionaryObject({NameObject(name): value for name, value in shown.items()}))
    group = DictionaryObject({NameObject("/Kids"): ArrayObject([field])})
    form = DictionaryObject({NameObject("/Fields"): ArrayObject([writer._add_object(group)])})
    writer.root_object[NameObject("/AcroForm")] = form


def that_acts(writer, kind):
    action = {NameObject("/S"): NameObject(kind), NameObject("/F"): TextStringObject("x.exe")}
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(action)


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (with_a_field, "pdf.form"),
        (lambda writer: that_acts(writer, "/Launch"), "pdf.script"),
        (lambda writer: that_acts(writer, "/JavaScript"), "pdf.script"),
        (lambda writer: writer.add_attachment("invoice.pdf", b"MZ\x90\x00"), "pdf.program"),
    ],
)
def test_a03_a_pdf_that_changes_runs_or_carries_something_is_no_bill_until_a_person_types_it(
    company, clerk, approver, change, rule
):
    bill = added(company, a_pdf(change), by=clerk, name="bill.pdf")
    [reading] = bill.checks.all()
    assert (bill.status, bill.source, reading.findings[0]["rule"]) == ("needs_attention", "none", rule)
    with pytest.raises(Refused):
        bills.accept(company, bill, name="reading", reason="looks fine to me", by=approver, on=DAY)


def test_a03_a_signed_pdf_is_read_like_any_other(company, clerk):
    bill = added(company, a_pdf(lambda writer: with_a_field(writer, kind="/Sig")), by=clerk, name="bill.pdf")
    assert {one["rule"] for check in bill.checks.all() for one in check.findings} & {"pdf.form", "pdf.script"} == set()


# -- A04: a supplier who looks like another one


@pytest.mark.parametrize("name", ["Lemn SRL", "L\u0435mn SRL", "LEMN  S.R.L.", "Lemn Limited", "Lemn\u200b SRL"])
def test_a04_a_lookalike_is_a_stranger_whatever_its_name_and_needs_two_people(company, seller, clerk, approver, name):
    real = added(company, invoiced(seller), by=clerk)
    bills.accept(company, real, name="supplier", reason="called them, they are real", by=approver, on=DAY)
    double = a_company("RO", name=name, vat_id="RO1590082")
    false = added(company, invoiced(double), by=clerk)
    assert false.party_id != real.party_id
    assert "supplier" in failed(false)
    with pytest.raises(Refused):
        bills.accept(company, false, name="supplier", reason="I know them well", by=clerk, on=DAY)


def test_a04_one_account_for_two_suppliers_stops_even_a_known_one(company, seller, clerk, approver):
    known = added(company, invoiced(seller), by=clerk)
    [iban] = known.ibans
    other = Party.objects.create(company=company, name="Other SRL", is_supplier=True, is_customer=False, country="RO")
    asked = bank_details.request(company, other, iban=iban, source="typed", by=clerk, on=DAY)
    bank_details.confirm(company, asked.public_id, note="called them at ten", by=approver, on=DAY)
    again = bills.check(company, known, by=clerk, on=DAY)
    found = [one["rule"] for one in again.checks.get(name="supplier").findings]
    assert "bill.account_of_another" in found


# -- A09: a refund that goes to another account


def test_a09_no_door_takes_an_account_for_a_refund(company, clerk):
    """A refund is money that left by our own bank; nobody can say to Kvit where to, so no file sends it elsewhere."""
    program = Program(company)
    told = {"credit": "x", "amount": "1.00", "iban": THEIRS}
    assert program.refused("POST", "/refunds", told, status=422, key="a")["code"] == "request.invalid"
    by_clerk = Program(company, person(clerk))
    assert by_clerk.ask("POST", "/refunds", {"credit": "x", "amount": "1.00"}, key="b").status_code in (403, 404)
    assert Payment.objects.count() == 0
