"""Norma 43: an account with its IBAN, the texts of its lines, sums that are checked, a file that breaks off."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvit.core.errors import Refused
from kvit.core.formats import norma43


def opens(*, balance="1000.00", currency="978", account="21000418" + "0200051332"):
    return f"11{account}260319260320{money(balance)}{currency}3ATELIER NORD SL".ljust(80)


def money(amount):
    amount = Decimal(amount)
    return f"{1 if amount < 0 else 2}{int(abs(amount) * 100):014}"


def moved(amount, *texts, concept="04", document="0" * 10, first="", second="0" * 16):
    """A line with its texts, two to a record."""
    record = f"22    0418260320260321{concept}123{money(amount)}{document}{first:0>12}{second}"
    pairs = [texts[at : at + 2] for at in range(0, len(texts), 2)]
    more = [f"23{at:02}" + "".join(text.ljust(38) for text in pair) for at, pair in enumerate(pairs, start=1)]
    return [record, *(one.ljust(80) for one in more)]


def closes(*amounts, balance, debits=None):
    out, into = [one for one in amounts if one < 0], [one for one in amounts if one > 0]
    debit = debits or (len(out), sum(out, Decimal(0)))
    return (
        f"33210004180200051332{debit[0]:05}{money(-abs(debit[1]))[1:]}{len(into):05}"
        f"{money(sum(into, Decimal(0)))[1:]}{money(balance)}978"
    ).ljust(80)


def ends(records):
    return f"88{'9' * 18}{len(records):06}".ljust(80)


AMOUNTS = (Decimal("121.00"), Decimal("-12.50"))
LINES = [
    *moved("121.00", "TRANSFERENCIA DE ALFA SL", "FACTURA 17", document="0000004711", second="REF-2".ljust(16)),
    *moved("-12.50", "COMISION DE MANTENIMIENTO", concept="17"),
]
WHOLE = [opens(), *LINES, closes(*AMOUNTS, balance="1108.50")]


def file(records, *, end=True, encoding="utf-8"):
    return ("\r\n".join([*records, *([ends(records)] if end else [])]) + "\r\n").encode(encoding)


def read(records=WHOLE, **more):
    [one] = norma43.parse(file(records, **more))
    return one


def codes(one):
    return [(found.rule, found.severity) for found in one.findings]


def test_the_worked_example_of_the_page():
    """docs/rules/statement-import.md: bank 2100, office 0418, account 0200051332."""
    assert norma43.is_norma43(file(WHOLE))
    one = read()
    assert (one.account, one.currency) == ("ES9121000418450200051332", "EUR")
    assert (one.opening, one.closing, codes(one)) == (1000, Decimal("1108.5"), [])
    assert (one.from_on, one.to_on) == (date(2026, 3, 19), date(2026, 3, 20))
    paid, fee = one.lines
    assert (paid.amount, paid.booked_on, paid.value_on) == (121, date(2026, 3, 20), date(2026, 3, 21))
    assert paid.remittance == "TRANSFERENCIA DE ALFA SL FACTURA 17 REF-2"
    assert (paid.bank_reference, paid.kind) == ("0000004711", "04/123")
    assert (fee.amount, fee.remittance, fee.bank_reference) == (Decimal("-12.5"), "COMISION DE MANTENIMIENTO", "")


def test_a_text_that_fills_its_place_goes_on_in_the_next():
    long = "PAGO DE LA FACTURA NUMERO 2026/0000171"
    assert len(long) == 38
    [one] = read([opens(), *moved("5.00", long, "8 Y OTRA")], end=False).lines
    assert one.remittance == "PAGO DE LA FACTURA NUMERO 2026/00001718 Y OTRA"


def test_five_texts_of_a_transfer_tell_who_and_what():
    records = [
        "2301ALFA SOLUCIONES SL".ljust(80),
        "2302E2E-17".ljust(80),
        "2303        FACTURA 17 ".ljust(80),
        "2304DE MARZO".ljust(80),
        "2305".ljust(80),
    ]
    [paid] = read([opens(), *moved("121.00"), *records], end=False).lines
    assert (paid.counterparty_name, paid.end_to_end_id) == ("ALFA SOLUCIONES SL", "E2E-17")
    assert paid.remittance == "FACTURA 17 DE MARZO"
    records[0] = "2301COREIBERLUZ SA".ljust(80)
    [drawn] = read([opens(), *moved("-80.00", concept="03"), *records], end=False).lines
    assert (drawn.counterparty_name, drawn.end_to_end_id) == ("IBERLUZ SA", "")


@pytest.mark.parametrize(
    ("records", "end", "code"),
    [
        ([opens(), *LINES, closes(*AMOUNTS, balance="1108.51")], True, "statement.balance_mismatch"),
        (
            [opens(), *LINES, closes(*AMOUNTS, balance="1108.50", debits=(2, Decimal(13)))],
            True,
            "norma43.debits_differ",
        ),
        ([opens(), *LINES, closes(AMOUNTS[1], balance="1108.50")], True, "norma43.credits_differ"),
        ([opens(), *LINES], True, "statement.cut_off"),
        (WHOLE, False, "statement.cut_off"),
        ([*WHOLE, ends(LINES)], False, "statement.cut_off"),
    ],
)
def test_sums_and_an_end_that_are_not_right_are_said(records, end, code):
    one = read(records, end=end)
    assert codes(one) == [(code, "warning")] and len(one.lines) == 2


def test_a_line_that_cannot_be_read_is_said_and_the_others_stay():
    broken = LINES[0][:10] + "269999" + LINES[0][16:]
    one = read([opens(), broken, *LINES])
    assert len(one.lines) == 2
    assert [found.place for found in one.findings if found.severity == "error"] == ["row 2"]


def test_two_accounts_are_two_statements_and_one_without_rows_is_cut_by_width():
    other = [opens(account="00491500" + "1234567892"), *moved("1.00"), closes(Decimal(1), balance="1001.00")]
    one, two = norma43.parse(file([*WHOLE, *other]))
    assert (len(one.lines), len(two.lines), two.account[4:12]) == (2, 1, "00491500")
    assert not one.findings and not two.findings
    [flat] = norma43.parse("".join([*WHOLE, ends(WHOLE)]).encode())
    assert [line.amount for line in flat.lines] == list(AMOUNTS)


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "cp850"])
@pytest.mark.parametrize("text", ["DEVOLUCIÓN PEÑALVER 1ª", "Devolución Peñalver"])
def test_a_cancelled_line_is_a_reversal_and_letters_of_spain_are_read(text, encoding):
    records = [opens(), *moved("5.00", text, concept="98")]
    [one] = read(records, end=False, encoding=encoding).lines
    assert one.is_reversal and one.remittance == text


def test_another_currency_is_refused():
    with pytest.raises(Refused, match=r"norma43\.not_euro"):
        read([opens(currency="840"), *LINES])


@given(st.lists(st.one_of(st.sampled_from([*WHOLE, "22", "23", "33", "88"]), st.text(max_size=90)), max_size=9))
def test_rubbish_is_refused_or_read_and_never_breaks(rows):
    try:
        statements = norma43.parse("\n".join([opens(), *rows]).encode("utf-8", "replace"))
    except Refused:
        return
    assert all(isinstance(line.amount, Decimal) for one in statements for line in one.lines)
