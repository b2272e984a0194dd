"""pain.001: valid by the official schema, adding up to the cent, and the same bytes for ever."""

from dataclasses import replace
from datetime import date, timedelta, timezone
from decimal import Decimal
from functools import lru_cache

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree

from kvit.core.einvoice import xml
from kvit.core.errors import Refused
from kvit.core.formats.pain001 import CURRENT, FORMER, write
from kvit.core.formats.transfers import Address, SplitVat
from kvit.core.latin import ALLOWED
from kvit.core.money import Money
from kvit.core.tests.payment_runs import ALFA, BETA, LUKASZ, NORDIKA, RELEASED, a_run, runs


@lru_cache
def schema(folder, version):
    return etree.XMLSchema(etree.parse(folder / "einvoice" / "xsd" / "iso20022" / f"{version}.xsd"))


def read(run, version=CURRENT):
    """The file's elements without their namespace."""
    root = xml.parse(write(run, version=version))
    for one in root.iter():
        one.tag = etree.QName(one).localname
    return root


def texts(element, path):
    return [one.text for one in element.findall(path)]


def test_the_worked_example_of_docs_rules_payment_files(shared):
    run = a_run(LUKASZ, ALFA, BETA)
    root = read(run)
    head = root.find(".//GrpHdr")
    assert [head.findtext(tag) for tag in ("MsgId", "CreDtTm", "NbOfTxs", "CtrlSum")] == [
        "run01JD",
        "2026-11-27T09:30:15Z",
        "3",
        "2000.50",
    ]
    told = [
        [one.findtext(path) for path in ("PmtInfId", "PmtTpInf/SvcLvl/Cd", "ChrgBr", "NbOfTxs", "CtrlSum")]
        for one in root.iter("PmtInf")
    ]
    assert told == [
        ["run01JD-001", "NURG", "SHAR", "1", "500.00"],
        ["run01JD-002", "SEPA", "SLEV", "2", "1500.50"],
    ]
    assert texts(root, ".//ReqdExctnDt/Dt") == ["2026-11-30", "2026-11-30"]
    lukasz, alfa = root.findall(".//PmtInf")[1].findall("CdtTrfTxInf")
    assert lukasz.findtext("PmtId/EndToEndId") == "opn01"
    assert lukasz.findtext("Cdtr/Nm") == "Lukasz Zak"
    assert [one.text for one in lukasz.find("Cdtr/PstlAdr")] == ["Krucza", "5", "00-525", "Warszawa", "PL"]
    assert lukasz.findtext("RmtInf/Ustrd") == "FV/1/2026, FV/2/2026"
    assert lukasz.find("Amt/InstdAmt").attrib == {"Ccy": "EUR"}
    assert alfa.findtext("Cdtr/Nm") == "'Alfa' OOD"
    assert alfa.findtext("RmtInf/Strd/CdtrRefInf/Ref") == "RF18539007547034"
    assert alfa.findtext("RmtInf/Strd/CdtrRefInf/Tp/CdOrPrtry/Cd") == "SCOR"
    assert texts(root, ".//Dbtr/PstlAdr/StrtNm") == ["bul. Vitosha", "bul. Vitosha"]
    for version in (CURRENT, FORMER):
        assert schema(shared, version).validate(xml.parse(write(run, version=version)))


def assert_is_valid_and_adds_up(shared, run):
    for version in (CURRENT, FORMER):
        content = write(run, version=version)
        official = schema(shared, version)
        assert official.validate(xml.parse(content)), official.error_log
    root = read(run)
    paid = {
        one.findtext("PmtId/EndToEndId"): Money(
            Decimal(one.findtext("Amt/InstdAmt")), one.find("Amt/InstdAmt").get("Ccy")
        )
        for one in root.iter("CdtTrfTxInf")
    }
    assert paid == {one.key.replace("_", ""): one.amount for one in run.transfers}
    whole = sum(one.amount.amount for one in run.transfers)
    assert Decimal(root.findtext(".//GrpHdr/CtrlSum")) == whole
    assert sum(Decimal(text) for text in texts(root, ".//PmtInf/CtrlSum")) == whole
    assert sum(int(text) for text in texts(root, ".//PmtInf/NbOfTxs")) == len(run.transfers)
    for instruction in root.iter("PmtInf"):
        amounts = instruction.findall("CdtTrfTxInf/Amt/InstdAmt")
        assert len({one.get("Ccy") for one in amounts}) == 1
        assert Decimal(instruction.findtext("CtrlSum")) == sum(Decimal(one.text) for one in amounts)
    for one in root.iter("Nm", "StrtNm", "BldgNb", "PstCd", "TwnNm", "AdrLine", "Ustrd"):
        assert set(one.text) <= ALLOWED
    for address in root.iter("PstlAdr"):
        assert address.findtext("TwnNm")
        assert address.findtext("Ctry")


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(run=runs())
def test_pain_25_random_runs_are_valid_and_add_up_to_the_cent(shared, run):
    assert_is_valid_and_adds_up(shared, run)


@pytest.mark.long
@settings(max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(run=runs())
def test_pain_25_a_thousand_random_runs_are_valid_and_add_up_to_the_cent(shared, run):
    assert_is_valid_and_adds_up(shared, run)


@settings(max_examples=50, deadline=None)
@given(run=runs())
def test_the_same_run_is_the_same_bytes_in_whatever_order_it_is_told(run):
    again = replace(
        run,
        transfers=tuple(
            replace(one, amount=Money(one.amount.amount.quantize(Decimal("0.0001")), one.amount.currency))
            for one in reversed(run.transfers)
        ),
        released_at=RELEASED.astimezone(timezone(timedelta(hours=2))),
    )
    assert write(again) == write(run)


def test_each_day_service_and_currency_is_an_instruction_of_its_own():
    later = replace(ALFA, key="opn_04", on=date(2026, 12, 1))
    urgent = replace(ALFA, key="opn_05", urgent=True)
    root = read(a_run(LUKASZ, later, urgent, BETA))
    assert [
        (one.findtext("ReqdExctnDt/Dt"), one.findtext("PmtTpInf/SvcLvl/Cd"), texts(one, "CdtTrfTxInf/PmtId/EndToEndId"))
        for one in root.iter("PmtInf")
    ] == [
        ("2026-11-30", "NURG", ["opn03"]),
        ("2026-11-30", "SEPA", ["opn01"]),
        ("2026-11-30", "URGP", ["opn05"]),
        ("2026-12-01", "SEPA", ["opn04"]),
    ]
    assert texts(root, ".//InstrPrty") == ["HIGH"]


def test_a_reference_outside_sepa_is_told_as_text():
    root = read(a_run(replace(BETA, reference="rf18 5390 0754 7034")))
    assert texts(root, ".//Ustrd") == ["RF18539007547034"]
    assert root.find(".//Strd") is None


def test_a_long_house_stands_behind_its_street():
    house = Address("Str. Lungă", "12, bl. A, sc. 2, et. 3, ap. 45", "500035", "Brașov", "RO")
    root = read(a_run(replace(BETA, address=house)))
    assert texts(root, ".//Cdtr/PstlAdr/StrtNm") == ["Str. Lunga 12, bl. A, sc. 2, et. 3, ap. 45"]
    assert root.find(".//Cdtr/PstlAdr/BldgNb") is None


def test_a_bank_without_bic_is_said_to_be_unnamed(shared):
    run = a_run(LUKASZ, payer=replace(NORDIKA, bic="", identifier="B12345674001"))
    root = read(run)
    assert root.findtext(".//DbtrAgt/FinInstnId/Othr/Id") == "NOTPROVIDED"
    assert texts(root, ".//InitgPty/Id/OrgId/Othr/Id") == ["B12345674001"]
    assert root.find(".//CdtrAgt") is None
    assert schema(shared, CURRENT).validate(xml.parse(write(run)))


def test_with_one_error_there_is_no_file():
    with pytest.raises(Refused) as refused:
        write(a_run(LUKASZ, replace(ALFA, iban="BG19RZBB91550123456789")))
    assert refused.value.code == "run.findings"
    assert refused.value.facts == {"count": 1, "rules": ["iban.bad_checksum"]}


def test_a_split_payment_is_never_sent_as_an_ordinary_one():
    split = SplitVat(Money(Decimal("222.52"), "PLN"), "5260250274", "FV/1/2026")
    zloty = replace(LUKASZ, bic="WBKPPLPP", amount=Money(Decimal("1190.00"), "PLN"), split=split)
    with pytest.raises(Refused) as refused:
        write(a_run(zloty))
    assert refused.value.facts["rules"] == ["transfer.split_not_here"]
