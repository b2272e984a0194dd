"""Whoever was told that we collect is told when we do not: docs/rules/direct-debit.md, "Cancelled"."""

import pytest

from kvit.core.errors import Refused
from kvit.debits import notices, runs
from kvit.debits.models import DebitRun
from kvit.events.models import Event
from kvit.jobs import worker
from kvit.messages import outbox
from kvit.messages.models import Message
from tests.builders import a_customer, breaches
from tests.scenarios.debits.collecting import OTHER, TUESDAY

pytestmark = pytest.mark.django_db


def mails(firm, kind):
    return list(Message.objects.filter(company=firm.company, kind=kind).order_by("pk"))


def cancel(firm, run, reason="the price is wrong"):
    return runs.cancel(firm.company, firm.now(run), reason=reason, by=firm.clerk, on=TUESDAY)


def test_each_customer_of_a_cancelled_run_is_told_once_in_their_language(firm):
    gama = a_customer(firm.company, name="Gama SRL", vat_id="", email="gama@gama.example", language="ro")
    firm.mandate(reference="M-9")
    firm.mandate(reference="M-10", customer=gama, iban=OTHER)
    first, second = firm.invoice(), firm.invoice("200.00")
    other = firm.invoice("50.00", customer=gama)
    run = firm.release(firm.propose())
    worker.until_idle()
    assert len(mails(firm, "debit_announced")) == 2
    cancel(firm, run)
    worker.until_idle()
    beta, theirs = mails(firm, "debit_cancelled")
    assert (beta.to_address, theirs.to_address, theirs.language) == ("office@alfa.example", "gama@gama.example", "ro")
    for told in (first.number, second.number, "M-9"):
        assert told in beta.text
    assert "363" in beta.subject, "both invoices with their VAT: 121 and 242"
    assert other.number in theirs.text and other.number not in beta.text
    assert "the price is wrong" not in beta.text, "our reason is not theirs to read"
    event = Event.objects.get(name="debit_run.cancelled")
    assert (event.facts["collections"], event.facts["sum"]) == (3, "423.5000")
    notices.on_cancelled(event)()
    assert len(mails(firm, "debit_cancelled")) == 2 and breaches() == []


def test_nobody_is_told_of_what_was_never_announced(firm):
    firm.mandate()
    firm.invoice()
    cancel(firm, firm.propose())
    run = firm.release(firm.propose())
    cancel(firm, run)
    worker.until_idle()
    assert mails(firm, "debit_announced") == [], "cancelled before the mail was written"
    assert mails(firm, "debit_cancelled") == []


def test_an_announcement_that_comes_late_finds_the_run_cancelled(firm):
    """The worker read the run before it was cancelled, and writes after it."""
    firm.mandate()
    firm.invoice()
    run = firm.release(firm.propose())
    write = notices.on_released(Event.objects.get(name="debit_run.released"))
    cancel(firm, run)
    write()
    worker.until_idle()
    assert mails(firm, "debit_announced") == mails(firm, "debit_cancelled") == []


def test_what_was_taken_out_before_the_release_is_not_called_off(firm):
    firm.mandate()
    kept, out = firm.invoice(), firm.invoice("200.00")
    run = firm.propose()
    runs.remove(firm.company, run, number=out.number, by=firm.clerk, on=TUESDAY)
    run = firm.release(run)
    worker.until_idle()
    cancel(firm, run)
    worker.until_idle()
    [mail] = mails(firm, "debit_cancelled")
    assert kept.number in mail.text and out.number not in mail.text


def test_an_address_that_the_announcement_did_not_reach_gets_nothing(firm):
    firm.mandate()
    firm.invoice()
    run = firm.release(firm.propose())
    worker.until_idle()
    [told] = mails(firm, "debit_announced")
    Message.objects.filter(pk=told.pk).update(status="sent")
    told.refresh_from_db()
    outbox.bounce(firm.company, told, reason="no such mailbox", by=firm.owner, on=TUESDAY)
    cancel(firm, run)
    worker.until_idle()
    assert mails(firm, "debit_cancelled") == []


def test_what_the_bank_has_is_not_called_off(firm):
    firm.mandate()
    firm.invoice()
    run = firm.sent()
    with pytest.raises(Refused, match=r"debit_run\.cannot_cancel"):
        cancel(firm, run)
    assert DebitRun.objects.get().status == "exported"
