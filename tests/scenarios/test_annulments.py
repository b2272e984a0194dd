"""A Spanish invoice issued by mistake is annulled: it stays, counts no more, and the AEAT hears of it in order."""

from base64 import b64encode
from datetime import date, timedelta
from decimal import Decimal

import pytest

from kvit.adapters.signers.xades.tests.certificates import TODAY, a_certificate
from kvit.archive import documents
from kvit.companies import autopilot
from kvit.companies.models import Company
from kvit.core.einvoice.verifactu.records import Cancellation
from kvit.core.errors import Refused
from kvit.events import work
from kvit.events.models import Event
from kvit.ledger.models import EntryLine
from kvit.networks import chain, connections
from kvit.payments import incoming
from kvit.reactions import REACTIONS
from kvit.receivables import annulments, credit_notes, printing, sending, standings, transmitting
from kvit.receivables.models import Annulment, Invoice
from kvit.reports import vat
from kvit.tasks.models import Task
from tests.builders import DAY, a_company, a_line, an_invoice, breaches, somebody, the_owner
from tests.scenarios.spanish import a_chained_company, an_aeat, days_go_on, live, records

pytestmark = pytest.mark.django_db(transaction=True)
WHY = "Emitida por error: la venta no existió"


@pytest.fixture(scope="module")
def certificate():
    return b64encode(a_certificate().content).decode()


@pytest.fixture
def aeat():
    with an_aeat(lambda: TODAY) as simulator:
        yield simulator


@pytest.fixture
def company(aeat, certificate):
    return a_chained_company(certificate)


def annul(invoice, *, by=None, on=DAY, text=WHY):
    return annulments.annul(invoice.company, invoice, text=text, by=by or the_owner(invoice.company), on=on)


def refusal(act):
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.code


def test_an_annulled_invoice_stays_counts_no_more_and_the_aeat_is_told(company, aeat):
    first, mistaken = an_invoice(company), an_invoice(company, a_line("50.00"))
    days_go_on(company)
    frozen = documents.content(company, "invoice", document_id=mistaken.pk, form="ubl")
    annul(mistaken)
    days_go_on(company)
    after = an_invoice(company, a_line("70.00"))
    days_go_on(company)

    rows = records(company)
    assert [(row.number, row.kind) for row in rows] == [
        (first.number, "issue"), (mistaken.number, "issue"), (mistaken.number, "cancellation"), (after.number, "issue"),
    ]  # fmt: skip
    sealed = chain.sealed_of(rows[2]).record
    assert isinstance(sealed, Cancellation)
    assert (sealed.previous.hash, sealed.unknown, sealed.refused) == (rows[1].hash, False, False)
    assert rows[3].previous_hash == rows[2].hash
    assert live(mistaken, kind="annulment").status == "accepted"
    assert [held.state for held in aeat.kept.values()] == ["Correcto", "Anulado", "Correcto"]

    mistaken.refresh_from_db()
    assert (mistaken.status, after.number) == ("issued", "F-2026-00003"), "its number is not used again"
    assert documents.content(company, "invoice", document_id=mistaken.pk, form="ubl") == frozen
    standing = standings.of(company, [mistaken], on=DAY + timedelta(days=365))[mistaken.pk]
    assert (standing.settlement, standing.balance, standing.overdue) == ("annulled", Decimal(0), False)
    assert breaches() == []


def test_its_entry_is_reversed_and_the_vat_journal_closes_with_the_ledger(company):
    mistaken = an_invoice(company, a_line("50.00"))
    annul(mistaken, on=date(2026, 4, 1))
    lines = EntryLine.objects.filter(company=company)
    assert {line.account.code: Decimal(0) for line in lines} == {
        code: sum(line.base_amount for line in lines if line.account.code == code)
        for code in {line.account.code for line in lines}
    }
    march = vat.sales_journal(company, since=date(2026, 3, 1), until=date(2026, 3, 31))
    april = vat.sales_journal(company, since=date(2026, 4, 1), until=date(2026, 4, 30))
    assert [(one.kind, one.base, one.vat) for one in march] == [("invoice", Decimal("50.00"), Decimal("10.50"))]
    assert [(one.kind, one.base, one.vat) for one in april] == [("annulment", Decimal("-50.00"), Decimal("-10.50"))]
    assert breaches() == []


def test_vat_that_waits_for_the_payment_is_gone_as_well(company):
    Company.objects.filter(pk=company.pk).update(vat_on_payment=True)
    company.refresh_from_db()
    mistaken = an_invoice(company)
    assert mistaken.vat_on_payment
    annul(mistaken)
    by_account = {}
    for line in EntryLine.objects.filter(company=company).select_related("account"):
        by_account[line.account.role] = by_account.get(line.account.role, 0) + line.base_amount
    assert set(by_account.values()) == {Decimal(0)}
    assert breaches() == []


def test_what_was_paid_or_corrected_had_a_sale_behind_it(company):
    by = the_owner(company)
    paid, credited, drafted = an_invoice(company), an_invoice(company), an_invoice(company)
    part = {"amount": "10.00", "currency": "EUR", "paid_on": str(DAY), "invoice": paid.number}
    incoming.record_all(company, [part], by=by, on=DAY)
    credit_notes.issue(company, credited, reason="price", quantities={1: Decimal("0.5")}, by=by, on=DAY)
    credit_notes.draft(company, drafted, reason="price", by=by, on=DAY)
    assert refusal(lambda: annul(paid)) == "annulment.paid"
    assert refusal(lambda: annul(credited)) == "annulment.corrected"
    assert refusal(lambda: annul(drafted)) == "annulment.corrected"
    assert not Annulment.objects.exists()
    assert "cancellation" not in [row.kind for row in records(company)]


def test_it_is_done_once_with_a_reason_by_who_may(company):
    invoice = an_invoice(company)
    assert refusal(lambda: annul(invoice, text=" ")) == "reason.missing"
    assert refusal(lambda: annul(invoice, by=somebody(company, "viewer"))) == "permission.denied"
    annul(invoice)
    assert refusal(lambda: annul(invoice)) == "annulment.done"
    by = the_owner(company)
    assert refusal(lambda: credit_notes.issue(company, invoice, reason="whole", by=by, on=DAY)) == "credit.annulled"
    assert refusal(lambda: sending.send(company, invoice, by=by, on=DAY)) == "message.annulled"
    event = Event.objects.get(name="invoice.annulled")
    assert (event.subject_id, event.reason) == (invoice.pk, WHY)
    assert len(records(company)) == 2


def test_where_the_law_wants_a_document_or_there_is_no_record_it_is_refused(aeat):
    romanian, before_the_day = an_invoice(a_company("RO")), an_invoice(a_company("ES"))
    assert refusal(lambda: annul(romanian)) == "annulment.other_act"
    assert refusal(lambda: annul(before_the_day)) == "annulment.not_chained"
    assert not annulments.may_be(romanian.company, romanian)
    assert not annulments.may_be(before_the_day.company, before_the_day)


def test_a_credit_note_is_no_way_for_what_was_issued_by_mistake(company):
    invoice = an_invoice(company)
    by = the_owner(company)
    assert refusal(lambda: credit_notes.issue(company, invoice, reason="mistake", by=by, on=DAY)) == "credit.other_act"


def test_what_the_aeat_refused_is_annulled_without_a_record_before_and_needs_no_repair(company, aeat):
    """SinRegistroPrevio: the AEAT has nothing to cancel, and the chain holds with a refusal and an annulment inside."""
    aeat.judges = lambda one: (
        ("Incorrecto", "1104", "NIF") if one.record.document.number == mistaken.number and is_issue(one)
        else ("Correcto", "", "")
    )  # fmt: skip
    mistaken, after = an_invoice(company), an_invoice(company)
    days_go_on(company)
    assert live(mistaken).status == "rejected"
    annul(mistaken)
    days_go_on(company)
    [_, _, cancelled] = [chain.sealed_of(row).record for row in records(company)]
    assert (cancelled.unknown, cancelled.refused) == (True, False)
    assert (live(mistaken, kind="annulment").status, live(after).status) == ("accepted", "accepted")
    assert not Task.objects.filter(status="open", subject_kind="submission").exists()
    assert breaches() == []


def is_issue(sealed):
    return not isinstance(sealed.record, Cancellation)


def test_a_refused_annulment_is_put_right_by_one_act_and_the_chain_holds(company, aeat):
    told = {"state": "Incorrecto"}
    aeat.judges = lambda one: ("Correcto", "", "") if is_issue(one) else (told["state"], "1100", "Valor incorrecto")
    mistaken = an_invoice(company)
    days_go_on(company)
    annul(mistaken)
    days_go_on(company)
    assert live(mistaken, kind="annulment").status == "rejected"
    an_invoice(company)
    told["state"] = "Correcto"
    transmitting.repeat(company, mistaken, network="verifactu", by=the_owner(company), on=DAY)
    days_go_on(company)
    found = live(mistaken, kind="annulment")
    assert (found.status, found.attempt) == ("accepted", 2)
    rows = records(company)
    again = chain.sealed_of(rows[-1]).record
    assert (again.refused, again.unknown, again.previous.hash) == (True, False, rows[-2].hash)
    assert [row.kind for row in rows] == ["issue", "cancellation", "issue", "cancellation"]
    assert breaches() == []


def test_an_annulment_of_unknown_fate_is_asked_about_and_not_sent_again(company, aeat):
    mistaken = an_invoice(company)
    days_go_on(company)
    annul(mistaken)
    aeat.served.weather.lost = 1
    days_go_on(company)
    days_go_on(company)
    assert (live(mistaken, kind="annulment").status, len(aeat.messages)) == ("accepted", 2)


def test_an_invoice_and_its_annulment_lost_in_one_message_are_both_found(company, aeat):
    """The AEAT shows the invoice once, annulled, under the hash of what annulled it."""
    mistaken = an_invoice(company)
    annul(mistaken)
    aeat.served.weather.lost = 1
    work.run_all(REACTIONS)
    assert [len(message) for message in aeat.messages] == [2]
    assert (live(mistaken).status, live(mistaken, kind="annulment").status) == ("unknown", "unknown")
    days_go_on(company)
    days_go_on(company)
    assert (live(mistaken).status, live(mistaken, kind="annulment").status) == ("accepted", "accepted")
    assert len(aeat.messages) == 1
    assert not Task.objects.filter(status="open", subject_kind="submission").exists()


def test_what_was_never_sent_leaves_before_the_record_that_annuls_it(company, aeat):
    """Issued while nothing was sent by itself: the AEAT has nothing to cancel before it has the invoice."""
    autopilot.change(company, "report", level="off", by=the_owner(company), on=DAY)
    mistaken = an_invoice(company)
    days_go_on(company)
    autopilot.change(company, "report", level="auto", by=the_owner(company), on=DAY)
    annul(mistaken)
    days_go_on(company)
    assert [is_issue(one) for message in aeat.messages for one in message] == [True, False]
    assert (live(mistaken).status, live(mistaken, kind="annulment").status) == ("accepted", "accepted")


def test_an_annulled_invoice_that_was_taken_with_errors_wants_no_repair(company, aeat):
    """Both went in one message, and the AEAT wants something put right in what counts no more."""
    aeat.judges = lambda one: ("AceptadoConErrores", "2004", "El total") if is_issue(one) else ("Correcto", "", "")
    mistaken = an_invoice(company)
    annul(mistaken)
    days_go_on(company)
    assert live(mistaken, kind="annulment").status == "accepted"
    assert not Task.objects.filter(status="open", subject_kind="submission").exists()


def test_a_document_of_the_other_side_shows_no_way_to_annul_it(company):
    invoice = an_invoice(company)
    assert annulments.may_be(company, invoice)
    by = the_owner(company)
    connections.set_up(company, "verifactu", mode="production", secrets={"certificate": "x"}, by=by, on=DAY)
    connections.turn_on(company, "verifactu", mode="production", by=by, on=DAY)
    assert not annulments.may_be(company, invoice)
    assert refusal(lambda: annul(invoice)) == "annulment.not_chained"


def test_by_hand_its_own_record_leaves_before_the_one_that_annuls_it(company, aeat):
    autopilot.change(company, "report", level="off", by=the_owner(company), on=DAY)
    mistaken = an_invoice(company)
    annul(mistaken)
    days_go_on(company)
    assert aeat.messages == []
    for _ in range(2):
        transmitting.submit(company, mistaken, network="verifactu", by=the_owner(company), on=DAY)
        days_go_on(company)
    assert [is_issue(one) for message in aeat.messages for one in message] == [True, False]
    assert live(mistaken, kind="annulment").status == "accepted"


def test_the_paper_says_that_it_was_annulled(company):
    invoice = an_invoice(company, on=DAY)
    before = printing.page_of(company, printing.papers.load(company, [invoice])[0])
    annul(invoice)
    page = printing.page_of(company, printing.papers.load(company, [invoice])[0])
    assert (before["watermark"], page["watermark"]) == (None, "ANULADA")
    assert "se expidió por error" in page["subtitle"]
    assert page["top_code"] == before["top_code"], "the code still leads to what the AEAT has"
    assert printing.pdf(company, invoice).startswith(b"%PDF")
    assert Invoice.objects.get(pk=invoice.pk).status == "issued"
