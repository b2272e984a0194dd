"""How often people correct what the autopilot did; the worked example of docs/rules/autopilot.md."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from kvit.banking import automatic, reconciliation, statements
from kvit.banking.models import StatementLine
from kvit.companies import autopilot, changes
from kvit.companies.permissions import automation
from kvit.events import work
from kvit.messages import delivery, outbox
from kvit.messages.models import Message
from kvit.messages.tests.makers import a_fake_sender
from kvit.payments import incoming
from kvit.payments.models import Payment
from kvit.receivables import credit_notes, invoices, sending
from kvit.receivables.models import Annulment
from kvit.reports import automations
from kvit.reports.figures import Rate
from tests.builders import DAY, a_company, a_draft, a_line, an_invoice, somebody, the_owner

pytestmark = pytest.mark.django_db
NONE = Rate(0, 0, None)
REACTIONS = {
    "invoice.issued": [("send", sending.on_issued)],
    "message.queued": [("send", delivery.send)],
    "statement.imported": [("match", automatic.on_imported)],
}


@pytest.fixture
def company():
    return a_company(email="facturi@nord.example")


def share(company, name, *, on=DAY):
    return automations.corrections(company, on=on)[name]


def issued_by(company, name):
    return invoices.issue(company, a_draft(company), by=automation(name, company), on=DAY)


def test_every_automation_with_a_switch_has_its_share(company):
    assert automations.corrections(company, on=DAY) == dict.fromkeys(changes.levels(company), NONE)


def test_the_worked_example(company):
    of_the_shop = [issued_by(company, "issue") for _ in range(8)]
    of_ana = an_invoice(company)
    for wrong in (of_the_shop[2], of_ana):
        credit_notes.issue(company, wrong, reason="return", by=the_owner(company), on=date(2026, 3, 9))
    assert share(company, "issue", on=date(2026, 3, 31)) == Rate(1, 8, Decimal("12.5"))
    assert share(company, "issue", on=date(2026, 5, 30)) == Rate(1, 8, Decimal("12.5"))
    assert share(company, "issue", on=date(2026, 5, 31)) == NONE
    assert share(company, "issue", on=date(2026, 3, 1)) == NONE
    assert share(company, "recurring", on=date(2026, 3, 31)) == NONE


def test_a_note_that_is_still_a_draft_corrects_nothing_and_one_document_is_corrected_once(company):
    row = issued_by(company, "recurring")
    by = the_owner(company)
    note = credit_notes.draft(company, row, reason="return", by=by, on=DAY, quantities={1: Decimal("0.2")})
    assert share(company, "recurring") == Rate(0, 1, Decimal("0.0"))
    invoices.issue(company, note, by=by, on=DAY)
    credit_notes.issue(company, row, reason="return", by=by, on=DAY)
    assert share(company, "recurring") == Rate(1, 1, Decimal("100.0"))


def test_what_was_annulled_was_corrected(company):
    row = issued_by(company, "issue")
    Annulment.objects.create(
        company=company,
        invoice=row,
        number="P-1",
        annulled_on=DAY,
        reason="customer",
        law="чл. 116",
        drawn_up_by="Ana",
        at=timezone.now(),
    )
    assert share(company, "issue") == Rate(1, 1, Decimal("100.0"))


def test_mails_that_came_back_or_were_sent_again_were_corrected_and_copies_are_no_acts(company):
    by = the_owner(company)
    autopilot.change(company, "send", level="auto", by=by, on=DAY)
    rows = [an_invoice(company) for _ in range(4)]
    named = somebody(company, "clerk")
    party = rows[0].party
    party.responsible_id = named.id
    party.save()
    with a_fake_sender():
        work.run_all(REACTIONS)
        assert Message.objects.filter(kind="document_copy").count() == 4
        mails = [Message.objects.get(about_id=row.pk, kind="invoice_sent") for row in rows]
        for mail in (mails[0], mails[2]):
            outbox.bounce(company, mail, reason="550 no such user", by=by, on=DAY)
        sending.send(company, rows[0], to=["new@alfa.example"], by=by, on=DAY)
        sending.send(company, rows[1], to=["office2@alfa.example"], again=True, by=by, on=DAY)
        work.run_all(REACTIONS)
    assert share(company, "send") == Rate(3, 4, Decimal("75.0"))


def test_bank_lines_that_a_person_undid_in_either_way_were_corrected(company):
    by = the_owner(company)
    autopilot.change(company, "match", level="auto", by=by, on=DAY)
    rows = [an_invoice(company, a_line(price)) for price in ("100", "200", "300", "400")]
    lines = "".join(f"02.03.2026;{row.payable:.0f},00;RON;ALFA;;plata {row.number}\n" for row in rows)
    text = "Data;Suma;Moneda;Platitor;Cont partener;Detalii\n" + lines
    iban = company.bank_accounts.get().iban
    statements.load(company, text.encode(), name="extras.csv", account=iban, by=by, on=DAY)
    work.run_all(REACTIONS)
    assert share(company, "match") == Rate(0, 4, Decimal("0.0"))
    booked = list(StatementLine.objects.filter(status="reconciled").order_by("pk"))
    reconciliation.undo(company, booked[0], by=by, on=DAY)
    incoming.take_back(company, Payment.objects.get(matches__line=booked[1]), reason="wrong", by=by, on=DAY)
    assert share(company, "match") == Rate(2, 4, Decimal("50.0"))
    # booked anew by a person, who takes that back as well: no act of the autopilot's
    reconciliation.suggest(company, by=by, on=DAY)
    reconciliation.confirm_proposal(company, booked[0].proposals.first(), by=by, on=DAY)
    reconciliation.undo(company, booked[0], by=by, on=DAY)
    assert share(company, "match") == Rate(2, 4, Decimal("50.0"))


def test_a_company_is_told_of_its_own_acts_alone(company):
    other = a_company("PL")
    row = issued_by(other, "issue")
    credit_notes.issue(other, row, reason="return", by=the_owner(other), on=DAY)
    assert share(company, "issue") == NONE
    issued_by(company, "issue")
    assert share(company, "issue") == Rate(0, 1, Decimal("0.0"))
    assert share(other, "issue") == Rate(1, 1, Decimal("100.0"))


def test_it_costs_the_same_queries_however_much_was_done(company, django_assert_num_queries):
    for _ in range(3):
        row = issued_by(company, "issue")
        credit_notes.issue(company, row, reason="return", by=the_owner(company), on=DAY)
    with django_assert_num_queries(len(automations.ACTS)):
        automations.corrections(company, on=DAY)
