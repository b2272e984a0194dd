"""Elixir-O: its sixteen fields, its four lines of 35, and split payments that are never half a split payment."""

import csv
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvit.core.errors import Refused
from kvit.core.formats.elixir import POLISH, check, write
from kvit.core.formats.transfers import Address, Payer, Run, SplitVat, Transfer
from kvit.core.latin import ALLOWED
from kvit.core.money import Money
from kvit.core.tests.payment_runs import RELEASED


def pln(amount):
    return Money(Decimal(amount), "PLN")


ZURAW = Payer(
    "Żuraw Sp. z o.o.",
    "PL61109010140000071219812874",
    address=Address("Prosta", "1", "00-838", "Warszawa", "PL"),
)
SPLIT = SplitVat(pln("222.52"), "5260250274", "FV/1/2026")
SCREWS = Transfer(
    key="opn_01",
    payee="Łódzka Fabryka Śrub Sp. z o.o.",
    iban="PL27114020040000300201355387",
    amount=pln("1190.00"),
    on=date(2026, 11, 30),
    address=Address("Piękna", "5", "90-001", "Łódź", "PL"),
    documents=("FV/1/2026",),
    split=SPLIT,
)
PLAIN = replace(SCREWS, split=None)


def a_run(*transfers):
    return Run("run_02", RELEASED, ZURAW, transfers)


def fields(transfer, encoding="cp1250"):
    return next(csv.reader([write(a_run(transfer), encoding=encoding).decode(encoding)]))


def found(*transfers):
    return [one.rule for one in check(a_run(*transfers))]


def test_the_worked_example_of_docs_rules_bank_files():
    line = (
        '110,20261130,119000,10901014,0,"61109010140000071219812874","27114020040000300201355387",'
        '"Żuraw Sp. z o.o.|Prosta 1|00-838 Warszawa","Łódzka Fabryka Śrub Sp. z o.o.|Piękna 5|90-001 Łódź",'
        '0,11402004,"/VAT/222,52/IDC/5260250274/INV/FV/1|/2026","","","53",""\r\n'
    )
    assert write(a_run(SCREWS)) == line.encode("cp1250")
    assert write(a_run(SCREWS), encoding="utf-8") == line.encode()


def test_an_ordinary_transfer_is_of_class_51_and_tells_its_documents_whole():
    many = replace(PLAIN, documents=tuple(f"FV/{number:04}/2026" for number in range(1, 21)))
    told = fields(many)
    assert told[14] == "51"
    lines = told[11].split("|")
    assert len(lines) == 4
    assert lines[0] == "FV/0001/2026, FV/0002/2026,"
    assert lines[3] == "FV/0007/2026, FV/0008/2026 +12"


def test_other_letters_are_spelled_and_marks_of_the_format_never_stand_in_a_text():
    odd = replace(PLAIN, payee='„Щерев" | Čapek', documents=('A"|1',))
    assert fields(odd)[8] == "'Shterev' . Capek|Piękna 5|90-001 Łódź"
    assert fields(odd)[11] == "A'.1"


def test_lines_come_in_the_order_of_days_and_keys():
    later = replace(PLAIN, key="opn_00", on=date(2026, 12, 1), amount=pln("0.07"))
    days = [line.split(",")[1:3] for line in write(a_run(later, PLAIN)).decode("cp1250").splitlines()]
    assert days == [["20261130", "119000"], ["20261201", "7"]]
    assert write(a_run(later, PLAIN)) == write(a_run(PLAIN, later))


@pytest.mark.parametrize(
    "split",
    [
        SplitVat(pln("0"), "5260250274", "FV/1"),
        SplitVat(pln("1190.01"), "5260250274", "FV/1"),
        SplitVat(pln("0.001"), "5260250274", "FV/1"),
        SplitVat(Money(Decimal("222.52"), "EUR"), "5260250274", "FV/1"),
        SplitVat(pln("222.52"), "", "FV/1"),
        SplitVat(pln("222.52"), "526-025-02-74", "FV/1"),
        SplitVat(pln("222.52"), "5260250274", ""),
        SplitVat(pln("222.52"), "5260250274", "F" * 36),
        SplitVat(pln("222.52"), "5260250274", "FV/1/VAT/0,01"),
    ],
)
def test_half_a_split_payment_is_refused(split):
    assert found(replace(SCREWS, split=split)) == ["transfer.bad_split"]
    with pytest.raises(Refused) as refused:
        write(a_run(replace(SCREWS, split=split)))
    assert refused.value.code == "run.findings"


def test_what_elixir_cannot_say_is_refused():
    assert found(replace(PLAIN, amount=Money(Decimal(5), "EUR"))) == ["transfer.not_domestic"]
    assert "transfer.not_domestic" in found(replace(PLAIN, iban="DE89370400440532013000", bic="COBADEFF"))
    assert found(replace(PLAIN, urgent=True)) == ["transfer.urgent_not_here"]
    assert found(replace(PLAIN, documents=(" ",))) == ["elixir.text_missing"]
    assert found(replace(PLAIN, documents=(), reference="RF18539007547034")) == []


LETTERS = st.text(alphabet='ażŁЩ "|,\n-/1', max_size=120)


@given(LETTERS, LETTERS, st.lists(LETTERS, min_size=1, max_size=30), st.integers(1, 99_999_999_999))
def test_every_line_has_sixteen_fields_and_every_text_four_lines_of_35(name, street, documents, grosze):
    odd = replace(
        PLAIN,
        payee="A" + name,
        address=Address(street, town="Łódź", country="PL"),
        documents=("FV", *documents),
        amount=pln(Decimal(grosze).scaleb(-2)),
    )
    content = write(a_run(odd)).decode("cp1250")
    assert content.count("\n") == 1
    told = next(csv.reader([content]))
    assert len(told) == 16
    assert told[2] == str(grosze)
    for text in (told[7], told[8], told[11]):
        lines = text.split("|")
        assert len(lines) <= 4
        assert all(0 < len(line) <= 35 for line in lines)
        assert set("".join(lines)) <= ALLOWED | POLISH
