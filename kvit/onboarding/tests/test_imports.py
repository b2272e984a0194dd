"""A spreadsheet is understood as a whole or refused; every row goes in, or is told, or can be taken back."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from kvit.catalog.models import Product
from kvit.core.errors import Refused
from kvit.core.parsing.tables import Chosen
from kvit.ledger.models import EntryLine, OpenItem, Rate
from kvit.onboarding import imports, undoing
from kvit.onboarding.models import Import, ImportedInvoice
from kvit.parties.models import Party
from kvit.payments import incoming
from kvit.reports import ageing
from tests.builders import a_company, breaches, somebody, the_owner

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 31)


@pytest.fixture
def company():
    return a_company()


def bring(company, kind, text, *, name="file.csv", **named):
    content = text if isinstance(text, bytes) else text.encode()
    return imports.run(company, kind, content=content, name=name, by=the_owner(company), on=DAY, **named)


INVOICES = """invoice_id;number;customer_id;issue_date;due_date;currency;total;settled_date
1;F-1;C1;25.01.2026;24.02.2026;RON;1.190,00;
2;F-2;C1;26.01.2026;25.02.2026;RON;238,50;20.02.2026
3;F-3;C9;27.01.2026;26.02.2026;;-50,00;
"""


def test_invoices_become_open_items_paid_where_a_day_is_given(company):
    taken = bring(company, "invoices", INVOICES)
    assert (taken.created, taken.rejected) == (3, [])
    assert (taken.understood.dates, taken.understood.decimals) == ("day_first", ",")
    items = OpenItem.objects.filter(company=company, document_kind="imported_invoice").order_by("pk")
    assert [(item.document_number, item.balance) for item in items] == [("F-1", 1190), ("F-2", 0), ("F-3", -50)]
    assert Party.objects.get(external_id="C9").incomplete
    assert ageing.receivables(company, on=DAY).total == 1190
    assert ageing.receivables(company, on=date(2026, 2, 1)).total == Decimal("1428.50"), "F-2 was open then"
    assert breaches() == []


def test_the_same_file_again_changes_nothing(company):
    bring(company, "invoices", INVOICES)
    again = bring(company, "invoices", INVOICES)
    assert (again.created, again.unchanged) == (0, 3)
    changed = bring(company, "invoices", INVOICES.replace("1.190,00", "1.191,00"))
    assert [(one.row, one.finding.rule) for one in changed.rejected] == [(2, "import.changed")]


def test_pain_29_a_file_that_can_be_read_two_ways_is_refused_until_a_person_chooses(company):
    text = "invoice_id,customer_id,issue_date,total\n1,C1,03/04/2026,100\n2,C1,05/06/2026,100\n"
    with pytest.raises(Refused) as refusal:
        bring(company, "invoices", text)
    assert refusal.value.code == "table.dates_ambiguous"
    assert not Import.objects.exists() and not Party.objects.filter(company=company).exists()
    bring(company, "invoices", text, chosen=Chosen(dates="day_first"))
    assert ImportedInvoice.objects.get(external_id="1").issued_on == date(2026, 4, 3)


def test_a_rehearsal_says_all_and_keeps_nothing(company):
    taken = bring(company, "invoices", INVOICES, rehearse=True)
    assert taken.created == 3 and taken.id == ""
    assert not Import.objects.exists() and not EntryLine.objects.exists()
    assert not Party.objects.filter(company=company).exists()


def test_a_wrong_row_is_told_with_its_number_and_the_others_go_in(company):
    text = "name;country;vat_id;email\nAlfa;RO;RO18189442;a@alfa.example\nBeta;RO;RO18189443;\nGama;XX;;\n;;;\n"
    taken = bring(company, "customers", text)
    assert taken.created == 1
    assert [(one.row, one.finding.rule) for one in taken.rejected] == [
        (3, "vat_id.bad_checksum"),
        (4, "country.unknown"),
    ]


def test_customers_are_known_again_by_number(company):
    bring(company, "customers", "customer_id;name;country;town\nC1;Alfa SRL;RO;Iași\n")
    again = bring(company, "customers", "customer_id;name;country;town\nC1;Alfa SRL;RO;Iași\nC2;Beta;RO;Cluj\n")
    assert (again.created, again.updated, again.unchanged) == (1, 0, 1)
    moved = bring(company, "customers", "customer_id;name;country;town\nC1;Alfa SRL;RO;Bacău\n")
    assert moved.updated == 1 and Party.objects.get(external_id="C1").town == "Bacău"
    undoing.undo(company, Import.objects.last(), by=the_owner(company), on=DAY)
    assert Party.objects.get(external_id="C1").town == "Iași"


def test_products_and_rates_come_in_and_go_back(company):
    bring(company, "items", "item_id;name;price;vat_rate\nP1;Consultanță;150,50;21\n")
    product = Product.objects.get(company=company)
    assert (product.price, product.vat_code) == (Decimal("150.5"), "S21")
    bring(company, "rates", "date;currency;rate;source\n2026-03-30;EUR;5,0981;BNR\n")
    assert Rate.objects.get(company=company).rate == Decimal("5.0981")
    for source in Import.objects.filter(company=company):
        assert undoing.undo(company, source, by=the_owner(company), on=DAY).used == []
    product.refresh_from_db()
    assert product.archived_at is not None and not Rate.objects.filter(company=company).exists()


def test_taking_an_import_back_reverses_its_entries_and_names_the_rows_used_since(company):
    bring(company, "invoices", INVOICES)
    raw = {"amount": "100.00", "invoice": "F-1", "paid_on": "2026-03-30"}
    incoming.record_all(company, [raw], by=the_owner(company), on=DAY)
    undone = undoing.undo(company, Import.objects.get(), by=the_owner(company), on=DAY)
    assert (undone.taken_back, undone.used) == (2, [2])
    assert [item.document_number for item in OpenItem.objects.filter(company=company).exclude(balance=0)] == ["F-1"]
    assert breaches() == []
    with pytest.raises(Refused) as refusal:
        undoing.undo(company, Import.objects.get(), by=the_owner(company), on=DAY)
    assert refusal.value.code == "import.undone"
    assert bring(company, "invoices", INVOICES).created == 2, "what was taken back can come again"


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\x00\x01\x02",
        b"PK\x03\x04broken",
        "nothing;here\n1;2\n",
        "invoice_id;customer_id;issue_date;total\n1;C1;31.02.2026;1\n",
        "invoice_id;customer_id;issue_date;total\n1;C1;01.02.2026;" + "9" * 100_000 + "\n",
        "invoice_id;customer_id;issue_date;total\n1;C1;01.02.2026;NaN\n",
    ],
)
def test_rubbish_is_refused_or_told_and_nothing_is_half_done(company, text):
    try:
        taken = bring(company, "invoices", text)
    except Refused:
        assert not Import.objects.exists()
    else:
        assert taken.created == 0 and len(taken.rejected) == 1
    assert not OpenItem.objects.exists()


def test_the_real_file_of_1223_invoices_comes_in_whole(company, shared):
    path = Path(shared) / "data" / "late_payment" / "ibm_accounts_receivable.csv"
    taken = bring(company, "invoices", path.read_bytes(), name=path.name)
    assert (taken.created, taken.rejected, taken.understood.dates) == (1223, [], "month_first")
    assert Party.objects.filter(company=company, incomplete=True).count() == 50
    assert not OpenItem.objects.filter(company=company).exclude(balance=0).exists(), "every one of them was settled"
    one = ImportedInvoice.objects.get(external_id="7900770")
    assert (one.issued_on, one.due_on, one.settled_on) == (date(2013, 1, 26), date(2013, 2, 25), date(2013, 3, 3))
    assert (one.total, one.currency) == (Decimal("61.74"), "RON")
    assert breaches() == []


def test_a_viewer_imports_nothing(company):
    with pytest.raises(Refused) as refusal:
        imports.run(company, "rates", content=b"x", name="x", by=somebody(company, "viewer"), on=DAY)
    assert refusal.value.code == "permission.denied"
