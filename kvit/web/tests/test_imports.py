"""A spreadsheet is looked at before it is taken in, refused where it can be read two ways, and taken back whole."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kvit.parties.models import Party
from tests.builders import a_company, a_user, an_invoice

pytestmark = pytest.mark.django_db
CUSTOMERS = "Name;Country;VAT id;Town\nHotel Bastion SA;RO;RO18189442;Sibiu\nNowhere;RO;RO1;Cluj\n"


@pytest.fixture
def ana():
    return a_user("ana@ateliernord.example")


@pytest.fixture
def company(ana):
    return a_company(owner=ana)


@pytest.fixture
def browser(company, ana):
    client = Client()
    client.force_login(ana)
    return client


def send(browser, text, kind="customers", **more):
    file = SimpleUploadedFile("table.csv", text.encode(), content_type="text/csv")
    return browser.post(reverse("import_new"), {"kind": kind, "file": file, **more})


def go(browser, looked, kind="customers", **more):
    """The second step: the file is carried along by the page."""
    carried = re.search(r'name="carried" value="([^"]+)"', looked.content.decode())[1]
    return browser.post(
        reverse("import_new"), {"kind": kind, "carried": carried, "name": "table.csv", "go": "1", **more}
    )


def test_a_file_is_looked_at_before_anything_is_kept_then_taken_in_and_back(company, browser):
    looked = send(browser, CUSTOMERS)
    page = looked.content.decode()
    assert "What it would do" in page
    assert "Row 3" in page, "the row with the wrong VAT id is told"
    assert Party.objects.count() == 0

    done = go(browser, looked)
    assert Party.objects.get().name == "Hotel Bastion SA"
    assert "Left out" in browser.get(done.url).content.decode()
    assert "table.csv" in browser.get(reverse("imports")).content.decode()

    browser.post(done.url + "/undo")
    assert Party.objects.filter(archived_at=None).count() == 0
    assert browser.post(done.url + "/undo").status_code in (409, 422)


def test_pain_29_days_that_can_be_read_two_ways_are_refused_until_a_person_chooses(company, browser):
    rows = ["invoice_id,number,customer_id,issue_date,due_date,currency,total"]
    rows += [f"{n},F{n},C1,0{n}/05/2026,0{n}/06/2026,RON,100.00" for n in range(1, 4)]
    text = "\n".join(rows)
    refused = send(browser, text, kind="invoices")
    assert refused.status_code == 422
    assert 'href="#id_dates"' in refused.content.decode()
    looked = browser.post(
        reverse("import_new"),
        {
            "kind": "invoices",
            "dates": "day_first",
            "carried": re.search(r'name="carried" value="([^"]+)"', refused.content.decode())[1],
            "name": "table.csv",
        },
    )
    assert looked.status_code == 200
    assert "What it would do" in looked.content.decode()


def test_no_file_and_a_broken_one_are_told_beside_the_field(browser):
    assert browser.post(reverse("import_new"), {"kind": "customers"}).status_code == 422
    broken = browser.post(reverse("import_new"), {"kind": "customers", "carried": "!!!", "name": "x"})
    assert broken.status_code == 422
    assert 'href="#id_file"' in broken.content.decode()


def test_rows_that_were_used_since_stay(company, browser):
    done = go(browser, send(browser, CUSTOMERS))
    an_invoice(company, customer=Party.objects.get())
    browser.post(done.url + "/undo")
    assert "used since" in browser.get(done.url).content.decode()
    assert Party.objects.filter(archived_at=None).count() == 1
