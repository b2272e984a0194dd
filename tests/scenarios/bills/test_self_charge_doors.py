"""VAT that we charge ourselves by every door: the bill's page, the API and the command line."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from kvit.api.tests.program import Program
from kvit.cli.tests.inside import kvit
from kvit.payables.models import SelfCharge
from kvit.reports.tests.bulgarian import a_bulgarian
from kvit.reports.tests.buying import a_bill

pytestmark = pytest.mark.django_db
GERMAN = {"supplier": "Rechenwerk GmbH", "vat_id": "DE136695976"}


@pytest.fixture
def company():
    return a_bulgarian()


@pytest.fixture
def bill(company):
    """1,000.00 for a service from Germany."""
    return a_bill(company, [("AE", "0", "1000.00", "0")], number="R-1", **GERMAN)


def browser_of(company):
    client = Client()
    client.force_login(company.memberships.order_by("pk").first().user)
    return client


def test_on_the_bills_page_it_is_one_form_and_then_a_document(company, bill):
    browser, page = browser_of(company), reverse("bill", args=[bill.public_id])
    shown = browser.get(page).content.decode()
    assert "The supplier charged none: you owe it, by 17 March 2026." in shown
    wrong = browser.post(reverse("bill_self_charge", args=[bill.public_id]), {"rate": "20", "tax_point_on": "x"})
    assert wrong.status_code == 302 and not SelfCharge.objects.exists()
    browser.post(reverse("bill_self_charge", args=[bill.public_id]), {"rate": "20", "tax_point_on": "2026-03-02"})
    shown = browser.get(page).content.decode()
    assert "4000000001" in shown and "чл. 82, ал. 2, т. 3 ЗДДС" in shown
    made = SelfCharge.objects.get()
    file = browser.get(reverse("self_charge_file", args=[made.public_id]))
    assert file.content.startswith(b"%PDF") and "4000000001.pdf" in file.headers["Content-Disposition"]
    assert "4000000001" in browser.get(reverse("self_charges")).content.decode()
    days = f"&since=2026-03-01&until={made.issued_on.isoformat()}"
    journal = browser.get(reverse("reports") + "?view=purchases" + days).content.decode()
    assert "charged by ourselves" in journal and "200.00" in journal


def test_a_bill_at_home_shows_no_such_form(company):
    row = a_bill(company, [("S", "20", "100.00", "20.00")], supplier="Алфа ООД", vat_id="BG103873594")
    assert (
        "Charge this VAT yourself"
        not in browser_of(company).get(reverse("bill", args=[row.public_id])).content.decode()
    )


def test_programs_charge_it_and_read_the_journals(company, bill):
    program = Program(company)
    told = program.post(f"/bills/{bill.public_id}/self_charge", {"rate": "20"})
    made = told["self_charge"]
    assert (made["number"], made["rows"][0]["vat"], made["until_on"]) == ("4000000001", "200.00", "2026-03-17")
    assert program.get(f"/self_charges/{made['id']}")["bill"] == bill.public_id
    assert [one["id"] for one in program.get("/self_charges")["data"]] == [made["id"]]
    assert program.ask("GET", f"/self_charges/{made['id']}/pdf").content.startswith(b"%PDF")
    vat = program.get(f"/reports/vat?since=2026-03-01&until={made['counts_on']}&rows=true")
    assert (vat["output_vat"], vat["input_vat"], vat["balance"]) == ("200.00", "200.00", "0.00")
    assert [(one["number"], one["deductible"]) for one in vat["purchase_rows"]] == [
        ("R-1", "0.00"),
        ("4000000001", "200.00"),
    ]
    again = program.refused("POST", f"/bills/{bill.public_id}/self_charge", {}, status=409)
    assert again["code"] == "self_charge.known"


def test_the_command_line_charges_it_too(company, bill, tmp_path):
    told = kvit("bill", "self-charge", bill.public_id, "--rate", "9", "--as-of", "2026-03-10").answer
    made = told["self_charge"]
    assert (made["issued_on"], made["rows"][0]["vat"]) == ("2026-03-10", "90.00")
    out = tmp_path / "protocol.pdf"
    kvit("bill", "self-charge-pdf", made["id"], "-o", out)
    assert out.read_bytes().startswith(b"%PDF")
    assert [one["number"] for one in kvit("bill", "self-charges").answer] == ["4000000001"]
    report = kvit("report", "vat", "--as-of", "2026-03-31", "--rows").answer
    assert [one["deductible"] for one in report["self_charged"]] == ["90.00"]
    ledger = kvit("report", "vat-purchases", "--month", "2026-03", "-o", tmp_path / "POKUPKI.TXT").answer
    assert (ledger["bytes"], ledger["findings"]) == (276, [])
    assert bill.approved_on == date(2026, 3, 2)
