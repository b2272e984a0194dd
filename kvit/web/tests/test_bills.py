"""Bills on pages: added as files, looked at, accepted and approved by another person, rejected; accounts confirmed."""

import random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from bench import bill_layouts, made_bills
from kvit.archive import files
from kvit.archive.models import Document
from kvit.jobs import worker
from kvit.ledger import open_items
from kvit.parties.models import BankDetail
from kvit.payables.models import Bill
from kvit.ports import registry
from kvit.ports.reader import FakeReader
from tests.builders import a_company, a_customer, a_user, an_invoice
from tests.scenarios.bills import paper

pytestmark = pytest.mark.django_db
OURS = "RO18189442"


@pytest.fixture
def company():
    return a_company("RO", name="Atelier Nord SRL", vat_id=OURS)


@pytest.fixture
def xml():
    seller = a_company("RO", name="Lemn SRL")
    issued = an_invoice(seller, customer=a_customer(seller, name="Atelier Nord SRL", vat_id=OURS))
    return files.read(Document.objects.get(company=seller, document_id=issued.pk, form="ubl").file)


def browser_of(company, role):
    user = a_user()
    company.memberships.create(user=user, role=role)
    client = Client()
    client.force_login(user)
    return client


def added(browser, *contents):
    uploads = [SimpleUploadedFile(f"factura-{i}.xml", content) for i, content in enumerate(contents)]
    return browser.post(reverse("bill_new"), {"files": uploads}, follow=True)


def test_a_clerk_adds_a_bill_and_the_accountant_accepts_the_supplier_and_approves(company, xml):
    clerk, accountant = browser_of(company, "clerk"), browser_of(company, "accountant")
    page = added(clerk, xml).content.decode()
    assert "Needs attention" in page and "No bill of Lemn SRL was ever approved" in page
    bill = Bill.objects.get(company=company)
    at = reverse("bill", args=[bill.public_id])
    assert "I take it upon me" not in page and "I take it upon me" in accountant.get(at).content.decode()
    accountant.post(reverse("bill_accept", args=[bill.public_id]), {"check": "supplier", "reason": "called them"})
    bill.refresh_from_db()
    assert bill.status == "to_approve"
    approve = reverse("bill_approve", args=[bill.public_id])
    assert clerk.post(approve, {"version": bill.version}).status_code == 403, "who added it"
    accountant.post(approve, {"version": bill.version})
    assert open_items.of_suppliers(company).get().balance == -121
    assert "Approved and booked" in accountant.get(at).content.decode()


def test_who_added_a_bill_is_told_that_another_person_approves_it(company, xml):
    owner = Client()
    owner.force_login(company.memberships.get().user)
    added(owner, xml)
    bill = Bill.objects.get(company=company)
    accountant = browser_of(company, "accountant")
    accountant.post(reverse("bill_accept", args=[bill.public_id]), {"check": "supplier", "reason": "called them"})
    page = owner.get(reverse("bill", args=[bill.public_id])).content.decode()
    assert "You added it." in page and reverse("bill_approve", args=[bill.public_id]) not in page


def test_of_many_files_the_wrong_ones_are_named_and_the_rest_added(company, xml):
    clerk = browser_of(company, "clerk")
    answer = added(clerk, xml, b"")
    assert answer.status_code == 422
    assert "factura-1.xml" in answer.content.decode() and Bill.objects.count() == 1


def test_an_account_is_confirmed_with_a_note_of_the_call(company, xml):
    clerk, accountant = browser_of(company, "clerk"), browser_of(company, "accountant")
    added(clerk, xml)
    row = BankDetail.objects.get(company=company)
    at = reverse("bank_detail", args=[row.public_id])
    assert "Call the supplier first" not in clerk.get(at).content.decode()
    assert accountant.post(at, {"note": "ok", "act": "confirm"}).status_code == 422
    accountant.post(at, {"note": "Ana called +40 264 000 000 at ten", "act": "confirm"})
    row.refresh_from_db()
    assert row.status == "confirmed"
    listed = clerk.get(reverse("bank_details"), {"view": "confirmed"}).content.decode()
    assert "RO49 AAAA 1B31 0075 9384 0000" in listed.replace("\N{NO-BREAK SPACE}", " ")
    clerk.post(at, {"note": "they moved to another bank", "act": "retire"})
    row.refresh_from_db()
    assert row.status == "retired" and "Not used any more" in clerk.get(at).content.decode()


def a_pdf_of(company, browser):
    """A printed bill of a supplier whom nobody knows, added on the page."""
    draw = random.Random("printed")
    made = made_bills.bill(draw, made_bills.supplier(draw, "RO"))
    content = bill_layouts.printed(made, layout=0, style=bill_layouts.Style("RO", 0))
    browser.post(reverse("bill_new"), {"files": [SimpleUploadedFile("a.pdf", content)]})
    return Bill.objects.get(company=company)


def form_on(answer):
    """What a browser would send of the form as it stands, nothing touched."""
    form = answer.context["form"]
    bound = {one.html_name: one.value() for one in form}
    told = {name: "" if value is None else form.fields[name].prepare_value(value) for name, value in bound.items()}
    return {**told, "rows": form.rows, "version": answer.context["bill"].version}


def test_a_page_is_shown_beside_its_fields_and_what_is_kept_counts_as_looked_at(company):
    clerk = browser_of(company, "clerk")
    bill = a_pdf_of(company, clerk)
    at = reverse("bill", args=[bill.public_id])
    answer = clerk.get(at)
    page = answer.content.decode()
    assert "Look at these, and type or confirm them: Supplier" in page and "from the text of the PDF" in page
    drawn = clerk.get(reverse("bill_page", args=[bill.public_id]))
    assert (drawn["Content-Type"], drawn.content[:8]) == ("image/png", b"\x89PNG\r\n\x1a\n")
    told = {**form_on(answer), "supplier_name": "Delta Software SRL"}
    wrong = clerk.post(reverse("bill_complete", args=[bill.public_id]), {**told, "issued_on": "31.31.2026"})
    assert wrong.status_code == 422 and "31.31.2026" in wrong.content.decode(), "what was typed stays"
    assert clerk.post(reverse("bill_complete", args=[bill.public_id]), told).status_code == 302
    bill.refresh_from_db()
    assert (bill.party.name, bill.checks.get(name="fields").outcome) == ("Delta Software SRL", "passed")
    page = browser_of(company, "viewer").get(at).content.decode()
    assert "These are right" not in page, "who may not complete sees it only"


def test_no_other_company_sees_the_picture_of_a_page_and_no_page_is_made_up(company):
    clerk = browser_of(company, "clerk")
    bill = a_pdf_of(company, clerk)
    address = reverse("bill_page", args=[bill.public_id])
    assert browser_of(a_company("RO", name="Gama SRL"), "owner").get(address).status_code == 404
    for number in ("0", "7", "x", "99999999999"):
        assert clerk.get(address, {"number": number}).status_code in (404, 409, 422)


@pytest.fixture
def reader():
    """The reader of pages that was registered is there again afterwards."""
    before = registry.use("reader")
    yield
    registry.register("reader", before)


def test_a_page_is_drawn_once_however_often_it_is_looked_at(company, reader, settings, tmp_path):
    clerk = browser_of(company, "clerk")
    bill = a_pdf_of(company, clerk)
    settings.KVIT_DATA_DIR, archive = tmp_path, settings.KVIT_DATA_DIR
    (tmp_path / "archive").symlink_to(archive / "archive")
    address = reverse("bill_page", args=[bill.public_id])
    first = clerk.get(address).content
    registry.register("reader", FakeReader(text={}))
    assert clerk.get(address).content == first
    assert clerk.get(address, {"number": "2"}).status_code == 422, "another page is another picture"


def test_a_scan_is_read_anew_by_a_worker_and_the_page_says_so_until_then(company, reader):
    paper.scanned(first=paper.WORKED)
    clerk = browser_of(company, "clerk")
    clerk.post(reverse("bill_new"), {"files": [SimpleUploadedFile("a.pdf", paper.pdf("first"))]})
    bill = Bill.objects.get(company=company)
    assert (bill.source, bill.number) == ("ocr", "KVT-1042")
    worker.until_idle()
    registry.register("reader", FakeReader(text={}))
    at, again = (reverse(name, args=[bill.public_id]) for name in ("bill", "bill_check"))
    page = clerk.post(again, follow=True).content.decode()
    assert "Kvit reads its pages anew." in page and again not in page, "nothing was read in the request"
    clerk.post(again)
    paper.scanned(first=paper.WORKED.replace("KVT-1042", "KVT-1043"))
    worker.until_idle()
    bill.refresh_from_db()
    assert bill.number == "KVT-1043"
    page = clerk.get(at).content.decode()
    assert "Kvit reads its pages anew." not in page and again in page
    assert page.count("To be read and checked anew") == 1, "asked twice, it is done once"


def test_a_scan_that_was_approved_before_the_worker_came_stays_as_it_is(company, reader):
    paper.scanned(first=paper.WORKED)
    clerk = browser_of(company, "clerk")
    clerk.post(reverse("bill_new"), {"files": [SimpleUploadedFile("a.pdf", paper.pdf("first"))]})
    bill = Bill.objects.get(company=company)
    clerk.post(reverse("bill_check", args=[bill.public_id]))
    clerk.post(reverse("bill_reject", args=[bill.public_id]), {"reason": "not ours"})
    worker.until_idle()
    bill.refresh_from_db()
    assert bill.status == "rejected"
