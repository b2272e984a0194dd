"""A batch that breaks at the last moment told nobody that it was done, and every draft can be issued again."""

import pytest
from django.db import OperationalError

from kvit.core.errors import Refused
from kvit.receivables import credit_notes, invoices
from tests.builders import DAY, a_company, a_draft, an_invoice, the_owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return a_company()


def issue(company, rows):
    return invoices.issue_all(company, [row.public_id for row in rows], by=the_owner(company), on=DAY)


def break_recording(monkeypatch, error, *, at="invoice.issued"):
    """Recording that event fails, after numbers were drawn and entries posted."""
    record_all = invoices.events.record_all

    def broken(name, *words, **options):
        if name == at:
            raise error
        return record_all(name, *words, **options)

    monkeypatch.setattr(invoices.events, "record_all", broken)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OperationalError("database or disk is full"), "disk.full"),
        (OperationalError("database is locked"), "database.busy"),
        (OperationalError('could not extend file "base/1": No space left on device'), "disk.full"),
        (Refused("account.no_role", country="RO", role="vat_output"), "account.no_role"),
    ],
)
def test_a_batch_that_cannot_be_kept_is_refused_whole(company, monkeypatch, error, code):
    drafts = [a_draft(company) for _ in range(3)]
    with monkeypatch.context() as patched:
        break_recording(patched, error)
        outcome = issue(company, drafts)
    assert outcome.issued == []
    assert [(name, refused.code) for name, refused in outcome.refused] == [(row.public_id, code) for row in drafts]
    again = issue(company, drafts)
    assert [row.number[-1] for row in again.issued] == ["1", "2", "3"]


def test_what_breaks_for_a_bug_is_not_called_a_refusal(company, monkeypatch):
    draft = a_draft(company)
    break_recording(monkeypatch, OperationalError("no such column: x"))
    with pytest.raises(OperationalError):
        issue(company, [draft])


def test_when_the_second_kind_breaks_the_first_was_not_issued_either(company, monkeypatch):
    note = credit_notes.draft(company, an_invoice(company), reason="return", by=the_owner(company), on=DAY)
    draft = a_draft(company)
    break_recording(monkeypatch, Refused("account.no_role", country="RO", role="x"), at="credit_note.issued")
    outcome = issue(company, [draft, note])
    assert outcome.issued == []
    assert sorted(name for name, _ in outcome.refused) == sorted([draft.public_id, note.public_id])
    draft.refresh_from_db()
    assert (draft.status, draft.number) == ("draft", None)
