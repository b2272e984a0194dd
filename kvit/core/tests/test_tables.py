"""Whole files are understood before a row is taken; what can be read two ways is refused until a person chooses."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvit.core.errors import Refused
from kvit.core.parsing.delimited import read_text
from kvit.core.parsing.fields import heading, heading_currency
from kvit.core.parsing.layouts import CUSTOMERS, INVOICES, ITEMS, LAYOUTS, RATES, SUPPLIERS
from kvit.core.parsing.tables import Chosen, rows_of, understand

HEAD = "invoice_id,number,customer_id,issue_date,due_date,currency,total"


def sheet(text):
    return read_text(text.encode())


def understood(text, layout=INVOICES, **chosen):
    return understand(sheet(text), layout, chosen=Chosen(**chosen))


def rows(text, layout=INVOICES, **chosen):
    table = sheet(text)
    return list(rows_of(table, layout, understood=understand(table, layout, chosen=Chosen(**chosen))))


def refusal(text, layout=INVOICES, **chosen):
    with pytest.raises(Refused) as refused:
        understood(text, layout, **chosen)
    return refused.value


def invoices(*cells, separator=","):
    """A file of invoices that differ in dates and totals only."""
    head = separator.join(["number", "customer", "date", "total"])
    return "\n".join([head, *(separator.join([f"F{n}", "Alfa", day, total]) for n, (day, total) in enumerate(cells))])


# -- pain 29: dates and signs guessed silently


def test_pain_29_a_column_of_days_that_can_be_read_two_ways_is_refused():
    refused = refusal(invoices(("03/04/2026", "10.00"), ("05/06/2026", "12.00")))
    assert refused.code == "table.dates_ambiguous"
    assert refused.facts["readings"] == ["2026-03-04", "2026-04-03"]
    assert (refused.facts["row"], refused.facts["column"]) == (2, "date")


def test_pain_29_a_person_chooses_and_the_file_is_read_that_way():
    text = invoices(("03/04/2026", "10.00"))
    assert rows(text, dates="day_first")[0].values["issue_date"] == date(2026, 4, 3)
    assert rows(text, dates="month_first")[0].values["issue_date"] == date(2026, 3, 4)


def test_pain_29_one_row_that_shows_the_order_decides_for_all():
    american = rows(invoices(("3/4/2026", "10.00"), ("3/13/2026", "12.00")))
    european = rows(invoices(("3/4/2026", "10.00"), ("13/3/2026", "12.00")))
    assert american[0].values["issue_date"] == date(2026, 3, 4)
    assert european[0].values["issue_date"] == date(2026, 4, 3)


def test_pain_29_the_order_is_that_of_the_whole_file_and_not_of_one_column():
    text = "number,customer,date,due date,total\nF1,Alfa,3/4/2026,4/13/2026,10.00"
    row = rows(text)[0]
    assert (row.values["issue_date"], row.values["due_date"]) == (date(2026, 3, 4), date(2026, 4, 13))


def test_pain_29_a_file_that_needs_both_orders_is_refused_with_both_rows():
    refused = refusal(invoices(("3/13/2026", "10.00"), ("13/3/2026", "12.00")))
    assert refused.code == "table.dates_mixed"
    assert (refused.facts["row"], refused.facts["other_row"]) == (2, 3)
    chosen = rows(invoices(("3/13/2026", "10.00"), ("13/3/2026", "12.00")), dates="day_first")
    assert [[found.rule for found in row.rejected] for row in chosen] == [["cell.not_a_day"], []]


@pytest.mark.parametrize(
    "day", ["05.03.2026", "5.3.26", "2026-03-05", "2026/03/05", "20260305", "5 Mar 2026", "5-mar-26"]
)
def test_days_that_can_be_only_one_need_nobody(day):
    assert rows(invoices((day, "10.00")))[0].values["issue_date"] == date(2026, 3, 5)


def test_how_the_days_were_read_is_said():
    assert understood(invoices(("2026-03-05", "1.00"), ("2026-04-05", "1.00"))).dates == "year_first"
    assert understood(invoices(("13/03/2026", "1.00"), ("2026-04-05", "1.00"))).dates == "day_first"
    assert understood(invoices(("", "1.00"))).dates is None


def test_a_day_that_is_the_same_both_ways_needs_nobody():
    assert rows(invoices(("05/05/2026", "10.00")))[0].values["issue_date"] == date(2026, 5, 5)


def test_a_time_of_day_behind_the_day_does_not_matter():
    assert rows(invoices(("2026-03-05T10:00:00Z", "1.00"), ("2026-03-05 10:00:00 +0000", "1.00")))[1].values[
        "issue_date"
    ] == date(2026, 3, 5)


def test_pain_29_amounts_that_can_be_read_two_ways_are_refused():
    refused = refusal(invoices(("2026-03-05", "1.234"), ("2026-03-05", "99")))
    assert refused.code == "table.decimals_ambiguous"
    assert refused.facts["readings"] == ["1234", "1.234"] or refused.facts["readings"] == ["1.234", "1234.0"]


def test_pain_29_one_amount_that_shows_its_mark_decides_for_all():
    european = rows(invoices(("2026-03-05", "1.234"), ("2026-03-05", "99,50"), separator=";"))
    english = rows(invoices(("2026-03-05", "1,234"), ("2026-03-05", "99.50"), separator=";"))
    assert european[0].values["total"] == english[0].values["total"] == 1234


def test_pain_29_a_file_with_both_marks_is_refused():
    refused = refusal(invoices(("2026-03-05", "1234,50"), ("2026-03-05", "99.50"), separator=";"))
    assert refused.code == "table.decimals_mixed"
    assert {refused.facts["value"], refused.facts["other_value"]} == {"1234,50", "99.50"}


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("1.234,50 lei", "1234.50"),
        ("€ 1.234,50", "1234.50"),
        ("-12,50", "-12.50"),
        ("\u221212,50", "-12.50"),
        ("12,50-", "-12.50"),
        ("(12,50)", "-12.50"),
        ("+12,50", "12.50"),
        ("1 234,50", "1234.50"),
        ("1\u00a0234,50", "1234.50"),
    ],
)
def test_amounts_are_read_with_what_people_write_around_them(written, amount):
    assert rows(invoices(("2026-03-05", written), separator=";"))[0].values["total"] == Decimal(amount)


@pytest.mark.parametrize(
    ("written", "rule"),
    [
        ("NaN", "cell.not_an_amount"),
        ("1e999", "cell.not_an_amount"),
        ("12,5,", "cell.not_an_amount"),
        ("9" * 40, "cell.too_large"),
    ],
)
def test_a_cell_that_is_no_amount_rejects_its_row_and_no_other(written, rule):
    found = rows(invoices(("2026-03-05", written), ("2026-03-05", "9,50"), separator=";"))
    assert [[each.rule for each in row.rejected] for row in found] == [[rule], []]
    assert found[0].number == 2


dates = st.dates(date(1990, 1, 1), date(2100, 1, 1))


@given(
    st.lists(dates, min_size=1, max_size=8),
    st.sampled_from(["%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%Y-%m-%d", "%d.%m.%Y"]),
)
def test_days_written_in_one_way_are_read_back_or_refused(days, way):
    text = invoices(*((day.strftime(way), "1.00") for day in days))
    try:
        found = rows(text)
    except Refused as refused:
        assert refused.code == "table.dates_ambiguous"
        assert all(day.day <= 12 for day in days)
        assert way not in ("%Y-%m-%d", "%d.%m.%Y")
    else:
        assert [row.values["issue_date"] for row in found] == days


@given(st.lists(st.decimals(0, 10**9, places=2), min_size=1, max_size=8), st.booleans())
def test_amounts_with_two_decimals_are_read_back(amounts, comma):
    written = [f"{amount:,.2f}" for amount in amounts]
    if comma:
        written = [each.translate(str.maketrans(",.", ".,")) for each in written]
    found = rows(invoices(*(("2026-03-05", each) for each in written), separator=";"))
    assert [row.values["total"] for row in found] == amounts


# -- headings


@pytest.mark.parametrize(
    "head",
    [
        "invoice_id;number;customer_id;issue_date;due_date;currency;total",
        "Document ID;Invoice No.;Customer number;Invoice date;Due date;Currency;Gross amount",
        "ID factură;Număr factură;Cod client;Data facturii;Data scadenței;Monedă;Total cu TVA",
        "Идентификатор;Номер на фактура;Код на клиент;Дата на издаване;Падеж;Валута;Обща сума",
        "Id de factura;Nº factura;Código de cliente;Fecha de emisión;Fecha de vencimiento;Divisa;Importe total",
        "ID faktury;Numer faktury;Kod klienta;Data wystawienia;Termin płatności;Waluta;Kwota brutto",
        "ID;InvoiceNumber;customerID;InvoiceDate;DueDate;CCY;InvoiceAmount",
        "ID;Faktura;Klient;Data;Termin;Waluta;Razem",
        "ID;Factura;Client;Data;Scadența;Valuta;Valoare",
        "ID;Factura;Cliente;Fecha;Vencimiento;Moneda;Importe",
        "ИД;Фактура №;Клиент;Дата;Дата на падеж;Валута;Сума с ДДС",
    ],
)
def test_headings_are_understood_in_five_languages(head):
    row = rows(f"{head}\nI1;F-7;C1;2026-03-05;2026-04-05;EUR;12,50")[0]
    values = {("customer_id" if name == "customer_name" else name): value for name, value in row.values.items()}
    assert values == {
        "invoice_id": "I1",
        "number": "F-7",
        "customer_id": "C1",
        "issue_date": date(2026, 3, 5),
        "due_date": date(2026, 4, 5),
        "currency": "EUR",
        "total": Decimal("12.50"),
    }


@pytest.mark.parametrize(
    ("layout", "head", "names"),
    [
        (CUSTOMERS, "customer_id,name,country,currency,iban", ["customer_id", "name", "country", "currency", "iban"]),
        (CUSTOMERS, "Cod client;Denumire;CUI;Adresa;Localitate;Județ;Telefon;E-mail",
         ["customer_id", "name", "vat_id", "street", "town", "region", "phone", "email"]),
        (SUPPLIERS, "Код;Наименование;ЕИК;ДДС №;Град;Пощенски код;IBAN",
         ["supplier_id", "name", "registration_number", "vat_id", "town", "post_code", "iban"]),
        (SUPPLIERS, "Código;Razón social;NIF;Dirección;Población;Provincia;Correo electrónico",
         ["supplier_id", "name", "vat_id", "street", "town", "region", "email"]),
        (CUSTOMERS, "Kod;Nazwa;NIP;Ulica;Kod pocztowy;Miasto;Rachunek bankowy",
         ["customer_id", "name", "vat_id", "street", "post_code", "town", "iban"]),
        (ITEMS, "SKU;Item name;Unit;Unit price;VAT %", ["item_id", "name", "unit", "price", "vat_rate"]),
        (ITEMS, "Cod produs;Denumire;UM;Preț unitar;Cota TVA", ["item_id", "name", "unit", "price", "vat_rate"]),
        (ITEMS, "Symbol;Nazwa;J.m.;Cena netto;Stawka VAT", ["item_id", "name", "unit", "price", "vat_rate"]),
        (RATES, "date,currency,rate,source", ["date", "currency", "rate", "source"]),
        (RATES, "Дата;Валута;Курс;Източник", ["date", "currency", "rate", "source"]),
    ],
)  # fmt: skip
def test_headings_of_the_other_imports(layout, head, names):
    separator = ";" if ";" in head else ","
    row = separator.join("1" for _ in names)
    assert sorted(understood(f"{head}\n{row}", layout, dates="day_first").columns) == sorted(names)


def test_no_heading_belongs_to_two_fields_as_surely():
    for name, layout in LAYOUTS.items():
        owners = {}
        for each in layout.fields:
            owners.setdefault(each.headings[0], set()).add(each.name)
        assert all(len(names) == 1 for names in owners.values()), name


def test_the_surer_heading_wins_and_the_other_is_ignored():
    found = understood("Invoice number,No,Customer,Date,Total\nF1,1,Alfa,2026-03-05,9.00")
    assert found.columns["number"] == "Invoice number"
    assert found.ignored == ("No",)


def test_two_columns_with_one_heading_are_refused_until_a_person_chooses():
    text = "number,customer,date,total,total\nF1,Alfa,2026-03-05,9.00,10.00"
    assert refusal(text).code == "table.column_twice"
    assert rows(text, columns={"total": "5"})[0].values["total"] == 10


def test_a_person_may_name_a_column_that_kvit_does_not_know():
    text = "number,customer,date,Wert\nF1,Alfa,2026-03-05,9.00"
    assert refusal(text).code == "table.column_missing"
    assert refusal(text).facts["missing"] == ["total"]
    assert rows(text, columns={"total": "wert"})[0].values["total"] == 9
    assert refusal(text, columns={"total": "Preis"}).code == "table.column_unknown"


def test_words_above_the_headings_and_empty_rows_are_passed_over():
    text = f"Export of 5 March\n\n{HEAD}\n,,,,,,\nI1,F1,C1,2026-03-05,,EUR,9.00"
    found = rows(text)
    assert [row.number for row in found] == [5]


def test_a_file_without_headings_is_refused():
    assert refusal("F1;Alfa;2026-03-05;9,50\nF2;Beta;2026-03-06;8,50").code == "table.no_headings"


def test_a_currency_in_the_heading_is_kept():
    assert understood("number,customer,date,Total (EUR)\nF1,Alfa,2026-03-05,9.00").currency == "EUR"
    assert heading_currency("Betrag (EUR)") == ("betrag", "EUR")
    assert heading_currency("Amount CZK") == ("amount", "CZK")
    assert heading_currency("Total tax") == ("total tax", "")


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("InvoiceDate", "invoice date"),
        ("customerID", "customer id"),
        ("Data Scadenței", "data scadentei"),
        ("Nº factura", "no factura"),
    ],
)
def test_headings_are_compared_without_capitals_accents_and_marks(text, same):
    assert heading(text) == same


def test_the_american_file_of_1223_invoices_is_understood(shared):
    content = (shared / "data" / "late_payment" / "ibm_accounts_receivable.csv").read_bytes()
    table = read_text(content)
    found = understand(table, INVOICES)
    assert (found.dates, found.decimals, found.encoding) == ("month_first", ".", "utf-8")
    assert "currency" not in found.columns
    read = list(rows_of(table, INVOICES, understood=found))
    assert len(read) == 1223
    assert not any(row.rejected for row in read)
    assert len({row.values["customer_id"] for row in read}) == 50
    assert read[0].values["issue_date"] == date(2013, 1, 26)
    assert read[0].values["due_date"] - read[0].values["issue_date"] == timedelta(days=30)
    assert sum(row.values["total"] for row in read[:3]) == Decimal("239.93")


@given(st.binary(max_size=300))
def test_any_bytes_are_a_table_or_refused(content):
    try:
        table = read_text(content)
        understand(table, INVOICES)
    except Refused as refused:
        assert refused.code.startswith("table.")


def test_a_bracket_without_its_partner_is_no_amount():
    found = rows(invoices(("2026-03-05", "(12,50"), ("2026-03-05", "12,50)"), ("2026-03-05", "(12,50)"), separator=";"))
    assert [[each.rule for each in row.rejected] for row in found] == [
        ["cell.not_an_amount"],
        ["cell.not_an_amount"],
        [],
    ]


def test_eight_figures_are_year_month_and_day():
    assert rows(invoices(("20261231", "1.00")))[0].values["issue_date"] == date(2026, 12, 31)
    assert rows(invoices(("20261301", "1.00")))[0].rejected[0].rule == "cell.not_a_day"


def test_short_years_with_slashes_have_the_day_or_the_month_first_and_with_hyphens_perhaps_the_year():
    assert refusal(invoices(("05/03/26", "1.00"))).facts["readings"] == ["2026-03-05", "2026-05-03"]
    assert refusal(invoices(("26-03-05", "1.00"))).facts["readings"] == ["2005-03-26", "2026-03-05"]


@pytest.mark.parametrize("day", ["1899-12-31", "2200-01-01", "1111/11/11"])
def test_years_of_other_centuries_are_slips(day):
    assert rows(invoices((day, "1.00"), ("2026-03-05", "1.00")))[0].rejected[0].rule == "cell.not_a_day"


def test_rows_may_be_shorter_than_the_headings():
    row = rows("number,customer,date,total,due date,currency\nF1,Alfa,2026-03-05,9.00")[0]
    assert (row.values["due_date"], row.values["currency"], row.rejected) == (None, None, ())


def test_twelve_digits_are_the_most():
    found = rows(invoices(("2026-03-05", "999999999999.99"), ("2026-03-05", "1000000000000.00")))
    assert [[each.rule for each in row.rejected] for row in found] == [[], ["cell.too_large"]]
