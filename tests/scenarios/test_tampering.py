"""Somebody goes round Kvit, straight into the database: what was issued or booked is refused by the database itself."""

import pytest
from django.db import DatabaseError, connection, transaction

from kvit.core import permissions
from kvit.events import seals
from kvit.ledger.models import Entry, EntryLine
from tests.builders import a_company, a_draft, a_line, an_invoice

pytestmark = pytest.mark.django_db

STATEMENTS = {
    "a line of a draft is moved onto it": (
        "UPDATE receivables_invoiceline SET invoice_id = {invoice}, position = 9 WHERE invoice_id = {draft}"
    ),
    "its line is moved onto a draft": (
        "UPDATE receivables_invoiceline SET invoice_id = {draft}, position = 9 WHERE invoice_id = {invoice}"
    ),
    "its VAT is moved onto a draft": (
        "UPDATE receivables_invoicevat SET invoice_id = {draft}, rate = 5 WHERE invoice_id = {invoice}"
    ),
    "it becomes a draft again": "UPDATE receivables_invoice SET status = 'draft', number = NULL WHERE id = {invoice}",
    "it is discarded": "UPDATE receivables_invoice SET status = 'discarded', number = NULL WHERE id = {invoice}",
    "its key is changed": "UPDATE receivables_invoice SET id = 99999 WHERE id = {invoice}",
    "its number goes to another": "UPDATE receivables_invoice SET number = 'X' WHERE id = {invoice}",
    "its entry is unposted": "UPDATE ledger_entry SET posted = {no} WHERE id = {entry}",
    "its entry gets another line": (
        "INSERT INTO ledger_entryline "
        "(company_id, entry_id, account_id, currency, amount, base_amount, vat_code, note) "
        "SELECT company_id, entry_id, account_id, currency, 0, 0, '', '' FROM ledger_entryline WHERE id = {line}"
    ),
    "a line of its entry moves to another": "UPDATE ledger_entryline SET entry_id = {other_entry} WHERE id = {line}",
    "what is owed of it shrinks": "UPDATE ledger_openitem SET amount = 1, balance = 1 WHERE line_id = {line}",
    "what is owed of it is due later": "UPDATE ledger_openitem SET due_on = '2036-01-01' WHERE line_id = {line}",
    "what is owed of it is gone": "DELETE FROM ledger_openitem WHERE line_id = {line}",
    "its file is another": "UPDATE archive_document SET file_id = file_id + 1",
    "its file is forgotten": "DELETE FROM archive_document",
    "its event is another's": "UPDATE events_event SET actor_name = 'nobody'",
    "its event is gone": "DELETE FROM events_event",
    "its seal is another": "UPDATE events_seal SET hash = 'x'",
    "its counter goes back": "UPDATE companies_counter SET last = 0",
    "its counter is gone": "DELETE FROM companies_counter",
    "its company is gone": "DELETE FROM companies_company",
}
ON_SQLITE = {
    "it is replaced": (
        "INSERT OR REPLACE INTO ledger_entryline (id, company_id, entry_id, account_id, currency, amount, base_amount, "
        "vat_code, note) SELECT id, company_id, entry_id, account_id, currency, 1, 1, '', '' FROM ledger_entryline "
        "WHERE id = {line}"
    ),
    "its event is replaced": "INSERT OR REPLACE INTO events_event SELECT * FROM events_event",
}
ON_POSTGRESQL = {
    "its table is emptied": "TRUNCATE receivables_invoice CASCADE",
    "all events are emptied": "TRUNCATE events_event CASCADE",
    "all entries are emptied": "TRUNCATE ledger_entryline CASCADE",
}


def statements():
    return STATEMENTS | (ON_SQLITE if connection.vendor == "sqlite" else ON_POSTGRESQL)


@pytest.fixture
def facts():
    """An issued invoice with its entry, and a draft and another entry beside it."""
    company = a_company()
    invoice, other, draft = an_invoice(company), an_invoice(company), a_draft(company, a_line("5.00"))
    seals.seal_all()
    entry = Entry.objects.get(document_kind="invoice", document_id=invoice.pk)
    return {
        "invoice": invoice.pk,
        "draft": draft.pk,
        "entry": entry.pk,
        "other_entry": Entry.objects.get(document_kind="invoice", document_id=other.pk).pk,
        "line": EntryLine.objects.get(entry=entry, open_item__isnull=False).pk,
        "no": "0" if connection.vendor == "sqlite" else "false",
    }


def test_pain_20_the_database_refuses_what_goes_round_kvit(facts):
    passed = []
    for what, statement in statements().items():
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement.format(**facts))
                passed.append(what)
                transaction.set_rollback(True)
        except DatabaseError as error:
            assert "syntax" not in str(error), f"{what}: {error}"
            assert "does not exist" not in str(error) and "no such" not in str(error), f"{what}: {error}"
    assert passed == []


def test_an_entry_that_does_not_balance_cannot_be_posted():
    company = a_company()
    invoice = an_invoice(company)
    entry = Entry.objects.get(document_kind="invoice", document_id=invoice.pk)
    lines = list(entry.lines.all())
    crooked = Entry.objects.create(
        company=company, kind="test", document_kind="test", document_id=1, posted_on=entry.posted_on, at=entry.at
    )
    for line in lines[:-1]:
        line.pk, line.entry = None, crooked
        line.save(force_insert=True)
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.filter(pk=crooked.pk).update(posted=True)


def test_no_role_can_be_given_what_the_house_does_not_know():
    guests = {permissions.SUPPLIER, permissions.CUSTOMER}
    assert set(permissions.ROLE_VERBS) == {*permissions.ROLES, permissions.AUTOMATION, *guests}
    assert all(verbs <= permissions.VERBS for verbs in permissions.ROLE_VERBS.values())
