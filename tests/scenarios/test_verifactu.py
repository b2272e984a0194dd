"""A Spanish invoice through VERI*FACTU: chained as it is issued, sent by itself, refused, put right, taken."""

from base64 import b64encode
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.db.utils import DatabaseError
from django.utils import timezone

from kvit.adapters.signers.xades.tests.certificates import TODAY, a_certificate
from kvit.companies import autopilot
from kvit.core.errors import Refused
from kvit.events import work
from kvit.networks import chain, clocks, connections, queries
from kvit.networks.models import ChainRecord, Submission
from kvit.reactions import REACTIONS
from kvit.receivables import annulments, credit_notes, invoices, printing, transmitting
from kvit.tasks.models import Task
from tests.builders import DAY, a_company, a_customer, a_draft, a_line, an_invoice, breaches, the_owner
from tests.scenarios.spanish import a_chained_company, an_aeat, days_go_on, live, records

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def certificate():
    return b64encode(a_certificate().content).decode()


@pytest.fixture
def clock():
    return [TODAY]


@pytest.fixture
def aeat(clock):
    with an_aeat(lambda: clock[0]) as simulator:
        yield simulator


@pytest.fixture
def company(aeat, certificate):
    return a_chained_company(certificate)


def test_what_is_issued_is_chained_and_reaches_the_aeat_by_itself(company, aeat):
    first, second = an_invoice(company), an_invoice(company, a_line("50.00"))
    days_go_on(company)
    one, two = records(company)
    assert (one.number, two.number, two.previous_hash) == (first.number, second.number, one.hash)
    assert (one.previous_hash, one.total, one.generated_at.utcoffset()) == ("", Decimal("121.00"), timedelta(0))
    assert {live(first).status, live(second).status} == {"accepted"}
    assert live(first).official.startswith("A-")
    assert [held.sealed.hash for held in aeat.kept.values()] == [one.hash, two.hash]
    assert breaches() == []


def test_the_record_says_its_moment_with_the_offset_of_the_company(company):
    an_invoice(company)
    [row] = records(company)
    said = chain.sealed_of(row).record.generated_at
    assert (said, said.utcoffset()) == (row.generated_at, timezone.localtime(said, said.tzinfo).utcoffset())
    assert said.utcoffset() in (timedelta(hours=1), timedelta(hours=2))
    assert said.microsecond == 0


def test_a_credit_note_is_a_rectificativa_by_difference_with_a_minus(company, aeat):
    invoice = an_invoice(company)
    note = credit_notes.issue(company, invoice, reason="price", by=the_owner(company), on=DAY)
    row = records(company)[-1]
    record = chain.sealed_of(row).record
    assert (record.document.number, record.kind, record.total, record.total_tax) == (
        note.number, "R1", Decimal("-121.00"), Decimal("-21.00"),
    )  # fmt: skip
    assert f"<sf:NumSerieFactura>{invoice.number}</sf:NumSerieFactura>" in row.content
    days_go_on(company)
    assert live(note).status == "accepted"


def test_pain_11_a_refused_record_is_put_right_with_one_act_and_the_chain_holds(company, aeat):
    """Pain 11: chain, code and rectificativas are the program's; a refusal is repaired, and nothing is deleted."""
    told = {"state": "Incorrecto"}
    aeat.judges = lambda one: (
        (told["state"], "1104", "El NIF del destinatario no esta identificado")
        if one.record.document.number == second.number and "<sf:IDType>07" not in content_of(one)
        else ("Correcto", "", "")
    )
    first, second, third = (an_invoice(company, a_line(net)) for net in ("10.00", "20.00", "30.00"))
    days_go_on(company)
    assert [live(one).status for one in (first, second, third)] == ["accepted", "rejected", "accepted"]
    assert live(second).findings[0]["facts"]["code"] == "1104"
    assert [task.kind for task in Task.objects.filter(status="open", subject_kind="submission")] == [
        "submission.rejected"
    ]
    by = the_owner(company)
    transmitting.repeat(company, second, network="verifactu", amended={"recipient_type": "07"}, by=by, on=DAY)
    days_go_on(company)
    assert (live(second).status, live(second).attempt) == ("accepted", 2)
    rows = records(company)
    assert [(row.number, row.attempt) for row in rows] == [
        (first.number, 1), (second.number, 1), (third.number, 1), (second.number, 2),
    ]  # fmt: skip
    mended = chain.sealed_of(rows[3]).record
    assert (mended.amends, mended.refused, mended.previous.hash) == (True, "X", rows[2].hash)
    assert not Task.objects.filter(status="open", subject_kind="submission").exists()
    assert breaches() == []
    with pytest.raises(Refused, match=r"submission\.cannot_repeat"):
        transmitting.repeat(company, second, network="verifactu", by=by, on=DAY)


def content_of(sealed):
    return ChainRecord.objects.get(hash=sealed.hash).content


def test_who_or_how_much_is_never_changed_by_a_repair(company, aeat):
    aeat.judges = lambda one: ("Incorrecto", "1104", "NIF")
    invoice = an_invoice(company)
    days_go_on(company)
    with pytest.raises(Refused, match=r"network\.not_amendable"):
        transmitting.repeat(
            company, invoice, network="verifactu", amended={"name": "Otra SL"}, by=the_owner(company), on=DAY
        )
    assert (live(invoice).status, len(records(company))) == ("rejected", 1)


def test_pain_11_what_the_aeat_would_refuse_is_found_before_it_has_a_number(company):
    draft = a_draft(company, customer=a_customer(company, vat_id="", tax_id=""))
    found = invoices.findings(company, draft, on=DAY)
    assert ("KVIT-VF-NIF", "recipients/1/nif") in [(one.rule, one.place) for one in found if one.severity == "error"]


def test_a_click_twice_sends_once(company, aeat):
    autopilot.change(company, "report", level="suggest", by=the_owner(company), on=DAY)
    invoice = an_invoice(company)
    days_go_on(company)
    for _ in range(2):
        transmitting.submit(company, invoice, network="verifactu", by=the_owner(company), on=DAY)
    days_go_on(company)
    assert [len(message) for message in aeat.messages] == [1]
    assert live(invoice).status == "accepted"


def test_a_record_of_unknown_fate_is_asked_about_and_not_sent_again(company, aeat):
    aeat.served.weather.lost = 1
    invoice = an_invoice(company)
    work.run_all(REACTIONS)
    assert live(invoice).status == "unknown"
    days_go_on(company)
    assert (live(invoice).status, len(aeat.messages)) == ("accepted", 1)


def test_the_aeat_is_left_alone_as_long_as_it_asks_for(company, aeat):
    first = an_invoice(company)
    work.run_all(REACTIONS)
    second = an_invoice(company)
    work.run_all(REACTIONS)
    assert (live(first).status, live(second).status, len(aeat.messages)) == ("accepted", "validated", 1)
    clocks.run(company, at=timezone.now(), on=DAY)
    assert len(aeat.messages) == 1
    days_go_on(company)
    assert (live(second).status, len(aeat.messages)) == ("accepted", 2)


def test_an_expired_certificate_stands_with_the_connection_and_nothing_is_lost(company, aeat, clock):
    clock[0] = TODAY + timedelta(days=400)
    invoice = an_invoice(company)
    days_go_on(company)
    way = connections.in_use(company, "verifactu")
    assert (way.trouble, way.trouble_facts["until"][:10]) == ("signature.expired", "2026-12-27")
    assert (live(invoice).status, aeat.messages) == ("validated", [])
    clock[0] = TODAY
    days_go_on(company)
    assert live(invoice).status == "accepted"


def test_a_clock_behind_by_days_signs_nothing_says_why_and_loses_nothing(company, aeat, clock):
    clock[0] = TODAY - timedelta(days=2)
    invoice = an_invoice(company)
    days_go_on(company)
    assert connections.in_use(company, "verifactu").trouble == "signature.not_yet_valid"
    assert (live(invoice).status, aeat.messages) == ("validated", [])
    clock[0] = TODAY
    days_go_on(company)
    assert live(invoice).status == "accepted"


def test_a_clock_off_by_a_day_is_told_in_the_aeats_words_and_put_right_once_the_clock_is(company, aeat):
    """Its error 2004: the moment of a record is that of the AEAT's own clock, within 240 seconds."""
    theirs = [timezone.now() + timedelta(days=1)]

    def judges(one):
        off = abs(theirs[0] - one.record.generated_at)
        told = "FechaHoraHusoGenRegistro debe ser la fecha actual del sistema de la AEAT"
        return flawed("2004", told) if off > timedelta(seconds=240) else ("Correcto", "", "")

    aeat.judges = judges
    invoice = an_invoice(company)
    days_go_on(company)
    [finding] = live(invoice).findings
    assert (live(invoice).status, live(invoice).with_errors, finding["facts"]["code"]) == ("accepted", True, "2004")
    theirs[0] = timezone.now()
    transmitting.repeat(company, invoice, network="verifactu", by=the_owner(company), on=DAY)
    days_go_on(company)
    assert (live(invoice).status, live(invoice).with_errors) == ("accepted", False)
    assert breaches() == []


def test_the_paper_carries_the_code_and_the_words(company):
    invoice = an_invoice(company)
    page = printing.page_of(company, printing.papers.load(company, [invoice])[0])
    assert (page["top_code"]["size"], page["top_code"]["title"]) == (30, "QR tributario:")
    assert page["top_code"]["phrase"] == "VERI*FACTU"
    document, total, test = printing.chained.printed_of(company, invoice)
    assert printing.verifactu.qr_address(document, total=total, test=test) == (
        f"https://prewww2.aeat.es/wlpl/TIKE-CONT/ValidarQR?nif=B58378431&numserie={invoice.number}"
        "&fecha=02-03-2026&importe=121.00"
    )


def test_a_company_is_chained_from_the_laws_day_and_not_before(aeat):
    company = a_company("ES")
    an_invoice(company)
    assert records(company) == []
    late = date(2027, 1, 4)
    an_invoice(company, on=late)
    assert len(records(company)) == 1
    person = a_company("ES", vat_id="ES12345678Z", name="Ana Pérez")
    assert not chain.is_kept(person, on=date(2027, 6, 30))
    assert chain.is_kept(person, on=date(2027, 7, 1))
    days_go_on(company)
    assert [row.status for row in Submission.objects.all()] == ["prepared"]


def test_what_was_sealed_is_never_changed_or_removed(company):
    an_invoice(company)
    for act in (lambda: ChainRecord.objects.update(hash="0" * 64), lambda: ChainRecord.objects.all().delete()):
        with pytest.raises(DatabaseError, match="a record of a chain is never changed"):
            act()


def test_the_check_finds_a_record_that_was_altered_behind_our_back(company):
    for net in ("10.00", "20.00", "30.00"):
        an_invoice(company, a_line(net))
    middle = records(company)[1]
    with connection.cursor() as cursor:
        for name in without_guard(cursor):
            cursor.execute(name)
        altered = middle.content.replace("<sf:ImporteTotal>24.20", "<sf:ImporteTotal>20.24")
        assert altered != middle.content
        cursor.execute("UPDATE networks_chainrecord SET content = %s WHERE id = %s", [altered, middle.pk])
    assert any(f"{middle.public_id}: KVIT-VF-HASH" in one for one in breaches())


def without_guard(cursor):
    """How somebody with the database in hand would switch the guard off."""
    if connection.vendor == "sqlite":
        return ["DROP TRIGGER kvit_networks_chainrecord_no_update"]
    return ["ALTER TABLE networks_chainrecord DISABLE TRIGGER USER"]


def flawed(code="2000", words="El valor de la huella no es correcto"):
    return ("AceptadoConErrores", code, words)


def test_what_was_taken_with_errors_is_shown_and_put_right_by_one_act(company, aeat):
    """A Subsanacion without RechazoPrevio: the AEAT has the record. The chain goes on at its end."""
    aeat.judges = lambda one: (
        flawed("1239", "Descripcion") if one.record.document.number == first.number and not one.record.amends
        else ("Correcto", "", "")
    )  # fmt: skip
    first, second = an_invoice(company), an_invoice(company)
    days_go_on(company)
    taken = live(first)
    assert (taken.status, taken.with_errors, live(second).with_errors) == ("accepted", True, False)
    [finding] = taken.findings
    assert (finding["rule"], finding["facts"]["code"]) == ("verifactu.with_errors", "1239")
    assert [task.kind for task in Task.objects.filter(status="open", subject_kind="submission")] == [
        "submission.with_errors"
    ]
    assert [one.number for one in queries.in_view(company, "needs_you").rows] == [first.number]

    by = the_owner(company)
    transmitting.repeat(company, first, network="verifactu", amended={"description": "Consultoría"}, by=by, on=DAY)
    days_go_on(company)
    mended = chain.sealed_of(records(company)[-1]).record
    assert (mended.amends, mended.refused, mended.description) == (True, "", "Consultoría")
    assert mended.previous.hash == records(company)[1].hash
    assert (live(first).status, live(first).with_errors, live(first).attempt) == ("accepted", False, 2)
    assert not Task.objects.filter(status="open", subject_kind="submission").exists()
    assert queries.in_view(company, "needs_you").rows == []
    with pytest.raises(Refused, match=r"submission\.cannot_repeat"):
        transmitting.repeat(company, second, network="verifactu", by=by, on=DAY)
    assert breaches() == []


def test_a_refused_repair_of_what_the_aeat_has_says_so_and_keeps_what_was_put_right(company, aeat):
    """RechazoPrevio S, not X: the first record was taken (with errors), its repair was refused."""
    verdicts = [flawed(), ("Incorrecto", "1104", "NIF"), ("Correcto", "", "")]
    aeat.judges = lambda one: verdicts.pop(0)
    invoice = an_invoice(company)
    days_go_on(company)
    by = the_owner(company)
    for amended in ({"recipient_type": "07"}, {}):
        transmitting.repeat(company, invoice, network="verifactu", amended=amended, by=by, on=DAY)
        days_go_on(company)
    rows = records(company)
    assert [chain.sealed_of(row).record.refused for row in rows] == ["", "", "S"]
    assert ["<sf:IDType>07" in row.content for row in rows] == [False, True, True]
    assert (live(invoice).status, live(invoice).attempt) == ("accepted", 3)
    assert breaches() == []


def test_a_chain_with_errors_a_refusal_and_an_annulment_in_the_middle_holds(company, aeat):
    kinds = {}
    aeat.judges = lambda one: kinds.get(one.record.document.number, ("Correcto", "", ""))
    first, second, third = (an_invoice(company, a_line(net)) for net in ("10.00", "20.00", "30.00"))
    kinds |= {first.number: flawed(), second.number: ("Incorrecto", "1104", "NIF")}
    days_go_on(company)
    annulments.annul(company, third, text="Error", by=the_owner(company), on=DAY)
    kinds.clear()
    for invoice in (second, first):
        transmitting.repeat(company, invoice, network="verifactu", by=the_owner(company), on=DAY)
    an_invoice(company)
    days_go_on(company)
    assert [(row.number[-1], row.kind, row.attempt) for row in records(company)] == [
        ("1", "issue", 1), ("2", "issue", 1), ("3", "issue", 1), ("3", "cancellation", 1), ("2", "issue", 2),
        ("1", "issue", 2), ("4", "issue", 1),
    ]  # fmt: skip
    sent = [one.hash for message in aeat.messages for one in message]
    assert sent == [row.hash for row in records(company)], "in the order of the chain, each once"
    assert {one.status for one in Submission.objects.exclude(status="superseded")} == {"accepted"}
    assert breaches() == []
