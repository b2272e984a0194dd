"""VERI*FACTU: the published hashes, chains that hold or are found torn, refusals repaired by later records."""

import csv
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from kvit.core.einvoice.model import Identifier, VatBreakdown
from kvit.core.einvoice.verifactu import chain, check, declaration, events, from_invoice, printed, sending, write
from kvit.core.einvoice.verifactu.records import (
    Cancellation,
    Detail,
    Document,
    Issue,
    Person,
    Rectified,
    Sealed,
    hash_of,
    sealed,
)
from kvit.core.errors import Refused
from kvit.core.tests.test_facturae import BUYER, MADRID, a_document, a_line

MADRID_TIME = timezone(timedelta(hours=1))
NOON = datetime(2027, 1, 4, 12, 0, tzinfo=MADRID_TIME)
SYSTEM = write.System(
    producer="Kvit SL",
    producer_nif="B23103039",
    name="Kvit",
    id="KV",
    version="0.1.0",
    installation="1",
)
OURS = Person(name="Alfa SL", nif="B23103039")


def D(text):
    return Decimal(text)


def an_issue(number="F-1", *, kind="F1", at=NOON, **changes):
    return replace(
        Issue(
            document=Document(nif="B23103039", number=number, issued_on=date(2027, 1, 4)),
            issuer="Alfa SL",
            kind=kind,
            description="Consultoría",
            details=(Detail(base=D("100.00"), treatment="S1", rate=D("21"), amount=D("21.00")),),
            total_tax=D("21.00"),
            total=D("121.00"),
            generated_at=at,
            recipients=(Person(name="Beta SL", nif="B77436020"),),
        ),
        **changes,
    )


def a_chain(*records):
    made = []
    for record in records:
        made.append(sealed(record, after=made[-1] if made else None))
    return made


# -- hashes


def test_the_published_hashes_are_reproduced(shared):
    """docs/rules/verifactu.md: two issues and a cancellation, as the AEAT published them."""
    rows = list(csv.DictReader((shared / "einvoice/vectors/verifactu_huella.csv").open(encoding="utf-8")))
    before = None
    for row in rows:
        day, month, year = map(int, row["fecha_expedicion"].split("-"))
        document = Document(nif=row["nif"], number=row["num_serie"], issued_on=date(year, month, day))
        at = datetime.fromisoformat(row["fecha_hora_huso"])
        record = Cancellation(document=document, generated_at=at)
        if row["kind"] == "alta":
            record = an_issue(
                at=at,
                document=document,
                kind=row["tipo"],
                total_tax=D(row["cuota_total"]),
                total=D(row["importe_total"]),
            )
        before = sealed(record, after=before)
        assert before.hash == row["huella_sha256"]
        assert (before.record.previous.hash if before.record.previous else "") == row["huella_anterior"]
    assert len(rows) == 3


def test_every_hashed_fact_changes_the_hash_and_no_other_does():
    record = an_issue()
    other = Document(nif="B77436020", number="F-1", issued_on=date(2027, 1, 4))
    for change in (
        {"document": other},
        {"document": replace(record.document, number="F-2")},
        {"document": replace(record.document, issued_on=date(2027, 1, 5))},
        {"kind": "F2"},
        {"total_tax": D("21.01")},
        {"total": D("121.01")},
        {"generated_at": NOON + timedelta(seconds=1)},
    ):
        assert hash_of(replace(record, **change)) != hash_of(record), change
    assert hash_of(replace(record, description="otra", issuer="otra")) == hash_of(record)


# -- chains


def test_a_chain_of_issues_and_cancellations_holds():
    held = a_chain(an_issue("F-1"), an_issue("F-2"), Cancellation(document=an_issue("F-1").document, generated_at=NOON))
    assert chain.verify(held) == []
    assert held[1].record.previous.document.number == "F-1"


@pytest.mark.parametrize(
    ("number", "act", "rule", "place"),
    [
        (1, lambda one: Sealed(replace(one.record, total=D("1.00")), one.hash), "KVIT-VF-HASH", "chain/2"),
        (0, lambda one: None, "KVIT-VF-FIRST", "chain/1"),
        (1, lambda one: None, "KVIT-VF-LINK", "chain/2"),
    ],
)
def test_what_was_altered_or_taken_out_is_found(number, act, rule, place):
    held = a_chain(an_issue("F-1"), an_issue("F-2"), an_issue("F-3"))
    changed = act(held[number])
    held[number : number + 1] = [changed] if changed else []
    assert (rule, place) in [(one.rule, one.place) for one in chain.verify(held)]


def test_a_record_that_was_altered_and_sealed_anew_tears_the_chain():
    held = a_chain(an_issue("F-1"), an_issue("F-2"))
    altered = replace(held[0].record, total=D("1.00"))
    held[0] = Sealed(altered, hash_of(altered))
    assert [(one.rule, one.place) for one in chain.verify(held)] == [("KVIT-VF-LINK", "chain/2")]


def test_a_clock_may_be_off_by_a_minute():
    for seconds, rules in ((60, []), (61, ["KVIT-VF-TIME"])):
        held = a_chain(an_issue("F-1"), an_issue("F-2", at=NOON - timedelta(seconds=seconds)))
        assert [one.rule for one in chain.verify(held)] == rules


def test_two_issuers_do_not_share_a_chain():
    other = an_issue(document=Document(nif="B77436020", number="F-2", issued_on=date(2027, 1, 4)))
    assert [one.rule for one in chain.verify(a_chain(an_issue("F-1"), other))] == ["KVIT-VF-ISSUER"]


def test_a_chain_with_a_refusal_in_the_middle_holds_and_is_repaired_at_its_end():
    """docs/rules/verifactu.md: the second of three is refused, the fourth repairs it; nothing is taken out."""
    held = a_chain(an_issue("F-1"), an_issue("F-2"), an_issue("F-3"))
    states = {held[0].hash: chain.ACCEPTED, held[1].hash: chain.REFUSED, held[2].hash: chain.ACCEPTED}
    assert chain.verify(held) == []
    refused = chain.unrepaired(held, states)
    assert [one.document.number for one in refused] == ["F-2"]

    is_known = chain.known(held, states, refused[0].document)
    again = chain.repair(refused[0], refused=True, known=is_known, at=NOON + timedelta(minutes=5))
    assert (again.amends, again.refused) == (True, "X")
    held.append(sealed(replace(again, description="Consultoría en enero"), after=held[-1]))
    assert chain.unrepaired(held, states) == refused, "it is still on its way"
    states[held[3].hash] = chain.WITH_ERRORS
    assert chain.unrepaired(held, states) == []
    assert chain.verify(held) == []
    assert held[3].record.previous.document.number == "F-3"


@pytest.mark.parametrize(
    ("refused", "known", "word"), [(False, True, ""), (True, True, "S"), (True, False, "X"), (False, False, "")]
)
def test_a_repair_says_what_the_aeat_has_already(refused, known, word):
    again = chain.repair(an_issue(), refused=refused, known=known, at=NOON)
    assert (again.amends, again.refused, again.previous) == (True, word, None)


def test_a_cancellation_that_was_refused_says_so():
    asked = Cancellation(document=an_issue().document, generated_at=NOON)
    assert chain.repair(asked, refused=True, known=True, at=NOON).refused is True


# -- records from invoices


def record_of(document, **options):
    return from_invoice.issue(document, **{"kind": "F1", "description": "Consultoría", "at": NOON} | options)


def test_the_retention_is_no_part_of_the_record():
    record = record_of(a_document())
    assert (record.total_tax, record.total) == (D("210.00"), D("1210.00"))
    assert record.details == (Detail(base=D("1000.00"), treatment="S1", rate=D("21"), amount=D("210.00")),)
    assert (record.document.nif, record.recipients[0].nif) == ("12345678Z", "B23103039")


def test_the_surcharge_is_told_apart_and_counts_in_the_tax():
    row = VatBreakdown(taxable=D("1000.00"), tax=D("262.00"), category="S", rate=D("26.2"))
    told = from_invoice.detail(row)
    assert (told.regime, told.rate, told.amount) == ("18", D("21"), D("210.00"))
    assert (told.surcharge_rate, told.surcharge) == (D("5.2"), D("52.00"))


@pytest.mark.parametrize(
    ("category", "rate", "reason", "expected"),
    [
        ("S", "21", None, ("01", "01", "S1", "")),
        ("Z", "0", None, ("01", "01", "S1", "")),
        ("L", "7", None, ("03", "01", "S1", "")),
        ("M", "4", None, ("02", "01", "S1", "")),
        ("AE", "0", "inversión del sujeto pasivo, art. 84.Uno.2.º Ley 37/1992", ("01", "01", "S2", "")),
        ("AE", "0", "inversión del sujeto pasivo, art. 69.Uno.1.º Ley 37/1992", ("01", "01", "N2", "")),
        ("O", None, "Operación no sujeta por reglas de localización, art. 69 Ley 37/1992", ("01", "01", "N2", "")),
        ("O", None, "art. 7.1.º Ley 37/1992", ("01", "01", "N1", "")),
        ("E", "0", "Operación exenta, art. 20 Ley 37/1992", ("01", "01", "", "E1")),
        ("E", "0", "art. 22.Uno Ley 37/1992", ("01", "01", "", "E3")),
        ("E", "0", "art. 24 Ley 37/1992", ("01", "01", "", "E4")),
        ("E", "0", "Directiva 2006/112/CE", ("01", "01", "", "E6")),
        ("G", "0", "Exportación exenta, art. 21 Ley 37/1992", ("01", "02", "", "E2")),
        ("K", "0", "Entrega intracomunitaria exenta, art. 25 Ley 37/1992", ("01", "01", "", "E5")),
    ],
)
def test_each_kind_of_vat_has_its_words(category, rate, reason, expected):
    row = VatBreakdown(
        taxable=D("100.00"),
        tax=D("100.00") * D(rate or "0") / 100,
        category=category,
        rate=None if rate is None else D(rate),
        exemption_reason=reason,
    )
    told = from_invoice.detail(row)
    assert (told.tax, told.regime, told.treatment, told.exemption) == expected
    assert check.check(an_issue(details=(told,), total_tax=row.tax, total=row.tax + 100)) == []


def test_a_credit_note_is_a_record_with_a_minus():
    record = record_of(a_document(type_code="381"), kind="R1", method="I")
    assert (record.total, record.details[0].base) == (D("-1210.00"), D("-1000.00"))
    assert record.recipients and record.method == "I"


@pytest.mark.parametrize(
    ("changes", "person"),
    [
        ({"vat_id": "FR40303265045"}, ("", "FR40303265045", "02", "")),
        ({"vat_id": None, "legal_registration": Identifier("GB1"), "country": "GB"}, ("", "GB1", "04", "GB")),
        ({"vat_id": "ESB77436020"}, ("B77436020", "", "", "")),
    ],
)
def test_a_recipient_abroad_has_another_number(changes, person):
    country = changes.pop("country", "ES")
    buyer = replace(BUYER, address=replace(MADRID, country=country), **changes)
    told = from_invoice.person(buyer)
    assert (told.nif, told.other_id, told.other_type, told.country) == person


def test_a_draft_has_no_record():
    with pytest.raises(Refused) as refused:
        record_of(a_document(number=None))
    assert refused.value.code == "verifactu.incomplete"


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"document": Document(nif="B23103039", number='F"1', issued_on=date(2027, 1, 4))}, "KVIT-VF-NUMBER"),
        ({"document": Document(nif="B23103039", number="F-ñ", issued_on=date(2027, 1, 4))}, "KVIT-VF-NUMBER"),
        ({"document": Document(nif="B23103039", number="F-1", issued_on=date(2024, 10, 27))}, "KVIT-VF-DAY"),
        ({"document": Document(nif="B23103038", number="F-1", issued_on=date(2027, 1, 4))}, "KVIT-VF-NIF"),
        ({"description": " "}, "KVIT-VF-DESCRIPTION"),
        ({"kind": "F9"}, "KVIT-VF-KIND"),
        ({"kind": "R1"}, "KVIT-VF-METHOD"),
        ({"method": "I"}, "KVIT-VF-METHOD"),
        ({"kind": "R1", "method": "S"}, "KVIT-VF-RECTIFIED"),
        ({"replaces": (an_issue().document,)}, "KVIT-VF-REPLACES"),
        ({"recipients": ()}, "KVIT-VF-RECIPIENT"),
        ({"kind": "F2"}, "KVIT-VF-RECIPIENT"),
        ({"refused": "X"}, "KVIT-VF-AMENDS"),
        ({"details": ()}, "KVIT-VF-BREAKDOWN"),
        ({"details": an_issue().details * 13}, "KVIT-VF-BREAKDOWN"),
        ({"details": (Detail(base=D("100.00")),)}, "KVIT-VF-TREATMENT"),
        ({"details": (Detail(base=D("100.00"), treatment="S1"),)}, "KVIT-VF-RATE"),
        ({"details": (Detail(base=D("100.00"), treatment="S1", rate=D(21), amount=D("31.01")),)}, "KVIT-VF-TAX"),
        ({"details": (Detail(base=D("100.00"), exemption="E1", amount=D("1.00")),)}, "KVIT-VF-UNTAXED"),
        (
            {"details": (Detail(base=D(100), treatment="S1", rate=D(21), amount=D(21), surcharge=D("5.2")),)},
            "KVIT-VF-SURCHARGE",
        ),
        ({"total": D("131.01")}, "KVIT-VF-TOTAL"),
    ],
)
def test_what_the_aeat_would_refuse_is_said_before(changes, rule):
    assert rule in [one.rule for one in check.check(an_issue(**changes))]


def test_a_sound_record_has_no_finding():
    assert check.check(an_issue()) == []
    corrective = an_issue(kind="R4", method="S", rectified=Rectified(base=D("1.00"), tax=D("0.21")))
    assert check.check(corrective) == []


# -- messages, paper, events


def test_messages_hold_a_thousand_records_in_the_order_of_the_chain():
    held = a_chain(*(an_issue(f"F-{n}") for n in range(2345)))
    parts = sending.batches(held)
    assert [len(part) for part in parts] == [1000, 1000, 345]
    assert [one for part in parts for one in part] == held
    with pytest.raises(Refused) as refused:
        write.write(held[:1001], issuer=OURS, system=SYSTEM)
    assert refused.value.code == "verifactu.too_many"


@pytest.mark.parametrize(
    ("last", "waiting", "expected"),
    [
        (None, 1, NOON),
        (NOON - timedelta(seconds=20), 1, NOON + timedelta(seconds=40)),
        (NOON - timedelta(seconds=20), 999, NOON + timedelta(seconds=40)),
        (NOON - timedelta(seconds=20), 1000, NOON),
        (NOON - timedelta(hours=2), 1, NOON),
        (NOON, 0, None),
    ],
)
def test_the_next_message_waits_for_the_seconds_or_a_thousand_records(last, waiting, expected):
    assert sending.next_at(last, wait_seconds=60, waiting=waiting, now=NOON) == expected


def test_the_address_of_the_qr_code_escapes_what_a_number_may_hold():
    document = Document(nif="89890001K", number="12345678&G33", issued_on=date(2024, 9, 1))
    assert printed.qr_address(document, total=D("241.4"), test=True) == (
        "https://prewww2.aeat.es/wlpl/TIKE-CONT/ValidarQR"
        "?nif=89890001K&numserie=12345678%26G33&fecha=01-09-2024&importe=241.40"
    )
    assert printed.qr_address(document, total=D("1")).startswith("https://www2.agenciatributaria.gob.es/wlpl/")


def test_events_are_chained_by_the_nine_pairs_of_the_aeat():
    first, sealed_first = events.sealed(events.Event(kind="started", at=NOON), after=None, system=SYSTEM, issuer=OURS)
    pairs = (
        "NIF=B23103039&ID=&IdSistemaInformatico=KV&Version=0.1.0&NumeroInstalacion=1&NIF=B23103039&TipoEvento=01"
        "&HuellaEvento=&FechaHoraHusoGenEvento=2027-01-04T12:00:00+01:00"
    )
    from hashlib import sha256

    assert sealed_first == sha256(pairs.encode()).hexdigest().upper()
    second, _ = events.sealed(
        events.Event(kind="stopped", at=NOON), after=(first, sealed_first), system=SYSTEM, issuer=OURS
    )
    assert second.previous.hash == sealed_first


def test_the_declaration_answers_the_twelve_points():
    told = declaration.points(
        declaration.Declaration(
            system=SYSTEM,
            components="Programa web",
            signatures="No firma: remite todos los registros",
            address="Gran Vía 1, 28013 Madrid",
            place="Madrid, España",
            declared_on=date(2026, 12, 1),
        )
    )
    assert [point[:2] for point, _ in told] == [f"{letter})" for letter in "abcdefghijkl"]
    assert dict(told)["l) Fecha y lugar"] == "1 de diciembre de 2026, Madrid, España"
    assert "RD" not in dict(told)["k) Manifestación de cumplimiento"]


def test_a_simplified_invoice_has_no_recipient_and_a_summary_line_counts():
    record = record_of(a_document(lines=(a_line("1000.00", "21"),)), kind="F2")
    assert record.recipients == () and check.check(record) == []
