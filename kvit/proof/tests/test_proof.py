"""Whatever breaks an invariant is named, and what is sound passes; backups come back whole."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from kvit.archive import documents, files
from kvit.billing import proformas
from kvit.core.errors import Refused
from kvit.events import seals
from kvit.events.models import Event, SealedEvent, Work
from kvit.ledger import rates
from kvit.ledger.models import Allocation, Entry, OpenItem
from kvit.ledger.rates import Quote
from kvit.messages.tests.makers import a_message
from kvit.payments import incoming
from kvit.proof import audit, backups, check, numbers
from kvit.proof.guards import ALL
from kvit.receivables import credit_notes
from kvit.receivables.models import Invoice, InvoiceVat
from kvit.sales.models import Proforma
from kvit.tables import drop_guards, make_guards
from tests.builders import DAY, a_company, a_customer, a_line, an_invoice, the_owner

LATER = date(2026, 3, 20)
pytestmark = pytest.mark.django_db


@pytest.fixture
def busy():
    """A company in which everything happened once: payments, credits, another currency, undoing."""
    company = a_company()
    by = the_owner(company)
    quotes = [Quote(DAY, "USD", Decimal("4.61"), "BNR"), Quote(LATER, "USD", Decimal("4.75"), "BNR")]
    rates.record_all(company, quotes, by=by, on=DAY)
    paid = an_invoice(company, a_line("33.33", vat="21", quantity="3.7"))
    raw = {"amount": "500", "invoice": paid.number, "paid_on": LATER.isoformat()}
    recorded = incoming.record_all(company, [raw], by=by, on=LATER)[0]
    incoming.deallocate(company, recorded.allocated[0], by=by, on=LATER)
    credit_notes.issue(company, an_invoice(company, a_line("10", vat="11")), reason="whole", by=by, on=LATER)
    abroad = a_customer(company, country="US", name="Acme Inc", vat_id="")
    dollars = an_invoice(company, a_line("77.77", category="O"), customer=abroad, currency="USD", on=LATER)
    raw = {"amount": "50", "currency": "USD", "invoice": dollars.number, "paid_on": LATER.isoformat()}
    incoming.record_all(company, [raw], by=by, on=LATER)
    return company


@pytest.fixture
def unguarded():
    """Somebody with the database's own password, past every trigger."""
    drop_guards(connection)
    yield
    make_guards(connection, ALL)


def broken():
    return {result.id for result in check.run() if result.breaches}


def test_what_is_sound_passes(busy):
    results = check.run()
    assert [result for result in results if result.breaches] == []
    looked_at = {result.id: result.looked_at for result in results}
    assert looked_at["I1"] >= 5 and looked_at["I10"] == 4 and looked_at["I24"] > 20
    proven = audit.verify()
    assert (proven.broken, proven.unsealed, proven.documents) == ([], 0, 4)


@pytest.mark.parametrize(
    ("breaks", "named"),
    [
        (lambda: OpenItem.objects.filter(balance__gt=1).update(balance=Decimal("1")), {"I3", "I5"}),
        (lambda: Entry.objects.filter(pk=Entry.objects.first().pk).update(posted=False), {"I1"}),
        (lambda: Invoice.objects.filter(number="KV-2026-00002").update(number="KV-2026-00009"), {"I10"}),
        (lambda: Invoice.objects.filter(number="KV-2026-00002").update(issued_on=date(2026, 12, 1)), {"I10b"}),
        (lambda: Invoice.objects.filter(number="KV-2026-00001").update(vat=Decimal(1)), {"I4"}),
        (lambda: Allocation.objects.filter(undoes=None).update(against_base=Decimal("-1")), {"I5", "I8"}),
    ],
    ids=["balance", "unposted", "number", "date", "sum", "difference"],
)
def test_what_was_broken_past_the_triggers_is_named(busy, unguarded, breaks, named):
    breaks()
    assert named <= broken()


def test_a_missing_trigger_is_named(busy, unguarded):
    assert "G1" in broken()


def test_a_row_of_another_company_is_named(busy, unguarded):
    stranger = a_customer(a_company("BG"))
    Invoice.objects.filter(number="KV-2026-00001").update(party=stranger)
    assert "I24" in broken()


def test_a_queued_mail_that_nobody_would_send_is_named(busy):
    message = a_message(busy)
    assert "I19m" not in broken()
    Work.objects.filter(event__subject_kind="message", event__subject_id=message.pk).update(status="done")
    assert "I19m" in broken()


def test_one_changed_byte_in_the_archive_is_named(busy):
    file = documents.find(busy, "invoice", document_id=Invoice.objects.first().pk, form="ubl").file
    place = files.place(file.sha256)
    content = bytearray(place.read_bytes())
    content[100] ^= 1
    place.write_bytes(bytes(content))
    assert any(file.public_id in line for line in audit.verify().broken)


def test_one_changed_byte_in_the_event_log_is_named(busy, unguarded):
    seals.seal_all()
    event = Event.objects.filter(name="invoice.issued").first()
    Event.objects.filter(pk=event.pk).update(actor_name="Somebody else")
    assert f"event {event.public_id} was changed after it was sealed" in audit.verify().broken


def test_removed_events_are_missed(busy, unguarded):
    seals.seal_all()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM events_sealedevent WHERE event_id = (SELECT MAX(event_id) FROM events_sealedevent)")
    assert any("were sealed" in line for line in audit.verify().broken)


def test_removed_seals_are_missed(busy, unguarded):
    seals.seal_all()
    sealed = SealedEvent.objects.count()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # who owns the database can do this, too
            cursor.execute("SET LOCAL session_replication_role = replica")
        else:
            cursor.execute("PRAGMA defer_foreign_keys = ON")
        cursor.execute("CREATE TABLE gone AS SELECT * FROM events_seal")
        cursor.execute("DELETE FROM events_seal")
        said = seals.verify().broken
        cursor.execute("INSERT INTO events_seal SELECT * FROM gone")
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = origin")
    assert said == [f"{sealed} events were sealed, but their seal is gone"]


@pytest.mark.parametrize(
    "breaks",
    [
        lambda: Invoice.objects.filter(number="KV-2026-00001").update(due_on=date(2030, 1, 1)),
        lambda: Invoice.objects.filter(number="KV-2026-00001").update(currency="EUR"),
        lambda: InvoiceVat.objects.filter(invoice__number="KV-2026-00001").update(base=Decimal(1)),
    ],
    ids=["due day", "currency", "base of VAT"],
)
def test_a_table_that_says_something_else_than_the_archived_invoice_is_named(busy, unguarded, breaks):
    breaks()
    assert audit.verify().broken == ["KV-2026-00001: the archived XML and the books say different things"]


def test_the_gap_report_names_the_missing_count(busy, unguarded):
    Invoice.objects.filter(number="KV-2026-00002").update(number="KV-2026-00009")
    assert [(r.pattern, r.missing) for r in numbers.reports(busy) if r.missing] == [("KV-{year}-{n:05}", [2])]


@pytest.mark.django_db(transaction=True)
def test_the_numbers_of_proformas_are_counted_too(unguarded):
    company = a_company()
    raw = {"customer": a_customer(company).public_id, "lines": [a_line()]}
    for _ in range(2):
        proforma = proformas.draft(company, raw, by=the_owner(company), on=DAY)
        proformas.issue(company, proforma, by=the_owner(company), on=DAY)
    assert [report.missing for report in numbers.reports(company)] == [[]]
    Proforma.objects.filter(pk=proforma.pk).update(number="X-1")
    [report] = numbers.reports(company)
    assert report.missing == [2]


@pytest.mark.django_db(transaction=True)
def test_a_damaged_backup_is_refused(busy, tmp_path):
    path = backups.create(folder=tmp_path)
    assert backups.verify(path).files == 4
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 255
    path.write_bytes(bytes(content))
    with pytest.raises(Refused) as refusal:
        backups.verify(path)
    assert refusal.value.code == "backup.damaged"


@pytest.mark.django_db(transaction=True)
def test_a_backup_is_not_put_over_something(busy, tmp_path):
    path = backups.create(folder=tmp_path)
    with pytest.raises(Refused) as refusal:
        backups.restore(path)
    assert refusal.value.code == "backup.not_empty"
    assert Invoice.objects.filter(status="issued").count() == 4 and Path(settings.KVIT_DATA_DIR).exists()
