"""Bills on pages: added as files, looked at, accepted and approved by another person, rejected; accounts confirmed."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kvit.archive import files
from kvit.archive.models import Document
from kvit.ledger import open_items
from kvit.parties.models import BankDetail
from kvit.payables.models import Bill
from tests.builders import a_company, a_customer, a_user, an_invoice

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
    assert clerk.post(approve, {"version": bill.version}).status_code == 422, "who added it"
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
