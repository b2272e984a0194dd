"""camt.053: counts and sums as in the reference figures, the odd things banks do, and what is refused and why."""

import csv
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvit.core.errors import Refused
from kvit.core.formats import camt as reader
from kvit.core.tests.camt_builder import balance, camt, entry, statement, transfer


def lines_of(*entries, **kwargs):
    return reader.parse(camt(statement(*entries, **kwargs)))[0].lines


def findings_of(content):
    return [(each.rule, each.severity) for one in reader.parse(content) for each in one.findings]


def refusal(content):
    with pytest.raises(Refused) as refused:
        reader.parse(content)
    return refused.value.code


def reference_figures(shared, message):
    with (shared / "bank" / "manifest.csv").open(newline="") as file:
        return [row for row in csv.DictReader(file) if row["format"].startswith(message)]


def test_every_sample_of_camt_053_has_the_counts_and_sums_of_the_reference_figures(shared):
    rows = reference_figures(shared, "camt.053")
    assert len(rows) == 7
    for row in rows:
        statements = reader.parse((shared / "bank" / row["file"]).read_bytes())
        lines = [line for one in statements for line in one.lines]
        assert len(lines) == int(row["entries"]), row["file"]
        assert sum(line.amount for line in lines if line.amount > 0) == Decimal(row["credits"]), row["file"]
        assert -sum(line.amount for line in lines if line.amount < 0) == Decimal(row["debits"]), row["file"]
        for ours, theirs in (
            ([s.opening for s in statements], row["opening"]),
            ([s.closing for s in statements], row["closing"]),
        ):
            assert [f"{each}" for each in ours if each is not None] == theirs.split(), row["file"]
        told = "statement.balance_mismatch" in [f.rule for s in statements for f in s.findings]
        assert told == ("does not add up" in row["note"]), row["file"]


def test_camt_052_is_refused_with_the_reason(shared):
    rows = reference_figures(shared, "camt.052")
    assert rows
    assert {refusal((shared / "bank" / row["file"]).read_bytes()) for row in rows} == {"statement.running_day"}


def test_every_sample_of_camt_054_has_the_counts_and_sums_of_the_reference_figures_without_balances(shared):
    rows = reference_figures(shared, "camt.054")
    assert len(rows) == 3
    for row in rows:
        [notice] = reader.parse((shared / "bank" / row["file"]).read_bytes())
        assert len(notice.lines) + len(notice.findings) == int(row["entries"]), row["file"]
        assert (notice.format, notice.opening, notice.closing) == (row["format"], None, None)
        assert notice.lines or notice.findings[0].facts["element"] == "BookgDt", "one sample has no day"


@pytest.mark.parametrize("version", range(2, 14))
def test_a_notice_of_every_version_carries_the_marks_by_which_it_is_known_again(version):
    refs = "<Refs><AcctSvcrRef>T1</AcctSvcrRef></Refs>"
    batch = "<Btch><PmtInfId>P1</PmtInfId><NbOfTxs>3</NbOfTxs></Btch>"
    more = "<AcctSvcrRef>S1</AcctSvcrRef><AddtlInfInd><MsgNmId>camt.054.001.02</MsgNmId><MsgId>M0</MsgId></AddtlInfInd>"
    whole = entry("300.00", more=more, details=batch + transfer("x", more=refs))
    told = "<GrpHdr><MsgId>M1</MsgId></GrpHdr>" + statement(whole).replace("Stmt>", "Ntfctn>")
    space = f"urn:iso:std:iso:20022:tech:xsd:camt.054.001.{version:02}"
    [notice] = reader.parse(camt(told, space=space, message="BkToCstmrDbtCdtNtfctn"))
    [line] = notice.lines
    assert notice.format == space.rpartition(":")[2]
    assert (line.references, line.transfers, line.batch) == (("S1", "T1"), 3, "P1")
    assert (line.message, line.told_in) == ("M1", "M0")


def test_what_is_no_statement_is_refused(shared):
    assert refusal((shared / "bank" / "pain" / "pain.001.001.03.xml").read_bytes()) == "statement.not_camt"
    assert refusal(b"<Document/>") == "statement.not_camt"
    assert refusal(b"<html><body/></html>") == "statement.not_camt"


def test_a_doctype_is_refused_before_anything_is_read():
    assert refusal(b'<!DOCTYPE d [<!ENTITY a "b">]><Document>&a;</Document>') == "xml.doctype"


def test_a_line_carries_who_paid_and_what_for():
    details = transfer(
        "Factura INV-7",
        name="ALFA SRL",
        iban="RO49 AAAA 1B31 0075 9384 0000",
        more="<Refs><EndToEndId>E2E-1</EndToEndId></Refs>",
    )
    more = "<ValDt><Dt>2026-03-06</Dt></ValDt><AcctSvcrRef>BANK-1</AcctSvcrRef>"
    line = lines_of(entry("1190.00", details=details, more=more))[0]
    assert (line.booked_on, line.value_on) == (date(2026, 3, 5), date(2026, 3, 6))
    assert (line.amount, line.currency) == (Decimal("1190.00"), "EUR")
    assert line.counterparty_name == "ALFA SRL"
    assert line.counterparty_iban == "RO49AAAA1B31007593840000"
    assert line.remittance == "Factura INV-7"
    assert line.end_to_end_id == "E2E-1"
    assert line.bank_reference == "BANK-1"
    assert line.parts == ()


def test_money_out_is_below_zero_and_names_the_creditor():
    details = transfer("rent", name="LANDLORD", side="Cdtr").replace(
        "<RltdPties>", "<RltdPties><Dbtr><Nm>US</Nm></Dbtr>"
    )
    line = lines_of(entry("80.00", direction="DBIT", details=details))[0]
    assert line.amount == Decimal("-80.00")
    assert line.counterparty_name == "LANDLORD"


def test_a_reversal_names_the_party_of_the_payment_it_takes_back():
    returned = entry(
        "80.00", direction="DBIT", more="<RvslInd>true</RvslInd>", details=transfer(name="ALFA", side="Dbtr")
    )
    line = lines_of(returned)[0]
    assert line.is_reversal
    assert (line.amount, line.counterparty_name) == (Decimal("-80.00"), "ALFA")


def test_references_in_their_own_fields_are_kept_and_words_for_nothing_are_not():
    details = (
        "<TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs><RmtInf><Ustrd>part one</Ustrd>"
        "<Ustrd>part two</Ustrd><Strd><RfrdDocInf><Nb>INV-9</Nb></RfrdDocInf>"
        "<CdtrRefInf><Ref>RF18539007547034</Ref></CdtrRefInf></Strd></RmtInf></TxDtls>"
    )
    line = lines_of(entry(details=details))[0]
    assert line.end_to_end_id == ""
    assert line.structured_reference == "RF18539007547034"
    assert line.remittance == "part one part two INV-9"


def test_a_sum_of_several_transfers_is_one_line_with_its_parts():
    parts = "".join(
        transfer(text, name=name, more=f'<Amt Ccy="EUR">{amount}</Amt>')
        for text, name, amount in (("INV-1", "ALFA", "30.00"), ("INV-2", "BETA", "70.00"))
    )
    line = lines_of(entry("100.00", details=parts))[0]
    assert line.amount == Decimal("100.00")
    assert [(part.counterparty_name, part.amount, part.remittance) for part in line.parts] == [
        ("ALFA", Decimal("30.00"), "INV-1"),
        ("BETA", Decimal("70.00"), "INV-2"),
    ]
    assert line.counterparty_name == ""
    assert line.remittance == "INV-1 INV-2"


def test_what_is_announced_but_not_booked_is_left_out_and_said():
    pending = entry("5.00").replace("BOOK", "PDNG")
    one = reader.parse(camt(statement(entry(), pending)))[0]
    assert len(one.lines) == 1
    assert [(each.rule, each.facts["count"]) for each in one.findings] == [("statement.not_booked", 1)]


@pytest.mark.parametrize(
    "broken",
    [
        entry("-5.00"),
        entry("NaN"),
        entry("1e999"),
        entry("1,50"),
        entry("9" * 40),
        entry(""),
        entry(direction="BOTH"),
        entry(on="2026-02-30"),
        entry(on="yesterday"),
        entry().replace('Ccy="EUR"', 'Ccy="euro"'),
    ],
)
def test_a_line_that_cannot_be_read_is_named_and_the_others_stay(broken):
    one = reader.parse(camt(statement(entry("1.00"), broken, entry("2.00"))))[0]
    assert [line.amount for line in one.lines] == [1, 2]
    assert [(each.rule, each.place, each.severity) for each in one.findings] == [
        ("statement.line_unreadable", "Ntry 2", "error")
    ]


def test_balances_that_add_up_are_silent_and_others_are_a_warning():
    lines = (entry("100.00"), entry("30.00", direction="DBIT"))
    opening = balance("OPBD", "1000.00")
    right = camt(statement(*lines, balances=opening + balance("CLBD", "1070.00")))
    wrong = camt(statement(*lines, balances=opening + balance("CLBD", "1070.01")))
    assert findings_of(right) == []
    assert findings_of(wrong) == [("statement.balance_mismatch", "warning")]
    assert reader.parse(wrong)[0].findings[0].facts["difference"] == "0.01"


def test_an_overdrawn_account_has_a_balance_below_zero():
    one = reader.parse(camt(statement(balances=balance("OPBD", "20.00", direction="DBIT"))))[0]
    assert one.opening == Decimal("-20.00")


def test_one_file_may_hold_several_accounts():
    found = reader.parse(camt(statement(entry(), account="DE1"), statement(entry(), entry(), account="DE2")))
    assert [(each.account, len(each.lines)) for each in found] == [("DE1", 1), ("DE2", 2)]


@pytest.mark.parametrize("version", ["02", "03", "04", "06", "08", "10", "13"])
def test_every_version_is_told_by_its_elements(version):
    found = reader.parse(camt(statement(entry()), space=f"urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}"))
    assert found[0].format == f"camt.053.001.{version}"
    assert len(found[0].lines) == 1


@given(st.lists(st.tuples(st.integers(0, 10**9), st.sampled_from(["CRDT", "DBIT"])), max_size=20))
def test_the_lines_add_up_to_what_the_file_says(cents):
    entries = [entry(f"{Decimal(units).scaleb(-2)}", direction=direction) for units, direction in cents]
    expected = sum((Decimal(u).scaleb(-2) if d == "CRDT" else -Decimal(u).scaleb(-2) for u, d in cents), Decimal(0))
    one = reader.parse(camt(statement(*entries)))[0]
    assert len(one.lines) == len(cents)
    assert sum((line.amount for line in one.lines), Decimal(0)) == expected


@given(st.data())
def test_a_file_with_a_hole_is_read_or_refused_and_never_crashes(data):
    whole = camt(statement(entry(details=transfer("INV-1", name="A")), balances=balance("OPBD", "1.00")))
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(len(whole), start + 40)))
    holed = whole[:start] + data.draw(st.binary(max_size=8)) + whole[end:]
    try:
        found = reader.parse(holed)
    except Refused:
        return
    assert all(line.amount.is_finite() for each in found for line in each.lines)


def test_what_the_account_does_not_say_its_balances_do():
    balances = balance("OPBD", "1.00", on="2026-03-01") + balance("CLBD", "1.00", on="2026-03-31")
    bare = statement(balances=balances).replace("<Ccy>EUR</Ccy>", "")
    one = reader.parse(camt(bare))[0]
    assert (one.currency, one.from_on, one.to_on) == ("EUR", date(2026, 3, 1), date(2026, 3, 31))
    only_closing = statement(balances=balance("CLBD", "1.00", currency="RON")).replace("<Ccy>EUR</Ccy>", "")
    assert reader.parse(camt(only_closing))[0].currency == "RON"


def test_the_period_of_the_file_goes_before_the_days_of_its_balances():
    period = "<FrToDt><FrDtTm>2026-02-01T00:00:00</FrDtTm><ToDtTm>2026-02-28T23:59:59</ToDtTm></FrToDt>"
    balances = period + balance("OPBD", "1.00") + balance("CLBD", "1.00")
    one = reader.parse(camt(statement(balances=balances)))[0]
    assert (one.from_on, one.to_on) == (date(2026, 2, 1), date(2026, 2, 28))
