"""MT940: the figures of every sample, what banks write into field 86, and a line that cannot be read alone left out."""

import csv
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvit.core.errors import Refused
from kvit.core.formats import mt940, mt940_text

HEAD = ":20:START\n:25:RO49AAAA1B31007593840000\n:28C:7/1\n:60F:C260319RON1000,00\n"
TAIL = ":62F:C260320RON{closing}\n-\n"
LINE = ":61:2603200320{mark}{amount}NTRFNONREF//{bank}\n"


def written(*lines, closing="1000,00", head=HEAD):
    return (head + "".join(lines) + TAIL.format(closing=closing)).encode()


def line(amount="121,00", *told, mark="C", bank="B1"):
    return LINE.format(mark=mark, amount=amount, bank=bank) + "".join(f"{one}\n" for one in told)


def read(*lines, **more):
    [one] = mt940.parse(written(*lines, **more))
    return one


def refusal(content):
    with pytest.raises(Refused) as refused:
        mt940.parse(content)
    return refused.value.code


def told(*rows):
    """What the field 86 of these rows says."""
    return mt940_text.told([rows], [])


def test_the_worked_example_of_the_page():
    """docs/rules/statement-import.md: 1,000.00 and 121.00 less 12.50 make 1,108.50."""
    one = read(
        line("121,00", ":86:/EREF/E-17/IBAN/RO09BCYP0000001234567890/NAME/ALFA SRL/REMI/plata factura 17"),
        line("12,50", ":86:Comision lunar", mark="D", bank="B2"),
        closing="1108,50",
    )
    assert (one.account, one.currency, one.reference) == ("RO49AAAA1B31007593840000", "RON", "7/1")
    assert (one.opening, one.closing, one.findings) == (1000, Decimal("1108.5"), ())
    paid, fee = one.lines
    assert (paid.amount, paid.booked_on, paid.remittance) == (121, date(2026, 3, 20), "plata factura 17")
    assert (paid.counterparty_name, paid.counterparty_iban) == ("ALFA SRL", "RO09BCYP0000001234567890")
    assert (paid.end_to_end_id, paid.bank_reference, fee.amount) == ("E-17", "B1", Decimal("-12.5"))


CUT_OUT = {
    "mt940/betterplace/empty_86.sta",
    "mt940/betterplace/missing_crlf_at_end.sta",
    "mt940/cmxl/closing_balance.sta",
}
"""One field alone that does not say what the file is."""


def test_every_sample_has_the_figures_of_the_reference(shared):
    """What `mt-940` refuses (ASNB) was counted by hand: eight lines."""
    rows = [row for row in csv.DictReader((shared / "bank" / "manifest.csv").open()) if row["format"] == "MT940"]
    assert len(rows) == 23
    for row in rows:
        content, name = (shared / "bank" / row["file"]).read_bytes(), row["file"]
        if name in CUT_OUT:
            assert not mt940.is_mt940(content), name
            continue
        assert mt940.is_mt940(content), name
        if name.endswith("empty_line.sta"):
            assert refusal(content) == "statement.nothing_read"
            continue
        statements = mt940.parse(content)
        lines = [line for one in statements for line in one.lines]
        assert len(lines) == int(row["entries"] or 8), name
        assert not [found for one in statements for found in one.findings if found.severity == "error"], name
        if row["entries"]:
            assert sum(line.amount for line in lines if line.amount > 0) == Decimal(row["credits"]), name
            assert -sum(line.amount for line in lines if line.amount < 0) == Decimal(row["debits"]), name
            assert not row["currency"] or statements[-1].currency == row["currency"], name


@pytest.mark.parametrize(
    ("mark", "amount", "is_reversal"),
    [("C", 5, False), ("D", -5, False), ("RC", -5, True), ("RD", 5, True), ("CR", 5, False), ("DN", -5, False)],
)
def test_the_sign_is_that_of_the_mark_and_a_reversal_turns_it(mark, amount, is_reversal):
    """CR and DN are a mark and the last letter of the currency."""
    [one] = read(line("5,00", mark=mark)).lines
    assert (one.amount, one.is_reversal) == (amount, is_reversal)


@pytest.mark.parametrize(
    ("written", "amount"),
    [("121,5", "121.50"), ("121,", "121"), ("121.50", "121.50"), ("000000121,00", "121")]
    + [(strange, None) for strange in ("1.234,50", "1,234.50", "12.345", "121,50000", "121,5,0", ",50")],
)
def test_an_amount_is_read_whole_or_not_at_all(written, amount):
    one = read(line(written))
    assert [line.amount for line in one.lines] == ([] if amount is None else [Decimal(amount)])
    assert (amount is None) == ("statement.line_unreadable" in [found.rule for found in one.findings])


def test_what_the_bank_only_expects_is_left_out_and_said():
    one = read(line("5,00", mark="EC"), line("6,00"), closing="1006,00")
    assert [line.amount for line in one.lines] == [6]
    assert [(found.rule, found.facts["count"]) for found in one.findings] == [("statement.not_booked", 1)]


def test_a_line_that_cannot_be_read_is_said_and_the_others_stay():
    broken = ":61:nonsense\n:86:of that line\n", ":61:2699990C1,00NTRFX\n"
    one = read(line("5,00"), *broken, line("6,00"), line("9" * 15))
    assert [line.amount for line in one.lines] == [5, 6]
    places = [(found.rule, found.place) for found in one.findings[:2]]
    assert places == [("statement.line_unreadable", "row 6"), ("statement.line_unreadable", "row 8")]
    assert one.findings[2].facts == {"element": ":61: 15d"}, "more figures than an amount of the books has"


def test_a_sum_that_is_not_right_is_said():
    [found] = read(line("5,00"), closing="1005,01").findings
    assert (found.rule, found.facts["difference"]) == ("statement.balance_mismatch", "0.01")


@pytest.mark.parametrize(
    ("value", "entry", "booked_on", "value_on"),
    [
        ("260320", "", date(2026, 3, 20), date(2026, 3, 20)),
        ("260101", "1231", date(2025, 12, 31), date(2026, 1, 1)),
        ("251231", "0102", date(2026, 1, 2), date(2025, 12, 31)),
        ("260230", "0302", date(2026, 3, 2), date(2026, 2, 28)),
    ],
)
def test_the_day_is_that_of_the_entry_in_the_nearest_year(value, entry, booked_on, value_on):
    [one] = read(f":61:{value}{entry}C5,00NTRFNONREF\n").lines
    assert (one.booked_on, one.value_on) == (booked_on, value_on)


def test_numbered_parts_are_put_together_and_their_keywords_told_apart():
    one = told(
        "166?00GUTSCHRIFT?100399?20EREF+EndToEndId TFNR 22 004?21 00001?22",
        "SVWZ+Verw CTSc-01 BC-PPP TF?23Nr 22 004?30DRESDEFF508?31DE1450880",
        "0500194785000?32KARL?33        KAUFMANN",
    )
    assert (one.text, one.end_to_end_id) == ("Verw CTSc-01 BC-PPP TFNr 22 004", "EndToEndId TFNR 22 004 00001")
    assert (one.name, one.account, one.bic) == ("KARL KAUFMANN", "DE14508800500194785000", "DRESDEFF508")


@pytest.mark.parametrize("mark", "?~^<@")
def test_polish_banks_number_the_parts_with_other_marks(mark):
    parts = ("00PRZELEW", "20Faktura FV/17/2026", "3229Zuraw", "32Zuraw Sp. z o.o.", "38PL27114020040000300201355387")
    one = told("020" + mark + mark.join(parts))
    assert (one.text, one.account) == ("Faktura FV/17/2026", "PL27114020040000300201355387")
    assert one.name.endswith("Zuraw Sp. z o.o.")


def test_labels_of_polish_banks_are_read():
    one = told(
        "911 PRZELEW; Z RACH.: 27114020040000300201355387; OD: JAN NOWAK  UL. NIJAKA 1 31-234 KRAKOW; ",
        "TYT.: FV/17/2026; TNR: 1790.1",
    )
    assert (one.name, one.account) == ("JAN NOWAK", "PL27114020040000300201355387")
    assert one.text == "FV/17/2026"


def test_in_plain_text_the_one_account_that_is_not_ours_is_theirs():
    ours, theirs, third = "RO49AAAA1B31007593840000", "RO09BCYP0000001234567890", "DE89370400440532013000"
    assert mt940_text.told([[f"de la {theirs} in {ours}"]], [], account=ours).account == theirs
    assert mt940_text.told([[f"de la {theirs} in {ours}"]], [], account="31007593840000").account == theirs
    assert mt940_text.told([[f"{theirs} si {third}"]], [], account=ours).account == "", "two may be meant"
    assert told("Tel +40 722 000 000").text == "Tel +40 722 000 000"


def test_the_account_is_told_from_what_stands_around_it():
    def account(told):
        return read(head=HEAD.replace("RO49AAAA1B31007593840000", told)).account

    assert account("BPHKPLPK/320000546101") == "320000546101"
    assert account("AAAAROBU/RO49AAAA1B31007593840000") == "RO49AAAA1B31007593840000"
    assert account("29114010810000267002001002") == "PL29114010810000267002001002"
    assert account("1291.99.348RON") == "129199348"
    assert account("37040044/532013000") == "DE89370400440532013000"[4:]


def test_two_accounts_are_two_statements_even_under_one_number():
    second = ":25:DE89370400440532013000\n:60F:C260319EUR0,00\n" + line("5,00") + TAIL.format(closing="5,00")
    one, other = mt940.parse(written() + second.encode())
    assert (one.currency, len(one.lines)) == ("RON", 0)
    assert (other.account, len(other.lines)) == ("DE89370400440532013000", 1)


@pytest.mark.parametrize("encoding", ["utf-8", "cp1250", "iso8859-2", "utf-16", "cp852"])
def test_letters_of_polish_banks_are_read(encoding):
    content = written(line("5,00", ":86:Opłata za prowadzenie rachunku, Łódź, więcej")).decode().encode(encoding)
    [one] = mt940.parse(content)
    assert one.lines[0].remittance == "Opłata za prowadzenie rachunku, Łódź, więcej"


def test_a_running_day_and_what_holds_nothing_are_refused():
    assert refusal(b"{1:F01X}{2:O942BANKXXXXN}{4:\n:20:X\n:25:1\n:61:260320C5,00NTRFX\n-}") == "statement.running_day"
    assert refusal(b":20:X\n:25:1\n:28C:1\n:34F:RON0,00\n:61:260320C5,00NTRFX\n") == "statement.running_day"
    assert refusal(b":20:X\n:86:words\n") == "statement.nothing_read"
    assert refusal(b":20:X\n:25:1\n:61:260320C5,00NTRFX\n") == "statement.currency_missing"
    assert refusal(b":20:X\n\0\xff\xfe\x01:25:\0") == "table.not_text"


PIECES = st.sampled_from(
    [":20:X\n", ":25:1\n", ":61:", "2603200320", "C5,00", "NTRF", "//", ":86:", "?20", "?32", "\n"]
)


@given(st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=40).map("".join))
def test_rubbish_is_refused_or_read_and_never_breaks(text):
    try:
        statements = mt940.parse(f":20:X\n:60F:C260319RON1,00\n{text}".encode("utf-8", "replace"))
    except Refused:
        return
    assert all(isinstance(line.amount, Decimal) for one in statements for line in one.lines)
