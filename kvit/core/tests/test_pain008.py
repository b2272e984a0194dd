"""pain.008: valid by the official schema, adding up to the cent, and the same bytes for ever."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from kvit.core.einvoice import xml
from kvit.core.errors import Refused
from kvit.core.formats.collections import Collection, DebitRun, MandateTold, check
from kvit.core.formats.pain008 import instruction_names, write
from kvit.core.formats.transfers import Address, Payer
from kvit.core.money import Money

CREDITOR = Payer(
    "Atelier Nord SRL",
    "RO49AAAA1B31007593840000",
    address=Address("Strada Lungă", "12", "400001", "Cluj-Napoca", "RO"),
    identifier="DE98ZZZ09999999999",
)
RENT = Collection(
    key="dbi_01",
    debtor="Łukasz Żak",
    iban="PL61109010140000071219812874",
    amount=Money(Decimal("121.00"), "EUR"),
    on=date(2026, 3, 31),
    mandate=MandateTold("M-001", date(2026, 1, 5)),
    sequence="FRST",
    documents=("AN-2026-0001",),
)
MORE = replace(RENT, key="dbi_02", amount=Money(Decimal("79.50"), "EUR"), sequence="RCUR", documents=("AN-2026-0002",))
FIRM = replace(
    RENT,
    key="dbi_03",
    debtor="Beta GmbH",
    iban="DE89370400440532013000",
    bic="COBADEFFXXX",
    mandate=MandateTold("B-7", date(2025, 7, 1), "b2b", account_changed=True),
    sequence="RCUR",
    reference="RF18 5390 0754 7034",
)


def a_run(*collections):
    return DebitRun("dbr_01JD", datetime(2026, 3, 17, 9, 30, 15, tzinfo=UTC), CREDITOR, collections)


@lru_cache
def schema(folder):
    return etree.XMLSchema(etree.parse(folder / "einvoice" / "xsd" / "iso20022" / "pain.008.001.08.xsd"))


def read(run):
    root = xml.parse(write(run))
    for one in root.iter():
        one.tag = etree.QName(one).localname
    return root


def test_the_worked_example_of_docs_rules_direct_debit(shared):
    run = a_run(RENT, MORE, FIRM)
    schema(shared).assertValid(xml.parse(write(run)))
    root = read(run)
    head = root.find(".//GrpHdr")
    assert [head.findtext(tag) for tag in ("MsgId", "CreDtTm", "NbOfTxs", "CtrlSum")] == [
        "dbr01JD",
        "2026-03-17T09:30:15Z",
        "3",
        "321.50",
    ]
    told = ("PmtInfId", "PmtMtd", "PmtTpInf/LclInstrm/Cd", "PmtTpInf/SeqTp", "ReqdColltnDt", "CtrlSum")
    assert [[one.findtext(path) for path in told] for one in root.iter("PmtInf")] == [
        ["dbr01JD-001", "DD", "B2B", "RCUR", "2026-03-31", "121.00"],
        ["dbr01JD-002", "DD", "CORE", "FRST", "2026-03-31", "121.00"],
        ["dbr01JD-003", "DD", "CORE", "RCUR", "2026-03-31", "79.50"],
    ]
    assert {one.text for one in root.findall(".//CdtrSchmeId/Id/PrvtId/Othr/Id")} == {"DE98ZZZ09999999999"}
    firm, rent, _ = root.iter("DrctDbtTxInf")
    assert rent.findtext("PmtId/EndToEndId") == "dbi01"
    assert rent.findtext("Dbtr/Nm") == "Lukasz Zak"
    assert rent.findtext(".//MndtId") == "M-001" and rent.findtext(".//DtOfSgntr") == "2026-01-05"
    assert rent.findtext("RmtInf/Ustrd") == "AN-2026-0001" and rent.find(".//AmdmntInd") is None
    assert firm.findtext("RmtInf/Strd/CdtrRefInf/Ref") == "RF18539007547034"
    assert firm.findtext(".//OrgnlDbtrAcct/Id/Othr/Id") == "SMNDA"
    assert firm.findtext("DbtrAgt/FinInstnId/BICFI") == "COBADEFFXXX"


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    amounts=st.lists(st.decimals("0.01", "9999999", places=2), min_size=1, max_size=6),
    name=st.text(min_size=1, max_size=90).map(lambda text: f"A{text}"),
    number=st.text(max_size=200),
)
def test_whatever_people_are_called_the_file_is_valid_and_adds_up(shared, amounts, name, number):
    rows = [
        replace(RENT, key=f"dbi_{n}", amount=Money(amount, "EUR"), debtor=name, documents=(number,))
        for n, amount in enumerate(amounts)
    ]
    content = write(a_run(*rows))
    schema(shared).assertValid(xml.parse(content))
    root = read(a_run(*rows))
    assert Decimal(root.findtext(".//GrpHdr/CtrlSum")) == sum(amounts)
    assert write(a_run(*reversed(rows))) == content
    assert {one.text for one in root.iter("EndToEndId")} == {f"dbi{n}" for n in range(len(amounts))}


def test_each_collection_is_found_by_its_instruction():
    names = instruction_names(a_run(RENT, MORE, FIRM))
    assert names == {"dbi_03": "dbr01JD-001", "dbi_01": "dbr01JD-002", "dbi_02": "dbr01JD-003"}


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        ({"iban": "PL61109010140000071219812875"}, "iban.bad_checksum"),
        ({"debtor": "  "}, "transfer.name_missing"),
        ({"amount": Money(Decimal("0.00"), "EUR")}, "transfer.bad_amount"),
        ({"amount": Money(Decimal("121.00"), "RON")}, "debit.not_sepa"),
        ({"mandate": MandateTold("A/B", date(2026, 1, 5))}, "mandate.bad_reference"),
        ({"mandate": MandateTold("M-1", date(2026, 4, 1))}, "mandate.signed_later"),
        ({"iban": "GB29NWBK60161331926819"}, "debit.address_missing"),
        ({"reference": "RF00 1"}, "transfer.bad_reference"),
    ],
)
def test_what_a_bank_would_not_take_is_found(wrong, rule):
    assert rule in [one.rule for one in check(a_run(replace(RENT, **wrong)))]
    with pytest.raises(Refused, match=r"run\.findings"):
        write(a_run(replace(RENT, **wrong)))


def test_the_creditor_and_the_run_are_looked_at_too():
    assert [
        one.rule for one in check(replace(a_run(RENT), creditor=replace(CREDITOR, identifier="DE97ZZZ09999999999")))
    ] == ["creditor_id.bad_checksum"]
    assert [one.rule for one in check(a_run())] == ["debit.empty"]
    assert [one.rule for one in check(a_run(RENT, RENT))] == ["debit.twice"]
