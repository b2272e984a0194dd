"""The files for the authority by every door: pages, API and command line."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from lxml import etree

from kvit.api.tests.program import Program
from kvit.cli.tests.inside import kvit
from kvit.core.families import Family
from kvit.reports.tests.bulgarian import MARCH, NS, a_bulgarian
from tests.builders import a_company, a_customer, a_line, an_invoice, somebody

pytestmark = pytest.mark.django_db

PAGE = "/reports?view=authority&month=2026-03"


@pytest.fixture
def company():
    """1,000.00 and 200.00 of VAT in March, for a customer without a number."""
    company = a_bulgarian()
    an_invoice(company, a_line("1000", vat="20"), customer=a_customer(company, name="Алфа ООД", vat_id=""), on=MARCH)
    return company


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def owner_of(company):
    return company.memberships.order_by("pk").first().user


def test_the_page_says_what_is_missing_before_it_offers_the_files(company):
    page = signed_in(owner_of(company)).get(PAGE).content.decode()
    assert "Files for the authority" in page
    assert "Алфа ООД has neither a VAT number nor an ЕИК" in page
    assert reverse("authority_vat_ledger") + "?month=2026-03" in page
    assert reverse("authority_saft") + "?month=2026-03" in page
    assert "Cell 11" in page
    assert "1,000.00" in page
    assert page.index("neither a VAT number") < page.index("Download PRODAGBI.TXT")


def test_both_files_come_down(company):
    browser = signed_in(owner_of(company))
    ledger = browser.get(reverse("authority_vat_ledger") + "?month=2026-03")
    assert "Алфа ООД" in ledger.content.decode("cp1251")
    assert 'filename="PRODAGBI.TXT"' in ledger.headers["Content-Disposition"]
    audit = browser.get(reverse("authority_saft") + "?month=2026-03")
    assert "SAFT_175074752_2026-03.xml" in audit.headers["Content-Disposition"]
    assert etree.fromstring(b"".join(audit.streaming_content)).findtext(".//s:InvoiceNo", namespaces=NS) == "0000000001"


def test_an_error_keeps_the_file_back_and_says_so(company):
    abroad = a_customer(company, name="Бета ООД", country="BG")
    an_invoice(company, a_line("10", category="AE"), customer=abroad, on=date(2026, 3, 5))
    browser = signed_in(owner_of(company))
    page = browser.get(PAGE).content.decode()
    assert "чл. 163а" in page
    assert reverse("authority_vat_ledger") not in page
    assert browser.get(reverse("authority_vat_ledger") + "?month=2026-03").status_code == 422


def test_a_month_before_the_euro_has_a_ledger_and_no_audit_file():
    company = a_bulgarian()
    page = signed_in(owner_of(company)).get("/reports?view=authority&month=2025-11").content.decode()
    assert "it is written from January 2026" in page
    assert reverse("authority_vat_ledger") in page


def test_other_countries_have_no_such_tab_and_no_such_file():
    romanian = a_company()
    browser = signed_in(owner_of(romanian))
    assert "Files for the authority" not in browser.get(PAGE).content.decode()
    assert browser.get(reverse("authority_saft")).status_code == 422


def test_who_may_only_look_sees_the_findings_and_gets_no_file(company):
    clerk = signed_in(company.memberships.get(pk=somebody_of(company)).user)
    page = clerk.get(PAGE).content.decode()
    assert "neither a VAT number" in page
    assert reverse("authority_saft") not in page
    assert clerk.get(reverse("authority_saft") + "?month=2026-03").status_code == 403


def somebody_of(company):
    somebody(company, "clerk")
    return company.memberships.order_by("-pk").first().pk


def test_programs_read_findings_cells_and_files(company):
    program = Program(company)
    told = program.get("/reports/authority?month=2026-03")
    assert (told["month"], told["currency"]) == ("2026-03", "EUR")
    assert (told["return_cells"]["01"], told["return_cells"]["20"]) == ("1000.00", "200.00")
    ledger, purchases, audit = told["files"]
    assert (ledger["kind"], ledger["ready"]) == ("vat-ledger", True)
    assert [one["rule"] for one in ledger["findings"]] == ["bg_ledger.no_partner_number"]
    assert (purchases["kind"], purchases["name"], purchases["ready"]) == ("vat-purchases", "POKUPKI.TXT", True)
    assert "saft.codes_unproven" in [one["rule"] for one in audit["findings"]]
    assert program.ask("GET", "/reports/vat-purchases?month=2026-03").content == b""
    file = program.ask("GET", "/reports/vat-ledger?month=2026-03")
    assert len(file.content) == 426
    audit_file = program.ask("GET", "/reports/saft?month=2026-03")
    assert audit_file.headers["Content-Type"] == "application/xml"
    assert b"".join(audit_file.streaming_content).startswith(b"<?xml")
    assert program.refused("GET", "/reports/saft?month=2026-13", status=422)["errors"][0]["param"] == "month"
    assert program.refused("GET", "/reports/saft?month=2025-12", status=422)["code"] == "saft.before_euro"


def test_the_command_line_writes_them(company, tmp_path):
    ledger, audit, purchases = tmp_path / "PRODAGBI.TXT", tmp_path / "saft.xml", tmp_path / "POKUPKI.TXT"
    assert kvit("report", "vat-purchases", "--month", "2026-03", "-o", purchases).answer["bytes"] == 0
    told = kvit("report", "vat-ledger", "--month", "2026-03", "-o", ledger).answer
    assert (told["bytes"], [one["rule"] for one in told["findings"]]) == (426, ["bg_ledger.no_partner_number"])
    assert ledger.stat().st_size == 426
    told = kvit("report", "saft", "--month", "2026-03", "-o", audit).answer
    assert audit.stat().st_size == told["bytes"]
    assert etree.parse(audit).getroot().tag.endswith("AuditFile")


def test_the_command_line_ends_with_three_where_a_file_would_be_wrong(company, tmp_path):
    abroad = a_customer(company, name="Бета ООД", country="BG")
    an_invoice(company, a_line("10", category="AE"), customer=abroad, on=date(2026, 3, 5))
    out = tmp_path / "PRODAGBI.TXT"
    said = kvit("report", "vat-ledger", "--month", "2026-03", "-o", out, exit_code=Family.FINDINGS.exit_code)
    assert said.error["code"] == "authority.findings"
    assert not out.exists()
