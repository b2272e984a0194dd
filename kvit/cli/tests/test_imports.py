"""Tables are taken in as a person would hope, or refused with the reason; a whole import can be taken back."""

import pytest

from kvit.cli.tests.inside import kvit
from kvit.ledger.models import OpenItem
from kvit.onboarding.models import ImportedInvoice
from kvit.parties.models import Party
from tests.builders import a_company

pytestmark = pytest.mark.django_db

INVOICES = """invoice_id;number;customer_id;issue_date;due_date;currency;total;settled_date
1;F-1;C1;25.01.2026;24.02.2026;RON;1.190,00;
2;F-2;C1;26.01.2026;25.02.2026;RON;238,50;20.02.2026
3;F-3;C9;27.01.2026;viitor;RON;10,00;
"""
DAY = ["--as-of", "2026-03-31"]


@pytest.fixture
def file(tmp_path):
    def write(text):
        written = tmp_path / "file.csv"
        written.write_text(text)
        return written

    return write


def test_a_rehearsal_says_what_would_happen_and_keeps_nothing(file):
    a_company()
    taken = kvit("import", "invoices", file(INVOICES), "--dry-run", *DAY, exit_code=4).answer
    assert (taken["id"], taken["created"], taken["updated"], taken["unchanged"]) == (None, 2, 0, 0)
    assert OpenItem.objects.count() == Party.objects.count() == 0


def test_wrong_rows_are_told_and_the_rest_can_be_taken_back(file):
    a_company()
    taken = kvit("import", "invoices", file(INVOICES), *DAY, exit_code=4).answer
    [rejected] = taken["rejected"]
    assert (rejected["row"], rejected["column"]) == (4, "due_date")
    assert rejected["message"]
    assert {"dates", "decimals", "encoding", "columns"} <= set(taken["understood"])
    assert (taken["understood"]["dates"], taken["understood"]["decimals"]) == ("day_first", ",")
    assert kvit("report", "ageing", *DAY).answer["total"] == "1190.00"

    undone = kvit("import", "undo", taken["id"], *DAY).answer
    assert (undone["taken_back"], undone["used"]) == (2, [])
    assert kvit("report", "ageing", *DAY).answer["total"] == "0.00"
    assert kvit("import", "undo", taken["id"], *DAY, exit_code=1).error["code"] == "import.undone"
    assert kvit("import", "undo", "imp_X", *DAY, exit_code=5).error["code"] == "import.unknown"
    assert kvit("check").answer["ok"]


def test_pain_29_days_that_can_be_read_two_ways_are_refused_until_a_person_chooses(file):
    a_company()
    table = file("invoice_id,customer_id,issue_date,due_date,total\n1,C1,01/02/2026,03/04/2026,100.00\n")
    refused = kvit("import", "invoices", table, *DAY, exit_code=1).error
    assert refused["code"] == "table.dates_ambiguous"
    taken = kvit("import", "invoices", table, "--dates", "month_first", *DAY).answer
    assert taken["created"] == 1
    assert ImportedInvoice.objects.get().issued_on.isoformat() == "2026-01-02"


def test_rates_and_customers_and_products_come_in(file):
    a_company()
    rates = kvit("import", "rates", file("date,currency,rate,source\n2026-03-02,EUR,5.0900,BNR\n"), *DAY).answer
    assert rates["created"] == 1
    customers = file("customer_id,name,country,vat_id\nC1,Beta SRL,RO,RO18189442\nC2,Gama SRL,RO,RO123\n")
    taken = kvit("import", "customers", customers, *DAY, exit_code=4).answer
    assert (taken["created"], len(taken["rejected"])) == (1, 1)
    products = kvit("import", "items", file("code,name,price\nP1,Masa,100.00\n"), *DAY).answer
    assert products["created"] == 1


def test_a_draft_in_a_currency_without_a_rate_is_refused_until_rates_came(file):
    a_company()
    draft = {
        "customer": {"name": "Beta SRL", "country": "RO"},
        "currency": "EUR",
        "lines": [{"name": "Ore", "price": "100"}],
    }
    words = ["invoice", "draft", "--file", "-", *DAY]
    assert kvit(*words, given=draft, exit_code=1).error["code"] == "rate.missing"
    kvit("import", "rates", file("date,currency,rate,source\n2026-03-02,EUR,5.0900,BNR\n"), *DAY)
    assert len(kvit(*words, given=draft).answer) == 1
